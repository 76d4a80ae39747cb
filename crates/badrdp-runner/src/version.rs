//! Whether a client is there, and which version it is.

use std::process::Stdio;
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt as _};

use crate::adapter::{Adapter, Start};
use crate::case::Shared;
use crate::isolation::spawn;
use crate::launch::{FreshHome, Group, executable};

impl Shared {
    /// The line in which a client names its version, and why it cannot be run.
    pub(crate) async fn version_of(&self, adapter: &Adapter) -> (Option<String>, Option<String>) {
        const PATIENCE: Duration = Duration::from_secs(10);
        let (command, display) = match &adapter.start {
            Start::Probe => return (Some(env!("CARGO_PKG_VERSION").to_owned()), None),
            Start::Elsewhere { .. } => return (None, None),
            Start::Program {
                command, display, ..
            } => (command, display),
        };
        let programs = command.first().into_iter().chain(&adapter.needs);
        if let Some(program) = programs.into_iter().find(|program| !is_installed(program)) {
            let how = match &adapter.install {
                Some(how) => format!("install it ({how})"),
                None => "install it".to_owned(),
            };
            let reason = format!("`{program}` is not installed; {how} or name another client");
            return (None, Some(reason));
        }
        let Some((name, arguments)) = adapter.version.as_deref().and_then(<[String]>::split_first)
        else {
            return (None, None);
        };
        let display = if *display {
            self.display().await.ok()
        } else {
            None
        };
        let said = async {
            let network = self.network(adapter).await?;
            let home = FreshHome::new()?;
            let mut process = tokio::process::Command::new(executable(name));
            process
                .args(arguments)
                // Some clients want a display even to tell who they are.
                .envs(display.map(|name| ("DISPLAY", name)))
                .env("HOME", home.path())
                .current_dir(home.path())
                .process_group(0)
                .stdin(Stdio::null())
                .stdout(Stdio::piped())
                .stderr(Stdio::piped())
                .kill_on_drop(true);
            let mut child = spawn(&mut process, network.as_deref())?;
            let _group = Group::of(&child);
            let (stdout, stderr) = (child.stdout.take(), child.stderr.take());
            let (mut said, more) = tokio::join!(beginning(stdout), beginning(stderr));
            said.extend(more);
            std::io::Result::Ok(said)
        };
        let version = match tokio::time::timeout(PATIENCE, said).await {
            Ok(Ok(said)) => version_line(&String::from_utf8_lossy(&said)),
            _ => None,
        };
        (version, None)
    }
}

/// As much of a stream as has a version in it.
async fn beginning(stream: Option<impl AsyncRead + Unpin>) -> Vec<u8> {
    const MOST: u64 = 64 << 10;
    let mut said = Vec::new();
    if let Some(stream) = stream {
        let _ = stream.take(MOST).read_to_end(&mut said).await;
    }
    said
}

/// The line that names a version: the first with a number such as 2.11 that is no log line.
fn version_line(text: &str) -> Option<String> {
    let is_number = |word: &str| {
        let word = word.trim_matches(|c: char| !c.is_ascii_digit());
        word.contains('.') && word.chars().all(|c| c.is_ascii_digit() || c == '.')
    };
    text.lines()
        .map(str::trim)
        .filter(|line| !line.starts_with('['))
        .find(|line| line.split_whitespace().any(is_number))
        .map(str::to_owned)
}

fn is_installed(program: &str) -> bool {
    if program.contains('/') {
        return std::path::Path::new(program).is_file();
    }
    std::env::var_os("PATH").is_some_and(|path| {
        std::env::split_paths(&path).any(|folder| folder.join(program).is_file())
    })
}
