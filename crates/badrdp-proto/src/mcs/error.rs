//! Why bytes are no message of the basic settings exchange or of the MCS domain.

use crate::reader::TooShort;

/// Bytes that do not read as the PDU that was looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DecodeError {
    /// A GCC block is too short for its fixed part. The offset counts from behind the header.
    #[error("GCC block {kind:#06x}: {source}")]
    Block {
        /// `type` of the block's header.
        kind: u16,
        /// What is missing.
        source: TooShort,
    },
    /// The length of a GCC block does not even count its own header.
    #[error("GCC block {kind:#06x} says that it has {length} bytes")]
    BlockLength {
        /// `type` of the block's header.
        kind: u16,
        /// `length` of the block's header.
        length: u16,
    },
    /// A BER length has more bytes than a PDU can be long (X.690 8.1.3).
    #[error("the BER length starts with {0:#04x}")]
    LengthForm(u8),
    /// The client sent no TS_UD_CS_CORE, which is mandatory (MS-RDPBCGR 2.2.1.3).
    #[error("there is no core data")]
    NoCoreData,
    /// The TPDU is no X.224 Data (X.224 13.7).
    #[error("the TPDU code is {0:#04x}, not that of Data")]
    NotData(u8),
    /// The user data lacks the H.221 key `Duca` or `McDn` (MS-RDPBCGR 2.2.1.3, 2.2.1.4).
    #[error("the user data has no H.221 key")]
    NoKey,
    /// A BER element starts with another tag than the one that belongs there.
    #[error("{what} starts with {found:#x} instead of {expected:#x}")]
    Tag {
        /// The element that was looked for.
        what: &'static str,
        /// Its tag.
        expected: u16,
        /// What is there.
        found: u16,
    },
    /// The bytes ended too early.
    #[error(transparent)]
    TooShort(#[from] TooShort),
}
