//! What a study found: estimates, analyses and rows, by the names of metrics and policies.

#[cfg(feature = "report")]
use std::borrow::Cow;
use std::fmt;
use std::path::Path;
use std::time::Duration;

use super::analysed::Analysis;
use super::error::StudyError;
use super::monitor::Silent;
use super::prepared::{Prepared, find_metric};
use super::run::{Ended, Setup};
use crate::analysis::About;
use crate::analysis::compare::{Comparison, Difference};
use crate::analysis::hindcast::Hindcast;
use crate::analysis::uncertainty::Uncertainty;
use crate::experiment::{Part, put_state};
use crate::outcome::{Layout, Metric};
#[cfg(feature = "report")]
use crate::report::folder::{self as report, Drawn, Findings, View, charts_of, drawn_of, named, report_of};
use crate::result::folder::{self, Found, STATE};
use crate::result::{Estimate, Hold, Home, QUANTILES, Results, RunError, Table, variant_names};
use crate::scenario::nearest;

/// What a study found.
#[derive(Debug)]
pub struct StudyResults {
    /// Manifest, estimates and rows.
    pub results: Results,
    /// What the experiment was made for.
    pub analysis: Analysis,
    /// Where parameters were drawn: what they do to each outcome, and what chance does.
    pub uncertainty: Option<Uncertainty>,
    /// The first variant held against the record, where the scenario has one.
    pub hindcast: Option<Hindcast>,
    /// What was run; None for shards that were joined.
    pub(super) prepared: Option<Prepared>,
}

/// A policy against the baseline, in the worlds that both share.
#[derive(Debug, Clone, Copy)]
pub struct PairedDifference<'a> {
    /// What it is a difference of.
    pub about: &'a About,
    /// Name of the baseline.
    pub baseline: &'a str,
    /// The difference with its interval and tests.
    pub found: &'a Difference,
}

impl fmt::Display for PairedDifference<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Difference { policy, difference, ci_low, ci_high, n, .. } = self.found;
        let unit = if self.about.unit.is_empty() { String::new() } else { format!(" {}", self.about.unit) };
        write!(f, "{} under {policy} less that under {}: {difference:+.2}{unit}", self.about.name(), self.baseline)?;
        if ci_low.is_nan() {
            return write!(f, " in {n} worlds");
        }
        write!(f, " (95 % interval {ci_low:+.2} to {ci_high:+.2}, {n} worlds)")
    }
}

impl StudyResults {
    /// The metrics.
    pub fn metrics(&self) -> &[Metric] {
        &self.results.manifest.metrics
    }

    /// Names of the policies, or of the points of a design.
    pub fn variants(&self) -> Vec<String> {
        variant_names(&self.results.manifest.plan)
    }

    /// The comparison; None where something else was asked.
    pub fn comparison(&self) -> Option<&Comparison> {
        match &self.analysis {
            Analysis::Comparison(comparison) => Some(comparison),
            _ => None,
        }
    }

    /// The estimates of a metric under a policy, or at a point: one, or one for each level.
    ///
    /// # Errors
    /// When nothing has this name; the error names the nearest.
    pub fn estimates(&self, metric: &str, variant: &str) -> Result<Vec<&Estimate>, StudyError> {
        find_metric(self.metrics(), metric)?;
        self.variant(variant)?;
        let own = |one: &&Estimate| one.metric == metric && one.variant == variant;
        Ok(self.results.estimates.iter().filter(own).collect())
    }

    /// The median of an amount or a time; of a time by Kaplan and Meier, so that worlds in which it did not come count.
    /// None where it is not reached, or the metric has none.
    ///
    /// # Errors
    /// As [`StudyResults::estimates`].
    pub fn median(&self, metric: &str, variant: &str) -> Result<Option<f64>, StudyError> {
        let at = QUANTILES.iter().position(|(p, _)| *p == 0.5).unwrap_or(0);
        let estimates = self.estimates(metric, variant)?;
        Ok(estimates.first().map(|one| one.quantiles[at]).filter(|median| !median.is_nan()))
    }

    /// Values of a metric under a policy in all replications, in their order; NaN where there is none or it failed. Of a
    /// time the days until it happened, of a level its number.
    ///
    /// # Errors
    /// As [`StudyResults::estimates`]; when rows cannot be read.
    pub fn values(&self, metric: &str, variant: &str) -> Result<Vec<f64>, StudyError> {
        let column = Layout::of(self.metrics()).column(find_metric(self.metrics(), metric)?);
        let (variant, variants) = (self.variant(variant)? as u64, self.variants().len() as u64);
        let replications = self.results.manifest.replications;
        let mut values = vec![f64::NAN; replications as usize];
        self.results.rows.for_each(0, replications * variants, |pair, row, _| {
            if pair % variants == variant {
                values[(pair / variants) as usize] = row[column];
            }
        })?;
        Ok(values)
    }

    /// A policy against the baseline of a comparison in the same worlds; `metric` is a metric's id, or of a metric of
    /// levels `id: level`.
    ///
    /// # Errors
    /// When nothing has this name, the policy is the baseline, or nothing was compared.
    pub fn difference(&self, metric: &str, policy: &str) -> Result<PairedDifference<'_>, StudyError> {
        let Some(comparison) = self.comparison() else {
            return Err(StudyError::NotCompared);
        };
        self.variant(policy)?;
        let Some(outcome) = comparison.outcomes.iter().find(|one| one.about.name() == metric) else {
            let names: Vec<String> = comparison.outcomes.iter().map(|one| one.about.name()).collect();
            let near = nearest(metric, names.iter().map(String::as_str)).map(str::to_owned);
            return Err(StudyError::NoMetric { id: metric.to_owned(), nearest: near });
        };
        match outcome.differences.iter().find(|one| one.policy == policy) {
            Some(found) => Ok(PairedDifference { about: &outcome.about, baseline: &comparison.baseline, found }),
            None => Err(StudyError::IsBaseline(policy.to_owned())),
        }
    }

    /// All outcomes as columns, a row for each replication of each variant.
    ///
    /// # Errors
    /// When rows cannot be read.
    pub fn table(&self) -> Result<Table, StudyError> {
        let manifest = &self.results.manifest;
        let read = Table::of(&manifest.metrics, self.variants(), &self.results.rows, manifest.replications);
        Ok(read?)
    }

    /// Writes all of it into a folder, as if it had been run there: tables, analysis, charts, report.
    ///
    /// # Errors
    /// When the folder may not be used; for shards that were joined, which are in a folder already.
    pub fn save(&self, folder: impl AsRef<Path>) -> Result<StudyResults, StudyError> {
        let (Some(prepared), folder) = (&self.prepared, folder.as_ref()) else {
            return Err(StudyError::InFolder);
        };
        if let Home::Memory(checkpoint) = &self.results.home {
            let plan = &prepared.plan;
            let look = || folder::find(folder, plan, None, &Part::whole(plan.variant.len()));
            let (_hold, found) = Hold::take(folder, Duration::ZERO, look)?;
            if !matches!(found, Found::Finished { .. }) {
                folder::begin(folder, plan)?;
                put_state(&folder.join(STATE), &self.results.rows, checkpoint).map_err(RunError::from)?;
            }
        }
        let setup = Setup { folder: Some(folder.to_owned()), ..Setup::default() };
        match prepared.clone().run(&setup, &Silent)? {
            Ended::Whole(results) => Ok(*results),
            Ended::Shard(..) => Err(StudyError::ShardInMemory),
        }
    }

    /// Writes the report, one HTML file.
    ///
    /// # Errors
    /// When it cannot be made or written.
    #[cfg(feature = "report")]
    pub fn report(&self, file: impl AsRef<Path>) -> Result<(), StudyError> {
        if let Some(kept) = self.results.kept() {
            std::fs::copy(kept.folder.join("report.html"), file)?;
            return Ok(());
        }
        let page = report_of(&self.drawn()?)?;
        Ok(std::fs::write(file, page)?)
    }

    /// The charts of results in memory: name and SVG of each.
    ///
    /// # Errors
    /// When they are in a folder, which has them as files.
    #[cfg(feature = "report")]
    pub fn charts(&self) -> Result<Vec<(String, String)>, StudyError> {
        Ok(charts_of(&self.drawn()?)?)
    }

    /// One chart of results in memory under a view; the first where no name is given.
    ///
    /// # Errors
    /// When there is none of that name, or the results are in a folder.
    #[cfg(feature = "report")]
    pub fn plot(&self, name: Option<&str>, view: &View) -> Result<Drawn, StudyError> {
        let all = drawn_of(self.drawn()?, view)?;
        let first = all.first().map(|one| one.name.clone()).unwrap_or_default();
        Ok(named(all, name.unwrap_or(&first), view)?)
    }

    /// What is drawn of results in memory.
    #[cfg(feature = "report")]
    fn drawn(&self) -> Result<report::Results<'_>, StudyError> {
        let Some(prepared) = &self.prepared else {
            return Err(StudyError::InFolder);
        };
        let mut found = Findings { hindcast: self.hindcast.as_ref().map(Cow::Borrowed), ..Findings::default() };
        match &self.analysis {
            Analysis::Run => {}
            Analysis::Audit(own) => found.audit = Some(Cow::Borrowed(own)),
            Analysis::Discovery(own) => found.discovery = Some(Cow::Borrowed(own)),
            Analysis::Comparison(own) => found.comparison = Some(Cow::Borrowed(own)),
            Analysis::Sweep(own) => found.sweep = Some(Cow::Borrowed(own)),
            Analysis::Sensitivity(own) => found.sensitivity = Some(Cow::Borrowed(own)),
        }
        Ok(report::Results::in_memory(&self.results, &prepared.source, found)?)
    }

    fn variant(&self, name: &str) -> Result<usize, StudyError> {
        let names = self.variants();
        names.iter().position(|known| known == name).ok_or_else(|| {
            let near = nearest(name, names.iter().map(String::as_str)).map(str::to_owned);
            StudyError::NoVariant { name: name.to_owned(), nearest: near }
        })
    }
}
