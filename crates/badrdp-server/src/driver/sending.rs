//! Honest messages on their way out: faults first, encryption second.

use std::ops::Range;

use badrdp_faults::plan::Layer;
use badrdp_faults::{FaultIndex, Op, Reaction, Step};
use badrdp_proto::session::update::fast_path::SIGNATURE_FIELD as FAST_PATH_SIGNATURE;
use badrdp_proto::standard_security::header::SIGNATURE_FIELD;
use badrdp_proto::{Message, MessageName, Phase};

use super::queue::Item;
use super::told::Told;
use super::{Driver, State};
use crate::wire::Wire;

impl<W: Wire> Driver<'_, W> {
    /// Sends an honest message: through TLS if that stands, encrypted if it asks for that.
    /// Faults change it before. `said_for` are the faults that want it said.
    pub(super) fn send(&mut self, message: &Message, said_for: &[FaultIndex]) {
        let layer = if self.in_tls() || signature_of(message).is_some() {
            Layer::Protected
        } else {
            Layer::Wire
        };
        let reaction = self.plan.server_message(message, layer);
        self.dispatch(message, reaction, said_for);
        while let Some((message, reaction)) = self.plan.overtaken(layer) {
            self.dispatch(&message, reaction, &[]);
        }
    }

    /// Carries out what is to become of a message.
    fn dispatch(&mut self, message: &Message, reaction: Reaction, said_for: &[FaultIndex]) {
        let signature = signature_of(message);
        self.watch_last_word(message, &reaction);
        self.note_refusal(message, &reaction);
        self.note_due(&reaction);
        self.start_timers(&reaction);
        let last_write = reaction
            .steps
            .iter()
            .rposition(|step| matches!(step.op, Op::Write { .. }));
        let mut told = Told::default();
        for (index, mut step) in reaction.steps.into_iter().enumerate() {
            self.tell_step(&mut told, message, &step);
            match step.op {
                Op::Write {
                    bytes, raw: false, ..
                } => {
                    step.faults.extend_from_slice(said_for);
                    self.protect(message, bytes, signature.clone(), step.faults);
                }
                op => {
                    let mut faults = step.faults;
                    if matches!(op, Op::Write { .. }) {
                        faults.extend_from_slice(said_for);
                    }
                    self.enqueue(Step { op, faults });
                }
            }
            // The session is active once its last word has left, before what faults do then.
            if message.name == MessageName::FontMap && Some(index) == last_write && !self.spoiled {
                self.queue.push(Item::Phase(Phase::Active));
            }
        }
        self.tell(told, message);
    }

    /// Encrypts bytes of an honest message, changed by faults or not, and sends them.
    fn protect(
        &mut self,
        message: &Message,
        mut bytes: Vec<u8>,
        signature: Option<Range<usize>>,
        faults: Vec<FaultIndex>,
    ) {
        if self.state != State::Serving {
            // A fault before it has ended the conversation.
            return;
        }
        let kept = self.recorder.keeps_exchanges().then(|| {
            let protection = self.protection(message.name, signature.is_some());
            self.told(message, &bytes, &faults, protection)
        });
        let name = message.name;
        if let Some(signature) = signature {
            self.acceptor.seal(&mut bytes, signature);
        }
        match &mut self.tls {
            Some(tls) => {
                tls.write(&bytes);
                self.drain_tls(Some(name), &faults);
            }
            None => {
                let reaction = self.plan.wire_bytes(name, bytes, faults);
                self.start_timers(&reaction);
                self.enqueue_all(reaction.steps);
            }
        }
        if let Some(exchange) = kept {
            self.queue.attach(name, exchange);
        }
    }

    /// Whether the last word of the connection sequence goes out as it is.
    fn watch_last_word(&mut self, message: &Message, reaction: &Reaction) {
        if message.name == MessageName::FontMap {
            let whole = |step: &Step| matches!(&step.op, Op::Write { bytes, .. } if *bytes == message.bytes);
            self.spoiled = !reaction.steps.iter().any(whole);
        }
    }
}

/// Where the signature of a message is that has one.
fn signature_of(message: &Message) -> Option<Range<usize>> {
    let field = message.field(SIGNATURE_FIELD);
    let field = field.or_else(|| message.field(FAST_PATH_SIGNATURE));
    field.map(|field| field.range.clone())
}
