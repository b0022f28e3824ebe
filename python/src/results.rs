//! What an experiment found: rows at once, everything else when it is asked for.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, OnceLock};

use panj::experiment::Replicated;
use panj::report::folder::View;
use panj::report::theme::Paper;
use panj::result::{self, FailureEntry, series_table, summary_table, variant_names};
use panj::study::{Analysis, Ended, Prepared, Setup, StudyError, StudyResults};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

use crate::convert::{failed, other_error};
use crate::supervised::{Watch, supervised};
use crate::table::Table;

/// Results in memory.
#[pyclass(frozen, module = "panj._native")]
pub(crate) struct Results {
    prepared: Prepared,
    /// Rows that were not analysed yet.
    state: Mutex<Option<Arc<Replicated>>>,
    /// Whether daily series were counted with them.
    series: bool,
    /// Worker threads of what is simulated later; 0 is one for each processor.
    threads: usize,
    /// What can be said of them.
    found: OnceLock<StudyResults>,
    /// The same with daily series, where they were not counted at first.
    full: OnceLock<StudyResults>,
}

fn json<T: serde::Serialize>(value: &T) -> PyResult<String> {
    serde_json::to_string(value).map_err(|error| PyValueError::new_err(error.to_string()))
}

impl Results {
    pub(crate) fn of_rows(prepared: Prepared, rows: Replicated, series: bool, threads: usize) -> Results {
        let state = Mutex::new(Some(Arc::new(rows)));
        Results { prepared, state, series, threads, found: OnceLock::new(), full: OnceLock::new() }
    }

    pub(crate) fn concluded(prepared: Prepared, found: StudyResults, threads: usize) -> Results {
        let (state, found) = (Mutex::new(None), OnceLock::from(found));
        Results { prepared, state, series: true, threads, found, full: OnceLock::new() }
    }

    fn state(&self) -> Option<Arc<Replicated>> {
        self.state.lock().ok()?.clone()
    }

    /// Analyses the rows, once.
    fn found(&self, py: Python<'_>) -> PyResult<&StudyResults> {
        if let Some(found) = self.found.get() {
            return Ok(found);
        }
        let found = self.conclude(py, self.state(), !self.series)?;
        let found = self.found.get_or_init(|| found);
        if let Ok(mut state) = self.state.lock() {
            *state = None;
        }
        Ok(found)
    }

    /// The same with daily series; where they were not counted, all is simulated again.
    fn full(&self, py: Python<'_>) -> PyResult<&StudyResults> {
        if self.series || self.prepared.plan.design.has_points() {
            return self.found(py);
        }
        if let Some(full) = self.full.get() {
            return Ok(full);
        }
        let full = self.conclude(py, None, false)?;
        Ok(self.full.get_or_init(|| full))
    }

    fn conclude(&self, py: Python<'_>, before: Option<Arc<Replicated>>, rows_only: bool) -> PyResult<StudyResults> {
        let watch = Watch::default();
        let (threads, stop) = (self.threads, watch.stop.clone());
        let setup = Setup { threads, stop, before, rows_only, ..Setup::default() };
        let prepared = self.prepared.clone();
        let ended = supervised(py, &watch, None, || prepared.run(&setup, &&watch))?;
        match ended.map_err(|error| failed(py, &error))? {
            Ended::Whole(found) => Ok(*found),
            Ended::Shard(..) => Err(failed(py, &StudyError::ShardInMemory)),
        }
    }
}

#[pymethods]
impl Results {
    /// Names of policies or points.
    fn variants(&self) -> Vec<String> {
        variant_names(&self.prepared.plan)
    }

    /// Replications of each.
    fn replications(&self) -> u64 {
        match (self.state(), self.found.get()) {
            (_, Some(found)) => found.results.manifest.replications,
            (Some(state), None) => state.checkpoint.next / self.prepared.plan.variant.len() as u64,
            (None, None) => 0,
        }
    }

    /// What each variant sets: name, policy, and assignments as text.
    fn points(&self) -> Vec<(String, Option<String>, Vec<String>)> {
        let all = self.prepared.plan.variant.iter();
        all.map(|variant| (variant.name.clone(), variant.policy.clone(), variant.set.clone())).collect()
    }

    /// A row for each replication of each variant.
    fn outcomes(&self, py: Python<'_>) -> PyResult<Table> {
        let table = py.detach(|| match (self.state(), self.found.get()) {
            (Some(state), _) => {
                let (metrics, names) = (self.prepared.metrics(), self.variants());
                let worlds = state.checkpoint.next / names.len() as u64;
                result::Table::of(metrics, names, &state.rows, worlds).map_err(StudyError::from)
            }
            (None, Some(found)) => found.table(),
            (None, None) => Err(StudyError::InFolder),
        });
        Table::of_outcomes(table.map_err(|error| failed(py, &error))?.columns)
    }

    /// Replications that failed: variant, replication, reason.
    fn failures(&self) -> Vec<(String, u64, String)> {
        let listed = match (self.state(), self.found.get()) {
            (Some(state), _) => FailureEntry::all(&state.checkpoint, &self.variants()),
            (None, found) => found.map(|found| found.results.manifest.failures.clone()).unwrap_or_default(),
        };
        listed.into_iter().map(|one| (one.variant, one.replication, one.reason)).collect()
    }

    /// Estimates of all metrics, with intervals and quantiles.
    fn summary(&self, py: Python<'_>) -> PyResult<Table> {
        Table::of_cells(summary_table(&self.found(py)?.results.estimates).into_parts())
    }

    /// Daily series.
    fn series(&self, py: Python<'_>) -> PyResult<Table> {
        let days = self.full(py)?.results.by_day_and_place();
        let (days, _) = days.map_err(|error| failed(py, &error.into()))?;
        Table::of_cells(series_table(&days).into_parts())
    }

    /// What to know before trusting them.
    fn cautions(&self, py: Python<'_>) -> PyResult<Vec<String>> {
        Ok(self.found(py)?.results.manifest.cautions.iter().map(|caution| caution.text.clone()).collect())
    }

    /// The manifest, as JSON.
    fn manifest(&self, py: Python<'_>) -> PyResult<String> {
        json(&self.found(py)?.results.manifest)
    }

    /// What the experiment was made for, as JSON.
    fn analysis(&self, py: Python<'_>) -> PyResult<String> {
        match &self.found(py)?.analysis {
            Analysis::Run => Ok("null".to_owned()),
            Analysis::Comparison(found) => json(found),
            Analysis::Sweep(found) => json(found),
            Analysis::Sensitivity(found) => json(found),
            Analysis::Audit(found) => json(found),
            Analysis::Discovery(found) => json(found),
        }
    }

    /// The charts: name and SVG of each.
    fn charts(&self, py: Python<'_>) -> PyResult<Vec<(String, String)>> {
        let found = self.full(py)?;
        py.detach(|| found.charts()).map_err(|error| failed(py, &error))
    }

    /// A chart under a view: its name, SVG and CSV; `paper` is width, height, font size and whether it has a title.
    fn plot(
        &self,
        py: Python<'_>,
        name: Option<&str>,
        metric: Option<String>,
        policies: Vec<String>,
        paper: Option<(f64, Option<f64>, f64, bool)>,
    ) -> PyResult<(String, String, String)> {
        let found = self.full(py)?;
        let set =
            paper.map_or(Ok(Paper::default()), |(width, height, size, title)| Paper::new(width, height, size, title));
        let set = set.map_err(|error| other_error(py, &error.to_string()))?;
        let view = View { policies, metric, paper: Some(set) };
        let one = py.detach(|| found.plot(name, &view)).map_err(|error| failed(py, &error))?;
        let svg = paper.map_or_else(|| one.svg.clone(), |(width, ..)| one.svg_in_mm(width));
        let csv = one.numbers.csv().map_err(|error| PyValueError::new_err(error.to_string()))?;
        Ok((one.name, svg, String::from_utf8_lossy(&csv).into_owned()))
    }

    /// Writes what the program's commands leave in a folder.
    fn save(&self, py: Python<'_>, folder: PathBuf) -> PyResult<()> {
        let found = self.full(py)?;
        py.detach(|| found.save(folder)).map(|_| ()).map_err(|error| failed(py, &error))
    }

    /// Writes the report, one HTML file.
    fn report(&self, py: Python<'_>, file: PathBuf) -> PyResult<()> {
        let found = self.full(py)?;
        py.detach(|| found.report(file)).map_err(|error| failed(py, &error))
    }
}
