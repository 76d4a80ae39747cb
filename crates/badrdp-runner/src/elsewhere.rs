//! Clients that badrdp cannot start: somebody runs them elsewhere and tells what they showed.
//!
//! ```text
//!  case --Task--> Desk (manual: a terminal, remote: HTTP) --Answer--> what is said of the client
//! ```
//!
//! What is told is shown as told. A code becomes an outcome only where `Codes` knows one; the
//! wire has the last word in any case.

use std::fmt;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::time::{Duration, Instant};

use badrdp_scenario::{Outcome, Scenario};
use badrdp_server::FaultServer;
use tokio_util::sync::CancellationToken;

use crate::adapter::Adapter;
use crate::case::{Came, Shared};
use crate::launch::{ClientEnd, ClientRun, without_password};
use crate::watch::Watch;

/// What somebody is to do.
#[derive(Clone, Debug)]
pub struct Task {
    /// The scenario that the server plays.
    pub scenario: Arc<Scenario>,
    /// Where the server listens.
    pub address: SocketAddr,
    /// The user to log on as.
    pub user: String,
    /// And the password.
    pub password: String,
    /// How long the client may take.
    pub within: Duration,
    /// Is cancelled once the server has seen enough: the client may be closed.
    pub enough: CancellationToken,
    /// Is cancelled when the whole run is stopped.
    pub stop: CancellationToken,
}

/// What somebody says of a client.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Told {
    /// In the words of scenarios.
    pub outcome: Option<Outcome>,
    /// The error code that it showed.
    pub code: Option<u32>,
    /// And the second one.
    pub extended: Option<u32>,
    /// What else it showed.
    pub text: Option<String>,
    /// Its exit status.
    pub exit: Option<i32>,
}

/// What becomes of a task.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Somebody said what happened.
    Told(Told),
    /// Nobody did it, for this reason.
    Skipped(String),
    /// Somebody began and was not heard of again.
    Silent,
    /// The run was stopped.
    Interrupted,
}

/// An answer to come.
pub type Answering<'a> = Pin<Box<dyn Future<Output = Answer> + Send + 'a>>;

/// Where tasks are handed out and answers taken back.
pub trait Desk: fmt::Debug + Send + Sync {
    /// Hands a task out and waits for its answer.
    fn ask(&self, task: Task) -> Answering<'_>;

    /// What the codes of the client mean.
    fn codes(&self) -> &Codes;

    /// There are no more tasks: whoever waits for one is told so.
    fn close(&self) -> Pin<Box<dyn Future<Output = ()> + Send + '_>> {
        Box::pin(std::future::ready(()))
    }
}

/// Knows the error codes of clients.
#[derive(Clone)]
pub struct Codes(Arc<dyn Fn(u32, Option<u32>) -> Meaning + Send + Sync>);

/// What is known of a code.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Meaning {
    /// The outcome that it stands for, where that is documented or was measured.
    pub outcome: Option<Outcome>,
    /// What it means, a sentence each, with the evidence.
    pub sentences: Vec<String>,
}

impl Codes {
    /// Asks `of` about a code and the extended one.
    #[must_use]
    pub fn new(of: impl Fn(u32, Option<u32>) -> Meaning + Send + Sync + 'static) -> Self {
        Self(Arc::new(of))
    }

    /// What a code means.
    #[must_use]
    pub fn of(&self, code: u32, extended: Option<u32>) -> Meaning {
        (self.0)(code, extended)
    }
}

impl Default for Codes {
    /// Knows none.
    fn default() -> Self {
        Self::new(|_, _| Meaning::default())
    }
}

impl fmt::Debug for Codes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Codes")
    }
}

impl Told {
    /// What was told, line by line, as the client's log; the codes with what they mean.
    fn log(&self, meaning: &Meaning) -> String {
        let mut lines = Vec::new();
        if let Some(code) = self.code {
            let second = self.extended.map(|code| format!(" / {code:#x}"));
            lines.push(format!("code {code:#x}{}", second.unwrap_or_default()));
        }
        lines.extend(meaning.sentences.iter().map(|line| format!("  {line}")));
        lines.extend(self.text.clone());
        lines.join("\n")
    }
}

impl Shared {
    /// Lets somebody else run the client against the server.
    pub(crate) async fn elsewhere(
        &self,
        scenario: &Arc<Scenario>,
        adapter: &Adapter,
        desk: &dyn Desk,
        server: &FaultServer,
        watch: &mut Watch,
    ) -> Result<Came, String> {
        let options = self.options();
        let start = Instant::now();
        let enough = CancellationToken::new();
        let answering = desk.ask(Task {
            scenario: Arc::clone(scenario),
            address: server.address(),
            user: options.user.clone(),
            password: options.password.clone(),
            within: scenario.expect().within.duration(),
            enough: enough.clone(),
            stop: options.stop.clone(),
        });
        let watching = async {
            watch.enough().await;
            enough.cancel();
            std::future::pending::<()>().await;
        };
        let answer = tokio::select! {
            answer = answering => answer,
            () = watching => Answer::Silent,
        };
        let (told, end) = match answer {
            Answer::Skipped(reason) => return Err(without_password(reason, &options.password)),
            Answer::Silent
                if server
                    .transcripts()
                    .iter()
                    .all(|said| said.connections.is_empty()) =>
            {
                return Err("whoever took it neither connected nor answered".to_owned());
            }
            Answer::Silent => (Told::default(), ClientEnd::Killed),
            Answer::Interrupted => (Told::default(), ClientEnd::Interrupted),
            Answer::Told(told) if told.outcome == Some(Outcome::Hung) => (told, ClientEnd::Killed),
            Answer::Told(told) => {
                let end = match told.exit {
                    Some(status) => ClientEnd::Exit(status),
                    None if enough.is_cancelled() => ClientEnd::Ended,
                    None => ClientEnd::Exit(0),
                };
                (told, end)
            }
        };
        let meaning = told.code.map(|code| desk.codes().of(code, told.extended));
        let meaning = meaning.unwrap_or_default();
        let log = told.log(&meaning);
        let by_rule = || adapter.outcome(told.exit, None, &log);
        let said = told.outcome.or_else(by_rule).or(meaning.outcome);
        let run = ClientRun {
            end,
            took: start.elapsed(),
            // People and workers paste what they see.
            log: without_password(log, &options.password),
            log_left_out: 0,
            command: vec![adapter.name.clone(), server.address().to_string()],
        };
        let named = adapter.named(&run.log);
        Ok(Came { run, said, named })
    }
}
