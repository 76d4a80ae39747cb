//! Capabilities exchange: Demand Active and Confirm Active (MS-RDPBCGR 1.3.1.1, 3.3.5.3.13).

use super::connection_finalization;
use super::output::Turn;
use super::session::{SHARE_ID, Session, Stage};
use crate::capabilities::demand_active::WINDOWS_SOURCE_DESCRIPTOR;
use crate::capabilities::windows::{Desktop, server_sets};
use crate::capabilities::{ConfirmActive, DemandActive};
use crate::message::MessageName;

/// Sends the server's capabilities.
pub(super) fn begin(session: &mut Session, turn: &mut Turn<'_>) {
    session.enter(Stage::CapabilitiesExchange, turn);
    demand(session, turn);
}

/// The Demand Active PDU alone.
pub(super) fn demand(session: &Session, turn: &mut Turn<'_>) {
    let (width, height) = session.size;
    let demand = DemandActive {
        share_id: SHARE_ID,
        source_descriptor: WINDOWS_SOURCE_DESCRIPTOR.to_vec(),
        sets: server_sets(&Desktop {
            width,
            height,
            bits_per_pixel: session.depth().into(),
            fast_path_output: session.host.session.fast_path,
        }),
    };
    session.send(demand.encode(), turn);
}

/// Takes the client's capabilities.
pub(super) fn handle(
    session: &mut Session,
    confirm: ConfirmActive,
    len: usize,
    turn: &mut Turn<'_>,
) {
    let sets = confirm.sets.len();
    turn.received(
        MessageName::ConfirmActive,
        len,
        Some(format!("{sets} capability sets")),
    );
    session.confirmed = Some(Box::new(confirm));
    if matches!(session.stage, Stage::CapabilitiesExchange) {
        session.enter(Stage::ConnectionFinalization, turn);
        connection_finalization::begin(session, turn);
    }
}
