//! Server Status Info PDU (MS-RDPBCGR 2.2.5.2): what the server is busy with while it
//! connects the user.

use crate::message::{Message, MessageName};
use crate::share::data::{self, pdu_type2};
use crate::writer::Writer;

/// Value and name of each `statusCode`, without the `TS_STATUS_` before it.
pub const STATUS_CODES: &[(u32, &str)] = &[
    (0x0401, "FINDING_DESTINATION"),
    (0x0402, "LOADING_DESTINATION"),
    (0x0403, "BRINGING_SESSION_ONLINE"),
    (0x0404, "REDIRECTING_TO_DESTINATION"),
    (0x0501, "VM_LOADING"),
    (0x0502, "VM_WAKING"),
    (0x0503, "VM_STARTING"),
    (0x0504, "VM_STARTING_MONITORING"),
    (0x0505, "VM_RETRYING_MONITORING"),
];

/// Server Status Info PDU with `statusCode`.
#[must_use]
pub fn status_info(share_id: u32, status_code: u32) -> Message {
    let mut body = Writer::new(MessageName::StatusInfo);
    body.u32_le("status-info.status-code", status_code);
    data::from_server(share_id, pdu_type2::STATUS_INFO, body.finish())
}

/// The value of `name`, with or without `TS_STATUS_` before it.
#[must_use]
pub fn from_name(name: &str) -> Option<u32> {
    let name = name.strip_prefix("TS_STATUS_").unwrap_or(name);
    let (value, _) = STATUS_CODES.iter().find(|(_, word)| *word == name)?;
    Some(*value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_have_values() {
        assert_eq!(from_name("TS_STATUS_VM_WAKING"), Some(0x502));
        assert_eq!(from_name("FINDING_DESTINATION"), Some(0x401));
        assert_eq!(from_name("NOTHING"), None);
    }
}
