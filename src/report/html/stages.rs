//! Where the alliance's days go: the stages from request to help in place, as a waterfall of means.
//!
//! Means are used because they add up; medians of stages do not add up to the median of the whole.

use maud::{Markup, html};

use super::figure::{self, Figure};
use super::number;
use super::table::{Cell, Column, Table, bar};
use super::text;

/// The section: a waterfall for each policy.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Stages {
    /// Words before the tables.
    pub text: Vec<String>,
    /// A waterfall each.
    pub waterfalls: Vec<Waterfall>,
    /// Charts that belong here.
    pub figures: Vec<Figure>,
}

/// The stages of one pipeline under one policy, in order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Waterfall {
    /// Pipeline or policy ("baseline").
    pub label: String,
    /// The stages.
    pub stages: Vec<Stage>,
}

/// Days spent in one stage, over the worlds that passed it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Stage {
    /// The stage.
    pub name: String,
    /// Mean days in it.
    pub mean_days: f64,
    /// Range of most worlds (5 % and 95 % quantiles), days.
    pub range: Option<[f64; 2]>,
    /// Share of worlds that entered it, 0 to 1.
    pub entered: Option<f64>,
    /// Share of worlds whose case ended in it, 0 to 1.
    pub ended: Option<f64>,
}

/// Most waterfalls that all stand open.
const OPEN: usize = 3;

/// The section's body.
pub(super) fn render(stages: &Stages) -> Markup {
    let longest = stages.waterfalls.iter().map(total).fold(0.0_f64, f64::max);
    html! {
        (text::paragraphs(&stages.text))
        @for (k, waterfall) in stages.waterfalls.iter().enumerate() {
            // Of several policies, the first stands open.
            @if k == 0 || waterfall.stages.is_empty() || stages.waterfalls.len() <= OPEN {
                (table(k, waterfall, longest))
            } @else {
                details { summary { (waterfall.label) } (table(k, waterfall, longest)) }
            }
        }
        (figure::row(&stages.figures))
    }
}

fn total(waterfall: &Waterfall) -> f64 {
    waterfall.stages.iter().map(|s| s.mean_days).sum()
}

fn table(index: usize, waterfall: &Waterfall, longest: f64) -> Table {
    let sum = total(waterfall);
    let scale = if longest > 0.0 { longest } else { 1.0 };
    let mut before = 0.0;
    let mut rows = Vec::new();
    for stage in &waterfall.stages {
        rows.push(vec![
            Cell::text(&stage.name),
            Cell::markup(bar(before / scale, stage.mean_days / scale, "c1")),
            Cell::number(stage.mean_days, 1),
            Cell::share(Some(if sum > 0.0 { stage.mean_days / sum } else { 0.0 }), 0),
            Cell::interval(stage.range, 1),
            Cell::share(stage.entered, 0),
            Cell::share(stage.ended, 0),
        ]);
        before += stage.mean_days;
    }
    if rows.len() > 1 {
        rows.push(vec![
            Cell::markup(html! { strong { "All stages" } }),
            Cell::markup(bar(0.0, sum / scale, "c0")),
            Cell::number(sum, 1),
            Cell::share(Some(1.0), 0),
            Cell::none(),
            Cell::none(),
            Cell::none(),
        ]);
    }
    let label = if waterfall.label.is_empty() { String::new() } else { format!(" — {}", waterfall.label) };
    let columns = vec![
        Column::text("Stage"),
        Column::graphic("Running total", ["0", &format!("{} days", number::plain(scale))]),
        Column::number("Mean days"),
        Column::number("Share"),
        Column::number("90 % of worlds"),
        Column::number("Entered"),
        Column::number("Ended here"),
    ];
    let caption = format!("Mean days in each stage{label}. Each bar starts where the one above ends.");
    Table::new(&format!("stages-{index}"), &caption, columns, rows).in_order()
}
