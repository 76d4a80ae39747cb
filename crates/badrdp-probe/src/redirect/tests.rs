//! Where redirections lead, and where the probe does not go.

use std::time::Duration;

use super::*;

fn options() -> Options {
    let mut options = Options::new("127.0.0.1:3389".parse().unwrap());
    options.name = Some("broker.example".to_owned());
    options.patience = Duration::from_secs(1);
    options
}

async fn led(change: impl FnOnce(&mut Redirection)) -> Result<Destination, NotFollowed> {
    let options = options();
    let mut redirection = Redirection {
        session_id: 7,
        ..Redirection::default()
    };
    change(&mut redirection);
    let first = Destination::first(&options);
    first.redirected(&redirection, &options).await
}

#[tokio::test]
async fn a_target_on_this_machine_is_followed() {
    let next = led(|it| {
        it.target_net_address = Some("127.0.0.2".to_owned());
        it.user_name = Some("other".to_owned());
        it.domain = Some("FARM".to_owned());
        it.password = Some(vec![b'x', 0, 0, 0]);
    });
    let next = next.await.ok().unwrap();
    assert_eq!(next.address.to_string(), "127.0.0.2:3389");
    assert_eq!(next.session_id, Some(7));
    let account = (&*next.user, &*next.domain, &*next.password);
    assert_eq!(account, ("other", "FARM", "x"));
}

#[tokio::test]
async fn a_routing_token_leads_to_the_same_address() {
    let next = led(|it| {
        it.target_net_address = Some("10.0.0.9".to_owned());
        it.load_balance_info = Some(b"Cookie: msts=1.2.0000\r\n".to_vec());
    });
    let next = next.await.ok().unwrap();
    assert_eq!(next.address.to_string(), "127.0.0.1:3389");
    assert_eq!(
        next.routing_token.as_deref(),
        Some(&b"Cookie: msts=1.2.0000"[..])
    );
    let long = led(|it| it.load_balance_info = Some(vec![b'x'; 300])).await;
    assert!(matches!(long, Err(NotFollowed::Broken(_))));
}

#[tokio::test]
async fn names_of_this_host_are_followed_and_others_are_not() {
    let named = |name: &str| {
        let name = Some(name.to_owned());
        led(|it| it.target_fqdn = name)
    };
    for own in ["localhost", "BROKER.example", "127.9.9.9"] {
        assert!(named(own).await.is_ok(), "{own}");
    }
    for (name, expected) in [
        ("10.0.0.9", NotFollowed::Elsewhere("10.0.0.9".to_owned())),
        (
            "far.example",
            NotFollowed::Elsewhere("far.example".to_owned()),
        ),
        (
            "999.1.1.1",
            NotFollowed::Unreachable("999.1.1.1".to_owned()),
        ),
    ] {
        assert_eq!(named(name).await.err(), Some(expected));
    }
    assert!(matches!(led(|_| {}).await, Err(NotFollowed::Broken(_))));
}

#[tokio::test]
async fn what_the_probe_cannot_do_is_said() {
    let sealed = led(|it| {
        it.target_net_address = Some("127.0.0.1".to_owned());
        it.password = Some(vec![1; 128]);
        it.other_flags = flags::PASSWORD_IS_PK_ENCRYPTED;
    });
    assert_eq!(sealed.await.err(), Some(NotFollowed::Rdstls));
    let pinned = led(|it| it.target_certificate = Some(vec![3; 10])).await;
    assert!(matches!(pinned, Err(NotFollowed::Broken(_))));
}

#[tokio::test]
async fn redirections_without_end_are_followed_three_times() {
    let options = options();
    let redirection = Redirection {
        target_net_address: Some("127.0.0.1".to_owned()),
        ..Redirection::default()
    };
    let mut here = Destination::first(&options);
    for _ in 0..MOST_HOPS {
        here = here.redirected(&redirection, &options).await.ok().unwrap();
    }
    let end = here.redirected(&redirection, &options).await.err();
    assert_eq!(end, Some(NotFollowed::Endless(MOST_HOPS)));
}
