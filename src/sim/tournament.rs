//! A tournament: the least of many keys that change one at a time.
//!
//! # Contract
//! - Entrants are `0..n`; each has a key, a number that may be `+inf` and is never NaN. All keys are `+inf` at the start.
//! - [`Tournament::set`] costs O(log n) and [`Tournament::least`] O(log n); of equal keys the lowest entrant wins.
//! - Nothing allocates but [`Tournament::begin`] with more entrants than ever before.
//!
//! Where all entrants stay in play it is simpler and quicker than a heap: the tree's shape is fixed, so a change climbs one
//! path of minima, without tickets and without moving anything.
//!
//! # References
//! Knuth, D. E. (1998). *The Art of Computer Programming*, vol. 3, 2nd ed., sec. 5.4.1 (tree selection, the loser's twin).

/// The least of many keys.
///
/// ```
/// use panj::sim::Tournament;
/// let mut race = Tournament::default();
/// race.begin(3);
/// race.set(0, 7.0);
/// race.set(2, 5.0);
/// assert_eq!(race.least(), Some((2, 5.0)));
/// race.set(2, f64::INFINITY);
/// assert_eq!(race.least(), Some((0, 7.0)));
/// ```
#[derive(Clone, Debug, Default)]
pub struct Tournament {
    /// A complete binary tree in the order of its levels, from index 1: each node the lesser of its two children.
    keys: Vec<f64>,
    /// Leaves: a power of two.
    leaves: usize,
}

impl Tournament {
    /// Begins anew with so many entrants, all with the key `+inf`.
    pub fn begin(&mut self, entrants: usize) {
        self.leaves = entrants.next_power_of_two();
        self.keys.clear();
        self.keys.resize(2 * self.leaves, f64::INFINITY);
    }

    /// Gives an entrant another key.
    #[inline]
    pub fn set(&mut self, entrant: usize, key: f64) {
        debug_assert!(!key.is_nan());
        let mut node = self.leaves + entrant;
        self.keys[node] = key;
        while node > 1 {
            node /= 2;
            let (left, right) = (self.keys[2 * node], self.keys[2 * node + 1]);
            let least = if right < left { right } else { left };
            if least == self.keys[node] {
                // Nothing changes further up: most changes end after a step or two.
                return;
            }
            self.keys[node] = least;
        }
    }

    /// The key of an entrant.
    #[must_use]
    #[inline]
    pub fn key(&self, entrant: usize) -> f64 {
        self.keys[self.leaves + entrant]
    }

    /// The entrant with the least key, and the key; None if all are `+inf`.
    #[must_use]
    #[inline]
    pub fn least(&self) -> Option<(usize, f64)> {
        let least = *self.keys.get(1)?;
        if least == f64::INFINITY {
            return None;
        }
        let mut node = 1;
        while node < self.leaves {
            node *= 2;
            node += usize::from(self.keys[node] != least);
        }
        Some((node - self.leaves, least))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn nobody_wins_an_empty_race() {
        let mut race = Tournament::default();
        assert_eq!(race.least(), None);
        race.begin(0);
        assert_eq!(race.least(), None);
        race.begin(1);
        assert_eq!(race.least(), None);
        race.set(0, 2.0);
        assert_eq!(race.least(), Some((0, 2.0)));
    }

    proptest! {
        #![proptest_config(crate::sim::property::cases(200))]
        #[test]
        fn the_least_key_wins(entrants in 1..40_usize, changes in prop::collection::vec((0..40_usize, 0..9_u8), 0..200)) {
            let mut race = Tournament::default();
            race.begin(entrants);
            let mut keys = vec![f64::INFINITY; entrants];
            for (entrant, key) in changes {
                // Few keys, so that ties are common; the highest stands for never.
                let (entrant, key) = (entrant % entrants, if key == 8 { f64::INFINITY } else { f64::from(key) });
                race.set(entrant, key);
                keys[entrant] = key;
                let least = keys.iter().copied().enumerate().min_by(|a, b| a.1.total_cmp(&b.1));
                prop_assert_eq!(race.least(), least.filter(|(_, key)| key.is_finite()));
                prop_assert_eq!(race.key(entrant), key);
            }
        }
    }
}
