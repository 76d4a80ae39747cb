//! Which choices an engine can play, and which engine.
//!
//! It refuses combinations that nobody could play, in one sentence each, so that
//! [`Prepared`](crate::prepared::Prepared) never meets one.

use crate::choices::{Choices, Honesty, Version};
use crate::suite::{Player, Suite};

/// Who plays a server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Backend {
    /// Either of the two, by what the ClientHello offers.
    Both,
    /// SSL 3.0 to TLS 1.2 with static RSA: [`crate::legacy`].
    Legacy,
    /// rustls: [`crate::modern`].
    Modern,
}

/// Why choices cannot be played.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Unplayable(pub String);

impl Choices {
    /// Finds out whether an engine can play this.
    ///
    /// # Errors
    /// Says which two choices exclude each other.
    pub fn validate(&self) -> Result<(), Unplayable> {
        if self.versions.is_empty() {
            return unplayable("no TLS version is chosen");
        }
        for suite in self.suites.iter().flatten() {
            if suite.player() == Player::None {
                return unplayable(format!("no engine can play {suite}"));
            }
            if !self.versions.iter().any(|version| suite.plays_in(*version)) {
                return unplayable(format!("{suite} fits none of the chosen versions"));
            }
        }
        for version in &self.versions {
            self.validate_version(*version)?;
        }
        if self.signature == Honesty::Wrong && self.backend() != Backend::Modern {
            let other = self
                .by_hand(Version::Tls12)
                .unwrap_or("static RSA key exchange");
            return unplayable(format!(
                "a wrong signature cannot be played with {other}: the server signs nothing there"
            ));
        }
        Ok(())
    }

    fn validate_version(&self, version: Version) -> Result<(), Unplayable> {
        if let Some(what) = self.by_hand(version) {
            if version == Version::Tls13 {
                return unplayable(format!("{what} cannot be played in TLS 1.3"));
            }
            if let Some(suite) = self.suites_of(version).find(|suite| is_modern(*suite)) {
                return unplayable(format!("{what} cannot be played with {suite}"));
            }
        }
        if self.suites_of(version).next().is_none() {
            return unplayable(format!("{version} is chosen without a suite that fits it"));
        }
        Ok(())
    }

    /// Who plays this; meaningful once it is valid.
    #[must_use]
    pub fn backend(&self) -> Backend {
        let chosen = || {
            self.versions
                .iter()
                .flat_map(|version| self.suites_of(*version))
        };
        match (
            chosen().any(is_modern),
            chosen().any(|suite| !is_modern(suite)),
        ) {
            (true, true) => Backend::Both,
            (false, true) => Backend::Legacy,
            _ => Backend::Modern,
        }
    }

    /// The suites that `version` may use, the favourite first.
    pub fn suites_of(&self, version: Version) -> impl Iterator<Item = Suite> {
        let listed = self.suites.iter().flatten().copied();
        let listed = listed.filter(move |suite| suite.plays_in(version));
        let defaults = self.suites.is_none().then(|| self.defaults_of(version));
        listed.chain(defaults.into_iter().flatten())
    }

    /// Without a list, rustls takes all that it can; the legacy engine joins in once a
    /// version below TLS 1.2 is chosen, and never takes NULL by itself.
    fn defaults_of(&self, version: Version) -> impl Iterator<Item = Suite> + use<> {
        let mut versions = self.versions.iter();
        let old = versions.any(|version| *version < Version::Tls12);
        let by_hand = self.by_hand(version).is_some();
        let joins = move |(suite, player): (Suite, Player)| {
            let joins = match player {
                Player::Legacy(_) => (old || by_hand) && !suite.name().contains("NULL"),
                Player::Modern(_) => !by_hand,
                Player::None => false,
            };
            (joins && player.plays(version)).then_some(suite)
        };
        Suite::with_players().filter_map(joins)
    }

    /// The choice that only the legacy engine can play in `version`, if any engine can.
    fn by_hand(&self, version: Version) -> Option<&'static str> {
        if self.unoffered_suite.is_some() {
            Some("a suite that was not offered")
        } else if !self.renegotiation_info {
            Some("silence about renegotiation")
        } else if self.finished == Honesty::Wrong && version < Version::Tls13 {
            Some("a wrong Finished")
        } else {
            None
        }
    }
}

fn is_modern(suite: Suite) -> bool {
    matches!(suite.player(), Player::Modern(_))
}

fn unplayable(reason: impl Into<String>) -> Result<(), Unplayable> {
    Err(Unplayable(reason.into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn suites(names: &[&str]) -> Option<Vec<Suite>> {
        Some(
            names
                .iter()
                .map(|name| Suite::by_name(name).unwrap())
                .collect(),
        )
    }

    fn error(choices: &Choices) -> String {
        choices.validate().unwrap_err().to_string()
    }

    #[test]
    fn the_default_is_rustls() {
        let choices = Choices::default();
        assert_eq!(choices.validate(), Ok(()));
        assert_eq!(choices.backend(), Backend::Modern);
        assert_eq!(choices.suites_of(Version::Tls13).count(), 3);
    }

    #[test]
    fn versions_and_suites_decide_who_plays() {
        let old = Choices {
            versions: vec![Version::Tls10],
            ..Choices::default()
        };
        assert_eq!(old.backend(), Backend::Legacy);
        let wide = Choices {
            versions: Version::ALL.to_vec(),
            ..Choices::default()
        };
        assert_eq!((wide.validate(), wide.backend()), (Ok(()), Backend::Both));
        let wrong = Choices {
            versions: vec![Version::Tls12],
            finished: Honesty::Wrong,
            ..Choices::default()
        };
        assert_eq!(
            (wrong.validate(), wrong.backend()),
            (Ok(()), Backend::Legacy)
        );
    }

    #[test]
    fn a_wrong_finished_is_played_by_hand_up_to_tls_1_2_only() {
        let wrong = Choices {
            finished: Honesty::Wrong,
            ..Choices::default()
        };
        assert_eq!((wrong.validate(), wrong.backend()), (Ok(()), Backend::Both));
        assert!(
            wrong
                .suites_of(Version::Tls12)
                .all(|suite| !is_modern(suite))
        );
        let wrong = Choices {
            versions: vec![Version::Tls13],
            ..wrong
        };
        assert_eq!(
            (wrong.validate(), wrong.backend()),
            (Ok(()), Backend::Modern)
        );
    }

    #[test]
    fn impossible_choices_say_why() {
        let choices = Choices {
            renegotiation_info: false,
            ..Choices::default()
        };
        assert_eq!(
            error(&choices),
            "silence about renegotiation cannot be played in TLS 1.3"
        );
        let choices = Choices {
            versions: vec![Version::Tls12],
            finished: Honesty::Wrong,
            suites: suites(&["TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"]),
            ..Choices::default()
        };
        assert_eq!(
            error(&choices),
            "a wrong Finished cannot be played with TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"
        );
        let choices = Choices {
            suites: suites(&["TLS_RSA_WITH_RC4_128_SHA"]),
            ..Choices::default()
        };
        assert_eq!(
            error(&choices),
            "TLS 1.3 is chosen without a suite that fits it"
        );
        let choices = Choices {
            suites: suites(&["TLS_RSA_WITH_DES_CBC_SHA"]),
            ..Choices::default()
        };
        assert_eq!(
            error(&choices),
            "no engine can play TLS_RSA_WITH_DES_CBC_SHA"
        );
        let choices = Choices {
            versions: vec![Version::Tls10],
            signature: Honesty::Wrong,
            ..Choices::default()
        };
        assert!(error(&choices).starts_with("a wrong signature cannot be played with static RSA"));
        let choices = Choices {
            versions: Vec::new(),
            ..Choices::default()
        };
        assert_eq!(error(&choices), "no TLS version is chosen");
    }
}
