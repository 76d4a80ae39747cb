//! A folder with one scenario and a client that fails as often as it is told to.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use crate::support::{Run, badrdp, run_command};

/// What the client of [`Stage::new`] meets.
pub(crate) const ID: &str = "network/story";

const SCENARIO: &str = r#"
title = "A story"
summary = "What happens."
alike = ["handshake"]
[server]
profile = "windows-11"
certificate = "p-256"
[expect]
client = ["timed-out"]
within = "60s"
[[expect.accept]]
outcome = "connection-reset"
spec = "RFC 9293 3.5.3"
"#;

/// A client that says `timed out` with exit code 4, and `reset` with 3. It fails so many times
/// first, and remembers that in a file, as its HOME is always new.
const CLIENT: &str = r#"
title = "A tool"
jobs = 1
command = ["sh", "-c", "n=$(cat '{file}'); echo $((n - 1)) > '{file}'; [ $n -gt 0 ] && exit 5; echo 'reset by peer'; exit 3"]
[[outcome]]
exit = 3
is = "connection-reset"
[[outcome]]
exit = 5
is = "protocol-error"
[[cause]]
log = "reset by peer"
is = "network"
"#;

/// Removed when dropped.
pub(crate) struct Stage(tempfile::TempDir);

impl Stage {
    /// A client that fails `failures` times.
    pub(crate) fn new(failures: u32) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let stage = Self(folder);
        stage.write(&format!("scenarios/{ID}.toml"), SCENARIO);
        let file = stage.write("left", &failures.to_string());
        stage.write(
            "tool.toml",
            &CLIENT.replace("{file}", file.to_str().unwrap()),
        );
        stage
    }

    /// A file of this folder.
    pub(crate) fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
        path
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// `run` in this folder.
    pub(crate) fn command(&self, args: &[&str]) -> Command {
        let mut command = badrdp(&["run", "--scenarios", "scenarios"]);
        command.current_dir(self.0.path()).args(args);
        command
    }

    pub(crate) fn run(&self, args: &[&str]) -> Run {
        run_command(self.command(args))
    }

    /// The client meets the story.
    pub(crate) fn met(&self, args: &[&str]) -> Run {
        self.run(&[&[ID, "--client", "./tool.toml"], args].concat())
    }

    /// The JSON report of a run.
    pub(crate) fn report(&self, args: &[&str]) -> (Run, serde_json::Value) {
        let run = self.run(&[args, &["--report", "json=out.json"]].concat());
        let text = fs::read_to_string(self.path("out.json")).unwrap();
        (run, serde_json::from_str(&text).unwrap())
    }
}

/// What was printed, without times, for a snapshot.
pub(crate) fn page(run: &Run) -> String {
    let mut page = String::new();
    for line in run.page().lines() {
        let words: Vec<_> = line.split(' ').collect();
        let mut line = line.to_owned();
        for (number, unit) in words.iter().zip(words.iter().skip(1)) {
            if ["ms", "s", "s,"].contains(unit) && number.starts_with(|c: char| c.is_ascii_digit())
            {
                line = line.replace(&format!("{number} {unit}"), &format!("* {unit}"));
            }
        }
        // The column of times is right-aligned.
        while line.contains("  * ms") {
            line = line.replace("  * ms", " * ms");
        }
        page.push_str(line.trim_end());
        page.push('\n');
    }
    page
}
