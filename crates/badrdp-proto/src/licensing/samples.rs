//! Every licensing message of the server in its plain form, by name.

use super::challenge::{CHALLENGE, platform_challenge};
use super::error::valid_client;
use super::keys::Keys;
use super::license::{Kind, NewLicenseInfo, new_license};
use super::request::{ProductInfo, SCOPE, license_request};
use crate::message::{Message, MessageName};
use crate::standard_security::ServerKey;

/// The plain form of the server PDU called `name`, from the licensing preamble on; `None`
/// for names of other modules.
#[must_use]
pub fn sample(name: MessageName) -> Option<Message> {
    let product = ProductInfo::windows(0x0006_0001);
    let keys = Keys::derive(&[0; 48], &[0; 32], &[0; 32]);
    Some(match name {
        MessageName::LicenseRequest => {
            let certificate = ServerKey::published().proprietary_certificate();
            license_request(&[0; 32], &product, certificate, &[SCOPE])
        }
        MessageName::PlatformChallenge => platform_challenge(&keys, &CHALLENGE),
        MessageName::NewLicense => {
            let info = NewLicenseInfo::new(&product, b"badrdp".to_vec());
            new_license(&keys, Kind::New, &info)
        }
        MessageName::LicenseError => valid_client(),
        _ => return None,
    })
}
