//! A suite of scenarios: the same policies on each, same worlds within each, and one leaderboard.
//!
//! Each scenario is compared as [`super::compare`] does. A cell is a metric in a scenario, in which policies that have a
//! value are ranked by their means (1 is best). Over all cells a policy has a mean rank, whose interval follows from the
//! uncertainty of the ranks (cells taken as independent: different worlds, or different metrics), and relative regrets:
//! its distance to the best policy of a cell, as a share of the distance between best and worst.

mod markdown;
mod plan;
mod suite;
mod tables;
mod verdict;

use serde::{Deserialize, Serialize};

pub use plan::BenchmarkPlan;
pub use suite::{Suite, SuiteError, SuiteScenario};
pub(in crate::analysis) use tables::tables;
pub use tables::{is_benchmark, read_benchmark, write_benchmark};
use verdict::verdicts;
pub use verdict::{Verdict, Where};

use super::compare::{ComparedOutcome, Comparison, Standing};
use crate::math::normal_quantile;
use crate::outcome::Better;
use crate::stats::decision::pareto_front;

/// Version of the structure of `leaderboard.json`.
pub const BENCHMARK_FORMAT: u32 = 2;

/// A suite's results; `leaderboard.json` holds this structure.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Benchmark {
    /// Version of the structure.
    pub format: u32,
    /// Version of panj.
    pub panj: String,
    /// Title of the suite.
    pub title: String,
    /// Worlds in each scenario.
    pub replications: u64,
    /// Seed of the worlds.
    pub seed: u64,
    /// Scenarios, in the order of the suite.
    pub scenarios: Vec<String>,
    /// Metrics that count.
    pub metrics: Vec<String>,
    /// Metric of the benefit, for the Pareto front.
    pub benefit: String,
    /// Metric of the cost.
    pub cost: String,
    /// The policies, best mean rank first.
    pub leaderboard: Vec<Place>,
    /// Where each policy helps, where it harms, and where there is no evidence of either, in the order of the leaderboard.
    #[serde(default)]
    pub verdicts: Vec<Verdict>,
    /// Every policy in every cell.
    pub cells: Vec<Cell>,
    /// Benefit and cost of every policy in every scenario.
    pub pareto: Vec<ParetoPoint>,
}

/// A policy's place.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Place {
    /// The policy.
    pub policy: String,
    /// Cells in which it has a value.
    pub cells: usize,
    /// Mean rank over them.
    pub mean_rank: f64,
    /// Lower end of its 95 % interval.
    pub rank_low: f64,
    /// Upper end.
    pub rank_high: f64,
    /// Cells in which it may be best (multiple comparisons with the best).
    pub may_be_best: usize,
    /// Mean relative regret, from 0 (always best) to 1 (always worst).
    pub mean_regret: f64,
    /// Largest relative regret.
    pub max_regret: f64,
    /// The cell of the largest, as `scenario / metric`.
    pub worst_cell: String,
    /// Scenarios in which no other policy has more benefit at no more cost.
    pub on_front: usize,
}

/// A policy in a cell.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Cell {
    /// Scenario.
    pub scenario: String,
    /// Metric.
    pub metric: String,
    /// Unit of the metric.
    pub unit: String,
    /// Which direction of it is better.
    pub better: Better,
    /// The policy in it.
    #[serde(flatten)]
    pub standing: Standing,
    /// Distance to the best mean, in the metric's unit; NaN where one of the two never came.
    pub regret: f64,
    /// The same as a share of the distance between best and worst; 0 where all are alike.
    pub relative_regret: f64,
}

/// A policy's benefit and cost in a scenario.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ParetoPoint {
    /// Scenario.
    pub scenario: String,
    /// The policy.
    pub policy: String,
    /// Mean of the benefit metric.
    pub benefit: f64,
    /// Mean of the cost metric.
    pub cost: f64,
    /// Whether no other policy has more benefit at no more cost.
    pub on_front: bool,
}

/// Puts the comparisons of a suite's scenarios together.
pub fn benchmark(suite: &Suite, policies: &[String], compared: &[(String, Comparison)]) -> Benchmark {
    let wanted = |one: &&ComparedOutcome| suite.counts(one);
    let mut cells = Vec::new();
    let mut pareto = Vec::new();
    for (scenario, comparison) in compared {
        comparison.outcomes.iter().filter(wanted).for_each(|one| cells.extend(cells_of(scenario, one)));
        pareto.extend(front(suite, scenario, comparison));
    }
    let mut leaderboard: Vec<Place> = policies.iter().map(|policy| place(policy, &cells, &pareto)).collect();
    leaderboard.sort_by(|a, b| a.mean_rank.total_cmp(&b.mean_rank));
    let verdicts = verdicts(suite, leaderboard.iter().map(|place| place.policy.as_str()), compared);
    let first = compared.first().map(|(_, comparison)| comparison);
    Benchmark {
        format: BENCHMARK_FORMAT,
        panj: env!("CARGO_PKG_VERSION").to_owned(),
        title: suite.title.clone(),
        replications: first.map_or(0, |comparison| comparison.replications),
        seed: first.map_or(0, |comparison| comparison.seed),
        scenarios: compared.iter().map(|(name, _)| name.clone()).collect(),
        metrics: suite.metrics.clone(),
        benefit: suite.benefit.clone(),
        cost: suite.cost.clone(),
        leaderboard,
        verdicts,
        cells,
        pareto,
    }
}

impl Suite {
    /// Whether an outcome counts: one of the suite's metrics, with a direction that is better.
    fn counts(&self, one: &ComparedOutcome) -> bool {
        one.about.better != Better::Neither && (self.metrics.is_empty() || self.metrics.contains(&one.about.metric))
    }
}

fn cells_of(scenario: &str, one: &ComparedOutcome) -> Vec<Cell> {
    let sign = if one.about.better == Better::Higher { 1.0 } else { -1.0 };
    let ranked: Vec<&Standing> = one.standings.iter().filter(|standing| !standing.rank.is_nan()).collect();
    let payoff = |standing: &Standing| sign * standing.ranked_by;
    let best = ranked.iter().map(|s| payoff(s)).fold(f64::NEG_INFINITY, f64::max);
    let worst = ranked.iter().map(|s| payoff(s)).fold(f64::INFINITY, f64::min);
    // Distances to what never came are no number of days, but who is how far from the best is known.
    let came = ranked.iter().all(|s| s.mean.is_finite() || (payoff(s) - best).abs() > 0.0);
    let cell = |standing: &&Standing| {
        let regret = best - payoff(standing);
        Cell {
            scenario: scenario.to_owned(),
            metric: one.about.metric.clone(),
            unit: one.about.unit.clone(),
            better: one.about.better,
            standing: (*standing).clone(),
            regret: if came && standing.mean.is_finite() { regret } else { f64::NAN },
            relative_regret: if best > worst { regret / (best - worst) } else { 0.0 },
        }
    };
    ranked.iter().map(cell).collect()
}

/// Benefit and cost in one scenario; empty where the suite names none, or the scenario lacks them.
fn front(suite: &Suite, scenario: &str, comparison: &Comparison) -> Vec<ParetoPoint> {
    let of =
        |metric: &str| comparison.outcomes.iter().find(|one| one.about.metric == metric && one.about.level.is_empty());
    let (Some(benefit), Some(cost)) = (of(&suite.benefit), of(&suite.cost)) else { return Vec::new() };
    // A metric without a better direction is taken as it is named: more benefit, less cost.
    let sign = |one: &ComparedOutcome, opposite: Better| if one.about.better == opposite { -1.0 } else { 1.0 };
    let (more, less) = (sign(benefit, Better::Lower), sign(cost, Better::Higher));
    let both = benefit.standings.iter().zip(&cost.standings);
    let known: Vec<_> = both.filter(|(b, c)| !b.mean.is_nan() && !c.mean.is_nan()).collect();
    let benefits: Vec<f64> = known.iter().map(|(b, _)| more * b.mean).collect();
    let costs: Vec<f64> = known.iter().map(|(_, c)| less * c.mean).collect();
    let best = pareto_front(&benefits, &costs);
    let point = |(at, (b, c)): (usize, &(&Standing, &Standing))| ParetoPoint {
        scenario: scenario.to_owned(),
        policy: b.policy.clone(),
        benefit: b.mean,
        cost: c.mean,
        on_front: best.contains(&at),
    };
    known.iter().enumerate().map(point).collect()
}

fn place(policy: &str, cells: &[Cell], pareto: &[ParetoPoint]) -> Place {
    let own: Vec<&Cell> = cells.iter().filter(|cell| cell.standing.policy == policy).collect();
    let n = own.len() as f64;
    let mean_rank = own.iter().map(|cell| cell.standing.rank).sum::<f64>() / n;
    let variance = own.iter().map(|cell| cell.standing.rank_sd * cell.standing.rank_sd).sum::<f64>() / (n * n);
    let half = normal_quantile(0.975) * variance.sqrt();
    let worst = own.iter().max_by(|a, b| a.relative_regret.total_cmp(&b.relative_regret));
    Place {
        policy: policy.to_owned(),
        cells: own.len(),
        mean_rank,
        rank_low: mean_rank - half,
        rank_high: mean_rank + half,
        may_be_best: own.iter().filter(|cell| cell.standing.may_be_best).count(),
        mean_regret: own.iter().map(|cell| cell.relative_regret).sum::<f64>() / n,
        max_regret: worst.map_or(f64::NAN, |cell| cell.relative_regret),
        worst_cell: worst.map(|cell| format!("{} / {}", cell.scenario, cell.metric)).unwrap_or_default(),
        on_front: pareto.iter().filter(|point| point.policy == policy && point.on_front).count(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::OutcomeValues;
    use crate::analysis::compare::{Question, compare_outcome};
    use crate::outcome::Metric;

    #[test]
    fn places_by_hand() {
        let policies: Vec<String> = ["a", "b", "c"].map(str::to_owned).into();
        let compared = |shift: [f64; 3], id: &'static str, better: Better| {
            let row = |s: f64| (0..40).map(|w| s + f64::from(w % 5)).collect();
            let outcome = OutcomeValues {
                metric: Metric::amount(id, "", "").better(better),
                level: String::new(),
                horizon: f64::NAN,
                values: shift.map(row).into(),
                happened: Vec::new(),
                followed: Vec::new(),
            };
            compare_outcome(&outcome, &policies, 0, &Question::default(), 1)
        };
        let comparison = |outcomes| Comparison {
            format: 1,
            baseline: "a".into(),
            policies: policies.clone(),
            replications: 40,
            seed: 1,
            confidence: 0.95,
            family: 2,
            worlds_per_draw: 0,
            outcomes,
            costs: std::collections::BTreeMap::new(),
            divergence: None,
            cautions: Vec::new(),
        };
        let suite = Suite { benefit: "good".into(), cost: "cost".into(), ..Suite::default() };
        let good = compared([1.0, 2.0, 0.0], "good", Better::Higher);
        let cost = compared([10.0, 30.0, 20.0], "cost", Better::Lower);
        let found = benchmark(&suite, &policies, &[("one".into(), comparison(vec![good, cost]))]);
        let place = |name: &str| found.leaderboard.iter().find(|p| p.policy == name).unwrap();
        assert_eq!((place("a").mean_rank, place("b").mean_rank, place("c").mean_rank), (1.5, 2.0, 2.5));
        assert_eq!((place("a").mean_regret, place("b").mean_regret, place("c").max_regret), (0.25, 0.5, 1.0));
        assert_eq!(found.leaderboard[0].policy, "a");
        let front: Vec<bool> = found.pareto.iter().map(|point| point.on_front).collect();
        assert_eq!(front, [true, true, false], "c costs more than a and is worth less");
        let said: Vec<String> = found.verdicts.iter().map(ToString::to_string).collect();
        assert_eq!(said, ["b helps in one (good); harms in one (cost)", "c harms in one (good, cost)"]);
        let folder = tempfile::tempdir().unwrap();
        write_benchmark(folder.path(), &found).unwrap();
        assert!(is_benchmark(folder.path()));
        assert_eq!(format!("{:?}", read_benchmark(folder.path()).unwrap()), format!("{found:?}"));
    }
}
