//! What carries a session: TLS, or nothing.

use std::time::Duration;

use tokio::time::Instant;

use crate::seen::End;
use crate::stream::{Read, Stream};
use crate::tls::Tls;

/// The way to the server behind the negotiation.
pub(crate) enum Link<'a> {
    /// Nothing: Standard RDP Security protects by itself.
    Clear {
        /// The connection.
        stream: &'a mut Stream,
        /// What came behind the Connection Confirm.
        early: Vec<u8>,
    },
    /// TLS.
    Tls {
        /// Its state.
        tls: &'a mut Tls,
        /// The connection.
        stream: &'a mut Stream,
    },
}

impl Link<'_> {
    /// Sends.
    pub(crate) async fn send(&mut self, bytes: &[u8]) {
        match self {
            Self::Clear { stream, .. } => stream.write(bytes).await,
            Self::Tls { tls, stream } => tls.send(stream, bytes).await,
        }
    }

    /// Reads what comes within `wait`; the end knows nothing of unfinished messages.
    pub(crate) async fn receive(&mut self, wait: Duration) -> Result<Vec<u8>, End> {
        self.stream().wait_for(wait);
        match self {
            Self::Clear { early, .. } if !early.is_empty() => Ok(std::mem::take(early)),
            Self::Clear { stream, .. } => match stream.read().await {
                Read::Bytes(bytes) => Ok(bytes),
                read => Err(read.end(0, false).unwrap_or(End::Unusable)),
            },
            Self::Tls { tls, stream } => tls.receive(stream).await,
        }
    }

    /// `subjectPublicKey` of the server's certificate; empty without TLS.
    pub(crate) fn public_key(&self) -> Vec<u8> {
        match self {
            Self::Clear { .. } => Vec::new(),
            Self::Tls { tls, .. } => tls.public_key(),
        }
    }

    /// Says goodbye in the words of the layer.
    pub(crate) async fn goodbye(&mut self) {
        if let Self::Tls { tls, stream } = self {
            tls.goodbye(stream).await;
        }
    }

    /// When the connection was begun.
    pub(crate) fn started(&mut self) -> Instant {
        self.stream().started
    }

    /// The connection itself.
    pub(crate) fn stream(&mut self) -> &mut Stream {
        match self {
            Self::Clear { stream, .. } | Self::Tls { stream, .. } => stream,
        }
    }
}
