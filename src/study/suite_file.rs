//! Where in a suite's file stands what is wrong with it, so that a mistake is told at its line.

use std::ops::Range;
use std::path::Path;

use toml::de::{DeTable, DeValue};

use super::error::StudyError;
use crate::analysis::benchmark::Suite;
use crate::scenario::Problems;

/// The text of a suite's file.
pub(super) struct SuiteFile {
    name: String,
    text: String,
}

impl SuiteFile {
    /// The file, which has been read as a suite before.
    pub(super) fn read(path: &Path) -> SuiteFile {
        let text = std::fs::read_to_string(path).unwrap_or_default();
        SuiteFile { name: path.display().to_string(), text }
    }

    /// Problems of a scenario of the suite: those with what the suite sets are told at the suite's line.
    pub(super) fn told(&self, problems: Problems, scenario: &str) -> Problems {
        problems.found_in(&self.name, &self.text, |path| self.setting(scenario, path))
    }

    /// Tells scenarios and files of policies that are not there, at the suite's lines.
    ///
    /// # Errors
    /// When there is one.
    pub(super) fn check_paths(&self, suite: &Suite) -> Result<(), StudyError> {
        let Ok(table) = DeTable::parse(&self.text) else { return Ok(()) };
        let mut missing = Vec::new();
        let mut look = |place: Option<Range<usize>>, key: String, path: &Path, rule: &str| {
            if !path.exists() {
                let found = format!("{}: no such file or folder", path.display());
                let remedy = "paths are relative to the suite's folder".to_owned();
                missing.push((place.unwrap_or(0..0), key, found, rule.to_owned(), remedy));
            }
        };
        let files = table.get_ref().iter().find(|(key, _)| key.get_ref() == "policy_files");
        for (at, path) in suite.policy_files.iter().enumerate() {
            let place = match files.map(|(_, value)| value.get_ref()) {
                Some(DeValue::Array(items)) => items.get(at).map(toml::Spanned::span),
                _ => None,
            };
            look(place, "policy_files".to_owned(), path, "a file with policies");
        }
        for (name, scenario) in &suite.scenario {
            let own = inner(table.get_ref(), "scenario").and_then(|all| inner(all, name));
            let entry = own.and_then(|own| own.iter().find(|(key, _)| key.get_ref() == "path"));
            let place = entry.map(|(_, value)| value.span());
            look(place, format!("scenario.{name}.path"), &scenario.path, "the folder or TOML file of a scenario");
        }
        Problems::in_text(&self.name, &self.text, missing)
            .map_or(Ok(()), |problems| Err(StudyError::Problems(problems)))
    }

    /// The bytes of a setting of a scenario.
    fn setting(&self, scenario: &str, path: &str) -> Option<Range<usize>> {
        let table = DeTable::parse(&self.text).ok()?;
        let set = inner(inner(inner(table.get_ref(), "scenario")?, scenario)?, "set")?;
        // The parameter itself, or the table in which it is set, or a table that it is.
        let found = set.iter().find(|(key, _)| {
            let rest = key.get_ref().strip_prefix(path).or_else(|| path.strip_prefix(key.get_ref().as_ref()));
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        });
        found.map(|(key, value)| key.span().start..value.span().end)
    }

    /// Tells metrics that nothing reports: the key that names each, the metric, and a remedy.
    ///
    /// # Errors
    /// When there is one.
    pub(super) fn check_metrics(&self, unknown: Vec<(&str, &str, String)>) -> Result<(), StudyError> {
        let rule = "a metric that a scenario of the suite reports";
        let table = DeTable::parse(&self.text).ok();
        let place = |key: &str, id: &str| {
            let (_, value) = table.as_ref()?.get_ref().iter().find(|(name, _)| name.get_ref() == key)?;
            match value.get_ref() {
                DeValue::Array(items) => items.iter().find(|item| item.get_ref().as_str() == Some(id)),
                _ => Some(value),
            }
            .map(toml::Spanned::span)
        };
        let (mut of_file, mut of_option) = (Vec::new(), Vec::new());
        for (key, id, remedy) in unknown {
            match place(key, id) {
                Some(span) => {
                    of_file.push((span, key.to_owned(), format!("no metric {id}"), rule.to_owned(), remedy));
                }
                None => of_option.push((id.to_owned(), remedy)),
            }
        }
        if let Some(problems) = Problems::in_text(&self.name, &self.text, of_file) {
            return Err(StudyError::Problems(problems));
        }
        if of_option.is_empty() { Ok(()) } else { Err(StudyError::NoSuiteMetrics(of_option)) }
    }
}

/// A table within a table.
fn inner<'t, 'i>(table: &'t DeTable<'i>, wanted: &str) -> Option<&'t DeTable<'i>> {
    let (_, value) = table.iter().find(|(key, _)| key.get_ref() == wanted)?;
    match value.get_ref() {
        DeValue::Table(table) => Some(table),
        _ => None,
    }
}
