//! Seeded randomness: the same seed gives the same bytes.

use std::time::Duration;

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

/// What random choices are for: each has a stream of its own, so that one more choice here
/// changes nothing there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stream {
    /// The faults of a connection.
    Faults,
    /// What the honest server says on a connection: challenges, nonces, ids.
    Session,
    /// The TLS engine of a connection.
    Tls,
}

/// The random choices of one kind on one connection of one scenario.
#[derive(Clone, Debug)]
pub struct Dice(ChaCha8Rng);

impl Dice {
    /// The stream that belongs to this seed, scenario and connection. Connections count from 1;
    /// 0 is for what all of them share.
    #[must_use]
    pub fn new(seed: u64, scenario: &str, connection: u32, stream: Stream) -> Self {
        let mut key = [0; 32];
        key[..8].copy_from_slice(&seed.to_le_bytes());
        key[8..16].copy_from_slice(&fnv1a(scenario.as_bytes()).to_le_bytes());
        key[16..20].copy_from_slice(&connection.to_le_bytes());
        key[20] = match stream {
            Stream::Tls => 1,
            Stream::Faults => 2,
            Stream::Session => 3,
        };
        Self(ChaCha8Rng::from_seed(key))
    }

    /// `count` random bytes.
    #[must_use]
    pub fn bytes(&mut self, count: usize) -> Vec<u8> {
        let mut out = vec![0; count];
        self.0.fill_bytes(&mut out);
        out
    }

    /// 32 random bytes, to seed something else.
    #[must_use]
    pub fn seed(&mut self) -> [u8; 32] {
        let mut out = [0; 32];
        self.0.fill_bytes(&mut out);
        out
    }

    /// A number below `bound`, or 0 where `bound` is 0.
    pub fn below(&mut self, bound: usize) -> usize {
        let bound = u64::try_from(bound).unwrap_or(u64::MAX);
        // The bias of the remainder is below 2^-32 for every bound in use.
        self.0
            .next_u64()
            .checked_rem(bound)
            .and_then(|n| usize::try_from(n).ok())
            .unwrap_or(0)
    }

    /// Evenly spread over `mean - jitter ..= mean + jitter`, never negative.
    pub fn around(&mut self, mean: Duration, jitter: Duration) -> Duration {
        let spread = u64::try_from(jitter.as_micros())
            .unwrap_or(u64::MAX)
            .saturating_mul(2);
        let offset = match spread.checked_add(1) {
            Some(count) => self.0.next_u64() % count,
            None => self.0.next_u64(),
        };
        (mean + Duration::from_micros(offset)).saturating_sub(jitter)
    }
}

/// FNV-1a, so that scenarios of the same seed differ.
fn fnv1a(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xCBF2_9CE4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01B3)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dice(seed: u64, scenario: &str, connection: u32) -> Dice {
        Dice::new(seed, scenario, connection, Stream::Faults)
    }

    #[test]
    fn the_same_seed_gives_the_same_bytes() {
        assert_eq!(dice(7, "a", 1).bytes(16), dice(7, "a", 1).bytes(16));
    }

    #[test]
    fn seed_scenario_and_connection_each_make_a_difference() {
        let base = dice(7, "a", 1).bytes(16);
        for other in [dice(8, "a", 1), dice(7, "b", 1), dice(7, "a", 2)] {
            assert_ne!(other.clone().bytes(16), base);
        }
    }

    #[test]
    fn jitter_stays_within_its_bounds() {
        let mut dice = dice(1, "a", 1);
        let (mean, jitter) = (Duration::from_millis(50), Duration::from_millis(80));
        for _ in 0..1000 {
            assert!(dice.around(mean, jitter) <= mean + jitter);
        }
    }
}
