//! The files of a sensitivity analysis: `sensitivity.csv` (a parameter in an outcome in a row), `noise.csv`,
//! `convergence.csv`, `sensitivity.json`.

use std::path::Path;

use super::{Convergence, Measure, OutcomeSensitivity, ParameterSensitivity, SENSITIVITY_FORMAT, Sensitivity};
use crate::result::{FileEntry, TableError, Tidy, read_json, read_rows, write_json};

const BOOTSTRAP: &str = "95 % bootstrap interval";

/// Writes the files; returns what stands in the tables.
///
/// # Errors
/// [`TableError`] when the disk refuses.
pub fn write_sensitivity(folder: &Path, found: &Sensitivity) -> Result<Vec<FileEntry>, TableError> {
    let rows: Vec<MeasureRow<'_>> =
        found.outcomes.iter().flat_map(|one| one.parameters.iter().map(move |p| (one, p))).collect();
    let steps: Vec<Convergence> = found.outcomes.iter().flat_map(|one| one.convergence.clone()).collect();
    Ok(vec![
        measures(&rows).write(folder)?,
        noise(&found.outcomes).write(folder)?,
        convergence(&steps).write(folder)?,
        write_json(folder, "sensitivity.json", found)?,
    ])
}

/// Reads back what [`write_sensitivity`] wrote.
///
/// # Errors
/// [`TableError`] when a file cannot be read, or is of another version.
pub fn read_sensitivity(folder: &Path) -> Result<Sensitivity, TableError> {
    let mut found: Sensitivity = read_json(&folder.join("sensitivity.json"), SENSITIVITY_FORMAT)?;
    let mut steps = read_convergence(folder)?;
    for one in &mut found.outcomes {
        let own = |step: &mut Convergence| step.metric == one.about.metric && step.level == one.about.level;
        one.convergence = steps.extract_if(.., own).collect();
    }
    Ok(found)
}

/// The tables of a sensitivity analysis with their columns.
pub(in crate::analysis) fn tables() -> Vec<FileEntry> {
    vec![measures(&[]).entry(), noise(&[]).entry(), convergence(&[]).entry()]
}

type MeasureRow<'a> = (&'a OutcomeSensitivity, &'a ParameterSensitivity);

fn measures<'a>(rows: &'a [MeasureRow<'a>]) -> Tidy<'a, MeasureRow<'a>> {
    let unit = "unit of the metric";
    Tidy::new("sensitivity", rows)
        .text("metric", "which metric", |r| &r.0.about.metric)
        .text("level", "which level, for a metric of levels", |r| &r.0.about.level)
        .text("unit", "unit of the metric", |r| &r.0.about.unit)
        .text("parameter", "which parameter", |r| &r.1.parameter)
        .bounded(["mu", "mu_low", "mu_high"], unit, ["Morris: mean effect of the whole range", BOOTSTRAP], |r| r.1.mu)
        .bounded(["mu_star", "mu_star_low", "mu_star_high"], unit, ["Morris: mean absolute effect", BOOTSTRAP], |r| {
            r.1.mu_star
        })
        .bounded(
            ["sigma", "sigma_low", "sigma_high"],
            unit,
            ["Morris: standard deviation of effects", BOOTSTRAP],
            |r| r.1.sigma,
        )
        .bounded(
            ["first", "first_low", "first_high"],
            "",
            ["Sobol': first-order index (Saltelli 2010)", BOOTSTRAP],
            |r| r.1.first,
        )
        .number("first_jansen", "", "the same by Jansen's estimator", |r| r.1.first_jansen)
        .bounded(["total", "total_low", "total_high"], "", ["Sobol': total index (Jansen)", BOOTSTRAP], |r| r.1.total)
        .number("rank_correlation", "", "Spearman correlation of parameter and outcome", |r| r.1.rank_correlation)
}

fn noise(rows: &[OutcomeSensitivity]) -> Tidy<'_, OutcomeSensitivity> {
    let unit = "square of the metric's unit";
    Tidy::new("noise", rows)
        .text("metric", "which metric", |r| &r.about.metric)
        .text("level", "which level, for a metric of levels", |r| &r.about.level)
        .integer("undefined_points", "points", "points without a value", |r| r.undefined_points as u64)
        .integer("used", "points", "base points or trajectories without such points: what is measured", |r| {
            r.used as u64
        })
        .number("within", unit, "mean variance among replications at one point", |r| r.noise.within)
        .number("of_means", unit, "variance of the means of points", |r| r.noise.of_means)
        .number("of_a_mean", unit, "variance that chance adds to a mean", |r| r.noise.of_a_mean)
        .number("share", "", "share of the variance of means that is chance", |r| r.noise.share)
        .text("words", "what drives it, in plain words", |r| &r.words)
}

fn convergence(rows: &[Convergence]) -> Tidy<'_, Convergence> {
    Tidy::new("convergence", rows)
        .text("metric", "which metric", |r| &r.metric)
        .text("level", "which level, for a metric of levels", |r| &r.level)
        .text("parameter", "which parameter", |r| &r.parameter)
        .integer("points", "points", "trajectories or base points used", |r| r.points as u64)
        .text("measure", "mu_star, sigma, first or total", |r| r.measure.as_str())
        .number("value", "", "its value", |r| r.value)
}

/// Reads `convergence.csv`.
///
/// # Errors
/// [`TableError`].
fn read_convergence(folder: &Path) -> Result<Vec<Convergence>, TableError> {
    let FileEntry { name, columns } = convergence(&[]).entry();
    let read = read_rows(&folder.join(name), &columns, |cells| {
        Some(Convergence {
            metric: cells.text(),
            level: cells.text(),
            parameter: cells.text(),
            points: cells.number() as usize,
            measure: Measure::named(&cells.text())?,
            value: cells.number(),
        })
    });
    Ok(read?.into_iter().flatten().collect())
}
