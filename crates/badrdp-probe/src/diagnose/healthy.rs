//! What a connection that worked tells all the same.

use std::time::Duration;

use badrdp_scenario::{Cause, Outcome};

use super::Diagnosis;
use crate::seen::{Attempt, Confirm};

/// Nothing failed; the certificate, the flags or the pace may still tell something.
pub(super) fn healthy(seen: &Attempt) -> Diagnosis {
    /// Every bit of `flags` that a server is known to send; 0x20 is in no standard.
    const KNOWN_FLAGS: u8 = 0x3F;
    let connected = |cause, text: String| Diagnosis::new(cause, Outcome::Connected, text);
    if let Some(Confirm::Response { flags, .. }) = seen.confirm
        && flags & !KNOWN_FLAGS != 0
    {
        return connected(
            Cause::Protocol,
            format!("works, with unknown flags {flags:#04x}"),
        );
    }
    if let Some(finding) = seen
        .certificate
        .as_ref()
        .and_then(|seen| seen.findings.first())
    {
        return connected(
            Cause::Certificate,
            format!("works, yet the certificate is at fault: {}", finding.text),
        );
    }
    if let Some(text) = slow(seen) {
        return connected(Cause::Network, text);
    }
    connected(Cause::Healthy, "healthy as far as this goes".to_owned())
}

/// What the pace tells: a wait that no handshake explains, or bytes that dribble.
fn slow(seen: &Attempt) -> Option<String> {
    /// A slow machine needs this long for a handshake; the round trip comes on top.
    const USUAL: Duration = Duration::from_millis(150);
    /// A server that writes whole messages needs fewer reads.
    const SMALL_READS: u32 = 12;
    let usual = USUAL + 4 * seen.connected_after.unwrap_or_default();
    let pace = &seen.pace;
    if pace.small_reads > SMALL_READS {
        return Some(format!(
            "works, yet bytes dribble in: {} reads of a few bytes",
            pace.small_reads
        ));
    }
    (pace.longest_wait > usual).then(|| {
        format!(
            "works, yet slowly: {} ms until an answer came",
            pace.longest_wait.as_millis()
        )
    })
}
