//! Bitmaps of the picture: whether they can be drawn (MS-RDPBCGR 2.2.9.1.1.3.1.2.2).

use badrdp_proto::session::update::Bitmap;
use badrdp_proto::session::update::bitmap::COMPRESSION;

use super::rectangle::{Bounds, Rectangle};
use crate::seen::DesktopSeen;

/// Whether a rectangle lies on the desktop and has as many pixels as it says, compressed or not.
pub(super) fn check(bitmap: &Bitmap, desktop: Option<DesktopSeen>) -> Result<(), String> {
    let Bitmap {
        left,
        top,
        right,
        bottom,
        width,
        height,
        bits_per_pixel,
        ..
    } = *bitmap;
    let rectangle = Rectangle {
        left,
        top,
        right,
        bottom,
        bounds: Bounds::Inclusive,
    };
    rectangle.check(desktop)?;
    if width == 0 || height == 0 {
        return Err(format!("a bitmap of {width} by {height} pixels"));
    }
    if right - left >= width || bottom - top >= height {
        return Err(format!(
            "a bitmap of {width} by {height} pixels for a rectangle of {} by {}",
            right - left + 1,
            bottom - top + 1
        ));
    }
    if !matches!(bits_per_pixel, 8 | 15 | 16 | 24 | 32) {
        return Err(format!("bitmap-data.bits-per-pixel is {bits_per_pixel}"));
    }
    bitmap
        .check_compression()
        .map_err(|broken| format!("a bitmap of {width} by {height} pixels: {broken}"))?;
    if bitmap.flags & COMPRESSION == 0 {
        let bytes = usize::from(bits_per_pixel.div_ceil(8));
        let expected = usize::from(width) * bytes * usize::from(height);
        let padded = (usize::from(width) * bytes).next_multiple_of(4) * usize::from(height);
        let found = bitmap.data.len();
        if found != expected && found != padded {
            return Err(format!(
                "bitmap-data.bitmap-length is {found}, not {expected}"
            ));
        }
    }
    Ok(())
}
