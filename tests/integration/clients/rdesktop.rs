//! rdesktop 1.9.0, as Debian ships it, under Xvfb. It asks at every certificate and is told yes.

use badrdp_runner::Verdict::{Fail, NonStrict, Pass};
use badrdp_scenario::Outcome::{
    CertificateWarned, Connected, ConnectionClosed, ConnectionRefused, ConnectionReset,
    HandshakeFailed, SecurityRefused,
};

use super::{Row, expect, installed};

/// It asks for CredSSP, has no Kerberos ticket for it, and comes again with TLS alone: the
/// scenarios that ask for a desktop on the first connection fail it.
/// It compares no addresses with certificates: wrong-host passes it by. Once its question about
/// the certificate is answered, it sends the password.
const KNOWN: &[Row] = &[
    ("certificate/expired", CertificateWarned, Fail),
    ("certificate/wrong-host", Connected, Fail),
    ("denied/mcs-too-many-users", ConnectionClosed, Pass),
    ("denied/mcs-user-rejected", ConnectionReset, Pass),
    ("denied/ultimatum-at-attach-user", ConnectionClosed, Pass),
    ("healthy/standard-rdp-security", Connected, Pass),
    ("healthy/tls", Connected, Fail),
    ("healthy/xrdp", Connected, Pass),
    ("legacy/windows-xp", Connected, NonStrict),
    ("middlebox/reset-after-client-hello", HandshakeFailed, Pass),
    ("middlebox/reset-at-accept", ConnectionReset, Pass),
    ("network/refused", ConnectionRefused, Pass),
    ("protocol/tpkt-version-2", HandshakeFailed, Fail),
    (
        "security-layer/failure-hybrid-required",
        SecurityRefused,
        Pass,
    ),
    ("security-layer/failure-ssl-required", SecurityRefused, Pass),
    ("session/black-screen", Connected, Pass),
    ("session/resize", Connected, Pass),
    ("session/slow-path-only", Connected, Pass),
    ("wrong-service/ssh", ConnectionClosed, NonStrict),
];

#[tokio::test(flavor = "multi_thread")]
async fn rdesktop_does_what_is_known_of_it() {
    if installed(&["rdesktop", "Xvfb"]) {
        expect("rdesktop", KNOWN).await;
    }
}
