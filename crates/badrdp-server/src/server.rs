//! A fault server on one port.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use socket2::SockRef;
use tokio::net::{TcpListener, TcpStream};
use tokio::time::{sleep, timeout};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tracing::{debug, info, warn};

use crate::armed::Armed;
use crate::cookie::ByCookie;
use crate::driver::{Recorder, drive};
use crate::evidence::Evidence;
use crate::limits::Limits;
use crate::listener::{self, Listener};
use crate::namespace::Namespace;
use crate::site::Site;
use crate::transcript::{Delivery, DeliveryState, EventSink, Transcript};
use crate::wire::{PeerEnd, TcpWire};

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
        site.set_listener(delivered(&site.armed));
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
        const PATIENCE: Duration = Duration::from_secs(2);
        self.stop.cancel();
        if timeout(PATIENCE, self.tasks.wait()).await.is_err() {
            warn!(address = %self.address, "Connections did not end in time");
        }
        if let Some(idle) = self.idle.take() {
            self.look_into(&idle);
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
                let accepting = Accepting {
                    chooser,
                    limits,
                    open: Arc::new(AtomicUsize::new(0)),
                    stop: stop.clone(),
                    tasks: tasks.clone(),
                };
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

    /// Who connected to a port where nobody accepts, and what they sent.
    fn look_into(&self, idle: &Listener) {
        let Some(site) = self.sites.first() else {
            return;
        };
        match idle {
            Listener::BlackHole { .. } if !idle.still_full() => {
                site.set_listener(mismatch(&site.armed, "the accept queue has drained"));
            }
            Listener::NeverAccepted(listener) => {
                while let Ok((stream, peer)) = accept_now(listener) {
                    let (received, left) = pending(&stream);
                    site.admit_unaccepted(peer, received, left);
                }
            }
            Listener::BlackHole { .. } | Listener::Refusing { .. } | Listener::Serving(_) => {}
        }
    }
}

impl Drop for FaultServer {
    fn drop(&mut self) {
        self.stop.cancel();
    }
}

/// Which scenario a connection meets.
#[derive(Clone)]
enum Chooser {
    ByCookie(Arc<ByCookie>),
    One(Arc<Site>),
}

/// The accept loop.
struct Accepting {
    chooser: Chooser,
    limits: Limits,
    open: Arc<AtomicUsize>,
    stop: CancellationToken,
    tasks: TaskTracker,
}

impl Accepting {
    async fn run(self, listener: TcpListener) {
        /// A pause where the system has no file or memory for another connection.
        const EXHAUSTED: Duration = Duration::from_millis(20);
        loop {
            let accepted = tokio::select! {
                accepted = listener.accept() => accepted,
                () = self.stop.cancelled() => return,
            };
            match accepted {
                Ok((stream, peer)) => self.admit(stream, peer),
                Err(error) => {
                    debug!(%error, "Accept failed");
                    sleep(EXHAUSTED).await;
                }
            }
        }
    }

    fn admit(&self, stream: TcpStream, peer: SocketAddr) {
        if self.open.fetch_add(1, Ordering::Relaxed) >= self.limits.connections {
            self.open.fetch_sub(1, Ordering::Relaxed);
            warn!(%peer, most = self.limits.connections, "Too many connections");
            let _ = SockRef::from(&stream).set_linger(Some(Duration::ZERO));
            return;
        }
        let slot = Slot(Arc::clone(&self.open));
        let (limits, stop) = (self.limits, self.stop.clone());
        match &self.chooser {
            Chooser::One(site) => {
                // INVARIANT: connections are numbered here, in the order in which they were
                // accepted. Tasks start in any order.
                let Some(admitted) = Admitted::new(stream, peer, Arc::clone(site), &limits) else {
                    return;
                };
                let serving = admitted.serve(Vec::new(), limits, stop, slot);
                self.tasks.spawn(serving);
            }
            Chooser::ByCookie(names) => {
                let names = Arc::clone(names);
                let serving = serve_by_cookie(stream, peer, names, limits, stop, slot);
                self.tasks.spawn(serving);
            }
        }
    }
}

/// Gives its place back when the connection is over, however it ends.
struct Slot(Arc<AtomicUsize>);

impl Drop for Slot {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

/// A connection that has its scenario and its number.
struct Admitted {
    wire: TcpWire,
    site: Arc<Site>,
    number: u32,
    recorder: Recorder,
}

impl Admitted {
    /// Numbers a connection, unless its client is gone already.
    fn new(stream: TcpStream, peer: SocketAddr, site: Arc<Site>, limits: &Limits) -> Option<Self> {
        let wire = TcpWire::new(stream).ok()?;
        let (number, recorder) = site.admit(peer, || wire.local_address(), limits);
        debug!(%peer, connection = number, scenario = %site.armed.scenario().id, "Accepted");
        Some(Self {
            wire,
            site,
            number,
            recorder,
        })
    }

    #[expect(
        clippy::manual_async_fn,
        reason = "an async fn holds its arguments twice, in every connection"
    )]
    fn serve(
        self,
        greeting: Vec<u8>,
        limits: Limits,
        stop: CancellationToken,
        slot: Slot,
    ) -> impl Future<Output = ()> + Send {
        async move {
            let _slot = slot;
            let (armed, number) = (&self.site.armed, self.number);
            drive(
                self.wire,
                armed,
                number,
                greeting,
                self.recorder,
                limits,
                &stop,
            )
            .await;
        }
    }
}

async fn serve_by_cookie(
    mut stream: TcpStream,
    peer: SocketAddr,
    names: Arc<ByCookie>,
    limits: Limits,
    stop: CancellationToken,
    slot: Slot,
) {
    let picked = tokio::select! {
        picked = names.pick(&mut stream) => picked,
        () = stop.cancelled() => return,
    };
    match picked {
        Ok(Ok((site, greeting))) => {
            if let Some(admitted) = Admitted::new(stream, peer, site, &limits) {
                admitted.serve(greeting, limits, stop, slot).await;
            }
        }
        Ok(Err(reason)) => info!(%peer, reason, "No scenario for this client"),
        Err(error) => debug!(%peer, %error, "Client left"),
    }
}

async fn open(
    address: SocketAddr,
    mode: Option<badrdp_faults::faults::ListenerMode>,
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

/// The listener's faults, carried out.
fn delivered(armed: &Armed) -> Vec<Delivery> {
    listener_faults(armed, &DeliveryState::Delivered)
}

fn mismatch(armed: &Armed, reason: &str) -> Vec<Delivery> {
    listener_faults(
        armed,
        &DeliveryState::Mismatch {
            reason: reason.to_owned(),
        },
    )
}

fn listener_faults(armed: &Armed, state: &DeliveryState) -> Vec<Delivery> {
    armed
        .scenario()
        .faults
        .iter()
        .enumerate()
        .filter(|(_, spec)| spec.listener().is_some())
        .map(|(fault, spec)| Delivery {
            fault,
            name: spec.fault().name(),
            state: state.clone(),
        })
        .collect()
}

/// A connection that waits in the accept queue, without waiting for one.
fn accept_now(listener: &TcpListener) -> io::Result<(std::net::TcpStream, SocketAddr)> {
    let (socket, peer) = SockRef::from(listener).accept()?;
    socket.set_nonblocking(true)?;
    let peer = peer
        .as_socket()
        .ok_or_else(|| io::Error::other("no internet address"))?;
    Ok((socket.into(), peer))
}

/// How many bytes wait to be read, at most a mebibyte, and how the client has left, if it has.
fn pending(stream: &std::net::TcpStream) -> (u64, Option<PeerEnd>) {
    use std::io::Read as _;
    const MOST: u64 = 1 << 20;
    let mut count = 0;
    let mut chunk = [0; 4096];
    let mut reader = stream;
    while count < MOST {
        match reader.read(&mut chunk) {
            Ok(0) => return (count, Some(PeerEnd::Closed)),
            Ok(more) => count += u64::try_from(more).unwrap_or(0),
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => return (count, None),
            Err(_) => return (count, Some(PeerEnd::Reset)),
        }
    }
    (count, None)
}
