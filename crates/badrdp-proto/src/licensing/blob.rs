//! LICENSE_BINARY_BLOB: a type, a length and bytes (MS-RDPBCGR 2.2.1.12.1.2).

use crate::length::length16;
use crate::reader::{Reader, TooShort};
use crate::writer::Writer;

/// The values of `wBlobType`.
pub mod blob_type {
    /// BB_DATA_BLOB: a license.
    pub const DATA: u16 = 0x0001;
    /// BB_RANDOM_BLOB: the encrypted premaster secret.
    pub const RANDOM: u16 = 0x0002;
    /// BB_CERTIFICATE_BLOB: the server's certificate.
    pub const CERTIFICATE: u16 = 0x0003;
    /// BB_ERROR_BLOB: what an error message adds.
    pub const ERROR: u16 = 0x0004;
    /// BB_ENCRYPTED_DATA_BLOB: something encrypted.
    pub const ENCRYPTED_DATA: u16 = 0x0009;
    /// BB_KEY_EXCHG_ALG_BLOB: key exchange algorithms.
    pub const KEY_EXCHANGE: u16 = 0x000D;
    /// BB_SCOPE_BLOB: who issues the license.
    pub const SCOPE: u16 = 0x000E;
    /// BB_CLIENT_USER_NAME_BLOB: the user's name.
    pub const CLIENT_USER_NAME: u16 = 0x000F;
    /// BB_CLIENT_MACHINE_NAME_BLOB: the client's name.
    pub const CLIENT_MACHINE_NAME: u16 = 0x0010;
}

/// What the three fields of a blob are called: type, length, data.
pub type Names = [&'static str; 3];

/// Writes a blob.
pub fn write(writer: &mut Writer, names: Names, blob_type: u16, data: &[u8]) {
    write_header(writer, names, blob_type, data.len());
    if !data.is_empty() {
        writer.raw(names[2], data);
    }
}

/// Writes type and length of a blob whose `length` bytes the caller writes.
pub fn write_header(writer: &mut Writer, names: Names, blob_type: u16, length: usize) {
    writer
        .u16_le(names[0], blob_type)
        .u16_le(names[1], length16(length));
}

/// Reads a blob of any type: peers differ in what they write there.
///
/// # Errors
/// [`TooShort`] when the bytes end within it.
pub fn read<'a>(reader: &mut Reader<'a>) -> Result<&'a [u8], TooShort> {
    reader.u16_le()?;
    let length = usize::from(reader.u16_le()?);
    reader.take(length)
}
