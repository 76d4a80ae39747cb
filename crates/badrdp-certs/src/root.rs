//! The root of a lab: made, kept, found again, and renewed before it expires.

use std::path::Path;
use std::sync::Arc;

use jiff::Timestamp;
use rsa::pkcs8::LineEnding;
use rsa::pkcs8::der::pem;
use sha2::{Digest, Sha256};
use x509_parser::pem::Pem;

use crate::authority::{Authority, DNS_NAMES, Validity};
use crate::key::Key;
use crate::store::{Lock, Store};
use crate::{Error, KeyType};

/// The root's certificate, for clients.
pub(crate) const PUBLIC_FILE: &str = "ca.pem";

/// The root's key and certificate in one file, so that they always agree.
const SECRET_FILE: &str = "lab-ca.pem";

/// Finds the root of a lab, or makes one if there is none that lasts.
///
/// A renewed root has a new key, and every other key of the lab is forgotten with the old
/// one: nothing of a lab outlives its root.
pub(crate) fn load_or_make(store: &Store, now: Timestamp) -> Result<(Authority, Validity), Error> {
    let lock = store.lock()?;
    let (root, validity) = match load(store)? {
        Some((root, validity)) if validity.lasts(now) => (root, validity),
        _ => {
            let (root, validity) = make(now)?;
            store.forget_keys(&lock)?;
            save(store, &lock, &root)?;
            (root, validity)
        }
    };
    store.write_public(&lock, PUBLIC_FILE, pem(&root).as_bytes())?;
    Ok((root, validity))
}

/// Makes a root with a new key.
pub(crate) fn make(now: Timestamp) -> Result<(Authority, Validity), Error> {
    let key = Arc::new(Key::generate(KeyType::Rsa2048)?);
    let validity = Validity::of_root(now);
    Ok((Authority::root(&name(&key), key, validity)?, validity))
}

/// The root's certificate in PEM.
pub(crate) fn pem(root: &Authority) -> String {
    pem::encode_string("CERTIFICATE", LineEnding::LF, &root.certificate)
        .expect("a certificate is shorter than the address space")
}

/// A few lines about the root, for people.
pub(crate) fn show(root: &Authority, validity: Validity, path: Option<&Path>) -> String {
    let digest: Vec<_> = Sha256::digest(&*root.certificate)
        .iter()
        .map(|byte| format!("{byte:02X}"))
        .collect();
    let file = path.map_or_else(
        || "none, it is in memory".into(),
        |path| path.to_string_lossy(),
    );
    format!(
        "name        {}\nvalid from  {}\nvalid until {}\nsha-256     {}\n\
         vouches for {}, 127.0.0.0/8, ::1\nfile        {file}\n",
        name(&root.key),
        validity.not_before,
        validity.not_after,
        digest.join(":"),
        DNS_NAMES.join(", "),
    )
}

/// Every root has its own name: clients confuse authorities that share one.
fn name(key: &Key) -> String {
    format!("badrdp lab CA {}", key.fingerprint())
}

fn save(store: &Store, lock: &Lock, root: &Authority) -> Result<(), Error> {
    let text = root.key.to_pem()? + &pem(root);
    store.write_secret(lock, SECRET_FILE, text.as_bytes())
}

fn load(store: &Store) -> Result<Option<(Authority, Validity)>, Error> {
    let Some(text) = store.read(SECRET_FILE)? else {
        return Ok(None);
    };
    match parse(&text) {
        Some(root) => Ok(Some(root)),
        None => Err(Error::KeyFile {
            path: store.path(SECRET_FILE),
            expected: "the key and the certificate of a lab CA".to_owned(),
        }),
    }
}

/// Reads what [`save`] wrote, if the certificate is the key's.
fn parse(text: &[u8]) -> Option<(Authority, Validity)> {
    let blocks: Vec<_> = Pem::iter_from_buffer(text).collect::<Result<_, _>>().ok()?;
    let [_, certificate] = &blocks[..] else {
        return None;
    };
    let end = text.windows(END.len()).position(|window| window == END)? + END.len();
    let key = Arc::new(Key::from_pem(KeyType::Rsa2048, &text[..end])?);
    let (_, parsed) = x509_parser::parse_x509_certificate(&certificate.contents).ok()?;
    if parsed.public_key().raw != rcgen::PublicKeyData::subject_public_key_info(&*key) {
        return None;
    }
    let moment = |time: x509_parser::time::ASN1Time| Timestamp::from_second(time.timestamp()).ok();
    let validity = Validity {
        not_after: moment(parsed.validity().not_after)?,
        not_before: moment(parsed.validity().not_before)?,
    };
    let params = Authority::root_params(&name(&key), validity);
    Some((
        Authority {
            certificate: certificate.contents.clone().into(),
            key,
            params,
            parent: None,
        },
        validity,
    ))
}

/// The end of the first block, which is the key.
const END: &[u8] = b"-----END PRIVATE KEY-----\n";
