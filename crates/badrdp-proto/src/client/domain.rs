//! What a client says in the MCS domain (T.125 7, aligned PER).

use crate::mcs::{choice, domain, per, write_data_header};
use crate::message::MessageName;
use crate::writer::Writer;

/// Client MCS Erect Domain Request PDU (MS-RDPBCGR 2.2.1.5) with the height and the interval
/// 0, as every client sends it.
#[must_use]
pub fn erect_domain_request() -> Vec<u8> {
    let pdu = [choice::ERECT_DOMAIN_REQUEST << 2, 1, 0, 1, 0];
    frame(MessageName::ErectDomainRequest, &pdu)
}

/// Client MCS Attach User Request PDU (MS-RDPBCGR 2.2.1.6).
#[must_use]
pub fn attach_user_request() -> Vec<u8> {
    let pdu = [choice::ATTACH_USER_REQUEST << 2];
    frame(MessageName::AttachUserRequest, &pdu)
}

/// Client MCS Channel Join Request PDU (MS-RDPBCGR 2.2.1.8) of the user `initiator`.
#[must_use]
pub fn channel_join_request(initiator: u16, channel_id: u16) -> Vec<u8> {
    let mut pdu = vec![choice::CHANNEL_JOIN_REQUEST << 2];
    pdu.extend(per::user_id(initiator).to_be_bytes());
    pdu.extend(channel_id.to_be_bytes());
    frame(MessageName::ChannelJoinRequest, &pdu)
}

/// MCS Send Data Request (T.125 11.32) of the user `initiator` with at most
/// [`domain::MAX_USER_DATA`] bytes of `body`.
#[must_use]
pub fn send_data_request(initiator: u16, channel_id: u16, body: &[u8]) -> Vec<u8> {
    let body = body.get(..domain::MAX_USER_DATA).unwrap_or(body);
    let mut pdu = vec![choice::SEND_DATA_REQUEST << 2];
    pdu.extend(per::user_id(initiator).to_be_bytes());
    pdu.extend(channel_id.to_be_bytes());
    pdu.push(domain::DATA_PRIORITY_AND_SEGMENTATION);
    pdu.extend(per::length(body.len()));
    pdu.extend_from_slice(body);
    frame(MessageName::ClientApplicationData, &pdu)
}

/// MCS Disconnect Provider Ultimatum (MS-RDPBCGR 2.2.2.3); `reason` is a
/// [`Reason`](crate::mcs::Reason) or any number of three bits.
#[must_use]
pub fn disconnect_provider_ultimatum(reason: impl Into<u8>) -> Vec<u8> {
    let name = MessageName::ClientDisconnectProviderUltimatum;
    domain::ultimatum(name, reason.into()).bytes
}

fn frame(name: MessageName, pdu: &[u8]) -> Vec<u8> {
    let mut writer = Writer::new(name);
    write_data_header(&mut writer, pdu.len());
    writer.raw("mcs.pdu", pdu);
    writer.finish().bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_requests_are_those_of_the_annotated_examples() {
        // MS-RDPBCGR 4.1.5, 4.1.6 and 4.1.8.1.1
        let erect = [3, 0, 0, 12, 2, 0xF0, 0x80, 4, 1, 0, 1, 0];
        assert_eq!(erect_domain_request(), erect);
        let attach = [3, 0, 0, 8, 2, 0xF0, 0x80, 0x28];
        assert_eq!(attach_user_request(), attach);
        let join = [3, 0, 0, 12, 2, 0xF0, 0x80, 0x38, 0, 6, 3, 0xEF];
        assert_eq!(channel_join_request(1007, 1007), join);
    }

    #[test]
    fn data_that_is_too_long_is_cut() {
        let frame = send_data_request(1007, 1003, &[0; 0x9000]);
        let header = 7 + 1 + 2 + 2 + 1 + 2;
        assert_eq!(frame.len(), header + domain::MAX_USER_DATA);
    }
}
