//! One attempt: connect, Connection Request, TLS, and the session behind it.

use badrdp_proto::negotiation::Protocols;
use badrdp_proto::session::auto_reconnect::ServerCookie;
use badrdp_proto::session::redirection::Redirection;
use badrdp_proto::x224::ConnectionRequest;

use crate::confirm;
use crate::link::Link;
use crate::old_hello;
use crate::options::Options;
use crate::redirect::Destination;
use crate::seen::{Attempt, Confirm, End, OldServer, Stage};
use crate::session;
use crate::stream::{Read, Stream};
use crate::tls::Tls;

/// Where an attempt goes, and what it leaves to the next one.
pub(crate) struct Trip {
    /// Where it goes.
    pub(crate) to: Destination,
    /// What the attempt before left to come back with.
    pub(crate) cookie: Option<ServerCookie>,
    /// Where the server sent the probe.
    pub(crate) redirection: Option<Redirection>,
}

/// Walks one connection as far as it goes.
pub(crate) async fn attempt(options: &Options, trip: &mut Trip) -> Attempt {
    let mut seen = Attempt::at(Stage::Connect);
    let mut stream = match Stream::connect(trip.to.address, options.patience).await {
        Ok((stream, connected_after)) => {
            seen.connected_after = Some(connected_after);
            stream
        }
        Err(end) => {
            seen.end = end;
            return seen;
        }
    };
    seen.end = walk(options, &mut stream, &mut seen, trip).await;
    let active = seen
        .session
        .as_ref()
        .is_some_and(|session| session.was_active());
    seen.pace = stream.leave(active).await;
    seen
}

/// Asks a server that a modern ClientHello failed with what it speaks.
pub(crate) async fn inquire_old(options: &Options, to: &Destination) -> Option<OldServer> {
    let (mut stream, _) = Stream::connect(to.address, options.patience).await.ok()?;
    let mut ignored = None;
    let early = negotiate(options, to, &mut stream, &mut ignored)
        .await
        .ok()?;
    let selected = match ignored {
        Some(Confirm::Response { selected, .. }) if selected.is_enhanced() => early.is_empty(),
        _ => false,
    };
    let server = if selected {
        old_hello::inquire(&mut stream).await
    } else {
        None
    };
    stream.leave(false).await;
    server
}

async fn walk(options: &Options, stream: &mut Stream, seen: &mut Attempt, trip: &mut Trip) -> End {
    seen.stage = Stage::ConnectionConfirm;
    let early = match negotiate(options, &trip.to, stream, &mut seen.confirm).await {
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
        let mut link = Link::Clear { stream, early };
        return session::session(options, &mut link, selected, seen, trip).await;
    }
    seen.stage = Stage::TlsHandshake;
    let Ok(mut tls) = Tls::new(options, &trip.to) else {
        return End::Unusable;
    };
    let failed = tls.handshake(stream, early).await;
    if failed.is_none() {
        seen.stage = Stage::FirstPdu;
    }
    let end = match failed {
        Some(end) => end,
        None => {
            let mut link = Link::Tls {
                tls: &mut tls,
                stream,
            };
            session::session(options, &mut link, selected, seen, trip).await
        }
    };
    stream.pace.cut_up = tls.transit.cut_up;
    stream.pace.slow_records = tls.transit.slow;
    seen.certificate = tls.certificate();
    seen.tls = Some(tls.seen);
    end
}

/// What goes into `Cookie: mstshash=`: the user, as far as there is room. The length indicator of
/// the Connection Request counts to 254 (X.224 13.2.1), and other things count in it as well.
fn cookie(user: &str) -> String {
    const LONGEST: usize = 128;
    let end = user.floor_char_boundary(LONGEST);
    user.get(..end).unwrap_or_default().to_owned()
}

/// Sends the Connection Request and reads the answer; gives what came behind it.
async fn negotiate(
    options: &Options,
    to: &Destination,
    stream: &mut Stream,
    seen: &mut Option<Confirm>,
) -> Result<Vec<u8>, End> {
    let request = ConnectionRequest {
        // A routing token takes the place of the cookie (MS-RDPBCGR 2.2.1.1).
        cookie: to.routing_token.is_none().then(|| cookie(&to.user)),
        routing_token: to.routing_token.clone(),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_user_leaves_a_connection_request_that_reads() {
        assert_eq!(cookie("alice"), "alice");
        for user in ["x".repeat(1000), "\u{20ac}".repeat(1000)] {
            let request = ConnectionRequest {
                cookie: Some(cookie(&user)),
                ..ConnectionRequest::default()
            };
            let read = ConnectionRequest::decode(&request.encode()).unwrap();
            assert!(user.starts_with(&read.cookie.unwrap()));
        }
    }
}
