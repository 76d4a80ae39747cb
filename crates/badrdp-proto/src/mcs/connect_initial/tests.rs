use proptest::prelude::*;

use super::*;
use crate::gcc::{ClientCore, ClientNetwork, client};
use crate::negotiation::Protocols;

/// As `xfreerdp /multimon /sound /drive +clipboard` 2.11.7 sends it.
const XFREERDP: &[u8] = include_bytes!("../../../fixtures/connect-initial/xfreerdp-2.11.7");
/// As `rdesktop -r sound:local -r clipboard:…` 1.9.0 sends it.
const RDESKTOP: &[u8] = include_bytes!("../../../fixtures/connect-initial/rdesktop-1.9.0");

fn channels(network: Option<&ClientNetwork>) -> Vec<(&str, u32)> {
    network.map_or_else(Vec::new, |network| {
        let channels = network.channels.iter();
        channels.map(|it| (it.name.as_str(), it.options)).collect()
    })
}

#[test]
fn xfreerdp_is_read() {
    let initial = ConnectInitial::decode(XFREERDP).unwrap();
    assert_eq!(initial.target, DomainParameters::CLIENT_TARGET);
    assert_eq!(initial.minimum, DomainParameters::CLIENT_MINIMUM);
    assert_eq!(initial.maximum, DomainParameters::CLIENT_MAXIMUM);
    let blocks = initial.blocks;
    assert_eq!(blocks.core.client_name, "LAB");
    assert_eq!(blocks.core.version, 0x0008_000C);
    let size = (blocks.core.desktop_width, blocks.core.desktop_height);
    assert_eq!(size, (1024, 768));
    assert_eq!(blocks.core.bits_per_pixel(), 32);
    assert_eq!(blocks.core.early_capability_flags, Some(0x05E3));
    assert_eq!(blocks.core.connection_type, Some(7));
    assert_eq!(blocks.core.server_selected_protocol, Some(Protocols::RDP));
    assert_eq!(blocks.core.desktop_physical_width, Some(0));
    let security = blocks.security.unwrap();
    assert_eq!(security.encryption_methods, 0x1B);
    assert_eq!(blocks.cluster.unwrap().flags, 0x0D);
    assert_eq!(
        channels(blocks.network.as_ref()),
        [
            ("rdpdr", 0xC080_0000),
            ("rdpsnd", 0xC000_0000),
            ("cliprdr", 0xC0A0_0000),
            ("drdynvc", 0xC080_0000),
        ]
    );
    assert_eq!(blocks.unknown, 0);
}

#[test]
fn the_options_of_rdesktop_are_turned_round() {
    let blocks = ConnectInitial::decode(RDESKTOP).unwrap().blocks;
    assert_eq!(blocks.core.client_name, "LAB");
    assert_eq!(blocks.core.bits_per_pixel(), 24);
    assert_eq!(
        channels(blocks.network.as_ref()),
        [
            ("cliprdr", 0xC0A0_0000),
            ("rdpsnd", 0xC000_0000),
            ("snddbg", 0xC000_0000),
            ("rdpdr", 0x8080_0000),
            ("drdynvc", 0xC000_0000),
        ]
    );
}

#[test]
fn another_pdu_is_named() {
    let frame = [3, 0, 0, 9, 2, 0xF0, 0x80, 0x21, 0x80];
    let error = ConnectInitial::decode(&frame).unwrap_err();
    assert_eq!(
        error.to_string(),
        "Connect-Initial starts with 0x2180 instead of 0x7f65"
    );
    let error = ConnectInitial::decode(&[3, 0, 0, 11, 6, 0xD0, 0, 0, 0x12, 0x34, 0]);
    assert_eq!(error, Err(DecodeError::NotData(0xD0)));
}

#[test]
fn a_cut_one_fails_at_every_length() {
    for end in 0..XFREERDP.len() {
        let cut = XFREERDP.get(..end).unwrap();
        assert!(ConnectInitial::decode(cut).is_err(), "{end}");
    }
}

proptest! {
    #[test]
    fn any_bytes_decode_or_fail_in_order(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let _ = ConnectInitial::decode(&bytes);
    }

    #[test]
    fn a_damaged_one_decodes_or_fails_in_order(place in 0..XFREERDP.len(), byte in any::<u8>()) {
        let mut bytes = XFREERDP.to_vec();
        bytes[place] = byte;
        if let Ok(mut initial) = ConnectInitial::decode(&bytes) {
            initial.blocks.unknown = 0;
            prop_assert_eq!(ConnectInitial::decode(&initial.encode()), Ok(initial));
        }
    }

    #[test]
    fn it_reads_back(
        name in "[a-zA-Z0-9-]{0,15}",
        size in any::<(u16, u16)>(),
        methods in any::<u32>(),
        selected in proptest::option::of(any::<u32>()),
        names in proptest::collection::vec("[a-z]{1,7}", 0..31),
        redirected in proptest::option::of(any::<(u32, u32)>()),
    ) {
        let mut core = ClientCore::new(&name).with_color_depth(16);
        (core.desktop_width, core.desktop_height) = size;
        if let Some(selected) = selected {
            core = core.with_selected_protocol(Protocols(selected));
        }
        let mut blocks = ClientBlocks::new(core);
        blocks.security = Some(client::ClientSecurity {
            encryption_methods: methods,
            ext_encryption_methods: 0,
        });
        blocks.network = Some(ClientNetwork::of(names.iter().map(String::as_str)));
        blocks.cluster = redirected.map(|(flags, redirected_session_id)| {
            client::ClientCluster { flags, redirected_session_id }
        });
        blocks.message_channel = Some(0);
        let initial = ConnectInitial::new(blocks);
        prop_assert_eq!(ConnectInitial::decode(&initial.encode()), Ok(initial));
    }
}
