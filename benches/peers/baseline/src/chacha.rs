//! One block of ChaCha with 8 rounds, for draws that are taken singly.
//!
//! # References
//! - Bernstein, D. J. (2008). ChaCha, a variant of Salsa20. *Workshop Record of SASC 2008*.

/// A row of the 4 x 4 state: four lanes that the compiler keeps in one vector register.
type Row = [u32; 4];

const CONSTANTS: Row = [0x6170_7865, 0x3320_646e, 0x7962_2d32, 0x6b20_6574];

/// The sixteen words of block `counter` of a stream.
pub fn block(key: &[u32; 8], counter: u64, stream: u64) -> [u32; 16] {
    let start: [Row; 4] = [
        CONSTANTS,
        [key[0], key[1], key[2], key[3]],
        [key[4], key[5], key[6], key[7]],
        [counter as u32, (counter >> 32) as u32, stream as u32, (stream >> 32) as u32],
    ];
    let mut rows = start;
    for _ in 0..4 {
        rows = quarters(rows);
        rows = quarters([rows[0], turned(rows[1], 1), turned(rows[2], 2), turned(rows[3], 3)]);
        rows = [rows[0], turned(rows[1], 3), turned(rows[2], 2), turned(rows[3], 1)];
    }
    let mut words = [0; 16];
    for (at, word) in words.iter_mut().enumerate() {
        *word = rows[at / 4][at % 4].wrapping_add(start[at / 4][at % 4]);
    }
    words
}

/// The four quarter rounds of all columns.
#[inline(always)]
fn quarters([mut a, mut b, mut c, mut d]: [Row; 4]) -> [Row; 4] {
    a = sum(a, b);
    d = mixed(d, a, 16);
    c = sum(c, d);
    b = mixed(b, c, 12);
    a = sum(a, b);
    d = mixed(d, a, 8);
    c = sum(c, d);
    b = mixed(b, c, 7);
    [a, b, c, d]
}

#[inline(always)]
fn sum(x: Row, y: Row) -> Row {
    std::array::from_fn(|lane| x[lane].wrapping_add(y[lane]))
}

#[inline(always)]
fn mixed(x: Row, y: Row, bits: u32) -> Row {
    std::array::from_fn(|lane| (x[lane] ^ y[lane]).rotate_left(bits))
}

#[inline(always)]
fn turned(x: Row, by: usize) -> Row {
    std::array::from_fn(|lane| x[(lane + by) % 4])
}

#[cfg(test)]
mod tests {
    use rand::{Rng, SeedableRng};
    use rand_chacha::ChaCha8Rng;

    #[test]
    fn the_block_is_that_of_rand_chacha() {
        let key = [1, 2, 3, 4, 5, 6, 7, 0xdead_beef];
        let mut seed = [0; 32];
        for (bytes, word) in seed.chunks_exact_mut(4).zip(key) {
            bytes.copy_from_slice(&u32::to_le_bytes(word));
        }
        let mut generator = ChaCha8Rng::from_seed(seed);
        generator.set_stream(0x0123_4567_89ab_cdef);
        generator.set_word_pos(16 * 5);
        let expected: [u32; 16] = std::array::from_fn(|_| generator.next_u32());
        assert_eq!(super::block(&key, 5, 0x0123_4567_89ab_cdef), expected);
    }
}
