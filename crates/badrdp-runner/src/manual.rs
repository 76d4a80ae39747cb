//! A person runs the client: is told what to do, and asked what it showed.
//!
//! Lines are read by a thread of its own, because nothing ends a read from a terminal; it
//! outlives the desk and ends with the process.

use std::fmt;
use std::io::{BufRead, Read as _, Write};
use std::sync::{Mutex as StdMutex, PoisonError};
use std::time::Duration;

use badrdp_scenario::Outcome;
use tokio::sync::{Mutex, mpsc};
use tokio::time::timeout;

use crate::elsewhere::{Answer, Answering, Codes, Desk, Task, Told};

/// The longest answer that is kept.
const MAX_ANSWER: usize = 4 << 10;

/// A terminal with a person before it.
pub struct Manual {
    /// One question at a time.
    lines: Mutex<mpsc::Receiver<String>>,
    output: StdMutex<Box<dyn Write + Send>>,
    codes: Codes,
    patience: Duration,
}

/// What can be answered by a number.
struct Choice {
    shown: String,
    told: Told,
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
        let (sender, lines) = mpsc::channel(1);
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

/// The next line, or as much of it as is kept.
fn next_line(input: &mut impl BufRead) -> Option<String> {
    let mut line = Vec::new();
    let most = u64::try_from(MAX_ANSWER).unwrap_or(u64::MAX);
    let count = input
        .by_ref()
        .take(most)
        .read_until(b'\n', &mut line)
        .ok()?;
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

/// The symptoms that are known of the scenario first, then every outcome.
fn choices(task: &Task) -> Vec<Choice> {
    let symptoms = task.scenario.file.symptoms.iter().map(|symptom| {
        let (code, extended) = codes(&symptom.shows);
        Choice {
            shown: format!(
                "{} ({}, {})",
                symptom.shows,
                symptom.client,
                symptom.evidence.name()
            ),
            told: Told {
                code,
                extended,
                text: Some(symptom.shows.clone()),
                ..Told::default()
            },
        }
    });
    let outcomes = Outcome::ALL.iter().map(|outcome| Choice {
        shown: format!("{:<22} {}", outcome.name(), outcome.meaning()),
        told: Told {
            outcome: Some(*outcome),
            ..Told::default()
        },
    });
    symptoms.chain(outcomes).collect()
}

fn question(choices: &[Choice]) -> String {
    let lines = choices.iter().enumerate();
    let lines = lines.map(|(index, choice)| format!("  {:>2}  {}\n", index + 1, choice.shown));
    let list: String = lines.collect();
    format!(
        "What did it show?\n{list}   s  skip this case\n\
         A number, or the code or the text that it showed:\n> "
    )
}

/// A number of the list, else a code, else words.
fn read(line: &str, choices: &[Choice]) -> Told {
    let number = line.parse::<usize>().ok();
    let chosen = number.and_then(|number| choices.get(number.checked_sub(1)?));
    if let Some(choice) = chosen {
        return choice.told.clone();
    }
    let (code, extended) = codes(line);
    Told {
        code,
        extended,
        text: Some(line.to_owned()),
        ..Told::default()
    }
}

/// The codes that a line begins with: `0x904 / 0x7`, `2308 7`; words are none.
fn codes(line: &str) -> (Option<u32>, Option<u32>) {
    let words = line.split(|c: char| c.is_whitespace() || matches!(c, '/' | ',' | ':'));
    let mut numbers = words.filter(|word| !word.is_empty()).map(number);
    match numbers.next().flatten() {
        None => (None, None),
        code => (code, numbers.next().flatten()),
    }
}

/// `0x904` or `2308`.
pub(crate) fn number(word: &str) -> Option<u32> {
    let hex = word.strip_prefix("0x").or_else(|| word.strip_prefix("0X"));
    match hex {
        Some(digits) => u32::from_str_radix(digits, 16).ok(),
        None => word.parse().ok(),
    }
}

#[cfg(test)]
mod tests;
