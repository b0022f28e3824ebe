//! The territory as a map that plays day by day.
//!
//! The page's script colours the cells of a drawn map: one history or the median day by day, a probability by day or on
//! chosen dates, or one value a cell. Without scripts the map is as drawn, and the table of cells holds the numbers.

use maud::{Markup, Render, html};
use serde_json::{Value, json};

use super::figure::{self, Figure};
use super::number;
use super::table::{Cell, Column, Table};
use super::text::{self, isolated};
use crate::number::compact;
use crate::report::charts::{Milestone, date};
use crate::report::map::PlaceKind;

/// The section.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Map {
    /// The date of day 0, in days since 1970-01-01.
    pub start: f64,
    /// The last day that plays.
    pub last_day: f64,
    /// What a cell is, in the plural ("districts").
    pub cells_are: String,
    /// The state "held" in words ("held by the advancing force").
    pub held_is: String,
    /// The map as drawn by [`MapChart`](crate::report::map::MapChart), whose cells are coloured.
    pub drawing: Figure,
    /// Whether the border is drawn.
    pub has_border: bool,
    /// What the places are that are marked.
    pub kinds: Vec<PlaceKind>,
    /// What the cells are, in their order.
    pub cells: Vec<MapCell>,
    /// What can be shown; the first is shown at the start.
    pub layers: Vec<Layer>,
    /// Dated events, told as the days pass.
    pub milestones: Vec<Milestone>,
    /// Static maps that belong here.
    pub figures: Vec<Figure>,
}

/// An area of the map.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MapCell {
    /// Its name.
    pub name: String,
    /// Its name in the local script.
    pub name_local: Option<String>,
    /// The province it belongs to.
    pub province: String,
}

/// A way of colouring the cells.
#[derive(Clone, Debug, PartialEq)]
pub struct Layer {
    /// Its name in the list ("Median of 10,000 replications").
    pub label: String,
    /// What its colours say.
    pub note: Option<String>,
    /// Its data.
    pub content: LayerContent,
}

/// The data of a layer; every vector over cells is in the order of [`Map::cells`].
#[derive(Clone, Debug, PartialEq)]
pub enum LayerContent {
    /// Cells change hands on days: one history, or the median day of each cell.
    History {
        /// Whether each cell is held at the start.
        held_at_start: Vec<bool>,
        /// The changes; any order.
        changes: Vec<Change>,
    },
    /// The probability that each cell is held, in whole percent, by day (outer) and cell (inner).
    Probability {
        /// `percent_by_day[day][cell]`, 0 to 100.
        percent_by_day: Vec<Vec<u8>>,
    },
    /// The probability that each cell is held at the end of some dates, one of which is chosen.
    ByDate {
        /// The dates as days since the start, rising; the last is shown at first.
        days: Vec<f64>,
        /// `percent_by_date[date][cell]`, 0 to 100.
        percent_by_date: Vec<Vec<u8>>,
        /// The state "held" in words, for this layer.
        held_is: String,
    },
    /// One number a cell.
    Values {
        /// The number; `None` where there is none.
        values: Vec<Option<f64>>,
        /// Its unit.
        unit: String,
    },
}

/// A cell changes hands.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Change {
    /// Days since the start.
    pub day: f64,
    /// Index of the cell.
    pub cell: usize,
    /// Whether it is held from then on.
    pub held: bool,
}

impl Render for Map {
    fn render(&self) -> Markup {
        html! {
            @if !self.cells.is_empty() {
                div.map #map-player {
                    (text::data(&data(self)))
                    (figure::plate(&self.drawing))
                    (legend(self))
                }
                details.cells { summary { "The map as a table" } (cells_table(self)) }
            }
            (figure::figures(&self.figures))
        }
    }
}

/// What the colours and marks are, while the script colours the cells; what is drawn has a legend of its own.
fn legend(map: &Map) -> Markup {
    let has = |kind| map.kinds.contains(&kind);
    html! {
        ul.legend.map-legend {
            li.states { span.key.area.held {} (map.held_is) }
            li.states { span.key.area.free {} "not held" }
            @if map.has_border { li { span.key.river-key {} "border" } }
            @if has(PlaceKind::Post) { li { span.key.post-key {} "border post" } }
            @if has(PlaceKind::Capital) || has(PlaceKind::NationalCapital) { li { span.key.capital-key {} "capital" } }
        }
    }
}

/// What the page's script needs to play the map.
fn data(map: &Map) -> Value {
    let layers: Vec<Value> = map.layers.iter().map(layer_data).collect();
    json!({
        "start": map.start,
        "last": libm::floor(map.last_day),
        "cellsAre": map.cells_are,
        "heldIs": map.held_is,
        "cells": map.cells.iter().map(|c| json!([c.name, c.name_local, c.province])).collect::<Vec<Value>>(),
        "layers": layers,
        "milestones": map.milestones.iter().map(|m| json!([compact(m.date - map.start), m.name])).collect::<Vec<Value>>(),
    })
}

fn layer_data(layer: &Layer) -> Value {
    let mut value = match &layer.content {
        LayerContent::History { held_at_start, changes } => {
            let initial: String = held_at_start.iter().map(|held| if *held { '1' } else { '0' }).collect();
            let mut sorted: Vec<&Change> = changes.iter().collect();
            sorted.sort_by(|a, b| a.day.total_cmp(&b.day));
            let changes: Vec<Value> =
                sorted.iter().map(|c| json!([compact(c.day), c.cell, u8::from(c.held)])).collect();
            json!({ "kind": "history", "initial": initial, "changes": changes })
        }
        LayerContent::Probability { percent_by_day } => {
            json!({ "kind": "probability", "days": percent_by_day })
        }
        LayerContent::ByDate { days, percent_by_date, held_is } => {
            let dates: Vec<Value> = days.iter().map(|day| compact(*day)).map(|day| json!(day)).collect();
            json!({ "kind": "dates", "dates": dates, "shares": percent_by_date, "heldIs": held_is })
        }
        LayerContent::Values { values, unit } => {
            let rounded: Vec<Option<f64>> = values.iter().map(|v| v.map(compact)).collect();
            json!({ "kind": "values", "values": rounded, "unit": unit })
        }
    };
    value["label"] = json!(layer.label);
    value["note"] = json!(layer.note);
    value
}

fn cells_table(map: &Map) -> Table {
    let mut columns = vec![Column::text("Name"), Column::text("Local name"), Column::facet("Province")];
    columns.extend(map.layers.iter().flat_map(|layer| layer_columns(map, layer)));
    let rows = map
        .cells
        .iter()
        .enumerate()
        .map(|(i, cell)| {
            let mut row = vec![
                Cell::markup(isolated(&cell.name)),
                cell.name_local.as_deref().map_or_else(Cell::default, |n| Cell::markup(isolated(n))),
                Cell::text(&cell.province),
            ];
            row.extend(map.layers.iter().flat_map(|layer| layer_cells(map, layer, i)));
            row
        })
        .collect();
    Table::new("cells-table", &format!("The {} of the map.", map.cells_are), columns, rows)
}

/// The name of a day: "8 Jul 2021".
fn label(start: f64, day: f64) -> String {
    date::written(start + libm::floor(day), true)
}

/// The columns of a layer: one, or one for each date that can be chosen.
fn layer_columns(map: &Map, layer: &Layer) -> Vec<Column> {
    let LayerContent::ByDate { days, .. } = &layer.content else { return vec![Column::number(&layer.label)] };
    let on = |day: &f64| Column::number(&format!("{}, {}", layer.label, label(map.start, *day)));
    days.iter().map(on).collect()
}

/// What a layer says of a cell: the day it was first taken, its probability on the last day or on each date, or its value.
fn layer_cells(map: &Map, layer: &Layer, cell: usize) -> Vec<Cell> {
    let LayerContent::ByDate { percent_by_date, .. } = &layer.content else {
        return vec![layer_cell(map, layer, cell)];
    };
    percent_by_date.iter().map(|percents| percent_cell(percents.get(cell))).collect()
}

fn percent_cell(percent: Option<&u8>) -> Cell {
    percent.map_or_else(Cell::default, |p| Cell::valued(&format!("{p}\u{a0}%"), f64::from(*p)))
}

fn layer_cell(map: &Map, layer: &Layer, cell: usize) -> Cell {
    match &layer.content {
        LayerContent::History { held_at_start, changes } => {
            if held_at_start.get(cell).copied().unwrap_or(false) {
                return Cell::valued("at the start", 0.0);
            }
            let first = changes.iter().filter(|c| c.cell == cell && c.held).map(|c| c.day).min_by(f64::total_cmp);
            first.map_or_else(Cell::default, |day| Cell::valued(&label(map.start, day), day))
        }
        LayerContent::Probability { percent_by_day: percents }
        | LayerContent::ByDate { percent_by_date: percents, .. } => {
            percent_cell(percents.last().and_then(|day| day.get(cell)))
        }
        LayerContent::Values { values, .. } => {
            let value = values.get(cell).copied().flatten();
            value.map_or_else(Cell::default, |v| Cell::valued(&number::plain(v), v))
        }
    }
}
