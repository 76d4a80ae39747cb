//! The MCS PDUs that the first step after the security layer needs (T.125).

use crate::message::{Message, MessageName};
use crate::reader::{Reader, TooShort};
use crate::tpkt;
use crate::writer::Writer;
use crate::x224;

/// X.224 Data header: length indicator 2, DT, end of TSDU (X.224 13.7).
pub const DATA_HEADER: [u8; 3] = [2, x224::DATA, 0x80];

/// BER tag `[APPLICATION 101]`: Connect-Initial (T.125 11.1).
pub const CONNECT_INITIAL: [u8; 2] = [0x7F, 0x65];

/// BER tag `[APPLICATION 102]`: Connect-Response (T.125 11.2).
pub const CONNECT_RESPONSE: [u8; 2] = [0x7F, 0x66];

/// Why a provider ends the domain: `Reason` (T.125 7).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// rn-domain-disconnected
    DomainDisconnected,
    /// rn-provider-initiated
    ProviderInitiated,
    /// rn-token-purged
    TokenPurged,
    /// rn-user-requested
    UserRequested,
    /// rn-channel-purged
    ChannelPurged,
}

impl Reason {
    const fn number(self) -> u8 {
        match self {
            Self::DomainDisconnected => 0,
            Self::ProviderInitiated => 1,
            Self::TokenPurged => 2,
            Self::UserRequested => 3,
            Self::ChannelPurged => 4,
        }
    }
}

/// MCS Disconnect Provider Ultimatum (MS-RDPBCGR 2.2.2.3, T.125 11.15): PER choice 8
/// in six bits, then the reason in three.
#[must_use]
pub fn disconnect_provider_ultimatum(reason: Reason) -> Message {
    let mut writer = Writer::new(MessageName::DisconnectProviderUltimatum);
    let choice_and_reason = (8_u16 << 10) | (u16::from(reason.number()) << 7);
    tpkt::write_header(&mut writer, DATA_HEADER.len() + 2);
    writer
        .u8("x224.length-indicator", DATA_HEADER[0])
        .u8("x224.code", DATA_HEADER[1])
        .u8("x224.end-of-tsdu", DATA_HEADER[2])
        .u16_be("mcs.choice-and-reason", choice_and_reason);
    writer.finish()
}

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

    #[test]
    fn user_requested_is_21_80() {
        let message = disconnect_provider_ultimatum(Reason::UserRequested);
        assert_eq!(message.bytes, [3, 0, 0, 9, 2, 0xF0, 0x80, 0x21, 0x80]);
    }

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
