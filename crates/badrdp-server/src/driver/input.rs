//! What the client says, and what that sets off.

use badrdp_faults::plan::Layer;
use badrdp_faults::{FaultIndex, Op, Reaction};
use badrdp_proto::acceptor::{Detail, Output, Received};
use badrdp_proto::first_pdu::FirstPdu;
use badrdp_proto::{Message, MessageName, Phase};
use badrdp_tls::{Error as TlsError, Observed, alert};
use tokio::time::Instant;

use super::queue::{Item, Queue};
use super::{Driver, State};
use crate::transcript::{Happening, Request};
use crate::wire::Wire;

impl<W: Wire> Driver<'_, W> {
    /// A phase begins: the plan is told, the record too.
    pub(super) fn enter(&mut self, phase: Phase) {
        self.recorder.note(Happening::Phase { phase });
        self.recorder
            .update(|record| record.reached = record.reached.max(phase));
        let reaction = self.plan.enter(phase);
        self.react(reaction);
    }

    /// Bytes that were read before the driver took over.
    pub(super) fn greet(&mut self, greeting: &[u8]) {
        if !greeting.is_empty() {
            self.client_bytes(greeting);
        }
    }

    pub(super) fn client_bytes(&mut self, bytes: &[u8]) {
        let mut total = 0;
        self.recorder.update(|record| {
            record.received = record
                .received
                .saturating_add(u64::try_from(bytes.len()).unwrap_or(u64::MAX));
            total = record.received;
        });
        if total > self.limits.received {
            let how = format!("sent more than {} bytes", self.limits.received);
            self.misbehaved(how);
            self.reset_now(&[]);
            return;
        }
        if self.state != State::Serving {
            return;
        }
        let first = total == u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        if first {
            self.first_bytes();
        }
        let reaction = self.plan.client_bytes(bytes);
        self.react(reaction);
        if self.tls_due {
            self.tls_bytes(bytes);
        } else {
            self.clear_bytes(bytes);
        }
    }

    /// The time of a fault has come: it strikes at once, past everything that is queued.
    pub(super) fn timer(&mut self, fault: FaultIndex) {
        let reaction = self.plan.timer(fault);
        self.note_due(&reaction);
        let now = Instant::now();
        let mut urgent = Vec::new();
        for step in reaction.steps {
            self.deliveries.due(&step.faults);
            match step.op {
                Op::Write { .. } | Op::Pace(_) | Op::Wait(_) => self.queue.push_step(step, 0, now),
                _ => urgent.push(step),
            }
        }
        for step in urgent {
            self.strike_now(step);
        }
    }

    fn first_bytes(&mut self) {
        if self.acceptor.starts_with_tls() {
            self.start_tls();
        } else {
            self.enter(Phase::ConnectionInitiation);
        }
    }

    fn start_tls(&mut self) {
        self.tls_due = true;
        self.queue.push(Item::Phase(Phase::TlsHandshake));
    }

    fn clear_bytes(&mut self, bytes: &[u8]) {
        match self.acceptor.input(bytes) {
            Ok(outputs) => self.outputs(outputs),
            Err(error) => {
                self.misbehaved(error.to_string());
                self.queue.push(Item::HonestClose { completed: false });
                self.state = State::Ignoring;
            }
        }
    }

    fn outputs(&mut self, outputs: Vec<Output>) {
        for output in outputs {
            match output {
                Output::Close => {
                    let completed = self.acceptor.has_completed() && !self.spoiled;
                    self.queue.push(Item::HonestClose { completed });
                }
                Output::Received(received) => self.received(&received),
                Output::Send(message) => {
                    let refused = message.field("neg.failure-code").is_some();
                    self.recorder
                        .update(|record| record.security_refused |= refused);
                    self.send(&message);
                }
                Output::StartTls => {
                    self.start_tls();
                    let leftover = self.acceptor.leftover();
                    if !leftover.is_empty() {
                        self.tls_bytes(&leftover);
                    }
                }
            }
        }
    }

    fn received(&mut self, received: &Received) {
        let note = match &received.detail {
            Detail::ConnectionRequest(request) => {
                let protocols = request
                    .requested
                    .map_or_else(|| "no RDP_NEG_REQ".to_owned(), |set| set.to_string());
                let summary = Request {
                    cookie: request.cookie.clone(),
                    requested: request.requested.map(|set| set.0),
                    protocols: protocols.clone(),
                };
                self.recorder
                    .update(|record| record.request = Some(summary));
                let cookie = request.cookie.as_deref().unwrap_or("none");
                Some(format!("requests {protocols}, cookie {cookie}"))
            }
            Detail::FirstPdu(FirstPdu::TsRequest { version }) => Some(format!("version {version}")),
            Detail::FirstPdu(_) => None,
        };
        let (message, len) = (received.name, received.len);
        self.recorder
            .note(Happening::Received { message, len, note });
        let reaction = self.plan.client_message(message);
        self.react(reaction);
        // Without TLS the first PDU's phase begins with the Confirm.
        if message == MessageName::ConnectionRequest {
            let phase = self.acceptor.phase();
            if phase == Phase::BasicSettingsExchange {
                self.queue.push(Item::Phase(phase));
            }
        }
    }

    /// Sends an honest message, through TLS if that stands.
    fn send(&mut self, message: &Message) {
        if self.tls.as_ref().is_some_and(|tls| !tls.is_handshaking()) {
            let reaction = self.plan.server_message(message, Layer::InsideTls);
            self.note_due(&reaction);
            self.start_timers(&reaction);
            for step in reaction.steps {
                match step.op {
                    Op::Write {
                        bytes, raw: false, ..
                    } => {
                        if let Some(tls) = &mut self.tls {
                            tls.write(&bytes);
                        }
                        self.drain_tls(&step.faults);
                    }
                    op => {
                        let step = badrdp_faults::Step {
                            op,
                            faults: step.faults,
                        };
                        self.enqueue(step);
                    }
                }
            }
        } else {
            let reaction = self.plan.server_message(message, Layer::Wire);
            self.react(reaction);
        }
    }

    fn tls_bytes(&mut self, bytes: &[u8]) {
        if self.tls.is_none() {
            self.tls = self.armed.tls(self.number);
        }
        let Some(tls) = &mut self.tls else { return };
        let was_handshaking = tls.is_handshaking();
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
        self.drain_tls(&[]);
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
        self.recorder
            .note(Happening::Received { message, len, note });
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
        self.queue.push(Item::HonestClose { completed: false });
        self.state = State::Ignoring;
    }

    /// Puts the records that TLS has made into the queue, message by message.
    fn drain_tls(&mut self, faults: &[FaultIndex]) {
        let messages = self.tls.as_mut().map(|tls| tls.drain()).unwrap_or_default();
        for message in messages {
            self.nth = self.count_handshake(message.name);
            let mut reaction = self.plan.server_message(&message, Layer::Wire);
            for step in &mut reaction.steps {
                step.faults.extend_from_slice(faults);
            }
            self.react(reaction);
            self.nth = 0;
        }
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

    pub(super) fn react(&mut self, reaction: Reaction) {
        self.note_due(&reaction);
        self.start_timers(&reaction);
        self.enqueue_all(reaction.steps);
    }

    fn enqueue(&mut self, step: badrdp_faults::Step) {
        self.deliveries.due(&step.faults);
        if matches!(step.op, Op::Close { .. } | Op::Reset) && self.state == State::Serving {
            // Nothing that the client says from here on can be answered.
            self.state = State::Ignoring;
        }
        self.queue.push_step(step, self.nth, Instant::now());
    }

    /// Queues steps in order, and behind the last word of the honest conversation that it has
    /// left, unless a fault changes it.
    fn enqueue_all(&mut self, steps: Vec<badrdp_faults::Step>) {
        let last_word = steps.iter().rposition(|step| self.is_last_word(step));
        for (index, step) in steps.into_iter().enumerate() {
            if self.is_last_word(&step) {
                self.spoiled |= step.faults.iter().any(|fault| self.plan.alters(*fault));
            }
            self.enqueue(step);
            if Some(index) == last_word && !self.spoiled {
                self.queue.push(Item::Completed);
            }
        }
    }

    /// Whether a step sends, or leaves out, what ends the honest conversation.
    fn is_last_word(&self, step: &badrdp_faults::Step) -> bool {
        self.acceptor.has_completed()
            && match &step.op {
                Op::Nothing => true,
                Op::Write { message, .. } => matches!(
                    message,
                    MessageName::ApplicationData
                        | MessageName::DisconnectProviderUltimatum
                        | MessageName::TsRequestReply
                ),
                _ => false,
            }
    }

    fn start_timers(&mut self, reaction: &Reaction) {
        let now = Instant::now();
        self.timers.extend(
            reaction
                .timers
                .iter()
                .map(|timer| (now + timer.delay, timer.fault)),
        );
    }

    /// Notes faults whose moment has come, once for each reaction.
    fn note_due(&self, reaction: &Reaction) {
        let mut noted: Vec<FaultIndex> = Vec::new();
        for fault in reaction.steps.iter().flat_map(|step| &step.faults) {
            if noted.contains(fault) {
                continue;
            }
            noted.push(*fault);
            if let Some(name) = self.deliveries.name(*fault) {
                self.recorder.note(Happening::FaultDue {
                    fault: *fault,
                    name,
                });
            }
        }
    }

    pub(super) fn misbehaved(&self, how: String) {
        self.recorder
            .note(Happening::Misbehaved { how: how.clone() });
        self.recorder.update(|record| record.misbehaved = Some(how));
    }

    /// Items that come before everything else in the queue.
    pub(super) fn front(&mut self, message: Message, faults: &[FaultIndex]) {
        let step = badrdp_faults::Step {
            op: Op::Write {
                message: message.name,
                bytes: message.bytes,
                hold: std::time::Duration::ZERO,
                raw: true,
            },
            faults: faults.to_vec(),
        };
        self.deliveries.due(faults);
        self.queue
            .push_front(vec![Queue::item(step, 0, Instant::now())]);
    }
}
