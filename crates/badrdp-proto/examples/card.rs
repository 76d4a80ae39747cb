//! Writes the test card as a picture, to look at it:
//! `cargo run -p badrdp-proto --example card -- 1024 768 16 >card.ppm`

use std::io::Write as _;
use std::time::Duration;

use badrdp_proto::desktop::palette::palette;
use badrdp_proto::desktop::{Announcement, Button, Card, Depth, Format, Input, Screen, Tile};

fn main() -> std::io::Result<()> {
    let number = |n: usize, default: u16| {
        std::env::args()
            .nth(n)
            .and_then(|text| text.parse().ok())
            .unwrap_or(default)
    };
    let (width, height) = (number(1, 1024), number(2, 768));
    let depth = Depth::from_bits(number(3, 24)).unwrap_or(Depth::Bpp24);
    let card = Card {
        id: "session/reset-when-active".to_owned(),
        title: "The server resets the connection while the desktop is shown".to_owned(),
        security: "TLS 1.3, CredSSP".to_owned(),
        announcement: Some(Announcement {
            text: "The server resets the connection, without a word, as a firewall does".to_owned(),
            at: Some(Duration::from_secs(42)),
        }),
    };
    let format = Format {
        compress: false,
        ..Format::new(depth)
    };
    let mut screen = Screen::new(card, format, width, height);
    let mut picture = Picture::new(width, height);
    let first: Vec<Tile> = screen.full().collect();
    picture.draw(&first);
    let word = [0x23, 0x12, 0x26, 0x26, 0x18];
    for (scancode, released) in word
        .into_iter()
        .flat_map(|code| [(code, false), (code, true)])
    {
        screen.input(&Input::Key {
            scancode,
            released,
            extended: false,
        });
    }
    screen.input(&Input::Pointer {
        x: width / 3,
        y: height / 2,
        button: Some(Button::Left),
        pressed: true,
    });
    for ms in (0..19_000).step_by(100) {
        for area in screen.tick(Duration::from_millis(ms)) {
            let tiles: Vec<Tile> = screen.part(area).collect();
            picture.draw(&tiles);
        }
    }
    picture.write()
}

/// What a client would show.
struct Picture {
    width: usize,
    height: usize,
    pixels: Vec<[u8; 3]>,
}

impl Picture {
    fn new(width: u16, height: u16) -> Self {
        let (width, height) = (usize::from(width), usize::from(height));
        Self {
            width,
            height,
            pixels: vec![[0; 3]; width * height],
        }
    }

    fn draw(&mut self, tiles: &[Tile]) {
        for tile in tiles {
            let bytes = usize::from(tile.bits_per_pixel).div_ceil(8);
            let rows = tile.data.chunks(usize::from(tile.width) * bytes).rev();
            for (y, row) in (usize::from(tile.top)..).zip(rows) {
                for (x, pixel) in (usize::from(tile.left)..).zip(row.chunks(bytes)) {
                    let at = self.pixels.get_mut(y * self.width + x);
                    if let (true, Some(at)) = (x <= usize::from(tile.right), at) {
                        *at = rgb(pixel, tile.bits_per_pixel);
                    }
                }
            }
        }
    }

    fn write(&self) -> std::io::Result<()> {
        let mut out = std::io::stdout().lock();
        writeln!(out, "P6 {} {} 255", self.width, self.height)?;
        out.write_all(self.pixels.as_flattened())
    }
}

fn rgb(pixel: &[u8], bits: u16) -> [u8; 3] {
    let wide = |value: u16, most: u16| u8::try_from(value * 255 / most).unwrap_or(255);
    match (bits, pixel) {
        (8, [index]) => {
            let (red, green, blue) = palette()[usize::from(*index)];
            [red, green, blue]
        }
        (15, [low, high]) => {
            let value = u16::from_le_bytes([*low, *high]);
            [
                wide(value >> 10 & 31, 31),
                wide(value >> 5 & 31, 31),
                wide(value & 31, 31),
            ]
        }
        (16, [low, high]) => {
            let value = u16::from_le_bytes([*low, *high]);
            [
                wide(value >> 11, 31),
                wide(value >> 5 & 63, 63),
                wide(value & 31, 31),
            ]
        }
        (_, [blue, green, red, ..]) => [*red, *green, *blue],
        _ => [0; 3],
    }
}
