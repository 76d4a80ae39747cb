//! A wire in memory, for tests with paused time.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};

use tokio::io::{AsyncRead, AsyncWrite, DuplexStream, ReadBuf, duplex};

use crate::wire::{PeerEnd, Wire};

/// One end of a pair. Unlike [`tokio::io::duplex`] it knows RST.
#[derive(Debug)]
pub struct MemoryWire {
    stream: DuplexStream,
    ours: Arc<Ending>,
    theirs: Arc<Ending>,
}

/// How one end was ended.
#[derive(Debug, Default)]
struct Ending {
    closed: AtomicBool,
    reset: AtomicBool,
}

/// Two ends; each buffers up to `capacity` bytes.
#[must_use]
pub fn pair(capacity: usize) -> (MemoryWire, MemoryWire) {
    let (left, right) = duplex(capacity);
    let (left_end, right_end) = (Arc::<Ending>::default(), Arc::<Ending>::default());
    let of = |stream, ours: &Arc<Ending>, theirs: &Arc<Ending>| MemoryWire {
        stream,
        ours: Arc::clone(ours),
        theirs: Arc::clone(theirs),
    };
    (
        of(left, &left_end, &right_end),
        of(right, &right_end, &left_end),
    )
}

impl Drop for MemoryWire {
    fn drop(&mut self) {
        self.ours.closed.store(true, Ordering::Release);
    }
}

impl Wire for MemoryWire {
    fn reset(self) -> io::Result<()> {
        self.ours.reset.store(true, Ordering::Release);
        Ok(())
    }

    fn unacknowledged(&self) -> usize {
        0
    }

    fn peer_left(&self) -> Option<PeerEnd> {
        if self.theirs.reset.load(Ordering::Acquire) {
            Some(PeerEnd::Reset)
        } else if self.theirs.closed.load(Ordering::Acquire) {
            Some(PeerEnd::Closed)
        } else {
            None
        }
    }
}

impl AsyncRead for MemoryWire {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buf.filled().len();
        let poll = Pin::new(&mut self.stream).poll_read(cx, buf);
        let at_end = matches!(poll, Poll::Ready(Ok(()))) && buf.filled().len() == before;
        if at_end && self.theirs.reset.load(Ordering::Acquire) {
            return Poll::Ready(Err(io::ErrorKind::ConnectionReset.into()));
        }
        poll
    }
}

impl AsyncWrite for MemoryWire {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(cx, buf)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

    use super::*;

    #[tokio::test]
    async fn a_reset_is_seen_after_the_bytes_before_it() {
        let (mut left, mut right) = pair(64);
        left.write_all(b"abc").await.unwrap();
        left.reset().unwrap();
        let mut buffer = [0; 3];
        right.read_exact(&mut buffer).await.unwrap();
        let error = right.read(&mut buffer).await.unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::ConnectionReset);
        assert_eq!(right.peer_left(), Some(PeerEnd::Reset));
    }

    #[tokio::test]
    async fn a_close_is_an_end_of_file() {
        let (left, mut right) = pair(64);
        drop(left);
        assert_eq!(right.read(&mut [0; 3]).await.unwrap(), 0);
        assert_eq!(right.peer_left(), Some(PeerEnd::Closed));
    }
}
