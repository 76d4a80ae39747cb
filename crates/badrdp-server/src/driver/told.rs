//! Messages of the server in the clear, for the transcript: noted when they are made, told once
//! they have left.

use badrdp_faults::{FaultIndex, Op, Step};
use badrdp_proto::acceptor::plain::Plain;
use badrdp_proto::{Message, MessageName, Phase};

use super::Driver;
use super::queue::Write;
use crate::transcript::{Envelope, Exchange, Side};
use crate::wire::Wire;

/// What was queued of one message so far, where it goes over the wire as it is.
#[derive(Default)]
pub(super) struct Told {
    bytes: Vec<u8>,
    faults: Vec<FaultIndex>,
}

impl<W: Wire> Driver<'_, W> {
    /// Notes a step of `message` that is about to be queued. A fault may cut a message in pieces;
    /// what comes behind an end of the connection is told apart, as it will never leave.
    pub(super) fn tell_step(&mut self, told: &mut Told, message: &Message, step: &Step) {
        if !self.recorder.keeps_exchanges() {
            return;
        }
        match &step.op {
            Op::Write {
                message: name,
                bytes,
                raw: true,
                ..
            } if *name == message.name => {
                told.bytes.extend_from_slice(bytes);
                told.faults.extend_from_slice(&step.faults);
            }
            Op::Write { .. } | Op::Nothing | Op::Pace(_) | Op::Wait(_) | Op::Say(_) => {}
            Op::Close { .. } | Op::Reset | Op::Stall { .. } | Op::TlsAlert { .. } => {
                self.tell(std::mem::take(told), message);
            }
        }
    }

    /// What was noted leaves with the last piece that was queued.
    pub(super) fn tell(&mut self, told: Told, message: &Message) {
        if !told.bytes.is_empty() {
            let exchange = self.told(message, &told.bytes, &told.faults, Envelope::None);
            self.queue.attach(message.name, exchange);
        }
    }

    /// What is told of a message of the server with these bytes, which `faults` have touched.
    pub(super) fn told(
        &self,
        message: &Message,
        bytes: &[u8],
        faults: &[FaultIndex],
        protection: Envelope,
    ) -> Exchange {
        let mut exchange = Exchange::new(Side::Server, message.name, protection, bytes);
        exchange.mark(message, bytes);
        exchange.changed_by = self.changed_by(faults);
        exchange
    }

    /// What protects what the server says, where it is `signed` or not.
    pub(super) fn protection(&self, message: MessageName, signed: bool) -> Envelope {
        match message.phase() {
            Phase::Credssp if self.in_tls() => Envelope::Credssp,
            _ if self.in_tls() => Envelope::Tls,
            _ if signed => Envelope::StandardRdpSecurity,
            _ => Envelope::None,
        }
    }

    /// A write has left: what it carries is told. Bytes that are no message, and alerts, are told
    /// as they are.
    pub(super) fn tell_written(&self, write: &mut Write) {
        if !self.recorder.keeps_exchanges() {
            return;
        }
        if let Some(exchange) = write.exchange.take() {
            return self.recorder.exchange(*exchange);
        }
        if matches!(write.message, MessageName::Foreign | MessageName::Alert) {
            let bytes = &write.bytes;
            let mut exchange = Exchange::new(Side::Server, write.message, Envelope::None, bytes);
            exchange.changed_by = self.changed_by(&write.faults);
            self.recorder.exchange(exchange);
        }
    }

    /// A message of the client was understood.
    pub(super) fn tell_plain(&self, name: MessageName, plain: &Plain) {
        /// FASTPATH_INPUT_ENCRYPTED in the flags of a fast-path PDU.
        const ENCRYPTED: u8 = 2 << 6;
        let fast = name == MessageName::FastPathInput;
        let signed =
            plain.fields.iter().any(|field| {
                field.name == badrdp_proto::standard_security::header::SIGNATURE_FIELD
            }) || (fast
                && plain
                    .bytes
                    .first()
                    .is_some_and(|first| first & ENCRYPTED != 0));
        let protection = self.protection(name, signed);
        let mut exchange = Exchange::new(Side::Client, name, protection, &plain.bytes);
        exchange.fields(&plain.fields, &plain.bytes);
        self.recorder.exchange(exchange);
    }

    /// A message of the client in TLS, or a record of it, which has `len` bytes.
    pub(super) fn tell_observed(&self, name: MessageName, len: usize) {
        if let Some(bytes) = self.recorder.named(len)
            && name.phase() == Phase::TlsHandshake
        {
            let exchange = Exchange::new(Side::Client, name, Envelope::None, &bytes);
            self.recorder.exchange(exchange);
        }
    }

    /// The names of the faults among these that make a message another one.
    fn changed_by(&self, faults: &[FaultIndex]) -> Vec<&'static str> {
        let mut names = Vec::new();
        for fault in faults {
            if !self.plan.shapes(*fault)
                && let Some(name) = self.deliveries.name(*fault)
                && !names.contains(&name)
            {
                names.push(name);
            }
        }
        names
    }
}
