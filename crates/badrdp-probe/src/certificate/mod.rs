//! Looks at the server's certificate: everything that is wrong with it, not the first thing only.
//!
//! `names` says whom it is for, `chain` whether a trusted root vouches for it, `interception`
//! whether a product on the path has made it; what it says of itself is looked at here.

mod chain;
mod interception;
mod names;

use jiff::Timestamp;
use rustls::pki_types::CertificateDer;
use serde::Serialize;
use webpki::Error;
use x509_parser::prelude::*;
use x509_parser::public_key::PublicKey;

use self::names::Host;

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

/// What the leaf tells of itself that its chain need not be told for as well.
#[derive(Clone, Copy, Debug, Default)]
struct Told {
    /// It is out of its dates.
    dates: bool,
    /// Nobody else signed it, or nobody takes the signature.
    signature: bool,
    /// It is not of version 3.
    version: bool,
}

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
            seen.fatal("the server sent no certificate");
            return seen;
        };
        let mut told = Told::default();
        let parsed = X509Certificate::from_der(leaf);
        if let Ok((_, leaf)) = &parsed {
            seen.describe(leaf);
            told.dates = seen.dates(leaf, now);
            seen.key(leaf);
            told.signature = seen.weak_signature(leaf);
            told.version = seen.old_version(leaf);
            told.signature |= seen.self_signed(leaf);
        } else {
            seen.fatal("the certificate cannot be read as X.509");
        }
        if let Err(error) = chain::check(leaf, rest, roots, now)
            && !told.explains(&error)
        {
            seen.fatal(chain::explain(&error));
        }
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

    fn fatal(&mut self, text: impl Into<String>) {
        self.findings.push(Finding {
            fatal: true,
            text: text.into(),
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

    fn dates(&mut self, leaf: &X509Certificate<'_>, now: Timestamp) -> bool {
        let ago = now.as_second() - leaf.validity().not_after.timestamp();
        let ahead = leaf.validity().not_before.timestamp() - now.as_second();
        if ago > 0 {
            self.fatal(format!("expired {} ago", span(ago)));
        } else if ahead > 0 {
            self.fatal(format!("not valid for another {}", span(ahead)));
        } else if -ago < 3600 {
            self.findings.push(Finding {
                fatal: false,
                text: format!("expires in {}", span(-ago)),
                interception: false,
            });
        }
        ago > 0 || ahead > 0
    }

    fn key(&mut self, leaf: &X509Certificate<'_>) {
        if let Ok(PublicKey::RSA(key)) = leaf.public_key().parsed()
            && key.key_size() < 2048
        {
            // x509-parser counts the bytes of the modulus, in bits.
            self.fatal(format!("the RSA key has only {} bits", key.key_size()));
        }
    }

    fn weak_signature(&mut self, leaf: &X509Certificate<'_>) -> bool {
        let algorithm = leaf.signature_algorithm.algorithm.to_id_string();
        match algorithm.as_str() {
            "1.2.840.113549.1.1.4" => self.fatal("signed with MD5"),
            "1.2.840.113549.1.1.5" => self.fatal("signed with SHA-1"),
            _ => return false,
        }
        true
    }

    fn old_version(&mut self, leaf: &X509Certificate<'_>) -> bool {
        let is_old = leaf.version() != X509Version::V3;
        if is_old {
            let version = leaf.version().0.saturating_add(1);
            self.fatal(format!("an X.509 certificate of version {version}"));
        }
        is_old
    }

    fn self_signed(&mut self, leaf: &X509Certificate<'_>) -> bool {
        let is_own = leaf.subject() == leaf.issuer() && leaf.verify_signature(None).is_ok();
        if is_own {
            self.fatal("self-signed");
        }
        is_own
    }

    fn names(&mut self, leaf: &X509Certificate<'_>, name: &str) {
        let found = match leaf.subject_alternative_name() {
            Ok(Some(alternative)) => {
                let names = &alternative.value.general_names;
                let hosts: Vec<_> = names.iter().filter_map(Host::read).collect();
                names::mismatch(&hosts, name)
            }
            Ok(None) => Some("names no host: there is no subjectAltName".to_owned()),
            Err(_) => Some("names no host: its subjectAltName cannot be read".to_owned()),
        };
        if let Some(text) = found {
            self.fatal(text);
        }
    }

    fn usages(&mut self, leaf: &X509Certificate<'_>) {
        if let Ok(Some(usage)) = leaf.key_usage()
            && !usage.value.digital_signature()
            && !usage.value.key_encipherment()
            && !usage.value.key_agreement()
        {
            self.fatal("its key usage allows no TLS");
        }
    }

    fn interception(&mut self, chain: &[CertificateDer<'_>]) {
        let issuers = chain.iter().filter_map(|certificate| {
            let (_, parsed) = X509Certificate::from_der(certificate).ok()?;
            Some(parsed.issuer().to_string())
        });
        for issuer in issuers
            .filter(|issuer| interception::is_product(issuer))
            .take(1)
        {
            self.findings.push(Finding {
                fatal: true,
                text: format!("issued by a security product: {issuer}"),
                interception: true,
            });
        }
    }
}

impl Told {
    /// Whether what webpki says of the chain is what the leaf's own findings say. Anything else
    /// has to be told: a chain with a fault is good for nothing.
    const fn explains(self, error: &Error) -> bool {
        match error {
            Error::CertExpired { .. } | Error::CertNotValidYet { .. } => self.dates,
            Error::UnknownIssuer => self.signature,
            Error::UnsupportedCertVersion => self.version,
            _ => false,
        }
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
