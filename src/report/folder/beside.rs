//! Two result folders held against each other: the main variants of both, as independent samples.

use maud::{Markup, html};

use super::design::subject;
use super::fans;
use super::read::Results;
use super::references::provenance;
use super::words::{amount, count, shown_unit};
use super::{Chart, ReportError};
use crate::number::decimals_for;
use crate::outcome::{Side, outcome_name};
use crate::report::charts::{Ecdf, Values};
use crate::report::html::text::paragraphs;
use crate::report::html::{Cell, Column, Figure, KeyFigure, Page, Section, Table};
use crate::result::Estimate;

/// Differences that are told in sentences and as numbers to remember.
const TOLD: usize = 4;

/// A page that holds the main variants of two folders against each other. Worlds are not paired: the folders may have
/// other seeds, so intervals of differences come from each side's own.
///
/// # Errors
/// When one of the folders holds a design, or outcomes cannot be read.
pub(super) fn of_two(a: &Results, b: &Results) -> Result<Page, ReportError> {
    for results in [a, b] {
        if results.summary.is_empty() {
            return Err(ReportError::NotBeside {
                folder: results.folder.clone(),
                kind: results.manifest.plan.design.command().to_owned(),
            });
        }
    }
    let name = |results: &Results| results.folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let (first, second) = match (name(a), name(b)) {
        (first, second) if first == second => (format!("{first} (first)"), format!("{second} (second)")),
        names => names,
    };
    let rows = pairs(a, b);
    let section = section(&text(a, b), [&first, &second], &inputs(a, b), &rows);
    let [x, y] = [a, b].map(|results| (results.main_variant(), count(results.manifest.replications)));
    Ok(Page {
        title: format!("{first} and {second}"),
        question: format!("How do the results of {second} differ from those of {first}?"),
        answer: answer(&rows, &first, &second),
        basis: Some(format!("{first}: {} replications of {}; {second}: {} of {}", x.1, x.0, y.1, y.0)),
        key_figures: rows.iter().filter(|row| row.is_clear()).take(TOLD).map(key).collect(),
        figures: figures(a, b, [&first, &second])?,
        lead: Markup::default(),
        cautions: Vec::new(),
        sections: vec![section, provenance(b)],
    })
}

/// One outcome in both folders.
struct Pair {
    /// The metric's id, with its level.
    metric: String,
    meaning: String,
    unit: String,
    first: f64,
    second: f64,
    /// Second minus first, as of independent samples: half-widths add up in squares.
    difference: f64,
    half: f64,
}

impl Pair {
    fn of(a: &Estimate, b: &Estimate) -> Option<Pair> {
        let ([first, low, high], [second, other_low, other_high]) = (a.shown(), b.shown());
        (first.is_finite() && second.is_finite()).then(|| Pair {
            metric: outcome_name(&a.metric, &a.level),
            meaning: String::new(),
            unit: if a.kind.is_share() { "share of replications" } else { shown_unit(&a.unit) }.to_owned(),
            first,
            second,
            difference: second - first,
            half: libm::hypot(0.5 * (high - low), 0.5 * (other_high - other_low)),
        })
    }

    /// Ends of the difference's interval; NaN where there is none.
    fn interval(&self) -> [f64; 2] {
        [self.difference - self.half, self.difference + self.half]
    }

    /// Whether the interval of the difference leaves out zero.
    fn is_clear(&self) -> bool {
        let [low, high] = self.interval();
        low > 0.0 || high < 0.0
    }

    fn clarity(&self) -> f64 {
        match self.half {
            half if half.is_nan() => 0.0,
            half if half > 0.0 => self.difference.abs() / half,
            _ => self.difference.abs() * f64::MAX,
        }
    }

    fn decimals(&self) -> usize {
        decimals_for(Some(self.interval()), self.first)
    }
}

/// All outcomes that both have, the clearest difference first.
fn pairs(a: &Results, b: &Results) -> Vec<Pair> {
    let mut pairs: Vec<Pair> = Vec::new();
    for metric in &a.manifest.metrics {
        for row in a.rows(&metric.id, a.main_variant()) {
            let there = b.rows(&metric.id, b.main_variant()).find(|there| there.level == row.level);
            let pair = there.and_then(|there| Pair::of(row, there));
            pairs.extend(pair.map(|pair| Pair { meaning: subject(a, &metric.id, &row.level), ..pair }));
        }
    }
    pairs.sort_by(|a, b| b.clarity().total_cmp(&a.clarity()));
    pairs
}

fn section(text: &[String], names: [&str; 2], inputs: &[[String; 3]], pairs: &[Pair]) -> Section {
    let inputs = Table::new(
        "inputs-table",
        "What differs between the inputs.",
        vec![Column::text("Input"), Column::text(names[0]), Column::text(names[1])],
        inputs.iter().map(|row| row.iter().map(|cell| Cell::text(cell)).collect()).collect(),
    );
    let outcomes = Table::of(
        "beside-table",
        "Outcomes of both, the clearest difference first. Intervals are for 95 % confidence, one outcome at a time.",
        pairs,
        &[
            (Column::text("Outcome"), &|row| Cell::named(&row.meaning, &row.metric)),
            (Column::text("Unit"), &|row| Cell::text(&row.unit)),
            (Column::number(names[0]), &|row| Cell::number(row.first, row.decimals())),
            (Column::number(names[1]), &|row| Cell::number(row.second, row.decimals())),
            (Column::number("Difference"), &|row| Cell::number(row.difference, row.decimals())),
            (Column::number("95 % interval"), &|row| Cell::interval(row.interval(), row.decimals())),
            (Column::facet("Differs"), &|row| Cell::text(if row.is_clear() { "clearly" } else { "not clearly" })),
        ],
    );
    Section::new("beside", "Outcomes", "Side by side", &html! { (paragraphs(text)) (inputs.in_order()) (outcomes) })
}

/// What differs between the inputs of the two.
fn inputs(a: &Results, b: &Results) -> Vec<[String; 3]> {
    let (x, y) = (&a.manifest, &b.manifest);
    let set = |results: &Results| {
        let variant = results.manifest.plan.variant.first();
        variant.map_or_else(String::new, |variant| variant.set.join(", "))
    };
    let mut rows = vec![
        ["panj".to_owned(), x.panj.clone(), y.panj.clone()],
        ["command".to_owned(), x.plan.design.command().to_owned(), y.plan.design.command().to_owned()],
        ["scenario".to_owned(), x.plan.scenario.path.display().to_string(), y.plan.scenario.path.display().to_string()],
        ["variant".to_owned(), a.main_variant().to_owned(), b.main_variant().to_owned()],
        ["set".to_owned(), set(a), set(b)],
        ["seed".to_owned(), x.plan.seed.to_string(), y.plan.seed.to_string()],
        ["replications".to_owned(), x.replications.to_string(), y.replications.to_string()],
    ];
    let values = |results: &Results| -> Vec<(String, String)> {
        match &results.kept {
            Some(kept) => kept
                .values
                .iter()
                .map(|value| (value.path.clone(), value.value.as_ref().map(ToString::to_string).unwrap_or_default()))
                .collect(),
            None => results.manifest.parameters.iter().map(|p| (p.path.clone(), p.value.clone())).collect(),
        }
    };
    let (of_a, of_b) = (values(a), values(b));
    let missing = || "(not there)".to_owned();
    for (path, value) in &of_a {
        let other = of_b.iter().find(|(there, _)| there == path).map_or_else(missing, |(_, value)| value.clone());
        rows.push([path.clone(), value.clone(), other]);
    }
    let added = of_b.into_iter().filter(|(path, _)| of_a.iter().all(|(there, _)| there != path));
    rows.extend(added.map(|(path, value)| [path, missing(), value]));
    rows.retain(|[_, first, second]| first != second);
    rows
}

fn text(a: &Results, b: &Results) -> Vec<String> {
    let mut text = vec![
        "The two folders are taken as independent samples: intervals of differences come from both sides' own."
            .to_owned(),
    ];
    if a.manifest.plan.seed == b.manifest.plan.seed {
        text.push(
            "They share a seed, so that their worlds are partly the same and the intervals are wider than they need be; \
             `panj compare` holds policies against each other world by world."
                .replace('`', ""),
        );
    }
    text
}

/// Which outcomes differ by more than their uncertainty.
fn answer(rows: &[Pair], first: &str, second: &str) -> Vec<String> {
    let clear: Vec<&Pair> = rows.iter().filter(|row| row.is_clear()).collect();
    if clear.is_empty() {
        return vec![format!("No outcome of {second} differs from {first} by more than its uncertainty.")];
    }
    let mut said = vec![format!(
        "{} of {} outcomes differ by more than their uncertainty (95 % intervals, one at a time: of equal folders about one in \
         twenty would).",
        clear.len(),
        rows.len()
    )];
    said.extend(clear.iter().take(TOLD).map(|row| {
        let [low, high] = row.interval();
        let unit = if row.unit.is_empty() { String::new() } else { format!(" ({})", row.unit) };
        format!(
            "{}{unit}: {} in {first}, {} in {second}; difference {} (95 % interval {} to {}).",
            row.meaning,
            amount(row.first),
            amount(row.second),
            amount(row.difference),
            amount(low),
            amount(high)
        )
    }));
    said
}

fn key(row: &Pair) -> KeyFigure {
    let [low, high] = row.interval();
    let unit = if row.unit.is_empty() { String::new() } else { format!(" {}", row.unit) };
    KeyFigure {
        value: format!("{}{unit}", amount(row.difference)),
        label: format!("{}: difference", row.meaning),
        detail: Some(format!("95 % interval: {} to {}", amount(low), amount(high))),
    }
}

/// The first daily series of both, and how a time is spread in both.
fn figures(a: &Results, b: &Results, names: [&str; 2]) -> Result<Vec<Figure>, ReportError> {
    let mut figures = fans::of_both(a, b, names);
    figures.truncate(2);
    let reached = |results: &Results, id: &str| results.row(id).is_some_and(|row| row.p > 0.0);
    let mut times = a.headlines().filter(|metric| metric.clock().is_some() && metric.side == Side::Response);
    let Some(metric) = times.find(|metric| reached(a, &metric.id) && reached(b, &metric.id)) else {
        return Ok(figures);
    };
    let id = metric.id.as_ref();
    let mut curves = Vec::new();
    for (results, name) in [a, b].into_iter().zip(names) {
        curves.push(results.ecdf(metric, results.main_variant(), name)?);
    }
    let title = subject(a, id, "");
    let x_label = metric.meaning.to_string();
    let drawn = Ecdf { title, x_label, curves, kind: Values::Numbers, horizon: None, footer: a.footer() };
    figures.push(Chart::new(format!("ecdf_{id}"), &drawn).figure());
    Ok(figures)
}
