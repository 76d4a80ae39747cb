//! SERVER_LICENSE_REQUEST: opens the full exchange (MS-RDPELE 2.2.2.1).

use super::blob::{self, blob_type};
use super::preamble::{self, message_type};
use crate::length::{length32, size};
use crate::message::{Message, MessageName};
use crate::reader::{Reader, TooShort};
use crate::share::text::{from_ansi, utf16_z};
use crate::writer::Writer;

/// KEY_EXCHANGE_ALG_RSA: the only algorithm.
pub const KEY_EXCHANGE_ALG_RSA: u32 = 1;

/// The most scopes that are read.
pub const MAX_SCOPES: u32 = 64;

/// The scope of Microsoft's licenses.
pub const SCOPE: &str = "microsoft.com";

/// Product Information (MS-RDPELE 2.2.2.1.1).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProductInfo {
    /// `dwVersion`: the server's major version in the upper half, the minor in the lower.
    pub version: u32,
    /// `pbCompanyName`.
    pub company_name: String,
    /// `pbProductId`.
    pub product_id: String,
}

impl ProductInfo {
    /// Windows as the server: Microsoft Corporation, A02.
    #[must_use]
    pub fn windows(version: u32) -> Self {
        Self {
            version,
            company_name: "Microsoft Corporation".to_owned(),
            product_id: "A02".to_owned(),
        }
    }
}

/// The request. `certificate` is a part from [`crate::standard_security::certificate`], or
/// an empty message where the client knows the certificate from the Connect Response.
#[must_use]
pub fn license_request(
    server_random: &[u8; 32],
    product: &ProductInfo,
    certificate: Message,
    scopes: &[&str],
) -> Message {
    let mut writer = Writer::new(MessageName::LicenseRequest);
    let company = utf16_z(&product.company_name);
    let id = utf16_z(&product.product_id);
    writer
        .raw("licensing.server-random", server_random)
        .u32_le("licensing.product-info.version", product.version)
        .u32_le(
            "licensing.product-info.company-name-length",
            length32(company.len()),
        )
        .raw("licensing.product-info.company-name", &company)
        .u32_le(
            "licensing.product-info.product-id-length",
            length32(id.len()),
        )
        .raw("licensing.product-info.product-id", &id);
    let names = [
        "licensing.key-exchange-list.type",
        "licensing.key-exchange-list.length",
        "licensing.key-exchange-list.data",
    ];
    let algorithms = KEY_EXCHANGE_ALG_RSA.to_le_bytes();
    blob::write(&mut writer, names, blob_type::KEY_EXCHANGE, &algorithms);
    let names = [
        "licensing.server-certificate.type",
        "licensing.server-certificate.length",
        "licensing.server-certificate.data",
    ];
    let certificate_len = certificate.bytes.len();
    blob::write_header(&mut writer, names, blob_type::CERTIFICATE, certificate_len);
    writer
        .append(certificate)
        .u32_le("licensing.scope-count", length32(scopes.len()));
    for scope in scopes {
        let names = [
            "licensing.scope.type",
            "licensing.scope.length",
            "licensing.scope.data",
        ];
        blob::write(&mut writer, names, blob_type::SCOPE, &ansi_text(scope));
    }
    preamble::wrap(message_type::LICENSE_REQUEST, writer.finish())
}

/// What a client reads out of the request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LicenseRequest {
    /// `ServerRandom`.
    pub server_random: [u8; 32],
    /// `KeyExchangeList`: the algorithms.
    pub key_exchange: Vec<u32>,
    /// `ServerCertificate`, still to be decoded; may be empty.
    pub certificate: Vec<u8>,
    /// `ScopeList`.
    pub scopes: Vec<String>,
}

impl LicenseRequest {
    /// Reads what follows the preamble.
    ///
    /// # Errors
    /// [`TooShort`] when it ends early. More scopes than [`MAX_SCOPES`] are not read.
    pub fn decode(reader: &mut Reader<'_>) -> Result<Self, TooShort> {
        let server_random = reader.array()?;
        reader.u32_le()?;
        for _ in ["company name", "product id"] {
            let length = size(reader.u32_le()?);
            reader.take(length)?;
        }
        let key_exchange = blob::read(reader)?
            .chunks_exact(4)
            .map(|number| {
                number
                    .iter()
                    .rev()
                    .fold(0, |sum, byte| sum << 8 | u32::from(*byte))
            })
            .collect();
        let certificate = blob::read(reader)?.to_vec();
        let count = reader.u32_le()?.min(MAX_SCOPES);
        let scopes = (0..count)
            .map(|_| Ok(from_ansi(blob::read(reader)?)))
            .collect::<Result<_, TooShort>>()?;
        Ok(Self {
            server_random,
            key_exchange,
            certificate,
            scopes,
        })
    }
}

/// Text with a zero at the end, a byte to a letter.
pub(super) fn ansi_text(text: &str) -> Vec<u8> {
    text.bytes().chain([0]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::standard_security::ServerKey;

    #[test]
    fn a_request_reads_back() {
        let certificate = ServerKey::published().proprietary_certificate();
        let expected = LicenseRequest {
            key_exchange: vec![KEY_EXCHANGE_ALG_RSA],
            server_random: [9; 32],
            certificate: certificate.bytes.clone(),
            scopes: vec![SCOPE.to_owned()],
        };
        let product = ProductInfo::windows(0x0006_0001);
        let message = license_request(&[9; 32], &product, certificate, &[SCOPE]);
        let mut reader = Reader::new(&message.bytes);
        assert_eq!(preamble::decode(&mut reader), Ok(1));
        assert_eq!(LicenseRequest::decode(&mut reader), Ok(expected));
        assert!(reader.is_empty());
        assert!(message.field("certificate.modulus").is_some());
    }

    #[test]
    fn the_lengths_count_the_zero_at_the_end() {
        let certificate = Writer::new(MessageName::LicenseRequest).finish();
        let product = ProductInfo::windows(0x0006_0001);
        let message = license_request(&[9; 32], &product, certificate, &[SCOPE]);
        let length = |field: &str| message.field(field).map(|field| field.range.len());
        assert_eq!(length("licensing.product-info.product-id"), Some(8));
        assert_eq!(length("licensing.scope.data"), Some(14));
    }
}
