//! Reads bytes that a client sent, within bounds.

/// The bytes ended before the field did.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("needs {needed} more bytes at offset {offset}, has {left}")]
pub struct TooShort {
    /// Where the field starts.
    pub offset: usize,
    /// How long it is.
    pub needed: usize,
    /// How many bytes are left.
    pub left: usize,
}

/// A cursor that never reads past the end.
#[derive(Clone, Debug)]
pub struct Reader<'a> {
    bytes: &'a [u8],
    offset: usize,
}

impl<'a> Reader<'a> {
    /// Starts at the first byte.
    #[must_use]
    pub const fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, offset: 0 }
    }

    /// Takes `count` bytes.
    ///
    /// # Errors
    /// [`TooShort`] when fewer are left; nothing is consumed then.
    pub fn take(&mut self, count: usize) -> Result<&'a [u8], TooShort> {
        let rest = self.rest();
        let taken = rest.get(..count).ok_or(TooShort {
            offset: self.offset,
            needed: count,
            left: rest.len(),
        })?;
        self.offset += count;
        Ok(taken)
    }

    /// Takes one byte.
    ///
    /// # Errors
    /// [`TooShort`] at the end.
    pub fn u8(&mut self) -> Result<u8, TooShort> {
        Ok(self.array::<1>()?[0])
    }

    /// Takes 16 bits, most significant byte first.
    ///
    /// # Errors
    /// [`TooShort`] when fewer than two bytes are left.
    pub fn u16_be(&mut self) -> Result<u16, TooShort> {
        Ok(u16::from_be_bytes(self.array()?))
    }

    /// Takes 16 bits, least significant byte first.
    ///
    /// # Errors
    /// [`TooShort`] when fewer than two bytes are left.
    pub fn u16_le(&mut self) -> Result<u16, TooShort> {
        Ok(u16::from_le_bytes(self.array()?))
    }

    /// Takes 24 bits, most significant byte first, as TLS lengths are.
    ///
    /// # Errors
    /// [`TooShort`] when fewer than three bytes are left.
    pub fn u24_be(&mut self) -> Result<u32, TooShort> {
        let [a, b, c] = self.array()?;
        Ok(u32::from_be_bytes([0, a, b, c]))
    }

    /// Takes 32 bits, least significant byte first.
    ///
    /// # Errors
    /// [`TooShort`] when fewer than four bytes are left.
    pub fn u32_le(&mut self) -> Result<u32, TooShort> {
        Ok(u32::from_le_bytes(self.array()?))
    }

    /// Takes `N` bytes as an array.
    ///
    /// # Errors
    /// [`TooShort`] when fewer are left.
    pub fn array<const N: usize>(&mut self) -> Result<[u8; N], TooShort> {
        let mut out = [0; N];
        out.copy_from_slice(self.take(N)?);
        Ok(out)
    }

    /// What was not read yet.
    #[must_use]
    pub fn rest(&self) -> &'a [u8] {
        self.bytes.get(self.offset..).unwrap_or_default()
    }

    /// Whether everything was read.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rest().is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_numbers_in_both_orders() {
        let mut reader = Reader::new(&[1, 2, 3, 4, 0, 0, 5]);
        assert_eq!(reader.u16_be(), Ok(0x0102));
        assert_eq!(reader.u16_le(), Ok(0x0403));
        assert_eq!(reader.u24_be(), Ok(5));
        assert!(reader.is_empty());
    }

    #[test]
    fn says_what_is_missing_and_consumes_nothing() {
        let mut reader = Reader::new(&[1, 2]);
        assert_eq!(
            reader.u32_le(),
            Err(TooShort {
                offset: 0,
                needed: 4,
                left: 2
            })
        );
        assert_eq!(reader.rest(), [1, 2]);
    }
}
