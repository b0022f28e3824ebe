//! The page of a sensitivity analysis.

use maud::{Markup, html};

use super::outcomes::subject_of;
use super::sensitivity_charts::{self as charts, Measured};
use super::{Design, MOST_OUTCOMES, asked, basis, tornado};
use crate::analysis::sensitivity::{ParameterSensitivity, Sensitivity};
use crate::experiment::Method;
use crate::number::{decimals_for_size, plain};
use crate::report::folder::read::Results;
use crate::report::folder::words::{amount, percent};
use crate::report::folder::{Chart, references};
use crate::report::html::text::{note, paragraphs};
use crate::report::html::{Cell, Column, Figure, KeyFigure, Page, Section, Table, bar, figures};
use crate::result::Bounded;

/// Figures of the first screen.
const FIRST: usize = 3;
/// Most parameters in the table of an outcome.
const MOST: usize = 15;
/// Most outcomes with a table.
const MOST_TABLES: usize = 60;

/// The page and the charts.
pub(in crate::report::folder) fn of<'r>(results: &'r Results<'_>) -> (Page, Vec<Chart>) {
    let design = Design::of(results);
    let found = results.found.sensitivity.as_deref();
    let of_outcomes = |found: &'r Sensitivity| found.outcomes.iter().map(|one| Measured::of(one, found.method));
    let measured: Vec<Measured<'_>> = found.into_iter().flat_map(of_outcomes).collect();
    let chosen =
        |found: &'r Sensitivity| found.most_informative(&results.manifest.metrics, &asked(results), MOST_OUTCOMES);
    let chosen = found.map(chosen).unwrap_or_default();
    let shown: Vec<&Measured<'_>> =
        chosen.iter().filter_map(|one| measured.iter().find(|there| there.outcome.about.is_same(&one.about))).collect();
    let drawn: Vec<Chart> = shown
        .iter()
        .map(|one| charts::strengths(results, one))
        .chain(shown.iter().filter_map(|one| tornado::chart(results, &design, &one.outcome.about, &one.outcome.at)))
        .chain(shown.iter().filter_map(|one| charts::convergence(results, one)))
        .collect();
    let (first, rest) = split(&drawn, shown.len());
    let is_sobol = found.is_some_and(|found| found.method == Method::Sobol);
    let rest: Vec<Figure> = rest.iter().map(|chart| chart.figure()).collect();
    let body = html! {
        (paragraphs(&text(is_sobol, measured.len())))
        (tables(results, &design, &measured, &shown))
        (figures(&rest))
    };
    let page = Page {
        title: results.manifest.title.clone(),
        question: format!("Which of {} uncertain parameters drive the outcomes?", design.factors.len()),
        answer: answer(results, &shown),
        basis: Some(basis(results, design.points)),
        key_figures: shown.iter().filter_map(|one| key(results, one)).collect(),
        figures: first.iter().map(|chart| chart.figure()).collect(),
        lead: Markup::default(),
        cautions: references::cautions(results),
        sections: [Section::new("sensitivity", "Drivers", "What drives it", &body)]
            .into_iter()
            .chain(references::sections(results))
            .collect(),
    };
    (page, drawn)
}

/// The first screen takes the strengths and the tornado of the first outcome, and the strengths of the second.
fn split(drawn: &[Chart], outcomes: usize) -> (Vec<&Chart>, Vec<&Chart>) {
    let wanted = [Some(0), (outcomes < drawn.len()).then_some(outcomes), (outcomes > 1).then_some(1)];
    let first: Vec<usize> = wanted.into_iter().flatten().filter(|at| *at < drawn.len()).take(FIRST).collect();
    let rest = (0..drawn.len()).filter(|at| !first.contains(at)).map(|at| &drawn[at]).collect();
    (first.iter().map(|at| &drawn[*at]).collect(), rest)
}

fn answer(results: &Results, shown: &[&Measured<'_>]) -> Vec<String> {
    if shown.is_empty() {
        return vec!["Chance hides what the parameters do: run more replications at each point (-n).".to_owned()];
    }
    let mut said: Vec<String> = shown.iter().filter_map(|one| charts::sentence(results, one)).collect();
    if shown.iter().any(|one| charts::is_unordered(one)) {
        said.push(
            "Where intervals of the first parameters overlap, their order is not settled: more --points would settle it."
                .to_owned(),
        );
    }
    said
}

fn key(results: &Results, one: &Measured<'_>) -> Option<KeyFigure> {
    let first = one.parameters.first()?;
    let Bounded { value, low, high } = first.strength(one.method);
    let detail = match one.method {
        Method::Sobol => {
            format!(
                "{} of the variance (95 % interval {})",
                percent(value.clamp(0.0, 1.0), low, high),
                charts::range(low, high)
            )
        }
        Method::Morris => {
            let [value, low, high] = [value, low, high].map(amount);
            format!("mean absolute effect {value} (95 % interval {low} to {high})")
        }
    };
    let label = format!("{}: driven most by", subject_of(results, &one.outcome.about));
    Some(KeyFigure { value: first.parameter.clone(), label, detail: Some(detail) })
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
fn tables(results: &Results, design: &Design, measured: &[Measured<'_>], shown: &[&Measured<'_>]) -> Markup {
    let place = |one: &&Measured<'_>| shown.iter().position(|s| s.outcome.about.is_same(&one.outcome.about));
    let mut order: Vec<&Measured<'_>> = measured.iter().filter(|one| one.outcome.is_moved(one.method)).collect();
    order.sort_by_key(|one| place(one).unwrap_or(usize::MAX));
    html! {
        @for (index, one) in order.into_iter().take(MOST_TABLES).enumerate() {
            @let meaning = subject_of(results, &one.outcome.about);
            details open[index == 0] {
                summary { (meaning) " " code { (one.outcome.about.name()) } }
                (table(index, &meaning, design, one))
            }
        }
    }
}

fn table(index: usize, about: &str, design: &Design, one: &Measured<'_>) -> Table {
    let rows = &one.parameters[..one.parameters.len().min(MOST)];
    let meaning = |path: &str| design.factors.iter().find(|f| f.path == path).map(|factor| factor.meaning.as_str());
    let strength = |p: &ParameterSensitivity| p.strength(one.method).value.max(0.0);
    let largest = rows.iter().map(|p| strength(p)).fold(0.0_f64, f64::max);
    let indices = one.method == Method::Sobol;
    let scale = if indices && largest <= 1.0 { 1.0 } else { largest.max(f64::MIN_POSITIVE) };
    let decimals = |p: &ParameterSensitivity| if indices { 2 } else { decimals_for_size(p.mu_star.value) };
    Table::of(
        &format!("sensitivity-{index}"),
        &format!("What drives {about}: {}. Intervals for 95 % confidence.", name_of(one.method)),
        rows,
        &[
            (Column::text("Parameter"), &|p| {
                Cell::markup(html! { code { (p.parameter) } (note(meaning(&p.parameter))) })
            }),
            (Column::graphic("Strength", ["0", &plain(scale)]), &|p| Cell::markup(bar(0.0, strength(p) / scale, "c1"))),
            (Column::number("Alone"), &|p| Cell::estimate(p.first, 2)),
            (Column::number("With interactions"), &|p| Cell::estimate(p.total, 2)),
            (Column::number("Mean absolute effect"), &|p| Cell::estimate(p.mu_star, decimals(p))),
            (Column::number("Spread of effects"), &|p| Cell::number(p.sigma.value, decimals(p))),
        ],
    )
}

fn name_of(method: Method) -> &'static str {
    match method {
        Method::Sobol => "Sobol’ indices",
        Method::Morris => "Morris’s elementary effects",
    }
}
