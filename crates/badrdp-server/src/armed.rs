//! A scenario made ready: everything that costs time is done before a listener accepts.

use std::collections::HashMap;
use std::sync::Arc;

use badrdp_faults::faults::ListenerMode;
use badrdp_faults::{Dice, Plan};
use badrdp_proto::Direction;
use badrdp_proto::acceptor::{Acceptor, Answer, Settings};
use badrdp_scenario::Scenario;
use badrdp_tls::{Engine, Identity, Prepared};

/// A scenario that is ready to be served.
#[derive(Clone)]
pub struct Armed {
    scenario: Arc<Scenario>,
    seed: u64,
    /// As [`Server::all_choices`](badrdp_scenario::Server::all_choices) lists them.
    /// None where the server never shows a certificate.
    tls: Arc<[Option<Prepared>]>,
}

/// Why a scenario cannot be made ready.
#[derive(Debug, thiserror::Error)]
pub enum ArmError {
    /// A certificate cannot be had.
    #[error("cannot make the certificate `{name}` of {scenario}: {source}")]
    Certificate {
        /// The scenario.
        scenario: String,
        /// The recipe.
        name: String,
        /// Why.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// TLS cannot be played with that certificate.
    #[error("cannot play the TLS of {scenario}: {source}")]
    Tls {
        /// The scenario.
        scenario: String,
        /// Why.
        source: badrdp_tls::Unplayable,
    },
}

impl std::fmt::Debug for Armed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Armed({})", self.scenario.id)
    }
}

impl Armed {
    /// Makes `scenario` ready. `identity` issues a certificate by the name of its recipe;
    /// `seed` replaces the scenario's own; secrets of TLS go to `key_log`.
    ///
    /// # Errors
    /// When a certificate cannot be issued or TLS cannot be played with it.
    pub fn new<E>(
        scenario: Arc<Scenario>,
        seed: Option<u64>,
        key_log: Option<Arc<dyn rustls::KeyLog>>,
        mut identity: impl FnMut(&str) -> Result<Identity, E>,
    ) -> Result<Self, ArmError>
    where
        E: Into<Box<dyn std::error::Error + Send + Sync>>,
    {
        let mut identities: HashMap<&str, Identity> = HashMap::new();
        let mut tls = Vec::new();
        let serves = scenario
            .faults
            .iter()
            .all(|fault| fault.listener().is_none());
        for choices in scenario.server.all_choices() {
            if !serves || !shows_tls(&choices.negotiation) {
                tls.push(None);
                continue;
            }
            let name = choices.certificate.as_str();
            if !identities.contains_key(name) {
                let issued = identity(name).map_err(|source| ArmError::Certificate {
                    scenario: scenario.id.to_string(),
                    name: name.to_owned(),
                    source: source.into(),
                })?;
                identities.insert(name, issued);
            }
            let Some(identity) = identities.get(name) else {
                continue;
            };
            let prepared = Prepared::new(&choices.tls, identity, key_log.clone());
            tls.push(Some(prepared.map_err(|source| ArmError::Tls {
                scenario: scenario.id.to_string(),
                source,
            })?));
        }
        let seed = seed.unwrap_or(scenario.seed);
        Ok(Self {
            scenario,
            seed,
            tls: tls.into(),
        })
    }

    /// The scenario.
    #[must_use]
    pub const fn scenario(&self) -> &Arc<Scenario> {
        &self.scenario
    }

    /// The seed of every random choice.
    #[must_use]
    pub const fn seed(&self) -> u64 {
        self.seed
    }

    /// What the listener does, if a fault lives there.
    #[must_use]
    pub fn listener(&self) -> Option<ListenerMode> {
        self.scenario
            .faults
            .iter()
            .find_map(badrdp_faults::FaultSpec::listener)
    }

    /// The honest server of connection `number`.
    pub(crate) fn acceptor(&self, number: u32) -> Acceptor {
        Acceptor::new(self.scenario.server.on(number).negotiation)
    }

    /// The faults of connection `number`.
    pub(crate) fn plan(&self, number: u32) -> Plan {
        let id = self.scenario.id.to_string();
        let dice = Dice::new(self.seed, &id, number, Direction::ServerToClient);
        Plan::new(Arc::clone(&self.scenario.faults), number, dice)
    }

    /// TLS of connection `number`.
    pub(crate) fn tls(&self, number: u32) -> Option<Box<dyn Engine>> {
        let wanted = self.scenario.server.on(number);
        let index = self
            .scenario
            .server
            .all_choices()
            .position(|choices| std::ptr::eq(choices, wanted))
            .unwrap_or(0);
        let id = self.scenario.id.to_string();
        let seed = Dice::new(self.seed, &id, number, Direction::ClientToServer).seed();
        self.tls
            .get(index)?
            .as_ref()
            .map(|prepared| prepared.accept(seed))
    }
}

/// Whether TLS can come of the negotiation.
const fn shows_tls(negotiation: &Settings) -> bool {
    negotiation.direct_tls
        || match negotiation.answer {
            Answer::Fail(_) | Answer::NoNegotiationData => false,
            Answer::Honest => negotiation.supported.is_enhanced(),
            Answer::Select(selected) => selected.is_enhanced(),
        }
}
