//! `[server.tls]`: TLS, where the server has it.

use badrdp_tls::choices::{ClientCertificatePolicy, Honesty, ServerNamePolicy, Version};
use badrdp_tls::suite::Suite;

use crate::layered::{replaces, table};

replaces!(ClientCertificatePolicy, Honesty, ServerNamePolicy, Suite);

table! {
    /// `[server.tls]`: what differs from the profile.
    pub struct TlsTable {
        /// Whether clients are asked for a certificate.
        #[schemars(schema_with = "crate::words::client_certificate")]
        pub client_certificate: ClientCertificatePolicy,
        /// Whether the verify data of the server's Finished is right.
        #[schemars(schema_with = "crate::words::honesty")]
        pub finished: Honesty,
        /// Whether RFC 5746 is answered.
        pub renegotiation_info: bool,
        /// Whether clients must send a server name.
        #[schemars(schema_with = "crate::words::server_name")]
        pub server_name: ServerNamePolicy,
        /// Whether the signature of CertificateVerify or ServerKeyExchange is right.
        #[schemars(schema_with = "crate::words::honesty")]
        pub signature: Honesty,
        /// The suites that are taken, the favourite first, by their IANA names.
        #[schemars(schema_with = "crate::words::suites")]
        pub suites: Vec<Suite>,
        /// A suite for the ServerHello that the client did not offer; where it did, another one.
        #[schemars(schema_with = "crate::words::suite")]
        pub unoffered_suite: Suite,
        /// The versions that are spoken.
        #[schemars(schema_with = "crate::words::versions")]
        pub versions: Vec<Version>,
    }
}
