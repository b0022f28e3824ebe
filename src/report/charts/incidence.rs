//! Kaplan-Meier and cumulative incidence curves: the probability that something has happened by each time.

use super::axes::{Axes, NAME, Names, TICK};
use super::canvas::{Area, At, Canvas, dash};
use super::histogram::Values;
use super::number::{grouped, percent};
use super::scale::{Scale, extent};
use super::sheet::{Key, Mark, Sheet};
use super::text::fit;
use crate::report::theme::{self, Footer};

/// A step curve with its band.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct IncidenceCurve {
    /// The group or the event.
    pub name: String,
    /// Times of the steps, growing.
    pub times: Vec<f64>,
    /// Probability from each time on, 0..1.
    pub share: Vec<f64>,
    /// Lower edge of the band; empty draws none.
    pub low: Vec<f64>,
    /// Upper edge of the band.
    pub high: Vec<f64>,
    /// Number still at risk at [`CumulativeIncidence::risk_times`]; empty leaves the row out.
    pub at_risk: Vec<u64>,
}

/// Curves of several groups or competing events.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CumulativeIncidence {
    /// The finding's subject.
    pub title: String,
    /// What bands mean, or under which policy; may be empty.
    pub subtitle: String,
    /// Name and unit of the time axis.
    pub x_label: String,
    /// What the probability is of, such as `probability that it has happened`.
    pub y_label: String,
    /// What the times are.
    pub kind: Values,
    /// The curves.
    pub curves: Vec<IncidenceCurve>,
    /// Times at which those at risk are counted.
    pub risk_times: Vec<f64>,
    /// Where the numbers come from.
    pub footer: Footer,
}

const HEIGHT: f64 = 360.0;
const RISK_ROW: f64 = 20.0;
/// About so many ticks on the time axis.
const TICKS: usize = 6;

impl CumulativeIncidence {
    /// Where those at risk are counted under an axis of numbers from 0 to `longest`: at its ticks, and at its end.
    pub fn risk_times(longest: f64) -> Vec<f64> {
        let ticks = Scale::within(0.0, longest, TICKS).ticks.into_iter().map(|tick| tick.at);
        // A count beside the last one could not be read.
        ticks.filter(|at| *at < 0.9 * longest).chain([longest]).collect()
    }

    /// The chart as SVG.
    pub fn draw(&self) -> String {
        let times = self.curves.iter().flat_map(|c| c.times.iter()).chain(&self.risk_times).copied();
        let zero = (self.kind == Values::Numbers).then_some(0.0);
        let (low, high) = extent(times.chain(zero)).unwrap_or((0.0, 1.0));
        let x = match self.kind {
            Values::Dates => Scale::dates(low, high),
            Values::Numbers => Scale::within(low, high.max(low + 1e-9), TICKS),
        };
        let risk_rows = self.curves.iter().filter(|c| !c.at_risk.is_empty()).count();
        let risk = if risk_rows == 0 { 0.0 } else { 30.0 + risk_rows as f64 * RISK_ROW * 1.9 };
        self.sheet().draw_plot(HEIGHT + risk, risk, |canvas, area| {
            let names = Names { x: &self.x_label, y: &self.y_label, ..Names::default() };
            let upper = Area { bottom: area.bottom - risk, ..area };
            let axes = Axes::draw(canvas, upper, x, Scale::percent(), names);
            for (i, c) in self.curves.iter().enumerate() {
                let (times, low) = steps(&c.times, &c.low);
                let (_, high) = steps(&c.times, &c.high);
                for outline in axes.band(&times, &low, &high) {
                    canvas.polygon(&outline, theme::category(i), 0.18);
                }
            }
            for (i, c) in self.curves.iter().enumerate() {
                let (times, share) = steps(&c.times, &c.share);
                canvas.line(&axes.line(&times, &share), theme::category(i), 2.4, dash(i));
            }
            if risk_rows > 0 {
                self.draw_risk(canvas, &axes, Area { top: upper.bottom + 12.0, ..area });
            }
        })
    }

    fn draw_risk(&self, canvas: &mut Canvas, axes: &Axes, area: Area) {
        canvas.text(area.left, area.top + NAME.size, "still at risk", NAME, At::Start);
        let mut top = area.top + 24.0;
        for (i, c) in self.curves.iter().enumerate().filter(|(_, c)| !c.at_risk.is_empty()) {
            let style = super::canvas::Type { color: theme::category(i), ..TICK };
            canvas.text(area.left, top + TICK.size, &fit(&c.name, TICK.size, false, area.width()), style, At::Start);
            let baseline = top + RISK_ROW * 0.9 + TICK.size;
            for (time, count) in self.risk_times.iter().zip(&c.at_risk).filter(|(t, _)| axes.x.holds(**t)) {
                let text = grouped(*count);
                let half = TICK.width(&text) / 2.0;
                let middle = axes.px(*time).clamp(area.left + half, (area.right - half).max(area.left + half));
                canvas.text_if_free(&[(middle, baseline, At::Middle)], &text, TICK, canvas.whole);
            }
            top += RISK_ROW * 1.9;
        }
    }

    fn sheet(&self) -> Sheet<'_> {
        let told: Vec<String> = self
            .curves
            .iter()
            .filter_map(|c| Some(format!("{}: {} by the end", c.name, percent(*c.share.last()?))))
            .collect();
        let keys = (0..self.curves.len())
            .map(|i| Key::new(Mark::Line(theme::category(i), dash(i)), &self.curves[i].name))
            .collect();
        let description = format!("{} over {}. {}.", self.y_label, self.x_label, told.join("; "));
        Sheet { title: &self.title, subtitle: &self.subtitle, keys, description, footer: &self.footer }
    }
}

/// A curve that keeps each value until the next time.
fn steps(times: &[f64], values: &[f64]) -> (Vec<f64>, Vec<f64>) {
    let (mut x, mut y) = (Vec::new(), Vec::new());
    for (i, (t, v)) in times.iter().zip(values).enumerate() {
        if i > 0 {
            x.push(*t);
            y.push(values[i - 1]);
        }
        x.push(*t);
        y.push(*v);
    }
    (x, y)
}
