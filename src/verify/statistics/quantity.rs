//! What a file expects of a quantity, held against what was computed.

use super::compare::{Computed, EXACT, Tolerance, compare};
use crate::verify::check::Check;
use crate::verify::fields;
use serde_json::Value;

/// An object being checked.
pub(super) type Fields<'a> = fields::Fields<'a, Check>;

/// The first number in a text, such as the `1e-6` of "grid integration, ~1e-6".
fn number_in(text: &str) -> Option<f64> {
    let start = text.find(|c: char| c.is_ascii_digit() || c == '.')?;
    let rest = &text[start..];
    (1..=rest.len()).rev().filter(|&end| rest.is_char_boundary(end)).find_map(|end| rest[..end].parse().ok())
}

/// The tolerance that the name of a field gives, such as `..._tolerance_2e-3`.
fn tolerance_in_name(key: &str) -> Option<f64> {
    ["tolerance_", "tol_"].iter().find_map(|mark| key.find(mark).and_then(|at| number_in(&key[at + mark.len()..])))
}

/// The level that ends a name such as `t_ci_95` (per cent) or `ci95`: a fraction of 1.
pub(super) fn level_after(key: &str, prefix: &str) -> Option<f64> {
    let level: f64 = key.strip_prefix(prefix)?.parse().ok()?;
    let fraction = if level > 1.0 { level / 100.0 } else { level };
    (fraction > 0.0 && fraction < 1.0).then_some(fraction)
}

impl fields::Fields<'_, Check> {
    /// The tolerance that this object names.
    fn tolerance(&mut self) -> Option<f64> {
        let named = match self.peek("tolerance")? {
            Value::String(text) => number_in(text),
            other => other.as_f64(),
        };
        if named.is_some() {
            self.ignore("tolerance");
        }
        named
    }

    /// Compares a field, when it is present, with what was computed. A tolerance named by the field or by its object
    /// overrides the one given.
    pub(super) fn check(&mut self, key: &str, computed: impl Into<Computed>, tolerance: Tolerance) {
        let Some(expected) = self.take(key) else { return };
        let named = tolerance_in_name(key).or(self.tolerance());
        let tolerance = named.map_or(tolerance, Tolerance::named);
        self.found.push(compare(&self.case(), key, &computed.into(), expected, tolerance));
    }

    /// Compares the number of rows of a list of this object with what was computed.
    pub(super) fn check_count(&mut self, key: &str, computed: usize, found: usize) {
        if self.has(key) && computed != found {
            let place = format!("{key} (rows)");
            self.found.push(compare(&self.case(), &place, &computed.into(), &Value::from(found), EXACT));
        }
    }

    /// All checks; every field neither read nor checked is listed as not known.
    pub(super) fn finish(mut self) -> Vec<Check> {
        self.close();
        let left = self.unchecked.iter().map(|u| Check::not_checked(&u.case, &u.quantity, "", &u.reason));
        self.found.into_iter().chain(left).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tolerances_and_levels_in_names() {
        assert_eq!(tolerance_in_name("p_tolerance_2e-3"), Some(2e-3));
        assert_eq!(tolerance_in_name("p"), None);
        assert_eq!(number_in("grid integration, ~1e-6"), Some(1e-6));
        assert_eq!(level_after("t_ci_95", "t_ci_"), Some(0.95));
        assert!((level_after("t_ci_99.9", "t_ci_").unwrap() - 0.999).abs() < 1e-15);
        assert_eq!(level_after("t_ci_x", "t_ci_"), None);
    }
}
