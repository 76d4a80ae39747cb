//! What a server says in `errorCode`: NTSTATUS, and the SSPI codes seen in its place.

use std::fmt;

/// An NTSTATUS or SSPI code (MS-ERREF 2.3, 2.1).
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct NtStatus(pub u32);

macro_rules! statuses {
    ($($name:ident $code:literal $doc:literal;)*) => {
        impl NtStatus {
            $(#[doc = $doc] pub const $name: Self = Self($code);)*

            /// Every code that has a name here, with the name.
            pub const ALL: &[(&str, Self)] = &[$((stringify!($name), Self::$name),)*];
        }
    };
}

statuses! {
    STATUS_ACCESS_DENIED 0xC000_0022 "The user has no right to what was asked for.";
    STATUS_NO_LOGON_SERVERS 0xC000_005E "No domain controller can be reached.";
    STATUS_NO_SUCH_USER 0xC000_0064 "There is no such account.";
    STATUS_WRONG_PASSWORD 0xC000_006A "The password is wrong.";
    STATUS_LOGON_FAILURE 0xC000_006D "The user name or the password is wrong.";
    STATUS_ACCOUNT_RESTRICTION 0xC000_006E "The account is restricted, for example no empty password.";
    STATUS_INVALID_LOGON_HOURS 0xC000_006F "The account may not log on at this hour.";
    STATUS_INVALID_WORKSTATION 0xC000_0070 "The account may not log on from this computer.";
    STATUS_PASSWORD_EXPIRED 0xC000_0071 "The password is too old.";
    STATUS_ACCOUNT_DISABLED 0xC000_0072 "The account is disabled.";
    STATUS_NOT_SUPPORTED 0xC000_00BB "The request is not supported: also the answer to a version that the server cannot speak (MS-CSSP 3.1.5).";
    STATUS_TIME_DIFFERENCE_AT_DC 0xC000_0133 "The clocks of the server and the domain controller differ too much.";
    STATUS_LOGON_TYPE_NOT_GRANTED 0xC000_015B "The account may not log on over Remote Desktop.";
    STATUS_TRUSTED_RELATIONSHIP_FAILURE 0xC000_018D "The computer has lost the trust of its domain.";
    STATUS_ACCOUNT_EXPIRED 0xC000_0193 "The account has expired.";
    STATUS_PASSWORD_MUST_CHANGE 0xC000_0224 "The password has to be changed before the first logon.";
    STATUS_ACCOUNT_LOCKED_OUT 0xC000_0234 "Too many wrong passwords.";
    STATUS_DOWNGRADE_DETECTED 0xC000_0388 "Somebody may be weakening the authentication.";
    STATUS_AUTHENTICATION_FIREWALL_FAILED 0xC000_0413 "The account of another forest may not log on here.";
    STATUS_NTLM_BLOCKED 0xC000_0418 "NTLM is disabled by policy.";
    SEC_E_UNSUPPORTED_FUNCTION 0x8009_0302 "The function is not supported.";
    SEC_E_INTERNAL_ERROR 0x8009_0304 "The Local Security Authority cannot be contacted.";
    SEC_E_INVALID_TOKEN 0x8009_0308 "The token makes no sense.";
    SEC_E_LOGON_DENIED 0x8009_030C "The logon failed.";
    SEC_E_NO_CREDENTIALS 0x8009_030E "There are no credentials.";
    SEC_E_MESSAGE_ALTERED 0x8009_030F "A message was altered on its way.";
    SEC_E_WRONG_PRINCIPAL 0x8009_0322 "The target's name is wrong.";
    SEC_E_TIME_SKEW 0x8009_0324 "The clocks differ too much.";
    SEC_E_DELEGATION_POLICY 0x8009_035E "Policy forbids to delegate credentials to this server.";
}

impl NtStatus {
    /// The name in MS-ERREF, if it has one here.
    #[must_use]
    pub fn name(self) -> Option<&'static str> {
        let found = Self::ALL.iter().find(|(_, status)| *status == self);
        found.map(|(name, _)| *name)
    }

    /// The code called `name`: `STATUS_LOGON_FAILURE`, or shorter and as scenarios write
    /// words, `logon-failure`. SSPI codes keep their prefix: `sec-e-logon-denied`.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        let upper = name.replace('-', "_").to_ascii_uppercase();
        let found = Self::ALL.iter().find(|(full, _)| {
            *full == upper
                || full
                    .strip_prefix("STATUS_")
                    .is_some_and(|short| short == upper)
        });
        found.map(|(_, status)| *status)
    }
}

impl fmt::Debug for NtStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Display for NtStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.name() {
            Some(name) => write!(f, "{name} (0x{:08X})", self.0),
            None => write!(f, "0x{:08X}", self.0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_reads_back_in_both_spellings() {
        for (name, status) in NtStatus::ALL {
            assert_eq!(status.name(), Some(*name), "two names for one code");
            assert_eq!(NtStatus::from_name(name), Some(*status));
        }
        let short = NtStatus::from_name("account-locked-out");
        assert_eq!(short, Some(NtStatus(0xC000_0234)));
        assert_eq!(NtStatus::from_name("gone-fishing"), None);
    }

    #[test]
    fn a_code_without_a_name_is_shown_as_a_number() {
        assert_eq!(NtStatus(0xC0FF_EE00).to_string(), "0xC0FFEE00");
        let text = NtStatus::STATUS_LOGON_FAILURE.to_string();
        assert_eq!(text, "STATUS_LOGON_FAILURE (0xC000006D)");
    }
}
