//! Makes the honest server of a scenario: its settings, its keys, its test card.

use std::sync::Arc;
use std::time::Duration;

use badrdp_faults::{Dice, FaultSpec, Moment, Stream};
use badrdp_proto::acceptor::{Answer, Host, Settings};
use badrdp_proto::standard_security::ServerKey;
use badrdp_proto::{MessageName, Phase};
use badrdp_scenario::{Choices, Scenario};
use badrdp_tls::Identity;
use badrdp_tls::identity::PrivateKey;
use rsa::traits::{PrivateKeyParts as _, PublicKeyParts as _};

/// Makes one honest server for each set of choices of a scenario.
pub(crate) struct HostMaker<'a> {
    scenario: &'a Scenario,
    auto_reconnect_random: [u8; 16],
    hosts: Vec<Arc<Host>>,
}

impl<'a> HostMaker<'a> {
    pub(crate) fn new(scenario: &'a Scenario, seed: u64) -> Self {
        // One cookie for all connections: the second one presents what the first one got.
        let mut dice = Dice::new(seed, &scenario.id.to_string(), 0, Stream::Session);
        let random = dice.bytes(16).try_into().unwrap_or_default();
        Self {
            scenario,
            auto_reconnect_random: random,
            hosts: Vec::new(),
        }
    }

    /// The next one: `shown` is what it shows in TLS, `key` what it has for Standard RDP Security.
    pub(crate) fn push(
        &mut self,
        choices: &Choices,
        shown: Option<&Identity>,
        key: Option<&Identity>,
    ) {
        self.hosts.push(Arc::new(Host {
            negotiation: choices.negotiation,
            session: choices.session.clone(),
            public_key: shown.map_or_else(Vec::new, |shown| shown.public_key.clone()),
            server_key: key.and_then(server_key),
            auto_reconnect_random: self.auto_reconnect_random,
            id: self.scenario.id.to_string(),
            title: self.scenario.file.title.clone(),
            announcement: announcement(&self.scenario.faults, 1),
        }));
    }

    pub(crate) fn finish(self) -> Arc<[Arc<Host>]> {
        self.hosts.into()
    }
}

/// Whether TLS can come of the negotiation.
pub(crate) const fn shows_tls(negotiation: &Settings) -> bool {
    negotiation.direct_tls
        || match negotiation.answer {
            Answer::Fail(_) | Answer::NoNegotiationData => false,
            Answer::Honest => negotiation.supported.is_enhanced(),
            Answer::Select(selected) => selected.is_enhanced(),
        }
}

/// Whether Standard RDP Security can come of the negotiation.
pub(crate) const fn shows_standard_security(negotiation: &Settings) -> bool {
    match negotiation.answer {
        Answer::Fail(_) => false,
        Answer::NoNegotiationData => true,
        Answer::Honest => negotiation.standard_security,
        Answer::Select(selected) => !selected.is_enhanced(),
    }
}

/// The key of Standard RDP Security; it has to be RSA.
fn server_key(identity: &Identity) -> Option<ServerKey> {
    match &identity.key {
        PrivateKey::Rsa(key) => Some(ServerKey::new(
            &key.n().to_bytes_be(),
            &key.e().to_bytes_be(),
            &key.d().to_bytes_be(),
        )),
        PrivateKey::Pkcs8(_) => None,
    }
}

/// The server as connection `number` meets it: its test card announces what happens there.
pub(crate) fn announcing(host: &Arc<Host>, faults: &[FaultSpec], number: u32) -> Arc<Host> {
    let announcement = announcement(faults, number);
    if host.announcement == announcement {
        return Arc::clone(host);
    }
    Arc::new(Host {
        announcement,
        ..Host::clone(host)
    })
}

/// What the test card announces: the first fault that strikes an active session by the clock.
fn announcement(faults: &[FaultSpec], number: u32) -> Option<(String, Duration)> {
    let in_session = |fault: &&FaultSpec| {
        let when = fault.when();
        when.connections.contains(number)
            && matches!(
                when.moment,
                Moment::During(Phase::Active) | Moment::After(MessageName::FontMap)
            )
    };
    let fault = faults
        .iter()
        .filter(in_session)
        .min_by_key(|fault| fault.when().delay())?;
    Some((fault.fault().meaning().to_owned(), fault.when().delay()))
}

#[cfg(test)]
mod tests {
    use badrdp_scenario::Catalogue;

    use super::*;

    #[test]
    fn only_what_a_connection_meets_is_announced_on_it() {
        let catalogue = Catalogue::built_in(None);
        let scenario = catalogue.scenario("redirection/to-itself").unwrap();
        let host = Arc::new(Host::default());
        let on = |number| {
            announcing(&host, &scenario.faults, number)
                .announcement
                .clone()
        };
        let (text, at) = on(1).unwrap();
        assert_eq!(at, Duration::from_millis(500));
        assert!(text.contains("Redirection"), "{text}");
        assert_eq!(on(2), None);
        let first = announcing(&host, &scenario.faults, 1);
        assert!(Arc::ptr_eq(
            &first,
            &announcing(&first, &scenario.faults, 1)
        ));
    }
}
