//! The page of a sweep.

use maud::{Markup, html};

use super::outcomes::{file_name, label_of, subject_of};
use super::{Design, MOST_OUTCOMES, asked, basis, sweep_charts, tornado};
use crate::analysis::sweep::{AtPoint, Sweep, SweptOutcome};
use crate::number::decimals_for;
use crate::report::folder::read::Results;
use crate::report::folder::words::{amount, interval_in_words};
use crate::report::folder::{Chart, references};
use crate::report::html::text::paragraphs;
use crate::report::html::{Cell, Column, KeyFigure, Page, Section, Table, figures};

/// Figures of the first screen.
const FIRST: usize = 3;
/// Most rows of the table of points.
const MOST_ROWS: usize = 2_000;

/// The page and the charts.
pub(in crate::report::folder) fn of(results: &Results) -> (Page, Vec<Chart>) {
    let design = Design::of(results);
    let found = results.found.sweep.as_deref();
    let outcomes = found.map_or(&[][..], |sweep| &sweep.outcomes);
    let most_informative =
        |found| Sweep::most_informative(found, &results.manifest.metrics, &asked(results), MOST_OUTCOMES);
    let shown = found.map(most_informative).unwrap_or_default();
    let of_each: Vec<Vec<Chart>> = shown.iter().map(|one| sweep_charts::of(results, &design, one)).collect();
    // The first screen takes the first picture of each outcome, then what is left.
    let mut order: Vec<Chart> = Vec::new();
    for rank in 0..2 {
        order.extend(of_each.iter().filter_map(|charts| charts.get(rank)).cloned());
    }
    let all: Vec<_> = order.iter().map(Chart::figure).collect();
    let (first, rest) = all.split_at(all.len().min(FIRST));
    let body = html! {
        (paragraphs(&text(results, &design)))
        (figures(rest))
        (table(results, &design, outcomes, &shown))
    };
    let page = Page {
        title: results.manifest.title.clone(),
        question: question(&design),
        answer: answer(results, &design, &shown),
        basis: Some(basis(results, design.points)),
        key_figures: shown.iter().filter_map(|one| key(results, &design, one)).collect(),
        figures: first.to_vec(),
        lead: Markup::default(),
        cautions: references::cautions(results),
        sections: [Section::new("sweep", "Design", "Over the design", &body)]
            .into_iter()
            .chain(references::sections(results))
            .collect(),
    };
    (page, order)
}

fn question(design: &Design) -> String {
    let paths: Vec<&str> = design.factors.iter().map(|factor| factor.path.as_str()).collect();
    match paths.as_slice() {
        [] => "How do outcomes change over the design?".to_owned(),
        [one] => format!("How do outcomes change with {one}?"),
        [first @ .., last] if paths.len() <= 3 => {
            format!("How do outcomes change with {} and {last}?", first.join(", "))
        }
        _ => format!("How do outcomes change over {} factors?", paths.len()),
    }
}

/// The points at which an outcome is least and greatest.
fn extremes(outcome: &SweptOutcome) -> Option<(usize, usize)> {
    let known = || outcome.means().enumerate().filter(|(_, mean)| mean.is_finite());
    let least = known().min_by(|a, b| a.1.total_cmp(&b.1))?.0;
    let most = known().max_by(|a, b| a.1.total_cmp(&b.1))?.0;
    Some((least, most))
}

/// "campaign.contagion = 4, policy = early".
fn place(design: &Design, point: usize) -> String {
    let parts: Vec<String> =
        design.factors.iter().map(|factor| format!("{} = {}", factor.path, factor.shown(point))).collect();
    parts.join(", ")
}

fn answer(results: &Results, design: &Design, shown: &[&SweptOutcome]) -> Vec<String> {
    if shown.is_empty() {
        return vec!["No outcome changes over the design by more than its uncertainty.".to_owned()];
    }
    let sentence = |one: &&SweptOutcome| {
        let (least, most) = extremes(one)?;
        let value = |point: usize| {
            let at = one.at[point];
            let interval = interval_in_words(at.ci_low, at.ci_high).map(|interval| format!(" ({interval})"));
            format!("{}{}", amount(at.mean), interval.unwrap_or_default())
        };
        let subject = subject_of(results, &one.about);
        let about = format!(
            "{subject}: from {} at {} to {} at {}",
            value(least),
            place(design, least),
            value(most),
            place(design, most)
        );
        let strongest = (design.factors.len() > 1)
            .then(|| tornado::swings(design, &one.means().collect::<Vec<_>>()).into_iter().next())
            .flatten();
        Some(match strongest {
            Some(swing) => format!("{about}. Most of all, {}.", swing.words()),
            None => format!("{about}."),
        })
    };
    shown.iter().filter_map(sentence).collect()
}

fn key(results: &Results, design: &Design, one: &SweptOutcome) -> Option<KeyFigure> {
    let (least, most) = extremes(one)?;
    let mean = |point: usize| amount(one.at[point].mean);
    Some(KeyFigure {
        value: format!("{} to {}", mean(least), mean(most)),
        label: label_of(results, &one.about),
        detail: Some(format!("least at {}, most at {}", place(design, least), place(design, most))),
    })
}

fn text(results: &Results, design: &Design) -> Vec<String> {
    let mut text: Vec<String> = Vec::new();
    for factor in design.factors.iter().filter(|factor| !factor.meaning.is_empty()) {
        text.push(format!("{}: {}.", factor.label(), factor.meaning.trim_end_matches('.')));
    }
    let question = results.kept.iter().map(|kept| kept.scenario.meta.question.clone());
    text.extend(question.filter(|question| !question.is_empty()).map(|q| format!("The scenario asks: {q}")));
    text.push(
        "The same worlds are run at every point, so that differences between points are more certain than the \
         intervals of the points alone suggest. Times are cut at the horizon."
            .to_owned(),
    );
    text
}

/// One outcome at one point: what both are called, and what was found.
type Row<'a> = (&'a str, &'a str, usize, &'a AtPoint);

fn table(results: &Results, design: &Design, outcomes: &[SweptOutcome], shown: &[&SweptOutcome]) -> Table {
    let few = outcomes.len() * design.points <= MOST_ROWS;
    let wanted: Vec<&SweptOutcome> = if few { outcomes.iter().collect() } else { shown.to_vec() };
    let names: Vec<(String, String)> =
        wanted.iter().map(|one| (file_name(&one.about), label_of(results, &one.about))).collect();
    let rows = wanted.iter().zip(&names).flat_map(|(one, (metric, meaning))| {
        let known = one.at.iter().enumerate().filter(|(_, at)| at.mean.is_finite());
        known.map(|(point, at)| -> Row<'_> { (metric, meaning, point, at) })
    });
    let rows: Vec<Row<'_>> = rows.take(MOST_ROWS).collect();
    let mut columns = vec![Column::text("Outcome"), Column::facet("Metric")];
    columns.extend(design.factors.iter().map(|factor| Column::number(&factor.path)));
    columns.extend([Column::number("Mean"), Column::number("95 % interval"), Column::number("n")]);
    let cells = |(metric, meaning, point, at): Row<'_>| {
        let interval = [at.ci_low, at.ci_high];
        let decimals = decimals_for(Some(interval), at.mean);
        let values = design.factors.iter().map(|factor| Cell::as_written(&factor.shown(point)));
        let found = [Cell::number(at.mean, decimals), Cell::interval(interval, decimals), Cell::count(at.n as u64)];
        [Cell::text(meaning), Cell::code(metric)].into_iter().chain(values).chain(found).collect()
    };
    Table::new(
        "sweep-table",
        "Outcomes at the points of the design. Intervals are for 95 % confidence, Wilson’s for shares of replications.",
        columns,
        rows.into_iter().map(cells).collect(),
    )
}
