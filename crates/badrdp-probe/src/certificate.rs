//! Looks at the server's certificate: everything that is wrong with it, not the first thing only.

use std::net::IpAddr;

use jiff::Timestamp;
use rustls::pki_types::{CertificateDer, ServerName, TrustAnchor, UnixTime};
use serde::Serialize;
use webpki::{ALL_VERIFICATION_ALGS, EndEntityCert, KeyUsage, anchor_from_trusted_cert};
use x509_parser::prelude::*;
use x509_parser::public_key::PublicKey;

/// The server's certificate and what is wrong with it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CertificateSeen {
    /// The leaf's subject.
    pub subject: String,
    /// The leaf's issuer.
    pub issuer: String,
    /// From when it holds.
    pub not_before: Option<Timestamp>,
    /// Until when it holds.
    pub not_after: Option<Timestamp>,
    /// How many certificates the server sent.
    pub chain: usize,
    /// What is wrong, the gravest first.
    pub findings: Vec<Finding>,
}

/// Something about a certificate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// Whether a client should refuse the server for it.
    pub fatal: bool,
    /// What it is, in words.
    pub text: String,
    /// Whether it points at a product that re-terminates TLS.
    pub interception: bool,
}

/// Names of security products in the subject of their own roots.
const INTERCEPTORS: &[&str] = &[
    "avast",
    "avg",
    "bitdefender",
    "blue coat",
    "eset",
    "fortinet",
    "kaspersky",
    "mcafee",
    "mitmproxy",
    "palo alto",
    "sophos",
    "squid",
    "symantec endpoint",
    "zscaler",
];

impl CertificateSeen {
    /// A redirection announced which certificate comes, and that is another one, or `is_same`:
    /// then it needs nobody else's word.
    pub(crate) fn compare(&mut self, is_same: bool) {
        if is_same {
            self.findings.retain(|finding| !finding.fatal);
            return;
        }
        let text = "is not the one that the redirection announced".to_owned();
        let finding = Finding {
            fatal: true,
            text,
            interception: false,
        };
        self.findings.insert(0, finding);
    }

    /// Examines `chain` for the host `name` at the time `now`, trusting `roots`.
    #[must_use]
    pub fn examine(
        chain: &[CertificateDer<'_>],
        name: &str,
        roots: &[Vec<u8>],
        now: Timestamp,
    ) -> Self {
        let mut seen = Self {
            subject: String::new(),
            issuer: String::new(),
            not_before: None,
            not_after: None,
            chain: chain.len(),
            findings: Vec::new(),
        };
        let Some((leaf, rest)) = chain.split_first() else {
            seen.fatal("the server sent no certificate".to_owned());
            return seen;
        };
        let parsed = X509Certificate::from_der(leaf);
        if let Ok((_, leaf)) = &parsed {
            seen.describe(leaf);
            seen.dates(leaf, now);
            seen.key_and_signature(leaf);
            seen.self_signed(leaf);
        } else {
            seen.fatal("the certificate cannot be read as X.509".to_owned());
        }
        seen.verify(leaf, rest, roots, now);
        if let Ok((_, leaf)) = &parsed {
            seen.names(leaf, name);
            seen.usages(leaf);
        }
        seen.interception(chain);
        seen.findings.sort_by_key(|finding| !finding.fatal);
        seen
    }

    /// Whether a client should refuse the server.
    #[must_use]
    pub fn is_bad(&self) -> bool {
        self.findings.iter().any(|finding| finding.fatal)
    }

    /// Whether a product on the path seems to have made it.
    #[must_use]
    pub fn is_interception(&self) -> bool {
        self.findings.iter().any(|finding| finding.interception)
    }

    fn fatal(&mut self, text: String) {
        if !self.findings.iter().any(|finding| finding.text == text) {
            self.findings.push(Finding {
                fatal: true,
                text,
                interception: false,
            });
        }
    }

    fn note(&mut self, text: String) {
        self.findings.push(Finding {
            fatal: false,
            text,
            interception: false,
        });
    }

    fn describe(&mut self, leaf: &X509Certificate<'_>) {
        let time = |time: &ASN1Time| Timestamp::from_second(time.timestamp()).ok();
        self.subject = leaf.subject().to_string();
        self.issuer = leaf.issuer().to_string();
        self.not_before = time(&leaf.validity().not_before);
        self.not_after = time(&leaf.validity().not_after);
    }

    fn dates(&mut self, leaf: &X509Certificate<'_>, now: Timestamp) {
        let ago = now.as_second() - leaf.validity().not_after.timestamp();
        let ahead = leaf.validity().not_before.timestamp() - now.as_second();
        if ago > 0 {
            self.fatal(format!("expired {} ago", span(ago)));
        } else if ahead > 0 {
            self.fatal(format!("not valid for another {}", span(ahead)));
        } else if -ago < 3600 {
            self.note(format!("expires in {}", span(-ago)));
        }
    }

    fn key_and_signature(&mut self, leaf: &X509Certificate<'_>) {
        if let Ok(PublicKey::RSA(key)) = leaf.public_key().parsed()
            && key.key_size() < 2048
        {
            // x509-parser counts the bytes of the modulus, in bits.
            self.fatal(format!("the RSA key has only {} bits", key.key_size()));
        }
        let algorithm = leaf.signature_algorithm.algorithm.to_id_string();
        match algorithm.as_str() {
            "1.2.840.113549.1.1.4" => self.fatal("signed with MD5".to_owned()),
            "1.2.840.113549.1.1.5" => self.fatal("signed with SHA-1".to_owned()),
            _ => {}
        }
        if leaf.version() != X509Version::V3 {
            self.fatal(format!(
                "an X.509 certificate of version {}",
                leaf.version().0 + 1
            ));
        }
    }

    fn self_signed(&mut self, leaf: &X509Certificate<'_>) {
        if leaf.subject() == leaf.issuer() && leaf.verify_signature(None).is_ok() {
            self.fatal("self-signed".to_owned());
        }
    }

    /// The path to a trusted root, by webpki.
    fn verify(
        &mut self,
        leaf: &CertificateDer<'_>,
        rest: &[CertificateDer<'_>],
        roots: &[Vec<u8>],
        now: Timestamp,
    ) {
        let roots: Vec<CertificateDer<'_>> = roots
            .iter()
            .map(|root| CertificateDer::from(root.as_slice()))
            .collect();
        let anchors: Vec<TrustAnchor<'_>> = roots
            .iter()
            .filter_map(|root| anchor_from_trusted_cert(root).ok())
            .collect();
        let since_epoch = u64::try_from(now.as_second()).unwrap_or(0);
        let time = UnixTime::since_unix_epoch(std::time::Duration::from_secs(since_epoch));
        let result = EndEntityCert::try_from(leaf).and_then(|leaf| {
            leaf.verify_for_usage(
                ALL_VERIFICATION_ALGS,
                &anchors,
                rest,
                time,
                KeyUsage::server_auth(),
                None,
                None,
            )
            .map(|_| ())
        });
        if let Err(error) = result
            && let Some(text) = explain(&error)
            && !(error == webpki::Error::UnknownIssuer && self.is_bad())
        {
            self.fatal(text);
        }
    }

    fn names(&mut self, leaf: &X509Certificate<'_>, name: &str) {
        let Ok(Some(alternative)) = leaf.subject_alternative_name() else {
            self.fatal("names no host: there is no subjectAltName".to_owned());
            return;
        };
        let names: Vec<String> = alternative
            .value
            .general_names
            .iter()
            .filter_map(host)
            .collect();
        let good = names.iter().any(|candidate| matches_host(candidate, name));
        if !good {
            let shown = names.iter().take(3).cloned().collect::<Vec<_>>().join(", ");
            let more = if names.len() > 3 { " and more" } else { "" };
            self.fatal(format!("is for {shown}{more}, not for {name}"));
        }
    }

    fn usages(&mut self, leaf: &X509Certificate<'_>) {
        if let Ok(Some(usage)) = leaf.key_usage()
            && !usage.value.digital_signature()
            && !usage.value.key_encipherment()
            && !usage.value.key_agreement()
        {
            self.fatal("its key usage allows no TLS".to_owned());
        }
    }

    fn interception(&mut self, chain: &[CertificateDer<'_>]) {
        for certificate in chain {
            let Ok((_, parsed)) = X509Certificate::from_der(certificate) else {
                continue;
            };
            let issuer = parsed.issuer().to_string();
            let lower = issuer.to_lowercase();
            if INTERCEPTORS.iter().any(|product| lower.contains(product)) {
                self.findings.push(Finding {
                    fatal: true,
                    text: format!("issued by a security product: {issuer}"),
                    interception: true,
                });
                return;
            }
        }
    }
}

/// What webpki found, in words; `None` where it is told elsewhere.
fn explain(error: &webpki::Error) -> Option<String> {
    use webpki::Error;
    Some(match error {
        Error::CertExpired { .. } | Error::CertNotValidYet { .. } => return None,
        Error::UnknownIssuer => "no trusted root vouches for it".to_owned(),
        Error::InvalidSignatureForPublicKey => "its issuer's signature is wrong".to_owned(),
        Error::CaUsedAsEndEntity => "a CA certificate in the place of a server's".to_owned(),
        Error::RequiredEkuNotFoundContext(_) => {
            "its extended key usage does not allow server authentication".to_owned()
        }
        Error::UnsupportedCriticalExtension => {
            "has a critical extension that is unknown".to_owned()
        }
        Error::NameConstraintViolation => "its CA may not vouch for that name".to_owned(),
        Error::UnsupportedCertVersion => return None,
        other => format!("not acceptable: {other}"),
    })
}

/// Whether `pattern`, a name or address out of a certificate, is for `name` (RFC 6125 6.4).
fn matches_host(pattern: &str, name: &str) -> bool {
    if pattern.eq_ignore_ascii_case(name) {
        return true;
    }
    if ServerName::try_from(name.to_owned())
        .is_ok_and(|name| matches!(name, ServerName::IpAddress(_)))
    {
        return false;
    }
    match (pattern.strip_prefix("*."), name.split_once('.')) {
        (Some(rest), Some((_, domain))) => rest.eq_ignore_ascii_case(domain),
        _ => false,
    }
}

fn host(name: &GeneralName<'_>) -> Option<String> {
    match name {
        GeneralName::DNSName(name) => Some((*name).to_owned()),
        GeneralName::IPAddress(bytes) => match **bytes {
            [a, b, c, d] => Some(IpAddr::from([a, b, c, d]).to_string()),
            _ => <[u8; 16]>::try_from(*bytes)
                .ok()
                .map(|bytes| IpAddr::from(bytes).to_string()),
        },
        _ => None,
    }
}

/// A length of time in its largest unit.
fn span(seconds: i64) -> String {
    let (count, unit) = match seconds {
        86_400.. => (seconds / 86_400, "day"),
        3_600.. => (seconds / 3_600, "hour"),
        60.. => (seconds / 60, "minute"),
        _ => (seconds, "second"),
    };
    format!("{count} {unit}{}", if count == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wildcards_stand_for_one_label() {
        assert!(matches_host("*.badrdp.test", "win11.badrdp.test"));
        assert!(!matches_host("*.badrdp.test", "a.win11.badrdp.test"));
        assert!(!matches_host("*.0.0.1", "127.0.0.1"));
        assert!(matches_host("127.0.0.1", "127.0.0.1"));
    }

    #[test]
    fn spans_are_told_in_their_largest_unit() {
        assert_eq!(span(35 * 86_400 + 9), "35 days");
        assert_eq!(span(3_600), "1 hour");
        assert_eq!(span(59), "59 seconds");
    }

    #[test]
    fn no_certificate_at_all_is_a_finding() {
        let seen = CertificateSeen::examine(&[], "a", &[], Timestamp::UNIX_EPOCH);
        assert!(seen.is_bad());
    }
}
