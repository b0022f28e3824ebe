//! A tournament: the least of many keys that change one at a time.
//!
//! # Contract
//! - Entrants are `0..n`; each has a key, a number that may be `+inf` and is never NaN. All keys are `+inf` at the start.
//! - [`Tournament::set`] and [`Tournament::least`] cost O(log n); where nobody can have come before the one that led, to ask costs O(1).
//! - Of those with the least key the one that led when it was last asked stays ahead; if none did, the lowest is ahead.
//! - Nothing allocates but [`Tournament::begin`] with more entrants than ever before.
//!
//! Where all entrants stay in play it is simpler and quicker than a heap: the tree's shape is fixed, so a change climbs one
//! path of minima, without tickets and without moving anything. Eight keys fill a line of the cache, and their least is
//! found without branching.
//!
//! # References
//! Knuth, D. E. (1998). *The Art of Computer Programming*, vol. 3, 2nd ed., sec. 5.4.1 (tree selection, the loser's twin).

use core::hint::select_unpredictable;

/// The least of many keys.
///
/// ```
/// use panj_sim::Tournament;
/// let mut race = Tournament::default();
/// race.begin(3);
/// race.set(0, 7.0);
/// race.set(2, 5.0);
/// assert_eq!(race.least(), Some((2, 5.0)));
/// race.set(2, f64::INFINITY);
/// assert_eq!(race.least(), Some((0, 7.0)));
/// ```
#[derive(Clone, Debug)]
pub struct Tournament {
    /// The keys of the entrants, then the least of each eight of them, then the least of each eight of those, up to one eight.
    eights: Vec<Eight>,
    /// Where each level above the entrants begins, among the keys of all levels.
    above: Vec<usize>,
    /// Who leads, with the key `led`; nobody where that is `+inf`.
    leader: usize,
    led: f64,
    /// Whether the leader has fallen back since, so that another may lead.
    changed: bool,
}

type Eight = [f64; 8];

impl Default for Tournament {
    fn default() -> Self {
        Self { eights: Vec::new(), above: Vec::new(), leader: 0, led: f64::INFINITY, changed: false }
    }
}

impl Tournament {
    /// Begins anew with so many entrants, all with the key `+inf`.
    pub fn begin(&mut self, entrants: usize) {
        let mut level = entrants.div_ceil(8);
        let mut all = level;
        self.above.clear();
        while level > 1 {
            self.above.push(8 * all);
            level = level.div_ceil(8);
            all += level;
        }
        (self.leader, self.led, self.changed) = (0, f64::INFINITY, true);
        self.eights.clear();
        self.eights.resize(all, [f64::INFINITY; 8]);
    }

    /// Begins anew with an entrant for each key: one pass over the tree.
    pub fn begin_with(&mut self, keys: impl ExactSizeIterator<Item = f64>) {
        self.begin(keys.len());
        for (lane, key) in self.eights.as_flattened_mut().iter_mut().zip(keys) {
            debug_assert!(!key.is_nan());
            *lane = key;
        }
        let mut below = 0;
        for &level in &self.above {
            for eight in below..level / 8 {
                self.eights.as_flattened_mut()[level + eight - below] = least(&self.eights[eight]);
            }
            below = level / 8;
        }
    }

    /// Gives an entrant another key.
    // Inlined where several are set one after another (1 to 2 % of the reference model's time).
    #[inline(always)]
    pub fn set(&mut self, entrant: usize, key: f64) {
        debug_assert!(!key.is_nan());
        let before = core::mem::replace(&mut self.eights.as_flattened_mut()[entrant], key);
        if key > before {
            self.changed |= before <= self.led;
            self.step_back(entrant, before);
            return;
        }
        if key < self.led && !self.changed {
            (self.leader, self.led) = (entrant, key);
        }
        // Whether it is the least of its eight, and of the eights above, cannot be guessed: if it is not, this changes nothing.
        let keys = self.eights.as_flattened_mut();
        let mut at = entrant;
        for &level in &self.above {
            at /= 8;
            let least = keys[level + at];
            keys[level + at] = if key < least { key } else { least };
        }
    }

    /// An entrant has got a greater key than before: where it had the least of its eight, that is found anew, and so on upwards.
    #[inline(never)]
    fn step_back(&mut self, mut at: usize, before: f64) {
        let mut below = 0;
        for &level in &self.above {
            let eight = (below + at) / 8;
            at /= 8;
            if self.eights.as_flattened()[level + at] != before {
                return;
            }
            self.eights.as_flattened_mut()[level + at] = least(&self.eights[eight]);
            below = level;
        }
    }

    /// The least key of all other entrants; `+inf` if there is none.
    // Out of line: it is long, and what calls it is seldom in the cache of instructions (1 % of the time on 40,000 districts).
    #[must_use]
    #[inline(never)]
    pub fn least_of_others(&self, entrant: usize) -> f64 {
        let (mut least, mut at, mut below) = (f64::INFINITY, entrant, 0);
        for level in self.above.iter().copied().chain([0]) {
            let eight = &self.eights[(below + at) / 8];
            least = (0..8).fold(least, |least, lane| {
                let key = if lane == at % 8 { f64::INFINITY } else { eight[lane] };
                if key < least { key } else { least }
            });
            (at, below) = (at / 8, level);
        }
        least
    }

    /// The key of an entrant.
    #[must_use]
    #[inline]
    pub fn key(&self, entrant: usize) -> f64 {
        self.eights.as_flattened()[entrant]
    }

    /// The entrant with the least key, and the key; None if all are `+inf`.
    #[must_use]
    #[inline]
    pub fn least(&mut self) -> Option<(usize, f64)> {
        if self.changed {
            self.find_leader();
        }
        (self.led < f64::INFINITY).then_some((self.leader, self.led))
    }

    /// Finds who leads.
    #[inline(never)]
    fn find_leader(&mut self) {
        self.changed = false;
        let (lane, led) = self.eights.last().map_or((0, f64::INFINITY), first_of);
        self.led = led;
        if led == f64::INFINITY {
            self.leader = 0;
        } else if self.key(self.leader) != led {
            self.leader = self.lowest(lane, led);
        }
    }

    /// The lowest entrant that has the least of all keys, which stands in a lane of the root.
    #[inline]
    fn lowest(&self, lane: usize, least: f64) -> usize {
        (0..self.above.len()).rev().fold(lane, |at, level| {
            let below = if level == 0 { 0 } else { self.above[level - 1] };
            8 * at + first_lane(&self.eights[below / 8 + at], least)
        })
    }
}

/// One after another: one of them has just been written, and to read several at once would be to wait for it.
#[inline]
fn least(eight: &Eight) -> f64 {
    eight.iter().skip(1).fold(eight[0], |least, &key| if key < least { key } else { least })
}

/// The first lane that has the least key, and the key.
#[inline]
fn first_of(eight: &Eight) -> (usize, f64) {
    let lanes = eight.iter().copied().enumerate().skip(1);
    lanes.fold((0, eight[0]), |first, other| {
        let sooner = other.1 < first.1;
        (select_unpredictable(sooner, other.0, first.0), if sooner { other.1 } else { first.1 })
    })
}

/// The first lane that has a key, which one of them must have. Bits are compared, which takes fewer instructions than numbers; out
/// of line, since within a loop the compiler would branch on each lane, and which it is cannot be guessed.
#[inline(never)]
fn first_lane(eight: &Eight, key: f64) -> usize {
    (0..8).rev().fold(0, |found, lane| if eight[lane].to_bits() == key.to_bits() { lane } else { found })
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
        #![proptest_config(crate::math::property::cases(200))]
        #[test]
        fn the_least_key_wins(
            first in prop::collection::vec(0..9_u8, 1..600),
            changes in prop::collection::vec((0..600_usize, 0..9_u8), 0..300),
        ) {
            let mut keys: Vec<f64> = first.into_iter().map(f64::from).collect();
            let entrants = keys.len();
            let mut race = Tournament::default();
            race.begin_with(keys.iter().copied());
            let mut led = None;
            for (entrant, key) in changes {
                // Few keys, so that ties are common; the highest stands for never.
                let (entrant, key) = (entrant % entrants, if key == 8 { f64::INFINITY } else { f64::from(key) });
                race.set(entrant, key);
                keys[entrant] = key;
                let first = keys.iter().copied().enumerate().min_by(|a, b| a.1.total_cmp(&b.1));
                let leads = led.map(|led| (led, keys[led])).filter(|leader| first.is_some_and(|first| leader.1 == first.1));
                let least = leads.or(first).filter(|(_, key)| key.is_finite());
                prop_assert_eq!(race.least(), least);
                led = least.map(|(entrant, _)| entrant);
                prop_assert_eq!(race.key(entrant), key);
                let others = keys.iter().enumerate().filter(|(other, _)| *other != entrant);
                prop_assert_eq!(race.least_of_others(entrant), others.fold(f64::INFINITY, |least, (_, key)| least.min(*key)));
            }
        }
    }
}
