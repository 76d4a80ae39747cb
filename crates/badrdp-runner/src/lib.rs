//! Plans, serves, launches and judges: scenarios times clients.
//!
//! ```text
//!  scenarios x adapters --> for each: FaultServer, then the client (a process group or the
//!  probe), then judge(scenario, transcript, client) --> CaseResult --> report
//! ```
//!
//! Start reading at [`run`](mod@run). The wire is judged first, the client's own words second. A
//! client is started with a fresh HOME, without standard input, in a network of its own where
//! that is asked for (`isolation`), and its whole process group is killed at the deadline. A
//! client in a healthy session is told to end once the server has seen enough of it (`watch`).
//! Clients that cannot be started here are run by people (`manual`) or by workers on other
//! machines (`remote`), who tell what they saw. `sweep` makes scenarios instead of reading them.

pub mod adapter;
mod case;
pub mod diagnosis;
mod display;
pub mod elsewhere;
pub mod evidence;
mod isolation;
pub mod judge;
pub mod known;
mod launch;
pub mod manual;
mod meet;
pub mod policy;
mod queue;
pub mod remote;
pub mod report;
pub mod run;
pub mod shard;
mod stay;
pub mod sweep;
#[cfg(test)]
mod testing;
pub mod tries;
mod version;
mod watch;
mod words;

pub use adapter::{Adapter, Adapters, ClientError};
pub use diagnosis::Named;
pub use display::Display;
pub use elsewhere::{Answer, Codes, Desk, Meaning, Task, Told};
pub use evidence::{Evidence, Exchanges};
pub use judge::{Finding, Judgement, Severity, Verdict};
pub use known::{Known, KnownFailure};
pub use launch::{ClientEnd, ClientRun};
pub use policy::{Cut, Policy};
pub use run::{Arm, CaseResult, Options, SuiteResult, run};
pub use shard::Shard;
pub use tries::Try;
pub use words::quoted;
