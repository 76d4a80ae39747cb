//! What a scenario costs a suite beyond the time that it waits.

use std::fs;
use std::net::TcpStream;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use badrdp_certs::Lab;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;

use crate::child::Child;
use crate::lab::Folder;
use crate::machine;
use crate::options::Options;
use crate::report::{Goal, Report, Row, median};
use crate::serve::Subject;

/// As many at a time as `badrdp run` has with the probe.
const JOBS: &str = "32";

/// What nobody may take for a fault: a whole handshake with RSA-2048 and no wait anywhere.
const SCENARIO: &str = "title = 'Speed'
summary = 'A healthy server: what a scenario costs that waits for nothing.'
[server]
profile = 'windows-11'
certificate = 'valid'
[expect]
client = ['connected']
within = '30s'
";

/// `badrdp run` of many scenarios with the probe, from exec to exit; against one probe after the
/// other at a server that was there already, and against a loop that only connects and closes.
pub(crate) fn measure(options: &Options, folder: &Folder, report: &mut Report) {
    /// The target, in ms.
    const MOST: f64 = 5.0;
    let count = options.scenarios();
    let scenarios = folder.path().join("suite");
    write(&scenarios, count);
    let run = || run(folder.path(), &scenarios);
    let server = Child::start(Subject::Yardstick, folder, ["--certificate", "valid"]);
    run(); // makes the key of the certificate
    let [mut ours, mut cpu] = [Vec::new(), Vec::new()];
    let [mut its, mut connects] = [Vec::new(), Vec::new()];
    for _ in 0..options.rounds() {
        let (elapsed, used) = run();
        ours.push(each(elapsed, count));
        cpu.push(each(used, count));
        its.push(each(probes(&server, folder, count), count));
        connects.push(each(connections(&server, count), count));
    }
    let what = format!("a suite of {count} scenarios, {JOBS} at a time");
    report.add(
        Row::new(format!("{what}: each"), "ms")
            .values(median(&ours), median(&its))
            .goal(Goal::AtMost(MOST)),
    );
    report.add(Row::new(format!("{what}: CPU each"), "ms").value(median(&cpu)));
    let what = "a loop that only connects and closes: each";
    report.add(Row::new(what, "ms").value(median(&connects)));
}

fn write(folder: &Path, count: u32) {
    let cause = folder.join("healthy");
    fs::create_dir_all(&cause).unwrap();
    for number in 0..count {
        fs::write(cause.join(format!("speed-{number}.toml")), SCENARIO).unwrap();
    }
}

/// How long a run takes, and its CPU time.
fn run(data: &Path, scenarios: &Path) -> (Duration, Duration) {
    let before = machine::children_cpu();
    let start = Instant::now();
    let status = Command::new(env!("CARGO_BIN_EXE_badrdp"))
        .args(["-q", "--data"])
        .arg(data)
        .arg("--scenarios")
        .arg(scenarios)
        .args(["run", "healthy/speed-*", "--jobs", JOBS])
        .stdout(Stdio::null())
        .status()
        .unwrap();
    assert!(status.success(), "a healthy scenario did not pass");
    (start.elapsed(), machine::children_cpu() - before)
}

/// How long it takes to connect and close as often.
fn connections(server: &Child, count: u32) -> Duration {
    let start = Instant::now();
    for _ in 0..count {
        drop(TcpStream::connect(server.address).unwrap());
    }
    start.elapsed()
}

/// How long as many probes take one by one.
fn probes(server: &Child, folder: &Folder, count: u32) -> Duration {
    let lab = Lab::open(folder.path()).unwrap();
    let mut options = badrdp_probe::Options::new(server.address);
    // The yardstick says no goodbye; whoever comes back after that would wait before.
    options.retries = 0;
    options.roots = CertificateDer::pem_slice_iter(lab.ca_pem().as_bytes())
        .map(|root| root.unwrap().to_vec())
        .collect();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        let start = Instant::now();
        for _ in 0..count {
            badrdp_probe::probe(&options).await;
        }
        start.elapsed()
    })
}

/// Milliseconds.
fn each(time: Duration, count: u32) -> f64 {
    time.as_secs_f64() * 1e3 / f64::from(count)
}
