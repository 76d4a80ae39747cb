//! Interleaved RLE, MS-RDPBCGR 2.2.9.1.1.3.1.2.4, for 8, 15, 16 and 24 bpp.
//!
//! Five of its orders are enough for drawings and text: background run, colour run, colour image,
//! and the foreground/background image with and without a new foreground colour. Text in two
//! colours costs one bit per pixel, because every pixel is that of the row before or that and
//! the foreground, exclusive or.

use super::Pixels;

/// Compresses pixels of `size` bytes each.
pub(crate) fn interleaved(pixels: &Pixels, size: usize) -> Vec<u8> {
    let mut encoder = Encoder {
        pixels: &pixels.values,
        width: pixels.width,
        size,
        foreground: None,
        out: Vec::new(),
    };
    encoder.run();
    encoder.out
}

/// An order: its code in the regular form, how many bits of the first byte are the length, and
/// its code in the mega form.
#[derive(Clone, Copy)]
struct Order {
    code: u8,
    /// The greatest length that fits into the first byte.
    short: usize,
    mega: u8,
    /// How many pixels the length counts, in its short form.
    unit: usize,
}

const BACKGROUND_RUN: Order = Order::new(0x00, 31, 0xF0, 1);
const COLOUR_RUN: Order = Order::new(0x60, 31, 0xF3, 1);
const COLOUR_IMAGE: Order = Order::new(0x80, 31, 0xF4, 1);
const FG_BG_IMAGE: Order = Order::new(0x40, 31, 0xF2, 8);
const SET_FG_FG_BG_IMAGE: Order = Order::new(0xD0, 15, 0xF7, 8);

/// The most pixels of one order: what a mega length can say, as a multiple of 8.
const LONGEST: usize = 65_528;
/// A row of background pixels that ends a foreground/background image.
const WORTH_A_RUN: usize = 24;

impl Order {
    const fn new(code: u8, short: usize, mega: u8, unit: usize) -> Self {
        Self {
            code,
            short,
            mega,
            unit,
        }
    }

    /// Writes the order's first bytes for so many pixels, a multiple of its unit.
    fn write(self, count: usize, out: &mut Vec<u8>) {
        let units = count / self.unit;
        let long = match self.unit {
            1 => count.checked_sub(self.short + 1),
            _ => count.checked_sub(1),
        };
        if units <= self.short {
            out.push(self.code | low(units));
        } else if let Some(Ok(long)) = long.map(u8::try_from) {
            out.extend([self.code, long]);
        } else {
            out.push(self.mega);
            out.extend(u16::try_from(count).unwrap_or(u16::MAX).to_le_bytes());
        }
    }
}

struct Encoder<'a> {
    pixels: &'a [u32],
    width: usize,
    size: usize,
    /// The foreground colour, once an order has set it. Clients do not agree on its first value.
    foreground: Option<u32>,
    out: Vec<u8>,
}

impl Encoder<'_> {
    fn run(&mut self) {
        let (mut at, mut literal) = (0, 0);
        // INVARIANT: no two background runs meet, other than at the end of the first row: the
        // second would start with a foreground pixel.
        while at < self.pixels.len() {
            let same = self.background(at);
            let colour = self.colour(at);
            let (mixed, foreground) = self.mixed(at);
            if same >= WORTH_A_RUN || same > 1 && mixed < 8 && same >= colour {
                self.literal(at, &mut literal);
                BACKGROUND_RUN.write(same, &mut self.out);
                at += same;
            } else if colour >= 16 || colour > 2 && mixed < 8 {
                self.literal(at, &mut literal);
                COLOUR_RUN.write(colour, &mut self.out);
                self.pixel(at);
                at += colour;
            } else if mixed >= 8 {
                self.literal(at, &mut literal);
                self.image(at, mixed / 8 * 8, foreground);
                at += mixed / 8 * 8;
            } else {
                literal += 1;
                at += 1;
                if literal == LONGEST {
                    self.literal(at, &mut literal);
                }
            }
        }
        self.literal(at, &mut literal);
    }

    /// Writes the pixels before `at` that no other order took.
    fn literal(&mut self, at: usize, count: &mut usize) {
        let count = std::mem::take(count);
        if count > 0 {
            COLOUR_IMAGE.write(count, &mut self.out);
            (at - count..at).for_each(|at| self.pixel(at));
        }
    }

    /// Writes a foreground/background image.
    fn image(&mut self, at: usize, count: usize, foreground: u32) {
        if self.foreground == Some(foreground) {
            FG_BG_IMAGE.write(count, &mut self.out);
        } else {
            self.foreground = Some(foreground);
            SET_FG_FG_BG_IMAGE.write(count, &mut self.out);
            self.value(foreground);
        }
        for first in (at..at + count).step_by(8) {
            let mask = (0..8).fold(0, |mask, bit| {
                mask | u8::from(self.change(first + bit) != Some(0)) << bit
            });
            self.out.push(mask);
        }
    }

    /// How many pixels from here on are those of the row before.
    fn background(&self, at: usize) -> usize {
        (at..self.row_end(at))
            .take_while(|at| self.change(*at) == Some(0))
            .count()
    }

    /// How many pixels from here on have the colour of this one.
    fn colour(&self, at: usize) -> usize {
        self.pixels
            .iter()
            .skip(at)
            .take(LONGEST)
            .take_while(|pixel| self.pixels.get(at) == Some(pixel))
            .count()
    }

    /// How many pixels from here on are those of the row before or that and one foreground
    /// colour, and this colour.
    fn mixed(&self, at: usize) -> (usize, u32) {
        let (mut foreground, mut count, mut quiet) = (0, 0, 0);
        for at in at..self.row_end(at) {
            let change = self.change(at).unwrap_or_default();
            quiet = if change == 0 { quiet + 1 } else { 0 };
            if quiet == WORTH_A_RUN {
                count = count + 1 - quiet;
                break;
            }
            if change != 0 && foreground != 0 && change != foreground {
                break;
            }
            foreground |= change;
            count += 1;
        }
        if foreground == 0 {
            (0, 0)
        } else {
            (count, foreground)
        }
    }

    /// Where orders that look at the row before have to end: the first row has none.
    fn row_end(&self, at: usize) -> usize {
        if at < self.width {
            self.width.min(self.pixels.len())
        } else {
            self.pixels.len().min(at + LONGEST)
        }
    }

    /// The pixel and the one in the row before, exclusive or. Before the first row all is black.
    fn change(&self, at: usize) -> Option<u32> {
        let above = at
            .checked_sub(self.width)
            .and_then(|above| self.pixels.get(above));
        Some(self.pixels.get(at)? ^ above.copied().unwrap_or_default())
    }

    fn pixel(&mut self, at: usize) {
        self.value(self.pixels.get(at).copied().unwrap_or_default());
    }

    fn value(&mut self, value: u32) {
        self.out
            .extend(value.to_le_bytes().into_iter().take(self.size));
    }
}

fn low(count: usize) -> u8 {
    u8::try_from(count).unwrap_or_default()
}
