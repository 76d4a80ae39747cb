//! Whatever can be written can be read, and reads as what was written.

use std::num::{NonZeroU8, NonZeroU16, NonZeroU32};

use badrdp_faults::faults::{
    Bandwidth, Close, Corrupt, Drop, Duplicate, Fault, Latency, Reset, Slice, Stall, Truncate,
};
use badrdp_faults::{Connections, FaultSpec, Moment, Period, Rate, When};
use badrdp_proto::{Direction, MessageName, Phase};
use badrdp_scenario::file::ScenarioFile;
use badrdp_scenario::{
    Accept, Attempts, Cause, End, Evidence, Expect, ExpectedConnection, ExpectedCredentials, Never,
    Outcome, Presented, Symptom,
};
use proptest::collection::vec;
use proptest::option::of;
use proptest::prelude::*;
use proptest::sample::select;

fn text() -> impl Strategy<Value = String> {
    "[ -~äöü\n\"'\\\\]{1,60}"
}

fn period() -> impl Strategy<Value = Period> {
    (0_u64..86_400_000).prop_map(Period::millis)
}

fn connections() -> impl Strategy<Value = Connections> {
    (1_u32..50, of(0_u32..50)).prop_map(|(first, more)| {
        Connections::new(first, more.map_or(u32::MAX, |more| first + more))
            .unwrap_or(Connections::ALL)
    })
}

fn server_message() -> impl Strategy<Value = MessageName> {
    let of_server = |name: &MessageName| name.direction() == Direction::ServerToClient;
    select(
        MessageName::ALL
            .iter()
            .copied()
            .filter(of_server)
            .collect::<Vec<_>>(),
    )
}

fn moment() -> impl Strategy<Value = Moment> {
    prop_oneof![
        select(MessageName::ALL).prop_map(Moment::After),
        server_message().prop_map(Moment::Before),
        select(Phase::ALL.to_vec()).prop_map(Moment::During),
        (any::<u32>(), any::<bool>()).prop_map(|(offset, sent)| Moment::AtByte {
            offset: offset.into(),
            direction: if sent {
                Direction::ServerToClient
            } else {
                Direction::ClientToServer
            },
        }),
    ]
}

/// A fault that strikes at a moment or shapes what follows.
fn moment_fault() -> impl Strategy<Value = Fault> {
    prop_oneof![
        Just(Fault::Reset(Reset::default())),
        any::<bool>().prop_map(|notify| Fault::Close(Close { notify })),
        (of(period()), any::<bool>(), any::<bool>()).prop_map(|(period, read, exact)| {
            Fault::Stall(Stall {
                period,
                read,
                exact,
            })
        }),
        (period(), of(period()), any::<bool>()).prop_map(|(mean, jitter, exact)| {
            Fault::Latency(Latency {
                mean,
                jitter,
                exact,
            })
        }),
        (1_u64..).prop_filter_map("no rate", |bytes| {
            Rate::new(bytes).map(|rate| Fault::Bandwidth(Bandwidth { rate }))
        }),
        (any::<NonZeroU32>(), period(), any::<bool>())
            .prop_map(|(size, delay, exact)| Fault::Slice(Slice { size, delay, exact })),
    ]
}

/// A fault that changes a message.
fn message_fault() -> impl Strategy<Value = Fault> {
    prop_oneof![
        Just(Fault::Drop(Drop::default())),
        any::<NonZeroU16>().prop_map(|times| Fault::Duplicate(Duplicate { times })),
        (0_usize..70_000).prop_map(|keep| Fault::Truncate(Truncate { keep })),
        (of(any::<i64>()), any::<u16>(), any::<NonZeroU8>())
            .prop_map(|(offset, count, xor)| { Fault::Corrupt(Corrupt { offset, count, xor }) }),
    ]
}

fn fault() -> impl Strategy<Value = FaultSpec> {
    let at_moment = (
        moment(),
        connections(),
        of(period()),
        1_u32..9,
        moment_fault(),
    )
        .prop_map(|(moment, connections, delay, nth, fault)| {
            let counts = matches!(moment, Moment::After(_) | Moment::Before(_));
            let nth = if counts { nth } else { 1 };
            (
                When {
                    moment,
                    connections,
                    delay,
                    nth,
                },
                fault,
            )
        });
    let at_message = (server_message(), connections(), 1_u32..9, message_fault()).prop_map(
        |(message, connections, nth, fault)| {
            let moment = Moment::At(message);
            (
                When {
                    moment,
                    connections,
                    delay: None,
                    nth,
                },
                fault,
            )
        },
    );
    prop_oneof![at_moment, at_message].prop_filter_map("does not fit", |(when, fault)| {
        FaultSpec::new(when, fault).ok()
    })
}

fn expect() -> impl Strategy<Value = Expect> {
    let connection = (
        of(select(Phase::ALL.to_vec())),
        of(select(End::ALL)),
        of(period()),
        of(period()),
        of(select(ExpectedCredentials::ALL)),
        vec(select(Presented::ALL), 0..2),
    )
        .prop_map(
            |(reaches, ends, starts_within, holds, credentials, presents)| ExpectedConnection {
                credentials,
                ends,
                holds,
                presents,
                reaches,
                starts_within,
            },
        );
    let attempts = (1_u32.., of(period())).prop_map(|(at_most, within)| Attempts {
        at_most: NonZeroU32::new(at_most).unwrap_or(NonZeroU32::MIN),
        within,
    });
    let accept =
        (select(Outcome::ALL), text()).prop_map(|(outcome, spec)| Accept { outcome, spec });
    (
        vec(select(Outcome::ALL), 0..4),
        vec(accept, 0..3),
        vec(select(Outcome::ALL), 0..3),
        vec(select(Never::ALL), 0..3),
        of(attempts),
        period(),
        vec(connection, 0..3),
    )
        .prop_map(
            |(client, accept, tolerate, never, attempts, within, connections)| Expect {
                client,
                accept,
                tolerate,
                never,
                attempts,
                within,
                connections,
            },
        )
}

fn symptom() -> impl Strategy<Value = Symptom> {
    let evidence = select(vec![
        Evidence::Documented,
        Evidence::Measured,
        Evidence::Reported,
    ]);
    (text(), text(), evidence, text()).prop_map(|(client, shows, evidence, source)| Symptom {
        client,
        shows,
        evidence,
        source,
    })
}

prop_compose! {
    fn scenario()(
        title in text(),
        summary in text(),
        tags in vec(text(), 0..3),
        spec in vec(text(), 0..3),
        alias in of("[a-z0-9-]{1,9}"),
        alike in vec(select(Cause::ALL), 0..3),
        seed in of(0..i64::MAX.cast_unsigned()), // TOML's integers are signed
        faults in vec(fault(), 0..5),
        expect in expect(),
        symptoms in vec(symptom(), 0..3),
    ) -> ScenarioFile {
        let server = toml::from_str("profile = 'windows-11'").expect("a server");
        ScenarioFile {
            title, summary, tags, spec, alias, alike, seed, server, faults, expect, symptoms,
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn a_scenario_reads_back(scenario in scenario()) {
        let written = toml::to_string(&scenario).map_err(|error| {
            TestCaseError::fail(error.to_string())
        })?;
        let read: ScenarioFile = toml::from_str(&written).map_err(|error| {
            TestCaseError::fail(format!("{error}\n{written}"))
        })?;
        prop_assert_eq!(read, scenario);
    }

    #[test]
    fn any_text_reads_or_fails_in_order(text in "[ -~\n]{0,200}") {
        let id = "protocol/any".parse().expect("an id");
        let _ = badrdp_scenario::Catalogue::built_in(None).parse(&id, "any.toml", &text);
    }
}
