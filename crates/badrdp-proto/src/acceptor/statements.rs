//! Says what a scenario wants said, in the server's own words.

use super::output::Turn;
use super::session::{SHARE_ID, Session, Stage};
use super::statement::{CannotSay, Statement};
use super::{
    active, capabilities_exchange, connect_time_auto_detection, licensing, multitransport,
};
use crate::mcs::disconnect_provider_ultimatum;
use crate::message::MessageName;
use crate::session::notices::deactivate_all;
use crate::session::redirection::Redirection;
use crate::session::save_session_info::{LogonErrors, SessionInfo, save_session_info};
use crate::session::update::{Update, fast_path};
use crate::session::virtual_channel::Chunk;
use crate::session::{auto_detect, auto_reconnect, error_info, status_info};
use crate::share::data;
use crate::standard_security::header::flags;
use crate::writer::Writer;

/// Says it, where the session has come so far.
pub(super) fn say(
    session: &mut Session,
    statement: &Statement,
    turn: &mut Turn<'_>,
) -> Result<(), CannotSay> {
    // Everything but the end of MCS needs a channel to be said on.
    let attached = session.channels.user.is_some();
    let ultimatum = matches!(statement, Statement::DisconnectProviderUltimatum { .. });
    let started = !matches!(
        session.stage,
        Stage::Credssp(_) | Stage::BasicSettingsExchange | Stage::Over
    );
    if !(attached || ultimatum && started) {
        return Err(CannotSay::NotNow);
    }
    match statement {
        Statement::AutoReconnectStatus { status } => {
            session.send(auto_reconnect::status(SHARE_ID, *status), turn);
        }
        Statement::DemandActive => capabilities_exchange::demand(session, turn),
        Statement::DeactivateAll { reactivate, size } => {
            session.send(deactivate_all(SHARE_ID), turn);
            active::deactivated(session);
            if let Some(size) = size {
                session.size = *size;
            }
            if *reactivate {
                capabilities_exchange::begin(session, turn);
            }
        }
        Statement::DisconnectProviderUltimatum { reason } => {
            turn.send(disconnect_provider_ultimatum(*reason));
        }
        Statement::ErrorInfo { code } => {
            session.send(error_info::set_error_info(SHARE_ID, *code), turn);
        }
        Statement::FastPathUpdate { code, data } => {
            let update = Update::Unknown {
                code: *code,
                data: data.clone(),
            };
            turn.send(fast_path::encode(session.fast_path_protection(), &update));
        }
        Statement::LicenseError { code, transition } => {
            licensing::error(session, *code, *transition, turn);
        }
        Statement::LogonError { kind, data } => {
            let info = SessionInfo::Extended {
                cookie: None,
                errors: Some(LogonErrors {
                    notification_type: *kind,
                    notification_data: *data,
                }),
            };
            session.send(save_session_info(SHARE_ID, &info), turn);
        }
        Statement::AutoDetect { kind, data } => {
            let request = auto_detect::any_request(*kind, data);
            connect_time_auto_detection::request(session, request, turn);
        }
        Statement::Multitransport { protocol } => {
            multitransport::request(session, *protocol, turn);
        }
        Statement::Redirection(redirection) => redirect(session, redirection, turn),
        Statement::ShareData { kind, data: bytes } => {
            let mut body = Writer::new(MessageName::Foreign);
            body.raw("share-data.data", bytes);
            session.send(data::from_server(SHARE_ID, *kind, body.finish()), turn);
        }
        Statement::StatusInfo { code } => {
            session.send(status_info::status_info(SHARE_ID, *code), turn);
        }
        Statement::VirtualChannel {
            channel,
            length,
            flags,
            data,
        } => {
            let id = session
                .channels
                .id(channel)
                .ok_or_else(|| CannotSay::NoChannel(channel.clone()))?;
            let whole = Chunk::whole(data);
            let chunk = Chunk {
                total: length.unwrap_or(whole.total),
                flags: *flags,
                ..whole
            };
            session.send_on(id, 0, chunk.from_server(), turn);
        }
    }
    Ok(())
}

/// In the form of the session's security (MS-RDPBCGR 2.2.13.2, 2.2.13.3).
fn redirect(session: &Session, redirection: &Redirection, turn: &mut Turn<'_>) {
    if session.encryption.method.is_some() {
        session.send_flagged(flags::REDIRECTION_PKT, redirection.standard(), turn);
    } else {
        session.send(redirection.enhanced(), turn);
    }
}
