//! The faults, one file each, and the list of them.
//!
//! To add one: write `faults/<name>.rs` with a struct of its parameters that
//! implements [`Behaviour`], and add its line to the list at the end of this file.
//! The scenario format, the JSON Schema and `badrdp list faults` follow from it.

mod accept_never;
mod auto_detect;
mod auto_reconnect_status;
mod bandwidth;
mod black_hole;
mod close;
mod corrupt;
mod deactivate;
mod demand_active;
mod disconnect;
mod drop;
mod duplicate;
mod edit;
mod error_info;
mod fast_path_update;
mod inject;
mod latency;
mod license_error;
mod logon_error;
mod multitransport;
mod plaintext;
mod redirect;
mod refuse;
mod reorder;
mod replace;
mod reset;
mod share_data;
mod slice;
mod stall;
mod status_info;
mod tls_alert;
mod truncate;
mod virtual_channel;
mod zero_window;

use schemars::JsonSchema;
use serde::Deserialize;
use serde::de::MapAccess;
use serde::ser::SerializeMap;

pub use self::accept_never::AcceptNever;
pub use self::auto_detect::AutoDetect;
pub use self::auto_reconnect_status::AutoReconnectStatus;
pub use self::bandwidth::Bandwidth;
pub use self::black_hole::BlackHole;
pub use self::close::Close;
pub use self::corrupt::Corrupt;
pub use self::deactivate::Deactivate;
pub use self::demand_active::DemandActive;
pub use self::disconnect::Disconnect;
pub use self::drop::Drop;
pub use self::duplicate::Duplicate;
pub use self::edit::Edit;
pub use self::error_info::{ErrorInfo, ErrorInfoCode};
pub use self::fast_path_update::FastPathUpdate;
pub use self::inject::Inject;
pub use self::latency::Latency;
pub use self::license_error::{LicenseError, LicensingError, StateTransition};
pub use self::logon_error::{LogonError, LogonErrorData, LogonErrorKind};
pub use self::multitransport::Multitransport;
pub use self::plaintext::Plaintext;
pub use self::redirect::Redirect;
pub use self::refuse::Refuse;
pub use self::reorder::Reorder;
pub use self::replace::Replace;
pub use self::reset::Reset;
pub use self::share_data::ShareData;
pub use self::slice::Slice;
pub use self::stall::Stall;
pub use self::status_info::{StatusCode, StatusInfo};
pub use self::tls_alert::TlsAlert;
pub use self::truncate::Truncate;
pub use self::virtual_channel::VirtualChannel;
pub use self::zero_window::ZeroWindow;
pub use crate::behaviour::{Behaviour, Class, ListenerMode, Shaped};
use crate::when::When;

macro_rules! faults {
    ($($variant:ident $key:ident $doc:literal;)*) => {
        /// A fault with its parameters.
        #[derive(Clone, Debug, PartialEq)]
        pub enum Fault {
            $(#[doc = $doc] $variant($variant),)*
        }

        impl Fault {
            /// Name and meaning of every fault, in alphabetical order.
            pub const ALL: &[(&str, &str)] = &[$((stringify!($key), $doc),)*];

            /// The key that names it in a scenario.
            #[must_use]
            pub const fn name(&self) -> &'static str {
                match self { $(Self::$variant(_) => stringify!($key),)* }
            }

            /// What it does, in one sentence.
            #[must_use]
            pub const fn meaning(&self) -> &'static str {
                match self { $(Self::$variant(_) => $doc,)* }
            }

            /// What it decides.
            #[must_use]
            pub fn behaviour(&self) -> &dyn Behaviour {
                match self { $(Self::$variant(fault) => fault,)* }
            }
        }

        // Nobody makes one: its schema is that of `FaultSpec`.
        /// How a `[[fault]]` is written: `when`, and exactly one fault as a key.
        #[derive(JsonSchema)]
        #[schemars(deny_unknown_fields)]
        #[expect(dead_code, reason = "its schema is wanted, not its values")]
        pub(crate) struct FaultKeys {
            /// The moment at which it strikes.
            when: When,
            $(
                #[doc = $doc]
                $key: Option<$variant>,
            )*
        }

        /// A key of a `[[fault]]`.
        #[derive(Clone, Copy, Deserialize)]
        #[serde(field_identifier, rename_all = "snake_case")]
        pub(crate) enum Key {
            When,
            $($variant,)*
        }

        impl Key {
            /// Reads the fault behind it; there is none behind `when`.
            pub(crate) fn fault<'de, M: MapAccess<'de>>(self, map: &mut M) -> Result<Option<Fault>, M::Error> {
                Ok(Some(match self {
                    Self::When => return Ok(None),
                    $(Self::$variant => Fault::$variant(map.next_value()?),)*
                }))
            }
        }

        impl Fault {
            /// Writes it behind its name.
            pub(crate) fn write<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
                match self {
                    $(Self::$variant(fault) => map.serialize_entry(self.name(), fault),)*
                }
            }
        }
    };
}

faults! {
    AcceptNever accept_never "The kernel completes the TCP handshake, nobody ever accepts.";
    AutoDetect auto_detect "The network is measured.";
    AutoReconnectStatus auto_reconnect_status "The auto-reconnect cookie is refused.";
    Bandwidth bandwidth "What is sent trickles through a thin pipe.";
    BlackHole black_hole "SYNs are never answered.";
    Close close "A FIN: the server ends the connection in order.";
    Corrupt corrupt "Bytes of one message are changed.";
    Deactivate deactivate "The session is deactivated.";
    DemandActive demand_active "A bare Demand Active.";
    Disconnect disconnect "MCS Disconnect Provider Ultimatum.";
    Drop drop "One message is not sent.";
    Duplicate duplicate "One message is sent more than once.";
    Edit edit "One field of a message gets another value.";
    ErrorInfo error_info "Set Error Info with any code.";
    FastPathUpdate fast_path_update "A fast-path update of any code.";
    Inject inject "Bytes are sent that nobody asked for.";
    Latency latency "Everything that is sent arrives later.";
    LicenseError license_error "A License Error at any time.";
    LogonError logon_error "Logon Errors Info.";
    Multitransport multitransport "A side channel over UDP is offered.";
    Plaintext plaintext "The server speaks RDP in the clear where TLS is due.";
    Redirect redirect "Server Redirection.";
    Refuse refuse "The port is closed: SYNs get RST.";
    Reorder reorder "One message leaves behind others that were said after it.";
    Replace replace "Other bytes are sent in place of a message.";
    Reset reset "A real TCP RST.";
    ShareData share_data "A Share Data PDU of any type.";
    Slice slice "What is sent dribbles out in small pieces.";
    Stall stall "Silence: nothing is sent, the connection stays open.";
    StatusInfo status_info "Server Status Info.";
    TlsAlert tls_alert "A TLS alert of any level and description.";
    Truncate truncate "One message is cut short.";
    VirtualChannel virtual_channel "Data of a virtual channel.";
    ZeroWindow zero_window "The server accepts and never reads.";
}
