//! A small picture that is painted, encoded and dropped.

use super::area::Area;
use super::palette::Ink;
use super::text::Style;

/// A part of the desktop as colours, row by row from the top. Whatever is painted outside of it
/// is cut off.
#[derive(Debug)]
pub(crate) struct Image {
    pub(crate) area: Area,
    pub(crate) pixels: Vec<Ink>,
}

impl Image {
    /// A part of the desktop in one colour.
    pub(crate) fn new(area: Area, ink: Ink) -> Self {
        let pixels = vec![ink; length(area.width) * length(area.height)];
        Self { area, pixels }
    }

    /// Whether the two have a pixel in common.
    pub(crate) fn meets(&self, area: Area) -> bool {
        !self.area.intersection(area).is_empty()
    }

    /// The colour of the picture if it has only one.
    pub(crate) fn solid(&self) -> Option<Ink> {
        let first = *self.pixels.first()?;
        self.pixels.iter().all(|ink| *ink == first).then_some(first)
    }

    /// Fills a rectangle.
    pub(crate) fn fill(&mut self, area: Area, ink: Ink) {
        let cut = self.area.intersection(area);
        if cut.is_empty() {
            return;
        }
        let width = length(self.area.width);
        let first = length(cut.top - self.area.top) * width + length(cut.left - self.area.left);
        for row in 0..length(cut.height) {
            let start = first + row * width;
            if let Some(pixels) = self.pixels.get_mut(start..start + length(cut.width)) {
                pixels.fill(ink);
            }
        }
    }

    /// Draws the edges of a rectangle, inside of it.
    pub(crate) fn frame(&mut self, area: Area, thick: i32, ink: Ink) {
        let Area {
            left,
            top,
            width,
            height,
        } = area;
        self.fill(Area::new(left, top, width, thick), ink);
        self.fill(Area::new(left, area.bottom() - thick, width, thick), ink);
        self.fill(Area::new(left, top, thick, height), ink);
        self.fill(Area::new(area.right() - thick, top, thick, height), ink);
    }

    /// Writes a line of text. It starts at the left of `area`, in the middle of its height, and
    /// ends where the area does.
    pub(crate) fn text(&mut self, area: Area, style: Style, ink: Ink, text: &str) {
        let top = area.top + (area.height - style.height()) / 2;
        let mut left = area.left;
        for character in text.chars() {
            let cell = Area::new(left, top, style.width(), style.height());
            if cell.right() > area.right() {
                break;
            }
            left = cell.right();
            if self.meets(cell) {
                let scale = style.scale;
                style.dots(character, |x, y| {
                    let dot = Area::new(cell.left + x * scale, top + y * scale, scale, scale);
                    self.fill(dot, ink);
                });
            }
        }
    }
}

/// A number of pixels; none if negative.
pub(crate) fn length(pixels: i32) -> usize {
    usize::try_from(pixels).unwrap_or_default()
}
