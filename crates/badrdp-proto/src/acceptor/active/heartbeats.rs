//! Signs of life in an active session (MS-RDPBCGR 2.2.16.1).

use std::time::Duration;

use crate::acceptor::host;
use crate::acceptor::output::Turn;
use crate::acceptor::session::Session;
use crate::gcc::client::early_capability_flags::RNS_UD_CS_SUPPORT_HEARTBEAT_PDU;
use crate::session::heartbeat::Heartbeat;
use crate::standard_security::header::flags;

/// The Heartbeat PDUs of one session.
#[derive(Clone, Copy, Debug)]
pub(super) struct Heartbeats {
    settings: host::Heartbeat,
    /// The message channel: no other may carry them.
    channel: u16,
    sent: u16,
    /// When the next one is due, from the start of the connection on; `None` for never.
    pub(super) due: Option<Duration>,
}

impl Heartbeats {
    /// Those of a session that is active from `now` on; `None` where the server sends none, or
    /// where the client does not know them.
    pub(super) fn new(session: &Session, now: Duration) -> Option<Self> {
        let settings = session.host.session.heartbeat?;
        let client = session.client.as_ref()?;
        let channel = session.channels.message?;
        client.can(RNS_UD_CS_SUPPORT_HEARTBEAT_PDU).then(|| Self {
            settings,
            channel,
            sent: 0,
            due: Some(now + interval(settings)),
        })
    }

    /// Sends the one that is due.
    pub(super) fn tick(&mut self, now: Duration, session: &Session, turn: &mut Turn<'_>) {
        if self.due.is_none_or(|due| now < due) {
            return;
        }
        let settings = self.settings;
        let message = Heartbeat {
            period: settings.period,
            warn_after: settings.warn,
            reconnect_after: settings.reconnect,
        };
        session.send_on(self.channel, flags::HEARTBEAT, message.encode(), turn);
        self.sent = self.sent.saturating_add(1);
        let more = settings.count.is_none_or(|count| self.sent < count);
        self.due = more.then(|| now + interval(settings));
    }
}

/// At least a second: a period of 0 must not flood.
fn interval(settings: host::Heartbeat) -> Duration {
    Duration::from_secs(settings.period.max(1).into())
}
