//! Headless Chromium, driven over its pipes: a JSON message each way, ended by a zero byte.

use std::path::PathBuf;
use std::process::Stdio;

use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::process::{Child, ChildStdin, ChildStdout, Command};

use crate::support::within;

/// Chromium reads commands from its descriptor 3 and answers on 4. As root it has no sandbox;
/// it only ever opens pages of ours.
const START: &str = r#"exec chromium --headless=new --no-sandbox --disable-gpu --no-first-run \
    --disable-dev-shm-usage --disable-background-networking --disable-component-update \
    --remote-debugging-pipe --user-data-dir="$0" about:blank \
    3<&0 4>&1 </dev/null >/dev/null 2>&1"#;

/// A browser with one page.
pub(super) struct Browser {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
    number: u64,
    session: Option<String>,
    events: Vec<Value>,
    _folder: TempDir,
}

impl Browser {
    pub(super) async fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut child = Command::new("sh")
            .args(["-c", START])
            .arg(folder.path())
            .env("HOME", folder.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        let input = child.stdin.take().unwrap();
        let output = BufReader::new(child.stdout.take().unwrap());
        let mut browser = Self {
            child,
            input,
            output,
            number: 0,
            session: None,
            events: Vec::new(),
            _folder: folder,
        };
        let target = browser
            .ask("Target.createTarget", json!({"url": "about:blank"}))
            .await;
        let attach = json!({"targetId": target["targetId"], "flatten": true});
        let session = browser.ask("Target.attachToTarget", attach).await;
        browser.session = session["sessionId"].as_str().map(str::to_owned);
        for domain in ["Page", "Runtime", "Log"] {
            browser.ask(&format!("{domain}.enable"), json!({})).await;
        }
        let size = json!({"width": 1440, "height": 900, "deviceScaleFactor": 1, "mobile": false});
        browser
            .ask("Emulation.setDeviceMetricsOverride", size)
            .await;
        browser
    }

    /// Opens a page and waits until it is there.
    pub(super) async fn open(&mut self, address: &str) {
        self.events
            .retain(|event| event["method"] != "Page.loadEventFired");
        self.ask("Page.navigate", json!({"url": address})).await;
        let loaded = |event: &Value| event["method"] == "Page.loadEventFired";
        while !self.events.iter().any(loaded) {
            let event = self.read().await;
            self.events.push(event);
        }
    }

    pub(super) async fn without_scripts(&mut self) {
        let disabled = json!({"value": true});
        self.ask("Emulation.setScriptExecutionDisabled", disabled)
            .await;
    }

    /// What the system is to say of light and dark.
    pub(super) async fn prefer(&mut self, scheme: &str) {
        let features = json!([{"name": "prefers-color-scheme", "value": scheme}]);
        let media = json!({"features": features});
        self.ask("Emulation.setEmulatedMedia", media).await;
    }

    /// Presses a key and lets it go.
    pub(super) async fn key(&mut self, name: &str) {
        let code = match name {
            "Tab" => 9,
            "Enter" => 13,
            "Escape" => 27,
            "ArrowLeft" => 37,
            "ArrowUp" => 38,
            "ArrowRight" => 39,
            "ArrowDown" => 40,
            _ => 0,
        };
        let mut key =
            json!({"type": "keyDown", "key": name, "code": name, "windowsVirtualKeyCode": code});
        match name {
            "Enter" => key["text"] = json!("\r"),
            _ if name.chars().count() == 1 => key["text"] = json!(name),
            _ => {}
        }
        self.ask("Input.dispatchKeyEvent", key.clone()).await;
        key["type"] = json!("keyUp");
        self.ask("Input.dispatchKeyEvent", key).await;
    }

    /// Types a word.
    pub(super) async fn text(&mut self, word: &str) {
        for letter in word.chars() {
            self.key(&letter.to_string()).await;
        }
    }

    /// What an expression comes to.
    pub(super) async fn value(&mut self, expression: &str) -> Value {
        let ask = json!({"expression": expression, "returnByValue": true, "awaitPromise": true});
        let answer = self.ask("Runtime.evaluate", ask).await;
        assert!(
            answer["exceptionDetails"].is_null(),
            "{expression}: {answer}"
        );
        answer["result"]["value"].clone()
    }

    /// Waits until a condition holds; looks at every frame.
    pub(super) async fn until(&mut self, condition: &str) {
        let look = format!(
            "new Promise((done) => {{ const look = () => ({condition}) ? done(true) : \
             requestAnimationFrame(look); look(); }})"
        );
        let held = within(condition, self.value(&look)).await;
        assert_eq!(held, true, "{condition}");
    }

    /// The cell of the matrix that has the focus.
    pub(super) async fn expect_focus(&mut self, label: &str) {
        let focused = self
            .value("document.activeElement.getAttribute('aria-label')")
            .await;
        assert_eq!(focused, label);
    }

    /// Keeps a picture, if somebody wants to see it.
    pub(super) async fn screenshot(&mut self, name: &str) {
        use rustls::pki_types::pem::PemObject as _;
        let Some(folder) = std::env::var_os("BADRDP_SCREENSHOTS") else {
            return;
        };
        let picture = self
            .ask("Page.captureScreenshot", json!({"format": "png"}))
            .await;
        // base64 is what a PEM file has between its lines.
        let text = picture["data"].as_str().unwrap();
        let pem = format!("-----BEGIN CERTIFICATE-----\n{text}\n-----END CERTIFICATE-----\n");
        let bytes = rustls::pki_types::CertificateDer::from_pem_slice(pem.as_bytes()).unwrap();
        let file = PathBuf::from(folder).join(format!("{name}.png"));
        std::fs::write(file, &*bytes).unwrap();
    }

    /// Ends the browser. Nothing may have gone wrong in the page.
    pub(super) async fn close(self) {
        self.close_with_errors(&[]).await;
    }

    /// The same, where errors that have one of these words are meant.
    pub(super) async fn close_with_errors(mut self, meant: &[&str]) {
        self.value("0").await;
        let kinds = [
            "Runtime.exceptionThrown",
            "Runtime.consoleAPICalled",
            "Log.entryAdded",
        ];
        let wrong = |event: &&Value| {
            let text = event.to_string();
            kinds.iter().any(|kind| event["method"] == *kind)
                && !meant.iter().any(|word| text.contains(word))
        };
        let wrong: Vec<&Value> = self.events.iter().filter(wrong).collect();
        assert!(wrong.is_empty(), "{wrong:#?}");
        self.session = None;
        self.ask("Browser.close", json!({})).await;
        within("the end of the browser", self.child.wait())
            .await
            .unwrap();
    }

    /// Sends a command and waits for its answer; what happens meanwhile is kept.
    async fn ask(&mut self, method: &str, params: Value) -> Value {
        self.number += 1;
        let mut command = json!({"id": self.number, "method": method, "params": params});
        if let Some(session) = &self.session {
            command["sessionId"] = json!(session);
        }
        let mut bytes = command.to_string().into_bytes();
        bytes.push(0);
        within(method, self.input.write_all(&bytes)).await.unwrap();
        loop {
            let message = self.read().await;
            if message["id"] == self.number {
                assert!(message["error"].is_null(), "{method}: {message}");
                return message["result"].clone();
            }
            self.events.push(message);
        }
    }

    async fn read(&mut self) -> Value {
        let mut bytes = Vec::new();
        let read = self.output.read_until(0, &mut bytes);
        within("the browser's answer", read).await.unwrap();
        assert_eq!(bytes.pop(), Some(0), "the browser is gone");
        serde_json::from_slice(&bytes).unwrap()
    }
}
