//! One event of keyboard or mouse, whichever path it came.

/// What the user did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InputEvent {
    /// A key by its scancode.
    Scancode {
        /// The scancode of the key, without prefix.
        code: u8,
        /// The key went up.
        release: bool,
        /// The scancode has the prefix 0xE0.
        extended: bool,
        /// The scancode has the prefix 0xE1.
        extended1: bool,
    },
    /// A character by its UTF-16 code unit.
    Unicode {
        /// The code unit.
        unit: u16,
        /// The key went up.
        release: bool,
    },
    /// The mouse: buttons 1 to 3, the wheels or a movement.
    Mouse {
        /// `pointerFlags`, see [`pointer_flags`].
        flags: u16,
        /// `xPos` in pixels
        x: u16,
        /// `yPos` in pixels
        y: u16,
    },
    /// Buttons 4 and 5 of the mouse.
    ExtendedMouse {
        /// `pointerFlags`: 0x8000 down, 1 button 4, 2 button 5.
        flags: u16,
        /// `xPos` in pixels
        x: u16,
        /// `yPos` in pixels
        y: u16,
    },
    /// A movement of the mouse from where it was.
    RelativeMouse {
        /// `pointerFlags`, see [`pointer_flags`].
        flags: u16,
        /// `xDelta` in pixels
        dx: i16,
        /// `yDelta` in pixels
        dy: i16,
    },
    /// Which lock keys are on.
    Synchronize {
        /// `toggleFlags`: 1 Scroll, 2 Num, 4 Caps, 8 Kana.
        toggles: u8,
    },
    /// When an event happened, by the client's clock.
    QoeTimestamp {
        /// `timestamp` in milliseconds
        milliseconds: u32,
    },
    /// An event of a type that means nothing.
    Unknown {
        /// `messageType` of slow-path, `eventCode` of fast-path.
        kind: u16,
    },
}

/// `pointerFlags` (MS-RDPBCGR 2.2.8.1.1.3.1.1.3).
pub mod pointer_flags {
    /// PTRFLAGS_HWHEEL
    pub const HWHEEL: u16 = 0x0400;
    /// PTRFLAGS_WHEEL
    pub const WHEEL: u16 = 0x0200;
    /// PTRFLAGS_MOVE
    pub const MOVE: u16 = 0x0800;
    /// PTRFLAGS_DOWN
    pub const DOWN: u16 = 0x8000;
    /// PTRFLAGS_BUTTON1: left
    pub const BUTTON1: u16 = 0x1000;
    /// PTRFLAGS_BUTTON2: right
    pub const BUTTON2: u16 = 0x2000;
    /// PTRFLAGS_BUTTON3: middle
    pub const BUTTON3: u16 = 0x4000;
}
