//! A server's choices, made ready once and played many times.
//!
//! What costs time (reading keys, building tables) happens in [`Prepared::new`], before a
//! listener accepts; [`Prepared::accept`] is cheap.

use std::fmt;
use std::sync::Arc;

use rustls::KeyLog;

use crate::choices::Choices;
use crate::either::Either;
use crate::engine::Engine;
use crate::identity::{Identity, PrivateKey};
use crate::legacy::{self, Legacy};
use crate::modern::{self, Modern};
use crate::playable::{Backend, Unplayable};

/// A TLS server that is ready to accept.
#[derive(Clone)]
pub struct Prepared(Play);

/// Who plays, with what it needs.
#[derive(Clone)]
enum Play {
    Both(Arc<legacy::Config>, Arc<modern::Config>),
    Legacy(Arc<legacy::Config>),
    Modern(Arc<modern::Config>),
}

impl Prepared {
    /// Checks the choices and reads the key. Secrets of every connection go to `key_log`.
    ///
    /// # Errors
    /// When no engine can play the choices with this identity; says why.
    pub fn new(
        choices: &Choices,
        identity: &Identity,
        key_log: Option<Arc<dyn KeyLog>>,
    ) -> Result<Self, Unplayable> {
        choices.validate()?;
        let modern = |key_log| modern::Config::new(choices, identity, key_log).map(Arc::new);
        Ok(Self(match choices.backend() {
            Backend::Both => {
                let legacy = legacy(choices, identity, key_log.clone())?;
                Play::Both(legacy, modern(key_log)?)
            }
            Backend::Legacy => Play::Legacy(legacy(choices, identity, key_log)?),
            Backend::Modern => Play::Modern(modern(key_log)?),
        }))
    }

    /// The server side of one new connection.
    ///
    /// The seed decides every random byte of the legacy engine; rustls draws its own and asks for
    /// none.
    #[must_use]
    pub fn accept(&self, seed: impl FnOnce() -> [u8; 32]) -> Box<dyn Engine> {
        match &self.0 {
            Play::Both(legacy, modern) => {
                Box::new(Either::new(Arc::clone(legacy), Arc::clone(modern), seed()))
            }
            Play::Legacy(config) => Box::new(Legacy::new(Arc::clone(config), seed())),
            Play::Modern(config) => Box::new(Modern::new(Arc::clone(config))),
        }
    }
}

impl fmt::Debug for Prepared {
    // A key must never reach a log.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.0 {
            Play::Both(..) => "Prepared(Both)",
            Play::Legacy(_) => "Prepared(Legacy)",
            Play::Modern(_) => "Prepared(Modern)",
        })
    }
}

fn legacy(
    choices: &Choices,
    identity: &Identity,
    key_log: Option<Arc<dyn KeyLog>>,
) -> Result<Arc<legacy::Config>, Unplayable> {
    let PrivateKey::Rsa(key) = &identity.key else {
        let reason = "static RSA key exchange needs an RSA key, and this one is of another kind";
        return Err(Unplayable(reason.to_owned()));
    };
    Ok(Arc::new(legacy::Config {
        choices: choices.clone(),
        chain: identity.chain.clone(),
        key: Arc::clone(key),
        key_log,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::choices::Version;
    use crate::testing::{strong, weak};

    fn prepared(versions: &[Version], identity: &Identity) -> String {
        let choices = Choices {
            versions: versions.to_vec(),
            ..Choices::default()
        };
        match Prepared::new(&choices, identity, None) {
            Ok(prepared) => format!("{prepared:?}"),
            Err(error) => error.to_string(),
        }
    }

    #[test]
    fn the_versions_decide_who_plays() {
        assert_eq!(prepared(&[Version::Tls13], &strong()), "Prepared(Modern)");
        assert_eq!(prepared(&[Version::Tls10], &weak()), "Prepared(Legacy)");
        assert_eq!(prepared(&Version::ALL, &weak()), "Prepared(Both)");
        assert!(prepared(&Version::ALL, &strong()).starts_with("static RSA key exchange needs"));
    }

    #[test]
    fn a_key_that_does_not_read_is_found_before_anybody_connects() {
        let key = PrivateKey::Pkcs8(Arc::new(vec![1, 2, 3]));
        let identity = Identity { key, ..strong() };
        assert!(
            prepared(&[Version::Tls13], &identity).starts_with("the private key does not read")
        );
    }

    #[test]
    fn the_seed_decides_what_the_legacy_engine_says() {
        let choices = Choices {
            versions: vec![Version::Tls10],
            ..Choices::default()
        };
        let prepared = Prepared::new(&choices, &weak(), None).unwrap();
        let hello = |seed| {
            let mut hello = legacy::hello_without_name(Version::Tls10);
            hello[5 + 4 + 2 + 32 + 1 + 2..][..2].copy_from_slice(&[0, 5]);
            let mut engine = prepared.accept(|| seed);
            engine.read(&hello).unwrap();
            engine.drain()
        };
        assert_eq!(hello([1; 32]), hello([1; 32]));
        assert_ne!(hello([1; 32]), hello([2; 32]));
    }
}
