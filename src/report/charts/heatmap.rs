//! Sweep over two factors: a metric as colour.

use super::axes::{Axes, Names};
use super::canvas::{Area, At, Canvas, Type};
use super::colorbar;
use super::number::{plain, short, with_step};
use super::scale::{Scale, Tick, extent};
use super::sheet::Sheet;
use super::text::fit;
use crate::report::theme::{self, Footer};

/// A metric on a grid of two factors. Cells are drawn equally wide whatever the steps of the factors.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SweepHeatmap {
    /// The finding's subject.
    pub title: String,
    /// What stands under the title, such as what the columns are; may be empty.
    pub note: String,
    /// The factor across and its unit.
    pub x_label: String,
    /// The factor upwards and its unit.
    pub y_label: String,
    /// The metric and its unit.
    pub z_label: String,
    /// Values of the factor across.
    pub x: Vec<f64>,
    /// What is written for them where they are no numbers (names, dates); empty writes the numbers.
    pub x_names: Vec<String>,
    /// Values of the factor upwards.
    pub y: Vec<f64>,
    /// What is written for them where they are no numbers; empty writes the numbers.
    pub y_names: Vec<String>,
    /// The metric, row by row: `z[row * x.len() + column]`, row 0 at the bottom; a missing value is grey.
    pub z: Vec<f64>,
    /// Where the numbers come from.
    pub footer: Footer,
}

const HEIGHT: f64 = 400.0;
const VALUE: f64 = theme::SMALL;
const TICK_SIZE: f64 = theme::TICK;
/// Widest name of a value.
const NAME: f64 = 190.0;

impl SweepHeatmap {
    /// The chart as SVG.
    pub fn draw(&self) -> String {
        let (low, high) = extent(self.z.iter().copied()).unwrap_or((0.0, 1.0));
        let color = if high > low { Scale::within(low, high, 5) } else { Scale::linear([low], 3) };
        let sheet = Sheet {
            title: &self.title,
            subtitle: &self.note,
            keys: vec![],
            description: format!(
                "{} over {} and {}, from {} to {}.",
                self.z_label,
                self.x_label,
                self.y_label,
                short(low),
                short(high)
            ),
            footer: &self.footer,
        };
        sheet.draw_plot(HEIGHT + colorbar::HEIGHT + 8.0, colorbar::HEIGHT + 8.0, |canvas, area| {
            let bar = Area { right: area.right.min(area.left + 400.0), ..area };
            colorbar::draw(canvas, bar, &colorbar::Colors::along(color.clone()), &self.z_label);
            let plot = Area { top: area.top + colorbar::HEIGHT + 8.0, ..area };
            let names = Names { x: &self.x_label, y: &self.y_label, ..Names::default() };
            let axes = Axes::draw(canvas, plot, cells(&self.x, &self.x_names), cells(&self.y, &self.y_names), names);
            self.draw_cells(canvas, &axes, &color);
        })
    }

    fn draw_cells(&self, canvas: &mut Canvas, axes: &Axes, color: &Scale) {
        let step = (color.high - color.low) / 100.0;
        for (i, &z) in self.z.iter().enumerate().take(self.x.len() * self.y.len()) {
            let (column, row) = ((i % self.x.len()) as f64, (i / self.x.len()) as f64);
            let cell = Area::new(axes.px(column - 0.5), axes.py(row + 0.5), axes.px(column + 0.5), axes.py(row - 0.5));
            let fill = theme::sequential(color.at(z, 0.0, 1.0));
            canvas.rect(Area { right: cell.right + 0.3, top: cell.top - 0.3, ..cell }, fill, 1.0);
            let style = Type::new(VALUE, if theme::is_dark(fill) { theme::PAPER } else { theme::INK });
            let (x, y) = (f64::midpoint(cell.left, cell.right), f64::midpoint(cell.top, cell.bottom));
            let text = if z.is_finite() { with_step(z, round(step)) } else { "–".to_owned() };
            canvas.text_if_free(&[(x, style.centred(y), At::Middle)], &text, style, cell);
        }
    }
}

fn round(step: f64) -> f64 {
    libm::pow(10.0, libm::floor(libm::log10(step.abs().max(1e-300)) + 1.0))
}

/// An axis with a cell for each value.
fn cells(values: &[f64], names: &[String]) -> Scale {
    let mut scale = Scale::blank();
    (scale.low, scale.high) = (-0.5, values.len().max(1) as f64 - 0.5);
    let text =
        |i: usize, value: f64| names.get(i).map_or_else(|| plain(value), |name| fit(name, TICK_SIZE, false, NAME));
    scale.ticks =
        values.iter().enumerate().map(|(i, v)| Tick { at: i as f64, text: text(i, *v), below: None }).collect();
    scale
}
