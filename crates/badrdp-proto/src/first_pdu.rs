//! Names the first PDU that a client sends once the security layer stands.

use crate::credssp::TsRequest;
use crate::frame::{self, NotAFrame};
use crate::mcs;
use crate::message::MessageName;
use crate::tpkt;

/// The client's first PDU, as far as it is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FirstPdu {
    /// MCS Connect Initial (MS-RDPBCGR 2.2.1.3).
    ConnectInitial,
    /// TSRequest (MS-CSSP 2.2.1) with its `version`.
    TsRequest {
        /// `version` of the TSRequest.
        version: u32,
    },
    /// A whole frame that is neither.
    Unrecognized,
}

impl FirstPdu {
    /// The name used in transcripts.
    #[must_use]
    pub const fn name(self) -> MessageName {
        match self {
            Self::ConnectInitial => MessageName::ConnectInitial,
            Self::TsRequest { .. } => MessageName::TsRequest,
            Self::Unrecognized => MessageName::Unrecognized,
        }
    }

    /// Reads one whole frame off the front of `bytes`: the PDU and its length.
    ///
    /// `Ok(None)` means that more bytes are needed.
    ///
    /// # Errors
    /// [`NotAFrame`] when this is another protocol or longer than
    /// [`frame::MAX_FIRST_PDU`].
    pub fn decode(bytes: &[u8]) -> Result<Option<(Self, usize)>, NotAFrame> {
        let Some(length) = frame::length(bytes, frame::MAX_FIRST_PDU)? else {
            return Ok(None);
        };
        let Some(frame) = bytes.get(..length) else {
            return Ok(None);
        };
        let pdu = if frame.first() == Some(&0x30) {
            match TsRequest::decode(frame) {
                Ok(request) => Self::TsRequest {
                    version: request.version,
                },
                Err(_) => Self::Unrecognized,
            }
        } else {
            let payload = frame.get(tpkt::HEADER_LEN..).unwrap_or_default();
            match payload.strip_prefix(&mcs::DATA_HEADER) {
                Some(rest) if rest.starts_with(&mcs::CONNECT_INITIAL) => Self::ConnectInitial,
                _ => Self::Unrecognized,
            }
        };
        Ok(Some((pdu, length)))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{client, credssp};

    #[test]
    fn both_first_pdus_are_named() {
        let initial = client::connect_initial("badrdp");
        let decoded = FirstPdu::decode(&initial);
        assert_eq!(decoded, Ok(Some((FirstPdu::ConnectInitial, initial.len()))));

        let request = credssp::client::negotiate_request();
        let decoded = FirstPdu::decode(&request);
        assert_eq!(
            decoded,
            Ok(Some((FirstPdu::TsRequest { version: 6 }, request.len())))
        );
    }

    proptest! {
        #[test]
        fn any_bytes_decode_or_fail_in_order(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = FirstPdu::decode(&bytes);
        }
    }
}
