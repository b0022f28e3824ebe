//! `panj explain`: what a parameter means.

use clap::Args;

use super::error::CliError;
use super::output::Output;
use crate::scenario::{Parameter, registry};

/// Arguments of `panj explain`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  panj explain                      every parameter, with its unit and meaning
  panj explain campaign.contagion   one of them
  panj explain campaign             all of a section")]
pub(super) struct Explain {
    /// Path of a parameter or a section; left out: all parameters
    #[arg(value_name = "PATH")]
    path: Option<String>,
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
            let nearest = registry.nearest_path(path).map(|near| format!("; did you mean `{near}`?"));
            let nearest = nearest.unwrap_or_default();
            return Err(CliError::Input(format!("no parameter or section `{path}`{nearest}")));
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
