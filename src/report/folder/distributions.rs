//! Histogram of the first headline time of the response; of another time where there is none.

use super::read::Results;
use super::words::{amount, capitalised};
use super::{Chart, ReportError};
use crate::outcome::{Metric, Side};
use crate::report::charts::{Histogram, Values};

/// Quantiles that are marked.
const QUANTILES: [f64; 3] = [0.05, 0.5, 0.95];

/// The histogram; None where no time was reached.
pub(super) fn of(results: &Results) -> Result<Option<Chart>, ReportError> {
    let reached = |metric: &&Metric| results.row(&metric.id).is_some_and(|row| row.p > 0.0);
    let first = results.headlines().filter(|metric| metric.clock().is_some() && metric.side == Side::Response);
    let Some(metric) = first.chain(results.times()).find(reached) else { return Ok(None) };
    let id = metric.id.as_ref();
    let Some(row) = results.row(id) else { return Ok(None) };
    let columns = results.columns(&[id.to_owned(), metric.followed_id()], results.main_variant())?;
    let [days, followed] = columns.as_slice() else { return Ok(None) };
    let values: Vec<f64> = days.iter().copied().filter(|day| !day.is_nan()).collect();
    let censored = days.iter().zip(followed).filter(|(day, risk)| day.is_nan() && !risk.is_nan()).count();
    let meaning = metric.meaning.to_string();
    let subject = results.span(metric).map_or_else(|| meaning.clone(), |(from, to)| format!("from {from} until {to}"));
    let median = row.quantile(0.5);
    let title = if median.is_finite() {
        format!("{}: median {} days", capitalised(&subject), amount(median))
    } else {
        capitalised(&subject)
    };
    let svg = Histogram {
        title,
        x_label: meaning,
        values,
        kind: Values::Numbers,
        censored: censored as u64,
        censored_label: "not by the horizon".to_owned(),
        quantiles: QUANTILES.to_vec(),
        // Those of the tables (Kaplan-Meier), so that the chart and they agree.
        quantile_values: QUANTILES.map(|p| row.quantile(p)).to_vec(),
        footer: results.footer_of_main(),
        ..Histogram::default()
    }
    .draw();
    Ok(Some(Chart::new(format!("histogram_{id}"), svg)))
}
