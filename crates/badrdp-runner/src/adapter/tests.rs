//! What adapter files may say, and how they are read.

use badrdp_scenario::{Catalogue, Outcome};

use super::*;

#[test]
fn every_shipped_adapter_is_valid() {
    assert!(Adapters::names().len() >= 4);
    for name in Adapters::names() {
        Adapters::find(&name).unwrap();
    }
}

#[test]
fn the_first_rule_that_fits_counts() {
    let adapter = Adapters::find("xfreerdp").unwrap();
    let expired = "Certificate verification failure 'certificate has expired (10)'";
    assert_eq!(
        adapter.outcome(Some(143), None, expired),
        Some(Outcome::CertificateRejected)
    );
    assert_eq!(
        adapter.outcome(Some(143), None, ""),
        Some(Outcome::HandshakeFailed)
    );
    assert_eq!(adapter.outcome(Some(1), None, ""), None);
}

#[test]
fn a_mistake_is_pointed_at() {
    let text = "title = 'x'\ncommand = ['x', '{prot}']\n";
    let error = Adapter::parse("x", "x.toml", text).unwrap_err().to_string();
    assert!(
        error.starts_with("x.toml:2:18: unknown placeholder `prot`; did you mean `port`?"),
        "{error}"
    );
    let text = "title = 'x'\ncommand = ['x']\n[[outcome]]\nexit = 1\nis = 'conected'\n";
    let error = Adapter::parse("x", "x.toml", text).unwrap_err().to_string();
    assert!(
        error.starts_with("x.toml:5:6: unknown word `conected`; did you mean `connected`?"),
        "{error}"
    );
}

#[test]
fn an_unknown_client_lists_those_there_are() {
    let error = Adapters::find("xfreerdb").unwrap_err().to_string();
    assert!(error.contains("did you mean `xfreerdp`?"), "{error}");
}

#[test]
fn an_adapter_file_without_an_end_is_not_read_to_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("zero.toml");
    std::os::unix::fs::symlink("/dev/zero", &path).unwrap();
    let error = Adapters::find(path.to_str().unwrap())
        .unwrap_err()
        .to_string();
    assert!(
        error.ends_with("zero.toml: the file is larger than 1 MiB"),
        "{error}"
    );
}

#[test]
fn what_a_client_is_not_asked_to_do_is_found_by_pattern_and_by_tag() {
    let text = "title = 'x'\ncommand = ['x']\n\
                [[skip]]\nscenario = 'certificate/*'\nreason = 'it looks at no certificate'\n\
                [[skip]]\ntag = 'licen?ing'\nreason = 'it has no license'\n";
    let adapter = Adapter::parse("x", "x.toml", text).unwrap();
    let catalogue = Catalogue::built_in(None);
    let skips = |id: &str| {
        let scenario = catalogue.scenario(id).unwrap();
        adapter.skips(&scenario).map(str::to_owned)
    };
    let because = |reason: &str| Some(reason.to_owned());
    assert_eq!(
        skips("certificate/expired"),
        because("it looks at no certificate")
    );
    assert_eq!(
        skips("healthy/full-licensing"),
        because("it has no license")
    );
    assert_eq!(skips("healthy/tls"), None);
}

#[test]
fn a_skip_needs_a_reason_and_something_to_skip() {
    let text = "title = 'x'\ncommand = ['x']\n[[skip]]\nreason = 'tired'\n";
    let error = Adapter::parse("x", "x.toml", text).unwrap_err().to_string();
    assert!(error.contains("needs `scenario` or `tag`"), "{error}");
    let text = "title = 'x'\ncommand = ['x']\n[[skip]]\nscenario = '*'\nreason = ' '\n";
    let error = Adapter::parse("x", "x.toml", text).unwrap_err().to_string();
    assert!(error.contains("a skip needs a reason"), "{error}");
}

#[test]
fn a_client_that_is_sent_to_localhost_finds_no_server_elsewhere() {
    let elsewhere = "192.0.2.7".parse().unwrap();
    let xfreerdp = Adapters::find("xfreerdp").unwrap();
    let reason = "it is sent to localhost, and the servers listen on 192.0.2.7";
    assert_eq!(xfreerdp.goes_astray(elsewhere).as_deref(), Some(reason));
    assert_eq!(xfreerdp.goes_astray(Ipv4Addr::LOCALHOST.into()), None);
    let rdesktop = Adapters::find("rdesktop").unwrap();
    assert_eq!(rdesktop.goes_astray(elsewhere), None);
}

/// Rules that nobody has seen at work are said to be so; a skip that fits nothing is a typo.
#[test]
fn every_shipped_adapter_says_how_well_it_is_known_and_skips_what_there_is() {
    let catalogue = Catalogue::built_in(None);
    let scenarios = catalogue.scenarios().unwrap();
    for name in Adapters::names() {
        let adapter = Adapters::find(&name).unwrap();
        let by_itself = !matches!(adapter.start, Start::Program { .. });
        assert!(by_itself || adapter.evidence.is_some(), "{name}");
        for skip in &adapter.skips {
            let fits = scenarios.iter().any(|scenario| skip.fits(scenario));
            assert!(fits, "{name}: {}", skip.reason);
        }
    }
}
