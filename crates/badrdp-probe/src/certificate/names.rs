//! The hosts that a certificate is for, and whether the server is one of them (RFC 6125 6.4).

use std::fmt;
use std::net::IpAddr;

use x509_parser::extensions::GeneralName;

/// A host in a subjectAltName.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Host {
    /// An `iPAddress`.
    Address(IpAddr),
    /// A `dNSName`, perhaps with a wildcard.
    Name(String),
}

impl Host {
    /// Reads a name; `None` where it is none of a host.
    pub(super) fn read(name: &GeneralName<'_>) -> Option<Self> {
        match name {
            GeneralName::DNSName(name) => Some(Self::Name((*name).to_owned())),
            GeneralName::IPAddress(bytes) => {
                let four = <[u8; 4]>::try_from(*bytes).map(IpAddr::from);
                let address = four.or_else(|_| <[u8; 16]>::try_from(*bytes).map(IpAddr::from));
                address.ok().map(Self::Address)
            }
            _ => None,
        }
    }

    /// Whether it stands for the server that is called `name`. An address in the place of a
    /// name counts as none (RFC 2818 3.1).
    fn is(&self, name: &str) -> bool {
        match (self, name.parse::<IpAddr>()) {
            (Self::Address(own), Ok(address)) => *own == address,
            (Self::Name(pattern), Err(_)) => matches_name(pattern, name),
            (Self::Address(_), Err(_)) | (Self::Name(_), Ok(_)) => false,
        }
    }
}

impl fmt::Display for Host {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Address(address) => address.fmt(f),
            Self::Name(name) => name.fmt(f),
        }
    }
}

/// What is wrong with a certificate for `hosts` on the server that is called `name`.
pub(super) fn mismatch(hosts: &[Host], name: &str) -> Option<String> {
    /// A list of more is no help.
    const SHOWN: usize = 3;
    if hosts.is_empty() {
        return Some("names no host: its subjectAltName holds none".to_owned());
    }
    if hosts.iter().any(|host| host.is(name)) {
        return None;
    }
    let shown: Vec<_> = hosts.iter().take(SHOWN).map(Host::to_string).collect();
    let more = if hosts.len() > SHOWN { " and more" } else { "" };
    Some(format!("is for {}{more}, not for {name}", shown.join(", ")))
}

/// A wildcard stands for one whole label, the first (RFC 6125 6.4.3).
fn matches_name(pattern: &str, name: &str) -> bool {
    match (pattern.strip_prefix("*."), name.split_once('.')) {
        (Some(rest), Some((_, domain))) => rest.eq_ignore_ascii_case(domain),
        _ => pattern.eq_ignore_ascii_case(name),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_for(host: &Host, name: &str) -> bool {
        mismatch(std::slice::from_ref(host), name).is_none()
    }

    #[test]
    fn wildcards_stand_for_one_label() {
        let wildcard = Host::Name("*.badrdp.test".to_owned());
        assert!(is_for(&wildcard, "win11.BADRDP.test"));
        assert!(!is_for(&wildcard, "a.win11.badrdp.test"));
        assert!(!is_for(&wildcard, "badrdp.test"));
        let of_addresses = Host::Name("*.0.0.1".to_owned());
        assert!(!is_for(&of_addresses, "127.0.0.1"));
    }

    #[test]
    fn addresses_are_compared_as_addresses_and_not_as_names() {
        let address = GeneralName::IPAddress(&[0; 16]);
        let address = Host::read(&address).unwrap();
        assert!(is_for(&address, "::"));
        assert!(is_for(&address, "0:0:0:0:0:0:0:0"));
        let name = Host::read(&GeneralName::DNSName("127.0.0.1")).unwrap();
        assert!(!is_for(&name, "127.0.0.1"));
        assert_eq!(Host::read(&GeneralName::IPAddress(&[127, 0, 0])), None);
    }

    #[test]
    fn what_a_certificate_is_for_is_told() {
        assert_eq!(
            mismatch(&[], "win11").as_deref(),
            Some("names no host: its subjectAltName holds none")
        );
        let hosts = ["a", "b", "c", "d"].map(|name| Host::Name(name.to_owned()));
        assert_eq!(
            mismatch(&hosts, "win11").as_deref(),
            Some("is for a, b, c and more, not for win11")
        );
    }
}
