//! Delays: never early, and late only as far as a busy machine makes them.

use std::io::Read as _;
use std::net::TcpStream;
use std::time::Duration;

use badrdp_server::Happening;
use tokio::time::Instant;

use crate::support::{
    CONFIRM, Client, Ending, LATE, REQUEST, Served, assert_delivered, confirm_of, within,
};

/// How long a client waits for its Connection Confirm.
async fn time_to_confirm(faults: &str) -> Duration {
    let server = Served::start(faults).await;
    let mut client = Client::connect(server.address()).await;
    // The clock starts before the server can know of the request, so no delay is measured
    // shorter than it was.
    let start = Instant::now();
    client.send(&REQUEST).await;
    assert_eq!(client.hear(CONFIRM.len()).await, CONFIRM);
    let elapsed = start.elapsed();
    client.close().await;
    assert_delivered(&server.record(1).await);
    elapsed
}

fn assert_takes(elapsed: Duration, least: u64, most: u64) {
    let (least, most) = (Duration::from_millis(least), Duration::from_millis(most));
    assert!(elapsed >= least, "{elapsed:?} is early, {least:?} was due");
    assert!(
        elapsed <= most + LATE,
        "{elapsed:?} is late, {most:?} was due"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn latency_is_never_early() {
    let fault = "[[fault]]\nwhen = { after = 'connection-request' }\nlatency = { mean = '300ms' }";
    assert_takes(time_to_confirm(fault).await, 300, 300);
}

#[tokio::test(flavor = "multi_thread")]
async fn exact_latency_is_never_early_either() {
    let fault = "[[fault]]\nwhen = { after = 'connection-request' }\nlatency = { mean = '100ms', exact = true }";
    for _ in 0..5 {
        // How late it is depends on what else the machine does; `cargo bench` measures it.
        assert_takes(time_to_confirm(fault).await, 100, 100);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn jitter_stays_within_its_bounds() {
    let fault = "[[fault]]\nwhen = { after = 'connection-request' }\nlatency = { mean = '200ms', jitter = '100ms' }";
    assert_takes(time_to_confirm(fault).await, 100, 300);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_thin_pipe_takes_its_time_for_every_byte() {
    let fault =
        "[[fault]]\nwhen = { after = 'connection-request' }\nbandwidth = { rate = '50 B/s' }";
    assert_takes(time_to_confirm(fault).await, 380, 380); // 19 bytes at 50 B/s
}

#[tokio::test(flavor = "multi_thread")]
async fn two_delays_add_up() {
    let faults = "
        [[fault]]\nwhen = { before = 'connection-confirm' }\nstall = { for = '200ms' }
        [[fault]]\nwhen = { after = 'connection-request' }\nslice = { size = 10, delay = '150ms' }";
    assert_takes(time_to_confirm(faults).await, 500, 500); // two pieces, each behind a pause
}

#[tokio::test(flavor = "multi_thread")]
async fn slices_arrive_as_separate_reads() {
    let fault =
        "[[fault]]\nwhen = { after = 'connection-request' }\nslice = { size = 5, delay = '300ms' }";
    let server = Served::start(fault).await;
    let address = server.address();
    // A thread of its own, which the kernel wakes for each segment: the pauses are long enough
    // for it to read one piece before the next comes, also where other tests keep the cores.
    let reads = tokio::task::spawn_blocking(move || {
        let mut stream = TcpStream::connect(address).unwrap();
        std::io::Write::write_all(&mut stream, &REQUEST).unwrap();
        let mut reads = Vec::new();
        while reads.iter().sum::<usize>() < CONFIRM.len() {
            reads.push(stream.read(&mut [0; 64]).unwrap());
        }
        reads
    });
    assert_eq!(within("the pieces", reads).await.unwrap(), [5, 5, 5, 4]);
    let record = server.record(1).await;
    assert_delivered(&record);
    let pieces = record.events.iter().find_map(|event| match event.what {
        Happening::Sent { pieces, .. } => Some(pieces),
        _ => None,
    });
    assert_eq!(pieces, Some(4));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_fault_with_a_delay_strikes_in_silence() {
    let faults = "
        [[fault]]\nwhen = { after = 'connection-request' }\nstall = {}
        [[fault]]\nwhen = { after = 'connection-request', delay = '400ms' }\nreset = {}";
    let server = Served::start(faults).await;
    let start = Instant::now();
    assert_eq!(
        confirm_of(server.address()).await,
        (Vec::new(), Ending::Reset)
    );
    assert_takes(start.elapsed(), 400, 400);
    assert_delivered(&server.record(1).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_server_goes_on_while_a_delay_runs() {
    let fault = "[[fault]]\nwhen = { after = 'connection-request', delay = '400ms' }\nclose = {}";
    let server = Served::start(fault).await;
    let start = Instant::now();
    let (heard, ending) = confirm_of(server.address()).await;
    assert_eq!((heard.as_slice(), ending), (&CONFIRM[..], Ending::Closed));
    assert_takes(start.elapsed(), 400, 400);
    let record = server.record(1).await;
    let sent = record.events.iter().find_map(|event| match event.what {
        Happening::Sent { .. } => Some(event.at),
        _ => None,
    });
    let closed = record.events.iter().find_map(|event| match event.what {
        Happening::ServerClosed => Some(event.at),
        _ => None,
    });
    assert!(sent.unwrap() < closed.unwrap());
}
