//! Results as a report needs them, from a folder or from memory: findings, series, districts, outcomes, the scenario.

use std::borrow::Cow;
use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;

use super::{ReportError, View};
use crate::analysis::audit::{AUDIT, AUDIT_FORMAT, Audit};
use crate::analysis::compare::{COMPARISON, COMPARISON_FORMAT, Comparison};
use crate::analysis::discover::{DISCOVERY, DISCOVERY_FORMAT, Discovery};
use crate::analysis::hindcast::{HINDCAST, HINDCAST_FORMAT, Hindcast};
use crate::analysis::sensitivity::{Sensitivity, read_sensitivity};
use crate::analysis::sweep::{SWEEP, SWEEP_FORMAT, Sweep};
use crate::experiment::{Design, PATHS, Rows, Status, Variant};
use crate::outcome::{ByPlace, Layout, Metric, headlines};
use crate::report::charts::EcdfCurve;
use crate::report::charts::date::place;
use crate::report::theme::Footer;
use crate::result::folder::SCENARIO;
use crate::result::{
    self, DistrictRow, Estimate, Incidence, Manifest, QUANTILES, REPLICATION, SUMMARY, SUMMARY_FORMAT, SeriesDay,
    Summary, VARIANT, Values, competing_by_day, damaged, kept_scenario, read_by_day_and_place, read_columns,
    read_competing, read_json, variant_names,
};
use crate::scenario::{Overlay, Problems, Resolved, RoleNames, Scenario, ScenarioSource};

/// One daily series of one variant.
#[derive(Clone, Debug, Default)]
pub(super) struct SeriesRows {
    pub(super) variant: String,
    pub(super) id: String,
    /// Days since 1970-01-01.
    pub(super) dates: Vec<f64>,
    /// By quantile of [`QUANTILES`], then by day.
    pub(super) quantiles: Vec<Vec<f64>>,
    /// Sample replications, then by day.
    pub(super) paths: Vec<Vec<f64>>,
}

impl SeriesRows {
    pub(super) fn quantile(&self, p: f64) -> &[f64] {
        let at = QUANTILES.iter().position(|(q, _)| (q - p).abs() < 1e-9).unwrap_or(QUANTILES.len() / 2);
        self.quantiles.get(at).map_or(&[], Vec::as_slice)
    }
}

/// Results as a report needs them.
#[derive(Debug)]
pub struct Results<'a> {
    /// Their folder; of results in memory the scenario's.
    pub(super) folder: PathBuf,
    pub(super) manifest: Cow<'a, Manifest>,
    /// Rows of replications where they are in memory; else the tables of the folder have them.
    rows: Option<&'a Rows>,
    pub(super) summary: Cow<'a, [Estimate]>,
    pub(super) series: Vec<SeriesRows>,
    pub(super) districts: Vec<DistrictRow>,
    pub(super) found: Findings<'a>,
    pub(super) kept: Option<Kept>,
    pub(super) names: RoleNames,
    pub(super) view: View,
}

/// What analyses have found in results.
#[derive(Debug, Default)]
pub struct Findings<'a> {
    /// Policies compared.
    pub comparison: Option<Cow<'a, Comparison>>,
    /// Points of a sweep.
    pub sweep: Option<Cow<'a, Sweep>>,
    /// What drives outcomes.
    pub sensitivity: Option<Cow<'a, Sensitivity>>,
    /// The first variant held against the record.
    pub hindcast: Option<Cow<'a, Hindcast>>,
    /// What the answers hang on.
    pub audit: Option<Cow<'a, Audit>>,
    /// What would have changed an answer.
    pub discovery: Option<Cow<'a, Discovery>>,
}

/// The scenario that the folder keeps, under its first variant.
#[derive(Debug)]
pub(super) struct Kept {
    pub(super) source: ScenarioSource,
    pub(super) scenario: Scenario,
    pub(super) values: Vec<Resolved>,
}

impl<'a> Results<'a> {
    /// Results in memory, with what was found in them; `source` is their scenario.
    ///
    /// # Errors
    /// When the scenario cannot be resolved.
    pub fn in_memory(
        results: &'a result::Results,
        source: &ScenarioSource,
        found: Findings<'a>,
    ) -> Result<Results<'a>, ReportError> {
        let manifest = &results.manifest;
        let kept = Kept::of(source.clone(), manifest.plan.variant.first()).map_err(ReportError::Kept)?;
        let (days, districts) = results.by_day_and_place()?;
        let has_summary = !manifest.plan.design.has_points();
        Ok(Results {
            folder: manifest.plan.scenario.path.clone(),
            manifest: Cow::Borrowed(manifest),
            rows: Some(&results.rows),
            summary: if has_summary { Cow::Borrowed(&results.estimates) } else { Cow::default() },
            series: by_series(&days),
            districts,
            found,
            names: kept.scenario.names.clone(),
            view: View::default(),
            kept: Some(kept),
        })
    }

    /// Reads a finished result folder.
    ///
    /// # Errors
    /// [`ReportError`] when there is no manifest or a table cannot be read, or is not as it was written.
    pub fn read(folder: &Path) -> Result<Results<'a>, ReportError> {
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
    pub(super) fn with(folder: &Path, manifest: Manifest) -> Result<Results<'a>, ReportError> {
        let kept = Kept::open(folder, &manifest).map_err(ReportError::Kept)?;
        let (days, districts) = read_by_day_and_place(folder, &manifest)?;
        let names = kept.as_ref().map(|kept| kept.scenario.names.clone()).unwrap_or_default();
        Ok(Results {
            rows: None,
            summary: finding::<Summary>(folder, &manifest, SUMMARY, SUMMARY_FORMAT)?
                .map(|summary| Cow::Owned(summary.estimates))
                .unwrap_or_default(),
            series: by_series(&days),
            districts,
            found: Findings {
                comparison: finding(folder, &manifest, COMPARISON, COMPARISON_FORMAT)?.map(Cow::Owned),
                sweep: finding(folder, &manifest, SWEEP, SWEEP_FORMAT)?.map(Cow::Owned),
                sensitivity: match &manifest.plan.design {
                    Design::Sensitivity { .. } => Some(Cow::Owned(read_sensitivity(folder)?)),
                    _ => None,
                },
                hindcast: finding(folder, &manifest, HINDCAST, HINDCAST_FORMAT)?.map(Cow::Owned),
                audit: finding(folder, &manifest, AUDIT, AUDIT_FORMAT)?.map(Cow::Owned),
                discovery: finding(folder, &manifest, DISCOVERY, DISCOVERY_FORMAT)?.map(Cow::Owned),
            },
            folder: folder.to_owned(),
            manifest: Cow::Owned(manifest),
            kept,
            names,
            view: View::default(),
        })
    }

    /// The first variant that is shown: the one that charts of a single variant show.
    pub(super) fn main_variant(&self) -> &str {
        self.variants().next().unwrap_or("")
    }

    /// The variants that are shown, in order: all, unless some were asked for.
    pub(super) fn variants(&self) -> impl Iterator<Item = &str> {
        let all = self.manifest.plan.variant.iter().map(|variant| variant.name.as_str());
        let asked = self.view.policies.iter().map(String::as_str);
        let none_asked = self.view.policies.is_empty();
        asked.chain(all.filter(move |_| none_asked))
    }

    /// A metric by id.
    pub(super) fn metric(&self, id: &str) -> Option<&Metric> {
        self.manifest.metrics.iter().find(|metric| metric.id == id)
    }

    /// Rows of the summary for a metric of a variant: one, or one for each level.
    pub(super) fn rows<'r>(&'r self, metric: &'r str, variant: &'r str) -> impl Iterator<Item = &'r Estimate> {
        self.summary.iter().filter(move |row| row.metric == metric && row.variant == variant)
    }

    /// The one row of a metric in the main variant that has values.
    pub(super) fn row(&self, metric: &str) -> Option<&Estimate> {
        let variant = self.main_variant();
        self.summary.iter().find(|row| row.metric == metric && row.variant == variant && row.n > 0)
    }

    /// Metrics with a rank on a first page, the first one first.
    pub(super) fn headlines(&self) -> impl Iterator<Item = &Metric> {
        headlines(&self.manifest.metrics)
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
            scenario: match self.manifest.imposed() {
                Some(imposed) => format!("{}, {imposed}", self.manifest.title),
                None => self.manifest.title.clone(),
            },
            n: self.manifest.replications,
            seed: Some(self.manifest.plan.seed),
            version: self.manifest.panj.clone(),
            paper: self.view.paper,
        }
    }

    /// The footer of a chart that shows the first variant alone: it names its policy, where there is one or are several.
    pub(super) fn footer_of_main(&self) -> Footer {
        let footer = self.footer();
        match self.manifest.plan.variant.as_slice() {
            [] => footer,
            [only] if only.policy.is_none() => footer,
            _ => Footer { scenario: format!("{}, {}", footer.scenario, self.main_variant()), ..footer },
        }
    }

    /// Columns of the outcomes of one variant, in the order asked for.
    pub(super) fn columns(&self, names: &[String], variant: &str) -> Result<Vec<Vec<f64>>, ReportError> {
        if let Some(rows) = self.rows {
            return self.columns_of_rows(rows, names, variant);
        }
        let Some(path) = self.manifest.table(&self.folder, "outcomes") else {
            return Ok(vec![Vec::new(); names.len()]);
        };
        let alone = self.manifest.plan.variant.len() == 1;
        let mut wanted: Vec<&str> = names.iter().map(String::as_str).collect();
        if !alone {
            wanted.push(VARIANT);
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

    /// The same from rows in memory.
    fn columns_of_rows(&self, rows: &Rows, names: &[String], variant: &str) -> Result<Vec<Vec<f64>>, ReportError> {
        let (manifest, layout) = (&*self.manifest, Layout::of(&self.manifest.metrics));
        let place = |name: &String| {
            let at = |id: &dyn Fn(&Metric) -> bool| Some(layout.column(manifest.metrics.iter().position(id)?));
            at(&|metric| metric.id == *name).or_else(|| Some(1 + at(&|metric| metric.followed_id() == *name)?))
        };
        let places: Vec<Option<usize>> = names.iter().map(place).collect();
        let variants = manifest.plan.variant.len() as u64;
        let own = manifest.plan.variant.iter().position(|one| one.name == variant).unwrap_or(0) as u64;
        let mut columns = vec![Vec::new(); names.len()];
        rows.for_each(0, manifest.replications * variants, |pair, row, status| {
            if status == Status::Done && pair % variants == own {
                for (column, place) in columns.iter_mut().zip(&places) {
                    // What is no metric is the number of the replication.
                    column.push(place.map_or((pair / variants) as f64, |place| row[place]));
                }
            }
        })
        .map_err(|source| ReportError::Disk { path: rows.path().to_owned(), source })?;
        Ok(columns)
    }

    /// How times that can end in several ways have come out under the main variant, day by day.
    pub(super) fn competing(&self) -> Result<Vec<Incidence>, ReportError> {
        let manifest = &self.manifest;
        let mut days = match (self.rows, manifest.table(&self.folder, "competing")) {
            (Some(rows), _) => {
                let sampled = (manifest.replications, manifest.plan.worlds_per_draw());
                competing_by_day(&manifest.metrics, &variant_names(&manifest.plan), rows, sampled)
                    .map_err(|source| ReportError::Disk { path: rows.path().to_owned(), source })?
                    .0
            }
            (None, Some(path)) => read_competing(&path)?,
            (None, None) => Vec::new(),
        };
        days.retain(|day| day.variant == self.main_variant());
        Ok(days)
    }

    /// Names of the files of the folder.
    pub(super) fn files(&self) -> impl Iterator<Item = &str> {
        let in_folder = self.rows.is_none();
        self.manifest.files.iter().filter(move |_| in_folder).map(|file| file.name.as_str())
    }

    /// What stands before the name of a file of the scenario, wherever the folder is.
    pub(super) fn inside(&self) -> String {
        let at = if self.rows.is_some() { self.folder.clone() } else { self.folder.join(SCENARIO) };
        format!("{}/", at.display())
    }

    /// The draw of parameters of each replication of a variant, in the order of [`Results::columns`]; empty where no two
    /// share one.
    pub(super) fn draws(&self, variant: &str) -> Result<Vec<u64>, ReportError> {
        let Some(worlds) = self.manifest.plan.worlds_per_draw().filter(|worlds| *worlds > 1) else {
            return Ok(Vec::new());
        };
        let columns = self.columns(&[REPLICATION.to_owned()], variant)?;
        Ok(columns.into_iter().flatten().map(|replication| replication as u64 / worlds).collect())
    }

    /// How a time is spread over the worlds of a variant, as a curve of this name.
    pub(super) fn ecdf(&self, metric: &Metric, variant: &str, name: &str) -> Result<EcdfCurve, ReportError> {
        let (days, followed) = self.days(metric, variant)?;
        let censored = days.iter().zip(&followed).filter(|(day, risk)| day.is_nan() && !risk.is_nan()).count() as u64;
        let values = days.into_iter().filter(|day| !day.is_nan()).collect();
        Ok(EcdfCurve { name: name.to_owned(), values, censored })
    }

    /// A time in each world of a variant: when it came, and how long it was followed.
    pub(super) fn days(&self, metric: &Metric, variant: &str) -> Result<(Vec<f64>, Vec<f64>), ReportError> {
        let mut columns = self.columns(&[metric.id.to_string(), metric.followed_id()], variant)?;
        let followed = columns.pop().unwrap_or_default();
        Ok((columns.pop().unwrap_or_default(), followed))
    }

    /// What a policy does, as its definition says; None for one without a definition.
    pub(super) fn summary_of_policy(&self, name: &str) -> Option<String> {
        let mut policies = self.kept.iter().flat_map(|kept| kept.source.policies());
        policies.find(|policy| policy.name == name).map(|policy| policy.summary.clone())
    }

    /// A quantity by place.
    pub(super) fn by_place(&self, id: &str) -> Option<&ByPlace> {
        self.manifest.by_place.iter().find(|quantity| quantity.id == id)
    }
}

/// What the analysis of a folder has found, as it was written; None where the folder has no such file.
fn finding<T: DeserializeOwned>(
    folder: &Path,
    manifest: &Manifest,
    name: &str,
    format: u32,
) -> Result<Option<T>, ReportError> {
    let there = manifest.files.iter().any(|file| file.name == name);
    Ok(there.then(|| read_json(&folder.join(name), format)).transpose()?)
}

impl Kept {
    /// Opens the kept scenario; None where the plan names none. A report without map and names, because a file was
    /// changed, would look as if the scenario had none.
    fn open(folder: &Path, manifest: &Manifest) -> Result<Option<Kept>, Problems> {
        kept_scenario(folder, &manifest.plan.scenario)?
            .map(|source| Kept::of(source, manifest.plan.variant.first()))
            .transpose()
    }

    /// The scenario under a variant.
    pub(super) fn of(source: ScenarioSource, variant: Option<&Variant>) -> Result<Kept, Problems> {
        let mut overlay = Overlay::none();
        if let Some(variant) = variant {
            overlay.policy.clone_from(&variant.policy);
            overlay.sets = variant.set.iter().filter_map(|text| text.parse().ok()).collect();
        }
        let scenario = source.resolve(&overlay)?;
        let values = source.resolved_values(&overlay)?;
        Ok(Kept { source, scenario, values })
    }
}

/// The days of a table of series as one series after the other.
fn by_series(days: &[SeriesDay]) -> Vec<SeriesRows> {
    let own = days.chunk_by(|a, b| a.variant == b.variant && a.series == b.series);
    own.map(|days| SeriesRows {
        variant: days[0].variant.clone(),
        id: days[0].series.clone(),
        dates: days.iter().map(|day| f64::from(day.date)).collect(),
        quantiles: (0..QUANTILES.len()).map(|at| days.iter().map(|day| day.quantiles[at]).collect()).collect(),
        paths: (0..PATHS)
            .map(|at| days.iter().map(|day| day.paths[at]).collect::<Vec<f64>>())
            .filter(|path| path.iter().any(|value| value.is_finite()))
            .collect(),
    })
    .collect()
}
