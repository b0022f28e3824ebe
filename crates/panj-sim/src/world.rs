//! Worlds: the names of random numbers.
//!
//! A world is (seed, replication). Within it a random number is named by *what it decides*: a [`Mechanism`], an entity, and
//! the place in that entity's own stream. Two policies that ask the same question of the same world get the same answer,
//! whatever else either of them asked before: common random numbers that cannot lose their synchronization.
//!
//! # How names become numbers
//! Philox4x64-10 is a keyed function of a position of 256 bits: a counter-based generator (Salmon et al. 2011). Its key of 128
//! bits is the world (the output of ChaCha20 for seed and replication, so near seeds share nothing); a name is a position,
//! and four numbers of 64 bits lie at each:
//!
//! | family | word 3 | word 2 | word 1 | word 0 |
//! |---|---|---|---|---|
//! | [`World::stream`] | mechanism | 0 | entity | block |
//! | [`World::occasion`] | mechanism + 2^16 | occasion | entity | block |
//! | [`World::first_draws`] | mechanism + 2^17 | 0 | 0 | entity / 4 |
//!
//! Within a world no two names share a position. No table is kept: the cost of a stream does not depend on how many there
//! are, nor on the size of the entity's number.
//!
//! ChaCha8 was the generator before. It computes 32 numbers at once and keeps 300 bytes, where most decisions take one to
//! four; with Philox a replication of `tajik-afghan-2021` takes 6 % less time, and groups on a large map need no memory
//! for their numbers.
//!
//! # References
//! - Law, A. M. (2015). *Simulation Modeling and Analysis*, 5th ed., sec. 11.2 (common random numbers).
//! - Salmon, J. K., Moraes, M. A., Dror, R. O. & Shaw, D. E. (2011). Parallel random numbers: as easy as 1, 2, 3. *SC '11*.
//! - Bernstein, D. J. (2008). ChaCha, a variant of Salsa20. *Workshop Record of SASC*.
//! - Glasserman, P. & Yao, D. D. (1992). Some guidelines and guarantees for common random numbers. *Manag. Sci.* 38(6), 884-908.

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha20Rng;

use super::philox::RoundKeys;
use super::stream::{Stream, unit};

/// The domain of panj's worlds: changing it would change every result.
const DOMAIN: [u8; 16] = *b"panj world no. 2";

/// What a position's last word says besides the mechanism.
const OCCASIONS: u64 = 1 << 16;
const FIRST_DRAWS: u64 = 1 << 17;

/// What a random number decides: a constant that the model gives to each of its mechanisms, and never changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mechanism(
    /// The number of the mechanism.
    pub u16,
);

/// The random numbers of one replication.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct World {
    keys: RoundKeys,
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
        World { keys: RoundKeys::of([mixer.next_u64(), mixer.next_u64()]) }
    }

    /// The numbers of one entity in one mechanism. Nothing is computed until the first is drawn.
    #[must_use]
    #[inline]
    pub fn stream(&self, mechanism: Mechanism, entity: u64) -> Stream {
        Stream::new(self.keys.key(), [0, entity, 0, u64::from(mechanism.0)])
    }

    /// The numbers of the `occasion`-th decision of an entity: its own, however many earlier decisions there were and
    /// however many numbers they took.
    #[must_use]
    #[inline]
    pub fn occasion(&self, mechanism: Mechanism, entity: u64, occasion: u32) -> Stream {
        Stream::new(self.keys.key(), [0, entity, u64::from(occasion), OCCASIONS | u64::from(mechanism.0)])
    }

    /// Four numbers of an occasion, uniform in (0, 1), from the `4 k`-th on: those that its stream gives, for decisions that
    /// take four numbers each and are too many for a stream to be kept for each of those who decide.
    #[must_use]
    #[inline]
    pub fn four(&self, mechanism: Mechanism, entity: u64, occasion: u32, k: u32) -> [f64; 4] {
        let position = [u64::from(k), entity, u64::from(occasion), OCCASIONS | u64::from(mechanism.0)];
        self.keys.numbers(position).map(unit)
    }

    /// Fills `out[i]` with the one uniform in (0, 1) that entity `i` has in this mechanism's *family of first draws*.
    ///
    /// These numbers lie side by side in one stream, so filling thousands costs a few nanoseconds each. They are other
    /// numbers than those of [`World::stream`], but named as strictly: `out[i]` depends on world, mechanism and `i` only.
    pub fn first_draws(&self, mechanism: Mechanism, out: &mut [f64]) {
        for (block, values) in (0..).zip(out.chunks_mut(4)) {
            for (value, number) in values.iter_mut().zip(self.first_four(mechanism, block)) {
                *value = unit(number);
            }
        }
    }

    /// What [`World::first_draws`] gives to one entity.
    #[must_use]
    pub fn first_draw(&self, mechanism: Mechanism, entity: u64) -> f64 {
        let [draw] = self.first_draws_from(mechanism, entity);
        draw
    }

    /// What [`World::first_draws`] gives to entities from one on, where few are asked for at a time.
    #[must_use]
    #[inline]
    pub fn first_draws_from<const N: usize>(&self, mechanism: Mechanism, first: u64) -> [f64; N] {
        let mut block = first / 4;
        let mut four = self.first_four(mechanism, block);
        core::array::from_fn(|k| {
            let entity = first + k as u64;
            if entity / 4 != block {
                block = entity / 4;
                four = self.first_four(mechanism, block);
            }
            unit(four[(entity % 4) as usize])
        })
    }

    #[inline]
    fn first_four(&self, mechanism: Mechanism, block: u64) -> [u64; 4] {
        self.keys.numbers([block, 0, 0, FIRST_DRAWS | u64::from(mechanism.0)])
    }
}

#[cfg(test)]
mod tests;
