//! Connection finalization (MS-RDPBCGR 3.2.5.3.14 to 3.2.5.3.22).

use badrdp_proto::Phase;
use badrdp_proto::session::finalization::{
    action, client_control_cooperate, client_control_request, client_synchronize, font_list,
};
use badrdp_proto::share::ServerPdu;

use super::{Stage, Walk, active};
use crate::seen::Stop;

/// What has come, in the order in which it has to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Progress {
    synchronized: bool,
    cooperating: bool,
    granted: bool,
}

impl Progress {
    const fn next(self) -> &'static str {
        match self {
            Self {
                synchronized: false,
                ..
            } => "Synchronize",
            Self {
                cooperating: false, ..
            } => "Control (Cooperate)",
            Self { granted: false, .. } => "Control (Granted Control)",
            _ => "Font Map",
        }
    }
}

/// Says all that a client says, in one go, as clients do.
pub(super) fn begin(walk: &mut Walk) {
    let (share_id, user) = (walk.share_id, walk.channels.user);
    for message in [
        client_synchronize(share_id, user),
        client_control_cooperate(share_id, user),
        client_control_request(share_id, user),
        font_list(share_id, user),
    ] {
        walk.send(message);
    }
    let progress = Progress::default();
    walk.stage = Stage::Finalization(progress);
    walk.enter(
        Phase::ConnectionFinalization,
        "Confirm Active and Font List",
        progress.next(),
    );
}

/// Takes Synchronize, Control or Font Map.
pub(super) fn handle(walk: &mut Walk, pdu: &ServerPdu, bytes: &[u8]) -> Result<(), Stop> {
    let name = match pdu {
        ServerPdu::Synchronize { .. } => "Synchronize",
        ServerPdu::Control(control) if control.action == action::COOPERATE => "Control (Cooperate)",
        ServerPdu::Control(control) if control.action == action::GRANTED_CONTROL => {
            "Control (Granted Control)"
        }
        ServerPdu::Control(control) => {
            let what = format!("control.action is {}", control.action);
            return Err(Stop::malformed("Control", what));
        }
        _ => "Font Map",
    };
    let Stage::Finalization(mut progress) = walk.stage else {
        let what = format!("it comes while {} is due", walk.seen.waiting_for);
        if walk.is_active() {
            walk.odd(format!("{name} came in an active session"));
            return Ok(());
        }
        return Err(Stop::malformed(name, what));
    };
    let due = progress.next();
    if name != due {
        return Err(Stop::malformed(
            name,
            format!("it comes while {due} is due"),
        ));
    }
    match pdu {
        ServerPdu::Synchronize { .. } => progress.synchronized = true,
        ServerPdu::Control(control) if progress.cooperating => {
            let user = walk.channels.user;
            if control.grant_id != user && control.grant_id != 0 {
                let what = format!("control.grant-id is {}, not {user}", control.grant_id);
                return Err(Stop::malformed(name, what));
            }
            progress.granted = true;
        }
        ServerPdu::Control(_) => progress.cooperating = true,
        _ => {
            font_map(walk, bytes);
            active::begin(walk);
            return Ok(());
        }
    }
    walk.stage = Stage::Finalization(progress);
    walk.waits(walk.seen.said, progress.next());
    Ok(())
}

/// `mapFlags` and `entrySize` have one value each (MS-RDPBCGR 2.2.1.22.1).
fn font_map(walk: &mut Walk, bytes: &[u8]) {
    const HEADERS: usize = 6 + 12;
    match bytes.get(HEADERS..) {
        Some([_, _, _, _, 3, 0, 4, 0]) | None => {}
        Some(other) => {
            let length = other.len();
            walk.odd(format!(
                "Font Map: its {length} bytes are not those of the standard"
            ));
        }
    }
}
