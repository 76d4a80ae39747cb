//! Surface commands (MS-RDPBCGR 2.2.9.2), as a client reads them: the server here says none but
//! as a fault.

use crate::length::size;
use crate::reader::Reader;
use crate::share::Malformed;

/// CMDTYPE_SET_SURFACE_BITS
const SET_SURFACE_BITS: u16 = 0x0001;
/// CMDTYPE_FRAME_MARKER
const FRAME_MARKER: u16 = 0x0004;
/// CMDTYPE_STREAM_SURFACE_BITS
const STREAM_SURFACE_BITS: u16 = 0x0006;

/// One surface command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SurfaceCommand {
    /// Set Surface Bits or Stream Surface Bits.
    Bits(SurfaceBits),
    /// Frame Marker: where a frame begins and ends.
    FrameMarker {
        /// `frameAction`: 0 begins, 1 ends.
        action: u16,
        /// `frameId`
        id: u32,
    },
}

/// A rectangle and the bitmap in it; the data themselves are passed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SurfaceBits {
    /// `destLeft` in pixels
    pub left: u16,
    /// `destTop` in pixels
    pub top: u16,
    /// `destRight` in pixels, exclusive
    pub right: u16,
    /// `destBottom` in pixels, exclusive
    pub bottom: u16,
    /// `bpp`
    pub bits_per_pixel: u8,
    /// `codecID`; 0 is no codec at all.
    pub codec: u8,
    /// `width` in pixels
    pub width: u16,
    /// `height` in pixels
    pub height: u16,
    /// Bytes of `bitmapData`
    pub length: usize,
}

/// Reads the commands of one update.
///
/// # Errors
/// [`Malformed`] when a command is of a type that no standard knows, which has no length, or a
/// length is more than there is.
pub fn decode(data: &[u8]) -> Result<Vec<SurfaceCommand>, Malformed> {
    let mut reader = Reader::new(data);
    let mut commands = Vec::new();
    while !reader.is_empty() {
        commands.push(match reader.u16_le()? {
            SET_SURFACE_BITS | STREAM_SURFACE_BITS => SurfaceCommand::Bits(bits(&mut reader)?),
            FRAME_MARKER => SurfaceCommand::FrameMarker {
                action: reader.u16_le()?,
                id: reader.u32_le()?,
            },
            other => return Err(Malformed::field("surface-command.cmd-type", other)),
        });
    }
    Ok(commands)
}

fn bits(reader: &mut Reader<'_>) -> Result<SurfaceBits, Malformed> {
    /// EX_COMPRESSED_BITMAP_HEADER_PRESENT
    const HEADER_PRESENT: u8 = 0x01;
    let (left, top) = (reader.u16_le()?, reader.u16_le()?);
    let (right, bottom) = (reader.u16_le()?, reader.u16_le()?);
    let bits_per_pixel = reader.u8()?;
    let flags = reader.u8()?;
    reader.u8()?; // reserved
    let codec = reader.u8()?;
    let (width, height) = (reader.u16_le()?, reader.u16_le()?);
    let length = size(reader.u32_le()?);
    if flags & HEADER_PRESENT != 0 {
        reader.take(24 /* TS_COMPRESSED_BITMAP_HEADER_EX */)?;
    }
    reader.take(length)?;
    Ok(SurfaceBits {
        left,
        top,
        right,
        bottom,
        bits_per_pixel,
        codec,
        width,
        height,
        length,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const BITS: [u8; 26] = [
        1, 0, 0, 0, 0, 0, 1, 0, 1, 0, 32, 0, 0, 0, 1, 0, 1, 0, 4, 0, 0, 0, 9, 9, 9, 9,
    ];

    #[test]
    fn commands_follow_each_other() {
        let marker = [4, 0, 1, 0, 7, 0, 0, 0];
        let read = decode(&[&BITS[..], &marker].concat()).unwrap();
        assert!(matches!(read[0], SurfaceCommand::Bits(bits) if bits.length == 4));
        assert_eq!(read[1], SurfaceCommand::FrameMarker { action: 1, id: 7 });
    }

    #[test]
    fn what_has_no_end_is_refused() {
        assert!(decode(&BITS[..25]).is_err());
        let unknown = decode(&[0x99, 0, 1, 2]).unwrap_err().to_string();
        assert_eq!(unknown, "surface-command.cmd-type is 0x99");
    }

    proptest! {
        #[test]
        fn any_bytes_decode_or_fail_in_order(data in proptest::collection::vec(any::<u8>(), 0..100)) {
            let _ = decode(&data);
        }
    }
}
