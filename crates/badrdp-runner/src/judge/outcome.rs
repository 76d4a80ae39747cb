//! What a client did: the wire where that is sure, its own words where they add to it.

use badrdp_faults::faults::ListenerMode;
use badrdp_proto::{MessageName, Phase};
use badrdp_scenario::{Outcome, Scenario};
use badrdp_server::{ConnectionRecord, Transcript};

use super::seen;
use crate::launch::ClientEnd;

/// What the client did.
pub(super) fn outcome(
    scenario: &Scenario,
    transcript: &Transcript,
    end: ClientEnd,
    said: Option<Outcome>,
    goes_to: Option<Phase>,
) -> Option<Outcome> {
    let connections = &transcript.connections;
    match end {
        // A session that was healthy to the end is no hang: nobody told the client to leave.
        ClientEnd::Killed if connections.last().is_some_and(seen::is_held) => {}
        ClientEnd::Killed => return Some(Outcome::Hung),
        ClientEnd::CoreDumped(_) | ClientEnd::Signal(_) => return Some(Outcome::Crashed),
        ClientEnd::Ended | ClientEnd::Exit(_) | ClientEnd::Interrupted | ClientEnd::NotStarted => {}
    }
    // No wire shows a crash: only what ran the client can tell.
    if said == Some(Outcome::Crashed) {
        return said;
    }
    let Some(last) = connections.last() else {
        return listener_outcome(scenario).or(said);
    };
    // What comes of a redirection happens where the server does not see it.
    if let Some(said) = said
        && seen::sent(last, MessageName::ServerRedirection)
    {
        return Some(said);
    }
    if seen::is_complete(last) && !seen::was_cut_while_active(last) {
        let came_back = goes_to.is_none() && came_back(connections);
        // A client that says what stopped it has stopped: the server lets nobody further.
        return Some(match said {
            Some(Outcome::Reconnected) => Outcome::Reconnected,
            Some(
                said @ (Outcome::CertificateWarned
                | Outcome::ProtocolError
                | Outcome::SecurityRefused),
            ) => said,
            _ if came_back => Outcome::Reconnected,
            _ => Outcome::Connected,
        });
    }
    // Behind a Font Map that is not as it should be the wire alone does not tell whether the
    // client has its session.
    let let_in = seen::is_let_in(last) && !seen::was_cut(last);
    let sure =
        |said: &Outcome| let_in || !matches!(said, Outcome::Connected | Outcome::Reconnected);
    said.filter(|said| goes_to.is_some() || sure(said))
        .or_else(|| seen::outcome(last))
        // A listener that takes nothing sees nothing, not even how long the client waits.
        .or_else(|| listener_outcome(scenario))
}

fn listener_outcome(scenario: &Scenario) -> Option<Outcome> {
    scenario
        .faults
        .iter()
        .find_map(|fault| match fault.listener()? {
            ListenerMode::Refuse => Some(Outcome::ConnectionRefused),
            ListenerMode::AcceptNever | ListenerMode::BlackHole | ListenerMode::NeverRead => {
                Some(Outcome::TimedOut)
            }
        })
}

/// Whether the last connection follows one that the client lost, rather than left or was sent
/// away from.
fn came_back(connections: &[ConnectionRecord]) -> bool {
    let lost = |record: &ConnectionRecord| {
        let was_active = record.active_for.is_some();
        (was_active || seen::was_lost(record))
            && !seen::sent(record, MessageName::ServerRedirection)
    };
    connections.iter().rev().skip(1).any(lost)
}
