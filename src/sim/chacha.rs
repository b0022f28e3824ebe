//! One block of the ChaCha8 stream cipher at a time.
//!
//! `rand_chacha` computes four blocks whenever it needs one. A named stream mostly gives one or two numbers, so here a
//! block is made alone, when it is first asked for. The bits are those of `rand_chacha` (a test compares them).
//!
//! # References
//! - Bernstein, D. J. (2008). ChaCha, a variant of Salsa20. *Workshop Record of SASC*.
//! - Salmon, J. K., Moraes, M. A., Dror, R. O. & Shaw, D. E. (2011). Parallel random numbers: as easy as 1, 2, 3. *SC '11*
//!   (why a keyed block function of a counter is a good parallel generator).

use rand::rand_core::block::Generator;

const CONSTANT: Row = [0x6170_7865, 0x3320_646e, 0x7962_2d32, 0x6b20_6574];
const DOUBLE_ROUNDS: usize = 4;

/// A row of the cipher's 4 x 4 state: written so that the compiler can keep it in one vector register.
type Row = [u32; 4];

/// The cipher at a place: key, stream and the counter of the next block.
#[derive(Clone, Debug)]
pub(super) struct ChaCha8 {
    pub(super) key: [u32; 8],
    pub(super) stream: u64,
    pub(super) counter: u64,
}

impl Generator for ChaCha8 {
    type Output = [u32; 16];

    #[inline]
    fn generate(&mut self, output: &mut [u32; 16]) {
        *output = block(&self.key, self.counter, self.stream);
        self.counter = self.counter.wrapping_add(1);
    }
}

/// The sixteen words of one block.
pub(super) fn block(key: &[u32; 8], counter: u64, stream: u64) -> [u32; 16] {
    let b0: Row = [key[0], key[1], key[2], key[3]];
    let c0: Row = [key[4], key[5], key[6], key[7]];
    let d0: Row = [counter as u32, (counter >> 32) as u32, stream as u32, (stream >> 32) as u32];
    let (mut a, mut b, mut c, mut d) = (CONSTANT, b0, c0, d0);
    for _ in 0..DOUBLE_ROUNDS {
        quarter_rounds(&mut a, &mut b, &mut c, &mut d);
        (b, c, d) = (turn::<1>(b), turn::<2>(c), turn::<3>(d));
        quarter_rounds(&mut a, &mut b, &mut c, &mut d);
        (b, c, d) = (turn::<3>(b), turn::<2>(c), turn::<1>(d));
    }
    let rows = [add(a, CONSTANT), add(b, b0), add(c, c0), add(d, d0)];
    let mut words = [0; 16];
    for (out, row) in words.chunks_exact_mut(4).zip(rows) {
        out.copy_from_slice(&row);
    }
    words
}

#[inline(always)]
fn quarter_rounds(a: &mut Row, b: &mut Row, c: &mut Row, d: &mut Row) {
    *a = add(*a, *b);
    *d = xor_rotate::<16>(*d, *a);
    *c = add(*c, *d);
    *b = xor_rotate::<12>(*b, *c);
    *a = add(*a, *b);
    *d = xor_rotate::<8>(*d, *a);
    *c = add(*c, *d);
    *b = xor_rotate::<7>(*b, *c);
}

#[inline(always)]
fn add(x: Row, y: Row) -> Row {
    std::array::from_fn(|i| x[i].wrapping_add(y[i]))
}

#[inline(always)]
fn xor_rotate<const BITS: u32>(x: Row, y: Row) -> Row {
    std::array::from_fn(|i| (x[i] ^ y[i]).rotate_left(BITS))
}

#[inline(always)]
fn turn<const BY: usize>(x: Row) -> Row {
    std::array::from_fn(|i| x[(i + BY) % 4])
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rand::{Rng, SeedableRng};
    use rand_chacha::ChaCha8Rng;

    proptest! {
        #[test]
        fn a_block_has_the_bits_of_rand_chacha(key: [u32; 8], counter: u64, stream: u64) {
            let mut seed = [0; 32];
            for (bytes, word) in seed.chunks_exact_mut(4).zip(key) {
                bytes.copy_from_slice(&word.to_le_bytes());
            }
            let mut reference = ChaCha8Rng::from_seed(seed);
            reference.set_stream(stream);
            reference.set_word_pos(u128::from(counter) * 16);
            let expected: [u32; 16] = std::array::from_fn(|_| reference.next_u32());
            prop_assert_eq!(block(&key, counter, stream), expected);
        }
    }
}
