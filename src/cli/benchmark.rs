//! `panj benchmark`: policies on every scenario of a suite.

use std::path::PathBuf;

use clap::Args;

use super::compare::{as_table, policy_variants};
use super::concluding::{conclude_comparison, failed};
use super::conducting::conduct_prepared;
use super::error::CliError;
use super::experiment_options::{MachineOptions, scenario_name};
use super::numbers::{grouped, probability, short};
use super::output::Output;
use super::preparing::{prepare, scenario_input};
use super::results_table::section;
use crate::analysis::benchmark::{Benchmark as Found, Place, Suite, SuiteScenario, benchmark, write_benchmark};
use crate::analysis::compare::{Comparison, Question};
use crate::experiment::Plan;
use crate::outcome::Watch;

/// Arguments of `panj benchmark`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  panj benchmark benchmarks/suite.toml -n 500
  panj benchmark benchmarks/suite.toml --policy-file mine.toml --metrics decision_days,too_late

Writes leaderboard.csv, leaderboard.json, leaderboard.md, cells.csv, pareto.csv, and a comparison for each scenario.")]
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
    #[arg(short = 'n', long, value_name = "N", value_parser = clap::value_parser!(u64).range(2..))]
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
        if self.machine.shard.is_some() {
            return Err(CliError::Input("a benchmark has no shards: run its scenarios by `panj compare`".to_owned()));
        }
        let mut suite = Suite::read(&self.suite).map_err(|error| CliError::Input(error.to_string()))?;
        if !self.metrics.is_empty() {
            suite.metrics.clone_from(&self.metrics);
        }
        let out = self
            .out
            .clone()
            .unwrap_or_else(|| PathBuf::from("output").join(format!("{}-benchmark", scenario_name(&self.suite))));
        let mut compared = Vec::new();
        for (name, scenario) in &suite.scenario {
            output.note(&format!("{name}: {}", scenario.summary));
            compared.push((name.clone(), self.compare_in(scenario, &suite, &out.join(name), output)?));
        }
        let mut policies: Vec<String> = Vec::new();
        for name in compared.iter().flat_map(|(_, comparison): &(String, Comparison)| &comparison.policies) {
            if !policies.contains(name) {
                policies.push(name.clone());
            }
        }
        let found = benchmark(&suite, &policies, &compared);
        write_benchmark(&out, &found).map_err(failed)?;
        if output.json {
            return output.print_json(&found);
        }
        print_leaderboard(&found, &out, output)
    }

    /// Compares all policies in one scenario.
    fn compare_in(
        &self,
        scenario: &SuiteScenario,
        suite: &Suite,
        out: &std::path::Path,
        output: &Output,
    ) -> Result<Comparison, CliError> {
        let files: Vec<PathBuf> = suite.policy_files.iter().chain(&self.policy_files).cloned().collect();
        let (source, input) = scenario_input(&scenario.path, &files)?;
        let own = scenario_input(&scenario.path, &[])?.0;
        let added = source.policies().iter().map(|policy| policy.name.clone());
        let added = added.filter(|name| own.policies().iter().all(|there| there.name != *name));
        // Policies of a researcher's own file compete in any case; the suite may choose among the others.
        let of_suite = scenario_input(&scenario.path, &suite.policy_files)?.0;
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
            command: "compare".to_owned(),
            seed: self.seed,
            replications: self.replications.or(suite.replications).unwrap_or(200),
            until: Vec::new(),
            format: "parquet".to_owned(),
            scenario: input,
            design: toml::Table::new(),
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
        plan.design.insert("analysis".to_owned(), as_table(&question)?);
        let prepared = prepare(&source, plan)?;
        let results = conduct_prepared(&prepared.simulator()?, &prepared, out, &self.machine, false, output)?;
        let Some(mut results) = results else { unreachable!("shards are refused") };
        results.manifest.plan.design.clone_from(&prepared.plan.design);
        conclude_comparison(&mut results, output)
    }
}

fn print_leaderboard(found: &Found, out: &std::path::Path, output: &Output) -> Result<(), CliError> {
    let bold = if output.color { ("\x1b[1m", "\x1b[0m") } else { ("", "") };
    let mut text = format!(
        "{}{}{}\n{} scenarios, {} worlds in each, seed {}\n",
        bold.0,
        found.title,
        bold.1,
        found.scenarios.len(),
        grouped(found.replications),
        found.seed
    );
    let row = |place: &Place| {
        vec![
            place.policy.clone(),
            short(place.mean_rank),
            format!("{} to {}", short(place.rank_low), short(place.rank_high)),
            format!("{} of {}", place.may_be_best, place.cells),
            probability(place.mean_regret),
            probability(place.max_regret),
            place.worst_cell.clone(),
            format!("{} of {}", place.on_front, found.scenarios.len()),
        ]
    };
    let rows: Vec<Vec<String>> = found.leaderboard.iter().map(row).collect();
    let heads = ["mean rank", "95 % interval", "may be best", "mean regret", "max regret", "worst in", "Pareto"];
    section(&mut text, "policy", &heads, &rows, bold);
    text.push_str(&format!("\nResults: {}\n", out.display()));
    output.print(&text)
}
