//! Save Session Info PDU (MS-RDPBCGR 2.2.10.1): logon notifications.

use super::auto_reconnect::ServerCookie;
use crate::length::{length16, length32, size};
use crate::message::{Message, MessageName};
use crate::reader::Reader;
use crate::share::Malformed;
use crate::share::data::{self, pdu_type2};
use crate::share::text::{from_utf16, utf16_fixed, utf16_z};
use crate::writer::Writer;

const DOMAIN_LEN: usize = 52;
const USER_NAME_LEN: usize = 512;
const LONG_PAD: usize = 558;
const NOTIFY_PAD: usize = 576;
const EXTENDED_PAD: usize = 570;

/// LOGON_EX_AUTORECONNECTCOOKIE in `FieldsPresent`.
const COOKIE_PRESENT: u32 = 1;
/// LOGON_EX_LOGONERRORS in `FieldsPresent`.
const ERRORS_PRESENT: u32 = 2;

/// Value and name of `ErrorNotificationType` (2.2.10.1.1.4.1.1) without the `LOGON_MSG_`
/// before it; any other value is an NTSTATUS.
pub const NOTIFICATION_TYPES: &[(u32, &str)] = &[
    (0xFFFF_FFF8, "SESSION_BUSY_OPTIONS"),
    (0xFFFF_FFF9, "DISCONNECT_REFUSED"),
    (0xFFFF_FFFA, "NO_PERMISSION"),
    (0xFFFF_FFFB, "BUMP_OPTIONS"),
    (0xFFFF_FFFC, "RECONNECT_OPTIONS"),
    (0xFFFF_FFFD, "SESSION_TERMINATE"),
    (0xFFFF_FFFE, "SESSION_CONTINUE"),
    (0xFFFF_FFFF, "ERROR_CODE_ACCESS_DENIED"),
];

/// Value and name of `ErrorNotificationData`, without the `LOGON_` before it; any other
/// value is the id of a session.
pub const NOTIFICATION_DATA: &[(u32, &str)] = &[
    (0, "FAILED_BAD_PASSWORD"),
    (1, "FAILED_UPDATE_PASSWORD"),
    (2, "FAILED_OTHER"),
    (3, "WARNING"),
];

/// What is notified.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SessionInfo {
    /// INFOTYPE_LOGON: Logon Info Version 1.
    Logon {
        /// `Domain`, at most 25 characters.
        domain: String,
        /// `UserName`, at most 255 characters.
        user_name: String,
        /// `SessionId`
        session_id: u32,
    },
    /// INFOTYPE_LOGON_LONG: Logon Info Version 2.
    LogonLong {
        /// `Domain`
        domain: String,
        /// `UserName`
        user_name: String,
        /// `SessionId`
        session_id: u32,
    },
    /// INFOTYPE_LOGON_PLAINNOTIFY: somebody logged on.
    PlainNotify,
    /// INFOTYPE_LOGON_EXTENDED_INFO: Logon Info Extended.
    Extended {
        /// The auto-reconnect cookie.
        cookie: Option<ServerCookie>,
        /// Logon Errors Info.
        errors: Option<LogonErrors>,
    },
}

/// Logon Errors Info: TS_LOGON_ERRORS_INFO (2.2.10.1.1.4.1.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LogonErrors {
    /// `ErrorNotificationType`, see [`NOTIFICATION_TYPES`].
    pub notification_type: u32,
    /// `ErrorNotificationData`, see [`NOTIFICATION_DATA`].
    pub notification_data: u32,
}

/// Save Session Info PDU.
#[must_use]
pub fn save_session_info(share_id: u32, info: &SessionInfo) -> Message {
    let mut body = Writer::new(MessageName::SaveSessionInfo);
    match info {
        SessionInfo::Logon {
            domain,
            user_name,
            session_id,
        } => write_logon(&mut body, domain, user_name, *session_id),
        SessionInfo::LogonLong {
            domain,
            user_name,
            session_id,
        } => write_logon_long(&mut body, domain, user_name, *session_id),
        SessionInfo::PlainNotify => {
            body.u32_le("save-session-info.info-type", 2)
                .raw("save-session-info.pad", &[0; NOTIFY_PAD]);
        }
        SessionInfo::Extended { cookie, errors } => write_extended(&mut body, *cookie, *errors),
    }
    data::from_server(share_id, pdu_type2::SAVE_SESSION_INFO, body.finish())
}

impl SessionInfo {
    /// Reads what follows the share data header.
    ///
    /// # Errors
    /// [`Malformed`] when the bytes end early, or `infoType` is unknown.
    pub fn decode(body: &[u8]) -> Result<Self, Malformed> {
        let mut reader = Reader::new(body);
        match reader.u32_le()? {
            0 => {
                let domain = fixed(&mut reader, DOMAIN_LEN, "save-session-info.domain-length")?;
                let name_length = "save-session-info.user-name-length";
                let user_name = fixed(&mut reader, USER_NAME_LEN, name_length)?;
                Ok(Self::Logon {
                    domain,
                    user_name,
                    session_id: reader.u32_le()?,
                })
            }
            1 => {
                reader.take(2 /* Version */ + 4 /* Size */)?;
                let session_id = reader.u32_le()?;
                let domain = size(reader.u32_le()?);
                let user_name = size(reader.u32_le()?);
                reader.take(LONG_PAD)?;
                Ok(Self::LogonLong {
                    domain: from_utf16(reader.take(domain)?),
                    user_name: from_utf16(reader.take(user_name)?),
                    session_id,
                })
            }
            2 => Ok(Self::PlainNotify),
            3 => Self::decode_extended(&mut reader),
            other => Err(Malformed::field("save-session-info.info-type", other)),
        }
    }

    fn decode_extended(reader: &mut Reader<'_>) -> Result<Self, Malformed> {
        reader.u16_le()?; // Length: servers disagree about what it counts
        let present = reader.u32_le()?;
        let mut field = |bit| -> Result<Option<Reader<'_>>, Malformed> {
            if present & bit == 0 {
                return Ok(None);
            }
            let length = size(reader.u32_le()?);
            Ok(Some(Reader::new(reader.take(length)?)))
        };
        let cookie = match field(COOKIE_PRESENT)? {
            Some(mut data) => Some(ServerCookie::read(&mut data)?),
            None => None,
        };
        let errors = match field(ERRORS_PRESENT)? {
            Some(mut data) => Some(LogonErrors {
                notification_type: data.u32_le()?,
                notification_data: data.u32_le()?,
            }),
            None => None,
        };
        Ok(Self::Extended { cookie, errors })
    }
}

/// A text of so many bytes, behind how many of them count.
fn fixed(reader: &mut Reader<'_>, room: usize, field: &'static str) -> Result<String, Malformed> {
    let length = reader.u32_le()?;
    if size(length) > room {
        return Err(Malformed::field(field, length));
    }
    Ok(from_utf16(reader.take(room)?))
}

/// The value of an `ErrorNotificationType` by its name, with or without `LOGON_MSG_`.
#[must_use]
pub fn notification_type(name: &str) -> Option<u32> {
    let name = name.strip_prefix("LOGON_MSG_").unwrap_or(name);
    let (value, _) = NOTIFICATION_TYPES.iter().find(|(_, word)| *word == name)?;
    Some(*value)
}

/// The value of an `ErrorNotificationData` by its name, with or without `LOGON_`.
#[must_use]
pub fn notification_data(name: &str) -> Option<u32> {
    let name = name.strip_prefix("LOGON_").unwrap_or(name);
    let (value, _) = NOTIFICATION_DATA.iter().find(|(_, word)| *word == name)?;
    Some(*value)
}

fn write_logon(body: &mut Writer, domain: &str, user_name: &str, session_id: u32) {
    let length = |text, room: usize| length32(utf16_z(text).len().min(room));
    body.u32_le("save-session-info.info-type", 0)
        .u32_le(
            "save-session-info.domain-length",
            length(domain, DOMAIN_LEN),
        )
        .raw("save-session-info.domain", &utf16_fixed(domain, DOMAIN_LEN))
        .u32_le(
            "save-session-info.user-name-length",
            length(user_name, USER_NAME_LEN),
        )
        .raw(
            "save-session-info.user-name",
            &utf16_fixed(user_name, USER_NAME_LEN),
        )
        .u32_le("save-session-info.session-id", session_id);
}

fn write_logon_long(body: &mut Writer, domain: &str, user_name: &str, session_id: u32) {
    let (domain, user_name) = (utf16_z(domain), utf16_z(user_name));
    body.u32_le("save-session-info.info-type", 1)
        .u16_le("save-session-info.version", 1)
        .u32_le(
            "save-session-info.size",
            2 /* Version */ + 4 /* Size */ + 4 /* SessionId */ + 4 /* cbDomain */ + 4, /* cbUserName */
        )
        .u32_le("save-session-info.session-id", session_id)
        .u32_le("save-session-info.domain-length", length32(domain.len()))
        .u32_le(
            "save-session-info.user-name-length",
            length32(user_name.len()),
        )
        .raw("save-session-info.pad", &[0; LONG_PAD])
        .raw("save-session-info.domain", &domain)
        .raw("save-session-info.user-name", &user_name);
}

fn write_extended(body: &mut Writer, cookie: Option<ServerCookie>, errors: Option<LogonErrors>) {
    let mut fields = Writer::new(MessageName::SaveSessionInfo);
    let mut present = 0;
    if let Some(cookie) = cookie {
        present |= COOKIE_PRESENT;
        fields.u32_le(
            "save-session-info.cookie-length",
            super::auto_reconnect::PACKET_LEN,
        );
        cookie.write(&mut fields);
    }
    if let Some(errors) = errors {
        present |= ERRORS_PRESENT;
        fields
            .u32_le("save-session-info.errors-length", 8)
            .u32_le(
                "logon-errors.error-notification-type",
                errors.notification_type,
            )
            .u32_le(
                "logon-errors.error-notification-data",
                errors.notification_data,
            );
    }
    let fields = fields.finish();
    let length = 2 /* Length */ + 4 /* FieldsPresent */ + fields.bytes.len();
    body.u32_le("save-session-info.info-type", 3)
        .u16_le("save-session-info.length", length16(length))
        .u32_le("save-session-info.fields-present", present)
        .append(fields)
        .raw("save-session-info.pad", &[0; EXTENDED_PAD]);
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::share::control::ControlHeader;
    use crate::share::data::DataHeader;

    #[test]
    fn every_form_reads_back() {
        let (domain, user_name) = ("LAB".to_owned(), "user".to_owned());
        for info in [
            SessionInfo::Logon {
                domain: domain.clone(),
                user_name: user_name.clone(),
                session_id: 2,
            },
            SessionInfo::LogonLong {
                domain,
                user_name,
                session_id: 2,
            },
            SessionInfo::PlainNotify,
            SessionInfo::Extended {
                cookie: Some(ServerCookie {
                    logon_id: 2,
                    random_bits: [1; 16],
                }),
                errors: Some(LogonErrors {
                    notification_type: 0xFFFF_FFFE,
                    notification_data: 3,
                }),
            },
        ] {
            let bytes = save_session_info(1, &info).bytes;
            let (_, body, _) = ControlHeader::decode(&bytes).unwrap();
            let (_, body) = DataHeader::decode(body).unwrap();
            assert_eq!(SessionInfo::decode(body), Ok(info));
        }
    }

    #[test]
    fn names_have_values() {
        assert_eq!(notification_type("SESSION_CONTINUE"), Some(0xFFFF_FFFE));
        assert_eq!(notification_data("LOGON_WARNING"), Some(3));
    }

    proptest! {
        #[test]
        fn any_bytes_decode_or_fail_in_order(
            kind in 0_u8..5, bytes in proptest::collection::vec(any::<u8>(), 0..700)
        ) {
            let body = [&[kind, 0, 0, 0], &bytes[..]].concat();
            let _ = SessionInfo::decode(&body);
        }
    }
}
