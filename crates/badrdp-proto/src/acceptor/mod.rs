//! The honest server: takes a client's bytes, says what to send.
//!
//! ```text
//! WaitConnectionRequest --CR--> StartTls --tls_established()--> WaitFirstPdu --> Ended
//!            |                                                      ^
//!            +-------- CC selects Standard RDP Security ------------+
//! ```
//!
//! One file per phase: [`connection_initiation`] answers the Connection Request,
//! [`first_pdu`](crate::first_pdu) names what comes after the security layer. The
//! conversation ends there in an orderly way, with an MCS Disconnect Provider
//! Ultimatum or a TSRequest that carries an error code.

pub mod connection_initiation;

pub use connection_initiation::{Answer, Settings};

use crate::credssp;
use crate::first_pdu::FirstPdu;
use crate::frame::{self, NotAFrame};
use crate::mcs::{Reason, disconnect_provider_ultimatum};
use crate::message::{Message, MessageName};
use crate::negotiation::Protocols;
use crate::phase::Phase;
use crate::x224::{ConnectionRequest, RequestError};

/// The server side of one connection.
#[derive(Debug)]
pub struct Acceptor {
    settings: Settings,
    state: State,
    buffer: Vec<u8>,
    completed: bool,
}

/// Where the conversation stands. Each variant carries what is valid in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    WaitConnectionRequest,
    WaitTls { selected: Protocols },
    WaitFirstPdu { selected: Protocols },
    Ended,
}

/// What the driver is to do or to note next, in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Output {
    /// End the connection in order, after everything before it was sent.
    Close,
    /// A client message was understood; for the transcript and for faults.
    Received(Received),
    /// Send this.
    Send(Message),
    /// TLS starts: every byte from here on belongs to it.
    StartTls,
}

/// A client message that was understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Received {
    /// What it is.
    pub name: MessageName,
    /// How many bytes it had.
    pub len: usize,
    /// What it says.
    pub detail: Detail,
}

/// What a client message says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Detail {
    /// The Connection Request.
    ConnectionRequest(ConnectionRequest),
    /// The first PDU after the security layer.
    FirstPdu(FirstPdu),
}

/// The client broke the protocol.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ClientMisbehaved {
    /// Its bytes are no frame of this phase.
    #[error("in {phase}: {source}")]
    Frame {
        /// The phase of the conversation.
        phase: Phase,
        /// What is wrong.
        source: NotAFrame,
    },
    /// Its first frame is no Connection Request.
    #[error("in connection-initiation: {0}")]
    Request(#[from] RequestError),
}

impl Acceptor {
    /// Waits for a client.
    #[must_use]
    pub const fn new(settings: Settings) -> Self {
        let state = if settings.direct_tls {
            State::WaitTls {
                selected: Protocols::SSL,
            }
        } else {
            State::WaitConnectionRequest
        };
        Self {
            settings,
            state,
            buffer: Vec::new(),
            completed: false,
        }
    }

    /// Whether TLS comes before anything else, as on a server that speaks only the direct
    /// approach (MS-RDPBCGR 5.4.2.2).
    #[must_use]
    pub const fn starts_with_tls(&self) -> bool {
        self.settings.direct_tls
    }

    /// The phase that the conversation is in.
    #[must_use]
    pub const fn phase(&self) -> Phase {
        match self.state {
            State::WaitConnectionRequest => Phase::ConnectionInitiation,
            State::WaitTls { .. } => Phase::TlsHandshake,
            State::WaitFirstPdu { selected } if selected.is_hybrid() => Phase::Credssp,
            State::WaitFirstPdu { .. } => Phase::BasicSettingsExchange,
            State::Ended => Phase::Disconnection,
        }
    }

    /// Whether the conversation came to its end: the client's first PDU behind the security
    /// layer was understood and answered.
    #[must_use]
    pub const fn has_completed(&self) -> bool {
        self.completed
    }

    /// Takes what the client said outside TLS, or what came out of TLS; any split is fine.
    ///
    /// # Errors
    /// When the client broke the protocol. The conversation is over then.
    pub fn input(&mut self, bytes: &[u8]) -> Result<Vec<Output>, ClientMisbehaved> {
        let mut outputs = Vec::new();
        match self.state {
            State::Ended => return Ok(outputs),
            // The driver hands TLS bytes to the TLS engine; what came before it switched
            // waits here for `leftover`.
            State::WaitTls { .. } => {
                self.buffer.extend_from_slice(bytes);
                return Ok(outputs);
            }
            State::WaitConnectionRequest | State::WaitFirstPdu { .. } => {}
        }
        self.buffer.extend_from_slice(bytes);
        loop {
            let before = self.state;
            let step = self.step(&mut outputs);
            if step.is_err() {
                self.state = State::Ended;
                self.buffer = Vec::new();
            }
            step?;
            if self.state == before {
                return Ok(outputs);
            }
        }
    }

    /// The TLS handshake is done: the next bytes are what came out of it.
    pub const fn tls_established(&mut self) {
        if let State::WaitTls { selected } = self.state {
            self.state = State::WaitFirstPdu { selected };
        }
    }

    /// What the client sent behind the message that started TLS; empties the buffer.
    #[must_use]
    pub fn leftover(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.buffer)
    }

    fn step(&mut self, outputs: &mut Vec<Output>) -> Result<(), ClientMisbehaved> {
        match self.state {
            State::WaitConnectionRequest => self.connection_request(outputs),
            State::WaitFirstPdu { selected } => self.first_pdu(selected, outputs),
            State::WaitTls { .. } | State::Ended => Ok(()),
        }
    }

    fn connection_request(&mut self, outputs: &mut Vec<Output>) -> Result<(), ClientMisbehaved> {
        let phase = self.phase();
        let length = frame::length(&self.buffer, frame::MAX_CONNECTION_REQUEST)
            .map_err(|source| ClientMisbehaved::Frame { phase, source })?;
        let Some(frame) = length.and_then(|length| self.take_frame(length)) else {
            return Ok(());
        };
        let request = ConnectionRequest::decode(&frame)?;
        let reply = self.settings.answer_to(&request);
        outputs.push(Output::Received(Received {
            name: MessageName::ConnectionRequest,
            len: frame.len(),
            detail: Detail::ConnectionRequest(request),
        }));
        if let Some(message) = reply.message {
            outputs.push(Output::Send(message));
        }
        match reply.selected {
            None => {
                outputs.push(Output::Close);
                self.state = State::Ended;
            }
            Some(selected) if selected.is_enhanced() => {
                outputs.push(Output::StartTls);
                self.state = State::WaitTls { selected };
            }
            Some(selected) => self.state = State::WaitFirstPdu { selected },
        }
        Ok(())
    }

    fn first_pdu(
        &mut self,
        selected: Protocols,
        outputs: &mut Vec<Output>,
    ) -> Result<(), ClientMisbehaved> {
        let phase = self.phase();
        let decoded = FirstPdu::decode(&self.buffer)
            .map_err(|source| ClientMisbehaved::Frame { phase, source })?;
        let Some((pdu, len)) = decoded else {
            return Ok(());
        };
        self.take_frame(len);
        outputs.push(Output::Received(Received {
            name: pdu.name(),
            len,
            detail: Detail::FirstPdu(pdu),
        }));
        self.completed = pdu != FirstPdu::Unrecognized;
        match pdu {
            FirstPdu::TsRequest { version } if selected.is_hybrid() => {
                let version = version.min(u32::from(credssp::VERSION));
                let status = credssp::NtStatus::STATUS_NOT_SUPPORTED;
                let reply = credssp::error_reply(version, status);
                outputs.push(Output::Send(reply));
            }
            FirstPdu::ConnectInitial => {
                let reply = disconnect_provider_ultimatum(Reason::UserRequested);
                outputs.push(Output::Send(reply));
            }
            FirstPdu::TsRequest { .. } | FirstPdu::Unrecognized => {}
        }
        outputs.push(Output::Close);
        self.state = State::Ended;
        Ok(())
    }

    fn take_frame(&mut self, length: usize) -> Option<Vec<u8>> {
        (self.buffer.len() >= length).then(|| self.buffer.drain(..length).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::client;
    use crate::negotiation::Negotiation;
    use crate::x224;

    fn request(protocols: u32) -> Vec<u8> {
        let requested = Some(Protocols(protocols));
        ConnectionRequest {
            requested,
            ..ConnectionRequest::default()
        }
        .encode()
    }

    fn names(outputs: &[Output]) -> Vec<&'static str> {
        outputs
            .iter()
            .map(|output| match output {
                Output::Close => "close",
                Output::Received(received) => received.name.name(),
                Output::Send(message) => message.name.name(),
                Output::StartTls => "start-tls",
            })
            .collect()
    }

    #[test]
    fn a_tls_client_is_led_to_tls_and_ended_in_order() {
        let mut acceptor = Acceptor::new(Settings::default());
        let outputs = acceptor.input(&request(1)).unwrap();
        assert_eq!(
            names(&outputs),
            ["connection-request", "connection-confirm", "start-tls"]
        );
        assert_eq!(acceptor.phase(), Phase::TlsHandshake);

        acceptor.tls_established();
        assert_eq!(acceptor.phase(), Phase::BasicSettingsExchange);
        let outputs = acceptor.input(&client::connect_initial("probe")).unwrap();
        assert_eq!(
            names(&outputs),
            ["connect-initial", "disconnect-provider-ultimatum", "close"]
        );
        assert_eq!(acceptor.phase(), Phase::Disconnection);
    }

    #[test]
    fn bytes_may_come_one_by_one() {
        let mut acceptor = Acceptor::new(Settings::default());
        let mut outputs = Vec::new();
        for byte in request(3) {
            outputs.extend(acceptor.input(&[byte]).unwrap());
        }
        assert_eq!(
            names(&outputs),
            ["connection-request", "connection-confirm", "start-tls"]
        );
    }

    #[test]
    fn what_follows_the_request_in_one_read_is_left_for_tls() {
        let mut acceptor = Acceptor::new(Settings::default());
        let mut bytes = request(1);
        bytes.extend([0x16, 3, 1]);
        acceptor.input(&bytes).unwrap();
        assert_eq!(acceptor.leftover(), [0x16, 3, 1]);
    }

    #[test]
    fn standard_rdp_security_goes_on_without_tls() {
        let settings = Settings {
            answer: Answer::NoNegotiationData,
            ..Settings::default()
        };
        let mut acceptor = Acceptor::new(settings);
        let mut bytes = request(3);
        bytes.extend(client::connect_initial("probe"));
        let outputs = acceptor.input(&bytes).unwrap();
        let expected = [
            "connection-request",
            "connection-confirm",
            "connect-initial",
            "disconnect-provider-ultimatum",
            "close",
        ];
        assert_eq!(names(&outputs), expected);
        assert_eq!(
            outputs.get(1),
            Some(&Output::Send(x224::connection_confirm(0x1234, None)))
        );
    }

    #[test]
    fn a_failure_closes() {
        let settings = Settings {
            answer: Answer::Fail(5),
            ..Settings::default()
        };
        let outputs = Acceptor::new(settings).input(&request(0)).unwrap();
        let confirm = x224::connection_confirm(0x1234, Some(Negotiation::Failure(5)));
        assert_eq!(
            outputs.get(1..),
            Some(&[Output::Send(confirm), Output::Close][..])
        );
    }

    #[test]
    fn garbage_is_the_clients_fault_and_ends_it() {
        let mut acceptor = Acceptor::new(Settings::default());
        let error = acceptor.input(b"GET / HTTP/1.1\r\n").unwrap_err();
        let text =
            "in connection-initiation: the first byte is 0x47: text, such as an HTTP request";
        assert_eq!(error.to_string(), text);
        assert_eq!(acceptor.input(&request(1)), Ok(Vec::new()));
    }
}
