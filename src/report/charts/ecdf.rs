//! Empirical distribution of a time or an amount by policy; replications where it did not happen keep the curve below 100 %.

use super::axes::{Axes, Names};
use super::canvas::{At, Type, dash};
use super::histogram::Values;
use super::number;
use super::scale::{Scale, extent};
use super::sheet::{Key, Mark, Sheet};
use crate::report::theme::{self, Footer};

/// One policy's values.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct EcdfCurve {
    /// The policy.
    pub name: String,
    /// One value for each replication in which there is one.
    pub values: Vec<f64>,
    /// Worlds in which it did not happen by the horizon.
    pub censored: u64,
}

/// Share of replications at or below each value, one curve for each policy.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ecdf {
    /// The finding's subject.
    pub title: String,
    /// Name and unit of the metric.
    pub x_label: String,
    /// What the values are.
    pub kind: Values,
    /// The curves.
    pub curves: Vec<EcdfCurve>,
    /// Where the axis ends, such as the date of the horizon; the greatest value when there is none.
    pub horizon: Option<f64>,
    /// Where the numbers come from.
    pub footer: Footer,
}

const HEIGHT: f64 = 370.0;
/// Steps drawn of a curve: more could not be told apart.
const STEPS: usize = 400;

impl Ecdf {
    /// The chart as SVG.
    pub fn draw(&self) -> String {
        let all = self.curves.iter().flat_map(|c| c.values.iter().copied()).chain(self.horizon);
        let (low, high) = extent(all).unwrap_or((0.0, 1.0));
        let x = match self.kind {
            Values::Dates => Scale::dates(low, high),
            Values::Numbers => Scale::linear([low, high], 6),
        };
        let shares: Vec<f64> = self.curves.iter().map(EcdfCurve::reached).collect();
        let ended: Vec<String> =
            self.curves.iter().zip(&shares).map(|(c, s)| format!("{}: {}", c.name, number::percent(*s))).collect();
        let sheet = Sheet {
            title: &self.title,
            subtitle: "",
            keys: (0..self.curves.len())
                .map(|i| Key::new(Mark::Line(theme::category(i), dash(i)), &self.curves[i].name))
                .collect(),
            description: format!(
                "Cumulative share of replications by {}. Reached by the end: {}.",
                self.x_label,
                ended.join("; ")
            ),
            footer: &self.footer,
        };
        sheet.draw_plot(HEIGHT, 0.0, |canvas, area| {
            let room = super::canvas::Area { right: area.right - 52.0, ..area };
            let names =
                Names { x: &self.x_label, y: "share of replications in which it has happened", ..Names::default() };
            let axes = Axes::draw(canvas, room, x, Scale::percent(), names);
            for (i, curve) in self.curves.iter().enumerate() {
                canvas.line(&curve.steps(&axes), theme::category(i), 2.4, dash(i));
                let end = Type::bold(theme::TICK, theme::category(i));
                let y = axes.py(shares[i]);
                let places: Vec<_> = [0.0, -14.0, 14.0, -28.0, 28.0]
                    .iter()
                    .map(|d| (axes.plot.right + 6.0, end.centred(y + d), At::Start))
                    .collect();
                canvas.text_if_free(&places, &number::percent(shares[i]), end, canvas.whole);
            }
        })
    }
}

impl EcdfCurve {
    fn total(&self) -> f64 {
        self.values.iter().filter(|v| v.is_finite()).count() as f64 + self.censored as f64
    }

    fn reached(&self) -> f64 {
        1.0 - self.censored as f64 / self.total().max(1.0) - if self.total() == 0.0 { 1.0 } else { 0.0 }
    }

    fn steps(&self, axes: &Axes) -> Vec<(f64, f64)> {
        let mut sorted: Vec<f64> = self.values.iter().copied().filter(|v| v.is_finite()).collect();
        sorted.sort_by(f64::total_cmp);
        let (n, total) = (sorted.len(), self.total().max(1.0));
        let every = n.div_ceil(STEPS).max(1);
        let mut points = vec![(axes.plot.left, axes.plot.bottom)];
        let mut y = axes.plot.bottom;
        for last in (0..n).step_by(every).map(|i| (i + every).min(n) - 1) {
            let x = axes.px(sorted[last]).clamp(axes.plot.left, axes.plot.right);
            points.push((x, y));
            y = axes.py((last + 1) as f64 / total);
            points.push((x, y));
        }
        points.push((axes.plot.right, y));
        points
    }
}
