//! Between Client Info and Demand Active: licensing and the offer of a side channel.

use badrdp_proto::Phase;
use badrdp_proto::session::multitransport::{E_ABORT, Request, Response};
use badrdp_proto::share::control::{ControlHeader, pdu_type};
use badrdp_proto::standard_security::header::flags;

use super::{Walk, licensing};
use crate::seen::Stop;

/// What bytes before the end of licensing are that start with a share control header.
pub(super) enum Early {
    /// No share PDU.
    No,
    /// Demand Active: licensing was left out.
    DemandActive,
    /// Another one, such as Set Error Info.
    Other,
}

/// Looks whether `bytes` are one share PDU without a security header before it.
pub(super) fn early_share_pdu(bytes: &[u8]) -> Early {
    /// `versionLow` of `pduType` is 1 (MS-RDPBCGR 2.2.8.1.1.1.1).
    const VERSION: u8 = 0x10;
    let versioned = bytes.get(2).is_some_and(|kind| kind & 0xF0 == VERSION);
    match ControlHeader::decode(bytes) {
        Ok((header, _, [])) if versioned => match header.pdu_type {
            pdu_type::DEMAND_ACTIVE => Early::DemandActive,
            pdu_type::DATA | pdu_type::DEACTIVATE_ALL | pdu_type::SERVER_REDIRECTION => {
                Early::Other
            }
            _ => Early::No,
        },
        _ => Early::No,
    }
}

/// Every server has to end licensing before it demands anything (MS-RDPBCGR 3.2.5.3.12).
pub(super) fn licensing_left_out() -> Result<(), Stop> {
    let what = "Demand Active came although no license was spoken of";
    Err(Stop::Licensing(what.to_owned()))
}

/// A licensing PDU.
pub(super) fn licensing(walk: &mut Walk, body: &[u8]) -> Result<(), Stop> {
    walk.enter(Phase::Licensing, walk.seen.said, walk.seen.waiting_for);
    licensing::handle(walk, body)
}

/// Initiate Multitransport Request: the probe has no UDP, and says so (MS-RDPBCGR 3.2.5.15.2).
pub(super) fn multitransport(walk: &mut Walk, body: &[u8]) -> Result<(), Stop> {
    const NAME: &str = "Initiate Multitransport Request";
    let request = Request::decode(body).map_err(|error| Stop::malformed(NAME, error))?;
    walk.odd("a side channel over UDP was offered, which nobody asked for");
    let response = Response {
        request_id: request.request_id,
        result: E_ABORT,
    };
    let channel = walk.channels.for_side_pdus();
    walk.send_on(channel, flags::TRANSPORT_RSP, response.encode());
    Ok(())
}
