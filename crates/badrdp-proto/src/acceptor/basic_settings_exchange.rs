//! Basic settings exchange: MCS Connect Initial and Connect Response with their GCC blocks
//! (MS-RDPBCGR 1.3.1.1, 3.3.5.3.3, 3.3.5.3.4).

use super::output::{ClientMisbehaved, Fact, Turn};
use super::session::{IO_CHANNEL, Session, Stage};
use crate::gcc::client::ClientBlocks;
use crate::gcc::client::early_capability_flags::RNS_UD_CS_SUPPORT_SKIP_CHANNELJOIN;
use crate::gcc::server::early_capability_flags::RNS_UD_SC_SKIP_CHANNELJOIN_SUPPORTED;
use crate::gcc::server::{ServerBlocks, ServerCore, ServerKeys, ServerNetwork, ServerSecurity};
use crate::mcs::{ConnectInitial, connect_response};
use crate::message::MessageName;
use crate::standard_security::certificate::{Signature, proprietary};
use crate::standard_security::encryption::NothingInCommon;
use crate::standard_security::{Encryption, Methods};

/// The sizes of a desktop that a client gets, in pixels; one that asks for less or more gets these.
/// A whole picture of it waits in memory until the client has taken it.
const SMALLEST: u16 = 200;
const LARGEST: u16 = 4096;

/// Answers MCS Connect Initial.
pub(super) fn handle(
    session: &mut Session,
    frame: &[u8],
    turn: &mut Turn<'_>,
) -> Result<(), ClientMisbehaved> {
    let initial = ConnectInitial::decode(frame).map_err(|error| session.misbehaved(error))?;
    let blocks = initial.blocks;
    let name = MessageName::ConnectInitial;
    session.encryption = encryption(session, &blocks).map_err(|error| session.misbehaved(error))?;
    let fact = Fact::Security {
        selected: session.selected,
        method: session.encryption.method_number(),
    };
    let note = Some(describe(&blocks));
    turn.received_fact(name, frame.len(), note, Some(fact));
    allocate_channels(session, &blocks);
    session.set_size(blocks.core.desktop_width, blocks.core.desktop_height);
    session.client = Some(Box::new(blocks));
    if session.encryption.method.is_some() {
        turn.world.random(&mut session.server_random);
    }
    turn.send(connect_response(&answer(session)));
    session.enter(Stage::ChannelConnection, turn);
    Ok(())
}

impl Session {
    /// The size of the desktop: the server's, where it has one, else the client's wish.
    pub(super) fn set_size(&mut self, width: u16, height: u16) {
        let (own_width, own_height) = self.host.session.size;
        self.size = (
            own_width.unwrap_or_else(|| width.clamp(SMALLEST, LARGEST)),
            own_height.unwrap_or_else(|| height.clamp(SMALLEST, LARGEST)),
        );
    }

    /// The color depth of the session, in bits per pixel.
    pub(super) fn depth(&self) -> u8 {
        let wanted = self
            .client
            .as_ref()
            .map_or(8, |client| client.core.bits_per_pixel());
        let wanted = u8::try_from(wanted)
            .ok()
            .filter(|depth| [15, 16, 24, 32].contains(depth))
            .unwrap_or(8);
        wanted.min(self.host.session.depth)
    }

    /// Whether no channel is to be joined, because both sides know how to do without.
    pub(super) fn skips_channel_join(&self) -> bool {
        let client = self.client.as_ref();
        self.host.session.skip_channel_join
            && client.is_some_and(|client| client.can(RNS_UD_CS_SUPPORT_SKIP_CHANNELJOIN))
    }
}

fn describe(blocks: &ClientBlocks) -> String {
    let core = &blocks.core;
    let channels: Vec<_> = blocks.channels().map(|channel| &*channel.name).collect();
    let channels = if channels.is_empty() {
        "no channels".to_owned()
    } else {
        format!("channels {}", channels.join(", "))
    };
    format!(
        "{} build {}, {}x{}, {channels}",
        if core.client_name.is_empty() {
            "a client without a name"
        } else {
            &core.client_name
        },
        core.client_build,
        core.desktop_width,
        core.desktop_height,
    )
}

/// Ids in the order in which the client asked, from 1004 on, as Windows gives them.
fn allocate_channels(session: &mut Session, blocks: &ClientBlocks) {
    let ids = IO_CHANNEL + 1..;
    let channels = &mut session.channels;
    channels.statics = blocks
        .channels()
        .map(|channel| channel.name.clone())
        .zip(ids)
        .collect();
    if session.host.session.message_channel && blocks.message_channel.is_some() {
        channels.message = Some(channels.next_user());
    }
}

fn encryption(session: &Session, blocks: &ClientBlocks) -> Result<Encryption, NothingInCommon> {
    if session.selected.is_enhanced() {
        return Ok(Encryption::NONE);
    }
    let server = &session.host.session.standard_security;
    let client = blocks
        .security
        .map_or(Methods::NONE, |security| Methods(security.methods()));
    Encryption::choose(server.methods, server.level, client)
}

fn answer(session: &Session) -> ServerBlocks {
    let host = &session.host.session;
    let client = session.client.as_deref();
    let requested = session.requested;
    let flags = match session.skips_channel_join() {
        true => RNS_UD_SC_SKIP_CHANNELJOIN_SUPPORTED,
        false => 0,
    };
    let keys = match (&session.host.server_key, session.encryption.method) {
        (Some(key), Some(_)) => {
            let signature = if host.standard_security.honest_signature {
                Signature::Right
            } else {
                Signature::Wrong
            };
            let certificate = proprietary(&key.public(), signature);
            let mut keys = ServerKeys::new(session.server_random.to_vec(), certificate.bytes);
            keys.certificate_fields = certificate.fields;
            Some(keys)
        }
        _ => None,
    };
    ServerBlocks {
        core: Some(ServerCore {
            version: host.gcc_version,
            client_requested_protocols: Some(requested),
            early_capability_flags: host.skip_channel_join.then_some(flags),
        }),
        network: Some(ServerNetwork {
            io_channel: IO_CHANNEL,
            channels: session.channels.statics.iter().map(|(_, id)| *id).collect(),
        }),
        security: Some(ServerSecurity {
            encryption_method: session.encryption.method_number(),
            encryption_level: session.encryption.level.number(),
            keys,
        }),
        message_channel: session.channels.message,
        multitransport: client
            .and_then(|client| client.multitransport)
            .filter(|_| host.multitransport),
        unknown: 0,
    }
}
