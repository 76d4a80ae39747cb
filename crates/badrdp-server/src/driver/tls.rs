//! TLS between the wire and the conversation.

use badrdp_faults::plan::Layer;
use badrdp_faults::{FaultIndex, Op, Reaction};
use badrdp_proto::{Message, MessageName, Phase};
use badrdp_tls::{Error as TlsError, Observed, alert};

use super::queue::Item;
use super::told::Told;
use super::{Driver, State};
use crate::transcript::Happening;
use crate::wire::Wire;

impl<W: Wire> Driver<'_, W> {
    pub(super) fn start_tls(&mut self) {
        self.tls_due = true;
        self.recorder.awaits_tls();
        self.queue.push(Item::Phase(Phase::TlsHandshake));
    }

    /// Whether TLS stands: what is said goes through it.
    pub(super) fn in_tls(&self) -> bool {
        self.tls.as_ref().is_some_and(|tls| !tls.is_handshaking())
    }

    pub(super) fn tls_bytes(&mut self, bytes: &[u8]) {
        if self.tls.is_none() {
            self.tls = self.armed.tls(self.number);
        }
        let Some(tls) = &mut self.tls else { return };
        let was_handshaking = tls.is_handshaking();
        if was_handshaking {
            self.recorder.unnamed(bytes);
        }
        let result = tls.read(bytes);
        let observed = tls.observed();
        // An engine that failed has ended its handshake too.
        let finished = observed
            .iter()
            .any(|seen| seen.name == MessageName::ClientFinished);
        let established = was_handshaking && !tls.is_handshaking() && finished;
        let info = established.then(|| tls.info()).flatten();
        for message in observed {
            self.observed(&message);
        }
        if finished {
            // What follows is told by what comes out of it.
            self.recorder.named(usize::MAX);
        }
        self.drain_tls(None, &[]);
        if established {
            self.acceptor.tls_established();
            if let Some(info) = info {
                let boxed = Box::new(info.clone());
                self.recorder.note(Happening::Tls { info: boxed });
                self.recorder.update(|record| record.tls = Some(info));
            }
            self.queue.push(Item::Phase(self.acceptor.phase()));
        }
        let plain = self
            .tls
            .as_mut()
            .map(|tls| tls.plaintext())
            .unwrap_or_default();
        if !plain.is_empty() && self.state == State::Serving {
            self.clear_bytes(&plain);
        }
        if let Err(error) = result {
            self.tls_failed(&error);
        }
    }

    fn observed(&mut self, observed: &Observed) {
        let note = match (&observed.client_hello, observed.alert) {
            (Some(hello), _) => {
                let name = hello.server_name.as_deref().unwrap_or("none");
                Some(format!(
                    "server name {name}, {} cipher suites",
                    hello.cipher_suites.len()
                ))
            }
            (None, Some((_, description))) => Some(alert::describe(description)),
            (None, None) => None,
        };
        let (message, len) = (observed.name, observed.len);
        // What a record of application data carries is told by its own name.
        if message != MessageName::ClientApplicationData {
            self.recorder
                .note(Happening::Received { message, len, note });
        }
        self.tell_observed(message, len);
        let reaction = self.plan.client_message(message);
        self.react(reaction);
    }

    fn tls_failed(&mut self, error: &TlsError) {
        match error {
            TlsError::ClientAlert(description) => {
                let text = alert::describe(*description);
                self.recorder
                    .update(|record| record.client_alert = Some(text));
            }
            TlsError::Incompatible(_) | TlsError::Misbehaved(_) => {
                self.misbehaved(error.to_string());
            }
        }
        self.queue.push(Item::HonestClose);
        self.state = State::Ignoring;
    }

    /// Puts the records that TLS has made into the queue, record by record. They carry the
    /// message `inside`, which `faults` have changed.
    pub(super) fn drain_tls(&mut self, inside: Option<MessageName>, faults: &[FaultIndex]) {
        let messages = self.tls.as_mut().map(|tls| tls.drain()).unwrap_or_default();
        for message in messages {
            self.nth = self.count_handshake(message.name);
            let reaction = self.plan.server_message(&message, Layer::Wire);
            self.leave_as_record(&message, reaction, inside, faults);
            while let Some((message, reaction)) = self.plan.overtaken(Layer::Wire) {
                self.leave_as_record(&message, reaction, None, &[]);
            }
            self.nth = 0;
        }
    }

    /// Queues what becomes of a record. It carries the message `inside`, which `faults` have
    /// changed: those were told before it was encrypted.
    fn leave_as_record(
        &mut self,
        record: &Message,
        reaction: Reaction,
        inside: Option<MessageName>,
        faults: &[FaultIndex],
    ) {
        self.note_due(&reaction);
        self.start_timers(&reaction);
        let mut told = Told::default();
        for mut step in reaction.steps {
            if inside.is_none() {
                self.tell_step(&mut told, record, &step);
            }
            step.faults.extend_from_slice(faults);
            if let (Some(inside), Op::Write { message, .. }) = (inside, &mut step.op)
                && *message == record.name
            {
                *message = inside;
            }
            self.enqueue(step);
        }
        self.tell(told, record);
    }

    /// Which message of its name this is, from 0; counted while TLS shakes hands.
    fn count_handshake(&mut self, name: MessageName) -> u64 {
        if name.phase() != Phase::TlsHandshake {
            return 0;
        }
        let nth = self.handshake.iter().filter(|seen| **seen == name).count();
        self.handshake.push(name);
        u64::try_from(nth).unwrap_or(u64::MAX)
    }
}
