//! What else was seen of a session, in lines.

use super::words::status_name;
use crate::seen::{LicenseSeen, SessionSeen};

/// What else was seen, a line each.
pub(super) fn details(session: &SessionSeen) -> Vec<String> {
    let mut lines = vec![format!("security: {}", session.security)];
    if let Some(credssp) = &session.credssp
        && let Some(version) = credssp.version
    {
        let build = credssp.build.as_deref().unwrap_or("unknown");
        lines.push(format!("CredSSP version {version}, build {build}"));
    }
    if let Some(version) = session.gcc_version {
        lines.push(format!("GCC version {version:#010x}"));
    }
    match &session.license {
        Some(LicenseSeen::Issued(product)) => lines.push(format!("license: issued for {product}")),
        Some(LicenseSeen::Valid) => lines.push("license: none needed".to_owned()),
        Some(LicenseSeen::ValidAfterExchange) => {
            lines.push("license: valid, after a full exchange".to_owned());
        }
        None => {}
    }
    if let Some(desktop) = session.desktop {
        let (width, height, depth) = (desktop.width, desktop.height, desktop.depth);
        lines.push(format!("desktop: {width}x{height}, {depth} bits per pixel"));
    }
    if session.was_active() {
        let active = session.active_for.as_millis();
        lines.push(format!(
            "active for {active} ms, {} updates",
            session.updates
        ));
    }
    for code in &session.status_info {
        lines.push(format!("status: {}", status_name(*code)));
    }
    lines.extend(session.oddities.iter().map(|odd| format!("odd: {odd}")));
    lines
}
