//! A sweep: every message that a server says, crossed with a set of faults, without a file for
//! each.
//!
//! ```text
//!  profile --> healthy run of the client --> the messages that the server said
//!                                              x faults --> cells --> at most `limit`, by seed
//!  cell --> an ordinary scenario --> serve, launch, judge --> the matrix of what became of it
//! ```
//!
//! `plan` says what is swept and is the place to start reading, `cell` makes a scenario of it,
//! `swept` is the result.

mod cell;
mod fault;
mod plan;
mod run;
mod swept;

pub use cell::{Cell, CellError};
pub use fault::SweepFault;
pub use plan::{Profile, cells, sample};
pub use run::{Sweep, sweep};
pub use swept::{Row, Swept};
