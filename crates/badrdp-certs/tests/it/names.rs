//! Subjects, issuers and alternative names, read back with x509-parser.

use badrdp_certs::{Lab, Recipe};
use jiff::Timestamp;
use x509_parser::certificate::X509Certificate;
use x509_parser::extensions::GeneralName;
use x509_parser::prelude::FromDer;

use super::common::{catalogue, issue, lab, with_leaf};

#[test]
fn names_are_those_of_the_recipe() {
    assert_eq!(
        names("valid"),
        ["win11.badrdp.test", "localhost", "127.0.0.1"]
    );
    assert_eq!(names("ip-only"), ["127.0.0.1", "::1"]);
    assert_eq!(names("wildcard"), ["*.badrdp.test"]);
    assert_eq!(names("many-sans").len(), 1000);
    assert_eq!(names("no-san"), [""; 0]);
    with_leaf("no-subject", |leaf| {
        assert_eq!(leaf.subject().iter().count(), 0);
        assert!(leaf.subject_alternative_name().unwrap().unwrap().critical);
    });
    with_leaf("antivirus-root", |leaf| {
        assert_eq!(leaf.issuer().to_string(), "CN=Avast Web/Mail Shield Root");
    });
}

#[test]
fn the_address_served_on_is_certified_where_the_recipe_has_the_placeholder() {
    let served = [
        "127.7.7.7".to_owned(),
        "rdp.localhost".to_owned(),
        "127.0.0.1".to_owned(),
    ];
    let issue =
        |recipe: &str| lab().issue_for(catalogue().get(recipe).unwrap(), Timestamp::now(), &served);
    let names = names_of(&issue("valid").unwrap().chain[0]);
    let expected = [
        "win11.badrdp.test",
        "localhost",
        "127.0.0.1",
        "127.7.7.7",
        "rdp.localhost",
    ];
    assert_eq!(names, expected);
    assert_eq!(
        names_of(&issue("dns-only").unwrap().chain[0]),
        ["win11.badrdp.test"]
    );
    let error = lab()
        .issue_for(
            catalogue().get("valid").unwrap(),
            Timestamp::now(),
            &["bücher".to_owned()],
        )
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "`bücher` is neither an IP address nor an ASCII host name"
    );
}

#[test]
fn the_lab_leaves_out_addresses_that_it_may_not_vouch_for() {
    let served = [
        "192.0.2.1".to_owned(),
        "pc.badrdp.test".to_owned(),
        "corp.example".to_owned(),
    ];
    for (recipe, last) in [("valid", "pc.badrdp.test"), ("self-signed", "corp.example")] {
        let recipe = catalogue().get(recipe).unwrap();
        let chain = lab()
            .issue_for(recipe, Timestamp::now(), &served)
            .unwrap()
            .chain;
        assert_eq!(names_of(&chain[0]).last().unwrap(), last);
    }
    for (address, is) in [
        ("127.3.2.1", true),
        ("::1", true),
        ("localhost", true),
        ("A.BadRDP.test", true),
        ("notbadrdp.test", false),
        ("192.0.2.1", false),
        ("bücher.badrdp.test", false),
    ] {
        assert_eq!(Lab::vouches_for(address), is, "{address}");
    }
}

fn names(recipe: &str) -> Vec<String> {
    names_of(&issue(recipe).chain[0])
}

fn names_of(der: &[u8]) -> Vec<String> {
    let (_, leaf) = X509Certificate::from_der(der).unwrap();
    let Some(names) = leaf.subject_alternative_name().unwrap() else {
        return Vec::new();
    };
    names.value.general_names.iter().map(text).collect()
}

fn text(name: &GeneralName<'_>) -> String {
    match name {
        GeneralName::DNSName(host) => (*host).to_owned(),
        GeneralName::IPAddress(bytes) => match <[u8; 4]>::try_from(*bytes) {
            Ok(v4) => std::net::Ipv4Addr::from(v4).to_string(),
            Err(_) => std::net::Ipv6Addr::from(<[u8; 16]>::try_from(*bytes).unwrap()).to_string(),
        },
        other => format!("{other:?}"),
    }
}

#[test]
fn a_name_that_is_said_twice_is_certified_once() {
    let text = r#"
        title = "Twice"
        summary = "Two lines of a recipe say the same."
        key = "p-256"
        issuer = "lab-ca"
        names = ["{address}", "127.0.0.1", "localhost", "localhost"]
        not_before = "-1d"
        not_after = "+30d"
    "#;
    let recipe = Recipe::parse("twice", text).unwrap();
    let served = ["127.0.0.1".to_owned()];
    let identity = lab().issue_for(&recipe, Timestamp::now(), &served).unwrap();
    assert_eq!(names_of(&identity.chain[0]), ["127.0.0.1", "localhost"]);
}
