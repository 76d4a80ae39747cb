//! The files as they are written, before names are looked up.

use badrdp_faults::FaultSpec;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::cause::Cause;
use crate::expect::Expect;
use crate::scenario::Symptom;
use crate::server::{NegotiationFailure, Security, Select, StandardSecurity, TlsChoices};

/// A scenario file: prose, then given, when, then.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ScenarioFile {
    /// One line.
    #[schemars(length(min = 1, max = 100))]
    pub title: String,
    /// What a real-world cause looks like on the wire.
    #[schemars(length(min = 1))]
    pub summary: String,
    /// Words to select it by, such as error codes and wire classes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// Sections of standards.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub spec: Vec<String>,
    /// A name of at most nine characters for `serve --select cookie`; made from the id if
    /// not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alias: Option<String>,
    /// Other causes whose picture on the wire no client can tell from this one's.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub alike: Vec<Cause>,
    /// For every random choice; 0 if not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seed: Option<u64>,
    /// Given: the honest server.
    pub server: ServerTable,
    /// When: what is done to the connection, in order.
    #[serde(default, rename = "fault", skip_serializing_if = "Vec::is_empty")]
    pub faults: Vec<FaultSpec>,
    /// Then: what is expected of the client.
    pub expect: Expect,
    /// What real clients show.
    #[serde(default, rename = "symptom", skip_serializing_if = "Vec::is_empty")]
    pub symptoms: Vec<Symptom>,
}

macro_rules! with_choices {
    ($(#[$meta:meta])* pub struct $name:ident { $($(#[$field_meta:meta])* pub $field:ident: $type:ty,)* }) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
        #[serde(deny_unknown_fields)]
        pub struct $name {
            $($(#[$field_meta])* pub $field: $type,)*
            /// The certificate, by the name of its recipe.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            pub certificate: Option<String>,
            /// TLS before anything else, as on a server that knows only the direct approach.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            pub direct_tls: Option<bool>,
            /// Answer every request with RDP_NEG_FAILURE and this code.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            pub failure: Option<NegotiationFailure>,
            /// `flags` of RDP_NEG_RSP.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            pub flags: Option<u8>,
            /// `version` of the server's GCC core data, such as "0x00080004".
            #[serde(default, skip_serializing_if = "Option::is_none")]
            #[schemars(regex(pattern = "^0x[0-9A-Fa-f]{8}$"))]
            pub gcc_version: Option<String>,
            /// Whether the Connection Confirm has negotiation data at all.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            pub negotiation: Option<bool>,
            /// Close on a request with RDP_NEG_CORRELATION_INFO.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            pub refuses_correlation_info: Option<bool>,
            /// Close on a request without `Cookie: mstshash=`.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            pub requires_cookie: Option<bool>,
            /// The security protocols that the server has.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            pub security: Option<Vec<Security>>,
            /// Answer every request with RDP_NEG_RSP and this `selectedProtocol`, offered or not.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            pub select: Option<Select>,
            /// `srcRef` of the Connection Confirm; 0x1234 on Windows.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            pub source_reference: Option<u16>,
            /// Standard RDP Security, where the server has it.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            pub standard_security: Option<StandardSecurity>,
            /// TLS, where the server has it.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            pub tls: Option<TlsChoices>,
        }

        impl $name {
            /// The choices alone.
            #[must_use]
            pub(crate) fn overrides(&self) -> Overrides {
                Overrides {
                    certificate: self.certificate.clone(),
                    direct_tls: self.direct_tls,
                    failure: self.failure,
                    flags: self.flags,
                    gcc_version: self.gcc_version.clone(),
                    negotiation: self.negotiation,
                    refuses_correlation_info: self.refuses_correlation_info,
                    requires_cookie: self.requires_cookie,
                    security: self.security.clone(),
                    select: self.select,
                    source_reference: self.source_reference,
                    standard_security: self.standard_security.clone(),
                    tls: self.tls.clone(),
                }
            }
        }
    };
}

with_choices! {
    /// `[server]`: a profile, and what differs from it.
    pub struct ServerTable {
        /// The profile that the server starts from.
        pub profile: String,
        /// What some connections meet instead.
        #[serde(default, rename = "connection", skip_serializing_if = "Vec::is_empty")]
        pub connections: Vec<ServerConnection>,
    }
}

with_choices! {
    /// `[[server.connection]]`: what some connections meet instead.
    pub struct ServerConnection {
        /// Which: a number from 1, or a range such as "2..".
        pub number: badrdp_faults::Connections,
    }
}

with_choices! {
    /// A profile file: what an honest server of some kind does.
    pub struct ProfileFile {
        /// The kind.
        pub title: String,
        /// Where it is met, and what is not certain about it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub summary: Option<String>,
    }
}

/// Choices of one table; what is `None` stays as it was.
#[derive(Clone, Debug, Default)]
pub(crate) struct Overrides {
    pub(crate) certificate: Option<String>,
    pub(crate) direct_tls: Option<bool>,
    pub(crate) failure: Option<NegotiationFailure>,
    pub(crate) flags: Option<u8>,
    pub(crate) gcc_version: Option<String>,
    pub(crate) negotiation: Option<bool>,
    pub(crate) refuses_correlation_info: Option<bool>,
    pub(crate) requires_cookie: Option<bool>,
    pub(crate) security: Option<Vec<Security>>,
    pub(crate) select: Option<Select>,
    pub(crate) source_reference: Option<u16>,
    pub(crate) standard_security: Option<StandardSecurity>,
    pub(crate) tls: Option<TlsChoices>,
}
