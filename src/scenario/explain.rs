//! What `panj explain` says of parameters, from the registry alone.

use std::fmt::Write as _;

use super::dated_change::fixed;
use super::parameter::Parameter;
use super::registry::Registry;
use super::status::Status;

impl Registry {
    /// What a path means: a parameter, or a table with all its parameters. `None` for a path that is neither.
    #[must_use]
    pub fn explain(&self, path: &str) -> Option<String> {
        if let Some(found) = self.find(path) {
            return Some(explain_parameter(found.parameter));
        }
        let section = self.section(path)?;
        Some(self.explain_section(&section))
    }

    /// The path that was probably meant, for one that means nothing.
    #[must_use]
    pub fn nearest_path(&self, path: &str) -> Option<&str> {
        self.nearest(path, std::iter::empty())
    }

    /// All parameters, a line each, by table.
    #[must_use]
    pub fn list(&self) -> String {
        let mut out = String::new();
        let mut last = String::new();
        for parameter in self.parameters().iter().filter(|one| !self.is_as_of_alliance(&one.path)) {
            let (section, _) = split(&parameter.path);
            if section != last && !section.is_empty() {
                let _ = writeln!(out, "\n[{section}]  {}", self.about(section));
            }
            last = section.to_owned();
            out.push_str(&line(parameter, section));
        }
        out
    }

    fn explain_section(&self, section: &str) -> String {
        let mut out = format!("[{section}]\n");
        if !self.about(section).is_empty() {
            let _ = writeln!(out, "  {}", self.about(section));
        }
        out.push('\n');
        let prefix = format!("{section}.");
        for parameter in self.parameters().iter().filter(|p| p.path.starts_with(&prefix)) {
            out.push_str(&line(parameter, section));
        }
        out
    }

    /// What a table says it is about; empty where it says nothing.
    pub(crate) fn about(&self, section: &str) -> &'static str {
        self.sections.iter().find(|(path, _)| path == section).map_or("", |(_, doc)| doc)
    }
}

/// A path in two: its table and its key.
fn split(path: &str) -> (&str, &str) {
    path.rsplit_once('.').unwrap_or(("", path))
}

/// One parameter in a list: key, default with unit, meaning.
fn line(parameter: &Parameter, section: &str) -> String {
    let key = parameter.path.strip_prefix(section).unwrap_or(&parameter.path).trim_start_matches('.');
    let value = match &parameter.default {
        Some(value) => format!("{value} {}", if parameter.unit == "1" { "" } else { parameter.unit }),
        None if parameter.required => "(needed)".to_owned(),
        None => "(none)".to_owned(),
    };
    format!("  {key:<34} {:<28} {}\n", value.trim_end(), parameter.doc)
}

/// One parameter in full.
fn explain_parameter(parameter: &Parameter) -> String {
    let mut out = format!("{}\n  {}\n\n", parameter.path, parameter.doc);
    let mut row = |label: &str, text: &str| {
        if !text.is_empty() {
            let _ = writeln!(out, "  {label:<8} {text}");
        }
    };
    row("takes", &parameter.to_string());
    row("unit", if parameter.unit == "1" { "none" } else { parameter.unit });
    match &parameter.default {
        Some(value) => row("default", &value.to_string()),
        None if parameter.required => row("default", "none: every scenario gives it"),
        None => row("default", "none: may be left out"),
    }
    row("source", parameter.source);
    if parameter.default.is_some() {
        row("status", Status::of_default(parameter.source).as_str());
    }
    match fixed(&parameter.path) {
        None => row("changes", "on a date too: [change.NAME] set"),
        Some(why) => row("changes", &format!("never in a history: {why}")),
    }
    row("set it", &format!("--set {}={}", parameter.path, example(parameter)));
    out
}

/// A value that a parameter could have.
fn example(parameter: &Parameter) -> String {
    use super::parameter::Kind;
    match (&parameter.default, parameter.kind) {
        (Some(value), Kind::Distribution | Kind::Texts | Kind::Dates) => format!("'{value}'"),
        (Some(super::value::Value::Text(text)), _) if super::value::is_bare_key(text) => text.clone(),
        (Some(super::value::Value::Text(text)), _) => format!("'{text}'"),
        (Some(value), _) => value.to_string(),
        (None, Kind::Date) => "2021-07-05".to_owned(),
        (None, Kind::Choice) => parameter.choices.first().copied().unwrap_or("").to_owned(),
        (None, Kind::Number | Kind::Integer | Kind::Distribution) => {
            let low = parameter.range.low;
            (if low.is_finite() && low > 1.0 { low } else { parameter.range.high.min(1.0) }).to_string()
        }
        (None, Kind::Flag) => "true".to_owned(),
        (None, Kind::Dates) => "'[2021-07-05]'".to_owned(),
        (None, Kind::Text | Kind::Texts) => "...".to_owned(),
    }
}
