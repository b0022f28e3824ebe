//! One recomputed quantity against its expected value, and how a list of them is reported.

use std::fmt::Write as _;

/// How a check ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Status {
    /// Within the tolerance.
    Agrees,
    /// Outside the tolerance.
    Differs,
    /// Not recomputed, with the reason. Never counts as agreement.
    NotChecked(String),
}

/// One quantity of one case.
#[derive(Clone, Debug, PartialEq)]
pub struct Check {
    /// The case: its place in the file, and its name where it has one.
    pub case: String,
    /// The quantity, as the file names it.
    pub quantity: String,
    /// What was computed here; of a list, the element furthest off.
    pub computed: String,
    /// What the file expects; of a list, the same element.
    pub expected: String,
    /// Largest error, in the measure of `tolerance`; NaN when nothing was compared.
    pub error: f64,
    /// Largest error allowed.
    pub tolerance: f64,
    /// How it ended.
    pub status: Status,
}

impl Check {
    /// A quantity that was not recomputed.
    pub fn not_checked(case: &str, quantity: &str, expected: &str, reason: &str) -> Check {
        Check {
            case: case.to_owned(),
            quantity: quantity.to_owned(),
            computed: String::new(),
            expected: expected.to_owned(),
            error: f64::NAN,
            tolerance: f64::NAN,
            status: Status::NotChecked(reason.to_owned()),
        }
    }

    /// Whether it was compared and is outside the tolerance.
    pub fn differs(&self) -> bool {
        self.status == Status::Differs
    }

    /// Whether it was not compared.
    pub fn is_not_checked(&self) -> bool {
        matches!(self.status, Status::NotChecked(_))
    }
}

/// How many checks ended in each way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Within the tolerance.
    pub agree: usize,
    /// Outside the tolerance.
    pub differ: usize,
    /// Not compared.
    pub not_checked: usize,
}

impl Tally {
    /// Counts a list of checks.
    pub fn of(checks: &[Check]) -> Tally {
        let mut tally = Tally::default();
        for check in checks {
            match check.status {
                Status::Agrees => tally.agree += 1,
                Status::Differs => tally.differ += 1,
                Status::NotChecked(_) => tally.not_checked += 1,
            }
        }
        tally
    }
}

/// One line for a check, in aligned columns: status, case, quantity, computed, expected, error and tolerance.
pub fn line(check: &Check) -> String {
    match &check.status {
        Status::NotChecked(reason) => format!("not checked  {}: {} ({reason})", check.case, check.quantity),
        status => {
            let word = if *status == Status::Agrees { "agrees     " } else { "DIFFERS    " };
            format!(
                "{word}  {}: {}  computed {}, expected {}, error {:.1e} (allowed {:.0e})",
                check.case, check.quantity, check.computed, check.expected, check.error, check.tolerance
            )
        }
    }
}

/// The report of one file: what differs, what was not checked, then the count; every check when `all` is set.
pub fn report(name: &str, checks: &[Check], all: bool) -> String {
    let mut text = String::new();
    for check in checks.iter().filter(|c| all || c.status != Status::Agrees) {
        let _ = writeln!(text, "{}", line(check));
    }
    let tally = Tally::of(checks);
    let worst = checks
        .iter()
        .filter(|c| c.status == Status::Agrees && c.tolerance > 0.0)
        .map(|c| c.error / c.tolerance)
        .fold(0.0, f64::max);
    let _ = writeln!(
        text,
        "{name}: {} agree, {} differ, {} not checked; largest error of those that agree: {:.1e} of what is allowed",
        tally.agree, tally.differ, tally.not_checked, worst
    );
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_not_checked_is_counted_and_shown() {
        let checks = vec![Check::not_checked("case", "thing", "1", "not known")];
        assert_eq!(Tally::of(&checks).not_checked, 1);
        let text = report("file.json", &checks, false);
        assert!(
            text.contains("not checked  case: thing (not known)") && text.contains("0 agree, 0 differ, 1 not checked")
        );
    }
}
