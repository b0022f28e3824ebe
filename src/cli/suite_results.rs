//! From the comparisons of a suite's scenarios to its leaderboard: run, merged or run again.

use std::path::{Path, PathBuf};

use super::concluding::{ask, can_be_analysed, conclude_comparison, failed, say_drawn};
use super::conducting::conduct_prepared;
use super::error::CliError;
use super::experiment_options::MachineOptions;
use super::interrupt::heed;
use super::leaderboard::print_leaderboard;
use super::output::Output;
use super::preparing::{Prepared, prepare, scenario_of_plan};
use super::typed::command_line;
use crate::analysis::benchmark::{BenchmarkPlan, benchmark, write_benchmark};
use crate::analysis::compare::Comparison;
use crate::experiment::{Plan, Shard};
use crate::report::folder::rebuild;
use crate::result::folder::{self, FolderError};
use crate::result::{Access, Hold, Shards, join_shards};

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
    let mut simulators = Vec::new();
    for (_, prepared) in prepared {
        can_be_analysed(prepared)?;
        simulators.push(prepared.simulator()?);
    }
    heed(out)?;
    let shard = machine.shard.unwrap_or(Shard::WHOLE);
    let told = (shard.of() > 1).then(|| format!("{}/{}", shard.number(), shard.of()));
    let plans = || prepared.iter().map(|(name, prepared)| (name.as_str(), &prepared.plan));
    let _hold = take_suite(plan, plans, out, told.as_deref(), (shard, machine.access()))?;
    plan.write(out).map_err(failed)?;
    let mut compared = Vec::new();
    for ((name, prepared), simulator) in prepared.iter().zip(&simulators) {
        let summary = plan.suite.scenario.get(name).map(|scenario| scenario.summary.as_str()).unwrap_or_default();
        output.note(&format!("{name}: {summary}"));
        let results = conduct_prepared(simulator, prepared, &out.join(name), machine, false, output)?;
        let Some(mut results) = results else { continue };
        ask(&mut results, prepared);
        compared.push((name.clone(), conclude_comparison(&mut results, output)?));
    }
    if machine.shard.is_some() {
        return Ok(());
    }
    put_together(plan, &compared, out, output)
}

/// Takes hold of a benchmark's folder, if it and the folders of all its scenarios may be used; with `fresh`, throws away
/// what an earlier benchmark has left beside them.
///
/// # Errors
/// When one may not be used, or is in use.
fn take_suite<'a, I: Iterator<Item = (&'a str, &'a Plan)>>(
    plan: &BenchmarkPlan,
    plans: impl Fn() -> I,
    out: &Path,
    told: Option<&str>,
    (shard, access): (Shard, Access),
) -> Result<Hold, CliError> {
    let look = || {
        plan.may_use(out, access.fresh)?;
        for (name, own) in plans() {
            let inner = out.join(name);
            if inner.is_symlink() {
                return Err(FolderError::Link { path: inner });
            }
            Hold::share(&inner, access.wait)?;
            if access.fresh {
                folder::is_ours(&inner)?;
            } else {
                folder::find(&inner, own, told, &shard.range(own.replications))?;
            }
        }
        Ok(())
    };
    let (hold, ()) = Hold::take(out, access.wait, look)?;
    if access.fresh {
        let there = BenchmarkPlan::read(out).ok().flatten();
        let gone = there.iter().flat_map(BenchmarkPlan::scenarios);
        folder::clear_suite(out, gone.filter(|name| !plan.suite.scenario.contains_key(*name)))?;
    }
    Ok(hold)
}

/// Joins the shards of a benchmark: those of each scenario, then the leaderboard. All of them are looked through before
/// anything is written.
///
/// # Errors
/// When a shard is missing, unfinished, or of another benchmark.
pub(super) fn merge_suites(
    plan: &BenchmarkPlan,
    shards: &[PathBuf],
    out: &Path,
    access: Access,
    output: &Output,
) -> Result<(), CliError> {
    let command_line = command_line();
    let mut whole = Vec::new();
    for name in plan.scenarios() {
        let parts: Vec<PathBuf> = shards.iter().map(|shard| shard.join(name)).collect();
        whole.push((name, Shards::look_through(&parts, access.wait)?));
    }
    heed(out)?;
    let plans = || whole.iter().map(|(name, shards)| (*name, shards.plan()));
    let _hold = take_suite(plan, plans, out, None, (Shard::WHOLE, access))?;
    plan.write(out).map_err(failed)?;
    let mut compared = Vec::new();
    for (name, shards) in whole {
        let inner = out.join(name);
        heed(&inner)?;
        let mut results = join_shards(shards, &inner, access, &command_line)?;
        compared.push((name.to_owned(), conclude_comparison(&mut results, output)?));
    }
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
    say_drawn(&rebuild(out)?, output);
    if output.json {
        return output.print_json(&found);
    }
    print_leaderboard(&found, out, output)
}
