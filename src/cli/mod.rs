//! The command line: a file for each command, arguments and wording only.
//!
//! Results go to standard output as short tables, or as JSON with `--json`; progress, cautions and errors go to standard
//! error. Exit codes: 0 done (or the reader closed the pipe), 1 the run failed, 2 wrong input, 75 the result folder is in
//! use (try again), 130 stopped by Ctrl-C with what was done kept.

mod alliances;
mod arguments;
mod audit;
mod audit_table;
mod benchmark;
mod calibrate;
mod calibrate_simulated;
mod check;
mod compare;
mod comparison_table;
mod completions;
mod discover;
mod discovery_table;
mod divergence_table;
mod error;
mod experiment_options;
mod explain;
mod forecast;
mod formats;
mod generate;
#[cfg(feature = "import")]
mod import;
mod index;
mod interrupt;
mod leaderboard;
mod man;
mod merge;
mod metrics_catalogue;
mod new;
mod outcome;
mod output;
mod plot;
mod progress;
mod report;
mod rerun;
mod results_table;
mod run;
mod scenarios;
mod schema;
mod screen;
mod sensitivity;
mod sensitivity_table;
mod status;
mod sweep;
mod sweep_table;
mod terminal;
mod threads;
mod trace;
mod typed;
mod uncertainty_options;
mod uncertainty_table;
mod verify;

use std::ffi::OsString;
use std::io::{self, Write};
use std::process::ExitCode;

use clap::{Arg, CommandFactory, FromArgMatches};

use arguments::{Arguments, Command};
use error::CliError;
use output::Output;

use crate::number as numbers;

/// Runs the command that the process was started with.
pub fn main() -> ExitCode {
    completions::answer();
    ExitCode::from(run(std::env::args_os().collect()))
}

/// Runs a command by its arguments, the first of which is the program's name; gives the exit code.
pub fn run(typed: Vec<OsString>) -> u8 {
    let arguments = match parsed(&typed) {
        Ok(arguments) => arguments,
        Err(error) => {
            return refused(&error);
        }
    };
    let output = Output::new(&arguments.global);
    let sound = typed::take_arguments(typed).and_then(|()| threads::check_environment());
    match sound.and_then(|()| execute(&arguments.command, &output)) {
        Ok(()) => 0,
        Err(error) => {
            output.error(&error);
            error.exit_code()
        }
    }
}

/// Prints why arguments cannot be read, or help or version, which are results (exit 0).
fn refused(error: &clap::Error) -> u8 {
    if error.use_stderr() {
        // Without colours, since what was typed stands in it and must not colour anything either.
        _ = io::stderr().write_all(crate::scenario::visible(&error.render().to_string()).as_bytes());
        return 2;
    }
    match error.print().and_then(|()| io::stdout().flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            _ = writeln!(io::stderr(), "error: standard output: {error}");
            1
        }
        _ => 0,
    }
}

/// The arguments. A negative number is a value, which the option's own bounds refuse, and not an option of another name.
fn parsed(typed: &[OsString]) -> Result<Arguments, clap::Error> {
    let numbers = |arg: Arg| {
        if arg.is_positional() || !arg.get_action().takes_values() { arg } else { arg.allow_negative_numbers(true) }
    };
    let mut command = Arguments::command().mut_subcommands(|command| command.mut_args(numbers));
    let matches = command.try_get_matches_from_mut(typed)?;
    Arguments::from_arg_matches(&matches).map_err(|error| error.format(&mut command))
}

fn execute(command: &Command, output: &Output) -> Result<(), CliError> {
    match command {
        Command::Run(command) => command.execute(output),
        Command::Alliances(command) => command.execute(output),
        Command::Calibrate(command) => command.execute(output),
        Command::Forecast(command) => command.execute(output),
        Command::Score(command) => command.execute(output),
        Command::Compare(command) => command.execute(output),
        Command::Sweep(command) => command.execute(output),
        Command::Sensitivity(command) => command.execute(output),
        Command::Audit(command) => command.execute(output),
        Command::Discover(command) => command.execute(output),
        Command::Benchmark(command) => command.execute(output),
        Command::Rerun(command) => command.execute(output),
        Command::Merge(command) => command.execute(output),
        Command::Status(command) => command.execute(output),
        Command::Trace(command) => command.execute(output),
        Command::Report(command) => command.execute(output),
        Command::Plot(command) => command.execute(output),
        Command::Check(command) => command.execute(output),
        Command::Explain(command) => command.execute(output),
        Command::Scenarios(command) => command.execute(output),
        Command::New(command) => command.execute(output),
        Command::Generate(command) => command.execute(output),
        #[cfg(feature = "import")]
        Command::Import(command) => command.execute(output),
        Command::Verify(command) => command.execute(output),
        Command::Schema(command) => command.execute(output),
        Command::Completions(command) => command.execute(output),
        Command::Man(command) => command.execute(output),
    }
}
