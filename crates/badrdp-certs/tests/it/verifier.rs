//! What the verifier of rustls says, in the order of a client: the chain, the name, and
//! the signature that the server makes with its key.

use badrdp_tls::{Identity, PrivateKey};
use rcgen::SigningKey;
use rsa::Pkcs1v15Sign;
use rustls::pki_types::{CertificateDer, ServerName, SignatureVerificationAlgorithm, UnixTime};
use sha2::{Digest, Sha256};
use webpki::{ALL_VERIFICATION_ALGS, EndEntityCert, KeyUsage, anchor_from_trusted_cert};
use x509_parser::pem::parse_x509_pem;

use super::common::{issue, lab};
use super::expected::expected;

#[test]
fn webpki_says_what_each_recipe_intends() {
    let mut wrong = Vec::new();
    for row in expected() {
        let said = verdict(&issue(row.recipe), row.host);
        if said != row.webpki {
            wrong.push(format!(
                "{} at {}: {said}, not {}",
                row.recipe, row.host, row.webpki
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn verdict(identity: &Identity, host: &str) -> String {
    match verify(identity, host) {
        None => "NoCertificate".to_owned(),
        Some(Ok(())) => "Ok".to_owned(),
        Some(Err(error)) => {
            let text = format!("{error:?}");
            let name = text.split(|c: char| !c.is_alphanumeric()).next().unwrap();
            // webpki tells which part of the algorithm is unsupported; that is its own affair.
            name.trim_end_matches("Context").to_owned()
        }
    }
}

fn verify(identity: &Identity, host: &str) -> Option<Result<(), webpki::Error>> {
    let chain: Vec<_> = identity
        .chain
        .iter()
        .map(|der| CertificateDer::from(der.as_slice()))
        .collect();
    let (leaf, others) = chain.split_first()?;
    Some(verify_leaf(leaf, others, &identity.key, host))
}

fn verify_leaf(
    leaf: &CertificateDer<'_>,
    others: &[CertificateDer<'_>],
    key: &PrivateKey,
    host: &str,
) -> Result<(), webpki::Error> {
    let (_, ca) = parse_x509_pem(lab().ca_pem().as_bytes()).unwrap();
    let ca = CertificateDer::from(ca.contents);
    let anchor = anchor_from_trusted_cert(&ca)?;
    let leaf = EndEntityCert::try_from(leaf)?;
    leaf.verify_for_usage(
        ALL_VERIFICATION_ALGS,
        &[anchor],
        others,
        UnixTime::now(),
        KeyUsage::server_auth(),
        None,
        None,
    )?;
    leaf.verify_is_valid_for_subject_name(&ServerName::try_from(host).unwrap())?;
    let (algorithm, signature) = sign(key, MESSAGE);
    leaf.verify_signature(algorithm, MESSAGE, &signature)
}

const MESSAGE: &[u8] = b"the transcript of a handshake";

fn sign(
    key: &PrivateKey,
    message: &[u8],
) -> (&'static dyn SignatureVerificationAlgorithm, Vec<u8>) {
    match key {
        PrivateKey::Rsa(key) => {
            let scheme = Pkcs1v15Sign::new::<Sha256>();
            let signature = key.sign(scheme, &Sha256::digest(message)).unwrap();
            (webpki::ring::RSA_PKCS1_2048_8192_SHA256, signature)
        }
        PrivateKey::Pkcs8(der) => {
            let pair = rcgen::KeyPair::try_from(der.as_slice()).unwrap();
            let algorithm = match pair.algorithm() {
                it if it == &rcgen::PKCS_ED25519 => webpki::ring::ED25519,
                it if it == &rcgen::PKCS_ECDSA_P384_SHA384 => webpki::ring::ECDSA_P384_SHA384,
                _ => webpki::ring::ECDSA_P256_SHA256,
            };
            (algorithm, pair.sign(message).unwrap())
        }
    }
}
