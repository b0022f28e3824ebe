//! The pictures of a comparison: differences for each outcome, and how a time is spread under the most different policies.

use super::comparison::{Compared, moves};
use super::design::{label, subject};
use super::read::Results;
use super::words::amount;
use super::{Chart, ReportError, View};
use crate::analysis::compare::{ComparedOutcome, Difference};
use crate::outcome::{Better, KindName, Metric};
use crate::report::charts::{Ecdf, EstimateRow, Estimates, Values};

/// Outcomes that get a picture.
const OUTCOMES: usize = 6;
/// Most policies of one picture, those that move the outcome most.
const POLICIES: usize = 14;
/// Policies beside the baseline in a picture of distributions.
const CURVES: usize = 5;

/// The pictures, the most informative first; a distribution stands in third place.
pub(super) fn of(results: &Results, found: &Compared<'_>) -> Result<Vec<Chart>, ReportError> {
    let asked = results.view.metric.as_deref();
    let meant = |one: &&&ComparedOutcome| asked.is_none_or(|asked| one.about.metric == asked);
    let mut charts: Vec<Chart> =
        found.moved.iter().filter(meant).take(OUTCOMES).filter_map(|one| differences(results, found, one)).collect();
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
    let (mut rows, about) = (strongest(one), &one.about);
    rows.retain(|own| results.view.policies.is_empty() || results.view.policies.contains(&own.policy));
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
    let drawn = Estimates {
        title,
        x_label: label(results, &about.metric, &about.level),
        against: Some(0.0),
        interval: format!(
            "mean difference from {} in the same worlds, simultaneous 95 % intervals{wish}{others}",
            found.baseline
        ),
        rows: drawn,
        footer: results.footer(),
    };
    let name = about.name().replace(|c: char| !c.is_ascii_alphanumeric(), "_");
    Some(Chart::new(format!("paired_{name}"), &drawn))
}

/// How the first time that policies move is spread, under the baseline and the policies that move it most.
fn distributions(results: &Results, found: &Compared<'_>) -> Result<Option<Chart>, ReportError> {
    let View { metric: asked, policies: wanted, .. } = &results.view;
    let of_metric =
        |id: &str| found.moved.iter().find(|one| one.about.kind == KindName::Time && one.about.metric == id);
    let (metric, one) = match asked {
        Some(id) => (results.metric(id), of_metric(id)),
        None => {
            let one = found.moved.iter().find(|one| one.about.kind == KindName::Time);
            (one.and_then(|one| results.metric(&one.about.metric)), one)
        }
    };
    let Some(metric) = metric.filter(|metric| metric.clock().is_some()) else { return Ok(None) };
    let strongest = one.into_iter().flat_map(|one| strongest(one)).map(|own| own.policy.as_str()).take(CURVES);
    let own = std::iter::once(found.baseline).chain(strongest);
    let (policies, which): (Vec<&str>, &str) = if wanted.is_empty() {
        (own.collect(), "under the policies that move it most")
    } else {
        (wanted.iter().map(String::as_str).collect(), "by policy")
    };
    spread(results, metric, &policies, which).map(Some)
}

/// How a time is spread under some policies.
pub(super) fn spread(results: &Results, metric: &Metric, policies: &[&str], which: &str) -> Result<Chart, ReportError> {
    let curves = policies.iter().map(|policy| results.ecdf(metric, policy, policy)).collect::<Result<Vec<_>, _>>()?;
    let title = format!("{} {which}", subject(results, &metric.id, ""));
    let drawn = Ecdf {
        title,
        x_label: metric.meaning.to_string(),
        kind: Values::Numbers,
        curves,
        horizon: None,
        footer: results.footer(),
    };
    Ok(Chart::new(format!("ecdf_{}", metric.id), &drawn))
}
