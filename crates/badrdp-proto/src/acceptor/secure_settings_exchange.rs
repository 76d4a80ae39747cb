//! Secure settings exchange: the Client Info PDU (MS-RDPBCGR 1.3.1.1, 3.3.5.3.11).

use super::connect_time_auto_detection;
use super::host::AutoReconnect;
use super::output::{ClientMisbehaved, Credentials, Fact, Protection, Turn};
use super::session::{Session, Stage};
use crate::message::MessageName;
use crate::session::auto_reconnect::ServerCookie;
use crate::session::client_info::ClientInfo;

/// The session's id in the auto-reconnect cookie.
pub(super) const LOGON_ID: u32 = 1;

/// Takes the client's user and settings. What the password is nobody looks at. `encrypted` says
/// whether the PDU came in the encryption of Standard RDP Security; where it had to and did not,
/// the server leaves, as it leaves a client whose signature is wrong.
pub(super) fn handle(
    session: &mut Session,
    body: &[u8],
    encrypted: bool,
    len: usize,
    turn: &mut Turn<'_>,
) -> Result<(), ClientMisbehaved> {
    let info = ClientInfo::decode(body).map_err(|error| session.misbehaved(error))?;
    let mut note = match (&*info.domain, &*info.user_name) {
        (_, "") => "no user".to_owned(),
        ("", user) => format!("user {user}"),
        (domain, user) => format!("user {domain}\\{user}"),
    };
    note.push_str(if info.has_password {
        ", a password"
    } else {
        ", no password"
    });
    let protection = match (session.selected.is_enhanced(), encrypted) {
        (true, _) => Protection::Tls,
        (false, true) => Protection::StandardRdpSecurity,
        (false, false) => Protection::None,
    };
    let fact = info
        .has_password
        .then_some(Fact::Credentials(Credentials::ClientInfo { protection }));
    turn.received_fact(MessageName::ClientInfo, len, Some(note), fact);
    if let Some(cookie) = info.auto_reconnect() {
        let ours = session.cookie();
        // Under Enhanced RDP Security the client random is zero (MS-RDPBCGR 5.5).
        let right = cookie.proves(&ours, &session.client_random);
        session.came_back = Some(right);
        turn.fact(Fact::AutoReconnectCookie { right });
    }
    if session.encryption.method.is_some() && !encrypted {
        turn.close();
        session.stage = Stage::Over;
    } else if matches!(
        session.stage,
        Stage::SecureSettingsExchange | Stage::ChannelConnection
    ) {
        connect_time_auto_detection::begin(session, turn);
    }
    Ok(())
}

impl Session {
    /// The auto-reconnect cookie of this server.
    pub(super) fn cookie(&self) -> ServerCookie {
        ServerCookie {
            logon_id: LOGON_ID,
            random_bits: self.host.auto_reconnect_random,
        }
    }

    /// Whether an auto-reconnect cookie came that is not to be accepted.
    pub(super) fn refuses_cookie(&self) -> bool {
        match (self.came_back, self.host.session.auto_reconnect) {
            (None, _) => false,
            (Some(right), AutoReconnect::Accept) => !right,
            (Some(_), AutoReconnect::Off | AutoReconnect::Refuse) => true,
        }
    }
}
