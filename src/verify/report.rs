//! How what was checked is told: a line for each case, every miss, what was not checked.

use super::check::{Check, Status, Tally};
use serde::Serialize;
use serde_json::{Value, json};
use std::fmt::Write as _;

/// What became of one case of a file.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct CaseReport {
    /// The case: its place in the file, and its kind.
    #[serde(rename = "case")]
    pub name: String,
    /// The code that was run for it, in words; empty where it is a plain computation.
    pub through: String,
    /// Replications; 0 where nothing was simulated.
    pub replications: usize,
    /// Every quantity of it.
    pub checks: Vec<Check>,
}

/// What became of one file.
#[derive(Clone, Debug, PartialEq)]
pub struct FileReport {
    /// The file's name.
    pub name: String,
    /// Its cases.
    pub cases: Vec<CaseReport>,
}

impl FileReport {
    /// A file of plain computations: checks of one case together.
    #[must_use]
    pub fn of_checks(name: &str, checks: Vec<Check>) -> FileReport {
        let mut cases: Vec<CaseReport> = Vec::new();
        for check in checks {
            match cases.iter_mut().find(|case| case.name == check.case) {
                Some(case) => case.checks.push(check),
                None => {
                    cases.push(CaseReport { name: check.case.clone(), checks: vec![check], ..CaseReport::default() });
                }
            }
        }
        FileReport { name: name.to_owned(), cases }
    }

    /// Every quantity.
    pub fn checks(&self) -> impl Iterator<Item = &Check> {
        self.cases.iter().flat_map(|case| &case.checks)
    }

    /// How many quantities ended in each way.
    #[must_use]
    pub fn tally(&self) -> Tally {
        Tally::of(self.checks())
    }

    /// In words: a line for each case and each quantity that differs or was not checked; every quantity when `all` is set.
    #[must_use]
    pub fn text(&self, all: bool) -> String {
        let Tally { agree, differ, not_checked } = self.tally();
        let mut text = format!("{}: {agree} agree, {differ} differ, {not_checked} not checked\n", self.name);
        self.cases.iter().for_each(|case| case.write(all, &mut text));
        text
    }

    /// For programs.
    #[must_use]
    pub fn json(&self) -> Value {
        let Tally { agree, differ, not_checked } = self.tally();
        json!({ "file": self.name, "agree": agree, "differ": differ, "not_checked": not_checked, "cases": self.cases })
    }
}

impl CaseReport {
    /// What was not checked of a file beside its cases, if anything.
    pub(super) fn of_the_rest(checks: Vec<Check>) -> Option<CaseReport> {
        let name = "file".to_owned();
        (!checks.is_empty()).then(|| CaseReport { name, checks, ..CaseReport::default() })
    }

    fn write(&self, all: bool, text: &mut String) {
        let tally = Tally::of(&self.checks);
        let word = match (tally.differ, tally.not_checked, tally.agree) {
            (0, 0, _) => "agrees",
            (0, _, 0) => "not checked",
            (0, _, _) => "agrees in part",
            _ => "DIFFERS",
        };
        // Of the errors allowed, how much the worst took.
        let used = self.checks.iter().filter(|c| c.tolerance > 0.0).map(|c| c.error / c.tolerance).fold(0.0, f64::max);
        let _ = write!(text, "  {word:<14}  {:<48} {:>3} of {:>3}", self.name, tally.agree, self.checks.len());
        if tally.agree + tally.differ > 0 {
            let _ = write!(text, "  worst error {:>5.1} % of allowed", 100.0 * used);
        }
        if self.replications > 0 {
            let _ = write!(text, "  {} replications  through: {}", self.replications, self.through);
        }
        text.push('\n');
        for check in self.checks.iter().filter(|c| all || c.status != Status::Agrees) {
            let Check { quantity, computed, expected, error, tolerance, .. } = check;
            let word = match (check.status, &check.reason) {
                (Status::Agrees, _) => "agrees     ",
                (Status::Differs, _) => "DIFFERS    ",
                (Status::NotChecked, reason) => {
                    let reason = reason.as_deref().unwrap_or_default();
                    let _ = writeln!(text, "      not checked  {}: {quantity} ({reason})", check.case);
                    continue;
                }
            };
            let _ = writeln!(
                text,
                "      {word}  {}: {quantity}  computed {computed}, expected {expected}, error {error:.1e} (allowed {tolerance:.0e})",
                check.case,
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_not_checked_is_counted_and_shown() {
        let report = FileReport::of_checks("file.json", vec![Check::not_checked("case", "thing", "not known")]);
        assert_eq!(report.tally().not_checked, 1);
        let text = report.text(false);
        assert!(text.contains("not checked  case: thing (not known)"), "{text}");
        assert!(text.contains("0 agree, 0 differ, 1 not checked"), "{text}");
        assert_eq!(report.json()["cases"][0]["checks"][0]["status"], "not checked");
    }
}
