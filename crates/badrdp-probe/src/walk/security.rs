//! Standard RDP Security: what the server chose, the keys, and sealing (MS-RDPBCGR 5.3).

use badrdp_proto::Message;
use badrdp_proto::Phase;
use badrdp_proto::client::send_data_request;
use badrdp_proto::gcc::ServerSecurity;
use badrdp_proto::standard_security::header::{self, Form, Header, SIGNATURE_FIELD, flags};
use badrdp_proto::standard_security::security_exchange::security_exchange;
use badrdp_proto::standard_security::{
    Keys, Level, Method, PublicKey, Role, ServerCertificate, Session,
};
use x509_parser::prelude::{FromDer as _, X509Certificate};
use x509_parser::public_key::PublicKey as X509Key;

use super::basic_settings::METHODS;
use super::{Walk, client_info};
use crate::seen::{EncryptionSeen, Stop};

/// The key that signs is published (MS-RDPBCGR 5.3.3.1.1): whoever fails at it is no server.
const WRONG_SIGNATURE: &str = "the signature of the server certificate is wrong";

/// `serverRandomLen` (MS-RDPBCGR 2.2.1.4.3).
const RANDOM_LEN: usize = 32;

/// Takes the server's security data out of MCS Connect Response.
pub(super) fn choose(walk: &mut Walk, data: Option<&ServerSecurity>) -> Result<(), Stop> {
    take(walk, data).map_err(|what| {
        if what == WRONG_SIGNATURE {
            Stop::Certificate(what)
        } else {
            Stop::malformed("MCS Connect Response", what)
        }
    })
}

fn take(walk: &mut Walk, data: Option<&ServerSecurity>) -> Result<(), String> {
    let data = data.ok_or("it has no security data")?;
    let (number, level) = (data.encryption_method, data.encryption_level);
    if walk.setup.selected.is_enhanced() {
        if (number, level) != (0, 0) {
            return Err(format!(
                "gcc.security says method {number:#x} at level {level} under TLS, where both are 0"
            ));
        }
        return Ok(());
    }
    let level = Level::from_number(level)
        .ok_or_else(|| format!("gcc.security.encryption-level is {level}"))?;
    let method = match number {
        0 => None,
        number => Some(
            Method::from_number(number)
                .filter(|method| METHODS & method.number() != 0)
                .ok_or_else(|| format!("gcc.security.encryption-method is {number:#x}"))?,
        ),
    };
    if method.is_none() != (level == Level::None) {
        return Err(format!(
            "gcc.security says method {number:#x} at level {level}"
        ));
    }
    (walk.method, walk.level) = (method, level);
    let name = method.map_or("none", Method::name);
    walk.seen.security = format!("Standard RDP Security, {name} at level {level}");
    walk.seen.encryption = Some(EncryptionSeen {
        method: name.to_owned(),
        level: level.name().to_owned(),
    });
    let Some(method) = method else {
        return Ok(());
    };
    let keys = data
        .keys
        .as_ref()
        .ok_or("gcc.security has no random and no certificate")?;
    if keys.random.len() != RANDOM_LEN {
        let found = keys.random.len();
        return Err(format!(
            "gcc.security.server-random-length is {found}, not {RANDOM_LEN}"
        ));
    }
    let certificate = ServerCertificate::decode(&keys.certificate)
        .map_err(|error| format!("the server certificate: {error}"))?;
    if let ServerCertificate::Proprietary(certificate) = &certificate
        && !certificate.signature_is_right
    {
        if !walk.setup.insecure {
            return Err(WRONG_SIGNATURE.to_owned());
        }
        walk.odd(WRONG_SIGNATURE);
    }
    let key = key_of(&certificate).ok_or("the server certificate has no RSA key")?;
    let keys = Keys::derive(method, &walk.setup.random.client_random, &keys.random);
    walk.cipher = Some(Session::new(Role::Client, &keys));
    walk.server_key = Some(key);
    Ok(())
}

/// The RSA key of a certificate of either kind.
pub(super) fn key_of(certificate: &ServerCertificate) -> Option<PublicKey> {
    let ServerCertificate::X509(chain) = certificate else {
        return certificate.proprietary_key();
    };
    let (_, last) = X509Certificate::from_der(chain.last()?).ok()?;
    let X509Key::RSA(key) = last.public_key().parsed().ok()? else {
        return None;
    };
    let exponent = u32::try_from(key.try_exponent().ok()?).ok()?;
    let zeros = key.modulus.iter().take_while(|byte| **byte == 0).count();
    let modulus = key.modulus.iter().skip(zeros).rev().copied().collect();
    Some(PublicKey { modulus, exponent })
}

/// Every channel is joined: Security Exchange where there is encryption, then Client Info.
pub(super) fn commence(walk: &mut Walk) -> Result<(), Stop> {
    if let Some(key) = &walk.server_key {
        let random = walk.setup.random.client_random;
        let flags = flags::EXCHANGE_PKT | flags::LICENSE_ENCRYPT_SC;
        let message = security_exchange(flags, &random, key).ok_or_else(|| {
            let what = "the server certificate's key is of no use";
            Stop::malformed("MCS Connect Response", what)
        })?;
        walk.enter(Phase::SecurityCommencement, "Security Exchange", "nothing");
        let (user, io) = (walk.channels.user, walk.channels.io);
        walk.out.extend(send_data_request(user, io, &message.bytes));
    }
    client_info::send(walk);
    Ok(())
}

impl Walk {
    /// Sends a PDU with these flags in its security header, encrypted where that is due.
    pub(super) fn send_on(&mut self, channel: u16, flags: u16, body: Message) {
        let bytes = match (self.method, &mut self.cipher) {
            (Some(method), Some(cipher)) => {
                let form = if method == Method::Fips {
                    Form::Fips
                } else {
                    Form::NonFips
                };
                let mut message = header::wrap(flags | flags::ENCRYPT, form, body);
                let signature = message.field(SIGNATURE_FIELD);
                let signature = signature.map_or(0..0, |field| field.range.clone());
                cipher.seal(&mut message.bytes, signature, false);
                message.bytes
            }
            _ if flags != 0 => header::wrap(flags, Form::Basic, body).bytes,
            _ => body.bytes,
        };
        let request = send_data_request(self.channels.user, channel, &bytes);
        self.out.extend(request);
    }

    /// Sends a share PDU.
    pub(super) fn send(&mut self, body: Message) {
        self.send_on(self.channels.io, 0, body);
    }

    /// Opens what stands behind a security header.
    pub(super) fn open(&mut self, header: &Header, body: &mut Vec<u8>) -> Result<(), Stop> {
        let message = self.seen.waiting_for;
        // Licensing may be in the clear (MS-RDPBCGR 5.4.1), and all at level low.
        let must_be_sealed = self.level.server_encrypts() && header.flags & flags::LICENSE_PKT == 0;
        match (&header.seal, &mut self.cipher) {
            (Some(seal), Some(cipher)) => cipher
                .open(seal, body, header.has(flags::SECURE_CHECKSUM))
                .map_err(|error| Stop::malformed(message, error)),
            (Some(_), None) => {
                let what = "it says that it is encrypted, yet no encryption was agreed on";
                Err(Stop::malformed(message, what))
            }
            (None, Some(_)) if must_be_sealed => {
                let what = format!("it is not encrypted, yet the level is {}", self.level);
                Err(Stop::malformed(message, what))
            }
            (None, _) => Ok(()),
        }
    }
}
