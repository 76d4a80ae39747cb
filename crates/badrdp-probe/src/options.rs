//! How a server is to be probed.

use std::fmt;
use std::net::SocketAddr;
use std::time::Duration;

use badrdp_proto::negotiation::Protocols;

/// What the probe is told.
#[derive(Clone)]
pub struct Options {
    /// Where the server listens.
    pub address: SocketAddr,
    /// The name that the certificate must be for; the address itself if not given.
    pub name: Option<String>,
    /// The security that is asked for.
    pub security: Security,
    /// How long an answer may take before the server counts as silent.
    pub patience: Duration,
    /// How often to come back after a connection that failed.
    pub retries: u32,
    /// Who logs on; the name is in the cookie too.
    pub user: String,
    /// The password; it goes to no server whose certificate is refused.
    pub password: String,
    /// How long to stay in an active session; until the first picture and the logon
    /// notification are here if not said.
    pub stay: Option<Duration>,
    /// Root certificates that are trusted, in DER.
    pub roots: Vec<Vec<u8>>,
    /// Go on although the certificate is bad.
    pub insecure: bool,
    /// Which redirections are followed.
    pub follow: Follow,
}

/// Which redirections are followed (MS-RDPBCGR 2.2.13).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Follow {
    /// All of them: the server decides which machine gets the password next.
    Any,
    /// Those to the same host and to this machine.
    #[default]
    Local,
}

impl Options {
    /// Asks for TLS with and without CredSSP, waits 10 seconds for each answer, comes back twice.
    #[must_use]
    pub fn new(address: SocketAddr) -> Self {
        Self {
            address,
            name: None,
            security: Security::Hybrid,
            patience: Duration::from_secs(10),
            retries: 2,
            user: "lab".to_owned(),
            password: "Badrdp!1".to_owned(),
            stay: None,
            roots: Vec::new(),
            insecure: false,
            follow: Follow::default(),
        }
    }
}

/// Says no password.
impl fmt::Debug for Options {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Options")
            .field("address", &self.address)
            .field("name", &self.name)
            .field("security", &self.security)
            .field("patience", &self.patience)
            .field("retries", &self.retries)
            .field("user", &self.user)
            .field("stay", &self.stay)
            .field("roots", &self.roots.len())
            .field("insecure", &self.insecure)
            .field("follow", &self.follow)
            .finish_non_exhaustive()
    }
}

/// The security that the probe asks for (MS-RDPBCGR 2.2.1.1.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Security {
    /// TLS and CredSSP.
    Hybrid,
    /// Standard RDP Security.
    Rdp,
    /// TLS.
    Tls,
}

impl Security {
    /// `requestedProtocols`.
    #[must_use]
    pub fn protocols(self) -> Protocols {
        match self {
            Self::Hybrid => Protocols::SSL | Protocols::HYBRID | Protocols::HYBRID_EX,
            Self::Rdp => Protocols::RDP,
            Self::Tls => Protocols::SSL,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_reads_the_password_in_a_log() {
        let mut options = Options::new("127.0.0.1:3389".parse().unwrap());
        options.password = "Secret-Pa55word".to_owned();
        let shown = format!("{options:?}");
        assert!(shown.contains("lab") && !shown.contains("Pa55"), "{shown}");
    }
}
