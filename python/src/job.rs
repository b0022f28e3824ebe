//! An experiment that is prepared: run here, or in tasks by whoever has workers.

use std::sync::{Arc, Mutex};

use panj::experiment::{Joined, Replicated, ScenarioInput};
use panj::scenario::{Reach, ScenarioSource};
use panj::study::{Ended, Prepared, Setup, StudyError, Task};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::PyBytes;

use crate::convert::{failed, other_error};
use crate::results::Results;
use crate::supervised::{Watch, supervised};

/// An experiment that is prepared.
#[pyclass(frozen, module = "panj._native")]
pub(crate) struct Job {
    prepared: Prepared,
    reach: Reach,
    joined: Mutex<Option<(bool, Joined)>>,
}

impl Job {
    pub(crate) fn new(prepared: Prepared, reach: Reach) -> Job {
        Job { prepared, reach, joined: Mutex::new(None) }
    }
}

#[pymethods]
impl Job {
    /// Runs all of it in this process.
    fn run(
        &self,
        py: Python<'_>,
        series: bool,
        threads: usize,
        progress: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Results> {
        let watch = Watch::default();
        let prepared = self.prepared.clone();
        if prepared.plan.until.is_empty() {
            let counter = watch.counter();
            let state = supervised(py, &watch, progress, || prepared.replicated(series, threads, &counter))?;
            return Ok(Results::of_rows(prepared, state.map_err(|error| failed(py, &error))?, series, threads));
        }
        let setup = Setup { threads, stop: watch.stop.clone(), ..Setup::default() };
        let ended = supervised(py, &watch, progress, || prepared.clone().run(&setup, &&watch))?;
        match ended.map_err(|error| failed(py, &error))? {
            Ended::Whole(found) => Ok(Results::concluded(prepared, *found, threads)),
            Ended::Shard(..) => Err(failed(py, &StudyError::ShardInMemory)),
        }
    }

    /// Worlds at which it is looked whether that is enough; the last are all.
    fn looks(&self) -> Vec<u64> {
        self.prepared.looks()
    }

    /// The tasks of some worlds, each as bytes for [`work`].
    fn tasks<'py>(&self, py: Python<'py>, series: bool, first: u64, last: u64) -> PyResult<Vec<Bound<'py, PyBytes>>> {
        let mut tasks = self.prepared.tasks(series, first..last).map_err(|error| failed(py, &error))?;
        if let Ok(mut joined) = self.joined.lock() {
            joined.get_or_insert_with(|| (series, self.prepared.joined()));
        }
        let outside = self.reach == Reach::Anywhere;
        let bytes = |task: &mut Task| {
            // A worker may stand in another folder; what is not there is a scenario that ships, by its name.
            let ScenarioInput { path, policy_files, .. } = &mut task.plan.scenario;
            let sample = task.plan.draws.as_mut().and_then(|draws| draws.posterior.as_mut());
            for path in [path].into_iter().chain(policy_files).chain(sample.map(|sample| &mut sample.path)) {
                if path.exists() {
                    *path = std::path::absolute(&*path)?;
                }
            }
            let bytes =
                serde_json::to_vec(&(outside, task)).map_err(|error| PyValueError::new_err(error.to_string()))?;
            Ok(PyBytes::new(py, &bytes))
        };
        tasks.iter_mut().map(bytes).collect()
    }

    /// Takes what a task gave.
    fn put(&self, py: Python<'_>, given: &[u8]) -> PyResult<()> {
        let put = py.detach(|| {
            let state = Replicated::from_bytes(given).ok_or(panj::experiment::BlockError::Foreign)?;
            match self.joined.lock() {
                Ok(mut joined) => joined.as_mut().map_or(Ok(()), |(_, whole)| whole.put(&state)),
                Err(_) => Ok(()),
            }
        });
        put.map_err(|error| failed(py, &error.into()))
    }

    /// Whether so many worlds are enough, all tasks of which were put.
    fn ends_by(&self, py: Python<'_>, worlds: u64) -> PyResult<bool> {
        let joined = self.joined.lock().map_err(|_| other_error(py, UNDONE))?;
        let (_, joined) = joined.as_ref().ok_or_else(|| other_error(py, UNDONE))?;
        self.prepared.ends_by(joined, worlds).map_err(|error| failed(py, &error))
    }

    /// The results of so many worlds, when all their tasks were put.
    fn whole(&self, py: Python<'_>, worlds: u64, threads: usize) -> PyResult<Results> {
        let joined = self.joined.lock().ok().and_then(|mut joined| joined.take());
        let done = joined.and_then(|(series, joined)| Some((series, joined.whole(worlds)?)));
        let (series, rows) = done.ok_or_else(|| other_error(py, UNDONE))?;
        Ok(Results::of_rows(self.prepared.clone(), rows, series, threads))
    }
}

const UNDONE: &str = "not all tasks have given their results";

/// Scenarios that this process opened for tasks.
static OPENED: Mutex<Vec<(ScenarioInput, Arc<ScenarioSource>)>> = Mutex::new(Vec::new());
/// So many of them are kept.
const KEPT: usize = 4;

/// Does a task of [`Job::tasks`]; gives bytes for [`Job::put`].
#[pyfunction]
pub(crate) fn work<'py>(py: Python<'py>, task: &[u8], threads: usize) -> PyResult<Bound<'py, PyBytes>> {
    let task: (bool, Task) = serde_json::from_slice(task).map_err(|error| PyValueError::new_err(error.to_string()))?;
    let (outside, task) = task;
    let watch = Watch::default();
    let done = supervised(py, &watch, None, || {
        let reach = if outside { Reach::Anywhere } else { Reach::Inside };
        let opened = OPENED.lock().ok().and_then(|opened| {
            opened.iter().find(|(input, _)| *input == task.plan.scenario).map(|(_, source)| Arc::clone(source))
        });
        let source = match opened {
            Some(source) => source,
            None => {
                let source = task.open(reach)?;
                if let Ok(mut opened) = OPENED.lock() {
                    opened.truncate(KEPT - 1);
                    opened.insert(0, (task.plan.scenario.clone(), Arc::clone(&source)));
                }
                source
            }
        };
        task.work(&source, threads, &watch.stop).map(|state| state.to_bytes())
    })?;
    done.map(|bytes| PyBytes::new(py, &bytes)).map_err(|error: StudyError| failed(py, &error))
}
