//! The orderly ways out (MS-RDPBCGR 1.3.1.4).

use super::output::Turn;
use super::session::{SHARE_ID, Session, Stage};
use crate::message::MessageName;
use crate::session::notices::shutdown_denied;

/// The client says that it leaves: nothing is to be answered (MS-RDPBCGR 1.3.1.4.1).
pub(super) fn client_leaves(session: &mut Session, reason: u8, len: usize, turn: &mut Turn<'_>) {
    let note = Some(format!("reason {reason}"));
    turn.received(MessageName::ClientDisconnectProviderUltimatum, len, note);
    turn.close();
    session.stage = Stage::Over;
}

/// The client ends the connection in the words of X.224 (13.5), as rdesktop does.
pub(super) fn client_hangs_up(session: &mut Session, len: usize, turn: &mut Turn<'_>) {
    turn.received(MessageName::ClientDisconnectRequest, len, None);
    turn.close();
    session.stage = Stage::Over;
}

/// The client's window was closed: while a user is logged on, the server denies the shutdown, and
/// the client disconnects by itself (MS-RDPBCGR 1.3.1.4.1).
pub(super) fn shutdown_request(session: &Session, len: usize, turn: &mut Turn<'_>) {
    turn.received(MessageName::ShutdownRequest, len, None);
    session.send(shutdown_denied(SHARE_ID), turn);
}
