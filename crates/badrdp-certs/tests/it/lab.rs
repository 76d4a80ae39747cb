//! A lab on disk: what it keeps, how it is renewed, and what it never shows.

use std::fs;
use std::path::Path;
use std::thread;

use badrdp_certs::Lab;
use jiff::{SignedDuration, Timestamp};
use rsa::traits::PrivateKeyParts;

use super::common::{catalogue, issue, lab};

fn days(count: i64) -> SignedDuration {
    SignedDuration::from_hours(24 * count)
}

#[test]
#[cfg(unix)]
fn folders_are_0700_and_keys_0600() {
    use std::os::unix::fs::PermissionsExt;

    let parent = tempfile::tempdir().unwrap();
    let folder = parent.path().join("new/badrdp");
    let lab = Lab::open(&folder).unwrap();
    lab.issue(catalogue().get("p-256").unwrap(), Timestamp::now())
        .unwrap();
    let mode = |name: &str| {
        fs::metadata(folder.join(name))
            .unwrap()
            .permissions()
            .mode()
            & 0o777
    };
    assert_eq!(mode(""), 0o700);
    assert_eq!(mode("keys"), 0o700);
    assert_eq!(mode("lab-ca.pem"), 0o600);
    assert_eq!(mode("keys/p-256.pem"), 0o600);
    assert_eq!(
        files(&folder),
        ["ca.pem", "keys/p-256.pem", "lab-ca.pem", "lock"]
    );
}

#[test]
fn the_file_for_clients_holds_the_root_and_no_key() {
    let folder = tempfile::tempdir().unwrap();
    let lab = Lab::open(folder.path()).unwrap();
    let text = fs::read_to_string(lab.ca_path().unwrap()).unwrap();
    assert_eq!(text, lab.ca_pem());
    assert_eq!(text.matches("-----BEGIN CERTIFICATE-----").count(), 1);
    assert!(!text.contains("PRIVATE"));
}

#[test]
fn a_second_open_finds_the_same_root_and_keys() {
    let folder = tempfile::tempdir().unwrap();
    let recipe = catalogue().get("p-256").unwrap();
    let now = Timestamp::now();
    let first = Lab::open(folder.path()).unwrap();
    let key = |lab: &Lab| public_key(&lab.issue(recipe, now).unwrap().chain[0]);
    let before = key(&first);
    let second = Lab::open(folder.path()).unwrap();
    assert_eq!(first.ca_pem(), second.ca_pem());
    assert_eq!(first.show(), second.show());
    assert_eq!(before, key(&second));
}

#[test]
fn a_root_is_renewed_with_new_keys_when_less_than_a_week_is_left() {
    let folder = tempfile::tempdir().unwrap();
    let recipe = catalogue().get("p-256").unwrap();
    let now = Timestamp::now();
    let first = Lab::open_at(folder.path(), now).unwrap();
    let old = public_key(&first.issue(recipe, now).unwrap().chain[0]);

    let later = Lab::open_at(folder.path(), now + days(22)).unwrap();
    assert_eq!(later.ca_pem(), first.ca_pem());

    let renewed = Lab::open_at(folder.path(), now + days(24)).unwrap();
    assert_ne!(renewed.ca_pem(), first.ca_pem());
    assert_eq!(
        fs::read_to_string(folder.path().join("ca.pem")).unwrap(),
        renewed.ca_pem()
    );
    assert_ne!(
        public_key(&renewed.issue(recipe, now).unwrap().chain[0]),
        old
    );
}

#[test]
fn many_who_open_at_once_get_one_root() {
    let folder = tempfile::tempdir().unwrap();
    let roots: Vec<String> = thread::scope(|scope| {
        let open = || Lab::open(folder.path()).unwrap().ca_pem().to_owned();
        let threads: Vec<_> = (0..8).map(|_| scope.spawn(open)).collect();
        threads
            .into_iter()
            .map(|thread| thread.join().unwrap())
            .collect()
    });
    assert!(roots.iter().all(|root| *root == roots[0]));
}

#[test]
fn a_damaged_file_is_an_error_that_says_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let lab = Lab::open(folder.path()).unwrap();
    drop(lab);
    fs::write(folder.path().join("lab-ca.pem"), "not a key").unwrap();
    let error = Lab::open(folder.path()).unwrap_err().to_string();
    assert!(error.contains("lab-ca.pem does not hold"), "{error}");
    assert!(error.contains("delete it"), "{error}");
}

#[test]
fn debug_prints_no_private_key() {
    let identity = issue("valid");
    let badrdp_tls::PrivateKey::Rsa(key) = &identity.key else {
        panic!("valid has an RSA key")
    };
    let text = format!("{:?} {:?}", lab(), identity.key);
    assert!(text.contains("Key(rsa-2048, ..)"), "{text}");
    assert!(
        !text.contains("RsaPrivateKey") && !text.contains("PRIVATE"),
        "{text}"
    );
    for secret in [key.d().to_string(), key.primes()[0].to_string()] {
        assert!(!text.contains(&secret));
    }
    let pkcs8 = format!("{:?}", issue("p-256").key);
    assert_eq!(pkcs8, "Pkcs8(..)");
}

#[test]
fn show_names_what_the_root_vouches_for() {
    let text = lab().show();
    assert!(text.contains("badrdp lab CA "), "{text}");
    assert!(
        text.contains("badrdp.test, localhost, 127.0.0.0/8, ::1"),
        "{text}"
    );
}

fn public_key(certificate: &[u8]) -> Vec<u8> {
    let (_, parsed) = x509_parser::parse_x509_certificate(certificate).unwrap();
    parsed.public_key().raw.to_vec()
}

fn files(folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(next) = open.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else {
                found.push(
                    path.strip_prefix(folder)
                        .unwrap()
                        .to_str()
                        .unwrap()
                        .to_owned(),
                );
            }
        }
    }
    found.sort();
    found
}
