//! The child process: one server, whose CPU time and memory are its own.

use std::io::{BufRead as _, Write as _, stdin, stdout};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use badrdp_server::{FaultServer, Limits, Options};
use clap::{Parser, ValueEnum};
use tokio_rustls::TlsAcceptor;

use crate::yardstick::{self, Then};
use crate::{lab, machine};

/// `speed serve`, as the parent starts it.
#[derive(Debug, Parser)]
pub(crate) struct Args {
    /// Which server
    #[arg(value_enum)]
    subject: Subject,
    /// The folder of the lab
    #[arg(long)]
    data: Option<PathBuf>,
    /// The recipe of its certificate
    #[arg(long, default_value = "p-256")]
    certificate: String,
    /// badrdp: the security of its sessions
    #[arg(long, value_enum, default_value_t)]
    world: World,
    /// badrdp: faults in the words of scenarios
    #[arg(long, default_value = "")]
    faults: String,
    /// badrdp: how many events of a connection are kept
    #[arg(long)]
    events: Option<usize>,
    /// Yardstick: milliseconds before it answers
    #[arg(long)]
    delay: Option<u64>,
    /// Yardstick: bytes to send, and bytes per second
    #[arg(long, num_args = 2)]
    trickle: Option<Vec<usize>>,
    /// Run on any core
    #[arg(long)]
    unpinned: bool,
}

/// The security worlds of MS-RDPBCGR 5.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum World {
    /// Whatever the client asks for
    #[default]
    Any,
    Credssp,
    Rdp,
    Tls,
}

impl World {
    /// The word on the command line.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Any => "any",
            Self::Credssp => "credssp",
            Self::Rdp => "rdp",
            Self::Tls => "tls",
        }
    }

    /// The profile, and what else stands in `[server]`.
    const fn server(self) -> (&'static str, &'static str) {
        match self {
            Self::Any => ("windows-11", ""),
            Self::Credssp => ("windows-11", "security = ['hybrid']\n"),
            Self::Rdp => ("windows-server-2003", "security = ['rdp']\n"),
            Self::Tls => ("windows-11", "security = ['tls']\n"),
        }
    }
}

/// Whose server it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Subject {
    Badrdp,
    Bare,
    Yardstick,
}

impl Subject {
    /// The word on the command line.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Badrdp => "badrdp",
            Self::Bare => "bare",
            Self::Yardstick => "yardstick",
        }
    }
}

impl Args {
    /// Serves until the parent closes its end; tells the CPU time when it is asked.
    pub(crate) fn run(self) {
        if !self.unpinned {
            machine::pin_server();
        }
        // As `badrdp serve` makes its own.
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .enable_all()
            .build()
            .unwrap();
        let (address, _server) = runtime.block_on(self.start());
        let mut out = stdout().lock();
        writeln!(out, "{address}").unwrap();
        for line in stdin().lock().lines() {
            if line.is_err() {
                return;
            }
            writeln!(out, "{}", machine::own_cpu().as_nanos()).unwrap();
        }
    }

    async fn start(self) -> (SocketAddr, Option<FaultServer>) {
        if self.subject == Subject::Badrdp {
            let server = self.fault_server().await;
            return (server.address(), Some(server));
        }
        let (listener, address) = yardstick::listen().unwrap();
        if self.subject == Subject::Yardstick {
            tokio::spawn(yardstick::run(listener, self.then()));
        } else {
            tokio::spawn(async move { while listener.accept().await.is_ok() {} });
        }
        (address, None)
    }

    async fn fault_server(self) -> FaultServer {
        let data = self.data.expect("the parent gives the folder of the lab");
        let armed = lab::armed(&data, &self.certificate, self.world.server(), &self.faults);
        let mut limits = Limits::default();
        limits.events = self.events.unwrap_or(limits.events);
        let options = Options {
            limits,
            ..Options::default()
        };
        FaultServer::start(armed, options).await.unwrap()
    }

    fn then(&self) -> Then {
        if let Some(&[total, rate]) = self.trickle.as_deref() {
            return Then::Trickle { total, rate };
        }
        if let Some(delay) = self.delay {
            return Then::Wait(Duration::from_millis(delay));
        }
        let data = self.data.as_deref();
        let data = data.expect("the parent gives the folder of the lab");
        let config = lab::server_config(data, &self.certificate);
        Then::Answer(TlsAcceptor::from(Arc::new(config)))
    }
}
