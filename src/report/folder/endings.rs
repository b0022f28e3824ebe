//! How times that can end in several ways have come out, day by day: the curves of `competing.csv`, "none yet" among them.

use super::read::Results;
use super::words::{capitalised, percent};
use super::{Chart, ReportError};
use crate::outcome::Metric;
use crate::report::charts::{CumulativeIncidence, IncidenceCurve, Values};
use crate::report::html::Figure;
use crate::result::{Incidence, NONE_YET};

/// Points of a curve that could be told apart.
const POINTS: usize = 240;

/// A chart and its figure for each such time of the main variant; none where the table holds its last day only.
pub(super) fn of(results: &Results) -> Result<Vec<(Chart, Figure)>, ReportError> {
    let days = results.competing()?;
    let times = days.chunk_by(|a, b| a.metric == b.metric);
    Ok(times.filter_map(|days| chart(results, results.metric(&days[0].metric)?, days)).collect())
}

fn chart(results: &Results, metric: &Metric, days: &[Incidence]) -> Option<(Chart, Figure)> {
    let last = days.last()?.day;
    if days.first()?.day >= last {
        return None;
    }
    let at_end: Vec<&Incidence> = days.iter().filter(|day| day.day >= last).collect();
    let risk_times = CumulativeIncidence::risk_times(last);
    let (from, to) = results.span(metric)?;
    let shares = at_end.iter().map(|day| format!("{} {}", day.cause, percent(day.p, day.p_low, day.p_high)));
    let shares: Vec<String> = shares.collect();
    let whole = last.fract() == 0.0;
    let by = if whole { format!("{last:.0}") } else { format!("{last:.1}") };
    let title = capitalised(&format!("{to}, by {by} days from {from}: {}", shares.join(", ")));
    let several = results.manifest.plan.variant.len() > 1;
    let policy = if several { format!("{}; ", results.main_variant()) } else { String::new() };
    let drawn = CumulativeIncidence {
        title,
        subtitle: format!("{policy}bands: 95 % intervals, each for itself"),
        x_label: format!("days from {from}"),
        y_label: "share of replications, by how it has come out so far".to_owned(),
        kind: Values::Numbers,
        curves: at_end.iter().map(|end| curve(&end.cause, days, &risk_times)).collect(),
        risk_times,
        footer: results.footer_of_main(),
    };
    let shared = results.manifest.plan.worlds_per_draw().is_some_and(|worlds| worlds > 1);
    let counted = if shared { ", which count draws of the parameters" } else { "" };
    let caption = format!(
        "Shares of the replications in which the time began to run, by how it has ended on each day (Aalen-Johansen estimates); with \
         those that have not ended they sum to 100 %. One that the horizon cuts off counts as far as it was followed, \
         neither as an ending nor left out. Curves end where fewer than a tenth could be followed longer. Bands are 95 % \
         intervals{counted}."
    );
    let chart = Chart::new(format!("competing_{}", metric.id), &drawn);
    let figure = Figure { caption: Some(caption), ..chart.figure() };
    Some((chart, figure))
}

/// The curve of one way to end; those still waiting are counted under "none yet".
fn curve(cause: &str, days: &[Incidence], risk_times: &[f64]) -> IncidenceCurve {
    let own: Vec<&Incidence> = days.iter().filter(|day| day.cause == cause).collect();
    let step = own.len().div_ceil(POINTS).max(1);
    let shown = own.iter().enumerate().filter(|(at, _)| at % step == 0 || at + 1 == own.len()).map(|(_, day)| *day);
    let shown: Vec<&Incidence> = shown.collect();
    let part = |part: fn(&Incidence) -> f64| shown.iter().map(|day| part(day)).collect();
    let waiting = |time: &f64| own.iter().find(|day| day.day >= *time).map_or(0, |day| day.at_risk);
    IncidenceCurve {
        name: cause.to_owned(),
        times: shown.iter().map(|day| day.day).collect(),
        share: part(|day| day.p),
        low: part(|day| day.p_low),
        high: part(|day| day.p_high),
        at_risk: if cause == NONE_YET { risk_times.iter().map(waiting).collect() } else { Vec::new() },
    }
}
