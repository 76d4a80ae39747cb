//! Sessions with servers in memory, in paused time: how long the probe stays, and with whom.

use std::sync::Arc;

use badrdp_proto::acceptor::{Acceptor, Output, Statement, StillWorld};
use badrdp_proto::x224::ConnectionRequest;
use badrdp_proto::{Message, MessageName};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, DuplexStream};
use tokio::time::{Instant, sleep, timeout};

use super::*;
use crate::options::Security;
use crate::redirect::Destination;
use crate::stream::Stream;
use crate::walk::tests::lab::host;

/// How often a server says what nobody waits for.
const NOW_AND_THEN: Duration = Duration::from_secs(3);

/// No attempt takes near as long.
const FOR_EVER: Duration = Duration::from_secs(24 * 60 * 60);

/// What a server does besides being honest.
#[derive(Clone, Copy)]
struct Habits {
    /// A message that it never sends.
    withholds: Option<MessageName>,
    /// What it says now and then.
    repeats: Repeats,
}

#[derive(Clone, Copy)]
enum Repeats {
    /// A fast-path update without a picture, in a session.
    Update,
    /// The message of this name, once it has been said.
    Message(MessageName),
    Nothing,
}

/// Serves one client that has negotiated TLS; what would be inside is said in the clear.
async fn serve(mut wire: DuplexStream, habits: Habits) {
    let mut acceptor = Acceptor::new(Arc::new(host(Protocols::SSL)));
    let request = ConnectionRequest {
        requested: Some(Protocols::SSL),
        ..ConnectionRequest::default()
    };
    let (_, result) = acceptor.input(&request.encode(), &mut StillWorld);
    result.unwrap();
    acceptor.tls_established();
    let mut repeated = Vec::new();
    let mut chunk = vec![0; 1 << 14];
    loop {
        tokio::select! {
            read = wire.read(&mut chunk) => {
                let Ok(count @ 1..) = read else { return };
                let said = chunk.get(..count).unwrap();
                let (outputs, result) = acceptor.input(said, &mut StillWorld);
                result.unwrap();
                for output in outputs {
                    let Output::Send(Message { name, bytes, .. }) = output else { continue };
                    if matches!(habits.repeats, Repeats::Message(it) if it == name) {
                        repeated.clone_from(&bytes);
                    }
                    if habits.withholds != Some(name) && wire.write_all(&bytes).await.is_err() {
                        return;
                    }
                }
            }
            () = sleep(NOW_AND_THEN) => {
                if matches!(habits.repeats, Repeats::Update) {
                    repeated = synchronize(&mut acceptor);
                }
                if wire.write_all(&repeated).await.is_err() {
                    return;
                }
            }
        }
    }
}

/// An update that draws nothing; empty before there is a session.
fn synchronize(acceptor: &mut Acceptor) -> Vec<u8> {
    const FASTPATH_UPDATETYPE_SYNCHRONIZE: u8 = 3;
    let statement = Statement::FastPathUpdate {
        code: FASTPATH_UPDATETYPE_SYNCHRONIZE,
        data: Vec::new(),
    };
    let outputs = acceptor.say(&statement, &mut StillWorld);
    let messages = outputs.into_iter().flatten().map(|output| match output {
        Output::Send(message) => message.bytes,
        _ => Vec::new(),
    });
    messages.collect::<Vec<_>>().concat()
}

/// What becomes of a session with such a server.
async fn met(habits: Habits, stay: Option<Duration>) -> Attempt {
    let mut options = Options::new("127.0.0.1:3389".parse().unwrap());
    options.security = Security::Tls;
    options.stay = stay;
    let (ours, theirs) = tokio::io::duplex(1 << 16);
    tokio::spawn(serve(theirs, habits));
    let mut stream = Stream::over(ours, options.patience, Instant::now());
    let mut seen = Attempt::at(Stage::FirstPdu);
    let mut trip = Trip {
        to: Destination::first(&options),
        cookie: None,
        redirection: None,
    };
    let mut link = Link::Clear {
        stream: &mut stream,
        early: Vec::new(),
    };
    let met = session(&options, &mut link, Protocols::SSL, &mut seen, &mut trip);
    seen.end = timeout(FOR_EVER, met)
        .await
        .expect("the session has an end");
    seen
}

#[tokio::test(start_paused = true)]
async fn a_session_in_which_nothing_happens_lasts_as_long_as_one_stays() {
    let quiet = Habits {
        withholds: None,
        repeats: Repeats::Nothing,
    };
    let seen = met(quiet, Some(Duration::from_secs(600))).await;
    let session = seen.session.unwrap();
    assert_eq!((seen.end, session.stop), (End::Answered, Some(Stop::Left)));
    assert_eq!(session.oddities, Vec::<String>::new());
}

#[tokio::test(start_paused = true)]
async fn a_server_that_never_answers_the_shutdown_request_is_left() {
    let deaf = Habits {
        withholds: Some(MessageName::ShutdownDenied),
        repeats: Repeats::Update,
    };
    let seen = met(deaf, None).await;
    let session = seen.session.unwrap();
    assert_eq!(session.stop, Some(Stop::Left));
    assert_eq!(session.oddities, ["the Shutdown Request has no answer"]);
}

#[tokio::test(start_paused = true)]
async fn a_server_that_is_silent_after_the_shutdown_request_is_lost() {
    let silent = Habits {
        withholds: Some(MessageName::ShutdownDenied),
        repeats: Repeats::Nothing,
    };
    let seen = met(silent, None).await;
    assert_eq!(seen.end, End::Silent { partial: 0 });
    assert_eq!(seen.session.unwrap().stop, None);
}

#[tokio::test(start_paused = true)]
async fn a_server_that_only_repeats_itself_does_not_hold_the_probe() {
    let stuck = Habits {
        withholds: Some(MessageName::DemandActive),
        repeats: Repeats::Message(MessageName::LicenseError),
    };
    let seen = met(stuck, None).await;
    assert_eq!(seen.end, End::Unfinished);
}
