//! Starts a client and sees it to its end, or ends it.

mod home;
mod log;

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
use tokio::io::AsyncWriteExt as _;
use tokio::process::{Child, Command};
use tokio::time::{sleep, timeout};
use tokio_util::sync::CancellationToken;
use tokio_util::task::AbortOnDropHandle;

pub(crate) use self::home::FreshHome;
use self::log::Log;
use crate::isolation::spawn;

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
        let mut parts = template.split('{');
        let mut filled = parts.next().unwrap_or_default().to_owned();
        // What was filled in is not looked at again: a password may have braces in it.
        for part in parts {
            let value = part.split_once('}').and_then(|(word, rest)| {
                let value = match word {
                    "address" => self.address.to_string(),
                    "ca" => absolute(self.ca).display().to_string(),
                    "host" => self.address.ip().to_string(),
                    "password" => password.to_owned(),
                    "port" => self.address.port().to_string(),
                    "user" => self.user.to_owned(),
                    _ => return None,
                };
                Some(value + rest)
            });
            match value {
                Some(value) => filled.push_str(&value),
                None => {
                    filled.push('{');
                    filled.push_str(part);
                }
            }
        }
        filled
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
    let mut process = Command::new(executable(name));
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
    let _feeding = child
        .stdin
        .take()
        .zip(program.stdin)
        .map(|(mut stdin, text)| {
            let text = text.to_owned();
            AbortOnDropHandle::new(tokio::spawn(async move {
                // A client that does not want it has closed it or does not read: that is its right.
                let _ = stdin.write_all(text.as_bytes()).await;
            }))
        });
    let log = Log::of(child.stdout.take(), child.stderr.take());
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
    let (log, log_left_out) = log.end().await;
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

/// A program by its path, which is relative to where badrdp was started and not to the folder
/// that the program is started in; by its name, `PATH` tells.
pub(crate) fn executable(name: &str) -> PathBuf {
    match name.contains('/') {
        true => absolute(Path::new(name)),
        false => name.into(),
    }
}

fn absolute(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_owned())
}

fn end_of(status: std::process::ExitStatus) -> ClientEnd {
    match (status.code(), status.signal()) {
        (Some(code), _) => ClientEnd::Exit(code),
        (None, signal) if status.core_dumped() => ClientEnd::CoreDumped(signal.unwrap_or(0)),
        (None, signal) => ClientEnd::Signal(signal.unwrap_or(0)),
    }
}

/// The process group of a client; killed at the latest when this is dropped.
pub(crate) struct Group(Option<Pid>);

impl Group {
    pub(crate) fn of(child: &Child) -> Self {
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

/// What is kept of a log: the password may be in it.
pub(crate) fn without_password(log: String, password: &str) -> String {
    match password {
        "" => log,
        password => log.replace(password, "***"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_relative_path_is_that_of_badrdp() {
        let here = std::env::current_dir().unwrap();
        assert_eq!(executable("./client"), here.join("client"));
        assert_eq!(executable("bin/client"), here.join("bin/client"));
        assert_eq!(executable("/bin/client"), Path::new("/bin/client"));
        assert_eq!(executable("client"), Path::new("client"));
    }

    #[test]
    fn what_is_filled_in_is_not_filled_in_again() {
        let target = Target {
            address: ([127, 0, 0, 1], 3389).into(),
            user: "{password}",
            password: "{user}{port}",
            ca: Path::new("/ca.pem"),
        };
        let fill = |template| target.fill(template, target.password);
        assert_eq!(fill("/v:{host}:{port}"), "/v:127.0.0.1:3389");
        assert_eq!(fill("{address} {ca}"), "127.0.0.1:3389 /ca.pem");
        assert_eq!(fill("{user} {password}"), "{password} {user}{port}");
        assert_eq!(fill("{ {} }{user"), "{ {} }{user");
        let ca = Path::new("lab/ca.pem");
        let here = std::env::current_dir().unwrap().join(ca);
        let target = Target { ca, ..target };
        assert_eq!(target.fill("{ca}", ""), here.display().to_string());
    }
}
