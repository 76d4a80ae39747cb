//! Sockets that listen, and those that only look like it.

use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpStream as BlockingStream};
use std::time::Duration;

use badrdp_faults::faults::ListenerMode;
use socket2::{Domain, Protocol, Socket, Type};
use tokio::net::TcpListener;

use crate::sys;

/// Pending connections that the kernel keeps: a burst of clients must not lose a SYN.
const BACKLOG: i32 = 4096;

/// How long a check of our own listener may take. The kernel answers at once or never.
const CHECK: Duration = Duration::from_millis(500);

/// A port that is taken, in whatever way the scenario wants.
pub(crate) enum Listener {
    /// SYNs go unanswered: the accept queue is full of `_fillers`.
    BlackHole {
        socket: Socket,
        _fillers: Vec<BlockingStream>,
    },
    /// Accepted by the kernel only.
    NeverAccepted(TcpListener),
    /// SYNs get RST: the port is bound, nobody listens.
    Refusing { _socket: Socket },
    /// Connections are accepted and served.
    Serving(TcpListener),
}

/// Takes `address` in the way of `mode`. Gives the real address and whether the port does what
/// it should: found out by asking, not assumed.
///
/// # Errors
/// When the address cannot be had.
pub(crate) fn open(
    address: SocketAddr,
    mode: Option<ListenerMode>,
) -> io::Result<(Listener, SocketAddr, Result<(), String>)> {
    let socket = Socket::new(
        Domain::for_address(address),
        Type::STREAM.nonblocking(),
        Some(Protocol::TCP),
    )?;
    // A bound socket that does not listen must not share its port with anybody, and a port that
    // the system chooses waits for nobody.
    if mode != Some(ListenerMode::Refuse) && address.port() != 0 {
        socket.set_reuse_address(true)?;
    }
    if mode == Some(ListenerMode::NeverRead) {
        socket.set_recv_buffer_size(1)?; // the kernel makes its minimum of it
    }
    socket.bind(&address.into())?;
    let local = socket
        .local_addr()?
        .as_socket()
        .ok_or_else(|| io::Error::other("the socket has no internet address"))?;
    let (listener, check) = match mode {
        Some(ListenerMode::Refuse) => {
            let check = refuses(local);
            (Listener::Refusing { _socket: socket }, check)
        }
        Some(ListenerMode::BlackHole) => {
            socket.listen(0)?;
            let (fillers, check) = fill(&socket, local);
            (
                Listener::BlackHole {
                    socket,
                    _fillers: fillers,
                },
                check,
            )
        }
        Some(ListenerMode::AcceptNever) => (Listener::NeverAccepted(listen(socket)?), Ok(())),
        Some(ListenerMode::NeverRead) | None => (Listener::Serving(listen(socket)?), Ok(())),
    };
    Ok((listener, local, check))
}

impl Listener {
    /// Whether SYNs still go unanswered, for a black hole.
    pub(crate) fn still_full(&self) -> bool {
        match self {
            Self::BlackHole { socket, .. } => {
                sys::accept_queue(socket).is_ok_and(|(waiting, room)| waiting > room)
            }
            _ => false,
        }
    }
}

fn listen(socket: Socket) -> io::Result<TcpListener> {
    socket.listen(BACKLOG)?;
    TcpListener::from_std(socket.into())
}

/// Fills the accept queue with connections of our own until the kernel drops the next SYN.
fn fill(socket: &Socket, local: SocketAddr) -> (Vec<BlockingStream>, Result<(), String>) {
    const MOST: usize = 8;
    let mut fillers = Vec::new();
    while fillers.len() < MOST {
        if sys::accept_queue(socket).is_ok_and(|(waiting, room)| waiting > room) {
            return (fillers, Ok(()));
        }
        match BlockingStream::connect_timeout(&reachable(local), CHECK) {
            Ok(stream) => fillers.push(stream),
            Err(error) => {
                return (
                    fillers,
                    Err(format!("cannot fill the accept queue: {error}")),
                );
            }
        }
    }
    (fillers, Err("the accept queue does not fill".to_owned()))
}

fn refuses(local: SocketAddr) -> Result<(), String> {
    match BlockingStream::connect_timeout(&reachable(local), CHECK) {
        Err(error) if error.kind() == io::ErrorKind::ConnectionRefused => Ok(()),
        Err(error) => Err(format!("a SYN got another answer than RST: {error}")),
        Ok(_) => Err("somebody else listens on the port".to_owned()),
    }
}

/// The same port at an address that we can connect to.
fn reachable(local: SocketAddr) -> SocketAddr {
    let ip = match local.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
        ip => ip,
    };
    SocketAddr::new(ip, local.port())
}
