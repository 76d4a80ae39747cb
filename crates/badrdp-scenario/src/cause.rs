//! Causes: the folders that scenarios lie in, and the ground truth for diagnostic tools.

use std::str::FromStr;

use crate::closed_list::closed_list;
use crate::error::nearest;

closed_list! {
    /// Why a connection fails. A closed list, and the names of the folders.
    Cause {
        Healthy "healthy" "Nothing is wrong: the control group.";
        Handshake "handshake" "The handshake does not come to its end in time.";
        Certificate "certificate" "The server's certificate or its key is at fault.";
        SecurityLayer "security-layer" "The two sides have no security layer in common, or disagree about it.";
        Middlebox "middlebox" "Something on the path, or a product on the host, cuts or changes the flow.";
        Network "network" "The network is unstable, slow or not there.";
        Legacy "legacy" "The server is old and speaks only what was usual then.";
        Account "account" "The account is refused.";
        Licensing "licensing" "Licensing fails.";
        Denied "denied" "The server denies the connection and says so.";
        Protocol "protocol" "The server breaks the protocol.";
        Session "session" "The session itself fails.";
        Redirection "redirection" "The client is sent elsewhere.";
        WrongService "wrong-service" "Something that is no RDP server answers on the port.";
    }
}

/// A word that is no cause.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no cause is called `{0}`{hint} expected one of `{list}`", hint = hint(.0), list = names().join("`, `"))]
pub struct UnknownCause(pub String);

fn hint(word: &str) -> String {
    match nearest(word, &names()) {
        Some(cause) => format!(", did you mean `{cause}`?;"),
        None => ",".to_owned(),
    }
}

fn names() -> Vec<&'static str> {
    Cause::ALL.iter().map(|cause| cause.name()).collect()
}

impl FromStr for Cause {
    type Err = UnknownCause;

    fn from_str(word: &str) -> Result<Self, UnknownCause> {
        Self::ALL
            .iter()
            .copied()
            .find(|cause| cause.name() == word)
            .ok_or_else(|| UnknownCause(word.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_that_is_none_gets_the_nearest() {
        let error = "middelbox".parse::<Cause>().unwrap_err().to_string();
        let start = "no cause is called `middelbox`, did you mean `middlebox`?; expected one of `healthy`, ";
        assert!(error.starts_with(start), "{error}");
        let error = "x".parse::<Cause>().unwrap_err().to_string();
        let start = "no cause is called `x`, expected one of `healthy`, ";
        assert!(error.starts_with(start), "{error}");
    }
}
