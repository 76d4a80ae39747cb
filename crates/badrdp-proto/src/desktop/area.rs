//! Rectangles on the desktop.

/// A rectangle in pixels. It may reach beyond the desktop.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Area {
    /// The first column.
    pub left: i32,
    /// The first row.
    pub top: i32,
    /// Columns; none if negative.
    pub width: i32,
    /// Rows; none if negative.
    pub height: i32,
}

impl Area {
    /// A rectangle by its corner and its size.
    #[must_use]
    pub const fn new(left: i32, top: i32, width: i32, height: i32) -> Self {
        Self {
            left,
            top,
            width,
            height,
        }
    }

    /// The first column to the right of it.
    #[must_use]
    pub const fn right(self) -> i32 {
        self.left.saturating_add(self.width)
    }

    /// The first row below it.
    #[must_use]
    pub const fn bottom(self) -> i32 {
        self.top.saturating_add(self.height)
    }

    /// Whether it has no pixel.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.width <= 0 || self.height <= 0
    }

    /// What both have in common; empty if nothing.
    #[must_use]
    pub fn intersection(self, other: Self) -> Self {
        let left = self.left.max(other.left);
        let top = self.top.max(other.top);
        Self {
            left,
            top,
            width: self.right().min(other.right()).saturating_sub(left),
            height: self.bottom().min(other.bottom()).saturating_sub(top),
        }
    }

    /// The smallest rectangle around both.
    #[must_use]
    pub fn union(self, other: Self) -> Self {
        if self.is_empty() {
            return other;
        }
        if other.is_empty() {
            return self;
        }
        let left = self.left.min(other.left);
        let top = self.top.min(other.top);
        Self {
            left,
            top,
            width: self.right().max(other.right()).saturating_sub(left),
            height: self.bottom().max(other.bottom()).saturating_sub(top),
        }
    }

    /// The same, smaller by `margin` on each side.
    #[must_use]
    pub const fn shrunk(self, margin: i32) -> Self {
        Self {
            left: self.left.saturating_add(margin),
            top: self.top.saturating_add(margin),
            width: self.width.saturating_sub(margin.saturating_mul(2)),
            height: self.height.saturating_sub(margin.saturating_mul(2)),
        }
    }
}
