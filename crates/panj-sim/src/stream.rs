//! A stream of random numbers, and the few ways in which numbers are drawn from it.
//!
//! Every draw here takes exactly one number from the stream and is monotone in it (inversion), so a change of parameters
//! moves the outcome without shifting the draws that follow: what common random numbers need.

use std::convert::Infallible;

use rand::TryRng;

use super::philox::philox;
use crate::math::{log, normal_quantile};

/// The numbers of one name (see [`World`](super::World)). Cheap to make: nothing is computed until the first number is drawn.
///
/// It is also a generator for crate `rand` (it implements `rand::Rng`).
#[derive(Clone, Debug)]
pub struct Stream {
    key: [u64; 2],
    /// Where the next four numbers are: the first word counts, the others are the name.
    position: [u64; 4],
    numbers: [u64; 4],
    /// How many of the numbers have been drawn.
    drawn: usize,
}

impl Stream {
    #[inline]
    pub(super) fn new(key: [u64; 2], position: [u64; 4]) -> Stream {
        Stream { key, position, numbers: [0; 4], drawn: 4 }
    }

    /// The next number: all 64 bits are random.
    #[inline]
    fn next(&mut self) -> u64 {
        if self.drawn >= self.numbers.len() {
            self.numbers = philox(self.key, self.position);
            self.position[0] = self.position[0].wrapping_add(1);
            self.drawn = 0;
        }
        let number = self.numbers[self.drawn];
        self.drawn += 1;
        number
    }

    /// Uniform in the open interval (0, 1): a multiple of 2^-52 plus 2^-53, so neither 0 nor 1, and symmetric about 1/2.
    #[inline]
    pub fn uniform(&mut self) -> f64 {
        unit(self.next())
    }

    /// Fills a block with the next numbers of [`Stream::uniform`].
    #[inline]
    pub fn uniforms(&mut self, block: &mut [f64]) {
        block.iter_mut().for_each(|value| *value = self.uniform());
    }

    /// Exponential with mean 1: the integrated hazard at which a process of unit rate fires.
    #[inline]
    pub fn exponential(&mut self) -> f64 {
        -log(self.uniform())
    }

    /// Normal with mean 0 and standard deviation 1.
    #[inline]
    pub fn normal(&mut self) -> f64 {
        normal_quantile(self.uniform())
    }

    /// True with probability `p`. Takes one number even where `p` is 0 (never true) or 1 (always true).
    #[inline]
    pub fn chance(&mut self, p: f64) -> bool {
        self.uniform() < p
    }

    /// An index below `n`, each equally likely (to within `n` x 2^-52); 0 if `n` is 0 or 1.
    #[inline]
    pub fn below(&mut self, n: usize) -> usize {
        // The product can round up to n where n > 2^52 only; `min` keeps the promise anyway.
        ((self.uniform() * n as f64) as usize).min(n.saturating_sub(1))
    }

    /// An index with probability in proportion to its weight. Weights that are negative or NaN count as zero.
    ///
    /// At least one weight must be positive (debug assertion); if none is, the answer is 0.
    #[inline]
    pub fn pick(&mut self, weights: &[f64]) -> usize {
        let total: f64 = weights.iter().map(|w| w.max(0.0)).sum();
        debug_assert!(total > 0.0 && total.is_finite(), "no weight to pick by: {weights:?}");
        let mut left = self.uniform() * total;
        let mut picked = 0;
        for (index, weight) in weights.iter().enumerate() {
            if *weight > 0.0 {
                picked = index;
                left -= weight;
                if left < 0.0 {
                    break;
                }
            }
        }
        picked
    }
}

impl TryRng for Stream {
    type Error = Infallible;

    #[inline]
    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        Ok((self.next() >> 32) as u32)
    }

    #[inline]
    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        Ok(self.next())
    }

    #[inline]
    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        for bytes in bytes.chunks_mut(8) {
            bytes.copy_from_slice(&self.next().to_le_bytes()[..bytes.len()]);
        }
        Ok(())
    }
}

/// The top 52 bits as a number in the open interval (0, 1).
#[inline]
pub(super) fn unit(bits: u64) -> f64 {
    const STEP: f64 = 1.0 / (1_u64 << 52) as f64;
    ((bits >> 12) as f64 + 0.5) * STEP
}
