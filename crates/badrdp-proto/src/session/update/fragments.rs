//! Fast-path updates as they are on the wire: compressed or in fragments (MS-RDPBCGR
//! 2.2.9.1.2.1), and how fragments become whole again.

use crate::reader::Reader;
use crate::share::Malformed;

/// TS_FP_UPDATE, as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piece<'a> {
    /// `updateCode`
    pub code: u8,
    /// `fragmentation`
    pub fragmentation: Fragmentation,
    /// `compressionFlags`, where there are any.
    pub compression: Option<u8>,
    /// `updateData`
    pub data: &'a [u8],
}

/// Which part of an update a piece is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fragmentation {
    /// FASTPATH_FRAGMENT_SINGLE: all of it.
    Single,
    /// FASTPATH_FRAGMENT_LAST
    Last,
    /// FASTPATH_FRAGMENT_FIRST
    First,
    /// FASTPATH_FRAGMENT_NEXT
    Next,
}

/// Reads the pieces of one PDU, decrypted, behind its header.
///
/// # Errors
/// [`Malformed`] when a length is more than there is.
pub fn pieces(bytes: &[u8]) -> Result<Vec<Piece<'_>>, Malformed> {
    const COMPRESSION_USED: u8 = 0x80;
    let mut reader = Reader::new(bytes);
    let mut pieces = Vec::new();
    while !reader.is_empty() {
        let header = reader.u8()?;
        let compression = match header & COMPRESSION_USED {
            0 => None,
            _ => Some(reader.u8()?),
        };
        let size = usize::from(reader.u16_le()?);
        pieces.push(Piece {
            code: header & 0x0F,
            fragmentation: match header >> 4 & 3 {
                0 => Fragmentation::Single,
                1 => Fragmentation::Last,
                2 => Fragmentation::First,
                _ => Fragmentation::Next,
            },
            compression,
            data: reader.take(size)?,
        });
    }
    Ok(pieces)
}

/// Fragments that do not make a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FragmentError {
    /// A further fragment has another update code than the first.
    #[error("a fragment of code {next:#x} continues one of code {first:#x}")]
    Code {
        /// That of the first.
        first: u8,
        /// That of the other.
        next: u8,
    },
    /// A further fragment came without a first one.
    #[error("a fragment came without a first one")]
    NoFirst,
    /// Another update came before the last fragment.
    #[error("another update came before the last fragment of one")]
    NotFinished,
    /// The whole is longer than it may be.
    #[error("the fragments of an update have more than {0} bytes")]
    TooLong(usize),
}

/// Puts fragments together.
#[derive(Clone, Debug, Default)]
pub struct Fragments {
    open: Option<(u8, Vec<u8>)>,
}

impl Fragments {
    /// Takes a piece; gives the update once it is whole, which has at most `most` bytes where it
    /// came in fragments (`MaxRequestSize`, MS-RDPBCGR 2.2.7.2.6).
    ///
    /// # Errors
    /// [`FragmentError`]; what was collected is gone then.
    pub fn take(
        &mut self,
        piece: &Piece<'_>,
        most: usize,
    ) -> Result<Option<(u8, Vec<u8>)>, FragmentError> {
        let open = self.open.take();
        let (first, mut bytes) = match (piece.fragmentation, open) {
            (Fragmentation::Single | Fragmentation::First, Some(_)) => {
                return Err(FragmentError::NotFinished);
            }
            (Fragmentation::Last | Fragmentation::Next, None) => {
                return Err(FragmentError::NoFirst);
            }
            (Fragmentation::Single, None) => return Ok(Some((piece.code, piece.data.to_vec()))),
            (Fragmentation::First, None) => (piece.code, Vec::new()),
            (Fragmentation::Last | Fragmentation::Next, Some(open)) => open,
        };
        if first != piece.code {
            let next = piece.code;
            return Err(FragmentError::Code { first, next });
        }
        if bytes.len() + piece.data.len() > most {
            return Err(FragmentError::TooLong(most));
        }
        bytes.extend(piece.data);
        if piece.fragmentation == Fragmentation::Last {
            return Ok(Some((first, bytes)));
        }
        self.open = Some((first, bytes));
        Ok(None)
    }

    /// Whether an update has begun and is not whole.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        self.open.is_some()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn taken(headers: &[u8]) -> Result<Option<(u8, Vec<u8>)>, FragmentError> {
        let mut fragments = Fragments::default();
        let mut last = Ok(None);
        for header in headers {
            let bytes = [*header, 1, 0, *header];
            let all = pieces(&bytes).unwrap();
            last = fragments.take(&all[0], 3);
        }
        last
    }

    #[test]
    fn fragments_become_whole() {
        assert_eq!(taken(&[0x01]), Ok(Some((1, vec![0x01]))));
        assert_eq!(taken(&[0x21]), Ok(None));
        let whole = Some((1, vec![0x21, 0x31, 0x11]));
        assert_eq!(taken(&[0x21, 0x31, 0x11]), Ok(whole));
    }

    #[test]
    fn fragments_out_of_order_are_refused() {
        assert_eq!(taken(&[0x31]), Err(FragmentError::NoFirst));
        assert_eq!(taken(&[0x11]), Err(FragmentError::NoFirst));
        assert_eq!(taken(&[0x21, 0x01]), Err(FragmentError::NotFinished));
        assert_eq!(taken(&[0x21, 0x21]), Err(FragmentError::NotFinished));
        let code = FragmentError::Code { first: 1, next: 2 };
        assert_eq!(taken(&[0x21, 0x12]), Err(code));
        let long = [0x21, 0x31, 0x31, 0x31];
        assert_eq!(taken(&long), Err(FragmentError::TooLong(3)));
    }

    #[test]
    fn compressed_pieces_say_so() {
        let bytes = [0x81, 0x62, 1, 0, 9];
        let read = pieces(&bytes).unwrap();
        assert_eq!(read[0].compression, Some(0x62));
        assert_eq!(read[0].data, [9]);
        assert!(pieces(&[1, 2, 0, 9]).is_err());
    }

    proptest! {
        #[test]
        fn any_bytes_are_taken_in_order(bytes in proptest::collection::vec(any::<u8>(), 0..100)) {
            let mut fragments = Fragments::default();
            for piece in pieces(&bytes).unwrap_or_default() {
                let _ = fragments.take(&piece, 64);
            }
        }
    }
}
