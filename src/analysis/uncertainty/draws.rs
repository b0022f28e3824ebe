//! `draws.csv`: the values that the uncertain parameters have in each draw, found again from the scenario and the sample
//! that a result folder keeps.

use std::path::Path;
use std::sync::Arc;

use crate::experiment::{Drawn, Draws, Plan};
use crate::result::{
    CellType, Cells, Column, FileEntry, Format, Results, TableError, TableFile, kept_posterior, kept_scenario,
};
use crate::scenario::{Assignment, InputFile, Problems, ScenarioSource};

/// Draws that are held in memory at a time.
const AT_A_TIME: u64 = 4_096;

/// Where the values of a plan's draws come from.
pub struct DrawnParameters {
    /// The scenario.
    pub source: Arc<ScenarioSource>,
    /// Samples and priors.
    pub draws: Draws,
}

impl DrawnParameters {
    /// A sample where there is one; else the samples that the scenario ships and, unless only these are wanted, its priors. A
    /// prior that a scenario's own sample does not know is drawn from as well: it was written down after the sample was made, and a
    /// value that nobody has learned is not held fixed.
    ///
    /// # Errors
    /// All that is wrong with a sample.
    pub fn new(
        source: Arc<ScenarioSource>,
        posterior: Option<&InputFile>,
        drawn: &Drawn,
    ) -> Result<DrawnParameters, Problems> {
        let draws = match posterior {
            Some(file) => Draws::new(&source, [source.posterior_in(file)?], false),
            None => Draws::new(&source, source.shipped_posteriors()?, !drawn.shipped || source.ships_own_posterior()),
        };
        Ok(DrawnParameters { source, draws })
    }

    /// Those of a result folder, from the files that it keeps; None when it keeps no scenario.
    ///
    /// # Errors
    /// All that is wrong with the files.
    pub fn kept(folder: &Path, plan: &Plan) -> Result<Option<DrawnParameters>, Problems> {
        let (Some(drawn), Some(source)) = (&plan.draws, kept_scenario(folder, &plan.scenario)?) else {
            return Ok(None);
        };
        DrawnParameters::new(Arc::new(source), kept_posterior(folder, plan)?.as_ref(), drawn).map(Some)
    }
}

/// Writes the values of all draws of finished results into a folder.
///
/// # Errors
/// [`TableError`] when the disk refuses.
pub fn write_draws(folder: &Path, results: &Results, drawn: &DrawnParameters) -> Result<FileEntry, TableError> {
    let plan = &results.manifest.plan;
    let replications = results.manifest.replications;
    let worlds = plan.worlds_per_draw().unwrap_or(1);
    let paths = drawn.draws.paths(&drawn.source);
    let columns = columns(&paths);
    let mut table = TableFile::create(folder, "draws", Format::Csv, &columns)?;
    let draws = replications.div_ceil(worlds);
    for first in (0..draws).step_by(AT_A_TIME as usize) {
        let numbers: Vec<u64> = (first..draws.min(first + AT_A_TIME)).collect();
        let values: Vec<_> = numbers.iter().map(|draw| drawn.draws.values(&drawn.source, plan.seed, *draw)).collect();
        let whole = |get: &dyn Fn(u64) -> u64| Cells::Integer(numbers.iter().map(|n| Some(get(*n) as i64)).collect());
        let mut cells = vec![
            whole(&|draw| draw),
            whole(&|draw| draw * worlds),
            whole(&|draw| (replications - draw * worlds).min(worlds)),
        ];
        let text = |draw: &Vec<Assignment>, at: usize| draw.get(at).map(|one| one.value.plain()).unwrap_or_default();
        let of_path = |at: usize| values.iter().map(|draw| text(draw, at)).collect();
        let texts: Vec<Vec<String>> = (0..paths.len()).map(of_path).collect();
        cells.extend(texts.iter().map(|column| Cells::Text(column.iter().map(String::as_str).collect())));
        table.write(&cells)?;
    }
    table.finish()?;
    Ok(FileEntry { name: "draws.csv".to_owned(), columns })
}

/// Columns of `draws.csv`, where these parameters are drawn.
pub(in crate::analysis) fn columns(paths: &[String]) -> Vec<Column> {
    let mut columns = vec![
        Column::new("draw", CellType::Integer, "", "number of the draw"),
        Column::new(
            "first_replication",
            CellType::Integer,
            "",
            "first of the replications that share it, which are consecutive",
        ),
        Column::new("worlds", CellType::Integer, "replications", "how many replications share it"),
    ];
    let of = |path: &String| Column::new(path.clone(), CellType::Text, "", "value of this parameter");
    columns.extend(paths.iter().map(of));
    columns
}
