//! What goes over the loopback interface, as dumpcap writes it and tshark reads it.

use std::fmt::Write as _;
use std::process::Stdio;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tempfile::{NamedTempFile, TempPath};
use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::process::{Child, Command};
use tokio::time::{sleep, timeout};

use super::skip;

/// How long dumpcap may take to start, and the capture to be written.
const PATIENCE: Duration = Duration::from_secs(30);

/// A capture of one port.
pub(super) struct Capture {
    child: Child,
    file: TempPath,
    port: u16,
}

impl Capture {
    /// Starts to capture. Says so where that is not allowed, or fails where it must be.
    pub(super) async fn start(port: u16) -> Option<Self> {
        let file = tempfile::Builder::new().suffix(".pcapng").tempfile();
        let file = file.unwrap().into_temp_path();
        let mut child = Command::new("dumpcap")
            .args(["-q", "-i", "lo", "-f", &format!("tcp port {port}")])
            .args(["-a", "duration:120", "-w"])
            .arg(&file)
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let mut said = String::new();
        let listening = async {
            while let Ok(Some(line)) = lines.next_line().await {
                said.push_str(&line);
                if line.contains("File:") {
                    return true;
                }
            }
            false
        };
        if timeout(PATIENCE, listening).await.unwrap() {
            return Some(Self { child, file, port });
        }
        let required = std::env::var("BADRDP_REQUIRE_CLIENTS").is_ok_and(|value| value == "1");
        assert!(!required, "cannot capture: {said}");
        skip(&format!("cannot capture on the loopback interface: {said}"));
        None
    }

    /// Ends the capture once both sides of a connection have said that it is over, with FIN or
    /// RST.
    pub(super) async fn finish(mut self) -> Captured {
        let captured = Captured {
            file: self.file,
            port: self.port,
        };
        let over = async {
            // What is captured is written in the background.
            while captured
                .read(&["-Y", "tcp.flags.fin == 1"])
                .await
                .lines()
                .count()
                < 2
                && captured
                    .read(&["-Y", "tcp.flags.reset == 1"])
                    .await
                    .is_empty()
            {
                sleep(Duration::from_millis(200)).await;
            }
        };
        timeout(PATIENCE, over).await.unwrap();
        self.child.start_kill().unwrap();
        captured
    }
}

/// A capture that is through.
pub(super) struct Captured {
    file: TempPath,
    port: u16,
}

impl Captured {
    /// What tshark prints of the frames, the port dissected as `protocol`, with more arguments.
    pub(super) async fn dissect(&self, protocol: &str, more: &[&str]) -> String {
        let decode = format!("tcp.port=={},{protocol}", self.port);
        self.read(&[&["-d", decode.as_str()], more].concat()).await
    }

    /// The same inside TLS, whose secrets are known.
    pub(super) async fn dissect_tls(&self, secrets: &Secrets, filter: &str) -> String {
        let file = NamedTempFile::new().unwrap();
        std::fs::write(file.path(), &*secrets.lines.lock().unwrap()).unwrap();
        let keys = format!("tls.keylog_file:{}", file.path().display());
        let inside = format!("tls.port=={},tpkt", self.port);
        let arguments = ["-d", inside.as_str(), "-o", keys.as_str(), "-Y", filter];
        self.dissect("tls", &arguments).await
    }

    /// The frames of the server that tshark cannot make sense of.
    pub(super) fn malformed(&self) -> String {
        format!("_ws.malformed && tcp.srcport == {}", self.port)
    }

    async fn read(&self, arguments: &[&str]) -> String {
        let output = Command::new("tshark")
            .arg("-r")
            .arg(&self.file)
            .args(arguments)
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .output();
        let output = timeout(PATIENCE, output).await.unwrap().unwrap();
        String::from_utf8_lossy(&output.stdout).into_owned()
    }
}

/// The secrets of TLS, in the format of NSS.
#[derive(Debug, Default)]
pub(super) struct Secrets {
    lines: Mutex<String>,
}

impl Secrets {
    /// Somebody to tell them to.
    pub(super) fn log(self: &Arc<Self>) -> Arc<dyn rustls::KeyLog> {
        Arc::<Self>::clone(self)
    }
}

impl rustls::KeyLog for Secrets {
    fn log(&self, label: &str, client_random: &[u8], secret: &[u8]) {
        let mut lines = self.lines.lock().unwrap();
        let _ = writeln!(lines, "{label} {} {}", hex(client_random), hex(secret));
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
