//! What the numbers rest on: cautions, the table of outcomes, the scenario as resolved, provenance.

use std::collections::BTreeMap;
use std::mem::discriminant;

use super::read::Results;
use crate::outcome::Kind;
use crate::report::html::{
    Entry, Estimate, OutcomeRow, Outcomes, Provenance, Remark, ResultFile, ScenarioRow, ScenarioTable,
};
use crate::result::folder::SCENARIO;
use crate::result::{self, Caution, CautionEntry};

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
    let of_main: BTreeMap<(&str, &str), &result::Estimate> = results
        .summary
        .iter()
        .filter(|row| row.variant == main)
        .map(|row| ((row.metric.as_str(), row.level.as_str()), row))
        .collect();
    let tells = |row: &&result::Estimate| {
        row.variant == main || !of_main.get(&(&*row.metric, &*row.level)).is_some_and(|there| is_same(there, row))
    };
    let telling: Vec<&result::Estimate> = results.summary.iter().filter(tells).collect();
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
            n: row.n,
            mean: Estimate::known(row.mean, row.ci_low, row.ci_high),
            quantiles: LEVELS.iter().map(|p| Some(row.quantile(*p)).filter(|q| q.is_finite())).collect(),
            probability: Estimate::known(row.p, row.p_low, row.p_high).filter(|_| metric.kind != Kind::Amount),
            censored: Some(row.censored_share).filter(|share| *share > 0.0),
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
fn is_same(a: &result::Estimate, b: &result::Estimate) -> bool {
    let same = |a: &[f64], b: &[f64]| a.iter().zip(b).all(|(x, y)| x == y || x.is_nan() && y.is_nan());
    let numbers =
        |e: &result::Estimate| [e.n as f64, e.censored_share, e.mean, e.ci_low, e.ci_high, e.p, e.p_low, e.p_high];
    same(&numbers(a), &numbers(b)) && same(&a.quantiles, &b.quantiles)
}

/// Cautions of the same kind as one, with the outcomes that they are about, after those about the whole.
pub(super) fn cautions(results: &Results) -> Vec<Remark> {
    let mut out = Vec::new();
    let mut kinds: Vec<(&Caution, Vec<&str>)> = Vec::new();
    for CautionEntry { caution, text } in &results.manifest.cautions {
        let (Some(metric), Some(_)) = (caution.metric(), caution.in_general()) else {
            let text = if text.ends_with('.') { text.clone() } else { format!("{text}.") };
            out.push(Remark { severity: caution.severity(), text, remedy: None });
            continue;
        };
        match kinds.iter_mut().find(|(first, _)| discriminant(*first) == discriminant(caution)) {
            Some((_, about)) if !about.contains(&metric) => about.push(metric),
            Some(_) => {}
            None => kinds.push((caution, vec![metric])),
        }
    }
    out.extend(kinds.into_iter().filter_map(|(caution, about)| {
        let [what, remedy] = caution.in_general()?;
        let others = about.len().saturating_sub(NAMED);
        let named = about[..about.len() - others].join(", ");
        let others = if others > 0 { format!(" and {others} others") } else { String::new() };
        let remedy = (!remedy.is_empty()).then(|| remedy.to_owned());
        Some(Remark { severity: caution.severity(), text: format!("{what}: {named}{others}."), remedy })
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
                    status: resolved.status,
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
                status: parameter.status,
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
pub(super) fn row_estimate(row: &result::Estimate) -> Option<Estimate> {
    if row.kind.is_share() {
        Estimate::known(row.p, row.p_low, row.p_high)
    } else {
        Estimate::known(row.mean, row.ci_low, row.ci_high)
    }
}
