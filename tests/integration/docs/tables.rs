//! The tables of words and of what is shipped.

use badrdp::exit::Exit;
use badrdp_faults::Fault;
use badrdp_proto::{Direction, MessageName, Phase, pdu};
use badrdp_runner::{Finding, Verdict};
use badrdp_scenario::expect::{ExpectedCredentials, Never, Presented};
use badrdp_scenario::{Catalogue, Cause, Outcome, Scenario};
use badrdp_tls::record;

use super::markdown::{code, table};
use crate::dependencies::MAY_IMPORT;

/// Every scenario that is shipped.
pub(super) fn scenarios() -> Vec<Scenario> {
    Catalogue::built_in(None).scenarios().unwrap()
}

pub(super) fn causes() -> String {
    let scenarios = scenarios();
    let of = |cause: Cause| scenarios.iter().filter(move |one| one.cause() == cause);
    let (full, empty): (Vec<_>, Vec<_>) = Cause::ALL
        .iter()
        .copied()
        .partition(|cause| of(*cause).next().is_some());
    let row = |cause: Cause| {
        // What the catalogue was made for comes first: the scenarios that are starred.
        let starred = of(cause).find(|one| one.file.tags.iter().any(|tag| tag == "star"));
        let example = starred.or_else(|| of(cause).next()).unwrap();
        [
            code(cause),
            of(cause).count().to_string(),
            cause.meaning().to_owned(),
            format!("{}: {}", code(&example.id), example.title()),
        ]
    };
    let mut text = table(
        ["cause", "scenarios", "what is wrong", "for example"],
        full.into_iter().map(row),
    );
    let total = scenarios.len();
    text.push_str(&format!("\n{total} scenarios in all."));
    if !empty.is_empty() {
        let empty: Vec<_> = empty.into_iter().map(code).collect();
        text.push_str(&format!(" Causes without any yet: {}.", empty.join(", ")));
    }
    text
}

pub(super) fn certificates() -> String {
    let catalogue = badrdp_certs::Catalogue::built_in();
    let row = |recipe: &badrdp_certs::Recipe| [code(recipe.name()), recipe.title().to_owned()];
    table(["certificate", "what it is"], catalogue.iter().map(row))
}

pub(super) fn exit_codes() -> String {
    let row = |exit: &Exit| [exit.code().to_string(), exit.meaning().to_owned()];
    table(["code", "meaning"], Exit::ALL.iter().map(row))
}

pub(super) fn faults() -> String {
    let row = |(name, meaning): &(&str, &str)| [code(name), (*meaning).to_owned()];
    table(["fault", "what it does"], Fault::ALL.iter().map(row))
}

pub(super) fn fields() -> String {
    let row = |message: &MessageName| {
        let fields = [pdu::field_names(*message), record::field_names(*message)].concat();
        let fields: Vec<_> = fields.iter().map(code).collect();
        (!fields.is_empty()).then(|| [code(message), fields.join(", ")])
    };
    table(
        ["message", "fields"],
        MessageName::ALL.iter().filter_map(row),
    )
}

pub(super) fn imports() -> String {
    let row = |(name, allowed): &(&str, &[&str])| {
        let short = |name: &&str| code(name.trim_start_matches("badrdp-"));
        let allowed: Vec<_> = allowed.iter().map(short).collect();
        let allowed = if allowed.is_empty() {
            "nothing of ours".to_owned()
        } else {
            allowed.join(", ")
        };
        [code(name), allowed]
    };
    table(["crate", "may import"], MAY_IMPORT.iter().map(row))
}

pub(super) fn messages() -> String {
    let row = |message: &MessageName| {
        let sender = match message.direction() {
            Direction::ClientToServer => "client",
            Direction::ServerToClient => "server",
        };
        let meaning = message.meaning().to_owned();
        [
            code(message),
            sender.to_owned(),
            code(message.phase()),
            message.spec().to_owned(),
            meaning,
        ]
    };
    table(
        ["message", "sender", "phase", "standard", "what it is"],
        MessageName::ALL.iter().map(row),
    )
}

pub(super) fn outcomes() -> String {
    let row = |outcome: &Outcome| [code(outcome), outcome.meaning().to_owned()];
    table(["outcome", "meaning"], Outcome::ALL.iter().map(row))
}

pub(super) fn verdicts() -> String {
    let row = |verdict: &Verdict| {
        let fails = if verdict.is_bad() { "yes" } else { "" };
        let meaning = verdict.meaning().to_owned();
        [verdict.name().to_owned(), meaning, fails.to_owned()]
    };
    table(
        ["verdict", "meaning", "fails the run"],
        Verdict::ALL.iter().map(row),
    )
}

pub(super) fn findings() -> String {
    let row = |finding: &Finding| {
        let severity = finding.severity().name().to_owned();
        let meaning = finding.meaning().to_owned();
        [finding.name().to_owned(), severity, meaning]
    };
    table(
        ["finding", "severity", "meaning"],
        Finding::ALL.iter().map(row),
    )
}

pub(super) fn never() -> String {
    let row = |never: &Never| [code(never), never.meaning().to_owned()];
    table(["never", "meaning"], Never::ALL.iter().map(row))
}

pub(super) fn credentials() -> String {
    let row = |word: &ExpectedCredentials| [code(word), word.meaning().to_owned()];
    table(
        ["credentials", "meaning"],
        ExpectedCredentials::ALL.iter().map(row),
    )
}

pub(super) fn presents() -> String {
    let row = |word: &Presented| [code(word), word.meaning().to_owned()];
    table(["presents", "meaning"], Presented::ALL.iter().map(row))
}

pub(super) fn phases() -> String {
    let names: Vec<_> = Phase::ALL.iter().map(code).collect();
    names.join(", ") + "."
}

pub(super) fn profiles() -> String {
    let catalogue = Catalogue::built_in(None);
    let row = |name: &str| {
        let title = catalogue.profile(name).unwrap().file.title;
        [code(name), title]
    };
    table(["profile", "server"], catalogue.profile_names().map(row))
}
