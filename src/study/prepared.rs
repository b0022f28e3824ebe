//! From a plan to what can be simulated: the scenario read and checked, each variant resolved. Nothing is written.

use std::ops::Range;
use std::path::Path;
use std::sync::{Arc, OnceLock};

use super::discovered::changes;
use super::error::StudyError;
use crate::analysis::hindcast::unknown_outcomes;
use crate::analysis::sensitivity::design_of;
use crate::analysis::sweep::layout_of;
use crate::analysis::uncertainty::DrawnParameters;
use crate::analysis::{NotAnalysable, YesOrNo};
use crate::experiment::{CrisisSimulator, Design, Drawn, Plan, ScenarioInput, Simulator, VERSION, Variant};
use crate::outcome::{Collector, Metric};
use crate::result::{ParameterEntry, kept_posterior, kept_scenario};
use crate::scenario::{InputFile, Overlay, Problem, Problems, Reach, Resolved, Scenario, ScenarioSource, nearest};

/// An experiment whose inputs are all checked.
#[derive(Debug, Clone)]
pub struct Prepared {
    /// All that decides its results.
    pub plan: Plan,
    /// The scenario's files as read.
    pub source: Arc<ScenarioSource>,
    /// The sample of parameters, if the plan draws from one.
    pub(super) posterior: Option<InputFile>,
    /// The scenario under the first variant; under every one, unless they are points of a design: these may be thousands, and are
    /// resolved when they are simulated.
    resolved: Vec<Arc<Scenario>>,
    /// What the first of them reports, put into words when it is asked for.
    metrics: OnceLock<Arc<[Metric]>>,
    /// Worker threads; 0 is one for each processor.
    pub(super) threads: usize,
}

/// What a variant lays over the scenario.
///
/// # Errors
/// When an assignment has no `=`.
pub fn overlay(variant: &Variant) -> Result<Overlay, StudyError> {
    let set = |text: &String| text.parse().map_err(|source| StudyError::Assignment { text: text.clone(), source });
    let sets = variant.set.iter().map(set).collect::<Result<_, _>>()?;
    Ok(Overlay { policy: variant.policy.clone(), sets, ..Overlay::none() })
}

/// Makes sure that a plan is of this version, and of these files.
///
/// # Errors
/// Which files changed since, or the other version.
pub(super) fn is_of(plan: &Plan, source: &ScenarioSource) -> Result<(), StudyError> {
    if plan.panj != VERSION {
        return Err(StudyError::OtherVersion { version: plan.panj.clone() });
    }
    let told = &plan.scenario;
    let now = ScenarioInput::of(&told.path, &told.policy_files, source);
    let mut names: Vec<&String> = told.sha256.keys().chain(now.sha256.keys()).collect();
    names.sort();
    names.dedup();
    let changed = |name: &&&String| told.sha256.get(**name) != now.sha256.get(**name);
    let files: Vec<String> = names.iter().filter(changed).map(|name| told.shown(name)).collect();
    if files.is_empty() { Ok(()) } else { Err(StudyError::Changed { path: told.path.clone(), files }) }
}

impl Prepared {
    /// Reads the sample of parameters of a plan, if it has one, and resolves every variant.
    ///
    /// # Errors
    /// All that a variant makes wrong; a sample that cannot be read, or is not that of the plan.
    pub fn new(source: &Arc<ScenarioSource>, plan: Plan) -> Result<Prepared, StudyError> {
        let sample = plan.posterior();
        let posterior = sample.as_ref().map(|sample| InputFile::posterior(&sample.path)).transpose()?;
        if let (Some(sample), Some(now)) = (sample, &posterior)
            && now.sha256 != sample.sha256
        {
            return Err(StudyError::ChangedSample { path: sample.path });
        }
        Prepared::resolve(source, plan, posterior)
    }

    /// The experiment of a saved plan, whose files are read again and must be those of the plan.
    ///
    /// # Errors
    /// All that is wrong with the files, or which of them changed since.
    pub fn again(plan: Plan, reach: Reach) -> Result<Prepared, StudyError> {
        let source = ScenarioSource::open_within(&plan.scenario.path, &plan.scenario.policy_files, reach)?;
        is_of(&plan, &source)?;
        Prepared::new(&Arc::new(source), plan)
    }

    /// The experiment of a result folder from the files that it keeps; None when it keeps none.
    ///
    /// # Errors
    /// All that is wrong with the kept files.
    pub fn kept(folder: &Path, plan: &Plan) -> Result<Option<Prepared>, StudyError> {
        let Some(source) = kept_scenario(folder, &plan.scenario)? else { return Ok(None) };
        Prepared::resolve(&Arc::new(source), plan.clone(), kept_posterior(folder, plan)?).map(Some)
    }

    fn resolve(source: &Arc<ScenarioSource>, plan: Plan, posterior: Option<InputFile>) -> Result<Prepared, StudyError> {
        plan.check_size()?;
        let at_once = if plan.design.has_points() { 1 } else { plan.variant.len() };
        let (source, metrics) = (Arc::clone(source), OnceLock::new());
        let mut prepared = Prepared { plan, source, posterior, resolved: Vec::new(), metrics, threads: 0 };
        prepared.resolved = prepared.scenarios(0..at_once.min(prepared.plan.variant.len()))?;
        Ok(prepared)
    }

    /// The scenario under some variants.
    ///
    /// # Errors
    /// All that one of them makes wrong.
    fn scenarios(&self, variants: Range<usize>) -> Result<Vec<Arc<Scenario>>, StudyError> {
        let factors = self.plan.design.factors();
        let resolve = |number: usize| match self.resolved.get(number) {
            Some(known) => Ok(Arc::clone(known)),
            None => match self.source.resolve(&overlay(&self.plan.variant[number])?) {
                Ok(scenario) => Ok(Arc::new(scenario)),
                // A value of a factor is laid over the scenario as `--set` does it, but that is not what the user typed.
                Err(problems) => {
                    Err(problems.caused_by("--factor", |path| factors.iter().any(|one| one == path)).into())
                }
            },
        };
        variants.map(resolve).collect()
    }

    /// The scenario under the first variant.
    pub fn scenario(&self) -> Option<&Arc<Scenario>> {
        self.resolved.first()
    }

    /// Parameters as the first variant has them.
    ///
    /// # Errors
    /// None that preparing has not told.
    pub fn parameters(&self) -> Result<Vec<ParameterEntry>, StudyError> {
        let first = self.plan.variant.first().map(overlay).transpose()?.unwrap_or_default();
        let entry = |resolved: Resolved| ParameterEntry {
            path: resolved.path,
            value: resolved.value.map(|value| value.to_string()).unwrap_or_default(),
            status: resolved.status,
            from: resolved.given_by,
        };
        Ok(self.source.resolved_values(&first)?.into_iter().map(entry).collect())
    }

    /// What the scenario reports.
    pub fn metrics(&self) -> &[Metric] {
        self.shared_metrics()
    }

    fn shared_metrics(&self) -> &Arc<[Metric]> {
        let listed = || self.scenario().map(|scenario| Collector::metrics(scenario)).unwrap_or_default();
        self.metrics.get_or_init(|| listed().into())
    }

    /// Dates that do not do what they seem to under one of some variants, each told once.
    ///
    /// # Errors
    /// None that preparing has not told.
    pub fn odd_dates(&self, variants: Range<usize>) -> Result<Vec<Problem>, StudyError> {
        let mut all: Vec<Problem> = Vec::new();
        for variant in &self.plan.variant[variants] {
            for odd in self.source.odd_dates(&overlay(variant)?) {
                if !all.iter().any(|known| (&known.key, &known.found) == (&odd.key, &odd.found)) {
                    all.push(odd);
                }
            }
        }
        Ok(all)
    }

    /// Title of the scenario.
    pub fn title(&self) -> String {
        self.scenario().map(|scenario| scenario.meta.title.clone()).unwrap_or_default()
    }

    /// All files that were read.
    pub fn inputs(&self) -> Vec<InputFile> {
        self.source.inputs().iter().chain(&self.posterior).cloned().collect()
    }

    /// What simulates the variants, under drawn parameters if the plan says so.
    ///
    /// # Errors
    /// When the variants do not report the same outcomes, so that they cannot be compared; when no parameter is
    /// uncertain, or the sample is wrong.
    pub fn simulator(&self) -> Result<CrisisSimulator, StudyError> {
        self.simulator_of(0..self.plan.variant.len())
    }

    /// The same of some variants alone.
    pub(super) fn simulator_of(&self, variants: Range<usize>) -> Result<CrisisSimulator, StudyError> {
        let Some(draws) = &self.plan.draws else {
            let simulator = CrisisSimulator::new(self.scenarios(variants.clone())?);
            let like_first = |simulator: &CrisisSimulator| variants.start == 0 || simulator.metrics() == self.metrics();
            let alike = simulator.filter(like_first);
            return alike.ok_or(StudyError::OtherOutcomes);
        };
        if self.posterior.is_none() && self.source.uncertainty().is_empty() {
            return Err(StudyError::NoPriors);
        }
        let DrawnParameters { source, draws: drawn } = self.drawn(draws)?;
        let first = self.scenarios(variants.start..variants.end.min(variants.start + 1))?;
        let overlays = self.plan.variant[variants].iter().map(overlay).collect::<Result<Vec<_>, _>>()?;
        Ok(match first.first() {
            Some(first) => {
                let (first, metrics) = (Arc::clone(first), Arc::clone(self.shared_metrics()));
                CrisisSimulator::drawn_like(first, metrics, source, overlays, drawn, draws.worlds_per_draw)
            }
            None => CrisisSimulator::drawn(source, overlays, drawn, draws.worlds_per_draw)?,
        })
    }

    /// The parameters that are drawn.
    ///
    /// # Errors
    /// All that is wrong with a sample.
    pub(super) fn drawn(&self, draws: &Drawn) -> Result<DrawnParameters, Problems> {
        DrawnParameters::new(Arc::clone(&self.source), self.posterior.as_ref(), draws)
    }

    /// Makes sure that what is simulated beside the run stays within its bounds.
    pub(super) fn check_cost(&self) -> Result<(), StudyError> {
        match &self.plan.design {
            Design::Audit { analysis } => Ok(analysis.check()?),
            Design::Discover { analysis } => Ok(analysis.check()?),
            Design::Run {} | Design::Compare { .. } | Design::Sweep { .. } | Design::Sensitivity { .. } => Ok(()),
        }
    }

    /// Makes sure that the plan has what the analysis of its results needs, before anything is simulated or thrown away.
    ///
    /// # Errors
    /// What it lacks.
    pub fn check(&self) -> Result<(), StudyError> {
        let plan = &self.plan;
        let mut names: Vec<&str> = plan.variant.iter().map(|variant| variant.name.as_str()).collect();
        names.sort_unstable();
        if let Some(twice) = names.windows(2).find(|pair| pair[0] == pair[1]) {
            return Err(NotAnalysable::Twice(twice[0].to_owned()).into());
        }
        self.check_metrics(plan.design.metrics())?;
        self.scenario().map_or(Ok(()), |scenario| check_record(scenario, self.metrics()))?;
        self.check_cost()?;
        match &plan.design {
            Design::Sensitivity { .. } => Ok(design_of(plan).map(|_| ())?),
            Design::Sweep { .. } => Ok(layout_of(plan).map(|_| ())?),
            Design::Compare { .. } if names.len() < 2 => Err(NotAnalysable::OneVariant.into()),
            Design::Compare { analysis } => {
                let baseline = &analysis.baseline;
                if baseline.is_empty() || names.contains(&baseline.as_str()) {
                    return Ok(());
                }
                let (baseline, there) = (baseline.clone(), names.join(", "));
                Err(NotAnalysable::Baseline { baseline, there }.into())
            }
            Design::Run {} | Design::Audit { .. } | Design::Discover { .. } if names.len() != 1 => {
                Err(NotAnalysable::Variants(names.len()).into())
            }
            Design::Run {} => Ok(()),
            Design::Audit { .. } => Ok(self.audit_cost().map(|_| ())?),
            Design::Discover { analysis } => {
                YesOrNo::parse(&analysis.goal, self.metrics())?;
                changes(self, analysis).map(|_| ())
            }
        }
    }

    /// Makes sure that the scenario reports the metrics that are asked for.
    ///
    /// # Errors
    /// The first that it does not, with the nearest one.
    pub(super) fn check_metrics<'a>(&self, wanted: impl IntoIterator<Item = &'a String>) -> Result<(), StudyError> {
        let mut wanted = wanted.into_iter().peekable();
        // Most runs name none, and a list of all takes as long as a world.
        let metrics = if wanted.peek().is_some() { self.metrics() } else { &[] };
        wanted.try_for_each(|id| find_metric(metrics, id).map(|_| ()))
    }
}

/// Makes sure that results tell whatever outcomes a scenario, which reports these metrics, has on record.
///
/// # Errors
/// Rows of which they tell nothing.
pub fn check_record(scenario: &Scenario, metrics: &[Metric]) -> Result<(), StudyError> {
    if scenario.record.outcomes.is_empty() {
        return Ok(());
    }
    let unknown = unknown_outcomes(&scenario.record, metrics, &Collector::series(scenario));
    if unknown.is_empty() { Ok(()) } else { Err(Problems::from(unknown).into()) }
}

/// The place of a metric among others.
///
/// # Errors
/// When it is not there, with the nearest one.
pub(super) fn find_metric(metrics: &[Metric], id: &str) -> Result<usize, StudyError> {
    metrics.iter().position(|metric| metric.id == *id).ok_or_else(|| {
        let near = nearest(id, metrics.iter().map(|metric| metric.id.as_ref()));
        StudyError::NoMetric { id: id.to_owned(), nearest: near.map(str::to_owned) }
    })
}
