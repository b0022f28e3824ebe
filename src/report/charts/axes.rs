//! A plot with two axes: ticks that never touch, light grid, names with units.

use serde_json::json;

use super::canvas::{Area, At, Canvas, Type};
use super::scale::{Scale, Tick};
use super::text::at_most;
use crate::report::theme;

pub(crate) const TICK: Type = Type::new(theme::TICK, theme::MUTED);
pub(crate) const NAME: Type = Type::new(theme::LABEL, theme::INK);
/// Gap between tick label and plot.
const GAP: f64 = 7.0;
/// Gap between the plot and the tick labels below it.
const GAP_BELOW: f64 = 11.0;

/// A plot's area and scales.
#[derive(Clone, Debug)]
pub(crate) struct Axes {
    pub(crate) plot: Area,
    pub(crate) x: Scale,
    pub(crate) y: Scale,
}

/// What the axes are called, and how much is kept free above the plot.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Names<'a> {
    pub(crate) x: &'a str,
    pub(crate) y: &'a str,
    /// Pixels kept free above the plot, for milestones or totals.
    pub(crate) strip: f64,
    /// Whether vertical grid lines are drawn.
    pub(crate) vertical_grid: bool,
    /// Whether something stands beside the plot, below which the name of its horizontal axis must not reach.
    pub(crate) beside: bool,
}

impl Names<'_> {
    /// Widest name of the horizontal axis.
    fn room(&self, canvas: &Canvas, area: Area) -> f64 {
        if self.beside { area.width() } else { inside(canvas) }
    }
}

/// Pixels that the labels of a vertical axis need.
pub(crate) fn label_width(scale: &Scale) -> f64 {
    scale.ticks.iter().map(|t| TICK.width(&t.text)).fold(0.0, f64::max) + GAP
}

/// Width of a sheet inside its margins.
fn inside(canvas: &Canvas) -> f64 {
    canvas.whole.width() - 2.0 * theme::MARGIN
}

/// Pixels below a plot for tick labels and the axis' name, which may be `room` wide.
pub(crate) fn foot(room: f64, scale: &Scale, name: &str) -> f64 {
    let years = scale.ticks.iter().any(|t| t.below.is_some());
    GAP_BELOW
        + TICK.leading() * if years { 2.0 } else { 1.0 }
        + if name.is_empty() { 0.0 } else { lines_below(room, name).len() as f64 * NAME.leading() + 2.0 }
}

/// The name of a horizontal axis; it may be wider than its plot, and takes two lines at most.
fn lines_below(room: f64, name: &str) -> Vec<String> {
    at_most(2, name, NAME.size, room)
}

impl Axes {
    /// Lays out and draws the axes in `area`; the plot is what the labels leave.
    pub(crate) fn draw(canvas: &mut Canvas, area: Area, x: Scale, y: Scale, names: Names<'_>) -> Axes {
        let above = at_most(2, names.y, NAME.size, area.width());
        let head = if above.is_empty() { 6.0 } else { above.len() as f64 * NAME.leading() + 11.0 };
        let right_overhang = x.ticks.last().map_or(0.0, |t| {
            let beyond = x.at(t.at, 0.0, 1.0);
            (TICK.width(&t.text) / 2.0 - (1.0 - beyond) * area.width() * 0.8).max(0.0)
        });
        let plot = Area::new(
            area.left + label_width(&y),
            area.top + head + names.strip,
            area.right - right_overhang,
            area.bottom - foot(names.room(canvas, area), &x, names.x),
        );
        let axes = Axes { plot, x, y };
        axes.draw_vertical_axis(canvas, area, &above);
        axes.draw_horizontal_axis(canvas, area, names);
        axes
    }

    fn draw_vertical_axis(&self, canvas: &mut Canvas, area: Area, name: &[String]) {
        for (i, line) in name.iter().enumerate() {
            let baseline = area.top + NAME.size * 0.85 + i as f64 * NAME.leading();
            canvas.text(area.left, baseline, line, NAME, At::Start);
        }
        let room = self.plot.height();
        let every = thinning(&self.y.ticks, |t| room - self.y.at(t.at, 0.0, room), |_| TICK.leading());
        for (i, tick) in self.y.ticks.iter().enumerate() {
            let y = self.py(tick.at);
            canvas.line(&[(self.plot.left, y), (self.plot.right, y)], theme::GRID, 1.0, None);
            if i % every == 0 {
                canvas.text(self.plot.left - GAP, TICK.centred(y), &tick.text, TICK, At::End);
            }
        }
    }

    fn draw_horizontal_axis(&self, canvas: &mut Canvas, area: Area, names: Names<'_>) {
        let bottom = self.plot.bottom;
        let wide = |t: &Tick| TICK.width(&t.text).max(t.below.as_deref().map_or(0.0, |b| TICK.width(b))) + 8.0;
        let every = thinning(&self.x.ticks, |t| self.px(t.at), wide);
        for (i, tick) in self.x.ticks.iter().enumerate() {
            let x = self.px(tick.at);
            if names.vertical_grid {
                canvas.line(&[(x, self.plot.top), (x, bottom)], theme::GRID, 1.0, None);
            }
            canvas.line(&[(x, bottom), (x, bottom + 4.0)], theme::AXIS, 1.0, None);
            if i % every == 0 {
                let baseline = bottom + GAP_BELOW + TICK.size * 0.85;
                let half = TICK.width(&tick.text) / 2.0;
                let (left, right) = (canvas.whole.left + 2.0 + half, canvas.whole.right - 2.0 - half);
                let middle = x.clamp(left, right.max(left));
                canvas.text(middle, baseline, &tick.text, TICK, At::Middle);
                if let Some(year) = &tick.below {
                    canvas.text(middle, baseline + TICK.leading(), year, TICK, At::Middle);
                }
            }
        }
        canvas.line(&[(self.plot.left, bottom), (self.plot.right, bottom)], theme::AXIS, 1.2, None);
        self.draw_name_below(canvas, area, names);
    }

    /// The horizontal axis' name, under the middle of the plot as far as there is room.
    fn draw_name_below(&self, canvas: &mut Canvas, area: Area, names: Names<'_>) {
        let lines = lines_below(names.room(canvas, area), names.x);
        for (i, line) in lines.iter().enumerate() {
            let half = NAME.width(line) / 2.0;
            let middle = f64::midpoint(self.plot.left, self.plot.right);
            let right = if names.beside { area.right } else { canvas.whole.right - theme::MARGIN };
            let middle = middle.min(right - half).max(canvas.whole.left + theme::MARGIN + half);
            let below = (lines.len() - 1 - i) as f64 * NAME.leading();
            canvas.text(middle, area.bottom - NAME.size * 0.28 - below, line, NAME, At::Middle);
        }
    }

    /// Where the plot stands in the picture and which values its edges are, in pixels, for who reads the drawing.
    pub(crate) fn frame(&self) -> serde_json::Value {
        let Area { left, top, right, bottom } = self.plot;
        json!({ "plot": [left, top, right, bottom], "x": [self.x.low, self.x.high], "y": [self.y.low, self.y.high] })
    }

    /// Pixel of a value on the horizontal axis.
    pub(crate) fn px(&self, value: f64) -> f64 {
        self.x.at(value, self.plot.left, self.plot.right)
    }

    /// Pixel of a value on the vertical axis.
    pub(crate) fn py(&self, value: f64) -> f64 {
        self.y.at(value, self.plot.bottom, self.plot.top)
    }

    /// Pixels of a point; not a number when it lies off the plot.
    pub(crate) fn point(&self, x: f64, y: f64) -> (f64, f64) {
        if self.x.holds(x) && self.y.holds(y) { (self.px(x), self.py(y)) } else { (f64::NAN, f64::NAN) }
    }

    /// Pixels of a line, values beyond the vertical range drawn at its edge.
    pub(crate) fn line(&self, x: &[f64], y: &[f64]) -> Vec<(f64, f64)> {
        x.iter().zip(y).map(|(&x, &y)| self.on_plot(x, y)).collect()
    }

    fn on_plot(&self, x: f64, y: f64) -> (f64, f64) {
        if !self.x.holds(x) || y.is_nan() {
            return (f64::NAN, f64::NAN);
        }
        (self.px(x), self.py(y).clamp(self.plot.top, self.plot.bottom))
    }

    /// Outlines of the band between `low` and `high`, one for each run without missing values.
    pub(crate) fn band(&self, x: &[f64], low: &[f64], high: &[f64]) -> Vec<Vec<(f64, f64)>> {
        let (lower, upper) = (self.line(x, low), self.line(x, high));
        let pairs: Vec<((f64, f64), (f64, f64))> = lower.into_iter().zip(upper).collect();
        pairs
            .split(|(l, h)| !(l.1.is_finite() && h.1.is_finite() && l.0.is_finite()))
            .filter(|run| run.len() > 1)
            .map(|run| run.iter().map(|p| p.1).chain(run.iter().rev().map(|p| p.0)).collect())
            .collect()
    }
}

/// The least `k` such that every `k`-th label leaves room for the next.
fn thinning(ticks: &[Tick], at: impl Fn(&Tick) -> f64, size: impl Fn(&Tick) -> f64) -> usize {
    (1..=ticks.len().max(1))
        .find(|&k| {
            let kept: Vec<&Tick> = ticks.iter().step_by(k).collect();
            kept.windows(2).all(|p| (at(p[1]) - at(p[0])).abs() >= f64::midpoint(size(p[0]), size(p[1])))
        })
        .unwrap_or(1)
}
