//! `summary.csv`: the estimates, a row for each metric (and level) of each variant.

use std::ops::Range;
use std::path::Path;

use super::estimate::Estimate;
use super::series::QUANTILES;
use super::table::{CellType, Cells, Column, Format, TableError, TableFile};
use crate::experiment::{Rows, Status};
use crate::outcome::{Layout, Metric};

/// Values of columns that are held in memory at a time.
const VALUES_AT_A_TIME: u64 = 4_000_000;

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
            let read = whole_variants(&all_columns, first..last, variants.len(), rows, replications)?;
            for ((variant, columns), draws) in variants[first..last].iter().zip(read).zip(&draws[first..last]) {
                let mut columns = columns.into_iter();
                let of = |metric: &Metric| {
                    let own = columns.by_ref().take(metric.width()).collect();
                    Estimate::of(metric, variant, own, draws)
                };
                by_variant.push(metrics.iter().map(of).collect::<Vec<_>>().into_iter());
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

/// `[variant][column]` of some columns of some variants, in one pass over the rows; failed replications are left out.
pub(super) fn whole_variants(
    columns: &[usize],
    wanted: Range<usize>,
    variants: usize,
    rows: &Rows,
    replications: u64,
) -> std::io::Result<Vec<Vec<Vec<f64>>>> {
    let mut read = vec![vec![Vec::with_capacity(replications as usize); columns.len()]; wanted.len()];
    rows.for_each(0, replications.saturating_mul(variants as u64), |pair, row, status| {
        let variant = (pair % variants as u64) as usize;
        if status == Status::Done && wanted.contains(&variant) {
            for (values, &column) in read[variant - wanted.start].iter_mut().zip(columns) {
                values.push(row[column]);
            }
        }
    })?;
    Ok(read)
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
    let together = (VALUES_AT_A_TIME / replications.max(1)).clamp(2, layout.width().max(2) as u64) as usize;
    let mut of_variant = Vec::new();
    let mut next = 0;
    while next < metrics.len() {
        let mut columns = Vec::new();
        let first = next;
        while next < metrics.len() && (next == first || columns.len() + metrics[next].width() <= together) {
            columns.extend((0..metrics[next].width()).map(|at| layout.column(next) + at));
            next += 1;
        }
        let mut values = rows.columns(&columns, number, variants.len(), replications)?.into_iter();
        for metric in &metrics[first..next] {
            let own = values.by_ref().take(metric.width()).collect();
            of_variant.push(Estimate::of(metric, &variants[number], own, draws));
        }
    }
    Ok(of_variant)
}

/// Columns of `summary.csv`.
pub fn summary_columns() -> Vec<Column> {
    use CellType::{Integer, Number, Text};
    let own = "unit of the metric";
    let mut columns = vec![
        Column::new("metric", Text, "", "which metric"),
        Column::new("variant", Text, "", "which variant"),
        Column::new("level", Text, "", "which level, for a metric of levels"),
        Column::new("kind", Text, "", "amount, event, time or level"),
        Column::new("unit", Text, "", "unit of the metric"),
        Column::new("n", Integer, "replications", "replications with a value; for a time: at risk"),
        Column::new("missing", Integer, "replications", "replications without one"),
        Column::new("mean", Number, own, "mean; for a time restricted to `horizon`, empty where it never came"),
        Column::new("ci_low", Number, own, "lower end of the mean's 95 % interval; of a time from two that came"),
        Column::new("ci_high", Number, own, "upper end of the mean's 95 % interval"),
        Column::new("sd", Number, own, "standard deviation between replications"),
    ];
    columns.extend(QUANTILES.map(|(p, name)| {
        Column::new(name, Number, own, format!("quantile {p}; for a time by Kaplan-Meier, empty where not reached"))
    }));
    columns.extend([
        Column::new("p", Number, "", "probability of the event, of the level, or that the time came by the horizon"),
        Column::new("p_low", Number, "", "lower end of its 95 % Wilson interval"),
        Column::new("p_high", Number, "", "upper end of its 95 % Wilson interval"),
        Column::new("censored_share", Number, "", "share of times that the horizon cut off"),
        Column::new("horizon", Number, "days", "where the mean of a time is cut"),
    ]);
    columns
}

/// Writes `summary.csv`.
///
/// # Errors
/// [`TableError`] when the disk refuses.
pub fn write_summary(folder: &Path, estimates: &[Estimate]) -> Result<(), TableError> {
    let text = |get: fn(&Estimate) -> &str| Cells::Text(estimates.iter().map(get).collect());
    let number = |get: &dyn Fn(&Estimate) -> f64| Cells::Number(estimates.iter().map(get).collect());
    let integer = |get: fn(&Estimate) -> u64| Cells::Integer(estimates.iter().map(|e| Some(get(e) as i64)).collect());
    let mut cells = vec![
        text(|e| &e.metric),
        text(|e| &e.variant),
        text(|e| &e.level),
        text(|e| e.kind),
        text(|e| &e.unit),
        integer(|e| e.n),
        integer(|e| e.missing),
        number(&|e| e.mean),
        number(&|e| e.ci_low),
        number(&|e| e.ci_high),
        number(&|e| e.sd),
    ];
    cells.extend((0..QUANTILES.len()).map(|at| number(&|e| e.quantiles[at])));
    cells.extend([
        number(&|e| e.p),
        number(&|e| e.p_low),
        number(&|e| e.p_high),
        number(&|e| e.censored_share),
        number(&|e| e.horizon),
    ]);
    let mut table = TableFile::create(folder, "summary", Format::Csv, &summary_columns())?;
    table.write(&cells)?;
    table.finish()
}
