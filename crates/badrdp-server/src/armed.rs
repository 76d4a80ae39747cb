//! A scenario made ready: what costs time is done before a listener accepts, but for the
//! signature of its certificate, which comes with the first client that is shown it.

use std::collections::HashMap;
use std::sync::Arc;

use badrdp_faults::faults::ListenerMode;
use badrdp_faults::{Dice, Plan, Stream};
use badrdp_proto::acceptor::{Acceptor, Host};
use badrdp_scenario::Scenario;
use badrdp_tls::{Engine, Identity, Prepared};

use crate::evidence::Secrets;
use crate::host::{self, HostMaker};

/// A scenario that is ready to be served.
#[derive(Clone)]
pub struct Armed {
    scenario: Arc<Scenario>,
    seed: u64,
    /// The scenario's id in words.
    id: String,
    /// As [`Server::all_choices`](badrdp_scenario::Server::all_choices) lists them.
    /// None where the server never shows a certificate.
    tls: Arc<[Option<Prepared>]>,
    /// The honest server of each of them.
    hosts: Arc<[Arc<Host>]>,
    /// Where the secrets of TLS go.
    secrets: Arc<Secrets>,
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
        let mut identities = Identities {
            scenario: &scenario,
            issue: &mut |name| identity(name).map_err(Into::into),
            known: HashMap::new(),
        };
        let seed = seed.unwrap_or(scenario.seed);
        let secrets = Arc::new(Secrets::new(key_log));
        let mut hosts = HostMaker::new(&scenario, seed);
        let mut tls = Vec::new();
        let serves = scenario
            .faults
            .iter()
            .all(|fault| fault.listener().is_none());
        for choices in scenario.server.all_choices() {
            let secured = serves && host::shows_tls(&choices.negotiation);
            let shown = secured
                .then(|| identities.get(&choices.certificate))
                .transpose()?;
            let prepared = shown
                .as_ref()
                .map(|shown| Prepared::new(&choices.tls, shown, Some(secrets.clone())));
            tls.push(prepared.transpose().map_err(|source| ArmError::Tls {
                scenario: scenario.id.to_string(),
                source,
            })?);
            let old = serves && host::shows_standard_security(&choices.negotiation);
            let key = old
                .then(|| identities.get(&choices.server_key))
                .transpose()?;
            hosts.push(choices, shown.as_ref(), key.as_ref());
        }
        let hosts = hosts.finish();
        Ok(Self {
            id: scenario.id.to_string(),
            scenario,
            seed,
            tls: tls.into(),
            hosts,
            secrets,
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

    /// Where the secrets of TLS go.
    pub(crate) fn secrets(&self) -> &Secrets {
        &self.secrets
    }

    /// The honest server of connection `number`.
    pub(crate) fn acceptor(&self, number: u32) -> Acceptor {
        let host = &self.hosts[self.index(number)];
        Acceptor::new(host::announcing(host, &self.scenario.faults, number))
    }

    /// The faults of connection `number`.
    pub(crate) fn plan(&self, number: u32) -> Plan {
        let dice = self.dice(number, Stream::Faults);
        Plan::new(Arc::clone(&self.scenario.faults), number, dice)
    }

    /// The honest server's random choices on connection `number`.
    pub(crate) fn dice(&self, number: u32, stream: Stream) -> Dice {
        Dice::new(self.seed, &self.id, number, stream)
    }

    /// TLS of connection `number`.
    pub(crate) fn tls(&self, number: u32) -> Option<Box<dyn Engine>> {
        let prepared = self.tls.get(self.index(number))?.as_ref()?;
        Some(prepared.accept(|| self.dice(number, Stream::Tls).seed()))
    }

    /// Which of all choices connection `number` meets.
    fn index(&self, number: u32) -> usize {
        let wanted = self.scenario.server.on(number);
        self.scenario
            .server
            .all_choices()
            .position(|choices| std::ptr::eq(choices, wanted))
            .unwrap_or(0)
    }
}

/// Issues what a recipe is called.
type Issue<'a> = dyn FnMut(&str) -> Result<Identity, Box<dyn std::error::Error + Send + Sync>> + 'a;

/// Certificates and keys by the names of their recipes, each issued once.
struct Identities<'a> {
    scenario: &'a Scenario,
    issue: &'a mut Issue<'a>,
    known: HashMap<String, Identity>,
}

impl Identities<'_> {
    fn get(&mut self, name: &str) -> Result<Identity, ArmError> {
        if let Some(identity) = self.known.get(name) {
            return Ok(identity.clone());
        }
        let identity = (self.issue)(name).map_err(|source| ArmError::Certificate {
            scenario: self.scenario.id.to_string(),
            name: name.to_owned(),
            source,
        })?;
        self.known.insert(name.to_owned(), identity.clone());
        Ok(identity)
    }
}
