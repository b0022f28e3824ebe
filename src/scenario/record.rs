//! The record of what happened: dated falls, and counts of districts held. It conditions or replays the campaign, and
//! outcomes are compared with it: one reader for all three, so that they cannot disagree on what is on record.

use std::collections::BTreeMap;
use std::path::Path;

use super::csv_file::{Columns, Row, read_csv};
use super::date::Date;
use super::geography::Geography;
use super::parameter::Range;
use super::problem::Problem;

/// A dated change of hands of one district.
#[derive(Clone, Debug, PartialEq)]
pub struct RecordedChange {
    /// Index of the district.
    pub district: u32,
    /// Day on which it is said to have happened.
    pub date: Date,
    /// How many days the date may be off, either way.
    pub precision_days: f64,
    /// Whether the district fell; if not, it was retaken.
    pub fell: bool,
    /// The name that the record gives, of the district or of its city; empty where it gives none.
    pub name: String,
    /// What the row was used for.
    pub fit: Option<Fit>,
    /// Who says so.
    pub source: String,
}

/// A dated count of districts held.
#[derive(Clone, Debug, PartialEq)]
pub struct RecordedCount {
    /// Who counted.
    pub series: String,
    /// Day at whose end the count holds.
    pub date: Date,
    /// Districts, scaled to the scenario's map where the record gives that.
    pub districts: f64,
    /// What the row was used for.
    pub fit: Option<Fit>,
    /// Who says so.
    pub source: String,
}

/// What a row of the record was used for when the scenario's parameters were chosen; said by the record alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fit {
    /// Parameters were fitted to it.
    Fitted,
    /// It was looked at when values were set, but was no term of a fit.
    Informed,
    /// It was not looked at.
    HeldOut,
}

impl Fit {
    const WORDS: [(&str, Option<Fit>); 4] = [
        ("", None),
        ("fitted", Some(Fit::Fitted)),
        ("informed", Some(Fit::Informed)),
        ("held-out", Some(Fit::HeldOut)),
    ];

    /// In words, as a table shows it.
    #[must_use]
    pub fn in_words(self) -> &'static str {
        match self {
            Fit::Fitted => "fitted to",
            Fit::Informed => "looked at when values were set",
            Fit::HeldOut => "held out",
        }
    }
}

/// What is on record.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Record {
    /// Changes of hands, in the order of the file.
    pub changes: Vec<RecordedChange>,
    /// Counts, in the order of the file.
    pub counts: Vec<RecordedCount>,
}

const FALLS: Columns = Columns {
    needed: &["district", "date"],
    optional: &[
        "event",
        "use",
        "fit",
        "name",
        "province",
        "precision_days",
        "disputed",
        "confidence",
        "source",
        "note",
    ],
};
const CAPITALS: Columns = Columns {
    needed: &["district", "date"],
    optional: &["use", "fit", "capital", "province", "confidence", "source", "note"],
};
const COUNTS: Columns = Columns {
    needed: &["date", "series", "count"],
    optional: &["scaled", "measure", "use", "fit", "contested", "government", "units", "confidence", "source", "note"],
};
const DAYS: Range = Range { low: 0.0, high: 3650.0, above_low: false, below_high: false };
const COUNT: Range = Range { low: 0.0, high: 1e6, above_low: false, below_high: false };

/// Whether a row is an outcome, by its `use`: all but those that are kept for the reader alone.
const USES: [(&str, bool); 5] =
    [("", true), ("outcome", true), ("parameter", false), ("milestone", false), ("context", false)];
const EVENTS: [(&str, bool); 3] = [("", true), ("fall", true), ("recapture", false)];
const DISPUTED: [(&str, bool); 3] = [("", false), ("0", false), ("1", true)];

/// Reads the record from a scenario's folder of observations; files that are not there are not missed.
pub(crate) fn read_record(folder: &Path, geography: &Geography, problems: &mut Vec<Problem>) -> Record {
    let numbers: BTreeMap<&str, u32> = (0..).zip(&geography.districts).map(|(i, d)| (d.id.as_str(), i)).collect();
    let district = |row: &Row<'_>| {
        let known = numbers.get(row.cell("district")).copied();
        if known.is_none() {
            row.wrong("district", "the id of a district of the map", "");
        }
        known
    };
    let mut record = Record::default();
    let falls = read_if_there(&folder.join("district_falls.csv"), FALLS, problems, |row| {
        let (fell, fit) = (row.word("event", &EVENTS), row.word("fit", &Fit::WORDS));
        let (outcome, disputed) = (row.word("use", &USES), row.word("disputed", &DISPUTED));
        let precision_days = row.number_or("precision_days", DAYS, 0.0);
        let (district, date) = (district(row)?, dated(row, outcome)?);
        let (name, source) = (row.cell("name").to_owned(), row.cell("source").to_owned());
        let change = RecordedChange { district, date, precision_days, fell, name, fit, source };
        (outcome && !disputed).then_some(change)
    });
    record.changes.extend(falls);
    let capitals = read_if_there(&folder.join("capitals.csv"), CAPITALS, problems, |row| {
        let (outcome, fit) = (row.word("use", &USES), row.word("fit", &Fit::WORDS));
        let (district, date) = (district(row)?, dated(row, outcome)?);
        let (name, source) = (row.cell("capital").to_owned(), row.cell("source").to_owned());
        let change = RecordedChange { district, date, precision_days: 0.0, fell: true, name, fit, source };
        outcome.then_some(change)
    });
    record.changes.extend(capitals);
    let counts = read_if_there(&folder.join("control_counts.csv"), COUNTS, problems, |row| {
        let (outcome, fit) = (row.word("use", &USES), row.word("fit", &Fit::WORDS));
        let counted = row.number_or("count", COUNT, f64::NAN);
        let districts = row.number_or("scaled", COUNT, counted);
        let used = outcome && matches!(row.cell("measure"), "" | "held");
        let date = dated(row, used)?;
        if used && districts.is_nan() {
            row.wrong("count", "the number of districts held", "give a number, or the use context");
        }
        let (series, source) = (row.cell("series").to_owned(), row.cell("source").to_owned());
        used.then_some(RecordedCount { series, date, districts, fit, source })
    });
    record.counts.extend(counts);
    record
}

/// The date of a row, which one that is used must have.
fn dated(row: &Row<'_>, used: bool) -> Option<Date> {
    if used && row.cell("date").is_empty() {
        row.wrong("date", "the date of the row", "give a date, or the use context");
    }
    row.date("date")
}

/// The rows of a file that are kept; none where there is no such file.
fn read_if_there<T>(
    path: &Path,
    columns: Columns,
    problems: &mut Vec<Problem>,
    read_row: impl FnMut(&Row<'_>) -> Option<T>,
) -> Vec<T> {
    if !path.exists() {
        return Vec::new();
    }
    match read_csv(path, columns, read_row) {
        Ok(rows) => rows.into_iter().flatten().collect(),
        Err(found) => {
            problems.extend(found.iter().cloned());
            Vec::new()
        }
    }
}
