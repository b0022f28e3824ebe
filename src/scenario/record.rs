//! The record of what happened: dated falls, counts of districts held, and outcomes of the response. It conditions or replays the
//! campaign, and outcomes are compared with it: one reader for all, so that they cannot disagree on what is on record.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::csv_file::{Columns, Row, needed, optional, read_csv};
use super::date::Date;
use super::geography::Geography;
use super::inputs::{Reader, written_in};
use super::parameter::{Parameter, Range};
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

/// An outcome on record: the value of a metric, or of a daily series on a day.
#[derive(Clone, Debug, PartialEq)]
pub struct RecordedOutcome {
    /// Id of the metric or of the daily series.
    pub quantity: String,
    /// For a series the day at whose end the value holds; for a metric the day on which it was known.
    pub date: Date,
    /// What was seen.
    pub seen: Seen,
    /// How far the value may be off, either way, in the quantity's unit.
    pub off: f64,
    /// What the row was used for.
    pub fit: Option<Fit>,
    /// Who says so.
    pub source: String,
    /// The problem that the row is where no result has such a quantity, or none of that kind.
    pub unknown: Problem,
}

/// A count of civilians in a place of refuge.
#[derive(Clone, Debug, PartialEq)]
pub struct RecordedRefuge {
    /// The place: id or name of a host district, a host state, or what the scenario calls the host.
    pub place: String,
    /// Day at whose end they were there.
    pub date: Date,
    /// How many.
    pub people: f64,
    /// What the row was used for.
    pub fit: Option<Fit>,
    /// Who says so.
    pub source: String,
}

/// What was seen of an outcome.
#[derive(Clone, Debug, PartialEq)]
pub enum Seen {
    /// A number; of an event 1 where it happened.
    Number(f64),
    /// A time that had not come by the end of the scenario.
    Never,
    /// A level, by its name.
    Level(String),
}

/// What a row of the record was used for when the scenario's parameters were chosen; said by the record alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
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
    /// Outcomes, in the order of the file.
    pub outcomes: Vec<RecordedOutcome>,
    /// Civilians in places of refuge, in the order of the file.
    pub refuge: Vec<RecordedRefuge>,
}

impl Record {
    /// The rows dated up to a day.
    #[must_use]
    pub fn until(&self, day: Date) -> Record {
        Record {
            changes: self.changes.iter().filter(|change| change.date <= day).cloned().collect(),
            counts: self.counts.iter().filter(|count| count.date <= day).cloned().collect(),
            outcomes: self.outcomes.iter().filter(|outcome| outcome.date <= day).cloned().collect(),
            refuge: self.refuge.iter().filter(|count| count.date <= day).cloned().collect(),
        }
    }
}

const FALLS: Columns = Columns {
    about: "districts that changed hands, a row for each report; a row counts with use = outcome and disputed not 1. \
            Conditioning and replay take it, and the hindcast compares days of first falls with it",
    columns: &[
        needed("district", "", "id of the district"),
        optional("name", "", "its name, for people"),
        optional("province", "", "its province, for people"),
        needed("date", "", "the day on which it is said to have happened; empty only in rows that do not count"),
        optional("precision_days", "days", "how many days the date may be off, either way"),
        optional("event", "", "whether it fell (also if left out), or was retaken"),
        optional("disputed", "", "1 where other reports deny it: such a row does not count"),
        optional("use", "", USE),
        optional("fit", "", FIT),
        optional("confidence", "", "how sure the source is: any word, for people"),
        optional("source", "", "where the report is from"),
        optional("note", "", "anything else, for people"),
    ],
    example: &["ford,The Ford,riverland,2030-06-14,1,fall,0,outcome,held-out,high,a newspaper of 15 June 2030,"],
};
const CAPITALS: Columns = Columns {
    about: "days on which capitals of provinces fell, a row each; a row counts with use = outcome",
    columns: &[
        needed("district", "", "id of the district that holds the capital"),
        optional("capital", "", "the capital's name, for people"),
        optional("province", "", "its province, for people"),
        needed("date", "", "the day on which it fell; empty only in rows that do not count"),
        optional("use", "", USE),
        optional("fit", "", FIT),
        optional("confidence", "", "how sure the source is: any word, for people"),
        optional("source", "", "where the report is from"),
        optional("note", "", "anything else, for people"),
    ],
    example: &["ford,The Ford,riverland,2030-08-20,outcome,,high,a newspaper of 21 August 2030,"],
};
const COUNTS: Columns = Columns {
    about: "dated counts of the districts that the advancing force holds, a row each; a row counts with use = outcome and \
            measure = held. Conditioning weighs worlds by one series of it, and the hindcast scores the daily series by all",
    columns: &[
        needed("date", "", "the day at whose end the count holds; empty only in rows that do not count"),
        needed("count", "districts", "the districts counted as held; may be empty where `scaled` has a value"),
        optional(
            "scaled",
            "districts",
            "the same, scaled to the number of districts of the scenario's map; taken in place of `count` where given",
        ),
        needed("series", "", "who counted, in a short word: counts of one series are comparable"),
        optional("measure", "", "what was counted: `held` counts (also if left out), anything else is for people"),
        optional("contested", "districts", "districts counted as contested, for people"),
        optional("government", "districts", "districts counted as the government's, for people"),
        optional("units", "districts", "how many districts the counter distinguishes, for people"),
        optional("use", "", USE),
        optional("fit", "", FIT),
        optional("confidence", "", "how sure the source is: any word, for people"),
        optional("source", "", "where the count is from"),
        optional("note", "", "anything else, for people"),
    ],
    example: &["2030-06-30,2,,press,held,1,1,4,outcome,fitted,medium,a map of 1 July 2030,"],
};
const OUTCOMES: Columns = Columns {
    about: "outcomes on record beside the districts, a row each: of the response, of people, of whatever results tell. A row counts with \
            use = outcome. The hindcast holds results against it, and `panj calibrate --simulate` goes by it",
    columns: &[
        needed(
            "quantity",
            "",
            "id of a metric (`request_days`, as summary.csv has it) or of a daily series (`soldiers_in_host`)",
        ),
        needed(
            "date",
            "",
            "for a daily series the day at whose end the value holds; for a metric the day on which it was known",
        ),
        needed(
            "value",
            "",
            "a number in the quantity's unit; `yes` or `no` for an event, the name of a level, `never` for a time that had not come by \
             the scenario's end",
        ),
        optional("off", "that of the quantity", "how far the value may be off, either way, in the quantity's unit"),
        optional("use", "", USE),
        optional("fit", "", FIT),
        optional("confidence", "", "how sure the source is: any word, for people"),
        optional("source", "", "where the value is from"),
        optional("note", "", "anything else, for people"),
    ],
    example: &["request_days,2030-07-01,61,1,outcome,held-out,high,a newspaper of 1 July 2030,"],
};
const DISPLACEMENT: Columns = Columns {
    about: "dated counts of civilians, a row each. A row counts with use = outcome and a measure that begins with `stock in host`: the \
            hindcast holds the civilians in that place of refuge against it and works out the averaged relative difference by day \
            (Suleimenova, Bell & Groen 2017), where the scenario tells people by place (outcomes.people_by_place)",
    columns: &[
        needed("date", "", "the day at whose end the count holds; empty only in rows that do not count"),
        needed(
            "place",
            "",
            "id or name of a host district, a host state as in host_districts.csv, or the host's name; what is none of them is not compared",
        ),
        needed("people", "people", "how many"),
        needed(
            "measure",
            "",
            "what was counted: `stock in host` counts, anything else (arrivals, returns) is for people",
        ),
        optional("use", "", USE),
        optional("fit", "", FIT),
        optional("source", "", "where the count is from"),
        optional("confidence", "", "how sure the source is: any word, for people"),
        optional("note", "", "anything else, for people"),
    ],
    example: &["2030-06-30,left,1200,stock in host,outcome,held-out,the refugee agency of 1 July 2030,high,"],
};
/// What the column `use` says in every file of the record.
const USE: &str = "what the row is for: `outcome` (also if left out) is compared with results, conditioned on and replayed; \
                   `parameter`, `milestone` and `context` are for people, and do not count";
/// What the column `fit` says.
const FIT: &str = "what the row was used for when the scenario's parameters were chosen: `fitted` (a term of the fit), \
                   `informed` (looked at when values were set), `held-out` (not looked at); empty: not said";
const DAYS: Range = Range { low: 0.0, high: 3650.0, above_low: false, below_high: false };
const COUNT: Range = Range { low: 0.0, high: 1e6, above_low: false, below_high: false };
const CIVILIANS: Range = Range { low: 0.0, high: 1e9, above_low: false, below_high: false };

/// Whether a row is an outcome, by its `use`: all but those that are kept for the reader alone.
const USES: [(&str, bool); 5] =
    [("", true), ("outcome", true), ("parameter", false), ("milestone", false), ("context", false)];
const EVENTS: [(&str, bool); 3] = [("", true), ("fall", true), ("recapture", false)];
const DISPUTED: [(&str, bool); 3] = [("", false), ("0", false), ("1", true)];

/// Reads the record from a scenario's folder of observations; files that are not there are not missed.
pub(crate) fn read_record(
    folder: &str,
    reader: &Reader<'_>,
    geography: &Geography,
    problems: &mut Vec<Problem>,
) -> Record {
    let numbers: BTreeMap<&str, u32> = (0..).zip(&geography.districts).map(|(i, d)| (d.id.as_str(), i)).collect();
    let district = |row: &Row<'_>| {
        let known = numbers.get(row.cell("district")).copied();
        if known.is_none() {
            row.wrong("district", "the id of a district of the map", "");
        }
        known
    };
    let mut record = Record::default();
    let falls =
        read_if_there((reader, folder, "district_falls.csv"), FALLS, problems, |row| read_fall(row, district(row)));
    record.changes.extend(falls);
    let capitals =
        read_if_there((reader, folder, "capitals.csv"), CAPITALS, problems, |row| read_capital(row, district(row)));
    record.changes.extend(capitals);
    record.counts.extend(read_if_there((reader, folder, "control_counts.csv"), COUNTS, problems, read_count));
    record.outcomes.extend(read_if_there((reader, folder, "outcomes.csv"), OUTCOMES, problems, read_outcome));
    record.refuge.extend(read_if_there((reader, folder, "displacement.csv"), DISPLACEMENT, problems, read_refuge));
    record
}

/// Each file of the record: its name without `.csv`, what it is about, its columns.
pub(crate) fn described() -> [(&'static str, Columns, Vec<Parameter>); 5] {
    let [falls, capitals] = ["observed/district_falls", "observed/capitals"];
    let [counts, outcomes] = ["observed/control_counts", "observed/outcomes"];
    let refuge = "observed/displacement";
    [
        (falls, FALLS, FALLS.describe(falls, |row| read_fall(row, Some(0)))),
        (capitals, CAPITALS, CAPITALS.describe(capitals, |row| read_capital(row, Some(0)))),
        (counts, COUNTS, COUNTS.describe(counts, read_count)),
        (outcomes, OUTCOMES, OUTCOMES.describe(outcomes, read_outcome)),
        (refuge, DISPLACEMENT, DISPLACEMENT.describe(refuge, read_refuge)),
    ]
}

fn read_fall(row: &Row<'_>, district: Option<u32>) -> Option<RecordedChange> {
    let (fell, fit) = (row.word("event", &EVENTS), row.word("fit", &Fit::WORDS));
    let (outcome, disputed) = (row.word("use", &USES), row.word("disputed", &DISPUTED));
    let precision_days = row.number_or("precision_days", DAYS, 0.0);
    let (district, date) = (district?, dated(row, outcome)?);
    let (name, source) = (row.cell("name").to_owned(), row.cell("source").to_owned());
    let change = RecordedChange { district, date, precision_days, fell, name, fit, source };
    (outcome && !disputed).then_some(change)
}

fn read_capital(row: &Row<'_>, district: Option<u32>) -> Option<RecordedChange> {
    let (outcome, fit) = (row.word("use", &USES), row.word("fit", &Fit::WORDS));
    let (district, date) = (district?, dated(row, outcome)?);
    let (name, source) = (row.cell("capital").to_owned(), row.cell("source").to_owned());
    let change = RecordedChange { district, date, precision_days: 0.0, fell: true, name, fit, source };
    outcome.then_some(change)
}

fn read_count(row: &Row<'_>) -> Option<RecordedCount> {
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
}

fn read_outcome(row: &Row<'_>) -> Option<RecordedOutcome> {
    let (outcome, fit) = (row.word("use", &USES), row.word("fit", &Fit::WORDS));
    let off = row.number_or("off", COUNT, 0.0);
    let quantity = row.text("quantity");
    let date = dated(row, outcome)?;
    let seen = match row.cell("value") {
        "never" => Seen::Never,
        "yes" => Seen::Number(1.0),
        "no" => Seen::Number(0.0),
        cell => match cell.parse::<f64>() {
            Ok(number) if number.is_finite() => Seen::Number(number),
            Err(_) if cell.starts_with(|c: char| c.is_ascii_alphabetic()) => Seen::Level(cell.to_owned()),
            _ => {
                row.wrong("value", "a number, yes, no, never, or the name of a level", "");
                return None;
            }
        },
    };
    let rule = "the id of a metric or of a daily series of these results, with a value of its kind";
    let (source, unknown) = (row.cell("source").to_owned(), row.problem("quantity", rule));
    outcome.then_some(RecordedOutcome { quantity, date, seen, off, fit, source, unknown })
}

fn read_refuge(row: &Row<'_>) -> Option<RecordedRefuge> {
    let (outcome, fit) = (row.word("use", &USES), row.word("fit", &Fit::WORDS));
    let used = outcome && row.cell("measure").starts_with("stock in host");
    let date = dated(row, used);
    let people = row.number("people", CIVILIANS);
    let (place, source) = (row.text("place"), row.cell("source").to_owned());
    used.then_some(RecordedRefuge { place, date: date?, people, fit, source })
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
    (reader, folder, file): (&Reader<'_>, &str, &str),
    columns: Columns,
    problems: &mut Vec<Problem>,
    read_row: impl FnMut(&Row<'_>) -> Option<T>,
) -> Vec<T> {
    let (name, text) = match reader.data(&written_in(folder, file)) {
        Ok(Some(read)) => read,
        Ok(None) => return Vec::new(),
        Err(problem) => {
            problems.push(*problem);
            return Vec::new();
        }
    };
    match read_csv(name, text, columns, read_row) {
        Ok(rows) => rows.into_iter().flatten().collect(),
        Err(found) => {
            problems.extend(found.iter().cloned());
            Vec::new()
        }
    }
}
