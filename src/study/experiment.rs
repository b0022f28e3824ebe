//! A scenario that was opened, and the experiments that it can be asked for.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use super::error::StudyError;
use super::monitor::{Monitor, Silent};
use super::plans::{AS_WRITTEN, Asked};
use super::prepared::Prepared;
use super::results::StudyResults;
use super::run::{Ended, Setup};
use crate::experiment::{
    AuditQuestion, DesignLayout, DiscoverQuestion, Drawn, Factor, Format, Method, PosteriorInput, Question,
    ScenarioInput,
};
use crate::scenario::{Assignment, InputFile, Reach, ScenarioSource, Value};

/// A scenario that was opened.
#[derive(Debug, Clone)]
pub struct Study {
    pub(super) source: Arc<ScenarioSource>,
    pub(super) input: ScenarioInput,
}

/// A question to a scenario, being put together. Nothing is resolved or simulated before it is run.
#[derive(Debug, Clone)]
pub struct Experiment {
    pub(super) study: Study,
    pub(super) asked: Asked,
    /// Seed of the worlds.
    pub seed: u64,
    /// Replications of each variant; None for 1,000, of a point of a sweep 100, of a sensitivity analysis 20.
    pub replications: Option<u64>,
    /// Goals at which sampling stops, as `METRIC:halfwidth=X`.
    pub until: Vec<String>,
    /// Parameters set, as `PATH=VALUE`.
    pub sets: Vec<String>,
    /// Policy laid over the scenario, where policies are not what is compared or varied.
    pub policy: Option<String>,
    /// What is asked of a comparison; of every other experiment its metrics count.
    pub question: Question,
    /// How parameters are drawn; None when they are as written. Runs and comparisons of a scenario that ships samples draw from these.
    pub draws: Option<Drawn>,
    /// Format of large tables in a folder.
    pub format: Format,
    /// Where and how it is run.
    pub setup: Setup,
}

impl Study {
    /// Opens a scenario: a folder, or a TOML file. All its files are read and checked.
    ///
    /// # Errors
    /// All that is wrong with them, each at its line.
    pub fn open(path: impl AsRef<Path>) -> Result<Study, StudyError> {
        Study::open_with(path.as_ref(), &[], Reach::Inside)
    }

    /// The same with further files of policies, and with data files where `reach` allows them.
    ///
    /// # Errors
    /// As [`Study::open`].
    pub fn open_with(path: &Path, policy_files: &[PathBuf], reach: Reach) -> Result<Study, StudyError> {
        let source = ScenarioSource::open_within(path, policy_files, reach)?;
        let input = ScenarioInput::of(path, policy_files, &source);
        Ok(Study { source: Arc::new(source), input })
    }

    /// The scenario's files as read: parameters, priors, warnings.
    pub fn source(&self) -> &ScenarioSource {
        &self.source
    }

    /// Names of its policies.
    pub fn policies(&self) -> impl Iterator<Item = &str> {
        self.source.policies().iter().map(|policy| policy.name.as_str())
    }

    /// One policy, the scenario as written unless [`Experiment::policy`] names another.
    pub fn run(&self) -> Experiment {
        Experiment { draws: self.shipped(), ..self.ask(Asked::Run) }
    }

    /// Draws from the samples of parameters that the scenario ships, if it ships any.
    fn shipped(&self) -> Option<Drawn> {
        self.source.ships_posteriors().then(Drawn::shipped)
    }

    /// Policies in the same worlds, all of the scenario when none are named; `baseline` is the scenario as written, and
    /// the first is what the others are held against.
    pub fn compare<P: Into<String>>(&self, policies: impl IntoIterator<Item = P>) -> Experiment {
        let policies: Vec<String> = policies.into_iter().map(Into::into).collect();
        let baseline = policies.first().cloned().unwrap_or_else(|| AS_WRITTEN.to_owned());
        let mut experiment = Experiment { draws: self.shipped(), ..self.ask(Asked::Compare { policies }) };
        experiment.question.baseline = baseline;
        experiment
    }

    /// Points of a design over factors, written as `PATH=1,2,4`, `PATH=0.1..0.9:9` or `PATH=low..high`; `points` of them
    /// unless it is a grid.
    ///
    /// # Errors
    /// The first factor that cannot be read, or stands twice.
    pub fn sweep<F: AsRef<str>>(
        &self,
        layout: DesignLayout,
        factors: impl IntoIterator<Item = F>,
        points: usize,
    ) -> Result<Experiment, StudyError> {
        let factors = self.factors(factors)?;
        Ok(self.ask(Asked::Sweep { layout, factors, points }))
    }

    /// What drives each outcome: of the factors given, or else of every parameter that has a prior. `points` are base
    /// points (Sobol') or trajectories (Morris).
    ///
    /// # Errors
    /// As [`Study::sweep`].
    pub fn sensitivity<F: AsRef<str>>(
        &self,
        method: Method,
        factors: impl IntoIterator<Item = F>,
        points: usize,
    ) -> Result<Experiment, StudyError> {
        let mut factors = self.factors(factors)?;
        if factors.is_empty() {
            factors = self.source.uncertainty().iter().map(Factor::of_prior).collect();
        }
        Ok(self.ask(Asked::Sensitivity { method, factors, points }))
    }

    /// Points of a design that somebody else chose: paths of parameters (or `policy`), and at each point a value of each.
    pub fn sample(&self, paths: Vec<String>, points: &[Vec<Value>]) -> Experiment {
        let points = points.iter().map(|point| point.iter().map(Value::plain).collect()).collect();
        self.ask(Asked::Sample { paths, points })
    }

    /// One policy, and what its answers hang on: the values at which they turn, what does nothing, shares of variance.
    pub fn audit(&self, question: AuditQuestion) -> Experiment {
        Experiment { draws: self.shipped(), ..self.ask(Asked::Audit(question)) }
    }

    /// One policy, and the smallest sets of changes that would have changed its answer. Each world has a draw of its own where the
    /// scenario ships samples, so that worlds are independent.
    pub fn discover(&self, question: DiscoverQuestion) -> Experiment {
        let draws = self.shipped().map(|drawn| Drawn { worlds_per_draw: 1, ..drawn });
        Experiment { draws, ..self.ask(Asked::Discover(question)) }
    }

    fn ask(&self, asked: Asked) -> Experiment {
        Experiment {
            study: self.clone(),
            asked,
            seed: 1,
            replications: None,
            until: Vec::new(),
            sets: Vec::new(),
            policy: None,
            question: Question { divergence: 0, ..Question::default() },
            draws: None,
            format: Format::default(),
            setup: Setup::default(),
        }
    }
}

impl Experiment {
    /// With this seed of the worlds (1 where none is given).
    #[must_use]
    pub fn seed(self, seed: u64) -> Experiment {
        Experiment { seed, ..self }
    }

    /// In so many worlds: replications of each variant.
    #[must_use]
    pub fn worlds(self, worlds: u64) -> Experiment {
        Experiment { replications: Some(worlds), ..self }
    }

    /// With a parameter set.
    #[must_use]
    pub fn set(mut self, path: &str, value: impl Into<Value>) -> Experiment {
        self.sets.push(Assignment::new(path, value).to_string());
        self
    }

    /// Under a policy, where policies are not what is compared or varied.
    #[must_use]
    pub fn policy(self, name: impl Into<String>) -> Experiment {
        Experiment { policy: Some(name.into()), ..self }
    }

    /// Looks at these metrics only (all where none are named).
    #[must_use]
    pub fn metrics<M: Into<String>>(mut self, metrics: impl IntoIterator<Item = M>) -> Experiment {
        self.question.metrics = metrics.into_iter().map(Into::into).collect();
        self
    }

    /// Holds the policies of a comparison against this one.
    #[must_use]
    pub fn baseline(mut self, policy: impl Into<String>) -> Experiment {
        self.question.baseline = policy.into();
        self
    }

    /// Stops at a goal, such as `falls:halfwidth=0.5`; the number of worlds is then the most.
    #[must_use]
    pub fn until(mut self, goal: impl Into<String>) -> Experiment {
        self.until.push(goal.into());
        self
    }

    /// With all parameters as written, also those of which the scenario ships a sample.
    #[must_use]
    pub fn fixed(self) -> Experiment {
        Experiment { draws: None, ..self }
    }

    /// Draws the parameters that have a prior or a sample, once for so many worlds.
    #[must_use]
    pub fn uncertain(self, worlds_per_draw: u64) -> Experiment {
        Experiment { draws: Some(Drawn { worlds_per_draw, posterior: None, shipped: false }), ..self }
    }

    /// Draws parameters from a sample, a CSV file whose columns are paths, once for so many worlds.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn posterior(self, file: &Path, worlds_per_draw: u64) -> Result<Experiment, StudyError> {
        let posterior = Some(PosteriorInput::from(&InputFile::posterior(file)?));
        Ok(Experiment { draws: Some(Drawn { worlds_per_draw, posterior, shipped: false }), ..self })
    }

    /// On so many threads; results do not depend on it.
    #[must_use]
    pub fn threads(mut self, threads: usize) -> Experiment {
        self.setup.threads = threads;
        self
    }

    /// In a result folder, as the commands of the program do: it can be stopped and grown, and holds charts and report.
    #[must_use]
    pub fn to(mut self, folder: impl Into<PathBuf>) -> Experiment {
        self.setup.folder = Some(folder.into());
        self
    }

    /// Stops soon after the flag is set.
    #[must_use]
    pub fn stopped_by(mut self, stop: &Arc<AtomicBool>) -> Experiment {
        self.setup.stop = Arc::clone(stop);
        self
    }

    /// The experiment with its plan, all of it checked.
    ///
    /// # Errors
    /// All that is wrong with what was asked.
    pub fn prepare(self) -> Result<(Prepared, Setup), StudyError> {
        let prepared = self.prepared()?;
        prepared.check_cost()?;
        Ok((prepared, self.setup))
    }

    /// Runs it, all of it.
    ///
    /// # Errors
    /// [`StudyError`].
    pub fn run(self) -> Result<StudyResults, StudyError> {
        let (prepared, setup) = self.prepare()?;
        match prepared.run(&Setup { shard: None, ..setup }, &Silent)? {
            Ended::Whole(results) => Ok(*results),
            Ended::Shard(..) => Err(StudyError::ShardInMemory),
        }
    }

    /// Runs it, or the shard that its setup names; `monitor` is told how it goes.
    ///
    /// # Errors
    /// [`StudyError`].
    pub fn run_watched(self, monitor: &dyn Monitor) -> Result<Ended, StudyError> {
        let (prepared, setup) = self.prepare()?;
        prepared.run(&setup, monitor)
    }
}
