//! Subjects that do the same job in turns.

use std::time::{Duration, Instant};

use crate::child::Child;
use crate::load::{self, Depth};
use crate::report::median;

/// What one subject needed, round by round.
#[derive(Debug, Default)]
pub(crate) struct Needed {
    /// Microseconds of the server's CPU per operation.
    cpu: Vec<f64>,
    /// Operations per second of wall time.
    rate: Vec<f64>,
}

impl Needed {
    /// Microseconds of CPU per operation.
    pub(crate) fn cpu(&self) -> f64 {
        median(&self.cpu)
    }

    /// Operations per second.
    pub(crate) fn rate(&self) -> f64 {
        median(&self.rate)
    }

    /// The yardstick's CPU by ours: 1 where both need the same, 0.5 where we need twice as much.
    pub(crate) fn cpu_ratio(&self, yardstick: &Self) -> f64 {
        let pairs = self.cpu.iter().zip(&yardstick.cpu);
        median(&pairs.map(|(ours, its)| its / ours).collect::<Vec<_>>())
    }

    /// Our operations per second by the yardstick's.
    pub(crate) fn rate_ratio(&self, yardstick: &Self) -> f64 {
        let pairs = self.rate.iter().zip(&yardstick.rate);
        median(&pairs.map(|(ours, its)| ours / its).collect::<Vec<_>>())
    }
}

/// Has every subject serve `count` clients per round, a few at a time and in turns: what else the
/// machine does then meets all of them alike. New processes are started a few times, because where
/// the system puts their memory makes a difference of its own; their first round does not count.
pub(crate) fn take<const SUBJECTS: usize>(
    start: impl Fn() -> [Child; SUBJECTS],
    rounds: u32,
    count: u32,
    depth: &Depth,
) -> [Needed; SUBJECTS] {
    const STARTS: u32 = 3;
    let mut needed = [(); SUBJECTS].map(|()| Needed::default());
    let each = rounds.div_ceil(STARTS);
    for first in (0..rounds).step_by(usize::try_from(each).unwrap_or(1)) {
        let mut children = start();
        round(&mut children, count, depth);
        for _ in first..rounds.min(first + each) {
            let spent = round(&mut children, count, depth);
            for (needed, spent) in needed.iter_mut().zip(spent) {
                needed.cpu.push(spent.cpu.as_secs_f64() * 1e6);
                needed.rate.push(1.0 / spent.wall.as_secs_f64());
            }
        }
    }
    needed
}

/// What each subject needs for one client of so many.
fn round<const SUBJECTS: usize>(
    children: &mut [Child; SUBJECTS],
    count: u32,
    depth: &Depth,
) -> [Spent; SUBJECTS] {
    const TURNS: u32 = 8;
    let count = (count / TURNS).max(1);
    let mut spent = [Spent::default(); SUBJECTS];
    for turn in 0..TURNS {
        let mut order: Vec<_> = children.iter_mut().zip(&mut spent).collect();
        // Another one begins each time.
        let first = usize::try_from(turn).unwrap_or(0) % SUBJECTS;
        order.rotate_left(first);
        for (child, spent) in order {
            spent.add(serve(child, count, depth));
        }
    }
    spent.map(|spent| Spent {
        cpu: spent.cpu / (count * TURNS),
        wall: spent.wall / (count * TURNS),
    })
}

/// What some clients took.
#[derive(Clone, Copy, Debug, Default)]
struct Spent {
    /// The server's CPU time.
    cpu: Duration,
    /// Until the last of them was content.
    wall: Duration,
}

impl Spent {
    fn add(&mut self, other: Self) {
        self.cpu += other.cpu;
        self.wall += other.wall;
    }
}

fn serve(child: &mut Child, count: u32, depth: &Depth) -> Spent {
    /// Enough that the server never waits for the load.
    const AT_ONCE: u32 = 16;
    /// For what the server still has to do when the client is content.
    const SETTLE: Duration = Duration::from_millis(20);
    let (cpu, start) = (child.cpu(), Instant::now());
    let address = child.address;
    load::run(|| load::many(address, depth, (count, AT_ONCE), drop));
    let wall = start.elapsed();
    std::thread::sleep(SETTLE);
    let cpu = child.cpu().saturating_sub(cpu);
    Spent { cpu, wall }
}
