//! Reads the answer to the Connection Request, strictly: what breaks the standard is named.

use badrdp_proto::negotiation::Negotiation;
use badrdp_proto::x224::{ConfirmError, ConnectionConfirm};
use badrdp_proto::{tpkt, x224};

use crate::foreign::Foreign;
use crate::seen::Confirm;

/// The fixed part of a Connection Confirm: LI, code, references and class.
const FIXED: usize = 1 + 1 + 2 + 2 + 1;

/// Reads a Connection Confirm off the front of `bytes`: what it says and how long it is.
///
/// `None` means that more bytes are needed.
pub(crate) fn read(bytes: &[u8]) -> Option<(Confirm, usize)> {
    let everything = bytes.len();
    let (&version, rest) = bytes.split_first()?;
    if version != tpkt::VERSION {
        // Another version of TPKT is still TPKT if an X.224 PDU follows.
        const PLAUSIBLE: u8 = 8;
        let looks_like_x224 = version < PLAUSIBLE
            && matches!(rest, [_, _, _, _, code, ..] if matches!(code & 0xF0, 0xD0 | 0x80 | 0x70));
        if looks_like_x224 {
            let text = format!("the TPKT version is {version}, not 3");
            return Some((Confirm::Malformed(text), everything));
        }
        if bytes.len() < 6 && version < 0x10 {
            return None;
        }
        return Some((Confirm::Foreign(Foreign::name(bytes)), everything));
    }
    let header = bytes.get(..tpkt::HEADER_LEN)?;
    let length = usize::from(u16::from_be_bytes([header[2], header[3]]));
    if length < tpkt::HEADER_LEN + FIXED {
        // DR and ER are shorter; anything else of that length is none.
        let code = bytes.get(5).copied();
        let short = matches!(code, Some(x224::DISCONNECT_REQUEST | x224::ERROR));
        if code.is_none() && length > tpkt::HEADER_LEN + 1 {
            return None;
        }
        if !short || length < tpkt::HEADER_LEN + 5 {
            let text = format!("the TPKT length is {length}, less than a Connection Confirm has");
            return Some((Confirm::Malformed(text), everything));
        }
    }
    let Some(frame) = bytes.get(..length) else {
        return promised_too_much(bytes, length).map(|text| (Confirm::Malformed(text), everything));
    };
    Some((parse(frame), length))
}

/// A TPKT length that no X.224 PDU can have. One that is plausible may be true as long as more
/// can come; [`complete_inside`] tells once nothing does.
fn promised_too_much(bytes: &[u8], length: usize) -> Option<String> {
    const MOST: usize = tpkt::HEADER_LEN + 1 + 255;
    (length > MOST).then(|| {
        format!(
            "the TPKT length is {length}, more than an X.224 PDU can have ({} came)",
            bytes.len()
        )
    })
}

/// For bytes after which nothing more came: whether a whole Connection Confirm is in them.
pub(crate) fn complete_inside(bytes: &[u8]) -> Option<String> {
    let (header, body) = bytes.split_at_checked(tpkt::HEADER_LEN)?;
    let promised = u16::from_be_bytes([header[2], header[3]]);
    let indicator = usize::from(*body.first()?);
    (body.len() > indicator && indicator >= FIXED - 1).then(|| {
        format!(
            "the Connection Confirm is complete, yet the TPKT length promises {promised} bytes and {} came",
            bytes.len()
        )
    })
}

fn parse(frame: &[u8]) -> Confirm {
    let negotiation = match ConnectionConfirm::decode(frame) {
        Ok(confirm) => confirm.negotiation,
        Err(ConfirmError::Code(x224::CONNECTION_REQUEST)) => {
            return Confirm::Foreign(Foreign::Echo);
        }
        Err(error) => {
            let text = match error {
                ConfirmError::Code(x224::DISCONNECT_REQUEST) => {
                    "the server sent an X.224 Disconnect Request".to_owned()
                }
                ConfirmError::Code(x224::ERROR) => "the server sent an X.224 Error".to_owned(),
                error => error.to_string(),
            };
            return Confirm::Malformed(text);
        }
    };
    match negotiation {
        None => Confirm::NoNegotiation,
        Some(Negotiation::Response { flags, selected }) => Confirm::Response { flags, selected },
        Some(Negotiation::Failure(code)) => Confirm::Failure(code),
    }
}

#[cfg(test)]
mod tests {
    use badrdp_proto::negotiation::Protocols;

    use super::*;

    fn confirm() -> Vec<u8> {
        let negotiation = Negotiation::Response {
            flags: 0x1F,
            selected: Protocols::SSL,
        };
        x224::connection_confirm(0x1234, Some(negotiation)).bytes
    }

    fn said(bytes: &[u8]) -> String {
        match read(bytes) {
            Some((Confirm::Malformed(text), _)) => text,
            other => format!("{other:?}"),
        }
    }

    #[test]
    fn an_honest_confirm_is_read() {
        let expected = Confirm::Response {
            flags: 0x1F,
            selected: Protocols::SSL,
        };
        assert_eq!(read(&confirm()), Some((expected, 19)));
        assert_eq!(read(&confirm()[..12]), None);
        let xp = x224::connection_confirm(0x1234, None).bytes;
        assert_eq!(read(&xp), Some((Confirm::NoNegotiation, 11)));
    }

    #[test]
    fn what_breaks_the_standard_is_named() {
        for (offset, value, expected) in [
            (0, 2, "the TPKT version is 2, not 3"),
            (3, 6, "the TPKT length is 6"),
            (4, 13, "the X.224 length indicator is 13, 14 bytes follow"),
            (5, 0xF0, "the X.224 code is 0xf0"),
            (11, 0x7F, "the negotiation data's type is 0x7f"),
            (13, 9, "the negotiation data's length is 9, not 8"),
        ] {
            let mut bytes = confirm();
            bytes[offset] = value;
            let text = said(&bytes);
            assert!(text.starts_with(expected), "{text}");
        }
        assert_eq!(
            said(&x224::disconnect_request(0).bytes),
            "the server sent an X.224 Disconnect Request"
        );
        assert_eq!(
            said(&x224::error(0).bytes),
            "the server sent an X.224 Error"
        );
    }

    #[test]
    fn a_length_that_promises_more_is_told_once_nothing_more_comes() {
        let mut bytes = confirm();
        bytes[3] = 30;
        assert_eq!(read(&bytes), None);
        assert!(
            complete_inside(&bytes)
                .is_some_and(|text| text.contains("promises 30 bytes and 19 came"))
        );
        assert_eq!(complete_inside(&confirm()[..9]), None);
    }

    #[test]
    fn other_services_are_named() {
        let read = read(b"SSH-2.0-OpenSSH_9.2p1\r\n").unwrap().0;
        assert!(matches!(read, Confirm::Foreign(Foreign::Text(_))));
    }
}
