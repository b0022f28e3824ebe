//! The legend of a sequential colour scale: a bar with ticks.

use super::axes::{NAME, TICK};
use super::canvas::{Area, At, Canvas};
use super::scale::Scale;
use super::text::fit;
use crate::report::theme;

/// Height that a colour bar needs with its name.
pub(crate) const HEIGHT: f64 = 62.0;

/// Draws a bar `area` wide from dark (the low end of `scale`) to light, its name above and its ticks below.
pub(crate) fn draw(canvas: &mut Canvas, area: Area, scale: &Scale, name: &str) {
    let room = (canvas.whole.right - area.left - theme::MARGIN).max(area.width());
    let name = fit(name, NAME.size, false, room);
    canvas.text(area.left, area.top + NAME.size * 0.85, &name, NAME, At::Start);
    let (top, bottom) = (area.top + 20.0, area.top + 33.0);
    let steps = 80;
    for i in 0..steps {
        let at = |k: i32| area.left + area.width() * f64::from(k) / f64::from(steps);
        let color = theme::sequential((f64::from(i) + 0.5) / f64::from(steps));
        canvas.rect(Area::new(at(i), top, (at(i + 1) + 0.3).min(area.right), bottom), color, 1.0);
    }
    for tick in scale.ticks.iter().filter(|t| scale.holds(t.at)) {
        let x = scale.at(tick.at, area.left, area.right);
        canvas.line(&[(x, bottom), (x, bottom + 4.0)], theme::AXIS, 1.0, None);
        let half = TICK.width(&tick.text) / 2.0;
        let middle = x.max(area.left + half).min(area.right.max(area.left + half) - half);
        let within = Area::new(area.left - 1.0, bottom, area.right + 1.0, bottom + 60.0);
        let text = tick.below.as_ref().map_or_else(|| tick.text.clone(), |year| format!("{} {year}", tick.text));
        let half_long = TICK.width(&text) / 2.0;
        let middle_long = x.max(area.left + half_long).min(area.right - half_long);
        let baseline = bottom + 9.0 + TICK.size * 0.85;
        let long = (middle_long, baseline, At::Middle);
        if !canvas.text_if_free(&[long], &text, TICK, within) {
            canvas.text_if_free(&[(middle, baseline, At::Middle)], &tick.text, TICK, within);
        }
    }
}
