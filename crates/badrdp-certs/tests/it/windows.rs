//! The default certificate of Remote Desktop, byte for byte where it matters.

use x509_parser::certificate::X509Certificate;
use x509_parser::oid_registry as oid;
use x509_parser::prelude::{FromDer, X509Version};

use super::common::issue;

#[test]
fn windows_default_is_what_windows_writes() {
    for (recipe, algorithm) in [
        ("windows-default", oid::OID_PKCS1_SHA256WITHRSA),
        ("windows-default-sha1", oid::OID_PKCS1_SHA1WITHRSA),
    ] {
        let der = issue(recipe).chain[0].clone();
        assert!((728..=760).contains(&der.len()), "{} bytes", der.len());
        let (_, leaf) = X509Certificate::from_der(&der).unwrap();
        assert_eq!(leaf.version(), X509Version::V3);
        assert_eq!(leaf.raw_serial().len(), 16);
        assert_eq!(leaf.issuer().as_raw(), leaf.subject().as_raw());
        let name = leaf.subject().iter_common_name().next().unwrap();
        assert_eq!(name.attr_value().tag().0, 19 /* PrintableString */);
        assert_eq!(leaf.signature_algorithm.algorithm, algorithm);
        let extensions: Vec<_> = leaf
            .extensions()
            .iter()
            .map(|it| (it.oid.to_id_string(), it.critical, it.value.to_vec()))
            .collect();
        let eku = vec![0x30, 0x0a, 6, 8, 0x2b, 6, 1, 5, 5, 7, 3, 1];
        let key_usage = vec![0x03, 0x02, 0x04, 0x30];
        let expected = [
            ("2.5.29.37".to_owned(), false, eku),
            ("2.5.29.15".to_owned(), false, key_usage),
        ];
        assert_eq!(extensions, expected);
        assert!(leaf.verify_signature(None).is_ok());
        let validity = leaf.validity();
        let seconds = validity.not_after.timestamp() - validity.not_before.timestamp();
        assert_eq!(seconds, 183 * 86_400);
    }
}
