//! TLS alerts: their names, their levels and plaintext records that carry them.
//!
//! It refuses to encrypt: an alert under keys is the business of an [`Engine`].
//!
//! [`Engine`]: crate::engine::Engine

use badrdp_proto::Message;

use crate::record::{ContentType, plaintext};

/// Every alert description, by code: RFC 8446 6 and B.2, RFC 5246 7.2 and the older ones.
pub const ALERTS: &[(u8, &str)] = &[
    (0, "close_notify"),
    (10, "unexpected_message"),
    (20, "bad_record_mac"),
    (21, "decryption_failed"),
    (22, "record_overflow"),
    (30, "decompression_failure"),
    (40, "handshake_failure"),
    (41, "no_certificate"),
    (42, "bad_certificate"),
    (43, "unsupported_certificate"),
    (44, "certificate_revoked"),
    (45, "certificate_expired"),
    (46, "certificate_unknown"),
    (47, "illegal_parameter"),
    (48, "unknown_ca"),
    (49, "access_denied"),
    (50, "decode_error"),
    (51, "decrypt_error"),
    (52, "too_many_cids_requested"),
    (60, "export_restriction"),
    (70, "protocol_version"),
    (71, "insufficient_security"),
    (80, "internal_error"),
    (86, "inappropriate_fallback"),
    (90, "user_canceled"),
    (100, "no_renegotiation"),
    (109, "missing_extension"),
    (110, "unsupported_extension"),
    (111, "certificate_unobtainable"),
    (112, "unrecognized_name"),
    (113, "bad_certificate_status_response"),
    (114, "bad_certificate_hash_value"),
    (115, "unknown_psk_identity"),
    (116, "certificate_required"),
    (120, "no_application_protocol"),
    (121, "ech_required"),
];

/// The descriptions that our own engine says or listens for (RFC 5246 7.2, RFC 6066 9, RFC 7507 2).
pub(crate) mod description {
    pub(crate) const CLOSE_NOTIFY: u8 = 0;
    pub(crate) const UNEXPECTED_MESSAGE: u8 = 10;
    pub(crate) const BAD_RECORD_MAC: u8 = 20;
    pub(crate) const RECORD_OVERFLOW: u8 = 22;
    pub(crate) const HANDSHAKE_FAILURE: u8 = 40;
    pub(crate) const NO_CERTIFICATE: u8 = 41;
    pub(crate) const DECODE_ERROR: u8 = 50;
    pub(crate) const DECRYPT_ERROR: u8 = 51;
    pub(crate) const PROTOCOL_VERSION: u8 = 70;
    pub(crate) const INTERNAL_ERROR: u8 = 80;
    pub(crate) const INAPPROPRIATE_FALLBACK: u8 = 86;
    pub(crate) const USER_CANCELED: u8 = 90;
    pub(crate) const NO_RENEGOTIATION: u8 = 100;
    pub(crate) const UNRECOGNIZED_NAME: u8 = 112;
}

/// The level of an alert that lets the connection live.
pub const WARNING: u8 = 1;
/// The level of an alert that ends the connection.
pub const FATAL: u8 = 2;

/// The name and the code, or the code alone: `unknown_ca (48)`, `alert 200`.
#[must_use]
pub fn describe(code: u8) -> String {
    name(code).map_or_else(
        || format!("alert {code}"),
        |name| format!("{name} ({code})"),
    )
}

/// The name of a code.
#[must_use]
pub fn name(code: u8) -> Option<&'static str> {
    ALERTS
        .iter()
        .find(|(other, _)| *other == code)
        .map(|(_, name)| *name)
}

/// The code of a name.
#[must_use]
pub fn by_name(name: &str) -> Option<u8> {
    ALERTS
        .iter()
        .find(|(_, other)| *other == name)
        .map(|(code, _)| *code)
}

/// The level that an honest server gives a description.
///
/// RFC 5246 7.2: `close_notify`, `user_canceled` and `no_renegotiation` are warnings,
/// as is `no_certificate` of SSL 3.0; everything else is fatal.
#[must_use]
pub const fn level(code: u8) -> u8 {
    use description::{CLOSE_NOTIFY, NO_CERTIFICATE, NO_RENEGOTIATION, USER_CANCELED};
    match code {
        CLOSE_NOTIFY | NO_CERTIFICATE | NO_RENEGOTIATION | USER_CANCELED => WARNING,
        _ => FATAL,
    }
}

/// An alert in the clear, in a record of any version (RFC 5246 6.2.1, 7.2).
#[must_use]
pub fn plaintext_record(version: u16, level: u8, description: u8) -> Message {
    plaintext(ContentType::Alert, version, &[level, description])
}

#[cfg(test)]
mod tests {
    use badrdp_proto::MessageName;

    use super::*;

    #[test]
    fn codes_rise_and_names_read_back() {
        assert!(ALERTS.windows(2).all(|pair| pair[0].0 < pair[1].0));
        for (code, name) in ALERTS {
            assert_eq!(by_name(name), Some(*code));
            assert_eq!(describe(*code), format!("{name} ({code})"));
        }
    }

    #[test]
    fn an_unknown_code_is_still_described() {
        assert_eq!(describe(200), "alert 200");
        assert_eq!(by_name("no_such_alert"), None);
    }

    #[test]
    fn a_plaintext_alert_has_its_two_fields() {
        let message = plaintext_record(0x0301, FATAL, 40);
        assert_eq!(message.name, MessageName::Alert);
        assert_eq!(message.bytes, [21, 3, 1, 0, 2, 2, 40]);
        assert_eq!(message.field("alert.description").unwrap().range, 6..7);
    }
}
