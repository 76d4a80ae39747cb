//! Connection finalization (MS-RDPBCGR 2.2.1.14 to 2.2.1.22): Synchronize, Control, Font List,
//! Font Map and the Persistent Key List.

use crate::message::{Message, MessageName};
use crate::reader::Reader;
use crate::share::Malformed;
use crate::share::control::SERVER_CHANNEL;
use crate::share::data::{self, pdu_type2};
use crate::writer::Writer;

/// `action` of a Control PDU (2.2.1.15.1).
pub mod action {
    /// CTRLACTION_REQUEST_CONTROL
    pub const REQUEST_CONTROL: u16 = 1;
    /// CTRLACTION_GRANTED_CONTROL
    pub const GRANTED_CONTROL: u16 = 2;
    /// CTRLACTION_DETACH
    pub const DETACH: u16 = 3;
    /// CTRLACTION_COOPERATE
    pub const COOPERATE: u16 = 4;
}

/// The body of a Control PDU: TS_CONTROL_PDU.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Control {
    /// `action`, see [`action`].
    pub action: u16,
    /// `grantId`: the user channel to which control is granted.
    pub grant_id: u16,
    /// `controlId`: the server's channel where control is granted.
    pub control_id: u32,
}

impl Control {
    pub(crate) fn decode(body: &[u8]) -> Result<Self, Malformed> {
        let mut reader = Reader::new(body);
        Ok(Self {
            action: reader.u16_le()?,
            grant_id: reader.u16_le()?,
            control_id: reader.u32_le()?,
        })
    }
}

/// Server Synchronize PDU; `target_user` is the client's user channel.
#[must_use]
pub fn server_synchronize(share_id: u32, target_user: u16) -> Message {
    let body = synchronize(MessageName::ServerSynchronize, target_user);
    data::from_server(share_id, pdu_type2::SYNCHRONIZE, body)
}

/// Client Synchronize PDU of the client on `user_channel`.
#[must_use]
pub fn client_synchronize(share_id: u32, user_channel: u16) -> Message {
    let body = synchronize(MessageName::ClientSynchronize, SERVER_CHANNEL);
    data::with_headers(user_channel, share_id, pdu_type2::SYNCHRONIZE, body)
}

/// Server Control PDU (Cooperate).
#[must_use]
pub fn server_control_cooperate(share_id: u32) -> Message {
    let body = control(
        MessageName::ServerControlCooperate,
        Control {
            action: action::COOPERATE,
            grant_id: 0,
            control_id: 0,
        },
    );
    data::from_server(share_id, pdu_type2::CONTROL, body)
}

/// Server Control PDU (Granted Control) to the client on `user_channel`.
#[must_use]
pub fn server_control_granted(share_id: u32, user_channel: u16) -> Message {
    let body = control(
        MessageName::ServerControlGranted,
        Control {
            action: action::GRANTED_CONTROL,
            grant_id: user_channel,
            control_id: u32::from(SERVER_CHANNEL),
        },
    );
    data::from_server(share_id, pdu_type2::CONTROL, body)
}

/// Client Control PDU (Cooperate).
#[must_use]
pub fn client_control_cooperate(share_id: u32, user_channel: u16) -> Message {
    let name = MessageName::ClientControlCooperate;
    client_control(name, action::COOPERATE, share_id, user_channel)
}

/// Client Control PDU (Request Control).
#[must_use]
pub fn client_control_request(share_id: u32, user_channel: u16) -> Message {
    let name = MessageName::ClientControlRequest;
    client_control(name, action::REQUEST_CONTROL, share_id, user_channel)
}

/// Client Font List PDU (2.2.1.18).
#[must_use]
pub fn font_list(share_id: u32, user_channel: u16) -> Message {
    let mut body = Writer::new(MessageName::FontList);
    body.u16_le("font-list.number-fonts", 0)
        .u16_le("font-list.total-num-fonts", 0)
        .u16_le("font-list.list-flags", 3 /* first and last */)
        .u16_le("font-list.entry-size", 0x32);
    data::with_headers(user_channel, share_id, pdu_type2::FONT_LIST, body.finish())
}

/// Server Font Map PDU (2.2.1.22).
#[must_use]
pub fn font_map(share_id: u32) -> Message {
    let mut body = Writer::new(MessageName::FontMap);
    body.u16_le("font-map.number-entries", 0)
        .u16_le("font-map.total-num-entries", 0)
        .u16_le("font-map.map-flags", 3 /* first and last */)
        .u16_le("font-map.entry-size", 4);
    data::from_server(share_id, pdu_type2::FONT_MAP, body.finish())
}

/// Reads a Synchronize: `targetUser`.
pub(crate) fn decode_synchronize(body: &[u8]) -> Result<u16, Malformed> {
    let mut reader = Reader::new(body);
    let message_type = reader.u16_le()?;
    if message_type == 1 {
        Ok(reader.u16_le()?)
    } else {
        Err(Malformed::field("synchronize.message-type", message_type))
    }
}

/// What one Persistent Key List PDU says (2.2.1.17).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PersistentKeyList {
    /// `numEntriesCache0` to `4`: keys in this PDU.
    pub entries: [u16; 5],
    /// `totalEntriesCache0` to `4`: keys in all PDUs.
    pub total: [u16; 5],
    /// PERSIST_LAST_PDU: no more follow.
    pub last: bool,
}

impl PersistentKeyList {
    pub(crate) fn decode(body: &[u8]) -> Result<Self, Malformed> {
        let mut reader = Reader::new(body);
        let mut counts = || -> Result<[u16; 5], Malformed> {
            let mut counts = [0; 5];
            for count in &mut counts {
                *count = reader.u16_le()?;
            }
            Ok(counts)
        };
        let (entries, total) = (counts()?, counts()?);
        let bits = reader.u8()?;
        reader.take(3 /* Pad2, Pad3 */)?;
        let keys: usize = entries.iter().map(|count| usize::from(*count)).sum();
        reader.take(8 * keys)?;
        Ok(Self {
            entries,
            total,
            last: bits & 2 != 0,
        })
    }
}

fn synchronize(name: MessageName, target_user: u16) -> Message {
    let mut body = Writer::new(name);
    body.u16_le("synchronize.message-type", 1 /* SYNCMSGTYPE_SYNC */)
        .u16_le("synchronize.target-user", target_user);
    body.finish()
}

fn control(name: MessageName, control: Control) -> Message {
    let mut body = Writer::new(name);
    body.u16_le("control.action", control.action)
        .u16_le("control.grant-id", control.grant_id)
        .u32_le("control.control-id", control.control_id);
    body.finish()
}

fn client_control(name: MessageName, action: u16, share_id: u32, user_channel: u16) -> Message {
    let body = control(
        name,
        Control {
            action,
            grant_id: 0,
            control_id: 0,
        },
    );
    data::with_headers(user_channel, share_id, pdu_type2::CONTROL, body)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::share::control::SHARE_ID;

    #[test]
    fn server_pdus_are_those_of_the_standards_examples() {
        // MS-RDPBCGR 4.1.20 to 4.1.22, behind the security header.
        assert_eq!(
            server_control_cooperate(SHARE_ID).bytes,
            [
                0x1A, 0, 0x17, 0, 0xEA, 3, 0xEA, 3, 1, 0, 0, 2, 0x0C, 0, 0x14, 0, 0, 0, 4, 0, 0, 0,
                0, 0, 0, 0
            ]
        );
        assert_eq!(
            server_control_granted(SHARE_ID, 1007).bytes,
            [
                0x1A, 0, 0x17, 0, 0xEA, 3, 0xEA, 3, 1, 0, 0, 2, 0x0C, 0, 0x14, 0, 0, 0, 2, 0, 0xEF,
                3, 0xEA, 3, 0, 0
            ]
        );
        assert_eq!(
            font_map(SHARE_ID).bytes,
            [
                0x1A, 0, 0x17, 0, 0xEA, 3, 0xEA, 3, 1, 0, 0, 2, 0x0C, 0, 0x28, 0, 0, 0, 0, 0, 0, 0,
                3, 0, 4, 0
            ]
        );
    }

    #[test]
    fn a_key_list_with_fewer_keys_than_it_counts_is_refused() {
        let mut body = vec![0; 24];
        assert!(PersistentKeyList::decode(&body).is_ok());
        if let Some(first) = body.first_mut() {
            *first = 1;
        }
        assert!(PersistentKeyList::decode(&body).is_err());
        body.extend([0; 8]);
        assert!(PersistentKeyList::decode(&body).is_ok());
    }
}
