//! The active session: the test card, what moves on it, and what the client does
//! (MS-RDPBCGR 1.3.1.1, 1.3.6).

mod convert;
mod heartbeats;
mod picture;

use std::time::Duration;

use self::heartbeats::Heartbeats;
use self::picture::Picture;
use super::host::AutoReconnect;
use super::output::Turn;
use super::session::{SHARE_ID, Session, Stage};
use crate::message::MessageName;
use crate::session::auto_reconnect;
use crate::session::input::InputEvent;
use crate::session::save_session_info::{SessionInfo, save_session_info};
use crate::share::client::ClientPdu;

/// How often what moves is drawn.
const TICK: Duration = Duration::from_millis(125);

/// An active session.
#[derive(Debug)]
pub(super) struct Active {
    /// When it became active first, from the start of the connection on.
    since: Duration,
    picture: Option<Picture>,
    /// When something is to be drawn next, from the start of the connection on.
    next_tick: Option<Duration>,
    heartbeats: Option<Heartbeats>,
}

impl Active {
    pub(super) fn next_tick(&self) -> Option<Duration> {
        let heartbeat = self.heartbeats.and_then(|heartbeats| heartbeats.due);
        [self.next_tick, heartbeat].into_iter().flatten().min()
    }
}

/// The connection sequence is through: the user is told, the picture is sent.
pub(super) fn begin(session: &mut Session, turn: &mut Turn<'_>) {
    let now = turn.world.elapsed();
    session.enter(Stage::Active, turn);
    let (since, drawn, heartbeats) = match session.active.take() {
        Some(before) => (before.since, before.picture, before.heartbeats),
        None => {
            announce(session, turn);
            (now, None, Heartbeats::new(session, now))
        }
    };
    let picture = session.host.session.picture.then(|| match drawn {
        Some(picture) => picture.again(session),
        None => Picture::new(session),
    });
    if let Some(picture) = &picture {
        picture.everything(session, turn);
    }
    session.active = Some(Box::new(Active {
        since,
        next_tick: picture.is_some().then_some(now + TICK),
        picture,
        heartbeats,
    }));
}

/// Logon notification, and what becomes of the auto-reconnect cookie (MS-RDPBCGR 2.2.10.1, 5.5).
fn announce(session: &Session, turn: &mut Turn<'_>) {
    if session.refuses_cookie() {
        session.send(auto_reconnect::status(SHARE_ID, 0), turn);
    }
    if session.host.session.logon_notification {
        session.send(save_session_info(SHARE_ID, &SessionInfo::PlainNotify), turn);
    }
    if session.host.session.auto_reconnect != AutoReconnect::Off {
        let info = SessionInfo::Extended {
            cookie: Some(session.cookie()),
            errors: None,
        };
        session.send(save_session_info(SHARE_ID, &info), turn);
    }
}

/// Time has passed: draws what moved, sends a sign of life.
pub(super) fn tick(session: &mut Session, turn: &mut Turn<'_>) {
    let now = turn.world.elapsed();
    let Some(mut active) = session.active.take() else {
        return;
    };
    if active.next_tick.is_some_and(|due| now >= due) {
        active.next_tick = Some(now + TICK);
        if let Some(picture) = &mut active.picture {
            picture.tick(now.saturating_sub(active.since), session, turn);
        }
    }
    if let Some(heartbeats) = &mut active.heartbeats {
        heartbeats.tick(now, session, turn);
    }
    session.active = Some(active);
}

/// The session is taken down, and perhaps for good: nothing is drawn until it is active again
/// (MS-RDPBCGR 1.3.1.3).
pub(super) fn deactivated(session: &mut Session) {
    if let Some(active) = &mut session.active {
        active.next_tick = None;
    }
}

/// Keys and mouse: the card shows them at the next tick, so that no client can ask for more
/// drawing than that.
pub(super) fn input(
    session: &mut Session,
    name: MessageName,
    events: &[InputEvent],
    len: usize,
    turn: &mut Turn<'_>,
) {
    // What was typed may be a password: only how much it was is told.
    let note = Some(match events.len() {
        1 => "1 event".to_owned(),
        count => format!("{count} events"),
    });
    turn.received(name, len, note);
    if let Some(active) = &mut session.active
        && let Some(picture) = &mut active.picture
    {
        picture.input(events);
    }
}

/// The client wants a part of the picture again, or none for a while (MS-RDPBCGR 2.2.11.2,
/// 2.2.11.3). It gets all of it, at the next tick.
pub(super) fn wish(session: &mut Session, pdu: &ClientPdu, len: usize, turn: &mut Turn<'_>) {
    turn.received(pdu.name(), len, None);
    if let Some(active) = &mut session.active
        && let Some(picture) = &mut active.picture
    {
        match pdu {
            ClientPdu::SuppressOutput(area) => picture.hide(area.is_none()),
            _ => picture.refresh(),
        }
    }
}
