//! Sampling until the best policy is selected: Kim and Nelson's fully sequential procedure over worlds in their order.
//!
//! With probability 0.95 it selects the policy with the best mean if that is better than all others by the indifference
//! zone or more; else one that is about as good. Policies are compared in the same worlds. The procedure looks at every
//! world one after another, so it does not matter after how many worlds it is asked.
//!
//! Compared are the policies that have a value in at least half as many worlds of the first look as the policy with the
//! most, in the worlds in which each of them has one. A time is judged by the days it was followed.
//!
//! # References
//! - S.-H. Kim, B. L. Nelson (2001), ACM Transactions on Modeling and Computer Simulation 11: 251-273.

use crate::outcome::Better;
use crate::stats::selection::{KimNelson, Outcome};

/// Worlds of the procedure's first stage, if there are so many.
pub const FIRST_STAGE: usize = 50;
/// Probability that a selection is wrong.
pub const ERROR: f64 = 0.05;

/// A selection under way.
pub(crate) struct BestSoFar {
    sign: f64,
    indifference: f64,
    /// Values of the world that is being read, by variant.
    world: Vec<f64>,
    /// Worlds of the first look.
    waiting: Vec<Vec<f64>>,
    race: Option<Race>,
}

/// The procedure among the variants that can be compared.
struct Race {
    able: Vec<usize>,
    procedure: KimNelson,
    worlds: usize,
    /// The variant selected, and after how many worlds.
    selected: Option<(usize, usize)>,
}

impl BestSoFar {
    /// A selection by a metric that is better in this direction; None when neither is.
    pub(crate) fn new(better: Better, indifference: f64) -> Option<BestSoFar> {
        let sign = match better {
            Better::Higher => 1.0,
            Better::Lower => -1.0,
            Better::Neither => return None,
        };
        Some(BestSoFar { sign, indifference, world: Vec::new(), waiting: Vec::new(), race: None })
    }

    /// Takes the value of the next variant of a world (NaN for none), of `variants`.
    pub(crate) fn push(&mut self, value: f64, variants: usize) {
        self.world.push(self.sign * value);
        if self.world.len() == variants {
            let world = std::mem::take(&mut self.world);
            match &mut self.race {
                Some(race) => race.observe(&world),
                None => self.waiting.push(world),
            }
        }
    }

    /// The variant that is selected by now, and after how many worlds; None while more than one is left.
    pub(crate) fn look(&mut self) -> Option<(usize, usize)> {
        if self.race.is_none() {
            let waiting = std::mem::take(&mut self.waiting);
            self.race = Race::begin(&waiting, self.indifference);
            if self.race.is_none() {
                self.waiting = waiting;
            }
        }
        self.race.as_ref().and_then(|race| race.selected)
    }
}

impl Race {
    /// Begins with the worlds of the first look; None when they do not suffice.
    fn begin(worlds: &[Vec<f64>], indifference: f64) -> Option<Race> {
        let variants = worlds.first()?.len();
        let counts: Vec<usize> =
            (0..variants).map(|variant| worlds.iter().filter(|world| !world[variant].is_nan()).count()).collect();
        let most = counts.iter().copied().max()?;
        let able: Vec<usize> = (0..variants).filter(|&v| counts[v] > 0 && 2 * counts[v] >= most).collect();
        let whole = worlds.iter().filter(|world| able.iter().all(|&variant| !world[variant].is_nan())).count();
        let procedure = KimNelson::new(able.len(), ERROR, indifference, FIRST_STAGE.min(whole))?;
        let mut race = Race { able, procedure, worlds: 0, selected: None };
        worlds.iter().for_each(|world| race.observe(world));
        Some(race)
    }

    fn observe(&mut self, world: &[f64]) {
        if self.selected.is_some() || self.able.iter().any(|&variant| world[variant].is_nan()) {
            return;
        }
        self.worlds += 1;
        let values: Vec<f64> = self.procedure.survivors().iter().map(|&system| world[self.able[system]]).collect();
        if let Outcome::Selected { system, .. } = self.procedure.observe(&values) {
            self.selected = Some((self.able[*system], self.worlds));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_of_those_that_can_be_compared_is_selected() {
        let mut best = BestSoFar::new(Better::Lower, 1.0).unwrap();
        assert!(BestSoFar::new(Better::Neither, 1.0).is_none());
        assert_eq!(best.look(), None, "nothing was seen");
        for world in 0..60_u32 {
            let noise = f64::from(world * world % 7);
            // The second is best; the third has a value in a few worlds only.
            for value in [noise, noise - 4.0, if world % 9 == 0 { -50.0 } else { f64::NAN }] {
                best.push(value, 3);
            }
        }
        assert_eq!(best.look(), Some((1, 50)));
    }
}
