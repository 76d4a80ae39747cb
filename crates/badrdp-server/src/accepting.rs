//! Connections as they come: counted, numbered, and given to the driver.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::Duration;

use socket2::SockRef;
use tokio::net::{TcpListener, TcpStream};
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tracing::{debug, warn};

use crate::cookie::ByCookie;
use crate::driver::{Recorder, drive};
use crate::limits::Limits;
use crate::site::Site;
use crate::wire::TcpWire;

/// The accept loop.
pub(crate) struct Accepting {
    chooser: Chooser,
    limits: Limits,
    /// How many connections there are.
    open: Arc<AtomicUsize>,
    /// How many were one too many.
    refused: AtomicU64,
    stop: CancellationToken,
    tasks: TaskTracker,
}

impl Accepting {
    /// Connections run as `tasks`, until `stop`.
    pub(crate) fn new(
        chooser: Chooser,
        limits: Limits,
        stop: CancellationToken,
        tasks: TaskTracker,
    ) -> Self {
        Self {
            chooser,
            limits,
            open: Arc::default(),
            refused: AtomicU64::new(0),
            stop,
            tasks,
        }
    }

    /// Accepts until the server ends.
    pub(crate) async fn run(self, listener: TcpListener) {
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
            self.refuse(&stream, peer);
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

    /// Resets a connection for which there is no place. Of a flood it is told at 1, 2, 4, 8 and so
    /// on: a log is written while everybody waits.
    fn refuse(&self, stream: &TcpStream, peer: SocketAddr) {
        let _ = SockRef::from(stream).set_linger(Some(Duration::ZERO));
        let refused = self
            .refused
            .fetch_add(1, Ordering::Relaxed)
            .saturating_add(1);
        if refused.is_power_of_two() {
            warn!(%peer, most = self.limits.connections, refused, "Too many connections");
        }
    }
}

/// Which scenario a connection meets.
pub(crate) enum Chooser {
    ByCookie(Arc<ByCookie>),
    One(Arc<Site>),
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
        // Whoever mistypes a name sees a connection that closes, and nothing else.
        Ok(Err(reason)) => warn!(%peer, reason, "No scenario for this client"),
        Err(error) => debug!(%peer, %error, "Client left"),
    }
}
