//! How the entries of a bin are sorted: by where they lie in the bin's time, then in place.
//!
//! Times within a bin are spread about evenly. So as many parts of equal width as there are entries tell most of them apart, and
//! an entry is a step or two from its place when it is put next to those of its part: sorting by distribution. On 40,000 districts
//! it takes three quarters of the instructions of the standard library's sort and less than half of its wrong guesses, in all 2 % less
//! time for an event.
//!
//! # References
//! Dobosiewicz, W. (1978). Sorting by distributive partitioning. *Inf. Process. Lett.* 7(1), 1-6.

use super::entry::Entry;

/// With fewer entries there is nothing to be gained.
const FEW: usize = 24;
/// With more entries in one part, as where many share a time, they are sorted by comparison.
const CROWDED: u32 = 12;

/// Memory for sorting.
#[derive(Clone, Debug, Default)]
pub(super) struct Sorter {
    /// Where the next entry of each part comes.
    places: Vec<u32>,
    by_part: Vec<Entry>,
}

impl Sorter {
    /// Sorts entries.
    pub(super) fn sort(&mut self, entries: &mut [Entry]) {
        let is_sorted = entries.len() >= FEW && self.sort_evenly(entries);
        if !is_sorted {
            entries.sort_unstable();
        }
    }

    /// Sorts entries whose times are spread about evenly; false, and nothing is done, where they are not.
    fn sort_evenly(&mut self, entries: &mut [Entry]) -> bool {
        let ranks = || entries.iter().map(|entry| entry.rank());
        let (first, last) = ranks().fold((u64::MAX, 0), |(first, last), rank| (first.min(rank), last.max(rank)));
        let parts = entries.len().next_power_of_two();
        let width = (u64::BITS - (last - first).leading_zeros()).saturating_sub(parts.ilog2());
        let part = |entry: &Entry| ((entry.rank() - first) >> width) as usize % parts;
        self.places.clear();
        self.places.resize(parts, 0);
        for entry in &*entries {
            self.places[part(entry)] += 1;
        }
        let (mut place, mut most) = (0, 0);
        for count in &mut self.places {
            most = most.max(*count);
            place += core::mem::replace(count, place);
        }
        if most > CROWDED {
            return false;
        }
        self.by_part.resize(self.by_part.len().max(entries.len()), Entry::LAST);
        for entry in &*entries {
            let place = &mut self.places[part(entry)];
            self.by_part[*place as usize] = *entry;
            *place += 1;
        }
        insert_all(&self.by_part, entries);
        true
    }
}

/// Fills `sorted` with entries that are nearly in order: each goes back over those that come after it.
fn insert_all(entries: &[Entry], sorted: &mut [Entry]) {
    for (k, &entry) in (0..sorted.len()).zip(entries) {
        let mut place = k;
        while let Some(&before) = place.checked_sub(1).and_then(|before| sorted.get(before))
            && entry < before
        {
            sorted[place] = before;
            place -= 1;
        }
        sorted[place] = entry;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::time::Time;

    proptest! {
        #![proptest_config(crate::math::property::cases(400))]
        #[test]
        fn sorts_whatever_the_times_are(
            days in prop::collection::vec(
                prop_oneof![-2.0..2.0_f64, 100.0..100.5_f64, Just(100.25), Just(f64::INFINITY), 0.0..1e9_f64],
                0..400,
            ),
            even in prop::collection::vec(7.0..7.5_f64, 0..400),
        ) {
            let mut sorter = Sorter::default();
            for days in [days, even] {
                let time = |days: f64| Time::from_days(days);
                let mut entries: Vec<Entry> =
                    (0..).zip(days).map(|(k, days)| Entry::new(time(days), k % 3, k, k as u32)).collect();
                let mut sorted = entries.clone();
                sorted.sort_unstable();
                sorter.sort(&mut entries);
                prop_assert_eq!(entries, sorted);
            }
        }
    }
}
