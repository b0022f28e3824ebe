//! `panj completions`: what makes a shell complete commands, options, and the values that a scenario gives: its policies, the paths of
//! its parameters, its metrics.
//!
//! The script that a shell runs calls the program itself (`COMPLETE=bash panj -- ...`), which reads the scenario that is named on the line.

use std::path::Path;

use clap::{Arg, Args, Command, CommandFactory};
use clap_complete::Shell;
use clap_complete::engine::{ArgValueCandidates, CompletionCandidate};
use clap_complete::env::{CompleteEnv, Shells};

use super::arguments::Arguments;
use super::error::CliError;
use super::output::Output;
use crate::outcome::Collector;
use crate::scenario::{Overlay, ScenarioSource, shipped_scenarios};

/// The variable by which a shell asks for completions.
const VARIABLE: &str = "COMPLETE";

/// Arguments of `panj completions`.
#[derive(Debug, Args)]
#[command(after_help = "Example: panj completions bash > ~/.local/share/bash-completion/completions/panj")]
pub(super) struct Completions {
    /// Which shell
    shell: Shell,
}

impl Completions {
    /// Runs the command.
    ///
    /// # Errors
    /// [`CliError`].
    pub(super) fn execute(&self, output: &Output) -> Result<(), CliError> {
        let mut script = Vec::new();
        let name = self.shell.to_string();
        if let Some(shell) = Shells::builtins().completer(&name) {
            let written = shell.write_registration(VARIABLE, "panj", "panj", "panj", &mut script);
            written.map_err(|error| CliError::Failed(error.to_string()))?;
        }
        output.print(&String::from_utf8_lossy(&script))
    }
}

/// Answers a shell that asks for completions, and ends the process; goes on if none does.
pub(super) fn answer() {
    CompleteEnv::with_factory(commands).var(VARIABLE).complete();
}

/// The commands, with what completes the values of their arguments.
fn commands() -> Command {
    let complete = |arg: Arg| match (arg.get_long(), arg.get_id().as_str()) {
        (Some("policy" | "policies" | "baseline"), _) => arg.add(ArgValueCandidates::new(policies)),
        (Some("set" | "factor" | "grid" | "change"), _) => arg.add(ArgValueCandidates::new(paths)),
        (Some("metric" | "metrics" | "goal" | "until"), _) => arg.add(ArgValueCandidates::new(metrics)),
        (None, "scenario") => arg.add(ArgValueCandidates::new(scenarios)),
        _ => arg,
    };
    Arguments::command().mut_subcommands(|command| command.mut_args(complete))
}

/// The scenario that is named on the line.
fn scenario() -> Option<ScenarioSource> {
    let words = std::env::args_os().skip_while(|word| word != "--").skip(1);
    words.filter_map(|word| word.into_string().ok()).find_map(|word| ScenarioSource::open(Path::new(&word)).ok())
}

fn policies() -> Vec<CompletionCandidate> {
    let of = |source: ScenarioSource| -> Vec<_> {
        let candidate = |(name, summary): (&str, &str)| {
            CompletionCandidate::new(name.to_owned()).help(Some(summary.to_owned().into()))
        };
        source.policies().iter().map(|policy| candidate((&policy.name, &policy.summary))).collect()
    };
    scenario().map(of).unwrap_or_default()
}

fn paths() -> Vec<CompletionCandidate> {
    let of = |source: ScenarioSource| -> Vec<_> {
        let values = source.resolved_values(&Overlay::none()).unwrap_or_default();
        values.into_iter().map(|value| CompletionCandidate::new(format!("{}=", value.path))).collect()
    };
    scenario().map(of).unwrap_or_default()
}

fn metrics() -> Vec<CompletionCandidate> {
    let scenario = scenario().and_then(|source| source.resolve(&Overlay::none()).ok());
    let all = scenario.map(|scenario| Collector::metrics(&scenario)).unwrap_or_default();
    let candidate = |metric: crate::outcome::Metric| {
        CompletionCandidate::new(metric.id.to_string()).help(Some(metric.meaning.to_string().into()))
    };
    all.into_iter().map(candidate).collect()
}

/// Scenarios that ship with the program, and folders with a scenario here and one folder below.
fn scenarios() -> Vec<CompletionCandidate> {
    let below = |folder: &Path| -> Vec<String> {
        let entries = folder.read_dir().into_iter().flatten().filter_map(Result::ok);
        let found = entries.map(|entry| entry.path()).filter(|path| path.join("scenario.toml").is_file());
        found.map(|path| path.strip_prefix(".").unwrap_or(&path).display().to_string()).collect()
    };
    let here = below(Path::new(".")).into_iter().chain(below(Path::new("scenarios")));
    shipped_scenarios().map(str::to_owned).chain(here).map(CompletionCandidate::new).collect()
}
