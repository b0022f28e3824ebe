//! How what was checked is told: a line for each case, every miss, what was not checked.

use super::check::{Check, Status, Tally, line};
use serde_json::{Value, json};
use std::fmt::Write as _;

/// What became of one case of a file.
#[derive(Clone, Debug, PartialEq)]
pub struct CaseReport {
    /// The case: its place in the file, and its kind.
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
                None => cases.push(CaseReport {
                    name: check.case.clone(),
                    through: String::new(),
                    replications: 0,
                    checks: vec![check],
                }),
            }
        }
        FileReport { name: name.to_owned(), cases }
    }

    /// How many quantities ended in each way.
    #[must_use]
    pub fn tally(&self) -> Tally {
        self.cases.iter().map(|case| Tally::of(&case.checks)).fold(Tally::default(), |sum, case| Tally {
            agree: sum.agree + case.agree,
            differ: sum.differ + case.differ,
            not_checked: sum.not_checked + case.not_checked,
        })
    }

    /// In words: a line for each case and each quantity that differs or was not checked; every quantity when `all` is set.
    #[must_use]
    pub fn text(&self, all: bool) -> String {
        let tally = self.tally();
        let mut text = format!(
            "{}: {} agree, {} differ, {} not checked\n",
            self.name, tally.agree, tally.differ, tally.not_checked
        );
        for case in &self.cases {
            case.write(all, &mut text);
        }
        text
    }

    /// For programs.
    #[must_use]
    pub fn json(&self) -> Value {
        let tally = self.tally();
        json!({
            "file": self.name,
            "agree": tally.agree,
            "differ": tally.differ,
            "not_checked": tally.not_checked,
            "cases": self.cases.iter().map(CaseReport::json).collect::<Vec<_>>(),
        })
    }
}

impl CaseReport {
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
            let _ = writeln!(text, "      {}", line(check));
        }
    }

    fn json(&self) -> Value {
        let checks: Vec<Value> = self
            .checks
            .iter()
            .map(|check| {
                let (status, reason) = match &check.status {
                    Status::Agrees => ("agrees", None),
                    Status::Differs => ("differs", None),
                    Status::NotChecked(reason) => ("not checked", Some(reason)),
                };
                json!({
                    "quantity": check.quantity,
                    "computed": check.computed,
                    "expected": check.expected,
                    "error": check.error,
                    "tolerance": check.tolerance,
                    "status": status,
                    "reason": reason,
                })
            })
            .collect();
        json!({ "case": self.name, "through": self.through, "replications": self.replications, "checks": checks })
    }
}
