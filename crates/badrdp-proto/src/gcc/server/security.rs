//! Server Security Data, TS_UD_SC_SEC1 (MS-RDPBCGR 2.2.1.4.3).

use crate::gcc::block;
use crate::length::{length32, size};
use crate::message::{Field, Message, MessageName};
use crate::reader::{Reader, TooShort};

/// What Standard RDP Security will use; all zero under TLS.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ServerSecurity {
    /// `encryptionMethod`: 0 none, 1 40 bit, 2 128 bit, 8 56 bit, 0x10 FIPS.
    pub encryption_method: u32,
    /// `encryptionLevel`: 0 none, 1 low, 2 client compatible, 3 high, 4 FIPS.
    pub encryption_level: u32,
    /// What the keys are made from. Without it the block ends behind the level, which is
    /// right only if method and level are none.
    pub keys: Option<ServerKeys>,
}

/// The server's half of the key exchange of Standard RDP Security.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServerKeys {
    /// `serverRandom`; 32 bytes in an honest answer.
    pub random: Vec<u8>,
    /// `serverCertificate`, MS-RDPBCGR 2.2.1.4.3.1.
    pub certificate: Vec<u8>,
    /// The fields of the certificate, if they are known; else it is one field.
    ///
    /// INVARIANT: they cover the certificate's bytes, each once.
    pub certificate_fields: Vec<Field>,
}

impl ServerKeys {
    /// With a certificate that is one field.
    #[must_use]
    pub const fn new(random: Vec<u8>, certificate: Vec<u8>) -> Self {
        Self {
            random,
            certificate,
            certificate_fields: Vec::new(),
        }
    }

    /// With a certificate whose fields keep their names.
    #[must_use]
    pub fn with_fields(random: Vec<u8>, certificate: Message) -> Self {
        Self {
            random,
            certificate: certificate.bytes,
            certificate_fields: certificate.fields,
        }
    }
}

impl ServerSecurity {
    pub(super) fn encode(&self) -> Message {
        let mut body = block::body();
        body.u32_le("gcc.security.encryption-method", self.encryption_method)
            .u32_le("gcc.security.encryption-level", self.encryption_level);
        let Some(keys) = &self.keys else {
            return body.finish();
        };
        body.u32_le(
            "gcc.security.server-random-length",
            length32(keys.random.len()),
        )
        .u32_le(
            "gcc.security.server-certificate-length",
            length32(keys.certificate.len()),
        )
        .raw("gcc.security.server-random", &keys.random);
        if keys.certificate_fields.is_empty() {
            body.raw("gcc.security.server-certificate", &keys.certificate);
        } else {
            body.append(Message {
                name: MessageName::ConnectResponse,
                bytes: keys.certificate.clone(),
                fields: keys.certificate_fields.clone(),
            });
        }
        body.finish()
    }

    pub(super) fn decode(body: &mut Reader<'_>) -> Result<Self, TooShort> {
        let encryption_method = body.u32_le()?;
        let encryption_level = body.u32_le()?;
        let keys = if body.is_empty() {
            None
        } else {
            let random_len = size(body.u32_le()?);
            let certificate_len = size(body.u32_le()?);
            let random = body.take(random_len)?.to_vec();
            let certificate = body.take(certificate_len)?.to_vec();
            Some(ServerKeys::new(random, certificate))
        };
        Ok(Self {
            encryption_method,
            encryption_level,
            keys,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::message::ByteOrder;

    #[test]
    fn under_tls_the_block_has_eight_bytes() {
        let message = ServerSecurity::default().encode();
        assert_eq!(message.bytes, [0; 8]);
        let decoded = ServerSecurity::decode(&mut Reader::new(&message.bytes));
        assert_eq!(decoded, Ok(ServerSecurity::default()));
    }

    #[test]
    fn the_fields_of_a_certificate_keep_their_names() {
        let mut keys = ServerKeys::new(vec![7; 32], vec![1, 0, 0, 0, 9]);
        keys.certificate_fields = vec![
            Field {
                name: "certificate.version",
                range: 0..4,
                order: ByteOrder::Little,
            },
            Field {
                name: "certificate.rest",
                range: 4..5,
                order: ByteOrder::Big,
            },
        ];
        let security = ServerSecurity {
            encryption_method: 2,
            encryption_level: 3,
            keys: Some(keys),
        };
        let message = security.encode();
        let field = message.field("certificate.rest").unwrap();
        assert_eq!(field.range, 52..53);
        assert!(message.field("gcc.security.server-certificate").is_none());
    }

    #[test]
    fn a_random_beyond_the_block_is_too_short() {
        let mut bytes = vec![0; 8];
        bytes.extend([0xFF; 8]);
        assert!(ServerSecurity::decode(&mut Reader::new(&bytes)).is_err());
    }
}
