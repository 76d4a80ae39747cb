//! Judges a client: by the wire first, by its own words second. Pure.
//!
//! `judgement` puts it together and is the place to start reading. `outcome` says what the
//! client did, `seen` what one connection shows by itself, `waiting` whether the client waited
//! in vain, `forbidden` what it must not do, `connections` what each connection has to be,
//! `doubts` where nothing can be said or the client's words do not fit the wire. `finding` has
//! what matters whatever the verdict: from a severity on, it makes a case fail.

mod connections;
mod doubts;
mod finding;
mod forbidden;
mod judgement;
mod outcome;
mod seen;
mod verdict;
mod waiting;

pub use finding::{Finding, Severity};
pub use judgement::judge;
pub(crate) use seen::is_drawing;
pub use verdict::{Judgement, Verdict};
