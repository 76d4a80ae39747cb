//! The report: what JSON holds, and what every other report is made of.
//!
//! ```text
//!  SuiteResult --Report::new--> Report --render--> json | junit | ctrf | tap | markdown | ...
//!                               ^    |
//!       a file --Report::read---'    '--merge, diff, show
//! ```
//!
//! Plain data, so that a report which was read from a file gives what the run itself would have
//! given. `report` is the place to start reading; `convert` makes a report of a suite.

mod case;
mod connection;
mod convert;
mod event;
mod exchange;
mod read;
mod report;
mod score;
mod sweep;
mod verdict;

pub use case::{Case, Expected, Found, Known, Try};
pub use connection::{Connection, Delivery};
pub use convert::About;
pub use event::Event;
pub use exchange::{Exchange, Field};
pub use read::{MAX_FILE, ReadError};
pub use report::{Client, FORMAT, Report, SCHEMA, Scenario, Shard, schema};
pub use score::{NOTHING, Score};
pub use sweep::{Sweep, SweepRow};
pub use verdict::Verdict;

pub use crate::judge::Severity;
