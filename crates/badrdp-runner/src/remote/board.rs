//! What is handed out to workers and not answered yet.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::{Notify, oneshot};

use crate::elsewhere::{Answer, Task};

/// The cases that wait for a worker, and those that a worker has.
#[derive(Default)]
pub(super) struct Board {
    cases: Mutex<Cases>,
    /// A case was put up, or there will be no more.
    changed: Notify,
    /// A worker was told that there are no more.
    told: Notify,
}

#[derive(Default)]
struct Cases {
    next: u64,
    waiting: VecDeque<u64>,
    open: BTreeMap<u64, Open>,
    is_closed: bool,
}

struct Open {
    task: Task,
    taken: Option<oneshot::Sender<()>>,
    answer: Option<oneshot::Sender<Answer>>,
}

/// What a worker finds.
pub(super) enum Found {
    /// A case; nobody else gets it.
    Case(u64, Task),
    /// There will be no more.
    NoMore,
}

/// A case on the board; taken down when this is dropped.
pub(super) struct Posted {
    board: Arc<Board>,
    case: u64,
    taken: oneshot::Receiver<()>,
    answer: oneshot::Receiver<Answer>,
}

impl Board {
    fn cases(&self) -> MutexGuard<'_, Cases> {
        self.cases.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Puts a task up.
    pub(super) fn post(self: &Arc<Self>, task: Task) -> Posted {
        let (taken_sender, taken) = oneshot::channel();
        let (answer_sender, answer) = oneshot::channel();
        let mut cases = self.cases();
        cases.next += 1;
        let case = cases.next;
        let open = Open {
            task,
            taken: Some(taken_sender),
            answer: Some(answer_sender),
        };
        cases.open.insert(case, open);
        cases.waiting.push_back(case);
        drop(cases);
        self.changed.notify_one();
        Posted {
            board: Arc::clone(self),
            case,
            taken,
            answer,
        }
    }

    /// Waits for a case.
    pub(super) async fn next(&self) -> Found {
        loop {
            let changed = self.changed.notified();
            if let Some(found) = self.take() {
                return found;
            }
            changed.await;
        }
    }

    fn take(&self) -> Option<Found> {
        let mut cases = self.cases();
        while let Some(case) = cases.waiting.pop_front() {
            let Some(open) = cases.open.get_mut(&case) else {
                continue;
            };
            let _ = open.taken.take().map(|taken| taken.send(()));
            let task = open.task.clone();
            if !cases.waiting.is_empty() {
                self.changed.notify_one();
            }
            return Some(Found::Case(case, task));
        }
        cases.is_closed.then(|| {
            self.changed.notify_one();
            self.told.notify_one();
            Found::NoMore
        })
    }

    /// Takes an answer; `false` where the case is not open or was answered before.
    pub(super) fn answer(&self, case: u64, answer: Answer) -> bool {
        let mut cases = self.cases();
        let open = cases.open.get_mut(&case);
        // One that nobody has fetched cannot have been run.
        let open = open.filter(|open| open.taken.is_none());
        let sender = open.and_then(|open| open.answer.take());
        sender.is_some_and(|sender| sender.send(answer).is_ok())
    }

    /// Whether the server has seen enough of a case; `None` where it is not open.
    pub(super) fn has_enough(&self, case: u64) -> Option<bool> {
        let cases = self.cases();
        let open = cases.open.get(&case)?;
        Some(open.task.enough.is_cancelled())
    }

    /// There will be no more cases; waits until a worker was told so.
    pub(super) async fn close(&self) {
        let told = self.told.notified();
        self.cases().is_closed = true;
        self.changed.notify_one();
        told.await;
    }
}

impl Posted {
    /// Waits until a worker has it.
    pub(super) async fn taken(&mut self) {
        // The sender goes away with the case only, which is as long as this.
        let _ = (&mut self.taken).await;
    }

    /// Waits for what the worker says.
    pub(super) async fn answer(&mut self) -> Option<Answer> {
        (&mut self.answer).await.ok()
    }
}

impl Drop for Posted {
    fn drop(&mut self) {
        self.board.cases().open.remove(&self.case);
    }
}
