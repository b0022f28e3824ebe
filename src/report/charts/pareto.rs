//! Benefit against cost: the policies that no other beats in both.

use super::axes::{Axes, Names};
use super::canvas::{Area, At, Type};
use super::number::short;
use super::scale::{Scale, extent};
use super::sheet::{Key, Mark, Sheet};
use crate::report::theme::{self, Footer};

/// One policy.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ParetoPoint {
    /// The policy.
    pub name: String,
    /// Mean cost.
    pub cost: f64,
    /// Interval of the cost; not-a-number draws none.
    pub cost_interval: (f64, f64),
    /// Mean benefit.
    pub benefit: f64,
    /// Interval of the benefit; not-a-number draws none.
    pub benefit_interval: (f64, f64),
    /// Whether no other policy is better in both.
    pub on_front: bool,
}

/// All policies with their front.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ParetoFront {
    /// The finding's subject.
    pub title: String,
    /// Cost and its unit; less is better.
    pub cost_label: String,
    /// Benefit and its unit; more is better.
    pub benefit_label: String,
    /// The policies.
    pub points: Vec<ParetoPoint>,
    /// Where the numbers come from.
    pub footer: Footer,
}

const HEIGHT: f64 = 400.0;
const NAME: Type = Type::new(theme::TICK, theme::INK);

impl ParetoFront {
    /// The chart as SVG.
    pub fn draw(&self) -> String {
        let costs = self.points.iter().flat_map(|p| [p.cost, p.cost_interval.0, p.cost_interval.1]);
        let benefits = self.points.iter().flat_map(|p| [p.benefit, p.benefit_interval.0, p.benefit_interval.1]);
        let (low, high) = extent(costs).unwrap_or((0.0, 1.0));
        let x = axis(low, high);
        let (low, high) = extent(benefits).unwrap_or((0.0, 1.0));
        let y = axis(low, high);
        self.sheet().draw_plot(HEIGHT, 0.0, |canvas, area| {
            let names = Names { x: &self.cost_label, y: &self.benefit_label, vertical_grid: true, ..Names::default() };
            let axes = Axes::draw(canvas, area, x, y, names);
            let mut front: Vec<&ParetoPoint> =
                self.points.iter().filter(|p| p.on_front && p.cost.is_finite() && p.benefit.is_finite()).collect();
            front.sort_by(|a, b| a.cost.total_cmp(&b.cost));
            let mut steps = Vec::new();
            for p in front {
                let (px, py) = axes.point(p.cost, p.benefit);
                if let Some(&(_, before)) = steps.last() {
                    steps.push((px, before));
                }
                steps.push((px, py));
            }
            canvas.line(&steps, theme::tint(theme::BLUE, 0.6), 2.0, None);
            canvas.reserve_line(&steps);
            for p in &self.points {
                draw_point(canvas, &axes, p);
            }
            for p in self.points.iter().filter(|p| axes.point(p.cost, p.benefit).0.is_finite()) {
                let (x, y) = axes.point(p.cost, p.benefit);
                let places = [
                    (x + 10.0, y - 8.0, At::Start),
                    (x - 10.0, y - 8.0, At::End),
                    (x + 10.0, y + 18.0, At::Start),
                    (x - 10.0, y + 18.0, At::End),
                    (x, y - 24.0, At::Middle),
                    (x, y + 34.0, At::Middle),
                ];
                canvas.text_rather(&places, &p.name, NAME, axes.plot);
            }
        })
    }

    fn sheet(&self) -> Sheet<'_> {
        let told: Vec<String> = self
            .points
            .iter()
            .map(|p| {
                format!(
                    "{}{}: benefit {}, cost {}",
                    p.name,
                    if p.on_front { " (on the front)" } else { "" },
                    short(p.benefit),
                    short(p.cost)
                )
            })
            .collect();
        let keys = vec![
            Key::new(Mark::Point(0, theme::BLUE), "on the front: no other policy is better in both"),
            Key::new(Mark::Point(4, theme::MUTED), "beaten by another"),
        ];
        let description = format!("{} against {}. {}.", self.benefit_label, self.cost_label, told.join("; "));
        Sheet { title: &self.title, subtitle: "", keys, description, footer: &self.footer }
    }
}

fn draw_point(canvas: &mut super::canvas::Canvas, axes: &Axes, p: &ParetoPoint) {
    let (x, y) = axes.point(p.cost, p.benefit);
    let color = if p.on_front { theme::BLUE } else { theme::MUTED };
    if !x.is_finite() {
        return;
    }
    let thin = theme::tint(color, 0.6);
    let across = [(axes.px(p.cost_interval.0), y), (axes.px(p.cost_interval.1), y)];
    let up = [(x, axes.py(p.benefit_interval.0)), (x, axes.py(p.benefit_interval.1))];
    for line in [across, up] {
        canvas.line(&line, thin, 1.6, None);
        canvas.reserve_line(&line);
    }
    canvas.shape(if p.on_front { 0 } else { 4 }, (x, y), 5.5, color);
    canvas.reserve(Area::new(x - 6.0, y - 6.0, x + 6.0, y + 6.0));
}

/// From a little below `low` to a little above `high`.
fn axis(low: f64, high: f64) -> Scale {
    let margin = (high - low) * 0.09;
    if margin > 0.0 { Scale::within(low - margin, high + margin, 5) } else { Scale::linear([low], 5) }
}
