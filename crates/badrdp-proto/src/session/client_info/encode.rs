//! Writes a Client Info PDU, for the probe and for tests.

use std::fmt;

use super::{ClientInfo, ExtendedInfo, TimeZone, flags};
use crate::length::length16;
use crate::message::{Message, MessageName};
use crate::share::text::{utf16, utf16_fixed, utf16_z};
use crate::writer::Writer;

/// What is sent: the information, and the password that goes with it.
#[derive(Clone, Copy)]
pub struct Logon<'a> {
    /// Everything but the password. Its text is sent as Unicode, and INFO_UNICODE is set.
    pub info: &'a ClientInfo,
    /// `Password`
    pub password: &'a str,
}

impl fmt::Debug for Logon<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Logon")
            .field("info", self.info)
            .finish_non_exhaustive()
    }
}

/// Client Info PDU behind its security header.
#[must_use]
pub fn encode(logon: &Logon<'_>) -> Message {
    let info = logon.info;
    let texts = [
        ("client-info.domain", info.domain.as_str()),
        ("client-info.user-name", &info.user_name),
        ("client-info.password", logon.password),
        ("client-info.alternate-shell", &info.alternate_shell),
        ("client-info.working-dir", &info.working_dir),
    ];
    let lengths = [
        "client-info.domain-length",
        "client-info.user-name-length",
        "client-info.password-length",
        "client-info.alternate-shell-length",
        "client-info.working-dir-length",
    ];
    let mut writer = Writer::new(MessageName::ClientInfo);
    writer
        .u32_le("client-info.code-page", info.code_page)
        .u32_le("client-info.flags", info.flags | flags::UNICODE);
    for (field, (_, text)) in lengths.into_iter().zip(texts) {
        writer.u16_le(field, length16(utf16(text).len()));
    }
    for (field, text) in texts {
        writer.raw(field, &utf16_z(text));
    }
    if let Some(extended) = &info.extended {
        write_extended(&mut writer, extended);
    }
    writer.finish()
}

fn write_extended(writer: &mut Writer, extended: &ExtendedInfo) {
    let address = utf16_z(&extended.address);
    let directory = utf16_z(&extended.directory);
    writer
        .u16_le("client-info.address-family", extended.address_family)
        .u16_le("client-info.address-length", length16(address.len()))
        .raw("client-info.address", &address)
        .u16_le("client-info.directory-length", length16(directory.len()))
        .raw("client-info.directory", &directory);
    let zone = extended.time_zone.clone().unwrap_or_default();
    write_time_zone(writer, &zone);
    writer
        .u32_le("client-info.session-id", 0)
        .u32_le("client-info.performance-flags", extended.performance_flags);
    let mut cookie = Writer::new(MessageName::ClientInfo);
    if let Some(auto_reconnect) = &extended.auto_reconnect {
        auto_reconnect.write(&mut cookie);
    }
    let cookie = cookie.finish();
    writer
        .u16_le(
            "client-info.auto-reconnect-length",
            length16(cookie.bytes.len()),
        )
        .append(cookie);
}

fn write_time_zone(writer: &mut Writer, zone: &TimeZone) {
    writer
        .u32_le("client-info.time-zone-bias", zone.bias.cast_unsigned())
        .raw(
            "client-info.time-zone-standard-name",
            &utf16_fixed(&zone.standard_name, 64),
        )
        .raw("client-info.time-zone-standard-date", &[0; 16])
        .u32_le("client-info.time-zone-standard-bias", 0)
        .raw(
            "client-info.time-zone-daylight-name",
            &utf16_fixed(&zone.daylight_name, 64),
        )
        .raw("client-info.time-zone-daylight-date", &[0; 16])
        .u32_le("client-info.time-zone-daylight-bias", 0);
}
