//! A connection that is read with patience and a watch: TCP, or in tests one in memory.

use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::{Instant, timeout};

use crate::seen::{End, Pace};

/// The most that is read of a server that does not stop talking.
const MOST: usize = 64 << 20;

/// How many times its patience may pass between two whole messages of a session, or before it:
/// a server that sends a byte now and then would hold an attempt for ever.
const OVERALL: u32 = 4;

/// What carries bytes to the server and back.
pub(crate) trait Wire: AsyncRead + AsyncWrite + Send + Unpin {}

impl<W: AsyncRead + AsyncWrite + Send + Unpin> Wire for W {}

/// A connection to the server.
pub(crate) struct Stream {
    wire: Box<dyn Wire>,
    patience: Duration,
    /// How long the next reads wait.
    wait: Duration,
    /// When the connection was begun.
    pub(crate) started: Instant,
    /// Whether waits, and small reads, tell of the path: a session is quiet by nature.
    watched: (bool, bool),
    /// When what is being read has taken too long.
    deadline: Instant,
    /// A write met an RST: the system tells of it once, so the next read will not.
    was_reset: bool,
    read: usize,
    pub(crate) pace: Pace,
}

/// What a read gave.
pub(crate) enum Read {
    Bytes(Vec<u8>),
    Closed,
    Reset,
    Silent,
    TooMuch,
    /// Bytes keep coming, and it takes too long.
    Unfinished,
}

impl Stream {
    /// Connects, or says how that failed.
    pub(crate) async fn connect(
        address: SocketAddr,
        patience: Duration,
    ) -> Result<(Self, Duration), End> {
        let start = Instant::now();
        let tcp = match timeout(patience, TcpStream::connect(address)).await {
            Ok(Ok(tcp)) => tcp,
            Ok(Err(error)) => {
                return Err(match error.kind() {
                    io::ErrorKind::ConnectionRefused => End::Refused,
                    io::ErrorKind::ConnectionReset => End::Reset { partial: 0 },
                    io::ErrorKind::TimedOut => End::Silent { partial: 0 },
                    _ => End::Failed(error.to_string()),
                });
            }
            Err(_) => return Err(End::Silent { partial: 0 }),
        };
        let _ = tcp.set_nodelay(true);
        Ok((Self::over(tcp, patience, start), start.elapsed()))
    }

    /// A connection over `wire` that was begun at the time `started`.
    pub(crate) fn over(wire: impl Wire + 'static, patience: Duration, started: Instant) -> Self {
        Self {
            wire: Box::new(wire),
            patience,
            wait: patience,
            started,
            watched: (true, true),
            deadline: started + OVERALL * patience,
            was_reset: false,
            read: 0,
            pace: Pace::default(),
        }
    }

    /// Reads what comes next, if it comes in time.
    pub(crate) async fn read(&mut self) -> Read {
        let mut chunk = vec![0; 16 << 10];
        let start = Instant::now();
        if start >= self.deadline {
            return Read::Unfinished;
        }
        let count = match timeout(self.wait, self.wire.read(&mut chunk)).await {
            Ok(Ok(0)) if self.was_reset => return Read::Reset,
            Ok(Ok(0)) => return Read::Closed,
            Ok(Ok(count)) => count,
            Ok(Err(_)) => return Read::Reset,
            Err(_) => return Read::Silent,
        };
        let waited = start.elapsed();
        let (waits, sizes) = self.watched;
        if waits {
            self.pace.longest_wait = self.pace.longest_wait.max(waited);
            self.pace.total_wait += waited;
            self.pace.reads += 1;
        }
        self.pace.small_reads += u32::from(sizes && count < Pace::SMALL);
        self.read += count;
        if self.read > MOST {
            return Read::TooMuch;
        }
        chunk.truncate(count);
        Read::Bytes(chunk)
    }

    /// Writes; a connection that is gone shows at the next read.
    pub(crate) async fn write(&mut self, bytes: &[u8]) {
        if let Ok(Err(error)) = timeout(self.patience, self.wire.write_all(bytes)).await {
            let kind = error.kind();
            self.was_reset |= matches!(
                kind,
                io::ErrorKind::ConnectionReset | io::ErrorKind::BrokenPipe
            );
        }
    }

    /// A whole message came, or silence that is nobody's fault: the next one has as long.
    pub(crate) fn renew_deadline(&mut self) {
        self.deadline = Instant::now() + OVERALL * self.patience;
    }

    /// The next reads wait for so long.
    pub(crate) const fn wait_for(&mut self, wait: Duration) {
        self.wait = wait;
    }

    /// Whether waits tell of the path from here on, and whether small reads still do: behind
    /// the first answer messages are small by nature.
    pub(crate) const fn watch_pace(&mut self, waits: bool, answered: bool) {
        self.watched = (waits, !answered);
    }

    /// Leaves in order. A session is `drained` first: to close with bytes unread is a reset.
    pub(crate) async fn leave(mut self, drained: bool) -> Pace {
        /// How long the server has to take notice.
        const GRACE: Duration = Duration::from_millis(500);
        let _ = timeout(self.patience, self.wire.shutdown()).await;
        if drained {
            let mut chunk = vec![0; 16 << 10];
            let drain = async { while matches!(self.wire.read(&mut chunk).await, Ok(1..)) {} };
            let _ = timeout(GRACE, drain).await;
        }
        self.pace
    }
}

impl Read {
    /// The end of an attempt that had `partial` bytes of a message, where this is one.
    pub(crate) fn end(&self, partial: usize, notified: bool) -> Option<End> {
        match self {
            Self::Bytes(_) => None,
            Self::Closed => Some(End::Closed { partial, notified }),
            Self::Reset => Some(End::Reset { partial }),
            Self::Silent => Some(End::Silent { partial }),
            Self::TooMuch => Some(End::Unusable),
            Self::Unfinished => Some(End::Unfinished),
        }
    }
}
