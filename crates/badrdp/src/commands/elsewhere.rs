//! The options of `run` for clients that somebody else runs: a person, a worker elsewhere.

use std::io::{self, BufReader, IsTerminal as _};
use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use badrdp_faults::Period;
use badrdp_runner::adapter::{Elsewhere, Start};
use badrdp_runner::manual::Manual;
use badrdp_runner::remote::Remote;
use badrdp_runner::{Adapter, Codes, Desk};
use badrdp_scenario::text;

use crate::context::Context;
use crate::exit::{Exit, Failure, OrExit as _};
use crate::{explain, output};

/// The most characters of a token.
const MAX_TOKEN: usize = 256;

/// The fewest: what is shorter is guessed.
const MIN_TOKEN: usize = 16;

/// The arguments.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Clients elsewhere")]
pub(crate) struct ElsewhereArgs {
    /// The address that the fault servers listen on: one that the clients reach
    #[arg(long, value_name = "IP", default_value = "127.0.0.1")]
    pub(crate) listen: IpAddr,
    /// Where the workers of `--client remote` fetch cases
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:0")]
    remote_listen: SocketAddr,
    /// The file of the token that workers have to show; one is made and printed if not said
    #[arg(long, value_name = "FILE")]
    remote_token_file: Option<PathBuf>,
    /// How long the person of `--client manual` may take for an answer, and a case may wait
    /// for a worker
    #[arg(long, value_name = "TIME", default_value = "10m")]
    answer_within: Period,
}

impl ElsewhereArgs {
    /// Gives the adapters that need one their desk.
    pub(crate) fn equip(&self, adapters: &mut [Adapter], context: &Context) -> anyhow::Result<()> {
        if self.listen.is_unspecified() {
            let sentence = "`run` tells clients where to connect: give --listen an address that \
                            they reach, not all of them";
            return Err(Failure::new(Exit::Usage, sentence).into());
        }
        if !self.listen.is_loopback() {
            context.warn(format_args!(
                "listening on {}: whoever reaches this machine reaches the fault servers",
                self.listen
            ));
        }
        for adapter in adapters {
            if let Start::Elsewhere { runner, desk } = &mut adapter.start {
                *desk = Some(match runner {
                    Elsewhere::Person => self.manual()?,
                    Elsewhere::Worker => self.remote()?,
                });
            }
        }
        Ok(())
    }

    fn manual(&self) -> anyhow::Result<Arc<dyn Desk>> {
        if !io::stdin().is_terminal() {
            let sentence = "`manual` asks a person, and standard input is no terminal; run it in \
                            one, or use `--client remote` from a script";
            return Err(Failure::new(Exit::Environment, sentence).into());
        }
        let patience = self.answer_within.duration();
        let input = BufReader::new(io::stdin());
        Ok(Arc::new(Manual::new(
            input,
            io::stderr(),
            codes(),
            patience,
        )))
    }

    fn remote(&self) -> anyhow::Result<Arc<dyn Desk>> {
        let token = match &self.remote_token_file {
            Some(path) => read_token(path)?,
            None => make_token()?,
        };
        let patience = self.answer_within.duration();
        let remote = Remote::bind(self.remote_listen, &token, codes(), patience);
        let what = format_args!("cannot listen on {}", self.remote_listen);
        let remote = remote.or_exit(Exit::Environment, what)?;
        // Workers cannot do without, so `-q` does not silence it.
        output::note(format_args!(
            "workers fetch cases at http://{}/next",
            remote.address()
        ));
        if self.remote_token_file.is_none() {
            output::note(format_args!("token: {token}"));
        }
        Ok(Arc::new(remote))
    }
}

/// The desks of clients that run elsewhere.
pub(crate) fn desks(adapters: &[Adapter]) -> Vec<Arc<dyn Desk>> {
    let desks = adapters.iter().filter_map(|adapter| match &adapter.start {
        Start::Elsewhere { desk, .. } => desk.clone(),
        Start::Probe | Start::Program { .. } => None,
    });
    desks.collect()
}

/// Whether a person is asked.
pub(crate) fn asks_a_person(adapters: &[Adapter]) -> bool {
    let person = |adapter: &Adapter| {
        matches!(
            adapter.start,
            Start::Elsewhere {
                runner: Elsewhere::Person,
                ..
            }
        )
    };
    adapters.iter().any(person)
}

fn codes() -> Codes {
    Codes::new(explain::told)
}

fn read_token(path: &Path) -> anyhow::Result<String> {
    let what = format_args!("cannot read the token file {}", path.display());
    let text = text::read(path).or_exit(Exit::Environment, what)?;
    let token = text.trim();
    let is_fit = (MIN_TOKEN..=MAX_TOKEN).contains(&token.len())
        && token.bytes().all(|byte| byte.is_ascii_graphic());
    if !is_fit {
        let sentence = format!(
            "{} has no token: that is {MIN_TOKEN} to {MAX_TOKEN} letters, digits and signs \
             without spaces",
            path.display()
        );
        return Err(Failure::new(Exit::InvalidFile, sentence).into());
    }
    Ok(token.to_owned())
}

/// 128 random bits.
fn make_token() -> anyhow::Result<String> {
    let mut bytes = [0; 16];
    let random = rustls::crypto::ring::default_provider().secure_random;
    let filled = random.fill(&mut bytes);
    filled.map_err(|_| Failure::new(Exit::Environment, "the system gives no random bytes"))?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}
