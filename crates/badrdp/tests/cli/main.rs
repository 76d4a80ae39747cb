//! The command line as a user meets it: real processes, their output and their exit codes.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod catalogue;
mod check;
mod environment;
mod help;
mod report;
mod scale;
mod serve;
mod serve_refused;
mod stage;
mod support;
mod sweep;
mod verdicts;
