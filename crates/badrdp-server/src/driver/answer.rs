//! What answers the Connection Request, read off the bytes that really left.

use badrdp_proto::negotiation::Negotiation;
use badrdp_proto::x224::ConnectionConfirm;
use badrdp_proto::{frame, tpkt};

use super::Driver;
use crate::transcript::Answer;
use crate::wire::Wire;

/// The longest answer: a Confirm counts its bytes as a request does (X.224 13.2.1).
const LONGEST: usize = frame::MAX_CONNECTION_REQUEST;

impl<W: Wire> Driver<'_, W> {
    /// `count` bytes of the queue have left.
    pub(super) fn answered(&mut self, count: usize) {
        let Some(left) = &mut self.answer else { return };
        for (_, bytes, _) in self.queue.leaving(count) {
            let room = LONGEST - left.len();
            left.extend_from_slice(bytes.get(..room).unwrap_or(bytes));
        }
        if let Some(answer) = answer(left) {
            self.recorder.update(|record| record.answer = Some(answer));
            self.answer = None;
        }
    }
}

/// What `bytes` begin with, once that is certain.
fn answer(bytes: &[u8]) -> Option<Answer> {
    if *bytes.first()? != tpkt::VERSION {
        return Some(Answer::Other);
    }
    let Ok(length) = frame::length(bytes, LONGEST) else {
        return Some(Answer::Other);
    };
    let confirm = ConnectionConfirm::decode(bytes.get(..length?)?);
    Some(match confirm.map(|confirm| confirm.negotiation) {
        Ok(None) => Answer::Confirm { selected: None },
        Ok(Some(Negotiation::Response { selected, .. })) => Answer::Confirm {
            selected: Some(selected.0),
        },
        Ok(Some(Negotiation::Failure(code))) => Answer::Failure { code },
        Err(_) => Answer::Other,
    })
}

#[cfg(test)]
mod tests {
    use badrdp_proto::negotiation::Protocols;
    use badrdp_proto::x224::connection_confirm;

    use super::*;

    #[test]
    fn an_answer_is_known_once_it_is_whole() {
        let selected = Protocols::SSL;
        let response = Negotiation::Response { flags: 0, selected };
        let table = [
            (None, Answer::Confirm { selected: None }),
            (Some(response), Answer::Confirm { selected: Some(1) }),
            (Some(Negotiation::Failure(5)), Answer::Failure { code: 5 }),
        ];
        for (negotiation, expected) in table {
            let bytes = connection_confirm(0, negotiation).bytes;
            for cut in 0..bytes.len() {
                assert_eq!(answer(&bytes[..cut]), None, "{cut}");
            }
            assert_eq!(answer(&bytes), Some(expected));
            let followed = [bytes, vec![0; 100]].concat();
            assert_eq!(answer(&followed), Some(expected));
        }
    }

    #[test]
    fn what_is_no_confirm_is_something_else() {
        let mut echo = connection_confirm(0, None).bytes;
        echo[5] = 0xE0;
        let others: [&[u8]; 5] = [b"SSH-2.0", &[0x16], &[3, 0, 0, 3], &[3, 0, 0x10, 0], &echo];
        for bytes in others {
            assert_eq!(answer(bytes), Some(Answer::Other), "{bytes:?}");
        }
        assert_eq!(answer(&[3, 0, 1]), None);
    }
}
