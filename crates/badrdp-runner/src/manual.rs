//! A person runs the client: is told what to do, and asked what it showed.
//!
//! Lines are read by a thread of its own, because nothing ends a read from a terminal; it
//! outlives the desk and ends with the process.

mod answer;
#[cfg(test)]
mod tests;

use std::fmt;
use std::io::{BufRead, Read as _, Write};
use std::sync::{Mutex as StdMutex, PoisonError};
use std::time::Duration;

use tokio::sync::{Mutex, mpsc};
use tokio::time::timeout;

pub(crate) use self::answer::number;
use self::answer::{choices, question, read};
use crate::elsewhere::{Answer, Answering, Codes, Desk, Task};

/// The longest answer that is kept.
const MAX_ANSWER: usize = 4 << 10;

/// How many answers wait to be asked for.
const MAX_WAITING: usize = 64;

/// A terminal with a person before it.
pub struct Manual {
    /// One question at a time.
    lines: Mutex<mpsc::Receiver<String>>,
    output: StdMutex<Box<dyn Write + Send>>,
    codes: Codes,
    patience: Duration,
}

impl fmt::Debug for Manual {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Manual")
    }
}

impl Manual {
    /// Asks on `output` and reads answers from `input`; a case that nobody answers within
    /// `patience` is skipped.
    #[must_use]
    pub fn new(
        mut input: impl BufRead + Send + 'static,
        output: impl Write + Send + 'static,
        codes: Codes,
        patience: Duration,
    ) -> Self {
        let (sender, lines) = mpsc::channel(MAX_WAITING);
        std::thread::spawn(move || {
            while let Some(line) = next_line(&mut input) {
                // Nobody listens any more once the run is over.
                if sender.blocking_send(line).is_err() {
                    break;
                }
            }
        });
        Self {
            lines: Mutex::new(lines),
            output: StdMutex::new(Box::new(output)),
            codes,
            patience,
        }
    }

    fn say(&self, text: &str) {
        let mut output = self.output.lock().unwrap_or_else(PoisonError::into_inner);
        // A terminal that is gone is noticed by the answer that does not come.
        let _ = output.write_all(text.as_bytes());
        let _ = output.flush();
    }

    /// Asks until something is answered.
    async fn answer(&self, task: &Task, lines: &mut mpsc::Receiver<String>) -> Answer {
        // What is typed by now is a late answer to the case before.
        while lines.try_recv().is_ok() {}
        let choices = choices(task);
        self.say(&instruction(task));
        self.say(&question(&choices));
        let mut told_enough = false;
        loop {
            let line = tokio::select! {
                line = lines.recv() => line,
                () = task.stop.cancelled() => return Answer::Interrupted,
                () = task.enough.cancelled(), if !told_enough => {
                    told_enough = true;
                    self.say("\n(The server has seen enough: close the client and answer.)\n> ");
                    continue;
                }
            };
            let Some(line) = line else {
                return Answer::Skipped("standard input has ended".to_owned());
            };
            match line.trim() {
                "" => self.say("> "),
                "s" | "S" => return Answer::Skipped("skipped by the person asked".to_owned()),
                line => return Answer::Told(read(line, &choices)),
            }
        }
    }
}

impl Desk for Manual {
    fn ask(&self, task: Task) -> Answering<'_> {
        Box::pin(async move {
            let mut lines = self.lines.lock().await;
            let answer = self.answer(&task, &mut lines);
            match timeout(self.patience, answer).await {
                Ok(answer) => answer,
                Err(_) => {
                    let seconds = self.patience.as_secs();
                    self.say("\nNo answer: skipped.\n");
                    Answer::Skipped(format!("nobody answered within {seconds} s"))
                }
            }
        })
    }

    fn codes(&self) -> &Codes {
        &self.codes
    }
}

/// The next line, or as much of it as is kept: the rest would be the answer to another case.
fn next_line(input: &mut impl BufRead) -> Option<String> {
    let mut line = Vec::new();
    let most = u64::try_from(MAX_ANSWER).unwrap_or(u64::MAX);
    let count = input
        .by_ref()
        .take(most)
        .read_until(b'\n', &mut line)
        .ok()?;
    if count == MAX_ANSWER && !line.ends_with(b"\n") {
        input.skip_until(b'\n').ok()?;
    }
    (count > 0).then(|| String::from_utf8_lossy(&line).into_owned())
}

fn instruction(task: &Task) -> String {
    let scenario = &task.scenario;
    let rule = "-".repeat(72);
    let seconds = task.within.as_secs();
    format!(
        "\n{rule}\n{id}: {title}\n\n\
         \x20 address   {address}\n\
         \x20 user      {user}\n\
         \x20 password  {password}\n\n\
         Connect to this address with the client, as this user. Click what a careful user\n\
         would: refuse a certificate that it warns of. Wait until it shows a desktop or an\n\
         error. If it is still trying after {seconds} s, cancel it: it hung.\n\n",
        id = scenario.id,
        title = scenario.file.title,
        address = task.address,
        user = task.user,
        password = task.password,
    )
}
