//! The plan's decisions, without a driver.

use badrdp_proto::pdu;
use proptest::prelude::*;

use super::*;
use crate::dice::Stream;

fn plan(toml: &str, connection: u32) -> Plan {
    #[derive(serde::Deserialize)]
    struct File {
        fault: Vec<FaultSpec>,
    }
    let file: File = toml::from_str(toml).unwrap();
    let dice = Dice::new(1, "test", connection, Stream::Faults);
    Plan::new(file.fault.into(), connection, dice)
}

fn confirm() -> Message {
    pdu::sample(MessageName::ConnectionConfirm).unwrap()
}

fn writes(reaction: &Reaction) -> Vec<Vec<u8>> {
    reaction
        .steps
        .iter()
        .filter_map(|step| match &step.op {
            Op::Write { bytes, .. } => Some(bytes.clone()),
            _ => None,
        })
        .collect()
}

#[test]
fn without_faults_a_message_leaves_as_it_is() {
    let mut plan = Plan::new(Arc::new([]), 1, Dice::new(0, "", 1, Stream::Faults));
    let reaction = plan.server_message(&confirm(), Layer::Wire);
    assert_eq!(writes(&reaction), [confirm().bytes]);
    assert_eq!(reaction.steps.len(), 1);
}

#[test]
fn a_reset_follows_the_message_it_waits_for() {
    let text = "[[fault]]\nwhen = { after = 'connection-confirm' }\nreset = {}";
    let reaction = plan(text, 1).server_message(&confirm(), Layer::Wire);
    assert_eq!(reaction.steps.last(), Some(&Step::of(0, Op::Reset)));
    assert_eq!(reaction.steps.len(), 2);
}

#[test]
fn a_connection_that_is_not_selected_is_left_alone() {
    let text = "[[fault]]\nwhen = { after = 'connection-confirm', connection = '..2' }\nreset = {}";
    assert_eq!(
        plan(text, 3)
            .server_message(&confirm(), Layer::Wire)
            .steps
            .len(),
        1
    );
    assert_eq!(
        plan(text, 2)
            .server_message(&confirm(), Layer::Wire)
            .steps
            .len(),
        2
    );
}

#[test]
fn faults_apply_in_the_order_of_the_file() {
    let text = "
        [[fault]]\nwhen = { at = 'connection-confirm' }\ntruncate = { keep = 2 }
        [[fault]]\nwhen = { at = 'connection-confirm' }\nduplicate = {}";
    let reaction = plan(text, 1).server_message(&confirm(), Layer::Wire);
    assert_eq!(writes(&reaction), [[3, 0], [3, 0]]);
    assert_eq!(reaction.steps[0].faults, [0, 1]);
}

#[test]
fn a_fault_finds_fields_where_those_before_it_have_put_them() {
    let text = "
        [[fault]]\nwhen = { at = 'connection-confirm' }\nedit = { field = 'neg.flags', set = '01 02 03' }
        [[fault]]\nwhen = { at = 'connection-confirm' }\nedit = { field = 'neg.type', set = '' }
        [[fault]]\nwhen = { at = 'connection-confirm' }\nedit = { field = 'neg.length', set = 0xABCD }";
    let honest = confirm().bytes;
    let expected = [&honest[..11], &[1, 2, 3, 0xCD, 0xAB], &honest[15..]].concat();
    let reaction = plan(text, 1).server_message(&confirm(), Layer::Wire);
    assert_eq!(writes(&reaction), [expected]);
}

#[test]
fn a_dropped_message_is_still_a_step() {
    let text = "[[fault]]\nwhen = { at = 'connection-confirm' }\ndrop = {}";
    let reaction = plan(text, 1).server_message(&confirm(), Layer::Wire);
    assert_eq!(reaction.steps, [Step::of(0, Op::Nothing)]);
}

#[test]
fn a_byte_count_cuts_the_message() {
    let text = "[[fault]]\nwhen = { at_byte = 5 }\nreset = {}";
    let reaction = plan(text, 1).server_message(&confirm(), Layer::Wire);
    assert_eq!(writes(&reaction)[0], confirm().bytes[..5]);
    assert_eq!(reaction.steps[1], Step::of(0, Op::Reset));
}

#[test]
fn a_pipe_that_gets_thin_at_a_byte_is_thin_for_the_rest_of_the_message() {
    let text = "[[fault]]\nwhen = { at_byte = 5 }\nbandwidth = { rate = '100 B/s' }";
    let reaction = plan(text, 1).server_message(&confirm(), Layer::Wire);
    let (free, thin) = reaction.steps.split_first().unwrap();
    assert!(free.faults.is_empty());
    assert_eq!(writes(&reaction)[0], confirm().bytes[..5]);
    let pause = Op::Pace(Duration::from_millis(20));
    let paced = thin.chunks(2).map(|pair| &pair[0].op);
    assert_eq!(paced.collect::<Vec<_>>(), [&pause; 7]);
    assert_eq!(writes(&reaction)[1..].concat(), confirm().bytes[5..]);
}

#[test]
fn a_pattern_is_found_across_reads() {
    let text = "[[fault]]\nwhen = { on_pattern = 'mstshash=' }\nreset = {}";
    let mut plan = plan(text, 1);
    assert_eq!(plan.client_bytes(b"Cookie: msts"), Reaction::default());
    assert_eq!(
        plan.client_bytes(b"hash=alice").steps,
        [Step::of(0, Op::Reset)]
    );
}

#[test]
fn a_delayed_fault_strikes_only_while_its_phase_lasts() {
    let text = "[[fault]]\nwhen = { during = 'tls-handshake', delay = '5s' }\nreset = {}";
    let mut plan = plan(text, 1);
    let reaction = plan.enter(Phase::TlsHandshake);
    assert_eq!(
        reaction.timers,
        [Timer {
            fault: 0,
            delay: Duration::from_secs(5)
        }]
    );
    assert_eq!(plan.timer(0).steps, [Step::of(0, Op::Reset)]);
    plan.enter(Phase::Credssp);
    assert_eq!(plan.timer(0), Reaction::default());
}

#[test]
fn latency_ends_with_its_phase() {
    let text = "[[fault]]\nwhen = { during = 'connection-initiation' }\nlatency = { mean = '1s' }";
    let mut plan = plan(text, 1);
    plan.enter(Phase::ConnectionInitiation);
    let step = &plan.server_message(&confirm(), Layer::Wire).steps[0];
    assert!(matches!(step.op, Op::Write { hold, .. } if hold == Duration::from_secs(1)));
    plan.enter(Phase::TlsHandshake);
    let step = &plan.server_message(&confirm(), Layer::Wire).steps[0];
    assert!(matches!(
        step.op,
        Op::Write {
            hold: Duration::ZERO,
            ..
        }
    ));
}

#[test]
fn the_second_of_several_can_be_meant() {
    let text = "[[fault]]\nwhen = { after = 'encrypted-handshake', nth = 2 }\nreset = {}";
    let mut plan = plan(text, 1);
    let record = Message {
        name: MessageName::EncryptedHandshake,
        bytes: vec![0x17],
        fields: Vec::new(),
    };
    assert_eq!(plan.server_message(&record, Layer::Wire).steps.len(), 1);
    assert_eq!(plan.server_message(&record, Layer::Wire).steps.len(), 2);
}

proptest! {
    #[test]
    fn flow_faults_never_lose_or_reorder_bytes(
        size in 1_u32..40, rate in 1_u64..5000, cut in 1_u64..30, bytes in proptest::collection::vec(any::<u8>(), 1..200),
    ) {
        let text = format!("
            [[fault]]\nwhen = {{ during = 'connection-initiation' }}\nlatency = {{ mean = '5ms', jitter = '9ms' }}
            [[fault]]\nwhen = {{ during = 'connection-initiation' }}\nslice = {{ size = {size}, delay = '1ms' }}
            [[fault]]\nwhen = {{ during = 'connection-initiation' }}\nbandwidth = {{ rate = '{rate} B/s' }}
            [[fault]]\nwhen = {{ at_byte = {cut} }}\nstall = {{ for = '1ms' }}");
        let mut plan = plan(&text, 1);
        plan.enter(Phase::ConnectionInitiation);
        let message = Message { name: MessageName::ConnectionConfirm, bytes: bytes.clone(), fields: Vec::new() };
        prop_assert_eq!(writes(&plan.server_message(&message, Layer::Wire)).concat(), bytes);
    }
}

#[test]
fn a_reordered_message_leaves_behind_so_many_others() {
    let text = "[[fault]]\nwhen = { at = 'connection-confirm' }\nreorder = { behind = 2 }\n\
                [[fault]]\nwhen = { after = 'connection-confirm' }\nreset = {}";
    let mut plan = plan(text, 1);
    let (first, other) = (
        confirm(),
        pdu::sample(MessageName::AttachUserConfirm).unwrap(),
    );
    assert_eq!(
        plan.server_message(&first, Layer::Wire),
        Reaction::default()
    );
    assert!(plan.overtaken(Layer::Wire).is_none());
    plan.server_message(&other, Layer::Wire);
    assert!(plan.overtaken(Layer::Wire).is_none());
    // What is said in another layer overtakes nothing.
    plan.server_message(&other, Layer::Protected);
    assert!(plan.overtaken(Layer::Wire).is_none());
    plan.server_message(&other, Layer::Wire);
    let (message, reaction) = plan.overtaken(Layer::Wire).unwrap();
    assert_eq!(message.name, MessageName::ConnectionConfirm);
    assert_eq!(writes(&reaction), [first.bytes]);
    // What follows the message follows it to its new place.
    assert_eq!(reaction.steps.last(), Some(&Step::of(1, Op::Reset)));
    assert!(plan.overtaken(Layer::Wire).is_none());
}

#[test]
fn a_fault_that_finds_nothing_to_change_is_not_reached() {
    for fault in [
        "edit = { field = 'neg.failure-code', set = 2 }",
        "edit = { field = 'neg.length', set = 8 }",
        "truncate = { keep = 19 }",
        "corrupt = { offset = 19 }",
        "corrupt = { count = 0 }",
    ] {
        let text = format!("[[fault]]\nwhen = {{ at = 'connection-confirm' }}\n{fault}");
        let mut plan = plan(&text, 1);
        let reaction = plan.server_message(&confirm(), Layer::Wire);
        assert_eq!(writes(&reaction), [confirm().bytes], "{fault}");
        assert_eq!(reaction.steps[0].faults, [0; 0], "{fault}");
        assert!(!plan.is_due(0), "{fault}");
    }
}

#[test]
fn a_field_that_was_cut_off_or_replaced_is_not_there_any_more() {
    for first in ["truncate = { keep = 16 }", "replace = { hex = '03 00' }"] {
        let text = format!(
            "[[fault]]\nwhen = {{ at = 'connection-confirm' }}\n{first}
             [[fault]]\nwhen = {{ at = 'connection-confirm' }}\nedit = {{ field = 'neg.selected-protocol', set = 1 }}"
        );
        let mut plan = plan(&text, 1);
        plan.server_message(&confirm(), Layer::Wire);
        assert!(plan.is_due(0) && !plan.is_due(1), "{first}");
    }
}
