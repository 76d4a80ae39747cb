//! `TargetCertificate`: the certificate that the target has to show (MS-RDPBCGR 2.2.13.1.2).

use badrdp_proto::reader::{Reader, TooShort};
use badrdp_proto::share::text::from_utf16;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use x509_parser::prelude::{FromDer as _, X509Certificate};

/// The certificate in DER, out of a container that is Base64 in Unicode; `None` where there is
/// none.
pub(super) fn certificate(field: &[u8]) -> Option<Vec<u8>> {
    let text = from_utf16(field);
    let text: String = text.split_ascii_whitespace().collect();
    let container = STANDARD.decode(text).ok()?;
    let certificate = element(&container).ok()??;
    let (_, _) = X509Certificate::from_der(&certificate).ok()?;
    Some(certificate)
}

/// The first element that is a certificate in DER.
fn element(container: &[u8]) -> Result<Option<Vec<u8>>, TooShort> {
    /// ELEMENT_TYPE_CERTIFICATE
    const CERTIFICATE: u32 = 32;
    /// ENCODING_TYPE_ASN1_DER
    const DER: u32 = 1;
    let mut reader = Reader::new(container);
    while !reader.is_empty() {
        let (kind, encoding) = (reader.u32_le()?, reader.u32_le()?);
        let length = usize::try_from(reader.u32_le()?).unwrap_or(usize::MAX);
        let element = reader.take(length)?;
        if (kind, encoding) == (CERTIFICATE, DER) {
            return Ok(Some(element.to_vec()));
        }
    }
    Ok(None)
}

#[cfg(test)]
mod tests {
    use badrdp_proto::share::text::utf16_z;

    use super::*;

    fn container(elements: &[(u32, &[u8])]) -> Vec<u8> {
        let mut bytes = Vec::new();
        for (kind, element) in elements {
            let length = u32::try_from(element.len()).unwrap();
            for number in [*kind, 1, length] {
                bytes.extend(number.to_le_bytes());
            }
            bytes.extend_from_slice(element);
        }
        bytes
    }

    #[test]
    fn the_certificate_is_found_among_other_elements() {
        let bytes = container(&[(7, b"other"), (32, b"certificate")]);
        assert_eq!(element(&bytes), Ok(Some(b"certificate".to_vec())));
        assert_eq!(element(&container(&[(7, b"other")])), Ok(None));
        assert!(element(&bytes[..bytes.len() - 1]).is_err());
    }

    #[test]
    fn what_holds_no_certificate_is_none() {
        let text = STANDARD.encode(container(&[(32, b"no certificate")]));
        assert_eq!(certificate(&utf16_z(&text)), None);
        assert_eq!(certificate(&[0x12; 512]), None);
        assert_eq!(certificate(&[]), None);
    }
}
