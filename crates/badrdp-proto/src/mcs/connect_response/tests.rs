use proptest::prelude::*;

use super::*;
use crate::gcc::server::{ServerCore, ServerKeys, ServerNetwork, ServerSecurity};
use crate::negotiation::Protocols;

/// The start of the annotated example of MS-RDPBCGR 4.1.4, up to the encryption level.
const ANNOTATED: [u8; 0x75] = [
    0x03, 0x00, 0x01, 0x51, 0x02, 0xf0, 0x80, 0x7f, 0x66, 0x82, 0x01, 0x45, 0x0a, 0x01, 0x00, 0x02,
    0x01, 0x00, 0x30, 0x1a, 0x02, 0x01, 0x22, 0x02, 0x01, 0x03, 0x02, 0x01, 0x00, 0x02, 0x01, 0x01,
    0x02, 0x01, 0x00, 0x02, 0x01, 0x01, 0x02, 0x03, 0x00, 0xff, 0xf8, 0x02, 0x01, 0x02, 0x04, 0x82,
    0x01, 0x1f, 0x00, 0x05, 0x00, 0x14, 0x7c, 0x00, 0x01, 0x2a, 0x14, 0x76, 0x0a, 0x01, 0x01, 0x00,
    0x01, 0xc0, 0x00, 0x4d, 0x63, 0x44, 0x6e, 0x81, 0x08, 0x01, 0x0c, 0x0c, 0x00, 0x04, 0x00, 0x08,
    0x00, 0x00, 0x00, 0x00, 0x00, 0x03, 0x0c, 0x10, 0x00, 0xeb, 0x03, 0x03, 0x00, 0xec, 0x03, 0xed,
    0x03, 0xee, 0x03, 0x00, 0x00, 0x02, 0x0c, 0xec, 0x00, 0x02, 0x00, 0x00, 0x00, 0x02, 0x00, 0x00,
    0x00, 0x20, 0x00, 0x00, 0x00,
];

/// The example's blocks: 32 bytes of random, 184 of certificate.
fn annotated() -> ServerBlocks {
    ServerBlocks {
        core: Some(ServerCore {
            version: ServerCore::RDP_5,
            client_requested_protocols: Some(Protocols::RDP),
            early_capability_flags: None,
        }),
        network: Some(ServerNetwork::consecutive(3)),
        security: Some(ServerSecurity {
            encryption_method: 2,
            encryption_level: 2,
            keys: Some(ServerKeys::new(vec![0x10; 32], vec![0x01; 184])),
        }),
        ..ServerBlocks::default()
    }
}

#[test]
fn the_annotated_example_is_written() {
    let message = connect_response(&annotated());
    assert_eq!(message.bytes.len(), 0x151);
    assert_eq!(message.bytes.get(..ANNOTATED.len()), Some(&ANNOTATED[..]));
}

#[test]
fn rdesktop_finds_the_length_of_the_blocks_21_bytes_into_the_user_data() {
    for channels in [0, 31] {
        let mut blocks = annotated();
        blocks.network = Some(ServerNetwork::consecutive(channels));
        let message = connect_response(&blocks);
        let user_data = message.field("gcc.object-key").unwrap().range.start;
        let length = message.field("gcc.blocks-length").unwrap().range.start;
        assert_eq!(length - user_data, 21);
        assert_eq!(
            message.field("gcc.connect-pdu-length").unwrap().range.len(),
            1
        );
    }
}

#[test]
fn every_length_counts_what_follows_it() {
    let message = connect_response(&annotated());
    let number = |name: &str| {
        let range = message.field(name).unwrap().range.clone();
        let bytes = message.bytes.get(range.clone()).unwrap();
        (
            usize::from(u16::from_be_bytes([bytes[0], bytes[1]])),
            range.end,
        )
    };
    for name in ["mcs.length", "mcs.user-data-length"] {
        let (length, end) = number(name);
        assert_eq!(length, message.bytes.len() - end, "{name}");
    }
    let (length, end) = number("gcc.blocks-length");
    assert_eq!(length & 0x7FFF, message.bytes.len() - end);
}

#[test]
fn a_refusal_without_user_data_is_read() {
    let mut frame = vec![3, 0, 0, 0, 2, 0xF0, 0x80, 0x7F, 0x66, 0x82, 0, 38];
    frame.extend([0x0A, 1, 14]);
    frame.extend(ANNOTATED.get(15..46).unwrap());
    frame.extend([4, 0]);
    let response = ConnectResponse::decode(&frame).unwrap();
    assert_eq!(response.result, 14);
    assert_eq!(response.blocks, ServerBlocks::default());
}

#[test]
fn a_refusal_of_the_conference_reads_back() {
    let mut refusal = ConnectResponse::new(annotated());
    refusal.result = 14;
    refusal.conference.result = 2;
    let message = refusal.encode();
    assert_eq!(ConnectResponse::decode(&message.bytes), Ok(refusal));
}

proptest! {
    #[test]
    fn any_bytes_decode_or_fail_in_order(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let _ = ConnectResponse::decode(&bytes);
    }

    #[test]
    fn a_damaged_one_decodes_or_fails_in_order(place in 0_usize..0x151, byte in any::<u8>()) {
        let mut bytes = connect_response(&annotated()).bytes;
        bytes[place] = byte;
        let _ = ConnectResponse::decode(&bytes);
    }

    #[test]
    fn it_reads_back(
        version in any::<u32>(),
        flags in proptest::option::of(any::<u32>()),
        channels in proptest::collection::vec(any::<u16>(), 0..40),
        random in proptest::collection::vec(any::<u8>(), 0..40),
        certificate in proptest::collection::vec(any::<u8>(), 1..900),
        message_channel in proptest::option::of(any::<u16>()),
        multitransport in proptest::option::of(any::<u32>()),
        result in any::<u8>(),
    ) {
        let mut response = ConnectResponse::new(ServerBlocks {
            core: Some(ServerCore {
                version,
                client_requested_protocols: Some(Protocols::SSL),
                early_capability_flags: flags,
            }),
            network: Some(ServerNetwork { io_channel: 1003, channels }),
            security: Some(ServerSecurity {
                encryption_method: 1,
                encryption_level: 3,
                keys: Some(ServerKeys::new(random, certificate)),
            }),
            message_channel,
            multitransport,
            unknown: 0,
        });
        response.result = result;
        let message = response.encode();
        prop_assert_eq!(ConnectResponse::decode(&message.bytes), Ok(response));
    }
}
