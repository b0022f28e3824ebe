//! Curves of how likely each time has come: Kaplan-Meier, cut by nothing but the horizon. Bands count draws of parameters
//! where worlds share them.

use super::read::Results;
use super::words::capitalised;
use super::{Chart, ReportError};
use crate::outcome::{Metric, Side};
use crate::report::charts::{CumulativeIncidence, IncidenceCurve, Values};
use crate::stats::survival::KaplanMeier;

/// Points of a curve that could be told apart.
const POINTS: usize = 240;
/// Most curves of one chart.
const MOST: usize = 5;
/// Level of the bands.
const LEVEL: f64 = 0.95;

/// A chart for each clock: days from the start (advance), from the start (response), from the request, ...
pub(super) fn of(results: &Results) -> Result<Vec<Chart>, ReportError> {
    let mut groups: Vec<(String, bool, Vec<&Metric>)> = Vec::new();
    for metric in results.times().filter(|metric| results.row(&metric.id).is_some_and(|row| row.p > 0.0)) {
        let Some(from) = metric.clock().map(|clock| clock.from.as_ref()) else { continue };
        let advance = metric.side == Side::Advance;
        match groups.iter_mut().find(|group| group.0 == from && group.1 == advance) {
            Some(group) => group.2.push(metric),
            None => groups.push((from.to_owned(), advance, vec![metric])),
        }
    }
    let mut charts = Vec::new();
    for (from, advance, metrics) in groups {
        charts.push(chart(results, &from, advance, &metrics[..metrics.len().min(MOST)])?);
    }
    Ok(charts)
}

fn chart(results: &Results, from: &str, advance: bool, metrics: &[&Metric]) -> Result<Chart, ReportError> {
    let (variant, draws) = (results.main_variant(), results.draws(results.main_variant())?);
    let longest = metrics.iter().filter_map(|metric| results.row(&metric.id)).map(|row| row.horizon);
    let risk_times = CumulativeIncidence::risk_times(longest.fold(0.0, f64::max));
    let mut curves: Vec<IncidenceCurve> = Vec::new();
    // One after another: the days of a million worlds take 16 MB, and their curve five times as much.
    for metric in metrics {
        let (days, followed) = results.days(metric, variant)?;
        let Some((_, name)) = results.span(metric) else { continue };
        // What is counted stands before the semicolon, how it is counted behind it.
        let name = name.split("; ").next().unwrap_or_default();
        curves.push(curve(name, [days, followed], &draws, &risk_times));
    }
    let side = if advance { "the advance" } else { "the response" };
    let title = capitalised(&format!("how likely {side} has come so far, by days from {from}"));
    let drawn = CumulativeIncidence {
        title,
        subtitle: String::new(),
        x_label: format!("days from {from}"),
        y_label: "probability that it has happened".to_owned(),
        kind: Values::Numbers,
        curves,
        risk_times,
        footer: results.footer_of_main(),
    };
    let name = format!(
        "incidence_{}_{}",
        if advance { "advance" } else { "response" },
        from.replace("the ", "").replace(|c: char| !c.is_ascii_alphanumeric(), "_")
    );
    Ok(Chart::new(name, &drawn))
}

fn curve(name: &str, [days, followed]: [Vec<f64>; 2], draws: &[u64], risk_times: &[f64]) -> IncidenceCurve {
    let at_risk = || (0..followed.len()).filter(|&world| !followed[world].is_nan());
    let events: Vec<bool> = at_risk().map(|world| !days[world].is_nan()).collect();
    let draws: Vec<u64> = at_risk().filter_map(|world| draws.get(world).copied()).collect();
    let mut times = followed;
    times.retain(|time| !time.is_nan());
    let curve = KaplanMeier::in_clusters(&times, &events, &draws);
    let step = curve.steps.len().div_ceil(POINTS).max(1);
    let last = curve.steps.len().wrapping_sub(1);
    let shown = curve.steps.iter().enumerate().filter(|(i, _)| i % step == 0 || *i == last).map(|(_, step)| step);
    let shown: Vec<_> = shown.collect();
    let bands: Vec<_> = shown.iter().map(|step| curve.interval(step.time, LEVEL)).collect();
    let edge = |pick: fn(&crate::stats::Interval) -> f64| {
        bands.iter().map(|band| band.as_ref().map_or(f64::NAN, |band| 1.0 - pick(band))).collect()
    };
    IncidenceCurve {
        name: name.to_owned(),
        times: shown.iter().map(|step| step.time).collect(),
        share: shown.iter().map(|step| 1.0 - step.survival).collect(),
        low: edge(|band| band.high),
        high: edge(|band| band.low),
        at_risk: risk_times.iter().map(|time| curve.at_risk(*time) as u64).collect(),
    }
}
