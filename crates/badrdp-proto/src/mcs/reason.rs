//! The numbers by which MCS says how something ended: `Reason` and `Result` (T.125 7).

/// Why a provider ends the domain: `Reason` (T.125 7).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// rn-domain-disconnected
    DomainDisconnected,
    /// rn-provider-initiated
    ProviderInitiated,
    /// rn-token-purged
    TokenPurged,
    /// rn-user-requested
    UserRequested,
    /// rn-channel-purged
    ChannelPurged,
}

impl Reason {
    /// Its number on the wire.
    #[must_use]
    pub const fn number(self) -> u8 {
        match self {
            Self::DomainDisconnected => 0,
            Self::ProviderInitiated => 1,
            Self::TokenPurged => 2,
            Self::UserRequested => 3,
            Self::ChannelPurged => 4,
        }
    }
}

impl From<Reason> for u8 {
    fn from(reason: Reason) -> Self {
        reason.number()
    }
}

/// `rt-successful`: the only `Result` with which a connection goes on.
pub const RT_SUCCESSFUL: u8 = 0;

/// The names of `Result`; a name's place is its number.
pub const RESULTS: [&str; 16] = [
    "rt-successful",
    "rt-domain-merging",
    "rt-domain-not-hierarchical",
    "rt-no-such-channel",
    "rt-no-such-domain",
    "rt-no-such-user",
    "rt-not-admitted",
    "rt-other-user-id",
    "rt-parameters-unacceptable",
    "rt-token-not-available",
    "rt-token-not-possessed",
    "rt-too-many-channels",
    "rt-too-many-tokens",
    "rt-too-many-users",
    "rt-unspecified-failure",
    "rt-user-rejected",
];

/// The name of a `Result`, if the standard gives it one.
#[must_use]
pub fn result_name(result: u8) -> Option<&'static str> {
    RESULTS.get(usize::from(result)).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_go_by_their_number() {
        assert_eq!(result_name(RT_SUCCESSFUL), Some("rt-successful"));
        assert_eq!(result_name(14), Some("rt-unspecified-failure"));
        assert_eq!(result_name(16), None);
    }
}
