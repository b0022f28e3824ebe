//! Histogram of the first headline time of the response, of another time where there is none; or of the time or amount that is
//! asked for.

use super::read::Results;
use super::words::{amount, capitalised, shown_unit};
use super::{Chart, ReportError};
use crate::outcome::{Kind, Metric, Side};
use crate::report::charts::{Histogram, Values};

/// Quantiles that are marked.
const QUANTILES: [f64; 3] = [0.05, 0.5, 0.95];

/// The histogram; None where no time was reached, or what is asked for has no numbers.
pub(super) fn of(results: &Results) -> Result<Option<Chart>, ReportError> {
    let reached = |metric: &&Metric| results.row(&metric.id).is_some_and(|row| row.p > 0.0);
    let first = results.headlines().filter(|metric| metric.clock().is_some() && metric.side == Side::Response);
    let metric = match &results.view.metric {
        Some(asked) => results.metric(asked).filter(|metric| matches!(metric.kind, Kind::Time(_) | Kind::Amount)),
        None => first.chain(results.times()).find(reached),
    };
    let Some(metric) = metric else { return Ok(None) };
    let id = metric.id.as_ref();
    let Some(row) = results.row(id) else { return Ok(None) };
    let (values, censored) = if metric.clock().is_some() {
        let curve = results.ecdf(metric, results.main_variant(), "")?;
        (curve.values, curve.censored)
    } else {
        let columns = results.columns(&[id.to_owned()], results.main_variant())?;
        (columns.into_iter().flatten().filter(|value| !value.is_nan()).collect(), 0)
    };
    let meaning = metric.meaning.to_string();
    let subject = results.span(metric).map_or_else(|| meaning.clone(), |(from, to)| format!("from {from} until {to}"));
    let median = row.quantile(0.5);
    let title = if median.is_finite() {
        format!("{}: median {} {}", capitalised(&subject), amount(median), shown_unit(&metric.unit))
            .trim_end()
            .to_owned()
    } else {
        capitalised(&subject)
    };
    let drawn = Histogram {
        title,
        x_label: meaning,
        values,
        kind: Values::Numbers,
        censored,
        censored_label: "not by the horizon".to_owned(),
        quantiles: QUANTILES.to_vec(),
        // Those of the tables (Kaplan-Meier), so that the chart and they agree.
        quantile_values: QUANTILES.map(|p| row.quantile(p)).to_vec(),
        footer: results.footer_of_main(),
        ..Histogram::default()
    };
    Ok(Some(Chart::new(format!("histogram_{id}"), &drawn)))
}
