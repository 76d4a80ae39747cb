//! Fast-path Input Event PDU (MS-RDPBCGR 2.2.8.1.2).
//!
//! ```text
//! | fpInputHeader | length1 [length2] | [fipsInformation] [dataSignature] | [numEvents] events |
//!   action, count,  7 or 15 bits        under Standard RDP Security          encrypted there
//!   flags
//! ```
//!
//! [`length`] finds the end of the PDU in a stream, [`Frame::decode`] takes it apart, and
//! [`decode_events`] reads the events once somebody else has decrypted them.

use std::ops::Range;

use super::event::InputEvent;
use crate::message::{Message, MessageName};
use crate::reader::Reader;
use crate::share::Malformed;
use crate::writer::Writer;

/// FASTPATH_INPUT_SECURE_CHECKSUM: the signature counts the packets.
const SECURE_CHECKSUM: u8 = 1;
/// FASTPATH_INPUT_ENCRYPTED: there is a signature, and the events are encrypted.
const ENCRYPTED: u8 = 2;

const SCANCODE: u8 = 0;
const MOUSE: u8 = 1;
const MOUSEX: u8 = 2;
const SYNC: u8 = 3;
const UNICODE: u8 = 4;
const RELMOUSE: u8 = 5;
const QOE_TIMESTAMP: u8 = 6;

const KBDFLAGS_RELEASE: u8 = 1;
const KBDFLAGS_EXTENDED: u8 = 2;
const KBDFLAGS_EXTENDED1: u8 = 4;

/// Whether a PDU that starts with `first` is fast-path: its `action` is 0.
#[must_use]
pub const fn is_fast_path(first: u8) -> bool {
    first & 3 == 0
}

/// The length of the fast-path PDU that `bytes` start with, header included; `None` while
/// more bytes are needed to tell. Serves input and output, and is at most 32,767.
#[must_use]
pub fn length(bytes: &[u8]) -> Option<usize> {
    match bytes {
        [_, short @ 0..=0x7F, ..] => Some(usize::from(*short)),
        [_, high, low, ..] => Some(usize::from(u16::from_be_bytes([*high & 0x7F, *low]))),
        _ => None,
    }
}

/// One fast-path PDU, not yet decrypted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frame {
    /// `numEvents` of the header; 0 where a byte before the events has it.
    pub num_events: u8,
    /// FASTPATH_INPUT_SECURE_CHECKSUM
    pub secure_checksum: bool,
    /// FASTPATH_INPUT_ENCRYPTED
    pub encrypted: bool,
    /// `padlen` of `fipsInformation`, where there is one: bytes at the end to be cut off
    /// after decryption.
    pub fips_padding: Option<u8>,
    /// Where `dataSignature` lies.
    pub signature: Option<Range<usize>>,
    /// Where the events lie, with `numEvents` before them where the header has none.
    pub events: Range<usize>,
}

impl Frame {
    /// Takes one whole PDU apart. `fips` says that the session's encryption is FIPS, which
    /// the PDU itself does not tell.
    ///
    /// # Errors
    /// [`Malformed`] when this is no fast-path PDU, or its length is not that of `bytes`.
    pub fn decode(bytes: &[u8], fips: bool) -> Result<Self, Malformed> {
        let mut reader = Reader::new(bytes);
        let header = reader.u8()?;
        if !is_fast_path(header) {
            return Err(Malformed::field("fast-path-input.action", header & 3));
        }
        if reader.u8()? & 0x80 != 0 {
            reader.u8()?;
        }
        if length(bytes) != Some(bytes.len()) {
            return Err(Malformed::field(
                "fast-path-input.length",
                crate::length::length32(length(bytes).unwrap_or_default()),
            ));
        }
        let flags = header >> 6;
        let encrypted = flags & ENCRYPTED != 0;
        let offset = |reader: &Reader<'_>| bytes.len() - reader.rest().len();
        let fips_padding = if encrypted && fips {
            reader.take(2 /* length */ + 1 /* version */)?;
            Some(reader.u8()?)
        } else {
            None
        };
        let signature = if encrypted {
            let start = offset(&reader);
            reader.take(8)?;
            Some(start..start + 8)
        } else {
            None
        };
        Ok(Self {
            num_events: (header >> 2) & 0x0F,
            secure_checksum: flags & SECURE_CHECKSUM != 0,
            encrypted,
            fips_padding,
            signature,
            events: offset(&reader)..bytes.len(),
        })
    }
}

/// Reads `num_events` events out of decrypted bytes; 0 means that the first byte counts them.
///
/// # Errors
/// [`Malformed`] when the bytes end early, or an event's code tells no length.
pub fn decode_events(num_events: u8, events: &[u8]) -> Result<Vec<InputEvent>, Malformed> {
    let mut reader = Reader::new(events);
    let count = if num_events == 0 {
        reader.u8()?
    } else {
        num_events
    };
    (0..count).map(|_| event(&mut reader)).collect()
}

/// Client Fast-Path Input Event PDU with up to 15 scancodes, not encrypted; other events are
/// left out.
#[must_use]
pub fn scancodes(events: &[InputEvent]) -> Message {
    let mut codes = Vec::new();
    for event in events {
        if let InputEvent::Scancode {
            code,
            release,
            extended,
            extended1,
        } = *event
        {
            let flag = |set, bit| if set { bit } else { 0 };
            let flags = flag(release, KBDFLAGS_RELEASE)
                | flag(extended, KBDFLAGS_EXTENDED)
                | flag(extended1, KBDFLAGS_EXTENDED1);
            codes.push((flags | (SCANCODE << 5), code));
        }
    }
    codes.truncate(15);
    let count = u8::try_from(codes.len()).unwrap_or_default();
    let mut writer = Writer::new(MessageName::FastPathInput);
    writer
        .u8("fast-path-input.header", count << 2)
        .u8("fast-path-input.length1", 2 + 2 * count);
    for (header, code) in codes {
        writer
            .u8("fast-path-input.event-header", header)
            .u8("fast-path-input.key-code", code);
    }
    writer.finish()
}

fn event(reader: &mut Reader<'_>) -> Result<InputEvent, Malformed> {
    let header = reader.u8()?;
    let flags = header & 0x1F;
    let release = flags & KBDFLAGS_RELEASE != 0;
    Ok(match header >> 5 {
        SCANCODE => InputEvent::Scancode {
            code: reader.u8()?,
            release,
            extended: flags & KBDFLAGS_EXTENDED != 0,
            extended1: flags & KBDFLAGS_EXTENDED1 != 0,
        },
        MOUSE => InputEvent::Mouse {
            flags: reader.u16_le()?,
            x: reader.u16_le()?,
            y: reader.u16_le()?,
        },
        MOUSEX => InputEvent::ExtendedMouse {
            flags: reader.u16_le()?,
            x: reader.u16_le()?,
            y: reader.u16_le()?,
        },
        SYNC => InputEvent::Synchronize { toggles: flags },
        UNICODE => InputEvent::Unicode {
            unit: reader.u16_le()?,
            release,
        },
        RELMOUSE => InputEvent::RelativeMouse {
            flags: reader.u16_le()?,
            dx: reader.u16_le()?.cast_signed(),
            dy: reader.u16_le()?.cast_signed(),
        },
        QOE_TIMESTAMP => InputEvent::QoeTimestamp {
            milliseconds: reader.u32_le()?,
        },
        code => return Err(Malformed::field("fast-path-input.event-code", code)),
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn scancodes_read_back() {
        let events = [
            InputEvent::Scancode {
                code: 30,
                release: false,
                extended: false,
                extended1: false,
            },
            InputEvent::Scancode {
                code: 0x5B,
                release: true,
                extended: true,
                extended1: false,
            },
        ];
        let message = scancodes(&events);
        assert_eq!(message.bytes, [0x08, 6, 0, 30, 3, 0x5B]);
        let frame = Frame::decode(&message.bytes, false).unwrap();
        let body = message.bytes.get(frame.events.clone()).unwrap();
        assert_eq!(decode_events(frame.num_events, body).unwrap(), events);
    }

    #[test]
    fn a_signature_is_found_and_the_count_may_be_behind_it() {
        let mut bytes = vec![0x80, 0x80, 13];
        bytes.extend([9; 8]);
        bytes.extend([1, 0x62]);
        let frame = Frame::decode(&bytes, false).unwrap();
        assert_eq!(frame.signature, Some(3..11));
        assert_eq!((frame.num_events, frame.events.clone()), (0, 11..13));
        assert_eq!(
            decode_events(0, &[1, 0x62]).unwrap(),
            [InputEvent::Synchronize { toggles: 2 }]
        );
    }

    #[test]
    fn a_length_that_differs_is_refused() {
        assert!(Frame::decode(&[0x04, 9, 0, 30], false).is_err());
        assert_eq!(length(&[0, 0x81]), None);
        assert_eq!(length(&[0, 0x81, 2]), Some(0x102));
    }

    proptest! {
        #[test]
        fn any_bytes_decode_or_fail_in_order(
            bytes in proptest::collection::vec(any::<u8>(), 0..60), fips in any::<bool>()
        ) {
            if let Ok(frame) = Frame::decode(&bytes, fips) {
                let _ = decode_events(frame.num_events, bytes.get(frame.events).unwrap());
            }
            let _ = decode_events(0, &bytes);
        }
    }
}
