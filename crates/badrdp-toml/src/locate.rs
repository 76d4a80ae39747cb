//! Where in a file a key or a value stands, so that a mistake can be pointed at.

use std::ops::Range;

use toml::de::{DeTable, DeValue};

/// A step from a table or an array into it.
#[derive(Clone, Copy, Debug)]
pub enum Step<'a> {
    /// The value of this key.
    Key(&'a str),
    /// The element with this number, counted from 0.
    Nth(usize),
}

/// Where the value at the end of `path` stands in a TOML text. Where the path leads further than
/// the file, what it leads to last; the beginning of the file where it leads nowhere.
#[must_use]
pub fn locate(text: &str, path: &[Step<'_>]) -> Range<usize> {
    let Ok(document) = DeTable::parse(text) else {
        return 0..0;
    };
    let Some((Step::Key(first), path)) = path.split_first() else {
        return 0..0;
    };
    let Some(mut found) = document.get_ref().get(*first) else {
        return 0..0;
    };
    for step in path {
        let next = match (step, found.get_ref()) {
            (Step::Key(key), DeValue::Table(table)) => table.get(*key),
            (Step::Nth(index), DeValue::Array(array)) => array.get(*index),
            _ => None,
        };
        let Some(next) = next else { break };
        found = next;
    }
    found.span()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "\
# certificate = 'valid'
title = 'the certificate is valid'
[server]
certificate = 'valid'
[[fault]]
reset = {}
# [[fault]]
[[fault]]
when = { after = 'valid' }
";

    fn found(path: &[Step<'_>]) -> (usize, &'static str) {
        let span = locate(TEXT, path);
        (TEXT[..span.start].lines().count(), &TEXT[span])
    }

    #[test]
    fn what_else_has_the_same_words_is_passed_over() {
        let certificate = [Step::Key("server"), Step::Key("certificate")];
        assert_eq!(found(&certificate), (4, "'valid'"));
        let fault = [Step::Key("fault"), Step::Nth(1)];
        assert_eq!(found(&fault), (7, "[[fault]]"));
        let after = [fault[0], fault[1], Step::Key("when"), Step::Key("after")];
        assert_eq!(found(&after), (9, "'valid'"));
    }

    #[test]
    fn what_is_not_there_is_where_it_should_be() {
        let profile = [Step::Key("server"), Step::Key("profile")];
        assert_eq!(found(&profile), (2, "[server]"));
        assert_eq!(found(&[Step::Key("expect")]), (0, ""));
        assert_eq!(locate("title = ", &[Step::Key("title")]), 0..0);
    }
}
