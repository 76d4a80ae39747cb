//! Bitmap fonts: which one, how large, and how text breaks into lines.

use embedded_graphics::geometry::Point;
use embedded_graphics::image::GetPixel as _;
use embedded_graphics::mono_font::MonoFont;
use embedded_graphics::mono_font::iso_8859_1 as fonts;
use embedded_graphics::pixelcolor::BinaryColor;

/// A font and the integer factor that it is drawn larger by.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Style {
    font: &'static MonoFont<'static>,
    /// How many pixels of the desktop a pixel of the font is wide and high.
    pub(crate) scale: i32,
}

/// What the body text may be set in, the largest first.
pub(crate) const BODY: [Style; 9] = [
    Style::new(&fonts::FONT_10X20, 4),
    Style::new(&fonts::FONT_10X20, 3),
    Style::new(&fonts::FONT_10X20, 2),
    Style::new(&fonts::FONT_10X20, 1),
    Style::new(&fonts::FONT_9X15, 1),
    Style::new(&fonts::FONT_8X13, 1),
    Style::new(&fonts::FONT_6X10, 1),
    Style::new(&fonts::FONT_5X8, 1),
    Style::new(&fonts::FONT_4X6, 1),
];

impl Style {
    const fn new(font: &'static MonoFont<'static>, scale: i32) -> Self {
        Self { font, scale }
    }

    /// The same font, twice as large.
    pub(crate) const fn double(self) -> Self {
        Self::new(self.font, self.scale * 2)
    }

    /// The width of a character, in pixels of the desktop.
    pub(crate) fn width(self) -> i32 {
        size(self.font.character_size.width) * self.scale
    }

    /// The height of a character, in pixels of the desktop.
    pub(crate) fn height(self) -> i32 {
        size(self.font.character_size.height) * self.scale
    }

    /// How wide a text is, in pixels of the desktop.
    pub(crate) fn measure(self, text: &str) -> i32 {
        i32::try_from(text.chars().count())
            .unwrap_or(i32::MAX)
            .saturating_mul(self.width())
    }

    /// Calls `dot` for the column and row of each pixel of the font that a character sets.
    pub(crate) fn dots(self, character: char, mut dot: impl FnMut(i32, i32)) {
        let (width, height) = (self.width() / self.scale, self.height() / self.scale);
        let image = &self.font.image;
        let columns = (size(image_width(image)) / width).max(1);
        let index = i32::try_from(self.font.glyph_mapping.index(character)).unwrap_or_default();
        let (left, top) = (index % columns * width, index / columns * height);
        for y in 0..height {
            for x in 0..width {
                if image.pixel(Point::new(left + x, top + y)) == Some(BinaryColor::On) {
                    dot(x, y);
                }
            }
        }
    }
}

/// Breaks a text into lines of at most `columns` characters, at spaces if it can.
pub(crate) fn wrap(text: &str, columns: usize) -> Vec<String> {
    let columns = columns.max(1);
    let mut lines = Vec::new();
    let mut line = String::new();
    let mut filled = 0;
    for word in text.split_whitespace() {
        let letters: Vec<char> = word.chars().collect();
        for piece in letters.chunks(columns) {
            if filled > 0 && filled + 1 + piece.len() > columns {
                lines.push(std::mem::take(&mut line));
                filled = 0;
            }
            if filled > 0 {
                line.push(' ');
                filled += 1;
            }
            line.extend(piece);
            filled += piece.len();
        }
    }
    if filled > 0 {
        lines.push(line);
    }
    lines
}

/// The first `lines` lines of a text; the last ends in dots if there was more.
pub(crate) fn wrap_at_most(text: &str, columns: usize, lines: usize) -> Vec<String> {
    let mut all = wrap(text, columns);
    if all.len() > lines {
        all.truncate(lines);
        if let Some(last) = all.pop() {
            let kept: String = last.chars().take(columns.saturating_sub(3)).collect();
            all.push(kept + "...");
        }
    }
    all
}

fn image_width(image: &impl embedded_graphics::geometry::OriginDimensions) -> u32 {
    image.size().width
}

fn size(pixels: u32) -> i32 {
    i32::try_from(pixels).unwrap_or(i32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_break_at_spaces() {
        assert_eq!(wrap("a bc  def g", 4), ["a bc", "def", "g"]);
        assert_eq!(wrap("abcdefgh", 3), ["abc", "def", "gh"]);
        assert!(wrap("", 3).is_empty());
        assert_eq!(wrap_at_most("one two three", 7, 1), ["one ..."]);
    }

    #[test]
    fn fonts_have_the_letters() {
        for style in BODY {
            let mut dots = 0;
            style.dots('A', |_, _| dots += 1);
            assert!(dots > 6);
            style.dots(' ', |_, _| panic!("a space is empty"));
        }
    }
}
