//! What was observed, from the scenario that the folder keeps.

use crate::report::charts::date::place;
use crate::report::folder::read::Results;

/// An observed count of districts held.
#[derive(Clone, Debug, Default)]
pub(in crate::report::folder) struct Count {
    /// Days since 1970-01-01.
    pub(in crate::report::folder) date: f64,
    /// Districts, scaled to those of the scenario where the counter had another list.
    pub(in crate::report::folder) value: f64,
    /// Who counted, and what.
    pub(in crate::report::folder) counter: String,
    pub(in crate::report::folder) source: String,
}

/// A reported fall of a district.
#[derive(Clone, Debug, Default)]
pub(super) struct Fall {
    pub(super) district: String,
    pub(super) name: String,
    /// Days since 1970-01-01.
    pub(super) date: f64,
    /// How exactly the day is known, days.
    pub(super) precision: f64,
    pub(super) source: String,
}

/// A table of observed data, cells by column name; "" for columns that are not there.
struct Rows {
    heads: csv::StringRecord,
    rows: Vec<csv::StringRecord>,
}

impl Rows {
    fn read(results: &Results, name: &str) -> Option<Rows> {
        let text = results.kept.as_ref()?.source.observed(name)?;
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let heads = reader.headers().cloned().ok()?;
        Some(Rows { heads, rows: reader.records().flatten().collect() })
    }

    fn cell<'a>(&self, row: &'a csv::StringRecord, name: &str) -> &'a str {
        let at = self.heads.iter().position(|head| head == name);
        at.and_then(|at| row.get(at)).unwrap_or_default()
    }

    fn has(&self, name: &str) -> bool {
        self.heads.iter().any(|head| head == name)
    }
}

/// Counts of districts held that the scenario marks as an outcome, by date.
pub(in crate::report::folder) fn counts(results: &Results) -> Vec<Count> {
    let Some(table) = Rows::read(results, "control_counts.csv") else { return Vec::new() };
    let scaled = table.heads.iter().find(|head| head.starts_with("scaled_to_")).unwrap_or("count").to_owned();
    let read = |row: &csv::StringRecord| {
        let held = !table.has("measure") || table.cell(row, "measure") == "held";
        (held && table.cell(row, "use") == "outcome").then_some(())?;
        Some(Count {
            date: place(table.cell(row, "date").trim().parse().ok()?),
            value: table.cell(row, &scaled).parse().ok()?,
            counter: table.cell(row, "series").to_owned(),
            source: table.cell(row, "source").to_owned(),
        })
    };
    let mut counts: Vec<Count> = table.rows.iter().filter_map(read).collect();
    counts.sort_by(|a, b| a.date.total_cmp(&b.date));
    counts
}

/// First falls of districts that the scenario marks as an outcome, capitals among them.
pub(super) fn falls(results: &Results) -> Vec<Fall> {
    let mut falls: Vec<Fall> = Vec::new();
    for (file, name) in [("district_falls.csv", "name"), ("capitals.csv", "capital")] {
        let Some(table) = Rows::read(results, file) else { continue };
        let read = |row: &csv::StringRecord| {
            let fell = !table.has("event") || table.cell(row, "event") == "fall";
            (fell && table.cell(row, "use") == "outcome").then_some(())?;
            Some(Fall {
                district: table.cell(row, "district").to_owned(),
                name: table.cell(row, name).to_owned(),
                date: place(table.cell(row, "date").trim().parse().ok()?),
                precision: table.cell(row, "precision_days").parse().unwrap_or(0.0),
                source: table.cell(row, "source").to_owned(),
            })
        };
        for fall in table.rows.iter().filter_map(read) {
            match falls.iter_mut().find(|there| there.district == fall.district) {
                Some(there) if fall.date < there.date => *there = fall,
                Some(_) => {}
                None => falls.push(fall),
            }
        }
    }
    falls.sort_by(|a, b| a.date.total_cmp(&b.date).then(a.district.cmp(&b.district)));
    falls
}

/// Parameters that the kept scenario marks as fitted, in a comment or a source on their own line.
pub(super) fn fitted(results: &Results) -> Vec<String> {
    let text = results.kept.as_ref().map(|kept| kept.source.document()).unwrap_or_default();
    let mut section = "";
    let mut found = Vec::new();
    for line in text.lines() {
        if let Some(name) = line.strip_prefix('[').and_then(|rest| rest.split(']').next()) {
            section = name;
        } else if let Some((key, rest)) = line.split_once('=') {
            let marked = rest.split_once('#').is_some_and(|(_, comment)| comment.trim_start().starts_with("fitted"));
            if marked && !key.trim_start().starts_with('#') {
                let key = key.trim();
                found.push(if section.is_empty() { key.to_owned() } else { format!("{section}.{key}") });
            }
        }
    }
    found
}
