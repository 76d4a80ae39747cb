//! Pauses that run late, and flights that leave in one go.

use std::io::IoSlice;
use std::time::Duration;

use badrdp_faults::{Op, Step};
use badrdp_proto::MessageName;
use tokio::time::Instant;

use super::Queue;

const PAUSE: Duration = Duration::from_millis(20);
const LATE: Duration = Duration::from_millis(2);

fn push(queue: &mut Queue, bytes: &[u8], hold: Duration, now: Instant) {
    let op = Op::Write {
        message: MessageName::Certificate,
        bytes: bytes.to_vec(),
        hold,
        raw: false,
    };
    queue.push_step(Step::of(0, op), 0, || now);
}

/// Paces once, wakes up `LATE` and gives that moment.
fn pace_once(queue: &mut Queue, now: Instant) -> Instant {
    push(queue, b"a", Duration::ZERO, now);
    queue.pace(now, PAUSE, vec![0]);
    let woken = queue.due(now).unwrap() + LATE;
    assert!(queue.reopen(woken).is_some());
    queue.advance(1);
    assert!(queue.next_immediate().is_some());
    woken
}

#[test]
fn the_lateness_of_timers_does_not_add_up_in_a_pipe() {
    let (mut queue, start) = (Queue::default(), Instant::now());
    let mut now = start;
    for _ in 0..100 {
        now = pace_once(&mut queue, now);
    }
    assert_eq!(now - start, PAUSE * 100 + LATE);
}

#[test]
fn a_pipe_that_was_idle_makes_up_for_nothing() {
    let (mut queue, start) = (Queue::default(), Instant::now());
    let later = pace_once(&mut queue, start) + Duration::from_secs(1);
    assert!(queue.next_immediate().is_none());
    assert_eq!(pace_once(&mut queue, later) - later, PAUSE + LATE);
}

#[test]
fn a_pipe_that_was_blocked_makes_up_for_little() {
    let (mut queue, start) = (Queue::default(), Instant::now());
    let later = pace_once(&mut queue, start) + Duration::from_secs(1);
    queue.pace(later, PAUSE, vec![0]);
    let due = queue.due(later).unwrap();
    assert_eq!(due, later - Duration::from_millis(100) + PAUSE);
}

#[test]
fn what_comes_past_the_queue_does_not_widen_a_thin_pipe() {
    let (mut queue, start) = (Queue::default(), Instant::now());
    queue.pace(start, PAUSE, vec![0]);
    queue.break_silence();
    assert_eq!(queue.due(start), Some(start + PAUSE));
    let rest = queue.interrupt(start + LATE);
    assert_eq!(rest, Some(Step::of(0, Op::Pace(PAUSE - LATE))));
    assert_eq!(queue.due(start), None);
}

#[test]
fn a_silence_ends_when_something_is_to_be_said() {
    let mut queue = Queue::default();
    queue.silence(Instant::now(), PAUSE, vec![0]);
    assert_eq!(queue.interrupt(Instant::now()), None);
    queue.silence(Instant::now(), PAUSE, vec![0]);
    queue.break_silence();
    assert!(queue.is_at_rest());
}

#[test]
fn writes_leave_together_up_to_one_that_is_held_back() {
    let (mut queue, now) = (Queue::default(), Instant::now());
    push(&mut queue, b"abc", Duration::ZERO, now);
    push(&mut queue, b"de", Duration::ZERO, now);
    push(&mut queue, b"f", PAUSE, now);
    push(&mut queue, b"g", Duration::ZERO, now);
    let seen = |queue: &Queue| {
        let mut slices = [IoSlice::new(&[]); 8];
        let writable = queue.writable(now, &mut slices);
        writable
            .iter()
            .map(|slice| slice.to_vec())
            .collect::<Vec<_>>()
    };
    assert_eq!(seen(&queue), [b"abc".to_vec(), b"de".to_vec()]);
    queue.advance(4);
    assert!(queue.next_immediate().is_some());
    assert_eq!(seen(&queue), [b"e".to_vec()]);
    queue.advance(1);
    assert!(queue.next_immediate().is_some());
    assert!(seen(&queue).is_empty());
    assert_eq!(queue.due(now), Some(now + PAUSE));
}
