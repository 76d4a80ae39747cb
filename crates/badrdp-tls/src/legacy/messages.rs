//! Handshake messages of the server, and the RSA key exchange of the client.

use badrdp_proto::reader::Reader;
use rsa::{Pkcs1v15Encrypt, RsaPrivateKey};

use crate::choices::Version;
use crate::random::Stream;

/// The types of handshake messages (RFC 5246 7.4).
pub(super) mod kind {
    pub(in super::super) const CLIENT_HELLO: u8 = 1;
    pub(in super::super) const SERVER_HELLO: u8 = 2;
    pub(in super::super) const CERTIFICATE: u8 = 11;
    pub(in super::super) const CERTIFICATE_REQUEST: u8 = 13;
    pub(in super::super) const SERVER_HELLO_DONE: u8 = 14;
    pub(in super::super) const CERTIFICATE_VERIFY: u8 = 15;
    pub(in super::super) const CLIENT_KEY_EXCHANGE: u8 = 16;
    pub(in super::super) const FINISHED: u8 = 20;
}

/// A handshake message: type, 24 bits of length, body.
pub(super) fn message(kind: u8, body: &[u8]) -> Vec<u8> {
    let mut out = vec![kind];
    out.extend(u24(body.len()));
    out.extend_from_slice(body);
    out
}

/// The body of Certificate (RFC 5246 7.4.2); an empty chain is a legal list.
pub(super) fn certificate(chain: &[Vec<u8>]) -> Vec<u8> {
    let mut list = Vec::new();
    for certificate in chain {
        list.extend(u24(certificate.len()));
        list.extend_from_slice(certificate);
    }
    let mut body = u24(list.len()).to_vec();
    body.extend(list);
    body
}

/// The body of CertificateRequest (RFC 5246 7.4.4, RFC 4346 7.4.4), with no authorities.
pub(super) fn certificate_request(version: Version) -> Vec<u8> {
    let mut body = vec![1, 1 /* rsa_sign */];
    if version >= Version::Tls12 {
        body.extend([0, 4, 4, 1 /* sha256, rsa */, 2, 1 /* sha1, rsa */]);
    }
    body.extend([0, 0]);
    body
}

/// Whether a client's Certificate holds one.
pub(super) fn has_certificate(body: &[u8]) -> bool {
    Reader::new(body).u24_be().is_ok_and(|length| length > 0)
}

/// The premaster secret of a ClientKeyExchange (RFC 5246 7.4.7.1).
///
/// SSL 3.0 has no length before the ciphertext. What does not decrypt to 48 bytes gives
/// random ones, so that the handshake fails at Finished; the version inside is not checked.
pub(super) fn premaster(
    version: Version,
    key: &RsaPrivateKey,
    body: &[u8],
    random: &mut Stream,
) -> Vec<u8> {
    let ciphertext = match body {
        [_, _, rest @ ..] if version > Version::Ssl3 => rest,
        whole => whole,
    };
    key.decrypt(Pkcs1v15Encrypt, ciphertext)
        .ok()
        .filter(|premaster| premaster.len() == 48)
        .unwrap_or_else(|| random.array::<48>().to_vec())
}

fn u24(length: usize) -> [u8; 3] {
    let [_, high, middle, low] = u32::try_from(length).unwrap_or(u32::MAX).to_be_bytes();
    [high, middle, low]
}
