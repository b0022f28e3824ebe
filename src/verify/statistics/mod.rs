//! Recomputes statistical cases with known answers.
//!
//! A file is recognised by its fields, not by its name: every section (`cases`, `proportions`, `sobol`, ...) is checked
//! wherever it stands, with any inputs. Agreement is relative 1e-9, and 1e-6 for quantile functions, critical values and
//! p-values. A field that is not known is listed as not checked.

mod compare;
mod decision;
mod designs;
mod forecasts;
mod paired;
mod policies;
mod samples;
mod selection;
mod sensitivity;
mod survival;

use super::check::Check;
use super::error::VerifyError;
use super::object::Object;
pub(super) use designs::check_csv;
use serde_json::Value;

/// The most that a count in a file may be.
const MOST: usize = 1_000_000_000;

type Checks = Result<Vec<Check>, VerifyError>;
type Section = fn(&Object<'_>) -> Checks;

/// Sections of a document: each an object with inputs and results, or a list of such.
const SECTIONS: &[(&str, Section)] = &[
    ("adjust", paired::adjust),
    ("brier", forecasts::brier),
    ("cases", samples::case),
    ("critical_values", samples::critical_values),
    ("hindcast_series", forecasts::series),
    ("mcnemar_binary_pairs", paired::mcnemar),
    ("morris", sensitivity::morris),
    ("one_sample_of_differences", paired::differences),
    ("policies_same_worlds", policies::same_worlds),
    ("proportions", samples::proportion),
    ("regression", sensitivity::regression),
    ("sample_size_absolute_precision", samples::sample_size),
    ("selection_of_best", selection::check),
    ("sobol", sensitivity::sobol),
    ("survival", survival::check),
    ("weighted", samples::weighted),
];

/// Checks a parsed JSON document; `file` is its name in errors.
///
/// # Errors
/// When an input that a check needs is missing or has the wrong form, or the document holds nothing of a known kind.
pub(super) fn check_json(file: &str, value: &Value) -> Checks {
    let root = Object::new(file, "$", value)?;
    root.ignore(&["libs", "name"]);
    if root.has(decision::PAYOFFS) {
        return decision::check(&root);
    }
    let mut checks = Vec::new();
    for (key, check) in SECTIONS.iter().filter(|(key, _)| root.has(key)) {
        root.ignore(&[key]);
        for object in root.children(key)? {
            checks.extend(check(&object)?);
        }
    }
    if checks.is_empty() {
        let known = SECTIONS.iter().map(|(key, _)| *key).chain([decision::PAYOFFS]).collect::<Vec<_>>().join(", ");
        return Err(VerifyError::Unknown { file: file.to_owned(), known });
    }
    checks.extend(root.unchecked("$", ""));
    Ok(checks)
}

/// The level that ends a name such as `t_ci_95` (per cent) or `ci95`: a fraction of 1.
fn level_after(key: &str, prefix: &str) -> Option<f64> {
    let level: f64 = key.strip_prefix(prefix)?.parse().ok()?;
    let fraction = if level > 1.0 { level / 100.0 } else { level };
    (fraction > 0.0 && fraction < 1.0).then_some(fraction)
}

/// The largest size among numbers.
fn size<'a>(numbers: impl IntoIterator<Item = &'a f64>) -> f64 {
    numbers.into_iter().fold(0.0, |most, x| most.max(x.abs()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_in_names() {
        assert_eq!(level_after("t_ci_95", "t_ci_"), Some(0.95));
        assert!((level_after("t_ci_99.9", "t_ci_").unwrap() - 0.999).abs() < 1e-15);
        assert_eq!(level_after("t_ci_x", "t_ci_"), None);
    }
}
