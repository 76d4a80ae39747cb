//! LICENSE_ERROR_MESSAGE: the end of licensing, good or bad (MS-RDPBCGR 2.2.1.12.1.3).

use std::fmt;

use super::blob::{self, blob_type};
use super::preamble::{self, message_type};
use crate::message::{Message, MessageName};
use crate::reader::{Reader, TooShort};
use crate::writer::Writer;

macro_rules! table {
    ($(#[$doc:meta])* $name:ident { $($(#[$entry_doc:meta])* $entry:ident = $number:literal $word:literal;)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub struct $name(pub u32);

        impl $name {
            $($(#[$entry_doc])* pub const $entry: Self = Self($number);)*

            /// Every value that has a name, with that name.
            pub const NAMED: &[(&'static str, Self)] = &[$(($word, Self::$entry),)*];

            /// The value that the standard calls `name`.
            #[must_use]
            pub fn from_name(name: &str) -> Option<Self> {
                let named = Self::NAMED.iter().find(|(word, _)| *word == name);
                named.map(|(_, value)| *value)
            }

            /// What the standard calls it.
            #[must_use]
            pub fn name(self) -> Option<&'static str> {
                let named = Self::NAMED.iter().find(|(_, value)| *value == self);
                named.map(|(word, _)| *word)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                match self.name() {
                    Some(name) => f.write_str(name),
                    None => write!(f, "{:#x}", self.0),
                }
            }
        }
    };
}

table! {
    /// `dwErrorCode`. Any number can be sent.
    ErrorCode {
        /// The client does not accept the server's certificate.
        INVALID_SERVER_CERTIFICATE = 1 "ERR_INVALID_SERVER_CERTIFICATE";
        /// The client has no license to show.
        NO_LICENSE = 2 "ERR_NO_LICENSE";
        /// `MACData` is wrong.
        INVALID_MAC = 3 "ERR_INVALID_MAC";
        /// The scope list is wrong.
        INVALID_SCOPE = 4 "ERR_INVALID_SCOPE";
        /// There is no license server.
        NO_LICENSE_SERVER = 6 "ERR_NO_LICENSE_SERVER";
        /// All is well: go on.
        VALID_CLIENT = 7 "STATUS_VALID_CLIENT";
        /// The client's license does not do.
        INVALID_CLIENT = 8 "ERR_INVALID_CLIENT";
        /// The product is not the one of the license.
        INVALID_PRODUCTID = 0xB "ERR_INVALID_PRODUCTID";
        /// The message's length is wrong.
        INVALID_MESSAGE_LEN = 0xC "ERR_INVALID_MESSAGE_LEN";
    }
}

table! {
    /// `dwStateTransition`: what the receiver is to do. Any number can be sent.
    StateTransition {
        /// End the connection.
        TOTAL_ABORT = 1 "ST_TOTAL_ABORT";
        /// Go on.
        NO_TRANSITION = 2 "ST_NO_TRANSITION";
        /// Start licensing over. Windows never sends it.
        RESET_PHASE_TO_START = 3 "ST_RESET_PHASE_TO_START";
        /// Send the last message again. Windows never sends it.
        RESEND_LAST_MESSAGE = 4 "ST_RESEND_LAST_MESSAGE";
    }
}

/// The server's error message. `blob` is what it adds, nothing as a rule.
#[must_use]
pub fn license_error(code: ErrorCode, transition: StateTransition, blob: &[u8]) -> Message {
    encode(MessageName::LicenseError, code, transition, blob)
}

/// The whole of licensing for most servers: STATUS_VALID_CLIENT, ST_NO_TRANSITION.
#[must_use]
pub fn valid_client() -> Message {
    license_error(ErrorCode::VALID_CLIENT, StateTransition::NO_TRANSITION, &[])
}

/// The client's error message.
#[must_use]
pub fn client_license_error(code: ErrorCode, transition: StateTransition) -> Message {
    encode(MessageName::ClientLicenseError, code, transition, &[])
}

fn encode(name: MessageName, code: ErrorCode, transition: StateTransition, blob: &[u8]) -> Message {
    let mut writer = Writer::new(name);
    writer
        .u32_le("licensing.error.code", code.0)
        .u32_le("licensing.error.state-transition", transition.0);
    let names = [
        "licensing.blob.type",
        "licensing.blob.length",
        "licensing.blob.data",
    ];
    blob::write(&mut writer, names, blob_type::ERROR, blob);
    preamble::wrap(message_type::ERROR_ALERT, writer.finish())
}

/// An error message that was received.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LicenseError {
    /// `dwErrorCode`.
    pub code: ErrorCode,
    /// `dwStateTransition`.
    pub transition: StateTransition,
}

impl LicenseError {
    /// Reads what follows the preamble. The blob is not looked at: clients end without it.
    ///
    /// # Errors
    /// [`TooShort`] when it ends early.
    pub fn decode(reader: &mut Reader<'_>) -> Result<Self, TooShort> {
        Ok(Self {
            code: ErrorCode(reader.u32_le()?),
            transition: StateTransition(reader.u32_le()?),
        })
    }

    /// Whether it says that all is well.
    #[must_use]
    pub fn is_valid_client(&self) -> bool {
        self.code == ErrorCode::VALID_CLIENT && self.transition == StateTransition::NO_TRANSITION
    }
}

impl fmt::Display for LicenseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} with {}", self.code, self.transition)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_short_path_is_what_windows_sends() {
        // MS-RDPBCGR 4.1.11, but for a blob type that means nothing there.
        let message = valid_client();
        let expected = [0xFF, 3, 16, 0, 7, 0, 0, 0, 2, 0, 0, 0, 4, 0, 0, 0];
        assert_eq!(message.bytes, expected);
    }

    #[test]
    fn every_name_reads_back() {
        for (name, code) in ErrorCode::NAMED {
            assert_eq!(ErrorCode::from_name(name), Some(*code));
            assert_eq!(code.to_string(), *name);
        }
        for (name, transition) in StateTransition::NAMED {
            assert_eq!(StateTransition::from_name(name), Some(*transition));
        }
        assert_eq!(ErrorCode(5).to_string(), "0x5");
        assert_eq!(ErrorCode::from_name("ERR_NO_LICENCE"), None);
    }

    #[test]
    fn an_error_reads_back_and_says_what_it_is() {
        let message = license_error(
            ErrorCode::NO_LICENSE_SERVER,
            StateTransition::TOTAL_ABORT,
            &[1, 2],
        );
        let mut reader = Reader::new(&message.bytes);
        assert_eq!(preamble::decode(&mut reader), Ok(0xFF));
        let error = LicenseError::decode(&mut reader).unwrap();
        assert_eq!(
            error.to_string(),
            "ERR_NO_LICENSE_SERVER with ST_TOTAL_ABORT"
        );
        assert!(!error.is_valid_client());
        assert_eq!(message.bytes[2], 18);
    }
}
