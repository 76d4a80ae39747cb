//! What is asked, and how answers are read.

use std::io::{BufReader, Cursor, PipeReader};
use std::net::SocketAddr;
use std::sync::Arc;

use badrdp_scenario::{Catalogue, Outcome};
use tokio_util::sync::CancellationToken;

use super::answer::{Choice, codes};
use super::*;
use crate::elsewhere::Told;

/// How long these persons may take.
const PATIENCE: Duration = Duration::from_secs(600);

#[test]
fn codes_are_read_as_people_write_them() {
    assert_eq!(codes("0x904 / 0x7"), (Some(0x904), Some(7)));
    assert_eq!(codes("0x904/0x7"), (Some(0x904), Some(7)));
    assert_eq!(codes("2308"), (Some(2308), None));
    assert_eq!(codes("An internal error has occurred"), (None, None));
    assert_eq!(codes("0xZZ 7"), (None, None));
}

#[test]
fn a_number_of_the_list_comes_before_a_code() {
    let choices = [Choice {
        shown: String::new(),
        told: Told {
            outcome: Some(Outcome::Connected),
            ..Told::default()
        },
    }];
    assert_eq!(read("1", &choices).outcome, Some(Outcome::Connected));
    assert_eq!(read("0", &choices).code, Some(0));
    assert_eq!(read("264", &choices).code, Some(264));
    let words = read("Your computer is low on memory", &choices);
    assert_eq!((words.code, words.outcome), (None, None));
}

/// What was written, for the test to read.
#[derive(Clone, Default)]
struct Screen(Arc<StdMutex<Vec<u8>>>);

impl Write for Screen {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl Screen {
    fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }
}

fn task() -> Task {
    let id = "middlebox/reset-after-client-hello";
    let scenario = Catalogue::built_in(None).scenario(id).unwrap();
    Task {
        within: scenario.expect().within.duration(),
        scenario: Arc::new(scenario),
        address: SocketAddr::from(([127, 0, 0, 1], 3389)),
        user: "lab".to_owned(),
        password: "word".to_owned(),
        enough: CancellationToken::new(),
        stop: CancellationToken::new(),
    }
}

/// What comes of typing this once the question is there.
async fn answered(typed: &'static str) -> (Answer, String) {
    let (input, mut person) = silent();
    let screen = Screen::default();
    let desk = Manual::new(input, screen.clone(), Codes::default(), PATIENCE);
    let types = async {
        while !screen.text().ends_with("> ") {
            tokio::task::yield_now().await;
        }
        person.write_all(typed.as_bytes()).unwrap();
        drop(person);
    };
    let (answer, ()) = tokio::join!(desk.ask(task()), types);
    (answer, screen.text())
}

#[tokio::test]
async fn a_person_is_told_what_to_do_and_what_may_be_answered() {
    let (_, screen) = answered("s\n").await;
    insta::assert_snapshot!(screen);
}

#[tokio::test]
async fn an_answer_is_a_number_a_code_or_words() {
    let (answer, _) = answered("1\n").await;
    let Answer::Told(told) = answer else {
        panic!("{answer:?}");
    };
    assert_eq!((told.code, told.extended), (Some(0x904), Some(7)));
    let (answer, _) = answered("\n\n0x204\n").await;
    let Answer::Told(told) = answer else {
        panic!("{answer:?}");
    };
    assert_eq!(told.code, Some(0x204));
}

#[tokio::test]
async fn a_case_can_be_skipped_and_so_it_is_when_input_ends() {
    let (answer, _) = answered("s\n").await;
    let by_person = Answer::Skipped("skipped by the person asked".to_owned());
    assert_eq!(answer, by_person);
    let (answer, _) = answered("").await;
    let ended = Answer::Skipped("standard input has ended".to_owned());
    assert_eq!(answer, ended);
}

#[test]
fn what_is_too_long_for_one_answer_is_no_second_one() {
    let typed = format!("{}\nnext\n", "x".repeat(3 * MAX_ANSWER));
    let mut input = Cursor::new(typed);
    assert_eq!(next_line(&mut input).unwrap().len(), MAX_ANSWER);
    assert_eq!(next_line(&mut input).unwrap(), "next\n");
    assert_eq!(next_line(&mut input), None);
}

/// A person who says nothing, until the pipe is dropped.
fn silent() -> (BufReader<PipeReader>, std::io::PipeWriter) {
    let (reader, writer) = std::io::pipe().unwrap();
    (BufReader::new(reader), writer)
}

#[tokio::test(start_paused = true)]
async fn nobody_is_waited_for_for_ever() {
    let (input, _writer) = silent();
    let screen = Screen::default();
    let desk = Manual::new(input, screen.clone(), Codes::default(), PATIENCE);
    let task = task();
    task.enough.cancel();
    let answer = desk.ask(task).await;
    let late = Answer::Skipped("nobody answered within 600 s".to_owned());
    assert_eq!(answer, late);
    assert!(screen.text().contains("The server has seen enough"));
}

#[tokio::test]
async fn a_run_that_is_stopped_asks_no_more() {
    let (input, _writer) = silent();
    let desk = Manual::new(input, Screen::default(), Codes::default(), PATIENCE);
    let task = task();
    task.stop.cancel();
    assert_eq!(desk.ask(task).await, Answer::Interrupted);
}

#[tokio::test(start_paused = true)]
async fn an_answer_that_was_typed_too_late_is_none_to_the_next_case() {
    let (input, mut writer) = silent();
    let desk = Manual::new(input, Screen::default(), Codes::default(), PATIENCE);
    writer.write_all(b"0x904 0x7\n").unwrap();
    while desk.lines.lock().await.is_empty() {
        tokio::task::yield_now().await;
    }
    let none = Answer::Skipped("nobody answered within 600 s".to_owned());
    assert_eq!(desk.ask(task()).await, none);
}
