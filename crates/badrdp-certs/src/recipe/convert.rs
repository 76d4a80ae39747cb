//! From what the file says to what it means, refusing contradictions.

use std::ops::Range;
use std::str::FromStr;

use badrdp_toml::Spanned;

use super::model::{Extension, Name, Recipe, Version};
use super::raw::{Raw, RawExtension};
use super::words::{ExtendedKeyUsage, KeyType, KeyUsage};
use super::{RecipeError, When, contradictions};
use crate::der;

pub(super) fn recipe(name: &str, raw: Raw) -> Result<Recipe, RecipeError> {
    contradictions::refuse(&raw)?;

    let not_before: When = parse(&raw.not_before)?;
    let not_after: When = parse(&raw.not_after)?;
    if not_before.is_before(not_after) == Some(false) {
        return err(
            "not_after is not later than not_before",
            raw.not_after.span(),
        );
    }
    if raw.title.as_ref().trim().is_empty() {
        return err("the title is empty", raw.title.span());
    }
    let version = version(&raw)?;
    let bare = version == Version::V1;
    Ok(Recipe {
        name: name.to_owned(),
        title: raw.title.into_inner(),
        summary: raw.summary.trim().to_owned(),
        issuer: raw.issuer,
        issuer_name: raw.issuer_name.map(Spanned::into_inner),
        subject: raw.subject.map(Spanned::into_inner),
        names: raw
            .names
            .iter()
            .map(alternative_name)
            .collect::<Result<_, _>>()?,
        not_before,
        not_after,
        key: raw.key,
        signature: raw.signature.map(Spanned::into_inner).unwrap_or_default(),
        extended_key_usage: match raw.extended_key_usage {
            Some(usages) => usages,
            None if bare => Vec::new(),
            None => vec![ExtendedKeyUsage::ServerAuth],
        },
        key_usage: match raw.key_usage {
            Some(usages) => usages,
            None if bare => Vec::new(),
            None => server_key_usage(raw.key),
        },
        ca: raw.ca,
        version,
        serial: raw.serial.as_ref().map(serial).transpose()?,
        chain: raw.chain,
        extensions: raw
            .extension
            .iter()
            .map(extension)
            .collect::<Result<_, _>>()?,
        damage: raw.damage,
        key_mismatch: raw.key_mismatch,
        shape: raw.shape.map(Spanned::into_inner).unwrap_or_default(),
    })
}

fn version(raw: &Raw) -> Result<Version, RecipeError> {
    match raw
        .version
        .as_ref()
        .map(|version| (*version.as_ref(), version.span()))
    {
        None | Some((3, _)) => Ok(Version::V3),
        Some((1, _)) => Ok(Version::V1),
        Some((other, span)) => err(format!("unknown version {other}, expected 1 or 3"), span),
    }
}

/// What a TLS server needs: a signature for ECDHE and TLS 1.3, and RSA keys decrypt too.
fn server_key_usage(key: KeyType) -> Vec<KeyUsage> {
    let mut usages = vec![KeyUsage::DigitalSignature];
    if key.rsa_bits().is_some() {
        usages.push(KeyUsage::KeyEncipherment);
    }
    usages
}

fn alternative_name(text: &Spanned<String>) -> Result<Name, RecipeError> {
    Name::parse(text.as_ref()).ok_or_else(|| {
        RecipeError::new(
            "a name is an IP address, an ASCII host name (write others in punycode) or {address}",
            text.span(),
        )
    })
}

fn serial(text: &Spanned<String>) -> Result<Vec<u8>, RecipeError> {
    let bytes = hex(text)?;
    if bytes.is_empty() || bytes.len() > 20 {
        return err("a serial number has 1 to 20 bytes", text.span());
    }
    Ok(bytes)
}

fn extension(raw: &RawExtension) -> Result<Extension, RecipeError> {
    let components: Option<Vec<u64>> = raw
        .oid
        .as_ref()
        .split('.')
        .map(|part| part.parse().ok())
        .collect();
    let oid = match components {
        Some(oid) if oid.len() > 2 && oid[0] <= 2 && oid[1] < 40 => oid,
        _ => {
            return err(
                "an object identifier looks like `1.3.6.1.4.1.311`",
                raw.oid.span(),
            );
        }
    };
    let value = match &raw.value {
        None => der::element(der::tag::NULL, &[]),
        Some(text) => hex(text)?,
    };
    Ok(Extension {
        oid,
        critical: raw.critical,
        value,
    })
}

fn hex(text: &Spanned<String>) -> Result<Vec<u8>, RecipeError> {
    let digits: Option<Vec<u8>> = text
        .as_ref()
        .chars()
        .map(|c| c.to_digit(16).map(|digit| digit as u8))
        .collect();
    match digits {
        Some(digits) if digits.len() % 2 == 0 => Ok(digits
            .chunks_exact(2)
            .map(|pair| pair[0] << 4 | pair[1])
            .collect()),
        _ => err("expected pairs of hexadecimal digits", text.span()),
    }
}

fn parse<T: FromStr>(text: &Spanned<String>) -> Result<T, RecipeError>
where
    T::Err: std::fmt::Display,
{
    text.as_ref()
        .parse()
        .map_err(|error| RecipeError::new(format!("`{}` is {error}", text.as_ref()), text.span()))
}

pub(super) fn err<T>(message: impl Into<String>, span: Range<usize>) -> Result<T, RecipeError> {
    Err(RecipeError::new(message, span))
}
