//! Signs and seals with the key that NTLM agreed on (MS-NLMP 3.4), with extended session
//! security.

use std::fmt;

use rc4::consts::U16;
use rc4::{Rc4, StreamCipher};

use super::crypto::{self, Key, Side, SideKeys, hmac_md5};
use super::flags;

/// How long a signature is.
pub const SIGNATURE_LEN: usize = 16;

/// A signature does not fit, or there is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the signature of an NTLM message does not fit")]
pub struct Altered;

/// Both directions of an authenticated connection.
pub struct Session {
    send: Half,
    receive: Half,
}

impl Session {
    pub(super) fn new(exported: &Key, flags: u32, ours: Side) -> Self {
        let theirs = match ours {
            Side::Client => Side::Server,
            Side::Server => Side::Client,
        };
        Self {
            send: Half::new(exported, flags, ours),
            receive: Half::new(exported, flags, theirs),
        }
    }

    /// A signature with `plain` encrypted behind it: GSS_WrapEx.
    pub fn seal(&mut self, plain: &[u8]) -> Vec<u8> {
        let mut sealed = plain.to_vec();
        self.send.cipher.apply_keystream(&mut sealed);
        let mut out = self.send.signature(plain).to_vec();
        out.extend(sealed);
        out
    }

    /// What the peer sealed.
    ///
    /// # Errors
    /// [`Altered`] when the signature does not fit.
    pub fn unseal(&mut self, sealed: &[u8]) -> Result<Vec<u8>, Altered> {
        let (signature, rest) = sealed.split_at_checked(SIGNATURE_LEN).ok_or(Altered)?;
        let mut plain = rest.to_vec();
        self.receive.cipher.apply_keystream(&mut plain);
        self.verify(&plain, signature)?;
        Ok(plain)
    }

    /// The signature of `data`: GSS_GetMICEx.
    pub fn sign(&mut self, data: &[u8]) -> [u8; SIGNATURE_LEN] {
        self.send.signature(data)
    }

    /// Verifies the peer's signature of `data`: GSS_VerifyMICEx.
    ///
    /// # Errors
    /// [`Altered`] when it does not fit.
    pub fn verify(&mut self, data: &[u8], signature: &[u8]) -> Result<(), Altered> {
        if self.receive.signature(data) == *signature {
            Ok(())
        } else {
            Err(Altered)
        }
    }

    /// Starts both ciphers anew, but not the sequence numbers: what follows the exchange of
    /// `mechListMIC` begins with the keystream that signed it (MS-SPNG 3.3.5.1).
    pub fn reset_ciphers(&mut self) {
        self.send.reset_cipher();
        self.receive.reset_cipher();
    }
}

/// Holds nothing but keys.
impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Session").finish_non_exhaustive()
    }
}

/// One direction.
struct Half {
    keys: SideKeys,
    cipher: Rc4<U16>,
    sequence: u32,
    encrypts_checksum: bool,
}

impl Half {
    fn new(exported: &Key, flags: u32, side: Side) -> Self {
        let keys = SideKeys::new(exported, flags, side);
        Self {
            cipher: crypto::rc4(&keys.seal),
            keys,
            sequence: 0,
            encrypts_checksum: flags & flags::KEY_EXCH != 0,
        }
    }

    fn reset_cipher(&mut self) {
        self.cipher = crypto::rc4(&self.keys.seal);
    }

    /// NTLMSSP_MESSAGE_SIGNATURE (MS-NLMP 2.2.2.9.2), and the next sequence number.
    fn signature(&mut self, data: &[u8]) -> [u8; SIGNATURE_LEN] {
        let sequence = self.sequence.to_le_bytes();
        let digest = hmac_md5(&self.keys.sign, &[&sequence, data]);
        let [a, b, c, d, e, f, g, h, ..] = digest;
        let mut checksum = [a, b, c, d, e, f, g, h];
        if self.encrypts_checksum {
            self.cipher.apply_keystream(&mut checksum);
        }
        self.sequence = self.sequence.wrapping_add(1);
        let mut out = [0; SIGNATURE_LEN];
        let version: [u8; 4] = 1_u32.to_le_bytes();
        let parts = version.iter().chain(&checksum).chain(&sequence);
        for (to, from) in out.iter_mut().zip(parts) {
            *to = *from;
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The flags of MS-NLMP 4.2.4.
    const FLAGS: u32 = 0xE28A_8233;

    #[test]
    fn seals_as_the_standard_does() {
        // MS-NLMP 4.2.4.4.
        let mut client = Session::new(&[0x55; 16], FLAGS, Side::Client);
        let plain: Vec<u8> = "Plaintext"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        let sealed = client.seal(&plain);
        let signature = [
            1, 0, 0, 0, 0x7F, 0xB3, 0x8E, 0xC5, 0xC5, 0x5D, 0x49, 0x76, 0, 0, 0, 0,
        ];
        assert_eq!(sealed[..16], signature);
        let data = [
            0x54, 0xE5, 0x01, 0x65, 0xBF, 0x19, 0x36, 0xDC, 0x99, 0x60, 0x20, 0xC1, 0x81, 0x1B,
            0x0F, 0x06, 0xFB, 0x5F,
        ];
        assert_eq!(sealed[16..], data);
        let mut server = Session::new(&[0x55; 16], FLAGS, Side::Server);
        assert_eq!(server.unseal(&sealed), Ok(plain));
    }

    #[test]
    fn each_message_has_its_number_and_any_change_is_seen() {
        for flags in [FLAGS, FLAGS & !flags::KEY_EXCH, FLAGS & !flags::KEY_128] {
            let mut client = Session::new(&[7; 16], flags, Side::Client);
            let mut server = Session::new(&[7; 16], flags, Side::Server);
            let (first, mut second) = (client.seal(b"one"), client.seal(b"two"));
            assert_eq!(server.unseal(&first), Ok(b"one".to_vec()));
            if let Some(last) = second.last_mut() {
                *last ^= 1;
            }
            assert_eq!(server.unseal(&second), Err(Altered));
        }
    }
}
