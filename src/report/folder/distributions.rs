//! Histogram of the days that the alliance takes to decide; another time where there is none.

use super::read::Results;
use super::words::{amount, capitalised, clause};
use super::{Chart, ReportError};
use crate::report::charts::{Histogram, Values};

/// Quantiles that are marked.
const QUANTILES: [f64; 3] = [0.05, 0.5, 0.95];

/// Times of which the first that a scenario has is drawn.
const WANTED: [&str; 2] = ["decision_days", "programme_days"];

/// The histogram; None where no time was reached.
pub(super) fn of(results: &Results) -> Result<Option<Chart>, ReportError> {
    let reached = |id: &&str| results.row(id).is_some_and(|row| row.p[0] > 0.0);
    let known = WANTED.into_iter().find(|id| reached(id));
    let other = || results.times().map(|metric| metric.id.as_ref()).find(|id| reached(id));
    let Some(id) = known.or_else(other) else { return Ok(None) };
    let (Some(metric), Some(row)) = (results.metric(id), results.row(id)) else { return Ok(None) };
    let columns = results.columns(&[id.to_owned(), metric.followed_id()], results.main_variant())?;
    let [days, followed] = columns.as_slice() else { return Ok(None) };
    let values: Vec<f64> = days.iter().copied().filter(|day| !day.is_nan()).collect();
    let censored = days.iter().zip(followed).filter(|(day, risk)| day.is_nan() && !risk.is_nan()).count();
    let meaning = results.meaning(metric);
    let subject = clause(&meaning).map_or_else(|| meaning.clone(), |(from, to)| format!("from {from} until {to}"));
    let median = row.quantile(0.5);
    let title = if median.is_finite() {
        format!("{}: median {} days", capitalised(&subject), amount(median))
    } else {
        capitalised(&subject)
    };
    let svg = Histogram {
        title: title.clone(),
        x_label: meaning,
        values,
        kind: Values::Numbers,
        censored: censored as u64,
        censored_label: "not by the horizon".to_owned(),
        quantiles: QUANTILES.to_vec(),
        // Those of the tables (Kaplan-Meier), so that the chart and they agree.
        quantile_values: QUANTILES.map(|p| row.quantile(p)).to_vec(),
        footer: results.footer(),
        ..Histogram::default()
    }
    .draw();
    Ok(Some(Chart::new(format!("histogram_{id}"), title, svg)))
}
