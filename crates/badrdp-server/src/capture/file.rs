//! The file of a capture, which the connections of a server share.

use std::fmt;
use std::fs::{File, OpenOptions, Permissions};
use std::io::{self, Write};
use std::os::unix::fs::{OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

use rustls::KeyLog;

use super::pcapng;
use crate::hex::hex;
use crate::transcript::Side;

/// The most bytes of a file: who serves for weeks must not fill a disk by it.
const MOST: u64 = 1 << 30;

/// What the file says about itself.
const WARNING: &str = "Made by badrdp out of what its driver read and wrote; TCP/IP is made up, \
    and the server's port is shown as 3389. It holds the secrets of TLS, so whatever clients sent \
    can be read, passwords included.";

/// The interfaces, in the order of their blocks.
const PACKETS: u32 = 0;
const HINTS: u32 = 1;

const HINTS_NAME: &str = "hints for Wireshark";
const HINT: &str = "nobody sent this: it tells Wireshark that TLS begins";

/// A capture cannot be written.
#[derive(Debug, thiserror::Error)]
#[error("cannot write the capture {path}: {source}")]
pub struct CaptureError {
    /// The file.
    pub path: PathBuf,
    /// Why.
    pub source: io::Error,
}

/// A pcapng file that connections are written to as they go on. Secrets of TLS that are logged
/// to it stand before the packets that need them.
///
/// What cannot be written ends the capture and nothing else: a warning in the log says why.
pub struct Capture {
    path: PathBuf,
    inner: Mutex<Inner>,
}

struct Inner {
    out: Box<dyn Out>,
    /// Bytes of whole blocks.
    written: u64,
    /// The time of the last packet: clocks may be set back, a file must not be.
    last: u64,
    /// The interface of hints is there.
    hints: bool,
    problem: Option<String>,
}

/// Where the blocks go.
pub(super) trait Out: Write + Send {
    /// Cuts off a block that did not get through.
    fn cut(&mut self, length: u64);
}

impl Out for File {
    fn cut(&mut self, length: u64) {
        // There is nothing more that could be done; readers say that the file is cut.
        let _ = self.set_len(length);
    }
}

impl Capture {
    /// Makes the file, or empties it; only its owner can read it. `name` says what is captured.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn create(path: &Path, name: &str) -> Result<Self, CaptureError> {
        let failed = |source| CaptureError {
            path: path.to_owned(),
            source,
        };
        let mut options = OpenOptions::new();
        options.create(true).write(true).truncate(true).mode(0o600);
        let file = options.open(path).map_err(failed)?;
        // One that was there before may be open to everybody.
        file.set_permissions(Permissions::from_mode(0o600))
            .map_err(failed)?;
        Self::new(path, Box::new(file), name).map_err(failed)
    }

    pub(super) fn new(path: &Path, out: Box<dyn Out>, name: &str) -> io::Result<Self> {
        let mut inner = Inner {
            out,
            written: 0,
            last: 0,
            hints: false,
            problem: None,
        };
        let interface = pcapng::interface(pcapng::RAW_IP, name);
        inner.try_write(&[pcapng::section_header(WARNING), interface].concat())?;
        Ok(Self {
            path: path.to_owned(),
            inner: Mutex::new(inner),
        })
    }

    /// The file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Why the capture is not complete, if it is not.
    #[cfg(test)]
    pub(super) fn problem(&self) -> Option<String> {
        self.lock().problem.clone()
    }

    /// Packets that were there at `time`.
    pub(super) fn packets(&self, time: SystemTime, packets: &[(Side, Vec<u8>, Vec<String>)]) {
        let mut inner = self.lock();
        let nanos = inner.at(time);
        let blocks: Vec<u8> = packets
            .iter()
            .flat_map(|(from, packet, comments)| {
                pcapng::packet(PACKETS, nanos, *from, packet, comments)
            })
            .collect();
        self.write(inner, &blocks);
    }

    /// A hint for Wireshark, which is no packet. Its interface is there from the first hint on:
    /// a reader that knows one link type in a file gets along with captures without TLS.
    pub(super) fn hint(&self, time: SystemTime, hint: &[u8]) {
        let mut inner = self.lock();
        let nanos = inner.at(time);
        let mut blocks = Vec::new();
        if !std::mem::replace(&mut inner.hints, true) {
            blocks.extend(pcapng::interface(pcapng::UPPER_PDU, HINTS_NAME));
        }
        let comments = [HINT.to_owned()];
        blocks.extend(pcapng::packet(HINTS, nanos, Side::Server, hint, &comments));
        self.write(inner, &blocks);
    }

    fn write(&self, mut inner: MutexGuard<'_, Inner>, blocks: &[u8]) {
        if inner.problem.is_some() {
            return;
        }
        let length = u64::try_from(blocks.len()).unwrap_or(u64::MAX);
        let result = if inner.written.saturating_add(length) > MOST {
            Err(io::Error::other(format!(
                "it has {MOST} bytes, which is enough"
            )))
        } else {
            inner.try_write(blocks)
        };
        if let Err(source) = result {
            let path = self.path.clone();
            let problem = CaptureError { path, source }.to_string();
            tracing::warn!("{problem}; it ends here");
            inner.problem = Some(problem);
        }
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Inner {
    /// The time of what comes next, in nanoseconds.
    fn at(&mut self, time: SystemTime) -> u64 {
        let since = time.duration_since(SystemTime::UNIX_EPOCH);
        let nanos = u64::try_from(since.unwrap_or_default().as_nanos()).unwrap_or(u64::MAX);
        self.last = self.last.max(nanos);
        self.last
    }

    fn try_write(&mut self, blocks: &[u8]) -> io::Result<()> {
        let result = self.out.write_all(blocks);
        match result {
            Ok(()) => self.written += u64::try_from(blocks.len()).unwrap_or(u64::MAX),
            Err(_) => self.out.cut(self.written),
        }
        result
    }
}

impl KeyLog for Capture {
    fn log(&self, label: &str, client_random: &[u8], secret: &[u8]) {
        let line = format!("{label} {} {}\n", hex(client_random), hex(secret));
        self.write(self.lock(), &pcapng::secrets(&line));
    }
}

impl fmt::Debug for Capture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Capture({})", self.path.display())
    }
}
