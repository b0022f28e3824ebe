//! From a plan to what can be simulated: the scenario read and checked, each variant resolved. Nothing is written.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::error::CliError;
use super::experiment_options::ReachOptions;
use crate::analysis::uncertainty::DrawnParameters;
use crate::experiment::{CrisisSimulator, Plan, ScenarioInput, Variant};
use crate::result::{ParameterEntry, kept_posterior, kept_scenario};
use crate::scenario::{InputFile, Overlay, Problem, Scenario, ScenarioSource};

/// An experiment whose inputs are all checked.
pub(super) struct Prepared {
    /// All that decides its results.
    pub(super) plan: Plan,
    /// The scenario's files as read.
    pub(super) source: ScenarioSource,
    /// The sample of parameters, if the plan draws from one.
    posterior: Option<InputFile>,
    /// The scenario under each variant.
    pub(super) scenarios: Vec<Arc<Scenario>>,
    /// Parameters as the first variant has them.
    pub(super) parameters: Vec<ParameterEntry>,
}

impl Prepared {
    /// Dates that do not do what they seem to under some variant, each told once.
    ///
    /// # Errors
    /// None that preparing has not told.
    pub(super) fn odd_dates(&self) -> Result<Vec<Problem>, CliError> {
        let mut all: Vec<Problem> = Vec::new();
        for variant in &self.plan.variant {
            for odd in self.source.odd_dates(&overlay(variant)?) {
                if !all.iter().any(|known| (&known.key, &known.found) == (&odd.key, &odd.found)) {
                    all.push(odd);
                }
            }
        }
        Ok(all)
    }

    /// Title of the scenario.
    pub(super) fn title(&self) -> String {
        self.scenarios.first().map(|scenario| scenario.meta.title.clone()).unwrap_or_default()
    }

    /// All files that were read.
    pub(super) fn inputs(&self) -> Vec<InputFile> {
        self.source.inputs().iter().chain(&self.posterior).cloned().collect()
    }
}

/// The scenario's files as input of a plan.
///
/// # Errors
/// All that is wrong with the files.
pub(super) fn scenario_input(
    path: &Path,
    policy_files: &[PathBuf],
    reach: ReachOptions,
) -> Result<(ScenarioSource, ScenarioInput), CliError> {
    let source = ScenarioSource::open_within(path, policy_files, reach.reach())?;
    let input = ScenarioInput::of(path, policy_files, &source);
    Ok((source, input))
}

/// Reads the scenario of a saved plan again and makes sure that its files are those of the plan.
///
/// # Errors
/// All that is wrong with the files, or which of them changed since.
pub(super) fn scenario_of_plan(plan: &Plan, reach: ReachOptions) -> Result<ScenarioSource, CliError> {
    let (source, input) = scenario_input(&plan.scenario.path, &plan.scenario.policy_files, reach)?;
    if plan.panj != env!("CARGO_PKG_VERSION") {
        return Err(CliError::Input(format!(
            "the plan was made by panj {}, this is panj {}: results would not be the same; use that version, or run \
             the scenario anew",
            plan.panj,
            env!("CARGO_PKG_VERSION")
        )));
    }
    let mut names: Vec<&String> = plan.scenario.sha256.keys().chain(input.sha256.keys()).collect();
    names.sort();
    names.dedup();
    let changed = |name: &&&String| plan.scenario.sha256.get(**name) != input.sha256.get(**name);
    let changed: Vec<String> = names.iter().filter(changed).map(|name| plan.scenario.shown(name)).collect();
    if changed.is_empty() {
        return Ok(source);
    }
    Err(CliError::Input(format!(
        "{} is not what it was when the plan was made; these files changed, came or went: {}",
        plan.scenario.path.display(),
        changed.join(", ")
    )))
}

/// The experiment of a result folder from the files that it keeps; None when it keeps none.
///
/// # Errors
/// All that is wrong with the kept files.
pub(super) fn prepare_kept(folder: &Path, plan: &Plan) -> Result<Option<Prepared>, CliError> {
    let Some(source) = kept_scenario(folder, &plan.scenario)? else { return Ok(None) };
    let posterior = kept_posterior(folder, plan)?;
    resolve_variants(&source, plan.clone(), posterior).map(Some)
}

/// What a variant lays over the scenario.
///
/// # Errors
/// When an assignment has no `=`.
pub(super) fn overlay(variant: &Variant) -> Result<Overlay, CliError> {
    let mut overlay = Overlay::none();
    overlay.policy.clone_from(&variant.policy);
    for text in &variant.set {
        overlay.sets.push(text.parse().map_err(|wrong| CliError::Input(format!("--set {text}: {wrong}")))?);
    }
    Ok(overlay)
}

/// Reads the sample of parameters of a plan, if it has one, and resolves every variant.
///
/// # Errors
/// All that a variant makes wrong; a sample that cannot be read, or is not that of the plan.
pub(super) fn prepare(source: &ScenarioSource, plan: Plan) -> Result<Prepared, CliError> {
    let sample = plan.posterior();
    let posterior = sample.as_ref().map(|sample| InputFile::posterior(&sample.path)).transpose()?;
    if let (Some(sample), Some(now)) = (&sample, &posterior)
        && now.sha256 != sample.sha256
    {
        let text = format!("{} is not what it was when the plan was made", sample.path.display());
        return Err(CliError::Input(text));
    }
    resolve_variants(source, plan, posterior)
}

fn resolve_variants(source: &ScenarioSource, plan: Plan, posterior: Option<InputFile>) -> Result<Prepared, CliError> {
    plan.check_size().map_err(CliError::Input)?;
    let mut scenarios = Vec::new();
    for variant in &plan.variant {
        scenarios.push(Arc::new(source.resolve(&overlay(variant)?)?));
    }
    let first = plan.variant.first().map(overlay).transpose()?.unwrap_or_default();
    let parameters = source.resolved_values(&first)?.into_iter().map(|resolved| ParameterEntry {
        path: resolved.path,
        value: resolved.value.map(|value| value.to_string()).unwrap_or_default(),
        from: resolved.given_by,
    });
    let parameters = parameters.collect();
    Ok(Prepared { plan, source: source.clone(), posterior, scenarios, parameters })
}

impl Prepared {
    /// What simulates the variants, under drawn parameters if the plan says so.
    ///
    /// # Errors
    /// When the variants do not report the same outcomes, so that they cannot be compared; when no parameter is
    /// uncertain, or the sample is wrong.
    pub(super) fn simulator(&self) -> Result<CrisisSimulator, CliError> {
        let Some(worlds_per_draw) = self.plan.worlds_per_draw() else {
            return CrisisSimulator::new(self.scenarios.clone())
                .ok_or_else(|| CliError::Input("the variants do not report the same outcomes".to_owned()));
        };
        if self.posterior.is_none() && self.source.uncertainty().is_empty() {
            let text =
                "the scenario has no [uncertainty]: give its parameters priors there, or a sample by --posterior";
            return Err(CliError::Input(text.to_owned()));
        }
        let overlays = self.plan.variant.iter().map(overlay).collect::<Result<Vec<_>, _>>()?;
        let drawn = DrawnParameters::new(self.source.clone(), self.posterior.as_ref())?;
        Ok(CrisisSimulator::drawn(drawn.source, overlays, drawn.draws, worlds_per_draw)?)
    }
}
