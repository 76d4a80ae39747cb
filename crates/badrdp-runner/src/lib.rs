//! Plans, serves, launches and judges: scenarios times clients.
//!
//! ```text
//!  scenarios x adapters --> for each: FaultServer, then the client (a process group or the
//!  probe), then judge(scenario, transcript, client) --> CaseResult --> report
//! ```
//!
//! The wire is judged first, the client's own words second. A client is started with a fresh
//! HOME, without standard input, and its whole process group is killed at the deadline.

pub mod adapter;
mod display;
pub mod judge;
mod launch;
pub mod report;
pub mod run;
mod words;

pub use adapter::{Adapter, Adapters, ClientError};
pub use judge::{Finding, Judgement, Verdict};
pub use launch::{ClientEnd, ClientRun};
pub use run::{Arm, CaseResult, Options, SuiteResult, run};
