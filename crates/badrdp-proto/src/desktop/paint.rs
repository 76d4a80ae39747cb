//! Paints any part of the desktop from the state of a screen.

use super::area::Area;
use super::card::Card;
use super::console::Console;
use super::image::{Image, length};
use super::layout::Layout;
use super::moment::Moment;
use super::palette::{
    ACCENT, ALERT, ALIVE, BARS, DESKTOP, FIELD, Ink, LABEL, MAGENTA, PANEL, PAPER, RULE, TEXT,
    WHITE,
};
use super::probe::CORNERS;
use super::text::{Style, wrap_at_most};

/// Everything that the picture depends on.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Scene<'a> {
    pub(crate) card: &'a Card,
    pub(crate) layout: &'a Layout,
    pub(crate) moment: &'a Moment,
    pub(crate) console: &'a Console,
    /// Bits per pixel, which the card tells.
    pub(crate) bits: u16,
}

impl Scene<'_> {
    /// The picture inside of `area`.
    pub(crate) fn paint(&self, area: Area) -> Image {
        let mut image = Image::new(area, DESKTOP);
        let layout = self.layout;
        if image.meets(layout.card) {
            image.fill(layout.card, PAPER);
            image.frame(layout.card, layout.body.scale, RULE);
            self.header(&mut image);
            self.title(&mut image);
            self.facts(&mut image);
            self.panel(&mut image);
            self.rail(&mut image);
            self.input(&mut image);
            bars(&mut image, layout);
        }
        border(&mut image, layout);
        for mark in &self.console.marks {
            cross(&mut image, mark_area(layout, *mark), layout.body.scale);
        }
        image
    }

    fn header(&self, image: &mut Image) {
        let (header, body) = (self.layout.header, self.layout.body);
        image.text(header, body, ACCENT, "badrdp test card");
        let elapsed = at_right(header, body, &self.moment.elapsed);
        image.text(elapsed, body, LABEL, &self.moment.elapsed);
    }

    fn title(&self, image: &mut Image) {
        let (area, body) = (self.layout.title, self.layout.body);
        if !image.meets(area) {
            return;
        }
        let double = columns(area, body.double());
        let large = wrap_at_most(&self.card.title, double, 3);
        let (style, text) = if large.len() > 2 {
            (body, wrap_at_most(&self.card.title, columns(area, body), 3))
        } else {
            (body.double(), large)
        };
        lines(image, area, style, WHITE, &text);
    }

    fn facts(&self, image: &mut Image) {
        let Layout { desktop, .. } = self.layout;
        let size = format!("{} x {}, {} bpp", desktop.width, desktop.height, self.bits);
        let facts = [
            ("Scenario", self.card.id.as_str()),
            ("Security", self.card.security.as_str()),
            ("Desktop", size.as_str()),
        ];
        for (area, (label, fact)) in self.layout.facts.into_iter().zip(facts) {
            self.labelled(image, area, label);
            image.text(self.beside(area), self.layout.body, TEXT, fact);
        }
    }

    fn panel(&self, image: &mut Image) {
        let Layout { panel, body, .. } = *self.layout;
        if !image.meets(panel) {
            return;
        }
        let (ink, text) = match &self.card.announcement {
            Some(what) => (ALERT, what.text.as_str()),
            None => (ALIVE, "Nothing: the session stays as it is."),
        };
        image.fill(panel, PANEL);
        image.fill(
            Area::new(panel.left, panel.top, body.width() / 2, panel.height),
            ink,
        );
        let half = panel.height / 7;
        let left = panel.left + body.width() * 3 / 2;
        let heading = Area::new(left, panel.top + half / 2, panel.right() - left, half * 2);
        image.text(heading, body, ink, "What will happen");
        let end = match self.moment.countdown {
            Some(_) => self.layout.countdown.left,
            None => panel.right(),
        };
        let below = Area::new(left, heading.bottom(), end - left - body.width(), half * 4);
        let text = wrap_at_most(text, columns(below, body), 2);
        lines(image, below, body, TEXT, &text);
        if let Some(countdown) = &self.moment.countdown {
            let style = body.double();
            let area = at_right(self.layout.countdown, style, countdown);
            let ink = if self.moment.due { WHITE } else { ALERT };
            image.text(area, style, ink, countdown);
        }
    }

    fn rail(&self, image: &mut Image) {
        let Layout { rail, body, .. } = *self.layout;
        let label = Area::new(self.layout.header.left, rail.top, rail.width, rail.height);
        self.labelled(image, label, "Alive");
        let thick = body.scale * 2;
        let middle = rail.top + (rail.height - thick) / 2;
        image.fill(Area::new(rail.left, middle, rail.width, thick), RULE);
        image.fill(square_area(self.layout, self.moment), ALIVE);
    }

    fn input(&self, image: &mut Image) {
        let Layout {
            field, body, last, ..
        } = *self.layout;
        let beside = Area::new(
            self.layout.header.left,
            field.top,
            field.width,
            field.height,
        );
        self.labelled(image, beside, "Input");
        image.fill(field, FIELD);
        image.frame(field, body.scale, RULE);
        let inside = Area::new(
            field.left + body.width() / 2,
            field.top,
            field.width - body.width(),
            field.height,
        );
        if self.console.typed.is_empty() {
            image.text(inside, body, RULE, "type or click");
        } else {
            let line = format!("{}_", self.console.typed);
            let hidden = line.chars().count().saturating_sub(columns(inside, body));
            let shown: String = line.chars().skip(hidden).collect();
            image.text(inside, body, TEXT, &shown);
        }
        self.labelled(image, last, "Last");
        let beside = self.beside(last);
        image.text(beside, body, TEXT, &self.console.key);
        let pointer = at_right(beside, body, &self.console.pointer);
        image.text(pointer, body, TEXT, &self.console.pointer);
    }

    fn labelled(&self, image: &mut Image, area: Area, label: &str) {
        image.text(area, self.layout.body, LABEL, label);
    }

    fn beside(&self, area: Area) -> Area {
        let left = self.layout.indent;
        Area::new(left, area.top, area.right() - left, area.height)
    }
}

/// The square on the rail.
pub(crate) fn square_area(layout: &Layout, moment: &Moment) -> Area {
    let rail = layout.rail;
    let side = rail.height.min(layout.body.height());
    Area::new(
        rail.left + moment.square,
        rail.top + (rail.height - side) / 2,
        side,
        side,
    )
}

/// How far the square can go.
pub(crate) fn travel(layout: &Layout) -> i32 {
    layout.rail.width - square_area(layout, &Moment::default()).width
}

/// The mark of a click.
pub(crate) fn mark_area(layout: &Layout, (x, y): (u16, u16)) -> Area {
    let reach = 7 * layout.body.scale;
    Area::new(
        i32::from(x) - reach,
        i32::from(y) - reach,
        reach * 2 + 1,
        reach * 2 + 1,
    )
}

/// The line that touches all four edges of the desktop, and its corners.
fn border(image: &mut Image, layout: &Layout) {
    image.frame(layout.desktop, 2, WHITE);
    for (right, bottom, ink) in CORNERS {
        for arm in layout.corner(right, bottom) {
            image.fill(arm, ink);
        }
    }
}

fn bars(image: &mut Image, layout: &Layout) {
    let count = i32::try_from(BARS.len()).unwrap_or_default();
    for (index, ink) in (0..).zip(BARS) {
        image.fill(layout.bar(index, count), ink);
    }
}

fn cross(image: &mut Image, area: Area, thick: i32) {
    let (x, y) = (area.left + area.width / 2, area.top + area.height / 2);
    image.frame(area, thick, MAGENTA);
    image.fill(
        Area::new(x - thick / 2, area.top, thick, area.height),
        WHITE,
    );
    image.fill(
        Area::new(area.left, y - thick / 2, area.width, thick),
        WHITE,
    );
}

/// Lines of text, as a block in the middle of the height of `area`.
fn lines(image: &mut Image, area: Area, style: Style, ink: Ink, text: &[String]) {
    let count = i32::try_from(text.len()).unwrap_or_default();
    let step = (area.height / count.max(1)).min(style.height() * 5 / 4);
    let top = area.top + (area.height - step * count) / 2;
    for (n, line) in (0..).zip(text) {
        image.text(
            Area::new(area.left, top + n * step, area.width, step),
            style,
            ink,
            line,
        );
    }
}

/// The part of `area` that a text takes when it ends at the right.
fn at_right(area: Area, style: Style, text: &str) -> Area {
    let left = (area.right() - style.measure(text)).max(area.left);
    Area::new(left, area.top, area.right() - left, area.height)
}

fn columns(area: Area, style: Style) -> usize {
    length(area.width / style.width())
}
