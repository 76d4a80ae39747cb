//! Connection finalization: Synchronize, Control, Font List and Font Map (MS-RDPBCGR 1.3.1.1,
//! 3.3.5.3.14 to 3.3.5.3.22).

use super::output::Turn;
use super::session::{SHARE_ID, Session, Stage};
use super::{active, session::IO_CHANNEL};
use crate::session::finalization::{
    action, font_map, server_control_cooperate, server_control_granted, server_synchronize,
};
use crate::share::client::ClientPdu;

/// Says what waits for nothing but the Confirm Active (MS-RDPBCGR 2.2.1.19, 2.2.1.20). There are
/// clients that say nothing themselves before they have it.
pub(super) fn begin(session: &mut Session, turn: &mut Turn<'_>) {
    let user = session.channels.user.unwrap_or(IO_CHANNEL);
    session.send(server_synchronize(SHARE_ID, user), turn);
    session.send(server_control_cooperate(SHARE_ID), turn);
}

/// Answers one PDU of the finalization. Clients send everything in one go, so it is answered as
/// it comes.
pub(super) fn handle(session: &mut Session, pdu: &ClientPdu, len: usize, turn: &mut Turn<'_>) {
    turn.received(pdu.name(), len, None);
    if !matches!(session.stage, Stage::ConnectionFinalization) {
        return;
    }
    let user = session.channels.user.unwrap_or(IO_CHANNEL);
    match pdu {
        ClientPdu::Control(control) if control.action == action::REQUEST_CONTROL => {
            session.send(server_control_granted(SHARE_ID, user), turn);
        }
        ClientPdu::FontList => {
            session.send(font_map(SHARE_ID), turn);
            active::begin(session, turn);
        }
        _ => {}
    }
}
