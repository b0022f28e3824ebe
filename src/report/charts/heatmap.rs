//! Sweep over two factors: a metric as colour, with contour lines where asked.

use super::axes::{Axes, Names};
use super::canvas::{Area, At, Canvas, Type};
use super::colorbar;
use super::contour;
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
    /// Values at which contour lines are drawn.
    pub contours: Vec<f64>,
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
        sheet.draw(HEIGHT + colorbar::HEIGHT + 8.0, |canvas, area| {
            colorbar::draw(canvas, Area { right: area.left + 400.0, ..area }, &color, &self.z_label);
            let plot = Area { top: area.top + colorbar::HEIGHT + 8.0, ..area };
            let names = Names { x: &self.x_label, y: &self.y_label, ..Names::default() };
            let axes = Axes::draw(canvas, plot, cells(&self.x, &self.x_names), cells(&self.y, &self.y_names), names);
            self.draw_cells(canvas, &axes, &color);
            for level in &self.contours {
                self.draw_contour(canvas, &axes, *level);
            }
        })
    }

    fn draw_cells(&self, canvas: &mut Canvas, axes: &Axes, color: &Scale) {
        let step = (color.high - color.low) / 100.0;
        for (i, &z) in self.z.iter().enumerate().take(self.x.len() * self.y.len()) {
            let (column, row) = ((i % self.x.len()) as f64, (i / self.x.len()) as f64);
            let cell = Area::new(axes.px(column - 0.5), axes.py(row + 0.5), axes.px(column + 0.5), axes.py(row - 0.5));
            let fill = theme::sequential(color.at(z, 0.0, 1.0));
            canvas.rect(Area { right: cell.right + 0.3, top: cell.top - 0.3, ..cell }, fill, 1.0);
            if self.contours.is_empty() {
                let style = Type::new(VALUE, if theme::is_dark(fill) { theme::PAPER } else { theme::INK });
                let place = (
                    f64::midpoint(cell.left, cell.right),
                    style.centred(f64::midpoint(cell.top, cell.bottom)),
                    At::Middle,
                );
                let text = if z.is_finite() { with_step(z, round(step)) } else { "–".to_owned() };
                canvas.text_if_free(&[place], &text, style, cell);
            }
        }
    }

    fn draw_contour(&self, canvas: &mut Canvas, axes: &Axes, level: f64) {
        let lines = contour::lines(&self.z, self.x.len(), self.y.len(), level);
        let style = Type::bold(VALUE, theme::INK);
        let mut labelled = false;
        let mut order: Vec<&Vec<(f64, f64)>> = lines.iter().collect();
        order.sort_by_key(|l| std::cmp::Reverse(l.len()));
        for line in order {
            let pixels: Vec<(f64, f64)> = line.iter().map(|&(x, y)| (axes.px(x), axes.py(y))).collect();
            canvas.line(&pixels, theme::INK, 4.0, None);
            canvas.line(&pixels, theme::PAPER, 2.0, None);
            let text = plain(level);
            let half = style.width(&text) / 2.0;
            let middle = pixels.len() / 2;
            for k in (0..pixels.len()).map(|k| (middle + k) % pixels.len()) {
                let (x, y) = pixels[k];
                let area = style.area(&text, x, style.centred(y), At::Middle).grown(2.0);
                if !labelled && axes.plot.contains(area) && canvas.is_free(area) {
                    canvas.rect(Area::new(x - half - 3.0, y - 9.0, x + half + 3.0, y + 9.0), theme::PAPER, 0.92);
                    canvas.text(x, style.centred(y), &text, style, At::Middle);
                    labelled = true;
                }
            }
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
