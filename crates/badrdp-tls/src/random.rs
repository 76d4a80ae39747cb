//! Random bytes from an injected seed.
//!
//! SHA-256 in counter mode. Whoever knows the seed knows the bytes: this makes a
//! lab connection repeatable and is of no use for anything that must stay secret.

use rsa::rand_core::{CryptoRng, Error, RngCore, impls};
use sha2::{Digest, Sha256};

/// An endless stream of bytes that the seed decides.
#[derive(Clone)]
pub(crate) struct Stream {
    seed: [u8; 32],
    counter: u64,
}

impl Stream {
    /// Starts at the first byte.
    pub(crate) const fn new(seed: [u8; 32]) -> Self {
        Self { seed, counter: 0 }
    }

    /// The next `N` bytes.
    pub(crate) fn array<const N: usize>(&mut self) -> [u8; N] {
        let mut out = [0; N];
        self.fill_bytes(&mut out);
        out
    }
}

impl RngCore for Stream {
    fn next_u32(&mut self) -> u32 {
        impls::next_u32_via_fill(self)
    }

    fn next_u64(&mut self) -> u64 {
        impls::next_u64_via_fill(self)
    }

    fn fill_bytes(&mut self, out: &mut [u8]) {
        for chunk in out.chunks_mut(32) {
            let block = Sha256::new()
                .chain_update(self.seed)
                .chain_update(self.counter.to_be_bytes())
                .finalize();
            self.counter = self.counter.wrapping_add(1);
            chunk.copy_from_slice(block.get(..chunk.len()).unwrap_or_default());
        }
    }

    fn try_fill_bytes(&mut self, out: &mut [u8]) -> Result<(), Error> {
        self.fill_bytes(out);
        Ok(())
    }
}

/// `rsa` asks for the promise that nobody predicts the bytes, which holds for whoever does not
/// know the seed.
impl CryptoRng for Stream {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_seed_decides() {
        let bytes = Stream::new([1; 32]).array::<100>();
        assert_eq!(bytes, Stream::new([1; 32]).array::<100>());
        assert_ne!(bytes, Stream::new([2; 32]).array::<100>());
        assert_ne!(bytes[..32], bytes[32..64]);
    }
}
