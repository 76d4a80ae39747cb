//! What the name of a target is, before anybody is asked for its address.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::time::Duration;

use tokio::net::lookup_host;
use tokio::time::timeout;

/// The most bytes of a name, and of one of its labels (RFC 1035 2.3.4).
const LONGEST_NAME: usize = 253;
const LONGEST_LABEL: usize = 63;

/// What a name is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Target {
    /// An address.
    Address(IpAddr),
    /// No name at all; why.
    Broken(String),
    /// The machine that the probe runs on (RFC 6761 6.3).
    Localhost,
    /// A name that somebody may know.
    Name,
    /// A name that nobody can know: it is `.invalid`, or ends in a number (RFC 6761 6.4,
    /// RFC 1123 2.1).
    Nowhere,
}

impl Target {
    /// Reads a name.
    pub(super) fn read(name: &str) -> Self {
        if name.is_empty() {
            return Self::Broken("the name of the target is empty".to_owned());
        }
        if let Ok(address) = name.trim_matches(['[', ']']).parse() {
            return Self::Address(address);
        }
        let labels: Vec<_> = name.trim_end_matches('.').split('.').collect();
        let is_label = |label: &&str| (1..=LONGEST_LABEL).contains(&label.len());
        if name.len() > LONGEST_NAME || !labels.iter().all(is_label) {
            let length = name.chars().count();
            return Self::Broken(format!("its target of {length} characters is no name"));
        }
        match labels.last().map(|last| last.to_ascii_lowercase()) {
            Some(last) if last == "localhost" => Self::Localhost,
            Some(last) if last == "invalid" => Self::Nowhere,
            Some(last) if last.bytes().all(|byte| byte.is_ascii_digit()) => Self::Nowhere,
            _ => Self::Name,
        }
    }
}

/// The loopback address of the family of `here`, or `here` if that is one.
pub(super) const fn loopback(here: IpAddr) -> IpAddr {
    match here {
        here if here.is_loopback() => here,
        IpAddr::V4(_) => IpAddr::V4(Ipv4Addr::LOCALHOST),
        IpAddr::V6(_) => IpAddr::V6(Ipv6Addr::LOCALHOST),
    }
}

/// The first address that the system knows for a name.
pub(super) async fn look_up(name: &str, patience: Duration) -> Option<IpAddr> {
    let mut addresses = timeout(patience, lookup_host((name, 0))).await.ok()?.ok()?;
    addresses.next().map(|address| address.ip())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_told_apart_without_asking() {
        for (name, expected) in [
            ("127.0.0.1", Target::Address(Ipv4Addr::LOCALHOST.into())),
            ("::1", Target::Address(Ipv6Addr::LOCALHOST.into())),
            ("[::1]", Target::Address(Ipv6Addr::LOCALHOST.into())),
            ("localhost", Target::Localhost),
            ("LOCALHOST.", Target::Localhost),
            ("rdsh-07.farm.example", Target::Name),
            ("rdsh-07.farm.invalid", Target::Nowhere),
            ("999.1.1.1", Target::Nowhere),
        ] {
            assert_eq!(Target::read(name), expected, "{name}");
        }
        for name in ["", "a..b", &"A".repeat(400), &"a".repeat(64)] {
            assert!(matches!(Target::read(name), Target::Broken(_)), "{name}");
        }
    }
}
