//! Pointers: whether they fit what the client confirmed.

use badrdp_proto::session::update::{Pointer, PointerShape};

use super::super::Walk;

/// Whether a pointer fits what the client confirmed (MS-RDPBCGR 2.2.9.1.1.4).
pub(super) fn check(walk: &mut Walk, pointer: &Pointer) {
    /// `pointerCacheSize` of what was confirmed, and more.
    const CACHE: u16 = 25;
    /// Large pointers of 96 by 96 pixels were confirmed.
    const LARGEST: u16 = 96;
    let (depth, shape) = match pointer {
        Pointer::New {
            bits_per_pixel,
            shape,
        } => {
            if !matches!(bits_per_pixel, 1 | 4 | 8 | 16 | 24 | 32) {
                walk.odd(format!("a pointer of {bits_per_pixel} bits per pixel"));
            }
            (*bits_per_pixel, shape)
        }
        Pointer::Color(shape) => (24, shape),
        Pointer::Cached { index } => {
            if *index >= CACHE {
                walk.odd(format!(
                    "a pointer out of slot {index}, past the end of the cache"
                ));
            }
            return;
        }
        Pointer::Default | Pointer::Hidden | Pointer::Position { .. } => return,
    };
    if shape.width > LARGEST || shape.height > LARGEST {
        walk.odd(format!(
            "a pointer of {} by {} pixels",
            shape.width, shape.height
        ));
    }
    if shape.cache_index >= CACHE {
        let index = shape.cache_index;
        walk.odd(format!(
            "a pointer for slot {index}, past the end of the cache"
        ));
    }
    check_masks(walk, depth, shape);
}

/// Rows of masks are padded to two bytes (MS-RDPBCGR 2.2.9.1.1.4.4).
fn check_masks(walk: &mut Walk, depth: u16, shape: &PointerShape) {
    let (width, height) = (usize::from(shape.width), usize::from(shape.height));
    for (name, bits, mask) in [
        ("XOR", usize::from(depth), &shape.xor_mask),
        ("AND", 1, &shape.and_mask),
    ] {
        let due = (width * bits).div_ceil(8).next_multiple_of(2) * height;
        if mask.len() != due {
            let length = mask.len();
            walk.odd(format!(
                "a pointer of {width} by {height} pixels with {length} bytes of {name} mask, not {due}"
            ));
        }
    }
}
