//! Text of strangers, made fit for the page.

use std::fmt::Write as _;

/// `text` with a name in place of each character that would hide or reorder what is shown. The
/// same as `visible` in `js/text.js`.
pub(super) fn visible(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for character in text.chars() {
        if is_unseen(character) {
            let code = u32::from(character);
            let _ = write!(shown, "\u{27e8}U+{code:04X}\u{27e9}");
        } else {
            shown.push(character);
        }
    }
    shown
}

/// Controls besides tabs and ends of lines, what turns the direction, and what HTML does not take.
fn is_unseen(character: char) -> bool {
    matches!(character,
        '\0'..='\u{8}'
        | '\u{b}'..='\u{1f}'
        | '\u{7f}'..='\u{9f}'
        | '\u{61c}'
        | '\u{200b}'..='\u{200f}'
        | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{2069}'
        | '\u{fdd0}'..='\u{fdef}'
        | '\u{feff}')
        || u32::from(character) & 0xfffe == 0xfffe
}

/// The same, at most `most` characters of it.
pub(super) fn brief(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((end, _)) => visible(&text[..end]) + "\u{2026}",
        None => visible(text),
    }
}

/// JSON that may stand in a script element: nothing in it can end the element, begin a comment or
/// end a line of a script, and who reads the source sees all of it.
pub(super) fn in_script(json: &str) -> String {
    let mut safe = String::with_capacity(json.len());
    for character in json.chars() {
        if matches!(character, '<' | '>' | '&') || is_unseen(character) {
            for unit in character.encode_utf16(&mut [0; 2]) {
                let _ = write!(safe, "\\u{unit:04x}");
            }
        } else {
            safe.push(character);
        }
    }
    safe
}

/// A word as the end of a class name.
pub(super) fn slug(word: &str) -> String {
    word.to_ascii_lowercase()
}

/// `12,345`.
pub(super) fn count(number: usize) -> String {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// `1 case`, `2 cases`.
pub(super) fn many(number: usize, one: &str) -> String {
    let ending = if number == 1 { "" } else { "s" };
    format!("{} {one}{ending}", count(number))
}
