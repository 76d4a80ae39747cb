//! New License and Upgrade License (MS-RDPELE 2.2.2.6, 2.2.2.7).

use super::blob::{self, blob_type};
use super::challenge::BadMac;
use super::keys::{Keys, MAC_LEN};
use super::preamble::{self, message_type};
use super::request::{ProductInfo, SCOPE, ansi_text};
use crate::length::{length32, size};
use crate::message::{Message, MessageName};
use crate::reader::{Reader, TooShort};
use crate::share::text::{from_ansi, from_utf16, utf16_z};
use crate::writer::Writer;

/// Which of the two messages; they differ in their type only.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The client had none.
    New,
    /// The client had an older one.
    Upgrade,
}

/// The license, encrypted.
#[must_use]
pub fn new_license(keys: &Keys, kind: Kind, info: &NewLicenseInfo) -> Message {
    let plain = info.encode();
    let mut writer = Writer::new(MessageName::NewLicense);
    let names = [
        "licensing.encrypted-license-info.type",
        "licensing.encrypted-license-info.length",
        "licensing.encrypted-license-info.data",
    ];
    let encrypted = keys.crypt(&plain);
    blob::write(&mut writer, names, blob_type::ENCRYPTED_DATA, &encrypted);
    writer.raw("licensing.mac-data", &keys.mac(&plain));
    let message_type = match kind {
        Kind::New => message_type::NEW_LICENSE,
        Kind::Upgrade => message_type::UPGRADE_LICENSE,
    };
    preamble::wrap(message_type, writer.finish())
}

/// New License Information: what the client stores (MS-RDPELE 2.2.2.6.1).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewLicenseInfo {
    /// `dwVersion`: the version of the product.
    pub version: u32,
    /// `pbScope`.
    pub scope: String,
    /// `pbCompanyName`.
    pub company_name: String,
    /// `pbProductId`.
    pub product_id: String,
    /// `pbLicenseInfo`: the license itself.
    pub license: Vec<u8>,
}

impl NewLicenseInfo {
    /// `license` for the product of a License Request.
    #[must_use]
    pub fn new(product: &ProductInfo, license: Vec<u8>) -> Self {
        Self {
            version: product.version,
            scope: SCOPE.to_owned(),
            company_name: product.company_name.clone(),
            product_id: product.product_id.clone(),
            license,
        }
    }

    fn encode(&self) -> Vec<u8> {
        let mut bytes = self.version.to_le_bytes().to_vec();
        for part in [
            &ansi_text(&self.scope),
            &utf16_z(&self.company_name),
            &utf16_z(&self.product_id),
            &self.license,
        ] {
            bytes.extend(length32(part.len()).to_le_bytes());
            bytes.extend(part);
        }
        bytes
    }

    /// Reads it, decrypted.
    ///
    /// # Errors
    /// [`TooShort`] when it ends early.
    pub fn decode(plain: &[u8]) -> Result<Self, TooShort> {
        let mut reader = Reader::new(plain);
        let version = reader.u32_le()?;
        let mut part = || {
            let length = size(reader.u32_le()?);
            reader.take(length)
        };
        Ok(Self {
            version,
            scope: from_ansi(part()?),
            company_name: from_utf16(part()?),
            product_id: from_utf16(part()?),
            license: part()?.to_vec(),
        })
    }
}

/// A New License or Upgrade License that was received.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewLicense {
    encrypted: Vec<u8>,
    mac: [u8; MAC_LEN],
}

/// A license that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NewLicenseError {
    /// It was encrypted or signed with other keys.
    #[error(transparent)]
    BadMac(#[from] BadMac),
    /// What was decrypted ends early.
    #[error(transparent)]
    TooShort(#[from] TooShort),
}

impl NewLicense {
    /// Reads what follows the preamble.
    ///
    /// # Errors
    /// [`TooShort`] when it ends early.
    pub fn decode(reader: &mut Reader<'_>) -> Result<Self, TooShort> {
        Ok(Self {
            encrypted: blob::read(reader)?.to_vec(),
            mac: reader.array()?,
        })
    }

    /// The license.
    ///
    /// # Errors
    /// [`NewLicenseError`]
    pub fn open(&self, keys: &Keys) -> Result<NewLicenseInfo, NewLicenseError> {
        let plain = keys.crypt(&self.encrypted);
        if keys.mac(&plain) != self.mac {
            return Err(BadMac.into());
        }
        Ok(NewLicenseInfo::decode(&plain)?)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn keys() -> Keys {
        Keys::derive(&[1; 48], &[2; 32], &[3; 32])
    }

    #[test]
    fn a_license_reads_back_with_the_right_keys_only() {
        let product = ProductInfo::windows(0x0006_0001);
        let info = NewLicenseInfo::new(&product, b"lab".to_vec());
        for (kind, number) in [(Kind::New, 3), (Kind::Upgrade, 4)] {
            let message = new_license(&keys(), kind, &info);
            assert_eq!(message.bytes[0], number);
            let mut reader = Reader::new(&message.bytes[preamble::LEN..]);
            let license = NewLicense::decode(&mut reader).unwrap();
            assert_eq!(license.open(&keys()), Ok(info.clone()));
            let other = Keys::derive(&[], &[], &[]);
            assert_eq!(license.open(&other), Err(BadMac.into()));
        }
    }

    proptest! {
        #[test]
        fn any_bytes_decode_or_fail_in_order(
            bytes in proptest::collection::vec(any::<u8>(), 0..80),
        ) {
            let _ = NewLicenseInfo::decode(&bytes);
            let _ = NewLicense::decode(&mut Reader::new(&bytes)).map(|license| license.open(&keys()));
        }

        #[test]
        fn any_names_read_back(company_name in "[^\0]{0,9}", product_id in "[a-zé-€😀]{0,9}") {
            let info = NewLicenseInfo {
                version: 1,
                scope: "scope".to_owned(),
                company_name,
                product_id,
                license: vec![1],
            };
            prop_assert_eq!(NewLicenseInfo::decode(&info.encode()), Ok(info));
        }
    }
}
