//! What happens or does not, under a policy and under the baseline: which worlds the policy saves and which it loses.
//!
//! Both outcomes of a world are known here, so the probabilities of causation are counted, not bounded: a policy is
//! *sufficient* in the share of worlds lost without it that it saves, *necessary* in the share of worlds saved with it
//! that are lost without it.
//!
//! # References
//! - J. Pearl (2009), *Causality*, 2nd ed., section 9.2.
//! - Q. McNemar (1947), Psychometrika 12: 153-157.

use serde::Serialize;

use crate::analysis::OutcomeValues;
use crate::outcome::Better;
use crate::result::LEVEL;
use crate::stats::mcnemar::{BinaryPairs, share};

/// A share of worlds.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Saving {
    /// Worlds in which it holds.
    pub count: u64,
    /// Worlds in which it could.
    pub of: u64,
    /// Their ratio; NaN without worlds.
    pub share: f64,
    /// Lower end of its Wilson interval.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

impl Saving {
    fn of(count: u64, of: u64) -> Saving {
        let share = share(count, of, LEVEL);
        Saving { count, of, share: share.estimate, low: share.interval.low, high: share.interval.high }
    }
}

/// An outcome that happens or does not, under a policy and under the baseline.
#[derive(Debug, Clone, PartialEq, Serialize)]
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
    /// Exact McNemar p-value: both one-sided changes equally frequent.
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

/// Compares a policy with the baseline in the worlds in which both have an outcome.
pub fn event_pair(outcome: &OutcomeValues, policies: &[String], policy: usize, baseline: usize) -> EventPair {
    let rows = outcome.happened[policy].iter().zip(&outcome.happened[baseline]);
    let both = rows.filter(|(p, b)| !p.is_nan() && !b.is_nan());
    let (own, other): (Vec<bool>, Vec<bool>) = both.map(|(p, b)| (*p > 0.5, *b > 0.5)).unzip();
    let pairs = BinaryPairs::count(&own, &other);
    let better = outcome.better_that_it_happens();
    // A world is saved where the better of the two comes about.
    let (saved_by_policy, saved_by_baseline, saved_by_both) = match better {
        Better::Lower => (pairs.only_second, pairs.only_first, pairs.neither),
        _ => (pairs.only_first, pairs.only_second, pairs.both),
    };
    let lost_by_both = pairs.total() - saved_by_policy - saved_by_baseline - saved_by_both;
    let known = |saving: Saving| (better != Better::Neither).then_some(saving);
    EventPair {
        policy: policies[policy].clone(),
        better,
        both: pairs.both,
        only_policy: pairs.only_first,
        only_baseline: pairs.only_second,
        neither: pairs.neither,
        p_mcnemar: pairs.exact_p(),
        saves: known(Saving::of(saved_by_policy, pairs.total())),
        loses: known(Saving::of(saved_by_baseline, pairs.total())),
        sufficiency: known(Saving::of(saved_by_policy, saved_by_policy + lost_by_both)),
        necessity: known(Saving::of(saved_by_policy, saved_by_policy + saved_by_both)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::outcome::{Kind, Metric};

    fn outcome(better: Better) -> OutcomeValues {
        let happened = vec![vec![1.0, 1.0, 1.0, 0.0, 0.0], vec![0.0, 0.0, 1.0, 1.0, 0.0]];
        OutcomeValues {
            metric: Metric::new("fallen", "", "", Kind::Event).better(better),
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
        let pair = event_pair(&outcome(Better::Lower), &names, 1, 0);
        assert_eq!((pair.both, pair.only_policy, pair.only_baseline, pair.neither), (1, 1, 2, 1));
        let count = |saving: Option<Saving>| saving.map(|s| (s.count, s.of)).unwrap();
        assert_eq!(count(pair.saves), (2, 5));
        assert_eq!(count(pair.loses), (1, 5));
        assert_eq!(count(pair.sufficiency), (2, 3), "lost without it: worlds 0, 1, 2");
        assert_eq!(count(pair.necessity), (2, 3), "saved with it: worlds 0, 1, 4");
    }

    #[test]
    fn without_a_direction_nothing_is_saved_or_lost() {
        let names = ["none".to_owned(), "policy".to_owned()];
        assert_eq!(event_pair(&outcome(Better::Neither), &names, 1, 0).saves, None);
    }
}
