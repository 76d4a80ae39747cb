//! Fields that are sound by themselves, and make no certificate together.

use rcgen::string::PrintableString;

use super::RecipeError;
use super::convert::err;
use super::raw::Raw;
use super::words::{Digest, IssuerName, Shape};

pub(super) fn refuse(raw: &Raw) -> Result<(), RecipeError> {
    no_extension_in_version_1(raw)?;
    windows_default_is_bare(raw)?;
    digest_is_one_the_issuer_can_sign(raw)?;
    issuer_name_belongs_to_a_stranger(raw)
}

fn no_extension_in_version_1(raw: &Raw) -> Result<(), RecipeError> {
    let Some(version) = raw
        .version
        .as_ref()
        .filter(|version| *version.as_ref() == 1)
    else {
        return Ok(());
    };
    let extended = !raw.names.is_empty()
        || raw.extended_key_usage.is_some()
        || raw.key_usage.is_some()
        || raw.ca
        || !raw.extension.is_empty();
    if extended {
        return err(
            "a version 1 certificate has no extensions: leave out names, extended_key_usage, \
             key_usage, ca and extension",
            version.span(),
        );
    }
    Ok(())
}

fn windows_default_is_bare(raw: &Raw) -> Result<(), RecipeError> {
    let Some(shape) = raw
        .shape
        .as_ref()
        .filter(|s| *s.as_ref() == Shape::WindowsDefault)
    else {
        return Ok(());
    };
    if !raw.names.is_empty() || raw.ca || !raw.extension.is_empty() || raw.version.is_some() {
        return err(
            "the shape `windows-default` has key usages and no other extension: leave out names, \
             ca, extension and version",
            shape.span(),
        );
    }
    match &raw.subject {
        Some(subject) if PrintableString::try_from(subject.as_ref().as_str()).is_ok() => Ok(()),
        Some(subject) => err(
            "the shape `windows-default` writes the subject as a PrintableString: letters, \
             digits, space and '()+,-./:=? only",
            subject.span(),
        ),
        None => err("the shape `windows-default` needs a subject", shape.span()),
    }
}

fn digest_is_one_the_issuer_can_sign(raw: &Raw) -> Result<(), RecipeError> {
    let rsa_signs = raw.issuer != IssuerName::SelfSigned || raw.key.rsa_bits().is_some();
    match &raw.signature {
        Some(digest) if *digest.as_ref() != Digest::Sha256 && !rsa_signs => err(
            "only an RSA key signs SHA-1 or MD5, and this certificate signs itself with another",
            digest.span(),
        ),
        _ => Ok(()),
    }
}

fn issuer_name_belongs_to_a_stranger(raw: &Raw) -> Result<(), RecipeError> {
    match (&raw.issuer_name, raw.issuer) {
        (None, _) | (Some(_), IssuerName::AntivirusRoot | IssuerName::UnknownCa) => Ok(()),
        (Some(name), _) => err(
            "issuer_name needs an issuer that nobody trusts: `antivirus-root` or `unknown-ca`",
            name.span(),
        ),
    }
}
