//! An X display for clients that need one: an Xvfb of our own.

use std::io;
use std::process::Stdio;
use std::time::Duration;

use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::process::{Child, Command};
use tokio::time::timeout;

/// A display, and the server behind it if it is ours.
#[derive(Debug)]
pub struct Display {
    name: String,
    _server: Option<Child>,
}

impl Display {
    /// Starts Xvfb; falls back to the display that we run on.
    ///
    /// # Errors
    /// When there is neither.
    pub async fn open() -> Result<Self, String> {
        match start_xvfb().await {
            Ok((name, server)) => Ok(Self {
                name,
                _server: Some(server),
            }),
            Err(error) => match std::env::var("DISPLAY") {
                Ok(name) if !name.is_empty() => Ok(Self {
                    name,
                    _server: None,
                }),
                _ => Err(format!(
                    "needs an X display, and Xvfb does not start: {error}"
                )),
            },
        }
    }

    /// What `DISPLAY` is to be.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }
}

async fn start_xvfb() -> io::Result<(String, Child)> {
    const PATIENCE: Duration = Duration::from_secs(10);
    // Without -noreset it starts over when its last client leaves, and the next finds nobody.
    let mut server = Command::new("Xvfb")
        .args([
            "-displayfd",
            "1",
            "-screen",
            "0",
            "1280x1024x24",
            "-noreset",
            "-nolisten",
            "tcp",
        ])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn()?;
    let stdout = server
        .stdout
        .take()
        .ok_or_else(|| io::Error::other("no standard output"))?;
    let mut line = String::new();
    let read = timeout(PATIENCE, BufReader::new(stdout).read_line(&mut line)).await;
    match read {
        Ok(Ok(1..)) => Ok((format!(":{}", line.trim()), server)),
        Ok(Ok(0)) => Err(io::Error::other("it ended at once")),
        Ok(Err(error)) => Err(error),
        Err(_) => Err(io::Error::other("it named no display in time")),
    }
}
