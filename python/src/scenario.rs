//! A scenario that was opened, and the experiments that it can be asked for.

use std::path::PathBuf;

use panj::experiment::{DesignLayout, Drawn, Method};
use panj::outcome::{Better, Kind};
use panj::result::{CellType, Cells, Column};
use panj::scenario::{Overlay, Prior, Reach, Scenario as Resolved, Status};
use panj::study::{Experiment, Study, StudyError};
use pyo3::exceptions::PyKeyError;
use pyo3::prelude::*;

use crate::convert::{day, failed, other_error, problem, refused, to_python, value_of};
use crate::job::Job;
use crate::table::Table;

/// A scenario that was opened: its files are read and checked once.
#[pyclass(frozen, module = "panj._native")]
pub(crate) struct Scenario {
    study: Study,
    reach: Reach,
}

/// What every experiment is told.
#[derive(FromPyObject)]
#[pyo3(from_item_all)]
pub(crate) struct Common<'py> {
    n: Option<u64>,
    seed: u64,
    policy: Option<String>,
    set: Vec<(String, Bound<'py, PyAny>)>,
    until: Vec<String>,
    metrics: Vec<String>,
    /// "shipped", "fixed", "uncertain" or "posterior".
    draws: String,
    worlds_per_draw: Option<u64>,
    posterior: Option<PathBuf>,
}

impl Common<'_> {
    fn fill(self, py: Python<'_>, mut experiment: Experiment) -> PyResult<Experiment> {
        for (path, value) in &self.set {
            experiment = experiment.set(path, value_of(value)?);
        }
        let worlds = self.worlds_per_draw.unwrap_or(Drawn::WORLDS);
        experiment = match (self.draws.as_str(), &self.posterior) {
            ("fixed", _) => experiment.fixed(),
            ("uncertain", _) => experiment.uncertain(worlds),
            (_, Some(file)) => experiment.posterior(file, worlds).map_err(|error| failed(py, &error))?,
            _ => experiment,
        };
        match (&mut experiment.draws, self.worlds_per_draw) {
            (Some(draws), Some(worlds)) => draws.worlds_per_draw = worlds,
            (None, Some(_)) => {
                let what = "worlds_per_draw: nothing is drawn; give draws=\"uncertain\" or posterior=FILE";
                return Err(other_error(py, what));
            }
            _ => {}
        }
        experiment.seed = self.seed;
        experiment.replications = self.n;
        experiment.policy = self.policy;
        experiment.until = self.until;
        Ok(experiment.metrics(self.metrics))
    }
}

/// A question as Python writes it.
fn asked<T: serde::de::DeserializeOwned>(py: Python<'_>, question: &str) -> PyResult<T> {
    serde_json::from_str(question).map_err(|error| other_error(py, &error.to_string()))
}

impl Scenario {
    fn resolved(&self, py: Python<'_>) -> PyResult<Resolved> {
        self.study.source().resolve(&Overlay::none()).map_err(|problems| refused(py, &problems))
    }

    fn ask(&self, py: Python<'_>, experiment: Result<Experiment, StudyError>, common: Common<'_>) -> PyResult<Job> {
        let experiment = experiment.map_err(|error| failed(py, &error))?;
        let experiment = common.fill(py, experiment)?;
        let prepared = py.detach(|| experiment.prepare());
        let (prepared, _) = prepared.map_err(|error| failed(py, &error))?;
        Ok(Job::new(prepared, self.reach))
    }
}

#[pymethods]
impl Scenario {
    #[new]
    fn new(py: Python<'_>, path: PathBuf, policy_files: Vec<PathBuf>, allow_outside: bool) -> PyResult<Scenario> {
        let reach = if allow_outside { Reach::Anywhere } else { Reach::Inside };
        let study = py.detach(|| Study::open_with(&path, &policy_files, reach));
        Ok(Scenario { study: study.map_err(|error| failed(py, &error))?, reach })
    }

    /// Title, question, first and last day.
    fn head<'py>(&self, py: Python<'py>) -> PyResult<(String, String, Bound<'py, PyAny>, Bound<'py, PyAny>)> {
        let meta = self.resolved(py)?.meta;
        Ok((meta.title, meta.question, day(py, meta.start)?, day(py, meta.end)?))
    }

    /// SHA-256 of each file that was read.
    fn files(&self) -> Vec<(String, String)> {
        self.study.source().inputs().iter().map(|file| (file.name.clone(), file.sha256.clone())).collect()
    }

    /// Policies: name and summary.
    fn policies(&self) -> Vec<(String, String)> {
        self.study.source().policies().iter().map(|policy| (policy.name.clone(), policy.summary.clone())).collect()
    }

    /// What is odd about the scenario.
    fn warnings<'py>(&self, py: Python<'py>) -> PyResult<Vec<Bound<'py, PyAny>>> {
        self.study.source().warnings().iter().map(|one| problem(py, one)).collect()
    }

    /// The value of a parameter as written.
    fn value<'py>(&self, py: Python<'py>, path: &str) -> PyResult<Bound<'py, PyAny>> {
        let source = self.study.source();
        let all = source.resolved_values(&Overlay::none()).map_err(|problems| refused(py, &problems))?;
        let Some(found) = all.iter().find(|one| one.path == path) else {
            let near =
                source.registry().nearest_path(path).map_or(String::new(), |near| format!("; did you mean {near}?"));
            return Err(PyKeyError::new_err(format!("no parameter {path}{near}")));
        };
        found.value.as_ref().map_or_else(|| Ok(py.None().into_bound(py)), |value| to_python(py, value))
    }

    /// All parameters as written.
    fn parameters(&self, py: Python<'_>) -> PyResult<Table> {
        let source = self.study.source();
        let all = source.resolved_values(&Overlay::none()).map_err(|problems| refused(py, &problems))?;
        let values: Vec<String> =
            all.iter().map(|one| one.value.as_ref().map(ToString::to_string).unwrap_or_default()).collect();
        let about = |one: &panj::scenario::Resolved| source.registry().parameter(&one.described_at);
        let end = |end: f64| if end.is_finite() { end } else { f64::NAN };
        let word = |name: &'static str, meaning: &'static str| Column::new(name, CellType::Text, "", meaning);
        let number = |name: &'static str, meaning: &'static str| Column::new(name, CellType::Number, "", meaning);
        let columns = vec![
            word("path", "path, as in `set`"),
            word("value", "value as written, in TOML"),
            word("unit", "unit in words"),
            number("least", "least value that is allowed"),
            number("most", "most that is allowed"),
            word("kind", "what it takes"),
            word("status", "assumed, fitted or source: what the value rests on"),
            word("given_by", "where the value stands"),
            word("meaning", "what it means"),
        ];
        let cells = vec![
            Cells::Text(all.iter().map(|one| one.path.as_str()).collect()),
            Cells::Text(values.iter().map(String::as_str).collect()),
            Cells::Text(all.iter().map(|one| about(one).map_or("", |about| about.unit)).collect()),
            Cells::Number(all.iter().map(|one| about(one).map_or(f64::NAN, |about| end(about.range.low))).collect()),
            Cells::Number(all.iter().map(|one| about(one).map_or(f64::NAN, |about| end(about.range.high))).collect()),
            Cells::Text(all.iter().map(|one| about(one).map_or("", |about| about.kind.in_words())).collect()),
            Cells::Text(all.iter().map(|one| one.status.map_or("", Status::as_str)).collect()),
            Cells::Text(all.iter().map(|one| one.given_by.as_str()).collect()),
            Cells::Text(all.iter().map(|one| about(one).map_or("", |about| about.doc)).collect()),
        ];
        Table::of_cells((columns, cells))
    }

    /// All that a run reports.
    fn metrics(&self, py: Python<'_>) -> PyResult<Table> {
        let metrics = panj::outcome::Collector::metrics(&self.resolved(py)?);
        let word = |name: &'static str, meaning: &'static str| Column::new(name, CellType::Text, "", meaning);
        let columns = vec![
            word("metric", "name of the column"),
            word("kind", "amount, event, time or level"),
            word("unit", "unit in words"),
            word("better", "which direction is better"),
            word("meaning", "what it means"),
        ];
        let kind = |kind: &Kind| match kind {
            Kind::Amount => "amount",
            Kind::Event => "event",
            Kind::Time(_) => "time",
            Kind::Level(_) => "level",
        };
        let better = |better: Better| match better {
            Better::Higher => "higher",
            Better::Lower => "lower",
            Better::Neither => "",
        };
        let cells = vec![
            Cells::Text(metrics.iter().map(|one| &*one.id).collect()),
            Cells::Text(metrics.iter().map(|one| kind(&one.kind)).collect()),
            Cells::Text(metrics.iter().map(|one| &*one.unit).collect()),
            Cells::Text(metrics.iter().map(|one| better(one.better)).collect()),
            Cells::Text(metrics.iter().map(|one| &*one.meaning).collect()),
        ];
        Table::of_cells((columns, cells))
    }

    /// Priors: path, options of a choice in TOML, source.
    fn priors(&self) -> Vec<(String, Vec<String>, String)> {
        let options = |prior: &Prior| match prior {
            Prior::Choice(options) => options.iter().map(|option| option.plain()).collect(),
            Prior::LogUniform { .. } | Prior::Of(_) => Vec::new(),
        };
        let all = self.study.source().uncertainty();
        all.iter().map(|one| (one.path.clone(), options(&one.prior), one.source.clone())).collect()
    }

    /// Values of a prior at shares from 0 to 1.
    fn quantiles<'py>(&self, py: Python<'py>, path: &str, shares: Vec<f64>) -> PyResult<Vec<Bound<'py, PyAny>>> {
        let all = self.study.source().uncertainty();
        let Some(prior) = all.iter().find(|one| one.path == path) else {
            return Err(PyKeyError::new_err(format!("{path} has no prior")));
        };
        shares.into_iter().map(|share| to_python(py, &prior.draw(share).value)).collect()
    }

    fn run(&self, py: Python<'_>, common: Common<'_>) -> PyResult<Job> {
        self.ask(py, Ok(self.study.run()), common)
    }

    fn compare(
        &self,
        py: Python<'_>,
        policies: Vec<String>,
        baseline: Option<String>,
        divergence: u64,
        common: Common<'_>,
    ) -> PyResult<Job> {
        let mut experiment = self.study.compare(policies);
        experiment.question.divergence = divergence;
        let experiment = baseline.into_iter().fold(experiment, Experiment::baseline);
        self.ask(py, Ok(experiment), common)
    }

    fn sweep(
        &self,
        py: Python<'_>,
        design: &str,
        factors: Vec<String>,
        points: usize,
        common: Common<'_>,
    ) -> PyResult<Job> {
        let layout = design.parse::<DesignLayout>().map_err(StudyError::from);
        self.ask(py, layout.and_then(|layout| self.study.sweep(layout, factors, points)), common)
    }

    fn sample(
        &self,
        py: Python<'_>,
        paths: Vec<String>,
        points: Vec<Vec<Bound<'_, PyAny>>>,
        common: Common<'_>,
    ) -> PyResult<Job> {
        let values = |point: &Vec<Bound<'_, PyAny>>| point.iter().map(value_of).collect::<PyResult<Vec<_>>>();
        let points = points.iter().map(values).collect::<PyResult<Vec<_>>>()?;
        self.ask(py, Ok(self.study.sample(paths, &points)), common)
    }

    fn sensitivity(
        &self,
        py: Python<'_>,
        method: &str,
        factors: Vec<String>,
        points: usize,
        common: Common<'_>,
    ) -> PyResult<Job> {
        let method = method.parse::<Method>().map_err(StudyError::from);
        self.ask(py, method.and_then(|method| self.study.sensitivity(method, factors, points)), common)
    }

    /// What answers hang on; `question` is JSON.
    fn audit(&self, py: Python<'_>, question: &str, common: Common<'_>) -> PyResult<Job> {
        self.ask(py, Ok(self.study.audit(asked(py, question)?)), common)
    }

    /// What would have changed an answer; `question` is JSON.
    fn discover(&self, py: Python<'_>, question: &str, common: Common<'_>) -> PyResult<Job> {
        self.ask(py, Ok(self.study.discover(asked(py, question)?)), common)
    }

    /// One history: entries of date, day, topic, what, cause and amount.
    #[allow(clippy::type_complexity, reason = "a row of a table")]
    fn trace<'py>(
        &self,
        py: Python<'py>,
        replication: u64,
        details: bool,
        common: Common<'_>,
    ) -> PyResult<Vec<(Bound<'py, PyAny>, f64, &'static str, String, String, Option<f64>)>> {
        let seed = common.seed;
        let prepared = common.fill(py, self.study.run())?.prepare().map_err(|error| failed(py, &error))?.0;
        let scenario = prepared.scenario().ok_or_else(|| other_error(py, "no variant"))?;
        let told = py.detach(|| panj::experiment::trace(scenario, seed, replication, details));
        let told = told.map_err(|failure| other_error(py, &failure.to_string()))?;
        let line = |entry: panj::outcome::event_log::Entry| {
            let date = day(py, scenario.meta.date_at(f64::from(entry.day)))?;
            let what = entry.description;
            Ok((date, entry.time.days(), what.topic, what.words, what.cause, what.amount))
        };
        told.into_iter().map(line).collect()
    }
}
