//! Outcomes that are events, for two policies in the same worlds: discordant worlds, necessity and sufficiency.
//!
//! # References
//! - Q. McNemar (1947), Psychometrika 12: 153-157 (here with the exact binomial p-value).
//! - R. G. Newcombe (1998), Statistics in Medicine 17: 2635-2650 (interval of the difference, method 10).
//! - J. Pearl (2009), *Causality*, 2nd ed., section 9.2 (probabilities of necessity and sufficiency).

use std::cmp::Ordering;

use super::Interval;
use super::proportion::wilson;
use panj_sim::math::binomial_cdf;

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

    /// Number of worlds.
    pub fn total(&self) -> u64 {
        self.both + self.only_first + self.only_second + self.neither
    }

    /// Probability of the event under the first policy minus that under the second; NaN without worlds.
    pub fn difference(&self) -> f64 {
        (self.only_first as f64 - self.only_second as f64) / self.total() as f64
    }

    /// Interval of that difference, first minus second (Newcombe's method 10: the ends of both Wilson intervals squared and
    /// added, with the correlation of the pairs); within -1 to 1, and of some width even where all worlds are alike.
    /// `None` without worlds.
    pub fn difference_interval(&self, level: f64) -> Option<Interval> {
        if self.total() == 0 {
            return None;
        }
        let n = self.total() as f64;
        let [a, b, c, d] = [self.both, self.only_first, self.only_second, self.neither].map(|count| count as f64);
        let margins = (a + b) * (c + d) * (a + c) * (b + d);
        let product = a * d - b * c;
        let numerator = if product > 0.0 { (product - n / 2.0).max(0.0) } else { product };
        let correlation = if margins > 0.0 { numerator / margins.sqrt() } else { 0.0 };
        let own = |count: u64| (count as f64 / n, wilson(count, self.total(), level));
        let ((p, first), (q, second)) = (own(self.both + self.only_first), own(self.both + self.only_second));
        let joined = |x: f64, y: f64| (x * x - 2.0 * correlation * x * y + y * y).max(0.0).sqrt();
        Some(Interval {
            low: (p - q - joined(p - first.low, second.high - q)).max(-1.0),
            high: (p - q + joined(first.high - p, q - second.low)).min(1.0),
        })
    }

    /// Exact two-sided McNemar p-value; NaN when no world is discordant: there is nothing to test.
    pub fn exact_p(&self) -> f64 {
        let discordant = self.only_first + self.only_second;
        if discordant == 0 {
            return f64::NAN;
        }
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

    /// Counts, and the ends of the interval.
    const NEWCOMBE: [(BinaryPairs, f64, f64); 3] = [
        (BinaryPairs { both: 36, only_first: 12, only_second: 2, neither: 0 }, 0.056929584003, 0.340427602975),
        (BinaryPairs { both: 40, only_first: 12, only_second: 3, neither: 45 }, 0.013717122057, 0.163709701272),
        (BinaryPairs { both: 20, only_first: 12, only_second: 2, neither: 16 }, 0.056156424842, 0.329206995400),
    ];

    #[test]
    fn the_interval_of_a_difference_stays_within_bounds() {
        let pairs = |both, only_first, only_second, neither| BinaryPairs { both, only_first, only_second, neither };
        // By the paper's formula in numpy.
        for (pairs, low, high) in NEWCOMBE {
            let found = pairs.difference_interval(0.95).unwrap();
            assert!((found.low - low).abs() < 1e-9 && (found.high - high).abs() < 1e-9, "{found:?}");
        }
        for pairs in [pairs(0, 5, 0, 0), pairs(0, 0, 1, 0), pairs(3, 0, 0, 0), pairs(0, 0, 0, 1)] {
            let found = pairs.difference_interval(0.95).unwrap();
            assert!(found.low >= -1.0 && found.high <= 1.0 && found.half_width() > 0.0, "{found:?}");
        }
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
        assert!(pairs.exact_p().is_nan() && pairs.difference() == 0.0);
    }
}
