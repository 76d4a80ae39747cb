//! `health`: asks a running `serve` whether it is armed. For `HEALTHCHECK` in containers.

use std::io::Read as _;
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use serde::Deserialize;

use crate::context::Context;
use crate::exit::{Exit, Failure};
use crate::output;

/// The arguments.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Where `serve --health` answers
    #[arg(
        value_name = "ADDR",
        env = "BADRDP_HEALTH",
        hide_env_values = true,
        default_value = "127.0.0.1:3388"
    )]
    address: SocketAddr,
}

/// What `serve` answers.
#[derive(Deserialize)]
struct Answer {
    armed: usize,
}

impl Args {
    pub(crate) fn run(self, _: &Context) -> anyhow::Result<Exit> {
        match self.ask() {
            Ok(Answer { armed }) => {
                output::print(&format!("armed: {}\n", output::count(armed, "scenario")))?;
                Ok(Exit::AsExpected)
            }
            Err(error) => {
                let sentence = format!("nothing armed answers at {}: {error}", self.address);
                Err(Failure::new(Exit::Environment, sentence).into())
            }
        }
    }

    fn ask(&self) -> std::io::Result<Answer> {
        /// A server that is armed answers at once.
        const PATIENCE: Duration = Duration::from_secs(2);
        /// The answer is a dozen bytes.
        const MOST: u64 = 4096;
        let stream = TcpStream::connect_timeout(&self.address, PATIENCE)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        let mut answer = Vec::new();
        stream.take(MOST).read_to_end(&mut answer)?;
        Ok(serde_json::from_slice(&answer)?)
    }
}
