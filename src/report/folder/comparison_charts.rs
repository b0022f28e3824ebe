//! The pictures of a comparison: differences for each outcome, and how a time is spread under the most different policies.

use super::comparison::{Compared, moves};
use super::design::label;
use super::read::Results;
use super::words::amount;
use super::{Chart, ReportError};
use crate::report::charts::{Ecdf, EcdfCurve, PairedDifference, PairedDifferences, Values};
use crate::report::html::{Better, ComparedMetric, PairedRow};

/// Outcomes that get a picture.
const OUTCOMES: usize = 6;
/// Most policies of one picture, those that move the outcome most.
const POLICIES: usize = 14;
/// Policies beside the baseline in a picture of distributions.
const CURVES: usize = 5;

/// The pictures, the most telling first; a distribution stands in third place.
pub(super) fn of(results: &Results, found: &Compared) -> Result<Vec<Chart>, ReportError> {
    let mut charts: Vec<Chart> =
        found.metrics.iter().take(OUTCOMES).filter_map(|metric| differences(results, found, metric)).collect();
    if let Some(chart) = distributions(results, found)? {
        charts.insert(charts.len().min(2), chart);
    }
    Ok(charts)
}

/// Rows that move an outcome, the largest difference first.
pub(super) fn strongest(metric: &ComparedMetric) -> Vec<&PairedRow> {
    let size = |row: &PairedRow| row.difference.map_or(0.0, |difference| difference.value.abs());
    let mut rows: Vec<&PairedRow> = metric.rows.iter().filter(|row| moves(row)).collect();
    rows.sort_by(|a, b| size(b).total_cmp(&size(a)));
    rows
}

fn differences(results: &Results, found: &Compared, metric: &ComparedMetric) -> Option<Chart> {
    let rows = strongest(metric);
    let (id, level) = metric.metric.split_once(" = ").unwrap_or((&metric.metric, ""));
    let share = results.metric(id).is_some_and(|m| m.is_share());
    let drawn: Vec<PairedDifference> = rows
        .iter()
        .filter_map(|row| {
            let [low, high] = row.simultaneous.or(row.difference?.interval)?;
            Some(PairedDifference {
                policy: row.policy.clone(),
                metric: label(results, id, level),
                unit: String::new(),
                difference: row.difference?.value,
                low,
                high,
            })
        })
        .take(POLICIES)
        .collect();
    let first = drawn.first()?;
    let (most, by) = (first.policy.clone(), first.difference);
    let way = if by < 0.0 { "lowers" } else { "raises" };
    let by = if share { format!("{} points", amount(100.0 * by.abs())) } else { amount(by.abs()) };
    let title = format!("{}: {most} {way} it by {by}", metric.meaning);
    let wish = match metric.better {
        Some(Better::Lower) => "; less is better",
        Some(Better::Higher) => "; more is better",
        None => "",
    };
    let left_out = rows.len().saturating_sub(POLICIES);
    let others = if left_out > 0 {
        format!("; {left_out} policies with smaller differences are left out")
    } else {
        String::new()
    };
    let svg = PairedDifferences {
        title: title.clone(),
        baseline: found.baseline.clone(),
        interval: format!(
            "mean difference from {} in the same worlds, simultaneous 95 % intervals{wish}{others}",
            found.baseline
        ),
        rows: drawn,
        footer: results.footer(),
    }
    .draw();
    let name = metric.metric.replace(|c: char| !c.is_ascii_alphanumeric(), "_");
    Some(Chart::new(format!("paired_{name}"), title, svg))
}

/// How the first time that policies move is spread, under the baseline and the policies that move it most.
fn distributions(results: &Results, found: &Compared) -> Result<Option<Chart>, ReportError> {
    let is_time = |metric: &&ComparedMetric| results.metric(&metric.metric).is_some_and(|m| m.clock().is_some());
    let Some(compared) = found.metrics.iter().find(is_time) else { return Ok(None) };
    let Some(metric) = results.metric(&compared.metric) else { return Ok(None) };
    let policies = strongest(compared).into_iter().map(|row| row.policy.as_str()).take(CURVES);
    let mut curves = Vec::new();
    for policy in std::iter::once(found.baseline.as_str()).chain(policies) {
        let columns = results.columns(&[metric.id.to_string(), metric.followed_id()], policy)?;
        let [days, followed] = columns.as_slice() else { return Ok(None) };
        let censored = days.iter().zip(followed).filter(|(day, risk)| day.is_nan() && !risk.is_nan()).count();
        let values = days.iter().copied().filter(|day| !day.is_nan()).collect();
        curves.push(EcdfCurve { name: policy.to_owned(), values, censored: censored as u64 });
    }
    let title = format!("{} under the policies that move it most", compared.meaning);
    let svg = Ecdf {
        title: title.clone(),
        x_label: results.meaning(metric),
        kind: Values::Numbers,
        curves,
        horizon: None,
        footer: results.footer(),
    }
    .draw();
    Ok(Some(Chart::new(format!("ecdf_{}", metric.id), title, svg)))
}
