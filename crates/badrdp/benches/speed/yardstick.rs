//! The yardstick: the least that a tokio program can do for the same jobs.
//!
//! It accepts, reads the Connection Request, answers 19 bytes, and goes on with tokio-rustls. No
//! log, no transcript, no limits, no faults; one task per connection.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use socket2::{Domain, Protocol, Socket, Type};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::{interval, sleep};
use tokio_rustls::TlsAcceptor;

/// RDP_NEG_RSP that selects TLS, as MS-RDPBCGR 2.2.1.2 has it.
const CONFIRM: [u8; 19] = [
    3, 0, 0, 19, 14, 0xD0, 0, 0, 0x12, 0x34, 0, 2, 0x3F, 8, 0, 1, 0, 0, 0,
];

/// What it does after the Connection Request.
#[derive(Clone)]
pub(crate) enum Then {
    /// It answers, and shakes hands if the client does.
    Answer(TlsAcceptor),
    /// It answers so much later.
    Wait(Duration),
    /// It sends so many bytes in pieces of 20 ms.
    Trickle { total: usize, rate: usize },
}

/// Listens, with room for a burst.
pub(crate) fn listen() -> io::Result<(TcpListener, SocketAddr)> {
    const BACKLOG: i32 = 4096;
    let socket = Socket::new(Domain::IPV4, Type::STREAM, Some(Protocol::TCP))?;
    socket.set_reuse_address(true)?;
    socket.bind(&SocketAddr::from((Ipv4Addr::LOCALHOST, 0)).into())?;
    socket.set_nonblocking(true)?;
    socket.listen(BACKLOG)?;
    let listener = TcpListener::from_std(socket.into())?;
    let address = listener.local_addr()?;
    Ok((listener, address))
}

/// Serves until the process ends.
pub(crate) async fn run(listener: TcpListener, then: Then) {
    let then = Arc::new(then);
    loop {
        if let Ok((stream, _)) = listener.accept().await {
            let then = Arc::clone(&then);
            // Who leaves early is of no interest.
            tokio::spawn(async move { drop(serve(stream, &then).await) });
        }
    }
}

async fn serve(mut stream: TcpStream, then: &Then) -> io::Result<()> {
    let mut header = [0; 4];
    stream.read_exact(&mut header).await?;
    let rest = usize::from(u16::from_be_bytes([header[2], header[3]])).saturating_sub(4);
    let mut body = [0; 64];
    let body = body.get_mut(..rest).ok_or(io::ErrorKind::InvalidData)?;
    stream.read_exact(body).await?;
    match then {
        Then::Answer(acceptor) => {
            stream.write_all(&CONFIRM).await?;
            shake_hands(stream, acceptor).await
        }
        Then::Wait(delay) => {
            sleep(*delay).await;
            stream.write_all(&CONFIRM).await?;
            until_gone(stream).await
        }
        Then::Trickle { total, rate } => {
            stream.set_nodelay(true)?;
            let mut ticks = interval(Duration::from_millis(20));
            ticks.tick().await;
            for piece in vec![0; *total].chunks((rate / 50).max(1)) {
                ticks.tick().await;
                stream.write_all(piece).await?;
            }
            until_gone(stream).await
        }
    }
}

async fn shake_hands(stream: TcpStream, acceptor: &TlsAcceptor) -> io::Result<()> {
    // Nothing of TLS is made for a client that never begins it.
    stream.readable().await?;
    if stream.peek(&mut [0]).await? == 0 {
        return Ok(());
    }
    // Boxed, so that a connection before TLS does not pay for its state.
    let mut stream = Box::pin(acceptor.accept(stream)).await?;
    stream.read_u8().await?;
    Ok(())
}

async fn until_gone(mut stream: TcpStream) -> io::Result<()> {
    stream.read_u8().await?;
    Ok(())
}
