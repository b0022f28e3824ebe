//! Where a command writes: results to standard output, the rest to standard error. Whatever a text holds, from whatever
//! source, no control character or escape but this module's own colours goes out.

use std::io::{self, ErrorKind, IsTerminal, Write};

use clap::{Args, ValueEnum};
use serde::Serialize;
use serde_json::json;

use super::error::CliError;
use crate::scenario::{Problem, visible, visible_json};

/// Marks of bold text in what is [printed](Output::print): characters of no text, replaced here by a terminal's own.
pub(super) const BOLD: (&str, &str) = ("\u{fdd0}", "\u{fdd1}");

/// Options of every command.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Options of every command")]
pub(super) struct GlobalOptions {
    /// Print results as JSON; `--json=found` without the manifest, which stands in the result folder
    #[arg(long, global = true, value_name = "WHAT", num_args = 0..=1, require_equals = true, default_missing_value = "all")]
    pub(super) json: Option<JsonChoice>,
    /// All that is known in the terminal, instead of one screen of results
    #[arg(long, global = true)]
    pub(super) all: bool,
    /// No progress and no notes, only results and errors
    #[arg(short, long, global = true)]
    pub(super) quiet: bool,
    /// How progress, notes and errors are written to standard error: in words, or as a line of JSON each
    #[arg(long, global = true, value_name = "FORMAT", default_value = "text")]
    pub(super) log_format: LogFormat,
    /// When to use colours (NO_COLOR=1 in the environment also turns them off)
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub(super) color: ColorChoice,
}

/// What of results is printed as JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum JsonChoice {
    /// All of them.
    All,
    /// What was found, without the manifest.
    Found,
}

/// How progress, notes and errors are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum LogFormat {
    /// In words.
    Text,
    /// An object a line, with `event`: progress, note, early, error, stopped.
    Json,
}

/// When to use colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum ColorChoice {
    /// On a terminal, unless NO_COLOR is set.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// Where and how a command writes.
#[derive(Debug, Clone)]
pub(super) struct Output {
    /// Whether results are wanted as JSON.
    pub(super) json: bool,
    /// Whether results in JSON have their manifest.
    pub(super) manifest: bool,
    /// Whether all results are shown instead of one screen.
    pub(super) all: bool,
    /// Metrics of a run that are shown; those of a first page where there are none.
    pub(super) metrics: Vec<String>,
    /// Whether only results and errors are wanted.
    pub(super) quiet: bool,
    /// How progress, notes and errors are written.
    pub(super) log: LogFormat,
    /// Whether standard output takes colours.
    pub(super) color: bool,
    /// Whether standard error takes colours.
    pub(super) error_color: bool,
}

impl Output {
    /// As the options of every command say.
    pub(super) fn new(options: &GlobalOptions) -> Output {
        let no_color = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        let wanted = |terminal: bool| match options.color {
            ColorChoice::Auto => terminal && !no_color,
            ColorChoice::Always => true,
            ColorChoice::Never => false,
        };
        Output {
            json: options.json.is_some(),
            manifest: options.json == Some(JsonChoice::All),
            all: options.all,
            metrics: Vec::new(),
            quiet: options.quiet,
            log: options.log_format,
            color: wanted(io::stdout().is_terminal()),
            error_color: wanted(io::stderr().is_terminal()),
        }
    }

    /// Writes a result; [`BOLD`] is bold where there are colours.
    ///
    /// # Errors
    /// [`CliError::PipeClosed`] when the reader has gone, [`CliError::Failed`] when it cannot be written otherwise.
    pub(super) fn print(&self, text: &str) -> Result<(), CliError> {
        let (bold, off) = if self.color { ("\x1b[1m", "\x1b[0m") } else { ("", "") };
        self.write(&visible(text).replace(BOLD.0, bold).replace(BOLD.1, off))
    }

    fn write(&self, text: &str) -> Result<(), CliError> {
        let mut out = io::stdout().lock();
        out.write_all(text.as_bytes()).and_then(|()| out.flush()).map_err(|error| match error.kind() {
            ErrorKind::BrokenPipe => CliError::PipeClosed,
            _ => CliError::Failed(format!("standard output: {error}")),
        })
    }

    /// Writes a result as JSON.
    ///
    /// # Errors
    /// As [`Output::print`].
    pub(super) fn print_json(&self, value: &impl Serialize) -> Result<(), CliError> {
        let mut text = serde_json::to_string_pretty(value).map_err(|error| CliError::Failed(error.to_string()))?;
        text.push('\n');
        self.write(&visible_json(&text))
    }

    /// Writes lines of JSON.
    ///
    /// # Errors
    /// As [`Output::print`].
    pub(super) fn print_json_lines(&self, text: &str) -> Result<(), CliError> {
        self.write(&visible_json(text))
    }

    /// Writes a note to standard error, unless quiet.
    pub(super) fn write_note(&self, text: &str) {
        if !self.quiet {
            self.log.write("note", text);
        }
    }

    /// Writes an error to standard error.
    pub(super) fn error(&self, error: &CliError) {
        if let (LogFormat::Json, Some(text)) = (self.log, error.text()) {
            let event = if matches!(error, CliError::Stopped(_)) { "stopped" } else { "error" };
            let problems = match error {
                CliError::Problems(problems) => problems.iter().map(told).collect(),
                _ => Vec::new(),
            };
            let code = error.exit_code();
            return write_object(&json!({ "event": event, "text": text, "exit_code": code, "problems": problems }));
        }
        let text = match error {
            CliError::PipeClosed => return,
            CliError::Problems(problems) => problems.render(self.error_color),
            CliError::Input(text) | CliError::Failed(text) | CliError::Busy(text) if self.error_color => {
                format!("\x1b[1;31merror:\x1b[0m {}\n", visible(text))
            }
            CliError::Input(text) | CliError::Failed(text) | CliError::Busy(text) => {
                format!("error: {}\n", visible(text))
            }
            CliError::Stopped(text) => format!("{}\n", visible(text)),
        };
        _ = io::stderr().write_all(text.as_bytes());
    }
}

impl LogFormat {
    /// Writes a line to standard error.
    pub(super) fn write(self, event: &str, text: &str) {
        match self {
            // Nobody is there to be told when standard error is gone.
            LogFormat::Text => _ = writeln!(io::stderr(), "{}", visible(text)),
            LogFormat::Json => write_object(&json!({ "event": event, "text": text })),
        }
    }
}

/// A problem, for programs.
fn told(problem: &Problem) -> serde_json::Value {
    let Problem { file, line, column, key, found, rule, remedy, excerpt, .. } = problem;
    json!({
        "file": file, "line": line, "column": column, "key": key, "found": found, "rule": rule, "remedy": remedy, "excerpt": excerpt,
    })
}

/// Writes a line of JSON to standard error.
pub(super) fn write_object(object: &serde_json::Value) {
    _ = writeln!(io::stderr(), "{}", visible_json(&object.to_string()));
}
