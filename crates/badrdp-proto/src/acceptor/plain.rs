//! What the client said, decrypted and without its credentials: for transcripts.
//!
//! ```text
//! frame --heard--> Frame --opened--> Frame --understood(name)--> Plain
//!                  as it came        decrypted                   blanked, with fields
//! ```
//!
//! What may hold a secret is zero in a [`Plain`], under a field called [`REDACTED`]: passwords,
//! proofs of passwords, the secret that keys come from, what is typed, what goes through virtual
//! channels, and all that no decoder understands. Nothing is kept unless the acceptor was told
//! to: see [`Acceptor::keep_plain`](super::Acceptor::keep_plain).

mod client_info;
mod envelope;
mod marker;
mod ts_request;

use self::marker::Marker;
use crate::message::{Field, MessageName};
use crate::standard_security::header::Form;

/// The name of a field whose bytes were blanked.
pub const REDACTED: &str = "redacted";

/// A client message in the clear.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plain {
    /// Its bytes, decrypted; what may hold a secret is zero.
    pub bytes: Vec<u8>,
    /// Its fields, as far as they are told, in wire order.
    pub fields: Vec<Field>,
}

/// One frame of the client, on its way to be understood.
#[derive(Debug)]
pub(super) struct Frame {
    bytes: Vec<u8>,
    /// The form of its security header, where it has one.
    header: Option<Form>,
}

impl Frame {
    pub(super) fn new(bytes: &[u8]) -> Self {
        Self {
            bytes: bytes.to_vec(),
            header: None,
        }
    }

    /// Its user data has a security header of `header_len` bytes, and says `body` behind it.
    pub(super) fn opened(&mut self, form: Form, header_len: usize, body: &[u8]) {
        self.header = Some(form);
        let start = envelope::user_data(&self.bytes).saturating_add(header_len);
        self.opened_input(start, body);
    }

    /// It says `body` from the byte `start` on.
    pub(super) fn opened_input(&mut self, start: usize, body: &[u8]) {
        self.bytes.truncate(start);
        self.bytes.extend_from_slice(body);
    }

    /// It is the message called `name`.
    pub(super) fn understood(self, name: MessageName) -> Plain {
        let mut marker = Marker::new(self.bytes);
        match name {
            MessageName::TsRequest => ts_request::mark(&mut marker),
            MessageName::ConnectionRequest => envelope::connection_request(&mut marker),
            MessageName::FastPathInput => envelope::fast_path(&mut marker),
            _ => {
                let data = envelope::data(&mut marker);
                if data {
                    envelope::security_header(&mut marker, self.header);
                }
                body(name, data, &mut marker);
            }
        }
        marker.finish()
    }
}

/// Marks what the envelopes hold.
fn body(name: MessageName, data: bool, marker: &mut Marker) {
    match name {
        MessageName::ClientInfo => client_info::mark(marker),
        MessageName::SecurityExchange => {
            marker.little("security-exchange.length", 4);
            marker.redact_rest();
        }
        MessageName::ClientVirtualChannel => {
            marker.little("channel.length", 4);
            marker.little("channel.flags", 4);
            marker.redact_rest();
        }
        MessageName::NewLicenseRequest
        | MessageName::LicenseInformation
        | MessageName::PlatformChallengeResponse => {
            for (field, len) in [
                ("license.message-type", 1),
                ("license.flags", 1),
                ("license.length", 2),
            ] {
                marker.little(field, len);
            }
            marker.redact_rest();
        }
        // What it is nobody knows, so it may be anything.
        MessageName::SlowPathInput | MessageName::Unrecognized => marker.redact_rest(),
        _ if data => marker.rest("body"),
        _ => {}
    }
}

#[cfg(test)]
mod tests;
