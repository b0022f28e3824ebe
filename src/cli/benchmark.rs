//! `panj benchmark`: policies on every scenario of a suite.

use std::collections::BTreeSet;
use std::path::PathBuf;

use clap::Args;

use super::compare::policy_variants;
use super::error::CliError;
use super::experiment_options::{MachineOptions, ReachOptions, scenario_name};
use super::output::Output;
use super::preparing::{Prepared, prepare, scenario_input};
use super::suite_file::SuiteFile;
use super::suite_results::{PreparedSuite, run_suite};
use crate::analysis::benchmark::{BenchmarkPlan, Suite, SuiteError, SuiteScenario};
use crate::experiment::{Design, Plan, Question};
use crate::outcome::Watch;
use crate::scenario::Problems;
use crate::scenario::limits::MOST_REPLICATIONS;

/// Arguments of `panj benchmark`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  panj benchmark benchmarks/suite.toml -n 500
  panj benchmark benchmarks/suite.toml --policy-file mine.toml --metrics decision_days,too_late
  panj benchmark benchmarks/suite.toml -n 4000 --shard 1/4 --out part-1      (then: panj merge part-* --out all)

Writes leaderboard.csv, leaderboard.json, leaderboard.md, cells.csv, pareto.csv, charts, report.html,
and a comparison for each scenario.")]
pub(super) struct Benchmark {
    /// Suite file
    #[arg(value_name = "SUITE.toml")]
    suite: PathBuf,
    /// Further file with [policy.NAME] tables, which compete too (repeatable)
    #[arg(long = "policy-file", value_name = "FILE")]
    policy_files: Vec<PathBuf>,
    /// Metrics that count [default: those of the suite]
    #[arg(long, value_name = "METRIC,...", value_delimiter = ',')]
    metrics: Vec<String>,
    /// Worlds in each scenario [default: that of the suite, or 200]
    #[arg(short = 'n', long, value_name = "N", value_parser = clap::value_parser!(u64).range(2..=MOST_REPLICATIONS))]
    replications: Option<u64>,
    /// Seed of the random worlds
    #[arg(long, value_name = "SEED", default_value_t = 1)]
    seed: u64,
    /// Result folder [default: output/SUITE-benchmark]
    #[arg(short, long, value_name = "DIR")]
    out: Option<PathBuf>,
    #[command(flatten)]
    machine: MachineOptions,
}

impl Benchmark {
    /// Runs the command.
    ///
    /// # Errors
    /// [`CliError`].
    pub(super) fn execute(&self, output: &Output) -> Result<(), CliError> {
        let mut suite = Suite::read(&self.suite).map_err(|error| match error {
            SuiteError::NotASuite { path, source } => CliError::of_toml(&path, &source),
            other => CliError::Input(other.to_string()),
        })?;
        if !self.metrics.is_empty() {
            suite.metrics.clone_from(&self.metrics);
        }
        let plan = BenchmarkPlan {
            panj: env!("CARGO_PKG_VERSION").to_owned(),
            seed: self.seed,
            replications: self.replications.or(suite.replications).unwrap_or(200),
            policy_files: self.policy_files.clone(),
            suite,
        };
        let told_in = SuiteFile::read(&self.suite);
        told_in.check_paths(&plan.suite)?;
        let (mut prepared, mut wrong) = (PreparedSuite::new(), Vec::new());
        for (name, scenario) in &plan.suite.scenario {
            match prepare_scenario(&plan, scenario, self.machine.reach) {
                Ok(one) => prepared.push((name.clone(), one)),
                Err(CliError::Problems(problems)) => wrong.push(told_in.told(problems, name)),
                Err(other) => return Err(other),
            }
        }
        if !wrong.is_empty() {
            return Err(CliError::Problems(Problems::of_all(wrong)));
        }
        check_suite_metrics(&plan.suite, &prepared, &told_in)?;
        run_suite(&plan, &prepared, &self.folder(), &self.machine, output)
    }

    /// The result folder: the one given, or one named after the suite below `output/`.
    fn folder(&self) -> PathBuf {
        self.out.clone().unwrap_or_else(|| {
            let shard = self.machine.shard.map(|s| format!("-shard-{}-of-{}", s.number(), s.of())).unwrap_or_default();
            PathBuf::from("output").join(format!("{}-benchmark{shard}", scenario_name(&self.suite)))
        })
    }
}

/// Makes sure that some scenario reports each metric that the suite names.
///
/// # Errors
/// All that none does.
fn check_suite_metrics(suite: &Suite, prepared: &PreparedSuite, file: &SuiteFile) -> Result<(), CliError> {
    let scenarios = prepared.iter().filter_map(|(_, prepared)| prepared.scenarios.first());
    let reported: BTreeSet<String> =
        scenarios.flat_map(|scenario| Watch::metrics(scenario)).map(|metric| metric.id.into_owned()).collect();
    let of_lists = suite.metrics.iter().map(|id| ("metrics", id));
    let named = of_lists.chain([("benefit", &suite.benefit), ("cost", &suite.cost)]);
    let unknown = named.filter(|(_, id)| !id.is_empty() && !reported.contains(*id)).map(|(key, id)| {
        let near = reported.iter().min_by_key(|there| strsim::damerau_levenshtein(there, id));
        (key, id.as_str(), near.map(|near| format!("did you mean {near}?")).unwrap_or_default())
    });
    file.check_metrics(unknown.collect())
}

/// The comparison of all policies in one scenario, checked.
///
/// # Errors
/// All that is wrong with the scenario, the policies or the metrics.
fn prepare_scenario(
    benchmark: &BenchmarkPlan,
    scenario: &SuiteScenario,
    reach: ReachOptions,
) -> Result<Prepared, CliError> {
    let suite = &benchmark.suite;
    let files: Vec<PathBuf> = suite.policy_files.iter().chain(&benchmark.policy_files).cloned().collect();
    let (source, input) = scenario_input(&scenario.path, &files, reach)?;
    let own = scenario_input(&scenario.path, &[], reach)?.0;
    let added = source.policies().iter().map(|policy| policy.name.clone());
    let added = added.filter(|name| own.policies().iter().all(|there| there.name != *name));
    // Policies of a researcher's own file compete in any case; the suite may choose among the others.
    let of_suite = scenario_input(&scenario.path, &suite.policy_files, reach)?.0;
    let is_own = |name: &String| of_suite.policies().iter().all(|there| there.name != *name);
    let chosen = |name: &String| suite.policies.is_empty() || suite.policies.contains(name) || is_own(name);
    let mut names: Vec<String> = added.filter(chosen).collect();
    names.extend(suite.policies.iter().filter(|name| !names.contains(name)).cloned().collect::<Vec<_>>());
    if names.is_empty() {
        return Err(CliError::Input("the suite has no policies: name policy_files in it".to_owned()));
    }
    let baseline = "baseline";
    let mut plan = Plan {
        panj: env!("CARGO_PKG_VERSION").to_owned(),
        seed: benchmark.seed,
        replications: benchmark.replications,
        until: Vec::new(),
        format: "parquet".to_owned(),
        scenario: input,
        design: Design::Compare { analysis: Question::default() },
        draws: None,
        variant: policy_variants(&source, &names, baseline, &scenario.assignments()),
    };
    let prepared = prepare(&source, plan.clone())?;
    let reported = prepared.scenarios.first().map(|scenario| Watch::metrics(scenario)).unwrap_or_default();
    let asked = suite.metrics.iter().chain([&suite.benefit, &suite.cost]);
    let mut metrics: Vec<String> = asked.filter(|id| reported.iter().any(|m| m.id == **id)).cloned().collect();
    metrics.sort();
    metrics.dedup();
    if suite.metrics.is_empty() {
        metrics.clear();
    }
    let question = Question { baseline: baseline.to_owned(), metrics, parting: 0, ..Question::default() };
    plan.design = Design::Compare { analysis: question };
    prepare(&source, plan)
}
