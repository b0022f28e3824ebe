//! Forecasts held against what was observed.

use maud::{Markup, html};

use super::figure::{self, Figure};
use super::number;
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
    let targets = Table::of(
        "hindcast-targets",
        "Observed and forecast. The interval holds 90 % of worlds.",
        &hindcast.targets,
        &[
            (Column::text("Target"), &|t| Cell::markup(html! { (t.name) (text::note(Some(&t.unit))) })),
            (Column::number("Observed"), &|t| {
                Cell::number(t.observed, if t.observed == libm::trunc(t.observed) { 0 } else { t.decimals() })
            }),
            (Column::number("Forecast median"), &|t| Cell::maybe(t.median, t.decimals())),
            (Column::number("90 % interval"), &interval),
            (Column::text("Inside"), &|t| {
                Cell::option(t.interval.map(|[a, b]| if (a..=b).contains(&t.observed) { "yes" } else { "no" }))
            }),
            (Column::number("Rank in forecast"), &|t| Cell::maybe(t.pit, 2)),
            (Column::facet("Used for"), &|t| Cell::text(&t.used_for)),
            (Column::text("Source"), &|t| Cell::option(t.source.as_deref())),
        ],
    );
    let scores = Table::of(
        "hindcast-scores",
        "Scores; lower is better. Skill: 1 perfect, 0 no better than the null model, negative worse.",
        &hindcast.scores,
        &[
            (Column::text("Score"), &|s| Cell::text(&s.name)),
            (Column::text("Unit"), &|s| Cell::text(&s.unit)),
            (Column::number("Model"), &|s| Cell::number(s.model, number::decimals_for_size(s.model))),
            (Column::text("Null model"), &|s| Cell::text(&s.null_name)),
            (Column::number("Null model’s score"), &|s| Cell::maybe(s.null, number::decimals_for_size(s.model))),
            (Column::number("Skill"), &|s| Cell::maybe(s.skill, 2)),
        ],
    );
    html! { (text::paragraphs(&hindcast.text)) (figure::row(&hindcast.figures)) (targets) (scores) }
}

impl Target {
    fn decimals(&self) -> usize {
        let bounded = self.interval.filter(|[_, high]| high.is_finite());
        bounded.map_or(0, |[a, b]| number::decimals_for_spread(b - a).min(2))
    }
}

fn interval(t: &Target) -> Cell {
    match t.interval {
        Some([low, high]) if !high.is_finite() => {
            Cell::markup(html! { span.ci { "[from " (number::fixed(low, t.decimals())) ", no end]" } })
        }
        interval => Cell::interval(interval, t.decimals()),
    }
}
