//! Round trips over both paths.

use proptest::prelude::*;

use super::super::{Bitmap, PointerShape, slow_path};
use super::*;
use crate::share::control::ControlHeader;
use crate::share::data::{DataHeader, pdu_type2};

fn bitmap(flags: u16) -> Bitmap {
    Bitmap {
        left: 0,
        top: 0,
        right: 3,
        bottom: 0,
        width: 4,
        height: 1,
        bits_per_pixel: 16,
        flags,
        data: vec![1, 2, 3, 4, 5, 6, 7, 8],
    }
}

fn updates() -> Vec<Update> {
    let shape = PointerShape {
        cache_index: 1,
        hot_x: 2,
        hot_y: 3,
        width: 1,
        height: 1,
        xor_mask: vec![9; 4],
        and_mask: vec![8; 2],
    };
    vec![
        Update::Bitmap(vec![
            bitmap(0),
            bitmap(bitmap::COMPRESSION),
            bitmap(bitmap::COMPRESSION | bitmap::NO_COMPRESSION_HEADER),
        ]),
        Update::Palette(vec![[1, 2, 3]; 256]),
        Update::Pointer(Pointer::Default),
        Update::Pointer(Pointer::Hidden),
        Update::Pointer(Pointer::Position { x: 5, y: 6 }),
        Update::Pointer(Pointer::Color(shape.clone())),
        Update::Pointer(Pointer::New {
            bits_per_pixel: 32,
            shape,
        }),
        Update::Pointer(Pointer::Cached { index: 7 }),
        Update::Synchronize,
        Update::Unknown {
            code: 0xD,
            data: vec![1, 2],
        },
    ]
}

#[test]
fn every_update_reads_back_on_the_fast_path() {
    for update in updates() {
        let message = encode(Protection::None, &update);
        assert_eq!(input::length(&message.bytes), Some(message.bytes.len()));
        assert_eq!(decode(&message.bytes), Ok(vec![update]));
    }
}

#[test]
fn every_update_reads_back_on_the_slow_path() {
    for update in updates() {
        let message = slow_path::encode(1, &update);
        let (_, body, _) = ControlHeader::decode(&message.bytes).unwrap();
        let (header, body) = DataHeader::decode(body).unwrap();
        let decoded = if header.pdu_type2 == pdu_type2::POINTER {
            slow_path::decode_pointer(body).map(Update::Pointer)
        } else {
            slow_path::decode_update(body)
        };
        assert_eq!(decoded, Ok(update));
    }
}

#[test]
fn a_compression_header_has_a_width_in_pixels_and_sizes_in_bytes() {
    let update = Update::Bitmap(vec![bitmap(bitmap::COMPRESSION)]);
    let message = encode(Protection::None, &update);
    let number = |name| {
        let field = message.field(name).unwrap();
        message.bytes.get(field.range.clone()).unwrap()
    };
    assert_eq!(number("bitmap-data.comp-first-row-size"), [0, 0]);
    assert_eq!(number("bitmap-data.comp-main-body-size"), [8, 0]);
    assert_eq!(number("bitmap-data.scan-width"), [4, 0]);
    assert_eq!(number("bitmap-data.uncompressed-size"), [8, 0]);
    assert_eq!(number("bitmap-data.bitmap-length"), [16, 0]);
}

#[test]
fn security_makes_room_for_what_it_needs() {
    let update = Update::Pointer(Pointer::Hidden);
    let signed = encode(Protection::Signed { salted: true }, &update);
    assert_eq!(signed.bytes.get(..3), Some(&[0xC0, 0x80, 14][..]));
    let field = signed.field("fast-path.data-signature").unwrap();
    assert_eq!(field.range, 3..11);
    let fips = encode(Protection::Fips, &update);
    // Three bytes of an update and five of padding.
    assert_eq!(
        fips.bytes.get(..7),
        Some(&[0x80, 0x80, 23, 0x10, 0, 1, 5][..])
    );
    assert_eq!(fips.bytes.len(), 23);
    assert!(decode(&fips.bytes).is_err());
}

#[test]
fn a_rectangle_that_claims_too_much_is_refused() {
    let mut message = encode(Protection::None, &Update::Bitmap(vec![bitmap(0)]));
    let field = message.field("bitmap-data.bitmap-length").unwrap();
    let start = field.range.start;
    message.bytes.splice(start..=start, [9]);
    assert!(matches!(
        decode(&message.bytes),
        Err(Malformed::TooShort(_))
    ));
}

proptest! {
    #[test]
    fn any_bytes_decode_or_fail_in_order(bytes in proptest::collection::vec(any::<u8>(), 0..100)) {
        let _ = decode(&bytes);
        let _ = decode_updates(&bytes);
        let _ = slow_path::decode_update(&bytes);
        let _ = slow_path::decode_pointer(&bytes);
    }
}
