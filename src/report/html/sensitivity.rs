//! What drives the outcomes: Sobol' indices or Morris screening, the strongest first.

use maud::{Markup, html};

use super::figure::{self, Figure};
use super::number;
use super::page::Estimate;
use super::table::{Cell, Column, Table, bar};
use super::text;

/// The section.
#[derive(Clone, Debug, Default, PartialEq)]
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
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Drivers {
    /// The metric's id.
    pub metric: String,
    /// What it measures.
    pub meaning: String,
    /// A row for each factor.
    pub rows: Vec<Driver>,
}

/// One factor's part. Fill what the method gives.
#[derive(Clone, Debug, Default, PartialEq)]
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
pub(super) fn render(sensitivity: &Sensitivity) -> Markup {
    html! {
        (text::paragraphs(&sensitivity.text))
        @for (k, drivers) in sensitivity.metrics.iter().enumerate() {
            details open[k == 0] {
                summary { (drivers.meaning) " " code { (drivers.metric) } }
                (table(k, &sensitivity.method, drivers))
            }
        }
        (figure::row(&sensitivity.figures))
    }
}

fn table(index: usize, method: &str, drivers: &Drivers) -> Table {
    let mut rows = drivers.rows.clone();
    rows.sort_by(|a, b| b.strength().total_cmp(&a.strength()));
    let indices = rows.iter().any(|r| r.total.is_some() || r.first.is_some());
    let largest = rows.iter().map(Driver::strength).fold(0.0_f64, f64::max);
    let scale = if indices && largest <= 1.0 { 1.0 } else { largest.max(f64::MIN_POSITIVE) };
    let decimals = |row: &Driver| row.mu_star.map_or(2, |e| number::decimals_for_size(e.value));
    Table::of(
        &format!("sensitivity-{index}"),
        &format!("What drives {}: {method}. Intervals for 95 % confidence.", drivers.meaning),
        &rows,
        &[
            (Column::text("Parameter"), &|row| {
                Cell::markup(html! { code { (row.path) } (text::note(row.meaning.as_deref())) })
            }),
            (Column::graphic("Strength", ["0", &number::plain(scale)]), &|row| {
                Cell::markup(bar(0.0, row.strength() / scale, "c1"))
            }),
            (Column::number("Alone"), &|row| Cell::estimate(row.first, 2)),
            (Column::number("With interactions"), &|row| Cell::estimate(row.total, 2)),
            (Column::number("Mean absolute effect"), &|row| Cell::estimate(row.mu_star, decimals(row))),
            (Column::number("Spread of effects"), &|row| Cell::maybe(row.sigma, decimals(row))),
        ],
    )
}
