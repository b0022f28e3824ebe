//! What the numbers rest on: cautions, the table of outcomes, the scenario as resolved, provenance.

use std::collections::BTreeMap;

use super::read::{Results, SummaryRow};
use crate::outcome::Kind;
use crate::report::html::{
    Caution, Entry, Estimate, OutcomeRow, Outcomes, Provenance, ResultFile, ScenarioRow, ScenarioTable, Severity,
};
use crate::result::Caution as Found;
use crate::result::folder::SCENARIO;

/// Quantiles of the table of outcomes.
const LEVELS: [f64; 3] = [0.05, 0.5, 0.95];
/// Most rows of the table of outcomes; of larger designs it holds the first variant alone.
const MOST_ROWS: usize = 3_000;
/// Outcomes that a caution names before it says "and others".
const NAMED: usize = 6;

/// The table of outcomes: all metrics of all variants.
pub(super) fn outcomes(results: &Results) -> Outcomes {
    let several = results.manifest.plan.variant.len() > 1;
    let main = results.main_variant();
    let of_main: BTreeMap<(&str, &str), &SummaryRow> = results
        .summary
        .iter()
        .filter(|row| row.variant == main)
        .map(|row| ((row.metric.as_str(), row.level.as_str()), row))
        .collect();
    let tells = |row: &&SummaryRow| {
        row.variant == main || !of_main.get(&(&*row.metric, &*row.level)).is_some_and(|there| is_same(there, row))
    };
    let telling: Vec<&SummaryRow> = results.summary.iter().filter(tells).collect();
    let few = telling.len() <= MOST_ROWS;
    let rows = telling.into_iter().filter(|row| few || row.variant == main).filter_map(|row| {
        let metric = results.metric(&row.metric)?;
        let meaning = results.meaning(metric);
        let meaning = if row.level.is_empty() { meaning } else { format!("{meaning}: {}", row.level) };
        Some(OutcomeRow {
            metric: row.metric.clone(),
            meaning,
            unit: if metric.unit == "1" { String::new() } else { metric.unit.to_string() },
            theme: None,
            policy: several.then(|| row.variant.clone()),
            n: row.n as u64,
            mean: estimate(row.mean),
            quantiles: LEVELS.iter().map(|p| Some(row.quantile(*p)).filter(|q| q.is_finite())).collect(),
            probability: estimate(row.p).filter(|_| metric.kind != Kind::Amount),
            censored: Some(row.censored).filter(|share| *share > 0.0),
            cautions: Vec::new(),
        })
    });
    let rows: Vec<OutcomeRow> = rows.collect();
    let mut text = Vec::new();
    if several {
        text.push(format!("A policy has a row where its estimates differ from those of {main}."));
    }
    Outcomes { text, quantile_levels: LEVELS.to_vec(), rows, figures: Vec::new() }
}

/// Whether two rows say the same of an outcome.
fn is_same(a: &SummaryRow, b: &SummaryRow) -> bool {
    let same = |a: &[f64], b: &[f64]| a.iter().zip(b).all(|(x, y)| x == y || x.is_nan() && y.is_nan());
    same(&[a.n, a.censored], &[b.n, b.censored])
        && same(&a.mean, &b.mean)
        && same(&a.p, &b.p)
        && same(&a.quantiles, &b.quantiles)
}

/// An estimate with its interval; None where there is none.
fn estimate([value, low, high]: [f64; 3]) -> Option<Estimate> {
    value.is_finite().then(|| {
        let interval = (low.is_finite() && high.is_finite()).then_some([low, high]);
        Estimate { value, interval }
    })
}

/// Cautions of the same kind as one, with the outcomes that they are about.
pub(super) fn cautions(results: &Results) -> Vec<Caution> {
    let mut groups: Vec<(Severity, &'static str, &'static str, Vec<String>)> = Vec::new();
    let mut out = Vec::new();
    for entry in &results.manifest.cautions {
        let (severity, what, remedy, about) = match &entry.caution {
            Found::Failed { .. } => {
                out.push(Caution { severity: Severity::Serious, text: entry.text.clone(), remedy: None });
                continue;
            }
            Found::NotMet { .. } => {
                out.push(Caution { severity: Severity::Serious, text: format!("{}.", entry.text), remedy: None });
                continue;
            }
            Found::Never { .. } => {
                out.push(Caution { severity: Severity::Note, text: format!("{}.", entry.text), remedy: None });
                continue;
            }
            Found::SharedDraws { .. } => {
                out.push(Caution { severity: Severity::Note, text: entry.text.clone(), remedy: None });
                continue;
            }
            Found::FewReplications { metric, .. } => (
                Severity::Caution,
                "The mean's interval is wider than a tenth of the mean",
                "Run more replications: four times as many halve it.",
                metric,
            ),
            Found::Skewed { metric, .. } => (
                Severity::Caution,
                "The values are so skewed that the mean's interval is not yet to be trusted",
                "Read the quantiles, or run more replications.",
                metric,
            ),
            Found::CutOff { metric, .. } => (
                Severity::Note,
                "The horizon cuts off many worlds, so means count time up to the horizon only",
                "Read the quantiles and curves, which account for it.",
                metric,
            ),
            Found::FewEvents { metric, .. } => (
                Severity::Caution,
                "It happened, or failed to happen, in a handful of worlds only",
                "Run more replications before saying how rare it is.",
                metric,
            ),
            Found::PairingHurts { metric, .. } => (
                Severity::Note,
                "Sharing worlds makes this difference less certain than independent worlds would",
                "",
                metric,
            ),
        };
        match groups.iter_mut().find(|group| group.1 == what) {
            Some(group) if !group.3.contains(about) => group.3.push(about.clone()),
            Some(_) => {}
            None => groups.push((severity, what, remedy, vec![about.clone()])),
        }
    }
    out.extend(groups.into_iter().map(|(severity, what, remedy, about)| {
        let named = about.iter().take(NAMED).cloned().collect::<Vec<_>>().join(", ");
        let others = about.len().saturating_sub(NAMED);
        let others = if others > 0 { format!(" and {others} others") } else { String::new() };
        Caution {
            severity,
            text: format!("{what}: {named}{others}."),
            remedy: (!remedy.is_empty()).then(|| remedy.to_owned()),
        }
    }));
    out
}

/// The scenario as resolved, with units, meanings and sources from the registry.
pub(super) fn scenario(results: &Results) -> Option<ScenarioTable> {
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
    let inside = format!("{}/", results.folder.join(SCENARIO).display());
    let rows: Vec<ScenarioRow> = match &results.kept {
        Some(kept) => kept
            .values
            .iter()
            .map(|resolved| {
                let described = kept.source.registry().parameter(&resolved.described_at);
                ScenarioRow {
                    path: resolved.path.clone(),
                    value: resolved.value.as_ref().map(ToString::to_string).unwrap_or_default(),
                    unit: described.map_or("", |p| if p.unit == "1" { "" } else { p.unit }).to_owned(),
                    default: resolved.given_by == "default",
                    meaning: described.map(|p| p.doc.to_owned()),
                    source: described.map(|p| p.source.to_owned()).filter(|source| !source.is_empty()),
                    origin: Some(resolved.given_by.replace(&inside, "")),
                }
            })
            .collect(),
        None => results
            .manifest
            .parameters
            .iter()
            .map(|parameter| ScenarioRow {
                path: parameter.path.clone(),
                value: parameter.value.clone(),
                default: parameter.from == "default",
                origin: Some(parameter.from.clone()),
                ..ScenarioRow::default()
            })
            .collect(),
    };
    (!rows.is_empty()).then_some(ScenarioTable { text, rows })
}

/// How to get the same results again. What differs between identical runs (when, how long) is left out, so that the
/// same results give the same report.
pub(super) fn provenance(results: &Results) -> Provenance {
    let manifest = &results.manifest;
    let plan = &manifest.plan;
    let entry = |key: &str, value: String| Entry { key: key.to_owned(), value };
    let mut entries = vec![
        entry("program", format!("panj {}", manifest.panj)),
        entry("command", plan.design.command().to_owned()),
        entry("replications of each variant", manifest.replications.to_string()),
        entry("seed", plan.seed.to_string()),
        entry("events", manifest.events.to_string()),
        entry("failed replications", manifest.failed.to_string()),
        entry("scenario", plan.scenario.path.file_name().unwrap_or_default().to_string_lossy().into_owned()),
    ];
    if !manifest.commit.is_empty() {
        entries.insert(1, entry("commit", manifest.commit.clone()));
    }
    entries.extend(manifest.until.iter().map(|goal| {
        entry(
            "goal",
            format!(
                "{}: {} after {} replications",
                goal.goal,
                if goal.reached { "reached" } else { "not reached" },
                goal.replications
            ),
        )
    }));
    entries.extend(
        plan.scenario
            .sha256
            .iter()
            .map(|(file, digest)| entry(&format!("{} sha256", plan.scenario.shown(file)), digest.clone())),
    );
    let files = manifest.files.iter().map(|file| ResultFile {
        path: file.name.clone(),
        holds: holds(&file.name).to_owned(),
        bytes: std::fs::metadata(results.folder.join(&file.name)).ok().map(|data| data.len()),
        sha256: None,
    });
    Provenance {
        // The report is the same wherever its folder is.
        command: Some("panj rerun FOLDER --out again".to_owned()),
        entries,
        files: files.collect(),
    }
}

fn holds(name: &str) -> &'static str {
    match name.split('.').next().unwrap_or(name) {
        "outcomes" => "a row for each replication and variant, a column for each metric",
        "series" => "daily mean and quantiles of each series",
        "districts" => "distribution over replications of each quantity by district",
        "summary" => "estimates of each metric with intervals",
        "comparison" => "policies against the baseline in the same worlds",
        "saved_and_lost" => "worlds that a policy saves or loses",
        "incidence" => "cumulative incidence by policy",
        "robustness" => "policies over draws of uncertain parameters",
        _ => "",
    }
}

/// A row of the summary as a table of another folder shows it.
pub(super) fn row_estimate(row: &SummaryRow, kind: &Kind) -> Option<Estimate> {
    estimate(if matches!(kind, Kind::Event | Kind::Level(_)) { row.p } else { row.mean })
}
