//! Exact counting of whole numbers, day by day, without keeping them: a sparse histogram whose contents do not depend
//! on the order in which values came, so that threads, shards and restarts give the same quantiles.
//!
//! Bins are exact below 2,048; above, each doubling is divided into 1,024 bins, so a value is known to 1 part in 1,024.
//! The sum is kept exactly, hence the mean too.
//!
//! References: G. Tene, HdrHistogram (log-linear bins).

use super::check::take;

/// Values below this have a bin of their own.
const EXACT: u32 = 2_048;
/// log2 of the number of bins in each doubling above.
const BITS: u32 = 10;

/// Bin of a value.
#[inline]
fn bin_of(value: u32) -> u16 {
    if value < EXACT {
        return value as u16;
    }
    let shift = 31 - value.leading_zeros() - BITS;
    // value >> shift lies in 1024..2048; shift is at least 1 here.
    (EXACT + ((shift - 1) << BITS) + ((value >> shift) - (1 << BITS))) as u16
}

/// Smallest and largest value of a bin.
fn bin_range(bin: u16) -> (u32, u32) {
    let bin = u32::from(bin);
    if bin < EXACT {
        return (bin, bin);
    }
    let above = bin - EXACT;
    let shift = (above >> BITS) + 1;
    let low = ((above & ((1 << BITS) - 1)) + (1 << BITS)) << shift;
    (low, low + ((1 << shift) - 1))
}

/// Middle of a bin: the value itself where bins are exact.
fn bin_middle(bin: u16) -> f64 {
    let (low, high) = bin_range(bin);
    0.5 * (f64::from(low) + f64::from(high))
}

/// The distribution of one series on one day of one variant.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DayHistogram {
    bins: Vec<u16>,
    counts: Vec<u32>,
    sum: u64,
}

/// Memory for [`DayHistogram::add_all`], used again from day to day.
#[derive(Debug, Default)]
pub struct Scratch {
    sorted: Vec<u16>,
    bins: Vec<u16>,
    counts: Vec<u32>,
}

impl DayHistogram {
    /// Counts many values at once. Cost: a sort of the values' bins and one merge.
    pub fn add_all(&mut self, values: impl Iterator<Item = u32>, scratch: &mut Scratch) {
        scratch.sorted.clear();
        for value in values {
            self.sum += u64::from(value);
            scratch.sorted.push(bin_of(value));
        }
        scratch.sorted.sort_unstable();
        let runs = scratch.sorted.chunk_by(|a, b| a == b).map(|run| (run[0], run.len() as u32));
        merge(self, runs, &mut scratch.bins, &mut scratch.counts);
    }

    /// Adds all values of another histogram.
    pub fn absorb(&mut self, other: &DayHistogram) {
        self.sum += other.sum;
        let runs = other.bins.iter().copied().zip(other.counts.iter().copied());
        merge(self, runs, &mut Vec::new(), &mut Vec::new());
    }

    /// Number of values.
    pub fn count(&self) -> u64 {
        self.counts.iter().map(|&c| u64::from(c)).sum()
    }

    /// Exact mean; NaN without values.
    pub fn mean(&self) -> f64 {
        self.sum as f64 / self.count() as f64
    }

    /// Quantiles at rising probabilities, interpolated between order statistics (type 7 of Hyndman & Fan 1996, the
    /// default of R and numpy); exact below 2,048, else to 1 part in 1,024. NaN without values.
    pub fn quantiles(&self, probabilities: &[f64]) -> Vec<f64> {
        let n = self.count();
        if n == 0 {
            return vec![f64::NAN; probabilities.len()];
        }
        probabilities
            .iter()
            .map(|p| {
                let position = p * (n - 1) as f64;
                let below = position.floor();
                let low = self.order_statistic(below as u64);
                let high = self.order_statistic((below as u64 + 1).min(n - 1));
                low + (position - below) * (high - low)
            })
            .collect()
    }

    /// Share of values that are at most `most`; values above 2,047 are known to 1 part in 1,024. NaN without values.
    pub fn share_at_most(&self, most: u32) -> f64 {
        let last = bin_of(most);
        let there = self.bins.iter().zip(&self.counts).filter(|(bin, _)| **bin <= last);
        there.map(|(_, &count)| u64::from(count)).sum::<u64>() as f64 / self.count() as f64
    }

    /// The smallest value that at least a share `p` of the values do not exceed (type 1 of Hyndman & Fan 1996): always
    /// one of the values, so a value that stands for "never" is not averaged with others. NaN without values.
    pub fn observed_quantile(&self, p: f64) -> f64 {
        let n = self.count();
        let rank = (p * n as f64).ceil().max(1.0) as u64;
        self.order_statistic(rank.min(n).saturating_sub(1))
    }

    /// Value number `rank` (from 0) in rising order.
    fn order_statistic(&self, rank: u64) -> f64 {
        let mut passed = 0;
        for (&bin, &count) in self.bins.iter().zip(&self.counts) {
            passed += u64::from(count);
            if rank < passed {
                return bin_middle(bin);
            }
        }
        f64::NAN
    }

    /// Appends a portable form to `out`.
    pub(super) fn encode(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(&(self.bins.len() as u32).to_le_bytes());
        out.extend_from_slice(&self.sum.to_le_bytes());
        for bin in &self.bins {
            out.extend_from_slice(&bin.to_le_bytes());
        }
        for count in &self.counts {
            out.extend_from_slice(&count.to_le_bytes());
        }
    }

    /// Reads what [`DayHistogram::encode`] wrote; None when bytes are missing.
    pub(super) fn decode(bytes: &mut &[u8]) -> Option<DayHistogram> {
        let length = u32::from_le_bytes(take(bytes)?) as usize;
        let sum = u64::from_le_bytes(take(bytes)?);
        if bytes.len() < length * 6 {
            return None;
        }
        let mut bins = Vec::with_capacity(length);
        for _ in 0..length {
            bins.push(u16::from_le_bytes(take(bytes)?));
        }
        let mut counts = Vec::with_capacity(length);
        for _ in 0..length {
            counts.push(u32::from_le_bytes(take(bytes)?));
        }
        Some(DayHistogram { bins, counts, sum })
    }
}

/// Merges rising runs into a histogram, by way of two scratch vectors that swap places with its own.
fn merge(into: &mut DayHistogram, runs: impl Iterator<Item = (u16, u32)>, bins: &mut Vec<u16>, counts: &mut Vec<u32>) {
    bins.clear();
    counts.clear();
    let mut old = into.bins.iter().copied().zip(into.counts.iter().copied()).peekable();
    for (bin, count) in runs {
        while let Some((b, c)) = old.next_if(|&(b, _)| b < bin) {
            bins.push(b);
            counts.push(c);
        }
        let before = old.next_if(|&(b, _)| b == bin).map_or(0, |(_, c)| c);
        bins.push(bin);
        counts.push(before + count);
    }
    for (b, c) in old {
        bins.push(b);
        counts.push(c);
    }
    // Copying back keeps each histogram's memory to its own size.
    into.bins.clear();
    into.bins.extend_from_slice(bins);
    into.counts.clear();
    into.counts.extend_from_slice(counts);
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_value_lies_in_its_bin_and_bins_are_narrow(value in any::<u32>()) {
            let (low, high) = bin_range(bin_of(value));
            prop_assert!(low <= value && value <= high);
            prop_assert!(u64::from(high - low) * 1_024 <= u64::from(low).max(1) * u64::from(value >= EXACT));
        }

        #[test]
        fn order_of_values_and_of_parts_does_not_matter(mut values in proptest::collection::vec(0u32..5_000, 1..200), cut in 0usize..200) {
            let cut = cut.min(values.len());
            let mut scratch = Scratch::default();
            let mut whole = DayHistogram::default();
            whole.add_all(values.iter().copied(), &mut scratch);
            values.reverse();
            let (mut a, mut b) = (DayHistogram::default(), DayHistogram::default());
            a.add_all(values[..cut].iter().copied(), &mut scratch);
            b.add_all(values[cut..].iter().copied(), &mut scratch);
            a.absorb(&b);
            prop_assert_eq!(&whole, &a);
            let mut bytes = Vec::new();
            a.encode(&mut bytes);
            prop_assert_eq!(DayHistogram::decode(&mut &bytes[..]), Some(whole));
        }
    }

    #[test]
    fn quantiles_are_those_of_type_7() {
        let mut histogram = DayHistogram::default();
        histogram.add_all([4u32, 1, 3, 2].into_iter(), &mut Scratch::default());
        assert_eq!(histogram.quantiles(&[0.0, 0.25, 0.5, 0.9, 1.0]), vec![1.0, 1.75, 2.5, 3.7, 4.0]);
        assert_eq!((histogram.mean(), histogram.count()), (2.5, 4));
        assert_eq!([0.0, 0.25, 0.26, 0.5, 1.0].map(|p| histogram.observed_quantile(p)), [1.0, 1.0, 2.0, 2.0, 4.0]);
        assert_eq!([0, 1, 3, 9].map(|most| histogram.share_at_most(most)), [0.0, 0.25, 0.75, 1.0]);
    }

    #[test]
    fn the_largest_value_has_a_bin() {
        assert_eq!(bin_of(u32::MAX), 2_048 + 21 * 1_024 - 1);
    }
}
