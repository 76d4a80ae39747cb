//! Which encryption a connection gets: the server's choice of method and level.
//!
//! `encryptionMethods` is what the client can do (MS-RDPBCGR 2.2.1.3.3), `encryptionMethod`
//! and `encryptionLevel` are what the server chose (2.2.1.4.3).

use super::level::Level;
use super::method::{Method, Methods};

/// The encryption of one connection: what the server puts into its security data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Encryption {
    /// How; `None` exactly at [`Level::None`], where there are no random and no certificate.
    pub method: Option<Method>,
    /// What, and who chose.
    pub level: Level,
}

impl Encryption {
    /// No encryption: what Enhanced RDP Security says too (MS-RDPBCGR 5.4.1).
    pub const NONE: Self = Self {
        method: None,
        level: Level::None,
    };

    /// The choice of a server that allows `server` at `level`, for a client that can do `client`.
    ///
    /// As Windows does it: the strongest RC4 that both have, and FIPS only where nothing
    /// else is left, because MS-RDPBCGR 4.1.4 answers 0x1B with 128 bit. High refuses
    /// what is weaker than 128 bit, FIPS all but FIPS (5.3.1).
    ///
    /// # Errors
    /// [`NothingInCommon`]; a server closes the connection then.
    pub fn choose(server: Methods, level: Level, client: Methods) -> Result<Self, NothingInCommon> {
        let preferred: &[Method] = match level {
            Level::None => return Ok(Self::NONE),
            Level::Low => &[Method::Bits128, Method::Bits56, Method::Bits40],
            Level::ClientCompatible => &[
                Method::Bits128,
                Method::Bits56,
                Method::Bits40,
                Method::Fips,
            ],
            Level::High => &[Method::Bits128, Method::Fips],
            Level::Fips => &[Method::Fips],
        };
        preferred
            .iter()
            .copied()
            .find(|method| server.contains(*method) && client.contains(*method))
            .map(|method| Self {
                method: Some(method),
                level,
            })
            .ok_or(NothingInCommon {
                server,
                level,
                client,
            })
    }

    /// `encryptionMethod`, 0 for none.
    #[must_use]
    pub fn method_number(self) -> u32 {
        self.method.map_or(0, Method::number)
    }
}

/// Client and server share no encryption method that the level allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "no encryption method in common at level {level}: the server allows {server:#x}, the client offers {client:#x}",
    server = .server.0, client = .client.0
)]
pub struct NothingInCommon {
    /// What the server allows.
    pub server: Methods,
    /// The level that it insists on.
    pub level: Level,
    /// What the client offers.
    pub client: Methods,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen(server: Methods, level: Level, client: u32) -> Option<u32> {
        Encryption::choose(server, level, Methods(client))
            .ok()
            .map(Encryption::method_number)
    }

    #[test]
    fn client_compatible_takes_the_strongest_rc4_of_the_client() {
        let level = Level::ClientCompatible;
        for (client, method) in [(0x1B, 2), (0x0B, 2), (0x09, 8), (0x01, 1), (0x10, 0x10)] {
            assert_eq!(chosen(Methods::ALL, level, client), Some(method));
        }
        assert_eq!(chosen(Methods(1), level, 0x1B), Some(1));
    }

    #[test]
    fn high_and_fips_refuse_weak_clients() {
        assert_eq!(chosen(Methods::ALL, Level::High, 0x1B), Some(2));
        assert_eq!(chosen(Methods::ALL, Level::High, 0x09), None);
        assert_eq!(chosen(Methods::ALL, Level::Fips, 0x1B), Some(0x10));
        assert_eq!(chosen(Methods::ALL, Level::Fips, 0x0B), None);
    }

    #[test]
    fn without_a_method_in_common_there_is_a_sentence() {
        let error = Encryption::choose(Methods::ALL, Level::High, Methods(1)).unwrap_err();
        assert_eq!(
            error.to_string(),
            "no encryption method in common at level high: the server allows 0x1b, the client offers 0x1"
        );
    }

    #[test]
    fn level_none_needs_nothing_of_the_client() {
        assert_eq!(chosen(Methods::NONE, Level::None, 0), Some(0));
    }
}
