//! Connections that are held: memory for each, CPU for all, and whether they are still there.

use std::io::ErrorKind;
use std::time::{Duration, Instant};

use tokio::net::TcpStream;
use tokio::time::sleep;

use crate::child::Child;
use crate::lab::Folder;
use crate::load::{self, Depth};
use crate::options::Options;
use crate::report::{Goal, Report, Row};
use crate::serve::Subject;

/// What holding them took.
struct Held {
    /// KiB of the server's memory for each.
    memory: f64,
    /// Per cent of a core while nothing happened.
    idle: f64,
    /// Connections that the server ended.
    lost: u32,
}

/// At accept, after the Connection Confirm and in TLS.
pub(crate) fn measure(options: &Options, folder: &Folder, report: &mut Report) {
    /// The yardstick is not put to the test.
    const BRIEFLY: Duration = Duration::from_secs(1);
    let count = u32::try_from(options.held()).unwrap_or(u32::MAX);
    let (mut idle, mut yardstick_idle, mut lost) = (0.0_f64, 0.0_f64, 0);
    for (state, depth, most) in [
        ("at accept", Depth::Accepted, 4.5),
        ("after the Confirm", Depth::Confirmed, 4.5),
        ("idle in TLS", Depth::tls(), 12.0),
    ] {
        let yardstick = hold(Subject::Yardstick, folder, count, &depth, BRIEFLY);
        let ours = hold(Subject::Badrdp, folder, count, &depth, options.hold());
        report.add(
            Row::new(format!("{count} held {state}: memory each"), "KiB")
                .values(ours.memory, yardstick.memory)
                .ratio(yardstick.memory / ours.memory)
                .goal(Goal::AtMost(most)),
        );
        idle = idle.max(ours.idle);
        yardstick_idle = yardstick_idle.max(yardstick.idle);
        lost += ours.lost;
    }
    let seconds = options.hold().as_secs();
    report.add(
        Row::new(format!("{count} held: CPU while idle, of a core"), "%")
            .values(idle, yardstick_idle)
            .goal(Goal::AtMost(0.5)),
    );
    report.add(
        Row::new(
            format!("{count} held for {seconds} s three times: lost"),
            "",
        )
        .value(f64::from(lost))
        .goal(Goal::AtMost(0.0)),
    );
}

fn hold(subject: Subject, folder: &Folder, count: u32, depth: &Depth, time: Duration) -> Held {
    const AT_ONCE: u32 = 64;
    /// For what the server still has to do when the clients are content.
    const SETTLE: Duration = Duration::from_millis(500);
    let mut child = Child::start::<&str>(subject, folder, []);
    load::run(|| async {
        // What the first connections cost once and for all does not count.
        let address = child.address;
        drop(load::many(address, depth, (AT_ONCE, AT_ONCE), drop).await);
        sleep(SETTLE).await;
        let before = child.memory();
        let connections = load::many(address, depth, (count, AT_ONCE), |stream| stream).await;
        sleep(SETTLE).await;
        let memory = (child.memory() - before) / f64::from(count);
        let (cpu, start) = (child.cpu(), Instant::now());
        sleep(time).await;
        let idle = child.cpu().saturating_sub(cpu).as_secs_f64() / start.elapsed().as_secs_f64();
        let lost = connections.iter().filter(|stream| is_lost(stream)).count();
        Held {
            memory,
            idle: idle * 100.0,
            lost: u32::try_from(lost).unwrap_or(u32::MAX),
        }
    })
}

/// Whether the server has ended it, or said something that nobody asked for.
fn is_lost(stream: &TcpStream) -> bool {
    let read = stream.try_read(&mut [0]);
    !read.is_err_and(|error| error.kind() == ErrorKind::WouldBlock)
}
