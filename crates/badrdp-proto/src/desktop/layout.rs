//! Where everything stands on a desktop of a given size.

use super::area::Area;
use super::text::{BODY, Style};

/// The narrowest card, in characters of the body text.
const COLUMNS: i32 = 60;
/// The widest card, in characters.
const WIDEST: i32 = 88;
/// The height of the card, in half lines.
const HALVES: i32 = 42;
/// What stays free between the card and the edges of the desktop, in pixels: the border.
const MARGIN: i32 = 4;
/// The characters that labels take.
const LABELS: i32 = 10;

/// The places of the card, in pixels of the desktop. It depends on nothing but the size of the
/// desktop, so that tests know where to look.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Layout {
    pub(crate) desktop: Area,
    /// The font of the body.
    pub(crate) body: Style,
    pub(crate) card: Area,
    /// The first line: whose card it is, and how long the session is active.
    pub(crate) header: Area,
    pub(crate) title: Area,
    /// Scenario, security and desktop, one line each.
    pub(crate) facts: [Area; 3],
    /// What will happen.
    pub(crate) panel: Area,
    /// The countdown in it.
    pub(crate) countdown: Area,
    pub(crate) rail: Area,
    /// What was typed.
    pub(crate) field: Area,
    /// The last key and the last click.
    pub(crate) last: Area,
    pub(crate) bars: Area,
    /// Where the text beside the labels starts.
    pub(crate) indent: i32,
}

impl Layout {
    /// Lays out a desktop of this size.
    pub(crate) fn new(width: u16, height: u16) -> Self {
        let desktop = Area::new(0, 0, i32::from(width), i32::from(height));
        let room = desktop.shrunk(MARGIN);
        let fits = |style: &&Style| {
            style.width() * COLUMNS <= room.width && half(**style) * HALVES <= room.height
        };
        let [.., smallest] = BODY;
        let body = BODY.iter().find(fits).copied().unwrap_or(smallest);

        let columns = (room.width / body.width()).clamp(COLUMNS, WIDEST);
        let half = (room.height / HALVES).clamp(half(body), body.height() * 3 / 4);
        let size = (columns * body.width(), half * HALVES);
        let card = Area::new(
            ((desktop.width - size.0) / 2).max(MARGIN),
            ((desktop.height - size.1) / 2).max(MARGIN),
            size.0,
            size.1,
        );
        let inner = Area::new(
            card.left + body.width(),
            card.top,
            card.width - body.width() * 2,
            card.height,
        );
        let rows = |from: i32, count: i32| {
            Area::new(
                inner.left,
                card.top + from * half,
                inner.width,
                count * half,
            )
        };
        let indent = inner.left + LABELS * body.width();
        let beside = |area: Area| Area::new(indent, area.top, inner.right() - indent, area.height);
        let panel = rows(19, 7);
        let clock = body.double().width() * 8;
        Self {
            desktop,
            body,
            card,
            header: rows(1, 2),
            title: rows(4, 7),
            facts: [rows(12, 2), rows(14, 2), rows(16, 2)],
            panel,
            countdown: Area::new(
                panel.right() - clock - body.width(),
                panel.top + half,
                clock,
                half * 5,
            ),
            rail: beside(rows(27, 2)),
            field: beside(rows(30, 3)),
            last: rows(34, 2),
            bars: rows(37, 4),
            indent,
        }
    }

    /// One of the colour bars, from the left.
    pub(crate) fn bar(&self, index: i32, count: i32) -> Area {
        let edge = |n: i32| self.bars.left + self.bars.width * n / count;
        Area::new(
            edge(index),
            self.bars.top,
            edge(index + 1) - edge(index),
            self.bars.height,
        )
    }

    /// The mark in a corner of the desktop: the arm along the row and the arm along the column.
    pub(crate) fn corner(&self, right: bool, bottom: bool) -> [Area; 2] {
        let long = (self.desktop.height / 12).max(MARGIN);
        let place = |width: i32, height: i32| {
            Area::new(
                if right { self.desktop.width - width } else { 0 },
                if bottom {
                    self.desktop.height - height
                } else {
                    0
                },
                width,
                height,
            )
        };
        [place(long, MARGIN), place(MARGIN, long)]
    }
}

/// The least height of half a line.
fn half(style: Style) -> i32 {
    (style.height() + 1) / 2
}
