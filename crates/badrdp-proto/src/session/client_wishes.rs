//! What a client asks of the server's output: Refresh Rect, Suppress Output, Frame
//! Acknowledge (MS-RDPBCGR 2.2.11.2, 2.2.11.3, MS-RDPRFX 2.2.3.1).

use crate::reader::{Reader, TooShort};

/// TS_RECTANGLE16 (MS-RDPBCGR 2.2.11.1), with inclusive bounds in pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rectangle {
    /// `left`
    pub left: u16,
    /// `top`
    pub top: u16,
    /// `right`, inclusive
    pub right: u16,
    /// `bottom`, inclusive
    pub bottom: u16,
}

impl Rectangle {
    pub(crate) fn read(reader: &mut Reader<'_>) -> Result<Self, TooShort> {
        Ok(Self {
            left: reader.u16_le()?,
            top: reader.u16_le()?,
            right: reader.u16_le()?,
            bottom: reader.u16_le()?,
        })
    }
}

/// Reads a Refresh Rect: the areas to be drawn again, at most 255.
pub(crate) fn decode_refresh_rect(body: &[u8]) -> Result<Vec<Rectangle>, TooShort> {
    let mut reader = Reader::new(body);
    let count = reader.u8()?;
    reader.take(3 /* pad3Octets */)?;
    (0..count).map(|_| Rectangle::read(&mut reader)).collect()
}

/// Reads a Suppress Output: the area to be drawn again, or `None` where output is to stop.
pub(crate) fn decode_suppress_output(body: &[u8]) -> Result<Option<Rectangle>, TooShort> {
    let mut reader = Reader::new(body);
    let allow = reader.u8()?;
    reader.take(3 /* pad3Octets */)?;
    if allow == 0 {
        Ok(None)
    } else {
        Rectangle::read(&mut reader).map(Some)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn areas_are_read_as_many_as_are_counted() {
        let body = [1, 0, 0, 0, 1, 0, 2, 0, 3, 0, 4, 0];
        let area = Rectangle {
            left: 1,
            top: 2,
            right: 3,
            bottom: 4,
        };
        assert_eq!(decode_refresh_rect(&body), Ok(vec![area]));
        assert_eq!(decode_suppress_output(&body), Ok(Some(area)));
        assert!(decode_refresh_rect(&[2, 0, 0, 0, 0]).is_err());
        assert_eq!(decode_suppress_output(&[0, 0, 0, 0]), Ok(None));
    }
}
