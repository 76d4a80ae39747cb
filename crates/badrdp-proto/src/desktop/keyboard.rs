//! Scancodes of set 1 as text, in the layout of the United States.

/// What a key types: unshifted and shifted.
const TYPED: [(u8, &str, &str); 4] = [
    (0x02, "1234567890-=", "!@#$%^&*()_+"),
    (0x10, "qwertyuiop[]", "QWERTYUIOP{}"),
    (0x1E, "asdfghjkl;'`", "ASDFGHJKL:\"~"),
    (0x2B, "\\zxcvbnm,./", "|ZXCVBNM<>?"),
];

/// What the keys of the number pad type, from 0x47 on.
const PAD: &str = "789-456+1230.";

/// Keys that type nothing: scancode, extended, name.
const NAMED: [(u8, bool, &str); 42] = [
    (0x01, false, "Esc"),
    (0x0E, false, "Backspace"),
    (0x0F, false, "Tab"),
    (0x1C, false, "Enter"),
    (0x1C, true, "Enter"),
    (0x1D, false, "Ctrl"),
    (0x1D, true, "Ctrl"),
    (0x2A, false, "Shift"),
    (0x36, false, "Shift"),
    (0x37, true, "Print"),
    (0x38, false, "Alt"),
    (0x38, true, "AltGr"),
    (0x39, false, "Space"),
    (0x3A, false, "Caps"),
    (0x3B, false, "F1"),
    (0x3C, false, "F2"),
    (0x3D, false, "F3"),
    (0x3E, false, "F4"),
    (0x3F, false, "F5"),
    (0x40, false, "F6"),
    (0x41, false, "F7"),
    (0x42, false, "F8"),
    (0x43, false, "F9"),
    (0x44, false, "F10"),
    (0x45, false, "Num"),
    (0x46, false, "Scroll"),
    (0x46, true, "Break"),
    (0x47, true, "Home"),
    (0x48, true, "Up"),
    (0x49, true, "Page Up"),
    (0x4B, true, "Left"),
    (0x4D, true, "Right"),
    (0x4F, true, "End"),
    (0x50, true, "Down"),
    (0x51, true, "Page Down"),
    (0x52, true, "Insert"),
    (0x53, true, "Delete"),
    (0x57, false, "F11"),
    (0x58, false, "F12"),
    (0x5B, true, "Win"),
    (0x5C, true, "Win"),
    (0x5D, true, "Menu"),
];

/// The character that a key types, if any.
pub(crate) fn typed(scancode: u8, extended: bool, shift: bool, caps: bool) -> Option<char> {
    if extended {
        return (scancode == 0x35).then_some('/');
    }
    match scancode {
        0x37 => return Some('*'),
        0x39 => return Some(' '),
        0x47..=0x53 => return nth(PAD, scancode - 0x47),
        0x56 => return Some(if shift { '|' } else { '\\' }),
        _ => {}
    }
    TYPED.iter().find_map(|&(first, plain, shifted)| {
        let offset = scancode.checked_sub(first)?;
        let letter = nth(plain, offset)?;
        let upper = shift != (caps && letter.is_ascii_lowercase());
        nth(if upper { shifted } else { plain }, offset)
    })
}

/// The name of a key that types nothing.
pub(crate) fn name(scancode: u8, extended: bool) -> Option<&'static str> {
    NAMED
        .iter()
        .find(|key| (key.0, key.1) == (scancode, extended))
        .map(|key| key.2)
}

fn nth(characters: &str, offset: u8) -> Option<char> {
    characters.chars().nth(usize::from(offset))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_follow_shift_and_caps_lock() {
        assert_eq!(typed(0x1E, false, false, false), Some('a'));
        assert_eq!(typed(0x1E, false, true, false), Some('A'));
        assert_eq!(typed(0x1E, false, false, true), Some('A'));
        assert_eq!(typed(0x1E, false, true, true), Some('a'));
        assert_eq!(typed(0x02, false, false, true), Some('1'));
        assert_eq!(typed(0x02, false, true, false), Some('!'));
    }

    #[test]
    fn the_rows_end_where_the_keyboard_does() {
        assert_eq!(typed(0x0D, false, false, false), Some('='));
        assert_eq!(typed(0x0E, false, false, false), None);
        assert_eq!(typed(0x1B, false, false, false), Some(']'));
        assert_eq!(typed(0x29, false, false, false), Some('`'));
        assert_eq!(typed(0x2B, false, false, false), Some('\\'));
        assert_eq!(typed(0x35, false, true, false), Some('?'));
        assert_eq!(typed(0x35, true, true, false), Some('/'));
        assert_eq!(name(0x48, true), Some("Up"));
        assert_eq!(typed(0x48, false, false, false), Some('8'));
    }

    #[test]
    fn no_scancode_panics() {
        for scancode in 0..=255 {
            for extended in [false, true] {
                let _ = (
                    typed(scancode, extended, true, true),
                    name(scancode, extended),
                );
            }
        }
    }
}
