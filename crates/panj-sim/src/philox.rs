//! Philox4x64-10: a function from a key and a position to four random numbers of 64 bits.
//!
//! It keeps no state, so a position can be the name of what a number decides, and a number drawn out of order costs no more.
//! Its authors tested it with the batteries of TestU01 (BigCrush among them), with positions that differ in any of their
//! words counted up. NumPy and Random123 have it too.
//!
//! # References
//! - Salmon, J. K., Moraes, M. A., Dror, R. O. & Shaw, D. E. (2011). Parallel random numbers: as easy as 1, 2, 3. *SC '11*.

/// Ten rounds, as its authors advise; seven pass all tests that they know of.
const ROUNDS: usize = 10;
const MULTIPLIERS: [u64; 2] = [0xd2e7_470e_e14c_6c93, 0xca5a_8263_9512_1157];
/// What is added to the key after each round: the golden ratio, and the square root of 3 less 1.
const WEYL: [u64; 2] = [0x9e37_79b9_7f4a_7c15, 0xbb67_ae85_84ca_a73b];

/// The keys of all rounds, worked out once where many numbers are drawn under one key: a third of the instructions saved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct RoundKeys([[u64; 2]; ROUNDS]);

impl RoundKeys {
    pub(super) fn of(key: [u64; 2]) -> Self {
        let mut keys = [key; ROUNDS];
        for round in 1..ROUNDS {
            keys[round] = next_key(keys[round - 1]);
        }
        Self(keys)
    }

    /// The key that all of them come from.
    #[inline]
    pub(super) fn key(&self) -> [u64; 2] {
        self.0[0]
    }

    /// The four numbers at a position.
    #[inline(never)]
    pub(super) fn numbers(&self, position: [u64; 4]) -> [u64; 4] {
        self.0.iter().fold(position, |state, &key| round(key, state))
    }
}

/// The four numbers at a position under a key.
#[inline]
pub(super) fn philox(mut key: [u64; 2], position: [u64; 4]) -> [u64; 4] {
    (0..ROUNDS).fold(position, |state, _| {
        let next = round(key, state);
        key = next_key(key);
        next
    })
}

#[inline]
fn round([k0, k1]: [u64; 2], [a, b, c, d]: [u64; 4]) -> [u64; 4] {
    let (high_a, low_a) = product(MULTIPLIERS[0], a);
    let (high_c, low_c) = product(MULTIPLIERS[1], c);
    [high_c ^ b ^ k0, low_c, high_a ^ d ^ k1, low_a]
}

#[inline]
fn next_key([k0, k1]: [u64; 2]) -> [u64; 2] {
    [k0.wrapping_add(WEYL[0]), k1.wrapping_add(WEYL[1])]
}

/// The upper and the lower half of a product.
#[inline]
fn product(x: u64, y: u64) -> (u64, u64) {
    let product = u128::from(x) * u128::from(y);
    ((product >> 64) as u64, product as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_worked_out_once_give_the_same_numbers() {
        for k in 0..100 {
            let (key, position) = ([k, !k << 7], [3 * k, k << 40, 1, k]);
            assert_eq!(RoundKeys::of(key).numbers(position), philox(key, position));
        }
    }

    /// Known answers of Random123 (`kat_vectors`, philox4x64 with 10 rounds).
    #[test]
    fn numbers_are_those_of_random123() {
        let ones = u64::MAX;
        assert_eq!(
            philox([0; 2], [0; 4]),
            [0x1655_4d9e_ca36_314c, 0xdb20_fe9d_672d_0fdc, 0xd7e7_72ce_e186_176b, 0x7e68_b68a_ec7b_a23b]
        );
        assert_eq!(
            philox([ones; 2], [ones; 4]),
            [0x87b0_92c3_013f_e90b, 0x438c_3c67_be8d_0224, 0x9cc7_d7c6_9cd7_77b6, 0xa09c_aebf_594f_0ba0]
        );
        let pi = [0x243f_6a88_85a3_08d3, 0x1319_8a2e_0370_7344, 0xa409_3822_299f_31d0, 0x082e_fa98_ec4e_6c89];
        assert_eq!(
            philox([0x4528_21e6_38d0_1377, 0xbe54_66cf_34e9_0c6c], pi),
            [0xa528_f454_03e6_1d95, 0x38c7_2dbd_566e_9788, 0xa5a1_610e_72fd_18b5, 0x57bd_43b5_e52b_7fe6]
        );
    }
}
