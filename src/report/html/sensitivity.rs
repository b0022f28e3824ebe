//! What drives the outcomes: Sobol' indices or Morris screening, the strongest first.

use serde::{Deserialize, Serialize};

use super::escape;
use super::figure;
use super::number;
use super::page::{Estimate, Figure};
use super::stages::bar;
use super::table::{Cell, Column, Table};

/// The section.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Sensitivity {
    /// Words before the tables (method, points, what an index means).
    pub text: Vec<String>,
    /// The method ("Sobol' indices, Saltelli's design").
    pub method: String,
    /// A table each; the first is open, the others unfold.
    pub metrics: Vec<Drivers>,
    /// Charts that belong here.
    pub figures: Vec<Figure>,
}

/// What drives one metric.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Drivers {
    /// The metric's id.
    pub metric: String,
    /// What it measures.
    pub meaning: String,
    /// A row for each factor.
    pub rows: Vec<Driver>,
}

/// One factor's part. Fill what the method gives.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Driver {
    /// Parameter path.
    pub path: String,
    /// What the parameter means.
    pub meaning: Option<String>,
    /// First-order index: the share of variance explained by the factor alone.
    pub first: Option<Estimate>,
    /// Total index: with all its interactions.
    pub total: Option<Estimate>,
    /// Morris: mean absolute elementary effect, in the metric's unit.
    pub mu_star: Option<Estimate>,
    /// Morris: standard deviation of the elementary effects.
    pub sigma: Option<f64>,
}

impl Driver {
    fn strength(&self) -> f64 {
        self.total.or(self.first).or(self.mu_star).map_or(0.0, |e| e.value)
    }
}

/// The section's body.
pub(super) fn render(sensitivity: &Sensitivity) -> String {
    let mut body = figure::paragraphs(&sensitivity.text);
    for (k, drivers) in sensitivity.metrics.iter().enumerate() {
        let open = if k == 0 { " open" } else { "" };
        body.push_str(&format!(
            "<details{open}><summary>{} <code>{}</code></summary>{}</details>\n",
            escape::text(&drivers.meaning),
            escape::text(&drivers.metric),
            table(k, &sensitivity.method, drivers)
        ));
    }
    body.push_str(&figure::row(&sensitivity.figures));
    body
}

fn table(index: usize, method: &str, drivers: &Drivers) -> String {
    let mut rows: Vec<&Driver> = drivers.rows.iter().collect();
    rows.sort_by(|a, b| b.strength().total_cmp(&a.strength()));
    let indices = rows.iter().any(|r| r.total.is_some() || r.first.is_some());
    let largest = rows.iter().map(|r| r.strength()).fold(0.0_f64, f64::max);
    let scale = if indices && largest <= 1.0 { 1.0 } else { largest.max(f64::MIN_POSITIVE) };
    Table {
        id: format!("sensitivity-{index}"),
        caption: format!("What drives {}: {method}. Intervals for 95 % confidence.", drivers.meaning),
        columns: vec![
            Column::text("Parameter"),
            Column::graphic("Strength", Some(format!("<span>0</span><span>{}</span>", number::plain(scale)))),
            Column::number("Alone"),
            Column::number("With interactions"),
            Column::number("Mean absolute effect"),
            Column::number("Spread of effects"),
        ],
        rows: rows.iter().map(|row| cells(row, scale)).collect(),
        sortable: true,
        filterable: rows.len() > 12,
    }
    .render()
}

fn cells(row: &Driver, scale: f64) -> Vec<Cell> {
    let meaning = row
        .meaning
        .as_ref()
        .map_or_else(String::new, |m| format!("<span class=\"row-note\">{}</span>", escape::text(m)));
    let mu_decimals = row.mu_star.map_or(2, |e| number::decimals_for_size(e.value));
    vec![
        Cell::html(format!("<code>{}</code>{meaning}", escape::text(&row.path))),
        Cell::html(bar(0.0, row.strength() / scale, "c1")),
        estimate(row.first, 2),
        estimate(row.total, 2),
        estimate(row.mu_star, mu_decimals),
        Cell::maybe(row.sigma, mu_decimals),
    ]
}

fn estimate(value: Option<Estimate>, decimals: usize) -> Cell {
    let Some(value) = value else {
        return Cell::none();
    };
    let shown = number::fixed(value.value, decimals);
    let interval = value.interval.map_or_else(String::new, |[a, b]| {
        format!(" [{} to {}]", number::fixed(a, decimals), number::fixed(b, decimals))
    });
    Cell::valued(&format!("{shown}{interval}"), value.value)
}
