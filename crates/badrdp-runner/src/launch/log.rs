//! What a client says on standard output and standard error, bounded.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt as _};
use tokio::time::timeout;
use tokio_util::task::AbortOnDropHandle;

/// The most of a client's log that is kept: its beginning is of no use without its end.
const MAX_LOG: usize = 256 << 10;

/// How long the rest is waited for once the client is gone. What it has started and left behind
/// in a process group of its own may hold the streams open for ever.
const PATIENCE: Duration = Duration::from_secs(2);

/// A log that is being read.
pub(super) struct Log {
    kept: Arc<Mutex<Kept>>,
    reading: AbortOnDropHandle<()>,
}

impl Log {
    /// Reads both streams from now on.
    pub(super) fn of(
        stdout: Option<impl AsyncRead + Unpin + Send + 'static>,
        stderr: Option<impl AsyncRead + Unpin + Send + 'static>,
    ) -> Self {
        let kept = Arc::<Mutex<Kept>>::default();
        let to = Arc::clone(&kept);
        let reading = tokio::spawn(async move {
            tokio::join!(drain(stdout, &to), drain(stderr, &to));
        });
        Self {
            kept,
            reading: AbortOnDropHandle::new(reading),
        }
    }

    /// The end of what both streams said, in the order in which it came, and how many bytes were
    /// before it.
    pub(super) async fn end(mut self) -> (String, u64) {
        let _ = timeout(PATIENCE, &mut self.reading).await;
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.cut();
        let end = String::from_utf8_lossy(&kept.end).into_owned();
        (end, kept.left_out)
    }
}

/// The end of what was said, and how much was said before it.
#[derive(Default)]
struct Kept {
    /// Up to twice [`MAX_LOG`], so that moving it along costs little for each byte.
    end: Vec<u8>,
    left_out: u64,
}

impl Kept {
    fn add(&mut self, bytes: &[u8]) {
        self.end.extend_from_slice(bytes);
        if self.end.len() > 2 * MAX_LOG {
            self.cut();
        }
    }

    fn cut(&mut self) {
        let excess = self.end.len().saturating_sub(MAX_LOG);
        self.end.drain(..excess);
        self.left_out += u64::try_from(excess).unwrap_or(u64::MAX);
    }
}

async fn drain(stream: Option<impl AsyncRead + Unpin>, kept: &Mutex<Kept>) {
    let Some(mut stream) = stream else { return };
    let mut chunk = vec![0; 64 << 10];
    while let Ok(count @ 1..) = stream.read(&mut chunk).await {
        let mut kept = kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.add(chunk.get(..count).unwrap_or_default());
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::AsyncWriteExt as _;

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn what_was_said_is_kept_where_the_streams_are_held_open() {
        let (mut client, stdout) = tokio::io::duplex(1 << 10);
        let log = Log::of(Some(stdout), None::<tokio::io::Empty>);
        client.write_all(b"it is over\n").await.unwrap();
        assert_eq!(log.end().await, ("it is over\n".to_owned(), 0));
        drop(client);
    }

    #[tokio::test]
    async fn of_a_long_log_the_end_is_kept_and_the_rest_counted() {
        let said = vec![b'x'; 3 * MAX_LOG + 7];
        let stdout = std::io::Cursor::new(said);
        let (end, left_out) = Log::of(Some(stdout), None::<tokio::io::Empty>).end().await;
        assert_eq!((end.len(), left_out), (MAX_LOG, 2 * MAX_LOG as u64 + 7));
    }
}
