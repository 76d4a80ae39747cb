//! Every fault, each in one small file, as a pure decision about one message or moment.
//!
//! A [`FaultSpec`] is what a scenario says: *when* and *what*. A [`Plan`] holds the
//! faults of one connection. The driver tells it what happens (a phase begins, a
//! client message came, a server message is about to leave, a timer ran out) and
//! gets [`Step`]s to carry out.
//!
//! ```text
//!  server message --> before: moments | at: message faults | flow faults | after: moments --> steps
//!  client message ------------------------------------------------ after: moments --> steps
//!  phase, timer, byte count, pattern ------------------------------------ moments --> steps
//! ```
//!
//! INVARIANT: nothing here performs I/O, sleeps, or reads a clock; randomness comes
//! from the [`Dice`] that were handed in.
//!
//! To add a fault: one file in [`faults`] and its line in the list there.

mod behaviour;
pub mod bytes;
pub mod dice;
pub mod ending;
pub mod faults;
pub mod named;
pub mod pattern;
pub mod plan;
pub mod quantity;
pub mod spec;
pub mod step;
pub mod when;
mod within;
mod words;

pub use dice::{Dice, Stream};
pub use ending::Then;
pub use faults::{Behaviour, Class, Fault};
pub use named::{Named, Names};
pub use plan::{Plan, Reaction, Timer};
pub use quantity::{Period, Rate};
pub use spec::FaultSpec;
pub use step::{AlertLevel, FaultIndex, Op, Step};
pub use when::{Connections, Moment, When};
