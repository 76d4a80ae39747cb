//! The security header in front of every PDU of Standard RDP Security, and of a few under
//! Enhanced RDP Security (MS-RDPBCGR 2.2.8.1.1.2).
//!
//! ```text
//! basic    | flags | flagsHi |
//! non-FIPS | flags | flagsHi | dataSignature |
//! FIPS     | flags | flagsHi | length | version | padlen | dataSignature |
//! ```
//!
//! Encoders leave the signature zero and the body plain: [`Session::seal`] does the rest,
//! once the faults had their turn. Fast-path PDUs have the [`Seal`] without the flags.
//!
//! [`Session::seal`]: super::Session::seal

use super::mac::SIGNATURE_LEN;
use super::stream::BLOCK_LEN;
use crate::message::Message;
use crate::reader::{Reader, TooShort};
use crate::writer::Writer;

/// The bits of `flags` (MS-RDPBCGR 2.2.8.1.1.2.1).
pub mod flags {
    /// SEC_EXCHANGE_PKT: Security Exchange.
    pub const EXCHANGE_PKT: u16 = 0x0001;
    /// SEC_TRANSPORT_REQ: Initiate Multitransport Request.
    pub const TRANSPORT_REQ: u16 = 0x0002;
    /// SEC_TRANSPORT_RSP: Initiate Multitransport Response.
    pub const TRANSPORT_RSP: u16 = 0x0004;
    /// SEC_ENCRYPT: signed and encrypted.
    pub const ENCRYPT: u16 = 0x0008;
    /// SEC_RESET_SEQNO: not used.
    pub const RESET_SEQNO: u16 = 0x0010;
    /// SEC_IGNORE_SEQNO: not used.
    pub const IGNORE_SEQNO: u16 = 0x0020;
    /// SEC_INFO_PKT: Client Info.
    pub const INFO_PKT: u16 = 0x0040;
    /// SEC_LICENSE_PKT: a licensing PDU.
    pub const LICENSE_PKT: u16 = 0x0080;
    /// SEC_LICENSE_ENCRYPT_CS: the client may encrypt its licensing PDUs.
    pub const LICENSE_ENCRYPT_CS: u16 = 0x0200;
    /// SEC_LICENSE_ENCRYPT_SC: the server may encrypt its licensing PDUs.
    pub const LICENSE_ENCRYPT_SC: u16 = 0x0200;
    /// SEC_REDIRECTION_PKT: Standard Security Server Redirection.
    pub const REDIRECTION_PKT: u16 = 0x0400;
    /// SEC_SECURE_CHECKSUM: the salted MAC (5.3.6.1.1).
    pub const SECURE_CHECKSUM: u16 = 0x0800;
    /// SEC_AUTODETECT_REQ: Auto-Detect Request.
    pub const AUTODETECT_REQ: u16 = 0x1000;
    /// SEC_AUTODETECT_RSP: Auto-Detect Response.
    pub const AUTODETECT_RSP: u16 = 0x2000;
    /// SEC_HEARTBEAT: Heartbeat.
    pub const HEARTBEAT: u16 = 0x4000;
    /// SEC_FLAGSHI_VALID: `flagsHi` means something.
    pub const FLAGSHI_VALID: u16 = 0x8000;
}

/// `length` of the FIPS header: always 16.
pub const FIPS_LENGTH: u16 = 0x10;

/// `version` of the FIPS header: TSFIPS_VERSION1.
pub const FIPS_VERSION: u8 = 1;

/// The name of the field that [`Session::seal`](super::Session::seal) fills in.
pub const SIGNATURE_FIELD: &str = "security.data-signature";

/// Which of the three headers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// TS_SECURITY_HEADER: flags only.
    Basic,
    /// TS_SECURITY_HEADER1: with a signature.
    NonFips,
    /// TS_SECURITY_HEADER2: with a signature and the length of the padding.
    Fips,
}

/// Writes `flags`, `flagsHi` and, where `form` has one, the seal of a body of `body_len` bytes.
pub fn write(writer: &mut Writer, flags: u16, form: Form, body_len: usize) {
    writer
        .u16_le("security.flags", flags)
        .u16_le("security.flags-high", 0);
    write_seal(writer, form, body_len);
}

/// Writes what stands between the flags and the body: nothing for [`Form::Basic`], and for
/// [`Form::Fips`] the FIPS information first. Fast-path PDUs have this behind their own
/// header (MS-RDPBCGR 2.2.9.1.2).
pub fn write_seal(writer: &mut Writer, form: Form, body_len: usize) {
    if form == Form::Fips {
        let padding = u8::try_from(padding_len(body_len)).unwrap_or_default();
        writer
            .u16_le("security.fips-length", FIPS_LENGTH)
            .u8("security.fips-version", FIPS_VERSION)
            .u8("security.fips-pad-length", padding);
    }
    if form != Form::Basic {
        writer.raw(SIGNATURE_FIELD, &[0; SIGNATURE_LEN]);
    }
}

/// Writes what stands behind the body: the padding of [`Form::Fips`], nothing otherwise.
pub fn write_padding(writer: &mut Writer, form: Form, body_len: usize) {
    let padding = padding_len(body_len);
    if form == Form::Fips && padding > 0 {
        writer.raw("security.fips-padding", &vec![0; padding]);
    }
}

/// The bytes that the header takes.
#[must_use]
pub const fn len(form: Form) -> usize {
    match form {
        Form::Basic => 4,
        Form::NonFips => 4 + SIGNATURE_LEN,
        Form::Fips => 4 + 4 /* FIPS information */ + SIGNATURE_LEN,
    }
}

/// `inner` with the header in front, and the padding of FIPS behind.
#[must_use]
pub fn wrap(flags: u16, form: Form, inner: Message) -> Message {
    let mut writer = Writer::new(inner.name);
    let body_len = inner.bytes.len();
    write(&mut writer, flags, form, body_len);
    writer.append(inner);
    write_padding(&mut writer, form, body_len);
    writer.finish()
}

/// The zeros that fill a body of `body_len` bytes up to whole blocks.
#[must_use]
pub const fn padding_len(body_len: usize) -> usize {
    body_len.next_multiple_of(BLOCK_LEN) - body_len
}

/// A security header that was received.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Header {
    /// `flags`.
    pub flags: u16,
    /// `flagsHi`.
    pub flags_high: u16,
    /// The signature, where SEC_ENCRYPT is set.
    pub seal: Option<Seal>,
}

impl Header {
    /// Reads a header; `fips` says that FIPS was chosen for the connection.
    ///
    /// # Errors
    /// [`TooShort`] when it ends early.
    pub fn decode(reader: &mut Reader<'_>, fips: bool) -> Result<Self, TooShort> {
        let flags = reader.u16_le()?;
        let flags_high = reader.u16_le()?;
        let seal = (flags & flags::ENCRYPT != 0)
            .then(|| Seal::decode(reader, fips))
            .transpose()?;
        Ok(Self {
            flags,
            flags_high,
            seal,
        })
    }

    /// Which of the three headers it is; `fips` says that FIPS was chosen for the connection.
    #[must_use]
    pub const fn form(&self, fips: bool) -> Form {
        match self.seal {
            None => Form::Basic,
            Some(_) if fips => Form::Fips,
            Some(_) => Form::NonFips,
        }
    }

    /// Whether every bit of `flags` is set.
    #[must_use]
    pub const fn has(&self, flags: u16) -> bool {
        self.flags & flags == flags
    }
}

/// What is needed to check a body, besides the keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seal {
    /// `padlen`, 0 where there is no FIPS.
    pub pad_length: u8,
    /// `dataSignature`.
    pub signature: [u8; SIGNATURE_LEN],
}

impl Seal {
    /// Reads what stands between the flags, or the fast-path header, and the body.
    ///
    /// # Errors
    /// [`TooShort`] when it ends early.
    pub fn decode(reader: &mut Reader<'_>, fips: bool) -> Result<Self, TooShort> {
        let pad_length = if fips {
            reader.take(3 /* length, version */)?;
            reader.u8()?
        } else {
            0
        };
        Ok(Self {
            pad_length,
            signature: reader.array()?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::message::MessageName;

    fn inner(length: usize) -> Message {
        let mut writer = Writer::new(MessageName::LicenseError);
        writer.raw("inner", &vec![7; length]);
        writer.finish()
    }

    #[test]
    fn each_form_reads_back() {
        for (form, fips) in [(Form::NonFips, false), (Form::Fips, true)] {
            let flags = flags::LICENSE_PKT | flags::ENCRYPT;
            let message = wrap(flags, form, inner(13));
            let mut reader = Reader::new(&message.bytes);
            let header = Header::decode(&mut reader, fips).unwrap();
            let seal = Seal {
                pad_length: if fips { 3 } else { 0 },
                signature: [0; 8],
            };
            assert_eq!(header.seal, Some(seal));
            assert!(header.has(flags));
            assert_eq!(message.bytes.len() - reader.rest().len(), len(form));
            assert!(reader.rest().starts_with(&[7; 13]));
            assert_eq!(reader.rest().len(), if fips { 16 } else { 13 });
        }
    }

    #[test]
    fn a_basic_header_is_flags_only() {
        let message = wrap(flags::LICENSE_PKT, Form::Basic, inner(2));
        assert_eq!(message.bytes, [0x80, 0, 0, 0, 7, 7]);
        let header = Header::decode(&mut Reader::new(&message.bytes), false).unwrap();
        assert_eq!(header.seal, None);
    }

    #[test]
    fn a_fips_header_says_16_version_1_and_the_padding() {
        let message = wrap(flags::ENCRYPT, Form::Fips, inner(7));
        assert_eq!(message.bytes[..8], [8, 0, 0, 0, 0x10, 0, 1, 1]);
        assert_eq!(message.bytes.len(), 24);
        let message = wrap(flags::ENCRYPT, Form::Fips, inner(8));
        assert_eq!(message.field("security.fips-padding"), None);
    }
}
