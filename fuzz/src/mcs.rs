//! MCS and GCC as strangers say it, from either side.

use badrdp_proto::client::{self, DomainAnswer};
use badrdp_proto::mcs::{self, ConnectInitial, ConnectResponse, DomainRequest};

/// Past this, the 15 bits of a PER length cut what is written.
const MAX_ROUND_TRIP: usize = 0x7000;

/// MCS Connect Initial, which must read back once it is written.
pub fn connect_initial(data: &[u8]) {
    let Ok(mut initial) = ConnectInitial::decode(data) else {
        return;
    };
    assert!(initial.blocks.channels().count() <= 31);
    initial.blocks.unknown = 0; // none is written
    assert_eq!(ConnectInitial::decode(&initial.encode()), Ok(initial));
}

/// MCS Connect Response, which must read back once it is written.
pub fn connect_response(data: &[u8]) {
    let Ok(mut response) = ConnectResponse::decode(data) else {
        return;
    };
    response.blocks.unknown = 0; // none is written
    let message = response.encode();
    super::rdp::spans_lie_inside(&message);
    if message.bytes.len() < MAX_ROUND_TRIP {
        assert_eq!(ConnectResponse::decode(&message.bytes), Ok(response));
    }
}

/// A domain PDU of a client.
pub fn domain_request(data: &[u8]) {
    let Ok(request) = DomainRequest::decode(data) else {
        return;
    };
    let written = match request {
        DomainRequest::ErectDomainRequest => client::erect_domain_request(),
        DomainRequest::AttachUserRequest => client::attach_user_request(),
        DomainRequest::ChannelJoinRequest {
            initiator,
            channel_id,
        } => client::channel_join_request(initiator, channel_id),
        DomainRequest::SendDataRequest {
            initiator,
            channel_id,
            user_data,
        } => client::send_data_request(initiator, channel_id, user_data),
        DomainRequest::DisconnectProviderUltimatum { reason } => {
            assert!(reason < 8, "three bits");
            client::disconnect_provider_ultimatum(reason)
        }
        DomainRequest::Other { choice } => {
            assert!(choice < 64, "six bits");
            return;
        }
    };
    assert_eq!(DomainRequest::decode(&written), Ok(request));
}

/// A domain PDU of a server.
pub fn domain_answer(data: &[u8]) {
    let Ok(answer) = DomainAnswer::decode(data) else {
        return;
    };
    let written = match answer {
        DomainAnswer::AttachUserConfirm { result, initiator } => {
            mcs::domain::attach_user_confirm(result, initiator)
        }
        DomainAnswer::ChannelJoinConfirm {
            result,
            initiator,
            requested,
            channel_id,
        } => mcs::domain::channel_join_confirm(result, initiator, requested, channel_id),
        DomainAnswer::DisconnectProviderUltimatum { reason } => {
            mcs::disconnect_provider_ultimatum(reason)
        }
        DomainAnswer::SendDataIndication { user_data, .. } => {
            assert!(user_data.len() < data.len());
            return;
        }
        DomainAnswer::Other { choice } => {
            assert!(choice < 64, "six bits");
            return;
        }
    };
    super::rdp::spans_lie_inside(&written);
    assert_eq!(DomainAnswer::decode(&written.bytes), Ok(answer));
}

/// An answer to MCS Connect Initial.
pub fn mcs_answer(data: &[u8]) {
    if let Ok(mcs::Answer::DisconnectProviderUltimatum { reason }) = mcs::decode_answer(data) {
        assert!(reason < 8, "three bits");
    }
}
