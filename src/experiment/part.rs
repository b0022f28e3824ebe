//! The part of an experiment that one process simulates: some of its variants, in some of its worlds.

use std::ops::Range;

/// Some variants of an experiment in some of its worlds: all of it, a shard, a task.
///
/// Its pairs of replication and variant have numbers of their own, from 0: replication by replication, in each variant by variant, so
/// that more replications only add pairs at the end. Its worlds are `block` worlds from number `begin` on, and again as many each
/// `stride` worlds later.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    /// Number of its first variant.
    pub(super) first: u64,
    /// How many variants it has.
    pub(super) own: u64,
    /// How many variants the experiment has.
    pub(super) variants: u64,
    pub(super) begin: u64,
    pub(super) block: u64,
    pub(super) stride: u64,
}

impl Part {
    /// All of an experiment of so many variants.
    pub fn whole(variants: usize) -> Part {
        Part::from_world(0..variants, variants, 0)
    }

    /// Some variants of so many, in all worlds from number `begin` on.
    pub fn from_world(own: Range<usize>, variants: usize, begin: u64) -> Part {
        let (first, own) = (own.start as u64, own.len().max(1) as u64);
        Part { first, own, variants: variants.max(1) as u64, begin, block: 1, stride: 1 }
    }

    /// Numbers of its variants.
    pub fn variants(&self) -> Range<usize> {
        self.first as usize..(self.first + self.own) as usize
    }

    /// How many of the first `replications` worlds are its own.
    pub fn worlds(&self, replications: u64) -> u64 {
        let after = replications.saturating_sub(self.begin);
        after / self.stride * self.block + (after % self.stride).min(self.block)
    }

    /// How many pairs it has of the first `replications` worlds; None where they cannot be counted.
    pub fn pairs(&self, replications: u64) -> Option<u64> {
        replications.checked_mul(self.variants)?;
        self.worlds(replications).checked_mul(self.own)
    }

    /// The variant among its own and the replication of a pair of its own number.
    pub fn place(&self, pair: u64) -> (usize, u64) {
        let (world, variant) = (pair / self.own, (pair % self.own) as usize);
        (variant, self.begin + world / self.block * self.stride + world % self.block)
    }

    /// The number that a pair of its own number has in the whole: replication × variants + variant.
    pub fn number(&self, pair: u64) -> u64 {
        let (variant, replication) = self.place(pair);
        replication * self.variants + self.first + variant as u64
    }

    /// The number of its own that a pair of the whole has; None where it is not of this part.
    pub(super) fn own_number(&self, pair: u64) -> Option<u64> {
        let (replication, variant) = (pair / self.variants, (pair % self.variants).checked_sub(self.first)?);
        let world = replication.checked_sub(self.begin)?;
        let own = variant < self.own && world % self.stride < self.block;
        own.then(|| (world / self.stride * self.block + world % self.stride) * self.own + variant)
    }

    /// Whether the numbers make a part at all.
    pub(super) fn is_sound(&self) -> bool {
        let end = self.first.checked_add(self.own);
        self.own > 0 && self.block > 0 && self.stride >= self.block && end.is_some_and(|end| end <= self.variants)
    }
}
