//! The shape of the pointer: an arrow.

/// A pointer shape, as a Color Pointer Update (MS-RDPBCGR 2.2.9.1.1.4.4, always 24 bpp) or a New
/// Pointer Update (2.2.9.1.1.4.5) carries it. The hot spot is the tip.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pointer {
    /// `xorBpp`: 1 or 24.
    pub bits_per_pixel: u16,
    /// Columns.
    pub width: u16,
    /// Rows.
    pub height: u16,
    /// The column and the row of the hot spot.
    pub hot_spot: (u16, u16),
    /// `xorMaskData`: rows padded to 2 bytes.
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
    /// The arrow with an XOR mask of 24 bpp: rows from the bottom to the top.
    #[must_use]
    pub fn colour() -> Self {
        let rows = || (0..SIZE).rev();
        Self {
            bits_per_pixel: 24,
            xor_mask: rows()
                .flat_map(|y| (0..SIZE).flat_map(move |x| [xor(x, y); 3]))
                .map(|white| if white { 0xFF } else { 0 })
                .collect(),
            and_mask: bits(rows(), and),
            ..Self::blank()
        }
    }

    /// The arrow with an XOR mask of 1 bpp: rows from the top to the bottom, as clients read
    /// pointers of this depth.
    #[must_use]
    pub fn monochrome() -> Self {
        Self {
            bits_per_pixel: 1,
            xor_mask: bits(0..SIZE, xor),
            and_mask: bits(0..SIZE, and),
            ..Self::blank()
        }
    }

    const fn blank() -> Self {
        Self {
            bits_per_pixel: 1,
            width: 32,
            height: 32,
            hot_spot: (0, 0),
            xor_mask: Vec::new(),
            and_mask: Vec::new(),
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
        let pointer = Pointer::colour();
        assert_eq!(
            (pointer.xor_mask.len(), pointer.and_mask.len()),
            (3_072, 128)
        );
        let pointer = Pointer::monochrome();
        assert_eq!((pointer.xor_mask.len(), pointer.and_mask.len()), (128, 128));
    }

    #[test]
    fn the_tip_is_at_the_hot_spot() {
        let top = Pointer::monochrome();
        assert_eq!(top.and_mask.first(), Some(&0b0111_1111));
        assert_eq!(Pointer::colour().and_mask.get(124), Some(&0b0111_1111));
        assert_eq!(top.xor_mask.get(8), Some(&0b0100_0000));
    }
}
