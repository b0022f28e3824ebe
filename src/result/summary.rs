//! `summary.csv` and `summary.json`: the estimates, a row for each metric (and level) of each variant.

use std::path::Path;

use serde::{Deserialize, Serialize};

use super::competing::Incidence;
use super::estimate::Estimate;
use super::json::write_json;
use super::series::QUANTILES;
use super::table::{Column, TableError};
use super::tidy::Tidy;
use crate::experiment::{Plan, Rows, Status};
use crate::outcome::{Layout, Metric};

/// Values of whole variants that are held in memory at a time.
const VALUES_AT_A_TIME: u64 = 16_000_000;
/// The same of a variant that alone has more, whose rows are read again for each share of its columns.
const OF_A_VARIANT: u64 = 28_000_000;

/// Estimates of all metrics of all variants, by metric, then variant, from rows on disk. Memory stays flat: columns are
/// read some at a time.
///
/// # Errors
/// When rows cannot be read.
pub fn estimates(
    metrics: &[Metric],
    variants: &[String],
    rows: &Rows,
    replications: u64,
    worlds_per_draw: Option<u64>,
) -> std::io::Result<Vec<Estimate>> {
    let draws = draws_of_done(variants.len(), rows, replications, worlds_per_draw)?;
    let layout = Layout::of(metrics);
    let all_columns: Vec<usize> = (0..layout.width()).collect();
    let of_a_variant = replications.max(1) * layout.width().max(1) as u64;
    let mut by_variant = Vec::new();
    if of_a_variant <= VALUES_AT_A_TIME {
        // Many variants, few replications: whole variants are read some at a time.
        let together = (VALUES_AT_A_TIME / of_a_variant).max(1) as usize;
        for first in (0..variants.len()).step_by(together) {
            let last = (first + together).min(variants.len());
            let read = rows.of_variants(&all_columns, first..last, replications)?;
            for ((variant, mut columns), draws) in variants[first..last].iter().zip(read).zip(&draws[first..last]) {
                by_variant.push(of_columns(metrics, variant, &mut columns, draws).into_iter());
            }
        }
    } else {
        for (number, draws) in draws.iter().enumerate() {
            let own = one_variant((metrics, &layout), variants, number, rows, replications, draws)?;
            by_variant.push(own.into_iter());
        }
    }
    let mut out = Vec::new();
    for _ in metrics {
        out.extend(by_variant.iter_mut().filter_map(Iterator::next).flatten());
    }
    Ok(out)
}

/// Estimates of metrics whose columns lie one after the other.
fn of_columns(metrics: &[Metric], variant: &str, columns: &mut [Vec<f64>], draws: &[u64]) -> Vec<Vec<Estimate>> {
    let mut at = 0;
    let of = |metric: &Metric| {
        let own = at..at + metric.width();
        at = own.end;
        Estimate::of(metric, variant, &mut columns[own], draws)
    };
    metrics.iter().map(of).collect()
}

/// By variant: the number of the draw of parameters of each replication that did not fail; empty where no two share one.
pub(super) fn draws_of_done(
    variants: usize,
    rows: &Rows,
    replications: u64,
    worlds_per_draw: Option<u64>,
) -> std::io::Result<Vec<Vec<u64>>> {
    let mut draws = vec![Vec::new(); variants];
    let Some(worlds_per_draw) = worlds_per_draw.filter(|worlds| *worlds > 1) else { return Ok(draws) };
    rows.for_each(0, replications.saturating_mul(variants as u64), |pair, _, status| {
        if status == Status::Done {
            draws[(pair % variants as u64) as usize].push(pair / variants as u64 / worlds_per_draw);
        }
    })?;
    Ok(draws)
}

/// Estimates of one variant with many replications, its columns read some at a time.
fn one_variant(
    (metrics, layout): (&[Metric], &Layout),
    variants: &[String],
    number: usize,
    rows: &Rows,
    replications: u64,
    draws: &[u64],
) -> std::io::Result<Vec<Vec<Estimate>>> {
    let together = (OF_A_VARIANT / replications.max(1)).clamp(2, layout.width().max(2) as u64) as usize;
    let mut of_variant = Vec::new();
    // Columns of a million numbers are filled again and again where they lie: new memory costs as much as what is done with it.
    let mut values = Vec::new();
    let mut next = 0;
    while next < metrics.len() {
        let mut columns = Vec::new();
        let first = next;
        while next < metrics.len() && (next == first || columns.len() + metrics[next].width() <= together) {
            columns.extend((0..metrics[next].width()).map(|at| layout.column(next) + at));
            next += 1;
        }
        rows.columns_into(&columns, number, replications, &mut values)?;
        of_variant.extend(of_columns(&metrics[first..next], &variants[number], &mut values, draws));
    }
    Ok(of_variant)
}

/// The table of estimates.
pub fn summary_table(estimates: &[Estimate]) -> Tidy<'_, Estimate> {
    let own = "unit of the metric";
    let came = "probability of the event, of the level, or that the time came by the horizon";
    Tidy::new("summary", estimates)
        .text("metric", "which metric", |e| &e.metric)
        .text("variant", "which variant", |e| &e.variant)
        .text("level", "which level, for a metric of levels", |e| &e.level)
        .text("kind", "amount, event, time or level", |e| e.kind.as_str())
        .text("unit", "unit of the metric", |e| &e.unit)
        .integer("n", "replications", "replications with a value; for a time: at risk", |e| e.n)
        .integer("missing", "replications", "replications without one", |e| e.missing)
        .number("mean", own, "mean; for a time restricted to `horizon`, empty where it never came", |e| e.mean)
        .number("ci_low", own, "lower end of the mean's 95 % interval; of a time from two that came", |e| e.ci_low)
        .number("ci_high", own, "upper end of the mean's 95 % interval", |e| e.ci_high)
        .number("sd", own, "standard deviation between replications", |e| e.sd)
        .quantiles(
            own,
            |p| format!("quantile {p}; for a time by Kaplan-Meier, empty where not reached"),
            |e| &e.quantiles,
        )
        .number("p", "", came, |e| e.p)
        .number("p_low", "", "lower end of its 95 % Wilson interval", |e| e.p_low)
        .number("p_high", "", "upper end of its 95 % Wilson interval", |e| e.p_high)
        .number("censored_share", "", "share of times that the horizon cut off", |e| e.censored_share)
        .number("horizon", "days", "where the mean of a time is cut", |e| e.horizon)
}

/// Columns of `summary.csv`.
pub fn summary_columns() -> Vec<Column> {
    summary_table(&[]).columns()
}

/// Version of the structure of `summary.json`.
pub const SUMMARY_FORMAT: u32 = 1;

/// The file that holds a [`Summary`].
pub const SUMMARY: &str = "summary.json";

/// What replications say; `summary.json` holds this structure, but for designs, whose points may be thousands.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Summary {
    /// Version of the structure.
    pub format: u32,
    /// Probabilities of the quantiles.
    pub quantile_probabilities: [f64; QUANTILES.len()],
    /// Estimates by metric, then variant.
    pub estimates: Vec<Estimate>,
    /// For times that can end in several ways: how they have ended by the last day.
    pub competing: Vec<Incidence>,
}

impl Summary {
    /// The structure of these estimates.
    pub fn new(estimates: Vec<Estimate>, competing: Vec<Incidence>) -> Summary {
        let quantile_probabilities = QUANTILES.map(|(p, _)| p);
        Summary { format: SUMMARY_FORMAT, quantile_probabilities, estimates, competing }
    }
}

/// Writes `summary.csv` and, unless the plan's variants are points of a design, `summary.json`.
///
/// # Errors
/// [`TableError`] when the disk refuses.
pub fn write_summary(
    folder: &Path,
    plan: &Plan,
    estimates: &[Estimate],
    competing: &[Incidence],
) -> Result<(), TableError> {
    if !plan.design.has_points() {
        write_json(folder, SUMMARY, &Summary::new(estimates.to_vec(), competing.to_vec()))?;
    }
    summary_table(estimates).write(folder).map(|_| ())
}
