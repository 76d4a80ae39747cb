//! What a client says and hears during the basic settings exchange and the channel
//! connection, for the probe and for tests.
//!
//! The client's first PDU is [`ConnectInitial`](crate::mcs::ConnectInitial), its answer
//! [`ConnectResponse`](crate::mcs::ConnectResponse); from there on each PDU has a function
//! here, and [`DomainAnswer`] reads what comes back.

mod answer;
mod domain;

pub use answer::DomainAnswer;
pub use domain::{
    attach_user_request, channel_join_request, disconnect_provider_ultimatum, erect_domain_request,
    send_data_request,
};

use crate::gcc::{ClientBlocks, ClientCore};
use crate::mcs::ConnectInitial;

/// Client MCS Connect Initial PDU (MS-RDPBCGR 2.2.1.3) of a 1024 by 768 client called `name`,
/// with Core, Security and Network data and no channels: the least that real servers accept.
///
/// `name` is cut to 15 characters (MS-RDPBCGR 2.2.1.3.2). For anything else, write a
/// [`ConnectInitial`] with other blocks.
#[must_use]
pub fn connect_initial(name: &str) -> Vec<u8> {
    ConnectInitial::new(ClientBlocks::new(ClientCore::new(name))).encode()
}
