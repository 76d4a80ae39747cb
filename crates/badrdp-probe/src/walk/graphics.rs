//! The picture: whether it can be drawn (MS-RDPBCGR 2.2.9.1).

use badrdp_proto::reader::Reader;
use badrdp_proto::session::update::bitmap::COMPRESSION;
use badrdp_proto::session::update::{Bitmap, Pointer, Update, fast_path as decoder};
use badrdp_proto::standard_security::Method;
use badrdp_proto::standard_security::header::Seal;

use super::{Stage, Walk};
use crate::seen::{DesktopSeen, Stop};

const NAME: &str = "Fast-Path Update";

/// FASTPATH_OUTPUT_SECURE_CHECKSUM, at its place in the header.
const SECURE_CHECKSUM: u8 = 0x40;
/// FASTPATH_OUTPUT_ENCRYPTED, at its place in the header.
const ENCRYPTED: u8 = 0x80;

/// The highest `updateCode` (MS-RDPBCGR 2.2.9.1.2.1); 7 is none.
const LAST_CODE: u8 = 0xC;

/// Takes a fast-path PDU.
pub(super) fn fast_path(walk: &mut Walk, frame: &[u8]) -> Result<(), Stop> {
    let malformed = |what: String| Stop::malformed(NAME, what);
    let header = frame.first().copied().unwrap_or_default();
    let long = frame.get(1).is_some_and(|first| first & 0x80 != 0);
    let mut reader = Reader::new(frame.get(if long { 3 } else { 2 }..).unwrap_or_default());
    let mut body = reader.rest().to_vec();
    match (&mut walk.cipher, header & ENCRYPTED != 0) {
        (Some(cipher), true) => {
            let fips = walk.method == Some(Method::Fips);
            let seal =
                Seal::decode(&mut reader, fips).map_err(|error| malformed(error.to_string()))?;
            body = reader.rest().to_vec();
            cipher
                .open(&seal, &mut body, header & SECURE_CHECKSUM != 0)
                .map_err(|error| malformed(error.to_string()))?;
        }
        (None, true) => {
            let what = "it says that it is encrypted, yet no encryption was agreed on";
            return Err(malformed(what.to_owned()));
        }
        (Some(_), false) if walk.level.server_encrypts() => {
            return Err(malformed(format!(
                "it is not encrypted, yet the level is {}",
                walk.level
            )));
        }
        (_, false) => {}
    }
    let updates = decoder::decode_updates(&body).map_err(|error| malformed(error.to_string()))?;
    if updates.is_empty() {
        walk.odd("a Fast-Path Update without any update");
    }
    for one in &updates {
        update(walk, one, NAME)?;
    }
    Ok(())
}

/// Takes an update of either path.
pub(super) fn update(walk: &mut Walk, update: &Update, name: &str) -> Result<(), Stop> {
    due(walk, name)?;
    match update {
        Update::Bitmap(bitmaps) => {
            for bitmap in bitmaps {
                check(bitmap, walk.seen.desktop).map_err(|what| Stop::malformed(name, what))?;
            }
            walk.seen.updates += 1;
        }
        Update::Palette(colors) => {
            if colors.len() != 256 {
                let what = format!("palette-update.number-colors is {}, not 256", colors.len());
                return Err(Stop::malformed(name, what));
            }
        }
        Update::Pointer(shape) => check_pointer(walk, shape),
        Update::Synchronize => {}
        Update::Unknown { code, .. } if *code > LAST_CODE || *code == 7 => {
            let what = format!("its update code {code:#x} is in no standard");
            return Err(Stop::malformed(name, what));
        }
        // Orders, surface commands, fragments: what nobody asked for is not looked at.
        Update::Unknown { .. } => walk.seen.updates += 1,
    }
    Ok(())
}

/// A slow-path pointer.
pub(super) fn pointer(walk: &mut Walk, shape: &Pointer, name: &str) -> Result<(), Stop> {
    due(walk, name)?;
    check_pointer(walk, shape);
    Ok(())
}

/// Whether output may come: in the session; before Font Map it is odd.
fn due(walk: &mut Walk, name: &str) -> Result<(), Stop> {
    match walk.stage {
        Stage::Active | Stage::Leaving => Ok(()),
        Stage::Finalization(_) => {
            walk.seen.early_picture = true;
            Ok(())
        }
        _ => {
            let what = format!("it comes while {} is due", walk.seen.waiting_for);
            Err(Stop::malformed(name, what))
        }
    }
}

/// Whether a pointer fits what the client confirmed (MS-RDPBCGR 2.2.9.1.1.4).
fn check_pointer(walk: &mut Walk, pointer: &Pointer) {
    /// `pointerCacheSize` of what was confirmed, and more.
    const CACHE: u16 = 25;
    /// Large pointers of 96 by 96 pixels were confirmed.
    const LARGEST: u16 = 96;
    let shape = match pointer {
        Pointer::New {
            bits_per_pixel,
            shape,
        } => {
            if !matches!(bits_per_pixel, 1 | 4 | 8 | 16 | 24 | 32) {
                walk.odd(format!("a pointer of {bits_per_pixel} bits per pixel"));
            }
            shape
        }
        Pointer::Color(shape) => shape,
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
}

/// Whether a rectangle lies on the desktop and has as many pixels as it says.
fn check(bitmap: &Bitmap, desktop: Option<DesktopSeen>) -> Result<(), String> {
    let Bitmap {
        left,
        top,
        right,
        bottom,
        width,
        height,
        bits_per_pixel,
        ..
    } = *bitmap;
    if left > right || top > bottom {
        return Err(format!(
            "a rectangle from {left},{top} to {right},{bottom} is none"
        ));
    }
    if let Some(desktop) = desktop
        && (right >= desktop.width || bottom >= desktop.height)
    {
        return Err(format!(
            "a rectangle to {right},{bottom} is outside the desktop of {}x{}",
            desktop.width, desktop.height
        ));
    }
    if width == 0 || height == 0 {
        return Err(format!("a bitmap of {width} by {height} pixels"));
    }
    if right - left >= width || bottom - top >= height {
        return Err(format!(
            "a bitmap of {width} by {height} pixels for a rectangle of {} by {}",
            right - left + 1,
            bottom - top + 1
        ));
    }
    if !matches!(bits_per_pixel, 8 | 15 | 16 | 24 | 32) {
        return Err(format!("bitmap-data.bits-per-pixel is {bits_per_pixel}"));
    }
    if bitmap.flags & COMPRESSION == 0 {
        let bytes = usize::from(bits_per_pixel.div_ceil(8));
        let expected = usize::from(width) * bytes * usize::from(height);
        let padded = (usize::from(width) * bytes).next_multiple_of(4) * usize::from(height);
        let found = bitmap.data.len();
        if found != expected && found != padded {
            return Err(format!(
                "bitmap-data.bitmap-length is {found}, not {expected}"
            ));
        }
    }
    Ok(())
}
