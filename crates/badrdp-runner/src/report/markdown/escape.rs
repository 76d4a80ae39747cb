//! Text of strangers inside Markdown and the HTML that it may have.

use std::fmt::Write as _;

use super::super::text::{self, clean};

/// How long a phrase may be, in characters.
const LONGEST: usize = 300;

/// A phrase on one line in which nothing is Markdown or HTML. Fit for a cell of a table.
pub(super) fn cell(text: &str) -> String {
    let mut safe = String::new();
    for c in text::line(text, LONGEST).chars() {
        match c {
            // Entities mean the same in Markdown and in HTML; a backslash does not.
            '&' | '<' | '>' | '"' | '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' | '!' | '#' => {
                let _ = write!(safe, "&#{};", u32::from(c));
            }
            c => safe.push(c),
        }
    }
    safe
}

/// A word as code, on one line.
pub(super) fn code(text: &str) -> String {
    format!("<code>{}</code>", cell(text))
}

/// Lines as they are, in a block.
pub(super) fn block(text: &str) -> String {
    // A blank line would end the HTML block in some renderers; one with an entity does not.
    let lines = clean(text);
    let safe: Vec<_> = lines
        .lines()
        .map(|line| match line.trim_end() {
            "" => "&#8203;".to_owned(),
            line => html(line),
        })
        .collect();
    format!("<pre>{}</pre>", safe.join("\n"))
}

/// Text inside HTML.
fn html(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_a_stranger_is_markdown() {
        assert_eq!(cell("a|b\n- `c`"), "a&#124;b - &#96;c&#96;");
        assert_eq!(cell("<img src=x>"), "&#60;img src=x&#62;");
        assert_eq!(
            cell("**d** \\[e](f)"),
            "&#42;&#42;d&#42;&#42; &#92;&#91;e&#93;(f)"
        );
    }

    #[test]
    fn a_block_has_no_blank_line() {
        assert_eq!(
            block("a\n\n</pre>b\0"),
            "<pre>a\n&#8203;\n&lt;/pre&gt;b\u{fffd}</pre>"
        );
    }
}
