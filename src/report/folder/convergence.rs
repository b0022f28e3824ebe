//! How the mean of an amount settles with the replications: of the metric that `--until` asked for, else of one that
//! matters. Intervals count draws of parameters where worlds share them.

use super::design::{label, subject};
use super::read::Results;
use super::{Chart, ReportError};
use crate::outcome::Kind;
use crate::report::charts::{SweepCurve, SweepLine};
use crate::result::LEVEL;
use crate::stats::groups::Groups;
use crate::stats::summary::Summary;

/// Fewest replications of which an interval is drawn.
const FIRST: usize = 10;
/// Points of the curve, evenly spaced on a scale of powers of ten.
const POINTS: usize = 80;

/// The picture; None for few replications, or where no amount varies.
pub(super) fn of(results: &Results) -> Result<Option<Chart>, ReportError> {
    let amount =
        |id: &str| results.metric(id).is_some_and(|metric| metric.kind == Kind::Amount) && results.row(id).is_some();
    let goals = results.manifest.until.iter().filter_map(|goal| goal.goal.split_once(':'));
    let asked = goals.map(|(id, how)| (id.to_owned(), how.strip_prefix("halfwidth=").and_then(|x| x.parse().ok())));
    let known = results.headlines().map(|metric| (metric.id.to_string(), None));
    let meant = |id: &str| results.view.metric.as_deref().is_none_or(|asked| asked == id) && amount(id);
    let own = results.view.metric.iter().map(|asked| (asked.clone(), None));
    let Some((id, asked_halfwidth)) = asked.chain(known).chain(own).find(|(id, _)| meant(id)) else {
        return Ok(None);
    };
    let values = results.columns(std::slice::from_ref(&id), results.main_variant())?;
    let mut draws = results.draws(results.main_variant())?;
    let values: Vec<f64> = values.into_iter().flatten().collect();
    let mut known = values.iter().map(|value| !value.is_nan());
    draws.retain(|_| known.next().unwrap_or(false));
    let values: Vec<f64> = values.into_iter().filter(|value| !value.is_nan()).collect();
    if values.len() < 2 * FIRST || Summary::of(&values).sd == 0.0 {
        return Ok(None);
    }
    let mut n = sizes(values.len());
    n.dedup();
    let summaries: Vec<Summary> = n.iter().map(|size| Summary::of(&values[..*size])).collect();
    let interval = |summary: &Summary| match draws.as_slice() {
        [] => summary.t_interval(LEVEL),
        draws => Groups::new(&values[..summary.n], &draws[..summary.n]).t_interval(LEVEL),
    };
    let intervals: Vec<_> = summaries.iter().map(interval).collect();
    let end = |pick: fn(&crate::stats::Interval) -> f64| {
        intervals.iter().map(|interval| interval.as_ref().map_or(f64::NAN, pick)).collect::<Vec<f64>>()
    };
    let least = if values.iter().all(|value| *value >= 0.0) { 0.0 } else { f64::NEG_INFINITY };
    let title = format!("{}: the mean over the first replications", subject(results, &id, ""));
    let curve = SweepCurve {
        name: "mean so far".to_owned(),
        x: n.iter().map(|size| *size as f64).collect(),
        y: summaries.iter().map(|summary| summary.mean).collect(),
        // What is never negative has no negative mean, whatever the interval's formula says.
        low: end(|interval| interval.low).into_iter().map(|low| low.max(least)).collect(),
        high: end(|interval| interval.high),
    };
    let asked = asked_halfwidth.zip(curve.y.last()).map(|(half, mean): (f64, &f64)| SweepCurve {
        name: "precision asked for".to_owned(),
        x: vec![curve.x[0], values.len() as f64],
        y: vec![*mean; 2],
        low: vec![mean - half; 2],
        high: vec![mean + half; 2],
    });
    let drawn = SweepLine {
        title,
        interval: "95 % interval of the mean".to_owned(),
        x_label: "replications".to_owned(),
        y_label: label(results, &id, ""),
        log_x: true,
        curves: [curve].into_iter().chain(asked).collect(),
        footer: results.footer_of_main(),
        ..SweepLine::default()
    };
    Ok(Some(Chart::new(format!("convergence_{id}"), &drawn)))
}

/// Numbers of replications from the fewest to all, evenly spaced on a scale of powers of ten.
fn sizes(all: usize) -> Vec<usize> {
    let ratio = all as f64 / FIRST as f64;
    let at = |k: usize| (FIRST as f64 * libm::pow(ratio, k as f64 / (POINTS - 1) as f64)).round() as usize;
    (0..POINTS).map(|k| at(k).min(all)).collect()
}
