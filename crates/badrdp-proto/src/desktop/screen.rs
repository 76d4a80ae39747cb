//! The state of one session's desktop, and the tiles that show it.

use std::collections::VecDeque;
use std::time::Duration;

use super::area::Area;
use super::card::Card;
use super::console::{Change, Console};
use super::format::Format;
use super::image::Image;
use super::input::Input;
use super::layout::Layout;
use super::moment::Moment;
use super::paint::{self, Scene, mark_area, square_area};
use super::palette::Ink;
use super::tile::{self, Tile};

/// The desktop of one session.
///
/// It holds some hundred bytes and no pixels: [`full`](Self::full) and [`part`](Self::part) paint
/// tile by tile while they are iterated. Input paints nothing: what it changed is told by the next
/// [`tick`](Self::tick), so that a client cannot ask for more drawing than ticks give.
#[derive(Clone, Debug)]
pub struct Screen {
    card: Card,
    format: Format,
    layout: Layout,
    now: Duration,
    moment: Moment,
    console: Console,
    /// Whether keys were pressed or released since the last tick.
    typed: bool,
    /// Whether the pointer moved or clicked since the last tick.
    pointed: bool,
    /// The marks of clicks at the last tick.
    marked: VecDeque<(u16, u16)>,
}

impl Screen {
    /// The desktop of a session that just became active, in pixels.
    #[must_use]
    pub fn new(card: Card, format: Format, width: u16, height: u16) -> Self {
        let layout = Layout::new(width, height);
        let moment = Moment::new(&card, Duration::ZERO, paint::travel(&layout));
        Self {
            card,
            format,
            layout,
            now: Duration::ZERO,
            moment,
            console: Console::default(),
            typed: false,
            pointed: false,
            marked: VecDeque::new(),
        }
    }

    /// Takes another size or format, as after a Deactivation-Reactivation Sequence. What was typed
    /// and the time stay. The client has to get [`full`](Self::full) next.
    pub fn resize(&mut self, format: Format, width: u16, height: u16) {
        self.format = format;
        self.layout = Layout::new(width, height);
        self.moment = self.moment_at(self.now);
    }

    /// The whole desktop.
    pub fn full(&self) -> impl Iterator<Item = Tile> + '_ {
        self.part(self.layout.desktop)
    }

    /// A part of the desktop, as a Refresh Rect PDU asks for (MS-RDPBCGR 2.2.11.2). The tiles
    /// may cover up to three columns more on each side.
    pub fn part(&self, area: Area) -> impl Iterator<Item = Tile> + '_ {
        let mut solid = None;
        tile::cut(area, self.layout.desktop).map(move |area| self.tile(area, &mut solid))
    }

    /// What changed since the last tick, at `now` after the session became active: a few areas,
    /// to be had from [`part`](Self::part).
    #[must_use]
    pub fn tick(&mut self, now: Duration) -> Vec<Area> {
        let next = self.moment_at(now);
        let before = std::mem::replace(&mut self.moment, next);
        self.now = now;
        let mut dirty = Vec::new();
        if before.elapsed != self.moment.elapsed {
            dirty.push(self.elapsed_area(&before));
        }
        if before.countdown != self.moment.countdown {
            dirty.push(self.layout.countdown);
        }
        if before.square != self.moment.square {
            let old = square_area(&self.layout, &before);
            let new = square_area(&self.layout, &self.moment);
            if old.intersection(new).is_empty() {
                dirty.extend([old, new]);
            } else {
                dirty.push(old.union(new));
            }
        }
        self.take_input(&mut dirty);
        dirty
    }

    /// What a client's user did; the next tick shows it.
    pub fn input(&mut self, input: &Input) {
        match self.console.accept(input) {
            Change::Keys => self.typed = true,
            Change::Pointer => self.pointed = true,
        }
    }

    /// What input has changed since the last tick.
    fn take_input(&mut self, dirty: &mut Vec<Area>) {
        let typed = std::mem::take(&mut self.typed);
        let pointed = std::mem::take(&mut self.pointed);
        if typed {
            dirty.push(self.layout.field);
        }
        if typed || pointed {
            dirty.push(self.layout.last);
        }
        let marks = &self.console.marks;
        let gone = self.marked.iter().filter(|mark| !marks.contains(mark));
        let new = marks.iter().filter(|mark| !self.marked.contains(mark));
        dirty.extend(gone.chain(new).map(|mark| mark_area(&self.layout, *mark)));
        self.marked.clone_from(marks);
    }

    fn moment_at(&self, now: Duration) -> Moment {
        Moment::new(&self.card, now, paint::travel(&self.layout))
    }

    /// Where the old and the new time stand in the header.
    fn elapsed_area(&self, before: &Moment) -> Area {
        let (header, body) = (self.layout.header, self.layout.body);
        let width = body
            .measure(&before.elapsed)
            .max(body.measure(&self.moment.elapsed));
        Area::new(header.right() - width, header.top, width, header.height)
    }

    /// Paints and encodes one tile. Most of a desktop is tiles of one colour; the last of them
    /// is kept in `solid`.
    fn tile(&self, area: Area, solid: &mut Option<(Ink, Tile)>) -> Tile {
        let image = self.scene().paint(area);
        let shown = area.intersection(self.layout.desktop);
        if let (Some(ink), Some((kept, tile))) = (image.solid(), solid.as_ref()) {
            let size = (i32::from(tile.width), i32::from(tile.height));
            if ink == *kept && size == (area.width, area.height) {
                return tile.clone().moved(shown);
            }
        }
        let tile = self.encoded(&image);
        if let Some(ink) = image.solid() {
            *solid = Some((ink, tile.clone()));
        }
        tile
    }

    fn encoded(&self, image: &Image) -> Tile {
        Tile::new(image, self.layout.desktop, self.format)
    }

    fn scene(&self) -> Scene<'_> {
        Scene {
            card: &self.card,
            layout: &self.layout,
            moment: &self.moment,
            console: &self.console,
            bits: self.format.depth.bits(),
        }
    }
}
