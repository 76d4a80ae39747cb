//! Integration tests: real servers on real sockets, each test with its own.
//!
//! Every await is bounded by [`support::PATIENCE`]. Where a test sleeps, the time is what it is
//! about: a pause that a fault has to make, or a silence that nothing may break.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on has failed, and unwrap says where"
)]

mod catalogue;
mod clients;
mod dependencies;
mod docs;
#[path = "../../fuzz/src/lib.rs"]
pub mod fuzz_entries;
mod fuzz_regression;
mod hostile;
mod html_report;
mod reports;
mod schemas;
mod support;
mod tls;
mod wire;
