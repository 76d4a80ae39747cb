//! What a connection that worked tells all the same.

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
    let tls = seen.tls.as_ref();
    if let Some(odd) = tls.and_then(|tls| tls.oddities.first()) {
        return connected(Cause::Protocol, format!("works, yet in TLS {odd}"));
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
    if tls.is_some_and(|tls| tls.wants_client_certificate) {
        let text = "works, yet the server asks for a certificate of the client";
        return connected(Cause::SecurityLayer, text.to_owned());
    }
    if seen.confirm == Some(Confirm::NoNegotiation) {
        return connected(
            Cause::Legacy,
            "works, yet it is an old server: its Connection Confirm knows no negotiation"
                .to_owned(),
        );
    }
    if let Some(weak) = weak_encryption(seen) {
        return connected(
            Cause::Legacy,
            format!("works, yet with the method {weak}, which is out of use"),
        );
    }
    if let Some(text) = slow(seen) {
        return connected(Cause::Network, text);
    }
    connected(Cause::Healthy, "healthy as far as this goes".to_owned())
}

/// What the pace tells: a wait that no handshake explains, or bytes that dribble.
fn slow(seen: &Attempt) -> Option<String> {
    /// One that is slow may be chance.
    const FEW: u32 = 1;
    let pace = &seen.pace;
    if pace.dribbles() {
        return Some(format!(
            "works, yet bytes dribble in: {} reads of a few bytes",
            pace.small_reads
        ));
    }
    if pace.cut_up > 0 {
        let count = pace.cut_up;
        let plural = if count == 1 { "record" } else { "records" };
        let text = format!("works, yet {count} TLS {plural} came in many small pieces");
        return Some(text);
    }
    if pace.slow_records > FEW {
        let count = pace.slow_records;
        let text = format!("works, yet slowly: {count} TLS records took their time to come in");
        return Some(text);
    }
    pace.is_slow(seen.connected_after).then(|| {
        format!(
            "works, yet slowly: {} ms until an answer came",
            pace.longest_wait.as_millis()
        )
    })
}

/// An encryption method that was weak when it was new, or that nobody uses (MS-RDPBCGR 5.3.2).
fn weak_encryption(seen: &Attempt) -> Option<&str> {
    let encryption = seen.session.as_ref()?.encryption.as_ref()?;
    let method = encryption.method.as_str();
    matches!(method, "40bit" | "56bit" | "fips").then_some(method)
}
