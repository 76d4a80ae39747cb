//! Slow-path Input Event PDU (MS-RDPBCGR 2.2.8.1.1.3).

use super::event::InputEvent;
use crate::length::length16;
use crate::message::{Message, MessageName};
use crate::reader::Reader;
use crate::share::Malformed;
use crate::share::data::{self, pdu_type2};
use crate::writer::Writer;

const SYNC: u16 = 0x0000;
const SCANCODE: u16 = 0x0004;
const UNICODE: u16 = 0x0005;
const MOUSE: u16 = 0x8001;
const MOUSEX: u16 = 0x8002;
const MOUSEREL: u16 = 0x8004;

const KBDFLAGS_EXTENDED: u16 = 0x0100;
const KBDFLAGS_EXTENDED1: u16 = 0x0200;
const KBDFLAGS_RELEASE: u16 = 0x8000;

/// Reads the body: as many events as are counted, which the bytes bound.
pub(crate) fn decode(body: &[u8]) -> Result<Vec<InputEvent>, Malformed> {
    let mut reader = Reader::new(body);
    let count = reader.u16_le()?;
    reader.u16_le()?;
    (0..count).map(|_| event(&mut reader)).collect()
}

/// Client Input Event PDU with scancodes; other events are left out.
#[must_use]
pub fn scancodes(share_id: u32, user_channel: u16, events: &[InputEvent]) -> Message {
    let mut list = Writer::new(MessageName::SlowPathInput);
    let mut count = 0;
    for event in events {
        let InputEvent::Scancode {
            code,
            release,
            extended,
            extended1,
        } = *event
        else {
            continue;
        };
        let flag = |set, bit| if set { bit } else { 0 };
        count += 1;
        list.u32_le("input-event.event-time", 0)
            .u16_le("input-event.message-type", SCANCODE)
            .u16_le(
                "input-event.keyboard-flags",
                flag(release, KBDFLAGS_RELEASE)
                    | flag(extended, KBDFLAGS_EXTENDED)
                    | flag(extended1, KBDFLAGS_EXTENDED1),
            )
            .u16_le("input-event.key-code", u16::from(code))
            .u16_le("input-event.pad2octets", 0);
    }
    let mut body = Writer::new(MessageName::SlowPathInput);
    body.u16_le("input.num-events", length16(count))
        .u16_le("input.pad2octets", 0)
        .append(list.finish());
    data::with_headers(user_channel, share_id, pdu_type2::INPUT, body.finish())
}

fn event(reader: &mut Reader<'_>) -> Result<InputEvent, Malformed> {
    reader.u32_le()?; // eventTime
    let kind = reader.u16_le()?;
    let [a, b, c] = [reader.u16_le()?, reader.u16_le()?, reader.u16_le()?];
    let low = |word: u16| word.to_le_bytes()[0];
    Ok(match kind {
        SYNC => InputEvent::Synchronize { toggles: low(b) },
        SCANCODE => InputEvent::Scancode {
            code: low(b),
            release: a & KBDFLAGS_RELEASE != 0,
            extended: a & KBDFLAGS_EXTENDED != 0,
            extended1: a & KBDFLAGS_EXTENDED1 != 0,
        },
        UNICODE => InputEvent::Unicode {
            unit: b,
            release: a & KBDFLAGS_RELEASE != 0,
        },
        MOUSE => InputEvent::Mouse {
            flags: a,
            x: b,
            y: c,
        },
        MOUSEX => InputEvent::ExtendedMouse {
            flags: a,
            x: b,
            y: c,
        },
        MOUSEREL => InputEvent::RelativeMouse {
            flags: a,
            dx: b.cast_signed(),
            dy: c.cast_signed(),
        },
        _ => InputEvent::Unknown { kind },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn events_of_each_type_are_read() {
        let body = [
            3, 0, 0, 0, // three events
            0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, // Num Lock is on
            0, 0, 0, 0, 1, 0x80, 0, 0x08, 10, 0, 20, 0, // a movement
            0, 0, 0, 0, 5, 0, 0, 0x80, 0xAC, 0x20, 0, 0, // the euro sign goes up
        ];
        assert_eq!(
            decode(&body).unwrap(),
            [
                InputEvent::Synchronize { toggles: 2 },
                InputEvent::Mouse {
                    flags: 0x800,
                    x: 10,
                    y: 20
                },
                InputEvent::Unicode {
                    unit: 0x20AC,
                    release: true
                },
            ]
        );
    }

    #[test]
    fn fewer_events_than_counted_are_refused() {
        assert!(decode(&[2, 0, 0, 0, 0, 0, 0, 0, 4, 0, 0, 0, 30, 0, 0, 0]).is_err());
    }
}
