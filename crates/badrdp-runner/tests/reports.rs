//! What each kind of report looks like, made of a small report with one case of each kind.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on has failed, and unwrap says where"
)]

#[path = "reports/diffing.rs"]
mod diffing;
#[path = "reports/handmade.rs"]
mod handmade;
#[path = "reports/limits.rs"]
mod limits;
#[path = "reports/looks.rs"]
mod looks;
#[path = "reports/merging.rs"]
mod merging;
#[path = "reports/reading.rs"]
mod reading;
