//! The files as they are written, before names are looked up.

use std::collections::BTreeMap;

use badrdp_faults::FaultSpec;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::cause::Cause;
use crate::expect::Expect;
use crate::layered::Layered;
use crate::scenario::Symptom;
use crate::server::{
    AutoReconnect, CredsspTable, LicensingTable, NegotiationFailure, Security, Select,
    SessionTable, StandardSecurityTable, TlsTable,
};

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

/// Tables that share the choices of a server, and [`Overrides`], which has nothing else.
macro_rules! with_choices {
    (
        tables: { $($(#[$meta:meta])* pub struct $name:ident { $($(#[$field_meta:meta])* pub $field:ident: $type:ty,)* })* }
        choices: $choices:tt
    ) => {
        $(with_choices! { @table $(#[$meta])* $name { $($(#[$field_meta])* $field: $type,)* } $choices })*
        with_choices! { @overrides $choices }
    };
    (@table $(#[$meta:meta])* $name:ident { $($(#[$field_meta:meta])* $field:ident: $type:ty,)* } { $($(#[$choice_meta:meta])* $choice:ident: $choice_type:ty,)* }) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
        #[serde(deny_unknown_fields)]
        pub struct $name {
            $($(#[$field_meta])* pub $field: $type,)*
            $(
                $(#[$choice_meta])*
                #[serde(default, skip_serializing_if = "Option::is_none")]
                pub $choice: Option<$choice_type>,
            )*
        }

        impl $name {
            /// The choices alone.
            #[must_use]
            pub(crate) fn overrides(&self) -> Overrides {
                Overrides { $($choice: self.$choice.clone(),)* }
            }
        }
    };
    (@overrides { $($(#[$choice_meta:meta])* $choice:ident: $choice_type:ty,)* }) => {
        /// Choices of one table; what is `None` stays as it was.
        #[derive(Clone, Debug, Default)]
        pub(crate) struct Overrides {
            $(pub(crate) $choice: Option<$choice_type>,)*
        }

        impl Layered for Overrides {
            fn over(&self, base: &Self) -> Self {
                Self { $($choice: self.$choice.over(&base.$choice),)* }
            }
        }
    };
}

with_choices! {
    tables: {
        /// `[server]`: a profile, and what differs from it.
        pub struct ServerTable {
            /// The profile that the server starts from.
            pub profile: String,
            /// What some connections meet instead.
            #[serde(default, rename = "connection", skip_serializing_if = "Vec::is_empty")]
            pub connections: Vec<ServerConnection>,
        }
        /// `[[server.connection]]`: what some connections meet instead.
        pub struct ServerConnection {
            /// Which: a number from 1, or a range such as "2..".
            pub number: badrdp_faults::Connections,
        }
        /// A profile file: what an honest server of some kind does.
        pub struct ProfileFile {
            /// The kind.
            pub title: String,
            /// Where it is met, and what is not certain about it.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            pub summary: Option<String>,
        }
    }
    choices: {
        /// What becomes of automatic reconnection.
        auto_reconnect: AutoReconnect,
        /// The certificate, by the name of its recipe.
        certificate: String,
        /// CredSSP, where the server has it.
        credssp: CredsspTable,
        /// TLS before anything else, as on a server that knows only the direct approach.
        direct_tls: bool,
        /// Answer every request with RDP_NEG_FAILURE and this code.
        failure: NegotiationFailure,
        /// `flags` of RDP_NEG_RSP.
        flags: u8,
        /// `version` of the server's GCC core data, such as "0x00080004".
        #[schemars(regex(pattern = "^0x[0-9A-Fa-f]{8}$"))]
        gcc_version: String,
        /// Licensing.
        licensing: LicensingTable,
        /// Whether the Connection Confirm has negotiation data at all.
        negotiation: bool,
        /// Close on a request with RDP_NEG_CORRELATION_INFO.
        refuses_correlation_info: bool,
        /// Close on a request without `Cookie: mstshash=`.
        requires_cookie: bool,
        /// The security protocols that the server has.
        security: Vec<Security>,
        /// Answer every request with RDP_NEG_RSP and this `selectedProtocol`, offered or not.
        select: Select,
        /// What comes after the security layer.
        session: SessionTable,
        /// `srcRef` of the Connection Confirm; 0x1234 on Windows.
        source_reference: u16,
        /// Standard RDP Security, where the server has it.
        standard_security: StandardSecurityTable,
        /// TLS, where the server has it.
        tls: TlsTable,
        /// The users who may log on with CredSSP, and their passwords.
        users: BTreeMap<String, String>,
    }
}
