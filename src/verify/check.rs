//! One recomputed quantity against its expected value.

use serde::Serialize;

/// How a check ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// Within the tolerance.
    Agrees,
    /// Outside the tolerance.
    Differs,
    /// Not recomputed. Never counts as agreement.
    #[serde(rename = "not checked")]
    NotChecked,
}

/// One quantity of one case.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Check {
    /// The case: its place in the file, and its name where it has one.
    #[serde(skip)]
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
    /// Why it was not recomputed.
    pub reason: Option<String>,
}

impl Check {
    /// A quantity that was not recomputed.
    pub fn not_checked(case: &str, quantity: &str, reason: &str) -> Check {
        Check {
            case: case.to_owned(),
            quantity: quantity.to_owned(),
            computed: String::new(),
            expected: String::new(),
            error: f64::NAN,
            tolerance: f64::NAN,
            status: Status::NotChecked,
            reason: Some(reason.to_owned()),
        }
    }
}

/// How many checks ended in each way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Tally {
    /// Within the tolerance.
    pub agree: usize,
    /// Outside the tolerance.
    pub differ: usize,
    /// Not compared.
    pub not_checked: usize,
}

impl Tally {
    /// Counts checks.
    pub fn of<'a>(checks: impl IntoIterator<Item = &'a Check>) -> Tally {
        let mut tally = Tally::default();
        for check in checks {
            match check.status {
                Status::Agrees => tally.agree += 1,
                Status::Differs => tally.differ += 1,
                Status::NotChecked => tally.not_checked += 1,
            }
        }
        tally
    }
}
