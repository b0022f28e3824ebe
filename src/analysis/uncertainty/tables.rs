//! The files of uncertain parameters besides the draws: `uncertainty.csv`, `uncertainty.json`.

use std::path::Path;

use super::{OutcomeVariance, Uncertainty};
use crate::analysis::MEAN;
use crate::result::{FileEntry, TableError, Tidy, write_json};

/// Writes the files; returns what stands in them.
///
/// # Errors
/// [`TableError`] when the disk refuses.
pub fn write_uncertainty(folder: &Path, found: &Uncertainty) -> Result<Vec<FileEntry>, TableError> {
    Ok(vec![outcomes(&found.outcomes).write(folder)?, write_json(folder, "uncertainty.json", found)?])
}

/// The table with its columns.
pub(in crate::analysis) fn tables() -> Vec<FileEntry> {
    vec![outcomes(&[]).entry()]
}

fn outcomes(rows: &[OutcomeVariance]) -> Tidy<'_, OutcomeVariance> {
    let unit = "unit of the metric";
    Tidy::new("uncertainty", rows)
        .text("metric", "which metric", |r| &r.about.metric)
        .text("level", "which level, for a metric of levels", |r| &r.about.level)
        .text("variant", "which variant", |r| &r.variant)
        .text("kind", "amount, event, time or level", |r| r.about.kind.as_str())
        .text("unit", "unit of the metric", |r| &r.about.unit)
        .integer("draws", "draws", "draws of the parameters in which a replication has a value", |r| r.draws as u64)
        .integer("n", "replications", "replications with a value", |r| r.n as u64)
        .bounded(["mean", "ci_low", "ci_high"], unit, [MEAN, "95 % interval, which counts draws"], |r| {
            [r.mean, r.ci_low, r.ci_high]
        })
        .number("sd_parameters", unit, "standard deviation between draws: what the parameters do", |r| r.sd_parameters)
        .number("sd_chance", unit, "standard deviation between replications of one draw: what chance does", |r| {
            r.sd_chance
        })
        .bounded(
            ["share", "share_low", "share_high"],
            "",
            ["share of the variance that the parameters make", "95 % interval"],
            |r| [r.share, r.share_low, r.share_high],
        )
        .number("horizon", "days", "where a time is cut", |r| r.about.horizon)
}
