//! The whole server on a wire in memory, with paused time: exact times, no sockets.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::sync::Arc;
use std::time::Duration;

use badrdp_certs::{Catalogue as Certificates, Lab};
use badrdp_proto::client::{channel_join_request, connect_initial};
use badrdp_proto::negotiation::Protocols;
use badrdp_proto::x224::ConnectionRequest;
use badrdp_scenario::{Catalogue, End};
use badrdp_server::memory::{self, MemoryWire};
use badrdp_server::transcript::Answer;
use badrdp_server::{
    Armed, ConnectionRecord, DeliveryState, Happening, Limits, Recorder, Wire as _, drive,
};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::time::{Instant, sleep, timeout};
use tokio_util::sync::CancellationToken;

const HEAD: &str = r#"
title = "A story"
summary = "What happens."
[expect]
client = ["connected"]
within = "10s"
"#;

const WINDOWS_11: &str = "[server]\nprofile = 'windows-11'\ncertificate = 'p-256'\n";

fn armed(faults: &str) -> Armed {
    armed_with(WINDOWS_11, faults)
}

fn armed_with(server: &str, faults: &str) -> Armed {
    let catalogue = Catalogue::built_in(None);
    let id = "protocol/story".parse().unwrap();
    let text = format!("{HEAD}{server}\n{faults}");
    let scenario = catalogue
        .parse(&id, "story.toml", &text)
        .unwrap_or_else(|error| panic!("{error}"));
    let (lab, recipes) = (Lab::ephemeral().unwrap(), Certificates::built_in());
    let issue = |name: &str| lab.issue(recipes.get(name).unwrap(), jiff::Timestamp::now());
    Armed::new(Arc::new(scenario), Some(1), None, issue).unwrap()
}

/// Serves one connection; the client's side is `client`.
async fn serve<F>(faults: &str, client: impl FnOnce(MemoryWire) -> F) -> ConnectionRecord
where
    F: Future<Output = ()> + Send + 'static,
{
    serve_armed(&armed(faults), client).await
}

async fn serve_armed<F>(armed: &Armed, client: impl FnOnce(MemoryWire) -> F) -> ConnectionRecord
where
    F: Future<Output = ()> + Send + 'static,
{
    serve_on(1 << 16, Limits::default(), armed, client).await
}

/// The same on a wire that holds so many bytes each way, with other limits.
async fn serve_on<F>(
    capacity: usize,
    limits: Limits,
    armed: &Armed,
    client: impl FnOnce(MemoryWire) -> F,
) -> ConnectionRecord
where
    F: Future<Output = ()> + Send + 'static,
{
    let (ours, theirs) = memory::pair(capacity);
    let recorder = Recorder::new(1, None, Duration::ZERO, 500, None);
    let client = tokio::spawn(client(theirs));
    let stop = CancellationToken::new();
    drive(ours, armed, 1, Vec::new(), recorder.clone(), limits, &stop).await;
    client.await.unwrap();
    recorder.snapshot()
}

fn request() -> Vec<u8> {
    let requested = Some(Protocols::SSL);
    ConnectionRequest {
        requested,
        ..ConnectionRequest::default()
    }
    .encode()
}

async fn read_confirm(wire: &mut MemoryWire) -> Vec<u8> {
    let mut confirm = vec![0; 19];
    wire.read_exact(&mut confirm).await.unwrap();
    confirm
}

fn only_delivery(record: &ConnectionRecord) -> DeliveryState {
    assert_eq!(record.deliveries.len(), 1);
    record.deliveries[0].state.clone()
}

#[tokio::test(start_paused = true)]
async fn a_stall_lasts_an_hour_in_no_time_and_is_ended_by_the_client() {
    let fault = "[[fault]]\nwhen = { after = 'connection-request' }\nstall = {}";
    let record = serve(fault, |mut wire| async move {
        wire.write_all(&request()).await.unwrap();
        sleep(Duration::from_secs(3000)).await;
    })
    .await;
    assert_eq!(record.end, End::ClientClose);
    assert_eq!(record.lasted, Some(Duration::from_secs(3000)));
    assert_eq!(record.sent, 0);
    assert_eq!(only_delivery(&record), DeliveryState::Delivered);
}

#[tokio::test(start_paused = true)]
async fn nobody_holds_a_connection_for_longer_than_the_limit() {
    let fault = "[[fault]]\nwhen = { after = 'connection-request' }\nstall = {}";
    let record = serve(fault, |mut wire| async move {
        wire.write_all(&request()).await.unwrap();
        assert_eq!(wire.read(&mut [0; 9]).await.unwrap(), 0);
    })
    .await;
    assert_eq!(record.end, End::Open);
    assert_eq!(record.lasted, Some(Limits::default().hold));
}

#[tokio::test(start_paused = true)]
async fn a_reset_that_is_due_strikes_in_silence_to_the_millisecond() {
    let faults = "
        [[fault]]\nwhen = { after = 'connection-request' }\nstall = {}
        [[fault]]\nwhen = { after = 'connection-request', delay = '60s' }\nreset = {}";
    let record = serve(faults, |mut wire| async move {
        wire.write_all(&request()).await.unwrap();
        let start = Instant::now();
        let error = wire.read(&mut [0; 9]).await.unwrap_err();
        assert_eq!(error.kind(), std::io::ErrorKind::ConnectionReset);
        assert_eq!(start.elapsed(), Duration::from_secs(60));
    })
    .await;
    assert_eq!(record.end, End::ServerReset);
    assert!(
        record
            .deliveries
            .iter()
            .all(|delivery| delivery.state == DeliveryState::Delivered)
    );
}

#[tokio::test(start_paused = true)]
async fn what_is_said_later_leaves_before_the_silence_behind_it() {
    let fault = "[[fault]]\nwhen = { after = 'connection-confirm', delay = '5s' }\nplaintext = {}";
    let record = serve(fault, |mut wire| async move {
        wire.write_all(&request()).await.unwrap();
        let start = Instant::now();
        read_confirm(&mut wire).await;
        // MCS Disconnect Provider Ultimatum (MS-RDPBCGR 2.2.2.3).
        let mut ultimatum = [0; 9];
        let heard = timeout(Duration::from_secs(60), wire.read_exact(&mut ultimatum));
        heard.await.expect("silence").unwrap();
        assert_eq!(ultimatum[..7], [3, 0, 0, 9, 2, 0xF0, 0x80]);
        assert_eq!(start.elapsed(), Duration::from_secs(5));
    })
    .await;
    assert_eq!(only_delivery(&record), DeliveryState::Delivered);
}

#[tokio::test(start_paused = true)]
async fn bytes_that_come_later_end_a_silence_and_its_deafness() {
    let faults = "
        [[fault]]\nwhen = { after = 'connection-confirm' }\nstall = { read = false }
        [[fault]]\nwhen = { after = 'connection-confirm', delay = '5s' }\ninject = { text = 'hello' }";
    let record = serve(faults, |mut wire| async move {
        wire.write_all(&request()).await.unwrap();
        read_confirm(&mut wire).await;
        let mut hello = [0; 5];
        let heard = timeout(Duration::from_secs(60), wire.read_exact(&mut hello));
        heard.await.expect("silence").unwrap();
        assert_eq!(&hello, b"hello");
        wire.write_all(&[0; 100]).await.unwrap();
        // It is read, and answered with the end that garbage gets in place of a ClientHello.
        let mut rest = Vec::new();
        let ended = timeout(Duration::from_secs(60), wire.read_to_end(&mut rest));
        ended.await.expect("deafness").unwrap();
    })
    .await;
    assert_eq!(record.received, 19 + 100);
    let mut deliveries = record.deliveries.iter();
    assert!(deliveries.all(|delivery| delivery.state == DeliveryState::Delivered));
}

#[tokio::test(start_paused = true)]
async fn latency_delays_each_message_by_exactly_its_time() {
    let fault = "[[fault]]\nwhen = { during = 'tcp' }\nlatency = { mean = '250ms' }";
    let fault = fault.replace("during = 'tcp'", "after = 'connection-request'");
    let record = serve(&fault, |mut wire| async move {
        let start = Instant::now();
        wire.write_all(&request()).await.unwrap();
        read_confirm(&mut wire).await;
        assert_eq!(start.elapsed(), Duration::from_millis(250));
    })
    .await;
    assert_eq!(only_delivery(&record), DeliveryState::Delivered);
}

#[tokio::test(start_paused = true)]
async fn exact_waits_end_where_a_clock_stands_still_too() {
    let faults = "
        [[fault]]\nwhen = { before = 'connection-confirm' }\nstall = { for = '1s', exact = true }
        [[fault]]\nwhen = { after = 'connection-request' }
        slice = { size = 10, delay = '20ms', exact = true }";
    serve(faults, |mut wire| async move {
        let start = Instant::now();
        wire.write_all(&request()).await.unwrap();
        read_confirm(&mut wire).await;
        assert_eq!(start.elapsed(), Duration::from_millis(1040));
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn a_dribble_takes_one_pause_per_piece() {
    let fault =
        "[[fault]]\nwhen = { after = 'connection-request' }\nslice = { size = 1, delay = '1s' }";
    serve(fault, |mut wire| async move {
        let start = Instant::now();
        wire.write_all(&request()).await.unwrap();
        read_confirm(&mut wire).await;
        assert_eq!(start.elapsed(), Duration::from_secs(19)); // a pause before each of 19 bytes
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn a_thin_pipe_keeps_its_rate() {
    let fault =
        "[[fault]]\nwhen = { after = 'connection-request' }\nbandwidth = { rate = '10 B/s' }";
    serve(fault, |mut wire| async move {
        let start = Instant::now();
        wire.write_all(&request()).await.unwrap();
        read_confirm(&mut wire).await;
        assert_eq!(start.elapsed(), Duration::from_millis(1900));
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn what_was_frozen_follows_when_it_thaws() {
    let fault = "[[fault]]\nwhen = { before = 'connection-confirm' }\nstall = { for = '3s' }";
    let record = serve(fault, |mut wire| async move {
        let start = Instant::now();
        wire.write_all(&request()).await.unwrap();
        assert_eq!(read_confirm(&mut wire).await[..4], [3, 0, 0, 19]);
        assert_eq!(start.elapsed(), Duration::from_secs(3));
    })
    .await;
    assert_eq!(only_delivery(&record), DeliveryState::Delivered);
}

#[tokio::test(start_paused = true)]
async fn a_client_that_leaves_first_was_not_met_by_the_fault() {
    let fault = "[[fault]]\nwhen = { after = 'client-hello' }\nreset = {}";
    let record = serve(fault, |mut wire| async move {
        wire.write_all(&request()).await.unwrap();
        read_confirm(&mut wire).await;
    })
    .await;
    assert_eq!(record.end, End::ClientClose);
    assert_eq!(only_delivery(&record), DeliveryState::NotReached);
}

#[tokio::test(start_paused = true)]
async fn half_a_message_that_has_left_is_told() {
    let reset = "[[fault]]\nwhen = { after = 'connection-request', delay = '1s' }\nreset = {}";
    for (fault, waits) in [("", 1), (reset, 2)] {
        let record = serve_on(
            10,
            Limits::default(),
            &armed(fault),
            |mut wire| async move {
                wire.write_all(&request()).await.unwrap();
                sleep(Duration::from_secs(waits)).await;
            },
        )
        .await;
        assert_eq!(record.sent, 10);
        assert_eq!(first_sent(&record), Some((10, true)));
        assert_eq!(record.answer, None);
    }
}

/// How much of a message left first, and whether more of it was to come.
fn first_sent(record: &ConnectionRecord) -> Option<(usize, bool)> {
    let mut events = record.events.iter();
    events.find_map(|event| match event.what {
        Happening::Sent {
            len, unfinished, ..
        } => Some((len, unfinished)),
        _ => None,
    })
}

#[tokio::test(start_paused = true)]
async fn a_dribbled_message_is_unfinished_until_its_last_byte() {
    let slice =
        "[[fault]]\nwhen = { before = 'connection-confirm' }\nslice = { size = 1, delay = '1s' }";
    for (waits, whole) in [(5, false), (60, true)] {
        let record = serve(slice, |mut wire| async move {
            wire.write_all(&request()).await.unwrap();
            sleep(Duration::from_secs(waits)).await;
        })
        .await;
        let (len, unfinished) = first_sent(&record).unwrap();
        assert_eq!((len == 19, unfinished), (whole, !whole), "{len}");
        assert_eq!(record.answer.is_some(), whole);
    }
}

#[tokio::test(start_paused = true)]
async fn the_answer_is_what_left_and_not_what_was_meant() {
    let at_confirm =
        |what: &str| format!("[[fault]]\nwhen = {{ at = 'connection-confirm' }}\n{what}");
    let selected = Answer::Confirm { selected: Some(1) };
    let other = Answer::Confirm { selected: Some(0) };
    for (fault, answer) in [
        (String::new(), Some(selected)),
        (
            at_confirm("edit = { field = 'neg.selected-protocol', set = 0 }"),
            Some(other),
        ),
        (
            at_confirm("replace = { text = 'SSH-2.0-x' }"),
            Some(Answer::Other),
        ),
        (at_confirm("drop = {}"), None),
    ] {
        let record = serve(&fault, |mut wire| async move {
            wire.write_all(&request()).await.unwrap();
            sleep(Duration::from_millis(100)).await;
        })
        .await;
        assert_eq!(record.answer, answer, "{fault}");
    }
}

#[tokio::test(start_paused = true)]
async fn an_alert_that_never_left_was_not_met() {
    let fault = "[[fault]]\nwhen = { after = 'connection-confirm' }\ntls_alert = { description = 'internal_error' }";
    // The confirm fills the wire, and the client does not take it.
    let record = serve_on(
        19,
        Limits::default(),
        &armed(fault),
        |mut wire| async move {
            wire.write_all(&request()).await.unwrap();
            sleep(Duration::from_secs(1)).await;
        },
    )
    .await;
    assert_eq!((record.end, record.sent), (End::ClientReset, 19));
    assert_eq!(only_delivery(&record), DeliveryState::NotReached);
}

#[tokio::test(start_paused = true)]
async fn a_client_that_resets_is_told_from_one_that_closes() {
    let record = serve("", |mut wire| async move {
        wire.write_all(&request()).await.unwrap();
        read_confirm(&mut wire).await;
        wire.reset().unwrap();
    })
    .await;
    assert_eq!(record.end, End::ClientReset);
}

#[tokio::test(start_paused = true)]
async fn garbage_is_written_down_and_ends_in_order() {
    let record = serve("", |mut wire| async move {
        wire.write_all(b"GET / HTTP/1.1\r\n\r\n").await.unwrap();
        assert_eq!(wire.read(&mut [0; 9]).await.unwrap(), 0);
    })
    .await;
    assert_eq!(record.end, End::ServerClose);
    let how = record.misbehaved.unwrap();
    assert!(how.contains("text, such as an HTTP request"), "{how}");
}

#[tokio::test(start_paused = true)]
async fn what_a_client_says_of_itself_cannot_steer_a_terminal() {
    let request = ConnectionRequest {
        cookie: Some("\u{1b}]0;owned\u{7}".to_owned()),
        requested: Some(Protocols::SSL),
        ..ConnectionRequest::default()
    };
    let record = serve("", |mut wire| async move {
        wire.write_all(&request.encode()).await.unwrap();
        read_confirm(&mut wire).await;
    })
    .await;
    let cookie = record.request.unwrap().cookie;
    assert_eq!(cookie.as_deref(), Some("\u{fffd}]0;owned\u{fffd}"));
    let note = record.events.iter().find_map(|event| match &event.what {
        Happening::Received { note, .. } => note.as_deref(),
        _ => None,
    });
    let note = note.unwrap();
    assert!(
        note.contains("owned") && !note.contains(char::is_control),
        "{note:?}"
    );
}

#[tokio::test(start_paused = true)]
async fn a_flood_is_cut_off() {
    let record = serve(
        "[[fault]]\nwhen = { during = 'tcp' }\nstall = {}",
        |mut wire| async move {
            let chunk = vec![0x41; 1 << 16];
            while wire.write_all(&chunk).await.is_ok() {}
        },
    )
    .await;
    assert_eq!(record.end, End::ServerReset);
    assert!(record.received <= Limits::default().received + (1 << 16));
}

#[tokio::test(start_paused = true)]
async fn a_client_that_takes_no_answers_is_read_no_further() {
    let server = "
        [server]\nprofile = 'windows-server-2003'\nsecurity = ['rdp']
        standard_security = { level = 'none', methods = [] }";
    let limits = Limits {
        answers: 100_000,
        ..Limits::default()
    };
    let armed = armed_with(server, "");
    let record = serve_on(1000, limits, &armed, |mut wire| async move {
        wire.write_all(&ConnectionRequest::default().encode())
            .await
            .unwrap();
        wire.write_all(&connect_initial("deaf")).await.unwrap();
        let join = channel_join_request(1004, 1003);
        let asking = async { while wire.write_all(&join).await.is_ok() {} };
        let asked = timeout(Duration::from_secs(60), asking).await;
        assert!(
            asked.is_err(),
            "the server has cut it off, or listens for ever"
        );
    })
    .await;
    assert_eq!(record.end, End::ClientReset);
    // An answer takes more room than its question.
    assert!(record.received < 100_000, "{}", record.received);
}

#[tokio::test(start_paused = true)]
async fn the_same_seed_gives_the_same_bytes() {
    let fault = "[[fault]]\nwhen = { at = 'connection-confirm' }\nreplace = { random = 19 }";
    let (sender, mut receiver) = tokio::sync::mpsc::unbounded_channel();
    for _ in 0..2 {
        let sender = sender.clone();
        serve(fault, |mut wire| async move {
            wire.write_all(&request()).await.unwrap();
            sender.send(read_confirm(&mut wire).await).unwrap();
        })
        .await;
    }
    assert_eq!(receiver.recv().await, receiver.recv().await);
}

/// A shipped scenario whose fault comes later than anybody waits in a test of sockets.
#[tokio::test(start_paused = true)]
async fn the_sixty_second_limit_of_real_servers_is_kept_to_the_millisecond() {
    let scenario = Catalogue::built_in(None)
        .scenario("handshake/close-after-60s")
        .unwrap();
    let (lab, recipes) = (Lab::ephemeral().unwrap(), Certificates::built_in());
    let issue = |name: &str| lab.issue(recipes.get(name).unwrap(), jiff::Timestamp::now());
    let armed = Armed::new(Arc::new(scenario), None, None, issue).unwrap();
    let record = serve_armed(&armed, |mut wire| async move {
        wire.write_all(&request()).await.unwrap();
        let start = Instant::now();
        assert_eq!(wire.read(&mut [0; 9]).await.unwrap(), 0);
        assert_eq!(start.elapsed(), Duration::from_secs(60));
    })
    .await;
    assert_eq!(record.end, End::ServerClose);
    assert!(
        record
            .deliveries
            .iter()
            .all(|delivery| delivery.state == DeliveryState::Delivered)
    );
}
