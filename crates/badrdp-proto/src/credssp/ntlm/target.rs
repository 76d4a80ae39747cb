//! Who the server says it is: the names and the build that scanners print.

use super::{AvId, AvPair, Version};

/// The names and the build of a server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// NetBIOS name of the domain; that of the computer where there is none.
    pub nb_domain_name: String,
    /// NetBIOS name of the computer.
    pub nb_computer_name: String,
    /// DNS name of the domain; that of the computer where there is none.
    pub dns_domain_name: String,
    /// Full DNS name of the computer.
    pub dns_computer_name: String,
    /// DNS name of the forest; computers outside a domain have none.
    pub dns_tree_name: Option<String>,
    /// The build of Windows; `None` leaves the field zero and its flag unset.
    pub version: Option<Version>,
}

impl Target {
    /// A computer outside any domain, whose NetBIOS name is `name` and whose DNS name is the same.
    #[must_use]
    pub fn workgroup(name: &str, version: Version) -> Self {
        Self {
            nb_domain_name: name.to_owned(),
            nb_computer_name: name.to_owned(),
            dns_domain_name: name.to_owned(),
            dns_computer_name: name.to_owned(),
            dns_tree_name: None,
            version: Some(version),
        }
    }

    /// Whether it is in a domain, as far as the names tell.
    #[must_use]
    pub fn in_domain(&self) -> bool {
        self.nb_domain_name != self.nb_computer_name
    }

    /// The AV pairs in the order in which Windows sends them, with the clock at the end.
    #[must_use]
    pub fn av_pairs(&self, filetime: Option<u64>) -> Vec<AvPair> {
        let mut list = vec![
            AvPair::text(AvId::NB_DOMAIN_NAME, &self.nb_domain_name),
            AvPair::text(AvId::NB_COMPUTER_NAME, &self.nb_computer_name),
            AvPair::text(AvId::DNS_DOMAIN_NAME, &self.dns_domain_name),
            AvPair::text(AvId::DNS_COMPUTER_NAME, &self.dns_computer_name),
        ];
        list.extend(
            self.dns_tree_name
                .iter()
                .map(|name| AvPair::text(AvId::DNS_TREE_NAME, name)),
        );
        list.extend(filetime.map(|time| AvPair {
            id: AvId::TIMESTAMP,
            value: time.to_le_bytes().to_vec(),
        }));
        list
    }
}
