//! What can be typed.

use clap::{Parser, Subcommand};

use super::output::GlobalOptions;
use super::{
    alliances, audit, benchmark, calibrate, check, compare, completions, discover, explain, forecast, generate, man,
    merge, new, plot, report, rerun, run, scenarios, schema, sensitivity, status, sweep, trace, verify,
};

/// Simulates border crises and the response of an alliance, thousands of times, and says what came out.
#[derive(Debug, Parser)]
#[command(
    name = "panj",
    version,
    propagate_version = true,
    after_help = "Example: panj run scenarios/tajik-afghan-2021 -n 2000\n\n\
                  Exit codes: 0 done, 1 the run failed, 2 wrong input, 75 the result folder is in use (try again), \
                  130 stopped by Ctrl-C with what was done kept."
)]
pub(super) struct Arguments {
    /// Options of every command.
    #[command(flatten)]
    pub(super) global: GlobalOptions,
    /// The command.
    #[command(subcommand)]
    pub(super) command: Command,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Run one policy many times: outcomes, daily series, summary
    Run(run::Run),
    /// Compare policies in the same worlds
    Compare(compare::Compare),
    /// Run a design of parameters, dates and policies: grid, Latin hypercube, Sobol' sequence
    Sweep(sweep::Sweep),
    /// Find what drives each outcome: Morris's screening, Sobol' indices
    Sensitivity(sensitivity::Sensitivity),
    /// Find what the answers hang on: the values of assumptions at which they turn, what does nothing
    Audit(audit::Audit),
    /// Find what would have changed an answer: the smallest sets of policies and values
    Discover(discover::Discover),
    /// Run policies on every scenario of a suite: ranks, regret, one leaderboard
    Benchmark(benchmark::Benchmark),
    /// Run a saved plan again, exactly
    Rerun(rerun::Rerun),
    /// Join shards into one result folder
    Merge(merge::Merge),
    /// Show how far the experiments of result folders are, such as the shards of one
    Status(status::Status),
    /// Tell one replication in plain words, or one world under two policies
    Trace(trace::Trace),
    /// Redraw charts and report from a result folder, or hold two folders against each other
    Report(report::Report),
    /// Draw one chart of a result folder for a paper: SVG, PDF or PNG of a size, with its numbers beside it
    Plot(plot::Plot),
    /// Show what alliances did when they were called, and how well that can be forecast
    Alliances(alliances::Alliances),
    /// Estimate parameters of the war from the record of dated falls
    Calibrate(calibrate::Calibrate),
    /// Forecast single districts and counts as of a day, from the record up to it
    Forecast(forecast::MakeForecast),
    /// Score forecasts against what the record shows later, beside the simplest ones
    Score(forecast::Score),
    /// Check a scenario and show its parameters as resolved
    Check(check::Check),
    /// Say what a parameter means: unit, range, default, source
    Explain(explain::Explain),
    /// List the scenarios that ship with the program and run by name in any folder
    Scenarios(scenarios::Scenarios),
    /// Write a commented starter scenario that runs
    New(new::New),
    /// Make a scenario from districts' polygons: Shapefile or GeoJSON
    #[cfg(feature = "import")]
    Import(Box<super::import::Import>),
    /// Write an invented scenario of any size, for tests of speed and scale
    Generate(generate::Generate),
    /// Hold the program against cases with known answers
    Verify(verify::Verify),
    /// Print the format of scenario.toml as JSON Schema, for editors
    Schema(schema::Schema),
    /// Print a shell's completion script
    Completions(completions::Completions),
    /// Write man pages of all commands
    Man(man::Man),
}
