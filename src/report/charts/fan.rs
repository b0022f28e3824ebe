//! Fan chart: how a quantity runs over the calendar, with its uncertainty and what was observed.

use super::axes::{Axes, Names, label_width};
use super::canvas::{At, Type};
use super::milestone::{Milestone, Strip};
use super::scale::{Scale, extent};
use super::sheet::{Key, Mark, ROOM, Sheet};
use super::{date, number};
use crate::report::theme::{self, Footer};

/// A band that holds a share of the histories at each date.
#[derive(Clone, Debug, PartialEq)]
pub struct Band {
    /// Share of histories inside, 0..1, such as 0.95.
    pub level: f64,
    /// Lower edge at each date.
    pub low: Vec<f64>,
    /// Upper edge at each date.
    pub high: Vec<f64>,
}

/// A value that was observed.
#[derive(Clone, Debug, PartialEq)]
pub struct Observed {
    /// Days since 1970-01-01.
    pub date: f64,
    /// In the unit of the chart.
    pub value: f64,
    /// Who counted or what it is; shown where there is room, may be empty.
    pub label: String,
}

/// A fan chart over calendar dates.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FanChart {
    /// The finding's subject.
    pub title: String,
    /// Name and unit of the vertical axis.
    pub y_label: String,
    /// Days since 1970-01-01, growing.
    pub dates: Vec<f64>,
    /// Median at each date; a missing value (not a number) breaks the line.
    pub median: Vec<f64>,
    /// Bands, in any order.
    pub bands: Vec<Band>,
    /// What was observed.
    pub observed: Vec<Observed>,
    /// Name of the observed series in the legend.
    pub observed_name: String,
    /// Vertical lines.
    pub milestones: Vec<Milestone>,
    /// Where the numbers come from.
    pub footer: Footer,
}

const PLOT: f64 = 290.0;
const NOTE: Type = Type::new(theme::TICK, theme::VERMILLION);

impl FanChart {
    /// The chart as SVG.
    pub fn draw(&self) -> String {
        let bands = self.sorted_bands();
        let (low, high) =
            extent(self.dates.iter().copied().chain(self.observed.iter().map(|o| o.date))).unwrap_or((0.0, 1.0));
        let x = Scale::dates(low, high);
        let y = self.vertical();
        let left = theme::MARGIN + label_width(&y);
        let strip = Strip::new(&self.milestones, &x, left, theme::MARGIN + ROOM);
        let height = PLOT + strip.height() + 90.0;
        self.sheet(&bands).draw(height, |canvas, area| {
            let names = Names { x: "", y: &self.y_label, strip: strip.height(), vertical_grid: false };
            let axes = Axes::draw(canvas, area, x, y, names);
            for (i, band) in bands.iter().enumerate() {
                for outline in axes.band(&self.dates, &band.low, &band.high) {
                    canvas.polygon(&outline, shade(i, bands.len()), 1.0);
                }
            }
            strip.draw(canvas, &axes);
            let median = axes.line(&self.dates, &self.median);
            canvas.line(&median, theme::BLUE, 2.6, None);
            canvas.reserve_line(&median);
            self.draw_observed(canvas, &axes);
        })
    }

    fn draw_observed(&self, canvas: &mut super::canvas::Canvas<'_>, axes: &Axes) {
        let points: Vec<(f64, f64)> = self.observed.iter().map(|o| axes.point(o.date, o.value)).collect();
        for &(x, y) in points.iter().filter(|p| p.0.is_finite()) {
            canvas.shape(3, (x, y), 4.6, theme::VERMILLION);
            canvas.reserve(super::canvas::Area::new(x - 5.0, y - 5.0, x + 5.0, y + 5.0));
        }
        for (o, &(x, y)) in self.observed.iter().zip(&points).filter(|(o, p)| p.0.is_finite() && !o.label.is_empty()) {
            let places = [
                (x + 9.0, NOTE.centred(y), At::Start),
                (x + 8.0, y - 8.0, At::Start),
                (x - 9.0, NOTE.centred(y), At::End),
                (x - 8.0, y + 18.0, At::End),
                (x + 8.0, y + 18.0, At::Start),
                (x, y - 11.0, At::Middle),
            ];
            canvas.text_on_paper(&places, &o.label, NOTE, axes.plot);
        }
    }

    fn vertical(&self) -> Scale {
        let bands = self.bands.iter().flat_map(|b| b.low.iter().chain(&b.high));
        let observed = self.observed.iter().map(|o| o.value);
        let values = bands.chain(&self.median).copied().chain(observed);
        let (low, high) = extent(values).unwrap_or((0.0, 1.0));
        let from_zero = if low >= 0.0 && low < 0.6 * high { Some(0.0) } else { None };
        Scale::linear([low, high].into_iter().chain(from_zero), 5)
    }

    /// Widest first, so that narrower ones are drawn over them.
    fn sorted_bands(&self) -> Vec<&Band> {
        let mut bands: Vec<&Band> = self.bands.iter().collect();
        bands.sort_by(|a, b| b.level.total_cmp(&a.level));
        bands
    }

    fn sheet(&self, bands: &[&Band]) -> Sheet<'_> {
        let mut keys = vec![Key::new(Mark::Line(theme::BLUE, None), "median")];
        for (i, band) in bands.iter().enumerate().rev() {
            let level = number::percent(band.level).replace(".0", "");
            let name = if i == 0 { format!("{level} of histories") } else { level };
            keys.push(Key::new(Mark::Block(shade(i, bands.len())), name));
        }
        if !self.observed.is_empty() {
            let name = if self.observed_name.is_empty() { "observed" } else { &self.observed_name };
            keys.push(Key::new(Mark::Point(3, theme::VERMILLION), name));
        }
        Sheet { title: &self.title, subtitle: "", keys, description: self.description(), footer: &self.footer }
    }

    fn description(&self) -> String {
        let ends = |i: usize| {
            let (d, m) = (self.dates.get(i)?, self.median.get(i)?);
            Some(format!("{} on {}", number::short(*m), date::written(*d, true)))
        };
        let last = self.dates.len().min(self.median.len()).wrapping_sub(1);
        let (Some(first), Some(last)) = (ends(0), ends(last)) else {
            return format!("Fan chart of {}: no data.", self.y_label);
        };
        format!(
            "Fan chart of {}. The median runs from {first} to {last}. {} observed values, {} milestones.",
            self.y_label,
            self.observed.len(),
            self.milestones.len()
        )
    }
}

/// Tints of the bands, palest for the widest.
fn shade(index: usize, count: usize) -> plotters::style::RGBColor {
    theme::tint(theme::BLUE, 0.16 + 0.34 * index as f64 / count.saturating_sub(1).max(1) as f64)
}
