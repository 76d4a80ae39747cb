//! Verdicts: what the wire shows and what the client says, put together by hand.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "judging/connections.rs"]
mod connections;
#[path = "judging/findings.rs"]
mod findings;
#[path = "judging/handmade.rs"]
mod handmade;
#[path = "judging/leaving.rs"]
mod leaving;
#[path = "judging/outcomes.rs"]
mod outcomes;
#[path = "judging/verdicts.rs"]
mod verdicts;
