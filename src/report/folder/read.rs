//! Reads a result folder: manifest, summary, series, districts, the scenario that it keeps, and columns of outcomes.

use std::path::{Path, PathBuf};

use super::ReportError;
use crate::outcome::{ByPlace, Metric};
use crate::report::charts::date::place;
use crate::report::theme::Footer;
use crate::result::{Manifest, QUANTILES, SHARE_COLUMN, Values, damaged, kept_scenario, read_columns};
use crate::scenario::{Overlay, Problems, Resolved, RoleNames, Scenario, ScenarioSource};

/// A row of `summary.csv`; members that do not apply are NaN.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SummaryRow {
    /// Metric.
    pub metric: String,
    /// Variant.
    pub variant: String,
    /// Which level, for a metric of levels.
    pub level: String,
    /// Replications with a value.
    pub n: f64,
    /// Mean and its interval.
    pub mean: [f64; 3],
    /// Quantiles at the probabilities of [`QUANTILES`].
    pub quantiles: [f64; QUANTILES.len()],
    /// Probability and its interval.
    pub p: [f64; 3],
    /// Share of times that the horizon cut off.
    pub censored: f64,
}

impl SummaryRow {
    /// The quantile at a probability of [`QUANTILES`]; NaN for another.
    pub fn quantile(&self, p: f64) -> f64 {
        QUANTILES.iter().position(|(q, _)| (q - p).abs() < 1e-9).map_or(f64::NAN, |at| self.quantiles[at])
    }
}

/// One daily series of one variant.
#[derive(Clone, Debug, Default)]
pub(super) struct SeriesRows {
    pub(super) variant: String,
    pub(super) id: String,
    /// Days since 1970-01-01.
    pub(super) dates: Vec<f64>,
    /// By quantile of [`QUANTILES`], then by day.
    pub(super) quantiles: Vec<Vec<f64>>,
}

impl SeriesRows {
    pub(super) fn quantile(&self, p: f64) -> &[f64] {
        let at = QUANTILES.iter().position(|(q, _)| (q - p).abs() < 1e-9).unwrap_or(QUANTILES.len() / 2);
        self.quantiles.get(at).map_or(&[], Vec::as_slice)
    }
}

/// A row of `districts.csv`.
#[derive(Clone, Debug, Default)]
pub(super) struct DistrictRow {
    pub(super) variant: String,
    pub(super) quantity: String,
    pub(super) place: String,
    pub(super) mean: f64,
    pub(super) quantiles: [f64; QUANTILES.len()],
    /// Shares, 0..1, in the steps of the table.
    pub(super) come_by: Vec<f64>,
}

/// A result folder as read.
#[derive(Debug)]
pub struct Results {
    pub(super) folder: PathBuf,
    pub(super) manifest: Manifest,
    pub(super) summary: Vec<SummaryRow>,
    pub(super) series: Vec<SeriesRows>,
    pub(super) districts: Vec<DistrictRow>,
    pub(super) kept: Option<Kept>,
    pub(super) names: RoleNames,
}

/// The scenario that the folder keeps, under its first variant.
#[derive(Debug)]
pub(super) struct Kept {
    pub(super) source: ScenarioSource,
    pub(super) scenario: Scenario,
    pub(super) values: Vec<Resolved>,
}

impl Results {
    /// Reads a finished result folder.
    ///
    /// # Errors
    /// [`ReportError`] when there is no manifest or a table cannot be read, or is not as it was written.
    pub fn read(folder: &Path) -> Result<Results, ReportError> {
        Results::with(folder, Results::manifest_of(folder)?)
    }

    /// The manifest of a finished result folder, whose tables are as they were written.
    ///
    /// # Errors
    /// [`ReportError`].
    pub(super) fn manifest_of(folder: &Path) -> Result<Manifest, ReportError> {
        let path = folder.join("manifest.json");
        let manifest = Manifest::read(folder).map_err(|source| match source.kind() {
            std::io::ErrorKind::NotADirectory => ReportError::NoResults { folder: folder.to_owned() },
            std::io::ErrorKind::InvalidData | std::io::ErrorKind::UnexpectedEof | std::io::ErrorKind::Other => {
                ReportError::Manifest { path, source }
            }
            _ => ReportError::Disk { path, source },
        })?;
        let manifest = manifest.filter(|manifest| manifest.shard.is_none());
        let Some(manifest) = manifest else { return Err(ReportError::NoResults { folder: folder.to_owned() }) };
        // Charts and report are made again in any case.
        let mut files = damaged(folder, &manifest);
        files.retain(|name| !name.starts_with("charts/") && name != "report.html");
        if files.is_empty() { Ok(manifest) } else { Err(ReportError::Damaged { folder: folder.to_owned(), files }) }
    }

    /// Reads the tables that a manifest tells of.
    ///
    /// # Errors
    /// When a table cannot be read.
    pub(super) fn with(folder: &Path, manifest: Manifest) -> Result<Results, ReportError> {
        let kept = Kept::open(folder, &manifest).map_err(ReportError::Kept)?;
        let names = kept.as_ref().map(|kept| kept.scenario.names.clone()).unwrap_or_default();
        Ok(Results {
            // Pages of designs read what they need themselves; their summaries may be too long to hold.
            summary: if manifest.plan.design.has_points() {
                Vec::new()
            } else {
                read_summary(&folder.join("summary.csv"))?
            },
            series: manifest.table(folder, "series").map(|path| read_series(&path)).transpose()?.unwrap_or_default(),
            districts: match manifest.table(folder, "districts") {
                Some(path) => read_districts(&path, &shares_by_date(&manifest))?,
                None => Vec::new(),
            },
            folder: folder.to_owned(),
            manifest,
            kept,
            names,
        })
    }

    /// The first variant: the one that charts of a single variant show.
    pub(super) fn main_variant(&self) -> &str {
        self.manifest.plan.variant.first().map_or("", |variant| variant.name.as_str())
    }

    /// All variants, in order.
    pub(super) fn variants(&self) -> impl Iterator<Item = &str> {
        self.manifest.plan.variant.iter().map(|variant| variant.name.as_str())
    }

    /// A metric by id.
    pub(super) fn metric(&self, id: &str) -> Option<&Metric> {
        self.manifest.metrics.iter().find(|metric| metric.id == id)
    }

    /// Rows of the summary for a metric of a variant: one, or one for each level.
    pub(super) fn rows<'a>(&'a self, metric: &'a str, variant: &'a str) -> impl Iterator<Item = &'a SummaryRow> {
        self.summary.iter().filter(move |row| row.metric == metric && row.variant == variant)
    }

    /// The one row of a metric in the main variant that has values.
    pub(super) fn row(&self, metric: &str) -> Option<&SummaryRow> {
        let variant = self.main_variant();
        self.summary.iter().find(|row| row.metric == metric && row.variant == variant && row.n > 0.0)
    }

    /// What a metric means.
    pub(super) fn meaning(&self, metric: &Metric) -> String {
        metric.meaning.to_string()
    }

    /// Metrics with a rank on a first page, the first one first.
    pub(super) fn headlines(&self) -> impl Iterator<Item = &Metric> {
        let mut ranked: Vec<(u8, &Metric)> =
            self.manifest.metrics.iter().filter_map(|metric| Some((metric.headline?, metric))).collect();
        ranked.sort_by_key(|(rank, _)| *rank);
        ranked.into_iter().map(|(_, metric)| metric)
    }

    /// The rank of a metric on a first page; those without one come last.
    pub(super) fn rank(&self, id: &str) -> u8 {
        self.metric(id).and_then(|metric| metric.headline).unwrap_or(u8::MAX)
    }

    /// What a time's clock starts from and waits for.
    pub(super) fn span(&self, metric: &Metric) -> Option<(String, String)> {
        metric.clock().map(|clock| (clock.from.to_string(), clock.until.to_string()))
    }

    /// Times of the manifest that have values in the main variant.
    pub(super) fn times(&self) -> impl Iterator<Item = &Metric> {
        self.manifest.metrics.iter().filter(|m| m.clock().is_some() && self.row(&m.id).is_some())
    }

    /// The first day, counted from 1970-01-01; None where the scenario and series are missing.
    pub(super) fn start(&self) -> Option<f64> {
        let kept = self.kept.as_ref().map(|kept| place(kept.scenario.meta.start));
        kept.or_else(|| self.manifest.series.first().map(|series| f64::from(series.start_day)))
    }

    /// The footer of every chart.
    pub(super) fn footer(&self) -> Footer {
        Footer {
            scenario: self.manifest.title.clone(),
            n: self.manifest.replications,
            seed: self.manifest.plan.seed,
            version: self.manifest.panj.clone(),
        }
    }

    /// Columns of the outcomes of one variant, in the order asked for.
    pub(super) fn columns(&self, names: &[String], variant: &str) -> Result<Vec<Vec<f64>>, ReportError> {
        let Some(path) = self.manifest.table(&self.folder, "outcomes") else {
            return Ok(vec![Vec::new(); names.len()]);
        };
        let alone = self.manifest.plan.variant.len() == 1;
        let mut wanted: Vec<&str> = names.iter().map(String::as_str).collect();
        if !alone {
            wanted.push("variant");
        }
        let mut columns = read_columns(&path, &wanted)?;
        if alone {
            return Ok(columns.into_iter().map(Values::into_numbers).collect());
        }
        let of = columns.pop();
        let of = of.as_ref().map_or(&[][..], Values::words);
        let own = |column: &Values| {
            column.numbers().iter().zip(of).filter(|(_, name)| *name == variant).map(|(x, _)| *x).collect()
        };
        Ok(columns.iter().map(own).collect())
    }

    /// The draw of parameters of each replication of a variant, in the order of [`Results::columns`]; empty where no two
    /// share one.
    pub(super) fn draws(&self, variant: &str) -> Result<Vec<u64>, ReportError> {
        let Some(worlds) = self.manifest.plan.worlds_per_draw().filter(|worlds| *worlds > 1) else {
            return Ok(Vec::new());
        };
        let columns = self.columns(&["replication".to_owned()], variant)?;
        Ok(columns.into_iter().flatten().map(|replication| replication as u64 / worlds).collect())
    }

    /// A quantity by place.
    pub(super) fn by_place(&self, id: &str) -> Option<&ByPlace> {
        self.manifest.by_place.iter().find(|quantity| quantity.id == id)
    }
}

impl Kept {
    /// Opens the kept scenario; None where the plan names none. A report without map and names, because a file was
    /// changed, would look as if the scenario had none.
    fn open(folder: &Path, manifest: &Manifest) -> Result<Option<Kept>, Problems> {
        let Some(source) = kept_scenario(folder, &manifest.plan.scenario)? else { return Ok(None) };
        let mut overlay = Overlay::none();
        if let Some(variant) = manifest.plan.variant.first() {
            overlay.policy.clone_from(&variant.policy);
            overlay.sets = variant.set.iter().filter_map(|text| text.parse().ok()).collect();
        }
        let scenario = source.resolve(&overlay)?;
        let values = source.resolved_values(&overlay)?;
        Ok(Some(Kept { source, scenario, values }))
    }
}

/// The words of a column, which may look like numbers or be all missing.
pub(super) fn words(values: &Values) -> Vec<String> {
    match values {
        Values::Words(words) => words.clone(),
        Values::Numbers(numbers) => {
            numbers.iter().map(|x| if x.is_nan() { String::new() } else { x.to_string() }).collect()
        }
    }
}

/// The number in a row of a column; NaN where there is none.
pub(super) fn number(values: &Values, row: usize) -> f64 {
    values.numbers().get(row).copied().unwrap_or(f64::NAN)
}

fn quantile_names() -> impl Iterator<Item = &'static str> {
    QUANTILES.iter().map(|(_, name)| *name)
}

fn read_summary(path: &Path) -> Result<Vec<SummaryRow>, ReportError> {
    let names =
        ["metric", "variant", "level", "n", "mean", "ci_low", "ci_high", "p", "p_low", "p_high", "censored_share"];
    let names: Vec<&str> = names.into_iter().chain(quantile_names()).collect();
    let columns = read_columns(path, &names)?;
    let (metric, variant, level) = (words(&columns[0]), words(&columns[1]), words(&columns[2]));
    let row = |i: usize| SummaryRow {
        metric: metric[i].clone(),
        variant: variant[i].clone(),
        level: level[i].clone(),
        n: number(&columns[3], i),
        mean: [4, 5, 6].map(|at| number(&columns[at], i)),
        p: [7, 8, 9].map(|at| number(&columns[at], i)),
        censored: number(&columns[10], i),
        quantiles: std::array::from_fn(|at| number(&columns[11 + at], i)),
    };
    Ok((0..metric.len()).map(row).collect())
}

fn read_series(path: &Path) -> Result<Vec<SeriesRows>, ReportError> {
    let names: Vec<&str> = ["variant", "series", "date"].into_iter().chain(quantile_names()).collect();
    let columns = read_columns(path, &names)?;
    let (variant, id, date) = (words(&columns[0]), words(&columns[1]), columns[2].words());
    let mut all: Vec<SeriesRows> = Vec::new();
    for i in 0..variant.len().min(date.len()) {
        if all.last().is_none_or(|last| last.variant != variant[i] || last.id != id[i]) {
            let (variant, id) = (variant[i].clone(), id[i].clone());
            all.push(SeriesRows { variant, id, dates: Vec::new(), quantiles: vec![Vec::new(); QUANTILES.len()] });
        }
        let Some(last) = all.last_mut() else { break };
        last.dates.push(date[i].parse().map_or(f64::NAN, place));
        for (at, quantile) in last.quantiles.iter_mut().enumerate() {
            quantile.push(number(&columns[3 + at], i));
        }
    }
    Ok(all)
}

/// Names of the columns of `districts.csv` with shares by a date, in the order of the dates.
fn shares_by_date(manifest: &Manifest) -> Vec<&str> {
    let files = manifest.files.iter().filter(|file| file.name == "districts.csv");
    let names = files.flat_map(|file| file.columns.iter().map(|column| &*column.name));
    names.filter(|name| name.starts_with(SHARE_COLUMN)).collect()
}

fn read_districts(path: &Path, shares: &[&str]) -> Result<Vec<DistrictRow>, ReportError> {
    let fixed: Vec<&'static str> =
        ["variant", "quantity", "place", "mean"].into_iter().chain(quantile_names()).collect();
    let names: Vec<&str> = fixed.iter().copied().chain(shares.iter().copied()).collect();
    let columns = read_columns(path, &names)?;
    let text: Vec<Vec<String>> = columns[..3].iter().map(words).collect();
    let by = 4 + QUANTILES.len();
    let row = |i: usize| DistrictRow {
        variant: text[0][i].clone(),
        quantity: text[1][i].clone(),
        place: text[2][i].clone(),
        come_by: columns[by..].iter().map(|column| number(column, i)).filter(|share| share.is_finite()).collect(),
        mean: number(&columns[3], i),
        quantiles: std::array::from_fn(|at| number(&columns[4 + at], i)),
    };
    Ok((0..text[0].len()).map(row).collect())
}
