//! The pictures of a comparison: differences for each outcome, and how a time is spread under the most different policies.

use super::comparison::{Compared, moves};
use super::design::{label, subject};
use super::read::Results;
use super::words::amount;
use super::{Chart, ReportError};
use crate::analysis::compare::{ComparedOutcome, Difference};
use crate::outcome::{Better, KindName};
use crate::report::charts::{Ecdf, EstimateRow, Estimates, Values};

/// Outcomes that get a picture.
const OUTCOMES: usize = 6;
/// Most policies of one picture, those that move the outcome most.
const POLICIES: usize = 14;
/// Policies beside the baseline in a picture of distributions.
const CURVES: usize = 5;

/// The pictures, the most telling first; a distribution stands in third place.
pub(super) fn of(results: &Results, found: &Compared<'_>) -> Result<Vec<Chart>, ReportError> {
    let mut charts: Vec<Chart> =
        found.moved.iter().take(OUTCOMES).filter_map(|one| differences(results, found, one)).collect();
    if let Some(chart) = distributions(results, found)? {
        charts.insert(charts.len().min(2), chart);
    }
    Ok(charts)
}

/// Policies that move an outcome, the largest difference first.
pub(super) fn strongest(one: &ComparedOutcome) -> Vec<&Difference> {
    let mut rows: Vec<&Difference> = one.differences.iter().filter(|own| moves(own)).collect();
    rows.sort_by(|a, b| b.difference.abs().total_cmp(&a.difference.abs()));
    rows
}

fn differences(results: &Results, found: &Compared<'_>, one: &ComparedOutcome) -> Option<Chart> {
    let (rows, about) = (strongest(one), &one.about);
    let drawn: Vec<EstimateRow> = rows
        .iter()
        .filter_map(|own| {
            let [low, high] = own.simultaneous().or(own.interval())?;
            Some(EstimateRow { name: own.policy.clone(), value: own.difference, low, high })
        })
        .take(POLICIES)
        .collect();
    let first = drawn.first()?;
    let (most, by) = (first.name.clone(), first.value);
    let way = if by < 0.0 { "lowers" } else { "raises" };
    let by = if about.is_share() { format!("{} points", amount(100.0 * by.abs())) } else { amount(by.abs()) };
    let title = format!("{}: {most} {way} it by {by}", subject(results, &about.metric, &about.level));
    let wish = match about.better {
        Better::Lower => "; less is better",
        Better::Higher => "; more is better",
        Better::Neither => "",
    };
    let left_out = rows.len().saturating_sub(POLICIES);
    let others = if left_out > 0 {
        format!("; {left_out} policies with smaller differences are left out")
    } else {
        String::new()
    };
    let svg = Estimates {
        title,
        x_label: label(results, &about.metric, &about.level),
        against: Some(0.0),
        interval: format!(
            "mean difference from {} in the same worlds, simultaneous 95 % intervals{wish}{others}",
            found.baseline
        ),
        rows: drawn,
        footer: results.footer(),
    }
    .draw();
    let name = about.name().replace(|c: char| !c.is_ascii_alphanumeric(), "_");
    Some(Chart::new(format!("paired_{name}"), svg))
}

/// How the first time that policies move is spread, under the baseline and the policies that move it most.
fn distributions(results: &Results, found: &Compared<'_>) -> Result<Option<Chart>, ReportError> {
    let Some(one) = found.moved.iter().find(|one| one.about.kind == KindName::Time) else { return Ok(None) };
    let Some(metric) = results.metric(&one.about.metric) else { return Ok(None) };
    let policies = strongest(one).into_iter().map(|own| own.policy.as_str()).take(CURVES);
    let curves = std::iter::once(found.baseline)
        .chain(policies)
        .map(|policy| results.ecdf(metric, policy, policy))
        .collect::<Result<Vec<_>, _>>()?;
    let title = format!("{} under the policies that move it most", subject(results, &metric.id, ""));
    let svg = Ecdf {
        title,
        x_label: metric.meaning.to_string(),
        kind: Values::Numbers,
        curves,
        horizon: None,
        footer: results.footer(),
    }
    .draw();
    Ok(Some(Chart::new(format!("ecdf_{}", metric.id), svg)))
}
