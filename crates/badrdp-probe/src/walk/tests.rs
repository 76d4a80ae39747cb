//! The walk against the honest server, in memory; and against one whose messages are damaged.

mod damage;
pub(crate) mod lab;
mod told;

use badrdp_proto::Phase;
use badrdp_proto::acceptor::{Heartbeat, Licensing};
use badrdp_proto::credssp::NtStatus;
use badrdp_proto::credssp::server::{ErrorCode, PubKeyAuth};
use badrdp_proto::licensing::{ErrorCode as LicenseCode, StateTransition};
use badrdp_proto::negotiation::Protocols;
use badrdp_proto::standard_security::{Level, Method, Methods};

use self::lab::{Lab, host};
use crate::seen::{LicenseSeen, SessionSeen, Stop};

const WORLDS: [Protocols; 4] = [
    Protocols::RDP,
    Protocols::SSL,
    Protocols::HYBRID,
    Protocols::HYBRID_EX,
];

fn seen(
    selected: Protocols,
    change: impl FnOnce(&mut badrdp_proto::acceptor::Host),
) -> SessionSeen {
    let mut host = host(selected);
    change(&mut host);
    Lab::new(host, selected).walk(|_, _| lab::Fate::Sent)
}

#[test]
fn every_world_leads_to_an_active_session() {
    for selected in WORLDS {
        let seen = seen(selected, |_| {});
        assert_eq!(seen.stop, Some(Stop::Left), "{selected}: {seen:?}");
        assert!(seen.phases.contains(&Phase::Active), "{selected}");
        assert!(seen.logon_notified, "{selected}");
        assert_eq!(seen.license, Some(LicenseSeen::Valid), "{selected}");
        assert_eq!(seen.oddities, Vec::<String>::new(), "{selected}");
        assert_eq!(seen.gcc_version, Some(0x0008_0011), "{selected}");
        let desktop = seen
            .desktop
            .map(|seen| (seen.width, seen.height, seen.depth));
        assert_eq!(desktop, Some((640, 480, 16)), "{selected}");
    }
}

#[test]
fn every_encryption_leads_to_an_active_session() {
    for (method, level) in [
        (Method::Bits40, Level::Low),
        (Method::Bits56, Level::ClientCompatible),
        (Method::Bits128, Level::High),
        (Method::Fips, Level::Fips),
    ] {
        let seen = seen(Protocols::RDP, |host| {
            host.session.standard_security.methods = Methods::from(method);
            host.session.standard_security.level = level;
        });
        assert_eq!(seen.stop, Some(Stop::Left), "{method}: {seen:?}");
        let encryption = seen.encryption.unwrap();
        assert_eq!(encryption.method, method.name());
        assert_eq!(encryption.level, level.name());
    }
}

#[test]
fn no_password_goes_out_where_nothing_encrypts() {
    let seen = seen(Protocols::RDP, |host| {
        host.session.standard_security.level = Level::None;
    });
    assert_eq!(seen.stop, Some(Stop::Left), "{seen:?}");
    assert!(seen.oddities.iter().any(|odd| odd.contains("no password")));
}

#[test]
fn a_wrong_signature_of_the_server_certificate_is_refused() {
    let seen = seen(Protocols::RDP, |host| {
        host.session.standard_security.honest_signature = false;
    });
    assert!(matches!(seen.stop, Some(Stop::Certificate(_))), "{seen:?}");
}

#[test]
fn options_of_the_server_are_gone_along_with() {
    for selected in WORLDS {
        let seen = seen(selected, |host| {
            host.session.auto_detect = true;
            host.session.skip_channel_join = true;
            host.session.message_channel = true;
            host.session.licensing = Licensing::Full {
                code: LicenseCode::VALID_CLIENT.0,
                transition: StateTransition::NO_TRANSITION.0,
            };
            host.session.heartbeat = Some(Heartbeat {
                period: 1,
                warn: 1,
                reconnect: 2,
                count: None,
            });
        });
        assert_eq!(seen.stop, Some(Stop::Left), "{selected}: {seen:?}");
        assert!(
            matches!(seen.license, Some(LicenseSeen::Issued(_))),
            "{seen:?}"
        );
        assert!(seen.phases.contains(&Phase::ConnectTimeAutoDetection));
        assert!(seen.channels.message.is_some());
    }
}

#[test]
fn a_slow_path_session_is_as_good() {
    let seen = seen(Protocols::SSL, |host| {
        host.session.fast_path = false;
        host.session.picture = true;
    });
    assert_eq!(seen.stop, Some(Stop::Left), "{seen:?}");
    assert!(seen.updates > 0);
}

#[test]
fn what_the_server_refuses_is_told() {
    let by = |change: fn(&mut badrdp_proto::acceptor::Host)| {
        seen(Protocols::HYBRID_EX, change).stop.unwrap()
    };
    let users = by(|host| host.session.credssp.users.clear());
    assert_eq!(users, Stop::ErrorCode(NtStatus::STATUS_LOGON_FAILURE.0));
    let key = by(|host| host.session.credssp.pub_key_auth = PubKeyAuth::Wrong);
    assert_eq!(key, Stop::PublicKey);
    let early = by(|host| host.session.credssp.early_user_authorization = Some(5));
    assert_eq!(early, Stop::EarlyAuthorization(5));
    let old = by(|host| {
        host.session.credssp.version = 4;
        host.session.credssp.error_code = ErrorCode::Never;
    });
    assert!(matches!(old, Stop::Credssp(text) if text.contains("version 4")));
    let license = by(|host| {
        host.session.licensing = Licensing::Short {
            code: LicenseCode::NO_LICENSE_SERVER.0,
            transition: StateTransition::TOTAL_ABORT.0,
        };
    });
    let expected = Stop::LicenseError {
        code: LicenseCode::NO_LICENSE_SERVER.0,
        transition: StateTransition::TOTAL_ABORT.0,
    };
    assert_eq!(license, expected);
    let skipped = by(|host| host.session.licensing = Licensing::Skipped);
    assert!(matches!(skipped, Stop::Licensing(_)));
}
