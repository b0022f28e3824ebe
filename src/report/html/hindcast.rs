//! Forecasts held against what was observed.

use serde::{Deserialize, Serialize};

use super::escape;
use super::figure;
use super::number;
use super::page::Figure;
use super::table::{Cell, Column, Table};

/// The section.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
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
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
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
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
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
pub(super) fn render(hindcast: &Hindcast) -> String {
    let targets = Table {
        id: "hindcast-targets".to_owned(),
        caption: "Observed and forecast. The interval holds 90 % of worlds.".to_owned(),
        columns: vec![
            Column::text("Target"),
            Column::number("Observed"),
            Column::number("Forecast median"),
            Column::number("90 % interval"),
            Column::text("Inside"),
            Column::number("Rank in forecast"),
            Column::facet("Used for"),
            Column::text("Source"),
        ],
        rows: hindcast.targets.iter().map(target).collect(),
        sortable: true,
        filterable: hindcast.targets.len() > 8,
    };
    let scores = Table {
        id: "hindcast-scores".to_owned(),
        caption: "Scores; lower is better. Skill: 1 perfect, 0 no better than the null model, negative worse."
            .to_owned(),
        columns: vec![
            Column::text("Score"),
            Column::text("Unit"),
            Column::number("Model"),
            Column::text("Null model"),
            Column::number("Null model’s score"),
            Column::number("Skill"),
        ],
        rows: hindcast.scores.iter().map(score).collect(),
        sortable: true,
        filterable: false,
    };
    format!(
        "{}{}{}{}",
        figure::paragraphs(&hindcast.text),
        figure::row(&hindcast.figures),
        targets.render(),
        scores.render()
    )
}

fn target(t: &Target) -> Vec<Cell> {
    let bounded = t.interval.filter(|[_, high]| high.is_finite());
    let decimals = bounded.map_or(0, |[a, b]| number::decimals_for_spread(b - a).min(2));
    let inside = t.interval.map(|[a, b]| if (a..=b).contains(&t.observed) { "yes" } else { "no" });
    let unit = if t.unit.is_empty() {
        String::new()
    } else {
        format!("<span class=\"row-note\">{}</span>", escape::text(&t.unit))
    };
    let observed_decimals = if t.observed == libm::trunc(t.observed) { 0 } else { decimals };
    vec![
        Cell::html(format!("{}{unit}", escape::text(&t.name))),
        Cell::number(t.observed, observed_decimals),
        Cell::maybe(t.median, decimals),
        match t.interval {
            Some([low, high]) if !high.is_finite() => {
                Cell::html(format!("<span class=\"ci\">[from {}, no end]</span>", number::fixed(low, decimals)))
            }
            interval => Cell::interval(interval, decimals),
        },
        inside.map_or_else(Cell::none, Cell::text),
        Cell::maybe(t.pit, 2),
        if t.used_for.is_empty() { Cell::none() } else { Cell::text(&t.used_for) },
        t.source.as_deref().map_or_else(Cell::none, Cell::text),
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
