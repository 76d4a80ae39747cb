//! The picture: whether it can be drawn (MS-RDPBCGR 2.2.9.1).
//!
//! ```text
//! fast_path --> Fragments --> whole update --+--> bitmap, pointer: by what was confirmed
//! slow path, by share.rs --------------------+--> surface: commands, frames, drawing orders
//! ```

mod bitmap;
mod pointer;
mod rectangle;
mod surface;

use badrdp_proto::reader::Reader;
use badrdp_proto::session::update::fragments::{self, FragmentError, Piece};
use badrdp_proto::session::update::{Pointer, Update, fast_path as decoder};
use badrdp_proto::standard_security::Method;
use badrdp_proto::standard_security::header::Seal;

use super::{Stage, Walk};
use crate::seen::Stop;

const NAME: &str = "Fast-Path Update";

/// FASTPATH_OUTPUT_SECURE_CHECKSUM, at its place in the header.
const SECURE_CHECKSUM: u8 = 0x40;
/// FASTPATH_OUTPUT_ENCRYPTED, at its place in the header.
const ENCRYPTED: u8 = 0x80;

/// The highest `updateCode` (MS-RDPBCGR 2.2.9.1.2.1); 7 is none.
const LAST_CODE: u8 = 0xC;

/// `MaxRequestSize` of what was confirmed: what fragments may make together.
const MAX_REQUEST_SIZE: usize = 0xFFFF;

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
    let pieces = fragments::pieces(&body).map_err(|error| malformed(error.to_string()))?;
    if pieces.is_empty() {
        walk.odd("a Fast-Path Update without any update");
    }
    for one in &pieces {
        piece(walk, one)?;
    }
    Ok(())
}

/// Takes an update or a part of one.
fn piece(walk: &mut Walk, piece: &Piece<'_>) -> Result<(), Stop> {
    /// PACKET_COMPRESSED (MS-RDPBCGR 3.1.8.2.1)
    const COMPRESSED: u8 = 0x20;
    let malformed = |what: String| Stop::malformed(NAME, what);
    if piece.code > LAST_CODE || piece.code == 7 {
        let code = piece.code;
        return Err(malformed(format!(
            "its update code {code:#x} is in no standard"
        )));
    }
    match piece.compression {
        Some(flags) if flags & COMPRESSED != 0 => {
            let what = "it is compressed, which the client did not allow";
            return Err(malformed(what.to_owned()));
        }
        Some(_) => walk.odd("a Fast-Path Update with flags of a compression nobody agreed on"),
        None => {}
    }
    let whole = walk.fragments.take(piece, MAX_REQUEST_SIZE);
    let whole = whole.map_err(|error: FragmentError| malformed(error.to_string()))?;
    let Some((code, data)) = whole else {
        return due(walk, NAME);
    };
    let one = decoder::decode_update(code, &data).map_err(|error| malformed(error.to_string()))?;
    update(walk, &one, NAME)
}

/// Takes an update of either path.
pub(super) fn update(walk: &mut Walk, update: &Update, name: &str) -> Result<(), Stop> {
    due(walk, name)?;
    match update {
        Update::Bitmap(bitmaps) => {
            for one in bitmaps {
                bitmap::check(one, walk.seen.desktop)
                    .map_err(|what| Stop::malformed(name, what))?;
            }
            walk.seen.updates += 1;
        }
        Update::Palette(colors) => {
            if colors.len() != 256 {
                let what = format!("palette-update.number-colors is {}, not 256", colors.len());
                return Err(Stop::malformed(name, what));
            }
        }
        Update::Pointer(shape) => pointer::check(walk, shape),
        Update::Synchronize => {}
        Update::Unknown { code, data } => other(walk, *code, data, name)?,
    }
    Ok(())
}

/// Takes an update that is no picture by itself.
fn other(walk: &mut Walk, code: u8, data: &[u8], name: &str) -> Result<(), Stop> {
    /// FASTPATH_UPDATETYPE_ORDERS and UPDATETYPE_ORDERS
    const ORDERS: u8 = 0;
    /// FASTPATH_UPDATETYPE_SURFCMDS
    const SURFACE_COMMANDS: u8 = 4;
    /// FASTPATH_UPDATETYPE_LARGE_POINTER
    const LARGE_POINTER: u8 = 0xC;
    match (code, name == NAME) {
        (ORDERS, true) => surface::orders(walk, data, name),
        // pad2OctetsA, numberOrders, pad2OctetsB (MS-RDPBCGR 2.2.9.1.1.3.1.1).
        (ORDERS, false) => match data {
            [_, _, low, high, _, _, orders @ ..] => {
                let data = [&[*low, *high], orders].concat();
                surface::orders(walk, &data, name)
            }
            _ => Err(Stop::malformed(name, "it ends before its drawing orders")),
        },
        (SURFACE_COMMANDS, true) => surface::commands(walk, data, name),
        (LARGE_POINTER, true) => {
            walk.odd("a pointer of more than 96 pixels, which the client did not allow");
            Ok(())
        }
        (code, _) => {
            let what = format!("its update type {code:#x} is in no standard");
            Err(Stop::malformed(name, what))
        }
    }
}

/// A slow-path pointer.
pub(super) fn pointer(walk: &mut Walk, shape: &Pointer, name: &str) -> Result<(), Stop> {
    due(walk, name)?;
    pointer::check(walk, shape);
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
