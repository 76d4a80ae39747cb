//! Splits a command line into words, as a shell does with quotes and nothing else, and quotes them.

/// The words of `line`. Single and double quotes keep white space; a backslash outside single
/// quotes keeps the next character.
pub(crate) fn split(line: &str) -> Result<Vec<String>, String> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut quote = None;
    let mut chars = line.chars();
    while let Some(c) = chars.next() {
        match (quote, c) {
            (Some(open), c) if c == open => quote = None,
            (None, '\'' | '"') => {
                quote = Some(c);
                word.get_or_insert_default();
            }
            (None | Some('"'), '\\') => {
                let kept = chars
                    .next()
                    .ok_or("the client command ends in a backslash")?;
                word.get_or_insert_default().push(kept);
            }
            (None, c) if c.is_whitespace() => words.extend(word.take()),
            (_, c) => word.get_or_insert_default().push(c),
        }
    }
    if let Some(open) = quote {
        return Err(format!("the client command has an open {open}"));
    }
    words.extend(word);
    Ok(words)
}

/// A word as a POSIX shell takes it for one: in quotes, where it needs them.
#[must_use]
pub fn quoted(word: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "%+,-./:=@_".contains(c);
    if !word.is_empty() && word.chars().all(is_plain) {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_keep_white_space() {
        let words = split(r#"client --title "a b" 'c "d"' e\ f ''"#).unwrap();
        assert_eq!(words, ["client", "--title", "a b", "c \"d\"", "e f", ""]);
    }

    #[test]
    fn an_open_quote_is_a_mistake() {
        assert_eq!(
            split("a 'b").unwrap_err(),
            "the client command has an open '"
        );
    }
}
