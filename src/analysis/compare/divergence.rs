//! Where worlds first diverge: under each policy, the day and the kind of the first fact that the same world has under the
//! policy and not under the baseline, or the other way round.
//!
//! All facts count, single persons and changes of a number included, as in `panj trace --details`. Days run from the
//! scenario's start; a world that does not diverge by the horizon is censored: quantiles are those of the Kaplan-Meier curve,
//! and one that too few worlds reach does not exist. It is looked at in the first worlds only, in as many as are asked for.

use serde::{Deserialize, Serialize};

use crate::experiment::Divergence;

/// Where the first worlds diverge; `divergence` of `comparison.json`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FirstDivergences {
    /// Digest of all that decides the worlds.
    pub identity: String,
    /// The policy that the others are held against.
    pub baseline: String,
    /// Worlds that were asked for: the first so many.
    pub worlds: u64,
    /// The other policies.
    pub policies: Vec<PolicyDivergence>,
}

/// Where worlds diverge under one policy.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PolicyDivergence {
    /// The policy.
    pub policy: String,
    /// Worlds that were looked at (those that fail are left out).
    pub worlds: u64,
    /// When they diverge, whatever the kind.
    pub any: DivergenceDays,
    /// By kind of the first fact, the most frequent first.
    pub kinds: Vec<DivergenceKind>,
}

/// A kind of first fact.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DivergenceKind {
    /// Kind of the fact, such as `mobilization decreed`.
    pub kind: String,
    /// Whether the world under the policy has the fact, or that under the baseline.
    pub under_policy: bool,
    /// When.
    #[serde(flatten)]
    pub days: DivergenceDays,
}

/// How many worlds diverge, and when.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct DivergenceDays {
    /// Worlds that diverge (by a fact of the kind).
    pub diverged: u64,
    /// Their share of the worlds that were looked at.
    pub share: f64,
    /// Least day by which 5 % of all worlds (of a kind: of those that diverge so) have diverged; None where it is not reached.
    pub day_q05: Option<f64>,
    /// The same for half of them.
    pub day_q50: Option<f64>,
    /// The same for 95 %.
    pub day_q95: Option<f64>,
}

impl FirstDivergences {
    /// Folds what was found: for each world, by policy, where it diverges; None for a world that failed.
    pub fn of(
        (identity, baseline, policies): (String, usize, &[String]),
        found: &[Option<Vec<Option<Divergence>>>],
    ) -> FirstDivergences {
        let others = (0..policies.len()).filter(|&policy| policy != baseline);
        let of_policy = |policy: usize| {
            let own: Vec<Option<&Divergence>> = found.iter().flatten().map(|world| world[policy].as_ref()).collect();
            PolicyDivergence::of(&policies[policy], &own)
        };
        FirstDivergences {
            identity,
            baseline: policies[baseline].clone(),
            worlds: found.len() as u64,
            policies: others.map(of_policy).collect(),
        }
    }
}

impl PolicyDivergence {
    fn of(policy: &str, found: &[Option<&Divergence>]) -> PolicyDivergence {
        let worlds = found.len() as u64;
        let mut kinds: Vec<(&str, bool)> = found.iter().flatten().map(|p| (p.kind.as_str(), p.in_second)).collect();
        kinds.sort_unstable();
        kinds.dedup();
        let mut kinds: Vec<DivergenceKind> = kinds
            .into_iter()
            .map(|(kind, under_policy)| {
                let own = found.iter().flatten().filter(|p| p.kind == kind && p.in_second == under_policy);
                let days: Vec<f64> = own.map(|p| p.day).collect();
                DivergenceKind { kind: kind.to_owned(), under_policy, days: DivergenceDays::of(days, 0, worlds) }
            })
            .collect();
        kinds.sort_by_key(|kind| std::cmp::Reverse(kind.days.diverged));
        let days: Vec<f64> = found.iter().flatten().map(|p| p.day).collect();
        let never = found.len() - days.len();
        PolicyDivergence { policy: policy.to_owned(), worlds, any: DivergenceDays::of(days, never, worlds), kinds }
    }
}

impl DivergenceDays {
    fn of(mut days: Vec<f64>, never: usize, worlds: u64) -> DivergenceDays {
        let diverged = days.len() as u64;
        days.extend(std::iter::repeat_n(f64::INFINITY, never));
        days.sort_unstable_by(f64::total_cmp);
        let at = |p: f64| {
            let place = (libm::ceil(p * days.len() as f64) as usize).saturating_sub(1);
            days.get(place).copied().filter(|day| day.is_finite())
        };
        DivergenceDays {
            diverged,
            share: diverged as f64 / worlds as f64,
            day_q05: at(0.05),
            day_q50: at(0.5),
            day_q95: at(0.95),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn worlds_that_do_not_part_are_censored() {
        let divergence = |day: f64, kind: &str, in_second| Some(Divergence { day, kind: kind.to_owned(), in_second });
        let worlds: Vec<Option<Vec<Option<Divergence>>>> = vec![
            Some(vec![None, divergence(4.0, "decreed", true)]),
            Some(vec![None, divergence(2.0, "decreed", true)]),
            Some(vec![None, divergence(9.0, "asked", false)]),
            None,
            Some(vec![None, None]),
            Some(vec![None, None]),
        ];
        let names = ["baseline", "early"].map(str::to_owned);
        let found = FirstDivergences::of((String::new(), 0, &names), &worlds);
        assert_eq!((found.worlds, found.baseline.as_str(), found.policies.len()), (6, "baseline", 1));
        let early = &found.policies[0];
        assert_eq!((early.worlds, early.any.diverged, early.any.share), (5, 3, 0.6));
        assert_eq!((early.any.day_q50, early.any.day_q95), (Some(9.0), None));
        let kinds: Vec<_> =
            early.kinds.iter().map(|k| (k.kind.as_str(), k.under_policy, k.days.diverged, k.days.day_q50)).collect();
        assert_eq!(kinds, [("decreed", true, 2, Some(2.0)), ("asked", false, 1, Some(9.0))]);
    }
}
