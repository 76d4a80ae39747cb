//! Basic settings exchange: MCS Connect Initial and Connect Response (MS-RDPBCGR 1.3.1.1,
//! 3.2.5.3.3, 3.2.5.3.4).

use badrdp_proto::Phase;
use badrdp_proto::client::{attach_user_request, erect_domain_request};
use badrdp_proto::gcc::client::early_capability_flags::{
    RNS_UD_CS_STRONG_ASYMMETRIC_KEYS, RNS_UD_CS_SUPPORT_ERRINFO_PDU,
    RNS_UD_CS_SUPPORT_HEARTBEAT_PDU, RNS_UD_CS_SUPPORT_NETCHAR_AUTODETECT,
    RNS_UD_CS_SUPPORT_SKIP_CHANNELJOIN, RNS_UD_CS_SUPPORT_STATUSINFO_PDU,
};
use badrdp_proto::gcc::client::{ClientBlocks, ClientCluster, ClientSecurity};
use badrdp_proto::gcc::server::early_capability_flags::RNS_UD_SC_SKIP_CHANNELJOIN_SUPPORTED;
use badrdp_proto::gcc::{ClientCore, ClientNetwork, ServerBlocks, ServerCore};
use badrdp_proto::mcs::{self, Answer, ConnectInitial, ConnectResponse, RT_SUCCESSFUL};
use badrdp_proto::negotiation::Protocols;
use badrdp_proto::standard_security::Method;

use super::{Stage, Walk, connect_response, security};
use crate::seen::Stop;

const NAME: &str = "MCS Connect Response";

/// What clients ask for as a rule: devices, sound, clipboard, dynamic channels.
pub(super) const CHANNELS: [&str; 4] = ["rdpdr", "rdpsnd", "cliprdr", "drdynvc"];

/// `rt-too-many-users` (T.125 7).
const RT_TOO_MANY_USERS: u8 = 13;

/// `rt-user-rejected` (T.125 7).
const RT_USER_REJECTED: u8 = 15;

/// Small, so that its picture is: in pixels.
pub(super) const DESKTOP: (u16, u16) = (640, 480);

/// The smallest `maxMCSPDUsize` that anything fits in (T.125 6.4).
const LEAST_PDU_SIZE: u32 = 124;

/// The encryption methods that are offered: all of them.
pub(super) const METHODS: u32 =
    ClientSecurity::EVERY_RC4.encryption_methods | Method::Fips.number();

/// Sends MCS Connect Initial.
pub(super) fn begin(walk: &mut Walk) {
    let mut core = ClientCore::new("badrdp").with_selected_protocol(walk.setup.selected);
    (core.desktop_width, core.desktop_height) = DESKTOP;
    core.high_color_depth = Some(16);
    core.early_capability_flags = Some(
        RNS_UD_CS_SUPPORT_ERRINFO_PDU
            | RNS_UD_CS_SUPPORT_STATUSINFO_PDU
            | RNS_UD_CS_STRONG_ASYMMETRIC_KEYS
            | RNS_UD_CS_SUPPORT_NETCHAR_AUTODETECT
            | RNS_UD_CS_SUPPORT_HEARTBEAT_PDU
            | RNS_UD_CS_SUPPORT_SKIP_CHANNELJOIN,
    );
    let blocks = ClientBlocks {
        security: Some(ClientSecurity {
            encryption_methods: METHODS,
            ext_encryption_methods: 0,
        }),
        network: Some(ClientNetwork::of(CHANNELS)),
        cluster: Some(cluster(walk.setup.session_id)),
        message_channel: Some(0),
        ..ClientBlocks::new(core)
    };
    walk.out.extend(ConnectInitial::new(blocks).encode());
    walk.stage = Stage::ConnectResponse;
    walk.enter(Phase::BasicSettingsExchange, "MCS Connect Initial", NAME);
    if walk.seen.security.is_empty() {
        walk.seen.security = if walk.setup.selected.is_enhanced() {
            "TLS".to_owned()
        } else {
            "Standard RDP Security".to_owned()
        };
    }
}

/// The client follows redirections, and names the session that one led to (MS-RDPBCGR 2.2.1.3.5).
fn cluster(session_id: Option<u32>) -> ClientCluster {
    /// REDIRECTION_VERSION4, at its place among the flags.
    const VERSION_4: u32 = 3 << 2;
    let valid = session_id.map_or(0, |_| ClientCluster::REDIRECTED_SESSIONID_FIELD_VALID);
    ClientCluster {
        flags: ClientCluster::REDIRECTION_SUPPORTED | VERSION_4 | valid,
        redirected_session_id: session_id.unwrap_or_default(),
    }
}

/// Takes the answer to MCS Connect Initial.
pub(super) fn handle(walk: &mut Walk, frame: &[u8]) -> Result<(), Stop> {
    let malformed = |what: String| Stop::malformed(NAME, what);
    match mcs::decode_answer(frame) {
        Ok(Answer::DisconnectProviderUltimatum { reason }) => return Err(Stop::Ultimatum(reason)),
        Ok(Answer::ConnectResponse { .. } | Answer::Unrecognized) | Err(_) => {}
    }
    let response = ConnectResponse::decode(frame).map_err(|error| malformed(error.to_string()))?;
    if matches!(response.result, RT_TOO_MANY_USERS | RT_USER_REJECTED) {
        let name = mcs::result_name(response.result).unwrap_or_default();
        return Err(Stop::Refused(format!(
            "denied: MCS Connect Response says {name}"
        )));
    }
    if response.result != RT_SUCCESSFUL {
        let name = mcs::result_name(response.result).unwrap_or("a result of no standard");
        return Err(malformed(format!(
            "its result is {} ({name})",
            response.result
        )));
    }
    connect_response::check(frame).map_err(malformed)?;
    if response.conference.result != 0 {
        let result = response.conference.result;
        return Err(malformed(format!(
            "the GCC conference's result is {result}"
        )));
    }
    let limits = &response.domain_parameters;
    if limits.max_channel_ids == 0 {
        walk.odd("MCS Connect Response allows no channels: mcs.max-channel-ids is 0");
    }
    if limits.max_mcs_pdu_size < LEAST_PDU_SIZE {
        let size = limits.max_mcs_pdu_size;
        walk.odd(format!(
            "MCS Connect Response: mcs.max-mcs-pdu-size is {size}"
        ));
    }
    take_blocks(walk, &response.blocks).map_err(malformed)?;
    security::choose(walk, response.blocks.security.as_ref())?;
    if response.blocks.unknown > 0 {
        walk.odd("MCS Connect Response has GCC blocks that no standard knows");
    }
    walk.out.extend(erect_domain_request());
    walk.out.extend(attach_user_request());
    walk.stage = Stage::AttachUser;
    walk.enter(
        Phase::ChannelConnection,
        "MCS Attach User Request",
        "MCS Attach User Confirm",
    );
    Ok(())
}

fn take_blocks(walk: &mut Walk, blocks: &ServerBlocks) -> Result<(), String> {
    let core = blocks.core.as_ref().ok_or("it has no core data")?;
    check_core(walk, core)?;
    let network = blocks.network.as_ref().ok_or("it has no network data")?;
    let (asked, got) = (CHANNELS.len(), network.channels.len());
    if asked != got {
        return Err(format!(
            "gcc.net.channel-count: {got} ids for {asked} channels"
        ));
    }
    let mut ids = vec![network.io_channel];
    ids.extend(network.channels.iter().filter(|id| **id != 0));
    ids.extend(blocks.message_channel);
    if let Some(id) = ids.iter().find(|id| **id == 0) {
        return Err(format!("a channel has the id {id}"));
    }
    for (index, id) in ids.iter().enumerate() {
        if ids.iter().skip(index + 1).any(|other| other == id) {
            return Err(format!("two channels have the id {id}"));
        }
    }
    let names = CHANNELS.iter().map(|name| (*name).to_owned());
    let channels = &mut walk.channels;
    channels.io = network.io_channel;
    channels.statics = names.zip(network.channels.iter().copied()).collect();
    channels.message = blocks.message_channel;
    channels.skip_join =
        core.early_capability_flags.unwrap_or_default() & RNS_UD_SC_SKIP_CHANNELJOIN_SUPPORTED != 0;
    let seen = &mut walk.seen.channels;
    (seen.io, seen.message) = (Some(network.io_channel), blocks.message_channel);
    seen.statics.clone_from(&channels.statics);
    if blocks.multitransport.is_some() {
        walk.odd("MCS Connect Response has multitransport data that nobody asked for");
    }
    Ok(())
}

/// The version, and the requested protocols, which somebody on the path may have changed
/// (MS-RDPBCGR 3.2.5.3.4).
fn check_core(walk: &mut Walk, core: &ServerCore) -> Result<(), String> {
    /// The versions of the standard: 4.0 to 10.12.
    const VERSIONS: std::ops::RangeInclusive<u32> = 0x0008_0001..=0x0008_0011;
    walk.seen.gcc_version = Some(core.version);
    if core.version >> 16 != 8 {
        return Err(format!("gcc.core.version is {:#010x}", core.version));
    }
    if !VERSIONS.contains(&core.version) {
        walk.odd(format!(
            "its version {:#010x} is in no standard",
            core.version
        ));
    }
    if core.version == ServerCore::RDP_4 && walk.setup.selected.is_enhanced() {
        walk.odd("its version is that of RDP 4.0, which knew no TLS");
    }
    // A server that knows no negotiation cannot repeat what was asked for; any other that leaves
    // it out says PROTOCOL_RDP.
    let may_leave_it_out = !walk.setup.selected.is_enhanced();
    let echoed = core.client_requested_protocols.unwrap_or(Protocols::RDP);
    let requested = walk.setup.requested;
    let is_said = core.client_requested_protocols.is_some() || !may_leave_it_out;
    if is_said && echoed != requested {
        return Err(format!(
            "gcc.core.client-requested-protocols is {echoed}, yet {requested} was requested"
        ));
    }
    Ok(())
}
