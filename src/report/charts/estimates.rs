//! Estimates with their intervals, one row for each policy or point of a design; differences from a baseline among them.

use super::canvas::{Area, At, Type};
use super::number::{short, to_precision};
use super::rows::{Rows, interval, reference};
use super::scale::{Scale, extent};
use super::sheet::{Key, Mark, Sheet};
use super::text::fit;
use crate::report::theme::{self, Footer};

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
    /// What estimates are held against, as differences against zero: a line, from which intervals are apart or not.
    pub against: Option<f64>,
    /// The rows.
    pub rows: Vec<EstimateRow>,
    /// Where the numbers come from.
    pub footer: Footer,
}

const VALUE: Type = Type::new(theme::TICK, theme::MUTED);
/// Gap before the numbers at the right.
const GAP: f64 = 14.0;

impl Estimates {
    /// The chart as SVG.
    pub fn draw(&self) -> String {
        let ends = self.rows.iter().flat_map(|r| [r.low, r.value, r.high]).chain(self.against);
        let (low, high) = extent(ends).unwrap_or((0.0, 1.0));
        let x = Scale::linear([low, high], 5);
        let rows = Rows::new(self.rows.iter().map(|r| r.name.as_str()), self.footer.room() * 0.35, 28.0);
        let written: Vec<String> = self.rows.iter().map(|row| row.written(self.footer.room() * 0.4)).collect();
        let widest = written.iter().map(|text| VALUE.width(text)).fold(0.0, f64::max);
        self.sheet().draw(rows.body(&self.footer, &x, &self.x_label, 0.0), |canvas, area| {
            let inner = Area { right: area.right - widest - GAP, ..area };
            let (axes, middles) = rows.draw(canvas, inner, x, &self.x_label, 0.0);
            if let Some(value) = self.against {
                reference(canvas, &axes, value);
            }
            for ((row, text), y) in self.rows.iter().zip(&written).zip(middles) {
                let open = self.against.is_some_and(|value| !(row.low > value || row.high < value));
                let color = if open { theme::AXIS } else { theme::BLUE };
                interval(canvas, &axes, (row.low, row.value, row.high), y, color);
                canvas.text(area.right, VALUE.centred(y), text, VALUE, At::End);
            }
        })
    }

    fn sheet(&self) -> Sheet<'_> {
        let told = |r: &EstimateRow| format!("{}: {} ({} to {})", r.name, short(r.value), short(r.low), short(r.high));
        let told: Vec<String> = self.rows.iter().map(told).collect();
        let keys = match self.against {
            None => vec![Key::new(Mark::Interval(theme::BLUE), &self.interval)],
            Some(value) => vec![
                Key::new(Mark::Interval(theme::BLUE), format!("{} is outside the interval", short(value))),
                Key::new(Mark::Interval(theme::AXIS), format!("{} is inside", short(value))),
            ],
        };
        Sheet {
            title: &self.title,
            subtitle: if self.against.is_some() { &self.interval } else { "" },
            keys,
            description: format!("{}. {}.", self.x_label, told.join("; ")),
            footer: &self.footer,
        }
    }
}

impl EstimateRow {
    /// The estimate and its interval, with the digits that the interval supports, at most so many pixels wide.
    fn written(&self, widest: f64) -> String {
        let half = self.high / 2.0 - self.low / 2.0;
        let text = |value| to_precision(value, half);
        match (self.low, self.high) {
            (low, high) if low == high => format!("{} in all worlds", short(self.value)),
            (low, high) if low.is_finite() && high.is_finite() => {
                fit(&format!("{} [{}, {}]", text(self.value), text(low), text(high)), VALUE.size, false, widest)
            }
            _ => text(self.value),
        }
    }
}
