//! Starts a client and sees it to its end, or ends it.

use std::collections::BTreeMap;
use std::io;
use std::net::SocketAddr;
use std::os::unix::process::ExitStatusExt as _;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant};

use badrdp_server::Namespace;
use rustix::process::{Pid, Signal, kill_process_group};
use serde::Serialize;
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWriteExt as _};
use tokio::process::{Child, Command};
use tokio::time::{sleep, timeout};
use tokio_util::sync::CancellationToken;

use crate::isolation::spawn;

/// The most of a client's log that is kept: its beginning is of no use without its end.
const MAX_LOG: usize = 256 << 10;

/// How long a client that is told to end may take for it.
const GRACE: Duration = Duration::from_secs(2);

/// What a command's placeholders stand for.
#[derive(Clone, Debug)]
pub(crate) struct Target<'a> {
    pub(crate) address: SocketAddr,
    pub(crate) user: &'a str,
    pub(crate) password: &'a str,
    pub(crate) ca: &'a Path,
}

/// How a client ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ClientEnd {
    /// It was told to, because the server had seen enough.
    Ended,
    /// With this status.
    Exit(i32),
    /// It was interrupted with the whole run.
    Interrupted,
    /// It was killed when its time was up.
    Killed,
    /// It died of this signal and left a core.
    CoreDumped(i32),
    /// It died of this signal.
    Signal(i32),
    /// It could not be started.
    NotStarted,
}

/// A client's run.
#[derive(Clone, Debug, Serialize)]
pub struct ClientRun {
    /// How it ended.
    pub end: ClientEnd,
    /// How long it took.
    pub took: Duration,
    /// The end of its standard output and standard error.
    pub log: String,
    /// How many bytes they said before that.
    pub log_left_out: u64,
    /// The command as it was run; the password is left out.
    pub command: Vec<String>,
}

impl Target<'_> {
    fn fill(&self, template: &str, password: &str) -> String {
        template
            .replace("{address}", &self.address.to_string())
            .replace("{ca}", &self.ca.display().to_string())
            .replace("{host}", &self.address.ip().to_string())
            .replace("{password}", password)
            .replace("{port}", &self.address.port().to_string())
            .replace("{user}", self.user)
    }
}

/// A program and its surroundings.
pub(crate) struct Program<'a> {
    pub(crate) command: &'a [String],
    pub(crate) env: &'a BTreeMap<String, String>,
    pub(crate) display: Option<&'a str>,
    pub(crate) stdin: Option<&'a str>,
    /// The network in which it is to run, if not that of this process.
    pub(crate) network: Option<&'a Namespace>,
}

/// Runs a program until it ends, its time is up, the server has seen `enough` of it, or the
/// whole run is stopped.
///
/// # Errors
/// When it cannot be started, mostly because it is not installed.
pub(crate) async fn launch(
    program: &Program<'_>,
    target: &Target<'_>,
    deadline: Duration,
    enough: impl Future<Output = ()>,
    stop: &CancellationToken,
) -> io::Result<ClientRun> {
    let home = FreshHome::new()?;
    let fill = |word: &String| target.fill(word, target.password);
    let words: Vec<String> = program.command.iter().map(fill).collect();
    let shown = program
        .command
        .iter()
        .map(|word| target.fill(word, "***"))
        .collect();
    let (name, arguments) = words
        .split_first()
        .ok_or_else(|| io::Error::other("the command is empty"))?;
    let mut process = Command::new(name);
    process
        .args(arguments)
        .env_clear()
        .env("PATH", std::env::var_os("PATH").unwrap_or_default())
        .env("HOME", home.path())
        .env("XDG_CONFIG_HOME", home.path().join("config"))
        .env("LC_ALL", "C.UTF-8")
        .envs(program.display.map(|name| ("DISPLAY", name)))
        .envs(program.env.iter().map(|(key, value)| (key, fill(value))))
        .current_dir(home.path())
        .process_group(0)
        .stdin(if program.stdin.is_some() {
            Stdio::piped()
        } else {
            Stdio::null()
        })
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true);
    let start = Instant::now();
    let mut child = spawn(&mut process, program.network)?;
    let group = Group::of(&child);
    if let (Some(text), Some(mut stdin)) = (program.stdin, child.stdin.take()) {
        // A client that does not want it has closed it: that is its right.
        let _ = stdin.write_all(text.as_bytes()).await;
    }
    let log = tokio::spawn(collect(child.stdout.take(), child.stderr.take()));
    let end = tokio::select! {
        status = child.wait() => end_of(status?),
        () = sleep(deadline) => ClientEnd::Killed,
        () = enough => ClientEnd::Ended,
        () = stop.cancelled() => ClientEnd::Interrupted,
    };
    let took = start.elapsed();
    if end == ClientEnd::Ended {
        group.tell_to_end();
        // One that does not listen is killed with the others.
        let _ = timeout(GRACE, child.wait()).await;
    }
    // Also after a good end: what it started and left behind goes with it.
    group.kill();
    if !matches!(
        end,
        ClientEnd::Exit(_) | ClientEnd::Signal(_) | ClientEnd::CoreDumped(_)
    ) {
        let _ = child.wait().await;
    }
    let (log, log_left_out) = match timeout(Duration::from_secs(2), log).await {
        Ok(Ok(log)) => log,
        _ => (String::new(), 0),
    };
    // Clients print their command line or what they were asked for.
    let log = without_password(log, target.password);
    Ok(ClientRun {
        end,
        took,
        log,
        log_left_out,
        command: shown,
    })
}

fn end_of(status: std::process::ExitStatus) -> ClientEnd {
    match (status.code(), status.signal()) {
        (Some(code), _) => ClientEnd::Exit(code),
        (None, signal) if status.core_dumped() => ClientEnd::CoreDumped(signal.unwrap_or(0)),
        (None, signal) => ClientEnd::Signal(signal.unwrap_or(0)),
    }
}

/// The process group of a client; killed at the latest when this is dropped.
struct Group(Option<Pid>);

impl Group {
    fn of(child: &Child) -> Self {
        let id = child.id().and_then(|id| i32::try_from(id).ok());
        Self(id.and_then(Pid::from_raw))
    }

    fn tell_to_end(&self) {
        if let Some(group) = self.0 {
            let _ = kill_process_group(group, Signal::TERM);
        }
    }

    fn kill(&self) {
        if let Some(group) = self.0 {
            let _ = kill_process_group(group, Signal::KILL);
        }
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        self.kill();
    }
}

/// A home folder that nothing was ever written to: clients remember certificates there.
struct FreshHome(PathBuf);

impl FreshHome {
    fn new() -> io::Result<Self> {
        use std::sync::atomic::{AtomicU64, Ordering};
        static COUNT: AtomicU64 = AtomicU64::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("badrdp-home-{}-{count}", std::process::id()));
        std::fs::create_dir_all(&path)?;
        Ok(Self(path))
    }

    fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for FreshHome {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
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

/// The end of what both streams say, in the order in which it came, and how many bytes were
/// before it.
async fn collect(
    stdout: Option<impl AsyncRead + Unpin>,
    stderr: Option<impl AsyncRead + Unpin>,
) -> (String, u64) {
    let kept = std::sync::Mutex::new(Kept::default());
    tokio::join!(drain(stdout, &kept), drain(stderr, &kept));
    let mut kept = kept
        .into_inner()
        .unwrap_or_else(std::sync::PoisonError::into_inner);
    kept.cut();
    let end = String::from_utf8_lossy(&kept.end).into_owned();
    (end, kept.left_out)
}

async fn drain(stream: Option<impl AsyncRead + Unpin>, kept: &std::sync::Mutex<Kept>) {
    let Some(mut stream) = stream else { return };
    let mut chunk = vec![0; 64 << 10];
    while let Ok(count @ 1..) = stream.read(&mut chunk).await {
        let mut kept = kept
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        kept.add(chunk.get(..count).unwrap_or_default());
    }
}

/// What is kept of a log: the password may be in it.
pub(crate) fn without_password(log: String, password: &str) -> String {
    match password {
        "" => log,
        password => log.replace(password, "***"),
    }
}
