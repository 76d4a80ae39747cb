//! Between the test card's neutral words and the PDUs.

use crate::desktop::{Button, Input, Pointer, Tile};
use crate::session::input::InputEvent;
use crate::session::input::event::pointer_flags;
use crate::session::update::bitmap::{COMPRESSION, NO_COMPRESSION_HEADER};
use crate::session::update::{Bitmap, PointerShape};

/// What the card makes of an event; `None` for what it does not show.
pub(super) fn input(event: &InputEvent) -> Option<Input> {
    match *event {
        InputEvent::Scancode {
            code,
            release,
            extended,
            ..
        } => Some(Input::Key {
            scancode: code,
            released: release,
            extended,
        }),
        InputEvent::Unicode {
            unit,
            release: false,
        } => Some(Input::Unicode(unit)),
        InputEvent::Mouse { flags, x, y } => Some(Input::Pointer {
            x,
            y,
            button: button(flags),
            pressed: flags & pointer_flags::DOWN != 0,
        }),
        _ => None,
    }
}

const fn button(flags: u16) -> Option<Button> {
    if flags & pointer_flags::BUTTON1 != 0 {
        Some(Button::Left)
    } else if flags & pointer_flags::BUTTON2 != 0 {
        Some(Button::Right)
    } else if flags & pointer_flags::BUTTON3 != 0 {
        Some(Button::Middle)
    } else {
        None
    }
}

/// A rectangle of a Bitmap Update.
pub(super) fn bitmap(tile: Tile) -> Bitmap {
    let flags = match (tile.compressed, tile.compression_header) {
        (false, _) => 0,
        (true, true) => COMPRESSION,
        (true, false) => COMPRESSION | NO_COMPRESSION_HEADER,
    };
    Bitmap {
        left: tile.left,
        top: tile.top,
        right: tile.right,
        bottom: tile.bottom,
        width: tile.width,
        height: tile.height,
        bits_per_pixel: tile.bits_per_pixel,
        flags,
        data: tile.data,
    }
}

/// The shape of the pointer.
pub(super) fn shape(pointer: &Pointer) -> PointerShape {
    PointerShape {
        cache_index: 0,
        hot_x: pointer.hot_spot.0,
        hot_y: pointer.hot_spot.1,
        width: pointer.width,
        height: pointer.height,
        xor_mask: pointer.xor_mask.clone(),
        and_mask: pointer.and_mask.clone(),
    }
}
