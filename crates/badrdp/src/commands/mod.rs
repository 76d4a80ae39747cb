//! The commands, one file each: its arguments, and what it does with them.

pub mod ca;
pub mod check;
pub mod completions;
pub(crate) mod elsewhere;
pub mod explain;
pub mod health;
pub(crate) mod isolation;
pub mod list;
pub mod man;
pub(crate) mod policy;
pub mod probe;
pub(crate) mod repeat;
pub mod report;
pub(crate) mod rerun;
pub mod run;
pub mod schema;
pub mod selftest;
pub mod serve;
pub mod show;
pub(crate) mod sweep;
