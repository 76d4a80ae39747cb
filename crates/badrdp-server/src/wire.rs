//! What a connection runs over: TCP, or a pair in memory.

use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::task::{Context, Poll};

use socket2::SockRef;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;

use crate::sys;

/// A byte stream that can also be reset.
pub trait Wire: AsyncRead + AsyncWrite + Unpin + Send {
    /// Ends the connection with RST, at once.
    ///
    /// # Errors
    /// When the system refuses; the connection is dropped all the same.
    fn reset(self) -> io::Result<()>;

    /// How many bytes were written and not yet acknowledged by the peer.
    fn unacknowledged(&self) -> usize;

    /// Whether the peer has left, found out without reading.
    fn peer_left(&self) -> Option<PeerEnd>;

    /// Whether bytes of the peer wait that nobody has read.
    fn has_unread(&self) -> bool {
        false
    }
}

/// How a peer left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PeerEnd {
    /// With FIN.
    Closed,
    /// With RST.
    Reset,
}

/// A TCP connection.
#[derive(Debug)]
pub struct TcpWire(TcpStream);

impl TcpWire {
    /// Takes over an accepted socket; every write becomes a segment of its own.
    ///
    /// # Errors
    /// When the socket cannot be set up, mostly because the client is gone already.
    pub fn new(stream: TcpStream) -> io::Result<Self> {
        stream.set_nodelay(true)?;
        Ok(Self(stream))
    }

    /// The server's address.
    pub(crate) fn local_address(&self) -> Option<SocketAddr> {
        self.0.local_addr().ok()
    }
}

impl Wire for TcpWire {
    fn reset(self) -> io::Result<()> {
        // RFC 9293 3.10.4: with linger 0 a close aborts, and an abort sends RST.
        SockRef::from(&self.0).set_linger(Some(std::time::Duration::ZERO))
    }

    fn unacknowledged(&self) -> usize {
        sys::unacknowledged(&self.0).unwrap_or(0)
    }

    fn peer_left(&self) -> Option<PeerEnd> {
        sys::peer_left(&self.0)
    }

    fn has_unread(&self) -> bool {
        sys::unread(&self.0).is_ok_and(|count| count > 0)
    }
}

impl AsyncRead for TcpWire {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_read(cx, buf)
    }
}

impl AsyncWrite for TcpWire {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.0).poll_write(cx, buf)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bufs: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.0).poll_write_vectored(cx, bufs)
    }

    fn is_write_vectored(&self) -> bool {
        self.0.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_shutdown(cx)
    }
}
