//! Early User Authorization Result PDU (MS-RDPBCGR 2.2.10.2): after CredSSP, where
//! HYBRID_EX was selected.

use crate::message::{Message, MessageName};
use crate::reader::{Reader, TooShort};
use crate::writer::Writer;

/// AUTHZ_SUCCESS: the user may log on.
pub const AUTHZ_SUCCESS: u32 = 0;

/// AUTHZ_ACCESS_DENIED: the user may not.
pub const AUTHZ_ACCESS_DENIED: u32 = 5;

/// How many bytes the PDU has; it has no header.
pub const LEN: usize = 4;

/// The PDU with this `authorizationResult`.
#[must_use]
pub fn early_user_authorization_result(result: u32) -> Message {
    let mut writer = Writer::new(MessageName::EarlyUserAuthorizationResult);
    writer.u32_le(
        "early-user-authorization-result.authorization-result",
        result,
    );
    writer.finish()
}

/// Reads `authorizationResult`.
///
/// # Errors
/// [`TooShort`] when fewer than four bytes are there.
pub fn decode(bytes: &[u8]) -> Result<u32, TooShort> {
    Reader::new(bytes).u32_le()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_result_reads_back() {
        let denied = early_user_authorization_result(AUTHZ_ACCESS_DENIED);
        assert_eq!(denied.bytes, [5, 0, 0, 0]);
        assert_eq!(decode(&denied.bytes), Ok(AUTHZ_ACCESS_DENIED));
    }
}
