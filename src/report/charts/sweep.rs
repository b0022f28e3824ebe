//! Sweep over one factor: a metric against the factor's value, with intervals.

use super::axes::{Axes, Names};
use super::canvas::dash;
use super::date;
use super::histogram::Values;
use super::number::short;
use super::scale::{Scale, extent};
use super::sheet::{Key, Mark, Sheet};
use crate::report::theme::{self, Footer};

/// One curve: a policy or a value of a second factor.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SweepCurve {
    /// Its name in the legend.
    pub name: String,
    /// Values of the factor, growing.
    pub x: Vec<f64>,
    /// The metric at each.
    pub y: Vec<f64>,
    /// Lower ends of the intervals; empty draws none.
    pub low: Vec<f64>,
    /// Upper ends of the intervals.
    pub high: Vec<f64>,
}

/// The metric over a factor's range.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SweepLine {
    /// The finding's subject.
    pub title: String,
    /// What the shaded intervals are, such as `95 % intervals of the mean`.
    pub interval: String,
    /// The factor and its unit.
    pub x_label: String,
    /// The metric and its unit.
    pub y_label: String,
    /// What the values of the factor are.
    pub kind: Values,
    /// Whether the factor's axis is logarithmic, which its label then says.
    pub log_x: bool,
    /// The curves.
    pub curves: Vec<SweepCurve>,
    /// Where the numbers come from.
    pub footer: Footer,
}

const HEIGHT: f64 = 370.0;

impl SweepLine {
    /// The chart as SVG.
    pub fn draw(&self) -> String {
        let all_x: Vec<f64> = self.curves.iter().flat_map(|c| c.x.iter().copied()).collect();
        let x = match (self.kind, extent(all_x.iter().copied())) {
            (Values::Dates, Some((low, high))) => Scale::dates(low, high),
            _ if self.log_x => Scale::log(all_x.iter().copied()).with_levels(all_x.iter().copied()),
            _ => Scale::linear(all_x.iter().copied(), 6).with_levels(all_x.iter().copied()),
        };
        let values = self.curves.iter().flat_map(|c| c.y.iter().chain(&c.low).chain(&c.high)).copied();
        let (low, high) = extent(values).unwrap_or((0.0, 1.0));
        let zero = (low >= 0.0 && low < 0.6 * high).then_some(0.0);
        let y = Scale::linear([low, high].into_iter().chain(zero), 5);
        self.sheet().draw_plot(HEIGHT, 0.0, |canvas, area| {
            // Ticks at levels do not show it by themselves.
            let x_label = if self.log_x { format!("{}, log scale", self.x_label) } else { self.x_label.clone() };
            let names = Names { x: &x_label, y: &self.y_label, ..Names::default() };
            let axes = Axes::draw(canvas, area, x, y, names);
            for (i, c) in self.curves.iter().enumerate() {
                for outline in axes.band(&c.x, &c.low, &c.high) {
                    canvas.polygon(&outline, theme::category(i), 0.18);
                }
            }
            for (i, c) in self.curves.iter().enumerate() {
                let line = axes.line(&c.x, &c.y);
                canvas.line(&line, theme::category(i), 2.4, dash(i));
                if c.x.len() <= 30 {
                    for p in line {
                        canvas.shape(i, p, 4.2, theme::category(i));
                    }
                }
            }
        })
    }

    fn sheet(&self) -> Sheet<'_> {
        let told: Vec<String> = self
            .curves
            .iter()
            .filter_map(|c| {
                let ((x0, y0), (x1, y1)) = ((c.x.first()?, c.y.first()?), (c.x.last()?, c.y.last()?));
                let shown = |x: f64| match self.kind {
                    Values::Dates => date::written(x, true),
                    Values::Numbers => short(x),
                };
                let name = if c.name.is_empty() { String::new() } else { format!("{}: ", c.name) };
                Some(format!("{name}{} at {}, {} at {}", short(*y0), shown(*x0), short(*y1), shown(*x1)))
            })
            .collect();
        let keys =
            (0..self.curves.len()).map(|i| Key::new(Mark::Line(theme::category(i), dash(i)), &self.curves[i].name));
        Sheet {
            title: &self.title,
            subtitle: &self.interval,
            keys: if self.curves.len() > 1 { keys.collect() } else { vec![] },
            description: format!("{} against {}. {}.", self.y_label, self.x_label, told.join("; ")),
            footer: &self.footer,
        }
    }
}
