//! The keys of the full exchange (MS-RDPELE 5.1.2 to 5.1.5).

use std::fmt;

use crate::standard_security::keys::{md5, salted_hash};
use crate::standard_security::{mac, stream};

/// The bytes of a premaster secret.
pub const PREMASTER_SECRET_LEN: usize = 48;

/// The bytes of `MACData`.
pub const MAC_LEN: usize = 16;

/// What encrypts and signs from the Platform Challenge on, the same on both sides.
#[derive(Clone, PartialEq, Eq)]
pub struct Keys {
    mac_salt: [u8; 16],
    encryption: [u8; 16],
}

impl Keys {
    /// Derives them (MS-RDPELE 5.1.2).
    #[must_use]
    pub fn derive(premaster_secret: &[u8], client_random: &[u8], server_random: &[u8]) -> Self {
        let inputs = [&b"A"[..], b"BB", b"CCC"];
        let [a, b, c] =
            inputs.map(|input| salted_hash(premaster_secret, input, client_random, server_random));
        let master_secret = [a, b, c].concat();
        let [mac_salt, second, _] =
            inputs.map(|input| salted_hash(&master_secret, input, server_random, client_random));
        Self {
            mac_salt,
            encryption: md5(&[&second, client_random, server_random]),
        }
    }

    /// Encrypts or decrypts one blob; RC4 starts anew for each (MS-RDPELE 5.1.3).
    #[must_use]
    pub fn crypt(&self, blob: &[u8]) -> Vec<u8> {
        let mut bytes = blob.to_vec();
        stream::rc4(&self.encryption, &mut bytes);
        bytes
    }

    /// `MACData` over something plain (MS-RDPELE 5.1.5).
    #[must_use]
    pub fn mac(&self, plain: &[u8]) -> [u8; MAC_LEN] {
        mac::mac(&self.mac_salt, plain, &[])
    }
}

/// Says no secret.
impl fmt::Debug for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Keys").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bytes(hex: &str) -> Vec<u8> {
        (0..hex.len() / 2)
            .map(|nth| u8::from_str_radix(&hex[2 * nth..2 * nth + 2], 16).unwrap())
            .collect()
    }

    #[test]
    fn a_recorded_exchange_has_these_keys() {
        let premaster = bytes(concat!(
            "1428dafbb9ea38ab5ea2f904f7899c983d504577bf17811c",
            "3787c24813e8c9204ddff327bdb6987e64dafe1d312f62ca",
        ));
        let client = bytes("4b5b7b43638a08fed17abaf5918577fe3936f6d778ec6acc894a90412cac5a49");
        let server = bytes("5c81f011ebcfd10eb41fb3ba93a2d73909aa99e910d4d795ddad916905266b6a");
        let keys = Keys::derive(&premaster, &client, &server);
        assert_eq!(
            keys.mac_salt.to_vec(),
            bytes("f70375b95fdad0beb42af5c13d98857a")
        );
        assert_eq!(
            keys.encryption.to_vec(),
            bytes("fa44e878d82b3f1d4d00a0a655ce8ab7")
        );
    }

    #[test]
    fn a_recorded_challenge_decrypts_to_test() {
        let array = |hex| <[u8; 16]>::try_from(bytes(hex)).unwrap();
        let keys = Keys {
            mac_salt: array("015b9e5f06977158c3b88b8c6e772137"),
            encryption: array("e178e4a02ac5cab8a2d153b80723f3d2"),
        };
        let plain = keys.crypt(&bytes("26388877cbe8bfce2c51"));
        assert_eq!(plain, b"T\0E\0S\0T\0\0\0");
        assert_eq!(
            keys.mac(&plain).to_vec(),
            bytes("514a272c7418ec8895ddac103e3f0a72")
        );
    }
}
