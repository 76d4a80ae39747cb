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

/// Has every subject serve `count` clients per round, after one round that does not count.
pub(crate) fn take(children: &mut [Child], rounds: u32, count: u32, depth: &Depth) -> Vec<Needed> {
    /// Enough that the server never waits for the load.
    const AT_ONCE: u32 = 16;
    /// For what the server still has to do when the client is content.
    const SETTLE: Duration = Duration::from_millis(50);
    let mut needed: Vec<Needed> = children.iter().map(|_| Needed::default()).collect();
    let subjects = children.len();
    for round in 0..=rounds {
        for turn in 0..subjects {
            // Another one begins each time.
            let index = (turn + usize::try_from(round).unwrap_or(0)) % subjects;
            let (Some(child), Some(needed)) = (children.get_mut(index), needed.get_mut(index))
            else {
                continue;
            };
            let (cpu, start) = (child.cpu(), Instant::now());
            let address = child.address;
            load::run(|| load::many(address, depth, (count, AT_ONCE), drop));
            let elapsed = start.elapsed();
            std::thread::sleep(SETTLE);
            if round > 0 {
                let cpu = child.cpu().saturating_sub(cpu);
                let operations = f64::from(count);
                needed.cpu.push(cpu.as_secs_f64() * 1e6 / operations);
                needed.rate.push(operations / elapsed.as_secs_f64());
            }
        }
    }
    needed
}
