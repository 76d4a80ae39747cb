//! `serve`: scenarios on addresses of their own, until somebody ends it.
//!
//! ```text
//! select -> arm (certificates, TLS) -> listen -> addresses on stdout -> health answers
//!                                                 events on stdout <- printer thread <- servers
//! signal -> stop -> transcript file -> a summary line for each scenario
//! ```

mod annotated;
mod armed;
mod head;
mod health;
mod layout;
mod line;
mod printer;
mod summary;

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use badrdp_scenario::Id;
use badrdp_server::{Evidence, FaultServer, Transcript};
use clap::ValueEnum;
use tokio::task::{AbortHandle, JoinSet};

use self::layout::Layout;
use self::printer::Printer;
use crate::captures;
use crate::cli::FormatOption;
use crate::commands::report::outputs;
use crate::context::Context;
use crate::exit::{Exit, Failure, OrExit as _};
use crate::interrupt::Interrupt;
use crate::key_log::KeyLogFile;
use crate::output;
use crate::select::Selection;

/// The arguments.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    selection: Selection,
    /// Serve every scenario
    #[arg(long, conflicts_with_all = ["ids", "causes", "tags"])]
    all: bool,
    /// The port, or the first of as many as there are scenarios; free ones if not said
    #[arg(long, value_name = "PORT", env = "BADRDP_PORT", hide_env_values = true)]
    port: Option<u16>,
    /// The address to listen on
    #[arg(
        long,
        value_name = "IP",
        env = "BADRDP_LISTEN",
        hide_env_values = true,
        default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST)
    )]
    listen: IpAddr,
    /// Give each scenario an address of its own, 127.0.0.2 and so on, on port 3389 or --port
    #[arg(long, conflicts_with_all = ["listen", "select"])]
    addresses: bool,
    /// Put all scenarios on one port; the user name that a client sends picks one
    #[arg(long, value_enum, value_name = "cookie", hide_possible_values = true)]
    select: Option<Select>,
    /// The seed of every random choice; that of each scenario if not said
    #[arg(long, value_name = "N")]
    seed: Option<u64>,
    /// Write what was seen and done to this file in JSON, at the end
    #[arg(long, value_name = "FILE")]
    transcript: Option<PathBuf>,
    /// Append the secrets of TLS to this file, for Wireshark; SSLKEYLOGFILE is heeded as well
    #[arg(long, value_name = "FILE")]
    key_log: Option<PathBuf>,
    /// Print each message with its fields, decrypted and without credentials
    #[arg(long)]
    annotate: bool,
    /// Write what goes over the wire to this folder, one pcapng file for each server, for
    /// Wireshark; they hold what clients send, passwords included
    #[arg(long, value_name = "DIR")]
    capture: Option<PathBuf>,
    /// Answer `badrdp health` at this address, once everything is armed
    #[arg(
        long,
        value_name = "ADDR",
        env = "BADRDP_HEALTH",
        hide_env_values = true
    )]
    health: Option<SocketAddr>,
    #[command(flatten)]
    format: FormatOption,
}

/// By what a scenario is picked on a shared port.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Select {
    /// By the user name in the Connection Request: the id, its last part or the alias
    Cookie,
}

impl Args {
    pub(crate) fn run(self, context: &Context) -> anyhow::Result<Exit> {
        if let Some(path) = &self.transcript {
            outputs::check_path(path).or_exit(Exit::Environment, cannot_write(path))?;
        }
        if let Err(error) = badrdp_server::raise_file_limit() {
            tracing::warn!(%error, "The number of open files stays limited");
        }
        let runtime = context.runtime()?;
        // Keys take seconds, and there is nothing yet that has to end in order.
        let at_once = runtime.block_on(async { Interrupt::end_at_once() })?;
        let selection = self.selected()?;
        let scenarios = context.select(&selection.ids, &selection.causes, &selection.tags)?;
        if !self.listen.is_loopback() {
            context.warn(format_args!(
                "listening on {}: whoever reaches this machine reaches the fault servers",
                self.listen
            ));
        }
        let key_log = KeyLogFile::from_options(self.key_log.as_deref())?;
        let plan = armed::arm(&self, context, scenarios, key_log)?;
        runtime.block_on(self.serve(context, plan, &at_once))
    }

    async fn serve(
        self,
        context: &Context,
        plan: armed::Plan,
        at_once: &AbortHandle,
    ) -> anyhow::Result<Exit> {
        let mut interrupt = Interrupt::new()?;
        at_once.abort();
        let mut printer = Printer::new(self.format.format);
        let count = plan.count();
        let (servers, places) = plan.start(&self, &printer).await?;
        let health = match self.health {
            Some(address) => Some(health::start(address, count).await?),
            None => None,
        };
        printer.start(&places)?;
        let armed = output::count(count, "scenario");
        let health = health.map(|address| format!("; health answers at {address}"));
        let health = health.unwrap_or_default();
        if let Some(folder) = &self.capture {
            let folder = folder.display();
            context.note(format_args!(
                "capturing to {folder}; {}",
                captures::HOW_TO_OPEN
            ));
        }
        context.note(format_args!("{armed} armed{health}; Ctrl-C ends it"));
        let exit = tokio::select! {
            exit = interrupt.wait() => exit,
            () = printer.reader_left() => Exit::AsExpected,
        };
        let transcripts = tokio::select! {
            transcripts = stop(servers) => transcripts,
            // Whoever asks twice wants it now.
            exit = interrupt.wait() => return Ok(exit),
        };
        // Whoever has stopped reading what is printed wants the file all the same.
        let printed = printer.finish(&transcripts);
        if let Some(path) = &self.transcript {
            let json = serde_json::to_string_pretty(&transcripts)?;
            outputs::write(path, &json).or_exit(Exit::Environment, cannot_write(path))?;
        }
        printed.and(Ok(exit))
    }

    /// What is kept of the connections of one server, or of all that share a port.
    fn evidence(&self, scenario: Option<&Id>, printer: &Printer) -> anyhow::Result<Evidence> {
        let captures = self.capture.as_deref().map(captures::folder).transpose()?;
        let capture = captures.map(|folder| captures::of_server(&folder, scenario));
        Ok(Evidence {
            exchanges: self.annotate && self.transcript.is_some(),
            exchange_sink: self.annotate.then(|| printer.exchange_sink()),
            capture: capture.transpose()?.map(Arc::new),
        })
    }

    /// What is to be served: as the command line says, else as BADRDP_SCENARIOS does.
    fn selected(&self) -> anyhow::Result<Selection> {
        if self.all || !self.selection.is_empty() {
            return Ok(self.selection.clone());
        }
        let listed = std::env::var("BADRDP_SCENARIOS").unwrap_or_default();
        let separators = [' ', ',', '\n', '\t'];
        let ids: Vec<_> = listed
            .split(separators)
            .filter(|id| !id.is_empty())
            .map(str::to_owned)
            .collect();
        if ids.is_empty() {
            let sentence = "nothing is selected: name scenarios, use --cause, --tag or --all, or set BADRDP_SCENARIOS";
            return Err(Failure::new(Exit::NothingSelected, sentence).into());
        }
        Ok(Selection {
            ids,
            ..Selection::default()
        })
    }

    const fn layout(&self) -> Layout {
        match (self.addresses, self.select) {
            (true, _) => Layout::Addresses { port: self.port },
            (false, None) => Layout::Ports {
                ip: self.listen,
                first: self.port,
            },
            (false, Some(Select::Cookie)) => Layout::Shared {
                ip: self.listen,
                port: self.port,
            },
        }
    }
}

fn cannot_write(transcript: &Path) -> String {
    format!("cannot write the transcript {}", transcript.display())
}

/// Ends every server at the same time, so that the slowest decides how long it takes.
async fn stop(servers: Vec<FaultServer>) -> Vec<Transcript> {
    let mut stopping = JoinSet::new();
    for (index, server) in servers.into_iter().enumerate() {
        stopping.spawn(async move { (index, server.stop().await) });
    }
    let mut stopped = stopping.join_all().await;
    stopped.sort_by_key(|(index, _)| *index);
    stopped
        .into_iter()
        .flat_map(|(_, transcripts)| transcripts)
        .collect()
}
