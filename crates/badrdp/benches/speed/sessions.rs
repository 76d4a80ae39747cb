//! Whole sessions: from the Connection Request to the first picture, and many that are active.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use badrdp_probe::{Options as Probe, Security};
use badrdp_scenario::Outcome;
use tokio::task::JoinSet;
use tokio::time::sleep;

use crate::child::Child;
use crate::lab::Folder;
use crate::load::{self, Depth};
use crate::options::Options;
use crate::report::{Report, Row, median};
use crate::serve::{Subject, World};

/// How long a session may take before something is wrong with the measurement.
const PATIENCE: Duration = Duration::from_secs(30);

/// In each security world. There is no least program that holds a session, so the yardstick only
/// goes as far as the world's first step: a TLS handshake, or the Connection Confirm.
pub(crate) fn measure(options: &Options, folder: &Folder, report: &mut Report) {
    for (world, name, security, first_step) in [
        (World::Tls, "TLS", Security::Tls, Depth::tls()),
        (World::Credssp, "CredSSP", Security::Hybrid, Depth::tls()),
        (
            World::Rdp,
            "Standard RDP Security",
            Security::Rdp,
            Depth::Confirmed,
        ),
    ] {
        to_the_picture(
            options,
            folder,
            report,
            (world, name, security, &first_step),
        );
    }
    active(options, folder, report);
}

/// Sessions per second until each has its first picture, and what one costs the server.
fn to_the_picture(
    options: &Options,
    folder: &Folder,
    report: &mut Report,
    (world, name, security, first_step): (World, &str, Security, &Depth),
) {
    const AT_ONCE: u32 = 8;
    let mut ours = Child::start(Subject::Badrdp, folder, ["--world", world.word()]);
    let mut yardstick = Child::start::<&str>(Subject::Yardstick, folder, []);
    let count = options.sessions();
    let (mut cpu, mut rate, mut its) = (Vec::new(), Vec::new(), Vec::new());
    for round in 0..=options.rounds() {
        let (before, start) = (ours.cpu(), Instant::now());
        let address = ours.address;
        load::run(|| visits(address, security, None, (count, AT_ONCE)));
        let elapsed = start.elapsed().as_secs_f64();
        let used = ours.cpu().saturating_sub(before).as_secs_f64();
        let before = yardstick.cpu();
        let address = yardstick.address;
        load::run(|| load::many(address, first_step, (count, AT_ONCE), drop));
        let its_used = yardstick.cpu().saturating_sub(before).as_secs_f64();
        // The first round does not count.
        if round > 0 {
            cpu.push(used * 1e6 / f64::from(count));
            its.push(its_used * 1e6 / f64::from(count));
            rate.push(f64::from(count) / elapsed);
        }
    }
    report.add(
        Row::new(
            format!("session over {name} to the first picture: server CPU"),
            "us",
        )
        .values(median(&cpu), median(&its)),
    );
    report.add(
        Row::new(format!("sessions over {name} to the first picture"), "/s").value(median(&rate)),
    );
}

/// Sessions that are active at the same time, each with its test card.
fn active(options: &Options, folder: &Folder, report: &mut Report) {
    /// For logging on, and for what the server still has to do then.
    const SETTLE: Duration = Duration::from_secs(3);
    let count = options.active_sessions();
    let window = options.active_window();
    let mut child = Child::start(Subject::Badrdp, folder, ["--world", World::Tls.word()]);
    let address = child.address;
    let (memory, cpu) = load::run(|| async {
        // What the first sessions cost once and for all does not count.
        visits(address, Security::Tls, None, (8, 8)).await;
        let before = child.memory();
        let stay = SETTLE * 2 + window;
        let sessions = tokio::spawn(visits(address, Security::Tls, Some(stay), (count, count)));
        sleep(SETTLE).await;
        let (cpu, start) = (child.cpu(), Instant::now());
        sleep(window).await;
        let used = child.cpu().saturating_sub(cpu).as_secs_f64() / start.elapsed().as_secs_f64();
        let memory = (child.memory() - before) / f64::from(count);
        sessions.await.unwrap();
        (memory, used * 100.0)
    });
    report.add(Row::new(format!("{count} active sessions: memory each"), "KiB").value(memory));
    report.add(
        Row::new(
            format!("{count} active sessions with the test card: CPU, of a core"),
            "%",
        )
        .value(cpu),
    );
}

/// `count` sessions, `at_once` at a time, each as long as `stay` says or until its first picture.
async fn visits(
    server: SocketAddr,
    security: Security,
    stay: Option<Duration>,
    (count, at_once): (u32, u32),
) {
    let left = Arc::new(AtomicU32::new(count));
    let mut clients = JoinSet::new();
    for _ in 0..at_once {
        let left = Arc::clone(&left);
        let mut probe = Probe::new(server);
        probe.security = security;
        probe.insecure = true;
        probe.retries = 0;
        probe.patience = PATIENCE;
        probe.stay = stay;
        clients.spawn(async move {
            let one_less = |left: u32| left.checked_sub(1);
            while left
                .fetch_update(Ordering::Relaxed, Ordering::Relaxed, one_less)
                .is_ok()
            {
                let seen = badrdp_probe::probe(&probe).await;
                assert_eq!(seen.diagnosis.outcome, Outcome::Connected, "{seen}");
            }
        });
    }
    clients.join_all().await;
}
