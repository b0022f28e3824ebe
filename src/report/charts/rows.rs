//! Charts whose vertical axis is a list of names: factors, policies, stages.

use plotters::style::RGBColor;

use super::axes::{Axes, Names, foot};
use super::canvas::{Area, At, Canvas, Type};
use super::scale::Scale;
use super::text::at_most;
use crate::report::theme::{self, Footer};

const NAME: Type = Type::new(theme::LABEL, theme::INK);
/// Gap between a name and the plot.
const GAP: f64 = 10.0;

/// Names broken into lines, and how high their rows are.
pub(crate) struct Rows {
    lines: Vec<Vec<String>>,
    heights: Vec<f64>,
    /// Width of the column of names with its gap.
    pub(crate) width: f64,
}

impl Rows {
    /// Breaks `names` to at most two lines within `room` pixels; rows are at least `least` pixels high.
    pub(crate) fn new<'n>(names: impl IntoIterator<Item = &'n str>, room: f64, least: f64) -> Rows {
        let lines: Vec<Vec<String>> = names.into_iter().map(|name| at_most(2, name, NAME.size, room)).collect();
        let heights = lines.iter().map(|l| least.max(l.len() as f64 * NAME.leading() + 8.0)).collect();
        let widest = lines.iter().flatten().map(|l| NAME.width(l)).fold(0.0, f64::max);
        Rows { lines, heights, width: widest + GAP }
    }

    /// Height of all rows together.
    pub(crate) fn height(&self) -> f64 {
        self.heights.iter().sum::<f64>().max(30.0)
    }

    /// Height that a body needs for these rows over the axis `x` called `name`, with `head` pixels above.
    pub(crate) fn body(&self, footer: &Footer, x: &Scale, name: &str, head: f64) -> f64 {
        self.height() + foot(footer.room(), x, name) + 6.0 + head
    }

    /// Draws names and the horizontal axis; gives the axes and the middle of each row.
    pub(crate) fn draw(&self, canvas: &mut Canvas, area: Area, x: Scale, name: &str, head: f64) -> (Axes, Vec<f64>) {
        let inner = Area { left: area.left + self.width - 7.0, ..area };
        let names = Names { x: name, strip: head, vertical_grid: true, ..Names::default() };
        let axes = Axes::draw(canvas, inner, x, Scale::blank(), names);
        let mut top = axes.plot.top;
        let mut middles = Vec::with_capacity(self.lines.len());
        for (lines, height) in self.lines.iter().zip(&self.heights) {
            let middle = top + height / 2.0;
            let first = NAME.centred(middle) - (lines.len().saturating_sub(1)) as f64 * NAME.leading() / 2.0;
            for (i, line) in lines.iter().enumerate() {
                let baseline = first + i as f64 * NAME.leading();
                canvas.text(area.left + self.width - GAP, baseline, line, NAME, At::End);
            }
            middles.push(middle);
            top += height;
        }
        (axes, middles)
    }
}

/// An estimate with its interval along a row; an interval that leaves the axis ends at its edge.
pub(crate) fn interval(canvas: &mut Canvas, axes: &Axes, (low, value, high): (f64, f64, f64), y: f64, color: RGBColor) {
    whisker(canvas, axes, (low, high), y, color);
    if axes.x.holds(value) {
        canvas.dot((axes.px(value), y), 5.0, color);
    }
}

/// The interval alone, with short caps.
pub(crate) fn whisker(canvas: &mut Canvas, axes: &Axes, (low, high): (f64, f64), y: f64, color: RGBColor) {
    if low.is_nan() || high.is_nan() {
        return;
    }
    let inside = |v: f64| axes.px(v).clamp(axes.plot.left, axes.plot.right);
    let (left, right) = (inside(low), inside(high));
    canvas.line(&[(left, y), (right, y)], color, 2.0, None);
    // An end that the axis cuts off has no cap.
    for x in [low, high].into_iter().filter(|end| axes.x.holds(*end)).map(inside) {
        canvas.line(&[(x, y - 4.0), (x, y + 4.0)], color, 2.0, None);
    }
}

/// A vertical line at `value` over the whole plot.
pub(crate) fn reference(canvas: &mut Canvas, axes: &Axes, value: f64) {
    if axes.x.holds(value) {
        let x = axes.px(value);
        canvas.line(&[(x, axes.plot.top), (x, axes.plot.bottom)], theme::INK, 1.2, None);
    }
}
