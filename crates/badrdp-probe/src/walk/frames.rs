//! Where one PDU of the server ends and the next begins.

use badrdp_proto::credssp::TsRequest;
use badrdp_proto::frame::{self, NotAFrame};
use badrdp_proto::tpkt;

use super::{Stage, Walk};
use crate::foreign::Foreign;
use crate::seen::Stop;

/// A TPKT header, the X.224 Data header, and the first byte of MCS.
const LEAST: usize = 7 + 1;

/// Takes the next whole PDU off the buffer.
pub(super) fn next(walk: &mut Walk) -> Result<Option<Vec<u8>>, Stop> {
    let length = match walk.stage {
        Stage::EarlyAuthorization => {
            let length = badrdp_proto::credssp::early_authorization::LEN;
            return Ok(frame::take(&mut walk.buffer, length));
        }
        Stage::Credssp(_) => match walk.buffer.first() {
            None | Some(0x30) => frame::length(&walk.buffer, frame::MAX_FIRST_PDU),
            Some(other) => Err(NotAFrame::FirstByte(*other)),
        },
        Stage::Active | Stage::Leaving | Stage::Finalization(_) => {
            frame::session_length(&walk.buffer)
        }
        _ => match walk.buffer.first() {
            None | Some(&tpkt::VERSION) => frame::length(&walk.buffer, frame::MAX_FIRST_PDU),
            Some(other) => Err(NotAFrame::FirstByte(*other)),
        },
    };
    let length = length.map_err(|error| no_frame(walk, error))?;
    if walk.buffer.first() == Some(&tpkt::VERSION)
        && let Some(short @ ..LEAST) = length
    {
        let what = format!("the TPKT length is {short}, less than any PDU has");
        return Err(Stop::malformed(walk.seen.waiting_for, what));
    }
    Ok(length.and_then(|length| frame::take(&mut walk.buffer, length)))
}

fn no_frame(walk: &Walk, error: NotAFrame) -> Stop {
    let what = match error {
        NotAFrame::FirstByte(byte) => match Foreign::name(&walk.buffer) {
            Foreign::Binary => format!("the first byte is {byte:#04x}, which starts no PDU"),
            foreign => foreign.to_string(),
        },
        NotAFrame::Length(length) => format!("the length in its header is {length}"),
    };
    Stop::malformed(walk.seen.waiting_for, what)
}

/// For a buffer after which nothing more came: whether its PDU is complete by another of its
/// lengths.
pub(super) fn complete_inside(walk: &Walk) -> Option<String> {
    let came = walk.buffer.len();
    if let [0x30, form @ (0x81 | 0x82), rest @ ..] = &walk.buffer[..] {
        let body = rest.get(usize::from(form & 0x7F)..)?;
        let length = u16::try_from(body.len()).ok()?.to_be_bytes();
        let patched = [&[0x30, 0x82][..], &length, body].concat();
        return TsRequest::decode(&patched).is_ok().then(|| {
            format!("it is complete with the {came} bytes that came, yet its length promises more")
        });
    }
    let [
        tpkt::VERSION,
        _,
        high,
        low,
        2,
        0xF0,
        0x80,
        choice,
        rest @ ..,
    ] = &walk.buffer[..]
    else {
        return None;
    };
    let promised = u16::from_be_bytes([*high, *low]);
    // Send Data Indication: initiator, channel and priority, then the length of its data.
    let inside = match (choice >> 2, rest) {
        (26, [_, _, _, _, _, high, low, ..]) if high & 0x80 != 0 => {
            Some(15 + usize::from(u16::from_be_bytes([high & 0x7F, *low])))
        }
        (26, [_, _, _, _, _, length, ..]) => Some(14 + usize::from(*length)),
        (15, _) => Some(8 + 7),
        (11, _) => Some(8 + 3),
        (8, _) => Some(8 + 1),
        _ => None,
    };
    (inside? <= came).then(|| {
        format!("it is complete, yet the TPKT length promises {promised} bytes and {came} came")
    })
}
