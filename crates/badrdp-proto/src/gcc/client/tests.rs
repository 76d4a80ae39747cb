use proptest::prelude::*;

use super::*;

fn decode(bytes: &[u8]) -> Result<ClientBlocks, DecodeError> {
    ClientBlocks::decode(&mut Reader::new(bytes))
}

#[test]
fn without_core_data_it_fails() {
    assert_eq!(decode(&[]), Err(DecodeError::NoCoreData));
    let security = [0x02, 0xC0, 12, 0, 3, 0, 0, 0, 0, 0, 0, 0];
    assert_eq!(decode(&security), Err(DecodeError::NoCoreData));
}

#[test]
fn core_data_alone_is_enough() {
    let core = ClientCore::new("LAB");
    let bytes = block::encode(CS_CORE, &core.encode());
    let blocks = decode(&bytes).unwrap();
    assert_eq!(blocks.core, core);
    assert_eq!(blocks.channels().count(), 0);
    assert_eq!((blocks.security, blocks.network), (None, None));
}

#[test]
fn unknown_blocks_are_skipped_and_counted() {
    let mut bytes = block::encode(0xC0AB, &[1, 2, 3]);
    bytes.extend(ClientBlocks::new(ClientCore::new("LAB")).encode());
    bytes.extend(block::encode(0xC008, &[0; 12]));
    let blocks = decode(&bytes).unwrap();
    assert_eq!(blocks.unknown, 2);
    assert_eq!(blocks.core.client_name, "LAB");
}

#[test]
fn a_block_without_room_for_its_header_is_named() {
    let error = decode(&[0x04, 0xC0, 3, 0]).unwrap_err();
    assert_eq!(
        error.to_string(),
        "GCC block 0xc004 says that it has 3 bytes"
    );
}

#[test]
fn a_block_that_ends_early_is_named() {
    let error = decode(&[0x04, 0xC0, 6, 0, 1, 2]).unwrap_err();
    assert_eq!(
        error.to_string(),
        "GCC block 0xc004: needs 4 more bytes at offset 0, has 2"
    );
}

#[test]
fn no_more_than_31_channels_are_kept() {
    let names = vec!["many"; 50];
    let body = ClientNetwork::of(names).encode();
    let network = ClientNetwork::decode(&mut Reader::new(&body)).unwrap();
    assert_eq!(network.channels.len(), 31);
}

#[test]
fn no_more_than_16_monitors_are_kept() {
    let monitor = Monitor {
        left: -1920,
        top: 0,
        right: -1,
        bottom: 1079,
        flags: Monitor::PRIMARY,
    };
    let body = ClientMonitors {
        monitors: vec![monitor; 20],
    };
    let decoded = ClientMonitors::decode(&mut Reader::new(&body.encode())).unwrap();
    assert_eq!(decoded.monitors, vec![monitor; 16]);
}

proptest! {
    #[test]
    fn any_blocks_decode_or_fail_in_order(
        kind in 0xC001_u16..0xC00B,
        body in proptest::collection::vec(any::<u8>(), 0..300),
    ) {
        let mut bytes = ClientBlocks::new(ClientCore::new("LAB")).encode();
        bytes.extend(block::encode(kind, &body));
        if let Ok(mut blocks) = decode(&bytes) {
            blocks.unknown = 0;
            prop_assert_eq!(decode(&blocks.encode()), Ok(blocks));
        }
    }
}
