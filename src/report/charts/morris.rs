//! Morris screening: how much each factor matters (mu*) against how much it interacts or bends (sigma).

use super::axes::{Axes, Names};
use super::canvas::{Area, At, Type};
use super::number::short;
use super::scale::{Scale, extent};
use super::sheet::{Key, Mark, Sheet};
use super::text::wrap;
use crate::report::theme::{self, Footer};
use crate::result::Bounded;

/// One factor's elementary effects.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MorrisPoint {
    /// The factor.
    pub factor: String,
    /// Mean absolute elementary effect.
    pub mu_star: Bounded,
    /// Standard deviation of the elementary effects.
    pub sigma: f64,
}

/// All factors of one metric.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Morris {
    /// The finding's subject.
    pub title: String,
    /// The metric and its unit.
    pub metric: String,
    /// The factors.
    pub points: Vec<MorrisPoint>,
    /// Where the numbers come from.
    pub footer: Footer,
}

const HEIGHT: f64 = 400.0;
const NAME: Type = Type::new(theme::TICK, theme::INK);

impl Morris {
    /// The chart as SVG.
    pub fn draw(&self) -> String {
        let (drawn, crowded) = self.draw_with("");
        if crowded.is_empty() { drawn } else { self.draw_with(&format!("without a label: {}", crowded.join(", "))).0 }
    }

    /// Draws with a note under the plot; gives also the factors for whose labels there was no room.
    fn draw_with(&self, note: &str) -> (String, Vec<String>) {
        let note = wrap(note, NAME.size, false, self.footer.room());
        let mut crowded = Vec::new();
        let mut points: Vec<&MorrisPoint> = self.points.iter().collect();
        points.sort_by(|a, b| b.mu_star.value.total_cmp(&a.mu_star.value));
        let (_, right) =
            extent(points.iter().flat_map(|p| [p.mu_star.value, p.mu_star.high]).chain([0.0])).unwrap_or((0.0, 1.0));
        let (_, top) = extent(points.iter().map(|p| p.sigma).chain([0.0])).unwrap_or((0.0, 1.0));
        let (x, y) = (Scale::linear([0.0, right * 1.05], 5), Scale::linear([0.0, top * 1.08], 5));
        let told: Vec<String> = points
            .iter()
            .map(|p| format!("{}: mu* {}, sigma {}", p.factor, short(p.mu_star.value), short(p.sigma)))
            .collect();
        let keys = if points.iter().any(|p| p.mu_star.high.is_finite()) {
            vec![Key::new(Mark::Interval(theme::BLUE), "factor with its interval")]
        } else {
            vec![]
        };
        let sheet = Sheet {
            title: &self.title,
            subtitle: "below the dashed line σ = μ* a factor acts mostly in one direction; above it, it interacts or bends",
            keys,
            description: format!("Morris screening of {}. {}.", self.metric, told.join("; ")),
            footer: &self.footer,
        };
        let x_name = format!("μ*, mean absolute effect on {}", self.metric);
        let foot = note.len() as f64 * NAME.leading() + if note.is_empty() { 0.0 } else { 6.0 };
        let drawn = sheet.draw_plot(HEIGHT + foot, foot, |canvas, area| {
            for (i, line) in note.iter().enumerate() {
                let baseline = area.bottom - foot + 6.0 + NAME.size * 0.9 + i as f64 * NAME.leading();
                canvas.text(area.left, baseline, line, NAME, At::Start);
            }
            let area = Area { bottom: area.bottom - foot, ..area };
            let names = Names { x: &x_name, y: "σ, spread of the effects", vertical_grid: true, ..Names::default() };
            let axes = Axes::draw(canvas, area, x, y, names);
            let end = axes.x.high.min(axes.y.high);
            let diagonal = [axes.point(0.0, 0.0), axes.point(end, end)];
            canvas.line(&diagonal, theme::AXIS, 1.2, Some((5.0, 4.0)));
            canvas.reserve_line(&diagonal);
            for p in &points {
                let (x, y) = axes.point(p.mu_star.value, p.sigma);
                if p.mu_star.high.is_finite() && p.mu_star.low.is_finite() && y.is_finite() {
                    canvas.line(
                        &[(axes.px(p.mu_star.low.max(0.0)), y), (axes.px(p.mu_star.high), y)],
                        theme::BLUE,
                        1.8,
                        None,
                    );
                }
                canvas.dot((x, y), 5.0, theme::BLUE);
                if x.is_finite() {
                    canvas.reserve(Area::new(x - 6.0, y - 6.0, x + 6.0, y + 6.0));
                }
            }
            for p in points.iter().filter(|p| p.mu_star.value.is_finite() && p.sigma.is_finite()) {
                let (x, y) = axes.point(p.mu_star.value, p.sigma);
                let places = [
                    (x + 10.0, y - 8.0, At::Start),
                    (x - 10.0, y - 8.0, At::End),
                    (x, y - 12.0, At::Middle),
                    (x, y + 20.0, At::Middle),
                    (x + 9.0, y + 18.0, At::Start),
                    (x - 9.0, y + 18.0, At::End),
                ];
                if !canvas.text_on_paper(&places, &p.factor, NAME, axes.plot) {
                    crowded.push(p.factor.clone());
                }
            }
        });
        (drawn, crowded)
    }
}
