//! How long the probe has to stay in a session so that it meets what is to happen in it.

use std::time::Duration;

use badrdp_faults::{FaultSpec, Moment};
use badrdp_proto::{MessageName, Phase};
use badrdp_scenario::Scenario;

/// What a fault takes to show, once it is due.
const MARGIN: Duration = Duration::from_millis(800);

/// How often what moves on the screen is drawn, and a little more.
const TICK: Duration = Duration::from_millis(140);

/// How many times its patience the probe stays at most: whatever comes later is not met.
const MOST: u32 = 3;

/// How long the probe is to stay in the session of `scenario`; `None` for no longer than usual.
pub(crate) fn stay(scenario: &Scenario, patience: Duration) -> Option<Duration> {
    let faults = scenario
        .faults
        .iter()
        .filter_map(|fault| due(fault, scenario));
    let longest = faults
        .chain(heartbeats(scenario))
        .chain(holds(scenario))
        .max()?;
    (longest <= MOST * patience).then_some(longest + MARGIN)
}

/// When a fault of the active session is due, from its activation on.
fn due(fault: &FaultSpec, scenario: &Scenario) -> Option<Duration> {
    let when = fault.when();
    let (phase, message) = match &when.moment {
        Moment::After(name) | Moment::At(name) | Moment::Before(name) => {
            (name.phase(), Some(*name))
        }
        Moment::During(phase) => (*phase, None),
        Moment::AtByte { .. } | Moment::OnPattern(_) => return None,
    };
    let of_session = phase >= Phase::Active || message == Some(MessageName::FontMap);
    let message_due = match message {
        Some(MessageName::FastPathBitmapUpdate | MessageName::BitmapUpdate) => {
            TICK * (when.nth - 1)
        }
        Some(MessageName::Heartbeat) => {
            let period = scenario.server.choices.session.heartbeat?.period;
            Duration::from_secs(u64::from(period)) * when.nth
        }
        _ => Duration::ZERO,
    };
    let due = when.delay() + message_due;
    (of_session && phase < Phase::Disconnection).then_some(due)
}

/// How long a session is expected to hold.
fn holds(scenario: &Scenario) -> Option<Duration> {
    let expected = scenario.expect().connections.iter();
    expected
        .filter_map(|expected| Some(expected.holds?.duration()))
        .max()
}

/// When heartbeats that stop are missed for good.
fn heartbeats(scenario: &Scenario) -> Option<Duration> {
    let heartbeat = scenario.server.choices.session.heartbeat?;
    let sent = heartbeat.count?;
    let missed = u64::from(sent) + u64::from(heartbeat.reconnect);
    Some(Duration::from_secs(u64::from(heartbeat.period) * missed))
}
