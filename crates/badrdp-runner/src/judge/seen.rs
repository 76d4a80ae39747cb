//! What one connection shows by itself.

use badrdp_proto::{MessageName, Phase};
use badrdp_scenario::{End, Outcome};
use badrdp_server::{ConnectionRecord, DeliveryState, Happening, RefusalKind};

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

/// Whether a client lost a connection before it came to its end, rather than leaving it.
pub(super) fn was_lost(record: &ConnectionRecord) -> bool {
    let by_server = matches!(record.end, End::ServerClose | End::ServerReset);
    (by_server || has_stalled(record)) && !record.completed && !record.security_refused
}

/// Whether the session was active and nothing but the client's own end took it away.
pub(super) fn is_held(record: &ConnectionRecord) -> bool {
    let by_server = matches!(record.end, End::ServerClose | End::ServerReset);
    record.active_for.is_some() && !by_server && !is_silent(record) && !has_misbehaved(record)
}

/// Whether the session was active and came to a bad end: cut, silenced, refused, or broken off
/// by a client that found a changed message.
pub(super) fn was_cut_while_active(record: &ConnectionRecord) -> bool {
    let struck = record
        .deliveries
        .iter()
        .any(|delivery| delivery.state == DeliveryState::Delivered);
    let cut = match record.end {
        End::ServerReset => true,
        End::ServerClose => struck || refused(record).is_some(),
        End::ClientClose | End::ClientReset | End::Open => {
            is_silent(record) || record.client_alert.is_some() || has_misbehaved(record)
        }
    };
    record.active_for.is_some() && cut
}

/// What a connection comes to.
pub(super) fn outcome(record: &ConnectionRecord) -> Outcome {
    if let Some(alert) = &record.client_alert {
        return alert_outcome(record, alert);
    }
    if record.security_refused {
        return Outcome::SecurityRefused;
    }
    if let Some(outcome) = refused(record) {
        return outcome;
    }
    match record.end {
        End::ServerReset => Outcome::ConnectionReset,
        End::ServerClose => Outcome::ConnectionClosed,
        End::Open => Outcome::Hung,
        End::ClientClose | End::ClientReset if is_silent(record) => Outcome::TimedOut,
        End::ClientClose | End::ClientReset if spoke_behind_security(record) => {
            Outcome::ProtocolError
        }
        // It had the certificate and left without a word.
        End::ClientClose | End::ClientReset if record.tls.is_some() => Outcome::CertificateRejected,
        End::ClientClose | End::ClientReset if record.reached >= Phase::TlsHandshake => {
            Outcome::HandshakeFailed
        }
        End::ClientClose | End::ClientReset => Outcome::SecurityRefused,
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

fn sent_messages(record: &ConnectionRecord) -> impl Iterator<Item = MessageName> {
    record.events.iter().filter_map(|event| match event.what {
        Happening::Sent { message, .. } => Some(message),
        _ => None,
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

/// Whether the server fell silent for good.
fn is_silent(record: &ConnectionRecord) -> bool {
    let mut events = record.events.iter();
    events.any(|event| matches!(event.what, Happening::Stalled { limit: None }))
}

/// Whether the server fell silent, be it for a while.
fn has_stalled(record: &ConnectionRecord) -> bool {
    let mut events = record.events.iter();
    events.any(|event| matches!(event.what, Happening::Stalled { .. }))
}

const fn has_misbehaved(record: &ConnectionRecord) -> bool {
    record.misbehaved.is_some()
}
