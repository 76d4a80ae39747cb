//! Drawing orders (MS-RDPEGDI 2.2.2.2), as far as their headers tell: which order it is, and
//! where it ends if that can be known. The server here says none but as a fault.

use crate::reader::Reader;
use crate::share::Malformed;

const STANDARD: u8 = 0x01;
const SECONDARY: u8 = 0x02;
const BOUNDS: u8 = 0x04;
const TYPE_CHANGE: u8 = 0x08;
const ZERO_BOUNDS_DELTAS: u8 = 0x20;

/// Primary drawing orders by `orderType`, and how many bytes their field flags have, which is one
/// bit for each field and one more; 0 for what is no order.
const PRIMARY: [(&str, usize); 28] = [
    ("DstBlt", 1),
    ("PatBlt", 2),
    ("ScrBlt", 1),
    ("", 0),
    ("", 0),
    ("", 0),
    ("", 0),
    ("DrawNineGrid", 1),
    ("MultiDrawNineGrid", 1),
    ("LineTo", 2),
    ("OpaqueRect", 1),
    ("SaveBitmap", 1),
    ("", 0),
    ("MemBlt", 2),
    ("Mem3Blt", 3),
    ("MultiDstBlt", 1),
    ("MultiPatBlt", 2),
    ("MultiScrBlt", 2),
    ("MultiOpaqueRect", 2),
    ("FastIndex", 2),
    ("PolygonSC", 1),
    ("PolygonCB", 2),
    ("Polyline", 1),
    ("", 0),
    ("FastGlyph", 2),
    ("EllipseSC", 1),
    ("EllipseCB", 2),
    ("GlyphIndex", 3),
];

/// The first order of an update, from its header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// A primary drawing order, by its name.
    Primary(&'static str),
    /// A secondary drawing order: `orderType`.
    Secondary(u8),
    /// An alternate secondary drawing order: `orderType`.
    AlternateSecondary(u8),
}

/// Reads `numberOrders` and orders up to the first whose end its header does not tell.
///
/// `last` is the type of the primary order before, which the next one may leave out; at the
/// start that is PatBlt, 1 (2.2.2.2.1.1.2).
///
/// # Errors
/// [`Malformed`] when a header ends early, or names an order that does not exist.
pub fn decode(data: &[u8], last: u8) -> Result<Vec<Order>, Malformed> {
    let mut reader = Reader::new(data);
    let mut left = reader.u16_le()?;
    let mut orders = Vec::new();
    while left > 0 {
        left -= 1;
        let flags = reader.u8()?;
        let order = match flags & (STANDARD | SECONDARY) {
            STANDARD => primary(&mut reader, flags, last)?,
            SECONDARY => Order::AlternateSecondary(flags >> 2),
            0 => return Err(Malformed::field("drawing-order.control-flags", flags)),
            _ => secondary(&mut reader)?,
        };
        orders.push(order);
        if !matches!(order, Order::Secondary(_)) {
            break;
        }
    }
    Ok(orders)
}

fn primary(reader: &mut Reader<'_>, flags: u8, last: u8) -> Result<Order, Malformed> {
    let kind = match flags & TYPE_CHANGE {
        0 => last,
        _ => reader.u8()?,
    };
    let (name, field_bytes) = PRIMARY
        .get(usize::from(kind))
        .copied()
        .filter(|(_, bytes)| *bytes > 0)
        .ok_or_else(|| Malformed::field("drawing-order.order-type", kind))?;
    // The two highest bits say how many bytes of the field flags are zero and left out.
    let left_out = usize::from(flags >> 6);
    reader.take(field_bytes.saturating_sub(left_out))?;
    if flags & BOUNDS != 0 && flags & ZERO_BOUNDS_DELTAS == 0 {
        bounds(reader)?;
    }
    Ok(Order::Primary(name))
}

/// The bounding rectangle: absolute coordinates have two bytes, differences one (2.2.2.2.1.1.2).
fn bounds(reader: &mut Reader<'_>) -> Result<(), Malformed> {
    let present = reader.u8()?;
    for side in 0..4 {
        if present & (1 << side) != 0 {
            reader.u16_le()?;
        } else if present & (0x10 << side) != 0 {
            reader.u8()?;
        }
    }
    Ok(())
}

fn secondary(reader: &mut Reader<'_>) -> Result<Order, Malformed> {
    /// `orderLength` counts 13 bytes less than the order has (2.2.2.2.1.2.1.1).
    const COUNTED_LESS: i32 = 13;
    /// `controlFlags` to `orderType`.
    const HEADER: i32 = 6;
    let length = i16::from_le_bytes(reader.array()?);
    reader.u16_le()?; // extraFlags
    let kind = reader.u8()?;
    let body = i32::from(length) + COUNTED_LESS - HEADER;
    let body = usize::try_from(body)
        .map_err(|_| Malformed::field("drawing-order.order-length", length.cast_unsigned()))?;
    reader.take(body)?;
    Ok(Order::Secondary(kind))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn orders_have_names() {
        let mem_blt = [1, 0, STANDARD | TYPE_CHANGE, 0x0D, 0xFF, 1, 0xFF];
        assert_eq!(decode(&mem_blt, 1), Ok(vec![Order::Primary("MemBlt")]));
        let same_again = [1, 0, STANDARD | BOUNDS, 0, 0, 0x11, 0, 0];
        assert_eq!(decode(&same_again, 1), Ok(vec![Order::Primary("PatBlt")]));
        let frame_marker = [1, 0, SECONDARY | 0x0D << 2, 0, 0, 0, 0];
        assert_eq!(
            decode(&frame_marker, 1),
            Ok(vec![Order::AlternateSecondary(0x0D)])
        );
    }

    #[test]
    fn the_nine_fields_of_multi_scr_blt_have_two_bytes_of_flags() {
        let whole = [1, 0, STANDARD | TYPE_CHANGE, 0x11, 0xFF, 0x01];
        let expected = Ok(vec![Order::Primary("MultiScrBlt")]);
        assert_eq!(decode(&whole, 1), expected);
        assert!(decode(&whole[..5], 1).is_err());
    }

    #[test]
    fn secondary_orders_have_an_end() {
        let empty = [STANDARD | SECONDARY, 0xF9, 0xFF, 0, 0, 4];
        let two = [&[2, 0][..], &empty, &empty].concat();
        assert_eq!(decode(&two, 1), Ok(vec![Order::Secondary(4); 2]));
        let three = [&[3, 0][..], &empty, &empty].concat();
        assert!(decode(&three, 1).is_err());
        let negative = [1, 0, STANDARD | SECONDARY, 0, 0x80, 0, 0, 4];
        assert!(decode(&negative, 1).is_err());
    }

    #[test]
    fn orders_that_do_not_exist_are_refused() {
        for bytes in [[1, 0, 0, 0], [1, 0, STANDARD | TYPE_CHANGE, 3]] {
            assert!(decode(&bytes, 1).is_err(), "{bytes:?}");
        }
        assert_eq!(decode(&[0, 0], 1), Ok(Vec::new()));
    }

    proptest! {
        #[test]
        fn any_bytes_decode_or_fail_in_order(
            data in proptest::collection::vec(any::<u8>(), 0..100), last: u8,
        ) {
            let _ = decode(&data, last);
        }
    }
}
