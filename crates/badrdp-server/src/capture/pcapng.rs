//! The blocks of a pcapng file ([draft-ietf-opsawg-pcapng]). Pure: values in, bytes out.
//!
//! ```text
//! | type | length | body ... padded to 4 | options ... | length again |
//! ```
//!
//! [draft-ietf-opsawg-pcapng]: https://datatracker.ietf.org/doc/draft-ietf-opsawg-pcapng/

use crate::transcript::Side;

const SECTION_HEADER: u32 = 0x0A0D_0D0A;
const INTERFACE_DESCRIPTION: u32 = 1;
const ENHANCED_PACKET: u32 = 6;
const DECRYPTION_SECRETS: u32 = 10;

/// LINKTYPE_RAW: packets begin with their IPv4 or IPv6 header.
pub(super) const RAW_IP: u16 = 101;
/// LINKTYPE_WIRESHARK_UPPER_PDU: packets say how Wireshark is to read them.
pub(super) const UPPER_PDU: u16 = 252;
/// "TLSK": secrets in the format of NSS.
const TLS_KEY_LOG: u32 = 0x544C_534B;

const COMMENT: u16 = 1;
const USER_APPLICATION: u16 = 4;
const INTERFACE_NAME: u16 = 2;
const TIME_RESOLUTION: u16 = 9;
const PACKET_FLAGS: u16 = 2;

/// Section Header: everything behind it is little-endian.
pub(super) fn section_header(comment: &str) -> Vec<u8> {
    let mut body = 0x1A2B_3C4D_u32.to_le_bytes().to_vec();
    body.extend([1, 0, 0, 0]); // version 1.0
    body.extend(u64::MAX.to_le_bytes()); // the section's length is not told
    let application = concat!("badrdp ", env!("CARGO_PKG_VERSION"));
    let options = [
        (COMMENT, comment.as_bytes()),
        (USER_APPLICATION, application.as_bytes()),
    ];
    block(SECTION_HEADER, body, &options)
}

/// Interface Description: packets of a link type, times in nanoseconds.
pub(super) fn interface(link: u16, name: &str) -> Vec<u8> {
    let mut body = link.to_le_bytes().to_vec();
    body.extend([0; 2 /* reserved */ + 4 /* no limit of the length */]);
    let options = [
        (INTERFACE_NAME, name.as_bytes()),
        (TIME_RESOLUTION, &[9][..]),
    ];
    block(INTERFACE_DESCRIPTION, body, &options)
}

/// Decryption Secrets: lines of a TLS key log.
pub(super) fn secrets(lines: &str) -> Vec<u8> {
    let mut body = TLS_KEY_LOG.to_le_bytes().to_vec();
    body.extend(length(lines.len()));
    body.extend(lines.as_bytes());
    pad(&mut body);
    block(DECRYPTION_SECRETS, body, &[])
}

/// Enhanced Packet: one packet on an interface at `nanos` since 1970, as seen from the server.
pub(super) fn packet(
    interface: u32,
    nanos: u64,
    from: Side,
    packet: &[u8],
    comments: &[String],
) -> Vec<u8> {
    let mut body = interface.to_le_bytes().to_vec();
    let [a, b, c, d, e, f, g, h] = nanos.to_le_bytes();
    body.extend([e, f, g, h, a, b, c, d]); // the upper half first
    body.extend(length(packet.len())); // captured
    body.extend(length(packet.len())); // original
    body.extend(packet);
    pad(&mut body);
    let direction: u32 = match from {
        Side::Client => 1, // inbound
        Side::Server => 2, // outbound
    };
    let direction = direction.to_le_bytes();
    let mut options = vec![(PACKET_FLAGS, &direction[..])];
    options.extend(comments.iter().map(|text| (COMMENT, text.as_bytes())));
    block(ENHANCED_PACKET, body, &options)
}

/// `body` is padded already.
fn block(kind: u32, body: Vec<u8>, options: &[(u16, &[u8])]) -> Vec<u8> {
    let mut bytes = kind.to_le_bytes().to_vec();
    bytes.extend([0; 4]); // the length, once it is known
    bytes.extend(body);
    for (code, value) in options {
        // Nothing that we say is longer.
        let value = value.get(..value.len().min(0xFFF0)).unwrap_or_default();
        bytes.extend(code.to_le_bytes());
        bytes.extend(u16::try_from(value.len()).unwrap_or_default().to_le_bytes());
        bytes.extend_from_slice(value);
        pad(&mut bytes);
    }
    if !options.is_empty() {
        bytes.extend([0; 4]); // the end of the options
    }
    let total = length(bytes.len() + 4);
    bytes.extend(total);
    if let Some(field) = bytes.get_mut(4..8) {
        field.copy_from_slice(&total);
    }
    bytes
}

fn length(length: usize) -> [u8; 4] {
    u32::try_from(length).unwrap_or(u32::MAX).to_le_bytes()
}

fn pad(bytes: &mut Vec<u8>) {
    bytes.resize(bytes.len().next_multiple_of(4), 0);
}
