//! RSA as RDP uses it: no padding scheme, little-endian (MS-RDPBCGR 5.3.4.1).

use num_bigint_dig::BigUint;

/// The longest modulus that is worked with: 4096 bits. Longer ones come from hostile peers.
pub const MAX_MODULUS_LEN: usize = 512;

/// `base^exponent mod modulus`, little-endian and as long as the modulus; `None` where the
/// modulus is less than 2 or longer than [`MAX_MODULUS_LEN`].
#[must_use]
pub fn power(base: &[u8], exponent: &BigUint, modulus: &BigUint) -> Option<Vec<u8>> {
    let length = modulus.bits().div_ceil(8);
    if *modulus < BigUint::from(2_u8) || length > MAX_MODULUS_LEN {
        return None;
    }
    let base = BigUint::from_bytes_le(base) % modulus;
    let mut result = base.modpow(exponent, modulus).to_bytes_le();
    result.resize(length, 0);
    Some(result)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_result_is_as_long_as_the_modulus() {
        let modulus = BigUint::from(0x0001_0001_u32);
        let power = |base: &[u8]| power(base, &BigUint::from(2_u8), &modulus);
        assert_eq!(power(&[3]), Some(vec![9, 0, 0]));
        assert_eq!(power(&[0, 1]), Some(vec![0, 0, 1]));
    }

    proptest! {
        #[test]
        fn any_numbers_have_a_result_or_none(
            base in proptest::collection::vec(any::<u8>(), 0..20),
            exponent in any::<u32>(),
            modulus in proptest::collection::vec(any::<u8>(), 0..20),
        ) {
            let modulus = BigUint::from_bytes_le(&modulus);
            let result = power(&base, &BigUint::from(exponent), &modulus);
            prop_assert_eq!(result.is_none(), modulus < BigUint::from(2_u8));
        }
    }
}
