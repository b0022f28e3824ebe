//! A sample of parameters that are not known, such as a posterior: a CSV file with a column for each parameter, named by
//! its path, and a row for each draw.
//!
//! A column `weight`, if there is one, says how often a row stands for a draw, as a number of at least 0; weights need not
//! sum to 1. Every row is checked as if its values were written into the scenario.

use std::path::Path;
use std::sync::Arc;

use super::alliance_folder::path_at;
use super::change::{Change, Setting, not_for_overlays, unknown_path, written_paths};
use super::csv_file::cell_span;
use super::document::parse_value;
use super::inputs::InputFile;
use super::limits::{MOST, MOST_ROWS};
use super::load::ScenarioSource;
use super::origin::{Origin, Sources};
use super::overlay::{Assignment, Overlay};
use super::problem::{MOST_PROBLEMS, Problem, Problems};
use super::text_file::text_of;
use super::value::Value;

/// The path of the first alliance.
const FIRST: &str = "alliance";
/// The column that is no parameter.
const WEIGHT: &str = "weight";

/// A sample of parameters.
#[derive(Clone, Debug, PartialEq)]
pub struct Posterior {
    /// The file.
    pub file: String,
    /// Paths of the parameters, in the order of the columns.
    pub paths: Vec<String>,
    /// The rows: cells of all parameters, as they are written. A run draws few of them, and to parse all takes longer than a world.
    rows: Vec<csv::StringRecord>,
    /// Weight of each row.
    pub weights: Vec<f64>,
}

/// A header's cell: name of the column and where it stands.
type Head = (String, Origin);

impl ScenarioSource {
    /// Reads a sample of parameters of this scenario.
    ///
    /// # Errors
    /// All that is wrong with the file, with line and column; of many wrong rows the first.
    pub fn read_posterior(&self, path: &Path) -> Result<Posterior, Problems> {
        self.posterior_in(&InputFile::posterior(path)?)
    }

    /// Whether the scenario ships samples of parameters.
    #[must_use]
    pub fn ships_posteriors(&self) -> bool {
        !self.samples.is_empty()
    }

    /// Whether it ships a sample of its own, beside its alliance's.
    #[must_use]
    pub fn ships_own_posterior(&self) -> bool {
        self.own_sample
    }

    /// The samples of parameters that the scenario ships: its own, its alliance's. Their rows are not yet held against the scenario, which takes longer than a world of some
    /// hundreds: who draws one finds out, and [`check_posteriors`](ScenarioSource::check_posteriors) looks at all.
    ///
    /// # Errors
    /// All that is wrong with their columns and cells, with line and column.
    pub fn shipped_posteriors(&self) -> Result<Vec<Arc<Posterior>>, Problems> {
        if let Some(read) = self.shipped.get() {
            return Ok(read.clone());
        }
        let read = self.sample_files().map(|(file, at)| self.sample_in(file, at, false).map(Arc::new));
        let read = read.collect::<Result<Vec<_>, _>>()?;
        Ok(self.shipped.get_or_init(|| read).clone())
    }

    /// Holds every row of the samples that the scenario ships against it.
    ///
    /// # Errors
    /// All that is wrong with them, with line and column; of many wrong rows the first.
    pub fn check_posteriors(&self) -> Result<(), Problems> {
        self.sample_files().try_for_each(|(file, at)| self.sample_in(file, at, true).map(|_| ()))
    }

    /// The files of the samples that the scenario ships, each with the path of the alliance whose they are: first those of the
    /// scenario and its first alliance, in the order of their names.
    fn sample_files(&self) -> impl Iterator<Item = (&InputFile, &str)> {
        let of_first = |file: &&InputFile| self.samples.iter().any(|(name, at)| *name == file.name && at == FIRST);
        let first = self.inputs.iter().filter(of_first).map(|file| (file, FIRST));
        let others = self.samples.iter().filter(|(_, at)| at != FIRST);
        first.chain(
            others.filter_map(|(name, at)| Some((self.inputs.iter().find(|file| file.name == *name)?, at.as_str()))),
        )
    }

    /// The same from a file that was read already.
    ///
    /// # Errors
    /// All that is wrong with the file, with line and column; of many wrong rows the first.
    pub fn posterior_in(&self, file: &InputFile) -> Result<Posterior, Problems> {
        self.sample_in(file, FIRST, true)
    }

    fn sample_in(&self, file: &InputFile, at: &str, whole: bool) -> Result<Posterior, Problems> {
        let shown = file.path.display().to_string();
        let text = text_of(&shown, &file.bytes).map_err(|problem| Problems::new(vec![*problem]))?;
        let mut sources = self.sources.clone();
        let source = sources.add_file(shown.clone(), text);
        let mut reader =
            csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(sources.text(source).as_bytes());
        let mut problems = Vec::new();
        let (mut heads, mut posterior): (Vec<Head>, _) = (Vec::new(), Posterior::empty(shown));
        let mut record = csv::StringRecord::new();
        // Reading from a text in memory cannot fail but for its encoding, which was checked.
        // A wrong column would be told as often as there are rows: no further one is checked.
        while reader.read_record(&mut record).unwrap_or(false) && problems.len() < MOST_PROBLEMS {
            let text = sources.text(source);
            let start = record.position().map_or(0, |position| position.byte() as usize);
            let start = start + text[start..].bytes().take_while(|b| *b == b'\n' || *b == b'\r').count();
            let place = |cell: usize| Origin::new(source, cell_span(text, start, cell));
            if heads.is_empty() {
                heads = record.iter().enumerate().map(|(cell, name)| (path_at(at, name.trim()), place(cell))).collect();
                self.check_heads(&heads, &sources, &mut problems);
                posterior.paths = heads.iter().map(|head| head.0.clone()).filter(|name| name != WEIGHT).collect();
                if !problems.is_empty() {
                    break;
                }
            } else if record.len() == heads.len() {
                self.read_draw(&heads, &record, (&sources, source, start, whole), &mut posterior, &mut problems);
            } else {
                let problem = Problem::at(&sources, place(record.len().min(heads.len() + 1) - 1), "");
                let rule = format!("{} cells, as in the header", heads.len());
                problems.push(problem.found(format!("{} cells", record.len())).rule(rule));
            }
        }
        if posterior.rows.len() > MOST_ROWS {
            let found = format!("{} rows", posterior.rows.len());
            problems.push(Problem::of_file(sources.name(source), found, format!("at most {MOST_ROWS} rows")));
        }
        if problems.is_empty() {
            problems.extend(posterior.lacking(sources.name(source)));
        }
        if problems.is_empty() { Ok(posterior) } else { Err(Problems::new(problems)) }
    }

    /// Tells of columns that are no parameter or stand twice.
    fn check_heads(&self, heads: &[Head], sources: &Sources, problems: &mut Vec<Problem>) {
        for (at, (name, origin)) in heads.iter().enumerate() {
            let twice = heads[..at].iter().any(|(earlier, _)| earlier == name);
            let wrong = if twice {
                Problem::at(sources, *origin, name.as_str()).found("the column for the second time")
            } else if let Some(wrong) = not_for_overlays(name, *origin) {
                Problem::at(sources, *origin, "").found(wrong.found).remedy(wrong.remedy)
            } else if name == WEIGHT || self.registry.find(name).is_some() {
                continue;
            } else {
                let wrong = unknown_path(name, *origin, &written_paths(&self.tree), &self.registry);
                Problem::at(sources, *origin, "").found(wrong.found).remedy(wrong.remedy)
            };
            problems.push(wrong.rule(format!("each column once: the path of a parameter, or `{WEIGHT}`")));
        }
    }

    /// Reads one row, laid over the scenario to be checked as a whole.
    fn read_draw(
        &self,
        heads: &[Head],
        record: &csv::StringRecord,
        (sources, source, start, whole): (&Sources, usize, usize, bool),
        posterior: &mut Posterior,
        problems: &mut Vec<Problem>,
    ) {
        let (mut weight, mut row, mut settings) = (1.0, csv::StringRecord::new(), Vec::new());
        let mut wrong = Vec::new();
        for (at, ((name, head), cell)) in heads.iter().zip(record).enumerate() {
            // Found where it is needed: that takes longer than reading the cell.
            let origin = || Origin::new(source, cell_span(sources.text(source), start, at));
            let told =
                |found: String, rule: &str| Problem::at(sources, origin(), name.as_str()).found(found).rule(rule);
            if name == WEIGHT {
                match cell.trim().parse::<f64>() {
                    Ok(number) if (0.0..=MOST).contains(&number) => weight = number,
                    _ => wrong.push(told(cell.trim().to_owned(), "a number of at least 0 and at most 1e9")),
                }
            } else if cell.trim().is_empty() {
                wrong.push(told("an empty cell".to_owned(), "a value of the parameter in every row"));
            } else {
                row.push_field(cell);
                if whole {
                    let change = Change::Put(parse_value(cell, origin()));
                    settings.push(Setting { path: name.clone(), path_origin: *head, change });
                }
            }
        }
        posterior.rows.push(row);
        posterior.weights.push(weight);
        // What is sound needs no place in the file, and is known to be so at a fraction of the cost.
        let sound = || {
            let draws = posterior.draw(posterior.rows.len() - 1);
            self.resolve_changed(&Overlay { draws, ..Overlay::none() }).is_some()
        };
        if whole && wrong.is_empty() && !sound() {
            let mut tree = self.tree.clone();
            settings.iter().for_each(|setting| self.apply(setting, &mut tree, sources, &mut wrong));
            if wrong.is_empty() {
                wrong.extend(self.read(sources, &tree, Some(&self.geography)).1);
            }
        }
        problems.append(&mut wrong);
    }
}

impl Posterior {
    fn empty(file: String) -> Posterior {
        Posterior { file, paths: Vec::new(), rows: Vec::new(), weights: Vec::new() }
    }

    /// The values of all parameters in a row, counted from 0; none beyond the last.
    #[must_use]
    pub fn draw(&self, row: usize) -> Vec<Assignment> {
        let cells = self.rows.get(row).into_iter().flatten();
        self.paths.iter().zip(cells).map(|(path, cell)| Assignment::new(path.as_str(), value(cell))).collect()
    }

    /// The values of a parameter in all rows; None where it has no column.
    #[must_use]
    pub fn column(&self, path: &str) -> Option<Vec<Value>> {
        let at = self.paths.iter().position(|own| own == path)?;
        Some(self.rows.iter().filter_map(|row| row.get(at)).map(value).collect())
    }

    /// What the file as a whole lacks.
    fn lacking(&self, file: &str) -> Option<Problem> {
        if self.paths.is_empty() {
            return Some(Problem::of_file(file, "no column of a parameter", "a header line with paths of parameters"));
        }
        if self.rows.is_empty() {
            return Some(Problem::of_file(file, "no row below the header", "at least one draw"));
        }
        let none = self.weights.iter().all(|weight| *weight == 0.0);
        none.then(|| Problem::of_file(file, "no weight above 0", "at least one draw with a weight above 0"))
    }
}

fn value(cell: &str) -> Value {
    parse_value(cell, Origin::NOWHERE).value
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Posterior, String> {
        let scenario = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/tutorial");
        let source = ScenarioSource::open(&scenario).unwrap();
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("posterior.csv");
        std::fs::write(&file, text).unwrap();
        source.read_posterior(&file).map_err(|problems| {
            problems.render(false).replace(&folder.path().display().to_string(), "").trim_start_matches('/').to_owned()
        })
    }

    #[test]
    fn columns_are_parameters_and_rows_are_draws() {
        let found = read("campaign.contagion,weight,alliance.rule\n2.5,3,majority\n 1e0 ,0,\"consensus\"\n").unwrap();
        assert_eq!(found.paths, ["campaign.contagion", "alliance.rule"]);
        assert_eq!(found.weights, [3.0, 0.0]);
        let values: Vec<String> = (0..2).flat_map(|row| found.draw(row)).map(|one| one.value.to_string()).collect();
        assert_eq!(values, ["2.5", "\"majority\"", "1.0", "\"consensus\""]);
    }

    #[test]
    fn mistakes_are_told_with_line_and_column() {
        let told = |text: &str, wanted: &[&str]| {
            let error = read(text).unwrap_err();
            wanted.iter().for_each(|part| assert!(error.contains(part), "{part} is not in:\n{error}"));
        };
        told("campaign.contagoin\n1\n", &["posterior.csv:1:1", "did you mean campaign.contagion?"]);
        told("campaign.contagion,campaign.contagion\n1,1\n", &["posterior.csv:1:20", "second time"]);
        told("campaign.contagion\n2\n-3\nmuch\n", &["posterior.csv:3:1", "posterior.csv:4:1", "2 problems"]);
        told(
            "campaign.contagion,weight\n2,-1\n3\n",
            &["posterior.csv:2:3", "at least 0", "posterior.csv:3:1", "1 cells"],
        );
        told("campaign.contagion\n", &["no row below the header"]);
        told("weight\n1\n", &["no column of a parameter"]);
        told("campaign.contagion,weight\n2,0\n", &["no weight above 0"]);
        told("campaign.contagion,alliance.rule\n2,\n", &["posterior.csv:2:3", "an empty cell"]);
        told("", &["no column of a parameter"]);
    }
}
