//! Clients that meet servers: as processes, in other hands, and in sweeps.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "running/elsewhere.rs"]
mod elsewhere;
#[path = "running/lab.rs"]
mod lab;
#[path = "running/launching.rs"]
mod launching;
#[path = "running/sweeping.rs"]
mod sweeping;
