//! What was typed and clicked.

use std::collections::VecDeque;

use super::input::{Button, Input};
use super::keyboard;

/// How many characters of typed text are kept.
const TYPED: usize = 96;
/// How many clicks stay marked.
const MARKS: usize = 4;

/// The input seen so far, as far as the card shows it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Console {
    /// What was typed, the last characters of it.
    pub(crate) typed: String,
    /// The last key or character: `key 0x1E a down`.
    pub(crate) key: String,
    /// The pointer and its last button: `512,384 left down`.
    pub(crate) pointer: String,
    /// Where buttons went down, the oldest first.
    pub(crate) marks: VecDeque<(u16, u16)>,
    left_shift: bool,
    right_shift: bool,
    caps: bool,
    control: bool,
    alt: bool,
    /// The first half of a surrogate pair.
    high: Option<u16>,
}

/// What of the card an input changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Change {
    /// The typed text and the last key.
    Keys,
    /// The place of the pointer and its last button, and the marks of clicks.
    Pointer,
}

impl Console {
    /// Takes an input in.
    pub(crate) fn accept(&mut self, input: &Input) -> Change {
        match *input {
            Input::Key {
                scancode,
                released,
                extended,
            } => {
                self.key(scancode, released, extended);
                Change::Keys
            }
            Input::Unicode(unit) => {
                self.unicode(unit);
                Change::Keys
            }
            Input::Pointer {
                x,
                y,
                button,
                pressed,
            } => {
                self.pointer(x, y, button, pressed);
                Change::Pointer
            }
        }
    }

    fn key(&mut self, scancode: u8, released: bool, extended: bool) {
        match (scancode, extended) {
            (0x2A, false) => self.left_shift = !released,
            (0x36, false) => self.right_shift = !released,
            (0x1D, _) => self.control = !released,
            (0x38, _) => self.alt = !released,
            (0x3A, false) if !released => self.caps = !self.caps,
            _ => {}
        }
        let shift = self.left_shift || self.right_shift;
        let typed = keyboard::typed(scancode, extended, shift, self.caps);
        let prefix = if extended { "E0" } else { "" };
        let name = keyboard::name(scancode, extended)
            .map(str::to_owned)
            .or_else(|| typed.map(String::from))
            .unwrap_or_default();
        let way = if released { "up" } else { "down" };
        self.key = format!("key 0x{prefix}{scancode:02X} {name} {way}").replace("  ", " ");
        if released || self.control || self.alt {
            return;
        }
        match (scancode, typed) {
            (_, Some(character)) => self.append(character),
            (0x0E, None) => drop(self.typed.pop()),
            (0x01 | 0x1C, None) => self.typed.clear(),
            _ => {}
        }
    }

    fn unicode(&mut self, unit: u16) {
        self.key = format!("unicode U+{unit:04X}");
        let units = self.high.take().into_iter().chain([unit]);
        for decoded in char::decode_utf16(units) {
            match decoded {
                Ok('\u{8}') => drop(self.typed.pop()),
                Ok('\r' | '\n') => self.typed.clear(),
                Ok(character) if !character.is_control() => self.append(character),
                Ok(_) => {}
                Err(lone) if lone.unpaired_surrogate() == unit && unit < 0xDC00 => {
                    self.high = Some(unit);
                }
                Err(_) => self.append(char::REPLACEMENT_CHARACTER),
            }
        }
    }

    fn append(&mut self, character: char) {
        self.typed.push(character);
        if self.typed.chars().count() > TYPED {
            self.typed.remove(0);
        }
    }

    fn pointer(&mut self, x: u16, y: u16, button: Option<Button>, pressed: bool) {
        let Some(button) = button else {
            self.pointer = format!("at {x},{y}");
            return;
        };
        let way = if pressed { "down" } else { "up" };
        self.pointer = format!("at {x},{y} {} {way}", button.name());
        if pressed {
            self.marks.push_back((x, y));
            if self.marks.len() > MARKS {
                self.marks.pop_front();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn press(console: &mut Console, scancode: u8) {
        for released in [false, true] {
            console.accept(&Input::Key {
                scancode,
                released,
                extended: false,
            });
        }
    }

    #[test]
    fn keys_type() {
        let mut console = Console::default();
        let shift = |released| Input::Key {
            scancode: 0x2A,
            released,
            extended: false,
        };
        console.accept(&shift(false));
        press(&mut console, 0x23);
        console.accept(&shift(true));
        press(&mut console, 0x17);
        assert_eq!(console.typed, "Hi");
        assert_eq!(console.key, "key 0x17 i up");
        press(&mut console, 0x0E);
        assert_eq!(console.typed, "H");
        press(&mut console, 0x1C);
        assert_eq!(console.typed, "");
    }

    #[test]
    fn characters_come_in_units_of_utf_16() {
        let mut console = Console::default();
        for unit in [0xE9, 0xD83D, 0xDE00, 0xD83D, 0x41, 0xDE00] {
            console.accept(&Input::Unicode(unit));
        }
        assert_eq!(console.typed, "é😀\u{FFFD}A\u{FFFD}");
    }

    #[test]
    fn what_is_kept_is_bounded() {
        let mut console = Console::default();
        for n in 0..1_000 {
            console.accept(&Input::Unicode(0x41));
            console.accept(&Input::Pointer {
                x: n,
                y: n,
                button: Some(Button::Left),
                pressed: true,
            });
        }
        assert_eq!(console.typed.len(), TYPED);
        assert_eq!(console.marks.len(), MARKS);
    }
}
