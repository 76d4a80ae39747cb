//! Licensing (MS-RDPBCGR 1.3.1.1, 3.3.5.3.12; MS-RDPELE).

use super::host::Licensing;
use super::output::{ClientMisbehaved, Turn};
use super::session::{Session, Stage};
use super::{capabilities_exchange, multitransport};
use crate::licensing::client::ClientMessage;
use crate::licensing::error::{ErrorCode, StateTransition, license_error};
use crate::licensing::exchange::{Exchange, Next, Settings};
use crate::licensing::request::ProductInfo;
use crate::message::{Message, MessageName};
use crate::standard_security::ServerKey;
use crate::standard_security::certificate::{Signature, proprietary};
use crate::standard_security::header::flags;

/// What the lab's license consists of: nobody checks it.
const LICENSE: &[u8] = b"badrdp lab license";

/// How far the licensing of a connection is.
#[derive(Debug)]
pub(super) enum LicensingExchange {
    /// The full exchange is under way.
    Full(Box<Exchange>),
    /// Nothing more is to be said; what the client says is noted.
    Over,
}

/// Starts the phase, in the way that the server is set to.
pub(super) fn begin(session: &mut Session, turn: &mut Turn<'_>) {
    match session.host.session.licensing {
        Licensing::Short { code, transition } => {
            session.enter(Stage::Licensing(LicensingExchange::Over), turn);
            error(session, code, transition, turn);
            end(session, code, transition, turn);
        }
        Licensing::Full { .. } => {
            let exchange = exchange(session, turn);
            let request = exchange.start();
            let stage = Stage::Licensing(LicensingExchange::Full(Box::new(exchange)));
            session.enter(stage, turn);
            say(session, request, turn);
        }
        Licensing::Skipped => go_on(session, turn),
    }
}

/// The full exchange, with the key of Standard RDP Security where the server has one and the
/// published one where it has not: under TLS nobody has shown a certificate yet.
fn exchange(session: &Session, turn: &mut Turn<'_>) -> Exchange {
    let key = session
        .host
        .server_key
        .clone()
        .unwrap_or_else(ServerKey::published);
    let mut server_random = [0; 32];
    turn.world.random(&mut server_random);
    Exchange::new(Settings {
        certificate: proprietary(&key.public(), Signature::Right),
        key,
        server_random,
        product: ProductInfo::windows(session.host.session.gcc_version),
        license: LICENSE.to_vec(),
    })
}

/// Takes a licensing PDU of the client.
pub(super) fn handle(
    session: &mut Session,
    body: &[u8],
    len: usize,
    turn: &mut Turn<'_>,
) -> Result<(), ClientMisbehaved> {
    let refusal = match session.host.session.licensing {
        Licensing::Full { code, transition } if code != ErrorCode::VALID_CLIENT.0 => {
            Some((code, transition))
        }
        _ => None,
    };
    let Stage::Licensing(LicensingExchange::Full(exchange)) = &mut session.stage else {
        let message = ClientMessage::decode(body);
        let name = message.map_or(MessageName::Unrecognized, |message| message.name());
        turn.received(name, len, None);
        return Ok(());
    };
    let reply = exchange
        .client(body)
        .map_err(|error| session.misbehaved(error))?;
    let note = match &reply.next {
        Next::GaveUp(error) => Some(format!("gave up: {error}")),
        Next::Licensed | Next::Refused | Next::Wait => None,
    };
    turn.received(reply.name, len, note);
    if let (Next::Licensed, Some((code, transition))) = (&reply.next, refusal) {
        error(session, code, transition, turn);
        end(session, code, transition, turn);
        return Ok(());
    }
    for message in reply.messages {
        say(session, message, turn);
    }
    match reply.next {
        Next::Wait => {}
        Next::Licensed => go_on(session, turn),
        Next::Refused | Next::GaveUp(_) => {
            turn.close();
            session.stage = Stage::Over;
        }
    }
    Ok(())
}

/// A License Error PDU, at any time.
pub(super) fn error(session: &Session, code: u32, transition: u32, turn: &mut Turn<'_>) {
    let message = license_error(ErrorCode(code), StateTransition(transition), &[]);
    say(session, message, turn);
}

fn say(session: &Session, message: Message, turn: &mut Turn<'_>) {
    session.send_flagged(flags::LICENSE_PKT, message, turn);
}

/// The last licensing PDU is said: a client that is not let in is left (MS-RDPELE 3.2.5).
fn end(session: &mut Session, code: u32, transition: u32, turn: &mut Turn<'_>) {
    let licensed = code == ErrorCode::VALID_CLIENT.0;
    if licensed && transition != StateTransition::TOTAL_ABORT.0 {
        go_on(session, turn);
    } else {
        turn.close();
        session.stage = Stage::Over;
    }
}

fn go_on(session: &mut Session, turn: &mut Turn<'_>) {
    multitransport::offer(session, turn);
    capabilities_exchange::begin(session, turn);
}
