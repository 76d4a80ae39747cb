//! Quantities with units, as people write them: `10s`, `1m 30s`, `16 KB/s`.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use jiff::SignedDuration;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};

/// A length of time, at most 24 hours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Period(Duration);

impl Period {
    /// The longest there is.
    pub const MAX: Duration = Duration::from_secs(24 * 60 * 60);

    /// A period of `duration`; `None` past [`Self::MAX`].
    #[must_use]
    pub fn new(duration: Duration) -> Option<Self> {
        (duration <= Self::MAX).then_some(Self(duration))
    }

    /// A period of whole milliseconds, cut at [`Self::MAX`].
    #[must_use]
    pub fn millis(millis: u64) -> Self {
        Self(Duration::from_millis(millis).min(Self::MAX))
    }

    /// The time it takes.
    #[must_use]
    pub const fn duration(self) -> Duration {
        self.0
    }
}

/// Text that is no quantity of the kind that is asked for.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum QuantityError {
    /// No length of time.
    #[error(
        "`{0}` is no length of time; write it with a unit, such as \"150ms\", \"10s\" or \"1m 30s\""
    )]
    Period(String),
    /// Longer than a day.
    #[error("`{0}` is longer than 24 hours")]
    TooLong(String),
    /// No data rate.
    #[error(
        "`{0}` is no data rate; write it with a unit, such as \"800 B/s\", \"16 KB/s\" or \"2 MB/s\""
    )]
    Rate(String),
}

impl FromStr for Period {
    type Err = QuantityError;

    fn from_str(text: &str) -> Result<Self, QuantityError> {
        let parsed: SignedDuration = text
            .parse()
            .map_err(|_| QuantityError::Period(text.to_owned()))?;
        let duration =
            Duration::try_from(parsed).map_err(|_| QuantityError::Period(text.to_owned()))?;
        Self::new(duration).ok_or_else(|| QuantityError::TooLong(text.to_owned()))
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match SignedDuration::try_from(self.0) {
            Ok(duration) => write!(f, "{duration:#}"),
            Err(_) => write!(f, "{:?}", self.0),
        }
    }
}

impl TryFrom<String> for Period {
    type Error = QuantityError;

    fn try_from(text: String) -> Result<Self, QuantityError> {
        text.parse()
    }
}

impl From<Period> for String {
    fn from(period: Period) -> Self {
        period.to_string()
    }
}

impl JsonSchema for Period {
    fn schema_name() -> Cow<'static, str> {
        "Period".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "string",
            "description": "A length of time with its unit: \"150ms\", \"10s\", \"1m 30s\". At most 24h.",
            "examples": ["150ms", "10s", "1m 30s"],
        })
    }
}

/// A data rate; never zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Rate(u64);

impl Rate {
    const UNITS: [(&str, u64); 3] = [("MB/s", 1_000_000), ("KB/s", 1_000), ("B/s", 1)];

    /// A rate of `bytes` per second; `None` for zero.
    #[must_use]
    pub fn new(bytes: u64) -> Option<Self> {
        (bytes > 0).then_some(Self(bytes))
    }

    /// Bytes per second.
    #[must_use]
    pub const fn bytes_per_second(self) -> u64 {
        self.0
    }

    /// How long `bytes` bytes take.
    #[must_use]
    pub fn time_for(self, bytes: usize) -> Duration {
        let nanos = u128::try_from(bytes)
            .unwrap_or(u128::MAX)
            .saturating_mul(1_000_000_000)
            / u128::from(self.0);
        Duration::from_nanos(u64::try_from(nanos).unwrap_or(u64::MAX))
    }
}

impl FromStr for Rate {
    type Err = QuantityError;

    fn from_str(text: &str) -> Result<Self, QuantityError> {
        Self::UNITS
            .iter()
            .find_map(|(unit, factor)| {
                let number: u64 = text.strip_suffix(unit)?.trim_end().parse().ok()?;
                number.checked_mul(*factor)
            })
            .and_then(Self::new)
            .ok_or_else(|| QuantityError::Rate(text.to_owned()))
    }
}

impl fmt::Display for Rate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (unit, factor) = Self::UNITS
            .into_iter()
            .find(|(_, factor)| self.0.is_multiple_of(*factor))
            .unwrap_or(("B/s", 1));
        write!(f, "{} {unit}", self.0 / factor)
    }
}

impl TryFrom<String> for Rate {
    type Error = QuantityError;

    fn try_from(text: String) -> Result<Self, QuantityError> {
        text.parse()
    }
}

impl From<Rate> for String {
    fn from(rate: Rate) -> Self {
        rate.to_string()
    }
}

impl JsonSchema for Rate {
    fn schema_name() -> Cow<'static, str> {
        "Rate".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "string",
            "description": "A data rate with its unit, in powers of ten: \"800 B/s\", \"16 KB/s\", \"2 MB/s\".",
            "pattern": "^[0-9]+ ?(B|KB|MB)/s$",
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn people_write_units() {
        assert_eq!("150ms".parse(), Ok(Period::millis(150)));
        assert_eq!("1m 30s".parse(), Ok(Period::millis(90_000)));
        assert_eq!(
            "16 KB/s".parse::<Rate>().map(Rate::bytes_per_second),
            Ok(16_000)
        );
        assert_eq!(
            "800B/s".parse::<Rate>().map(Rate::bytes_per_second),
            Ok(800)
        );
    }

    #[test]
    fn numbers_without_units_and_negative_times_are_refused() {
        for text in ["10", "-3s", "", "ten seconds", "25h"] {
            assert!(text.parse::<Period>().is_err(), "{text}");
        }
        for text in ["0 B/s", "16", "16 kb", "99999999999999 MB/s"] {
            assert!(text.parse::<Rate>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_rate_tells_how_long_bytes_take() {
        let rate = Rate::new(16_000).unwrap();
        assert_eq!(rate.time_for(160), Duration::from_millis(10));
    }

    proptest! {
        #[test]
        fn periods_read_back(millis in 0_u64..=86_400_000) {
            let period = Period::millis(millis);
            prop_assert_eq!(period.to_string().parse(), Ok(period));
        }

        #[test]
        fn rates_read_back(bytes in 1_u64..) {
            let rate = Rate::new(bytes).unwrap();
            prop_assert_eq!(rate.to_string().parse(), Ok(rate));
        }
    }
}
