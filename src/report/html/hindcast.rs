//! Forecasts held against what was observed.

use maud::{Markup, html};

use super::figure;
use super::number;
use super::page::Figure;
use super::table::{Cell, Column, Table};
use super::text;

/// The section.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Hindcast {
    /// What the record was used for, where it says so, and how well it went, in words.
    pub text: Vec<String>,
    /// A row for each observed target.
    pub targets: Vec<Target>,
    /// Scores against null models.
    pub scores: Vec<Score>,
    /// Fan charts with observations, calibration plots.
    pub figures: Vec<Figure>,
}

/// An observed quantity and its forecast.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Target {
    /// What was observed ("districts held on 29 June").
    pub name: String,
    /// Its unit.
    pub unit: String,
    /// The observed value.
    pub observed: f64,
    /// The forecast's median.
    pub median: Option<f64>,
    /// The forecast's central interval.
    pub interval: Option<[f64; 2]>,
    /// Where the observation falls in the forecast, 0 to 1.
    pub pit: Option<f64>,
    /// What the target was used for when parameters were chosen; empty where nobody says.
    pub used_for: String,
    /// Source of the observation.
    pub source: Option<String>,
}

/// A score of the model and of null models for one group of targets; skill is 1 - score / null score.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Score {
    /// What is scored ("CRPS of districts held").
    pub name: String,
    /// The unit of the score.
    pub unit: String,
    /// The model's score.
    pub model: f64,
    /// The null model it is held against ("persistence").
    pub null_name: String,
    /// The null model's score.
    pub null: Option<f64>,
    /// Skill; 1 is perfect, 0 no better than the null model, negative worse.
    pub skill: Option<f64>,
}

/// The section's body.
pub(super) fn render(hindcast: &Hindcast) -> Markup {
    let targets = Table::new(
        "hindcast-targets",
        "Observed and forecast. The interval holds 90 % of worlds.",
        vec![
            Column::text("Target"),
            Column::number("Observed"),
            Column::number("Forecast median"),
            Column::number("90 % interval"),
            Column::text("Inside"),
            Column::number("Rank in forecast"),
            Column::facet("Used for"),
            Column::text("Source"),
        ],
        hindcast.targets.iter().map(target).collect(),
    );
    let scores = Table::new(
        "hindcast-scores",
        "Scores; lower is better. Skill: 1 perfect, 0 no better than the null model, negative worse.",
        vec![
            Column::text("Score"),
            Column::text("Unit"),
            Column::number("Model"),
            Column::text("Null model"),
            Column::number("Null model’s score"),
            Column::number("Skill"),
        ],
        hindcast.scores.iter().map(score).collect(),
    );
    html! { (text::paragraphs(&hindcast.text)) (figure::row(&hindcast.figures)) (targets) (scores) }
}

fn target(t: &Target) -> Vec<Cell> {
    let bounded = t.interval.filter(|[_, high]| high.is_finite());
    let decimals = bounded.map_or(0, |[a, b]| number::decimals_for_spread(b - a).min(2));
    let inside = t.interval.map(|[a, b]| if (a..=b).contains(&t.observed) { "yes" } else { "no" });
    let unit = (!t.unit.is_empty()).then_some(t.unit.as_str());
    let observed_decimals = if t.observed == libm::trunc(t.observed) { 0 } else { decimals };
    vec![
        Cell::markup(html! { (t.name) (text::note(unit)) }),
        Cell::number(t.observed, observed_decimals),
        Cell::maybe(t.median, decimals),
        match t.interval {
            Some([low, high]) if !high.is_finite() => {
                Cell::markup(html! { span.ci { "[from " (number::fixed(low, decimals)) ", no end]" } })
            }
            interval => Cell::interval(interval, decimals),
        },
        Cell::option(inside),
        Cell::maybe(t.pit, 2),
        Cell::text(&t.used_for),
        Cell::option(t.source.as_deref()),
    ]
}

fn score(s: &Score) -> Vec<Cell> {
    let decimals = number::decimals_for_size(s.model);
    vec![
        Cell::text(&s.name),
        Cell::text(&s.unit),
        Cell::number(s.model, decimals),
        Cell::text(&s.null_name),
        Cell::maybe(s.null, decimals),
        Cell::maybe(s.skill, 2),
    ]
}
