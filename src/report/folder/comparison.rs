//! Policies compared: the tables of a comparison as the report needs them.

use std::collections::BTreeMap;

use super::ReportError;
use super::design::subject;
use super::read::{Results, number, words};
use crate::outcome::Better as Wish;
use crate::report::html::{Better, ComparedMetric, Comparison, Estimate, Figure, PairedRow};
use crate::result::read_columns;

/// Outcomes whose tables hold every policy that moves them.
const WHOLE: usize = 12;
/// Outcomes that are named before "and others".
const NAMED: usize = 12;

/// A comparison as read.
#[derive(Clone, Debug, Default)]
pub(super) struct Compared {
    pub(super) baseline: String,
    /// Outcomes that some policy moves, the first ones first; rows of all policies but the baseline.
    pub(super) metrics: Vec<ComparedMetric>,
    /// Outcomes that no policy moves in any world.
    pub(super) still: Vec<String>,
    /// The baseline's own means.
    pub(super) of_baseline: BTreeMap<String, Estimate>,
}

/// Reads the tables of a comparison; None for folders without them.
///
/// # Errors
/// When a table cannot be read.
pub(super) fn read(results: &Results) -> Result<Option<Compared>, ReportError> {
    let Some(path) = results.manifest.table(&results.folder, "comparison") else { return Ok(None) };
    if path.extension().is_none_or(|ending| ending != "csv") {
        return Ok(None);
    }
    let texts = ["metric", "level", "policy", "baseline"];
    let numbers = [
        "mean",
        "ci_low",
        "ci_high",
        "difference",
        "difference_low",
        "difference_high",
        "simultaneous_low",
        "simultaneous_high",
        "best_mean",
        "correlation",
        "variance_reduction",
        "n",
        "worlds_larger",
        "worlds_smaller",
        "hodges_lehmann",
    ];
    let names: Vec<&str> = texts.into_iter().chain(numbers).collect();
    let columns = read_columns(&path, &names)?;
    let read: Vec<Vec<String>> = columns[..texts.len()].iter().map(words).collect();
    let text = |at: usize, row: usize| read[at].get(row).map_or("", String::as_str);
    let number = |at: usize, row: usize| number(&columns[texts.len() + at], row);
    let rows = read[0].len();
    let baseline = text(3, 0).to_owned();
    let summaries = summaries(results);
    let saved = saved(results)?;
    let mut found = Compared { baseline: baseline.clone(), ..Compared::default() };
    let mut metrics: Vec<ComparedMetric> = Vec::new();
    for row in 0..rows {
        let (id, level) = (text(0, row), text(1, row));
        let Some(metric) = results.metric(id) else { continue };
        let key = if level.is_empty() { id.to_owned() } else { format!("{id} = {level}") };
        let mean = known([number(0, row), number(1, row), number(2, row)]);
        if text(2, row) == baseline {
            found.of_baseline.extend(mean.map(|mean| (key, mean)));
            continue;
        }
        if metrics.last().is_none_or(|last| last.metric != key) {
            metrics.push(ComparedMetric {
                metric: key.clone(),
                meaning: subject(results, id, level),
                unit: if metric.unit == "1" { String::new() } else { metric.unit.to_string() },
                better: better(metric.better),
                rows: Vec::new(),
            });
        }
        let Some(last) = metrics.last_mut() else { break };
        let mut difference = known([number(3, row), number(4, row), number(5, row)]);
        let mut simultaneous =
            Some([number(6, row), number(7, row)]).filter(|[low, high]| low.is_finite() && high.is_finite());
        if let Some(one) = difference.as_mut().filter(|one| one.interval.is_none()) {
            // One amount in all worlds: nothing is estimated, and both ends are that amount.
            let (n, all) = (number(11, row), number(12, row).max(number(13, row)));
            if n > 1.0 && all == n && number(14, row) == one.value {
                one.interval = Some([one.value; 2]);
                simultaneous = one.interval;
            }
        }
        let shares = saved.get(&(key, text(2, row).to_owned()));
        last.rows.push(PairedRow {
            policy: text(2, row).to_owned(),
            summary: summaries.get(text(2, row)).cloned(),
            mean,
            difference,
            simultaneous,
            best: Some(number(8, row)).filter(|p| p.is_finite()),
            saves: shares.map(|shares| shares[0]).filter(|share| share.is_finite()),
            loses: shares.map(|shares| shares[1]).filter(|share| share.is_finite()),
            correlation: Some(number(9, row)).filter(|r| r.is_finite()),
            variance_ratio: Some(number(10, row)).filter(|r| r.is_finite()),
            n: number(11, row) as u64,
        });
    }
    let (moved, still): (Vec<_>, Vec<_>) = metrics.into_iter().partition(|metric| metric.rows.iter().any(moves));
    found.still = still.into_iter().map(|metric| metric.metric).collect();
    found.metrics = moved;
    found.metrics.sort_by_key(|metric| (results.rank(&metric.metric), metric.better.is_none()));
    Ok(Some(found))
}

/// Whether a policy differs from the baseline in any world.
pub(super) fn moves(row: &PairedRow) -> bool {
    row.difference.is_some_and(|difference| {
        difference.value != 0.0 || difference.interval.is_some_and(|[low, high]| low != 0.0 || high != 0.0)
    })
}

/// The section of the page; outcomes that no policy moves are only named, and so are policies that do not move one.
pub(super) fn section(found: &Compared, figures: Vec<Figure>) -> Comparison {
    let mut text = vec![
        "Every policy meets the same worlds as the baseline, so a difference is taken world by world. Simultaneous intervals \
         hold for all policies at once: where one leaves out zero, the policy changes the outcome."
            .to_owned(),
    ];
    if !found.still.is_empty() {
        text.push(format!("No policy changes these in any world: {}.", listed(&found.still)));
    }
    let mut metrics: Vec<ComparedMetric> = Vec::new();
    let mut unclear: Vec<String> = Vec::new();
    for (rank, metric) in found.metrics.iter().enumerate() {
        // Of the first outcomes every policy that moves them has a row; of the others those that do so clearly.
        let tells = |row: &&PairedRow| if rank < WHOLE { moves(row) } else { is_clear(row) };
        let rows: Vec<PairedRow> = metric.rows.iter().filter(tells).cloned().collect();
        if rows.is_empty() {
            unclear.push(metric.metric.clone());
        } else {
            metrics.push(ComparedMetric { rows, ..metric.clone() });
        }
    }
    if !unclear.is_empty() {
        text.push(format!(
            "Policies change these in some worlds, but none of them clearly: {}. comparison.csv holds all rows.",
            listed(&unclear)
        ));
    }
    Comparison { text, baseline: found.baseline.clone(), metrics, figures }
}

/// Whether the simultaneous interval of a policy's difference leaves out zero.
fn is_clear(row: &PairedRow) -> bool {
    row.simultaneous.is_some_and(|[low, high]| low > 0.0 || high < 0.0)
}

/// "a, b and 3 others".
fn listed(names: &[String]) -> String {
    let named = names.iter().take(NAMED).cloned().collect::<Vec<_>>().join(", ");
    let others = names.len().saturating_sub(NAMED);
    if others > 0 { format!("{named} and {others} others") } else { named }
}

/// Shares of worlds that a policy saves and loses, by outcome and policy.
fn saved(results: &Results) -> Result<BTreeMap<(String, String), [f64; 2]>, ReportError> {
    let mut out = BTreeMap::new();
    let Some(path) = results.manifest.table(&results.folder, "saved_and_lost") else { return Ok(out) };
    let columns = read_columns(&path, &["metric", "level", "policy", "saves", "loses"])?;
    let (metrics, levels, policies) = (words(&columns[0]), words(&columns[1]), words(&columns[2]));
    for (row, ((metric, level), policy)) in metrics.iter().zip(&levels).zip(&policies).enumerate() {
        let key = if level.is_empty() { metric.clone() } else { format!("{metric} = {level}") };
        out.insert((key, policy.clone()), [number(&columns[3], row), number(&columns[4], row)]);
    }
    Ok(out)
}

/// What each policy does, by name.
fn summaries(results: &Results) -> BTreeMap<String, String> {
    let policies = results.kept.iter().flat_map(|kept| kept.source.policies());
    policies.map(|policy| (policy.name.clone(), policy.summary.clone())).collect()
}

/// Which way is wished for.
pub(super) fn better(wish: Wish) -> Option<Better> {
    match wish {
        Wish::Higher => Some(Better::Higher),
        Wish::Lower => Some(Better::Lower),
        Wish::Neither => None,
    }
}

fn known([value, low, high]: [f64; 3]) -> Option<Estimate> {
    let interval = (low.is_finite() && high.is_finite()).then_some([low, high]);
    value.is_finite().then_some(Estimate { value, interval })
}
