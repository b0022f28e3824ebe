//! What is to be said of each policy: where it helps, where it harms, and where there is no evidence of either.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::Suite;
use crate::analysis::compare::{Certainty, Comparison};

/// A policy beside the baselines of all scenarios.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Verdict {
    /// The policy.
    pub policy: String,
    /// Scenarios in which a metric is better than under the baseline beyond chance (all policies together, 95 %).
    pub helps: Vec<Where>,
    /// Scenarios in which one is worse.
    pub harms: Vec<Where>,
    /// Scenarios in which neither is so: nothing moves, or more worlds would be needed.
    pub no_evidence: Vec<String>,
}

/// A scenario, and the metrics in it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Where {
    /// The scenario.
    pub scenario: String,
    /// The metrics.
    pub metrics: Vec<String>,
}

/// The verdicts on some policies; a policy that is the baseline wherever it competes has none.
pub(super) fn verdicts<'p>(
    suite: &Suite,
    policies: impl Iterator<Item = &'p str>,
    compared: &[(String, Comparison)],
) -> Vec<Verdict> {
    policies.filter_map(|policy| verdict(suite, policy, compared)).collect()
}

fn verdict(suite: &Suite, policy: &str, compared: &[(String, Comparison)]) -> Option<Verdict> {
    let mut verdict =
        Verdict { policy: policy.to_owned(), helps: Vec::new(), harms: Vec::new(), no_evidence: Vec::new() };
    let mut competes = false;
    for (scenario, comparison) in compared {
        let is_baseline = comparison.baseline == policy || !comparison.policies.iter().any(|other| other == policy);
        if is_baseline {
            continue;
        }
        competes = true;
        let [mut better, mut worse] = [Vec::new(), Vec::new()];
        for outcome in comparison.outcomes.iter().filter(|one| suite.counts(one)) {
            let Some(own) = outcome.differences.iter().find(|one| one.policy == policy) else { continue };
            if matches!(outcome.certainty(own), Certainty::Clear | Certainty::Slight) {
                match outcome.is_gain(own) {
                    Some(true) => better.push(outcome.about.metric.clone()),
                    Some(false) => worse.push(outcome.about.metric.clone()),
                    None => {}
                }
            }
        }
        if better.is_empty() && worse.is_empty() {
            verdict.no_evidence.push(scenario.clone());
        }
        for (metrics, list) in [(better, &mut verdict.helps), (worse, &mut verdict.harms)] {
            if !metrics.is_empty() {
                list.push(Where { scenario: scenario.clone(), metrics });
            }
        }
    }
    competes.then_some(verdict)
}

impl fmt::Display for Verdict {
    /// In a sentence.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let list = |all: &[Where]| {
            let each = |one: &Where| format!("{} ({})", one.scenario, one.metrics.join(", "));
            all.iter().map(each).collect::<Vec<_>>().join(", ")
        };
        let mut parts = Vec::new();
        if !self.helps.is_empty() {
            parts.push(format!("helps in {}", list(&self.helps)));
        }
        if !self.harms.is_empty() {
            parts.push(format!("harms in {}", list(&self.harms)));
        }
        if !self.no_evidence.is_empty() {
            parts.push(format!("no evidence of either in {}", self.no_evidence.join(", ")));
        }
        write!(f, "{} {}", self.policy, parts.join("; "))
    }
}
