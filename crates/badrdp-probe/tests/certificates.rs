//! Certificates of the lab, and of other labs, under the eyes of the probe.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::sync::LazyLock;
use std::time::Duration;

use badrdp_certs::{Catalogue, Lab};
use badrdp_probe::certificate::CertificateSeen;
use jiff::Timestamp;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;

/// The name in the certificates of the lab.
const NAME: &str = "win11.badrdp.test";

/// When the authorities of a lab, of 30 days, are out of date, and what they issued, for 90 days,
/// is not.
const LATER: Duration = Duration::from_secs(60 * 24 * 60 * 60);

/// The lab that is trusted.
static OURS: LazyLock<Lab> = LazyLock::new(|| Lab::ephemeral().unwrap());

/// Somebody else's.
static THEIRS: LazyLock<Lab> = LazyLock::new(|| Lab::ephemeral().unwrap());

/// What `recipe` of `lab` is worth to a client that trusts our lab.
fn seen(lab: &Lab, recipe: &str, after: Duration) -> CertificateSeen {
    let now = Timestamp::now();
    let recipes = Catalogue::built_in();
    let identity = lab.issue(recipes.get(recipe).unwrap(), now).unwrap();
    let chain: Vec<_> = identity
        .chain
        .iter()
        .cloned()
        .map(CertificateDer::from)
        .collect();
    let root = CertificateDer::from_pem_slice(OURS.ca_pem().as_bytes()).unwrap();
    CertificateSeen::examine(&chain, NAME, &[root.to_vec()], now + after)
}

fn texts(seen: &CertificateSeen) -> Vec<&str> {
    let findings = seen.findings.iter();
    findings.map(|finding| finding.text.as_str()).collect()
}

#[test]
fn a_chain_that_holds_is_good() {
    for recipe in ["valid", "intermediate", "wildcard"] {
        let seen = seen(&OURS, recipe, Duration::ZERO);
        assert_eq!(texts(&seen), Vec::<&str>::new(), "{recipe}");
    }
}

#[test]
fn an_intermediate_that_has_expired_is_a_fault() {
    let seen = seen(&OURS, "intermediate", LATER);
    assert!(seen.is_bad());
    assert_eq!(texts(&seen), ["a certificate of its chain has expired"]);
}

#[test]
fn a_stranger_does_not_become_trusted_by_an_intermediate_that_has_expired() {
    assert!(seen(&THEIRS, "intermediate", LATER).is_bad());
}

#[test]
fn what_is_wrong_besides_is_told_as_well() {
    let seen = seen(&THEIRS, "rsa-1024", Duration::ZERO);
    let expected = [
        "the RSA key has only 1024 bits",
        "no trusted root vouches for it",
    ];
    assert_eq!(texts(&seen), expected);
}

#[test]
fn what_the_leaf_says_of_itself_is_not_told_twice() {
    for (recipe, expected) in [
        ("expired", "expired 35 days ago"),
        ("self-signed", "self-signed"),
        ("v1", "an X.509 certificate of version 1"),
    ] {
        let seen = seen(&OURS, recipe, Duration::ZERO);
        let told = texts(&seen);
        assert_eq!(told.first(), Some(&expected));
        let again = ["chain", "no trusted root"];
        let is_again = |text: &&str| again.iter().any(|words| text.contains(words));
        assert!(!told.iter().any(is_again), "{recipe}: {told:?}");
    }
}
