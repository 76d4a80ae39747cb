//! What becomes of cases, with time standing still.

use badrdp_scenario::{Catalogue, Outcome};

use super::board::Found;
use super::*;
use crate::elsewhere::Told;

fn task() -> Task {
    let scenario = Catalogue::built_in(None).scenario("healthy/tls").unwrap();
    Task {
        within: scenario.expect().within.duration(),
        scenario: Arc::new(scenario),
        address: ([127, 0, 0, 1], 3389).into(),
        user: "alice".to_owned(),
        password: "secret".to_owned(),
        enough: CancellationToken::new(),
        stop: CancellationToken::new(),
    }
}

const PATIENCE: Duration = Duration::from_secs(600);

#[tokio::test(start_paused = true)]
async fn what_a_worker_says_comes_back() {
    let board = Arc::new(Board::default());
    let told = Told {
        outcome: Some(Outcome::Connected),
        ..Told::default()
    };
    let worker = async {
        let Found::Case(case, task) = board.next().await else {
            panic!("no case");
        };
        assert_eq!(task.user, "alice");
        assert_eq!(board.has_enough(case), Some(false));
        assert!(board.answer(case, Answer::Told(told.clone())));
        assert!(!board.answer(case, Answer::Told(Told::default())));
    };
    let (answer, ()) = tokio::join!(handed_out(&board, task(), PATIENCE), worker);
    assert_eq!(answer, Answer::Told(told));
    assert_eq!(board.has_enough(1), None);
}

#[tokio::test(start_paused = true)]
async fn a_worker_that_never_answers_is_given_up() {
    let board = Arc::new(Board::default());
    let start = tokio::time::Instant::now();
    let task = task();
    let within = task.within;
    let (answer, found) = tokio::join!(handed_out(&board, task, PATIENCE), board.next());
    assert_eq!(answer, Answer::Silent);
    assert_eq!(start.elapsed(), within + GRACE);
    // What it says now is too late.
    let Found::Case(case, _) = found else {
        panic!("no case");
    };
    assert!(!board.answer(case, Answer::Told(Told::default())));
}

#[tokio::test(start_paused = true)]
async fn a_case_that_nobody_fetches_is_skipped() {
    let board = Arc::new(Board::default());
    let answer = handed_out(&board, task(), PATIENCE).await;
    let reason = "no worker asked for it within 600 s".to_owned();
    assert_eq!(answer, Answer::Skipped(reason));
    // And is not handed out afterwards.
    assert!(timeout(PATIENCE, board.next()).await.is_err());
}

#[tokio::test(start_paused = true)]
async fn a_case_that_nobody_has_cannot_be_answered() {
    let board = Arc::new(Board::default());
    let _posted = board.post(task());
    assert!(!board.answer(1, Answer::Told(Told::default())));
}

#[tokio::test(start_paused = true)]
async fn every_worker_is_told_that_there_are_no_more() {
    let board = Arc::new(Board::default());
    let (first, second, ()) = tokio::join!(board.next(), board.next(), board.close());
    assert!(matches!(first, Found::NoMore));
    assert!(matches!(second, Found::NoMore));
}

#[tokio::test(start_paused = true)]
async fn a_run_that_is_stopped_waits_for_nobody() {
    let board = Arc::new(Board::default());
    let task = task();
    task.stop.cancel();
    let answer = handed_out(&board, task, PATIENCE).await;
    assert_eq!(answer, Answer::Interrupted);
}
