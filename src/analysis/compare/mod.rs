//! Policies compared in the same worlds.
//!
//! For each outcome: the mean of each policy; its paired difference to the baseline with an interval of its own and one
//! that holds together with those of all other policies (Bonferroni), p-values of four tests (t with Holm's adjustment
//! over the policies, sign, Wilcoxon; McNemar for events), effect sizes, the correlation between policies and the
//! variance that the same worlds saved; multiple comparisons with the best, the probability of being best, selection with
//! an indifference zone; for what happens or does not: the worlds that a policy saves and those that it loses. Times are
//! compared by their restricted means ([`crate::analysis::OutcomeValues`]), never without the worlds in which they did
//! not come. Under uncertain parameters: criteria of robustness. Where several worlds share a draw of the parameters, draws
//! are what is independent: paired differences, standings and selection are then those of means over the worlds of a draw.

mod best;
mod certainty;
mod difference;
mod divergence;
mod event;
mod incidence;
mod robustness;
mod selection;
mod tables;

use std::collections::BTreeMap;
use std::io;

use serde::{Deserialize, Serialize};

pub use best::{Standing, standings};
pub use certainty::Certainty;
use difference::means_of_draws;
pub use difference::{Difference, difference, differences};
pub use divergence::{DivergenceDays, DivergenceKind, FirstDivergences, PolicyDivergence};
pub use event::{EventPair, Saving, event_pair};
pub use incidence::{IncidencePoint, incidence};
pub use robustness::{Robustness, robustness};
pub use selection::{Selection, Zone, select};
pub(in crate::analysis) use tables::tables;
pub use tables::{COMPARISON, write_comparison};

use super::discover::SetCost;
use super::outcome_values::{About, OutcomeValues, for_each_outcome};
pub use crate::experiment::{DIVERGENCE_WORLDS, Question};
use crate::experiment::{Design, Plan};
use crate::outcome::{Better, Metric};
use crate::result::{Caution, Competing, Incidence, LEVEL, Results, for_each_competing, variant_names};

/// Version of the structure of `comparison.json`.
pub const COMPARISON_FORMAT: u32 = 3;

/// The question that a plan asks, with how its worlds were drawn.
pub fn question_of(plan: &Plan) -> Question {
    let asked = match &plan.design {
        Design::Compare { analysis } => analysis.clone(),
        _ => Question::default(),
    };
    Question { worlds_per_draw: plan.worlds_per_draw().unwrap_or(0), ..asked }
}

/// Policies compared; `comparison.json` holds this structure.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Comparison {
    /// Version of the structure.
    pub format: u32,
    /// The policy that the others are held against.
    pub baseline: String,
    /// All policies, in the order of the plan.
    pub policies: Vec<String>,
    /// Worlds.
    pub replications: u64,
    /// Seed of the worlds.
    pub seed: u64,
    /// Level of all intervals.
    pub confidence: f64,
    /// How many intervals hold together: the differences of all policies to the baseline, within one metric.
    pub family: usize,
    /// Worlds that share one draw of the uncertain parameters; 0 when no parameters were drawn.
    pub worlds_per_draw: u64,
    /// The outcomes.
    pub outcomes: Vec<ComparedOutcome>,
    /// What policies cost, as far as that is on record; none of what they build on.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub costs: BTreeMap<String, SetCost>,
    /// Where the first worlds diverge; None where it was not looked.
    pub divergence: Option<FirstDivergences>,
    /// What to know before trusting them.
    #[serde(skip)]
    pub cautions: Vec<Caution>,
}

/// One outcome under all policies.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ComparedOutcome {
    /// What the outcome is about.
    #[serde(flatten)]
    pub about: About,
    /// Worlds in which all policies that can be ranked have a value; draws, where several worlds share one.
    pub worlds: usize,
    /// Each policy by itself and against the best.
    pub standings: Vec<Standing>,
    /// Each policy against the baseline.
    pub differences: Vec<Difference>,
    /// Each policy against the baseline, for what happens or does not.
    pub events: Vec<EventPair>,
    /// Which policy to choose, and whether that is settled; None when no direction is better.
    pub selection: Option<Selection>,
    /// How policies bear what is not known; empty unless parameters were drawn.
    pub robustness: Vec<Robustness>,
    /// For a time that can end in several ways: how it has ended by a day under each policy (Aalen-Johansen); day by day in
    /// `competing.csv`.
    pub competing: Vec<Incidence>,
    /// How the time came, day by day; in `incidence.csv`, and empty as read from JSON.
    #[serde(skip)]
    pub incidence: Vec<IncidencePoint>,
}

impl ComparedOutcome {
    /// One policy by itself.
    pub fn standing(&self, policy: &str) -> Option<&Standing> {
        self.standings.iter().find(|standing| standing.policy == policy)
    }
}

impl Comparison {
    /// The first of the outcomes that have a better direction and that some policy moves, at most so many: headlines by
    /// their rank, then those that differ most. All of them where no more were compared.
    pub fn most_informative(&self, metrics: &[Metric], most: usize) -> Vec<&ComparedOutcome> {
        if self.outcomes.len() <= most {
            return self.outcomes.iter().collect();
        }
        let strongest = |one: &ComparedOutcome| {
            let effects = one.differences.iter().map(|d| d.effect_size.abs()).filter(|e| !e.is_nan());
            effects.fold(0.0, f64::max)
        };
        let rank = |one: &ComparedOutcome| Metric::rank(metrics, &one.about.metric);
        let moved = |one: &&ComparedOutcome| {
            one.about.better != Better::Neither && !one.differences.iter().all(Difference::same_in_all_worlds)
        };
        let mut able: Vec<&ComparedOutcome> = self.outcomes.iter().filter(moved).collect();
        able.sort_by(|a, b| rank(a).cmp(&rank(b)).then(strongest(b).total_cmp(&strongest(a))));
        able.truncate(most);
        able
    }

    /// The policies besides the baseline: those that move one of these outcomes, the clearly better ones first, and those
    /// that move none in any world.
    pub fn by_gains<'a>(&'a self, outcomes: &[&ComparedOutcome]) -> (Vec<&'a str>, Vec<&'a str>) {
        let own = |one: &ComparedOutcome, policy: &str| {
            let own = one.differences.iter().find(|own| own.policy == policy)?;
            Some((one.certainty(own), one.is_gain(own)))
        };
        let moves = |policy: &&str| {
            outcomes.iter().any(|one| own(one, policy).is_some_and(|(certainty, _)| certainty != Certainty::Same))
        };
        let others = self.policies.iter().map(String::as_str).filter(|name| *name != self.baseline);
        let (mut moving, still): (Vec<&str>, Vec<&str>) = others.partition(moves);
        let place = |one: &&ComparedOutcome, policy: &str| match own(one, policy) {
            Some((Certainty::Clear, Some(gain))) => 1 - 2 * i32::from(gain),
            _ => 0,
        };
        moving.sort_by_cached_key(|policy| {
            let places: Vec<i32> = outcomes.iter().map(|one| place(one, policy)).collect();
            (places.iter().sum::<i32>(), places)
        });
        (moving, still)
    }
}

/// Compares the variants of finished results.
///
/// # Errors
/// When rows cannot be read.
pub fn compare(results: &Results, question: &Question) -> io::Result<Comparison> {
    let manifest = &results.manifest;
    let policies = variant_names(&manifest.plan);
    let baseline = policies.iter().position(|name| *name == question.baseline).unwrap_or(0);
    let mut outcomes = Vec::new();
    let mut cautions = Vec::new();
    let (variants, replications) = (policies.len(), manifest.replications);
    for_each_outcome(&manifest.metrics, &question.metrics, variants, &results.rows, replications, |values| {
        let compared = compare_outcome(&values, &policies, baseline, question, manifest.plan.seed);
        let name = compared.about.name();
        cautions.extend(compared.differences.iter().filter_map(|one| one.caution(&name)));
        outcomes.push(compared);
    })?;
    add_competing(results, &policies, &mut outcomes)?;
    Ok(Comparison {
        format: COMPARISON_FORMAT,
        baseline: policies[baseline].clone(),
        replications,
        seed: manifest.plan.seed,
        confidence: LEVEL,
        family: policies.len() - 1,
        worlds_per_draw: question.worlds_per_draw,
        policies,
        outcomes,
        costs: BTreeMap::new(),
        divergence: None,
        cautions,
    })
}

/// Adds how times that can end in several ways have ended, by a day until which the curves of all policies are known.
fn add_competing(results: &Results, policies: &[String], outcomes: &mut [ComparedOutcome]) -> io::Result<()> {
    let manifest = &results.manifest;
    let sampled = (manifest.replications, manifest.plan.worlds_per_draw());
    let each = |visit: &mut dyn FnMut(Competing)| {
        for_each_competing(&manifest.metrics, policies, &results.rows, sampled, visit)
    };
    // By metric: until when all curves are known, and the longest of them.
    let mut days: BTreeMap<String, (f64, f64)> = BTreeMap::new();
    each(&mut |curves| {
        let (known, longest) = days.entry(curves.metric.clone()).or_insert((f64::INFINITY, 0.0));
        (*known, *longest) = (known.min(curves.known_until), longest.max(curves.horizon));
    })?;
    each(&mut |curves| {
        if let Some(one) = outcomes.iter_mut().find(|one| one.about.metric == curves.metric)
            && let Some((known, longest)) = days.get(&curves.metric)
        {
            one.competing.extend(curves.by(known.min(*longest)));
        }
    })
}

/// Compares one outcome under all policies.
pub fn compare_outcome(
    outcome: &OutcomeValues,
    policies: &[String],
    baseline: usize,
    question: &Question,
    seed: u64,
) -> ComparedOutcome {
    let able = contenders(&outcome.values);
    let worlds_per_draw = question.worlds_per_draw.max(1);
    let complete = complete_worlds(&outcome.values, &able, worlds_per_draw);
    let about = outcome.about();
    let indifference = question.indifference.get(&about.metric).copied();
    ComparedOutcome {
        about,
        worlds: complete.first().map_or(0, Vec::len),
        standings: standings((outcome, worlds_per_draw), (&able, &complete), policies, seed),
        differences: differences(outcome, policies, baseline, worlds_per_draw),
        events: (0..policies.len())
            .filter(|&policy| policy != baseline && !outcome.happened.is_empty())
            .map(|policy| event_pair(outcome, policies, [policy, baseline], worlds_per_draw))
            .collect(),
        selection: select((&able, &complete), policies, baseline, outcome.better(), indifference),
        robustness: if question.worlds_per_draw == 0 {
            Vec::new()
        } else {
            robustness(outcome, policies, baseline, question)
        },
        competing: Vec::new(),
        incidence: incidence(outcome, policies, worlds_per_draw),
    }
}

/// Policies that can be ranked: those with a value in at least half as many worlds as the policy with the most. A time
/// that a policy rules out (no request, so no answer) does not keep the others from being ranked.
fn contenders(values: &[Vec<f64>]) -> Vec<usize> {
    let counts: Vec<usize> = values.iter().map(|row| row.iter().filter(|v| !v.is_nan()).count()).collect();
    let most = counts.iter().copied().max().unwrap_or(0);
    (0..values.len()).filter(|&policy| counts[policy] > 0 && 2 * counts[policy] >= most).collect()
}

/// Values of some policies in the worlds in which each of them has one; means over the worlds of a draw where several
/// share one.
fn complete_worlds(values: &[Vec<f64>], policies: &[usize], worlds_per_draw: u64) -> Vec<Vec<f64>> {
    let worlds = values.first().map_or(0, Vec::len);
    let whole: Vec<usize> = (0..worlds).filter(|&w| policies.iter().all(|&p| !values[p][w].is_nan())).collect();
    policies.iter().map(|&policy| means_of_draws(&values[policy], &whole, worlds_per_draw)).collect()
}

/// 1 when more is better, -1 when less is; None when neither.
fn sign(better: Better) -> Option<f64> {
    match better {
        Better::Higher => Some(1.0),
        Better::Lower => Some(-1.0),
        Better::Neither => None,
    }
}
