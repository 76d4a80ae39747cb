//! One connection on its way into a capture.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::SystemTime;

use super::file::Capture;
use super::hint;
use super::packet::Addresses;
use super::tcp::{Segment, Tcp};
use crate::transcript::Side;

/// How many bytes of a connection are captured; the rest is counted.
const MOST: u64 = 8 << 20;

/// How one side ended its half of a connection, or all of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ended {
    /// With FIN.
    Closed,
    /// With RST.
    Reset,
}

/// One connection.
#[derive(Debug)]
pub(crate) struct Conversation {
    capture: Arc<Capture>,
    addresses: Addresses,
    tcp: Tcp,
    /// How many bytes were captured.
    captured: u64,
    /// How many were left out since.
    left_out: u64,
    /// TLS comes next, and the capture does not say so yet.
    awaits_tls: bool,
    /// RST was sent: nothing comes behind it.
    over: bool,
}

impl Conversation {
    /// Connection `number`, which was just accepted; `None` where the addresses are of no use.
    pub(crate) fn open(
        capture: Arc<Capture>,
        number: u32,
        client: SocketAddr,
        server: SocketAddr,
    ) -> Option<Self> {
        let addresses = Addresses::new(client, server)?;
        let mut tcp = Tcp::new(number.wrapping_mul(0x0100_0193), addresses.mss());
        let handshake = tcp.open();
        let conversation = Self {
            capture,
            addresses,
            tcp,
            captured: 0,
            left_out: 0,
            awaits_tls: false,
            over: false,
        };
        let comment = format!("connection {number}; the server listens on {server}");
        conversation.write(SystemTime::now(), &handshake, vec![comment]);
        Some(conversation)
    }

    /// What comes behind the bytes that were heard or said so far is TLS.
    pub(crate) const fn await_tls(&mut self) {
        self.awaits_tls = true;
    }

    /// `bytes` went over the wire at `time`; `comments` are for the first packet of them.
    pub(crate) fn data(
        &mut self,
        time: SystemTime,
        from: Side,
        bytes: &[u8],
        comments: Vec<String>,
    ) {
        if self.over {
            return;
        }
        let count = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        if self.left_out > 0 || self.captured.saturating_add(count) > MOST {
            self.left_out = self.left_out.saturating_add(count);
            self.tcp
                .skip(from, u32::try_from(bytes.len()).unwrap_or(u32::MAX));
            return;
        }
        if self.awaits_tls && hint::is_tls(bytes) {
            self.awaits_tls = false;
            self.capture.hint(time, &self.addresses.tls_begins());
        }
        self.captured += count;
        let segments = self.tcp.data(from, bytes);
        self.write(time, &segments, comments);
    }

    /// Something of the server to say that is no byte: an empty segment with comments.
    pub(crate) fn remark(&mut self, time: SystemTime, comments: Vec<String>) {
        if !self.over && self.left_out == 0 {
            let segment = self.tcp.remark();
            self.write(time, &[segment], comments);
        }
    }

    /// One side ended it.
    pub(crate) fn ended(
        &mut self,
        time: SystemTime,
        from: Side,
        how: Ended,
        mut comments: Vec<String>,
    ) {
        if self.over {
            return;
        }
        if self.left_out > 0 {
            comments.push(format!(
                "{} bytes before this are left out: a capture has at most {MOST} of a connection",
                self.left_out
            ));
        }
        let segments = match how {
            Ended::Closed => self.tcp.finish(from),
            Ended::Reset => {
                self.over = true;
                vec![self.tcp.reset(from)]
            }
        };
        self.write(time, &segments, comments);
    }

    fn write(&self, time: SystemTime, segments: &[Segment<'_>], mut comments: Vec<String>) {
        let packets: Vec<_> = segments
            .iter()
            .map(|segment| {
                let packet = self.addresses.packet(segment);
                (segment.from, packet, std::mem::take(&mut comments))
            })
            .collect();
        self.capture.packets(time, &packets);
    }
}
