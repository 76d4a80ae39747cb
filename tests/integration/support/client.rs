//! A client that is nothing but a socket.

use std::io::ErrorKind;
use std::net::SocketAddr;
use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::timeout;

use super::within;

/// A Connection Request for TLS, without a cookie (MS-RDPBCGR 2.2.1.1).
pub(crate) const REQUEST: [u8; 19] = [3, 0, 0, 19, 14, 0xE0, 0, 0, 0, 0, 0, 1, 0, 8, 0, 1, 0, 0, 0];

/// What an honest Windows 11 answers (MS-RDPBCGR 2.2.1.2).
pub(crate) const CONFIRM: [u8; 19] = [
    3, 0, 0, 19, 14, 0xD0, 0, 0, 0x12, 0x34, 0, 2, 0x3F, 8, 0, 1, 0, 0, 0,
];

/// Sends a [`REQUEST`] on a new connection, and hears what comes of it to the end.
pub(crate) async fn confirm_of(address: SocketAddr) -> (Vec<u8>, Ending) {
    let mut client = Client::connect(address).await;
    client.send(&REQUEST).await;
    client.hear_out().await
}

/// How a connection ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ending {
    /// FIN: end of file.
    Closed,
    /// RST: ECONNRESET.
    Reset,
}

/// A connection to a server.
pub(crate) struct Client(pub(crate) TcpStream);

impl Client {
    pub(crate) async fn connect(address: SocketAddr) -> Self {
        assert!(address.ip().is_loopback(), "no test leaves the machine");
        let stream = within("a connect", TcpStream::connect(address)).await;
        let stream = stream.unwrap();
        stream.set_nodelay(true).unwrap();
        Self(stream)
    }

    pub(crate) async fn send(&mut self, bytes: &[u8]) {
        within("a send", self.0.write_all(bytes)).await.unwrap();
    }

    /// Exactly so many bytes.
    pub(crate) async fn hear(&mut self, count: usize) -> Vec<u8> {
        let mut bytes = vec![0; count];
        let heard = within("bytes", self.0.read_exact(&mut bytes)).await;
        heard.unwrap_or_else(|error| panic!("waiting for {count} bytes: {error}"));
        bytes
    }

    /// Everything up to the end, and how it ended.
    pub(crate) async fn hear_out(&mut self) -> (Vec<u8>, Ending) {
        let mut bytes = Vec::new();
        let ending = loop {
            match within("the end", self.0.read_buf(&mut bytes)).await {
                Ok(0) => break Ending::Closed,
                Ok(_) => {}
                Err(error) if error.kind() == ErrorKind::ConnectionReset => break Ending::Reset,
                Err(error) => panic!("neither FIN nor RST: {error}"),
            }
        };
        (bytes, ending)
    }

    /// Hears nothing for so long, neither bytes nor an end.
    pub(crate) async fn hear_nothing(&mut self, period: Duration) {
        let mut byte = [0];
        if let Ok(heard) = timeout(period, self.0.read(&mut byte)).await {
            panic!("heard {heard:?} where silence was due");
        }
    }

    /// Leaves with FIN. A socket with unread bytes would send RST instead, so nothing may be
    /// left unread.
    pub(crate) async fn close(mut self) {
        within("a shutdown", self.0.shutdown()).await.unwrap();
    }

    /// Leaves with RST.
    pub(crate) fn reset(self) {
        self.0.set_zero_linger().unwrap();
    }
}
