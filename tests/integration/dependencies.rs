//! Who may import whom, and what the pure crates may not touch.
//!
//! One exception is known and wanted: inside `badrdp-tls`, rustls draws its own randomness and,
//! for tickets, reads the clock. It has no way to be given either per connection. What is
//! written in our own sources gets both as arguments.

mod manifest;
mod source;

use self::manifest::{dependencies, members};
use self::source::code_of;

/// Each crate, and the crates of ours that it may import.
pub(crate) const MAY_IMPORT: [(&str, &[&str]); 11] = [
    ("badrdp-files", &[]),
    ("badrdp-proto", &[]),
    ("badrdp-toml", &[]),
    ("badrdp-tls", &["badrdp-proto"]),
    ("badrdp-faults", &["badrdp-proto", "badrdp-tls"]),
    (
        "badrdp-scenario",
        &[
            "badrdp-faults",
            "badrdp-files",
            "badrdp-proto",
            "badrdp-tls",
            "badrdp-toml",
        ],
    ),
    (
        "badrdp-certs",
        &["badrdp-files", "badrdp-tls", "badrdp-toml"],
    ),
    (
        "badrdp-server",
        &[
            "badrdp-faults",
            "badrdp-proto",
            "badrdp-scenario",
            "badrdp-tls",
        ],
    ),
    (
        "badrdp-probe",
        // The scenario's words for causes and outcomes, so that both name things alike.
        &[
            "badrdp-faults",
            "badrdp-proto",
            "badrdp-scenario",
            "badrdp-tls",
        ],
    ),
    (
        "badrdp-runner",
        &[
            "badrdp-certs",
            "badrdp-faults",
            "badrdp-files",
            "badrdp-probe",
            "badrdp-proto",
            "badrdp-scenario",
            "badrdp-server",
            "badrdp-tls",
            "badrdp-toml",
        ],
    ),
    (
        "badrdp",
        &[
            "badrdp-certs",
            "badrdp-faults",
            "badrdp-files",
            "badrdp-probe",
            "badrdp-proto",
            "badrdp-runner",
            "badrdp-scenario",
            "badrdp-server",
            "badrdp-tls",
            "badrdp-toml",
        ],
    ),
];

/// The crates without I/O, clock and randomness of their own.
const PURE: [&str; 5] = [
    "badrdp-faults",
    "badrdp-proto",
    "badrdp-scenario",
    "badrdp-tls",
    "badrdp-toml",
];

/// What a pure crate may not depend on.
const IMPURE_CRATES: [&str; 7] = [
    "async-std",
    "getrandom",
    "mio",
    "rand",
    "smol",
    "socket2",
    "tokio",
];

/// What may not stand in the sources of a pure crate.
const IMPURE_WORDS: [&str; 9] = [
    "Instant::now",
    "OsRng",
    "SystemTime::now",
    "Timestamp::now",
    "Zoned::now",
    "rand::rng",
    "std::net::Tcp",
    "std::net::Udp",
    "thread::sleep",
];

#[test]
fn nobody_imports_upward() {
    for (name, allowed) in MAY_IMPORT {
        for dependency in dependencies(name) {
            let ours = dependency.starts_with("badrdp");
            assert!(
                !ours || allowed.contains(&dependency.as_str()),
                "{name} may not import {dependency}, only {allowed:?}"
            );
        }
    }
}

#[test]
fn the_table_lists_every_crate() {
    let mut listed = MAY_IMPORT.map(|(name, _)| name.to_owned());
    listed.sort();
    assert_eq!(members(), listed);
}

#[test]
fn pure_crates_depend_on_no_runtime_socket_or_randomness() {
    for name in PURE {
        for dependency in dependencies(name) {
            assert!(
                !IMPURE_CRATES.contains(&dependency.as_str()),
                "{name} may not depend on {dependency}"
            );
        }
    }
}

#[test]
fn pure_crates_read_no_clock_and_draw_no_randomness() {
    for name in PURE {
        let files = code_of(name);
        assert!(
            files.len() > 3,
            "{name} has more files than {}",
            files.len()
        );
        for (path, code) in files {
            for word in IMPURE_WORDS {
                assert!(!code.contains(word), "{} uses {word}", path.display());
            }
        }
    }
}
