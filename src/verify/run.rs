//! Which checks a file asks for, and the cases that come with the program.

use super::engine::{self, Effort};
use super::error::VerifyError;
use super::report::FileReport;
use super::statistics;
use crate::packed;
use serde_json::Value;
use std::path::Path;

/// A file of cases that comes with the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shipped {
    /// Its name.
    pub name: &'static str,
    /// Its text.
    pub text: &'static str,
}

const SHIPPED: [&str; 9] = [
    "analytic_models.json",
    "reference_model.json",
    "quantile.json",
    "crps.json",
    "paired.json",
    "sensitivity.json",
    "decision.json",
    "survival.json",
    "sobol_design.csv",
];

/// The files of cases that come with the program.
pub fn shipped() -> impl Iterator<Item = Shipped> {
    SHIPPED.into_iter().map(|name| Shipped { name, text: packed::text(&format!("src/verify/cases/{name}")) })
}

impl Shipped {
    /// Checks it.
    ///
    /// # Errors
    /// Never for the files that come with the program, unless they are damaged.
    pub fn check(&self, effort: Effort) -> Result<FileReport, VerifyError> {
        check_text(self.name, self.text, effort)
    }
}

/// Checks a file, whose kind is told by its fields.
///
/// # Errors
/// When it cannot be read, is malformed, lacks what a check needs, or holds nothing of a known kind.
pub fn check_path(path: &Path, effort: Effort) -> Result<FileReport, VerifyError> {
    let name = path.display().to_string();
    let text = std::fs::read_to_string(path).map_err(|source| VerifyError::Read { file: name.clone(), source })?;
    check_text(&name, &text, effort)
}

fn check_text(name: &str, text: &str, effort: Effort) -> Result<FileReport, VerifyError> {
    if Path::new(name).extension().is_some_and(|e| e.eq_ignore_ascii_case("csv")) {
        return Ok(FileReport::of_checks(name, statistics::check_csv(name, text)?));
    }
    let value: Value = serde_json::from_str(text).map_err(|e| VerifyError::Form {
        file: name.to_owned(),
        place: format!(", line {}, column {}", e.line(), e.column()),
        message: format!("not valid JSON: {e}"),
    })?;
    check_value(name, &value, effort)
}

/// Checks a parsed document.
///
/// # Errors
/// As [`check_path`].
pub fn check_value(name: &str, value: &Value, effort: Effort) -> Result<FileReport, VerifyError> {
    let cases = if engine::recognises(value) {
        engine::check_json(name, value, effort)?
    } else if engine::reference::recognises(value) {
        engine::reference::check_json(name, value, effort)?
    } else {
        return Ok(FileReport::of_checks(name, statistics::check_json(name, value)?));
    };
    Ok(FileReport { name: name.to_owned(), cases })
}
