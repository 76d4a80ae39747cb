//! The active session: the test card, what moves on it, and what the client does
//! (MS-RDPBCGR 1.3.1.1, 1.3.6).

mod convert;
mod picture;

use std::time::Duration;

use self::picture::Picture;
use super::host::AutoReconnect;
use super::output::Turn;
use super::session::{IO_CHANNEL, SHARE_ID, Session, Stage};
use crate::message::MessageName;
use crate::session::auto_reconnect;
use crate::session::heartbeat::Heartbeat;
use crate::session::input::InputEvent;
use crate::session::save_session_info::{SessionInfo, save_session_info};
use crate::share::client::ClientPdu;
use crate::standard_security::header::flags;

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
    next_heartbeat: Option<Duration>,
    heartbeats: u16,
}

impl Active {
    pub(super) fn next_tick(&self) -> Option<Duration> {
        [self.next_tick, self.next_heartbeat]
            .into_iter()
            .flatten()
            .min()
    }
}

/// The connection sequence is through: the user is told, the picture is sent.
pub(super) fn begin(session: &mut Session, turn: &mut Turn<'_>) {
    let now = turn.world.elapsed();
    session.enter(Stage::Active, turn);
    let before = session.active.take();
    if before.is_none() {
        announce(session, turn);
    }
    let since = before.as_ref().map_or(now, |active| active.since);
    let drawn = before.and_then(|active| active.picture);
    let picture = session.host.session.picture.then(|| match drawn {
        Some(picture) => picture.again(session),
        None => Picture::new(session),
    });
    if let Some(picture) = &picture {
        picture.everything(session, turn);
    }
    let heartbeat = session.host.session.heartbeat;
    let every = heartbeat.map(|heartbeat| Duration::from_secs(heartbeat.period.into()));
    session.active = Some(Box::new(Active {
        since,
        next_tick: picture.is_some().then_some(now + TICK),
        picture,
        next_heartbeat: every.map(|every| now + every),
        heartbeats: 0,
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
    if active.next_heartbeat.is_some_and(|due| now >= due) {
        active.heartbeat(session, now, turn);
    }
    session.active = Some(active);
}

impl Active {
    fn heartbeat(&mut self, session: &Session, now: Duration, turn: &mut Turn<'_>) {
        let Some(settings) = session.host.session.heartbeat else {
            return;
        };
        self.heartbeats = self.heartbeats.saturating_add(1);
        let channel = session.channels.message.unwrap_or(IO_CHANNEL);
        let message = Heartbeat {
            period: settings.period,
            warn_after: settings.warn,
            reconnect_after: settings.reconnect,
        };
        session.send_on(channel, flags::HEARTBEAT, message.encode(), turn);
        let more = settings.count.is_none_or(|count| self.heartbeats < count);
        let every = Duration::from_secs(settings.period.max(1).into());
        self.next_heartbeat = more.then_some(now + every);
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

/// The client wants a part of the picture again, or none for a while.
pub(super) fn wish(session: &mut Session, pdu: &ClientPdu, len: usize, turn: &mut Turn<'_>) {
    turn.received(pdu.name(), len, None);
    if let Some(active) = &mut session.active
        && let Some(picture) = &mut active.picture
    {
        match pdu {
            ClientPdu::SuppressOutput(None) => picture.hide(true),
            _ => picture.hide(false),
        }
    }
}
