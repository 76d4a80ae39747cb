//! What a client's user does, in neutral words.

/// One input event, of a slow-path or a fast-path Input PDU (MS-RDPBCGR 2.2.8.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Input {
    /// A key of the keyboard.
    Key {
        /// The scancode of set 1, without the bit for the release.
        scancode: u8,
        /// Whether the key went up (KBDFLAGS_RELEASE).
        released: bool,
        /// Whether the code has the prefix 0xE0 (KBDFLAGS_EXTENDED).
        extended: bool,
    },
    /// A character without a key: one unit of UTF-16, at its press.
    Unicode(u16),
    /// The pointer, in pixels of the desktop.
    Pointer {
        /// The column.
        x: u16,
        /// The row.
        y: u16,
        /// The button that changed; without one the pointer only moved.
        button: Option<Button>,
        /// Whether the button went down (PTRFLAGS_DOWN).
        pressed: bool,
    },
}

/// A button of the mouse.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Button {
    /// The left one (PTRFLAGS_BUTTON1).
    Left,
    /// The wheel as a button (PTRFLAGS_BUTTON3).
    Middle,
    /// The right one (PTRFLAGS_BUTTON2).
    Right,
}

impl Button {
    /// Its name on the card.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Left => "left",
            Self::Middle => "middle",
            Self::Right => "right",
        }
    }
}
