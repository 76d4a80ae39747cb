//! Client Info (MS-RDPBCGR 2.2.1.11.1.1): all but the password, the program to start, whose
//! arguments may hold one, and the auto-reconnect cookie.

use super::marker::Marker;
use crate::session::client_info::flags;

/// Bytes of TS_TIME_ZONE_INFORMATION.
const TIME_ZONE_LEN: usize = 172;

pub(super) fn mark(marker: &mut Marker) {
    marker.little("client-info.code-page", 4);
    let flags = marker.little("client-info.flags", 4);
    let lengths = [
        "client-info.domain-length",
        "client-info.user-name-length",
        "client-info.password-length",
        "client-info.alternate-shell-length",
        "client-info.working-dir-length",
    ];
    let lengths = lengths.map(|field| marker.little(field, 2));
    let unicode = u32::try_from(flags).is_ok_and(|set| set & flags::UNICODE != 0);
    let terminator = if unicode { 2 } else { 1 };
    // The counts leave out the terminators.
    let [domain, user, password, shell, directory] = lengths.map(|length| length + terminator);
    marker.raw("client-info.domain", domain);
    marker.raw("client-info.user-name", user);
    marker.redact(password);
    marker.redact(shell);
    marker.raw("client-info.working-dir", directory);
    extended(marker);
}

fn extended(marker: &mut Marker) {
    marker.little("client-info.address-family", 2);
    let address = marker.little("client-info.address-length", 2);
    marker.raw("client-info.address", address);
    let directory = marker.little("client-info.directory-length", 2);
    marker.raw("client-info.directory", directory);
    marker.raw("client-info.time-zone", TIME_ZONE_LEN);
    marker.little("client-info.session-id", 4);
    marker.little("client-info.performance-flags", 4);
    let cookie = marker.little("client-info.auto-reconnect-length", 2);
    marker.redact(cookie);
    marker.rest("client-info.rest");
}
