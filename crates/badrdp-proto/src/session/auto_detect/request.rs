//! What a server asks or tells about the network (MS-RDPBCGR 2.2.14.1).

use super::{HEADER_LEN, TYPE_REQUEST};
use crate::length::length16;
use crate::message::{Message, MessageName};
use crate::reader::Reader;
use crate::share::Malformed;
use crate::writer::Writer;

/// `requestType` of a Bandwidth Measure Payload.
const BANDWIDTH_PAYLOAD: u16 = 0x0002;
/// `requestType` of a Bandwidth Measure Stop before licensing.
const CONNECT_TIME_BANDWIDTH_STOP: u16 = 0x002B;

/// `requestType` and what belongs to it. Connect-time requests come before licensing,
/// continuous ones in an active session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Request {
    /// RTT Measure Request.
    Rtt {
        /// Before licensing.
        connect_time: bool,
    },
    /// Bandwidth Measure Start.
    BandwidthStart {
        /// Before licensing.
        connect_time: bool,
    },
    /// Bandwidth Measure Payload, before licensing only.
    BandwidthPayload(Vec<u8>),
    /// Bandwidth Measure Stop before licensing, with the last payload.
    ConnectTimeBandwidthStop(Vec<u8>),
    /// Bandwidth Measure Stop in an active session.
    BandwidthStop,
    /// Network Characteristics Result.
    NetworkCharacteristics {
        /// `baseRTT` in milliseconds
        base_rtt: Option<u32>,
        /// `bandwidth` in kilobits per second
        bandwidth: Option<u32>,
        /// `averageRTT` in milliseconds
        average_rtt: u32,
    },
    /// A `requestType` that means nothing.
    Unknown(u16),
}

impl Request {
    /// The PDU.
    #[must_use]
    pub fn encode(&self, sequence_number: u16) -> Message {
        let mut tail = Writer::new(MessageName::AutoDetectRequest);
        let mut payload: &[u8] = &[];
        match self {
            Self::BandwidthPayload(bytes) | Self::ConnectTimeBandwidthStop(bytes) => {
                tail.u16_le("auto-detect.payload-length", length16(bytes.len()));
                payload = bytes;
            }
            Self::NetworkCharacteristics {
                base_rtt,
                bandwidth,
                average_rtt,
            } => {
                if let Some(base_rtt) = base_rtt {
                    tail.u32_le("auto-detect.base-rtt", *base_rtt);
                }
                if let Some(bandwidth) = bandwidth {
                    tail.u32_le("auto-detect.bandwidth", *bandwidth);
                }
                tail.u32_le("auto-detect.average-rtt", *average_rtt);
            }
            _ => {}
        }
        let tail = tail.finish();
        let mut writer = Writer::new(MessageName::AutoDetectRequest);
        write_header(
            &mut writer,
            tail.bytes.len(),
            sequence_number,
            self.number(),
        );
        writer.append(tail);
        if !payload.is_empty() {
            writer.raw("auto-detect.payload", payload);
        }
        writer.finish()
    }

    /// Reads the PDU: the sequence number and the request.
    ///
    /// # Errors
    /// [`Malformed`] when it is no request, or ends early.
    pub fn decode(bytes: &[u8]) -> Result<(u16, Self), Malformed> {
        let mut reader = Reader::new(bytes);
        reader.u8()?;
        let header_type = reader.u8()?;
        if header_type != TYPE_REQUEST {
            return Err(Malformed::field("auto-detect.header-type-id", header_type));
        }
        let sequence_number = reader.u16_le()?;
        let kind = reader.u16_le()?;
        let request = match kind {
            0x0001 | 0x1001 => Self::Rtt {
                connect_time: kind == 0x1001,
            },
            0x0014 | 0x0114 | 0x1014 => Self::BandwidthStart {
                connect_time: kind == 0x1014,
            },
            BANDWIDTH_PAYLOAD => Self::BandwidthPayload(payload(&mut reader)?),
            CONNECT_TIME_BANDWIDTH_STOP => Self::ConnectTimeBandwidthStop(payload(&mut reader)?),
            0x0429 | 0x0629 => Self::BandwidthStop,
            0x0840 | 0x0880 | 0x08C0 => Self::NetworkCharacteristics {
                base_rtt: present(kind & 0x40 != 0, &mut reader)?,
                bandwidth: present(kind & 0x80 != 0, &mut reader)?,
                average_rtt: reader.u32_le()?,
            },
            other => Self::Unknown(other),
        };
        Ok((sequence_number, request))
    }

    const fn number(&self) -> u16 {
        match self {
            Self::Rtt {
                connect_time: false,
            } => 0x0001,
            Self::Rtt { connect_time: true } => 0x1001,
            Self::BandwidthStart {
                connect_time: false,
            } => 0x0014,
            Self::BandwidthStart { connect_time: true } => 0x1014,
            Self::BandwidthPayload(_) => BANDWIDTH_PAYLOAD,
            Self::ConnectTimeBandwidthStop(_) => CONNECT_TIME_BANDWIDTH_STOP,
            Self::BandwidthStop => 0x0429,
            Self::NetworkCharacteristics {
                base_rtt,
                bandwidth,
                ..
            } => match (base_rtt, bandwidth) {
                (Some(_), None) => 0x0840,
                (None, _) => 0x0880,
                (Some(_), Some(_)) => 0x08C0,
            },
            Self::Unknown(number) => *number,
        }
    }
}

/// A request of any type with any bytes behind its header. `headerLength` counts of them what it
/// counts in a request of that type: `payloadLength` but no payload, and every result.
#[must_use]
pub fn any_request(request_type: u16, data: &[u8]) -> Message {
    let counted = match request_type {
        BANDWIDTH_PAYLOAD | CONNECT_TIME_BANDWIDTH_STOP => data.len().min(2),
        0x0840 | 0x0880 | 0x08C0 => data.len(),
        _ => 0,
    };
    let mut writer = Writer::new(MessageName::AutoDetectRequest);
    write_header(&mut writer, counted, 0, request_type);
    if !data.is_empty() {
        writer.raw("auto-detect.data", data);
    }
    writer.finish()
}

fn write_header(writer: &mut Writer, counted: usize, sequence_number: u16, request_type: u16) {
    let counted = u8::try_from(counted).unwrap_or(u8::MAX);
    writer
        .u8(
            "auto-detect.header-length",
            HEADER_LEN.saturating_add(counted),
        )
        .u8("auto-detect.header-type-id", TYPE_REQUEST)
        .u16_le("auto-detect.sequence-number", sequence_number)
        .u16_le("auto-detect.request-type", request_type);
}

fn payload(reader: &mut Reader<'_>) -> Result<Vec<u8>, Malformed> {
    let length = usize::from(reader.u16_le()?);
    Ok(reader.take(length)?.to_vec())
}

fn present(present: bool, reader: &mut Reader<'_>) -> Result<Option<u32>, Malformed> {
    Ok(if present {
        Some(reader.u32_le()?)
    } else {
        None
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn every_request_reads_back() {
        for request in [
            Request::Rtt { connect_time: true },
            Request::BandwidthStart {
                connect_time: false,
            },
            Request::BandwidthPayload(vec![1, 2, 3]),
            Request::ConnectTimeBandwidthStop(vec![]),
            Request::BandwidthStop,
            Request::NetworkCharacteristics {
                base_rtt: Some(1),
                bandwidth: Some(2),
                average_rtt: 3,
            },
            Request::NetworkCharacteristics {
                base_rtt: None,
                bandwidth: Some(2),
                average_rtt: 3,
            },
            Request::Unknown(0x7777),
        ] {
            assert_eq!(Request::decode(&request.encode(5).bytes), Ok((5, request)));
        }
    }

    #[test]
    fn the_header_counts_itself_and_not_the_payload() {
        let bytes = Request::BandwidthPayload(vec![9; 4]).encode(1).bytes;
        assert_eq!(bytes, [8, 0, 1, 0, 2, 0, 4, 0, 9, 9, 9, 9]);
    }

    #[test]
    fn any_request_counts_what_one_of_its_type_does() {
        for request in [
            Request::BandwidthPayload(vec![9; 4]),
            Request::NetworkCharacteristics {
                base_rtt: Some(1),
                bandwidth: None,
                average_rtt: 3,
            },
            Request::Rtt { connect_time: true },
        ] {
            let bytes = request.encode(0).bytes;
            let (header, data) = bytes.split_at(HEADER_LEN.into());
            let request_type = u16::from_le_bytes([header[4], header[5]]);
            assert_eq!(any_request(request_type, data).bytes, bytes);
        }
        assert_eq!(any_request(0x7777, &[1]).bytes, [6, 0, 0, 0, 0x77, 0x77, 1]);
    }

    proptest! {
        #[test]
        fn any_bytes_decode_or_fail_in_order(bytes in proptest::collection::vec(any::<u8>(), 0..40)) {
            let _ = Request::decode(&bytes);
        }
    }
}
