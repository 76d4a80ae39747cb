//! The clipboard: `cliprdr` (MS-RDPECLIP 2.2.1).

use crate::length::size;
use crate::reader::Reader;
use crate::share::Malformed;

/// The header of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClipboardHeader {
    /// `msgType`
    pub message_type: u16,
    /// `msgFlags`
    pub flags: u16,
}

impl ClipboardHeader {
    /// Its name in the standard; `None` for a type that no standard knows.
    #[must_use]
    pub const fn name(self) -> Option<&'static str> {
        Some(match self.message_type {
            0x0001 => "Monitor Ready",
            0x0002 => "Format List",
            0x0003 => "Format List Response",
            0x0004 => "Format Data Request",
            0x0005 => "Format Data Response",
            0x0006 => "Temporary Directory",
            0x0007 => "Clipboard Capabilities",
            0x0008 => "File Contents Request",
            0x0009 => "File Contents Response",
            0x000A => "Lock Clipboard Data",
            0x000B => "Unlock Clipboard Data",
            _ => return None,
        })
    }

    /// Reads the header of a message, and makes sure that its data are there.
    ///
    /// # Errors
    /// [`Malformed`] when the message ends inside the header, or `dataLen` is more than follows.
    pub fn decode(message: &[u8]) -> Result<Self, Malformed> {
        let mut reader = Reader::new(message);
        let header = Self {
            message_type: reader.u16_le()?,
            flags: reader.u16_le()?,
        };
        let length = reader.u32_le()?;
        if size(length) > reader.rest().len() {
            return Err(Malformed::field("clipboard.data-len", length));
        }
        Ok(header)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn data_have_to_be_there() {
        let ready = ClipboardHeader::decode(&[1, 0, 0, 0, 0, 0, 0, 0]).unwrap();
        assert_eq!(ready.name(), Some("Monitor Ready"));
        let long = ClipboardHeader::decode(&[2, 0, 0, 0, 5, 0, 0, 0, 1, 2, 3, 4]);
        assert_eq!(long.unwrap_err().to_string(), "clipboard.data-len is 0x5");
        assert!(ClipboardHeader::decode(&[2, 0, 0, 0, 5]).is_err());
        let odd = ClipboardHeader::decode(&[0xC, 0, 0, 0, 0, 0, 0, 0]).unwrap();
        assert_eq!(odd.name(), None);
    }
}
