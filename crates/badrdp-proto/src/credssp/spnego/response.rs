//! NegTokenResp (RFC 4178 4.2.2): every token but the first.

use crate::credssp::der::{self, Malformed, context};
use crate::message::{Message, MessageName};
use crate::reader::Reader;
use crate::writer::Writer;

use super::Mech;

/// `negState`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NegState {
    /// accept-completed
    AcceptCompleted,
    /// accept-incomplete
    AcceptIncomplete,
    /// reject
    Reject,
    /// request-mic: go on, but `mechListMIC` must follow.
    RequestMic,
    /// A number that the standard does not know.
    Unknown(u8),
}

impl NegState {
    const fn number(self) -> u8 {
        match self {
            Self::AcceptCompleted => 0,
            Self::AcceptIncomplete => 1,
            Self::Reject => 2,
            Self::RequestMic => 3,
            Self::Unknown(number) => number,
        }
    }

    const fn from_number(number: u8) -> Self {
        match number {
            0 => Self::AcceptCompleted,
            1 => Self::AcceptIncomplete,
            2 => Self::Reject,
            3 => Self::RequestMic,
            other => Self::Unknown(other),
        }
    }
}

/// A NegTokenResp, of either side.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Response {
    /// `negState`
    pub state: Option<NegState>,
    /// `supportedMech`: what the server chose.
    pub mech: Option<Mech>,
    /// `responseToken`: a token of the mechanism.
    pub token: Option<Vec<u8>>,
    /// `mechListMIC`: the signature of the client's list of mechanisms.
    pub mic: Option<Vec<u8>>,
}

impl Response {
    /// Reads the content of `[1]`, the choice NegTokenResp.
    ///
    /// # Errors
    /// [`Malformed`] when it is none.
    pub fn decode(content: &[u8]) -> Result<Self, Malformed> {
        let mut reader = Reader::new(der::only(content, der::SEQUENCE)?);
        let mut response = Self::default();
        while let Some((tag, value)) = der::next(&mut reader)? {
            let octets = || der::only(value, der::OCTET_STRING).map(<[u8]>::to_vec);
            match tag {
                0xA0 => {
                    let number = der::unsigned(der::only(value, der::ENUMERATED)?)?;
                    let number = u8::try_from(number).ok().filter(|number| *number < 0x80);
                    let number = number.ok_or(Malformed::Integer(2))?;
                    response.state = Some(NegState::from_number(number));
                }
                0xA1 => {
                    let oid = der::only(value, der::OBJECT_IDENTIFIER)?;
                    response.mech = Some(Mech::from_oid(oid));
                }
                0xA2 => response.token = Some(octets()?),
                0xA3 => response.mic = Some(octets()?),
                _ => {}
            }
        }
        Ok(response)
    }

    /// Reads a whole token, tag and all.
    ///
    /// # Errors
    /// [`Malformed`] when it is none.
    pub fn decode_token(bytes: &[u8]) -> Result<Self, Malformed> {
        Self::decode(der::only(bytes, context(1))?)
    }

    /// Writes it as a part of the message called `name`, with `token`, and its fields, in
    /// place of the one in here.
    #[must_use]
    pub fn encode_with(&self, name: MessageName, token: Option<Message>) -> Message {
        let mut body = Writer::new(name);
        if let Some(state) = self.state {
            body.raw(
                "spnego.neg-state-header",
                &[context(0), 3, der::ENUMERATED, 1],
            )
            .u8("spnego.neg-state", state.number());
        }
        if let Some(mech) = &self.mech {
            let header = der::header(1, der::OBJECT_IDENTIFIER, mech.oid().len());
            body.raw("spnego.supported-mech-header", &header)
                .raw("spnego.supported-mech", mech.oid());
        }
        if let Some(token) = token {
            let header = der::header(2, der::OCTET_STRING, token.bytes.len());
            body.raw("spnego.response-token-header", &header)
                .append(token);
        }
        if let Some(mic) = &self.mic {
            let header = der::header(3, der::OCTET_STRING, mic.len());
            body.raw("spnego.mech-list-mic-header", &header)
                .raw("spnego.mech-list-mic", mic);
        }
        let sequence = ("spnego.sequence-tag", der::SEQUENCE);
        let inner = der::wrap_message(name, sequence, "spnego.sequence-length", body.finish());
        let choice = ("spnego.neg-token-resp-tag", context(1));
        der::wrap_message(name, choice, "spnego.neg-token-resp-length", inner)
    }

    /// Writes it.
    #[must_use]
    pub fn encode(&self, name: MessageName) -> Message {
        let token = self.token.as_ref().map(|bytes| {
            let mut writer = Writer::new(name);
            writer.raw("spnego.response-token", bytes);
            writer.finish()
        });
        self.encode_with(name, token)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn bytes() -> impl Strategy<Value = Option<Vec<u8>>> {
        proptest::option::of(proptest::collection::vec(any::<u8>(), 0..300))
    }

    proptest! {
        #[test]
        fn any_response_reads_back_and_its_spans_cover_it(state in proptest::option::of(any::<u8>()), oid in bytes(), token in bytes(), mic in bytes()) {
            let state = state.map(|number| NegState::from_number(number & 0x7F));
            let mech = oid.map(|oid| Mech::from_oid(&oid));
            let response = Response { state, mech, token, mic };
            let message = response.encode(MessageName::TsRequestReply);
            let mut next = 0;
            for field in &message.fields {
                prop_assert_eq!(field.range.start, next);
                next = field.range.end;
            }
            prop_assert_eq!(next, message.bytes.len());
            prop_assert_eq!(Response::decode_token(&message.bytes), Ok(response));
        }

        #[test]
        fn any_bytes_decode_or_fail_in_order(bytes in proptest::collection::vec(any::<u8>(), 0..80)) {
            let _ = Response::decode_token(&bytes);
        }
    }
}
