//! What real clients make of the whole catalogue, kept in `tests/baseline/<client>.tsv`: a change
//! of our server that alters what a client sees is noticed.
//!
//! `BADRDP_BASELINE` says what is run: `I/N` one part of the cases; `today` another part each day;
//! `update` everything, and the files are written anew; `add` everything, and what is not known is
//! added. Both are to be read before they are kept. Without it nothing is run: the whole takes half
//! an hour.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

use badrdp_runner::{Adapters, Options, Policy, Shard, run};

use super::{catalogue, installed, options, skip};

/// Clients, and the programs that they need.
const CLIENTS: [(&str, &[&str]); 5] = [
    ("xfreerdp", &["xfreerdp", "Xvfb"]),
    ("rdesktop", &["rdesktop", "Xvfb"]),
    ("nmap-rdp-enum-encryption", &["nmap"]),
    ("sslscan", &["sslscan"]),
    ("ironrdp", &["ironrdp-screenshot"]),
];

/// In how many parts `today` divides the cases.
const DAYS: u32 = 64;

/// Clients mostly wait. More of them would wait for a core, and time out for that.
const JOBS: usize = 12;

/// How often a case that was met beside others is met again, alone, before it counts as another:
/// beside others a client may be late.
const AGAIN: usize = 2;

/// What a client did in a scenario: the verdict and the outcome. More than one where it is not
/// the same each time.
type Seen = BTreeMap<String, BTreeSet<String>>;

#[tokio::test(flavor = "multi_thread")]
async fn clients_do_what_they_did() {
    let wanted = std::env::var("BADRDP_BASELINE").unwrap_or_default();
    let shard = match wanted.as_str() {
        "" => {
            skip("BADRDP_BASELINE does not say which part of the baseline to run");
            return;
        }
        "update" | "add" => None,
        "today" => Some(today()),
        part => Some(
            part.parse::<Shard>()
                .unwrap_or_else(|error| panic!("{error}")),
        ),
    };
    let mut wrong = Vec::new();
    for (client, programs) in CLIENTS {
        if !installed(programs) {
            continue;
        }
        if wanted == "update" {
            write(client, meet(client, None, None, JOBS).await);
            continue;
        }
        let mut known = read(client);
        let other = differing(client, shard, &known).await;
        if wanted == "add" {
            let all = catalogue().scenarios().unwrap();
            // A scenario that is gone is gone.
            known.retain(|id, _| all.iter().any(|scenario| scenario.id.to_string() == *id));
            for (id, did) in other {
                known.entry(id).or_default().extend(did);
            }
            write(client, known);
            continue;
        }
        for (id, did) in other {
            let known = known.get(&id).cloned().unwrap_or_default();
            wrong.push(format!("{client} in {id}: {did:?}, known is {known:?}"));
        }
    }
    assert!(
        wrong.is_empty(),
        "{}\nBADRDP_BASELINE=add writes it into tests/baseline; read what changes",
        wrong.join("\n")
    );
}

/// What a client does that is not known of it, each time that it is met.
async fn differing(client: &str, shard: Option<Shard>, known: &Seen) -> Seen {
    let unlike = |(id, did): &(String, BTreeSet<String>)| {
        known.get(id).is_none_or(|known| !did.is_subset(known))
    };
    let met = meet(client, None, shard, JOBS).await;
    let mut other: Seen = met.into_iter().filter(unlike).collect();
    for _ in 0..AGAIN {
        let ids: Vec<_> = other.keys().cloned().collect();
        if ids.is_empty() {
            break;
        }
        let met = meet(client, Some(&ids), None, 1).await;
        other = met.into_iter().filter(unlike).collect();
    }
    other
}

/// The part whose day it is.
fn today() -> Shard {
    let days = jiff::Timestamp::now().as_second() / (24 * 60 * 60);
    let index = u32::try_from(days.rem_euclid(DAYS.into())).unwrap() + 1;
    Shard::new(index, DAYS).unwrap()
}

/// Lets a client meet these scenarios, or all.
async fn meet(client: &str, ids: Option<&[String]>, shard: Option<Shard>, jobs: usize) -> Seen {
    let scenarios = catalogue().scenarios().unwrap().into_iter();
    let wanted = |id: &str| ids.is_none_or(|ids| ids.iter().any(|wanted| wanted == id));
    let scenarios = scenarios.filter(|scenario| wanted(&scenario.id.to_string()));
    let options = Options {
        roots: Vec::new(),
        policy: Policy {
            shard,
            ..Policy::default()
        },
        ..options(jobs)
    };
    let adapter = Adapters::find(client).unwrap();
    let suite = run(
        scenarios.map(Arc::new).collect(),
        vec![adapter],
        options,
        |_| {},
    )
    .await;
    let did = suite.results.into_iter().map(|result| {
        let judgement = result.judgement;
        let outcome = judgement.outcome.map_or("-", |outcome| outcome.name());
        let words = format!("{} {outcome}", judgement.verdict.name());
        (result.scenario, BTreeSet::from([words]))
    });
    did.collect()
}

fn read(client: &str) -> Seen {
    let path = file(client);
    let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path:?}: {error}"));
    let line = |line: &str| {
        let mut words = line.split('\t').map(str::to_owned);
        (words.next().unwrap_or_default(), words.collect())
    };
    text.lines().map(line).collect()
}

fn write(client: &str, seen: Seen) {
    let mut text = String::new();
    for (id, did) in seen {
        let did: Vec<_> = did.into_iter().collect();
        writeln!(text, "{id}\t{}", did.join("\t")).unwrap();
    }
    fs::write(file(client), text).unwrap();
}

fn file(client: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("baseline");
    folder.join(format!("{client}.tsv"))
}
