//! What a client measured (MS-RDPBCGR 2.2.14.2).

use super::{HEADER_LEN, TYPE_RESPONSE};
use crate::message::{Message, MessageName};
use crate::reader::Reader;
use crate::share::Malformed;
use crate::writer::Writer;

/// `responseType` and what belongs to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Response {
    /// RTT Measure Response.
    Rtt,
    /// Bandwidth Measure Results.
    Bandwidth {
        /// Before licensing.
        connect_time: bool,
        /// `timeDelta` in milliseconds
        time_delta: u32,
        /// `byteCount`
        byte_count: u32,
    },
    /// Network Characteristics Sync: what an earlier connection found.
    Sync {
        /// `bandwidth` in kilobits per second
        bandwidth: u32,
        /// `rtt` in milliseconds
        rtt: u32,
    },
    /// A `responseType` that means nothing.
    Unknown(u16),
}

impl Response {
    /// The PDU.
    #[must_use]
    pub fn encode(&self, sequence_number: u16) -> Message {
        let (number, values) = match *self {
            Self::Rtt => (0x0000, None),
            Self::Bandwidth {
                connect_time,
                time_delta,
                byte_count,
            } => {
                let number = if connect_time { 0x0003 } else { 0x000B };
                (number, Some((time_delta, byte_count)))
            }
            Self::Sync { bandwidth, rtt } => (0x0018, Some((bandwidth, rtt))),
            Self::Unknown(number) => (number, None),
        };
        let mut writer = Writer::new(MessageName::AutoDetectResponse);
        let length = HEADER_LEN + if values.is_some() { 8 } else { 0 };
        writer
            .u8("auto-detect.header-length", length)
            .u8("auto-detect.header-type-id", TYPE_RESPONSE)
            .u16_le("auto-detect.sequence-number", sequence_number)
            .u16_le("auto-detect.response-type", number);
        if let Some((first, second)) = values {
            writer
                .u32_le("auto-detect.time-delta-or-bandwidth", first)
                .u32_le("auto-detect.byte-count-or-rtt", second);
        }
        writer.finish()
    }

    /// Reads the PDU: the sequence number and the response.
    ///
    /// # Errors
    /// [`Malformed`] when it is no response, or ends early.
    pub fn decode(bytes: &[u8]) -> Result<(u16, Self), Malformed> {
        let mut reader = Reader::new(bytes);
        reader.u8()?;
        let header_type = reader.u8()?;
        if header_type != TYPE_RESPONSE {
            return Err(Malformed::field("auto-detect.header-type-id", header_type));
        }
        let sequence_number = reader.u16_le()?;
        let response = match reader.u16_le()? {
            0x0000 => Self::Rtt,
            number @ (0x0003 | 0x000B) => Self::Bandwidth {
                connect_time: number == 0x0003,
                time_delta: reader.u32_le()?,
                byte_count: reader.u32_le()?,
            },
            0x0018 => Self::Sync {
                bandwidth: reader.u32_le()?,
                rtt: reader.u32_le()?,
            },
            other => Self::Unknown(other),
        };
        Ok((sequence_number, response))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn every_response_reads_back() {
        for response in [
            Response::Rtt,
            Response::Bandwidth {
                connect_time: true,
                time_delta: 1,
                byte_count: 2,
            },
            Response::Sync {
                bandwidth: 1,
                rtt: 2,
            },
            Response::Unknown(0x77),
        ] {
            assert_eq!(
                Response::decode(&response.encode(5).bytes),
                Ok((5, response))
            );
        }
    }

    proptest! {
        #[test]
        fn any_bytes_decode_or_fail_in_order(bytes in proptest::collection::vec(any::<u8>(), 0..20)) {
            let _ = Response::decode(&bytes);
        }
    }
}
