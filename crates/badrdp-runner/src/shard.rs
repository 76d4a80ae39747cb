//! One part of a run that is spread over several machines.

use std::fmt;
use std::num::NonZeroU32;
use std::str::FromStr;

use serde::Serialize;

/// The part `index` of `of`. Every case is in one part and in no other, whatever else is run.
///
/// The part of a case is FNV-1a (64 bits) over its scenario's id, a zero byte and its client's
/// name, modulo `of`, plus 1. It depends on nothing else, so all machines agree about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Shard {
    /// From 1 to `of`.
    index: NonZeroU32,
    /// How many there are.
    of: NonZeroU32,
}

/// The most parts.
const MOST: u32 = 10_000;

impl Shard {
    /// The part `index` of `of`; `None` where there is no such part.
    #[must_use]
    pub fn new(index: u32, of: u32) -> Option<Self> {
        let (index, of) = (NonZeroU32::new(index)?, NonZeroU32::new(of)?);
        (index <= of && of.get() <= MOST).then_some(Self { index, of })
    }

    /// Which part this is, from 1.
    #[must_use]
    pub const fn index(self) -> u32 {
        self.index.get()
    }

    /// How many parts there are.
    #[must_use]
    pub const fn of(self) -> u32 {
        self.of.get()
    }

    /// Whether the case of this scenario and client is in this part.
    #[must_use]
    pub fn has(self, scenario: &str, client: &str) -> bool {
        hash(scenario, client) % u64::from(self.of.get()) == u64::from(self.index.get() - 1)
    }
}

/// FNV-1a with 64 bits (draft-eastlake-fnv 2).
fn hash(scenario: &str, client: &str) -> u64 {
    const BASIS: u64 = 0xcbf2_9ce4_8422_2325;
    const PRIME: u64 = 0x0100_0000_01b3;
    let bytes = scenario.bytes().chain([0]).chain(client.bytes());
    bytes.fold(BASIS, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(PRIME)
    })
}

impl fmt::Display for Shard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.index, self.of)
    }
}

impl FromStr for Shard {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let read = |(index, of): (&str, &str)| {
            // What counts from 0, as Kubernetes does, has no way to add 1.
            let index = match index.strip_suffix("+1") {
                Some(from_zero) => from_zero.parse::<u32>().ok()?.checked_add(1)?,
                None => index.parse().ok()?,
            };
            Self::new(index, of.parse().ok()?)
        };
        text.split_once('/').and_then(read).ok_or_else(|| {
            format!(
                "a shard is written as I/N, such as 2/4, with I from 1 to N and N up to {MOST}; \
                 K+1/N counts from 0"
            )
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_shard_may_be_counted_from_nought() {
        assert_eq!("0+1/4".parse(), Ok(Shard::new(1, 4).unwrap()));
        assert_eq!("3+1/4".parse(), Ok(Shard::new(4, 4).unwrap()));
    }

    #[test]
    fn a_shard_that_is_none_is_refused() {
        for text in [
            "", "1", "0/2", "3/2", "1/0", "-1/2", "1/10001", "a/b", "4+1/4", "+1/4",
        ] {
            text.parse::<Shard>().unwrap_err();
        }
        assert_eq!("2/4".parse::<Shard>().unwrap().to_string(), "2/4");
    }

    /// Machines of other versions have to agree: this must never change.
    #[test]
    fn the_hash_is_fnv_1a() {
        assert_eq!(hash("", ""), 0xaf63_bd4c_8601_b7df);
        assert!(
            Shard::new(1, 2)
                .unwrap()
                .has("certificate/expired", "probe")
        );
    }

    #[test]
    fn the_parts_are_about_equal() {
        let ids: Vec<_> = (0..400).map(|number| format!("network/{number}")).collect();
        for index in 1..=4 {
            let shard = Shard::new(index, 4).unwrap();
            let count = ids.iter().filter(|id| shard.has(id, "probe")).count();
            assert!((60..=140).contains(&count), "{count} of 400 in {shard}");
        }
    }

    proptest! {
        #[test]
        fn every_case_is_in_exactly_one_part(
            scenario in "[a-z/-]{0,40}", client in "[a-z0-9]{0,20}", of in 1_u32..=64
        ) {
            let parts = (1..=of).filter_map(|index| Shard::new(index, of));
            prop_assert_eq!(parts.filter(|part| part.has(&scenario, &client)).count(), 1);
        }
    }
}
