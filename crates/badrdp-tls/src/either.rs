//! Waits for the ClientHello, then lets the engine play that suits it.
//!
//! A Windows server of 2022 speaks TLS 1.0 to 1.3; none of our engines does. rustls plays
//! where the client offers a version and a suite of its kind, the legacy engine elsewhere,
//! also where there is no common ground at all.

use std::sync::Arc;

use badrdp_proto::{Message, MessageName};

use crate::alert;
use crate::choices::{Choices, Version};
use crate::client_hello::ClientHello;
use crate::engine::{Engine, Error, Info, Observed};
use crate::legacy::{self, Legacy};
use crate::modern::{self, Modern};
use crate::record::Observer;
use crate::suite::Player;

/// One connection whose engine is not known before the ClientHello.
pub(crate) enum Either {
    /// The ClientHello is not complete.
    Waiting(Box<Waiting>),
    /// It was.
    Chosen(Box<dyn Engine>),
}

/// What there is before the choice.
pub(crate) struct Waiting {
    legacy: Arc<legacy::Config>,
    modern: Arc<modern::Config>,
    seed: [u8; 32],
    /// What the chosen engine will read.
    bytes: Vec<u8>,
    observer: Observer,
}

impl Either {
    /// Starts before the client's first byte.
    pub(crate) fn new(
        legacy: Arc<legacy::Config>,
        modern: Arc<modern::Config>,
        seed: [u8; 32],
    ) -> Self {
        let (bytes, observer) = (Vec::new(), Observer::new());
        Self::Waiting(Box::new(Waiting {
            legacy,
            modern,
            seed,
            bytes,
            observer,
        }))
    }
}

impl Waiting {
    /// The engine, once the bytes decide. The observer's bounds bound the bytes.
    fn choose(&mut self, bytes: &[u8]) -> Option<Box<dyn Engine>> {
        self.bytes.extend_from_slice(bytes);
        let garbage = self.observer.push(bytes).is_err();
        let legacy = || Box::new(Legacy::new(Arc::clone(&self.legacy), self.seed));
        match self.observer.client_hello() {
            Some(hello) if suits_rustls(&self.legacy.choices, hello) => {
                Some(Box::new(Modern::new(Arc::clone(&self.modern))))
            }
            Some(_) => Some(legacy()),
            None if garbage || !self.observer.is_silent() => Some(legacy()),
            None => None,
        }
    }
}

/// Whether some version and suite of rustls are chosen here and offered there.
///
/// The key is RSA, or the legacy engine would not stand beside: suites that sign with ECDSA are
/// of no use, and up to Windows 8.1 Schannel offers no others of rustls' kind.
fn suits_rustls(choices: &Choices, hello: &ClientHello) -> bool {
    [Version::Tls13, Version::Tls12].into_iter().any(|version| {
        choices.versions.contains(&version)
            && hello.offers_version(version.code())
            && choices.suites_of(version).any(|suite| {
                matches!(suite.player(), Player::Modern(_))
                    && !suite.name().contains("_ECDSA_")
                    && hello.cipher_suites.contains(&suite.id())
            })
    })
}

impl Engine for Either {
    fn read(&mut self, bytes: &[u8]) -> Result<(), Error> {
        match self {
            Self::Waiting(waiting) => {
                let Some(mut engine) = waiting.choose(bytes) else {
                    return Ok(());
                };
                let result = engine.read(&waiting.bytes);
                *self = Self::Chosen(engine);
                result
            }
            Self::Chosen(engine) => engine.read(bytes),
        }
    }

    fn observed(&mut self) -> Vec<Observed> {
        match self {
            Self::Waiting(_) => Vec::new(),
            Self::Chosen(engine) => engine.observed(),
        }
    }

    fn drain(&mut self) -> Vec<Message> {
        match self {
            Self::Waiting(_) => Vec::new(),
            Self::Chosen(engine) => engine.drain(),
        }
    }

    fn plaintext(&mut self) -> Vec<u8> {
        match self {
            Self::Waiting(_) => Vec::new(),
            Self::Chosen(engine) => engine.plaintext(),
        }
    }

    fn write(&mut self, plain: &[u8]) {
        if let Self::Chosen(engine) = self {
            engine.write(plain);
        }
    }

    fn close_notify(&mut self) {
        if let Self::Waiting(waiting) = self {
            let legacy = Legacy::new(Arc::clone(&waiting.legacy), waiting.seed);
            *self = Self::Chosen(Box::new(legacy));
        }
        if let Self::Chosen(engine) = self {
            engine.close_notify();
        }
    }

    fn alert(&mut self, level: u8, description: u8) -> Message {
        match self {
            Self::Waiting(_) => alert::plaintext_record(Version::Tls10.code(), level, description),
            Self::Chosen(engine) => engine.alert(level, description),
        }
    }

    fn alert_at(&mut self, at: MessageName, nth: u64, level: u8, description: u8) -> Message {
        match self {
            Self::Waiting(_) => self.alert(level, description),
            Self::Chosen(engine) => engine.alert_at(at, nth, level, description),
        }
    }

    fn is_handshaking(&self) -> bool {
        match self {
            Self::Waiting(_) => true,
            Self::Chosen(engine) => engine.is_handshaking(),
        }
    }

    fn info(&self) -> Option<Info> {
        match self {
            Self::Waiting(_) => None,
            Self::Chosen(engine) => engine.info(),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::testing::{Talk, client, engine, weak};

    fn wide() -> Choices {
        Choices {
            versions: Version::ALL.to_vec(),
            ..Choices::default()
        }
    }

    #[test]
    fn a_modern_client_meets_rustls() {
        let mut server = engine(&wide(), &weak());
        let mut talk = Talk::default();
        talk.go_on(&mut client(Version::Tls13, false), server.as_mut());
        assert_eq!(talk.sent_names()[0], MessageName::ServerHello);
        assert_eq!(talk.sent_names()[2], MessageName::EncryptedHandshake);
    }

    #[test]
    fn an_old_client_meets_the_legacy_engine_whatever_the_split() {
        let mut hello = legacy::hello_without_name(Version::Tls11);
        hello[5 + 4 + 2 + 32 + 1 + 2..][..2].copy_from_slice(&[0, 5]);
        for cut in 0..hello.len() {
            let mut server = engine(&wide(), &weak());
            let (head, tail) = hello.split_at(cut);
            server.read(head).unwrap();
            assert!(server.drain().is_empty() && server.is_handshaking());
            server.read(tail).unwrap();
            assert_eq!(server.observed().len(), 1);
            assert_eq!(
                server.drain().len(),
                3,
                "ServerHello, Certificate, ServerHelloDone"
            );
        }
    }

    #[test]
    fn suites_that_need_another_key_are_no_reason_to_choose_rustls() {
        // TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256 is its first suite.
        let mut hello = legacy::hello_without_name(Version::Tls12);
        hello[5 + 4 + 2 + 32 + 1 + 2 + 2..][..2].copy_from_slice(&[0, 0x3d]);
        let mut server = engine(&wide(), &weak());
        server.read(&hello).unwrap();
        let sent = server.drain();
        let suite = sent[0].field("server-hello.cipher-suite").unwrap();
        assert_eq!(sent[0].bytes[suite.range.clone()], [0, 0x3d]);
    }

    #[test]
    fn what_is_no_hello_is_refused_at_once() {
        let mut server = engine(&wide(), &weak());
        assert!(matches!(
            server.read(b"\x03\x00\x00\x13"),
            Err(Error::Misbehaved(_))
        ));
        assert_eq!(server.drain()[0].name, MessageName::Alert);
    }

    #[test]
    fn empty_handshake_records_are_refused_and_not_collected() {
        for versions in [&[Version::Tls10][..], &Version::ALL, &[Version::Tls13]] {
            let choices = Choices {
                versions: versions.to_vec(),
                ..Choices::default()
            };
            let mut server = engine(&choices, &weak());
            let refused = server.read(&[22, 3, 1, 0, 0]);
            assert!(matches!(refused, Err(Error::Misbehaved(_))), "{versions:?}");
            assert_eq!(server.drain()[0].bytes[5..], [2, 50], "{versions:?}");
        }
    }

    proptest! {
        #[test]
        fn arbitrary_records_never_panic(
            records in prop::collection::vec((20u8..25, prop::collection::vec(any::<u8>(), 0..80)), 0..6),
        ) {
            for versions in [&[Version::Tls10][..], &Version::ALL, &[Version::Tls13]] {
                let choices = Choices { versions: versions.to_vec(), ..Choices::default() };
                let mut server = engine(&choices, &weak());
                for (kind, fragment) in &records {
                    let length = u8::try_from(fragment.len()).unwrap();
                    let record = [&[*kind, 3, 1, 0, length], fragment.as_slice()].concat();
                    let _ = server.read(&record);
                    server.observed();
                    server.drain();
                }
                server.write(b"data");
                server.close_notify();
                server.alert(2, 40);
            }
        }
    }
}
