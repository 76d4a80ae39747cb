//! Starts the binary, and reads what it says without ever sleeping.

use std::io::{BufRead as _, BufReader, Read};
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

/// Nothing here takes near as long; who waits longer waits for something that never comes.
const PATIENCE: Duration = Duration::from_secs(60);

/// The binary with an environment that is the same everywhere, a lab that tests share, and
/// the fixtures of this folder.
pub(crate) fn badrdp(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_badrdp"));
    for variable in [
        "BADRDP_HEALTH",
        "BADRDP_LISTEN",
        "BADRDP_PORT",
        "BADRDP_SCENARIOS",
        "GITHUB_ACTIONS",
        "GITHUB_STEP_SUMMARY",
        "NO_COLOR",
        "RUST_LOG",
        "SSLKEYLOGFILE",
    ] {
        command.env_remove(variable);
    }
    command
        .env("BADRDP_DATA", data())
        .env("COLUMNS", "100")
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .stdin(Stdio::null())
        .args(args);
    command
}

/// The lab of all tests, kept between runs because its keys take time.
pub(crate) fn data() -> PathBuf {
    PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("cli-lab")
}

/// What a process said, and how it ended.
pub(crate) struct Run {
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

pub(crate) fn run(args: &[&str]) -> Run {
    run_command(badrdp(args))
}

pub(crate) fn run_command(mut command: Command) -> Run {
    let output = command.output().unwrap();
    Run {
        code: output.status.code(),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

impl Run {
    /// All of it, for a snapshot.
    pub(crate) fn page(&self) -> String {
        let Self {
            code,
            stdout,
            stderr,
        } = self;
        let code = code.map_or_else(|| "by a signal".to_owned(), |code| code.to_string());
        format!("exit: {code}\n--- stdout\n{stdout}--- stderr\n{stderr}")
    }

    pub(crate) fn json(&self) -> serde_json::Value {
        assert_eq!(self.code, Some(0), "{}", self.stderr);
        serde_json::from_str(&self.stdout).unwrap()
    }
}

/// A process that runs on; killed when dropped.
pub(crate) struct Running {
    child: Child,
    stdout: Receiver<String>,
    stderr: Receiver<String>,
}

impl Running {
    pub(crate) fn start(mut command: Command) -> Self {
        let command = command.stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let stdout = lines(child.stdout.take().unwrap());
        let stderr = lines(child.stderr.take().unwrap());
        Self {
            child,
            stdout,
            stderr,
        }
    }

    pub(crate) fn line(&self) -> String {
        self.stdout
            .recv_timeout(PATIENCE)
            .expect("another line on stdout")
    }

    pub(crate) fn error_line(&self) -> String {
        self.stderr
            .recv_timeout(PATIENCE)
            .expect("another line on stderr")
    }

    /// Reads lines until one has `word` in it.
    pub(crate) fn line_with(&self, word: &str) -> String {
        std::iter::repeat_with(|| self.line())
            .find(|line| line.contains(word))
            .unwrap()
    }

    pub(crate) fn signal(&self, name: &str) {
        let kill = Command::new("kill")
            .args(["-s", name, &self.child.id().to_string()])
            .status();
        assert!(kill.unwrap().success());
    }

    /// Waits for the end; the lines that were left, and the status.
    pub(crate) fn end(mut self) -> (Vec<String>, ExitStatus) {
        let rest = std::iter::from_fn(|| self.stdout.recv_timeout(PATIENCE).ok()).collect();
        (rest, self.child.wait().unwrap())
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The lines of a pipe, read by a thread that ends once nobody wants them.
fn lines(pipe: impl Read + Send + 'static) -> Receiver<String> {
    let (sender, receiver) = channel();
    std::thread::spawn(move || {
        for line in BufReader::new(pipe).lines().map_while(Result::ok) {
            if sender.send(line).is_err() {
                return;
            }
        }
    });
    receiver
}
