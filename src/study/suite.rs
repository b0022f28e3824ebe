//! Policies on every scenario of a suite: a comparison for each in a folder of its own, then one leaderboard. Run, merged
//! from shards, or run again.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::analysed::Pages;
use super::error::StudyError;
use super::experiment::Study;
use super::monitor::{Monitor, Note};
use super::plans::{AS_WRITTEN, policy_variants};
use super::prepared::Prepared;
use super::results::StudyResults;
use super::run::{Setup, Simulated};
use super::suite_file::SuiteFile;
use crate::analysis::NotAnalysable;
use crate::analysis::benchmark::{Benchmark, BenchmarkPlan, Suite, SuiteScenario, benchmark, write_benchmark};
use crate::analysis::compare::Comparison;
use crate::experiment::{Design, Plan, Question, Shard};
#[cfg(feature = "report")]
use crate::report::folder::draw_benchmark;
use crate::result::folder::{self, FolderError};
use crate::result::{Hold, Manifest, Results, Shards, join_shards};
use crate::scenario::{Problems, Reach, nearest};

/// The scenarios of a suite by name, each with its experiment.
pub type PreparedSuite = Vec<(String, Prepared)>;

/// How the run of a suite ended.
#[derive(Debug)]
pub enum SuiteEnded {
    /// All is done: the leaderboard.
    Whole(Box<Benchmark>),
    /// A shard of each scenario is done, in its folder.
    Shards(Vec<(PathBuf, Box<Manifest>)>),
}

/// The comparisons of a suite's plan, all of them checked; `file` is the suite's own, in which mistakes are told.
///
/// # Errors
/// All that is wrong with scenarios, policies or metrics.
pub fn prepare_suite(plan: &BenchmarkPlan, file: &Path, reach: Reach) -> Result<PreparedSuite, StudyError> {
    let told_in = SuiteFile::read(file);
    told_in.check_paths(&plan.suite)?;
    let (mut prepared, mut wrong) = (PreparedSuite::new(), Vec::new());
    for (name, scenario) in &plan.suite.scenario {
        match prepare_scenario(plan, scenario, reach) {
            Ok(one) => prepared.push((name.clone(), one)),
            Err(StudyError::Problems(problems)) => wrong.push(told_in.told(problems, name)),
            Err(other) => return Err(other),
        }
    }
    if !wrong.is_empty() {
        return Err(StudyError::Problems(Problems::of_all(wrong)));
    }
    check_metrics(&plan.suite, &prepared, &told_in)?;
    Ok(prepared)
}

/// Makes sure that some scenario reports each metric that the suite names.
fn check_metrics(suite: &Suite, prepared: &PreparedSuite, file: &SuiteFile) -> Result<(), StudyError> {
    let metrics = prepared.iter().flat_map(|(_, prepared)| prepared.metrics());
    let reported: BTreeSet<String> = metrics.map(|metric| metric.id.clone().into_owned()).collect();
    let of_lists = suite.metrics.iter().map(|id| ("metrics", id));
    let named = of_lists.chain([("benefit", &suite.benefit), ("cost", &suite.cost)]);
    let unknown = named.filter(|(_, id)| !id.is_empty() && !reported.contains(*id)).map(|(key, id)| {
        let near = nearest(id, reported.iter().map(String::as_str));
        let remedy =
            near.map_or_else(|| "`panj explain metrics` lists them".to_owned(), |near| format!("did you mean {near}?"));
        (key, id.as_str(), remedy)
    });
    file.check_metrics(unknown.collect())
}

/// The comparison of all policies in one scenario, checked.
fn prepare_scenario(benchmark: &BenchmarkPlan, scenario: &SuiteScenario, reach: Reach) -> Result<Prepared, StudyError> {
    let suite = &benchmark.suite;
    let files: Vec<PathBuf> = suite.policy_files.iter().chain(&benchmark.policy_files).cloned().collect();
    let open = |files: &[PathBuf]| Study::open_with(&scenario.path, files, reach);
    let (all, own, of_suite) = (open(&files)?, open(&[])?, open(&suite.policy_files)?);
    let added = all.policies().filter(|name| own.policies().all(|there| there != *name));
    // Policies of a researcher's own file compete in any case; the suite may choose among the others.
    let is_own = |name: &str| of_suite.policies().all(|there| there != name);
    let chosen =
        |name: &&str| suite.policies.is_empty() || suite.policies.iter().any(|one| one == name) || is_own(name);
    let mut names: Vec<String> = added.filter(chosen).map(str::to_owned).collect();
    let further: Vec<String> = suite.policies.iter().filter(|name| !names.contains(name)).cloned().collect();
    names.extend(further);
    if names.is_empty() {
        return Err(StudyError::NoPolicies);
    }
    let variants = policy_variants(&all.source, &names, AS_WRITTEN, &scenario.assignments());
    let question = Question { baseline: AS_WRITTEN.to_owned(), divergence: 0, ..Question::default() };
    let plan = Plan {
        seed: benchmark.seed,
        replications: benchmark.replications,
        ..Plan::new(all.input, Design::Compare { analysis: question.clone() }, variants)
    };
    let mut prepared = Prepared::new(&all.source, plan)?;
    if !suite.metrics.is_empty() {
        let reported = prepared.metrics();
        let asked = suite.metrics.iter().chain([&suite.benefit, &suite.cost]);
        let asked: BTreeSet<&String> = asked.filter(|id| reported.iter().any(|m| m.id == **id)).collect();
        let metrics = asked.into_iter().cloned().collect();
        prepared.plan.design = Design::Compare { analysis: Question { metrics, ..question } };
    }
    Ok(prepared)
}

/// Runs the comparisons of a suite in a folder and puts them together; a shard of it is only run.
///
/// # Errors
/// Why a comparison could not be done, or that it was stopped.
pub fn run_suite(
    plan: &BenchmarkPlan,
    prepared: PreparedSuite,
    out: &Path,
    setup: &Setup,
    monitor: &dyn Monitor,
) -> Result<SuiteEnded, StudyError> {
    let mut simulators = Vec::new();
    for (_, prepared) in &prepared {
        prepared.check()?;
        simulators.push(prepared.simulator()?);
    }
    monitor.begins(out)?;
    let shard = setup.shard.unwrap_or(Shard::WHOLE);
    let told = (shard.of() > 1).then(|| shard.to_string());
    let plans: Vec<(&str, &Plan)> = prepared.iter().map(|(name, prepared)| (name.as_str(), &prepared.plan)).collect();
    let _hold = take_suite(plan, &plans, out, told.as_deref(), setup)?;
    plan.write(out)?;
    let (mut compared, mut shards) = (Vec::new(), Vec::new());
    for ((name, prepared), simulator) in prepared.into_iter().zip(&simulators) {
        let summary = plan.suite.scenario.get(&name).map(|scenario| scenario.summary.as_str()).unwrap_or_default();
        monitor.note(&Note::Scenario(&name, summary));
        let own = Setup { folder: Some(out.join(&name)), ..setup.clone() };
        match prepared.simulate(simulator, &own, false, monitor)? {
            Simulated::Whole(results) => compared.push((name, comparison_of(*results, Some(prepared), monitor)?)),
            Simulated::Shard(folder, manifest) => shards.push((folder, manifest)),
        }
    }
    if setup.shard.is_some() {
        return Ok(SuiteEnded::Shards(shards));
    }
    Ok(SuiteEnded::Whole(Box::new(put_together(plan, &compared, (out, setup.pages), monitor)?)))
}

/// Takes hold of a benchmark's folder, if it and the folders of all its scenarios may be used; with `fresh`, throws away
/// what an earlier benchmark has left beside them.
fn take_suite(
    plan: &BenchmarkPlan,
    plans: &[(&str, &Plan)],
    out: &Path,
    told: Option<&str>,
    setup: &Setup,
) -> Result<Hold, StudyError> {
    let (shard, access) = (setup.shard.unwrap_or(Shard::WHOLE), setup.access);
    let look = || {
        plan.may_use(out, access.fresh)?;
        for (name, own) in plans {
            let inner = out.join(name);
            if inner.is_symlink() {
                return Err(FolderError::Link { path: inner });
            }
            Hold::share(&inner, access.wait)?;
            if access.fresh {
                folder::is_ours(&inner)?;
            } else {
                folder::find(&inner, own, told, &shard.part(own))?;
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
pub fn merge_suites(
    plan: &BenchmarkPlan,
    shards: &[PathBuf],
    out: &Path,
    setup: &Setup,
    monitor: &dyn Monitor,
) -> Result<Benchmark, StudyError> {
    let mut whole = Vec::new();
    for name in plan.scenarios() {
        let parts: Vec<PathBuf> = shards.iter().map(|shard| shard.join(name)).collect();
        whole.push((name, Shards::look_through(&parts, &out.join(name), setup.access.wait)?));
    }
    monitor.begins(out)?;
    let plans: Vec<(&str, &Plan)> = whole.iter().map(|(name, shards)| (*name, shards.plan())).collect();
    let _hold = take_suite(plan, &plans, out, None, &Setup { shard: None, ..setup.clone() })?;
    plan.write(out)?;
    let mut compared = Vec::new();
    for (name, shards) in whole {
        let inner = out.join(name);
        monitor.begins(&inner)?;
        let results = join_shards(shards, &inner, setup.access, &setup.command_line)?;
        compared.push((name.to_owned(), comparison_of(results, None, monitor)?));
    }
    put_together(plan, &compared, (out, setup.pages), monitor)
}

/// The benchmark of a result folder again, its scenarios as their own plans say.
///
/// # Errors
/// When a plan cannot be read, or its scenario is not what it was.
pub fn rerun_suite(
    plan: &BenchmarkPlan,
    folder: &Path,
    out: &Path,
    (setup, reach): (&Setup, Reach),
    monitor: &dyn Monitor,
) -> Result<SuiteEnded, StudyError> {
    let mut prepared = Vec::new();
    for name in plan.scenarios() {
        prepared.push((name.to_owned(), Prepared::again(Plan::read(&folder.join(name))?, reach)?));
    }
    run_suite(plan, prepared, out, setup, monitor)
}

/// The comparison of one scenario's results, written beside them without charts.
fn comparison_of(
    results: Results,
    prepared: Option<Prepared>,
    monitor: &dyn Monitor,
) -> Result<Comparison, StudyError> {
    let concluded = StudyResults::conclude(results, prepared, Pages::None, monitor)?;
    Ok(concluded.comparison().cloned().ok_or(NotAnalysable::NoComparison)?)
}

#[cfg_attr(not(feature = "report"), allow(unused_variables))] // nobody is told of a page
fn put_together(
    plan: &BenchmarkPlan,
    compared: &[(String, Comparison)],
    (out, pages): (&Path, Pages),
    monitor: &dyn Monitor,
) -> Result<Benchmark, StudyError> {
    let mut policies: Vec<String> = Vec::new();
    for name in compared.iter().flat_map(|(_, comparison)| &comparison.policies) {
        if !policies.contains(name) {
            policies.push(name.clone());
        }
    }
    let found = benchmark(&plan.suite, &policies, compared);
    write_benchmark(out, &found)?;
    #[cfg(feature = "report")]
    if pages != Pages::None {
        monitor.note(&Note::Drawn(&draw_benchmark(out, pages == Pages::All)?));
    }
    Ok(found)
}
