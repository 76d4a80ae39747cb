//! One segment as an IP packet, with its checksums (RFC 791, RFC 8200, RFC 9293).

use std::net::{IpAddr, SocketAddr};

use super::hint;
use super::tcp::{MSS_V4, MSS_V6, Segment, flags};
use crate::transcript::Side;

/// The port at which Wireshark looks for RDP.
const RDP: u16 = 3389;

const TCP: u8 = 6;
const TTL: u8 = 64;
const TCP_HEADER_LEN: usize = 20;
/// MSS, no-operation and window scale: 8 bytes, of SYN only.
const WINDOW_SCALE: u8 = 7;

/// The addresses of both ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Addresses {
    client: SocketAddr,
    server: SocketAddr,
}

impl Addresses {
    /// The server is shown at port 3389. Addresses of IPv4 inside IPv6, as a socket for both
    /// gives them, are shown as what they are; ends of two families cannot be.
    pub(super) fn new(client: SocketAddr, server: SocketAddr) -> Option<Self> {
        let plain = |address: SocketAddr, port| SocketAddr::new(address.ip().to_canonical(), port);
        let addresses = Self {
            client: plain(client, client.port()),
            server: plain(server, RDP),
        };
        (addresses.client.is_ipv4() == addresses.server.is_ipv4()).then_some(addresses)
    }

    pub(super) const fn mss(&self) -> u16 {
        if self.client.is_ipv4() {
            MSS_V4
        } else {
            MSS_V6
        }
    }

    /// What tells Wireshark that TLS begins between them.
    pub(super) fn tls_begins(&self) -> Vec<u8> {
        hint::tls_begins(self.client, self.server)
    }

    /// The IP packet of a segment.
    pub(super) fn packet(&self, segment: &Segment<'_>) -> Vec<u8> {
        let (source, destination) = match segment.from {
            Side::Client => (self.client, self.server),
            Side::Server => (self.server, self.client),
        };
        let mut tcp = self.tcp(segment, source.port(), destination.port());
        let sum = tcp_checksum(source.ip(), destination.ip(), &tcp);
        if let Some(field) = tcp.get_mut(16..18) {
            field.copy_from_slice(&sum.to_be_bytes());
        }
        let mut packet = match (source.ip(), destination.ip()) {
            (IpAddr::V4(source), IpAddr::V4(destination)) => {
                ipv4(source.octets(), destination.octets(), tcp.len())
            }
            (source, destination) => ipv6(octets(source), octets(destination), tcp.len()),
        };
        packet.extend(tcp);
        packet
    }

    fn tcp(&self, segment: &Segment<'_>, source: u16, destination: u16) -> Vec<u8> {
        let mut options = Vec::new();
        if segment.flags & flags::SYN != 0 {
            let [high, low] = self.mss().to_be_bytes();
            options.extend([2, 4, high, low, 1, 3, 3, WINDOW_SCALE]);
        }
        let words = u8::try_from((TCP_HEADER_LEN + options.len()) / 4).unwrap_or(5);
        let mut tcp = Vec::with_capacity(TCP_HEADER_LEN + options.len() + segment.data.len());
        tcp.extend(source.to_be_bytes());
        tcp.extend(destination.to_be_bytes());
        tcp.extend(segment.seq.to_be_bytes());
        tcp.extend(segment.ack.to_be_bytes());
        tcp.extend([words << 4, segment.flags]);
        tcp.extend(segment.window.to_be_bytes());
        tcp.extend([0; 4]); // checksum, urgent pointer
        tcp.extend(options);
        tcp.extend_from_slice(segment.data);
        tcp
    }
}

fn ipv4(source: [u8; 4], destination: [u8; 4], payload: usize) -> Vec<u8> {
    let length = u16::try_from(20 + payload).unwrap_or(u16::MAX);
    let mut header = vec![0x45, 0];
    header.extend(length.to_be_bytes());
    // No identification: the packet must not be cut (RFC 6864).
    header.extend([0, 0, 0x40, 0, TTL, TCP, 0, 0]);
    header.extend(source);
    header.extend(destination);
    let sum = fold(add(0, &header)).to_be_bytes();
    if let Some(field) = header.get_mut(10..12) {
        field.copy_from_slice(&sum);
    }
    header
}

fn ipv6(source: [u8; 16], destination: [u8; 16], payload: usize) -> Vec<u8> {
    let length = u16::try_from(payload).unwrap_or(u16::MAX);
    let mut header = vec![0x60, 0, 0, 0];
    header.extend(length.to_be_bytes());
    header.extend([TCP, TTL]);
    header.extend(source);
    header.extend(destination);
    header
}

/// Over the pseudo header and the segment (RFC 9293 3.1, RFC 8200 8.1): the sum is the same for
/// both forms, as zeros add nothing.
pub(super) fn tcp_checksum(source: IpAddr, destination: IpAddr, tcp: &[u8]) -> u16 {
    let addresses = [source, destination].map(|ip| match ip {
        IpAddr::V4(ip) => ip.octets().to_vec(),
        IpAddr::V6(ip) => ip.octets().to_vec(),
    });
    let length = u64::try_from(tcp.len()).unwrap_or(u64::MAX);
    let sum = addresses
        .iter()
        .fold(length + u64::from(TCP), |sum, ip| add(sum, ip));
    fold(add(sum, tcp))
}

/// The sum of 16-bit words (RFC 1071).
fn add(sum: u64, bytes: &[u8]) -> u64 {
    bytes.chunks(2).fold(sum, |sum, pair| {
        let low = pair.get(1).copied().unwrap_or_default();
        let high = pair.first().copied().unwrap_or_default();
        sum.wrapping_add(u64::from(u16::from_be_bytes([high, low])))
    })
}

fn fold(mut sum: u64) -> u16 {
    while sum > 0xFFFF {
        sum = (sum & 0xFFFF) + (sum >> 16);
    }
    !u16::try_from(sum).unwrap_or_default()
}

const fn octets(ip: IpAddr) -> [u8; 16] {
    match ip {
        IpAddr::V4(ip) => ip.to_ipv6_mapped().octets(),
        IpAddr::V6(ip) => ip.octets(),
    }
}
