//! Progress on stderr: a bar on a terminal, nothing elsewhere.

use std::io::IsTerminal as _;

use badrdp_runner::CaseResult;
use indicatif::{ProgressBar, ProgressStyle};

use crate::context::Context;
use crate::suite::Watcher;

/// A bar, where somebody looks at it.
pub(crate) struct Progress(ProgressBar);

impl Progress {
    pub(crate) fn new(context: &Context) -> Self {
        if context.global().quiet > 0 || !std::io::stderr().is_terminal() {
            return Self::hidden();
        }
        let bar = ProgressBar::new(0);
        if let Ok(style) = ProgressStyle::with_template("{bar:30} {pos}/{len} {msg}") {
            bar.set_style(style);
        }
        Self(bar)
    }

    pub(crate) fn hidden() -> Self {
        Self(ProgressBar::hidden())
    }

    pub(crate) fn finish(&self) {
        self.0.finish_and_clear();
    }
}

impl Watcher for Progress {
    fn planned(&self, count: usize) {
        self.0.inc_length(u64::try_from(count).unwrap_or(u64::MAX));
    }

    fn done(&self, result: &CaseResult) {
        if result.judgement.verdict.is_bad() {
            let verdict = result.judgement.verdict.name();
            self.0
                .println(format!("{verdict} {} {}", result.scenario, result.client));
        }
        self.0.set_message(result.scenario.clone());
        self.0.inc(1);
    }
}
