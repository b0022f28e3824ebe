//! The files of a comparison: `comparison.csv`, `saved_and_lost.csv`, `incidence.csv`, `robustness.csv`,
//! `comparison.json`.

use std::path::Path;

use super::{
    ComparedOutcome, Comparison, Difference, DivergenceDays, DivergenceKind, EventPair, IncidencePoint,
    PolicyDivergence, Robustness, Saving, Standing,
};
use crate::analysis::MEAN;
use crate::result::{FileEntry, TableError, Tidy, write_json};

/// The file that holds a [`Comparison`].
pub const COMPARISON: &str = "comparison.json";

/// Writes the files; returns what stands in the tables.
///
/// # Errors
/// [`TableError`] when the disk refuses.
pub fn write_comparison(folder: &Path, comparison: &Comparison) -> Result<Vec<FileEntry>, TableError> {
    let baseline = &comparison.baseline;
    let mut rows: Vec<PolicyRow<'_>> = Vec::new();
    for one in &comparison.outcomes {
        for standing in &one.standings {
            let own = one.differences.iter().find(|difference| difference.policy == standing.policy);
            rows.push((one, standing, own));
        }
    }
    let pairs: Vec<EventRow<'_>> =
        comparison.outcomes.iter().flat_map(|one| one.events.iter().map(move |pair| (one, pair))).collect();
    let mut files = vec![policies(&rows, baseline).write(folder)?, events(&pairs, baseline).write(folder)?];
    let points: Vec<&IncidencePoint> = comparison.outcomes.iter().flat_map(|one| &one.incidence).collect();
    if !points.is_empty() {
        files.push(incidence(&points).write(folder)?);
    }
    let robust: Vec<RobustRow<'_>> =
        comparison.outcomes.iter().flat_map(|one| one.robustness.iter().map(move |row| (one, row))).collect();
    if !robust.is_empty() {
        files.push(robustness(&robust).write(folder)?);
    }
    if let Some(found) = &comparison.divergence {
        let mut rows: Vec<DivergenceRow<'_>> = Vec::new();
        for policy in &found.policies {
            rows.push((policy, "any", "", policy.any));
            let whose = |kind: &DivergenceKind| if kind.under_policy { "policy" } else { "baseline" };
            rows.extend(policy.kinds.iter().map(|kind| (policy, kind.kind.as_str(), whose(kind), kind.days)));
        }
        files.push(divergence(&rows, &found.baseline).write(folder)?);
    }
    files.push(write_json(folder, COMPARISON, comparison)?);
    Ok(files)
}

/// The tables of a comparison with their columns, whether or not an experiment fills them.
pub(in crate::analysis) fn tables() -> Vec<FileEntry> {
    vec![
        policies(&[], "").entry(),
        events(&[], "").entry(),
        incidence(&[]).entry(),
        robustness(&[]).entry(),
        divergence(&[], "").entry(),
    ]
}

/// A policy and what draws of the parameters do to it.
type RobustRow<'a> = (&'a ComparedOutcome, &'a Robustness);
/// A policy in an outcome; the baseline has no difference.
type PolicyRow<'a> = (&'a ComparedOutcome, &'a Standing, Option<&'a Difference>);

fn policies<'a>(rows: &'a [PolicyRow<'a>], baseline: &'a str) -> Tidy<'a, PolicyRow<'a>> {
    let unit = "unit of the metric";
    let of = |get: fn(&Difference) -> f64| move |r: &PolicyRow<'_>| r.2.map_or(f64::NAN, get);
    Tidy::new("comparison", rows)
        .text("metric", "which metric", |r| &r.0.about.metric)
        .text("level", "which level, for a metric of levels", |r| &r.0.about.level)
        .text("kind", "amount, event, time or level", |r| r.0.about.kind.as_str())
        .text("unit", "unit of the metric", |r| &r.0.about.unit)
        .text("policy", "which policy", |r| &r.1.policy)
        .text("baseline", "the policy that it is held against", |_| baseline)
        .integer("n", "replications", "replications in which the policy has a value", |r| r.1.n as u64)
        .bounded(["mean", "ci_low", "ci_high"], unit, [MEAN, "95 % interval"], |r| [r.1.mean, r.1.ci_low, r.1.ci_high])
        .number("sd", unit, "standard deviation between replications", |r| r.1.sd)
        .number("horizon", "days", "where a time is cut", |r| r.0.about.horizon)
        .number("difference", unit, "mean of policy minus baseline in the same worlds", of(|d| d.difference))
        .number("difference_low", unit, "lower end of its own 95 % interval", of(|d| d.ci_low))
        .number("difference_high", unit, "upper end", of(|d| d.ci_high))
        .number(
            "simultaneous_low",
            unit,
            "the same, 95 % for all policies together (Bonferroni)",
            of(|d| d.simultaneous_low),
        )
        .number("simultaneous_high", unit, "upper end", of(|d| d.simultaneous_high))
        .number("p", "", "t test that the mean difference is 0", of(|d| d.p))
        .number("p_holm", "", "the same, adjusted over the policies by Holm's method", of(|d| d.p_holm))
        .number("effect_size", "", "mean difference over its standard deviation (Hedges' g)", of(|d| d.effect_size))
        .number("hodges_lehmann", unit, "Hodges-Lehmann estimate of the difference", of(|d| d.hodges_lehmann))
        .number("worlds_larger", "worlds", "worlds in which the policy has the larger value", of(|d| d.larger as f64))
        .number("worlds_smaller", "worlds", "worlds in which it has the smaller one", of(|d| d.smaller as f64))
        .number("p_sign", "", "sign test", of(|d| d.p_sign))
        .number("p_wilcoxon", "", "Wilcoxon's signed-rank test", of(|d| d.p_wilcoxon))
        .number("correlation", "", "correlation with the baseline over worlds", of(|d| d.correlation))
        .number(
            "variance_reduction",
            "",
            "variance with independent seeds over variance in the same worlds",
            of(|d| d.variance_reduction),
        )
        .number("best_in_world", "", "share of worlds in which it is the best policy", |r| r.1.best_in_world)
        .number("best_mean", "", "probability that its mean is the best", |r| r.1.best_mean)
        .number("rank", "", "rank of the mean; 1 is best, ties share", |r| r.1.rank)
        .number("rank_sd", "", "uncertainty of the rank", |r| r.1.rank_sd)
        .number("mcb_low", unit, "mean minus the best of the other means: lower end, simultaneous 95 %", |r| {
            r.1.mcb_low
        })
        .number("mcb_high", unit, "upper end", |r| r.1.mcb_high)
}

fn events<'a>(rows: &'a [EventRow<'a>], baseline: &'a str) -> Tidy<'a, EventRow<'a>> {
    let table = Tidy::new("saved_and_lost", rows)
        .text("metric", "which metric", |r| &r.0.about.metric)
        .text("level", "which level, for a metric of levels", |r| &r.0.about.level)
        .text("policy", "which policy", |r| &r.1.policy)
        .text("baseline", "the policy that it is held against", |_| baseline)
        .integer("both", "worlds", "it happens under both", |r| r.1.both)
        .integer("only_policy", "worlds", "it happens under the policy only", |r| r.1.only_policy)
        .integer("only_baseline", "worlds", "it happens under the baseline only", |r| r.1.only_baseline)
        .integer("neither", "worlds", "it happens under neither", |r| r.1.neither)
        .number("p_mcnemar", "", "exact McNemar test; of draws where worlds share them", |r| r.1.p_mcnemar);
    SAVINGS.into_iter().fold(table, with_saving)
}

/// An event of an outcome.
type EventRow<'a> = (&'a ComparedOutcome, &'a EventPair);
/// A share of worlds: names of its columns, its meaning, and how to get it.
type SavingColumns = ([&'static str; 3], &'static str, fn(&EventPair) -> Option<Saving>);

const SAVINGS: [SavingColumns; 4] = [
    (["saves", "saves_low", "saves_high"], "share of worlds that the policy saves and the baseline loses", |e| e.saves),
    (["loses", "loses_low", "loses_high"], "share of worlds that the policy loses and the baseline saves", |e| e.loses),
    (
        ["sufficiency", "sufficiency_low", "sufficiency_high"],
        "of the worlds lost without the policy: share it saves",
        |e| e.sufficiency,
    ),
    (
        ["necessity", "necessity_low", "necessity_high"],
        "of the worlds saved with the policy: share lost without it",
        |e| e.necessity,
    ),
];

/// Adds a share of worlds with its interval.
fn with_saving<'a>(table: Tidy<'a, EventRow<'a>>, (names, meaning, get): SavingColumns) -> Tidy<'a, EventRow<'a>> {
    table.bounded(names, "", [meaning, "95 % interval"], move |r| {
        get(r.1).map_or([f64::NAN; 3], |s| [s.share, s.low, s.high])
    })
}

fn incidence<'a>(points: &'a [&'a IncidencePoint]) -> Tidy<'a, &'a IncidencePoint> {
    Tidy::new("incidence", points)
        .text("metric", "which time", |p| &p.metric)
        .text("policy", "which policy", |p| &p.policy)
        .number("day", "days", "days since the time began to run", |p| p.day)
        .number("probability", "", "probability that it has come by then (Kaplan-Meier)", |p| p.probability)
        .number("low", "", "lower end of its 95 % interval (log-log scale)", |p| p.low)
        .number("high", "", "upper end", |p| p.high)
        .integer("at_risk", "replications", "replications followed in which it had not come just before", |p| {
            p.at_risk as u64
        })
}

/// A policy, the kind of the first fact ("any" in the first row of each policy), whose it is, and the days.
type DivergenceRow<'a> = (&'a PolicyDivergence, &'a str, &'a str, DivergenceDays);

fn divergence<'a>(rows: &'a [DivergenceRow<'a>], baseline: &'a str) -> Tidy<'a, DivergenceRow<'a>> {
    let day = |get: fn(&DivergenceDays) -> Option<f64>| move |r: &DivergenceRow<'_>| get(&r.3).unwrap_or(f64::NAN);
    let since = "days since the scenario's start";
    Tidy::new("divergence", rows)
        .text("policy", "which policy", |r| &r.0.policy)
        .text("baseline", "the policy that it is held against", |_| baseline)
        .text("kind", "kind of the first fact that differs, or `any`", |r| r.1)
        .text("only_under", "whether the fact is there under the policy only, or under the baseline only", |r| r.2)
        .integer("worlds", "worlds", "worlds that were looked at, from the first", |r| r.0.worlds)
        .integer("diverged", "worlds", "worlds that diverge by such a fact", |r| r.3.diverged)
        .number("share", "", "their share", |r| r.3.share)
        .number(
            "day_q05",
            since,
            "day by which 5 % have diverged; of a kind: of those that diverge so",
            day(|d| d.day_q05),
        )
        .number("day_q50", since, "the same for half of them; empty where it is not reached", day(|d| d.day_q50))
        .number("day_q95", since, "the same for 95 %", day(|d| d.day_q95))
}

fn robustness<'a>(rows: &'a [RobustRow<'a>]) -> Tidy<'a, RobustRow<'a>> {
    let unit = "unit of the metric";
    Tidy::new("robustness", rows)
        .text("metric", "which metric", |r| &r.0.about.metric)
        .text("unit", "unit of the metric", |r| &r.0.about.unit)
        .text("policy", "which policy", |r| &r.1.policy)
        .integer("states", "draws", "draws of the uncertain parameters", |r| r.1.states as u64)
        .number("mean", unit, "mean over draws", |r| r.1.mean)
        .number("worst", unit, "worst over draws", |r| r.1.worst)
        .number("best", unit, "best over draws", |r| r.1.best)
        .number("worst_tenth", unit, "mean of the worst tenth of draws", |r| r.1.worst_tenth)
        .number("hurwicz", unit, "`optimism` times best plus the rest times worst", |r| r.1.hurwicz)
        .number("optimism", "", "weight of the best draw in `hurwicz`", |r| r.1.optimism)
        .number("mean_regret", unit, "mean distance to the best policy of the same draw", |r| r.1.mean_regret)
        .number("regret_q95", unit, "95 % quantile of that distance", |r| r.1.regret_q95)
        .number("max_regret", unit, "largest of these distances", |r| r.1.max_regret)
        .number("threshold", unit, "value that is good enough", |r| r.1.threshold)
        .number("satisficing", "", "share of draws in which it is at least that good", |r| r.1.satisficing)
}
