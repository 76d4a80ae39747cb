//! Optional multitransport bootstrapping (MS-RDPBCGR 1.3.1.1, 3.3.5.15.1). The side channel over
//! UDP never answers: clients go on without it.

use super::output::Turn;
use super::session::Session;
use crate::message::MessageName;
use crate::session::multitransport::{Request, Response, UDP_RELIABLE};
use crate::standard_security::header::flags;

/// Offers a reliable side channel, where the client knows that. Nobody waits for the answer.
pub(super) fn offer(session: &Session, turn: &mut Turn<'_>) {
    let client = session.client.as_ref();
    let knows = client.is_some_and(|client| client.multitransport.is_some());
    let wanted = session.host.session.multitransport && knows;
    if wanted {
        request(session, UDP_RELIABLE, turn);
    }
}

/// Sends a request for a transport of any kind.
pub(super) fn request(session: &Session, protocol: u16, turn: &mut Turn<'_>) {
    let mut cookie = [0; 16];
    turn.world.random(&mut cookie);
    let request = Request {
        request_id: 1,
        protocol,
        cookie,
    };
    let channel = session
        .channels
        .message
        .unwrap_or(super::session::IO_CHANNEL);
    session.send_on(channel, flags::TRANSPORT_REQ, request.encode(), turn);
}

/// What the client says to it.
pub(super) fn handle(body: &[u8], len: usize, turn: &mut Turn<'_>) {
    let note = match Response::decode(body) {
        Ok(response) => format!("hrResponse {:#010x}", response.result),
        Err(error) => error.to_string(),
    };
    let name = MessageName::InitiateMultitransportResponse;
    turn.received(name, len, Some(note));
}
