//! xfreerdp 2.11.7, as Debian ships it, under Xvfb.

use badrdp_runner::Verdict::{Fail, NonStrict, Pass};
use badrdp_scenario::Outcome::{
    CertificateRejected, Connected, ConnectionClosed, ConnectionRefused, ConnectionReset,
    HandshakeFailed, Hung, ProtocolError, SecurityRefused, TimedOut,
};

use super::{Row, expect, installed};

/// Known weak spots are FAIL here and stay so: the scenario's expectation is what a good client
/// does, not what this one does.
const KNOWN: &[Row] = &[
    ("certificate/bad-signature", CertificateRejected, Pass),
    ("certificate/expired", CertificateRejected, Pass),
    ("certificate/incomplete-chain", CertificateRejected, Pass),
    ("certificate/key-mismatch", HandshakeFailed, Pass),
    ("certificate/md5", Connected, Fail),
    ("certificate/not-yet-valid", CertificateRejected, Pass),
    ("certificate/self-signed", CertificateRejected, Pass),
    ("certificate/unknown-ca", CertificateRejected, Pass),
    ("certificate/wrong-host", CertificateRejected, Pass),
    ("handshake/silent-after-accept", Hung, Fail),
    ("handshake/silent-after-client-finished", TimedOut, Pass),
    ("healthy/nla", Connected, Pass),
    ("healthy/p-256", Connected, Pass),
    ("healthy/tls", Connected, Pass),
    ("healthy/tls-1-2", Connected, Pass),
    ("healthy/tls-1-3", Connected, Pass),
    ("healthy/xrdp", Connected, Pass),
    ("legacy/tls-1-0-only", Connected, NonStrict),
    ("legacy/windows-xp", Connected, NonStrict),
    ("middlebox/captive-portal-redirect", ProtocolError, Pass),
    (
        "middlebox/close-after-connection-request",
        ConnectionClosed,
        Pass,
    ),
    ("middlebox/close-at-accept", ConnectionClosed, Pass),
    ("middlebox/reset-after-client-hello", HandshakeFailed, Pass),
    (
        "middlebox/reset-after-connection-request",
        ConnectionReset,
        Pass,
    ),
    ("middlebox/reset-after-handshake", ConnectionReset, Pass),
    ("network/refused", ConnectionRefused, Pass),
    ("network/syn-black-hole", TimedOut, Pass),
    ("protocol/tpkt-version-2", ProtocolError, Pass),
    (
        "security-layer/alert-handshake-failure",
        HandshakeFailed,
        Pass,
    ),
    (
        "security-layer/failure-hybrid-required",
        SecurityRefused,
        Pass,
    ),
    (
        "security-layer/failure-no-certificate",
        SecurityRefused,
        Pass,
    ),
    (
        "security-layer/failure-ssl-not-allowed",
        SecurityRefused,
        Pass,
    ),
    ("security-layer/failure-ssl-required", SecurityRefused, Pass),
    ("wrong-service/http-server", ProtocolError, Pass),
];

#[tokio::test(flavor = "multi_thread")]
async fn xfreerdp_does_what_is_known_of_it() {
    if installed(&["xfreerdp", "Xvfb"]) {
        expect("xfreerdp", KNOWN).await;
    }
}
