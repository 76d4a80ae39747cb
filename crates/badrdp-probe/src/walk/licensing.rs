//! Licensing, short and full (MS-RDPBCGR 2.2.1.12, MS-RDPELE 3.2).

use badrdp_proto::licensing::client_exchange::{ServerMessageError, ServerSaid};
use badrdp_proto::licensing::error::client_license_error;
use badrdp_proto::licensing::preamble::{VERSION_3_0, message_type};
use badrdp_proto::licensing::{ClientExchange, ErrorCode, LicenseError, StateTransition};
use badrdp_proto::reader::Reader;
use badrdp_proto::standard_security::header::flags;
use badrdp_proto::{MessageName, Phase};

use super::{Stage, Walk, auto_detect, security};
use crate::seen::{LicenseSeen, Stop};

/// `flags` of the preamble: RDP 4.0 clients and servers.
const VERSION_2_0: u8 = 2;

/// Takes a licensing PDU, from the preamble on.
pub(super) fn handle(walk: &mut Walk, body: &[u8]) -> Result<(), Stop> {
    walk.seen.license_padding += check_preamble(body).map_err(Stop::Licensing)?;
    let started = walk.licensing.is_some();
    let mut exchange = walk.licensing.take().unwrap_or_else(|| {
        let random = &walk.setup.random;
        let (license_random, secret) = (random.license_random, random.premaster_secret);
        ClientExchange::new(license_random, secret, &walk.setup.user.name, "badrdp")
    });
    let own_key = walk.server_key.clone();
    let said = exchange.server(body, |certificate| match certificate {
        Some(certificate) => security::key_of(certificate),
        None => own_key,
    });
    match said {
        Ok(ServerSaid::Answer { received, answer }) => {
            walk.licensing = Some(exchange);
            let (said, waiting_for) = match received {
                MessageName::LicenseRequest => ("New License Request", "Platform Challenge"),
                _ => ("Platform Challenge Response", "New License"),
            };
            walk.send_on(walk.channels.io, flags::LICENSE_PKT, answer);
            walk.waits(said, waiting_for);
            Ok(())
        }
        Ok(ServerSaid::License(info)) => {
            walk.seen.license = Some(LicenseSeen::Issued(info.product_id));
            done(walk);
            Ok(())
        }
        Ok(ServerSaid::Error(error)) => ended(walk, error, started),
        Err(error) => {
            complain(walk, &error);
            Err(Stop::Licensing(error.to_string()))
        }
    }
}

/// What a client says to a licensing message that it does not go on with.
fn complain(walk: &mut Walk, error: &ServerMessageError) {
    let code = match error {
        ServerMessageError::BadMac(_) | ServerMessageError::License(_) => ErrorCode::INVALID_MAC,
        ServerMessageError::Certificate(_) | ServerMessageError::NoKey => {
            ErrorCode::INVALID_SERVER_CERTIFICATE
        }
        ServerMessageError::TooShort(_) => ErrorCode::INVALID_MESSAGE_LEN,
        ServerMessageError::Type(_)
        | ServerMessageError::Early(_)
        | ServerMessageError::KeyExchange(_) => return,
    };
    let message = client_license_error(code, StateTransition::TOTAL_ABORT);
    walk.send_on(walk.channels.io, flags::LICENSE_PKT, message);
}

fn ended(walk: &mut Walk, error: LicenseError, exchanged: bool) -> Result<(), Stop> {
    if !error.is_valid_client() {
        return Err(Stop::LicenseError {
            code: error.code.0,
            transition: error.transition.0,
        });
    }
    walk.seen.license = Some(if exchanged {
        LicenseSeen::ValidAfterExchange
    } else {
        LicenseSeen::Valid
    });
    done(walk);
    Ok(())
}

/// Whether `user_data` are a licensing message where nothing has a security header any more.
pub(super) fn is_late(user_data: &[u8]) -> bool {
    const HEADER: usize = 4;
    let mut reader = Reader::new(user_data);
    let flags = reader.u16_le().unwrap_or_default();
    // A share control header of that length would have as many bytes behind it.
    flags & flags::LICENSE_PKT != 0
        && usize::from(flags) != user_data.len()
        && user_data
            .get(HEADER..)
            .is_some_and(|body| check_preamble(body).is_ok())
}

/// Takes a licensing message once licensing is over: an error ends the session, and to be found
/// valid again is odd.
pub(super) fn late(walk: &mut Walk, body: &[u8]) -> Result<(), Stop> {
    check_preamble(body).map_err(Stop::Licensing)?;
    let mut reader = Reader::new(body);
    let kind = reader.u8().unwrap_or_default();
    let error = reader
        .take(3)
        .ok()
        .and_then(|_| LicenseError::decode(&mut reader).ok());
    match error.filter(|_| kind == message_type::ERROR_ALERT) {
        Some(error) if !error.is_valid_client() => Err(Stop::LicenseError {
            code: error.code.0,
            transition: error.transition.0,
        }),
        _ => {
            walk.odd("a licensing message came once licensing was over");
            Ok(())
        }
    }
}

fn done(walk: &mut Walk) {
    walk.licensing = None;
    auto_detect::over(walk);
    walk.stage = Stage::DemandActive;
    walk.enter(
        Phase::CapabilitiesExchange,
        "all that licensing asks for",
        "Demand Active",
    );
}

/// Whether a message is whole by its own length; gives how much padding follows it.
fn check_preamble(body: &[u8]) -> Result<usize, String> {
    let [kind, preamble_flags, low, high, ..] = body else {
        return Err("a licensing message ends inside its preamble".to_owned());
    };
    let version = preamble_flags & 0x0F;
    if !(VERSION_2_0..=VERSION_3_0).contains(&version) {
        return Err(format!("licensing.preamble.flags is {preamble_flags:#04x}"));
    }
    let size = usize::from(u16::from_le_bytes([*low, *high]));
    // Some servers pad behind an error message.
    let padded = *kind == message_type::ERROR_ALERT && (16..body.len()).contains(&size);
    if size != body.len() && !padded {
        return Err(format!(
            "licensing.preamble.message-size is {size}, the message has {} bytes",
            body.len()
        ));
    }
    // Preamble, dwErrorCode, dwStateTransition, and the blob's type and length.
    if let (&message_type::ERROR_ALERT, Some([_, _, low, high])) = (kind, body.get(12..16)) {
        let length = usize::from(u16::from_le_bytes([*low, *high]));
        let there = size.saturating_sub(16);
        if length != there {
            return Err(format!(
                "licensing.blob.length is {length}, {there} bytes follow"
            ));
        }
    }
    Ok(body.len() - size)
}
