//! Draws of a posterior: where the chains went, parameter by parameter, and which parameters go together.

use super::canvas::{Area, At, Canvas, Type};
use super::scale::extent;
use super::sheet::Sheet;
use crate::report::theme::{self, Footer};

/// Draws of some parameters.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PosteriorPlot {
    /// The finding's subject.
    pub title: String,
    /// What the scale is.
    pub subtitle: String,
    /// Names of the parameters.
    pub names: Vec<String>,
    /// By parameter, by chain: the draws in their order.
    pub draws: Vec<Vec<Vec<f64>>>,
    /// Correlations of pairs, strongest first: the numbers of the two parameters, and the correlation.
    pub pairs: Vec<(usize, usize, f64)>,
    /// Where the numbers come from.
    pub footer: Footer,
}

const ROW: f64 = 34.0;
const NAME: Type = Type::new(theme::SMALL, theme::INK);
/// Panels of pairs in a row, their side, and how many there are.
const ACROSS: usize = 3;
const PANEL: f64 = 190.0;
const MOST: usize = 6;
/// Points of a trace, and of a pair.
const POINTS: usize = 250;

impl PosteriorPlot {
    /// The chart as SVG.
    pub fn draw(&self) -> String {
        let pairs = &self.pairs[..self.pairs.len().min(MOST)];
        let traces = self.names.len() as f64 * ROW;
        let height = traces + pairs.len().div_ceil(ACROSS) as f64 * (PANEL + 30.0) + 20.0;
        let told = pairs.iter().map(|(a, b, r)| format!("{} and {}: {r:.2}", self.names[*a], self.names[*b]));
        let description = format!(
            "Traces of {}. Strongest correlations: {}.",
            self.names.join(", "),
            told.collect::<Vec<_>>().join("; ")
        );
        let sheet =
            Sheet { title: &self.title, subtitle: &self.subtitle, keys: Vec::new(), description, footer: &self.footer };
        sheet.draw(height, |canvas, area| {
            for (k, name) in self.names.iter().enumerate() {
                let top = area.top + k as f64 * ROW;
                canvas.text(area.left, top + 20.0, name, NAME, At::Start);
                self.trace(canvas, k, Area::new(area.left + 290.0, top + 3.0, area.right, top + ROW - 3.0));
            }
            for (place, pair) in pairs.iter().enumerate() {
                let (column, row) = ((place % ACROSS) as f64, (place / ACROSS) as f64);
                let left = area.left + column * (area.width() / ACROSS as f64);
                let top = area.top + traces + 20.0 + row * (PANEL + 30.0);
                self.pair(canvas, *pair, Area::new(left, top + 26.0, left + PANEL, top + PANEL));
            }
        })
    }

    fn trace(&self, canvas: &mut Canvas, k: usize, area: Area) {
        canvas.rect(area, theme::GRID, 0.5);
        let scale = Within::of(self.draws[k].iter().flatten().copied());
        for (chain, draws) in self.draws[k].iter().enumerate() {
            let every = draws.len().div_ceil(POINTS).max(1);
            let n = draws.len().max(2) as f64 - 1.0;
            let at = |(i, value): (usize, &f64)| {
                (area.left + area.width() * i as f64 / n, area.bottom - area.height() * scale.share(*value))
            };
            let line: Vec<(f64, f64)> = draws.iter().enumerate().step_by(every).map(at).collect();
            canvas.line(&line, theme::category(chain), 0.7, None);
        }
    }

    fn pair(&self, canvas: &mut Canvas, (a, b, r): (usize, usize, f64), area: Area) {
        canvas.text(area.left, area.top - 16.0, &format!("{} (up)", self.names[b]), NAME, At::Start);
        canvas.text(area.left, area.top - 3.0, &format!("{}: {r:.2}", self.names[a]), NAME, At::Start);
        canvas.rect(area, theme::GRID, 0.5);
        let [across, up] = [a, b].map(|k| Within::of(self.draws[k].iter().flatten().copied()));
        for (chain, (xs, ys)) in self.draws[a].iter().zip(&self.draws[b]).enumerate() {
            let every = xs.len().div_ceil(POINTS).max(1);
            for (x, y) in xs.iter().zip(ys).step_by(every) {
                let point = (area.left + area.width() * across.share(*x), area.bottom - area.height() * up.share(*y));
                canvas.dot(point, 1.1, theme::category(chain));
            }
        }
    }
}

/// From the least to the largest of some values.
struct Within(f64, f64);

impl Within {
    fn of(values: impl Iterator<Item = f64>) -> Within {
        let (low, high) = extent(values).unwrap_or((0.0, 1.0));
        Within(low, (high - low).max(1e-12))
    }

    fn share(&self, value: f64) -> f64 {
        (value - self.0) / self.1
    }
}
