//! The record of what happened: dated falls, and counts of districts held. It conditions or replays the campaign, and
//! outcomes are compared with it.

use std::collections::BTreeMap;

use super::csv_file::{Columns, Row, read_csv};
use super::date::Date;
use super::geography::Geography;
use super::inputs::{Reader, written_in};
use super::parameter::Range;
use super::problem::Problem;

/// A dated change of hands of one district.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RecordedChange {
    /// Index of the district.
    pub district: u32,
    /// Day on which it is said to have happened.
    pub date: Date,
    /// How many days the date may be off, either way.
    pub precision_days: f64,
    /// Whether the district fell; if not, it was retaken.
    pub fell: bool,
}

/// A dated count of districts held.
#[derive(Clone, Debug, PartialEq)]
pub struct RecordedCount {
    /// Who counted.
    pub series: String,
    /// Day at whose end the count holds.
    pub date: Date,
    /// Districts, scaled to the scenario's map.
    pub districts: f64,
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
    needed: &["district", "date", "event", "use"],
    optional: &["name", "province", "precision_days", "disputed", "confidence", "source", "note"],
};
const CAPITALS: Columns = Columns {
    needed: &["district", "date", "use"],
    optional: &["capital", "province", "confidence", "source", "note"],
};
const COUNTS: Columns = Columns {
    needed: &["date", "scaled_to_398", "series", "measure", "use"],
    optional: &["count", "contested", "government", "units", "confidence", "source", "note"],
};
const DAYS: Range = Range { low: 0.0, high: 3650.0, above_low: false, below_high: false };
const COUNT: Range = Range { low: 0.0, high: 1e6, above_low: false, below_high: false };

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
    let falls = read_if_there((reader, folder, "district_falls.csv"), FALLS, problems, |row| {
        let fell = row.word("event", &[("fall", true), ("recapture", false)]);
        let precision_days = row.number_or("precision_days", DAYS, 0.0);
        let (district, date) = (district(row)?, row.date("date")?);
        (row.cell("use") == "outcome" && row.cell("disputed") != "1").then_some(RecordedChange {
            district,
            date,
            precision_days,
            fell,
        })
    });
    record.changes.extend(falls);
    let capitals = read_if_there((reader, folder, "capitals.csv"), CAPITALS, problems, |row| {
        let (district, date) = (district(row)?, row.date("date")?);
        (row.cell("use") == "outcome").then_some(RecordedChange { district, date, precision_days: 0.0, fell: true })
    });
    record.changes.extend(capitals);
    let counts = read_if_there((reader, folder, "control_counts.csv"), COUNTS, problems, |row| {
        let districts = row.number_or("scaled_to_398", COUNT, f64::NAN);
        let date = row.date("date")?;
        let counts = row.cell("use") == "outcome" && row.cell("measure") == "held" && !districts.is_nan();
        counts.then(|| RecordedCount { series: row.cell("series").to_owned(), date, districts })
    });
    record.counts.extend(counts);
    record
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
