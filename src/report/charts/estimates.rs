//! Estimates with their intervals, one row for each policy or point of a design.

use super::canvas::{Area, At, Type};
use super::number::{short, to_precision};
use super::rows::{Rows, interval};
use super::scale::{Scale, extent};
use super::sheet::{Key, Mark, Sheet};
use crate::report::theme::{self, Footer, ROOM};

/// One estimate.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct EstimateRow {
    /// What it is of.
    pub name: String,
    /// The estimate.
    pub value: f64,
    /// Lower end of its interval; not-a-number draws none.
    pub low: f64,
    /// Upper end of its interval.
    pub high: f64,
}

/// Estimates of one metric, in the order given.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Estimates {
    /// The finding's subject.
    pub title: String,
    /// What the intervals are, such as `95 % interval of the mean`.
    pub interval: String,
    /// The metric and its unit.
    pub x_label: String,
    /// Whether the axis begins at zero, as for shares.
    pub from_zero: bool,
    /// The rows.
    pub rows: Vec<EstimateRow>,
    /// Where the numbers come from.
    pub footer: Footer,
}

const VALUE: Type = Type::new(theme::TICK, theme::MUTED);

impl Estimates {
    /// The chart as SVG.
    pub fn draw(&self) -> String {
        let ends = self.rows.iter().flat_map(|r| [r.low, r.value, r.high]).chain(self.from_zero.then_some(0.0));
        let (low, high) = extent(ends).unwrap_or((0.0, 1.0));
        let x = Scale::linear([low, high], 5);
        let rows = Rows::new(self.rows.iter().map(|r| r.name.as_str()), ROOM * 0.4, 28.0);
        let told = |r: &EstimateRow| format!("{}: {} ({} to {})", r.name, short(r.value), short(r.low), short(r.high));
        let told: Vec<String> = self.rows.iter().map(told).collect();
        let sheet = Sheet {
            title: &self.title,
            subtitle: "",
            keys: vec![Key::new(Mark::Interval(theme::BLUE), &self.interval)],
            description: format!("{}. {}.", self.x_label, told.join("; ")),
            footer: &self.footer,
        };
        let written: Vec<String> =
            self.rows.iter().map(|row| to_precision(row.value, row.high / 2.0 - row.low / 2.0)).collect();
        let widest = written.iter().map(|text| VALUE.width(text)).fold(0.0, f64::max);
        sheet.draw(rows.body(&x, &self.x_label, 0.0), |canvas, area| {
            let inner = Area { right: area.right - widest - 12.0, ..area };
            let (axes, middles) = rows.draw(canvas, inner, x, &self.x_label, 0.0);
            for ((row, text), y) in self.rows.iter().zip(&written).zip(middles) {
                interval(canvas, &axes, (row.low, row.value, row.high), y, theme::BLUE);
                canvas.text(area.right, VALUE.centred(y), text, VALUE, At::End);
            }
        })
    }
}
