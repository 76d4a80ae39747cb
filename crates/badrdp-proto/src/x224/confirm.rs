//! Reads a Connection Confirm, strictly: what breaks the standard is named.

use super::CONNECTION_CONFIRM;
use crate::negotiation::{Negotiation, Protocols, STRUCTURE_LEN, TYPE_FAILURE, TYPE_RESPONSE};
use crate::reader::{Reader, TooShort};
use crate::tpkt;

/// Server X.224 Connection Confirm PDU (MS-RDPBCGR 2.2.1.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ConnectionConfirm {
    /// What it says of security; `None` where it ends behind the class, as that of Windows XP.
    pub negotiation: Option<Negotiation>,
}

/// Bytes that are no Connection Confirm, or a faulty one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ConfirmError {
    /// The TPDU code is another one.
    #[error("the X.224 code is {0:#04x}, not a Connection Confirm")]
    Code(u8),
    /// The length indicator does not fit the frame.
    #[error("the X.224 length indicator is {indicator}, {behind} bytes follow")]
    LengthIndicator {
        /// What it says.
        indicator: usize,
        /// The bytes behind it.
        behind: usize,
    },
    /// `type` is neither that of RDP_NEG_RSP nor that of RDP_NEG_FAILURE.
    #[error("the negotiation data's type is {0:#04x}")]
    NegotiationType(u8),
    /// `length` of RDP_NEG_RSP or RDP_NEG_FAILURE is another than theirs.
    #[error("the negotiation data's length is {0}, not 8")]
    NegotiationLength(u16),
    /// So many bytes follow what should be last.
    #[error("{0} bytes follow the negotiation data")]
    Trailing(usize),
    /// The bytes ended too early.
    #[error(transparent)]
    TooShort(#[from] TooShort),
}

impl ConnectionConfirm {
    /// Reads one whole TPKT frame.
    ///
    /// # Errors
    /// When anything is not as X.224 13.4 and MS-RDPBCGR 2.2.1.2 have it. References, the class
    /// and flags may be any.
    pub fn decode(frame: &[u8]) -> Result<Self, ConfirmError> {
        let mut reader = Reader::new(frame);
        reader.take(tpkt::HEADER_LEN)?;
        let indicator = usize::from(reader.u8()?);
        let behind = reader.rest().len();
        let code = reader.u8()?;
        if code != CONNECTION_CONFIRM {
            return Err(ConfirmError::Code(code));
        }
        if indicator != behind {
            return Err(ConfirmError::LengthIndicator { indicator, behind });
        }
        reader.take(2 /* dstRef */ + 2 /* srcRef */ + 1 /* class */)?;
        if reader.is_empty() {
            return Ok(Self { negotiation: None });
        }
        let kind = reader.u8()?;
        let flags = reader.u8()?;
        let length = reader.u16_le()?;
        let value = reader.u32_le()?;
        if length != u16::from(STRUCTURE_LEN) {
            return Err(ConfirmError::NegotiationLength(length));
        }
        if !reader.is_empty() {
            return Err(ConfirmError::Trailing(reader.rest().len()));
        }
        let negotiation = Some(match kind {
            TYPE_RESPONSE => Negotiation::Response {
                flags,
                selected: Protocols(value),
            },
            TYPE_FAILURE => Negotiation::Failure(value),
            other => return Err(ConfirmError::NegotiationType(other)),
        });
        Ok(Self { negotiation })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::connection_confirm;
    use super::*;

    fn any_negotiation() -> impl Strategy<Value = Option<Negotiation>> {
        let response = (any::<u8>(), any::<u32>()).prop_map(|(flags, selected)| {
            let selected = Protocols(selected);
            Negotiation::Response { flags, selected }
        });
        let failure = any::<u32>().prop_map(Negotiation::Failure);
        proptest::option::of(prop_oneof![response, failure])
    }

    #[test]
    fn what_breaks_the_standard_is_named() {
        let honest = connection_confirm(0x1234, Some(Negotiation::Failure(5))).bytes;
        for (offset, value, expected) in [
            (4, 13, "the X.224 length indicator is 13, 14 bytes follow"),
            (5, 0xE0, "the X.224 code is 0xe0, not a Connection Confirm"),
            (11, 0x7F, "the negotiation data's type is 0x7f"),
            (13, 9, "the negotiation data's length is 9, not 8"),
        ] {
            let mut bytes = honest.clone();
            bytes[offset] = value;
            let error = ConnectionConfirm::decode(&bytes).unwrap_err();
            assert_eq!(error.to_string(), expected);
        }
        let mut longer = honest;
        longer.push(0);
        longer[4] += 1;
        let error = ConnectionConfirm::decode(&longer).unwrap_err();
        assert_eq!(error, ConfirmError::Trailing(1));
    }

    proptest! {
        #[test]
        fn any_bytes_decode_or_fail_in_order(frame in proptest::collection::vec(any::<u8>(), 0..40)) {
            let _ = ConnectionConfirm::decode(&frame);
        }

        #[test]
        fn a_confirm_reads_back(reference in any::<u16>(), negotiation in any_negotiation()) {
            let bytes = connection_confirm(reference, negotiation).bytes;
            prop_assert_eq!(ConnectionConfirm::decode(&bytes), Ok(ConnectionConfirm { negotiation }));
        }
    }
}
