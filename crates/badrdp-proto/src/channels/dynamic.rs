//! Dynamic virtual channels: `drdynvc` (MS-RDPEDYC 2.2).

use crate::length::size;
use crate::reader::Reader;
use crate::share::Malformed;

/// The versions that exist (2.2.1.1).
pub const VERSIONS: std::ops::RangeInclusive<u16> = 1..=3;

/// `CreationStatus`: the client has no listener of that name; STATUS_NOT_FOUND.
pub const NO_LISTENER: u32 = 0xC000_0225;

/// A message of the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DynamicPdu<'a> {
    /// DYNVC_CAPS_VERSION1 to 3.
    Capabilities {
        /// `Version`
        version: u16,
    },
    /// DYNVC_CREATE_REQ
    Create {
        /// `ChannelId`
        id: u32,
        /// `ChannelName`, without its NUL.
        name: &'a [u8],
    },
    /// DYNVC_DATA_FIRST, or its compressed sister.
    DataFirst {
        /// `ChannelId`
        id: u32,
        /// `Length`: bytes of the whole; of a compressed one, when it is not.
        total: usize,
        /// `Data`
        data: &'a [u8],
    },
    /// DYNVC_DATA, or its compressed sister.
    Data {
        /// `ChannelId`
        id: u32,
        /// `Data`
        data: &'a [u8],
    },
    /// DYNVC_CLOSE
    Close {
        /// `ChannelId`
        id: u32,
    },
    /// DYNVC_SOFT_SYNC_REQUEST
    SoftSync,
    /// `Cmd` is none that a server says.
    Unknown(u8),
}

impl<'a> DynamicPdu<'a> {
    /// Reads a message.
    ///
    /// # Errors
    /// [`Malformed`] when the message ends early, `cbId` has no meaning, or the name of a channel
    /// has no end.
    pub fn decode(message: &'a [u8]) -> Result<Self, Malformed> {
        let mut reader = Reader::new(message);
        let header = reader.u8()?;
        let (command, sp, id_size) = (header >> 4, header >> 2 & 3, header & 3);
        Ok(match command {
            1 => {
                let id = number(&mut reader, id_size)?;
                let text = reader.rest();
                let end = text.iter().position(|byte| *byte == 0);
                let name = end.and_then(|end| text.get(..end));
                let name = name.ok_or_else(|| Malformed::field("dynvc.channel-name", id))?;
                Self::Create { id, name }
            }
            2 | 6 => Self::DataFirst {
                id: number(&mut reader, id_size)?,
                total: size(number(&mut reader, sp)?),
                data: reader.rest(),
            },
            3 | 7 => Self::Data {
                id: number(&mut reader, id_size)?,
                data: reader.rest(),
            },
            4 => Self::Close {
                id: number(&mut reader, id_size)?,
            },
            5 => {
                reader.u8()?; // Pad
                let version = reader.u16_le()?;
                if version > 1 && VERSIONS.contains(&version) {
                    reader.take(8 /* PriorityCharge0 to 3 */)?;
                }
                Self::Capabilities { version }
            }
            8 => Self::SoftSync,
            other => Self::Unknown(other),
        })
    }
}

/// A field of one, two or four bytes.
fn number(reader: &mut Reader<'_>, form: u8) -> Result<u32, Malformed> {
    Ok(match form {
        0 => reader.u8()?.into(),
        1 => reader.u16_le()?.into(),
        2 => reader.u32_le()?,
        other => return Err(Malformed::field("dynvc.cb-id", other)),
    })
}

/// DYNVC_CAPS_RSP
#[must_use]
pub fn capabilities_response(version: u16) -> Vec<u8> {
    let [low, high] = version.to_le_bytes();
    vec![0x50, 0, low, high]
}

/// DYNVC_CREATE_RSP
#[must_use]
pub fn create_response(id: u32, status: u32) -> Vec<u8> {
    let mut response = vec![0x12];
    response.extend(id.to_le_bytes());
    response.extend(status.to_le_bytes());
    response
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn messages_are_told_apart() {
        for (bytes, expected) in [
            (
                &[0x50, 0, 1, 0][..],
                DynamicPdu::Capabilities { version: 1 },
            ),
            (
                &[0x10, 7, b'x', 0],
                DynamicPdu::Create { id: 7, name: b"x" },
            ),
            (
                &[0x31, 7, 1, 9],
                DynamicPdu::Data {
                    id: 0x107,
                    data: &[9],
                },
            ),
            (
                &[0x24, 7, 2, 1, 9],
                DynamicPdu::DataFirst {
                    id: 7,
                    total: 0x102,
                    data: &[9],
                },
            ),
            (&[0x40, 7], DynamicPdu::Close { id: 7 }),
            (&[0x90], DynamicPdu::Unknown(9)),
        ] {
            assert_eq!(DynamicPdu::decode(bytes), Ok(expected));
        }
    }

    #[test]
    fn what_has_no_end_is_refused() {
        for bytes in [&[0x10, 7, b'x'][..], &[0x33, 1, 2, 3, 4], &[0x50, 0, 2, 0]] {
            assert!(DynamicPdu::decode(bytes).is_err(), "{bytes:x?}");
        }
    }

    #[test]
    fn answers_are_those_of_the_standard() {
        assert_eq!(capabilities_response(1), [0x50, 0, 1, 0]);
        let refused = [0x12, 7, 0, 0, 0, 0x25, 2, 0, 0xC0];
        assert_eq!(create_response(7, NO_LISTENER), refused);
    }

    proptest! {
        #[test]
        fn any_bytes_decode_or_fail_in_order(bytes in proptest::collection::vec(any::<u8>(), 0..40)) {
            let _ = DynamicPdu::decode(&bytes);
        }
    }
}
