//! A stage: one server, one client on a display of its own, and what the server saw.

use std::fs::File;
use std::net::SocketAddr;
use std::process::{ExitStatus, Stdio};
use std::sync::Arc;
use std::time::Duration;

use badrdp_proto::credssp::{LAB_PASSWORD, LAB_USER};
use badrdp_proto::{MessageName, Phase};
use badrdp_runner::Display;
use badrdp_scenario::Scenario;
use badrdp_server::{FaultServer, Happening, Options, Transcript};
use tempfile::TempDir;
use tokio::io::AsyncWriteExt as _;
use tokio::process::{Child, Command};
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};
use tokio::sync::{Semaphore, SemaphorePermit};
use tokio::time::{sleep, timeout};

use super::picture::Picture;
use super::{armed_with, catalogue, lab};
use crate::support::within;

/// How long a client may take to do what it is waited for: seconds on a calm machine.
const PATIENCE: Duration = Duration::from_secs(40);

/// How many stages play at a time, over all tests.
static STAGES: Semaphore = Semaphore::const_new(5);

/// A client and its arguments; `{port}`, `{host}` and `{home}` are filled in.
#[derive(Clone, Debug)]
pub(super) struct Client {
    program: &'static str,
    arguments: Vec<String>,
}

impl Client {
    /// xfreerdp, which trusts the lab.
    pub(super) fn xfreerdp(more: &[&str]) -> Self {
        let mut arguments = vec![
            "/v:localhost:{port}".to_owned(),
            format!("/u:{LAB_USER}"),
            format!("/p:{LAB_PASSWORD}"),
            "/cert:deny".to_owned(),
            "/log-level:INFO".to_owned(),
        ];
        arguments.extend(more.iter().map(|&word| word.to_owned()));
        let program = "xfreerdp";
        Self { program, arguments }
    }

    /// rdesktop, which is told `yes` when it asks about a certificate.
    pub(super) fn rdesktop(more: &[&str]) -> Self {
        let mut arguments: Vec<String> = ["-u", LAB_USER, "-p", LAB_PASSWORD]
            .iter()
            .chain(more)
            .map(|&word| word.to_owned())
            .collect();
        arguments.push("{host}:{port}".to_owned());
        let program = "rdesktop";
        Self { program, arguments }
    }

    /// Any other program.
    pub(super) fn other(program: &'static str, arguments: &[&str]) -> Self {
        let arguments = arguments.iter().map(|&word| word.to_owned()).collect();
        Self { program, arguments }
    }
}

/// A server that waits for a client.
pub(super) struct Waiting {
    server: FaultServer,
    events: UnboundedReceiver<(u32, Happening)>,
    scenario: String,
    place: SemaphorePermit<'static>,
}

impl Waiting {
    /// A server with this scenario, which tells the secrets of TLS to `key_log`.
    pub(super) async fn start(
        scenario: &Arc<Scenario>,
        key_log: Option<Arc<dyn rustls::KeyLog>>,
    ) -> Self {
        let place = STAGES.acquire().await.unwrap();
        let (sender, events) = unbounded_channel();
        let options = Options {
            sink: Some(Arc::new(move |_: &_, number, event| {
                // A test that has seen enough no longer listens.
                let _ = sender.send((number, event.what.clone()));
            })),
            ..Options::default()
        };
        let wanted = Arc::clone(scenario);
        let armed = tokio::task::spawn_blocking(move || armed_with(&wanted, key_log).unwrap());
        let server = FaultServer::start(armed.await.unwrap(), options).await;
        Self {
            server: server.unwrap(),
            events,
            scenario: scenario.id.to_string(),
            place,
        }
    }

    /// Where the server is.
    pub(super) const fn address(&self) -> SocketAddr {
        self.server.address()
    }

    /// Sends the client on its way.
    pub(super) async fn meet(self, client: &Client) -> Stage {
        let display = Display::open().await.unwrap();
        let home = tempfile::tempdir().unwrap();
        let child = start(client, self.server.address(), &display, &home).await;
        Stage {
            server: self.server,
            events: self.events,
            display,
            client: child,
            home,
            what: format!("{} meets {}", client.arguments.join(" "), self.scenario),
            _place: self.place,
        }
    }
}

/// A client at work.
pub(super) struct Stage {
    server: FaultServer,
    events: UnboundedReceiver<(u32, Happening)>,
    display: Display,
    client: Child,
    home: TempDir,
    what: String,
    _place: SemaphorePermit<'static>,
}

impl Stage {
    /// A server with this scenario, and the client on its way to it.
    pub(super) async fn open(scenario: &Arc<Scenario>, client: &Client) -> Self {
        Waiting::start(scenario, None).await.meet(client).await
    }

    /// Waits until something has happened, and gives on which connection. rdesktop comes again
    /// where it cannot have what it asked for, so it is seldom the first.
    pub(super) async fn until(&mut self, is_it: impl Fn(&Happening) -> bool) -> u32 {
        let mut seen = Vec::new();
        let found = timeout(PATIENCE, async {
            while let Some((number, what)) = self.events.recv().await {
                if is_it(&what) {
                    return Some(number);
                }
                seen.push((number, what));
            }
            None
        });
        let Some(number) = found.await.ok().flatten() else {
            panic!("{}: it never came: {seen:?}\n{}", self.what, self.log());
        };
        number
    }

    /// Waits until a session is active and a part of the picture has left, and gives on which
    /// connection.
    pub(super) async fn pictured(&mut self) -> u32 {
        self.until(|what| is_phase(what, Phase::Active)).await;
        self.until(is_picture).await
    }

    /// Waits until the display shows the test card of a desktop of this size.
    pub(super) async fn shows(&self, size: (u16, u16)) -> Picture {
        /// A client has to decode the picture and X to show it.
        const AGAIN: Duration = Duration::from_millis(250);
        let mut differences = String::new();
        let fits = timeout(PATIENCE, async {
            loop {
                let picture = self.picture().await;
                differences = picture.differences(size);
                if differences.is_empty() {
                    return picture;
                }
                sleep(AGAIN).await;
            }
        });
        let Ok(picture) = fits.await else {
            panic!(
                "{}: no test card:\n{differences}\n{}",
                self.what,
                self.log()
            );
        };
        picture
    }

    /// What the display shows now.
    pub(super) async fn picture(&self) -> Picture {
        Picture::of_display(self.display.name()).await
    }

    /// Lets a user do something, in the words of xdotool.
    pub(super) async fn act(&self, words: &[&str]) {
        let status = Command::new("xdotool")
            .args(words)
            .env("DISPLAY", self.display.name())
            .stdin(Stdio::null())
            .kill_on_drop(true)
            .status();
        let status = within("xdotool", status).await.unwrap();
        assert!(status.success(), "{words:?}: {status}");
    }

    /// The client's exit, once it leaves by itself.
    pub(super) async fn exit(&mut self) -> ExitStatus {
        match timeout(PATIENCE, self.client.wait()).await {
            Ok(status) => status.unwrap(),
            Err(_) => panic!("{}: it stays\n{}", self.what, self.log()),
        }
    }

    /// What the client has said.
    pub(super) fn log(&self) -> String {
        let bytes = std::fs::read(self.home.path().join("log")).unwrap_or_default();
        String::from_utf8_lossy(&bytes).into_owned()
    }

    /// A file that the client has written into its home.
    pub(super) fn file(&self, name: &str) -> Vec<u8> {
        std::fs::read(self.home.path().join(name))
            .unwrap_or_else(|error| panic!("{}: {name}: {error}\n{}", self.what, self.log()))
    }

    /// Ends the client, then the server.
    pub(super) async fn close(mut self) -> Transcript {
        // One that has left already is no error.
        let _ = self.client.start_kill();
        let _ = self.client.wait().await;
        within("the stop", self.server.stop()).await.remove(0)
    }
}

async fn start(client: &Client, address: SocketAddr, display: &Display, home: &TempDir) -> Child {
    let fill = |word: &String| {
        word.replace("{port}", &address.port().to_string())
            .replace("{host}", &address.ip().to_string())
            .replace("{home}", &home.path().display().to_string())
    };
    let log = File::create(home.path().join("log")).unwrap();
    let mut child = Command::new(client.program)
        .args(client.arguments.iter().map(fill))
        .env_clear()
        .env("PATH", std::env::var_os("PATH").unwrap_or_default())
        .env("HOME", home.path())
        .env("LC_ALL", "C.UTF-8")
        .env("DISPLAY", display.name())
        .env("SSL_CERT_FILE", lab().ca_path().unwrap())
        .stdin(Stdio::piped())
        .stdout(log.try_clone().unwrap())
        .stderr(log)
        .kill_on_drop(true)
        .spawn()
        .unwrap();
    // A client that does not ask has closed it, and that is its right.
    let _ = child.stdin.take().unwrap().write_all(b"yes\nyes\n").await;
    child
}

/// Whether a phase begins.
pub(super) fn is_phase(what: &Happening, wanted: Phase) -> bool {
    matches!(what, Happening::Phase { phase } if *phase == wanted)
}

/// Whether a part of the picture has left.
pub(super) fn is_picture(what: &Happening) -> bool {
    is_sent(what, MessageName::BitmapUpdate) || is_sent(what, MessageName::FastPathBitmapUpdate)
}

/// Whether a message of the server has left.
pub(super) fn is_sent(what: &Happening, wanted: MessageName) -> bool {
    matches!(what, Happening::Sent { message, .. } if *message == wanted)
}

/// Whether a message of the client has come.
pub(super) fn is_received(what: &Happening, wanted: MessageName) -> bool {
    matches!(what, Happening::Received { message, .. } if *message == wanted)
}

/// A healthy scenario of the catalogue.
pub(super) fn healthy(id: &str) -> Arc<Scenario> {
    Arc::new(catalogue().scenario(id).unwrap())
}

/// A scenario with more of `[server]`, which has to name its profile, and faults.
pub(super) fn scenario(server: &str, faults: &str) -> Arc<Scenario> {
    let text = format!(
        "title = 'A session'\nsummary = 'As real clients meet it.'\n\
         [server]\n{server}\n{faults}\n\
         [expect]\nclient = ['connected']\nwithin = '20s'\n"
    );
    let id = "session/story".parse().unwrap();
    Arc::new(
        catalogue()
            .parse(&id, "story.toml", &text)
            .unwrap_or_else(|error| panic!("{}", error.render(false))),
    )
}
