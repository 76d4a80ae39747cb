//! The fault server: listener, driver, wire and transcript.
//!
//! ```text
//!  Armed (scenario + TLS ready) --> FaultServer::start --> listener --accept--> driver --> ConnectionRecord
//!                                                                      | asks  ^ steps
//!                                                                      v       |
//!                                                           acceptor, TLS engine, fault plan (pure)
//! ```
//!
//! This is the only crate that answers as RDP. The driver decides nothing: it tells the
//! [`Plan`](badrdp_faults::Plan) what happens, carries out its steps and writes down what really
//! left the socket. Start reading at [`FaultServer`].

mod accepting;
pub mod armed;
pub mod capture;
mod cookie;
mod driver;
mod evidence;
mod hex;
mod host;
pub mod limits;
mod listener;
pub mod memory;
mod namespace;
mod server;
mod site;
mod sys;
mod text;
pub mod transcript;
mod unaccepted;
pub mod wire;

pub use armed::{ArmError, Armed};
pub use capture::{Capture, CaptureError};
pub use driver::{Recorder, drive};
pub use evidence::{Evidence, ExchangeSink};
pub use hex::hex;
pub use limits::Limits;
pub use namespace::Namespace;
pub use server::{FaultServer, Options, StartError};
pub use sys::raise_file_limit;
pub use transcript::{
    ConnectionRecord, ConnectionSink, CredentialsKind, Delivery, DeliveryState, Envelope, Event,
    EventSink, Exchange, FieldSeen, Happening, Protection, Refusal, RefusalKind, SecurityInUse,
    SentCredentials, Side, Transcript,
};
pub use wire::{PeerEnd, Wire};
