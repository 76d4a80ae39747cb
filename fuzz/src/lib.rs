//! What the fuzz targets call, one function for each target.
//!
//! A function takes arbitrary bytes and panics where an invariant is broken. The targets in
//! `fuzz_targets/` do nothing but call it; the integration tests include this very folder and
//! replay with it what once crashed. Where a target has choices, its first bytes make them.

mod files;
mod mcs;
mod rdp;
mod security;
mod session;
mod tls;

pub use files::{recipe, scenario};
pub use mcs::{connect_initial, connect_response, domain_answer, domain_request, mcs_answer};
pub use rdp::{
    acceptor, connection_confirm, connection_request, credssp, ntlm, spnego, ts_request,
};
pub use security::{
    licensing_client, licensing_server, sealed_pdu, security_exchange, server_certificate,
};
pub use session::{
    client_info, client_share, fast_path_input, server_channels, server_output, server_share,
    side_pdus,
};
pub use tls::{client_hello, legacy_server, record_splitter};

/// What a target calls.
pub type Target = fn(&[u8]);

/// Every target by its name.
pub const TARGETS: &[(&str, Target)] = &[
    ("acceptor", acceptor),
    ("client_hello", client_hello),
    ("client_info", client_info),
    ("client_share", client_share),
    ("connect_initial", connect_initial),
    ("connect_response", connect_response),
    ("connection_confirm", connection_confirm),
    ("connection_request", connection_request),
    ("credssp", credssp),
    ("domain_answer", domain_answer),
    ("domain_request", domain_request),
    ("fast_path_input", fast_path_input),
    ("legacy_server", legacy_server),
    ("licensing_client", licensing_client),
    ("licensing_server", licensing_server),
    ("mcs_answer", mcs_answer),
    ("ntlm", ntlm),
    ("recipe", recipe),
    ("record_splitter", record_splitter),
    ("scenario", scenario),
    ("sealed_pdu", sealed_pdu),
    ("security_exchange", security_exchange),
    ("server_certificate", server_certificate),
    ("server_channels", server_channels),
    ("server_output", server_output),
    ("server_share", server_share),
    ("side_pdus", side_pdus),
    ("spnego", spnego),
    ("ts_request", ts_request),
];

/// `data` in pieces of `size` bytes, a size of 0 taken as 1.
fn pieces(data: &[u8], size: u8) -> impl Iterator<Item = &[u8]> {
    data.chunks(usize::from(size).max(1))
}

/// The first two bytes, which choose, and the rest.
fn chosen(data: &[u8]) -> Option<(u8, u8, &[u8])> {
    match data {
        [first, second, rest @ ..] => Some((*first, *second, rest)),
        _ => None,
    }
}
