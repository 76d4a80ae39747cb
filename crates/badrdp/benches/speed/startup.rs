//! From the start of the process to the addresses, which it prints once it is armed.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use crate::lab::Folder;
use crate::machine;
use crate::options::Options;
use crate::report::{Goal, Report, Row, median};
use crate::serve::Subject;

/// Milliseconds until the first line came, and milliseconds of CPU until then.
type Start = (f64, f64);

/// `badrdp serve` of one scenario and of all, against a program that only listens. The lab is
/// there already, as on every start but the first.
pub(crate) fn measure(options: &Options, folder: &Folder, report: &mut Report) {
    /// What the target allows on top of the yardstick, in ms.
    const ON_TOP: f64 = 3.0;
    let (one_times, all_times) = options.starts();
    let one = || start(&mut badrdp(folder.path(), "healthy/tls"));
    let all = || start(&mut badrdp(folder.path(), "--all"));
    let bare = || start(&mut listener());
    all(); // makes every key of the lab
    let (mut ones, mut bares, mut alls) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..one_times {
        bares.push(bare());
        ones.push(one());
    }
    for _ in 0..all_times {
        alls.push(all());
    }
    let bare = (
        middle(&bares, |start| start.0),
        middle(&bares, |start| start.1),
    );
    for (name, starts, most) in [
        ("one scenario", ones, bare.0 + ON_TOP),
        ("all scenarios", alls, 60.0),
    ] {
        report.add(
            Row::new(format!("start to armed, {name}"), "ms")
                .values(middle(&starts, |start| start.0), bare.0)
                .goal(Goal::AtMost(most)),
        );
        report.add(
            Row::new(format!("start to armed, {name}: CPU"), "ms")
                .values(middle(&starts, |start| start.1), bare.1),
        );
    }
}

fn badrdp(data: &Path, what: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_badrdp"));
    command
        .args(["-q", "--data"])
        .arg(data)
        .args(["serve", what]);
    command
}

fn listener() -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["serve", Subject::Bare.word(), "--unpinned"]);
    command.stdin(Stdio::piped());
    command
}

fn start(command: &mut Command) -> Start {
    let start = Instant::now();
    let mut process = command.stdout(Stdio::piped()).spawn().unwrap();
    let mut out = BufReader::new(process.stdout.take().expect("it is piped"));
    let mut line = String::new();
    out.read_line(&mut line).unwrap();
    let wall = start.elapsed();
    let cpu = cpu_of(process.id());
    process.kill().unwrap();
    process.wait().unwrap();
    assert!(line.contains("127.0.0.1:"), "no address but `{line}`");
    (wall.as_secs_f64() * 1e3, cpu)
}

/// Milliseconds of CPU so far: exact for the threads that live, in ticks of 10 ms if some have
/// ended.
fn cpu_of(process: u32) -> f64 {
    const TICK: f64 = 10.0;
    let threads = fs::read_dir(format!("/proc/{process}/task")).unwrap();
    let nanos = threads
        .filter_map(|thread| fs::read_to_string(thread.ok()?.path().join("schedstat")).ok())
        .filter_map(|stat| stat.split(' ').next()?.parse::<f64>().ok());
    let alive = nanos.sum::<f64>() / 1e6;
    let all = TICK * machine::ticks_of(&process.to_string(), 2);
    if all > alive + TICK { all } else { alive }
}

fn middle(starts: &[Start], part: fn(&Start) -> f64) -> f64 {
    median(&starts.iter().map(part).collect::<Vec<_>>())
}
