//! Worlds: the names of random numbers.
//!
//! A world is (seed, replication). Within it a random number is named by *what it decides*: a [`Mechanism`], an entity, and
//! the place in that entity's own stream. Two policies that ask the same question of the same world get the same answer,
//! whatever else either of them asked before: common random numbers that cannot lose their synchronization.
//!
//! # How names become numbers
//! ChaCha8 is a keyed function of a 128-bit position: a counter-based generator in the sense of Salmon et al. (2011). Seven
//! words of its key are the world (the output of ChaCha20 for seed and replication, so near seeds share nothing); the eighth
//! says the family and the mechanism:
//!
//! | family | key word 7 | stream (64 bits) | counter (64 bits) |
//! |---|---|---|---|
//! | [`World::stream`] | mechanism | entity | block |
//! | [`World::occasion`] | mechanism + 2^16 | entity | occasion x 2^32 + block |
//! | [`World::first_draws`] | mechanism + 2^17 | 0 | entity / 8 |
//!
//! The families are disjoint by their key, entities and occasions by their position, so no two names share a number
//! (an occasion that drew more than 2^35 numbers would run into the next). No table is kept: the cost of a stream does
//! not depend on how many there are, nor on the size of the entity's number.
//!
//! A stream and its first number cost about 30 ns (`benches/engine.rs`). The library computes four blocks of the cipher
//! where one would do; a core of our own that computes one was tried and took longer (38 ns), as it has less to do at once.
//!
//! # References
//! - Law, A. M. (2015). *Simulation Modeling and Analysis*, 5th ed., sec. 11.2 (common random numbers).
//! - Salmon, J. K., Moraes, M. A., Dror, R. O. & Shaw, D. E. (2011). Parallel random numbers: as easy as 1, 2, 3. *SC '11*.
//! - Bernstein, D. J. (2008). ChaCha, a variant of Salsa20. *Workshop Record of SASC*.
//! - Glasserman, P. & Yao, D. D. (1992). Some guidelines and guarantees for common random numbers. *Manag. Sci.* 38(6), 884-908.

use rand::{Rng, SeedableRng};
use rand_chacha::{ChaCha8Rng, ChaCha20Rng};

use super::stream::{Stream, unit};

/// The domain of panj's worlds: changing it would change every result.
const DOMAIN: [u8; 16] = *b"panj world no. 1";

const OCCASIONS: u32 = 1 << 16;
const FIRST_DRAWS: u32 = 1 << 17;
/// 2^32 blocks of 16 words to an occasion.
const OCCASION_SHIFT: u32 = 36;

/// What a random number decides: a constant that the model gives to each of its mechanisms, and never changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mechanism(
    /// The number of the mechanism.
    pub u16,
);

/// The random numbers of one replication.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct World {
    key: [u8; 28],
}

impl World {
    /// The world of a seed and a replication.
    #[must_use]
    pub fn new(seed: u64, replication: u64) -> World {
        let mut name = [0; 32];
        name[..8].copy_from_slice(&seed.to_le_bytes());
        name[8..16].copy_from_slice(&replication.to_le_bytes());
        name[16..].copy_from_slice(&DOMAIN);
        let mut mixer = ChaCha20Rng::from_seed(name);
        let mut key = [0; 28];
        mixer.fill_bytes(&mut key);
        World { key }
    }

    /// The numbers of one entity in one mechanism. Nothing is computed until the first is drawn.
    #[must_use]
    #[inline]
    pub fn stream(&self, mechanism: Mechanism, entity: u64) -> Stream {
        let mut cipher = self.cipher(mechanism, 0);
        cipher.set_stream(entity);
        Stream::new(cipher)
    }

    /// The numbers of the `occasion`-th decision of an entity: its own, however many earlier decisions there were and
    /// however many numbers they took.
    #[must_use]
    #[inline]
    pub fn occasion(&self, mechanism: Mechanism, entity: u64, occasion: u32) -> Stream {
        let mut cipher = self.cipher(mechanism, OCCASIONS);
        cipher.set_stream(entity);
        if occasion > 0 {
            cipher.set_word_pos(u128::from(occasion) << OCCASION_SHIFT);
        }
        Stream::new(cipher)
    }

    /// Fills `out[i]` with the one uniform in (0, 1) that entity `i` has in this mechanism's *family of first draws*.
    ///
    /// These numbers lie side by side in one stream, so filling thousands costs a few nanoseconds each. They are other
    /// numbers than those of [`World::stream`], but named as strictly: `out[i]` depends on world, mechanism and `i` only.
    pub fn first_draws(&self, mechanism: Mechanism, out: &mut [f64]) {
        let mut draws = self.cipher(mechanism, FIRST_DRAWS);
        // As many bytes at a time as the cipher computes at once: a third of the cost of asking number by number.
        let mut bytes = [0; 256];
        for values in out.chunks_mut(bytes.len() / 8) {
            draws.fill_bytes(&mut bytes);
            for (value, number) in values.iter_mut().zip(bytes.as_chunks().0) {
                *value = unit(u64::from_le_bytes(*number));
            }
        }
    }

    /// What [`World::first_draws`] gives to one entity.
    #[must_use]
    pub fn first_draw(&self, mechanism: Mechanism, entity: u64) -> f64 {
        let mut draws = self.cipher(mechanism, FIRST_DRAWS);
        draws.set_word_pos(u128::from(entity) * 2);
        unit(draws.next_u64())
    }

    #[inline]
    fn cipher(&self, mechanism: Mechanism, family: u32) -> ChaCha8Rng {
        let mut key = [0; 32];
        key[..28].copy_from_slice(&self.key);
        key[28..].copy_from_slice(&(family | u32::from(mechanism.0)).to_le_bytes());
        ChaCha8Rng::from_seed(key)
    }
}

#[cfg(test)]
mod tests;
