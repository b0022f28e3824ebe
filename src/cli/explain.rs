//! `panj explain`: what a parameter means.

use std::fmt::Write;

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
        let Some(path) = &self.path else { return show(&all.iter().collect::<Vec<_>>(), output) };
        if let Some(one) = registry.parameter(path) {
            return if output.json {
                output.print_json(&as_json(one))
            } else {
                output.print(&format!("{}\n", one.to_string().trim_end()))
            };
        }
        let section = format!("{path}.");
        let inside: Vec<&Parameter> = all.iter().filter(|parameter| parameter.path.starts_with(&section)).collect();
        if inside.is_empty() {
            let nearest = all.iter().min_by_key(|parameter| strsim::damerau_levenshtein(&parameter.path, path));
            let nearest = nearest.map(|parameter| parameter.path.as_str()).unwrap_or_default();
            return Err(CliError::Input(format!("no parameter or section `{path}`; did you mean `{nearest}`?")));
        }
        show(&inside, output)
    }
}

fn show(parameters: &[&Parameter], output: &Output) -> Result<(), CliError> {
    if output.json {
        return output.print_json(&parameters.iter().map(|parameter| as_json(parameter)).collect::<Vec<_>>());
    }
    let mut text = String::new();
    for parameter in parameters {
        let unit = if parameter.unit.is_empty() { String::new() } else { format!(" [{}]", parameter.unit) };
        let default = parameter.default.as_ref().map(|value| format!(" = {value}")).unwrap_or_default();
        _ = writeln!(text, "{}{default}{unit}\n    {}", parameter.path, parameter.doc);
    }
    output.print(&text)
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
