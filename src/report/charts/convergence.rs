//! Convergence: the running estimate with its interval as replications are added, and the precision asked for.

use super::axes::{Axes, Names};
use super::number::short;
use super::scale::{Scale, extent};
use super::sheet::{Key, Mark, Sheet};
use crate::report::theme::{self, Footer};

/// A running estimate.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Convergence {
    /// The finding's subject.
    pub title: String,
    /// The metric and its unit.
    pub y_label: String,
    /// What the interval is, such as `95 % interval of the mean`.
    pub interval: String,
    /// Replications so far, growing.
    pub n: Vec<f64>,
    /// Estimate from them.
    pub estimate: Vec<f64>,
    /// Lower end of the interval.
    pub low: Vec<f64>,
    /// Upper end of the interval.
    pub high: Vec<f64>,
    /// Half-width asked for, drawn around the last estimate.
    pub asked_halfwidth: Option<f64>,
    /// Where the numbers come from.
    pub footer: Footer,
}

const HEIGHT: f64 = 350.0;

impl Convergence {
    /// The chart as SVG.
    pub fn draw(&self) -> String {
        let last = self.estimate.last().copied().unwrap_or(f64::NAN);
        let asked: Vec<f64> = self.asked_halfwidth.map_or(vec![], |h| vec![last - h, last + h]);
        let ends = self.low.iter().chain(&self.high).chain(&self.estimate).chain(&asked);
        let y = Scale::linear(extent(ends.copied()).map_or(vec![], |(l, h)| vec![l, h]), 5);
        let mut keys = vec![
            Key::new(Mark::Line(theme::BLUE, None), "estimate"),
            Key::new(Mark::Block(theme::tint(theme::BLUE, 0.25)), &self.interval),
        ];
        if self.asked_halfwidth.is_some() {
            keys.push(Key::new(Mark::Line(theme::VERMILLION, Some((6.0, 4.0))), "precision asked for"));
        }
        let n = self.n.last().copied().unwrap_or(0.0);
        let sheet = Sheet {
            title: &self.title,
            subtitle: "",
            keys,
            description: format!(
                "Running estimate of {}: {} after {} replications.",
                self.y_label,
                short(last),
                short(n)
            ),
            footer: &self.footer,
        };
        sheet.draw(HEIGHT, |canvas, area| {
            let names = Names { x: "replications (log scale)", y: &self.y_label, ..Names::default() };
            let axes = Axes::draw(canvas, area, Scale::log(self.n.iter().copied()), y, names);
            for outline in axes.band(&self.n, &self.low, &self.high) {
                canvas.polygon(&outline, theme::tint(theme::BLUE, 0.25), 1.0);
            }
            for level in asked {
                let y = axes.py(level);
                canvas.line(&[(axes.plot.left, y), (axes.plot.right, y)], theme::VERMILLION, 1.8, Some((6.0, 4.0)));
            }
            canvas.line(&axes.line(&self.n, &self.estimate), theme::BLUE, 2.4, None);
        })
    }
}
