//! Which case is next: so many at a time, and of some clients fewer. Pure.

use std::collections::VecDeque;

/// Cases that wait, by client.
pub(crate) struct Queue<T> {
    lanes: Vec<Lane<T>>,
    jobs: usize,
    running: usize,
}

/// The cases of one client.
struct Lane<T> {
    waiting: VecDeque<T>,
    limit: Option<usize>,
    running: usize,
}

/// The place in which a case runs; to be given back once it is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Slot(usize);

impl<T> Queue<T> {
    /// An empty queue that lets `jobs` run at a time, and at least one.
    pub(crate) fn new(jobs: usize) -> Self {
        Self {
            lanes: Vec::new(),
            jobs: jobs.max(1),
            running: 0,
        }
    }

    /// Adds a client's cases, of which at most `limit` run at a time.
    pub(crate) fn add(&mut self, limit: Option<usize>, waiting: impl IntoIterator<Item = T>) {
        self.lanes.push(Lane {
            waiting: waiting.into_iter().collect(),
            limit: limit.map(|limit| limit.max(1)),
            running: 0,
        });
    }

    /// The next case that may run now. Clients with a limit come first: they take longest.
    pub(crate) fn take(&mut self) -> Option<(Slot, T)> {
        if self.running >= self.jobs {
            return None;
        }
        let mut order: Vec<_> = (0..self.lanes.len()).collect();
        order.sort_by_key(|index| {
            let lane = self.lanes.get(*index);
            lane.and_then(|lane| lane.limit).unwrap_or(usize::MAX)
        });
        for index in order {
            let Some(lane) = self.lanes.get_mut(index) else {
                continue;
            };
            let has_room = lane.limit.is_none_or(|limit| lane.running < limit);
            if let Some(case) = has_room.then(|| lane.waiting.pop_front()).flatten() {
                lane.running += 1;
                self.running += 1;
                return Some((Slot(index), case));
            }
        }
        None
    }

    /// A case is over.
    pub(crate) fn give_back(&mut self, slot: Slot) {
        if let Some(lane) = self.lanes.get_mut(slot.0) {
            lane.running = lane.running.saturating_sub(1);
            self.running = self.running.saturating_sub(1);
        }
    }

    /// Whether no case waits any more.
    pub(crate) fn is_empty(&self) -> bool {
        self.lanes.iter().all(|lane| lane.waiting.is_empty())
    }

    /// All that wait; they will not be run.
    pub(crate) fn drain(&mut self) -> impl Iterator<Item = T> + '_ {
        self.lanes
            .iter_mut()
            .flat_map(|lane| lane.waiting.drain(..))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn taken(queue: &mut Queue<&'static str>) -> Vec<(Slot, &'static str)> {
        std::iter::from_fn(|| queue.take()).collect()
    }

    #[test]
    fn only_so_many_run_at_a_time() {
        let mut queue = Queue::new(2);
        queue.add(None, ["a1", "a2", "a3"]);
        let first = taken(&mut queue);
        assert_eq!(
            first.iter().map(|(_, case)| *case).collect::<Vec<_>>(),
            ["a1", "a2"]
        );
        queue.give_back(first[0].0);
        assert_eq!(queue.take().unwrap().1, "a3");
        assert!(queue.is_empty());
    }

    #[test]
    fn cases_begin_in_the_order_given_client_by_client() {
        let mut queue = Queue::new(1);
        queue.add(None, ["b2", "b1", "b3"]);
        queue.add(None, ["a2", "a1"]);
        let mut order = Vec::new();
        while let Some((slot, case)) = queue.take() {
            order.push(case);
            queue.give_back(slot);
        }
        assert_eq!(order, ["b2", "b1", "b3", "a2", "a1"]);
    }

    #[test]
    fn a_client_with_a_limit_runs_with_the_others_and_first() {
        let mut queue = Queue::new(3);
        queue.add(None, ["a1", "a2", "a3"]);
        queue.add(Some(1), ["b1", "b2"]);
        let first = taken(&mut queue);
        let cases: Vec<_> = first.iter().map(|(_, case)| *case).collect();
        assert_eq!(cases, ["b1", "a1", "a2"]);
        // One of the others ends: the limited client has no room still.
        queue.give_back(first[1].0);
        assert_eq!(queue.take().unwrap().1, "a3");
        queue.give_back(first[0].0);
        assert_eq!(queue.take().unwrap().1, "b2");
    }

    #[test]
    fn what_is_drained_does_not_run() {
        let mut queue = Queue::new(0);
        queue.add(None, ["a1", "a2"]);
        assert_eq!(queue.take().unwrap().1, "a1");
        assert_eq!(queue.drain().collect::<Vec<_>>(), ["a2"]);
        assert!(queue.take().is_none() && queue.is_empty());
    }
}
