//! Where the alliance's days go: the stages from request to help in place, as a waterfall of means.
//!
//! Means are used because they add up; medians of stages do not add up to the median of the whole.

use serde::{Deserialize, Serialize};

use super::escape;
use super::figure;
use super::number;
use super::page::Figure;
use super::table::{Cell, Column, Table};

/// The section: a waterfall for each policy.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Stages {
    /// Words before the tables.
    pub text: Vec<String>,
    /// A waterfall each.
    pub waterfalls: Vec<Waterfall>,
    /// Charts that belong here.
    pub figures: Vec<Figure>,
}

/// The stages of one pipeline under one policy, in order.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Waterfall {
    /// Pipeline or policy ("baseline").
    pub label: String,
    /// The stages.
    pub stages: Vec<Stage>,
}

/// Days spent in one stage, over the worlds that passed it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
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
pub(super) fn render(stages: &Stages) -> String {
    let longest = stages.waterfalls.iter().map(total).fold(0.0_f64, f64::max);
    let one = |(k, waterfall): (usize, &Waterfall)| {
        let table = table(k, waterfall, longest);
        // Of several policies, the first stands open.
        if k == 0 || table.is_empty() || stages.waterfalls.len() <= OPEN {
            table
        } else {
            format!("<details><summary>{}</summary>{table}</details>\n", escape::text(&waterfall.label))
        }
    };
    let tables: String = stages.waterfalls.iter().enumerate().map(one).collect();
    format!("{}{tables}{}", figure::paragraphs(&stages.text), figure::row(&stages.figures))
}

fn total(waterfall: &Waterfall) -> f64 {
    waterfall.stages.iter().map(|s| s.mean_days).sum()
}

fn table(index: usize, waterfall: &Waterfall, longest: f64) -> String {
    let sum = total(waterfall);
    let scale = if longest > 0.0 { longest } else { 1.0 };
    let mut before = 0.0;
    let mut rows = Vec::new();
    for stage in &waterfall.stages {
        rows.push(vec![
            Cell::html(escape::text(&stage.name)),
            Cell::html(bar(before / scale, stage.mean_days / scale, "c1")),
            Cell::number(stage.mean_days, 1),
            Cell::valued(&number::percent(if sum > 0.0 { stage.mean_days / sum } else { 0.0 }, None), stage.mean_days),
            Cell::interval(stage.range, 1),
            stage.entered.map_or_else(Cell::none, |p| Cell::valued(&number::percent(p, None), p)),
            stage.ended.map_or_else(Cell::none, |p| Cell::valued(&number::percent(p, None), p)),
        ]);
        before += stage.mean_days;
    }
    if rows.len() > 1 {
        rows.push(vec![
            Cell::html("<strong>All stages</strong>".to_owned()),
            Cell::html(bar(0.0, sum / scale, "c0")),
            Cell::number(sum, 1),
            Cell::valued("100 %", 1.0),
            Cell::none(),
            Cell::none(),
            Cell::none(),
        ]);
    }
    let label = if waterfall.label.is_empty() { String::new() } else { format!(" — {}", waterfall.label) };
    let scale_note = format!("<span>0</span><span>{} days</span>", number::plain(scale));
    Table {
        id: format!("stages-{index}"),
        caption: format!("Mean days in each stage{label}. Each bar starts where the one above ends."),
        columns: vec![
            Column::text("Stage"),
            Column::graphic("Running total", Some(scale_note)),
            Column::number("Mean days"),
            Column::number("Share"),
            Column::number("90 % of worlds"),
            Column::number("Entered"),
            Column::number("Ended here"),
        ],
        rows,
        sortable: false,
        filterable: false,
    }
    .render()
}

/// A bar of a row; start and length as shares of the width. Its numbers stand in the cells beside it.
pub(super) fn bar(start: f64, length: f64, class: &str) -> String {
    format!(
        "<svg class=\"bar\" viewBox=\"0 0 1000 20\" preserveAspectRatio=\"none\" aria-hidden=\"true\"><rect class=\"{class}\" x=\"{:.0}\" y=\"2\" \
         width=\"{:.0}\" height=\"16\"/></svg>",
        1000.0 * start.clamp(0.0, 1.0),
        (1000.0 * length.clamp(0.0, 1.0)).max(3.0)
    )
}
