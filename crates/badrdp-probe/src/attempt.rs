//! One attempt: connect, Connection Request, TLS, first PDU.

use badrdp_proto::first_pdu::FirstPdu;
use badrdp_proto::negotiation::Protocols;
use badrdp_proto::x224::ConnectionRequest;
use badrdp_proto::{client, credssp, frame, mcs};

use crate::confirm;
use crate::old_hello;
use crate::options::Options;
use crate::seen::{Answer, Attempt, Confirm, End, OldServer, Pace, Stage};
use crate::stream::{Read, Stream};
use crate::tls::Tls;

/// Walks one connection as far as it goes.
pub(crate) async fn attempt(options: &Options) -> Attempt {
    let mut seen = Attempt {
        connected_after: None,
        confirm: None,
        tls: None,
        certificate: None,
        answer: None,
        stage: Stage::Connect,
        end: End::Answered,
        pace: Pace::default(),
    };
    let mut stream = match Stream::connect(options.address, options.patience).await {
        Ok((stream, connected_after)) => {
            seen.connected_after = Some(connected_after);
            stream
        }
        Err(end) => {
            seen.end = end;
            return seen;
        }
    };
    seen.end = walk(options, &mut stream, &mut seen).await;
    seen.pace = stream.leave().await;
    seen
}

/// Asks a server that a modern ClientHello failed with what it speaks.
pub(crate) async fn inquire_old(options: &Options) -> Option<OldServer> {
    let (mut stream, _) = Stream::connect(options.address, options.patience)
        .await
        .ok()?;
    let mut ignored = None;
    let early = negotiate(options, &mut stream, &mut ignored).await.ok()?;
    let selected = match ignored {
        Some(Confirm::Response { selected, .. }) if selected.is_enhanced() => early.is_empty(),
        _ => false,
    };
    let server = if selected {
        old_hello::inquire(&mut stream).await
    } else {
        None
    };
    stream.leave().await;
    server
}

async fn walk(options: &Options, stream: &mut Stream, seen: &mut Attempt) -> End {
    seen.stage = Stage::ConnectionConfirm;
    let early = match negotiate(options, stream, &mut seen.confirm).await {
        Ok(early) => early,
        Err(end) => return end,
    };
    let selected = match &seen.confirm {
        Some(Confirm::Response { selected, .. }) => *selected,
        Some(Confirm::NoNegotiation) => Protocols::RDP,
        _ => return End::Unusable,
    };
    // What was not asked for is not gone along with.
    let wanted = options.security.protocols();
    if selected.is_enhanced() && (!wanted.contains(selected) || selected.0.count_ones() != 1) {
        return End::Unusable;
    }
    // Nor is less than was asked for.
    if !selected.is_enhanced() && wanted.is_enhanced() {
        return End::Unusable;
    }
    if !selected.is_enhanced() {
        seen.stage = Stage::FirstPdu;
        return first_pdu_in_the_clear(stream, early, seen).await;
    }
    seen.stage = Stage::TlsHandshake;
    let Ok(mut tls) = Tls::new(options) else {
        return End::Unusable;
    };
    let failed = tls.handshake(stream, early).await;
    if failed.is_none() {
        seen.stage = Stage::FirstPdu;
    }
    let end = match failed {
        Some(end) => end,
        None => first_pdu_in_tls(&mut tls, stream, selected, seen).await,
    };
    seen.certificate = tls.certificate();
    seen.tls = Some(tls.seen);
    end
}

/// Sends the Connection Request and reads the answer; gives what came behind it.
async fn negotiate(
    options: &Options,
    stream: &mut Stream,
    seen: &mut Option<Confirm>,
) -> Result<Vec<u8>, End> {
    let request = ConnectionRequest {
        cookie: Some(options.user.clone()),
        requested: Some(options.security.protocols()),
        ..ConnectionRequest::default()
    };
    stream.write(&request.encode()).await;
    let mut buffer = Vec::new();
    loop {
        let read = stream.read().await;
        let Read::Bytes(bytes) = read else {
            // What came may be complete by one of its lengths, or another protocol's.
            if !buffer.is_empty()
                && let Some(text) = confirm::complete_inside(&buffer)
            {
                *seen = Some(Confirm::Malformed(text));
            }
            return Err(read.end(buffer.len(), false).unwrap_or(End::Unusable));
        };
        buffer.extend(bytes);
        if let Some((confirm, length)) = confirm::read(&buffer) {
            *seen = Some(confirm);
            return Ok(buffer.split_off(length.min(buffer.len())));
        }
    }
}

async fn first_pdu_in_tls(
    tls: &mut Tls,
    stream: &mut Stream,
    selected: Protocols,
    seen: &mut Attempt,
) -> End {
    let pdu = if selected.is_hybrid() {
        credssp::client::negotiate_request()
    } else {
        client::connect_initial("badrdp")
    };
    tls.send(stream, &pdu).await;
    let mut buffer = Vec::new();
    loop {
        match tls.receive(stream).await {
            Ok(bytes) => buffer.extend(bytes),
            Err(End::Closed { notified, .. }) => {
                return End::Closed {
                    partial: buffer.len(),
                    notified,
                };
            }
            Err(end) => return end,
        }
        if let Some(answer) = answer(&buffer) {
            seen.answer = Some(answer);
            seen.stage = Stage::Done;
            tls.goodbye(stream).await;
            return End::Answered;
        }
    }
}

async fn first_pdu_in_the_clear(stream: &mut Stream, early: Vec<u8>, seen: &mut Attempt) -> End {
    stream.write(&client::connect_initial("badrdp")).await;
    let mut buffer = early;
    loop {
        if let Some(answer) = answer(&buffer) {
            seen.answer = Some(answer);
            seen.stage = Stage::Done;
            return End::Answered;
        }
        let read = stream.read().await;
        let Read::Bytes(bytes) = read else {
            return read.end(buffer.len(), false).unwrap_or(End::Unusable);
        };
        buffer.extend(bytes);
    }
}

/// Reads the answer to the first PDU, if all of it is here.
fn answer(bytes: &[u8]) -> Option<Answer> {
    let length = match frame::length(bytes, frame::MAX_FIRST_PDU) {
        Ok(length) => length?,
        Err(_) => return Some(Answer::Unrecognized),
    };
    let frame = bytes.get(..length)?;
    if frame.first() == Some(&0x30) {
        return Some(match credssp::TsRequest::decode(frame) {
            Ok(credssp::TsRequest {
                error_code: Some(credssp::NtStatus(code)),
                ..
            }) => Answer::TsError(code),
            Ok(_) => Answer::TsRequest,
            Err(_) => Answer::Unrecognized,
        });
    }
    if FirstPdu::decode(frame).is_err() {
        return Some(Answer::Unrecognized);
    }
    Some(match mcs::decode_answer(frame) {
        Ok(mcs::Answer::ConnectResponse { result }) => Answer::ConnectResponse(result),
        Ok(mcs::Answer::DisconnectProviderUltimatum { reason }) => {
            Answer::DisconnectProviderUltimatum(reason)
        }
        Ok(mcs::Answer::Unrecognized) | Err(_) => Answer::Unrecognized,
    })
}
