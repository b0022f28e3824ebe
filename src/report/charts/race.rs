//! Race between the advance and the response: which came first, and how likely each had happened by a date.

use plotters::style::RGBColor;

use super::axes::{Axes, Names};
use super::canvas::{Area, At, Canvas, Dash, Type};
use super::number::percent;
use super::rows::Rows;
use super::scale::{Scale, extent};
use super::sheet::{Key, Mark, Sheet};
use crate::report::theme::{self, Footer};

/// A milestone that one side wants to reach before the other.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RaceMilestone {
    /// Such as `help arrives before the border post falls`.
    pub name: String,
    /// Share of replications in which the response came first, 0..1.
    pub response_first: f64,
    /// Share of replications in which the advance came first, 0..1. The rest had neither by the horizon.
    pub advance_first: f64,
}

/// Whose progress a curve shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The advance.
    Advance,
    /// The response.
    Response,
}

/// Cumulative share of replications in which something has happened.
#[derive(Clone, Debug, PartialEq)]
pub struct RaceCurve {
    /// What has happened.
    pub name: String,
    /// Whose.
    pub side: Side,
    /// Days since 1970-01-01, growing.
    pub dates: Vec<f64>,
    /// Share of replications by then, 0..1.
    pub share: Vec<f64>,
}

/// The race: bars of who came first, curves of when.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RaceChart {
    /// The finding's subject.
    pub title: String,
    /// Rows of the upper panel.
    pub milestones: Vec<RaceMilestone>,
    /// Curves of the lower panel.
    pub curves: Vec<RaceCurve>,
    /// Where the numbers come from.
    pub footer: Footer,
}

const ADVANCE: RGBColor = theme::VERMILLION;
const RESPONSE: RGBColor = theme::BLUE;
const CURVES: f64 = 270.0;

impl RaceChart {
    /// The chart as SVG.
    pub fn draw(&self) -> String {
        let rows = Rows::new(self.milestones.iter().map(|m| m.name.as_str()), self.footer.room() * 0.38, 34.0);
        let x = Scale::percent();
        let (bars, curves) = (
            rows.body(&self.footer, &x, "share of replications", 0.0),
            if self.curves.is_empty() { 0.0 } else { self.curve_height() },
        );
        self.sheet().draw(bars + curves, |canvas, area| {
            let upper = Area { bottom: area.top + bars, ..area };
            let (axes, middles) = rows.draw(canvas, upper, x, "share of replications", 0.0);
            for (m, y) in self.milestones.iter().zip(middles) {
                draw_bar(canvas, &axes, m, y);
            }
            if !self.curves.is_empty() {
                self.draw_curves(canvas, Area { top: upper.bottom + 20.0, ..area });
            }
        })
    }

    fn curve_height(&self) -> f64 {
        CURVES + 20.0 + self.curves.len() as f64 * 21.0
    }

    fn look(&self, index: usize) -> (RGBColor, Dash) {
        let side = self.curves[index].side;
        let before = self.curves[..index].iter().filter(|c| c.side == side).count();
        let color = if side == Side::Advance { ADVANCE } else { RESPONSE };
        (color, super::canvas::dash(before))
    }

    fn draw_curves(&self, canvas: &mut Canvas, area: Area) {
        let name = Type::new(theme::LABEL, theme::INK);
        let mut top = area.top;
        for (i, curve) in self.curves.iter().enumerate() {
            let (color, dash) = self.look(i);
            canvas.line(&[(area.left, top + 10.0), (area.left + 34.0, top + 10.0)], color, 2.5, dash);
            let text = super::text::fit(&curve.name, name.size, false, area.width() - 46.0);
            canvas.text(area.left + 42.0, name.centred(top + 10.0), &text, name, At::Start);
            top += 21.0;
        }
        let (low, high) = extent(self.curves.iter().flat_map(|c| c.dates.iter().copied())).unwrap_or((0.0, 1.0));
        let names = Names { y: "share of replications in which it has happened", ..Names::default() };
        let plot = Area { top: top + 4.0, ..area };
        let axes = Axes::draw(canvas, plot, Scale::dates(low, high), Scale::percent(), names);
        for (i, curve) in self.curves.iter().enumerate() {
            let (color, dash) = self.look(i);
            canvas.line(&axes.line(&curve.dates, &curve.share), color, 2.4, dash);
        }
    }

    fn sheet(&self) -> Sheet<'_> {
        let told: Vec<String> = self
            .milestones
            .iter()
            .map(|m| {
                format!(
                    "{}: response first in {}, advance first in {}",
                    m.name,
                    percent(m.response_first),
                    percent(m.advance_first)
                )
            })
            .collect();
        let keys = vec![
            Key::new(Mark::Block(theme::tint(RESPONSE, 0.8)), "response first"),
            Key::new(Mark::Block(theme::tint(ADVANCE, 0.8)), "advance first"),
            Key::new(Mark::Block(theme::ABSENT), "neither by the horizon"),
        ];
        let description = format!("Race between advance and response. {}.", told.join("; "));
        Sheet { title: &self.title, subtitle: "", keys, description, footer: &self.footer }
    }
}

fn draw_bar(canvas: &mut Canvas, axes: &Axes, m: &RaceMilestone, y: f64) {
    let response = if m.response_first.is_finite() { m.response_first.clamp(0.0, 1.0) } else { 0.0 };
    let advance = if m.advance_first.is_finite() { m.advance_first.clamp(0.0, 1.0 - response) } else { 0.0 };
    let parts = [
        (0.0, response, theme::tint(RESPONSE, 0.8), true),
        (response, response + advance, theme::tint(ADVANCE, 0.8), false),
        (response + advance, 1.0, theme::ABSENT, false),
    ];
    for (from, to, color, white) in parts {
        let bar = Area::new(axes.px(from), y - 11.0, axes.px(to), y + 11.0);
        if bar.width() <= 0.0 {
            continue;
        }
        canvas.rect(bar, color, 1.0);
        let style = Type::bold(theme::TICK, if white { theme::PAPER } else { theme::INK });
        let middle = f64::midpoint(bar.left, bar.right);
        let inside = Area::new(bar.left + 2.0, bar.top - 4.0, bar.right - 2.0, bar.bottom + 4.0);
        canvas.text_if_free(&[(middle, style.centred(y), At::Middle)], &percent(to - from), style, inside);
    }
}
