//! `--isolate`: nothing answers a client but the server of its case.
//!
//! Where the kernel gives no network namespace this is skipped aloud; with
//! `BADRDP_REQUIRE_CLIENTS=1` it is an error.

use std::io::ErrorKind;
use std::net::{Ipv4Addr, TcpListener};
use std::sync::Arc;

use badrdp_runner::Verdict::Pass;
use badrdp_runner::{Adapter, Options, run};
use badrdp_scenario::Outcome::{Connected, ConnectionRefused, TimedOut};
use badrdp_server::Namespace;

use super::{Row, catalogue, expect_in, installed, options, skip};

/// As they are without isolation.
const KNOWN: &[Row] = &[
    ("healthy/tls", Connected, Pass),
    ("network/refused", ConnectionRefused, Pass),
    ("network/syn-black-hole", TimedOut, Pass),
];

/// Connects to the server, to a port outside, and to an address that is documentation's.
const CONNECTS: &str = "bash -c 'try() (exec 3<>/dev/tcp/$1/$2 && echo reached $1 $2); \
                        try {host} {port}; try 127.0.0.1 OUTSIDE; try 192.0.2.1 9'";

#[tokio::test(flavor = "multi_thread")]
async fn a_client_reaches_its_server_and_nothing_else() {
    if !installed(&["bash"]) || !may_isolate() {
        return;
    }
    let outside = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let port = outside.local_addr().unwrap().port().to_string();
    let adapter = Adapter::from_command(&CONNECTS.replace("OUTSIDE", &port)).unwrap();
    let scenario = Arc::new(catalogue().scenario("healthy/tls").unwrap());
    let suite = run(vec![scenario], vec![adapter], isolated(1), |_| {}).await;
    let result = &suite.results[0];
    let (log, seen) = (&result.log, result.transcript.as_ref().unwrap());
    let (server, address) = (seen.address.port(), seen.address.ip());
    assert!(
        log.contains(&format!("reached {address} {server}")),
        "{log}"
    );
    let refused = format!("/dev/tcp/127.0.0.1/{port}: Connection refused");
    assert!(log.contains(&refused), "{log}");
    let unreachable = "/dev/tcp/192.0.2.1/9: Network is unreachable";
    assert!(log.contains(unreachable), "{log}");
    assert_eq!(seen.connections.len(), 1);
    assert!(result.repeat.contains(" --isolate "), "{}", result.repeat);
    outside.set_nonblocking(true).unwrap();
    let nobody = outside.accept().unwrap_err();
    assert_eq!(nobody.kind(), ErrorKind::WouldBlock);
}

#[tokio::test(flavor = "multi_thread")]
async fn xfreerdp_does_in_a_network_of_its_own_what_it_does_elsewhere() {
    if installed(&["xfreerdp", "Xvfb"]) && may_isolate() {
        expect_in("xfreerdp", KNOWN, isolated).await;
    }
}

fn isolated(jobs: usize) -> Options {
    Options {
        isolate: true,
        ..options(jobs)
    }
}

/// Whether the kernel gives network namespaces. Says so if not, or fails where it must.
fn may_isolate() -> bool {
    let Err(error) = Namespace::new() else {
        return true;
    };
    let required = std::env::var("BADRDP_REQUIRE_CLIENTS").is_ok_and(|value| value == "1");
    assert!(!required, "no network namespace: {error}");
    skip(&format!("no network namespace: {error}"));
    false
}
