//! Text of strangers, made fit for XML, Markdown and terminals.

use anstream::adapter::strip_str;

/// `text` without escape sequences and carriage returns. What no format takes, such as NUL and
/// U+FFFF, becomes U+FFFD.
pub(super) fn clean(text: &str) -> String {
    let visible = strip_str(text).to_string();
    let characters = visible.chars().filter(|c| *c != '\r').map(|c| match c {
        '\n' | '\t' => c,
        c if c.is_control() || is_noncharacter(c) => char::REPLACEMENT_CHARACTER,
        c => c,
    });
    characters.collect()
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
        assert_eq!(
            clean("a\r\n\0b\u{ffff}\u{1b}[31mred\u{1b}[0m\tc\u{7f}\u{85}"),
            "a\n\u{fffd}b\u{fffd}red\tc\u{85}"
                .replace('\u{85}', "\u{fffd}")
                .replace("\tc", "\tc\u{fffd}")
        );
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
