//! Sweeps: which cells there are, what they expect, and what a client without sense makes of
//! them.

use std::time::Duration;

use badrdp_proto::MessageName;
use badrdp_proto::credssp::{LAB_PASSWORD, LAB_USER};
use badrdp_runner::report::matrix;
use badrdp_runner::report::model;
use badrdp_runner::sweep::{Cell, Profile, Row, Sweep, SweepFault, Swept, cells, sample, sweep};
use badrdp_runner::{Adapter, Adapters, Options, Verdict};
use badrdp_scenario::{Catalogue, Never, Outcome};
use badrdp_server::{Event, Happening, Recorder, Transcript};

use crate::lab::options;

fn profile() -> Profile {
    profile_within("5s")
}

fn profile_within(within: &str) -> Profile {
    let within = within.parse().unwrap();
    Profile::new(&Catalogue::built_in(None), "windows-11", within).unwrap()
}

fn cell(text: &str) -> Cell {
    text.parse().unwrap()
}

fn said(messages: &[MessageName]) -> Transcript {
    let mut record = Recorder::new(1, None, Duration::ZERO, 10, None).snapshot();
    let sent = |message: &MessageName| Event {
        at: Duration::ZERO,
        what: Happening::Sent {
            message: *message,
            len: 20,
            pieces: 1,
            unfinished: false,
        },
    };
    record.events = messages.iter().map(sent).collect();
    Transcript {
        scenario: "sweep/windows-11/healthy".to_owned(),
        address: ([127, 0, 0, 1], 3389).into(),
        seed: 0,
        connections: vec![record],
        forgotten: 0,
        listener: Vec::new(),
    }
}

#[test]
fn a_cell_reads_back() {
    for text in ["connect-response/truncate", "ts-request-reply.2/drop"] {
        assert_eq!(cell(text).to_string(), text);
    }
}

#[test]
fn what_is_no_cell_says_why() {
    let errors = [
        "connect-response",
        "conect-response/drop",
        "connect-initial/drop",
        "connect-response/trunc",
        "connect-response.0/drop",
    ]
    .map(|text| text.parse::<Cell>().unwrap_err().to_string());
    insta::assert_snapshot!(errors.join("\n"));
}

#[test]
fn the_cells_are_the_messages_of_a_healthy_run_in_the_order_of_the_protocol() {
    use MessageName::{BitmapUpdate, ChannelJoinConfirm, ConnectionConfirm};
    let messages = [
        BitmapUpdate,
        BitmapUpdate,
        ChannelJoinConfirm,
        ChannelJoinConfirm,
        ConnectionConfirm,
    ];
    let cells = cells(&profile().healthy, &said(&messages));
    let mut names: Vec<_> = cells.iter().map(Cell::message).collect();
    names.dedup();
    assert_eq!(
        names,
        [
            "connection-confirm",
            "channel-join-confirm",
            "channel-join-confirm.2",
            "bitmap-update"
        ]
    );
    assert_eq!(cells.len(), 4 * SweepFault::ALL.len());
}

#[test]
fn a_sample_depends_on_the_seed_alone_and_keeps_the_order() {
    let messages = [MessageName::ConnectionConfirm, MessageName::ConnectResponse];
    let all = cells(&profile().healthy, &said(&messages));
    let some = sample(all.clone(), Some(5), 7);
    assert_eq!(some.len(), 5);
    assert_eq!(some, sample(all.clone(), Some(5), 7));
    assert_ne!(some, sample(all.clone(), Some(5), 8));
    let kept: Vec<_> = all
        .iter()
        .filter(|cell| some.contains(cell))
        .copied()
        .collect();
    assert_eq!(some, kept);
    assert_eq!(sample(all.clone(), None, 7), all);
}

#[test]
fn a_server_that_breaks_before_credentials_must_get_none() {
    let healthy = profile().healthy;
    let expect = |text: &str| cell(text).scenario(&healthy).unwrap().expect().clone();
    let dead = expect("encrypted-handshake.2/stall");
    assert!(dead.never.contains(&Never::CredentialsSent));
    assert!(!dead.tolerate.contains(&Outcome::Connected));
    let alive = expect("demand-active/duplicate");
    assert!(!alive.never.contains(&Never::CredentialsSent));
    assert!(alive.tolerate.contains(&Outcome::Connected));
    let picture = expect("bitmap-update/corrupt");
    assert!(picture.client.contains(&Outcome::Connected));
}

#[test]
fn the_matrix() {
    let row = |message: &str, words: &[(SweepFault, &'static str)]| Row {
        message: message.to_owned(),
        faults: words.iter().copied().collect(),
    };
    let swept = Swept {
        profile: "windows-11".to_owned(),
        client: "xfreerdp".to_owned(),
        seed: 7,
        healthy: Verdict::Pass,
        possible: 14,
        run: 4,
        rows: vec![
            row(
                "connection-confirm",
                &[(SweepFault::Stall, "HUNG"), (SweepFault::Drop, "ok")],
            ),
            row(
                "ts-request-reply.2",
                &[(SweepFault::Stall, "ok"), (SweepFault::Duplicate, "lax")],
            ),
        ],
    };
    insta::assert_snapshot!(matrix::render(&model::Sweep::from(&swept)));
}

#[tokio::test]
async fn a_client_that_says_nothing_hangs_where_it_is_not_told_to_leave() {
    let plan = Sweep {
        profiles: vec![profile_within("1s")],
        cells: vec![cell("connection-confirm/stall")],
        limit: None,
        seed: 7,
    };
    let adapter = Adapter::from_command("sleep 60").unwrap();
    let suite = sweep(plan, vec![adapter], options(), |_| {}, |_| {}).await;
    assert_eq!(suite.results.len(), 1);
    assert_eq!(suite.sweeps[0].rows[0].faults[&SweepFault::Stall], "HUNG");
    let repeat = "badrdp run --sweep --profile windows-11 --cell connection-confirm/stall \
                  --client-cmd 'sleep 60' --seed 7";
    assert_eq!(suite.results[0].repeat, repeat);
}

#[tokio::test]
async fn the_probe_meets_a_sample_of_cells_behind_a_healthy_run() {
    let plan = Sweep {
        profiles: vec![profile()],
        cells: Vec::new(),
        limit: Some(6),
        seed: 7,
    };
    let adapter = Adapters::find("probe").unwrap();
    let suite = sweep(plan, vec![adapter], options(), |_| {}, |_| {}).await;
    let swept = &suite.sweeps[0];
    assert_eq!(swept.run, 6);
    assert!(swept.possible > 20, "{}", swept.possible);
    assert_eq!(suite.results.len(), 7);
    assert_eq!(suite.count(Verdict::HarnessError), 0);
}

/// Behind a Font Map with a changed byte the server goes on as if nothing had happened; a client
/// that does, too, has got over it.
#[tokio::test]
async fn who_gets_over_a_damaged_font_map_is_lax_and_not_wrong() {
    let plan = Sweep {
        profiles: vec![profile()],
        cells: vec![cell("font-map/corrupt")],
        limit: None,
        seed: 7,
    };
    let adapter = Adapters::find("probe").unwrap();
    let options = Options {
        user: LAB_USER.to_owned(),
        password: LAB_PASSWORD.to_owned(),
        ..options()
    };
    let suite = sweep(plan, vec![adapter], options, |_| {}, |_| {}).await;
    let word = suite.sweeps[0].rows[0].faults[&SweepFault::Corrupt];
    assert_eq!(word, "lax", "{:?}", suite.results[0].judgement);
}
