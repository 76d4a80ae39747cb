//! CredSSP inside TLS (MS-RDPBCGR 5.4.5.2, MS-CSSP 3.1.5).

use super::output::{ClientMisbehaved, Credentials, Fact, Turn};
use super::session::{Session, Stage};
use crate::credssp::TsRequest;
use crate::credssp::server::{Outcome, Server};
use crate::message::MessageName;
use crate::negotiation::Protocols;

/// Takes one TSRequest of the client.
pub(super) fn handle(
    session: &mut Session,
    frame: &[u8],
    turn: &mut Turn<'_>,
) -> Result<(), ClientMisbehaved> {
    let version = TsRequest::decode(frame).map(|request| request.version);
    let mut note = match &version {
        Ok(version) => format!("version {version}"),
        Err(error) => error.to_string(),
    };
    let mut server = match &mut session.stage {
        Stage::Credssp(server) => server.take(),
        _ => None,
    }
    .unwrap_or_else(|| Box::new(begin(session, turn)));
    let step = server.input(frame);
    let delegated = step.delegated.is_some();
    if let Some(identity) = &step.identity {
        note = format!("{note}, user {}", identity.user);
    }
    if let Outcome::Refused(refusal) = &step.outcome {
        note = format!("{note}: {}", refusal.reason);
    }
    let name = match version {
        Ok(_) => MessageName::TsRequest,
        Err(_) => MessageName::Unrecognized,
    };
    let fact = delegated.then_some(Fact::Credentials(Credentials::Credssp));
    turn.received_fact(name, frame.len(), Some(note), fact);
    turn.fact(Fact::Security {
        selected: session.selected,
        method: 0,
    });
    for reply in step.replies {
        turn.send(reply);
    }
    match step.outcome {
        Outcome::Continue => session.stage = Stage::Credssp(Some(server)),
        Outcome::Finished(_) => session.enter(Stage::BasicSettingsExchange, turn),
        Outcome::Refused(_) => {
            turn.close();
            session.stage = Stage::Over;
        }
    }
    Ok(())
}

fn begin(session: &Session, turn: &mut Turn<'_>) -> Server {
    let mut challenge = [0; 8];
    turn.world.random(&mut challenge);
    let mut settings = session.host.session.credssp.clone();
    if session.selected != Protocols::HYBRID_EX {
        settings.early_user_authorization = None;
    }
    let public_key = session.host.public_key.clone();
    Server::new(settings, public_key, challenge, turn.world.filetime())
}
