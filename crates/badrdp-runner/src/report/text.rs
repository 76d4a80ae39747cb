//! Text of strangers, made fit for XML, Markdown and terminals.

/// `text` without colours and carriage returns. What no format takes, such as NUL, other escape
/// sequences and U+FFFF, becomes U+FFFD: nothing that a stranger says can hide what follows.
pub(super) fn clean(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        match c {
            '\u{1b}' => match after_csi(rest.as_str()) {
                Some(after) => rest = after.chars(),
                None => safe.push(char::REPLACEMENT_CHARACTER),
            },
            '\r' => {}
            '\n' | '\t' => safe.push(c),
            c if c.is_control() || is_noncharacter(c) => safe.push(char::REPLACEMENT_CHARACTER),
            c => safe.push(c),
        }
    }
    safe
}

/// What follows a control sequence, such as `[1;31m`, whose escape character is before `text`
/// (ECMA-48 5.4).
fn after_csi(text: &str) -> Option<&str> {
    let parameters = text.strip_prefix('[')?;
    let end = parameters.find(|c| !(' '..='?').contains(&c))?;
    let (_, last) = parameters.split_at(end);
    last.strip_prefix(|c| ('@'..='~').contains(&c))
}

/// The same without line breaks.
pub(super) fn flat(text: &str) -> String {
    clean(text).replace('\n', " ")
}

/// The same on one line of at most `most` characters.
pub(super) fn line(text: &str, most: usize) -> String {
    let text = clean(text);
    let words: Vec<&str> = text.split_whitespace().collect();
    let line = words.join(" ");
    match line.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line,
    }
}

/// The end of a log, clean, of at most `most` bytes; what is missing before it is said.
pub(super) fn log(text: &str, left_out: u64, most: usize) -> String {
    let from = text.ceil_char_boundary(text.len().saturating_sub(most));
    let before = left_out + u64::try_from(from).unwrap_or(u64::MAX);
    // What is kept can grow by this: a control character becomes three bytes.
    let tail = clean(&text[from..]);
    let tail = tail[tail.ceil_char_boundary(tail.len().saturating_sub(most))..].trim_end();
    match (before, tail) {
        (0, tail) => tail.to_owned(),
        (before, tail) => format!("[{before} bytes before this are left out]\n{tail}"),
    }
}

/// `1 case`, `2 cases`.
pub(super) fn count(number: usize, one: &str) -> String {
    let ending = if number == 1 { "" } else { "s" };
    format!("{number} {one}{ending}")
}

/// Milliseconds as people read them.
pub(super) fn time(ms: f64) -> String {
    if ms < 10_000.0 {
        format!("{ms:.0} ms")
    } else {
        format!("{:.1} s", ms / 1000.0)
    }
}

/// Code points that are for nobody to send (Unicode 23.7); XML forbids two of them.
fn is_noncharacter(c: char) -> bool {
    let code = u32::from(c);
    (0xfdd0..=0xfdef).contains(&code) || code & 0xfffe == 0xfffe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_no_format_takes_is_replaced() {
        let bad = "\u{fffd}";
        assert_eq!(
            clean("a\r\n\0b\u{ffff}c\t\u{85}"),
            format!("a\n{bad}b{bad}c\t{bad}")
        );
        assert_eq!(clean("\u{1b}[1;31mred\u{1b}[0m"), "red");
        assert_eq!(clean("\u{1b}]0;title"), format!("{bad}]0;title"));
        assert_eq!(clean("\u{1b}[3\u{e9}"), format!("{bad}[3\u{e9}"));
    }

    #[test]
    fn a_line_is_short() {
        assert_eq!(line("a\n  b\tc", 20), "a b c");
        assert_eq!(line("äöüß", 2), "äö…");
    }

    #[test]
    fn a_log_is_cut_between_characters_and_says_so() {
        assert_eq!(log("abc\n", 0, 10), "abc");
        assert_eq!(log("äöü", 0, 3), "[4 bytes before this are left out]\nü");
        assert_eq!(log("abc", 7, 10), "[7 bytes before this are left out]\nabc");
        assert!(log(&"\0".repeat(1000), 0, 100).len() < 160);
    }
}
