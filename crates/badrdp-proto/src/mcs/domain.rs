//! What a server says in the MCS domain (T.125 7, aligned PER).
//!
//! User ids count from 1001 on the wire: `mcs.initiator` of user 1007 is 6.

use crate::mcs::{choice, per, write_data_header};
use crate::message::{Message, MessageName};
use crate::writer::Writer;

/// `dataPriority` high and `segmentation` begin and end: the only ones that RDP uses.
pub const DATA_PRIORITY_AND_SEGMENTATION: u8 = 0x70;

/// The most bytes that the user data of one PDU can have by the two-byte length of Windows.
pub const MAX_USER_DATA: usize = 0x7FFF;

/// The bytes of a Send Data Indication in front of its user data, behind TPKT and X.224.
const SEND_DATA_HEADER_LEN: usize =
    1 /* choice */ + 2 /* initiator */ + 2 /* channelId */ + 1 /* priority */ + 2 /* length */;

/// Server MCS Attach User Confirm PDU (MS-RDPBCGR 2.2.1.7). `result` has four bits;
/// `initiator` is the id of the user channel, which a refusal leaves out.
#[must_use]
pub fn attach_user_confirm(result: u8, initiator: Option<u16>) -> Message {
    let mut writer = Writer::new(MessageName::AttachUserConfirm);
    let optional_len = initiator.map_or(0, |_| 2);
    write_data_header(&mut writer, 2 + optional_len);
    let head = choice_and_result(choice::ATTACH_USER_CONFIRM, initiator.is_some(), result);
    writer.u16_be("mcs.choice-and-result", head);
    if let Some(initiator) = initiator {
        writer.u16_be("mcs.initiator", per::user_id(initiator));
    }
    writer.finish()
}

/// Server MCS Channel Join Confirm PDU (MS-RDPBCGR 2.2.1.9). `result` has four bits;
/// `channel_id` is the channel that was joined, which a refusal leaves out.
#[must_use]
pub fn channel_join_confirm(
    result: u8,
    initiator: u16,
    requested: u16,
    channel_id: Option<u16>,
) -> Message {
    let mut writer = Writer::new(MessageName::ChannelJoinConfirm);
    let optional_len = channel_id.map_or(0, |_| 2);
    write_data_header(&mut writer, 2 + 2 + 2 + optional_len);
    let head = choice_and_result(choice::CHANNEL_JOIN_CONFIRM, channel_id.is_some(), result);
    writer
        .u16_be("mcs.choice-and-result", head)
        .u16_be("mcs.initiator", per::user_id(initiator))
        .u16_be("mcs.requested", requested);
    if let Some(channel_id) = channel_id {
        writer.u16_be("mcs.channel-id", channel_id);
    }
    writer.finish()
}

/// MCS Disconnect Provider Ultimatum (MS-RDPBCGR 2.2.2.3, T.125 11.15): PER choice 8
/// in six bits, then the reason in three. `reason` is a [`Reason`](super::Reason) or any
/// number of three bits.
#[must_use]
pub fn disconnect_provider_ultimatum(reason: impl Into<u8>) -> Message {
    ultimatum(MessageName::DisconnectProviderUltimatum, reason.into())
}

/// The same bytes go both ways, under two names.
pub(crate) fn ultimatum(name: MessageName, reason: u8) -> Message {
    let mut writer = Writer::new(name);
    let choice = u16::from(choice::DISCONNECT_PROVIDER_ULTIMATUM) << 10;
    write_data_header(&mut writer, 2);
    writer.u16_be(
        "mcs.choice-and-reason",
        choice | (u16::from(reason & 7) << 7),
    );
    writer.finish()
}

/// Writes the headers of a Send Data Indication (T.125 11.33): TPKT,
/// X.224 Data and MCS, for `body_len` bytes of user data that the caller appends.
///
/// The length is always in two bytes, as Windows writes it. It is cut at [`MAX_USER_DATA`].
pub fn write_send_data_indication(
    writer: &mut Writer,
    initiator: u16,
    channel_id: u16,
    body_len: usize,
) {
    write_data_header(writer, SEND_DATA_HEADER_LEN + body_len);
    writer
        .u8("mcs.choice", choice::SEND_DATA_INDICATION << 2)
        .u16_be("mcs.initiator", per::user_id(initiator))
        .u16_be("mcs.channel-id", channel_id)
        .u8(
            "mcs.data-priority-and-segmentation",
            DATA_PRIORITY_AND_SEGMENTATION,
        )
        .u16_be("mcs.user-data-length", per::long_length(body_len));
}

/// Six bits of choice, one that tells whether the optional field is there, four of result.
fn choice_and_result(choice: u8, optional: bool, result: u8) -> u16 {
    u16::from(choice) << 10 | u16::from(optional) << 9 | u16::from(result & 0xF) << 5
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mcs::{RT_SUCCESSFUL, Reason};

    #[test]
    fn the_confirms_are_those_of_the_annotated_examples() {
        // MS-RDPBCGR 4.1.7 and 4.1.8.1.2
        let message = attach_user_confirm(RT_SUCCESSFUL, Some(1007));
        assert_eq!(message.bytes, [3, 0, 0, 11, 2, 0xF0, 0x80, 0x2E, 0, 0, 6]);
        let message = channel_join_confirm(RT_SUCCESSFUL, 1007, 1007, Some(1007));
        assert_eq!(
            message.bytes,
            [3, 0, 0, 15, 2, 0xF0, 0x80, 0x3E, 0, 0, 6, 3, 0xEF, 3, 0xEF]
        );
    }

    #[test]
    fn a_refusal_leaves_the_optional_field_out() {
        let message = attach_user_confirm(15, None);
        assert_eq!(message.bytes, [3, 0, 0, 9, 2, 0xF0, 0x80, 0x2D, 0xE0]);
        let message = channel_join_confirm(3, 1007, 1004, None);
        assert_eq!(
            message.bytes,
            [3, 0, 0, 13, 2, 0xF0, 0x80, 0x3C, 0x60, 0, 6, 3, 0xEC]
        );
    }

    #[test]
    fn user_requested_is_21_80() {
        let message = disconnect_provider_ultimatum(Reason::UserRequested);
        assert_eq!(message.bytes, [3, 0, 0, 9, 2, 0xF0, 0x80, 0x21, 0x80]);
        let message = disconnect_provider_ultimatum(7);
        assert_eq!(message.bytes, [3, 0, 0, 9, 2, 0xF0, 0x80, 0x23, 0x80]);
    }

    #[test]
    fn an_indication_has_a_length_in_two_bytes() {
        let mut writer = Writer::new(MessageName::FontMap);
        write_send_data_indication(&mut writer, 1002, 1003, 5);
        writer.raw("font-map.body", &[9; 5]);
        let message = writer.finish();
        let expected = [
            3, 0, 0, 20, 2, 0xF0, 0x80, 0x68, 0, 1, 3, 0xEB, 0x70, 0x80, 5, 9, 9, 9, 9, 9,
        ];
        assert_eq!(message.bytes, expected);
    }
}
