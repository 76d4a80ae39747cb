//! The TCP of a capture: sequence numbers, acknowledgements, and where bytes are cut. Pure.

use crate::transcript::Side;

/// What a segment carries at most over IPv4, and over IPv6, on a link of 1500 bytes.
pub(super) const MSS_V4: u16 = 1460;
pub(super) const MSS_V6: u16 = 1440;

/// A receiver acknowledges by itself once it has so many bytes.
const ACKNOWLEDGE: u32 = 16 << 10;

/// The control bits of TCP (RFC 9293 3.1).
pub(super) mod flags {
    pub(in super::super) const FIN: u8 = 1;
    pub(in super::super) const SYN: u8 = 2;
    pub(in super::super) const RST: u8 = 4;
    pub(in super::super) const PSH: u8 = 8;
    pub(in super::super) const ACK: u8 = 16;
}

/// One segment, without its addresses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Segment<'a> {
    pub(super) from: Side,
    pub(super) flags: u8,
    pub(super) seq: u32,
    pub(super) ack: u32,
    pub(super) window: u16,
    pub(super) data: &'a [u8],
}

/// Both ends of one connection.
#[derive(Clone, Debug)]
pub(super) struct Tcp {
    client: End,
    server: End,
    mss: usize,
}

/// What one end has sent and acknowledged.
#[derive(Clone, Copy, Debug)]
struct End {
    /// The number of its next byte.
    next: u32,
    /// What it has acknowledged of the other's bytes.
    acked: u32,
    window: u16,
    finished: bool,
}

impl Tcp {
    /// Before the handshake; the numbers start where `isn` says, the server's elsewhere.
    pub(super) fn new(isn: u32, mss: u16) -> Self {
        let end = |next| End {
            next,
            acked: 0,
            window: u16::MAX,
            finished: false,
        };
        Self {
            client: end(isn),
            server: end(isn.wrapping_mul(0x0101_6B2F).wrapping_add(0x5EED)),
            mss: mss.into(),
        }
    }

    /// SYN, SYN and ACK, ACK.
    pub(super) fn open(&mut self) -> [Segment<'static>; 3] {
        let syn = Segment {
            ack: 0,
            ..self.take(Side::Client, flags::SYN, &[])
        };
        [
            syn,
            self.take(Side::Server, flags::SYN | flags::ACK, &[]),
            self.take(Side::Client, flags::ACK, &[]),
        ]
    }

    /// `bytes` from one side, cut into segments; the other acknowledges them once they are many.
    pub(super) fn data<'a>(&mut self, from: Side, bytes: &'a [u8]) -> Vec<Segment<'a>> {
        let last = bytes.len().div_ceil(self.mss).saturating_sub(1);
        let mut segments = Vec::with_capacity(last + 1);
        for (index, piece) in bytes.chunks(self.mss).enumerate() {
            let push = if index == last { flags::PSH } else { 0 };
            segments.push(self.take(from, flags::ACK | push, piece));
            if self.unacknowledged(from) > ACKNOWLEDGE {
                segments.push(self.take(other(from), flags::ACK, &[]));
            }
        }
        segments
    }

    /// `count` bytes from one side that are not told.
    pub(super) fn skip(&mut self, from: Side, count: u32) {
        let end = self.end_mut(from);
        end.next = end.next.wrapping_add(count);
    }

    /// A segment of the server without data, to say something about: an acknowledgement where one
    /// is due, else another size of the window, so that it repeats nothing.
    pub(super) fn remark(&mut self) -> Segment<'static> {
        if self.unacknowledged(Side::Client) == 0 {
            self.server.window = self.server.window.wrapping_sub(1).max(1 << 15);
        }
        self.take(Side::Server, flags::ACK, &[])
    }

    /// FIN, and the other's acknowledgement. Nothing where that side has finished already.
    pub(super) fn finish(&mut self, from: Side) -> Vec<Segment<'static>> {
        if self.end(from).finished {
            return Vec::new();
        }
        let fin = self.take(from, flags::FIN | flags::ACK, &[]);
        self.end_mut(from).finished = true;
        vec![fin, self.take(other(from), flags::ACK, &[])]
    }

    /// RST.
    pub(super) fn reset(&mut self, from: Side) -> Segment<'static> {
        self.take(from, flags::RST | flags::ACK, &[])
    }

    fn take<'a>(&mut self, from: Side, bits: u8, data: &'a [u8]) -> Segment<'a> {
        let ack = self.end(other(from)).next;
        let end = self.end_mut(from);
        let segment = Segment {
            from,
            flags: bits,
            seq: end.next,
            ack,
            window: end.window,
            data,
        };
        // SYN and FIN take a number each (RFC 9293 3.4).
        let one = u32::from(bits & (flags::SYN | flags::FIN) != 0);
        let len = u32::try_from(data.len()).unwrap_or(u32::MAX);
        end.next = end.next.wrapping_add(len).wrapping_add(one);
        end.acked = ack;
        segment
    }

    /// How many numbers of `from` the other side has not acknowledged.
    const fn unacknowledged(&self, from: Side) -> u32 {
        self.end(from)
            .next
            .wrapping_sub(self.end(other(from)).acked)
    }

    const fn end(&self, side: Side) -> &End {
        match side {
            Side::Client => &self.client,
            Side::Server => &self.server,
        }
    }

    const fn end_mut(&mut self, side: Side) -> &mut End {
        match side {
            Side::Client => &mut self.client,
            Side::Server => &mut self.server,
        }
    }
}

pub(super) const fn other(side: Side) -> Side {
    match side {
        Side::Client => Side::Server,
        Side::Server => Side::Client,
    }
}
