//! Network auto-detection, at connect time and in the session (MS-RDPBCGR 2.2.14, 3.2.5.14).

use std::time::Duration;

use badrdp_proto::Phase;
use badrdp_proto::session::auto_detect::{Request, Response};
use badrdp_proto::standard_security::header::flags;

use super::{Stage, Walk};
use crate::seen::Stop;

const NAME: &str = "Auto-Detect Request";

/// More requests than any server needs before the session.
const MOST: u32 = 100;

/// A round trip that takes longer is no session: ten minutes.
const LONGEST_RTT_MS: u32 = 600_000;

/// A measurement of bandwidth that is under way.
#[derive(Default)]
pub(super) struct Measured {
    since: Option<Duration>,
    bytes: usize,
}

impl Measured {
    /// Whether a measurement was started and not stopped.
    pub(super) const fn is_under_way(&self) -> bool {
        self.since.is_some()
    }
}

/// Connect-time auto-detection is over: the server goes on to Demand Active.
pub(super) fn over(walk: &mut Walk) {
    if walk.measured.since.take().is_some() {
        walk.odd("a measurement of bandwidth at connect time was never stopped");
    }
}

/// Takes a request, and answers it where an answer is due.
pub(super) fn handle(walk: &mut Walk, body: &[u8]) -> Result<(), Stop> {
    walk.seen.auto_detect_requests += 1;
    if matches!(walk.stage, Stage::BeforeSession) && walk.seen.auto_detect_requests > MOST {
        let what = format!("more than {MOST} of them came, and there is no end");
        return Err(Stop::malformed(NAME, what));
    }
    let length = body.first().copied().unwrap_or_default();
    let (sequence_number, request) =
        Request::decode(body).map_err(|error| Stop::malformed(NAME, error))?;
    let expected = match &request {
        Request::BandwidthPayload(_) | Request::ConnectTimeBandwidthStop(_) => 8,
        Request::NetworkCharacteristics {
            base_rtt,
            bandwidth,
            ..
        } => 10 + 4 * u8::from(base_rtt.is_some()) + 4 * u8::from(bandwidth.is_some()),
        Request::Unknown(_) => length,
        _ => 6,
    };
    if length != expected {
        let what = format!("auto-detect.header-length is {length}, not {expected}");
        return Err(Stop::malformed(NAME, what));
    }
    if matches!(walk.stage, Stage::BeforeSession) {
        let (said, waiting_for) = (walk.seen.said, walk.seen.waiting_for);
        walk.enter(Phase::ConnectTimeAutoDetection, said, waiting_for);
    }
    if walk.licensing.is_some() {
        walk.odd("an Auto-Detect Request in the middle of licensing");
    }
    let now = walk.now;
    let response = match request {
        Request::Rtt { .. } => Some(Response::Rtt),
        Request::BandwidthStart { .. } => {
            walk.measured = Measured {
                since: Some(now),
                bytes: 0,
            };
            None
        }
        Request::BandwidthPayload(bytes) => {
            walk.measured.bytes += bytes.len();
            None
        }
        Request::ConnectTimeBandwidthStop(bytes) => {
            walk.measured.bytes += bytes.len();
            Some(measured(walk, true))
        }
        Request::BandwidthStop => Some(measured(walk, false)),
        Request::NetworkCharacteristics {
            base_rtt,
            bandwidth,
            average_rtt,
        } => {
            let rtt = base_rtt.unwrap_or_default().max(average_rtt);
            if bandwidth == Some(0) || rtt > LONGEST_RTT_MS {
                walk.odd("a Network Characteristics Result that no network can have");
            }
            None
        }
        Request::Unknown(kind) => {
            walk.odd(format!(
                "an Auto-Detect Request of type {kind:#06x}, which means nothing"
            ));
            None
        }
    };
    if let Some(response) = response {
        let channel = walk.channels.for_side_pdus();
        let message = response.encode(sequence_number);
        walk.send_on(channel, flags::AUTODETECT_RSP, message);
    }
    Ok(())
}

fn measured(walk: &mut Walk, connect_time: bool) -> Response {
    if walk.measured.since.is_none() {
        walk.odd("a measurement of bandwidth was stopped that was never started");
    }
    let since = walk.measured.since.take().unwrap_or(walk.now);
    let took = walk.now.saturating_sub(since).as_millis();
    Response::Bandwidth {
        connect_time,
        time_delta: u32::try_from(took).unwrap_or(u32::MAX),
        byte_count: u32::try_from(walk.measured.bytes).unwrap_or(u32::MAX),
    }
}
