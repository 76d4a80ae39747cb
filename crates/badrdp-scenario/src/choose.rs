//! From the tables of a file to a server with every choice made.

mod credssp;

use badrdp_proto::acceptor::{
    self, Answer, Licensing, SessionSettings, Settings, StandardSecurity,
};
use badrdp_proto::licensing::error::{ErrorCode, StateTransition};
use badrdp_proto::negotiation::Protocols;
use badrdp_proto::standard_security;
use badrdp_tls::choices as tls;

use self::credssp::credssp;
use crate::file::Overrides;
use crate::server::licensing::LicensingMode;
use crate::server::session::AutoReconnect;
use crate::server::standard_security::{EncryptionLevel, EncryptionMethod};
use crate::server::{Choices, Security, SessionTable, StandardSecurityTable};

/// The sides that a desktop may have, in pixels; `SessionTable` says the same to editors.
const SIDES: std::ops::RangeInclusive<u16> = 200..=8192;

/// Makes every choice.
pub(crate) fn choose(table: &Overrides) -> Result<Choices, String> {
    let standard_security = table.standard_security.clone().unwrap_or_default();
    Ok(Choices {
        certificate: table
            .certificate
            .clone()
            .unwrap_or_else(|| "windows-default".to_owned()),
        negotiation: negotiation(table)?,
        server_key: standard_security
            .key
            .clone()
            .unwrap_or_else(|| "rsa-512".to_owned()),
        session: session(table)?,
        tls: tls(table)?,
    })
}

fn negotiation(table: &Overrides) -> Result<Settings, String> {
    let security = table.security.as_deref().unwrap_or_default();
    let default = Settings::default();
    let answer = match (table.failure, table.select, table.negotiation) {
        (Some(_), Some(_), _) => return Err("`failure` and `select` exclude each other".to_owned()),
        (Some(failure), None, _) => Answer::Fail(failure.number()),
        (None, Some(select), _) => Answer::Select(select.protocols()),
        (None, None, Some(false)) => Answer::NoNegotiationData,
        (None, None, _) => Answer::Honest,
    };
    Ok(Settings {
        answer,
        direct_tls: table.direct_tls.unwrap_or_default(),
        flags: table.flags.unwrap_or(default.flags),
        refuses_correlation_info: table.refuses_correlation_info.unwrap_or_default(),
        requires_cookie: table.requires_cookie.unwrap_or_default(),
        source_reference: table.source_reference.unwrap_or(default.source_reference),
        standard_security: security.contains(&Security::Rdp),
        supported: security.iter().fold(Protocols::RDP, |protocols, security| {
            protocols | security.protocol()
        }),
    })
}

fn tls(table: &Overrides) -> Result<tls::Choices, String> {
    let mut tls = tls::Choices::default();
    if let Some(table) = table.tls.clone() {
        tls.client_certificate = table.client_certificate.unwrap_or(tls.client_certificate);
        tls.finished = table.finished.unwrap_or(tls.finished);
        tls.renegotiation_info = table.renegotiation_info.unwrap_or(tls.renegotiation_info);
        tls.server_name = table.server_name.unwrap_or(tls.server_name);
        tls.signature = table.signature.unwrap_or(tls.signature);
        tls.suites = table.suites.or(tls.suites);
        tls.unoffered_suite = table.unoffered_suite.or(tls.unoffered_suite);
        tls.versions = table.versions.unwrap_or(tls.versions);
    }
    tls.validate().map_err(|error| error.to_string())?;
    Ok(tls)
}

fn session(table: &Overrides) -> Result<SessionSettings, String> {
    let choices = table.session.clone().unwrap_or_default();
    Ok(SessionSettings {
        auto_detect: choices.auto_detect.unwrap_or_default(),
        auto_reconnect: match table.auto_reconnect.unwrap_or(AutoReconnect::Off) {
            AutoReconnect::Accept => acceptor::AutoReconnect::Accept,
            AutoReconnect::Off => acceptor::AutoReconnect::Off,
            AutoReconnect::Refuse => acceptor::AutoReconnect::Refuse,
        },
        credssp: credssp(table)?,
        depth: depth(&choices)?,
        fast_path: choices.fast_path.unwrap_or(true),
        gcc_version: gcc_version(table)?,
        heartbeat: choices.heartbeat.map(|heartbeat| acceptor::Heartbeat {
            period: heartbeat.period,
            warn: heartbeat.warn,
            reconnect: heartbeat.reconnect,
            count: heartbeat.count,
        }),
        licensing: licensing(table),
        logon_notification: choices.logon_notification.unwrap_or(true),
        message_channel: choices.message_channel.unwrap_or(true),
        multitransport: choices.multitransport.unwrap_or_default(),
        picture: choices.picture.unwrap_or(true),
        size: (
            pixels("width", choices.width)?,
            pixels("height", choices.height)?,
        ),
        skip_channel_join: choices.skip_channel_join.unwrap_or_default(),
        standard_security: standard_security(table.standard_security.as_ref()),
    })
}

/// A side of the desktop, within what a session may have (MS-RDPBCGR 2.2.1.3.2).
fn pixels(key: &str, side: Option<u16>) -> Result<Option<u16>, String> {
    match side {
        Some(pixels) if !SIDES.contains(&pixels) => {
            let (least, most) = (SIDES.start(), SIDES.end());
            Err(format!("`{key}` is {least} to {most} pixels, not {pixels}"))
        }
        side => Ok(side),
    }
}

fn depth(table: &SessionTable) -> Result<u8, String> {
    match table.depth.unwrap_or(32) {
        depth @ (8 | 15 | 16 | 24 | 32) => Ok(depth),
        other => Err(format!("`depth` is 8, 15, 16, 24 or 32, not {other}")),
    }
}

fn gcc_version(table: &Overrides) -> Result<u32, String> {
    let Some(text) = &table.gcc_version else {
        return Ok(SessionSettings::default().gcc_version);
    };
    let is_hex = |digits: &&str| digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    text.strip_prefix("0x")
        .filter(|digits| digits.len() == 8)
        .filter(is_hex)
        .and_then(|digits| u32::from_str_radix(digits, 16).ok())
        .ok_or_else(|| format!("`{text}` is no GCC version such as \"0x00080004\""))
}

fn licensing(table: &Overrides) -> Licensing {
    let choices = table.licensing.clone().unwrap_or_default();
    let code = choices
        .error
        .map_or(ErrorCode::VALID_CLIENT.0, |error| error.number());
    let transition = choices
        .transition
        .map_or(StateTransition::NO_TRANSITION.0, |transition| {
            transition.number()
        });
    match choices.mode.unwrap_or_default() {
        LicensingMode::Full => Licensing::Full { code, transition },
        LicensingMode::None => Licensing::Skipped,
        LicensingMode::Short => Licensing::Short { code, transition },
    }
}

fn standard_security(table: Option<&StandardSecurityTable>) -> StandardSecurity {
    use standard_security::{Level, Method, Methods};
    let table = table.cloned().unwrap_or_default();
    let methods = table.methods.unwrap_or_default().into_iter();
    StandardSecurity {
        methods: methods.fold(Methods::NONE, |methods, method| {
            methods
                | match method {
                    EncryptionMethod::Fips => Method::Fips,
                    EncryptionMethod::Rc4With128 => Method::Bits128,
                    EncryptionMethod::Rc4With40 => Method::Bits40,
                    EncryptionMethod::Rc4With56 => Method::Bits56,
                }
                .into()
        }),
        level: match table.level.unwrap_or(EncryptionLevel::None) {
            EncryptionLevel::ClientCompatible => Level::ClientCompatible,
            EncryptionLevel::Fips => Level::Fips,
            EncryptionLevel::High => Level::High,
            EncryptionLevel::Low => Level::Low,
            EncryptionLevel::None => Level::None,
        },
        key_update: table.key_update.unwrap_or(true),
        honest_signature: table.signature.unwrap_or_default() == tls::Honesty::Honest,
    }
}
