//! What each verifier has to say about each recipe.

use super::common::catalogue;

/// Recipe, the host that the client wants to reach, the name of webpki's error or `Ok`, and
/// a part of OpenSSL's message or `OK`. What is `Ok` here is refused by some real client.
const TABLE: &str = "\
ancient              | win11.badrdp.test    | BadDerTime                    | OK
antivirus-root       | win11.badrdp.test    | UnknownIssuer                 | self-signed certificate in certificate chain
bad-signature        | win11.badrdp.test    | InvalidSignatureForPublicKey  | certificate signature failure
beyond-2049          | win11.badrdp.test    | Ok                            | OK
ca-as-leaf           | win11.badrdp.test    | CaUsedAsEndEntity             | OK
critical-unknown     | win11.badrdp.test    | UnsupportedCriticalExtension  | unhandled critical extension
dns-only             | win11.badrdp.test    | Ok                            | OK
dns-only             | 127.0.0.1            | CertNotValidForName           | IP address mismatch
ed25519              | win11.badrdp.test    | Ok                            | OK
empty-chain          | win11.badrdp.test    | NoCertificate                 | no certificate
expired              | win11.badrdp.test    | CertExpired                   | certificate has expired
expires-in-a-minute  | win11.badrdp.test    | Ok                            | OK
extra-chain          | win11.badrdp.test    | Ok                            | OK
gnome                | win11.badrdp.test    | UnknownIssuer                 | self-signed certificate
incomplete-chain     | win11.badrdp.test    | UnknownIssuer                 | unable to get local issuer certificate
intermediate         | win11.badrdp.test    | Ok                            | OK
ip-only              | win11.badrdp.test    | CertNotValidForName           | hostname mismatch
ip-only              | 127.0.0.1            | Ok                            | OK
key-mismatch         | win11.badrdp.test    | InvalidSignatureForPublicKey  | OK
malformed-der        | win11.badrdp.test    | BadDer                        | load certificate
many-sans            | host0999.badrdp.test | Ok                            | OK
md5                  | win11.badrdp.test    | UnsupportedSignatureAlgorithm | digest algorithm too weak
name-constraints     | win11.badrdp.test    | NameConstraintViolation       | permitted subtree violation
no-eku               | win11.badrdp.test    | Ok                            | OK
no-san               | win11.badrdp.test    | CertNotValidForName           | OK
no-subject           | win11.badrdp.test    | Ok                            | OK
not-yet-valid        | win11.badrdp.test    | CertNotValidYet               | certificate is not yet valid
nul-in-name          | win11.badrdp.test    | MalformedDnsIdentifier        | hostname mismatch
p-256                | win11.badrdp.test    | Ok                            | OK
p-384                | win11.badrdp.test    | Ok                            | OK
rdp-eku-only         | win11.badrdp.test    | RequiredEkuNotFound           | certificate purpose
reversed-chain       | win11.badrdp.test    | CaUsedAsEndEntity             | hostname mismatch
rsa-1024             | win11.badrdp.test    | InvalidSignatureForPublicKey  | key too weak
rsa-2048             | win11.badrdp.test    | Ok                            | OK
rsa-4096             | win11.badrdp.test    | Ok                            | OK
rsa-512              | win11.badrdp.test    | InvalidSignatureForPublicKey  | key too weak
self-signed          | win11.badrdp.test    | UnknownIssuer                 | self-signed certificate
sha1                 | win11.badrdp.test    | UnsupportedSignatureAlgorithm | digest algorithm too weak
unknown-ca           | win11.badrdp.test    | UnknownIssuer                 | unable to get local issuer certificate
v1                   | win11.badrdp.test    | UnsupportedCertVersion        | OK
valid                | win11.badrdp.test    | Ok                            | OK
valid                | 127.0.0.1            | Ok                            | OK
valid                | localhost            | Ok                            | OK
wildcard             | win11.badrdp.test    | Ok                            | OK
wildcard             | a.win11.badrdp.test  | CertNotValidForName           | hostname mismatch
windows-default      | win11.badrdp.test    | UnknownIssuer                 | self-signed certificate
windows-default-sha1 | win11.badrdp.test    | UnknownIssuer                 | self-signed certificate
windows-server-2003  | win11.badrdp.test    | UnsupportedSignatureAlgorithm | key too weak
wrong-eku            | win11.badrdp.test    | RequiredEkuNotFound           | certificate purpose
wrong-host           | win11.badrdp.test    | CertNotValidForName           | hostname mismatch
wrong-key-usage      | win11.badrdp.test    | Ok                            | certificate purpose
";

/// What the verifiers say about a recipe when the client wants to reach `host`.
pub(crate) struct Expected {
    pub(crate) recipe: &'static str,
    pub(crate) host: &'static str,
    pub(crate) webpki: &'static str,
    pub(crate) openssl: &'static str,
}

/// One row for each recipe, and more where it depends on the host.
pub(crate) fn expected() -> impl Iterator<Item = Expected> {
    TABLE.lines().map(|line| {
        let cells: Vec<_> = line.split('|').map(str::trim).collect();
        let [recipe, host, webpki, openssl] = cells[..] else {
            panic!("four cells: {line}")
        };
        Expected {
            recipe,
            host,
            webpki,
            openssl,
        }
    })
}

#[test]
fn every_shipped_recipe_has_its_row() {
    for name in catalogue().names() {
        assert!(
            expected().any(|row| row.recipe == name),
            "{name} has no expectation"
        );
    }
    for row in expected() {
        assert!(
            catalogue().get(row.recipe).is_ok(),
            "{} is not shipped",
            row.recipe
        );
    }
}
