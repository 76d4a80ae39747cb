//! A date in a recipe: relative to the moment of issue, or absolute.
//!
//! A relative date never goes stale. An absolute one is for the far ends of the calendar.

use std::str::FromStr;

use jiff::{SignedDuration, Timestamp};

/// A date in a recipe.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum When {
    /// A moment: `2099-12-31T23:59:59Z`.
    Absolute(Timestamp),
    /// So long after the moment of issue: `+183d`, `-1m`.
    Relative(SignedDuration),
}

impl When {
    /// The moment that is meant by a certificate issued `now`.
    ///
    /// A date beyond year 9999 becomes the last that a certificate can say.
    pub(crate) fn at(self, now: Timestamp) -> Timestamp {
        match self {
            Self::Absolute(moment) => moment,
            Self::Relative(offset) if offset.is_negative() => {
                now.checked_add(offset).unwrap_or(Timestamp::MIN)
            }
            Self::Relative(offset) => now.checked_add(offset).unwrap_or(Timestamp::MAX),
        }
    }

    /// Whether this comes before `other`, if that can be known before the issue.
    pub(crate) fn is_before(self, other: Self) -> Option<bool> {
        match (self, other) {
            (Self::Absolute(a), Self::Absolute(b)) => Some(a < b),
            (Self::Relative(a), Self::Relative(b)) => Some(a < b),
            _ => None,
        }
    }
}

impl FromStr for When {
    type Err = NotADate;

    fn from_str(text: &str) -> Result<Self, NotADate> {
        if !text.starts_with(['+', '-']) {
            return text.parse().map(Self::Absolute).map_err(|_| NotADate);
        }
        let unit = text.chars().next_back().ok_or(NotADate)?;
        let (_, seconds) = UNITS
            .iter()
            .find(|(word, _)| *word == unit)
            .ok_or(NotADate)?;
        let count: i64 = text[..text.len() - 1].parse().map_err(|_| NotADate)?;
        let seconds = count.checked_mul(*seconds).ok_or(NotADate)?;
        Ok(Self::Relative(SignedDuration::from_secs(seconds)))
    }
}

/// A text that is no date.
#[derive(Debug, thiserror::Error)]
#[error(
    "not a date; write a time relative to the moment of issue such as `-35d`, `+12h` or `-1m` \
     (units: s, m, h, d), or a moment such as `2099-12-31T23:59:59Z`"
)]
pub(crate) struct NotADate;

/// The units of a relative date, in seconds. All ASCII, one byte each.
const UNITS: [(char, i64); 4] = [('s', 1), ('m', 60), ('h', 3600), ('d', 86_400)];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn m_is_a_minute() {
        let now = Timestamp::UNIX_EPOCH;
        for (text, seconds) in [
            ("+1m", 60),
            ("-1m", -60),
            ("+0s", 0),
            ("+2h", 7200),
            ("-35d", -35 * 86_400),
        ] {
            let when: When = text.parse().unwrap();
            assert_eq!(when.at(now).as_second(), seconds, "{text}");
        }
    }

    #[test]
    fn what_is_not_a_date_is_refused() {
        for text in [
            "",
            "+",
            "-d",
            "35d",
            "+1y",
            "+1é",
            "+1.5d",
            "+9223372036854775807d",
            "2099",
        ] {
            assert!(text.parse::<When>().is_err(), "{text}");
        }
    }

    #[test]
    fn dates_beyond_the_calendar_stop_at_its_ends() {
        let far: When = "+9000000000s".parse().unwrap();
        assert!(far.at(Timestamp::MAX) == Timestamp::MAX);
        let past: When = "-999999999d".parse().unwrap();
        assert!(past.at(Timestamp::UNIX_EPOCH) == Timestamp::MIN);
    }
}
