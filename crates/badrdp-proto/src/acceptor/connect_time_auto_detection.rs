//! Optional connect-time auto-detection (MS-RDPBCGR 1.3.1.1, 1.3.9): one measurement of the
//! round trip, and its result.

use super::licensing;
use super::output::Turn;
use super::session::{Session, Stage};
use crate::gcc::client::early_capability_flags::RNS_UD_CS_SUPPORT_NETCHAR_AUTODETECT;
use crate::message::{Message, MessageName};
use crate::session::auto_detect::{Request, Response};
use crate::standard_security::header::flags;

/// What is told of a network nobody has measured: that of a local network, in kbit/s.
const BANDWIDTH: u32 = 100_000;

/// Starts the measurement, where both sides know it; licensing otherwise.
pub(super) fn begin(session: &mut Session, turn: &mut Turn<'_>) {
    let client = session.client.as_ref();
    let knows = client.is_some_and(|client| client.can(RNS_UD_CS_SUPPORT_NETCHAR_AUTODETECT));
    if session.host.session.auto_detect && knows && session.channels.message.is_some() {
        session.enter(Stage::ConnectTimeAutoDetection, turn);
        let measure = Request::Rtt { connect_time: true };
        request(session, measure.encode(1), turn);
    } else {
        licensing::begin(session, turn);
    }
}

/// Sends an Auto-Detect Request PDU.
pub(super) fn request(session: &Session, request: Message, turn: &mut Turn<'_>) {
    let channel = session
        .channels
        .message
        .unwrap_or(super::session::IO_CHANNEL);
    session.send_on(channel, flags::AUTODETECT_REQ, request, turn);
}

/// What the client measured.
pub(super) fn handle(session: &mut Session, body: &[u8], len: usize, turn: &mut Turn<'_>) {
    let note = match Response::decode(body) {
        Ok((_, response)) => format!("{response:?}"),
        Err(error) => error.to_string(),
    };
    turn.received(MessageName::AutoDetectResponse, len, Some(note));
    if matches!(session.stage, Stage::ConnectTimeAutoDetection) {
        let result = Request::NetworkCharacteristics {
            base_rtt: Some(1),
            bandwidth: Some(BANDWIDTH),
            average_rtt: 1,
        };
        request(session, result.encode(2), turn);
        licensing::begin(session, turn);
    }
}
