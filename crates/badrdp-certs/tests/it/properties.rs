//! What is in each certificate, read back with x509-parser.

use badrdp_tls::PrivateKey;
use jiff::Timestamp;
use x509_parser::certificate::X509Certificate;
use x509_parser::extensions::ParsedExtension;
use x509_parser::oid_registry as oid;
use x509_parser::prelude::{FromDer, X509Version};
use x509_parser::public_key::PublicKey;

use super::common::{catalogue, issue, lab, with_leaf};

#[test]
fn every_recipe_but_the_broken_one_is_readable() {
    let now = Timestamp::now();
    for recipe in catalogue().iter() {
        let identity = lab().issue(recipe, now).unwrap();
        let Some(leaf) = identity.chain.first() else {
            assert_eq!(recipe.name(), "empty-chain");
            continue;
        };
        let parsed = X509Certificate::from_der(leaf);
        assert_eq!(
            parsed.is_err(),
            recipe.name() == "malformed-der",
            "{}",
            recipe.name()
        );
    }
}

#[test]
fn dates_are_counted_from_the_moment_of_issue() {
    let now: Timestamp = "2031-05-06T07:08:09Z".parse().unwrap();
    for (recipe, not_before, not_after) in [
        ("valid", -86_400, 90 * 86_400),
        ("expired", -400 * 86_400, -35 * 86_400),
        ("expires-in-a-minute", -86_400, 60),
        ("not-yet-valid", 86_400, 91 * 86_400),
        ("windows-default", -86_400, 182 * 86_400),
    ] {
        let identity = lab().issue(catalogue().get(recipe).unwrap(), now).unwrap();
        let (_, leaf) = X509Certificate::from_der(&identity.chain[0]).unwrap();
        let from_now = |time: x509_parser::time::ASN1Time| time.timestamp() - now.as_second();
        assert_eq!(from_now(leaf.validity().not_before), not_before, "{recipe}");
        assert_eq!(from_now(leaf.validity().not_after), not_after, "{recipe}");
    }
    with_leaf("beyond-2049", |leaf| {
        assert_eq!(leaf.validity().not_after.to_datetime().year(), 2099);
        assert!(leaf.validity().not_after.is_generalizedtime());
    });
}

#[test]
fn keys_have_the_type_and_size_of_the_recipe_and_the_server_holds_them() {
    for (recipe, bits) in [
        ("rsa-512", 512),
        ("rsa-1024", 1024),
        ("valid", 2048),
        ("rsa-4096", 4096),
        ("p-256", 256),
        ("p-384", 384),
    ] {
        with_leaf(recipe, |leaf| match leaf.public_key().parsed().unwrap() {
            PublicKey::RSA(key) => assert_eq!(key.key_size(), bits, "{recipe}"),
            PublicKey::EC(point) => assert_eq!(point.key_size(), bits, "{recipe}"),
            other => panic!("{recipe} has {other:?}"),
        });
    }
    with_leaf("ed25519", |leaf| {
        assert_eq!(leaf.public_key().algorithm.algorithm, oid::OID_SIG_ED25519);
    });
    for (recipe, same) in [("valid", true), ("key-mismatch", false)] {
        let PrivateKey::Rsa(key) = issue(recipe).key else {
            panic!("an RSA key")
        };
        let modulus = rsa::traits::PublicKeyParts::n(&**key).to_bytes_be();
        with_leaf(recipe, |leaf| {
            let PublicKey::RSA(public) = leaf.public_key().parsed().unwrap() else {
                panic!("an RSA key")
            };
            assert_eq!(public.modulus.ends_with(&modulus), same, "{recipe}");
        });
    }
}

#[test]
fn weak_signatures_name_their_digest_inside_and_outside() {
    for (recipe, algorithm) in [
        ("md5", oid::OID_PKCS1_MD5WITHRSAENC),
        ("sha1", oid::OID_PKCS1_SHA1WITHRSA),
        ("v1", oid::OID_PKCS1_SHA256WITHRSA),
    ] {
        with_leaf(recipe, |leaf| {
            assert_eq!(leaf.signature_algorithm.algorithm, algorithm, "{recipe}");
            assert_eq!(
                leaf.tbs_certificate.signature, leaf.signature_algorithm,
                "{recipe}"
            );
        });
    }
}

#[test]
fn version_1_has_no_version_and_no_extensions() {
    with_leaf("v1", |leaf| {
        assert_eq!(leaf.version(), X509Version::V1);
        assert!(leaf.extensions().is_empty());
        assert_eq!(
            leaf.tbs_certificate.as_ref()[4],
            0x02 /* the serial number comes first */
        );
    });
}

#[test]
fn usages_are_those_of_the_recipe() {
    with_leaf("valid", |leaf| {
        let usage = leaf.key_usage().unwrap().unwrap();
        assert!(usage.critical);
        assert!(usage.value.digital_signature() && usage.value.key_encipherment());
        assert!(
            leaf.extended_key_usage()
                .unwrap()
                .unwrap()
                .value
                .server_auth
        );
    });
    with_leaf("wrong-eku", |leaf| {
        let usage = leaf.extended_key_usage().unwrap().unwrap().value;
        assert!(usage.client_auth && !usage.server_auth);
    });
    with_leaf("rdp-eku-only", |leaf| {
        let usage = leaf.extended_key_usage().unwrap().unwrap().value;
        assert_eq!(usage.other[0].to_id_string(), "1.3.6.1.4.1.311.54.1.2");
        assert!(!usage.server_auth);
    });
    with_leaf("no-eku", |leaf| {
        assert!(leaf.extended_key_usage().unwrap().is_none())
    });
    with_leaf("wrong-key-usage", |leaf| {
        let usage = leaf.key_usage().unwrap().unwrap().value;
        assert!(usage.data_encipherment() && !usage.digital_signature());
        assert!(!usage.key_encipherment());
    });
    with_leaf("ca-as-leaf", |leaf| assert!(leaf.is_ca()));
    with_leaf("critical-unknown", |leaf| {
        assert!(leaf.extensions().iter().any(|it| it.critical
            && matches!(
                it.parsed_extension(),
                ParsedExtension::UnsupportedExtension { .. }
            )));
    });
}

#[test]
fn chains_have_the_length_and_the_order_of_the_recipe() {
    for (recipe, order) in [
        ("valid", "leaf"),
        ("intermediate", "leaf intermediate"),
        ("incomplete-chain", "leaf"),
        ("reversed-chain", "intermediate leaf"),
        ("extra-chain", "leaf intermediate root unknown leaf"),
        ("antivirus-root", "leaf antivirus"),
        ("empty-chain", ""),
    ] {
        let words: Vec<_> = issue(recipe).chain.iter().map(|der| role(der)).collect();
        assert_eq!(words.join(" "), order, "{recipe}");
    }
}

#[test]
fn serials_are_new_each_time() {
    let serial = || with_leaf("valid", |leaf| leaf.raw_serial().to_vec());
    assert_ne!(serial(), serial());
}

#[test]
fn leaves_of_one_key_type_share_their_key() {
    // What makes issuing cheap: an RSA key takes long to make.
    let key = |recipe| with_leaf(recipe, |leaf| leaf.public_key().raw.to_vec());
    assert_eq!(key("valid"), key("expired"));
    assert_eq!(key("valid"), key("windows-default"));
    assert_ne!(key("valid"), key("rsa-1024"));
}

fn role(der: &[u8]) -> &'static str {
    let (_, parsed) = X509Certificate::from_der(der).unwrap();
    let subject = parsed.subject().to_string();
    [
        ("win11", "leaf"),
        ("intermediate", "intermediate"),
        ("lab CA", "root"),
    ]
    .into_iter()
    .chain([("Unknown", "unknown"), ("Avast", "antivirus")])
    .find(|(part, _)| subject.contains(part))
    .map_or("?", |(_, role)| role)
}
