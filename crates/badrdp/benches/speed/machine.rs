//! Cores, CPU time, and what else the machine does meanwhile.

use std::fs;
use std::time::{Duration, Instant};

use rustix::thread::{CpuSet, sched_getaffinity, sched_setaffinity};
use rustix::time::{ClockId, clock_gettime};

/// The CPU time of this process so far.
pub(crate) fn own_cpu() -> Duration {
    let time = clock_gettime(ClockId::ProcessCPUTime);
    Duration::try_from(time).unwrap_or_default()
}

/// The CPU time of the children that have ended so far, in ticks of 10 ms.
pub(crate) fn children_cpu() -> Duration {
    const TICK: Duration = Duration::from_millis(10);
    TICK.mul_f64((ticks_of("self", 4) - ticks_of("self", 2)).max(0.0))
}

/// This thread, and those that it starts, run on the first core only.
pub(crate) fn pin_server() {
    pin(cores().first().copied());
}

/// This thread, and those that it starts, run on the last core only.
pub(crate) fn pin_load() {
    pin(cores().last().copied());
}

fn cores() -> Vec<usize> {
    let allowed = sched_getaffinity(None).unwrap();
    (0..CpuSet::MAX_CPU)
        .filter(|core| allowed.is_set(*core))
        .collect()
}

fn pin(core: Option<usize>) {
    let Some(core) = core else { return };
    let mut set = CpuSet::new();
    set.set(core);
    // A machine that does not allow it gives noisier figures, no wrong ones.
    let _ = sched_setaffinity(None, &set);
}

/// Looks at the machine from its start on.
pub(crate) struct Watch {
    since: Instant,
    busy: f64,
    ours: f64,
}

impl Watch {
    pub(crate) fn new() -> Self {
        Self {
            since: Instant::now(),
            busy: busy_ticks(),
            ours: our_ticks(),
        }
    }

    /// A sentence on the machine: how calm it was.
    pub(crate) fn summary(&self) -> String {
        const TICKS_PER_SECOND: f64 = 100.0; // USER_HZ, the same on every Linux
        let count = f64::from(u32::try_from(cores().len()).unwrap_or(u32::MAX));
        let elapsed = self.since.elapsed().as_secs_f64();
        let foreign = (busy_ticks() - self.busy) - (our_ticks() - self.ours);
        let share = (foreign / TICKS_PER_SECOND / elapsed / count * 100.0).max(0.0);
        format!(
            "{count} cores; {elapsed:.0} s; other processes, the kernel and the hypervisor took \
             {share:.0} % of them"
        )
    }
}

/// Ticks in which any core was busy or stolen.
fn busy_ticks() -> f64 {
    const IDLE: [usize; 2] = [3, 4]; // idle, iowait
    const GUEST: usize = 8; // already in user
    let stat = fs::read_to_string("/proc/stat").unwrap_or_default();
    let line = stat.lines().next().unwrap_or_default();
    numbers(line.trim_start_matches("cpu"))
        .enumerate()
        .filter(|(index, _)| *index < GUEST && !IDLE.contains(index))
        .map(|(_, ticks)| ticks)
        .sum()
}

/// Ticks of this process and of the children that have ended.
fn our_ticks() -> f64 {
    ticks_of("self", 4)
}

/// Ticks of a process: the first so many of utime, stime, and the same of its ended children.
pub(crate) fn ticks_of(process: &str, fields: usize) -> f64 {
    const UTIME: usize = 14 - 3; // proc_pid_stat(5) counts from 1, and the name is the second
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
    let behind_name = stat.rsplit(')').next().unwrap_or_default();
    let ticks = behind_name.split_whitespace().skip(UTIME).take(fields);
    numbers(&ticks.collect::<Vec<_>>().join(" ")).sum()
}

fn numbers(line: &str) -> impl Iterator<Item = f64> + '_ {
    line.split_whitespace()
        .filter_map(|number| number.parse().ok())
}
