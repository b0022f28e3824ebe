//! A CSV file while it is read: columns by name, each cell with its place, all problems collected.
//!
//! The contract: UTF-8, a header line, commas, quotes where a cell holds a comma; every column known, every needed one
//! there, every row as long as the header.

mod columns;
mod ids;
mod row;

use std::cell::{Cell, RefCell};

use super::limits::MOST_ROWS;
use super::nearest::did_you_mean;
use super::origin::{Origin, Sources};
use super::problem::{MOST_NOTED, MOST_PROBLEMS, Problem, Problems, note};

pub(crate) use columns::{Columns, Notes, needed, optional};
pub(crate) use ids::Ids;
pub(crate) use row::Row;

/// A CSV file, read.
#[derive(Debug)]
pub(crate) struct CsvFile<'a> {
    sources: &'a Sources,
    source: usize,
    problems: &'a RefCell<Vec<Problem>>,
    /// Header as written.
    header: Vec<String>,
    records: Vec<(usize, csv::StringRecord)>,
    /// Whether every row could be read, so that an id that is not there is truly missing.
    pub(crate) complete: bool,
    /// Problems of its rows so far.
    told: Cell<usize>,
    /// Where it is noted what the columns take, if that is what the file is read for.
    pub(crate) notes: Option<&'a Notes>,
}

/// Reads the text of a CSV file of its own, row by row.
///
/// # Errors
/// All that is wrong with the file.
pub(crate) fn read_csv<T>(
    name: String,
    text: String,
    columns: Columns,
    mut read_row: impl FnMut(&Row<'_>) -> T,
) -> Result<Vec<T>, Problems> {
    let mut sources = Sources::default();
    let source = sources.add_file(name, text);
    let problems = RefCell::default();
    let file = CsvFile::parse(&sources, source, columns, &problems);
    let rows = file.rows().map(|row| read_row(&row)).collect();
    drop(file);
    let problems = problems.into_inner();
    if problems.is_empty() { Ok(rows) } else { Err(Problems::new(problems)) }
}

impl<'a> CsvFile<'a> {
    /// Splits a text that `sources` knows by number into rows.
    pub(crate) fn parse(
        sources: &'a Sources,
        source: usize,
        columns: Columns,
        problems: &'a RefCell<Vec<Problem>>,
    ) -> CsvFile<'a> {
        let text = sources.text(source);
        let mut file = CsvFile {
            sources,
            source,
            problems,
            header: Vec::new(),
            records: Vec::new(),
            complete: true,
            told: Cell::new(0),
            notes: None,
        };
        let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
        let mut record = csv::StringRecord::new();
        // Reading from a text in memory cannot fail but for its encoding, which was checked.
        while reader.read_record(&mut record).unwrap_or(false) {
            let start = record.position().map_or(0, |p| p.byte() as usize);
            let start = start + text[start..].bytes().take_while(|b| *b == b'\n' || *b == b'\r').count();
            file.records.push((start, record.clone()));
            if file.records.len() > MOST_ROWS + 1 {
                file.too_large("more rows".to_owned(), format!("at most {MOST_ROWS} rows"));
                file.complete = false;
                file.records.clear();
                return file;
            }
        }
        if file.records.is_empty() {
            let name = sources.name(source);
            let needed: Vec<&str> = columns.needed().collect();
            let rule = format!("a header line with the columns {}", needed.join(","));
            problems.borrow_mut().push(Problem::of_file(name, "an empty file", rule));
            file.complete = false;
            return file;
        }
        let (start, header) = file.records.remove(0);
        file.header = header.iter().map(|h| h.trim().to_owned()).collect();
        if let Some((found, remedy)) = no_csv(&text[start..], &file.header) {
            let rule = format!(
                "a CSV file, cells parted by commas, with the columns {}",
                columns.needed().collect::<Vec<_>>().join(",")
            );
            file.report(Origin::new(source, start..start + 1), "", found.to_owned(), rule, remedy.to_owned());
            file.complete = false;
            file.records.clear();
        } else if file.check_header(start, columns) {
            file.check_lengths();
            if file.records.is_empty() && file.complete {
                file.complete = false;
                let problem = Problem::of_file(sources.name(source), "no row below the header", "at least one row");
                problems.borrow_mut().push(problem.remedy("fill the file, or take it out of [files]"));
            }
        } else {
            file.complete = false;
            file.records.clear();
        }
        file
    }

    /// The rows below the header.
    pub(crate) fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        self.records.iter().map(|(start, record)| Row { file: self, start: *start, record })
    }

    /// Reports unknown, missing and repeated columns; says whether the rows can be read.
    fn check_header(&self, start: usize, columns: Columns) -> bool {
        let mut sound = true;
        let known = || columns.names();
        for (at, name) in self.header.iter().enumerate() {
            let origin = Origin::new(self.source, cell_span(self.sources.text(self.source), start, at));
            let missing = known().filter(|k| !self.header.iter().any(|h| h == k));
            let (found, rule, remedy) = if self.header[..at].contains(name) {
                (format!("the column {name} for the second time"), "each column once".to_owned(), String::new())
            } else if known().any(|k| k == name) {
                continue;
            } else {
                let near = did_you_mean(name, missing);
                let list: Vec<&str> = known().collect();
                (format!("unknown column {name}"), format!("only the columns {}", list.join(", ")), near)
            };
            sound = false;
            self.report(origin, name, found, rule, remedy);
        }
        for name in columns.needed().filter(|n| !self.header.iter().any(|h| h == n)) {
            sound = false;
            let origin = Origin::new(self.source, start..start + 1);
            let remedy = format!("add the column {name} to the header line");
            self.report(origin, name, "no such column".to_owned(), format!("a column {name}"), remedy);
        }
        sound
    }

    /// Drops and reports the rows that are shorter or longer than the header.
    fn check_lengths(&mut self) {
        let wanted = self.header.len();
        let records = std::mem::take(&mut self.records);
        for (start, record) in records {
            if record.len() == wanted {
                self.records.push((start, record));
                continue;
            }
            self.complete = false;
            let text = self.sources.text(self.source);
            let span = cell_span(text, start, record.len().min(wanted + 1).saturating_sub(1));
            let rule = format!("{wanted} cells, as in the header");
            let remedy = "a cell that holds a comma stands between quotes".to_owned();
            let found = format!("{} cells", record.len());
            self.report(Origin::new(self.source, span), "", found, rule, remedy);
        }
    }

    /// Reports that the whole file is too large.
    pub(crate) fn too_large(&self, found: String, rule: String) {
        self.problems.borrow_mut().push(Problem::of_file(self.sources.name(self.source), found, rule));
    }

    /// Whether so many problems are told already that a remedy of a further one would not be read.
    fn is_told_enough(&self) -> bool {
        self.told.get() >= MOST_PROBLEMS
    }

    fn report(&self, origin: Origin, column: &str, found: String, rule: String, remedy: String) {
        self.told.set(self.told.get() + 1);
        let problem = if self.told.get() > MOST_NOTED {
            Problem::further(self.sources.name(self.source))
        } else {
            Problem::at(self.sources, origin, column).found(found).rule(rule).remedy(remedy)
        };
        note(&mut self.problems.borrow_mut(), problem);
    }
}

/// What a file is instead of a CSV file, and how to mend it; `None` where it may be one.
fn no_csv(text: &str, header: &[String]) -> Option<(&'static str, &'static str)> {
    const PARTED: &str = "save the file again with commas between its cells and points in its numbers";
    let [only] = header else {
        // A JSON text has commas, too.
        return json(text);
    };
    let parted = [(';', "cells parted by semicolons"), ('\t', "cells parted by tabs"), ('|', "cells parted by bars")];
    let by = parted.iter().find(|(mark, _)| only.contains(*mark) || text.lines().next().unwrap_or("").contains(*mark));
    json(text).or_else(|| by.map(|(_, found)| (*found, PARTED)))
}

/// A file in another language of data: a GeoJSON file where its table is wanted.
fn json(text: &str) -> Option<(&'static str, &'static str)> {
    let text = text.trim_start();
    if text.starts_with('{') || text.starts_with('[') {
        Some(("JSON", "write the properties of the features as a table; a GeoJSON file of lines is files.outline"))
    } else if text.starts_with('<') {
        Some(("XML or HTML", "write the data as a table"))
    } else {
        None
    }
}

/// The bytes of the `wanted`-th cell of the row that begins at `start`.
pub(crate) fn cell_span(text: &str, start: usize, wanted: usize) -> std::ops::Range<usize> {
    let (mut at, mut cell, mut quoted) = (start, 0, false);
    let mut begin = start;
    for byte in text.as_bytes().iter().skip(start) {
        match byte {
            b'"' => quoted = !quoted,
            b',' if !quoted => {
                if cell == wanted {
                    return begin..at;
                }
                cell += 1;
                begin = at + 1;
            }
            b'\n' | b'\r' if !quoted => break,
            _ => {}
        }
        at += 1;
    }
    begin..at
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is told of a text read as a table with the columns a, b.
    fn told(text: &str) -> String {
        let mut sources = Sources::default();
        let source = sources.add_file("some.csv".to_owned(), text.to_owned());
        let problems = RefCell::default();
        const COLUMNS: &[columns::ColumnWords] = &[needed("a", "", ""), needed("b", "", "")];
        let columns = Columns { about: "", columns: COLUMNS, example: &[] };
        let file = CsvFile::parse(&sources, source, columns, &problems);
        drop(file);
        problems.into_inner().iter().map(|problem| problem.render(false)).collect()
    }

    #[test]
    fn other_files_than_csv_are_told_as_what_they_are() {
        for (text, found) in [
            ("a;b\n1;2\n", "semicolons"),
            ("a\tb\n1\t2\n", "tabs"),
            ("{\"type\": \"FeatureCollection\", \"features\": []}", "JSON"),
            ("{\n \"type\": \"FeatureCollection\",\n}", "JSON"),
            ("[1]", "JSON"),
            ("<html><body>", "XML or HTML"),
        ] {
            let told = told(text);
            assert!(told.contains(found) && !told.contains("add the column"), "{text}: {told}");
        }
        assert!(told("a,b\n1,2\n").is_empty());
        assert!(told("x\n1\n").contains("add the column"), "one column of another name is a CSV file");
    }

    #[test]
    fn cells_are_found_behind_quotes() {
        let text = "id,name\n7,\"a, b\",x\n";
        assert_eq!(&text[cell_span(text, 8, 1)], "\"a, b\"");
        assert_eq!(&text[cell_span(text, 8, 2)], "x");
        assert_eq!(&text[cell_span(text, 8, 9)], "x");
    }
}
