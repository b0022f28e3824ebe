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
mod hangs_on;
mod held_on;
mod hindcast;
mod hindcast_charts;
mod ladder;
mod maps;
mod matrix;
mod page;
mod picture_file;
mod race;
mod read;
mod references;
mod stages;
mod view;
mod words;

use std::path::{Path, PathBuf};

use rayon::prelude::*;

use crate::analysis::benchmark::is_benchmark;
use crate::experiment::Design;
use crate::report::charts::Numbers;
use crate::report::html::{Page, render};
use crate::result::{Manifest, TableError, end, note, pictures, settle, settle_charts, write_whole};
use crate::scenario::Problems;

#[cfg(feature = "cli")]
pub(crate) use answer::{Told, asked};
#[cfg(feature = "cli")]
pub(crate) use benchmark::answer as leaders;
pub use read::{Findings, Results};
pub use view::{Drawn, View, drawn, drawn_of, named};

/// Image pixels for each pixel of a drawing.
#[cfg(feature = "png")]
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
    /// Its manifest was emptied or cut, or is of another version.
    #[error("{path} is damaged ({source}): run the command of this folder again, which mends it")]
    Manifest {
        /// Which file.
        path: PathBuf,
        /// What is wrong with it.
        source: std::io::Error,
    },
    /// Files are not as they were written.
    #[error(
        "{folder} is damaged: {} missing or not as written; run the command of this folder again, which mends it",
        files.join(", ")
    )]
    Damaged {
        /// Which folder.
        folder: PathBuf,
        /// Which files.
        files: Vec<String>,
    },
    /// A folder of another kind cannot be held against another folder.
    #[error("{folder} holds a {kind}: only folders of `panj run` and `panj compare` can be held against each other")]
    NotBeside {
        /// Which folder.
        folder: PathBuf,
        /// What it holds.
        kind: String,
    },
    /// The file that was named for a report cannot be written.
    #[error("{path}: {source}; name another file with --out")]
    Out {
        /// Which file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A chart, a metric or a policy that was asked for is none of these results.
    #[error("{0}")]
    NotDrawn(String),
    /// A chart cannot be rendered.
    #[cfg(feature = "png")]
    #[error(transparent)]
    Picture(#[from] crate::report::picture::PictureError),
}

impl ReportError {
    /// Whether the folder is at fault, and the message says how to mend it (rather than the disk).
    pub fn is_input(&self) -> bool {
        match self {
            ReportError::Disk { source, .. } => source.kind() == std::io::ErrorKind::InvalidData,
            ReportError::Out { source, .. } => source.kind() != std::io::ErrorKind::StorageFull,
            #[cfg(feature = "png")]
            ReportError::Picture(_) => false,
            _ => true,
        }
    }
}

/// A chart of the folder.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Chart {
    /// Name of its files without the ending.
    pub(crate) name: String,
    /// The drawing, which says its title and tells its data.
    pub(crate) svg: String,
    /// What it shows; empty in a report.
    pub(crate) numbers: Numbers,
}

/// What was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Made {
    /// The report.
    pub report: PathBuf,
    /// Names of the charts, without the ending.
    pub charts: Vec<String>,
}

/// Makes `charts/*.svg`, `charts/*.png` and `report.html` of a result folder from its files. Its manifest tells of them,
/// and charts of an earlier drawing that are drawn no more go.
///
/// # Errors
/// [`ReportError`] when the folder holds no results, a table is not as it was written, or a file cannot be read or written.
pub fn rebuild(folder: &Path) -> Result<Made, ReportError> {
    if is_benchmark(folder) {
        return draw_benchmark(folder, true);
    }
    let mut manifest = Results::manifest_of(folder)?;
    let made = draw(folder, Some(&manifest), true)?;
    let before = manifest.written.clone();
    let disk = |source| ReportError::Disk { path: folder.to_owned(), source };
    settle(folder, &mut manifest, Some(&made.charts)).map_err(disk)?;
    if manifest.written != before {
        manifest.write(folder).map_err(disk)?;
    }
    end(folder).map_err(disk)?;
    Ok(made)
}

/// Draws the report of a benchmark, and the files of its charts unless they are not wanted; charts of before go.
///
/// # Errors
/// As [`rebuild`].
pub fn draw_benchmark(folder: &Path, with_charts: bool) -> Result<Made, ReportError> {
    let made = draw(folder, None, with_charts)?;
    let disk = |source| ReportError::Disk { path: folder.to_owned(), source };
    settle_charts(folder, &made.charts).map_err(disk)?;
    Ok(made)
}

/// Draws the report of finished results, whose manifest may not be written yet, or of a benchmark, which has none, and the
/// files of its charts unless they are not wanted.
///
/// # Errors
/// As [`rebuild`].
pub fn draw(folder: &Path, manifest: Option<&Manifest>, with_charts: bool) -> Result<Made, ReportError> {
    let (page, mut charts) = match manifest {
        None => benchmark::of(folder, None)?,
        Some(manifest) => of_results(&Results::with(folder, manifest.clone())?)?,
    };
    if with_charts {
        write_charts(folder, &charts)?;
    } else {
        charts.clear();
    }
    let report = folder.join("report.html");
    write(&report, render(&page).as_bytes())?;
    Ok(Made { report, charts: charts.into_iter().map(|chart| chart.name).collect() })
}

/// The page and the charts that suit the kind of a result folder.
fn of_results(results: &Results) -> Result<(Page, Vec<Chart>), ReportError> {
    match results.manifest.plan.design {
        Design::Sweep { .. } => Ok(design::sweep(results)),
        Design::Sensitivity { .. } => Ok(design::sensitivity(results)),
        Design::Run {} | Design::Compare { .. } | Design::Audit { .. } | Design::Discover { .. } => page::of(results),
    }
}

/// Makes the report of results, one HTML file with all its charts inside; of results in memory without a folder.
///
/// # Errors
/// [`ReportError`] when a table cannot be read.
pub fn report_of(results: &Results) -> Result<String, ReportError> {
    of_results(results).map(|(page, _)| render(&page))
}

/// Draws the charts of results: name and SVG of each.
///
/// # Errors
/// [`ReportError`] when a table cannot be read.
pub fn charts_of(results: &Results) -> Result<Vec<(String, String)>, ReportError> {
    of_results(results).map(|(_, charts)| charts.into_iter().map(|chart| (chart.name, chart.svg)).collect())
}

/// Makes a report that holds one result folder against another, `out`.
///
/// # Errors
/// As [`rebuild`].
pub fn beside(first: &Path, second: &Path, out: &Path) -> Result<(), ReportError> {
    let (a, b) = (Results::read(first)?, Results::read(second)?);
    let page = render(&beside::of_two(&a, &b)?);
    write_whole(out, page.as_bytes()).map_err(|source| ReportError::Out { path: out.to_owned(), source })
}

/// Draws each chart's PNG from its SVG, in parallel, and writes both; the SVG alone without the feature `png`.
fn write_charts(folder: &Path, charts: &[Chart]) -> Result<(), ReportError> {
    note(folder, charts.iter().flat_map(|chart| pictures(&chart.name)))
        .map_err(|source| ReportError::Disk { path: folder.to_owned(), source })?;
    let inside = folder.join("charts");
    std::fs::create_dir_all(&inside).map_err(|source| ReportError::Disk { path: inside.clone(), source })?;
    charts.par_iter().try_for_each(|chart| {
        write(&inside.join(format!("{}.svg", chart.name)), chart.svg.as_bytes())?;
        #[cfg(feature = "png")]
        write(&inside.join(format!("{}.png", chart.name)), &crate::report::picture::png(&chart.svg, ZOOM)?)?;
        Ok(())
    })
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), ReportError> {
    write_whole(path, bytes).map_err(|source| ReportError::Disk { path: path.to_owned(), source })
}
