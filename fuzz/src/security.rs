//! Standard RDP Security and licensing, as strangers say them.

use badrdp_proto::MessageName;
use badrdp_proto::licensing::exchange::Settings;
use badrdp_proto::licensing::request::ProductInfo;
use badrdp_proto::licensing::{ClientExchange, Exchange};
use badrdp_proto::reader::Reader;
use badrdp_proto::standard_security::certificate::{Signature, proprietary};
use badrdp_proto::standard_security::{
    Header, Keys, Method, Role, SecurityExchange, ServerCertificate, ServerKey, Session,
};

use super::rdp::spans_lie_inside;

/// A Security Exchange, as long as the key allows.
pub fn security_exchange(data: &[u8]) {
    if let Ok(exchange) = SecurityExchange::decode(data) {
        assert!(exchange.encrypted_client_random.len() <= data.len());
        assert!(exchange.client_random(&ServerKey::published()).len() <= 32);
    }
}

/// A server certificate. A proprietary one with a right signature must read back.
pub fn server_certificate(data: &[u8]) {
    let Ok(ServerCertificate::Proprietary(certificate)) = ServerCertificate::decode(data) else {
        return;
    };
    let _ = certificate.key.encrypt(&[1; 32]);
    let written = proprietary(&certificate.key, Signature::Right);
    spans_lie_inside(&written);
    let Ok(ServerCertificate::Proprietary(again)) = ServerCertificate::decode(&written.bytes)
    else {
        panic!("what was written does not read");
    };
    assert_eq!(again.key, certificate.key);
    assert!(again.signature_is_right);
}

/// A PDU with a security header. The first byte chooses the method, the second where the
/// signature lies when the same bytes are sealed.
pub fn sealed_pdu(data: &[u8]) {
    let Some((choice, start, data)) = super::chosen(data) else {
        return;
    };
    let method = Method::ALL[usize::from(choice % 4)];
    let keys = Keys::derive(method, &[1; 32], &[2; 32]);
    let mut session = Session::new(Role::Server, &keys);
    let mut reader = Reader::new(data);
    let header = Header::decode(&mut reader, method == Method::Fips);
    if let Ok(Header {
        seal: Some(seal), ..
    }) = header
    {
        let mut body = reader.rest().to_vec();
        let _ = session.open(&seal, &mut body, choice & 4 != 0);
        assert!(body.len() <= data.len());
        assert_eq!(session.opened(), 1);
    }
    let mut bytes = data.to_vec();
    let start = usize::from(start);
    session.seal(&mut bytes, start..start + 8, choice & 4 != 0);
    assert_eq!(bytes.len(), data.len());
}

/// The server's side of licensing. The first byte is the size of the messages, the second
/// chooses whether the client presents itself first.
pub fn licensing_server(data: &[u8]) {
    let Some((size, first, data)) = super::chosen(data) else {
        return;
    };
    let mut exchange = Exchange::new(settings());
    if first & 1 == 1 {
        let mut client = ClientExchange::new([1; 32], [2; 48], "user", "machine");
        if let Ok(said) = client.server(&exchange.start().bytes, |certificate| {
            certificate.and_then(ServerCertificate::proprietary_key)
        }) {
            let badrdp_proto::licensing::ServerSaid::Answer { answer, .. } = said else {
                panic!("a license request wants an answer");
            };
            exchange.client(&answer.bytes).expect("an honest client");
        }
    }
    for message in super::pieces(data, size) {
        match exchange.client(message) {
            Ok(reply) => reply.messages.iter().for_each(spans_lie_inside),
            Err(error) => assert!(!error.to_string().is_empty()),
        }
    }
}

/// The client's side of licensing. The first byte is the size of the messages, the second
/// chooses whether keys were exchanged before.
pub fn licensing_client(data: &[u8]) {
    let Some((size, first, data)) = super::chosen(data) else {
        return;
    };
    let mut client = ClientExchange::new([1; 32], [2; 48], "user", "machine");
    let key = |certificate: Option<&ServerCertificate>| {
        certificate.and_then(ServerCertificate::proprietary_key)
    };
    if first & 1 == 1 {
        let request = Exchange::new(settings()).start();
        client
            .server(&request.bytes, key)
            .expect("an honest server");
    }
    for message in super::pieces(data, size) {
        if let Err(error) = client.server(message, key) {
            assert!(!error.to_string().is_empty());
        }
    }
}

fn settings() -> Settings {
    let key = ServerKey::published();
    let certificate = key.proprietary_certificate();
    assert_eq!(certificate.name, MessageName::ConnectResponse);
    Settings {
        key,
        certificate,
        server_random: [3; 32],
        product: ProductInfo::windows(0x0006_0001),
        license: b"badrdp".to_vec(),
    }
}
