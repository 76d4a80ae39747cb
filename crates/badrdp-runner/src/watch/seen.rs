//! What a watch has seen of each connection, and when that is enough. Pure: time is an argument.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use badrdp_faults::faults::Class;
use badrdp_proto::{MessageName, Phase};
use badrdp_scenario::{Outcome, Scenario};
use badrdp_server::Happening;
use tokio::time::Instant;

/// How long a session has to hold where the scenario does not say.
const HOLD: Duration = Duration::from_secs(2);

/// What was seen so far.
pub(super) struct Seen {
    scenario: Arc<Scenario>,
    connections: BTreeMap<u32, Session>,
}

/// One connection.
#[derive(Default)]
struct Session {
    active_since: Option<Instant>,
    /// The faults whose moment came.
    due: BTreeSet<usize>,
    /// Nothing happens to it before.
    quiet_from: Option<Instant>,
    /// It is silent for good, or about to end.
    is_over: bool,
    /// What shows a session of which the record does not know, because a fault has changed the
    /// Font Map or left it out: the judge goes by the same.
    signs: Signs,
}

#[derive(Default)]
struct Signs {
    /// The client has said its last word of the connection sequence.
    font_list: bool,
    /// The server draws.
    picture: bool,
    /// The client says what belongs to a session.
    client: bool,
}

impl Session {
    fn begin(&mut self, now: Instant) {
        self.active_since.get_or_insert(now);
    }

    fn sign(&mut self, now: Instant, show: impl FnOnce(&mut Signs)) {
        show(&mut self.signs);
        let Signs {
            font_list,
            picture,
            client,
        } = self.signs;
        if font_list && picture && client {
            self.begin(now);
        }
    }
}

impl Seen {
    pub(super) const fn new(scenario: Arc<Scenario>) -> Self {
        let connections = BTreeMap::new();
        Self {
            scenario,
            connections,
        }
    }

    pub(super) fn observe(&mut self, number: u32, what: &Happening, now: Instant) {
        // Of one that is over nothing more comes. A client may come back thousands of times.
        if matches!(what, Happening::Over { .. }) {
            self.connections.remove(&number);
            return;
        }
        let session = self.connections.entry(number).or_default();
        match what {
            Happening::Phase {
                phase: Phase::Active,
            } => session.begin(now),
            Happening::Received { message, .. } if *message == MessageName::FontList => {
                session.sign(now, |signs| signs.font_list = true);
            }
            Happening::Received { .. } => session.sign(now, |signs| signs.client = true),
            Happening::Sent { .. } => session.sign(now, |signs| signs.picture = true),
            Happening::FaultDue { fault, .. } => {
                session.due.insert(*fault);
                session.quiet_from = session.quiet_from.max(Some(now));
            }
            Happening::Stalled { limit: Some(limit) } => {
                session.quiet_from = session.quiet_from.max(Some(now + *limit));
            }
            Happening::ClientClosed
            | Happening::ClientReset
            | Happening::Misbehaved { .. }
            | Happening::ServerClosed
            | Happening::ServerReset
            | Happening::Stalled { limit: None } => session.is_over = true,
            Happening::Accepted
            | Happening::Over { .. }
            | Happening::Phase { .. }
            | Happening::Tls { .. } => {}
        }
    }

    /// When the session will have held for long enough, if nothing else happens.
    pub(super) fn ready_at(&self) -> Option<Instant> {
        let expect = self.scenario.expect();
        let wants = |outcome| expect.accepts(outcome) || expect.tolerate.contains(&outcome);
        let listed = u32::try_from(expect.connections.len()).unwrap_or(u32::MAX);
        let first = match (wants(Outcome::Connected), wants(Outcome::Reconnected)) {
            (true, _) => listed.max(1),
            (false, true) => listed.max(2),
            (false, false) => return None,
        };
        let later = self.connections.range(first..);
        later
            .filter_map(|(number, session)| self.held_at(*number, session))
            .min()
    }

    fn held_at(&self, number: u32, session: &Session) -> Option<Instant> {
        let active_since = session.active_since.filter(|_| !session.is_over)?;
        let mut from = session.quiet_from.max(Some(active_since))?;
        for (index, fault) in self.scenario.faults.iter().enumerate() {
            let when = fault.when();
            if !when.connections.contains(number) || session.due.contains(&index) {
                continue;
            }
            // What shapes the flow is due when something flows: its time has to come.
            if fault.fault().behaviour().class() != Class::Flow {
                return None;
            }
            from = from.max(active_since + when.delay());
        }
        let index = usize::try_from(number)
            .unwrap_or(usize::MAX)
            .checked_sub(1)?;
        let expected = self.scenario.expect().connections.get(index);
        let hold = expected.and_then(|expected| expected.holds);
        Some(from + hold.map_or(HOLD, |hold| hold.duration()))
    }
}

#[cfg(test)]
mod tests {
    use badrdp_scenario::{Catalogue, End};

    use super::*;

    const ACTIVE: Happening = Happening::Phase {
        phase: Phase::Active,
    };
    const OVER: Happening = Happening::Over {
        end: End::ServerReset,
        deliveries: Vec::new(),
    };
    const DUE: Happening = Happening::FaultDue {
        fault: 0,
        name: "reset",
    };

    /// After how many seconds enough is seen of what happened at which second.
    fn enough(fault: &str, expect: &str, happened: &[(u32, u64, Happening)]) -> Option<u64> {
        let text = format!(
            "title = 't'\nsummary = 's'\n[server]\nprofile = 'windows-11'\n{fault}\n\
             [expect]\nwithin = '60s'\n{expect}"
        );
        let id = "network/story".parse().unwrap();
        let scenario = Catalogue::built_in(None).parse(&id, "story.toml", &text);
        let mut seen = Seen::new(Arc::new(scenario.unwrap()));
        let start = Instant::now();
        for (number, second, what) in happened {
            seen.observe(*number, what, start + Duration::from_secs(*second));
        }
        let ready = seen.ready_at()?;
        Some((ready - start).as_secs())
    }

    #[test]
    fn a_session_has_to_hold_for_two_seconds_or_as_long_as_is_said() {
        let expect = "client = ['connected']";
        assert_eq!(enough("", expect, &[]), None);
        assert_eq!(enough("", expect, &[(1, 3, ACTIVE)]), Some(5));
        let holds = "client = ['connected']\n[[expect.connection]]\nholds = '7s'";
        assert_eq!(enough("", holds, &[(1, 3, ACTIVE)]), Some(10));
    }

    #[test]
    fn a_session_that_nobody_expects_is_left_alone() {
        let expect = "client = ['connection-reset']";
        assert_eq!(enough("", expect, &[(1, 3, ACTIVE)]), None);
    }

    #[test]
    fn a_fault_that_is_still_to_come_is_waited_for() {
        let fault = "[[fault]]\nwhen = { at = 'connection-confirm', connection = 1 }\ncorrupt = {}";
        let expect = "client = ['connected']";
        assert_eq!(enough(fault, expect, &[(1, 3, ACTIVE)]), None);
        assert_eq!(
            enough(fault, expect, &[(1, 1, DUE), (1, 3, ACTIVE)]),
            Some(5)
        );
        assert_eq!(enough(fault, expect, &[(2, 3, ACTIVE)]), Some(5));
    }

    #[test]
    fn a_session_that_is_over_or_silent_is_not_enough() {
        let expect = "client = ['connected']";
        let silent = Happening::Stalled { limit: None };
        assert_eq!(enough("", expect, &[(1, 3, ACTIVE), (1, 4, OVER)]), None);
        assert_eq!(enough("", expect, &[(1, 3, ACTIVE), (1, 4, silent)]), None);
        let pause = Happening::Stalled {
            limit: Some(Duration::from_secs(6)),
        };
        assert_eq!(
            enough("", expect, &[(1, 3, ACTIVE), (1, 4, pause)]),
            Some(12)
        );
    }

    #[test]
    fn a_session_behind_a_damaged_font_map_shows_by_what_both_sides_do() {
        let fault = "[[fault]]\nwhen = { at = 'font-map' }\ncorrupt = {}";
        let expect = "client = ['connected']";
        let received = |message| Happening::Received {
            message,
            len: 10,
            note: None,
        };
        let picture = Happening::Sent {
            message: MessageName::FastPathBitmapUpdate,
            len: 1000,
            pieces: 1,
            unfinished: false,
        };
        let mut happened = vec![
            (1, 1, received(MessageName::FontList)),
            (1, 1, DUE),
            (1, 2, picture),
        ];
        assert_eq!(enough(fault, expect, &happened), None);
        happened.push((1, 4, received(MessageName::FastPathInput)));
        assert_eq!(enough(fault, expect, &happened), Some(6));
    }

    #[test]
    fn of_a_connection_that_is_over_nothing_is_kept() {
        let id = "healthy/tls";
        let scenario = Catalogue::built_in(None).scenario(id).unwrap();
        let mut seen = Seen::new(Arc::new(scenario));
        for number in 1..=1000 {
            seen.observe(number, &Happening::Accepted, Instant::now());
            seen.observe(number, &OVER, Instant::now());
        }
        assert!(seen.connections.is_empty());
    }

    #[test]
    fn coming_back_takes_a_second_connection() {
        let expect = "client = ['reconnected']";
        assert_eq!(enough("", expect, &[(1, 3, ACTIVE)]), None);
        let back = [(1, 3, ACTIVE), (1, 4, OVER), (2, 5, ACTIVE)];
        assert_eq!(enough("", expect, &back), Some(7));
    }
}
