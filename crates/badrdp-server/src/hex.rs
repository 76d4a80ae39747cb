//! Bytes as text, for key logs and reports.

use std::fmt::Write as _;

/// The bytes in lower-case hexadecimal, without anything between them.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
    }
    text
}
