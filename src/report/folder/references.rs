//! What the numbers rest on: cautions, the table of outcomes, the scenario as resolved, provenance.

use std::collections::BTreeMap;
use std::path::Path;

use maud::html;

use super::read::Results;
use super::words::shown_unit;
use crate::number::{decimals_for, decimals_for_size};
use crate::outcome::{Kind, Metric, outcome_name};
use crate::report::html::text::{note, paragraphs};
use crate::report::html::{Cell, Column, Remark, Section, Table};
use crate::result::{CautionKind, Estimate, ResultFile};
use crate::scenario::Status;

/// Quantiles of the table of outcomes.
const LEVELS: [f64; 3] = [0.05, 0.5, 0.95];
/// Most rows of the table of outcomes; of larger designs it holds the first variant alone.
const MOST_ROWS: usize = 3_000;
/// Outcomes that a caution names before it says "and others".
const NAMED: usize = 6;

/// What every page ends with: cautions, the scenario as resolved, provenance.
pub(super) fn sections(results: &Results) -> [Section; 3] {
    [Remark::section(&cautions(results)), scenario(results), provenance(results)]
}

/// The table of outcomes: all metrics of all variants.
pub(super) fn outcomes(results: &Results) -> Section {
    let several = results.manifest.plan.variant.len() > 1;
    let main = results.main_variant();
    let of_main: BTreeMap<(&str, &str), &Estimate> = results
        .summary
        .iter()
        .filter(|row| row.variant == main)
        .map(|row| ((row.metric.as_str(), row.level.as_str()), row))
        .collect();
    let tells = |row: &&Estimate| {
        row.variant == main || !of_main.get(&(&*row.metric, &*row.level)).is_some_and(|there| is_same(there, row))
    };
    let informative: Vec<&Estimate> = results.summary.iter().filter(tells).collect();
    let few = informative.len() <= MOST_ROWS;
    let rows: Vec<(&Metric, &Estimate)> = informative
        .into_iter()
        .filter(|row| few || row.variant == main)
        .filter_map(|row| Some((results.metric(&row.metric)?, row)))
        .collect();
    let policy = |row: &Estimate| Cell::text(if several { &row.variant } else { "" });
    let quantile = |row: &Estimate, p: f64| {
        let known = || LEVELS.iter().map(|p| row.quantile(*p)).filter(|q| q.is_finite());
        let whole = known().all(|q| q == libm::trunc(q));
        let largest = known().fold(0.0_f64, |most, q| most.max(q.abs()));
        Cell::number(row.quantile(p), if whole { 0 } else { decimals_for_size(largest) })
    };
    let table = Table::of(
        "outcomes-table",
        "Outcomes. Intervals of means are for 95 % confidence, those of probabilities are Wilson’s; median and q are quantiles over replications.",
        &rows,
        &[
            (Column::text("Outcome"), &|(metric, row)| {
                Cell::named(&outcome_name(&metric.meaning, &row.level), &row.metric)
            }),
            (Column::facet("Policy"), &|(_, row)| policy(row)),
            (Column::text("Unit"), &|(metric, _)| Cell::text(shown_unit(&metric.unit))),
            (Column::number("n"), &|(_, row)| Cell::count(row.n)),
            (Column::number("Mean"), &|(_, row)| Cell::number(row.mean, decimals(row))),
            (Column::number("95 % interval"), &|(_, row)| Cell::interval([row.ci_low, row.ci_high], decimals(row))),
            (Column::number("q\u{a0}5\u{a0}%"), &|(_, row)| quantile(row, LEVELS[0])),
            (Column::number("Median"), &|(_, row)| quantile(row, LEVELS[1])),
            (Column::number("q\u{a0}95\u{a0}%"), &|(_, row)| quantile(row, LEVELS[2])),
            (Column::number("Probability"), &|(metric, row)| {
                let p = if metric.kind == Kind::Amount { f64::NAN } else { row.p };
                Cell::probability(p, [row.p_low, row.p_high])
            }),
            (Column::number("Not reached"), &|(_, row)| {
                Cell::share(if row.censored_share > 0.0 { row.censored_share } else { f64::NAN }, 0)
            }),
        ],
    );
    let body = html! {
        @if several { p dir="auto" { "A policy has a row where its estimates differ from those of " (main) "." } }
        (table)
    };
    Section::new("outcomes", "Outcomes", "Outcomes", &body)
}

/// Decimals of a mean: a small one has at least one.
fn decimals(row: &Estimate) -> usize {
    let interval = [row.ci_low, row.ci_high];
    let decimals = decimals_for(Some(interval), row.mean);
    if row.ci_low.is_finite() { decimals.max(usize::from(row.mean.abs() < 1.0)) } else { decimals }
}

/// Whether two rows say the same of an outcome.
fn is_same(a: &Estimate, b: &Estimate) -> bool {
    let same = |a: &[f64], b: &[f64]| a.iter().zip(b).all(|(x, y)| x == y || x.is_nan() && y.is_nan());
    let numbers = |e: &Estimate| [e.n as f64, e.censored_share, e.mean, e.ci_low, e.ci_high, e.p, e.p_low, e.p_high];
    same(&numbers(a), &numbers(b)) && same(&a.quantiles, &b.quantiles)
}

/// Cautions by kind.
pub(super) fn cautions(results: &Results) -> Vec<Remark> {
    let kinds = CautionKind::all(results.manifest.cautions.iter().map(|entry| &entry.caution));
    let remark = |kind: CautionKind| Remark {
        severity: kind.severity,
        text: kind.line(NAMED),
        remedy: (!kind.remedy.is_empty()).then(|| kind.remedy.to_owned()),
    };
    kinds.into_iter().map(remark).collect()
}

/// A parameter: its path, its value as written, unit, meaning and source, where it was set, what it rests on.
struct Parameter<'a> {
    path: &'a str,
    value: String,
    unit: &'a str,
    meaning: &'a str,
    source: &'a str,
    origin: String,
    status: Option<Status>,
}

/// The scenario as resolved, with units, meanings and sources from the registry.
fn scenario(results: &Results) -> Section {
    let several = results.manifest.plan.variant.len() > 1;
    let mut text: Vec<String> = results.kept.iter().map(|kept| kept.scenario.meta.question.clone()).collect();
    text.retain(|question| !question.is_empty());
    let first = results.main_variant();
    if results.manifest.plan.design.has_points() {
        text.push(format!("Values at the first point, {first}; the factors differ at the others."));
    } else if several {
        text.push(format!("Values of the first policy, {first}; the others change what their definitions say."));
    }
    // Files are named as they lie in the kept scenario, wherever the folder is.
    let inside = results.inside();
    let rows: Vec<Parameter<'_>> = match &results.kept {
        Some(kept) => kept
            .values
            .iter()
            .map(|resolved| {
                let described = kept.source.registry().parameter(&resolved.described_at);
                Parameter {
                    path: &resolved.path,
                    value: resolved.value.as_ref().map(ToString::to_string).unwrap_or_default(),
                    unit: described.map_or("", |p| shown_unit(p.unit)),
                    meaning: described.map_or("", |p| p.doc),
                    // That of the default says nothing of a value that was set.
                    source: described.filter(|_| resolved.given_by == "default").map_or("", |p| p.source),
                    origin: resolved.given_by.replace(&inside, ""),
                    status: resolved.status,
                }
            })
            .collect(),
        None => results
            .manifest
            .parameters
            .iter()
            .map(|parameter| Parameter {
                path: &parameter.path,
                value: parameter.value.clone(),
                unit: "",
                meaning: "",
                source: "",
                origin: parameter.from.clone(),
                status: parameter.status,
            })
            .collect(),
    };
    let table = Table::of(
        "scenario-table",
        "Every parameter as used.",
        &rows,
        &[
            (Column::text("Parameter"), &|row| Cell::markup(html! { code { (row.path) } (note(Some(row.meaning))) })),
            (Column::text("Value"), &|row| Cell::as_written(&row.value)),
            (Column::text("Unit"), &|row| Cell::text(row.unit)),
            (Column::facet("Status"), &|row| Cell::text(if row.origin == "default" { "default" } else { "set" })),
            (Column::facet("Rests on"), &|row| Cell::text(row.status.map_or("", Status::as_str))),
            (Column::text("Set in"), &|row| Cell::text(&row.origin)),
            (Column::text("Source"), &|row| Cell::text(row.source)),
        ],
    );
    let body = html! { @if !rows.is_empty() { (paragraphs(&text)) (table) } };
    Section::new("scenario", "Scenario", "Scenario as resolved", &body)
}

/// How to get the same results again. What differs between identical runs (when, how long) is left out, so that the
/// same results give the same report.
pub(super) fn provenance(results: &Results) -> Section {
    let manifest = &results.manifest;
    let plan = &manifest.plan;
    let mut entries: Vec<(String, String)> = vec![("program".to_owned(), format!("panj {}", manifest.panj))];
    let mut entry = |key: &str, value: String| entries.push((key.to_owned(), value));
    if !manifest.commit.is_empty() {
        entry("commit", manifest.commit.clone());
    }
    entry("command", plan.design.command().to_owned());
    entry("replications of each variant", manifest.replications.to_string());
    entry("seed", plan.seed.to_string());
    entry("events", manifest.events.to_string());
    entry("failed replications", manifest.failed.to_string());
    entry("scenario", plan.scenario.path.file_name().unwrap_or_default().to_string_lossy().into_owned());
    for goal in &manifest.until {
        let reached = if goal.reached { "reached" } else { "not reached" };
        entry("goal", format!("{}: {reached} after {} replications", goal.goal, goal.replications));
    }
    for (file, digest) in &plan.scenario.sha256 {
        entry(&format!("{} sha256", plan.scenario.shown(file)), digest.clone());
    }
    let files: Vec<Shown> = results.files().map(|name| Shown::of(&results.folder, name)).collect();
    // The report is the same wherever its folder is.
    made_by(Some("panj rerun FOLDER --out again"), &entries, &files)
}

/// A file of a result folder: what it holds, and its size, 0 where that is not told.
pub(super) struct Shown {
    pub(super) path: String,
    pub(super) holds: String,
    pub(super) bytes: u64,
}

impl Shown {
    pub(super) fn of(folder: &Path, name: &str) -> Shown {
        Shown {
            holds: ResultFile::named(name).map_or_else(String::new, |file| file.about.replace('`', "")),
            bytes: std::fs::metadata(folder.join(name)).map_or(0, |data| data.len()),
            path: name.to_owned(),
        }
    }
}

/// What made results, and which files they are in.
pub(super) fn made_by(command: Option<&str>, entries: &[(String, String)], files: &[Shown]) -> Section {
    let files = Table::of(
        "files-table",
        "Files of the result folder.",
        files,
        &[
            (Column::text("File"), &|file| Cell::code(&file.path)),
            (Column::text("Holds"), &|file| Cell::text(&file.holds)),
            (Column::number("Bytes"), &|file| Cell::count(file.bytes)),
        ],
    );
    let body = html! {
        @if let Some(command) = command {
            p { "The same results, bit for bit:" }
            pre.command tabindex="0" { code { (command) } }
        }
        dl.entries { @for (key, value) in entries { div { dt { (key) } dd { (value) } } } }
        (files)
    };
    Section::new("provenance", "Provenance", "Provenance", &body)
}
