//! A lab server that plays faulty RDP servers on purpose, and a judge of how RDP clients take them.
//!
//! ```text
//!  main --> cli::main --parse--> cli::Command --run--> commands/<name>.rs --> exit::Exit
//!                                     |                       |
//!                                     +------ context::Context (catalogue, lab, colours)
//! ```
//!
//! To add a command: one file in [`commands`] with `Args` and its `run`, and its line in the
//! list in [`cli`].

mod captures;
pub mod cli;
pub mod commands;
pub mod context;
pub mod exit;
pub mod explain;
pub mod interrupt;
pub mod key_log;
pub mod logging;
pub mod output;
mod pem;
mod progress;
pub mod select;
mod suite;
pub mod words;
