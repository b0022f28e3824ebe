//! The page of a sensitivity analysis.

use super::outcomes::{of_summary, series, subject};
use super::sensitivity_charts::{self as charts, Measured};
use super::{Design, MOST_OUTCOMES, asked, basis, tornado};
use crate::analysis::sensitivity::FEWEST;
use crate::experiment::{self, Method};
use crate::report::folder::read::{Results, number, words};
use crate::report::folder::words::percent;
use crate::report::folder::{Chart, ReportError, references};
use crate::report::html::{Driver, Drivers, Estimate, KeyFigure, Page, Sensitivity};
use crate::result::read_columns;

/// Figures of the first screen.
const FIRST: usize = 3;
/// Most parameters in the table of an outcome.
const MOST: usize = 15;
/// Most outcomes with a table.
const MOST_TABLES: usize = 60;
/// Share of the differences between points that is chance, from which an outcome says little.
const NOISY: f64 = 0.5;

/// The page and the charts.
pub(in crate::report::folder) fn of(results: &Results) -> Result<(Page, Vec<Chart>), ReportError> {
    let design = Design::of(results);
    let measured = measured(results)?;
    let shown = chosen(results, &measured);
    let wanted: Vec<(String, String)> = shown.iter().map(|one| (one.metric.clone(), one.level.clone())).collect();
    let outcomes = of_summary(results, &wanted)?;
    let mut drawn: Vec<Chart> = Vec::new();
    for rank in 0..3 {
        for (one, outcome) in shown.iter().zip(&outcomes) {
            drawn.extend(match rank {
                0 => Some(charts::strengths(results, one)),
                1 => tornado::chart(results, &design, outcome),
                _ => charts::convergence(results, one)?,
            });
        }
    }
    let is_sobol = is_sobol(results);
    let (first, rest) = split(&drawn, shown.len());
    let page = Page {
        title: results.manifest.title.clone(),
        question: format!("Which of {} uncertain parameters drive the outcomes?", design.factors.len()),
        answer: answer(results, &shown, is_sobol),
        basis: Some(basis(results, design.points)),
        key_figures: shown.iter().filter_map(|one| key(results, one, is_sobol)).collect(),
        figures: first.iter().map(|chart| chart.figure(None)).collect(),
        sensitivity: Some(Sensitivity {
            text: text(is_sobol, measured.len()),
            method: if is_sobol { "Sobol’ indices" } else { "Morris’s elementary effects" }.to_owned(),
            metrics: tables(results, &design, &measured, &shown),
            figures: rest.iter().map(|chart| chart.figure(None)).collect(),
        }),
        cautions: references::cautions(results),
        scenario: references::scenario(results),
        provenance: Some(references::provenance(results)),
        ..Page::default()
    };
    Ok((page, drawn))
}

/// The first screen takes the strengths and the tornado of the first outcome, and the strengths of the second.
fn split(drawn: &[Chart], outcomes: usize) -> (Vec<&Chart>, Vec<&Chart>) {
    let wanted = [Some(0), (outcomes < drawn.len()).then_some(outcomes), (outcomes > 1).then_some(1)];
    let first: Vec<usize> = wanted.into_iter().flatten().filter(|at| *at < drawn.len()).take(FIRST).collect();
    let rest = (0..drawn.len()).filter(|at| !first.contains(at)).map(|at| &drawn[at]).collect();
    (first.iter().map(|at| &drawn[*at]).collect(), rest)
}

fn is_sobol(results: &Results) -> bool {
    matches!(results.manifest.plan.design, experiment::Design::Sensitivity { method: Method::Sobol, .. })
}

/// Reads `sensitivity.csv` and `noise.csv`.
fn measured(results: &Results) -> Result<Vec<Measured>, ReportError> {
    let Some(path) = results.manifest.table(&results.folder, "sensitivity") else { return Ok(Vec::new()) };
    let names = ["metric", "level", "parameter", "mu", "mu_star", "mu_star_low", "mu_star_high", "sigma"];
    let more = ["first", "first_low", "first_high", "total", "total_low", "total_high", "rank_correlation"];
    let columns = read_columns(&path, &names.into_iter().chain(more).collect::<Vec<_>>())?;
    let (metrics, levels, paths) = (words(&columns[0]), words(&columns[1]), words(&columns[2]));
    let mut out: Vec<Measured> = Vec::new();
    for (row, ((metric, level), path)) in metrics.iter().zip(&levels).zip(&paths).enumerate() {
        if out.last().is_none_or(|last| last.metric != *metric || last.level != *level) {
            out.push(Measured { metric: metric.clone(), level: level.clone(), ..Measured::default() });
        }
        let Some(last) = out.last_mut() else { break };
        let at = |column: usize| number(&columns[column], row);
        last.parameters.push(charts::Parameter {
            path: path.clone(),
            mu: at(3),
            mu_star: [at(4), at(5), at(6)],
            sigma: at(7),
            first: [at(8), at(9), at(10)],
            total: [at(11), at(12), at(13)],
            rank_correlation: at(14),
        });
    }
    if let Some(path) = results.manifest.table(&results.folder, "noise") {
        let columns = read_columns(&path, &["metric", "level", "used", "share"])?;
        let (metric, level) = (words(&columns[0]), words(&columns[1]));
        for row in 0..metric.len() {
            if let Some(one) = out.iter_mut().find(|one| one.metric == metric[row] && one.level == level[row]) {
                one.undefined = number(&columns[2], row) < FEWEST as f64;
                one.chance = number(&columns[3], row);
            }
        }
    }
    out.iter_mut().for_each(Measured::order);
    Ok(out)
}

/// Outcomes that get charts and sentences: those asked for; else those that parameters move more than chance
/// does, headlines by their rank, then those with the least chance in them.
fn chosen(results: &Results, measured: &[Measured]) -> Vec<Measured> {
    let asked = asked(results);
    let known = |one: &&Measured| !one.undefined && one.strongest() > 0.0;
    if !asked.is_empty() {
        return measured.iter().filter(known).take(MOST_OUTCOMES).cloned().collect();
    }
    let mut ranked: Vec<&Measured> =
        measured.iter().filter(known).filter(|one| one.level.is_empty() && one.chance < NOISY).collect();
    let place = |one: &Measured| results.rank(&one.metric);
    ranked.sort_by(|a, b| place(a).cmp(&place(b)).then(a.chance.total_cmp(&b.chance)));
    let mut out: Vec<Measured> = Vec::new();
    for one in ranked {
        if out.len() < MOST_OUTCOMES && out.iter().all(|there| series(&there.metric) != series(&one.metric)) {
            out.push(one.clone());
        }
    }
    out
}

fn answer(results: &Results, shown: &[Measured], is_sobol: bool) -> Vec<String> {
    if shown.is_empty() {
        return vec![
            "Chance among worlds hides what the parameters do: run more worlds at each point (-n).".to_owned(),
        ];
    }
    let mut said: Vec<String> = shown.iter().filter_map(|one| charts::sentence(results, one, is_sobol)).collect();
    if shown.iter().any(charts::is_unordered) {
        said.push(
            "Where intervals of the first parameters overlap, their order is not settled: more --points would settle it."
                .to_owned(),
        );
    }
    said
}

fn key(results: &Results, one: &Measured, is_sobol: bool) -> Option<KeyFigure> {
    let first = one.parameters.first()?;
    let about = subject(results, &one.metric, &one.level);
    let detail = if is_sobol {
        let [value, low, high] = first.total;
        format!("{} of the variance (95 % interval {})", percent(value, low, high), charts::range(low, high))
    } else {
        let [value, low, high] = first.mu_star.map(crate::report::folder::words::amount);
        format!("mean absolute effect {value} (95 % interval {low} to {high})")
    };
    Some(KeyFigure { value: first.path.clone(), label: format!("{about}: driven most by"), detail: Some(detail) })
}

fn text(is_sobol: bool, outcomes: usize) -> Vec<String> {
    let method = if is_sobol {
        "An index is the share of the variance between points that a parameter explains, alone and with its interactions. \
         Intervals are bootstrap intervals for 95 % confidence; estimates may lie slightly outside 0 to 1."
    } else {
        "The mean absolute effect is how far an outcome moves when a parameter goes through its whole range; a spread of \
         effects as large as their mean says that the parameter interacts with others or bends."
    };
    let files = format!(
        "Here are the {MOST} strongest parameters of each outcome; sensitivity.csv holds all parameters of all {outcomes} \
         outcomes, noise.csv how much of the differences is chance and how many base points or trajectories have values \
         throughout, which alone are measured; convergence.csv holds the measures from fewer points."
    );
    vec![method.to_owned(), files]
}

/// A table for each outcome whose measures are defined, those of the charts first.
fn tables(results: &Results, design: &Design, measured: &[Measured], shown: &[Measured]) -> Vec<Drivers> {
    let is_shown = |one: &Measured| shown.iter().position(|s| s.metric == one.metric && s.level == one.level);
    let mut order: Vec<&Measured> = measured.iter().filter(|one| !one.undefined && one.strongest() > 0.0).collect();
    order.sort_by_key(|one| is_shown(one).unwrap_or(usize::MAX));
    let meaning =
        |path: &str| design.factors.iter().find(|factor| factor.path == path).map(|factor| factor.meaning.clone());
    let table = |one: &Measured| Drivers {
        metric: if one.level.is_empty() { one.metric.clone() } else { format!("{} = {}", one.metric, one.level) },
        meaning: subject(results, &one.metric, &one.level),
        rows: one
            .parameters
            .iter()
            .take(MOST)
            .map(|p| Driver {
                path: p.path.clone(),
                meaning: meaning(&p.path).filter(|text| !text.is_empty()),
                first: estimate(p.first),
                total: estimate(p.total),
                mu_star: estimate(p.mu_star),
                sigma: Some(p.sigma).filter(|sigma| sigma.is_finite()),
            })
            .collect(),
    };
    order.into_iter().take(MOST_TABLES).map(table).collect()
}

fn estimate([value, low, high]: [f64; 3]) -> Option<Estimate> {
    let interval = (low.is_finite() && high.is_finite()).then_some([low, high]);
    value.is_finite().then_some(Estimate { value, interval })
}
