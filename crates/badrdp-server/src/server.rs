//! A fault server on one port.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use badrdp_faults::faults::ListenerMode;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tracing::warn;

use crate::accepting::{Accepting, Chooser};
use crate::armed::Armed;
use crate::cookie::ByCookie;
use crate::evidence::Evidence;
use crate::limits::Limits;
use crate::listener::{self, Listener};
use crate::namespace::Namespace;
use crate::site::Site;
use crate::transcript::{EventSink, Transcript};
use crate::unaccepted;

/// How a server is to be run.
#[derive(Clone)]
pub struct Options {
    /// Where it listens; port 0 lets the system choose.
    pub address: SocketAddr,
    /// What it may be made to bear.
    pub limits: Limits,
    /// Takes events as they happen.
    pub sink: Option<EventSink>,
    /// What it keeps of its connections besides their records.
    pub evidence: Evidence,
    /// The network in which it listens, if not that of this process.
    pub namespace: Option<Arc<Namespace>>,
}

impl Default for Options {
    /// A free port on 127.0.0.1.
    fn default() -> Self {
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
        Self {
            address,
            limits: Limits::default(),
            sink: None,
            evidence: Evidence::default(),
            namespace: None,
        }
    }
}

/// Why a server cannot be started.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The address is taken or not ours.
    #[error(
        "cannot listen on {address}: {source}; choose another with --port or --listen, or stop who has it"
    )]
    Bind {
        /// The address.
        address: SocketAddr,
        /// Why.
        source: io::Error,
    },
    /// A fault of the listener does not do what it should.
    #[error("{scenario} cannot be served on {address}: {reason}")]
    Listener {
        /// The scenario.
        scenario: String,
        /// The address.
        address: SocketAddr,
        /// What happens instead.
        reason: String,
    },
}

/// A server that plays one scenario, or several by cookie, on one port.
///
/// Dropping it ends it; [`FaultServer::stop`] ends it and waits for its connections.
pub struct FaultServer {
    address: SocketAddr,
    sites: Vec<Arc<Site>>,
    stop: CancellationToken,
    tasks: TaskTracker,
    /// For a port where nobody accepts: looked into at the end.
    idle: Option<Listener>,
}

impl FaultServer {
    /// Serves one scenario. Connections are accepted from the moment this returns.
    ///
    /// # Errors
    /// When the address cannot be had, or a fault of the listener cannot be played.
    pub async fn start(armed: Armed, options: Options) -> Result<Self, StartError> {
        let site = Arc::new(Site::new(armed, options.sink, options.evidence));
        let mode = site.armed.listener();
        let (listener, address, check) = open(options.address, mode, options.namespace).await?;
        if let Err(reason) = check {
            let scenario = site.armed.scenario().id.to_string();
            return Err(StartError::Listener {
                scenario,
                address,
                reason,
            });
        }
        site.set_listener(unaccepted::delivered(&site.armed));
        let chooser = Chooser::One(Arc::clone(&site));
        Ok(Self::run(
            listener,
            address,
            vec![site],
            chooser,
            options.limits,
        ))
    }

    /// Serves many scenarios; the cookie of the Connection Request picks one.
    ///
    /// # Errors
    /// When the address cannot be had.
    pub async fn start_by_cookie(armed: Vec<Armed>, options: Options) -> Result<Self, StartError> {
        let sites: Vec<_> = armed
            .into_iter()
            .map(|armed| {
                let (sink, evidence) = (options.sink.clone(), options.evidence.clone());
                Arc::new(Site::new(armed, sink, evidence))
            })
            .collect();
        let (listener, address, _) = open(options.address, None, options.namespace).await?;
        let chooser = Chooser::ByCookie(Arc::new(ByCookie::new(&sites)));
        let limits = options.limits.shared_by(sites.len());
        Ok(Self::run(listener, address, sites, chooser, limits))
    }

    /// Where it listens.
    #[must_use]
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// What each scenario saw and did so far.
    #[must_use]
    pub fn transcripts(&self) -> Vec<Transcript> {
        self.sites
            .iter()
            .map(|site| site.transcript(self.address))
            .collect()
    }

    /// Whether every connection so far is over. Costs far less than [`Self::transcripts`].
    #[must_use]
    pub fn is_idle(&self) -> bool {
        self.sites.iter().all(|site| site.is_idle())
    }

    /// Ends every connection, waits for that, and gives what each scenario saw and did.
    pub async fn stop(mut self) -> Vec<Transcript> {
        /// Nothing in a connection waits for its client then: it takes longer only where thousands
        /// of them end on a machine that is busy.
        const PATIENCE: Duration = Duration::from_secs(10);
        self.stop.cancel();
        if timeout(PATIENCE, self.tasks.wait()).await.is_err() {
            warn!(address = %self.address, "Connections did not end in time");
        }
        if let (Some(idle), Some(site)) = (self.idle.take(), self.sites.first()) {
            unaccepted::look_into(&idle, site);
        }
        self.transcripts()
    }

    fn run(
        listener: Listener,
        address: SocketAddr,
        sites: Vec<Arc<Site>>,
        chooser: Chooser,
        limits: Limits,
    ) -> Self {
        let (stop, tasks) = (CancellationToken::new(), TaskTracker::new());
        let idle = match listener {
            Listener::Serving(socket) => {
                let accepting = Accepting::new(chooser, limits, stop.clone(), tasks.clone());
                tasks.spawn(accepting.run(socket));
                None
            }
            idle => Some(idle),
        };
        tasks.close();
        Self {
            address,
            sites,
            stop,
            tasks,
            idle,
        }
    }
}

impl Drop for FaultServer {
    fn drop(&mut self) {
        self.stop.cancel();
    }
}

/// Takes the address, in the network where the server is to listen.
async fn open(
    address: SocketAddr,
    mode: Option<ListenerMode>,
    namespace: Option<Arc<Namespace>>,
) -> Result<(Listener, SocketAddr, Result<(), String>), StartError> {
    let opened = match (mode, namespace) {
        (None, None) => listener::open(address, mode),
        // Asking the port what it does blocks for a moment, and so does going elsewhere.
        (mode, namespace) => tokio::task::spawn_blocking({
            let handle = tokio::runtime::Handle::current();
            move || {
                let open = || {
                    let _guard = handle.enter();
                    listener::open(address, mode)
                };
                match namespace {
                    Some(namespace) => namespace.run(open),
                    None => open(),
                }
            }
        })
        .await
        .unwrap_or_else(|error| Err(io::Error::other(error))),
    };
    opened.map_err(|source| StartError::Bind { address, source })
}
