//! `panj explain`: what a parameter, a metric, or a file and its columns mean.

use std::path::PathBuf;

use clap::Args;
use serde_json::{Value, json};

use super::error::CliError;
use super::formats;
use super::index::index;
use super::metrics_catalogue::{self, metrics};
use super::output::Output;
use crate::outcome::Metric;
use crate::scenario::format::{Entry, Format, nearest_name};
use crate::scenario::{Parameter, registry};

/// Arguments of `panj explain`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  panj explain                      every parameter, with its unit and meaning
  panj explain campaign.contagion   one of them
  panj explain campaign             all of a section
  panj explain response_gap         a metric
  panj explain metrics              every metric, with its unit and meaning
  panj explain held_2021_07_05 --scenario scenarios/tajik-afghan-2021
  panj explain formats              the files that there are, of scenarios and of results
  panj explain districts            one of them: each column with range, unit, meaning, example
  panj explain policy               keys of a policy; likewise uncertainty, distribution, suite, posterior
  panj explain index                all commands, parameters, metrics and files in one page (docs/llms.txt)")]
pub(super) struct Explain {
    /// Path of a parameter or a section, name of a metric or of a file, `metrics`, `formats` or `index`; left out: all parameters
    #[arg(value_name = "PATH")]
    path: Option<String>,
    /// Scenario whose metrics to look up: some have names of its own, such as dates and districts
    #[arg(long, value_name = "SCENARIO")]
    scenario: Option<PathBuf>,
}

impl Explain {
    /// Runs the command.
    ///
    /// # Errors
    /// [`CliError`].
    pub(super) fn execute(&self, output: &Output) -> Result<(), CliError> {
        let registry = registry();
        let all = registry.parameters();
        let Some(path) = &self.path else {
            return if output.json {
                output.print_json(&all.iter().map(as_json).collect::<Vec<_>>())
            } else {
                output.print(&ended(registry.list()))
            };
        };
        if path == "index" {
            return output.print(&index()?);
        }
        let formats = formats::all();
        if path == "formats" {
            return tell_formats(&formats, output);
        }
        let (section, files) = (registry.explain(path), formats::find(&formats, path));
        if section.is_none() && files.is_empty() {
            let metrics = metrics(self.scenario.as_deref())?;
            let found: Vec<_> = metrics.iter().filter(|metric| path == "metrics" || metric.id == *path).collect();
            if found.is_empty() {
                let near = near(path, &formats, &metrics).or_else(|| registry.nearest_path(path).map(str::to_owned));
                let near = near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
                return Err(CliError::Input(format!("no parameter, section, metric or file `{path}`{near}")));
            }
            return tell_metrics(&found, output);
        }
        if output.json {
            let section = format!("{path}.");
            let one = registry.parameter(path);
            let inside = all.iter().filter(|parameter| one.is_none() && parameter.path.starts_with(&section));
            let parameters = one.into_iter().chain(inside).map(as_json);
            let files = files.iter().flat_map(|(format, key)| format_as_json(format, *key));
            return output.print_json(&parameters.chain(files).collect::<Vec<_>>());
        }
        let files = files.iter().map(|(format, key)| format.explain(*key));
        let texts: Vec<String> = section.into_iter().chain(files).map(ended).collect();
        output.print(&texts.join("\n"))
    }
}

/// The file, column or metric that was probably meant; of a path with points only a column, since parameters have such.
fn near(path: &str, formats: &[Format], metrics: &[Metric]) -> Option<String> {
    if let Some((file, column)) = path.rsplit_once('.') {
        let found = formats::find(formats, file);
        let columns = found.iter().flat_map(|(format, _)| &format.entries).map(|entry| entry.name.as_str());
        return nearest_name(column, columns).map(|near| format!("{file}.{near}"));
    }
    let names = formats.iter().map(|format| format.name.as_str()).chain(metrics.iter().map(|metric| &*metric.id));
    nearest_name(path, names).map(str::to_owned)
}

fn tell_metrics(found: &[&Metric], output: &Output) -> Result<(), CliError> {
    if output.json {
        return output.print_json(&found);
    }
    let texts: Vec<String> = found.iter().map(|metric| metrics_catalogue::explain(metric)).collect();
    output.print(&texts.join("\n"))
}

/// The list of all formats; as JSON all of their columns and keys.
fn tell_formats(all: &[Format], output: &Output) -> Result<(), CliError> {
    if output.json {
        return output.print_json(&all.iter().flat_map(|format| format_as_json(format, None)).collect::<Vec<_>>());
    }
    output.print(&format!("`panj explain NAME` tells the columns or keys of:\n{}", formats::list(all)))
}

/// The text with one line end after it.
fn ended(text: String) -> String {
    if text.ends_with('\n') { text } else { text + "\n" }
}

fn as_json(parameter: &Parameter) -> Value {
    let end = |end: f64| if end.is_finite() { json!(end) } else { Value::Null };
    json!({
        "path": parameter.path,
        "file": "scenario.toml",
        "takes": parameter.kind.in_words(),
        "unit": parameter.unit,
        "least": end(parameter.range.low),
        "most": end(parameter.range.high),
        "default": parameter.default.as_ref().map(ToString::to_string),
        "required": parameter.required,
        "meaning": parameter.doc,
        "source": parameter.source,
        "choices": parameter.choices,
        "example": Value::Null,
    })
}

/// The columns or keys of a format (one of them, if asked for) with the members that a parameter has.
fn format_as_json(format: &Format, key: Option<&str>) -> Vec<Value> {
    let entries = format.entries.iter().filter(|entry| key.is_none_or(|key| key == entry.name));
    let text = |text: &str| if text.is_empty() { Value::Null } else { json!(text) };
    let entry = |entry: &Entry| {
        json!({
            "path": format!("{}.{}", format.name, entry.name),
            "file": format.title,
            "takes": entry.takes,
            "unit": entry.unit,
            "least": Value::Null,
            "most": Value::Null,
            "default": text(&entry.default),
            "required": entry.required,
            "meaning": entry.meaning,
            "source": "",
            "choices": [],
            "example": text(&entry.example),
        })
    };
    entries.map(entry).collect()
}
