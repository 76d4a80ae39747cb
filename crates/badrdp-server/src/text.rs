//! Words of clients on their way into records, which terminals show and memory keeps.

/// The most characters of what is told of one message: more than any honest name has.
const MOST: usize = 400;

/// `text` as it may be told: cut where it is too long, and without control characters, which could
/// make the terminal of whoever reads it show something else.
pub(crate) fn told(mut text: String) -> String {
    if let Some((end, _)) = text.char_indices().nth(MOST) {
        text.truncate(end);
        text.push('…');
        text.shrink_to_fit();
    }
    if text.contains(char::is_control) {
        text = text.replace(char::is_control, "\u{fffd}");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_are_not_told() {
        let text = "cookie \u{1b}]0;owned\u{7}\r\nlab \u{9b}2J".to_owned();
        assert_eq!(told(text), "cookie �]0;owned���lab �2J");
        assert_eq!(told("DOMÄNE\\Jürgen".to_owned()), "DOMÄNE\\Jürgen");
    }

    #[test]
    fn what_is_too_long_is_cut() {
        let name = "ä".repeat(MOST);
        assert_eq!(told(name.clone()), name);
        assert_eq!(told(format!("{name}ä")), format!("{name}…"));
    }
}
