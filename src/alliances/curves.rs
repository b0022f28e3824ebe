//! Days to each level of answer as the record has them, with what is not known yet right-censored.

use super::forecast::{Reached, YEAR};
use super::record::{Case, Count, Level};
use crate::stats::Interval;
use crate::stats::proportion::wilson;
use crate::stats::survival::KaplanMeier;

/// Level of all intervals.
const LEVEL: f64 = 0.95;

/// How cases came to a level.
#[derive(Clone, Debug)]
pub struct Course {
    /// The level, or a higher one.
    pub level: Level,
    /// Cases whose record tells when, or that not within a year.
    pub cases: u64,
    /// Those that reached it within a year.
    pub reached: u64,
    /// Days until it, by Kaplan and Meier; at a year all are censored.
    pub curve: KaplanMeier,
}

impl Course {
    /// The course of some cases to a level or above.
    #[must_use]
    pub fn of(cases: &[&Case], level: Level) -> Course {
        let known: Vec<Reached> = cases.iter().filter_map(|case| case.reached(level, Count::OrAbove)).collect();
        let day = |reached: &Reached| match reached {
            Reached::On { day, .. } => (*day, true),
            Reached::NotWithinAYear => (YEAR, false),
        };
        let (times, events): (Vec<f64>, Vec<bool>) = known.iter().map(day).unzip();
        let reached = events.iter().filter(|event| **event).count() as u64;
        Course { level, cases: known.len() as u64, reached, curve: KaplanMeier::new(&times, &events) }
    }

    /// The share that reached it within a year, with Wilson's 95 % interval.
    #[must_use]
    pub fn share(&self) -> (f64, Interval) {
        (self.reached as f64 / self.cases as f64, wilson(self.reached, self.cases, LEVEL))
    }

    /// Days at which the share rises, with the share from then on.
    pub fn steps(&self) -> impl Iterator<Item = (f64, f64)> {
        self.curve.steps.iter().map(|step| (step.time, 1.0 - step.survival))
    }

    /// Lower quartile, median and upper quartile of the days until it; none where it is not reached within a year.
    #[must_use]
    pub fn quartiles(&self) -> [Option<f64>; 3] {
        [0.25, 0.5, 0.75].map(|p| self.curve.quantile(p))
    }
}
