//! What the phases behind the security layer share: the state of the connection, the cutting of
//! the client's bytes into PDUs, and the envelopes around what the server says.

use std::ops::Range;
use std::sync::Arc;
use std::time::Duration;

use super::active::Active;
use super::client_pdu;
use super::host::Host;
use super::licensing::LicensingExchange;
use super::output::{ClientMisbehaved, Turn};
use crate::capabilities::ConfirmActive;
use crate::credssp::server::Server;
use crate::frame;
use crate::gcc::ServerNetwork;
use crate::gcc::client::ClientBlocks;
use crate::mcs::domain::write_send_data_indication;
use crate::message::Message;
use crate::negotiation::Protocols;
use crate::phase::Phase;
use crate::session::update::fast_path;
use crate::share::control::SERVER_CHANNEL;
pub(super) use crate::share::control::SHARE_ID;
use crate::standard_security::header::{self, Form, flags};
use crate::standard_security::{self, Encryption, Method};
use crate::writer::Writer;

/// The I/O channel.
pub(super) const IO_CHANNEL: u16 = ServerNetwork::IO_CHANNEL;

/// The connection behind its security layer.
#[derive(Debug)]
pub(super) struct Session {
    pub(super) host: Arc<Host>,
    /// What the client asked for, and what it got.
    pub(super) requested: Protocols,
    pub(super) selected: Protocols,
    pub(super) stage: Stage,
    /// What the client said about itself.
    pub(super) client: Option<Box<ClientBlocks>>,
    pub(super) channels: Channels,
    pub(super) encryption: Encryption,
    /// The server's half of the keys of Standard RDP Security.
    pub(super) server_random: [u8; 32],
    cipher: Option<Box<standard_security::Session>>,
    /// What the client confirmed.
    pub(super) confirmed: Option<Box<ConfirmActive>>,
    /// The size of the desktop in pixels.
    pub(super) size: (u16, u16),
    /// Whether the client came back with an auto-reconnect cookie, and whether it was right.
    pub(super) came_back: Option<bool>,
    /// The client's half of the keys; zero under Enhanced RDP Security.
    pub(super) client_random: [u8; 32],
    /// What is worth keeping of a session while it is deactivated.
    pub(super) active: Option<Box<Active>>,
}

/// Which phase the conversation is in, with what is valid in it.
#[derive(Debug)]
pub(super) enum Stage {
    /// The server is made when the first TSRequest comes.
    Credssp(Option<Box<Server>>),
    BasicSettingsExchange,
    ChannelConnection,
    SecurityCommencement,
    SecureSettingsExchange,
    ConnectTimeAutoDetection,
    Licensing(LicensingExchange),
    CapabilitiesExchange,
    ConnectionFinalization,
    Active,
    Over,
}

/// The MCS channels of the connection.
#[derive(Clone, Debug, Default)]
pub(super) struct Channels {
    /// The client's user channel, once it is attached.
    pub(super) user: Option<u16>,
    /// The message channel, where the client asked for one and got it.
    pub(super) message: Option<u16>,
    /// The static virtual channels, by the names that the client gave.
    pub(super) statics: Vec<(String, u16)>,
    /// Those that were joined.
    pub(super) joined: Vec<u16>,
}

impl Session {
    pub(super) fn new(host: Arc<Host>, requested: Protocols, selected: Protocols) -> Self {
        let stage = if selected.is_hybrid() {
            Stage::Credssp(None)
        } else {
            Stage::BasicSettingsExchange
        };
        Self {
            host,
            requested,
            selected,
            stage,
            client: None,
            channels: Channels::default(),
            encryption: Encryption::NONE,
            server_random: [0; 32],
            cipher: None,
            confirmed: None,
            size: (0, 0),
            came_back: None,
            client_random: [0; 32],
            active: None,
        }
    }

    pub(super) const fn phase(&self) -> Phase {
        match self.stage {
            Stage::Credssp(_) => Phase::Credssp,
            Stage::BasicSettingsExchange => Phase::BasicSettingsExchange,
            Stage::ChannelConnection => Phase::ChannelConnection,
            Stage::SecurityCommencement => Phase::SecurityCommencement,
            Stage::SecureSettingsExchange => Phase::SecureSettingsExchange,
            Stage::ConnectTimeAutoDetection => Phase::ConnectTimeAutoDetection,
            Stage::Licensing(_) => Phase::Licensing,
            Stage::CapabilitiesExchange => Phase::CapabilitiesExchange,
            Stage::ConnectionFinalization => Phase::ConnectionFinalization,
            Stage::Active => Phase::Active,
            Stage::Over => Phase::Disconnection,
        }
    }

    pub(super) const fn is_over(&self) -> bool {
        matches!(self.stage, Stage::Over)
    }

    /// Goes on to another phase.
    pub(super) fn enter(&mut self, stage: Stage, turn: &mut Turn<'_>) {
        self.stage = stage;
        turn.phase(self.phase());
    }

    /// Takes every whole PDU off the front of `buffer`.
    pub(super) fn input(
        &mut self,
        buffer: &mut Vec<u8>,
        turn: &mut Turn<'_>,
    ) -> Result<(), ClientMisbehaved> {
        while !self.is_over() {
            let phase = self.phase();
            let length = match self.stage {
                Stage::Credssp(_) => frame::length(buffer, frame::MAX_FIRST_PDU),
                _ => frame::session_length(buffer),
            };
            let length = length.map_err(|source| ClientMisbehaved::Frame { phase, source })?;
            let Some(frame) = length.and_then(|length| frame::take(buffer, length)) else {
                return Ok(());
            };
            turn.heard(&frame);
            client_pdu::handle(self, frame, turn)?;
        }
        Ok(())
    }

    /// When there is something to draw, from the start of the connection on.
    pub(super) fn next_tick(&self) -> Option<Duration> {
        match self.stage {
            Stage::Active => self.active.as_ref().and_then(|active| active.next_tick()),
            _ => None,
        }
    }

    pub(super) fn tick(&mut self, turn: &mut Turn<'_>) {
        if matches!(self.stage, Stage::Active) {
            super::active::tick(self, turn);
        }
    }

    /// What the client broke.
    pub(super) fn misbehaved(&self, what: impl ToString) -> ClientMisbehaved {
        ClientMisbehaved::Pdu {
            phase: self.phase(),
            what: what.to_string(),
        }
    }

    /// Starts the encryption of Standard RDP Security.
    pub(super) fn encrypt(&mut self, cipher: standard_security::Session) {
        self.cipher = Some(Box::new(cipher));
    }

    /// The keys of the client's packets, where they are encrypted.
    pub(super) fn cipher(&mut self) -> Option<&mut standard_security::Session> {
        self.cipher.as_deref_mut()
    }

    /// Whether the encryption is FIPS, which fast-path PDUs do not tell.
    pub(super) fn is_fips(&self) -> bool {
        self.encryption.method == Some(Method::Fips)
    }

    pub(super) fn seal(&mut self, bytes: &mut [u8], signature: Range<usize>) {
        if let Some(cipher) = &mut self.cipher {
            cipher.seal(bytes, signature, false);
        }
    }

    /// The form of the security header of what the server sends (MS-RDPBCGR 5.3.2, 5.4.4):
    /// `None` where there is no header at all.
    pub(super) fn header_form(&self) -> Option<Form> {
        match self.encryption.method {
            Some(Method::Fips) => Some(Form::Fips),
            Some(_) if self.encryption.level.server_encrypts() => Some(Form::NonFips),
            Some(_) => Some(Form::Basic),
            None => None,
        }
    }

    /// What fast-path PDUs need so that they can be sealed.
    pub(super) fn fast_path_protection(&self) -> fast_path::Protection {
        match self.header_form() {
            Some(Form::Fips) => fast_path::Protection::Fips,
            Some(Form::NonFips) => fast_path::Protection::Signed { salted: false },
            Some(Form::Basic) | None => fast_path::Protection::None,
        }
    }

    /// The security in use, for people.
    pub(super) fn describe_security(&self) -> String {
        match (self.encryption.method, self.selected) {
            (Some(method), _) => format!(
                "Standard RDP Security, {} at level {}",
                method.name(),
                self.encryption.level
            ),
            (None, Protocols::RDP) => "Standard RDP Security without encryption".to_owned(),
            (None, selected) if selected.is_hybrid() => "TLS with CredSSP".to_owned(),
            (None, _) => "TLS".to_owned(),
        }
    }

    /// Sends a PDU that has no flags of its own, such as a share PDU, on the I/O channel.
    pub(super) fn send(&self, body: Message, turn: &mut Turn<'_>) {
        self.send_on(IO_CHANNEL, 0, body, turn);
    }

    /// Sends a PDU with these flags in its security header on the I/O channel.
    pub(super) fn send_flagged(&self, flags: u16, body: Message, turn: &mut Turn<'_>) {
        self.send_on(IO_CHANNEL, flags, body, turn);
    }

    /// Sends a PDU on any channel: with a security header where it has flags, or where Standard
    /// RDP Security wants one.
    pub(super) fn send_on(&self, channel: u16, flags: u16, body: Message, turn: &mut Turn<'_>) {
        let body = match self.header_form() {
            Some(Form::Basic) => header::wrap(flags, Form::Basic, body),
            Some(form) => header::wrap(flags | flags::ENCRYPT, form, body),
            None if flags != 0 => header::wrap(flags, Form::Basic, body),
            None => body,
        };
        let mut writer = Writer::new(body.name);
        write_send_data_indication(&mut writer, SERVER_CHANNEL, channel, body.bytes.len());
        writer.append(body);
        turn.send(writer.finish());
    }
}
