//! How late an injected delay arrives.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::time::{Duration, Instant};

use crate::child::Child;
use crate::lab::Folder;
use crate::options::Options;
use crate::report::{Goal, Report, Row, median, percentile};
use crate::serve::Subject;
use crate::{load, machine};

/// What the servers are asked to wait.
const DELAY: Duration = Duration::from_millis(100);

/// A latency of 100 ms on the Connection Confirm, rounded up by the timer and exact, against a
/// program that sleeps as long.
pub(crate) fn measure(options: &Options, folder: &Folder, report: &mut Report) {
    let ours = |more| {
        let fault = format!(
            "[[fault]]\nwhen = {{ after = 'connection-request' }}\n\
             latency = {{ mean = '100ms'{more} }}"
        );
        Child::start(Subject::Badrdp, folder, ["--faults", &fault])
    };
    let mut children = [
        Child::start(Subject::Yardstick, folder, ["--delay", "100"]),
        ours(""),
        ours(", exact = true"),
    ];
    let (turns, in_a_row) = options.delays();
    let mut late = [const { Vec::new() }; 3];
    let mut cpu = [0.0; 3];
    for _ in 0..turns {
        for ((child, late), cpu) in children.iter_mut().zip(&mut late).zip(&mut cpu) {
            let before = child.cpu();
            late.extend(turn(child.address, in_a_row));
            *cpu += child.cpu().saturating_sub(before).as_secs_f64() * 1e3;
        }
    }
    let [its, ours, exact] = late;
    let each = |cpu: f64| cpu / f64::from(turns * CLIENTS * in_a_row);
    let slack = percentile(&its, 99.0) + 1.0;
    report.add(
        Row::new("a delay of 100 ms: how late, p50", "ms")
            .values(median(&ours), median(&its))
            .goal(Goal::AtMost(1.5)),
    );
    report.add(
        Row::new("a delay of 100 ms: how late, p99", "ms")
            .values(percentile(&ours, 99.0), percentile(&its, 99.0))
            .goal(Goal::AtMost(slack)),
    );
    report.add(
        Row::new("a delay of 100 ms: how late, earliest", "ms")
            .value(earliest(&ours))
            .goal(Goal::AtLeast(0.0)),
    );
    report.add(
        Row::new("an exact delay of 100 ms: how late, p50", "ms")
            .values(median(&exact), median(&its))
            .goal(Goal::AtMost(0.3)),
    );
    report.add(
        Row::new("an exact delay of 100 ms: how late, p99", "ms")
            .values(percentile(&exact, 99.0), percentile(&its, 99.0)),
    );
    report.add(
        Row::new("an exact delay of 100 ms: how late, earliest", "ms")
            .value(earliest(&exact))
            .goal(Goal::AtLeast(0.0)),
    );
    report.add(
        Row::new("an exact delay of 100 ms: CPU each", "ms").values(each(cpu[2]), each(cpu[0])),
    );
}

fn earliest(late: &[f64]) -> f64 {
    late.iter().copied().fold(f64::INFINITY, f64::min)
}

/// How many wait at a time.
const CLIENTS: u32 = 8;

/// Clients that begin at moments which have nothing to do with the server's ticks.
fn turn(server: SocketAddr, in_a_row: u32) -> Vec<f64> {
    const APART: Duration = Duration::from_micros(12_730);
    std::thread::scope(|scope| {
        let clients: Vec<_> = (0..CLIENTS)
            .map(|number| {
                scope.spawn(move || {
                    machine::pin_load();
                    std::thread::sleep(APART * number);
                    (0..in_a_row).map(|_| lateness(server)).collect::<Vec<_>>()
                })
            })
            .collect();
        let late = clients.into_iter().map(|client| client.join().unwrap());
        late.flatten().collect()
    })
}

/// Milliseconds between when the answer was due and when it came.
fn lateness(server: SocketAddr) -> f64 {
    let mut stream = TcpStream::connect(server).unwrap();
    let request = load::request();
    let start = Instant::now();
    stream.write_all(&request).unwrap();
    stream.read_exact(&mut [0; 19]).unwrap();
    (start.elapsed().as_secs_f64() - DELAY.as_secs_f64()) * 1e3
}
