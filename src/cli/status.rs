//! `panj status`: how far the experiments of result folders are.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::PathBuf;

use clap::Args;
use serde_json::json;

use super::error::CliError;
use super::numbers::{counted, duration, grouped, percent};
use super::output::Output;
use crate::analysis::benchmark::BenchmarkPlan;
use crate::experiment::Shard;
use crate::result::{FolderStatus, Stage};

/// Arguments of `panj status`.
#[derive(Debug, Args)]
#[command(after_help = "\
Example: how far the shards of an experiment are
  panj status output/part-*")]
pub(super) struct Status {
    /// Result folders
    #[arg(value_name = "DIR", required = true)]
    folders: Vec<PathBuf>,
}

impl Status {
    /// Runs the command.
    ///
    /// # Errors
    /// When a folder holds something else.
    pub(super) fn execute(&self, output: &Output) -> Result<(), CliError> {
        let mut all = Vec::new();
        for folder in &self.folders {
            // A benchmark has a folder for each scenario.
            match BenchmarkPlan::read(folder).ok().flatten() {
                Some(suite) => {
                    for name in suite.scenarios() {
                        all.push(FolderStatus::of(&folder.join(name))?);
                    }
                }
                None => all.push(FolderStatus::of(folder)?),
            }
        }
        let missing = missing(&all);
        let (done, of) =
            all.iter().fold((0_u64, 0_u64), |(done, of), one| (done + one.done, of.saturating_add(one.of)));
        if output.json {
            return output.print_json(&json!({ "folders": all, "done": done, "of": of, "missing_shards": missing }));
        }
        let width = all.iter().map(|one| one.folder.display().to_string().chars().count()).max().unwrap_or(0);
        let mut text = String::new();
        for one in &all {
            let folder = one.folder.display().to_string();
            _ = writeln!(text, "{folder:width$}  {}", line(one));
        }
        if all.len() > 1 {
            let count = |stage| all.iter().filter(|one| one.stage == stage).count() as u64;
            let stages = [(Stage::Finished, "finished"), (Stage::Running, "running"), (Stage::Stopped, "stopped")];
            let told: Vec<String> = stages.map(|(stage, word)| format!("{} {word}", grouped(count(stage)))).into();
            let share = if of > 0 { format!(" ({})", percent(done as f64 / of as f64)) } else { String::new() };
            let folders = counted(all.len() as u64, "folder", "folders");
            _ = writeln!(
                text,
                "{folders}: {}; {} of {} replications{share}",
                told.join(", "),
                grouped(done),
                grouped(of)
            );
        }
        if !missing.is_empty() {
            let numbers: Vec<String> = missing.iter().map(u64::to_string).collect();
            _ = writeln!(text, "shards that are not finished: {}", numbers.join(", "));
        }
        output.print(&text)
    }
}

/// What is told of a folder.
fn line(one: &FolderStatus) -> String {
    let stage = match one.stage {
        Stage::Finished => "finished",
        Stage::Running => "running",
        Stage::Stopped => "stopped",
        Stage::Empty if one.folder.exists() => return "nothing yet".to_owned(),
        Stage::Empty => return "nothing yet: there is no such folder".to_owned(),
    };
    let shard = one.shard.as_ref().map(|shard| format!(" shard {shard},")).unwrap_or_default();
    let share = match one.of {
        0 => String::new(),
        of => format!(" ({})", percent(one.done as f64 / of as f64)),
    };
    let of = if one.of > 0 { format!(" of {}", grouped(one.of)) } else { String::new() };
    let failed = if one.failed > 0 { format!(", {} failed", grouped(one.failed)) } else { String::new() };
    let idle = one.idle.map(|seconds| format!(", last kept {} ago", duration(seconds as f64))).unwrap_or_default();
    format!("{stage:8}  {},{shard} {}{of} replications{share}{failed}{idle}", one.command, grouped(one.done))
}

/// Numbers of the shards that no folder has finished, where some have.
fn missing(all: &[FolderStatus]) -> Vec<u64> {
    let shards: Vec<Shard> = all.iter().filter_map(|one| one.shard.as_ref()?.parse().ok()).collect();
    let there: BTreeSet<u64> = shards.iter().map(|shard| shard.number()).collect();
    let of = shards.first().map_or(0, |shard| shard.of());
    (1..=of).filter(|number| !there.contains(number)).collect()
}
