//! Destination rectangles, of bitmaps and of surface commands: whether they lie on the desktop.

use crate::seen::DesktopSeen;

/// A rectangle by its edges, as they stand on the wire.
pub(super) struct Rectangle {
    pub(super) left: u16,
    pub(super) top: u16,
    pub(super) right: u16,
    pub(super) bottom: u16,
    pub(super) bounds: Bounds,
}

/// Whether the right and the bottom edge belong to a rectangle.
#[derive(Clone, Copy)]
pub(super) enum Bounds {
    /// They do not (MS-RDPBCGR 2.2.9.2.1.1).
    Exclusive,
    /// They do (MS-RDPBCGR 2.2.9.1.1.3.1.2.2).
    Inclusive,
}

impl Rectangle {
    /// Whether there is a pixel in it, and none outside the desktop.
    pub(super) fn check(&self, desktop: Option<DesktopSeen>) -> Result<(), String> {
        let Self {
            left,
            top,
            right,
            bottom,
            bounds,
        } = *self;
        let past = match bounds {
            Bounds::Exclusive => 0,
            Bounds::Inclusive => 1,
        };
        let (columns_end, rows_end) = (u32::from(right) + past, u32::from(bottom) + past);
        if u32::from(left) >= columns_end || u32::from(top) >= rows_end {
            return Err(format!(
                "a rectangle from {left},{top} to {right},{bottom} is none"
            ));
        }
        match desktop {
            Some(DesktopSeen { width, height, .. })
                if columns_end > u32::from(width) || rows_end > u32::from(height) =>
            {
                Err(format!(
                    "a rectangle to {right},{bottom} is outside the desktop of {width}x{height}"
                ))
            }
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DESKTOP: DesktopSeen = DesktopSeen {
        width: 640,
        height: 480,
        depth: 16,
    };

    fn said(edges: [u16; 4], bounds: Bounds) -> Result<(), String> {
        let [left, top, right, bottom] = edges;
        let rectangle = Rectangle {
            left,
            top,
            right,
            bottom,
            bounds,
        };
        rectangle.check(Some(DESKTOP))
    }

    #[test]
    fn the_last_pixel_is_on_the_desktop_and_the_next_is_not() {
        assert_eq!(said([0, 0, 639, 479], Bounds::Inclusive), Ok(()));
        assert_eq!(said([0, 0, 640, 480], Bounds::Exclusive), Ok(()));
        for (edges, bounds) in [
            ([0, 0, 640, 479], Bounds::Inclusive),
            ([0, 0, 639, 480], Bounds::Inclusive),
            ([0, 0, 641, 480], Bounds::Exclusive),
            ([0, 0, 640, 481], Bounds::Exclusive),
            ([0, 0, u16::MAX, u16::MAX], Bounds::Inclusive),
        ] {
            let outside = said(edges, bounds).unwrap_err();
            assert!(
                outside.contains("outside the desktop of 640x480"),
                "{outside}"
            );
        }
    }

    #[test]
    fn a_rectangle_has_a_pixel() {
        assert_eq!(said([7, 7, 7, 7], Bounds::Inclusive), Ok(()));
        assert_eq!(said([7, 7, 8, 8], Bounds::Exclusive), Ok(()));
        for (edges, bounds) in [
            ([8, 7, 7, 7], Bounds::Inclusive),
            ([7, 7, 7, 8], Bounds::Exclusive),
            ([7, 7, 8, 7], Bounds::Exclusive),
        ] {
            let none = said(edges, bounds).unwrap_err();
            assert!(none.ends_with("is none"), "{none}");
        }
    }
}
