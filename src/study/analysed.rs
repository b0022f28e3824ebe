//! What finished results say, as their plan asks; in a folder it is written beside them.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::Path;

use serde::de::DeserializeOwned;

use super::audited::audit;
use super::discovered::smallest_sets;
use super::error::StudyError;
use super::monitor::{Monitor, Note};
use super::prepared::Prepared;
use super::results::StudyResults;
use crate::analysis::NotAnalysable;
use crate::analysis::audit::{AUDIT, AUDIT_FORMAT, Audit, write_audit};
use crate::analysis::compare::{
    COMPARISON, COMPARISON_FORMAT, Comparison, FirstDivergences, compare, question_of, write_comparison,
};
use crate::analysis::discover::{DISCOVERY, DISCOVERY_FORMAT, Discovery, SetCost, write_discovery};
use crate::analysis::hindcast::{Hindcast, hindcast, write_hindcast};
use crate::analysis::sensitivity::{Sensitivity, sensitivity, write_sensitivity};
use crate::analysis::sweep::{Sweep, sweep, write_sweep};
use crate::analysis::uncertainty::{DrawnParameters, Uncertainty, uncertainty, write_draws, write_uncertainty};
use crate::experiment::{AuditQuestion, Design, DiscoverQuestion, divergences, hex};
#[cfg(feature = "report")]
use crate::report::folder::draw;
use crate::result::{
    Caution, CautionEntry, FileEntry, Home, Manifest, Origin, ResultFile, Results, TableError, end, read_json, seal,
};
use crate::scenario::Record;

/// What an experiment was made for.
#[derive(Debug)]
pub enum Analysis {
    /// Estimates of one policy.
    Run,
    /// Policies compared.
    Comparison(Box<Comparison>),
    /// Points of a sweep.
    Sweep(Box<Sweep>),
    /// What drives outcomes.
    Sensitivity(Box<Sensitivity>),
    /// What answers hang on.
    Audit(Box<Audit>),
    /// What would have changed them.
    Discovery(Box<Discovery>),
}

/// What is made of results in a folder, beside their tables and analyses.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Pages {
    /// Charts and the report.
    #[default]
    All,
    /// The report, whose charts stand in it; no files of charts.
    NoCharts,
    /// Neither charts nor report.
    None,
}

/// Whether a folder has all of them. A folder of charts may be empty: nothing is drawn of a scenario that has nothing to show.
fn has_pages(folder: &Path, manifest: &Manifest, pages: Pages) -> bool {
    let has = |name: &str| manifest.written.iter().any(|file| file.name == name);
    let analysis = match manifest.plan.design {
        Design::Run {} => "summary.csv",
        Design::Compare { .. } => "comparison.json",
        Design::Sweep { .. } => "sweep.json",
        Design::Sensitivity { .. } => "sensitivity.json",
        Design::Audit { .. } => AUDIT,
        Design::Discover { .. } => DISCOVERY,
    };
    has(analysis)
        && (pages == Pages::None || has("report.html"))
        && (pages != Pages::All || folder.join("charts").is_dir())
}

impl StudyResults {
    /// Analyses results as their plan asks and, in a folder, writes the analysis beside them unless it is there.
    ///
    /// # Errors
    /// When rows cannot be read or files cannot be written.
    pub(super) fn conclude(
        mut results: Results,
        prepared: Option<Prepared>,
        pages: Pages,
        monitor: &dyn Monitor,
    ) -> Result<StudyResults, StudyError> {
        if let Home::Folder(kept) = &mut results.home {
            kept.intact &= has_pages(&kept.folder, &results.manifest, pages);
        }
        forget_analyses(&mut results);
        let uncertainty = take_apart(&mut results, prepared.as_ref())?;
        let metrics = results.manifest.plan.design.metrics().to_vec();
        let analysis = match results.manifest.plan.design {
            Design::Run {} => Analysis::Run,
            Design::Compare { .. } => {
                let question = question_of(&results.manifest.plan);
                let mut found = compare(&results, &question)?;
                found.costs = costs(&results, prepared.as_ref());
                found.divergence =
                    where_worlds_diverge(&results, &found, question.divergence, prepared.as_ref(), monitor)?;
                add(&mut results, |folder| write_comparison(folder, &found), &found.cautions)?;
                Analysis::Comparison(Box::new(found))
            }
            Design::Sweep { .. } => {
                let found = sweep(&results, &[])?;
                add(&mut results, |folder| write_sweep(folder, &found), &[])?;
                Analysis::Sweep(Box::new(found))
            }
            Design::Audit { ref analysis } => {
                let asked = analysis.clone();
                let found = audited(&results, &asked, prepared.as_ref(), monitor)?;
                add(&mut results, |folder| write_audit(folder, &found), &[])?;
                Analysis::Audit(Box::new(found))
            }
            Design::Discover { ref analysis } => {
                let asked = analysis.clone();
                let found = discovered(&results, &asked, prepared.as_ref(), monitor)?;
                add(&mut results, |folder| write_discovery(folder, &found), &[])?;
                Analysis::Discovery(Box::new(found))
            }
            Design::Sensitivity { .. } => {
                let found = sensitivity(&results, &metrics)?;
                add(&mut results, |folder| write_sensitivity(folder, &found), &[])?;
                Analysis::Sensitivity(Box::new(found))
            }
        };
        let hindcast = hold_against_record(&mut results, prepared.as_ref())?;
        draw_and_seal(&mut results, pages, monitor)?;
        Ok(StudyResults { results, analysis, uncertainty, hindcast, prepared })
    }
}

/// Whether results lie in a folder to which nothing need be added.
fn is_intact(results: &Results) -> bool {
    results.kept().is_some_and(|kept| kept.intact)
}

/// Takes analyses out of the manifest, which are about to be made.
fn forget_analyses(results: &mut Results) {
    if !is_intact(results) {
        let of_rows = |name: &str| ResultFile::named(name).is_some_and(|file| file.origin == Origin::Rows);
        results.manifest.files.retain(|file| of_rows(&file.name));
        results.manifest.cautions.retain(|there| !matches!(there.caution, Caution::PairingHurts { .. }));
    }
}

/// Notes an analysis in the manifest, and writes it into the folder, unless it is there.
fn add(
    results: &mut Results,
    write: impl FnOnce(&Path) -> Result<Vec<FileEntry>, TableError>,
    cautions: &[Caution],
) -> Result<(), StudyError> {
    if is_intact(results) {
        return Ok(());
    }
    let files = results.kept().map(|kept| write(&kept.folder)).transpose()?;
    results.manifest.files.extend(files.into_iter().flatten());
    let entry = |caution: &Caution| CautionEntry { text: caution.text(), caution: caution.clone() };
    results.manifest.cautions.extend(cautions.iter().map(entry));
    Ok(())
}

/// Where parameters were drawn: takes the variance of outcomes apart and writes it, with the draws, beside the results.
fn take_apart(results: &mut Results, prepared: Option<&Prepared>) -> Result<Option<Uncertainty>, StudyError> {
    let plan = &results.manifest.plan;
    let Some(draws) = plan.draws.clone() else { return Ok(None) };
    let found = uncertainty(results)?;
    add(results, |folder| write_uncertainty(folder, &found), &[])?;
    if let Some(kept) = results.kept().filter(|kept| !kept.intact) {
        let drawn = match prepared {
            Some(prepared) => Some(prepared.drawn(&draws)?),
            None => DrawnParameters::kept(&kept.folder, &results.manifest.plan)?,
        };
        if let Some(drawn) = drawn {
            let entry = write_draws(&kept.folder, results, &drawn)?;
            add(results, |_| Ok(vec![entry]), &[])?;
        }
    }
    Ok(Some(found))
}

/// Holds the first variant against what the scenario has on record, and writes that beside the results; None where
/// there is no record, or nobody has the scenario.
fn hold_against_record(results: &mut Results, prepared: Option<&Prepared>) -> Result<Option<Hindcast>, StudyError> {
    if results.manifest.plan.design.has_points() || results.manifest.series.is_empty() {
        return Ok(None);
    }
    let kept = match (prepared, results.kept()) {
        (None, Some(kept)) => Prepared::kept(&kept.folder, &results.manifest.plan)?,
        _ => None,
    };
    let Some(scenario) = prepared.or(kept.as_ref()).and_then(Prepared::scenario) else {
        return Ok(None);
    };
    if *scenario.record == Record::default() {
        return Ok(None);
    }
    let (days, districts) = results.by_day_and_place()?;
    let found = hindcast(&results.manifest, scenario, &results.estimates, (&days, &districts));
    if let Some(found) = &found {
        add(results, |folder| write_hindcast(folder, found), &[])?;
    }
    Ok(found)
}

/// What the policies of the scenario cost, as far as that is on record; nothing where nobody has the scenario.
fn costs(results: &Results, prepared: Option<&Prepared>) -> BTreeMap<String, SetCost> {
    let prepared = prepared_or_kept(results, prepared).ok();
    let policies = prepared.iter().flat_map(|prepared| prepared.source.policies());
    policies.filter_map(|policy| Some((policy.name.clone(), SetCost::from(policy.cost.as_ref()?)))).collect()
}

/// Finds where the first worlds of finished results diverge from those of the baseline; None where none are asked for, or
/// nobody has the scenario. What a folder already says of the same worlds is taken from it.
fn where_worlds_diverge(
    results: &Results,
    comparison: &Comparison,
    worlds: u64,
    prepared: Option<&Prepared>,
    monitor: &dyn Monitor,
) -> Result<Option<FirstDivergences>, StudyError> {
    let worlds = worlds.min(results.manifest.replications);
    let plan = &results.manifest.plan;
    let identity = hex(&plan.identity());
    if worlds == 0 {
        return Ok(None);
    }
    let known = results.kept().map(|kept| read_json::<Comparison>(&kept.folder.join(COMPARISON), COMPARISON_FORMAT));
    let known = known.and_then(|known| known.ok()?.divergence);
    let same = |p: &FirstDivergences| p.identity == identity && p.baseline == comparison.baseline && p.worlds == worlds;
    if let Some(known) = known.filter(same) {
        return Ok(Some(known));
    }
    let simulator = match (prepared, results.kept()) {
        (Some(prepared), _) => prepared.simulator()?,
        (None, Some(kept)) => match Prepared::kept(&kept.folder, plan)? {
            Some(prepared) => prepared.simulator()?,
            None => return Ok(None),
        },
        (None, None) => return Ok(None),
    };
    monitor.note(&Note::LooksWhereWorldsDiverge(worlds));
    let baseline = comparison.policies.iter().position(|name| *name == comparison.baseline).unwrap_or(0);
    let found = divergences(&simulator, baseline, plan.seed, worlds)?;
    Ok(Some(FirstDivergences::of((identity, baseline, &comparison.policies), &found)))
}

/// The audit of finished results; what a folder already says of the same worlds and the same question is taken from it.
fn audited(
    results: &Results,
    asked: &AuditQuestion,
    prepared: Option<&Prepared>,
    monitor: &dyn Monitor,
) -> Result<Audit, StudyError> {
    let plan = &results.manifest.plan;
    let known: Option<Audit> = known(results, AUDIT, AUDIT_FORMAT);
    let same = |one: &Audit| {
        (&one.question, &one.identity, one.replications) == (asked, &hex(&plan.identity()), plan.replications)
    };
    match known.filter(same) {
        Some(known) => Ok(known),
        None => audit(plan, asked, &*prepared_or_kept(results, prepared)?, monitor),
    }
}

/// The smallest sets for finished results; what a folder already says of the same worlds and the same question is taken from it.
fn discovered(
    results: &Results,
    asked: &DiscoverQuestion,
    prepared: Option<&Prepared>,
    monitor: &dyn Monitor,
) -> Result<Discovery, StudyError> {
    let plan = &results.manifest.plan;
    let known: Option<Discovery> = known(results, DISCOVERY, DISCOVERY_FORMAT);
    let same = |one: &Discovery| {
        (&one.question, &one.identity, one.replications) == (asked, &hex(&plan.identity()), plan.replications)
    };
    match known.filter(same) {
        Some(known) => Ok(known),
        None => smallest_sets(plan, asked, &*prepared_or_kept(results, prepared)?, monitor),
    }
}

/// What a result folder says in a file of this version.
fn known<T: DeserializeOwned>(results: &Results, name: &str, format: u32) -> Option<T> {
    results.kept().and_then(|kept| read_json(&kept.folder.join(name), format).ok())
}

/// The experiment, or that of the files which the results' folder keeps.
fn prepared_or_kept<'a>(results: &Results, prepared: Option<&'a Prepared>) -> Result<Cow<'a, Prepared>, StudyError> {
    if let Some(prepared) = prepared {
        return Ok(Cow::Borrowed(prepared));
    }
    let kept = results.kept().map(|kept| Prepared::kept(&kept.folder, &results.manifest.plan)).transpose()?.flatten();
    Ok(Cow::Owned(kept.ok_or(NotAnalysable::NoScenario)?))
}

/// Draws charts and report in a folder unless they are there as they were drawn; the manifest, which says that all is,
/// comes last.
#[cfg_attr(not(feature = "report"), allow(unused_variables))] // nothing is drawn
fn draw_and_seal(results: &mut Results, pages: Pages, monitor: &dyn Monitor) -> Result<(), StudyError> {
    let Some(kept) = results.kept() else { return Ok(()) };
    if kept.intact {
        // A stop between the manifest and the end of the work leaves a journal.
        return Ok(end(&kept.folder)?);
    }
    #[cfg(feature = "report")]
    if pages != Pages::None {
        let made = draw(&kept.folder, Some(&results.manifest), pages == Pages::All)?;
        seal(results, Some(&made.charts))?;
        monitor.note(&Note::Drawn(&made));
        return Ok(());
    }
    Ok(seal(results, None)?)
}
