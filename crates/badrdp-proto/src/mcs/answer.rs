//! A server's answer to MCS Connect Initial, as far as a short look tells.

use crate::mcs::{CONNECT_RESPONSE, DATA_HEADER};
use crate::reader::{Reader, TooShort};
use crate::tpkt;

/// What a server's answer to MCS Connect Initial is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// MCS Connect Response; its `result` (T.125 7), 0 for success.
    ConnectResponse {
        /// `result`, 0 for rt-successful.
        result: u8,
    },
    /// MCS Disconnect Provider Ultimatum; its reason's number.
    DisconnectProviderUltimatum {
        /// `reason`, 0 to 4.
        reason: u8,
    },
    /// Something else.
    Unrecognized,
}

/// Reads a server's answer to MCS Connect Initial out of one TPKT frame.
///
/// # Errors
/// [`TooShort`] when the frame ends inside the part that tells.
pub fn decode_answer(frame: &[u8]) -> Result<Answer, TooShort> {
    let mut reader = Reader::new(frame);
    reader.take(tpkt::HEADER_LEN)?;
    if reader.take(DATA_HEADER.len())? != DATA_HEADER {
        return Ok(Answer::Unrecognized);
    }
    let tag = reader.array::<2>()?;
    if tag == CONNECT_RESPONSE {
        let first = reader.u8()?;
        if first & 0x80 != 0 {
            reader.take(usize::from(first & 0x7F))?;
        }
        // result ENUMERATED, one byte (T.125 11.2, BER)
        return Ok(match reader.array::<3>()? {
            [0x0A, 1, result] => Answer::ConnectResponse { result },
            _ => Answer::Unrecognized,
        });
    }
    Ok(match u16::from_be_bytes(tag) {
        word if word >> 10 == 8 => Answer::DisconnectProviderUltimatum {
            reason: u8::try_from((word >> 7) & 7).unwrap_or_default(),
        },
        _ => Answer::Unrecognized,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mcs::{Reason, disconnect_provider_ultimatum};

    #[test]
    fn every_reason_reads_back() {
        for reason in [
            Reason::DomainDisconnected,
            Reason::ProviderInitiated,
            Reason::TokenPurged,
            Reason::UserRequested,
            Reason::ChannelPurged,
        ] {
            let message = disconnect_provider_ultimatum(reason);
            let expected = Answer::DisconnectProviderUltimatum {
                reason: reason.number(),
            };
            assert_eq!(decode_answer(&message.bytes), Ok(expected));
        }
    }

    #[test]
    fn a_connect_response_tells_its_result() {
        let frame = [
            3, 0, 0, 15, 2, 0xF0, 0x80, 0x7F, 0x66, 0x82, 0, 3, 0x0A, 1, 14,
        ];
        assert_eq!(
            decode_answer(&frame),
            Ok(Answer::ConnectResponse { result: 14 })
        );
    }
}
