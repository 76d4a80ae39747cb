//! Watches a server while a client meets it, and tells when it has seen enough.
//!
//! A client in a healthy session never ends by itself. Where a scenario expects a session, the
//! client may be ended once a session was active for long enough with every fault behind it.
//! Where it expects none, the client is left alone until it ends or its time is up.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use badrdp_faults::faults::Class;
use badrdp_proto::Phase;
use badrdp_scenario::{Outcome, Scenario};
use badrdp_server::{EventSink, Happening};
use tokio::sync::mpsc;
use tokio::time::{Instant, sleep_until};

/// How long a session has to hold where the scenario does not say.
const HOLD: Duration = Duration::from_secs(2);

/// The watch over one server.
pub(crate) struct Watch {
    events: mpsc::UnboundedReceiver<(u32, Happening)>,
    seen: Seen,
}

impl Watch {
    /// A watch, and the sink that it is told by.
    pub(crate) fn new(scenario: &Arc<Scenario>) -> (Self, EventSink) {
        let (sender, events) = mpsc::unbounded_channel();
        let sink: EventSink = Arc::new(move |_, number, event| {
            // What crosses the wire byte by byte does not matter here.
            let matters = !matches!(
                event.what,
                Happening::Received { .. } | Happening::Sent { .. } | Happening::Tls { .. }
            );
            if matters {
                // Nobody listens once the client has ended: that is no loss.
                let _ = sender.send((number, event.what.clone()));
            }
        });
        let seen = Seen::new(Arc::clone(scenario));
        (Self { events, seen }, sink)
    }

    /// Waits until the server has seen enough, which may be never.
    pub(crate) async fn enough(&mut self) {
        loop {
            let ready = self.seen.ready_at();
            let pause = async {
                match ready {
                    Some(ready) => sleep_until(ready).await,
                    None => std::future::pending().await,
                }
            };
            tokio::select! {
                event = self.events.recv() => match event {
                    Some((number, what)) => self.seen.observe(number, &what, Instant::now()),
                    None => std::future::pending().await,
                },
                () = pause => return,
            }
        }
    }
}

/// What was seen so far. Pure: time is an argument.
struct Seen {
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
    /// It is over, or silent for good.
    is_over: bool,
}

impl Seen {
    const fn new(scenario: Arc<Scenario>) -> Self {
        let connections = BTreeMap::new();
        Self {
            scenario,
            connections,
        }
    }

    fn observe(&mut self, number: u32, what: &Happening, now: Instant) {
        let session = self.connections.entry(number).or_default();
        match what {
            Happening::Phase {
                phase: Phase::Active,
            } => {
                session.active_since.get_or_insert(now);
            }
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
            | Happening::Over { .. }
            | Happening::ServerClosed
            | Happening::ServerReset
            | Happening::Stalled { limit: None } => session.is_over = true,
            Happening::Accepted
            | Happening::Phase { .. }
            | Happening::Received { .. }
            | Happening::Sent { .. }
            | Happening::Tls { .. } => {}
        }
    }

    /// When the session will have held for long enough, if nothing else happens.
    fn ready_at(&self) -> Option<Instant> {
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
    fn coming_back_takes_a_second_connection() {
        let expect = "client = ['reconnected']";
        assert_eq!(enough("", expect, &[(1, 3, ACTIVE)]), None);
        let back = [(1, 3, ACTIVE), (1, 4, OVER), (2, 5, ACTIVE)];
        assert_eq!(enough("", expect, &back), Some(7));
    }
}
