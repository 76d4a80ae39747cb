//! RDP 6.0 Bitmap Compression, MS-RDPEGDI 2.2.2.5.1, for 32 bpp: planes with run lengths.

use super::Pixels;

/// RLE of the FormatHeader: the planes are compressed.
const RLE: u8 = 0x10;

/// The shortest run that a control byte can say.
const SHORTEST: usize = 3;

/// Compresses pixels whose bytes are blue, green, red and alpha. The alpha plane is always there:
/// not every client can do without it.
pub(crate) fn planar(pixels: &Pixels) -> Vec<u8> {
    let mut out = vec![RLE];
    // Alpha, red, green, blue: from the highest byte down.
    for channel in (0..4).rev() {
        let byte = |value: &u32| {
            value
                .to_le_bytes()
                .get(channel)
                .copied()
                .unwrap_or_default()
        };
        plane(pixels, byte, &mut out);
    }
    out
}

/// RDP6_RLE_SEGMENTS, 2.2.2.5.1.1: the first row as it is, each other row as the difference to the
/// one before.
fn plane(pixels: &Pixels, byte: impl Fn(&u32) -> u8, out: &mut Vec<u8>) {
    let mut before: Option<Vec<u8>> = None;
    for row in pixels.values.chunks(pixels.width) {
        let row: Vec<u8> = row.iter().map(&byte).collect();
        match &before {
            None => segments(&row, out),
            Some(before) => {
                let pairs = row.iter().zip(before);
                let deltas: Vec<u8> = pairs.map(|(new, old)| delta(*new, *old)).collect();
                segments(&deltas, out);
            }
        }
        before = Some(row);
    }
}

/// A difference with its sign in the lowest bit, 3.1.9.2.3.
const fn delta(new: u8, old: u8) -> u8 {
    let difference = new.wrapping_sub(old);
    if difference < 0x80 {
        difference << 1
    } else {
        (difference.wrapping_neg() << 1).wrapping_sub(1)
    }
}

/// Writes a row as RDP6_RLE_SEGMENT, 2.2.2.5.1.2: raw bytes, and runs of the last of them.
fn segments(row: &[u8], out: &mut Vec<u8>) {
    let mut raw = Vec::new();
    let mut last = 0;
    let mut rest = row;
    while let Some(first) = rest.first() {
        let run = rest.iter().take_while(|value| **value == last).count();
        let taken = if run < SHORTEST {
            raw.push(*first);
            last = *first;
            1
        } else {
            segment(&raw, run, out);
            raw.clear();
            run
        };
        rest = rest.get(taken..).unwrap_or_default();
    }
    segment(&raw, 0, out);
}

/// Writes raw bytes and a run behind them, in as many segments as it takes.
fn segment(raw: &[u8], mut run: usize, out: &mut Vec<u8>) {
    let mut chunks = raw.chunks(15).peekable();
    while let Some(chunk) = chunks.next() {
        let behind = if chunks.peek().is_none() {
            part(run, 15)
        } else {
            0
        };
        out.push(nibbles(chunk.len(), behind));
        out.extend(chunk);
        run -= behind;
    }
    while run > 0 {
        let length = part(run, 47);
        // From 16 on, the low nibble is 1 or 2 and the high one counts on from there.
        out.push(match length {
            0..=15 => nibbles(0, length),
            _ => nibbles(length % 16, length / 16),
        });
        run -= length;
    }
}

/// The part of a run that one segment takes, such that the rest is no shorter than a run can be.
fn part(run: usize, most: usize) -> usize {
    match run.saturating_sub(most) {
        0 => run,
        1 | 2 => most - SHORTEST,
        _ => most,
    }
}

fn nibbles(high: usize, low: usize) -> u8 {
    u8::try_from(high << 4 | low).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(row: &[u8]) -> Vec<u8> {
        let mut out = Vec::new();
        segments(row, &mut out);
        out
    }

    #[test]
    fn the_example_of_the_standard_packs() {
        // 3.1.9.2.1: AAAABBCCCCCD
        assert_eq!(of(b"AAAABBCCCCCD"), b"\x13A\x34BBC\x10D");
    }

    #[test]
    fn long_runs_take_several_segments() {
        assert_eq!(of(&[0; 47]), [0xF2]);
        assert_eq!(of(&[0; 48]), [0xC2, 0x04]);
        assert_eq!(of(&[0; 64]), [0xF2, 0x11]);
        assert_eq!(of(&[7; 17]), [0x1C, 7, 0x04]);
    }

    #[test]
    fn differences_keep_their_sign() {
        assert_eq!(
            [
                delta(5, 5),
                delta(6, 5),
                delta(4, 5),
                delta(133, 5),
                delta(132, 5)
            ],
            [0, 2, 1, 255, 254]
        );
    }
}
