//! Dated milestones as vertical lines, their names stacked above the plot so that none covers another.

use super::axes::Axes;
use super::canvas::{Area, At, Canvas, Type};
use super::scale::Scale;
use super::text::fit;
use crate::report::theme;

/// Something dated that readers look for: a line across the plot with its name above.
#[derive(Clone, Debug, PartialEq)]
pub struct Milestone {
    /// Days since 1970-01-01.
    pub date: f64,
    /// A few words.
    pub name: String,
}

const NAME: Type = Type::new(theme::TICK, theme::INK);
const ROW: f64 = 18.0;

/// A milestone's name in its row above the plot.
struct Placed {
    x: f64,
    left: f64,
    name: String,
    row: usize,
}

/// Rows of names above the plot.
pub(crate) struct Strip(Vec<Placed>);

impl Strip {
    /// Stacks the names of those milestones that lie on the axis `x` between pixels `left` and `right`.
    pub(crate) fn new(milestones: &[Milestone], x: &Scale, left: f64, right: f64) -> Strip {
        let mut shown: Vec<&Milestone> = milestones.iter().filter(|m| x.holds(m.date)).collect();
        shown.sort_by(|a, b| b.date.total_cmp(&a.date));
        let mut placed: Vec<Placed> = Vec::new();
        for milestone in shown {
            let px = x.at(milestone.date, left, right);
            let name = fit(&milestone.name, NAME.size, false, right - left - 8.0);
            let width = NAME.width(&name) + 8.0;
            let start = px.min(right - width).max(left);
            let crossed = placed.iter().filter(|p| {
                let end = p.left + NAME.width(&p.name) + 8.0;
                start < end && p.left < start + width || p.x >= start && p.x <= start + width
            });
            let row = crossed.map(|p| p.row + 1).max().unwrap_or(0);
            placed.push(Placed { x: px, left: start, name, row });
        }
        Strip(placed)
    }

    /// Pixels that the strip needs above the plot.
    pub(crate) fn height(&self) -> f64 {
        self.0.iter().map(|p| p.row + 1).max().map_or(0.0, |rows| rows as f64 * ROW + 4.0)
    }

    /// Draws lines and names over `axes` and keeps labels off the lines.
    pub(crate) fn draw(&self, canvas: &mut Canvas, axes: &Axes) {
        self.draw_behind(canvas, axes);
        for p in &self.0 {
            canvas.reserve_line(&[(p.x, axes.plot.top), (p.x, axes.plot.bottom)]);
        }
    }

    /// Draws lines and names over `axes`; labels may cover the lines.
    pub(crate) fn draw_behind(&self, canvas: &mut Canvas, axes: &Axes) {
        let row_bottom = |row: usize| axes.plot.top - 2.0 - row as f64 * ROW;
        for p in &self.0 {
            let line = [(p.x, row_bottom(p.row) - ROW + 4.0), (p.x, axes.plot.bottom)];
            canvas.line(&line, theme::MUTED, 1.1, Some((3.0, 3.0)));
        }
        for p in &self.0 {
            let baseline = row_bottom(p.row) - 5.0;
            let inset = if p.left + 0.5 < p.x { 0.0 } else { 4.0 };
            let area = NAME.area(&p.name, p.left + inset, baseline, At::Start);
            canvas.rect(Area::new(area.left - 1.0, area.top, area.right + 1.0, area.bottom), theme::PAPER, 0.9);
            canvas.text(p.left + inset, baseline, &p.name, NAME, At::Start);
        }
    }
}
