//! What is chosen from a ClientHello, and the ServerHello that says so.

use super::keys::Randoms;
use super::protection::Protection;
use crate::alert::description::{
    HANDSHAKE_FAILURE, INAPPROPRIATE_FALLBACK, PROTOCOL_VERSION, UNRECOGNIZED_NAME,
};
use crate::choices::{Choices, ServerNamePolicy, Version};
use crate::client_hello::ClientHello;
use crate::suite::Suite;

/// What a handshake settled on.
#[derive(Clone)]
pub(super) struct Agreed {
    pub(super) version: Version,
    pub(super) suite: Suite,
    pub(super) protection: Protection,
    pub(super) randoms: Randoms,
}

/// No common ground: the alert to send, and why.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct NoCommonGround {
    pub(super) alert: u8,
    pub(super) reason: String,
}

/// Chooses version and suite (RFC 5246 7.4.1.3, E.1).
pub(super) fn choose(
    choices: &Choices,
    hello: &ClientHello,
    server_random: [u8; 32],
) -> Result<Agreed, NoCommonGround> {
    if choices.server_name == ServerNamePolicy::Required && hello.server_name.is_none() {
        let reason = "the client names no host".to_owned();
        return Err(NoCommonGround {
            alert: UNRECOGNIZED_NAME,
            reason,
        });
    }
    let version = choose_version(choices, hello)?;
    let common = choices.suites_of(version).find(|suite| {
        Protection::of(*suite).is_some() && hello.cipher_suites.contains(&suite.id())
    });
    let suite = choices
        .unoffered_suite
        .map_or(common, |wanted| unoffered(wanted, hello))
        .ok_or_else(|| NoCommonGround {
            alert: HANDSHAKE_FAILURE,
            reason: format!("the client offers no cipher suite that the server takes in {version}"),
        })?;
    let protection = Protection::of(suite)
        .or_else(|| common.and_then(Protection::of))
        .unwrap_or_else(Protection::fallback);
    let randoms = Randoms {
        client: hello.random,
        server: marked(server_random, choices, version),
    };
    Ok(Agreed {
        version,
        suite,
        protection,
        randoms,
    })
}

/// The suite that is not to be offered; where a client does offer it, and it would do for a
/// handshake, another that it does not.
fn unoffered(wanted: Suite, hello: &ClientHello) -> Option<Suite> {
    let is_unoffered = |suite: &Suite| !hello.cipher_suites.contains(&suite.id());
    if is_unoffered(&wanted) || Protection::of(wanted).is_none() {
        return Some(wanted);
    }
    let mut of_tls12 = Suite::all().filter(|suite| !suite.plays_in(Version::Tls13));
    of_tls12.find(is_unoffered)
}

fn choose_version(choices: &Choices, hello: &ClientHello) -> Result<Version, NoCommonGround> {
    let best = choices
        .versions
        .iter()
        .max()
        .copied()
        .unwrap_or(Version::Ssl3);
    if hello.fallback_scsv && hello.max_version() < best.code() {
        // RFC 7507 3.
        let reason = format!("the client fell back below {best}");
        return Err(NoCommonGround {
            alert: INAPPROPRIATE_FALLBACK,
            reason,
        });
    }
    choices
        .versions
        .iter()
        .copied()
        .filter(|version| *version <= Version::Tls12 && hello.offers_version(version.code()))
        .max()
        .ok_or_else(|| NoCommonGround {
            // SSL 3.0 has no protocol_version alert (RFC 6101 5.4.2).
            alert: if hello.max_version() > 0x0300 {
                PROTOCOL_VERSION
            } else {
                HANDSHAKE_FAILURE
            },
            reason: format!(
                "the client's highest version is {:#06x}",
                hello.max_version()
            ),
        })
}

/// RFC 8446 4.1.3: a server that could speak TLS 1.3 and does not says so at the end of its
/// random, so that a client which could as well knows that somebody talked them down.
fn marked(mut random: [u8; 32], choices: &Choices, version: Version) -> [u8; 32] {
    if choices.versions.contains(&Version::Tls13) {
        let last = u8::from(version == Version::Tls12);
        random[24..31].copy_from_slice(b"DOWNGRD");
        random[31] = last;
    }
    random
}

/// The body of the ServerHello (RFC 5246 7.4.1.3); no session id: nothing is resumed.
pub(super) fn server_hello(choices: &Choices, hello: &ClientHello, agreed: &Agreed) -> Vec<u8> {
    let mut body = agreed.version.code().to_be_bytes().to_vec();
    body.extend(agreed.randoms.server);
    body.push(0 /* session id */);
    body.extend(agreed.suite.id().to_be_bytes());
    body.push(0 /* no compression */);
    if choices.renegotiation_info && hello.offers_secure_renegotiation() {
        // RFC 5746 3.6: also in SSL 3.0, and also when only the SCSV was sent.
        body.extend([0, 5, 0xff, 0x01, 0, 1, 0]);
    }
    body
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hello(version: u16, suites: &[u16]) -> ClientHello {
        ClientHello {
            legacy_version: version,
            cipher_suites: suites.to_vec(),
            ..ClientHello::default()
        }
    }

    fn choices(versions: &[Version]) -> Choices {
        Choices {
            versions: versions.to_vec(),
            ..Choices::default()
        }
    }

    fn alert(choices: &Choices, hello: &ClientHello) -> u8 {
        choose(choices, hello, [0; 32])
            .map(|_| ())
            .unwrap_err()
            .alert
    }

    #[test]
    fn the_highest_common_version_and_the_servers_favourite_win() {
        let choices = choices(&[Version::Ssl3, Version::Tls10]);
        let agreed = choose(&choices, &hello(0x0303, &[5, 0x2f]), [0; 32]);
        let Ok(agreed) = agreed else {
            panic!("there is common ground")
        };
        assert_eq!(agreed.version, Version::Tls10);
        assert_eq!(agreed.suite.name(), "TLS_RSA_WITH_AES_128_CBC_SHA");
    }

    #[test]
    fn no_common_ground_has_an_alert_for_each_reason() {
        let tls11 = choices(&[Version::Tls11]);
        assert_eq!(alert(&tls11, &hello(0x0301, &[5])), PROTOCOL_VERSION);
        assert_eq!(alert(&tls11, &hello(0x0300, &[5])), HANDSHAKE_FAILURE);
        assert_eq!(alert(&tls11, &hello(0x0302, &[0x1301])), HANDSHAKE_FAILURE);
        let fallback = ClientHello {
            fallback_scsv: true,
            ..hello(0x0301, &[5])
        };
        assert_eq!(
            alert(&choices(&Version::ALL), &fallback),
            INAPPROPRIATE_FALLBACK
        );
        let strict = Choices {
            server_name: ServerNamePolicy::Required,
            ..tls11
        };
        assert_eq!(alert(&strict, &hello(0x0302, &[5])), UNRECOGNIZED_NAME);
    }

    #[test]
    fn a_suite_that_was_not_offered_is_chosen_all_the_same() {
        let choices = Choices {
            unoffered_suite: Suite::by_name("TLS_RSA_WITH_RC4_128_MD5"),
            ..choices(&[Version::Tls12])
        };
        let chosen = |offered: &[u16]| {
            let agreed = choose(&choices, &hello(0x0303, offered), [0; 32]);
            agreed.unwrap().suite.id()
        };
        assert_eq!(chosen(&[0x2f]), 4);
        let instead = chosen(&[0x2f, 4]);
        assert!(![0x2f, 4].contains(&instead), "{instead:#06x}");
        // Nobody plays this one: naming it is enough.
        let export = Suite::by_name("TLS_RSA_EXPORT_WITH_RC4_40_MD5").unwrap();
        let offered = hello(0x0303, &[0x2f, export.id()]);
        assert_eq!(unoffered(export, &offered), Some(export));
    }

    #[test]
    fn a_server_of_tls_1_3_says_that_it_could_have_spoken_it() {
        let random = |versions: &[Version], offered| {
            let agreed = choose(&choices(versions), &hello(offered, &[0x2f]), [7; 32]);
            agreed.map(|agreed| agreed.randoms.server)
        };
        let ends_with = |end: &[u8]| [&[7; 24], end].concat();
        let old = random(&Version::ALL, 0x0302).unwrap();
        assert_eq!(old[..], ends_with(b"DOWNGRD\x00"));
        let tls12 = random(&Version::ALL, 0x0303).unwrap();
        assert_eq!(tls12[..], ends_with(b"DOWNGRD\x01"));
        assert_eq!(random(&Version::ALL[..4], 0x0303), Ok([7; 32]));
    }

    impl std::fmt::Debug for Agreed {
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            write!(f, "{} {}", self.version, self.suite)
        }
    }

    impl PartialEq for Agreed {
        fn eq(&self, other: &Self) -> bool {
            (self.version, self.suite) == (other.version, other.suite)
        }
    }
}
