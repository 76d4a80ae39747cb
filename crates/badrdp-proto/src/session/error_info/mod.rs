//! Set Error Info PDU (MS-RDPBCGR 2.2.5.1): why the server is about to disconnect.

mod table;

pub use self::table::ERROR_CODES;

use crate::message::{Message, MessageName};
use crate::share::data::{self, pdu_type2};
use crate::writer::Writer;

/// Set Error Info PDU with `errorInfo`, which may be no value of the standard.
#[must_use]
pub fn set_error_info(share_id: u32, error_info: u32) -> Message {
    let mut body = Writer::new(MessageName::SetErrorInfo);
    body.u32_le("set-error-info.error-info", error_info);
    data::from_server(share_id, pdu_type2::SET_ERROR_INFO, body.finish())
}

/// The value of `name`, with or without `ERRINFO_` before it.
#[must_use]
pub fn from_name(name: &str) -> Option<u32> {
    let name = name.strip_prefix("ERRINFO_").unwrap_or(name);
    let (value, _) = ERROR_CODES.iter().find(|(_, word)| *word == name)?;
    Some(*value)
}

/// The name of `error_info` without `ERRINFO_`, if the standard gives it one.
#[must_use]
pub fn name(error_info: u32) -> Option<&'static str> {
    let (_, name) = ERROR_CODES.iter().find(|(value, _)| *value == error_info)?;
    Some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_values_belong_together() {
        assert_eq!(from_name("SERVER_DENIED_CONNECTION"), Some(7));
        assert_eq!(from_name("ERRINFO_SERVER_DENIED_CONNECTION"), Some(7));
        assert_eq!(name(0x112F), Some("GRAPHICSSUBSYSTEMFAILED"));
        assert_eq!((from_name("NO_SUCH"), name(0xDEAD_BEEF)), (None, None));
        assert!(ERROR_CODES.windows(2).all(|pair| pair[0].0 < pair[1].0));
        assert_eq!(ERROR_CODES.len(), 120);
    }
}
