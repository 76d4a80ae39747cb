//! A server in memory.

use std::sync::Arc;
use std::time::Duration;

use badrdp_proto::acceptor::{
    Acceptor, Answer, AutoReconnect, Host, Licensing, Output, SessionSettings, Settings,
    StandardSecurity, Statement, StillWorld, World as _,
};
use badrdp_proto::credssp::early_authorization::AUTHZ_SUCCESS;
use badrdp_proto::credssp::server::Settings as Credssp;
use badrdp_proto::credssp::{User, client, ntlm};
use badrdp_proto::message::Message;
use badrdp_proto::negotiation::Protocols;
use badrdp_proto::standard_security::{Level, Methods, ServerKey};
use badrdp_proto::x224::ConnectionRequest;

use crate::seen::SessionSeen;
use crate::walk::{Random, Setup, Walk};

const PUBLIC_KEY: [u8; 32] = [9; 32];

/// What becomes of a message on its way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    Sent,
    Dropped,
}

/// An honest server that selects `selected`, and draws nothing: that takes long.
pub(crate) fn host(selected: Protocols) -> Host {
    Host {
        negotiation: Settings {
            answer: Answer::Select(selected),
            direct_tls: false,
            flags: 0,
            refuses_correlation_info: false,
            requires_cookie: false,
            source_reference: 0,
            standard_security: true,
            supported: Protocols::SSL | Protocols::HYBRID | Protocols::HYBRID_EX,
        },
        session: SessionSettings {
            auto_detect: false,
            auto_reconnect: AutoReconnect::Accept,
            credssp: Credssp {
                early_user_authorization: Some(AUTHZ_SUCCESS),
                ..Credssp::default()
            },
            depth: 32,
            fast_path: true,
            gcc_version: 0x0008_0011,
            heartbeat: None,
            licensing: Licensing::Short {
                code: 7,
                transition: 2,
            },
            logon_notification: true,
            message_channel: false,
            multitransport: false,
            picture: false,
            size: (None, None),
            skip_channel_join: false,
            standard_security: StandardSecurity {
                methods: Methods::ALL,
                level: Level::ClientCompatible,
                key_update: true,
                honest_signature: true,
            },
        },
        public_key: PUBLIC_KEY.to_vec(),
        server_key: Some(ServerKey::published()),
        auto_reconnect_random: [5; 16],
        id: "healthy/memory".to_owned(),
        title: "In memory".to_owned(),
        announcement: None,
    }
}

/// A server and a walk, joined.
pub(super) struct Lab {
    acceptor: Acceptor,
    pub(super) walk: Walk,
    sent: usize,
}

impl Lab {
    pub(super) fn new(host: Host, selected: Protocols) -> Self {
        let requested = match selected {
            Protocols::RDP => Protocols::RDP,
            _ => Protocols::SSL | Protocols::HYBRID | Protocols::HYBRID_EX,
        };
        let request = ConnectionRequest {
            requested: Some(requested),
            ..ConnectionRequest::default()
        };
        let mut acceptor = Acceptor::new(Arc::new(host));
        let (_, result) = acceptor.input(&request.encode(), &mut StillWorld);
        result.unwrap();
        acceptor.tls_established();
        let walk = Walk::new(Setup {
            requested,
            selected,
            public_key: PUBLIC_KEY.to_vec(),
            domain: String::new(),
            session_id: None,
            user: User::new("lab", "Badrdp!1"),
            insecure: false,
            cookie: None,
            random: Random {
                credssp: client::Random {
                    ntlm: ntlm::Random {
                        client_challenge: [1; 8],
                        session_key: [2; 16],
                    },
                    nonce: [3; 32],
                },
                client_random: [4; 32],
                license_random: [6; 32],
                premaster_secret: [7; 48],
            },
            filetime: StillWorld.filetime(),
        });
        Self {
            acceptor,
            walk,
            sent: 0,
        }
    }

    /// Lets both talk until nobody has anything to say; `fate` may change each message of the
    /// server, before it is encrypted, and is told its number.
    pub(super) fn walk(mut self, mut fate: impl FnMut(usize, &mut Message) -> Fate) -> SessionSeen {
        self.run(&mut fate);
        if !self.walk.is_over() && self.walk.is_active() {
            self.walk.ask_to_leave();
            self.run(&mut fate);
        }
        if !self.walk.is_over() {
            self.walk.nothing_more();
        }
        self.walk.seen
    }

    /// Lets both come to a session in which the server says `statements`, and leaves.
    pub(super) fn told(mut self, statements: &[Statement]) -> SessionSeen {
        let mut sent = |_: usize, _: &mut Message| Fate::Sent;
        self.run(&mut sent);
        assert!(self.walk.is_active());
        for statement in statements {
            for output in self.acceptor.say(statement, &mut StillWorld).unwrap() {
                if let Output::Send(message) = output {
                    self.deliver(message, &mut sent);
                }
            }
            self.run(&mut sent);
        }
        self.walk(sent)
    }

    fn run(&mut self, fate: &mut impl FnMut(usize, &mut Message) -> Fate) {
        loop {
            let said = self.walk.take_output();
            if said.is_empty() || self.walk.is_over() {
                return;
            }
            let (outputs, result) = self.acceptor.input(&said, &mut StillWorld);
            for output in outputs {
                if let Output::Send(message) = output {
                    self.deliver(message, fate);
                }
            }
            // A server that was told nonsense, because it said nonsense, ends.
            if result.is_err() {
                return;
            }
        }
    }

    fn deliver(
        &mut self,
        mut message: Message,
        fate: &mut impl FnMut(usize, &mut Message) -> Fate,
    ) {
        let number = self.sent;
        self.sent += 1;
        if fate(number, &mut message) == Fate::Dropped {
            return;
        }
        let signature = ["security.data-signature", "fast-path.data-signature"]
            .iter()
            .find_map(|name| message.field(name))
            .map(|field| field.range.clone());
        let mut bytes = message.bytes;
        if let Some(signature) = signature {
            self.acceptor.seal(&mut bytes, signature);
        }
        self.walk.input(&bytes, Duration::ZERO);
    }
}
