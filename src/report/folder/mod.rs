//! From the files of a result folder to its charts and its report; nothing else is read, so a folder can be taken
//! anywhere and rebuilt.

mod answer;
mod benchmark;
mod beside;
mod comparison;
mod comparison_charts;
mod comparison_words;
mod convergence;
mod curves;
mod design;
mod distributions;
mod endings;
mod fans;
mod held_on;
mod hindcast;
mod maps;
mod page;
mod picture_file;
mod race;
mod read;
mod references;
mod stages;
mod words;

use std::path::{Path, PathBuf};

use rayon::prelude::*;

use crate::report::html::{Page, render};
use crate::result::{TableError, write_whole};
use crate::scenario::Problems;

pub use read::{Results, SummaryRow};

/// Image pixels for each pixel of a drawing.
const ZOOM: f32 = 2.0;

/// Why a folder's charts and report cannot be made.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// A file cannot be read or written.
    #[error("{path}: {source}")]
    Disk {
        /// Which file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A table cannot be read.
    #[error(transparent)]
    Table(#[from] TableError),
    /// The scenario that the folder keeps is not what the results were made from.
    #[error("the scenario kept with the results cannot be used for the report\n\n{0}")]
    Kept(Problems),
    /// The folder holds no finished results.
    #[error("{folder} holds no finished results: there is no manifest.json")]
    NoResults {
        /// Which folder.
        folder: PathBuf,
    },
    /// A folder of another kind cannot be held against another folder.
    #[error("{folder} holds a {kind}: only folders of `panj run` and `panj compare` can be held against each other")]
    NotBeside {
        /// Which folder.
        folder: PathBuf,
        /// What it holds.
        kind: String,
    },
    /// A chart cannot be rendered.
    #[error(transparent)]
    Picture(#[from] crate::report::picture::PictureError),
}

/// A chart of the folder.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Chart {
    /// Name of its files without the ending.
    pub(crate) name: String,
    /// The finding's subject.
    pub(crate) title: String,
    /// The drawing.
    pub(crate) svg: String,
}

/// What was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Made {
    /// The report.
    pub report: PathBuf,
    /// Names of the charts, without the ending.
    pub charts: Vec<String>,
}

/// Makes `charts/*.svg`, `charts/*.png` and `report.html` of a result folder from its files.
///
/// # Errors
/// [`ReportError`] when the folder holds no results or a file cannot be read or written.
pub fn rebuild(folder: &Path) -> Result<Made, ReportError> {
    let (page, charts) = if benchmark::is_one(folder) { benchmark::of(folder)? } else { of_results(folder)? };
    write_charts(folder, &charts)?;
    let report = folder.join("report.html");
    write(&report, render(&page).as_bytes())?;
    Ok(Made { report, charts: charts.into_iter().map(|chart| chart.name).collect() })
}

/// The page and the charts that suit the kind of a result folder.
fn of_results(folder: &Path) -> Result<(Page, Vec<Chart>), ReportError> {
    let results = Results::read(folder)?;
    match results.manifest.plan.command.as_str() {
        "sweep" => design::sweep(&results),
        "sensitivity" => design::sensitivity(&results),
        _ => page::of(&results),
    }
}

/// Makes a report that holds one result folder against another, `out`.
///
/// # Errors
/// As [`rebuild`].
pub fn beside(first: &Path, second: &Path, out: &Path) -> Result<(), ReportError> {
    let (a, b) = (Results::read(first)?, Results::read(second)?);
    write(out, render(&beside::of_two(&a, &b)?).as_bytes())
}

/// Draws each chart's PNG from its SVG, in parallel, and writes both.
fn write_charts(folder: &Path, charts: &[Chart]) -> Result<(), ReportError> {
    let inside = folder.join("charts");
    std::fs::create_dir_all(&inside).map_err(|source| ReportError::Disk { path: inside.clone(), source })?;
    charts.par_iter().try_for_each(|chart| {
        write(&inside.join(format!("{}.svg", chart.name)), chart.svg.as_bytes())?;
        let png = crate::report::picture::png(&chart.svg, ZOOM)?;
        write(&inside.join(format!("{}.png", chart.name)), &png)
    })
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), ReportError> {
    write_whole(path, bytes).map_err(|source| ReportError::Disk { path: path.to_owned(), source })
}
