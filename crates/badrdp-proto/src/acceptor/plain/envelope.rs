//! The envelopes: TPKT, X.224, MCS, the security header, fast-path; and the Connection Request,
//! which is little more.

use super::marker::Marker;
use crate::negotiation::{TYPE_CORRELATION_INFO, TYPE_REQUEST};
use crate::standard_security::header::Form;
use crate::tpkt;
use crate::x224;

/// T.125 7: the choice of Send Data Request.
const SEND_DATA_REQUEST: usize = 25;

/// X.224 Connection Request (MS-RDPBCGR 2.2.1.1).
pub(super) fn connection_request(marker: &mut Marker) {
    tpkt_header(marker);
    marker.big("x224.length-indicator", 1);
    marker.big("x224.code", 1);
    marker.big("x224.destination-reference", 2);
    marker.big("x224.source-reference", 2);
    marker.big("x224.class", 1);
    if let Some(line) = x224::token(marker.left()) {
        let name = if line.starts_with(x224::COOKIE) {
            "x224.cookie"
        } else {
            "x224.routing-token"
        };
        let len = line.len() + 2 /* CR LF */;
        marker.raw(name, len);
    }
    if marker.left().first() == Some(&TYPE_REQUEST) {
        marker.little("neg.type", 1);
        marker.little("neg.flags", 1);
        marker.little("neg.length", 2);
        marker.little("neg.requested-protocols", 4);
    }
    if marker.left().first() == Some(&TYPE_CORRELATION_INFO) {
        marker.little("correlation.type", 1);
        marker.little("correlation.flags", 1);
        marker.little("correlation.length", 2);
        marker.raw("correlation.id", 16);
        marker.raw("correlation.reserved", 16);
    }
    marker.rest("x224.rest");
}

/// TPKT, X.224 Data and the MCS header. Whether it is a Send Data Request: what follows then is
/// its user data.
pub(super) fn data(marker: &mut Marker) -> bool {
    if marker.left().first() != Some(&tpkt::VERSION) {
        return false;
    }
    tpkt_header(marker);
    let indicator = marker.big("x224.length-indicator", 1);
    marker.big("x224.code", 1);
    marker.raw("x224.end-of-tsdu", indicator.saturating_sub(1));
    let choice = marker.left().first().map(|first| usize::from(*first) >> 2);
    if choice != Some(SEND_DATA_REQUEST) {
        return false;
    }
    marker.big("mcs.choice", 1);
    marker.big("mcs.initiator", 2);
    marker.big("mcs.channel-id", 2);
    marker.big("mcs.priority-and-segmentation", 1);
    let long = marker.left().first().is_some_and(|first| first & 0x80 != 0);
    marker.big("mcs.length", if long { 2 } else { 1 });
    true
}

/// Where the user data of a Send Data Request begins.
pub(super) fn user_data(frame: &[u8]) -> usize {
    let indicator = frame.get(tpkt::HEADER_LEN).copied().unwrap_or_default();
    let length = tpkt::HEADER_LEN + 1 + usize::from(indicator) + 6 /* choice to priority */;
    let long = frame.get(length).is_some_and(|first| first & 0x80 != 0);
    length + if long { 2 } else { 1 }
}

/// The security header (MS-RDPBCGR 2.2.8.1.1.2).
pub(super) fn security_header(marker: &mut Marker, form: Option<Form>) {
    let Some(form) = form else { return };
    marker.little("security.flags", 2);
    marker.little("security.flags-high", 2);
    if form == Form::Fips {
        marker.little("security.fips-length", 2);
        marker.little("security.fips-version", 1);
        marker.little("security.fips-pad-length", 1);
    }
    if form != Form::Basic {
        marker.raw("security.data-signature", 8);
    }
}

/// Fast-path input (MS-RDPBCGR 2.2.8.1.2): what is typed may be a password.
pub(super) fn fast_path(marker: &mut Marker) {
    marker.big("fast-path-input.header", 1);
    let long = marker.left().first().is_some_and(|first| first & 0x80 != 0);
    marker.big("fast-path-input.length", if long { 2 } else { 1 });
    marker.redact_rest();
}

fn tpkt_header(marker: &mut Marker) {
    marker.big("tpkt.version", 1);
    marker.big("tpkt.reserved", 1);
    marker.big("tpkt.length", 2);
}
