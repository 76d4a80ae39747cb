//! The shape of the pointer: an arrow.

/// A pointer shape as a Color Pointer Update (MS-RDPBCGR 2.2.9.1.1.4.4) carries it, which every
/// client knows. The hot spot is the tip.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pointer {
    /// Columns.
    pub width: u16,
    /// Rows.
    pub height: u16,
    /// The column and the row of the hot spot.
    pub hot_spot: (u16, u16),
    /// `xorMaskData`: 24 bpp, rows padded to 2 bytes.
    pub xor_mask: Vec<u8>,
    /// `andMaskData`: 1 bpp, rows padded to 2 bytes.
    pub and_mask: Vec<u8>,
}

/// Columns and rows: 32 x 32 is what every client takes.
const SIZE: usize = 32;

/// `#` is the outline, `.` the filling.
const ARROW: [&str; 21] = [
    "#",
    "##",
    "#.#",
    "#..#",
    "#...#",
    "#....#",
    "#.....#",
    "#......#",
    "#.......#",
    "#........#",
    "#.........#",
    "#..........#",
    "#......#####",
    "#...#..#",
    "#..# #..#",
    "#.#  #..#",
    "##    #..#",
    "#     #..#",
    "       #..#",
    "       #..#",
    "        ##",
];

impl Pointer {
    /// The arrow: rows from the bottom to the top.
    #[must_use]
    pub fn arrow() -> Self {
        let rows = || (0..SIZE).rev();
        Self {
            width: 32,
            height: 32,
            hot_spot: (0, 0),
            xor_mask: rows()
                .flat_map(|y| (0..SIZE).flat_map(move |x| [xor(x, y); 3]))
                .map(|white| if white { 0xFF } else { 0 })
                .collect(),
            and_mask: bits(rows(), and),
        }
    }
}

fn dot(x: usize, y: usize) -> Option<u8> {
    ARROW.get(y)?.as_bytes().get(x).copied()
}

/// White, where the filling is.
fn xor(x: usize, y: usize) -> bool {
    dot(x, y) == Some(b'.')
}

/// Transparent, where nothing is.
fn and(x: usize, y: usize) -> bool {
    matches!(dot(x, y), None | Some(b' '))
}

/// A mask of 1 bpp, the leftmost pixel in the highest bit.
fn bits(rows: impl Iterator<Item = usize>, set: fn(usize, usize) -> bool) -> Vec<u8> {
    rows.flat_map(|y| {
        (0..SIZE)
            .step_by(8)
            .map(move |left| (left..left + 8).fold(0, |byte, x| byte << 1 | u8::from(set(x, y))))
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn masks_have_the_lengths_of_the_standard() {
        let pointer = Pointer::arrow();
        assert_eq!(
            (pointer.xor_mask.len(), pointer.and_mask.len()),
            (3_072, 128)
        );
    }

    #[test]
    fn the_tip_is_at_the_hot_spot() {
        let pointer = Pointer::arrow();
        // The last row of the mask is the first of the picture: four bytes of a bit to a pixel,
        // 96 bytes of three to a pixel.
        assert_eq!(pointer.and_mask.get(124), Some(&0b0111_1111));
        // The row below it: the outline twice, and below that the first white pixel.
        assert_eq!(pointer.and_mask.get(120), Some(&0b0011_1111));
        let third = pointer.xor_mask.get(29 * 96..30 * 96).unwrap();
        assert_eq!(
            third.get(..9),
            Some(&[0, 0, 0, 0xFF, 0xFF, 0xFF, 0, 0, 0][..])
        );
    }
}
