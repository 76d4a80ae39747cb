//! Pictures: what is on a display, or in a file, and whether it is the test card.

use std::fmt::Write as _;
use std::io::Cursor;
use std::process::Stdio;

use badrdp_proto::desktop::probes;
use png::{ColorType, Decoder, Transformations};
use tokio::process::Command;

use crate::support::within;

/// A picture, row by row.
pub(super) struct Picture {
    width: usize,
    pixels: Vec<[u8; 3]>,
}

impl Picture {
    /// Decodes a PNG.
    pub(super) fn decode(bytes: &[u8]) -> Self {
        let mut decoder = Decoder::new(Cursor::new(bytes));
        decoder.set_transformations(Transformations::normalize_to_color8());
        let mut reader = decoder.read_info().unwrap();
        let mut data = vec![0; reader.output_buffer_size().unwrap()];
        let frame = reader.next_frame(&mut data).unwrap();
        let samples = match frame.color_type {
            ColorType::Rgb => 3,
            ColorType::Rgba => 4,
            other => panic!("a picture in {other:?}"),
        };
        Self {
            width: usize::try_from(frame.width).unwrap(),
            pixels: data[..frame.buffer_size()]
                .chunks_exact(samples)
                .map(|pixel| [pixel[0], pixel[1], pixel[2]])
                .collect(),
        }
    }

    /// Takes what a display shows. ImageMagick leaves the pointer of X out.
    pub(super) async fn of_display(name: &str) -> Self {
        let output = Command::new("import")
            .args(["-display", name, "-window", "root", "png24:-"])
            .stdin(Stdio::null())
            .kill_on_drop(true)
            .output();
        let output = within("a screenshot", output).await.unwrap();
        assert!(output.status.success(), "no screenshot: {output:?}");
        Self::decode(&output.stdout)
    }

    /// The colour of a pixel; nothing beyond the edges.
    pub(super) fn at(&self, x: u16, y: u16) -> Option<[u8; 3]> {
        let (x, y) = (usize::from(x), usize::from(y));
        if x >= self.width {
            return None;
        }
        self.pixels.get(y * self.width + x).copied()
    }

    /// Where this is no test card of a desktop of this size: one line for each pixel that has
    /// another colour; nothing if it fits.
    pub(super) fn differences(&self, (width, height): (u16, u16)) -> String {
        let mut lines = String::new();
        for (x, y, (red, green, blue)) in probes(width, height) {
            let (found, expected) = (self.at(x, y), [red, green, blue]);
            if !found.is_some_and(|found| alike(found, expected)) {
                let _ = writeln!(lines, "{x},{y}: {found:?} for {expected:?}");
            }
        }
        lines
    }

    /// How many pixels of a rectangle differ from another picture.
    pub(super) fn changed(&self, other: &Self, columns: (u16, u16), rows: (u16, u16)) -> usize {
        (rows.0..rows.1)
            .flat_map(|y| (columns.0..columns.1).map(move |x| (x, y)))
            .filter(|&(x, y)| self.at(x, y) != other.at(x, y))
            .count()
    }
}

/// Whether a client means this colour. rdesktop adds bits of other colours to those of 15 bit.
fn alike(found: [u8; 3], expected: [u8; 3]) -> bool {
    const OFF: u8 = 7;
    let mut samples = found.iter().zip(expected);
    samples.all(|(found, expected)| found.abs_diff(expected) <= OFF)
}
