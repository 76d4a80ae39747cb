//! The test card of one session, as updates.

use std::time::Duration;

use super::convert;
use crate::acceptor::output::Turn;
use crate::acceptor::session::{SHARE_ID, Session};
use crate::capabilities::flags::general;
use crate::desktop::{Announcement, Card, Depth, Format, Pointer, Screen, Tile, palette};
use crate::session::input::InputEvent;
use crate::session::update::{self, Update, fast_path, slow_path};

/// The most bytes of rectangles in one update: what one fast-path PDU carries without fragments
/// (MS-RDPBCGR 2.2.9.1.2), with its headers left out.
const MOST: usize = 15_000;

/// The picture that a client sees.
#[derive(Debug)]
pub(super) struct Picture {
    screen: Screen,
    /// Whether the client wants nothing to be drawn.
    hidden: bool,
    /// Whether all is to be drawn anew.
    stale: bool,
}

impl Picture {
    pub(super) fn new(session: &Session) -> Self {
        let (width, height) = session.size;
        let card = card(session);
        Self {
            screen: Screen::new(card, format(session), width, height),
            hidden: false,
            stale: false,
        }
    }

    /// The same picture after a Deactivation-Reactivation Sequence: what was typed stays, size and
    /// format may be others, and what the client wanted of the old one is forgotten.
    pub(super) fn again(mut self, session: &Session) -> Self {
        let (width, height) = session.size;
        self.screen.resize(format(session), width, height);
        self.hidden = false;
        self.stale = false;
        self
    }

    /// The whole picture, the palette and the pointer.
    pub(super) fn everything(&self, session: &Session, turn: &mut Turn<'_>) {
        if session.depth() == 8 {
            let colors = palette::palette().map(|(red, green, blue)| [red, green, blue]);
            send(session, &Update::Palette(colors.to_vec()), turn);
        }
        let pointer = update::Pointer::Color(convert::shape(&Pointer::arrow()));
        send(session, &Update::Pointer(pointer), turn);
        draw(self.screen.full(), session, turn);
    }

    /// What moved, and what input has changed.
    pub(super) fn tick(&mut self, now: Duration, session: &Session, turn: &mut Turn<'_>) {
        let changed = self.screen.tick(now);
        if self.hidden {
            return;
        }
        if std::mem::take(&mut self.stale) {
            return draw(self.screen.full(), session, turn);
        }
        let tiles = changed.into_iter().flat_map(|area| self.screen.part(area));
        draw(tiles, session, turn);
    }

    pub(super) fn input(&mut self, events: &[InputEvent]) {
        for input in events.iter().filter_map(convert::input) {
            self.screen.input(&input);
        }
    }

    /// The client's window is hidden, or visible again and to be drawn anew.
    pub(super) fn hide(&mut self, hidden: bool) {
        self.hidden = hidden;
        self.stale = true;
    }

    /// All is to be drawn anew, as soon as the client wants anything to be drawn.
    pub(super) fn refresh(&mut self) {
        self.stale = true;
    }
}

fn card(session: &Session) -> Card {
    let host = &session.host;
    Card {
        id: host.id.clone(),
        title: host.title.clone(),
        security: session.describe_security(),
        announcement: host.announcement.as_ref().map(|(text, at)| Announcement {
            text: text.clone(),
            at: Some(*at),
        }),
    }
}

fn format(session: &Session) -> Format {
    let depth = Depth::from_bits(session.depth().into()).unwrap_or(Depth::Bpp16);
    let mut format = Format::new(depth);
    let flags = session
        .confirmed
        .as_ref()
        .map_or(0, |confirmed| confirmed.extra_flags());
    format.compression_header = flags & general::NO_BITMAP_COMPRESSION_HDR == 0;
    format
}

/// Whether both sides know fast-path output.
fn is_fast_path(session: &Session) -> bool {
    let confirmed = session.confirmed.as_ref();
    let flags = confirmed.map_or(0, |confirmed| confirmed.extra_flags());
    session.host.session.fast_path && flags & general::FASTPATH_OUTPUT_SUPPORTED != 0
}

/// Sends tiles, as many in one update as fit.
fn draw(tiles: impl Iterator<Item = Tile>, session: &Session, turn: &mut Turn<'_>) {
    /// What a rectangle has besides its data, at most (MS-RDPBCGR 2.2.9.1.1.3.1.2.2).
    const RECTANGLE: usize = 18 + 8;
    let mut batch = Vec::new();
    let mut bytes = 0;
    for tile in tiles {
        let size = tile.data.len() + RECTANGLE;
        if bytes + size > MOST && !batch.is_empty() {
            send(session, &Update::Bitmap(std::mem::take(&mut batch)), turn);
            bytes = 0;
        }
        bytes += size;
        batch.push(convert::bitmap(tile));
    }
    if !batch.is_empty() {
        send(session, &Update::Bitmap(batch), turn);
    }
}

/// Fast-path PDUs go as they are, slow-path ones in their envelopes.
fn send(session: &Session, update: &Update, turn: &mut Turn<'_>) {
    if is_fast_path(session) {
        turn.send(fast_path::encode(session.fast_path_protection(), update));
    } else {
        session.send(slow_path::encode(SHARE_ID, update), turn);
    }
}
