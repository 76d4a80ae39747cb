//! The parent's hold on a server in a process of its own.

use std::ffi::OsStr;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::SocketAddr;
use std::process::{Child as Process, ChildStdin, ChildStdout, Command, Stdio};
use std::time::Duration;
use std::{env, fs};

use crate::lab::Folder;
use crate::serve::Subject;

/// A server that runs. It ends when this is dropped.
pub(crate) struct Child {
    process: Process,
    questions: ChildStdin,
    answers: BufReader<ChildStdout>,
    pub(crate) address: SocketAddr,
}

impl Child {
    /// Starts one and waits until it listens.
    pub(crate) fn start<A: AsRef<OsStr>>(
        subject: Subject,
        folder: &Folder,
        arguments: impl IntoIterator<Item = A>,
    ) -> Self {
        let mut process = Command::new(env::current_exe().unwrap())
            .args(["serve", subject.word(), "--data"])
            .arg(folder.path())
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let questions = process.stdin.take().expect("it is piped");
        let mut answers = BufReader::new(process.stdout.take().expect("it is piped"));
        let address = line(&mut answers).parse();
        Self {
            process,
            questions,
            answers,
            address: address.expect("the child prints its address once it listens"),
        }
    }

    /// The CPU time that it has used so far.
    pub(crate) fn cpu(&mut self) -> Duration {
        self.questions.write_all(b"\n").unwrap();
        let nanos = line(&mut self.answers).parse();
        Duration::from_nanos(nanos.expect("the child answers with a number"))
    }

    /// Its memory that is no file, in KiB: heap, stacks, globals.
    pub(crate) fn memory(&self) -> f64 {
        let path = format!("/proc/{}/status", self.process.id());
        let status = fs::read_to_string(path).unwrap();
        let value = status
            .lines()
            .find_map(|line| line.strip_prefix("RssAnon:"))
            .and_then(|rest| rest.split_whitespace().next())
            .and_then(|kib| kib.parse().ok());
        value.expect("/proc/PID/status has RssAnon in kB")
    }
}

impl Drop for Child {
    fn drop(&mut self) {
        // It may have ended by itself; then there is nothing to kill.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn line(answers: &mut BufReader<ChildStdout>) -> String {
    let mut line = String::new();
    answers.read_line(&mut line).unwrap();
    line.trim_end().to_owned()
}
