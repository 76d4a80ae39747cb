//! The card as a client would show it.

use std::time::Duration;

use proptest::prelude::*;

use super::codec::{self, Pixels, decode};
use super::palette::colour;
use super::*;

/// What a client shows: the pixels as red, green and blue.
struct Display {
    width: usize,
    pixels: Vec<Option<(u8, u8, u8)>>,
}

impl Display {
    fn new(width: u16, height: u16) -> Self {
        let width = usize::from(width);
        Self {
            width,
            pixels: vec![None; width * usize::from(height)],
        }
    }

    fn draw(&mut self, tiles: impl IntoIterator<Item = Tile>) -> usize {
        let mut bytes = 0;
        for tile in tiles {
            bytes += tile.data.len();
            let width = usize::from(tile.width);
            let shown = tile.left..=tile.right;
            let values = values(&tile);
            for (row, y) in values.chunks(width).rev().zip(tile.top..=tile.bottom) {
                for (value, x) in row.iter().zip(shown.clone()) {
                    let at = usize::from(y) * self.width + usize::from(x);
                    self.pixels[at] = Some(rgb(*value, tile.bits_per_pixel));
                }
            }
        }
        bytes
    }
}

fn values(tile: &Tile) -> Vec<u32> {
    assert_eq!(tile.width % 4, 0);
    assert!(tile.data.len() < 16_000);
    let (width, height) = (usize::from(tile.width), usize::from(tile.height));
    let size = usize::from(tile.bits_per_pixel).div_ceil(8);
    match (tile.compressed, size) {
        (true, 4) => decode::planar(&tile.data, width, height).unwrap(),
        (true, _) => decode::interleaved(&tile.data, width, width * height, size).unwrap(),
        (false, _) => {
            assert_eq!(tile.data.len(), width * height * size);
            let mut bytes = [0; 4];
            tile.data
                .chunks(size)
                .map(|pixel| {
                    bytes[..size].copy_from_slice(pixel);
                    u32::from_le_bytes(bytes)
                })
                .collect()
        }
    }
}

fn rgb(value: u32, bits: u16) -> (u8, u8, u8) {
    let part = |shift: u32, bits: u32| {
        let most = (1 << bits) - 1;
        u8::try_from((value >> shift & most) * 255 / most).unwrap()
    };
    match bits {
        8 => colour(u8::try_from(value).unwrap()),
        15 => (part(10, 5), part(5, 5), part(0, 5)),
        16 => (part(11, 5), part(5, 6), part(0, 5)),
        _ => (part(16, 8), part(8, 8), part(0, 8)),
    }
}

fn card() -> Card {
    Card {
        id: "session/reset-when-active".to_owned(),
        title: "The server resets the connection while the desktop is shown".to_owned(),
        security: "TLS 1.3, CredSSP".to_owned(),
        announcement: Some(Announcement {
            text: "The server resets the connection".to_owned(),
            at: Some(Duration::from_secs(42)),
        }),
    }
}

/// What is drawn at a tick.
fn ticked(screen: &mut Screen, now: Duration) -> Vec<Tile> {
    let changed = screen.tick(now);
    changed
        .into_iter()
        .flat_map(|area| screen.part(area))
        .collect()
}

fn click(x: u16, y: u16) -> Input {
    Input::Pointer {
        x,
        y,
        button: Some(Button::Left),
        pressed: true,
    }
}

#[test]
fn every_size_and_depth_shows_the_probes() {
    let small = Depth::ALL.map(|depth| (320, 200, depth));
    let others = [(200, 200), (646, 480), (1024, 768)].map(|(w, h)| (w, h, Depth::Bpp16));
    for (width, height, depth) in small.into_iter().chain(others) {
        let screen = Screen::new(card(), Format::new(depth), width, height);
        let mut display = Display::new(width, height);
        display.draw(screen.full());
        assert!(display.pixels.iter().all(Option::is_some), "no hole");
        let probes = probes(width, height);
        assert!(probes.len() >= 9, "{width} x {height}: {}", probes.len());
        for (x, y, colour) in probes {
            let at = usize::from(y) * display.width + usize::from(x);
            assert_eq!(
                display.pixels[at],
                Some(colour),
                "{width} x {height}, {depth:?}: {x},{y}"
            );
        }
    }
}

#[test]
fn what_ticks_and_inputs_draw_is_what_the_whole_desktop_shows() {
    for depth in [Depth::Bpp8, Depth::Bpp15, Depth::Bpp32] {
        let (width, height) = (402, 300);
        let mut screen = Screen::new(card(), Format::new(depth), width, height);
        let mut display = Display::new(width, height);
        display.draw(screen.full());
        for step in 1..30 {
            screen.input(&Input::Unicode(0x41 + step));
            screen.input(&click(step * 14, step * 10));
            screen.input(&Input::Pointer {
                x: step,
                y: step,
                button: None,
                pressed: false,
            });
            let now = Duration::from_millis(u64::from(step) * 777);
            let tiles = ticked(&mut screen, now);
            assert!(!tiles.is_empty(), "something moves at every tick");
            display.draw(tiles);
        }
        display.draw(ticked(&mut screen, Duration::from_secs(50)));
        let mut whole = Display::new(width, height);
        whole.draw(screen.full());
        assert!(display.pixels == whole.pixels, "{depth:?}");
    }
}

#[test]
fn a_desktop_takes_some_tens_of_kilobytes() {
    for (depth, most) in Depth::ALL
        .into_iter()
        .zip([25_000, 30_000, 30_000, 35_000, 110_000])
    {
        let mut screen = Screen::new(card(), Format::new(depth), 1024, 768);
        let bytes = Display::new(1024, 768).draw(screen.full());
        assert!(bytes < most, "{depth:?}: {bytes}");
        let tiles = ticked(&mut screen, Duration::from_millis(1_100));
        let tick = Display::new(1024, 768).draw(tiles);
        assert!(tick < 6_000, "{depth:?}: {tick}");
    }
}

#[test]
fn a_session_holds_little() {
    assert!(size_of::<Screen>() < 1_024);
    let desktop = Area::new(0, 0, 8192, 8192);
    assert_eq!(tile::cut(desktop, desktop).count(), 90 * 205);
}

#[test]
fn however_much_is_typed_a_tick_draws_little() {
    let mut screen = Screen::new(card(), Format::new(Depth::Bpp16), 1024, 768);
    for n in 0..10_000 {
        screen.input(&Input::Unicode(0x41));
        screen.input(&click(n % 1024, n % 768));
    }
    let now = Duration::from_millis(125);
    let changed = screen.tick(now);
    assert!(changed.len() <= 14, "{}", changed.len());
    let again = screen.tick(now);
    assert!(again.is_empty(), "{again:?}");
}

#[test]
fn odd_words_and_places_do_no_harm() {
    let odd = Card {
        id: "x".repeat(4_000),
        title: "😀 \u{202E} \n".repeat(500),
        security: String::new(),
        announcement: Some(Announcement {
            text: "w".repeat(9_000),
            at: Some(Duration::MAX),
        }),
    };
    for (width, height) in [(0, 0), (1, 1), (5, 900), (65_535, 3), (400, 300)] {
        let mut screen = Screen::new(odd.clone(), Format::new(Depth::Bpp16), width, height);
        screen.input(&click(u16::MAX, u16::MAX));
        let _ = ticked(&mut screen, Duration::MAX);
        assert!(
            screen
                .full()
                .all(|tile| tile.right < width && tile.bottom < height)
        );
        let _ = probes(width, height);
    }
}

#[test]
fn only_what_is_compressed_has_a_compression_header() {
    let header = Format {
        compression_header: true,
        ..Format::new(Depth::Bpp16)
    };
    let raw = Format {
        compress: false,
        ..header
    };
    for (format, compressed) in [(header, true), (raw, false)] {
        let screen = Screen::new(card(), format, 640, 480);
        let mut tiles = screen.full();
        assert!(tiles.any(|tile| tile.compressed == compressed));
        let mut tiles = screen.full();
        assert!(tiles.all(|tile| tile.compression_header == tile.compressed));
    }
}

/// Bitmaps as drawings have them: few colours, runs, rows like those before.
fn bitmap(bytes: usize) -> impl Strategy<Value = Pixels> {
    let colours = prop_oneof![Just(2_u32), Just(3), Just(1 << 8)];
    (1..20_usize, 1..24_usize, colours).prop_flat_map(move |(fours, height, colours)| {
        let width = fours * 4;
        let mask = u32::try_from((1_u64 << (8 * bytes)) - 1).unwrap();
        let runs = proptest::collection::vec((0..colours, 1..70_usize, any::<bool>()), 1..400);
        runs.prop_map(move |runs| {
            let mut values: Vec<u32> = Vec::new();
            for (colour, length, above) in runs.into_iter().cycle() {
                for _ in 0..length {
                    let copied = values.len().checked_sub(width).filter(|_| above);
                    let own = colour.wrapping_mul(0x0103_0507) & mask;
                    let value = copied.map_or(own, |at| values[at]);
                    values.push(value);
                }
                if values.len() >= width * height {
                    break;
                }
            }
            values.truncate(width * height);
            Pixels { width, values }
        })
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn interleaved_round_trip((size, pixels) in (1..4_usize).prop_flat_map(|n| (Just(n), bitmap(n)))) {
        let data = codec::interleaved(&pixels, size);
        let back = decode::interleaved(&data, pixels.width, pixels.values.len(), size);
        prop_assert_eq!(back, Some(pixels.values));
    }

    #[test]
    fn planar_round_trip(pixels in bitmap(4)) {
        let data = codec::planar(&pixels);
        let height = pixels.values.len() / pixels.width;
        prop_assert_eq!(decode::planar(&data, pixels.width, height), Some(pixels.values));
    }
}
