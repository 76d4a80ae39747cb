//! What a certificate says: from a recipe to rcgen's parameters.

use std::collections::HashSet;
use std::time::Duration;

use jiff::Timestamp;
use rcgen::{
    BasicConstraints, CertificateParams, CustomExtension, DistinguishedName, DnType, DnValue,
    ExtendedKeyUsagePurpose, IsCa, KeyUsagePurpose, SanType, SerialNumber,
};

use crate::authority::{common_name, random_serial, vouches_for};
use crate::der::{self, tag};
use crate::recipe::{Extension, Name, Version};
use crate::{Error, ExtendedKeyUsage, IssuerName, KeyUsage, Recipe, Shape};

/// rcgen's parameters for a certificate that is issued `now` to a server at `addresses`.
pub(crate) fn params(
    recipe: &Recipe,
    now: Timestamp,
    addresses: &[String],
) -> Result<CertificateParams, Error> {
    let mut params = CertificateParams::default();
    set_validity(
        &mut params,
        recipe.not_before.at(now),
        recipe.not_after.at(now),
    );
    params.serial_number = Some(match &recipe.serial {
        Some(bytes) => SerialNumber::from_slice(bytes),
        None => random_serial(),
    });
    params.distinguished_name = subject(recipe);
    match (recipe.version, recipe.shape) {
        // The sealing takes away what rcgen writes by itself.
        (Version::V1, _) => {}
        (Version::V3, Shape::Ordinary) => {
            set_ordinary_extensions(&mut params, recipe);
            params.subject_alt_names = alternative_names(recipe, addresses)?;
        }
        (Version::V3, Shape::WindowsDefault) => {
            params.custom_extensions = windows_extensions(recipe);
        }
    }
    Ok(params)
}

/// Sets the dates, within the years that a certificate can say.
pub(crate) fn set_validity(
    params: &mut CertificateParams,
    not_before: Timestamp,
    not_after: Timestamp,
) {
    let epoch = rcgen::date_time_ymd(1970, 1, 1);
    let at = |moment: Timestamp| {
        let second = moment.as_second().max(YEAR_1);
        let distance = Duration::from_secs(second.unsigned_abs());
        if second < 0 {
            epoch - distance
        } else {
            epoch + distance
        }
    };
    params.not_before = at(not_before);
    params.not_after = at(not_after);
}

/// 0001-01-01T00:00:00Z. Later dates are bounded by jiff, which ends with year 9999.
const YEAR_1: i64 = -62_135_596_800;

fn subject(recipe: &Recipe) -> DistinguishedName {
    let Some(name) = &recipe.subject else {
        return DistinguishedName::new();
    };
    let printable = match recipe.shape {
        Shape::Ordinary => None,
        Shape::WindowsDefault => name.as_str().try_into().ok(),
    };
    let Some(printable) = printable else {
        return common_name(name);
    };
    let mut distinguished = DistinguishedName::new();
    distinguished.push(DnType::CommonName, DnValue::PrintableString(printable));
    distinguished
}

fn set_ordinary_extensions(params: &mut CertificateParams, recipe: &Recipe) {
    params.use_authority_key_identifier_extension = recipe.issuer != IssuerName::SelfSigned;
    params.key_usages = recipe
        .key_usage
        .iter()
        .map(|usage| purpose(*usage))
        .collect();
    params.extended_key_usages = recipe
        .extended_key_usage
        .iter()
        .map(|usage| extended_purpose(*usage))
        .collect();
    params.is_ca = if recipe.ca {
        IsCa::Ca(BasicConstraints::Unconstrained)
    } else {
        IsCa::ExplicitNoCa
    };
    params.custom_extensions = recipe.extensions.iter().map(custom_extension).collect();
}

fn alternative_names(recipe: &Recipe, addresses: &[String]) -> Result<Vec<SanType>, Error> {
    let by_lab = matches!(
        recipe.issuer,
        IssuerName::LabCa | IssuerName::LabIntermediate
    );
    let (mut names, mut known) = (Vec::new(), HashSet::new());
    let mut push = |name: SanType| {
        if known.insert(name.clone()) {
            names.push(name);
        }
    };
    for name in &recipe.names {
        match name {
            Name::Fixed(name) => push(name.clone()),
            Name::Address => {
                for address in addresses {
                    let name = address_name(address)?;
                    if !by_lab || vouches_for(&name) {
                        push(name);
                    }
                }
            }
        }
    }
    Ok(names)
}

/// The alternative name for an address that a server is reached at.
pub(crate) fn address_name(text: &str) -> Result<SanType, Error> {
    Name::fixed(text).ok_or_else(|| Error::InvalidName {
        name: text.to_owned(),
    })
}

/// What the default certificate of Remote Desktop has, in its order and not critical.
fn windows_extensions(recipe: &Recipe) -> Vec<CustomExtension> {
    let mut extensions = Vec::new();
    if !recipe.extended_key_usage.is_empty() {
        let usages: Vec<_> = recipe
            .extended_key_usage
            .iter()
            .map(|usage| der::oid(usage.oid()))
            .collect();
        let value = der::sequence(usages.iter().map(Vec::as_slice));
        extensions.push(CustomExtension::from_oid_content(&[2, 5, 29, 37], value));
    }
    if !recipe.key_usage.is_empty() {
        let bits = recipe
            .key_usage
            .iter()
            .fold(0_u8, |bits, usage| bits | 0x80 >> *usage as u8);
        let value = der::element(tag::BIT_STRING, &[bits.trailing_zeros() as u8, bits]);
        extensions.push(CustomExtension::from_oid_content(&[2, 5, 29, 15], value));
    }
    extensions
}

fn custom_extension(extension: &Extension) -> CustomExtension {
    let mut custom = CustomExtension::from_oid_content(&extension.oid, extension.value.clone());
    custom.set_criticality(extension.critical);
    custom
}

fn purpose(usage: KeyUsage) -> KeyUsagePurpose {
    match usage {
        KeyUsage::DigitalSignature => KeyUsagePurpose::DigitalSignature,
        KeyUsage::ContentCommitment => KeyUsagePurpose::ContentCommitment,
        KeyUsage::KeyEncipherment => KeyUsagePurpose::KeyEncipherment,
        KeyUsage::DataEncipherment => KeyUsagePurpose::DataEncipherment,
        KeyUsage::KeyAgreement => KeyUsagePurpose::KeyAgreement,
        KeyUsage::KeyCertSign => KeyUsagePurpose::KeyCertSign,
        KeyUsage::CrlSign => KeyUsagePurpose::CrlSign,
    }
}

fn extended_purpose(usage: ExtendedKeyUsage) -> ExtendedKeyUsagePurpose {
    match usage {
        ExtendedKeyUsage::ClientAuth => ExtendedKeyUsagePurpose::ClientAuth,
        ExtendedKeyUsage::RemoteDesktopAuthentication => {
            ExtendedKeyUsagePurpose::Other(usage.oid().to_vec())
        }
        ExtendedKeyUsage::ServerAuth => ExtendedKeyUsagePurpose::ServerAuth,
    }
}
