//! The MCS PDUs (T.125, MS-RDPBCGR 2.2.1.3 to 2.2.1.9 and 2.2.2.3), for both sides.
//!
//! ```text
//! client                                 server
//!   ConnectInitial          ->
//!                           <-  ConnectResponse          BER, with the GCC blocks inside
//!   Erect Domain Request    ->                           aligned PER from here on
//!   Attach User Request     ->
//!                           <-  Attach User Confirm
//!   Channel Join Request    ->
//!                           <-  Channel Join Confirm     once for each channel
//!   Send Data Request       ->
//!                           <-  Send Data Indication     everything else
//!   Disconnect Provider Ultimatum, from either side
//! ```
//!
//! The server writes with [`ConnectResponse`] and [`domain`], and reads with
//! [`ConnectInitial`] and [`DomainRequest`]. What the client writes and reads of the
//! domain is in [`crate::client`].

mod answer;
pub(crate) mod ber;
mod connect_initial;
mod connect_response;
mod data;
pub mod domain;
mod domain_parameters;
mod error;
pub(crate) mod per;
mod reason;
mod request;

pub use answer::{Answer, decode_answer};
pub use connect_initial::ConnectInitial;
pub use connect_response::{ConnectResponse, connect_response};
pub use data::{DATA_HEADER, read_data_header, write_data_header};
pub use domain::disconnect_provider_ultimatum;
pub use domain_parameters::DomainParameters;
pub use error::DecodeError;
pub use reason::{RESULTS, RT_SUCCESSFUL, Reason, result_name};
pub use request::DomainRequest;

/// BER tag `[APPLICATION 101]`: Connect-Initial (T.125 11.1).
pub const CONNECT_INITIAL: [u8; 2] = [0x7F, 0x65];

/// BER tag `[APPLICATION 102]`: Connect-Response (T.125 11.2).
pub const CONNECT_RESPONSE: [u8; 2] = [0x7F, 0x66];

/// The numbers of the PDUs in the PER choice `DomainMCSPDU` (T.125 7). They take the upper
/// six bits of a PDU's first byte.
pub mod choice {
    /// erectDomainRequest
    pub const ERECT_DOMAIN_REQUEST: u8 = 1;
    /// disconnectProviderUltimatum
    pub const DISCONNECT_PROVIDER_ULTIMATUM: u8 = 8;
    /// attachUserRequest
    pub const ATTACH_USER_REQUEST: u8 = 10;
    /// attachUserConfirm
    pub const ATTACH_USER_CONFIRM: u8 = 11;
    /// channelJoinRequest
    pub const CHANNEL_JOIN_REQUEST: u8 = 14;
    /// channelJoinConfirm
    pub const CHANNEL_JOIN_CONFIRM: u8 = 15;
    /// sendDataRequest
    pub const SEND_DATA_REQUEST: u8 = 25;
    /// sendDataIndication
    pub const SEND_DATA_INDICATION: u8 = 26;
}
