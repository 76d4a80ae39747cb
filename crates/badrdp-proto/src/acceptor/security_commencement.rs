//! RDP security commencement: the Security Exchange PDU (MS-RDPBCGR 1.3.1.1, 3.3.5.3.10).

use super::output::{ClientMisbehaved, Turn};
use super::session::{Session, Stage};
use crate::message::MessageName;
use crate::standard_security::{self, Keys, Role, SecurityExchange};

/// Takes the client's random; encryption starts with the next PDU. There is one for each
/// connection: a second one would throw the session back, under other keys.
pub(super) fn handle(
    session: &mut Session,
    user_data: &[u8],
    len: usize,
    turn: &mut Turn<'_>,
) -> Result<(), ClientMisbehaved> {
    // Some clients leave a channel unjoined and go on.
    let due = matches!(
        session.stage,
        Stage::ChannelConnection | Stage::SecurityCommencement
    );
    if !due {
        return Err(session.misbehaved("a Security Exchange where none is due"));
    }
    let exchange =
        SecurityExchange::decode(user_data).map_err(|error| session.misbehaved(error))?;
    turn.received(MessageName::SecurityExchange, len, None);
    let (Some(key), Some(method)) = (&session.host.server_key, session.encryption.method) else {
        return Err(session.misbehaved("a Security Exchange without encryption"));
    };
    let client_random = exchange.client_random(key);
    let keys = Keys::derive(method, &client_random, &session.server_random);
    let mut cipher = standard_security::Session::new(Role::Server, &keys);
    if !session.host.session.standard_security.key_update {
        cipher = cipher.without_key_updates();
    }
    session.client_random = client_random.try_into().unwrap_or_default();
    session.encrypt(cipher);
    session.enter(Stage::SecureSettingsExchange, turn);
    Ok(())
}
