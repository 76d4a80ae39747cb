//! The server's side of CredSSP: [`Server`] takes one whole TSRequest after the other and
//! says in a [`Step`] what to send and whether the client may go on.
//!
//! [`Settings`] has all it can be made to say wrongly. Only users that are listed can log on,
//! and only with their password: NTLM derives the key of the session from it, so that a server
//! which does not know it cannot even let somebody in.

mod answer;
mod machine;
mod samples;
mod settings;
mod step;
#[cfg(test)]
mod tests;

pub use machine::Server;
pub use samples::samples;
pub use settings::{
    AvPairs, ChallengeSettings, ErrorCode, ErrorForm, FirstAnswer, PubKeyAuth, Settings,
};
pub use step::{Outcome, Reason, Refusal, Step};
