//! What a session tells that the probe left as it wanted: something may have been odd.

use badrdp_scenario::{Cause, Outcome};

use super::Diagnosis;
use super::healthy::healthy;
use super::refused::{cookie_refused, error_info_cause, logon_errors};
use super::words::{error_info_name, status_name};
use crate::seen::{Attempt, SessionSeen};

/// More requests of auto-detection than a short visit explains.
const MANY_REQUESTS: u32 = 30;

/// The probe left as it wanted; something may have been odd.
pub(super) fn left(seen: &Attempt, session: &SessionSeen) -> Diagnosis {
    let works = |cause, text: String| Diagnosis::new(cause, Outcome::Connected, text);
    if let Some(errors) = session.logon_errors {
        return logon_errors(errors);
    }
    if let Some(code) = session.error_info {
        let name = error_info_name(code);
        let cause = error_info_cause(code);
        return works(cause, format!("works, yet the server said {name}"));
    }
    if let Some(encryption) = &session.encryption
        && encryption.method == "none"
    {
        let text = "works, yet nothing is encrypted: no password was sent";
        return works(Cause::SecurityLayer, text.to_owned());
    }
    if let Some(odd) = session.oddities.first() {
        return works(
            Cause::Protocol,
            format!("works, yet breaks the standard: {odd}"),
        );
    }
    if session.auto_reconnect_status.is_some() {
        return cookie_refused();
    }
    if session.redirection.is_some() {
        let text = "works, and the server told of a redirection that is not to be followed";
        return works(Cause::Redirection, text.to_owned());
    }
    let is_slow = seen.pace.dribbles() || seen.pace.is_slow(seen.connected_after);
    if session.updates == 0 && !is_slow {
        let text = "the session is active, yet nothing is ever drawn";
        return works(Cause::Session, text.to_owned());
    }
    if session.early_picture {
        let text = "works, yet the picture came before Font Map";
        return works(Cause::Session, text.to_owned());
    }
    if let Some(code) = session.status_info.first() {
        let text = format!("works, after the server said {}", status_name(*code));
        return works(Cause::Session, text);
    }
    if session.auto_detect_requests > MANY_REQUESTS {
        let count = session.auto_detect_requests;
        let text = format!("works, yet the network was measured {count} times");
        return works(Cause::Session, text);
    }
    if let Some(credssp) = &session.credssp
        && credssp.version.is_some()
        && !credssp.has_timestamp
    {
        let text = "works, yet it is old: its NTLM challenge tells no time";
        return works(Cause::Legacy, text.to_owned());
    }
    if session.license_padding > 0 {
        let padding = session.license_padding;
        let text = format!("works, yet {padding} bytes of padding follow its licensing message");
        return works(Cause::Licensing, text);
    }
    if session.devices_stalled {
        let text = "works, yet the redirection of devices began and got no further";
        return works(Cause::Session, text.to_owned());
    }
    if session.deactivations > 0 {
        let text = match session.deactivations {
            1 => "works, deactivated and active again once".to_owned(),
            times => format!("works, deactivated and active again {times} times"),
        };
        return works(Cause::Session, text);
    }
    healthy(seen)
}
