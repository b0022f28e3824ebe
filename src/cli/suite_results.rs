//! From the comparisons of a suite's scenarios to its leaderboard: run, merged or run again.

use std::path::{Path, PathBuf};

use super::concluding::{conclude_comparison, draw, failed};
use super::conducting::conduct_prepared;
use super::error::CliError;
use super::experiment_options::MachineOptions;
use super::leaderboard::print_leaderboard;
use super::output::Output;
use super::preparing::{Prepared, prepare, scenario_of_plan};
use super::typed::command_line;
use crate::analysis::benchmark::{BenchmarkPlan, benchmark, write_benchmark};
use crate::analysis::compare::Comparison;
use crate::experiment::Plan;
use crate::result::merge_results;

/// The scenarios of a suite by name, each with its experiment.
pub(super) type PreparedSuite = Vec<(String, Prepared)>;

/// Runs the comparisons of a suite and puts them together; a shard of it is only run.
///
/// # Errors
/// Why a comparison could not be done, or that it was stopped.
pub(super) fn run_suite(
    plan: &BenchmarkPlan,
    prepared: &PreparedSuite,
    out: &Path,
    machine: &MachineOptions,
    output: &Output,
) -> Result<(), CliError> {
    plan.write(out).map_err(failed)?;
    let mut compared = Vec::new();
    for (name, prepared) in prepared {
        let summary = plan.suite.scenario.get(name).map(|scenario| scenario.summary.as_str()).unwrap_or_default();
        output.note(&format!("{name}: {summary}"));
        let results = conduct_prepared(&prepared.simulator()?, prepared, &out.join(name), machine, false, output)?;
        let Some(mut results) = results else { continue };
        results.manifest.plan.design.clone_from(&prepared.plan.design);
        compared.push((name.clone(), conclude_comparison(&mut results, output)?));
    }
    if machine.shard.is_some() {
        return Ok(());
    }
    put_together(plan, &compared, out, output)
}

/// Joins the shards of a benchmark: those of each scenario, then the leaderboard.
///
/// # Errors
/// When a shard is missing, unfinished, or of another benchmark.
pub(super) fn merge_suites(
    plan: &BenchmarkPlan,
    shards: &[PathBuf],
    out: &Path,
    output: &Output,
) -> Result<(), CliError> {
    let command_line = command_line();
    let mut compared = Vec::new();
    for name in plan.scenarios() {
        let parts: Vec<PathBuf> = shards.iter().map(|shard| shard.join(name)).collect();
        let mut results = merge_results(&parts, &out.join(name), &command_line)?;
        compared.push((name.to_owned(), conclude_comparison(&mut results, output)?));
    }
    plan.write(out).map_err(failed)?;
    put_together(plan, &compared, out, output)
}

/// The benchmark of a result folder again, its scenarios as their own plans say.
///
/// # Errors
/// When a plan cannot be read, or its scenario is not what it was.
pub(super) fn rerun_suite(
    plan: &BenchmarkPlan,
    folder: &Path,
    out: &Path,
    machine: &MachineOptions,
    output: &Output,
) -> Result<(), CliError> {
    let mut prepared = Vec::new();
    for name in plan.scenarios() {
        let own = Plan::read(&folder.join(name)).map_err(|error| CliError::Input(error.to_string()))?;
        let source = scenario_of_plan(&own, machine.reach)?;
        prepared.push((name.to_owned(), prepare(&source, own)?));
    }
    run_suite(plan, &prepared, out, machine, output)
}

fn put_together(
    plan: &BenchmarkPlan,
    compared: &[(String, Comparison)],
    out: &Path,
    output: &Output,
) -> Result<(), CliError> {
    let mut policies: Vec<String> = Vec::new();
    for name in compared.iter().flat_map(|(_, comparison)| &comparison.policies) {
        if !policies.contains(name) {
            policies.push(name.clone());
        }
    }
    let found = benchmark(&plan.suite, &policies, compared);
    write_benchmark(out, &found).map_err(failed)?;
    draw(out, output)?;
    if output.json {
        return output.print_json(&found);
    }
    print_leaderboard(&found, out, output)
}
