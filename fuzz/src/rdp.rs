//! RDP as strangers say it.

use std::sync::Arc;

use badrdp_proto::acceptor::{Acceptor, Answer, Host, Output, Settings, StillWorld};
use badrdp_proto::credssp::ntlm::{Authenticate, AvPair, Challenge, Negotiate};
use badrdp_proto::credssp::server::{Server, Settings as CredSsp};
use badrdp_proto::credssp::spnego::{ClientToken, Response};
use badrdp_proto::credssp::{Delegated, TsRequest};
use badrdp_proto::frame;
use badrdp_proto::negotiation::Protocols;
use badrdp_proto::standard_security::{Level, Methods, ServerKey};
use badrdp_proto::x224::{self, ConnectionConfirm, ConnectionRequest};
use badrdp_proto::{Message, MessageName};

/// The whole acceptor. The first byte chooses the server, the second the size of pieces.
pub fn acceptor(data: &[u8]) {
    let Some((choice, size, data)) = super::chosen(data) else {
        return;
    };
    let mut acceptor = Acceptor::new(Arc::new(host(choice)));
    acceptor.keep_plain();
    let world = &mut StillWorld;
    let mut conversation = Vec::new();
    for piece in super::pieces(data, size) {
        let (outputs, result) = acceptor.input(piece, world);
        conversation.extend(outputs);
        if let Err(error) = result {
            assert!(!error.to_string().is_empty());
            let (outputs, result) = acceptor.input(piece, world);
            assert_eq!(outputs, [], "it is over for good");
            assert_eq!(result, Ok(()));
            break;
        }
        conversation.extend(acceptor.tick(world));
        if conversation.last() == Some(&Output::StartTls) {
            // What came behind the request comes back out of TLS here.
            acceptor.tls_established();
            let inside = acceptor.leftover();
            let (outputs, result) = acceptor.input(&inside, world);
            conversation.extend(outputs);
            if result.is_err() {
                break;
            }
        }
    }
    let closes = conversation
        .iter()
        .filter(|output| **output == Output::Close);
    assert!(closes.count() <= 1, "a conversation ends once");
    for output in &conversation {
        if let Output::Send(message) = output {
            spans_lie_inside(message);
        }
    }
}

/// A Connection Confirm, which must read back once it is written.
pub fn connection_confirm(data: &[u8]) {
    if let Ok(confirm) = ConnectionConfirm::decode(data) {
        let written = x224::connection_confirm(0x1234, confirm.negotiation).bytes;
        assert_eq!(ConnectionConfirm::decode(&written), Ok(confirm));
    }
}

/// A Connection Request, which must read back once it is written.
pub fn connection_request(data: &[u8]) {
    if let Ok(Some(length)) = frame::length(data, frame::MAX_CONNECTION_REQUEST) {
        assert!(length <= frame::MAX_CONNECTION_REQUEST);
    }
    if let Ok(request) = ConnectionRequest::decode(data) {
        assert_eq!(ConnectionRequest::decode(&request.encode()), Ok(request));
    }
}

/// A TSRequest, which must read back once it is written, and the credentials inside.
pub fn ts_request(data: &[u8]) {
    if let Ok(request) = TsRequest::decode(data) {
        let message = request.encode(MessageName::TsRequest);
        spans_lie_inside(&message);
        assert_eq!(TsRequest::decode(&message.bytes), Ok(request));
    }
    let _ = Delegated::decode(data);
}

/// The three messages of NTLM, with or without their signature in the data.
pub fn ntlm(data: &[u8]) {
    for kind in 1..4 {
        let message = [&b"NTLMSSP\0"[..], &[kind, 0, 0, 0], data].concat();
        for bytes in [data, &message] {
            if let Ok(message) = Negotiate::decode(bytes) {
                assert_eq!(Negotiate::decode(&message.encode()), Ok(message));
            }
            if let Ok(message) = Challenge::decode(bytes) {
                spans_lie_inside(&message.encode(MessageName::TsRequestReply));
            }
            if let Ok(message) = Authenticate::decode(bytes) {
                assert!(message.nt_response.len() <= bytes.len());
            }
        }
    }
    let _ = AvPair::decode_list(data);
}

/// The tokens of SPNEGO, of both sides.
pub fn spnego(data: &[u8]) {
    if let Ok(ClientToken::Init(init)) = ClientToken::decode(data) {
        assert!(init.mech_list.len() <= data.len());
    }
    if let Ok(response) = Response::decode_token(data) {
        let message = response.encode(MessageName::TsRequestReply);
        spans_lie_inside(&message);
        assert_eq!(Response::decode_token(&message.bytes), Ok(response));
    }
}

/// The whole server of CredSSP: nobody gets in without the password.
pub fn credssp(data: &[u8]) {
    let mut server = Server::new(CredSsp::default(), b"key".to_vec(), [7; 8], 0);
    let mut rest = data;
    while let Ok(Some(length)) = frame::length(rest, frame::MAX_FIRST_PDU) {
        let Some((request, more)) = rest.split_at_checked(length) else {
            break;
        };
        let step = server.input(request);
        step.replies.iter().for_each(spans_lie_inside);
        assert!(step.delegated.is_none(), "the password is not in the data");
        rest = more;
    }
}

fn host(choice: u8) -> Host {
    let bit = |number: u8| choice >> number & 1 == 1;
    let negotiation = Settings {
        answer: match choice & 3 {
            0 => Answer::Honest,
            1 => Answer::NoNegotiationData,
            2 => Answer::Select(Protocols::HYBRID),
            _ => Answer::Fail(5),
        },
        direct_tls: bit(2),
        refuses_correlation_info: bit(3),
        requires_cookie: bit(4),
        standard_security: bit(5),
        ..Settings::default()
    };
    let mut host = Host {
        negotiation,
        server_key: Some(ServerKey::published()),
        ..Host::default()
    };
    let session = &mut host.session;
    session.size = (Some(320), Some(200));
    session.standard_security.methods = Methods::ALL;
    session.standard_security.level = if bit(6) { Level::None } else { Level::High };
    session.skip_channel_join = bit(7);
    host
}

/// INVARIANT of [`Message`]: every span lies inside the bytes.
pub(crate) fn spans_lie_inside(message: &Message) {
    for field in &message.fields {
        assert!(
            message.bytes.get(field.range.clone()).is_some(),
            "{}: {} lies at {:?} of {} bytes",
            message.name,
            field.name,
            field.range,
            message.bytes.len()
        );
    }
}
