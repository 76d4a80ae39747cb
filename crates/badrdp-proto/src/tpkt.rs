//! TPKT, the envelope of every slow-path PDU (T.123 section 8, RFC 1006).
//!
//! ```text
//!  0        1         2        4
//! +--------+---------+--------+---------
//! | 3      | reserved| length | payload
//! +--------+---------+--------+---------
//! ```

use crate::length::length16;
use crate::writer::Writer;

/// The only version that RDP uses.
pub const VERSION: u8 = 3;

/// Version, reserved byte and 16-bit length.
pub const HEADER_LEN: usize = 4;

/// Writes a TPKT header for a payload of `payload_len` bytes.
///
/// A payload that does not fit 16 bits gets the largest length there is; the
/// encoders of this crate never come near it.
pub fn write_header(writer: &mut Writer, payload_len: usize) {
    let length = length16(HEADER_LEN + payload_len);
    writer
        .u8("tpkt.version", VERSION)
        .u8("tpkt.reserved", 0)
        .u16_be("tpkt.length", length);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::message::MessageName;

    #[test]
    fn the_length_counts_the_header() {
        let mut writer = Writer::new(MessageName::ConnectionConfirm);
        write_header(&mut writer, 15);
        assert_eq!(writer.finish().bytes, [3, 0, 0, 19]);
    }
}
