//! What a fault decides, and which kinds of decision there are.

use std::fmt;
use std::num::NonZeroU16;
use std::time::Duration;

use badrdp_proto::{Message, MessageName};

use crate::dice::Dice;
use crate::step::Op;

/// What kind of thing a fault does, and so which moments fit it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// Shapes everything that is sent from its moment on.
    Flow,
    /// Is there before any connection: what the listener does.
    Listener,
    /// Changes one server message; its moment is `at` that message.
    Message,
    /// Does something at its moment.
    Moment,
}

/// What the listener does instead of accepting and serving.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListenerMode {
    /// The handshake is the kernel's; nobody ever accepts.
    AcceptNever,
    /// SYNs get no answer.
    BlackHole,
    /// Accepts with the smallest window and never reads.
    NeverRead,
    /// SYNs get RST.
    Refuse,
}

/// A fault's decision. Only the methods of its [`Class`] are ever called.
pub trait Behaviour: fmt::Debug {
    /// Which moments fit it.
    fn class(&self) -> Class;

    /// [`Class::Message`]: what becomes of a message. Each element is sent on its own; none
    /// means that nothing is sent. Its fields are where the next fault finds them.
    ///
    /// A fault that gives back what it got was not reached: a message of the right name may
    /// lack the field that is to be edited, or be shorter than what is to be left of it.
    fn alter(&self, message: Message, dice: &mut Dice) -> Vec<Message> {
        let _ = dice;
        vec![message]
    }

    /// [`Class::Message`]: how many messages are to leave before it, if it is to wait for some.
    fn waits_for(&self) -> Option<NonZeroU16> {
        None
    }

    /// [`Class::Moment`]: what to do.
    fn strike(&self, dice: &mut Dice) -> Vec<Op> {
        let _ = dice;
        Vec::new()
    }

    /// [`Class::Flow`]: what becomes of bytes on their way out.
    fn shape(&self, bytes: Vec<u8>, dice: &mut Dice) -> Vec<Shaped> {
        let _ = dice;
        vec![Shaped::Bytes(bytes)]
    }

    /// Whether its waits want to end within a fraction of a millisecond, whatever that costs.
    fn is_exact(&self) -> bool {
        false
    }

    /// [`Class::Listener`]: what the listener does.
    fn listener(&self) -> Option<ListenerMode> {
        None
    }

    /// Why its parameters make no sense together, if they do not.
    ///
    /// # Errors
    /// A sentence for the author of the scenario.
    fn check(&self) -> Result<(), String> {
        Ok(())
    }

    /// Why it cannot be done to the message called `name`, if it cannot.
    ///
    /// # Errors
    /// A sentence for the author of the scenario.
    fn check_message(&self, name: MessageName) -> Result<(), String> {
        let _ = name;
        Ok(())
    }
}

/// One part of what a flow fault makes of bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shaped {
    /// Send these.
    Bytes(Vec<u8>),
    /// Hold everything behind this back so long after it was made.
    Hold(Duration),
    /// Pause, counted from when the one before it was due to end.
    Pace(Duration),
    /// Pause.
    Wait(Duration),
}
