//! Numbers that a scenario chooses within bounds, for `#[serde(deserialize_with = "…")]`.
//!
//! The JSON Schema says the same by `#[schemars(range(…))]` beside it.

use serde::de::{Deserialize, Deserializer, Error};

/// A number from `MIN` to `MAX`, both included.
///
/// # Errors
/// For any other number; says the bounds.
pub(crate) fn within<'de, D, N, const MIN: u16, const MAX: u16>(source: D) -> Result<N, D::Error>
where
    D: Deserializer<'de>,
    N: TryFrom<u16>,
{
    let number = i64::deserialize(source)?;
    u16::try_from(number)
        .ok()
        .filter(|number| (MIN..=MAX).contains(number))
        .and_then(|number| N::try_from(number).ok())
        .ok_or_else(|| D::Error::custom(format!("`{number}` is no number from {MIN} to {MAX}")))
}

/// The same where the number may be left out.
///
/// # Errors
/// As [`within`] has them.
pub(crate) fn within_if_said<'de, D, N, const MIN: u16, const MAX: u16>(
    source: D,
) -> Result<Option<N>, D::Error>
where
    D: Deserializer<'de>,
    N: TryFrom<u16>,
{
    within::<D, N, MIN, MAX>(source).map(Some)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, serde::Deserialize)]
    struct Table {
        #[serde(deserialize_with = "within::<_, _, 1, 15>")]
        code: u8,
    }

    #[test]
    fn both_ends_are_included_and_nothing_beyond() {
        for code in [1, 15] {
            let table: Table = toml::from_str(&format!("code = {code}")).unwrap();
            assert_eq!(table.code, code);
        }
        for code in ["0", "16", "-1", "70000"] {
            let error = toml::from_str::<Table>(&format!("code = {code}")).unwrap_err();
            assert_eq!(
                error.message(),
                format!("`{code}` is no number from 1 to 15")
            );
            assert_eq!(error.span(), Some(7..7 + code.len()), "it points at it");
        }
    }
}
