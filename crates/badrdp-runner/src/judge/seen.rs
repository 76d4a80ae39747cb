//! What one connection shows by itself.

use badrdp_proto::{MessageName, Phase};
use badrdp_scenario::{End, Outcome};
use badrdp_server::transcript::Answer;
use badrdp_server::{ConnectionRecord, DeliveryState, Happening, RefusalKind};

use super::waiting::{gave_up, has_stalled, is_silent};

/// Whether the client said this.
pub(super) fn received(record: &ConnectionRecord, name: MessageName) -> bool {
    record
        .events
        .iter()
        .any(|event| matches!(event.what, Happening::Received { message, .. } if message == name))
}

/// Whether the server said this.
pub(super) fn sent(record: &ConnectionRecord, name: MessageName) -> bool {
    sent_messages(record).any(|message| message == name)
}

/// Whether the client got to the end of the connection sequence: by the record, or because it
/// says what it says in a session only. The record knows of none behind a Font Map that a fault
/// has changed or left out (MS-RDPBCGR 2.2.1.22); a client may get over that.
pub(super) fn is_complete(record: &ConnectionRecord) -> bool {
    record.completed || (is_let_in(record) && acts(record))
}

/// Whether the server lets the client work: the session is active, or the client has said its
/// last word of the connection sequence and the server draws, whatever became of its own.
pub(super) fn is_let_in(record: &ConnectionRecord) -> bool {
    let draws = || sent_messages(record).any(is_drawing);
    record.completed || (received(record, MessageName::FontList) && draws())
}

/// Whether a client lost a connection before it came to its end, rather than leaving it.
pub(super) fn was_lost(record: &ConnectionRecord) -> bool {
    let by_server = matches!(record.end, End::ServerClose | End::ServerReset);
    (by_server || has_stalled(record)) && !is_complete(record) && !record.security_refused()
}

/// Whether the session was active and nothing but the client's own end took it away.
pub(super) fn is_held(record: &ConnectionRecord) -> bool {
    let by_server = matches!(record.end, End::ServerClose | End::ServerReset);
    was_active(record) && !by_server && !is_silent(record) && !has_misbehaved(record)
}

/// Whether the session was active and came to a bad end.
pub(super) fn was_cut_while_active(record: &ConnectionRecord) -> bool {
    was_active(record) && was_cut(record)
}

/// Whether the connection came to a bad end: cut, refused, given up by a client that waited in
/// vain, or broken off by one that found a changed message.
pub(super) fn was_cut(record: &ConnectionRecord) -> bool {
    let struck = record
        .deliveries
        .iter()
        .any(|delivery| delivery.state == DeliveryState::Delivered);
    match record.end {
        End::ServerReset => true,
        End::ServerClose => struck || refused(record).is_some(),
        End::Open if is_silent(record) => true,
        End::ClientClose | End::ClientReset | End::Open => {
            gave_up(record) || record.client_alert.is_some() || has_misbehaved(record)
        }
    }
}

/// What a connection comes to, as far as the wire tells.
pub(super) fn outcome(record: &ConnectionRecord) -> Option<Outcome> {
    if let Some(alert) = &record.client_alert {
        return Some(alert_outcome(record, alert));
    }
    if record.security_refused() {
        return Some(Outcome::SecurityRefused);
    }
    if let Some(outcome) = refused(record) {
        return Some(outcome);
    }
    match record.end {
        End::ServerReset => Some(Outcome::ConnectionReset),
        End::ServerClose => Some(Outcome::ConnectionClosed),
        End::Open => Some(Outcome::Hung),
        End::ClientClose | End::ClientReset => left_for(record),
    }
}

/// Why a client left that said nothing of it: by what it had got last.
fn left_for(record: &ConnectionRecord) -> Option<Outcome> {
    if gave_up(record) {
        Some(Outcome::TimedOut)
    } else if spoke_behind_security(record) {
        Some(Outcome::ProtocolError)
    } else if record.tls.is_some() {
        // It had the certificate and left without a word.
        Some(Outcome::CertificateRejected)
    } else if record.reached >= Phase::TlsHandshake {
        Some(Outcome::HandshakeFailed)
    } else {
        match record.answer {
            Some(Answer::Confirm { .. } | Answer::Failure { .. }) => Some(Outcome::SecurityRefused),
            Some(Answer::Other) => Some(Outcome::ProtocolError),
            // Some bytes were enough for it, and it did not wait for the rest.
            None => (record.sent > 0).then_some(Outcome::ProtocolError),
        }
    }
}

fn alert_outcome(record: &ConnectionRecord, alert: &str) -> Outcome {
    /// What clients say of certificates: bad_certificate to certificate_unknown, unknown_ca
    /// (RFC 8446 6.2).
    const ABOUT_CERTIFICATES: [&str; 6] = ["(42)", "(43)", "(44)", "(45)", "(46)", "(48)"];
    let is = |number: &&str| alert.ends_with(*number);
    if ABOUT_CERTIFICATES.iter().any(is) {
        Outcome::CertificateRejected
    } else if spoke_behind_security(record) {
        Outcome::ProtocolError
    } else {
        Outcome::HandshakeFailed
    }
}

/// What the server refused behind the negotiation: by the record, else by its last words.
fn refused(record: &ConnectionRecord) -> Option<Outcome> {
    if let Some(refusal) = record.refusal {
        return Some(match refusal.kind {
            RefusalKind::Authentication => Outcome::AuthenticationFailed,
            RefusalKind::Connection => Outcome::ServerDenied,
            RefusalKind::Licensing => Outcome::LicensingFailed,
        });
    }
    if received(record, MessageName::ClientLicenseError) {
        return Some(Outcome::LicensingFailed);
    }
    // Whether the server meant it so is sure only where it ended the connection by itself.
    let mut deliveries = record.deliveries.iter();
    let by_fault = deliveries
        .any(|delivery| delivery.name == "close" && delivery.state == DeliveryState::Delivered);
    if record.end != End::ServerClose || by_fault {
        return None;
    }
    match sent_messages(record)
        .filter(|name| says_why(*name))
        .last()?
    {
        MessageName::EarlyUserAuthorizationResult | MessageName::SetErrorInfo => {
            Some(Outcome::ServerDenied)
        }
        MessageName::LicenseError => Some(Outcome::LicensingFailed),
        MessageName::TsRequestReply => Some(Outcome::AuthenticationFailed),
        _ => None,
    }
}

/// Whether a message can be a reason: not those that only end a connection or wrap others.
const fn says_why(name: MessageName) -> bool {
    !matches!(
        name,
        MessageName::Alert
            | MessageName::ApplicationData
            | MessageName::DeactivateAll
            | MessageName::DisconnectProviderUltimatum
    )
}

/// Whether the server says this to draw.
pub(crate) const fn is_drawing(name: MessageName) -> bool {
    matches!(
        name,
        MessageName::BitmapUpdate | MessageName::FastPathBitmapUpdate
    )
}

fn sent_messages(record: &ConnectionRecord) -> impl Iterator<Item = MessageName> {
    record.events.iter().filter_map(|event| match event.what {
        Happening::Sent { message, .. } => Some(message),
        _ => None,
    })
}

/// Whether a session was active, by the record or by what the client did.
fn was_active(record: &ConnectionRecord) -> bool {
    record.active_for.is_some() || (is_let_in(record) && acts(record))
}

/// Whether the client said anything that belongs to a session: it may send input once it has the
/// Font Map (MS-RDPBCGR 3.2.5.3.22).
fn acts(record: &ConnectionRecord) -> bool {
    record.events.iter().any(|event| match event.what {
        Happening::Received { message, .. } => message.phase() == Phase::Active,
        _ => false,
    })
}

/// Whether the client spoke RDP behind the security layer: then it had accepted that.
fn spoke_behind_security(record: &ConnectionRecord) -> bool {
    record.active_for.is_some()
        || record.events.iter().any(|event| match event.what {
            Happening::Received { message, .. } => {
                message.phase() >= Phase::Credssp && message != MessageName::ClientApplicationData
            }
            _ => false,
        })
}

const fn has_misbehaved(record: &ConnectionRecord) -> bool {
    record.misbehaved.is_some()
}
