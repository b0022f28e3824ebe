//! `panj explain`: what a parameter or a metric means.

use std::path::PathBuf;

use clap::Args;

use super::error::CliError;
use super::metrics_catalogue::{self, metrics};
use super::output::Output;
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
  panj explain held_2021_07_05 --scenario scenarios/tajik-afghan-2021")]
pub(super) struct Explain {
    /// Path of a parameter or a section, name of a metric, or "metrics"; left out: all parameters
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
        let Some(text) = registry.explain(path) else {
            let metrics = metrics(self.scenario.as_deref())?;
            let found: Vec<_> = metrics.iter().filter(|metric| path == "metrics" || metric.id == *path).collect();
            if !found.is_empty() {
                return if output.json {
                    output.print_json(&found)
                } else {
                    output.print(
                        &found.iter().map(|metric| metrics_catalogue::explain(metric)).collect::<Vec<_>>().join("\n"),
                    )
                };
            }
            let nearest = registry.nearest_path(path).map(|near| format!("; did you mean `{near}`?"));
            let nearest = nearest.unwrap_or_default();
            return Err(CliError::Input(format!("no parameter, section or metric `{path}`{nearest}")));
        };
        if !output.json {
            return output.print(&ended(text));
        }
        let section = format!("{path}.");
        let one = registry.parameter(path);
        let inside = all.iter().filter(|parameter| one.is_none() && parameter.path.starts_with(&section));
        output.print_json(&one.into_iter().chain(inside).map(as_json).collect::<Vec<_>>())
    }
}

/// The text with one line end after it.
fn ended(text: String) -> String {
    if text.ends_with('\n') { text } else { text + "\n" }
}

fn as_json(parameter: &Parameter) -> serde_json::Value {
    let end = |end: f64| if end.is_finite() { serde_json::json!(end) } else { serde_json::Value::Null };
    serde_json::json!({
        "path": parameter.path,
        "takes": parameter.kind.in_words(),
        "unit": parameter.unit,
        "least": end(parameter.range.low),
        "most": end(parameter.range.high),
        "default": parameter.default.as_ref().map(ToString::to_string),
        "required": parameter.required,
        "meaning": parameter.doc,
        "source": parameter.source,
        "choices": parameter.choices,
    })
}
