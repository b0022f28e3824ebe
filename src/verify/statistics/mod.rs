//! Reads files of statistical cases with known answers and recomputes them.
//!
//! A file is recognised by its fields, not by its name: every section (`cases`, `proportions`, `sobol`, `mcb`, ...) is
//! checked wherever it stands, with any inputs. Agreement is relative 1e-9, and 1e-6 for quantile functions, critical
//! values and p-values; a field that names a tolerance overrides. A field that is not known is listed as not checked.

mod compare;
mod decision;
mod designs;
mod paired;
mod policies;
mod quantiles;
mod quantity;
mod scores;
mod selection;
mod sensitivity;
mod series_of_forecasts;
mod survival;

use super::check::Check;
use quantity::Fields;
use serde_json::Value;
use std::path::Path;

/// Why a file could not be checked.
#[derive(Debug, thiserror::Error)]
pub enum VerifyError {
    /// The file could not be read.
    #[error("{file}: cannot be read: {source}")]
    Read {
        /// The file.
        file: String,
        /// The cause.
        source: std::io::Error,
    },
    /// The file is not valid JSON.
    #[error("{file}, line {line}, column {column}: not valid JSON: {message}")]
    Json {
        /// The file.
        file: String,
        /// Line, from 1.
        line: usize,
        /// Column, from 1.
        column: usize,
        /// What the parser said.
        message: String,
    },
    /// A line of a CSV file is not a row of numbers.
    #[error("{file}, line {line}: {message}")]
    Csv {
        /// The file.
        file: String,
        /// Line, from 1.
        line: usize,
        /// What is wrong with it.
        message: String,
    },
    /// A field that a check needs is missing or has the wrong form.
    #[error("{file}: {path}: {message}")]
    Form {
        /// The file.
        file: String,
        /// JSON path of the field.
        path: String,
        /// What was found and what is expected.
        message: String,
    },
    /// Nothing in the file is of a known kind.
    #[error("{file}: no section of a known kind; known are {known}")]
    Unknown {
        /// The file.
        file: String,
        /// Names of known sections.
        known: String,
    },
}

/// Checks a JSON or CSV file.
///
/// # Errors
/// When the file cannot be read, is malformed, lacks an input that a check needs, or holds nothing of a known kind.
pub fn check_file(path: &Path) -> Result<Vec<Check>, VerifyError> {
    let file = path.display().to_string();
    let text = std::fs::read_to_string(path).map_err(|source| VerifyError::Read { file: file.clone(), source })?;
    if path.extension().is_some_and(|e| e.eq_ignore_ascii_case("csv")) {
        return check_csv(&file, &text);
    }
    let value: Value = serde_json::from_str(&text).map_err(|e| VerifyError::Json {
        file: file.clone(),
        line: e.line(),
        column: e.column(),
        message: e.to_string(),
    })?;
    check_json(&file, &value)
}

/// Checks a CSV text, a design of points; `file` is its name in errors.
///
/// # Errors
/// When a line is no row of numbers.
pub fn check_csv(file: &str, text: &str) -> Result<Vec<Check>, VerifyError> {
    designs::check_csv(file, text)
}

/// The most that a count in a file may be.
const MOST: usize = 1_000_000_000;

/// Whether a JSON document holds a section that [`check_json`] knows.
pub fn recognises(value: &Value) -> bool {
    value.as_object().is_some_and(|map| map.iter().any(|(key, section)| knows(key, section)))
}

const SECTIONS: [&str; 17] = [
    "adjust",
    "brier",
    "cases",
    "critical_values",
    "hindcast_series",
    "mcnemar_binary_pairs",
    "morris",
    "one_sample_of_differences",
    "payoff_rows_are_policies_higher_is_better",
    "policies_same_worlds",
    "proportions",
    "regression",
    "sample_size_absolute_precision",
    "selection_of_best",
    "sobol",
    "survival",
    "weighted",
];

fn knows(key: &str, section: &Value) -> bool {
    if key == "cases" {
        // cases of other kinds of file have other fields
        let known = ["x", "ensemble"];
        return section
            .as_array()
            .is_some_and(|rows| rows.iter().any(|row| known.iter().any(|field| row.get(field).is_some())));
    }
    SECTIONS.contains(&key)
}

/// Checks a parsed JSON document; `file` is its name in errors.
///
/// # Errors
/// When an input that a check needs is missing or has the wrong form, or the document holds nothing of a known kind.
pub fn check_json(file: &str, value: &Value) -> Result<Vec<Check>, VerifyError> {
    let mut root = Fields::new(file, "$", value)?;
    if !recognises(value) {
        return Err(VerifyError::Unknown { file: file.to_owned(), known: SECTIONS.join(", ") });
    }
    root.ignore("libs");
    root.ignore("name");
    if root.has("payoff_rows_are_policies_higher_is_better") {
        decision::check(&mut root)?;
    }
    for key in root.unread() {
        section(&mut root, &key)?;
    }
    Ok(root.finish())
}

fn section(root: &mut Fields<'_>, key: &str) -> Result<(), VerifyError> {
    match key {
        "cases" => root.each(key, |_, f| case(f)),
        "proportions" => root.each(key, |_, f| quantiles::proportion(f)),
        "sample_size_absolute_precision" => root.within(key, quantiles::sample_size),
        "weighted" => root.within(key, quantiles::weighted),
        "critical_values" => root.within(key, quantiles::critical_values),
        "brier" => root.within(key, scores::brier),
        "hindcast_series" => root.within(key, series_of_forecasts::check),
        "one_sample_of_differences" => root.each(key, |_, f| paired::differences(f)),
        "policies_same_worlds" => root.within(key, policies::same_worlds),
        "selection_of_best" => root.within(key, selection::check),
        "adjust" => root.within(key, paired::adjust),
        "mcnemar_binary_pairs" => root.each(key, |_, f| paired::mcnemar(f)),
        "sobol" => root.each(key, |_, f| sensitivity::sobol(f)),
        "morris" => root.each(key, |_, f| sensitivity::morris(f)),
        "regression" => root.within(key, sensitivity::regression),
        "survival" => root.within(key, survival::check),
        _ => Ok(()),
    }
}

fn case(f: &mut Fields<'_>) -> Result<(), VerifyError> {
    if f.has("ensemble") {
        scores::ensemble(f)
    } else if f.has("x") {
        quantiles::sample(f)
    } else {
        Ok(())
    }
}
