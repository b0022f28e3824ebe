//! Outcomes that are events, for two policies in the same worlds: discordant worlds, necessity and sufficiency.
//!
//! # References
//! - Q. McNemar (1947), Psychometrika 12: 153-157 (here with the exact binomial p-value).
//! - J. Pearl (2009), *Causality*, 2nd ed., section 9.2 (probabilities of necessity and sufficiency).

use std::cmp::Ordering;

use super::Interval;
use super::proportion::wilson;
use crate::math::binomial_cdf;

/// In how many worlds the event happened under each of two policies.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct BinaryPairs {
    /// Under both.
    pub both: u64,
    /// Under the first only.
    pub only_first: u64,
    /// Under the second only.
    pub only_second: u64,
    /// Under neither.
    pub neither: u64,
}

impl BinaryPairs {
    /// Counts of two outcomes in the same worlds.
    pub fn count(first: &[bool], second: &[bool]) -> BinaryPairs {
        let mut pairs = BinaryPairs::default();
        for (a, b) in first.iter().zip(second) {
            match (a, b) {
                (true, true) => pairs.both += 1,
                (true, false) => pairs.only_first += 1,
                (false, true) => pairs.only_second += 1,
                (false, false) => pairs.neither += 1,
            }
        }
        pairs
    }

    /// The same of clusters of worlds, by number, equal numbers standing together: a cluster counts as "first only" where
    /// more of its worlds have the event under the first than under the second, as "neither" where equally many have it.
    /// McNemar's test of these counts is the exact sign test over clusters.
    pub fn count_clusters(first: &[bool], second: &[bool], cluster: &[u64]) -> BinaryPairs {
        let mut pairs = BinaryPairs::default();
        let worlds: Vec<usize> = (0..cluster.len()).collect();
        for own in worlds.chunk_by(|a, b| cluster[*a] == cluster[*b]) {
            let count = |of: &[bool]| own.iter().filter(|world| of[**world]).count();
            match count(first).cmp(&count(second)) {
                Ordering::Greater => pairs.only_first += 1,
                Ordering::Less => pairs.only_second += 1,
                Ordering::Equal => pairs.neither += 1,
            }
        }
        pairs
    }

    /// Exact two-sided McNemar p-value; 1 when no world is discordant.
    pub fn exact_p(&self) -> f64 {
        let discordant = self.only_first + self.only_second;
        (2.0 * binomial_cdf(self.only_first.min(self.only_second), discordant, 0.5)).clamp(0.0, 1.0)
    }
}

/// A probability estimated from worlds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Share {
    /// Worlds in which it holds.
    pub count: u64,
    /// Worlds in which it could hold.
    pub of: u64,
    /// `count / of`; NaN when `of` is 0.
    pub estimate: f64,
    /// Wilson interval.
    pub interval: Interval,
}

/// The share `count / of` with its Wilson interval.
pub fn share(count: u64, of: u64, level: f64) -> Share {
    Share { count, of, estimate: count as f64 / of as f64, interval: wilson(count, of, level) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_and_shares() {
        let baseline = [true, true, true, false, false];
        let policy = [false, false, true, true, false];
        let pairs = BinaryPairs::count(&baseline, &policy);
        assert_eq!((pairs.both, pairs.only_first, pairs.only_second, pairs.neither), (1, 2, 1, 1));
        assert_eq!(pairs.exact_p(), 1.0);
        let of_lost = share(pairs.only_first, pairs.both + pairs.only_first, 0.95);
        assert_eq!((of_lost.estimate, of_lost.interval), (2.0 / 3.0, wilson(2, 3, 0.95)));
    }

    #[test]
    fn clusters_count_once() {
        let first = [true, true, true, false, false, true];
        let second = [false, false, true, true, false, true];
        let pairs = BinaryPairs::count_clusters(&first, &second, &[2, 2, 2, 3, 3, 9]);
        assert_eq!((pairs.only_first, pairs.only_second, pairs.neither), (1, 1, 1));
        let alone = BinaryPairs::count_clusters(&first, &second, &[0, 1, 2, 3, 4, 5]);
        assert_eq!(alone.exact_p(), BinaryPairs::count(&first, &second).exact_p());
    }

    #[test]
    fn no_discordant_world_is_no_evidence() {
        let pairs = BinaryPairs::count(&[true, false], &[true, false]);
        assert_eq!(pairs.exact_p(), 1.0);
    }
}
