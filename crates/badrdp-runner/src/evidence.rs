//! What is kept of the connections of each case: their messages in the clear, and captures.

use std::path::PathBuf;
use std::sync::Arc;

use badrdp_scenario::Scenario;
use badrdp_server::{Capture, Evidence as ServerEvidence, Transcript};

use crate::judge::{Judgement, Verdict};

/// How many connections of a case are kept from the first one on. A client that comes again and
/// again makes tens of thousands, one like the other, and a report of all of them cannot be read.
const FIRST: usize = 200;

/// How many are kept up to the last one.
const LAST: usize = 50;

/// What is kept of each case besides its transcript. By default nothing.
#[derive(Clone, Debug, Default)]
pub struct Evidence {
    /// The folder for captures, one file for each case; it must be there. They hold what clients
    /// send, passwords included.
    pub captures: Option<PathBuf>,
    /// The messages in the clear, without credentials.
    pub exchanges: Exchanges,
}

/// Of which cases messages are kept in the clear: some hundred kilobytes each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Exchanges {
    /// Of all.
    All,
    /// Of none.
    #[default]
    None,
    /// Of all that did not pass.
    NotPassed,
}

impl Evidence {
    /// What the server of a case is to keep the `nth` time that it is met, from 1. A capture that
    /// cannot be made is said, and done without.
    pub(crate) fn of_case(&self, scenario: &Scenario, client: &str, nth: usize) -> ServerEvidence {
        let capture = self.captures.as_ref().and_then(|folder| {
            let path = folder.join(file_name(scenario, client, nth));
            let name = format!("{}, {client}", scenario.id);
            Capture::create(&path, &name)
                .inspect_err(|error| tracing::warn!("{error}"))
                .ok()
        });
        ServerEvidence {
            exchanges: self.exchanges != Exchanges::None,
            capture: capture.map(Arc::new),
            ..ServerEvidence::default()
        }
    }

    /// The transcript without what is not to be kept after this judgement. All that was needed
    /// to judge is not needed to show it.
    pub(crate) fn trimmed(
        &self,
        mut transcript: Option<Transcript>,
        judgement: &Judgement,
    ) -> Option<Transcript> {
        if self.exchanges == Exchanges::NotPassed && judgement.verdict == Verdict::Pass {
            let records = transcript.iter_mut().flat_map(|it| &mut it.connections);
            for record in records {
                let count = u64::try_from(record.exchanges.len()).unwrap_or(u64::MAX);
                record.left_out_exchanges = record.left_out_exchanges.saturating_add(count);
                record.exchanges = Vec::new();
            }
        }
        transcript.map(shortened)
    }
}

/// The transcript with the first and the last connections; the others are counted.
fn shortened(mut transcript: Transcript) -> Transcript {
    let connections = &mut transcript.connections;
    let excess = connections.len().saturating_sub(FIRST + LAST);
    if excess > 0 {
        connections.drain(FIRST..FIRST + excess);
        let excess = u64::try_from(excess).unwrap_or(u64::MAX);
        transcript.forgotten = transcript.forgotten.saturating_add(excess);
    }
    transcript
}

/// `<cause>_<name>--<client>.pcapng`, and `--2` and so on behind the client where a case is met
/// again.
fn file_name(scenario: &Scenario, client: &str, nth: usize) -> String {
    let plain = |text: &str| -> String {
        text.chars()
            .map(|letter| match letter {
                '-' | '.' => letter,
                letter if letter.is_ascii_alphanumeric() => letter,
                _ => '_',
            })
            .take(100)
            .collect()
    };
    let id = plain(&scenario.id.to_string());
    match nth {
        0 | 1 => format!("{id}--{}.pcapng", plain(client)),
        nth => format!("{id}--{}--{nth}.pcapng", plain(client)),
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use badrdp_scenario::Catalogue;
    use badrdp_server::Recorder;

    use super::*;

    #[test]
    fn a_file_is_named_after_scenario_and_client() {
        let scenario = Catalogue::built_in(None).scenario("healthy/tls").unwrap();
        let name = file_name(&scenario, "xfreerdp", 1);
        assert_eq!(name, "healthy_tls--xfreerdp.pcapng");
        let name = file_name(&scenario, "../my client", 1);
        assert_eq!(name, "healthy_tls--.._my_client.pcapng");
        let name = file_name(&scenario, "xfreerdp", 3);
        assert_eq!(name, "healthy_tls--xfreerdp--3.pcapng");
    }

    #[test]
    fn of_a_retry_storm_the_first_and_the_last_connections_are_kept() {
        let storm = |count| Transcript {
            scenario: "healthy/tls".to_owned(),
            address: ([127, 0, 0, 1], 3389).into(),
            seed: 0,
            connections: (1..=count)
                .map(|number| Recorder::new(number, None, Duration::ZERO, 1, None).snapshot())
                .collect(),
            forgotten: 3,
            listener: Vec::new(),
        };
        let kept = shortened(storm(10_000));
        let numbers: Vec<_> = kept
            .connections
            .iter()
            .map(|record| record.number)
            .collect();
        let expected: Vec<_> = (1..=200).chain(9_951..=10_000).collect();
        assert_eq!((numbers, kept.forgotten), (expected, 9_753));
        let all = shortened(storm(250));
        assert_eq!((all.connections.len(), all.forgotten), (250, 3));
    }

    #[test]
    fn a_folder_that_is_not_there_costs_the_capture_only() {
        let scenario = Catalogue::built_in(None).scenario("healthy/tls").unwrap();
        let evidence = Evidence {
            captures: Some("/nowhere/at/all".into()),
            ..Evidence::default()
        };
        let kept = evidence.of_case(&scenario, "probe", 1);
        assert!(kept.capture.is_none() && !kept.exchanges);
    }
}
