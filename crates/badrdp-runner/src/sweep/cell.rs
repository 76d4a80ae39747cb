//! A cell of a sweep: one message, one fault; and the scenario that it makes.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use badrdp_faults::FaultSpec;
use badrdp_proto::{Direction, MessageName, Phase};
use badrdp_scenario::error::nearest;
use badrdp_scenario::file::ScenarioFile;
use badrdp_scenario::{Id, Never, Outcome, Scenario};

use super::fault::SweepFault;

/// One message and one fault: `connect-response/truncate`, or `ts-request-reply.2/drop` for
/// the second of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Cell {
    /// The server's message.
    pub message: MessageName,
    /// Which occurrence of it on a connection, from 1.
    pub nth: u32,
    /// What is done.
    pub fault: SweepFault,
}

/// Text that is no cell.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CellError {
    /// The fault is none that is swept.
    #[error("`{0}` is no fault of a sweep, expected one of `{list}`", list = SweepFault::ALL.map(SweepFault::name).join("`, `"))]
    Fault(String),
    /// The message is none of the server's.
    #[error("`{0}` is no message of the server{hint}; `badrdp list messages` shows all", hint = hint(.0))]
    Message(String),
    /// Not both of them.
    #[error("`{0}` is no cell, which looks like `connect-response/truncate`")]
    Shape(String),
}

/// The orderly failures: what a client may say when a server breaks.
const ORDERLY: [Outcome; 11] = [
    Outcome::AuthenticationFailed,
    Outcome::CertificateRejected,
    Outcome::ConnectionClosed,
    Outcome::ConnectionRefused,
    Outcome::ConnectionReset,
    Outcome::HandshakeFailed,
    Outcome::LicensingFailed,
    Outcome::ProtocolError,
    Outcome::SecurityRefused,
    Outcome::ServerDenied,
    Outcome::TimedOut,
];

impl Cell {
    /// The scenario of this cell: a healthy one with one fault, on every connection. `None`
    /// where the fault does not fit the message.
    #[must_use]
    pub fn scenario(&self, healthy: &Scenario) -> Option<Scenario> {
        let (moment, fault) = self.fault.toml();
        let (message, nth) = (self.message, self.nth);
        let text = format!("when = {{ {moment} = \"{message}\", nth = {nth} }}\n{fault}\n");
        let spec: FaultSpec = badrdp_toml::from_str(&text).ok()?;
        let mut expect = healthy.expect().clone();
        expect.client = ORDERLY.to_vec();
        expect.accept = Vec::new();
        expect.tolerate = self.fault.tolerated();
        expect.never = self.never();
        if self.is_of_the_session() && !self.fault.ends_the_server() {
            expect
                .client
                .extend([Outcome::Connected, Outcome::Reconnected]);
            expect.tolerate = vec![Outcome::CertificateWarned];
        }
        let file = ScenarioFile {
            title: format!("{} at {message}", self.fault),
            summary: format!("A sweep: {text}"),
            faults: vec![spec],
            expect,
            ..ScenarioFile::clone(&healthy.file)
        };
        let id = Id::of_cell(
            self.fault.cause(),
            &healthy.server.profile,
            &self.to_string(),
        );
        Some(Scenario {
            alias: id.short_alias(),
            id,
            faults: file.faults.clone().into(),
            file: Arc::new(file),
            ..healthy.clone()
        })
    }

    /// What must not happen: above all no credentials for a server that did not get through
    /// TLS and CredSSP.
    fn never(&self) -> Vec<Never> {
        /// Up to TLS 1.2 a part of the handshake that is not looked into, in TLS 1.3 no part.
        const OPTIONAL: [MessageName; 2] = [
            MessageName::NewSessionTicket,
            MessageName::ServerChangeCipherSpec,
        ];
        let mut never = vec![Never::CredentialsInTheClear, Never::DowngradedToRdpSecurity];
        let before_credentials = !self.is_of_the_session()
            && (self.message.phase() <= Phase::TlsHandshake
                || self.message == MessageName::TsRequestReply);
        if before_credentials && self.fault.withholds() && !OPTIONAL.contains(&self.message) {
            never.push(Never::CredentialsSent);
        }
        never
    }

    /// Whether a client has its session before it meets this. The one alert of a healthy server
    /// is its goodbye.
    fn is_of_the_session(&self) -> bool {
        self.message.phase() >= Phase::Active || self.message == MessageName::Alert
    }

    /// The message, with its number where there are several.
    #[must_use]
    pub fn message(&self) -> String {
        match self.nth {
            1 => self.message.to_string(),
            nth => format!("{}.{nth}", self.message),
        }
    }
}

impl fmt::Display for Cell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.message(), self.fault)
    }
}

impl FromStr for Cell {
    type Err = CellError;

    fn from_str(text: &str) -> Result<Self, CellError> {
        let shape = || CellError::Shape(text.to_owned());
        let (message, fault) = text.split_once('/').ok_or_else(shape)?;
        let (name, nth) = match message.split_once('.') {
            Some((name, nth)) => (name, nth.parse().map_err(|_| shape())?),
            None => (message, 1),
        };
        let message = name
            .parse::<MessageName>()
            .ok()
            .filter(|message| message.direction() == Direction::ServerToClient)
            .ok_or_else(|| CellError::Message(name.to_owned()))?;
        let fault = fault
            .parse()
            .map_err(|()| CellError::Fault(fault.to_owned()))?;
        if nth == 0 {
            return Err(shape());
        }
        Ok(Self {
            message,
            nth,
            fault,
        })
    }
}

fn hint(word: &str) -> String {
    let names: Vec<_> = MessageName::ALL
        .iter()
        .filter(|message| message.direction() == Direction::ServerToClient)
        .map(|message| message.name())
        .collect();
    nearest(word, &names).map_or_else(String::new, |name| format!(", did you mean `{name}`?"))
}
