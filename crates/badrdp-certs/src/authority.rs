//! The authorities of a lab: the root that clients are told to trust, the intermediate
//! below it, and strangers that nobody trusts.
//!
//! Every root is constrained to the names of the lab: a leaked key cannot vouch for
//! anybody else's host.

use std::net::{Ipv4Addr, Ipv6Addr};
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use rcgen::{
    BasicConstraints, CertificateParams, CidrSubnet, DistinguishedName, DnType, GeneralSubtree,
    IsCa, KeyUsagePurpose, NameConstraints, SanType, SerialNumber,
};
use rsa::rand_core::{OsRng, RngCore};

use crate::certificate::Certificate;
use crate::issue::set_validity;
use crate::key::Key;
use crate::seal::{Seal, SealError};
use crate::{Error, IssuerName};

/// Who can sign a certificate.
#[derive(Debug)]
pub(crate) struct Authority {
    pub(crate) certificate: Certificate,
    pub(crate) key: Arc<Key>,
    pub(crate) params: CertificateParams,
    /// None for a root.
    pub(crate) parent: Option<Arc<Self>>,
}

/// From when to when.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Validity {
    pub(crate) not_after: Timestamp,
    pub(crate) not_before: Timestamp,
}

impl Validity {
    /// Short, since a lab CA is trusted by real clients. It begins a day early for their clocks.
    pub(crate) fn of_root(now: Timestamp) -> Self {
        // Certificates count whole seconds.
        let now = Timestamp::from_second(now.as_second()).unwrap_or(now);
        let at = |days: i64| now.saturating_add(SignedDuration::from_hours(24 * days));
        Self {
            not_after: at(30).unwrap_or(now),
            not_before: at(-1).unwrap_or(now),
        }
    }

    /// Whether there is enough left for days of testing.
    pub(crate) fn lasts(self, now: Timestamp) -> bool {
        self.not_before <= now
            && self.not_after.duration_since(now) > SignedDuration::from_hours(24 * 7)
    }
}

impl Authority {
    /// Makes a root.
    pub(crate) fn root(name: &str, key: Arc<Key>, validity: Validity) -> Result<Self, Error> {
        let params = Self::root_params(name, validity);
        let certificate = Seal::SOUND
            .apply(&params, &key, &params, &key)
            .map_err(|e| e.of(name))?;
        Ok(Self {
            certificate,
            key,
            params,
            parent: None,
        })
    }

    /// What a root says. A root that is loaded from disk is rebuilt from it.
    pub(crate) fn root_params(name: &str, validity: Validity) -> CertificateParams {
        let v4 = CidrSubnet::from_addr_prefix(Ipv4Addr::new(127, 0, 0, 0).into(), 8);
        let v6 = CidrSubnet::from_addr_prefix(Ipv6Addr::LOCALHOST.into(), 128);
        let names = DNS_NAMES
            .iter()
            .map(|name| GeneralSubtree::DnsName((*name).to_owned()));
        let addresses = [GeneralSubtree::IpAddress(v4), GeneralSubtree::IpAddress(v6)];
        let mut params = authority_params(name, validity);
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.name_constraints = Some(NameConstraints {
            permitted_subtrees: names.chain(addresses).collect(),
            excluded_subtrees: Vec::new(),
        });
        params
    }

    /// Makes an intermediate, valid as long as its parent.
    pub(crate) fn intermediate(
        name: &str,
        key: Arc<Key>,
        parent: &Arc<Self>,
        validity: Validity,
    ) -> Result<Self, Error> {
        let mut params = authority_params(name, validity);
        params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
        params.use_authority_key_identifier_extension = true;
        let certificate = Seal::SOUND
            .apply(&params, &key, &parent.params, &parent.key)
            .map_err(|error| error.of(name))?;
        Ok(Self {
            certificate,
            key,
            params,
            parent: Some(Arc::clone(parent)),
        })
    }
}

impl SealError {
    /// Says which certificate was not sealed.
    pub(crate) fn of(self, recipe: &str) -> Error {
        let source = match self {
            Self::Build(source) => source,
            Self::NotACertificate => rcgen::Error::CouldNotParseCertificate,
        };
        Error::Certificate {
            recipe: recipe.to_owned(),
            source,
        }
    }
}

/// The hosts that the lab vouches for: these and everything below.
pub(crate) const DNS_NAMES: [&str; 2] = ["badrdp.test", "localhost"];

/// Whether the constraint of the lab's root permits a name.
pub(crate) fn vouches_for(name: &SanType) -> bool {
    match name {
        SanType::DnsName(host) => {
            let host = host.as_str().to_ascii_lowercase();
            DNS_NAMES.iter().any(|name| {
                host.strip_suffix(name)
                    .is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
            })
        }
        SanType::IpAddress(address) => address.is_loopback(),
        _ => false,
    }
}

/// The name of a root that nobody trusts, unless the recipe has another.
pub(crate) fn stranger_name(issuer: IssuerName) -> &'static str {
    match issuer {
        IssuerName::AntivirusRoot => "Avast Web/Mail Shield Root",
        _ => "Unknown Root CA",
    }
}

/// 16 random bytes that stay 16 bytes in DER, as Windows has them.
pub(crate) fn random_serial() -> SerialNumber {
    let mut bytes = [0; 16];
    OsRng.fill_bytes(&mut bytes);
    bytes[0] = bytes[0] & 0x7f /* positive */ | 0x40 /* no leading zero */;
    SerialNumber::from_slice(&bytes)
}

/// A distinguished name of a common name only.
pub(crate) fn common_name(name: &str) -> DistinguishedName {
    let mut distinguished = DistinguishedName::new();
    distinguished.push(DnType::CommonName, name);
    distinguished
}

fn authority_params(name: &str, validity: Validity) -> CertificateParams {
    let mut params = CertificateParams::default();
    params.distinguished_name = common_name(name);
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    set_validity(&mut params, validity.not_before, validity.not_after);
    params.serial_number = Some(random_serial());
    params
}
