//! What happens or does not, under a policy and under the baseline: which worlds the policy saves and which it loses.
//!
//! Both outcomes of a world are known here, so the probabilities of causation are counted, not bounded: a policy is
//! *sufficient* in the share of worlds lost without it that it saves, *necessary* in the share of worlds saved with it
//! that are lost without it. Where several worlds share a draw of parameters, intervals and the test count draws.
//!
//! # References
//! - J. Pearl (2009), *Causality*, 2nd ed., section 9.2.
//! - Q. McNemar (1947), Psychometrika 12: 153-157.

use serde::{Deserialize, Serialize};

use crate::analysis::OutcomeValues;
use crate::outcome::Better;
use crate::result::LEVEL;
use crate::stats::Interval;
use crate::stats::groups::Groups;
use crate::stats::mcnemar::{BinaryPairs, share};

/// A share of worlds.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Saving {
    /// Worlds in which it holds.
    pub count: u64,
    /// Worlds in which it could.
    pub of: u64,
    /// Their ratio; NaN without worlds.
    pub share: f64,
    /// Lower end of its interval: Wilson's, with the effective number of worlds where several share a draw.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

/// Worlds in which both have an outcome.
struct Worlds {
    /// By world: whether the policy saves it, and whether the baseline does.
    saved: Vec<[bool; 2]>,
    /// By world: its draw of the parameters; empty where no two worlds share one.
    draws: Vec<u64>,
}

impl Worlds {
    /// The share of those that `could` be so that `holds`, both told by who saves a world: policy, baseline.
    fn share(&self, could: fn([bool; 2]) -> bool, holds: fn([bool; 2]) -> bool) -> Saving {
        let able = || (0..self.saved.len()).filter(|&at| could(self.saved[at]));
        let values: Vec<f64> = able().map(|at| f64::from(u8::from(holds(self.saved[at])))).collect();
        let count = values.iter().filter(|value| **value > 0.5).count() as u64;
        let mut share = share(count, values.len() as u64, LEVEL);
        if !self.draws.is_empty() && !values.is_empty() {
            let draws: Vec<u64> = able().map(|at| self.draws[at]).collect();
            // A single draw tells nothing of others.
            share.interval =
                Groups::new(&values, &draws).share_interval(LEVEL).unwrap_or(Interval { low: 0.0, high: 1.0 });
        }
        Saving { count, of: share.of, share: share.estimate, low: share.interval.low, high: share.interval.high }
    }
}

/// An outcome that happens or does not, under a policy and under the baseline.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EventPair {
    /// The policy.
    pub policy: String,
    /// Whether it is better that it happens (`higher`) or that it does not (`lower`).
    pub better: Better,
    /// Worlds in which it happens under both.
    pub both: u64,
    /// Worlds in which it happens under the policy only.
    pub only_policy: u64,
    /// Worlds in which it happens under the baseline only.
    pub only_baseline: u64,
    /// Worlds in which it happens under neither.
    pub neither: u64,
    /// Exact McNemar p-value: both one-sided changes equally frequent; over draws where several worlds share one, each
    /// counted by the side on which more of its worlds have it.
    pub p_mcnemar: f64,
    /// Worlds that the policy saves and the baseline loses, of all worlds; None where no direction is better.
    pub saves: Option<Saving>,
    /// Worlds that the policy loses and the baseline saves, of all worlds.
    pub loses: Option<Saving>,
    /// Of the worlds lost without the policy: those that it saves.
    pub sufficiency: Option<Saving>,
    /// Of the worlds saved with the policy: those lost without it.
    pub necessity: Option<Saving>,
}

impl EventPair {
    /// Share of worlds in which it happens under the policy, less that under the baseline; NaN without worlds.
    pub fn difference(&self) -> f64 {
        let worlds = self.both + self.only_policy + self.only_baseline + self.neither;
        (self.only_policy as f64 - self.only_baseline as f64) / worlds as f64
    }
}

/// Compares a policy with the baseline in the worlds in which both have an outcome; so many worlds share a draw.
pub fn event_pair(
    outcome: &OutcomeValues,
    policies: &[String],
    [policy, baseline]: [usize; 2],
    worlds_per_draw: u64,
) -> EventPair {
    let (values, others) = (&outcome.happened[policy], &outcome.happened[baseline]);
    let both: Vec<usize> = (0..values.len()).filter(|&w| !values[w].is_nan() && !others[w].is_nan()).collect();
    let happened = |values: &[f64]| both.iter().map(|&world| values[world] > 0.5).collect::<Vec<bool>>();
    let (own, other) = (happened(values), happened(others));
    let pairs = BinaryPairs::count(&own, &other);
    let shared = worlds_per_draw > 1;
    let draws: Vec<u64> = both.iter().filter(|_| shared).map(|&world| world as u64 / worlds_per_draw).collect();
    let tested = if shared { BinaryPairs::count_clusters(&own, &other, &draws) } else { pairs };
    let better = outcome.better_that_it_happens();
    // A world is saved where the better of the two comes about.
    let saved = own.iter().zip(&other).map(|(p, b)| [*p, *b].map(|happens| happens != (better == Better::Lower)));
    let worlds = Worlds { saved: saved.collect(), draws };
    let known = |saving: Saving| (better != Better::Neither).then_some(saving);
    EventPair {
        policy: policies[policy].clone(),
        better,
        both: pairs.both,
        only_policy: pairs.only_first,
        only_baseline: pairs.only_second,
        neither: pairs.neither,
        p_mcnemar: tested.exact_p(),
        saves: known(worlds.share(|_| true, |[policy, baseline]| policy && !baseline)),
        loses: known(worlds.share(|_| true, |[policy, baseline]| !policy && baseline)),
        sufficiency: known(worlds.share(|[_, baseline]| !baseline, |[policy, _]| policy)),
        necessity: known(worlds.share(|[policy, _]| policy, |[_, baseline]| !baseline)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::outcome::Metric;

    fn outcome(better: Better) -> OutcomeValues {
        let happened = vec![vec![1.0, 1.0, 1.0, 0.0, 0.0], vec![0.0, 0.0, 1.0, 1.0, 0.0]];
        OutcomeValues {
            metric: Metric::event("fallen", "").better(better),
            level: String::new(),
            horizon: f64::NAN,
            values: happened.clone(),
            happened,
            followed: Vec::new(),
        }
    }

    #[test]
    fn an_unwanted_event_is_saved_where_it_does_not_happen() {
        let names = ["none".to_owned(), "policy".to_owned()];
        let pair = event_pair(&outcome(Better::Lower), &names, [1, 0], 1);
        assert_eq!((pair.both, pair.only_policy, pair.only_baseline, pair.neither), (1, 1, 2, 1));
        let count = |saving: Option<Saving>| saving.map(|s| (s.count, s.of)).unwrap();
        assert_eq!(count(pair.saves), (2, 5));
        assert_eq!(count(pair.loses), (1, 5));
        assert_eq!(count(pair.sufficiency), (2, 3), "lost without it: worlds 0, 1, 2");
        assert_eq!(count(pair.necessity), (2, 3), "saved with it: worlds 0, 1, 4");
    }

    #[test]
    fn worlds_of_one_draw_count_once() {
        let names = ["none".to_owned(), "policy".to_owned()];
        // Ten draws of four worlds that are all alike: every other draw is saved by the policy.
        let policy: Vec<f64> = (0..40).map(|world| f64::from(world / 4 % 2)).collect();
        let mut outcome = outcome(Better::Higher);
        outcome.happened = vec![vec![0.0; 40], policy];
        let of = |worlds| event_pair(&outcome, &names, [1, 0], worlds);
        let (shared, alone) = (of(4), of(1));
        let ten = crate::stats::proportion::wilson(5, 10, LEVEL);
        let (saves, naive) = (shared.saves.unwrap(), alone.saves.unwrap());
        assert_eq!((saves.count, saves.of, saves.share), (naive.count, naive.of, naive.share));
        assert!(saves.high > ten.high && saves.high < ten.high + 0.05 && naive.high < ten.high - 0.05, "{saves:?}");
        assert_eq!(shared.sufficiency, shared.saves, "all are lost without it");
        let necessity = shared.necessity.unwrap();
        assert_eq!((necessity.count, necessity.of, necessity.high), (20, 20, 1.0));
        assert_eq!(necessity.low, crate::stats::proportion::wilson(5, 5, LEVEL).low, "alike in five draws");
        assert!((shared.p_mcnemar - 2.0 * 0.5_f64.powi(5)).abs() < 1e-12);
        assert!(alone.p_mcnemar < 1e-5);
    }

    /// 2,000 samples of 30 draws of 10 worlds: draws have their own chances that a world is lost and that a lost one is
    /// saved, each one half on the whole.
    #[test]
    fn shares_keep_their_coverage() {
        let mut stream = crate::sim::World::new(20_261_130, 0).stream(crate::sim::Mechanism(0), 0);
        let mut uniform = || stream.uniform();
        let chance = |u: f64| 1.0 / (1.0 + libm::exp(-1.5 * crate::math::normal_quantile(u)));
        let names = ["none".to_owned(), "policy".to_owned()];
        let mut outcome = outcome(Better::Higher);
        let samples = 2_000;
        let mut covered = [[0_u32; 2]; 2];
        for _ in 0..samples {
            outcome.happened = vec![Vec::new(), Vec::new()];
            for _ in 0..30 {
                let (loses, saves) = (chance(uniform()), chance(uniform()));
                for _ in 0..10 {
                    let (lost, saved) = (uniform() < loses, uniform() < saves);
                    outcome.happened[0].push(f64::from(u8::from(!lost)));
                    outcome.happened[1].push(f64::from(u8::from(!lost || saved)));
                }
            }
            for (count, worlds_per_draw) in covered.iter_mut().zip([10, 1]) {
                let pair = event_pair(&outcome, &names, [1, 0], worlds_per_draw);
                for (count, (share, truth)) in count.iter_mut().zip([(pair.saves, 0.25), (pair.sufficiency, 0.5)]) {
                    *count += u32::from(share.is_some_and(|share| share.low <= truth && truth <= share.high));
                }
            }
        }
        let shares = covered.map(|counts| counts.map(|count| f64::from(count) / f64::from(samples)));
        // Counting draws: 0.944 and 0.949. Counting worlds: 0.723 and 0.776.
        // 4.9 standard errors: false-alarm rate 1e-6.
        let tolerance = 4.9 * (0.95 * 0.05 / f64::from(samples)).sqrt();
        assert!(shares[0].iter().all(|share| (share - 0.95).abs() < tolerance), "{shares:?}");
        assert!(shares[1].iter().all(|share| *share < 0.95 - 2.0 * tolerance), "{shares:?}");
    }

    #[test]
    fn without_a_direction_nothing_is_saved_or_lost() {
        let names = ["none".to_owned(), "policy".to_owned()];
        assert_eq!(event_pair(&outcome(Better::Neither), &names, [1, 0], 1).saves, None);
    }
}
