//! Waits until a moment: never less, and more by as little as was asked for.
//!
//! tokio's timers round up to whole milliseconds, and so does the kernel's wait beneath: they end
//! one to two milliseconds late. So every wait asks for a millisecond less, and for the rest where
//! that was too little. An exact one ends its timer earlier still, and gives way to other tasks,
//! over and over, until it is due.

use std::pin::Pin;
use std::time::Duration;

use tokio::task::yield_now;
use tokio::time::{Instant, Sleep};

use super::Driver;
use crate::wire::Wire;

impl<W: Wire> Driver<'_, W> {
    /// Whether what ends at `deadline` is a wait of a fault that wants it exact.
    pub(super) fn wants_exact(&self, deadline: Instant, now: Instant) -> bool {
        let wanted_by = self.queue.waits_for();
        wanted_by.iter().any(|fault| self.plan.is_exact(*fault))
            && self.queue.due(now) == Some(deadline)
    }
}

/// Waits until `deadline`, by a timer that outlives the wait: mostly something else comes first,
/// and the next wait is for the same moment. Then nobody has to set it.
pub(super) async fn until(mut timer: Pin<&mut Sleep>, deadline: Instant, exact: bool) {
    let early = if exact { MOST_LATE } else { LEAST_LATE };
    let first = deadline.checked_sub(early).unwrap_or(deadline);
    if timer.deadline() != first {
        timer.as_mut().reset(first);
    }
    timer.as_mut().await;
    if exact && give_way(deadline).await {
        return;
    }
    timer.as_mut().reset(deadline);
    timer.await;
}

/// How late a timer ends where nothing else keeps the processor busy, at most.
const MOST_LATE: Duration = Duration::from_millis(2);

/// The same, at least.
const LEAST_LATE: Duration = Duration::from_millis(1);

/// Lets others run until `deadline`, and tells whether that has come. It does not go on for ever:
/// a clock that tests have paused stands still as long as anybody is busy.
async fn give_way(deadline: Instant) -> bool {
    const MOST: Duration = Duration::from_millis(5);
    let start = std::time::Instant::now();
    while Instant::now() < deadline {
        if start.elapsed() > MOST {
            return false;
        }
        yield_now().await;
    }
    true
}
