//! What is measured, how often, and how long that may take.

use std::path::PathBuf;
use std::time::Duration;

/// Speed and memory of badrdp against a yardstick in the same run.
#[derive(Debug, clap::Parser)]
pub(crate) struct Options {
    /// Only measurements with one of these in their names
    filters: Vec<String>,
    /// Less of everything: a smoke test, no figures to quote
    #[arg(long)]
    quick: bool,
    /// Write the figures to this file as well
    #[arg(long, value_name = "FILE")]
    pub(crate) json: Option<PathBuf>,
    /// Rounds of what is measured in rounds
    #[arg(long, value_name = "N")]
    rounds: Option<u32>,
    /// Connections to hold
    #[arg(long, value_name = "N")]
    held: Option<usize>,
    /// For how many seconds they are held
    #[arg(long, value_name = "SECONDS")]
    hold: Option<u64>,
    /// Cargo gives it to every benchmark
    #[arg(long, hide = true)]
    bench: bool,
}

impl Options {
    /// Whether a measurement was asked for.
    pub(crate) fn wants(&self, name: &str) -> bool {
        self.filters.is_empty() || self.filters.iter().any(|filter| name.contains(filter))
    }

    /// How often all of it is measured anew.
    pub(crate) fn rounds(&self) -> u32 {
        let rounds = self.rounds.unwrap_or_else(|| self.either(9, 2));
        rounds.clamp(1, 100)
    }

    /// Negotiations per turn.
    pub(crate) const fn negotiations(&self) -> u32 {
        self.either(4000, 1000)
    }

    /// Handshakes per turn, with RSA or with the much cheaper P-256.
    pub(crate) const fn handshakes(&self, rsa: bool) -> u32 {
        match rsa {
            true => self.either(400, 100),
            false => self.either(1500, 300),
        }
    }

    /// Sessions per turn.
    pub(crate) const fn sessions(&self) -> u32 {
        self.either(100, 16)
    }

    /// Sessions that are active at the same time.
    pub(crate) const fn active_sessions(&self) -> u32 {
        self.either(200, 20)
    }

    /// For how long these are watched.
    pub(crate) fn active_window(&self) -> Duration {
        Duration::from_secs(self.either(10, 2).into())
    }

    /// Connections that are held, at most as many as there are files for.
    pub(crate) fn held(&self) -> usize {
        /// Files for everything else.
        const SPARE: u64 = 200;
        let files = badrdp_server::raise_file_limit().unwrap_or(1024);
        let most = usize::try_from(files.saturating_sub(SPARE)).unwrap_or(usize::MAX);
        let wanted = self.held.unwrap_or(if self.quick { 1000 } else { 10_000 });
        wanted.clamp(1, most)
    }

    /// For how long connections are held.
    pub(crate) fn hold(&self) -> Duration {
        Duration::from_secs(self.hold.unwrap_or(if self.quick { 1 } else { 10 }))
    }

    /// How often one scenario, and how often all of them are started.
    pub(crate) const fn starts(&self) -> (u32, u32) {
        (self.either(21, 3), self.either(11, 2))
    }

    /// Turns of each subject, and delays in a row of each client in a turn.
    pub(crate) const fn delays(&self) -> (u32, u32) {
        (self.either(5, 1), self.either(10, 4))
    }

    /// How many scenarios a suite has.
    pub(crate) const fn scenarios(&self) -> u32 {
        self.either(256, 32)
    }

    /// How long bytes trickle through each thin pipe.
    pub(crate) fn trickle(&self) -> Duration {
        Duration::from_secs(self.either(10, 1).into())
    }

    const fn either(&self, full: u32, quick: u32) -> u32 {
        if self.quick { quick } else { full }
    }
}
