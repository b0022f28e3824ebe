//! Policies compared: from the tables of a comparison, or from two result folders.

use std::collections::BTreeMap;

use super::read::Results;
use super::references::row_estimate;
use super::{Chart, ReportError, references};
use crate::outcome::Better as Wish;
use crate::report::charts::{PairedDifference, PairedDifferences};
use crate::report::html::{Better, ComparedMetric, Comparison, Estimate, Page, PairedRow};
use crate::result::{Values, read_columns};

/// Most rows of the drawn chart.
const MOST: usize = 24;
/// Metrics that the chart shows, where they were compared.
const DRAWN: [&str; 4] = ["decision_days", "material_help_days", "too_late", "response_gap"];

/// The section of a folder that holds `comparison.csv`; None for others.
pub(super) fn of(results: &Results) -> Result<Option<(Vec<Chart>, Comparison)>, ReportError> {
    let Some(path) = results
        .manifest
        .table(&results.folder, "comparison")
        .filter(|path| path.extension().is_some_and(|e| e == "csv"))
    else {
        return Ok(None);
    };
    let words = ["metric", "level", "policy", "baseline"];
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
    ];
    let names: Vec<&str> = words.into_iter().chain(numbers).collect();
    let columns = read_columns(&path, &names)?;
    let text = |at: usize, row: usize| columns[at].words().get(row).map_or("", String::as_str);
    let number = |at: usize, row: usize| columns[words.len() + at].numbers().get(row).copied().unwrap_or(f64::NAN);
    let rows = columns.first().map_or(0, |column| match column {
        Values::Words(words) => words.len(),
        Values::Numbers(numbers) => numbers.len(),
    });
    let baseline = text(3, 0).to_owned();
    let summaries = summaries(results);
    let mut metrics: Vec<ComparedMetric> = Vec::new();
    for row in (0..rows).filter(|&row| text(2, row) != baseline) {
        let (id, level) = (text(0, row), text(1, row));
        let Some(metric) = results.metric(id) else { continue };
        let key = if level.is_empty() { id.to_owned() } else { format!("{id} = {level}") };
        if metrics.last().is_none_or(|last| last.metric != key) {
            metrics.push(ComparedMetric {
                metric: key,
                meaning: results.meaning(metric),
                unit: metric.unit.to_string(),
                better: better(metric.better),
                rows: Vec::new(),
            });
        }
        let Some(last) = metrics.last_mut() else { break };
        last.rows.push(PairedRow {
            policy: text(2, row).to_owned(),
            summary: summaries.get(text(2, row)).cloned(),
            mean: known([number(0, row), number(1, row), number(2, row)]),
            difference: known([number(3, row), number(4, row), number(5, row)]),
            simultaneous: Some([number(6, row), number(7, row)])
                .filter(|[low, high]| low.is_finite() && high.is_finite()),
            best: Some(number(8, row)).filter(|p| p.is_finite()),
            correlation: Some(number(9, row)).filter(|r| r.is_finite()),
            variance_ratio: Some(number(10, row)).filter(|r| r.is_finite()),
            ..PairedRow::default()
        });
    }
    metrics.sort_by_key(|metric| DRAWN.iter().position(|id| *id == metric.metric).unwrap_or(DRAWN.len()));
    let chart = chart(results, &baseline, &metrics);
    let charts: Vec<Chart> = chart.into_iter().collect();
    let figures = charts.iter().map(|chart| chart.figure(None)).collect();
    Ok(Some((charts, Comparison { text: Vec::new(), baseline, metrics, figures })))
}

/// What each policy does, by name.
fn summaries(results: &Results) -> BTreeMap<String, String> {
    let policies = results.kept.iter().flat_map(|kept| kept.source.policies());
    policies.map(|policy| (policy.name.clone(), policy.summary.clone())).collect()
}

fn better(wish: Wish) -> Option<Better> {
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

fn chart(results: &Results, baseline: &str, metrics: &[ComparedMetric]) -> Option<Chart> {
    let drawn = metrics.iter().filter(|metric| DRAWN.contains(&metric.metric.as_str()));
    let rows = drawn.flat_map(|metric| {
        metric.rows.iter().filter_map(move |row| {
            let [low, high] = row.simultaneous?;
            Some(PairedDifference {
                policy: row.policy.clone(),
                metric: metric.metric.replace('_', " "),
                unit: metric.unit.clone(),
                difference: row.difference?.value,
                low,
                high,
            })
        })
    });
    let rows: Vec<PairedDifference> = rows.take(MOST).collect();
    if rows.is_empty() {
        return None;
    }
    let title = format!("What each policy changes against {baseline}");
    let svg = PairedDifferences {
        title: title.clone(),
        baseline: baseline.to_owned(),
        interval: format!("mean difference from {baseline} in the same worlds; simultaneous 95 % intervals"),
        rows,
        footer: results.footer(),
    }
    .draw();
    Some(Chart::new("paired_differences", title, svg))
}

/// A page that holds the main variants of two folders against each other. Worlds are not paired: the folders may have
/// other seeds, so no interval of a difference is given, only each side's own.
pub(super) fn of_two(a: &Results, b: &Results) -> Result<Page, ReportError> {
    let name = |results: &Results| results.folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let (first, second) = (name(a), name(b));
    let mut metrics = Vec::new();
    for metric in &a.manifest.metrics {
        let other: Vec<_> = b.rows(&metric.id, b.main_variant()).collect();
        let pairs = a.rows(&metric.id, a.main_variant()).filter_map(|row| {
            let there = other.iter().find(|there| there.level == row.level)?;
            Some((row, row_estimate(row, &metric.kind)?, row_estimate(there, &metric.kind)?))
        });
        for (row, here, there) in pairs {
            let policy = |of: &str, estimate: Estimate| PairedRow {
                policy: of.to_owned(),
                mean: Some(estimate),
                ..PairedRow::default()
            };
            let mut second_row = policy(&second, there);
            second_row.difference = Some(difference(here, there));
            metrics.push(ComparedMetric {
                metric: if row.level.is_empty() {
                    row.metric.clone()
                } else {
                    format!("{} = {}", row.metric, row.level)
                },
                meaning: a.meaning(metric),
                unit: metric.unit.to_string(),
                better: better(metric.better),
                rows: vec![policy(&first, here), second_row],
            });
        }
    }
    Ok(Page {
        title: format!("{first} and {second}"),
        question: format!("How do the results of {second} differ from those of {first}?"),
        answer: changed(&metrics, &first, &second),
        basis: Some(format!("{} and {} replications", a.manifest.replications, b.manifest.replications)),
        comparison: Some(Comparison {
            text: vec![
                "The two folders are taken as independent: intervals of differences come from both sides' own."
                    .to_owned(),
            ],
            baseline: first,
            metrics,
            figures: Vec::new(),
        }),
        provenance: Some(references::provenance(b)),
        ..Page::default()
    })
}

/// Difference of two independent estimates; half-widths add up in squares.
fn difference(a: Estimate, b: Estimate) -> Estimate {
    let half = |estimate: Estimate| estimate.interval.map_or(f64::NAN, |[low, high]| 0.5 * (high - low));
    let half = libm::hypot(half(a), half(b));
    let value = b.value - a.value;
    Estimate { value, interval: half.is_finite().then_some([value - half, value + half]) }
}

/// Which outcomes differ by more than their uncertainty.
fn changed(metrics: &[ComparedMetric], first: &str, second: &str) -> Vec<String> {
    let clear = metrics.iter().filter(|metric| {
        let interval = metric.rows.iter().filter_map(|row| row.difference?.interval).next();
        interval.is_some_and(|[low, high]| low > 0.0 || high < 0.0)
    });
    let names: Vec<&str> = clear.map(|metric| metric.metric.as_str()).collect();
    if names.is_empty() {
        return vec![format!("No outcome of {second} differs from {first} by more than its uncertainty.")];
    }
    let shown = names.iter().take(8).copied().collect::<Vec<_>>().join(", ");
    vec![format!(
        "{} of {} outcomes differ by more than their uncertainty (95 % intervals, one at a time): {shown}{}.",
        names.len(),
        metrics.len(),
        if names.len() > 8 { ", ..." } else { "" }
    )]
}
