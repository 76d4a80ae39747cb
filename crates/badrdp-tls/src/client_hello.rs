//! What a client offers in its ClientHello (RFC 8446 4.1.2, RFC 5246 7.4.1.2, RFC 6101 5.6.1.2).
//!
//! Tolerant: an extension that does not read is skipped, and trailing bytes are
//! ignored, so that odd clients are described instead of refused. It refuses only
//! what breaks off before the cipher suites.

use badrdp_proto::reader::{Reader, TooShort};
use serde::Serialize;

/// A ClientHello, as far as a server or a transcript cares.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ClientHello {
    /// The version field; TLS 1.3 clients say `0x0303` here.
    pub legacy_version: u16,
    /// The client's random.
    pub random: [u8; 32],
    /// How long the session id is; anything but 0 may be an attempt to resume.
    pub session_id_len: u8,
    /// The cipher suites in the client's order, signalling values included.
    pub cipher_suites: Vec<u16>,
    /// The versions of `supported_versions`, empty up to TLS 1.2.
    pub supported_versions: Vec<u16>,
    /// The host name of `server_name`.
    pub server_name: Option<String>,
    /// The protocols of ALPN.
    pub alpn: Vec<String>,
    /// The schemes of `signature_algorithms`.
    pub signature_algorithms: Vec<u16>,
    /// The groups of `supported_groups`.
    pub supported_groups: Vec<u16>,
    /// Whether `renegotiation_info` is there (RFC 5746 3.2).
    pub renegotiation_info: bool,
    /// Whether TLS_EMPTY_RENEGOTIATION_INFO_SCSV is among the suites (RFC 5746 3.3).
    pub renegotiation_scsv: bool,
    /// Whether TLS_FALLBACK_SCSV is among the suites (RFC 7507).
    pub fallback_scsv: bool,
    /// Whether `extended_master_secret` is there (RFC 7627).
    pub extended_master_secret: bool,
    /// The code of every extension, in the client's order.
    pub extensions: Vec<u16>,
}

impl ClientHello {
    /// Reads the body of a ClientHello, without its handshake header.
    ///
    /// # Errors
    /// [`TooShort`] when the body ends before the cipher suites do.
    pub fn parse(body: &[u8]) -> Result<Self, TooShort> {
        let mut reader = Reader::new(body);
        let mut hello = Self {
            legacy_version: reader.u16_be()?,
            random: reader.array()?,
            session_id_len: reader.u8()?,
            ..Self::default()
        };
        reader.take(usize::from(hello.session_id_len))?;
        let suites = reader.u16_be()?;
        hello.cipher_suites = codes(reader.take(usize::from(suites))?);
        hello.renegotiation_scsv = hello.cipher_suites.contains(&RENEGOTIATION_SCSV);
        hello.fallback_scsv = hello.cipher_suites.contains(&FALLBACK_SCSV);
        // Nothing that follows is needed, so nothing that follows is an error.
        let _ = hello.rest(&mut reader);
        Ok(hello)
    }

    /// The highest version that the client offers, GREASE (RFC 8701) left out.
    #[must_use]
    pub fn max_version(&self) -> u16 {
        let known = self
            .supported_versions
            .iter()
            .copied()
            .filter(|version| version >> 8 == 3);
        known.max().unwrap_or(self.legacy_version)
    }

    /// Whether the client takes part in `version`.
    #[must_use]
    pub fn offers_version(&self, version: u16) -> bool {
        if self.supported_versions.is_empty() {
            version <= self.legacy_version.min(0x0303)
        } else {
            self.supported_versions.contains(&version)
        }
    }

    /// Whether the client can hear an answer about renegotiation (RFC 5746 3.6).
    #[must_use]
    pub const fn offers_secure_renegotiation(&self) -> bool {
        self.renegotiation_info || self.renegotiation_scsv
    }

    fn rest(&mut self, reader: &mut Reader<'_>) -> Result<(), TooShort> {
        let compressions = reader.u8()?;
        reader.take(usize::from(compressions))?;
        reader.u16_be()?;
        while !reader.is_empty() {
            let code = reader.u16_be()?;
            let length = reader.u16_be()?;
            let body = reader.take(usize::from(length))?;
            self.extensions.push(code);
            let _ = self.extension(code, body);
        }
        Ok(())
    }

    fn extension(&mut self, code: u16, body: &[u8]) -> Result<(), TooShort> {
        let mut reader = Reader::new(body);
        match code {
            SERVER_NAME => {
                reader.u16_be()?;
                let kind = reader.u8()?;
                let length = reader.u16_be()?;
                let name = reader.take(usize::from(length))?;
                self.server_name = (kind == 0).then(|| text(name));
            }
            SUPPORTED_GROUPS => self.supported_groups = vector16(&mut reader)?,
            SIGNATURE_ALGORITHMS => self.signature_algorithms = vector16(&mut reader)?,
            ALPN => {
                reader.u16_be()?;
                while !reader.is_empty() {
                    let length = reader.u8()?;
                    self.alpn.push(text(reader.take(usize::from(length))?));
                }
            }
            EXTENDED_MASTER_SECRET => self.extended_master_secret = true,
            SUPPORTED_VERSIONS => {
                let length = reader.u8()?;
                self.supported_versions = codes(reader.take(usize::from(length))?);
            }
            RENEGOTIATION_INFO => self.renegotiation_info = true,
            _ => {}
        }
        Ok(())
    }
}

/// A vector of 16-bit codes with a 16-bit length before it.
fn vector16(reader: &mut Reader<'_>) -> Result<Vec<u16>, TooShort> {
    let length = reader.u16_be()?;
    Ok(codes(reader.take(usize::from(length))?))
}

fn codes(bytes: &[u8]) -> Vec<u16> {
    let pairs = bytes.chunks_exact(2);
    pairs
        .map(|pair| {
            pair.iter()
                .fold(0, |sum, byte| (sum << 8) | u16::from(*byte))
        })
        .collect()
}

/// Names go to terminals and reports: at most 255 characters and no control among them.
fn text(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes);
    text.chars()
        .map(|c| if c.is_control() { '\u{fffd}' } else { c })
        .take(255)
        .collect()
}

const RENEGOTIATION_SCSV: u16 = 0x00ff;
const FALLBACK_SCSV: u16 = 0x5600;

const SERVER_NAME: u16 = 0;
const SUPPORTED_GROUPS: u16 = 10;
const SIGNATURE_ALGORITHMS: u16 = 13;
const ALPN: u16 = 16;
const EXTENDED_MASTER_SECRET: u16 = 23;
const SUPPORTED_VERSIONS: u16 = 43;
const RENEGOTIATION_INFO: u16 = 0xff01;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The shortest hello of SSL 3.0: no extensions at all.
    fn ssl3() -> Vec<u8> {
        let mut body = vec![3, 0];
        body.extend([7; 32]);
        body.extend([0, 0, 4, 0, 5, 0, 0xff, 1, 0]);
        body
    }

    #[test]
    fn reads_a_hello_without_extensions() {
        let hello = ClientHello::parse(&ssl3()).unwrap();
        assert_eq!(
            (hello.legacy_version, hello.max_version()),
            (0x0300, 0x0300)
        );
        assert_eq!(hello.cipher_suites, [5, 0xff]);
        assert!(hello.renegotiation_scsv && hello.offers_secure_renegotiation());
        assert_eq!(hello.server_name, None);
        assert!(hello.offers_version(0x0300) && !hello.offers_version(0x0301));
    }

    #[test]
    fn reads_the_extensions_and_survives_a_broken_one() {
        let mut body = ssl3();
        body[1] = 3;
        let extensions = [
            0, 43, 0, 1, 200, // supported_versions that promises 200 bytes
            0, 0, 0, 8, 0, 6, 0, 0, 3, b'r', b'd', b'p', // server_name
            0, 16, 0, 5, 0, 3, 2, b'h', b'2', // ALPN
            0, 43, 0, 7, 6, 0x1a, 0x1a, 3, 4, 3, 3, // supported_versions with GREASE
            0, 23, 0, 0, // extended_master_secret
        ];
        body.extend(u16::try_from(extensions.len()).unwrap().to_be_bytes());
        body.extend(extensions);
        let hello = ClientHello::parse(&body).unwrap();
        assert_eq!(hello.server_name.as_deref(), Some("rdp"));
        assert_eq!(hello.alpn, ["h2"]);
        assert_eq!(hello.max_version(), 0x0304);
        assert!(hello.extended_master_secret && !hello.renegotiation_info);
        assert_eq!(hello.extensions, [43, 0, 16, 43, 23]);
    }

    proptest! {
        #[test]
        fn arbitrary_bytes_never_panic(body in prop::collection::vec(any::<u8>(), 0..600)) {
            let _ = ClientHello::parse(&body);
        }

        #[test]
        fn arbitrary_extensions_never_panic(tail in prop::collection::vec(any::<u8>(), 0..200)) {
            let mut body = ssl3();
            body.extend([0, 200]);
            body.extend(tail);
            prop_assert!(ClientHello::parse(&body).is_ok());
        }
    }
}
