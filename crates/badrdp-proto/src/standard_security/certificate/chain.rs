//! X.509 certificate chains (MS-RDPBCGR 2.2.1.4.3.1, MS-RDPELE 2.2.1.4.2).

use super::VERSION_2;
use crate::length::length32;
use crate::message::{Message, MessageName};
use crate::writer::Writer;

/// A chain of DER certificates, the root first and the server's last. The message is a
/// part of others.
#[must_use]
pub fn x509_chain(certificates: &[Vec<u8>]) -> Message {
    let mut writer = Writer::new(MessageName::ConnectResponse);
    writer
        .u32_le("certificate.version", VERSION_2)
        .u32_le("certificate.count", length32(certificates.len()));
    for der in certificates {
        writer
            .u32_le("certificate.x509-length", length32(der.len()))
            .raw("certificate.x509", der);
    }
    let padding = vec![0; padding_len(certificates.len())];
    writer.raw("certificate.padding", &padding);
    writer.finish()
}

/// The zeros behind a chain (MS-RDPELE 2.2.1.4.2).
pub(super) const fn padding_len(certificates: usize) -> usize {
    8 + 4 * certificates
}
