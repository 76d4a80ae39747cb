//! The faults, one file each, and the list of them.
//!
//! To add one: write `faults/<name>.rs` with a struct of its parameters that
//! implements [`Behaviour`], and add its line to the list at the end of this file.
//! The scenario format, the JSON Schema and `badrdp list faults` follow from it.

mod accept_never;
mod bandwidth;
mod black_hole;
mod close;
mod corrupt;
mod drop;
mod duplicate;
mod edit;
mod inject;
mod latency;
mod plaintext;
mod refuse;
mod replace;
mod reset;
mod slice;
mod stall;
mod tls_alert;
mod truncate;
mod zero_window;

use std::fmt;

use badrdp_proto::{Message, MessageName};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use self::accept_never::AcceptNever;
pub use self::bandwidth::Bandwidth;
pub use self::black_hole::BlackHole;
pub use self::close::Close;
pub use self::corrupt::Corrupt;
pub use self::drop::Drop;
pub use self::duplicate::Duplicate;
pub use self::edit::Edit;
pub use self::inject::Inject;
pub use self::latency::Latency;
pub use self::plaintext::Plaintext;
pub use self::refuse::Refuse;
pub use self::replace::Replace;
pub use self::reset::Reset;
pub use self::slice::Slice;
pub use self::stall::Stall;
pub use self::tls_alert::TlsAlert;
pub use self::truncate::Truncate;
pub use self::zero_window::ZeroWindow;
use crate::dice::Dice;
use crate::step::Op;
use crate::when::When;

/// What kind of thing a fault does, and so which moments fit it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// Shapes everything that is sent from its moment on.
    Flow,
    /// Is there before any connection: what the listener does.
    Listener,
    /// Changes one server message; its moment is `at` that message.
    Message,
    /// Does something at its moment.
    Moment,
}

/// What the listener does instead of accepting and serving.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListenerMode {
    /// The handshake is the kernel's; nobody ever accepts.
    AcceptNever,
    /// SYNs get no answer.
    BlackHole,
    /// Accepts with the smallest window and never reads.
    NeverRead,
    /// SYNs get RST.
    Refuse,
}

/// A fault's decision. Only the methods of its [`Class`] are ever called.
pub trait Behaviour: fmt::Debug {
    /// Which moments fit it.
    fn class(&self) -> Class;

    /// [`Class::Message`]: what becomes of the bytes of a message. Each element is sent on
    /// its own; none means that nothing is sent.
    fn alter(&self, message: &Message, dice: &mut Dice) -> Vec<Vec<u8>> {
        let _ = dice;
        vec![message.bytes.clone()]
    }

    /// [`Class::Moment`]: what to do.
    fn strike(&self, dice: &mut Dice) -> Vec<Op> {
        let _ = dice;
        Vec::new()
    }

    /// [`Class::Flow`]: what becomes of bytes on their way out; `hold` is how long they
    /// are held back already.
    fn shape(&self, bytes: Vec<u8>, dice: &mut Dice) -> Vec<Shaped> {
        let _ = dice;
        vec![Shaped::Bytes(bytes)]
    }

    /// Whether its waits want to end within a fraction of a millisecond, whatever that costs.
    fn is_exact(&self) -> bool {
        false
    }

    /// [`Class::Listener`]: what the listener does.
    fn listener(&self) -> Option<ListenerMode> {
        None
    }

    /// Why it cannot be done to the message called `name`, if it cannot.
    ///
    /// # Errors
    /// A sentence for the author of the scenario.
    fn check_message(&self, name: MessageName) -> Result<(), String> {
        let _ = name;
        Ok(())
    }
}

/// One part of what a flow fault makes of bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shaped {
    /// Send these.
    Bytes(Vec<u8>),
    /// Hold everything behind this back so long after it was made.
    Hold(std::time::Duration),
    /// Pause, counted from when the one before it was due to end.
    Pace(std::time::Duration),
    /// Pause.
    Wait(std::time::Duration),
}

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

            /// What it decides.
            #[must_use]
            pub fn behaviour(&self) -> &dyn Behaviour {
                match self { $(Self::$variant(fault) => fault,)* }
            }
        }

        /// How a `[[fault]]` is written: `when`, and exactly one fault as a key.
        #[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
        #[serde(deny_unknown_fields)]
        pub struct FaultToml {
            /// The moment at which it strikes.
            pub(crate) when: When,
            $(
                #[doc = $doc]
                #[serde(default, skip_serializing_if = "Option::is_none")]
                $key: Option<$variant>,
            )*
        }

        impl FaultToml {
            pub(crate) fn new(when: When, fault: Fault) -> Self {
                let mut toml = Self { when, $($key: None,)* };
                match fault { $(Fault::$variant(fault) => toml.$key = Some(fault),)* }
                toml
            }

            /// The faults that are named.
            pub(crate) fn faults(self) -> (When, Vec<Fault>) {
                let mut faults = Vec::new();
                $(faults.extend(self.$key.map(Fault::$variant));)*
                (self.when, faults)
            }
        }
    };
}

faults! {
    AcceptNever accept_never "The kernel completes the TCP handshake, nobody ever accepts.";
    Bandwidth bandwidth "What is sent trickles through a thin pipe.";
    BlackHole black_hole "SYNs are never answered.";
    Close close "A FIN: the server ends the connection in order.";
    Corrupt corrupt "Bytes of one message are changed.";
    Drop drop "One message is not sent.";
    Duplicate duplicate "One message is sent more than once.";
    Edit edit "One field of a message gets another value.";
    Inject inject "Bytes are sent that nobody asked for.";
    Latency latency "Everything that is sent arrives later.";
    Plaintext plaintext "The server speaks RDP in the clear where TLS is due.";
    Refuse refuse "The port is closed: SYNs get RST.";
    Replace replace "Other bytes are sent in place of a message.";
    Reset reset "A real TCP RST.";
    Slice slice "What is sent dribbles out in small pieces.";
    Stall stall "Silence: nothing is sent, the connection stays open.";
    TlsAlert tls_alert "A TLS alert of any level and description.";
    Truncate truncate "One message is cut short.";
    ZeroWindow zero_window "The server accepts and never reads.";
}
