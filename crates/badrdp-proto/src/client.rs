//! What a client says first after the security layer, for the probe and for tests.
//!
//! The GCC blocks hold the least that real servers accept.

use crate::mcs;
use crate::message::MessageName;
use crate::tpkt;
use crate::writer::Writer;

/// Client MCS Connect Initial PDU (MS-RDPBCGR 2.2.1.3) of a 1024 by 768 client called `name`,
/// with Core, Security and Network data and no channels.
///
/// `name` is cut to 15 characters (MS-RDPBCGR 2.2.1.3.2).
#[must_use]
pub fn connect_initial(name: &str) -> Vec<u8> {
    let mut gcc = core_data(name);
    gcc.extend(security_data());
    gcc.extend(network_data());

    // T.124 ConnectData in aligned PER: object identifier of T.124, then
    // ConferenceCreateRequest with the key "Duca" (MS-RDPBCGR 4.1.3).
    let mut conference = vec![0x00, 0x08, 0x00, 0x10, 0x00, 0x01, 0xC0, 0x00];
    conference.extend_from_slice(b"Duca");
    per_length(&mut conference, gcc.len());
    conference.extend(gcc);
    let mut user_data = vec![0x00, 0x05, 0x00, 0x14, 0x7C, 0x00, 0x01];
    per_length(&mut user_data, conference.len());
    user_data.extend(conference);

    let mut body = vec![4, 1, 1, 4, 1, 1, 1, 1, 0xFF]; // domain selectors, upward flag
    for parameters in [
        [34_u16, 2, 0, 1, 0, 1, 0xFFFF, 2], // target (T.125 7, DomainParameters)
        [1, 1, 1, 1, 0, 1, 0x420, 2],       // minimum
        [0xFFFF, 0xFC17, 0xFFFF, 1, 0, 1, 0xFFFF, 2], // maximum
    ] {
        domain_parameters(&mut body, &parameters);
    }
    body.push(4); // OCTET STRING
    ber_length(&mut body, user_data.len());
    body.extend(user_data);

    let mut pdu = mcs::CONNECT_INITIAL.to_vec();
    ber_length(&mut pdu, body.len());
    pdu.extend(body);

    let mut writer = Writer::new(MessageName::ConnectInitial);
    tpkt::write_header(&mut writer, mcs::DATA_HEADER.len() + pdu.len());
    writer
        .raw("x224.header", &mcs::DATA_HEADER)
        .raw("mcs.connect-initial", &pdu);
    writer.finish().bytes
}

/// TS_UD_CS_CORE (MS-RDPBCGR 2.2.1.3.2) up to `earlyCapabilityFlags`.
fn core_data(name: &str) -> Vec<u8> {
    let mut out = 0x0008_0004_u32.to_le_bytes().to_vec(); // version: RDP 5.0 and later
    for word in [
        1024_u16, 768, 0xCA01, /* 8 bpp, superseded below */
        0xAA03, /* SAS del */
    ] {
        out.extend_from_slice(&word.to_le_bytes());
    }
    out.extend_from_slice(&0x409_u32.to_le_bytes()); // keyboardLayout: US
    out.extend_from_slice(&2600_u32.to_le_bytes()); // clientBuild
    let mut client_name: Vec<u8> = name
        .encode_utf16()
        .take(15)
        .flat_map(u16::to_le_bytes)
        .collect();
    client_name.resize(32, 0);
    out.extend(client_name);
    for word in [4_u32, 0, 12] {
        out.extend_from_slice(&word.to_le_bytes()); // keyboardType, subtype, function keys
    }
    out.extend_from_slice(&[0; 64]); // imeFileName
    for word in [0xCA01_u16, 1] {
        out.extend_from_slice(&word.to_le_bytes()); // postBeta2ColorDepth, clientProductId
    }
    out.extend_from_slice(&0_u32.to_le_bytes()); // serialNumber
    for word in [
        24_u16, /* highColorDepth */
        0x0F,   /* depths */
        0x0001, /* error info */
    ] {
        out.extend_from_slice(&word.to_le_bytes());
    }
    block(0xC001, out)
}

/// TS_UD_CS_SEC (MS-RDPBCGR 2.2.1.3.3): 40, 128 and 56 bit.
fn security_data() -> Vec<u8> {
    let mut out = 0x0B_u32.to_le_bytes().to_vec();
    out.extend_from_slice(&0_u32.to_le_bytes());
    block(0xC002, out)
}

/// TS_UD_CS_NET (MS-RDPBCGR 2.2.1.3.4) without channels.
fn network_data() -> Vec<u8> {
    block(0xC003, 0_u32.to_le_bytes().to_vec())
}

/// TS_UD_HEADER (MS-RDPBCGR 2.2.1.3.1) and the block's body.
fn block(kind: u16, body: Vec<u8>) -> Vec<u8> {
    let length = u16::try_from(4 + body.len()).unwrap_or(u16::MAX);
    let mut out = kind.to_le_bytes().to_vec();
    out.extend_from_slice(&length.to_le_bytes());
    out.extend(body);
    out
}

/// SEQUENCE of eight INTEGERs, each in the fewest bytes that keep it positive.
fn domain_parameters(out: &mut Vec<u8>, values: &[u16; 8]) {
    let mut body = Vec::new();
    for value in values {
        let [high, low] = value.to_be_bytes();
        match value {
            0..=0x7F => body.extend([2, 1, low]),
            0x80..=0x7FFF => body.extend([2, 2, high, low]),
            _ => body.extend([2, 3, 0, high, low]),
        }
    }
    out.push(0x30);
    ber_length(out, body.len());
    out.extend(body);
}

fn ber_length(out: &mut Vec<u8>, length: usize) {
    let [high, low] = u16::try_from(length).unwrap_or(u16::MAX).to_be_bytes();
    if length < 0x80 {
        out.push(low)
    } else {
        out.extend([0x82, high, low])
    }
}

/// Two bytes with the top bit set from 128 on (X.691 10.9.3).
fn per_length(out: &mut Vec<u8>, length: usize) {
    let [high, low] = u16::try_from(length).unwrap_or(u16::MAX).to_be_bytes();
    if length < 0x80 {
        out.push(low)
    } else {
        out.extend([high | 0x80, low])
    }
}
