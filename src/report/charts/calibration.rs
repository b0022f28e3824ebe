//! Are forecasts honest? The PIT histogram, and how often intervals held what was observed.
//!
//! # References
//! Gneiting, Balabdaoui & Raftery, J. R. Stat. Soc. B 69:243-268, 2007, doi:10.1111/j.1467-9868.2007.00587.x.

use super::axes::{Axes, Names};
use super::canvas::Area;
use super::number::percent;
use super::scale::{Scale, extent};
use super::sheet::{Key, Mark, Sheet};
use crate::report::theme::{self, Footer};

/// Counts of probability integral transform values; flat when forecasts are calibrated.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PitHistogram {
    /// The finding's subject.
    pub title: String,
    /// Counts in bins of equal width over 0..1.
    pub counts: Vec<u64>,
    /// Count in each bin that calibration would give.
    pub expected: f64,
    /// Band in which a calibrated forecast's counts lie.
    pub band: (f64, f64),
    /// What the band is, such as `95 % of calibrated forecasts`.
    pub band_name: String,
    /// Where the numbers come from.
    pub footer: Footer,
}

/// Observed coverage of intervals of each nominal level.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CalibrationPlot {
    /// The finding's subject.
    pub title: String,
    /// Nominal levels, 0..1, growing.
    pub nominal: Vec<f64>,
    /// Share of observations inside, 0..1.
    pub observed: Vec<f64>,
    /// Lower ends of the intervals of those shares.
    pub low: Vec<f64>,
    /// Upper ends.
    pub high: Vec<f64>,
    /// Where the numbers come from.
    pub footer: Footer,
}

const HEIGHT: f64 = 350.0;

impl PitHistogram {
    /// The chart as SVG.
    pub fn draw(&self) -> String {
        let counts = self.counts.iter().map(|c| *c as f64);
        let (_, high) = extent(counts.clone().chain([0.0, self.expected, self.band.1])).unwrap_or((0.0, 1.0));
        let bins = self.counts.len().max(1) as f64;
        let total: u64 = self.counts.iter().sum();
        let sheet = Sheet {
            title: &self.title,
            subtitle: "flat: calibrated · hump: forecasts too wide · U: too narrow · slope: biased",
            keys: vec![
                Key::new(Mark::Block(theme::tint(theme::BLUE, 0.75)), "observations"),
                Key::new(Mark::Line(theme::INK, None), "expected"),
                Key::new(Mark::Line(theme::INK, Some((5.0, 4.0))), &self.band_name),
            ],
            description: format!(
                "PIT histogram of {total} observations, counts {:?}, {:.1} expected in each bin.",
                self.counts, self.expected
            ),
            footer: &self.footer,
        };
        sheet.draw_plot(HEIGHT, 0.0, |canvas, area| {
            let names = Names {
                x: "PIT: forecast probability of a value no greater than the observed",
                y: "observations",
                ..Names::default()
            };
            let axes =
                Axes::draw(canvas, area, Scale::within(0.0, 1.0, 5), Scale::linear([0.0, high * 1.05], 5), names);
            for (i, count) in counts.enumerate() {
                let (left, right) = (axes.px(i as f64 / bins), axes.px((i + 1) as f64 / bins));
                canvas.rect(
                    Area::new(left + 0.8, axes.py(count), right - 0.8, axes.plot.bottom),
                    theme::tint(theme::BLUE, 0.75),
                    1.0,
                );
            }
            for (level, dash) in
                [(self.expected, None), (self.band.0, Some((5.0, 4.0))), (self.band.1, Some((5.0, 4.0)))]
            {
                canvas.line(&axes.line(&[0.0, 1.0], &[level, level]), theme::INK, 1.5, dash);
            }
        })
    }
}

impl CalibrationPlot {
    /// The chart as SVG.
    pub fn draw(&self) -> String {
        let told: Vec<String> = self
            .nominal
            .iter()
            .zip(&self.observed)
            .map(|(n, o)| format!("{} intervals held {}", percent(*n), percent(*o)))
            .collect();
        let sheet = Sheet {
            title: &self.title,
            subtitle: "below the diagonal intervals are too narrow, above it too wide",
            keys: vec![
                Key::new(Mark::Interval(theme::BLUE), "observed coverage"),
                Key::new(Mark::Line(theme::AXIS, Some((5.0, 4.0))), "calibrated"),
            ],
            description: format!("Coverage of forecast intervals: {}.", told.join("; ")),
            footer: &self.footer,
        };
        sheet.draw_plot(HEIGHT + 50.0, 0.0, |canvas, area| {
            let names = Names {
                x: "nominal level of the interval",
                y: "share of observations inside",
                vertical_grid: true,
                ..Names::default()
            };
            let axes = Axes::draw(canvas, area, Scale::percent(), Scale::percent(), names);
            canvas.line(&[axes.point(0.0, 0.0), axes.point(1.0, 1.0)], theme::AXIS, 1.5, Some((5.0, 4.0)));
            let line = axes.line(&self.nominal, &self.observed);
            canvas.line(&line, theme::BLUE, 1.8, None);
            let ends = axes.line(&self.nominal, &self.low).into_iter().zip(axes.line(&self.nominal, &self.high));
            for ((x, low), (_, high)) in ends {
                canvas.line(&[(x, low), (x, high)], theme::BLUE, 1.8, None);
                for y in [low, high] {
                    canvas.line(&[(x - 4.0, y), (x + 4.0, y)], theme::BLUE, 1.8, None);
                }
            }
            for p in line {
                canvas.dot(p, 4.6, theme::BLUE);
            }
        })
    }
}
