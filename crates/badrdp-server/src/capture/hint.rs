//! What makes Wireshark go over to TLS in the middle of a connection.
//!
//! Wireshark takes all of port 3389 for RDP in the clear, TLS too, and on any other port it does
//! not look for RDP in what it decrypts. A packet of its own format for exported PDUs ends that:
//! it names a dissector and the connection that it speaks of, and the dissector for TLS, found by
//! its heuristics, stays with the connection. See: `wsutil/exported_pdu_tlvs.h` of Wireshark.

use std::net::{IpAddr, SocketAddr};

/// The dissector, by the name of its heuristics.
const DISSECTOR: &[u8] = b"tls_tcp";

/// HelloRequest, which changes nothing for nobody (RFC 5246 7.4.1.1): no byte of the connection.
const HELLO_REQUEST: [u8; 9] = [22, 3, 1, 0, 4, 0, 0, 0, 0];

const END_OF_OPTIONS: u16 = 0;
const HEURISTIC_DISSECTOR: u16 = 13;
const SOURCE: [u16; 2] = [20, 22]; // IPv4, IPv6
const DESTINATION: [u16; 2] = [21, 23];
const PORT_TYPE: u16 = 24;
const SOURCE_PORT: u16 = 25;
const DESTINATION_PORT: u16 = 26;
/// TCP, as a type of port.
const TCP: u32 = 2;

/// Whether bytes that come where TLS is due begin with a type of its records: cipher change,
/// alert, handshake or data (RFC 8446 5.1).
pub(super) const fn is_tls(bytes: &[u8]) -> bool {
    matches!(bytes, [20..=23, ..])
}

/// The packet that says: from here on there is TLS between these two.
pub(super) fn tls_begins(client: SocketAddr, server: SocketAddr) -> Vec<u8> {
    let mut packet = Vec::new();
    tag(&mut packet, HEURISTIC_DISSECTOR, DISSECTOR);
    address(&mut packet, SOURCE, server.ip());
    address(&mut packet, DESTINATION, client.ip());
    tag(&mut packet, PORT_TYPE, &TCP.to_be_bytes());
    let [source, destination] = [server, client].map(|end| u32::from(end.port()).to_be_bytes());
    tag(&mut packet, SOURCE_PORT, &source);
    tag(&mut packet, DESTINATION_PORT, &destination);
    tag(&mut packet, END_OF_OPTIONS, &[]);
    packet.extend(HELLO_REQUEST);
    packet
}

fn address(packet: &mut Vec<u8>, [v4, v6]: [u16; 2], ip: IpAddr) {
    match ip {
        IpAddr::V4(ip) => tag(packet, v4, &ip.octets()),
        IpAddr::V6(ip) => tag(packet, v6, &ip.octets()),
    }
}

/// A tag: code, length, and a value that is padded to four bytes, which its length tells too.
fn tag(packet: &mut Vec<u8>, code: u16, value: &[u8]) {
    let padded = value.len().next_multiple_of(4);
    packet.extend(code.to_be_bytes());
    packet.extend(u16::try_from(padded).unwrap_or_default().to_be_bytes());
    packet.extend(value);
    packet.resize(packet.len() + padded - value.len(), 0);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hint(client: &str, server: &str) -> String {
        let packet = tls_begins(client.parse().unwrap(), server.parse().unwrap());
        let lines = packet.chunks(8).map(|line| format!("{line:02x?}\n"));
        lines.collect()
    }

    #[test]
    fn a_hint_names_the_dissector_and_both_ends() {
        insta::assert_snapshot!(hint("127.0.0.2:50000", "127.0.0.1:3389"), @r"
        [00, 0d, 00, 08, 74, 6c, 73, 5f]
        [74, 63, 70, 00, 00, 14, 00, 04]
        [7f, 00, 00, 01, 00, 15, 00, 04]
        [7f, 00, 00, 02, 00, 18, 00, 04]
        [00, 00, 00, 02, 00, 19, 00, 04]
        [00, 00, 0d, 3d, 00, 1a, 00, 04]
        [00, 00, c3, 50, 00, 00, 00, 00]
        [16, 03, 01, 00, 04, 00, 00, 00]
        [00]
        ");
        assert_eq!(hint("[::2]:50000", "[::1]:3389").lines().count(), 12);
    }
}
