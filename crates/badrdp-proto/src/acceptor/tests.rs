//! The honest server and a client, without a wire between them.

mod active;

use super::*;
use crate::client;
use crate::credssp::client::negotiate_request;
use crate::message::MessageName;
use crate::negotiation::Negotiation;
use crate::standard_security::{Level, Methods, ServerKey};
use crate::x224;

fn acceptor(negotiation: Settings) -> Acceptor {
    Acceptor::new(Arc::new(Host {
        negotiation,
        ..Host::default()
    }))
}

fn input(acceptor: &mut Acceptor, bytes: &[u8]) -> Vec<Output> {
    let (outputs, result) = acceptor.input(bytes, &mut StillWorld);
    result.unwrap();
    outputs
}

fn request(protocols: u32) -> Vec<u8> {
    let requested = Some(Protocols(protocols));
    ConnectionRequest {
        requested,
        ..ConnectionRequest::default()
    }
    .encode()
}

/// What was heard, said and done, in words; phases left out.
fn words(outputs: &[Output]) -> Vec<&'static str> {
    let word = |output: &Output| {
        Some(match output {
            Output::Close => "close",
            Output::Phase(_) => return None,
            Output::Received(received) => received.name.name(),
            Output::Send(message) => message.name.name(),
            Output::StartTls => "start-tls",
        })
    };
    outputs.iter().filter_map(word).collect()
}

fn in_tls(host: Host) -> Acceptor {
    let mut acceptor = Acceptor::new(Arc::new(host));
    input(&mut acceptor, &request(1));
    acceptor.tls_established();
    acceptor
}

/// Client Info with a password, not encrypted.
fn client_info() -> Vec<u8> {
    use crate::session::client_info::{ClientInfo, Logon, encode};
    use crate::standard_security::header::{Form, flags, wrap};

    let logon = encode(&Logon {
        info: &ClientInfo::default(),
        password: "secret",
    });
    let info = wrap(flags::INFO_PKT, Form::Basic, logon).bytes;
    client::send_data_request(1004, session::IO_CHANNEL, &info)
}

/// A client that does everything right, up to the desktop.
fn connect(acceptor: &mut Acceptor) -> Vec<Output> {
    connect_with(acceptor, client::connect_initial("test"))
}

/// The same, with a Connect Initial of its own.
fn connect_with(acceptor: &mut Acceptor, initial: Vec<u8>) -> Vec<Output> {
    let (user, io) = (1004, session::IO_CHANNEL);
    let said = [
        initial,
        client::erect_domain_request(),
        client::attach_user_request(),
        client::channel_join_request(user, user),
        client::channel_join_request(user, io),
        client_info(),
    ];
    let outputs = said.iter().flat_map(|said| input(acceptor, said));
    let mut outputs: Vec<_> = outputs.collect();
    outputs.extend(activate(acceptor));
    outputs
}

/// Confirm Active, and the client's finalization.
fn activate(acceptor: &mut Acceptor) -> Vec<Output> {
    use crate::session::finalization as end;

    let (user, share) = (1004, session::SHARE_ID);
    let confirm = crate::capabilities::ConfirmActive::new(share, Vec::new());
    let said = [
        confirm.encode(user),
        end::client_synchronize(share, user),
        end::client_control_cooperate(share, user),
        end::client_control_request(share, user),
        end::font_list(share, user),
    ];
    let said = said.map(|pdu| client::send_data_request(user, session::IO_CHANNEL, &pdu.bytes));
    said.iter().flat_map(|said| input(acceptor, said)).collect()
}

/// The same world, some time later.
struct Later(Duration);

impl World for Later {
    fn random(&mut self, bytes: &mut [u8]) {
        StillWorld.random(bytes);
    }

    fn filetime(&self) -> u64 {
        StillWorld.filetime()
    }

    fn elapsed(&self) -> Duration {
        self.0
    }
}

#[test]
fn a_client_gets_to_the_desktop() {
    let mut acceptor = in_tls(Host::default());
    assert_eq!(acceptor.phase(), Phase::BasicSettingsExchange);
    let outputs = connect(&mut acceptor);
    insta::assert_debug_snapshot!(words(&outputs));
    assert_eq!(acceptor.phase(), Phase::Active);
    let password = Fact::Credentials(Credentials::ClientInfo {
        protection: Protection::Tls,
    });
    assert!(outputs.iter().any(|output| matches!(
        output,
        Output::Received(received) if received.facts.contains(&password)
    )));
}

#[test]
fn a_session_says_why_it_ends() {
    let mut acceptor = in_tls(Host::default());
    let statement = Statement::ErrorInfo { code: 7 };
    let world = &mut StillWorld;
    assert_eq!(acceptor.say(&statement, world), Err(CannotSay::NotNow));
    connect(&mut acceptor);
    let said = acceptor.say(&statement, world).unwrap();
    assert_eq!(words(&said), ["set-error-info"]);
}

#[test]
fn reactivation_starts_with_the_capabilities() {
    let mut acceptor = in_tls(Host::default());
    connect(&mut acceptor);
    let statement = Statement::DeactivateAll {
        reactivate: true,
        size: Some((800, 600)),
    };
    let said = acceptor.say(&statement, &mut StillWorld).unwrap();
    assert_eq!(words(&said), ["deactivate-all", "demand-active"]);
    assert_eq!(acceptor.phase(), Phase::CapabilitiesExchange);
}

#[test]
fn a_client_that_leaves_is_let_go() {
    let mut acceptor = in_tls(Host::default());
    connect(&mut acceptor);
    let outputs = input(&mut acceptor, &client::disconnect_provider_ultimatum(3));
    let expected = ["client-disconnect-provider-ultimatum", "close"];
    assert_eq!(words(&outputs), expected);
    assert_eq!(acceptor.phase(), Phase::Disconnection);
}

#[test]
fn an_unknown_channel_is_not_joined() {
    let mut acceptor = in_tls(Host::default());
    for said in [
        client::connect_initial("test"),
        client::attach_user_request(),
    ] {
        input(&mut acceptor, &said);
    }
    let outputs = input(&mut acceptor, &client::channel_join_request(1004, 1999));
    let Some(Output::Send(confirm)) = outputs.last() else {
        panic!("{outputs:?}");
    };
    assert_eq!(confirm.name, MessageName::ChannelJoinConfirm);
    assert_eq!(acceptor.phase(), Phase::ChannelConnection);
}

#[test]
fn bytes_may_come_one_by_one() {
    let mut acceptor = acceptor(Settings::default());
    let mut outputs = Vec::new();
    for byte in request(3) {
        outputs.extend(input(&mut acceptor, &[byte]));
    }
    let expected = ["connection-request", "connection-confirm", "start-tls"];
    assert_eq!(words(&outputs), expected);
}

#[test]
fn what_follows_the_request_in_one_read_is_left_for_tls() {
    let mut acceptor = acceptor(Settings::default());
    let mut bytes = request(1);
    bytes.extend([0x16, 3, 1]);
    input(&mut acceptor, &bytes);
    assert_eq!(acceptor.leftover(), [0x16, 3, 1]);
}

#[test]
fn standard_rdp_security_goes_on_without_tls() {
    let mut acceptor = acceptor(Settings {
        answer: Answer::NoNegotiationData,
        ..Settings::default()
    });
    let mut bytes = request(3);
    bytes.extend(client::connect_initial("probe"));
    let outputs = input(&mut acceptor, &bytes);
    let expected = [
        "connection-request",
        "connection-confirm",
        "connect-initial",
        "connect-response",
    ];
    assert_eq!(words(&outputs), expected);
    let confirm = Output::Send(x224::connection_confirm(0x1234, None));
    assert!(outputs.contains(&confirm));
}

#[test]
fn credssp_begins_where_hybrid_was_selected() {
    let mut acceptor = acceptor(Settings::default());
    input(&mut acceptor, &request(3));
    acceptor.tls_established();
    assert_eq!(acceptor.phase(), Phase::Credssp);
    let outputs = input(&mut acceptor, &negotiate_request());
    assert_eq!(words(&outputs), ["ts-request", "ts-request-reply"]);
}

#[test]
fn a_failure_closes() {
    let mut acceptor = acceptor(Settings {
        answer: Answer::Fail(5),
        ..Settings::default()
    });
    let outputs = input(&mut acceptor, &request(0));
    let confirm = x224::connection_confirm(0x1234, Some(Negotiation::Failure(5)));
    let expected = [Output::Send(confirm), Output::Close];
    assert_eq!(outputs.get(1..), Some(&expected[..]));
}

#[test]
fn garbage_is_the_clients_fault_and_ends_it() {
    let mut acceptor = acceptor(Settings::default());
    let world = &mut StillWorld;
    let (outputs, result) = acceptor.input(b"GET / HTTP/1.1\r\n", world);
    assert_eq!(outputs, []);
    let error = result.unwrap_err();
    let text = "in connection-initiation: the first byte is 0x47: text, such as an HTTP request";
    assert_eq!(error.to_string(), text);
    assert_eq!(acceptor.input(&request(1), world), (Vec::new(), Ok(())));
}

#[test]
fn what_came_before_garbage_counts_however_it_arrived() {
    let mut acceptor = in_tls(Host::default());
    let said = [&client::connect_initial("test"), &b"GET / "[..]].concat();
    let (outputs, result) = acceptor.input(&said, &mut StillWorld);
    assert_eq!(words(&outputs), ["connect-initial", "connect-response"]);
    result.unwrap_err();
}

#[test]
fn a_clients_words_cannot_forge_a_line_or_fill_a_log() {
    let mut acceptor = acceptor(Settings::default());
    let request = ConnectionRequest {
        cookie: Some("\u{1b}[2Jalice\nforged\u{9b}1A".to_owned()),
        ..ConnectionRequest::default()
    };
    let outputs = input(&mut acceptor, &request.encode());
    let Some(Output::Received(received)) = outputs.first() else {
        panic!("{outputs:?}");
    };
    let note = received.note.as_deref().unwrap();
    assert!(note.contains("alice"), "{note:?}");
    assert!(!note.contains(char::is_control), "{note:?}");

    let world = &mut StillWorld;
    let mut turn = Turn::new(world, false);
    let long = Some("a".repeat(32_000));
    turn.received(MessageName::TsRequest, 64_000, long);
    let outputs = turn.outputs();
    let Some(Output::Received(received)) = outputs.first() else {
        panic!("{outputs:?}");
    };
    assert_eq!(received.note.as_ref().map(String::len), Some(512));
}

/// A server of Standard RDP Security with encryption, and a client that is attached and has sent
/// its random; the Security Exchange that did it.
fn encrypted() -> (Acceptor, Vec<u8>) {
    use crate::standard_security::header::flags::EXCHANGE_PKT;
    use crate::standard_security::security_exchange::security_exchange;

    let key = ServerKey::published();
    let mut host = Host {
        negotiation: Settings {
            answer: Answer::NoNegotiationData,
            ..Settings::default()
        },
        server_key: Some(key.clone()),
        ..Host::default()
    };
    host.session.standard_security.methods = Methods::ALL;
    host.session.standard_security.level = Level::High;
    let mut acceptor = Acceptor::new(Arc::new(host));
    let exchange = security_exchange(EXCHANGE_PKT, &[9; 32], &key.public()).unwrap();
    let exchange = client::send_data_request(1004, session::IO_CHANNEL, &exchange.bytes);
    for said in [
        request(0),
        client::connect_initial("test"),
        client::attach_user_request(),
        exchange.clone(),
    ] {
        input(&mut acceptor, &said);
    }
    assert_eq!(acceptor.phase(), Phase::SecureSettingsExchange);
    (acceptor, exchange)
}

#[test]
fn a_second_security_exchange_does_not_throw_the_session_back() {
    let (mut acceptor, exchange) = encrypted();
    let (_, result) = acceptor.input(&exchange, &mut StillWorld);
    let error = result.unwrap_err();
    let text = "in secure-settings-exchange: a Security Exchange where none is due";
    assert_eq!(error.to_string(), text);
}

#[test]
fn a_password_in_the_clear_is_told_as_such_and_ends_an_encrypted_session() {
    let (mut acceptor, _) = encrypted();
    let outputs = input(&mut acceptor, &client_info());
    assert_eq!(words(&outputs), ["client-info", "close"]);
    let clear = Fact::Credentials(Credentials::ClientInfo {
        protection: Protection::None,
    });
    assert!(matches!(
        outputs.first(),
        Some(Output::Received(received)) if received.facts == [clear]
    ));
}

#[test]
fn attaching_again_does_not_throw_the_session_back() {
    use crate::gcc::client::early_capability_flags::RNS_UD_CS_SUPPORT_SKIP_CHANNELJOIN;
    use crate::gcc::{ClientBlocks, ClientCore};
    use crate::mcs::ConnectInitial;

    let mut host = Host::default();
    host.session.skip_channel_join = true;
    let mut acceptor = in_tls(host);
    let mut core = ClientCore::new("test");
    core.early_capability_flags = Some(RNS_UD_CS_SUPPORT_SKIP_CHANNELJOIN);
    let initial = ConnectInitial::new(ClientBlocks::new(core)).encode();
    connect_with(&mut acceptor, initial);
    assert_eq!(acceptor.phase(), Phase::Active);
    let outputs = input(&mut acceptor, &client::attach_user_request());
    assert_eq!(
        words(&outputs),
        ["attach-user-request", "attach-user-confirm"]
    );
    assert_eq!(acceptor.phase(), Phase::Active);
}
