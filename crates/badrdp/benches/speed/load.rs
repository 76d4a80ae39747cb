//! The clients: what they do, and from where.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use badrdp_proto::negotiation::Protocols;
use badrdp_proto::x224::ConnectionRequest;
use rustls::pki_types::ServerName;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpSocket, TcpStream};
use tokio::task::JoinSet;
use tokio_rustls::TlsConnector;

use crate::{lab, machine};

/// How far a client goes.
#[derive(Clone)]
pub(crate) enum Depth {
    /// It connects.
    Accepted,
    /// It has its Connection Confirm.
    Confirmed,
    /// TLS stands.
    Tls(TlsConnector),
}

impl Depth {
    pub(crate) fn tls() -> Self {
        Self::Tls(TlsConnector::from(Arc::new(lab::client_config())))
    }
}

/// Runs clients on a thread and a core of their own.
pub(crate) fn run<F: Future>(clients: impl FnOnce() -> F + Send) -> F::Output
where
    F::Output: Send,
{
    std::thread::scope(|scope| {
        let thread = scope.spawn(|| {
            machine::pin_load();
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .unwrap();
            runtime.block_on(clients())
        });
        thread.join().unwrap()
    })
}

/// `count` clients, `at_once` at a time; what each has done with its connection is `end`.
pub(crate) async fn many<T: Send + 'static>(
    server: SocketAddr,
    depth: &Depth,
    (count, at_once): (u32, u32),
    end: fn(TcpStream) -> T,
) -> Vec<T> {
    let left = Arc::new(AtomicU32::new(count));
    let mut clients = JoinSet::new();
    for _ in 0..at_once {
        let (left, depth) = (Arc::clone(&left), depth.clone());
        clients.spawn(async move {
            let mut done = Vec::new();
            let one_less = |left: u32| left.checked_sub(1);
            while left
                .fetch_update(Ordering::Relaxed, Ordering::Relaxed, one_less)
                .is_ok()
            {
                done.push(end(go(server, &depth).await.unwrap()));
            }
            done
        });
    }
    clients.join_all().await.into_iter().flatten().collect()
}

/// The Connection Request of a client that wants TLS.
pub(crate) fn request() -> Vec<u8> {
    let request = ConnectionRequest {
        requested: Some(Protocols::SSL),
        ..ConnectionRequest::default()
    };
    request.encode()
}

async fn go(server: SocketAddr, depth: &Depth) -> io::Result<TcpStream> {
    let socket = TcpSocket::new_v4()?;
    socket.bind(source())?;
    let mut stream = socket.connect(server).await?;
    if matches!(depth, Depth::Accepted) {
        return Ok(stream);
    }
    stream.write_all(&request()).await?;
    stream.read_exact(&mut [0; 19]).await?;
    let Depth::Tls(connector) = depth else {
        return Ok(stream);
    };
    let name = ServerName::from(server.ip());
    let (stream, _) = connector.connect(name, stream).await?.into_inner();
    Ok(stream)
}

/// An address of our own with a free port: they come in turns, because a port rests for a minute
/// after each connection.
fn source() -> SocketAddr {
    const PER_ADDRESS: u32 = 2000;
    const ADDRESSES: u32 = 60_000;
    static CONNECTIONS: AtomicU32 = AtomicU32::new(0);
    let turn = CONNECTIONS.fetch_add(1, Ordering::Relaxed) / PER_ADDRESS;
    let first = u32::from(Ipv4Addr::new(127, 1, 0, 1));
    SocketAddr::from((Ipv4Addr::from(first + turn % ADDRESSES), 0))
}
