//! A sequential colour scale, and its legend: a bar with ticks.

use super::axes::{NAME, TICK};
use super::canvas::{Area, At, Canvas};
use super::scale::{Scale, Tick};
use super::{date, text::fit};
use crate::report::theme;

/// Height that a colour bar needs with its name.
pub(crate) const HEIGHT: f64 = 62.0;

/// Classes of dates.
const CLASSES: usize = 6;
/// Steps of a bar whose colours run into each other.
const SMOOTH: usize = 80;

/// From values to colours: along an axis, or in classes with about as many values in each.
pub(crate) struct Colors {
    pub(crate) scale: Scale,
    /// First value of each class, and the end of the last; empty where colours run into each other.
    bounds: Vec<f64>,
}

impl Colors {
    pub(crate) fn along(scale: Scale) -> Colors {
        Colors { scale, bounds: Vec::new() }
    }

    /// Classes of dates with about as many dates in each, so that those of a week in which most happens are told apart.
    pub(crate) fn of_dates(dates: impl Iterator<Item = f64>) -> Colors {
        let mut days: Vec<f64> = dates.filter(|day| day.is_finite()).map(libm::floor).collect();
        days.sort_by(f64::total_cmp);
        let (Some(first), Some(last)) = (days.first().copied(), days.last().copied()) else {
            return Colors::along(Scale::dates(0.0, 1.0));
        };
        let mut bounds: Vec<f64> = (0..CLASSES).map(|class| days[class * days.len() / CLASSES]).collect();
        bounds.dedup();
        if bounds.len() < 2 {
            return Colors::along(Scale::dates(first, last));
        }
        bounds.push(last + 1.0);
        let mut scale = Scale::blank();
        scale.high = (bounds.len() - 1) as f64;
        // The last class ends with the last date.
        let ends = bounds[..bounds.len() - 1].iter().chain([&last]);
        let tick = |(at, day): (usize, &f64)| {
            let written = date::written(*day, at == 0);
            Tick { at: at as f64, text: written, below: None }
        };
        scale.ticks = ends.enumerate().map(tick).collect();
        Colors { scale, bounds }
    }

    /// Whether each class has a colour.
    pub(crate) fn is_classed(&self) -> bool {
        !self.bounds.is_empty()
    }

    /// Colours in the bar.
    fn steps(&self) -> usize {
        if self.is_classed() { self.bounds.len() - 1 } else { SMOOTH }
    }

    /// The place of a value between the ends of the colours, 0 to 1; not-a-number where there is none.
    pub(crate) fn share(&self, value: f64) -> f64 {
        if !self.is_classed() || value.is_nan() {
            return self.scale.at(value, 0.0, 1.0);
        }
        let class = self.bounds.partition_point(|bound| *bound <= value).clamp(1, self.steps()) - 1;
        (class as f64 + 0.5) / self.steps() as f64
    }
}

/// Draws a bar `area` wide from dark (the low end of `scale`) to light, its name above and its ticks below.
pub(crate) fn draw(canvas: &mut Canvas, area: Area, colors: &Colors, name: &str) {
    let room = (canvas.whole.right - area.left - theme::MARGIN).max(area.width());
    let name = fit(name, NAME.size, false, room);
    canvas.text(area.left, area.top + NAME.size * 0.85, &name, NAME, At::Start);
    let (top, bottom) = (area.top + 20.0, area.top + 33.0);
    let (scale, steps) = (&colors.scale, colors.steps());
    for i in 0..steps {
        let at = |k: usize| area.left + area.width() * k as f64 / steps as f64;
        let color = theme::sequential((i as f64 + 0.5) / steps as f64);
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_of_one_week_are_told_apart() {
        // Ten fall over three months, sixty in six days.
        let days = (0..10).map(|i| 100.0 + 9.0 * f64::from(i)).chain((0..60).map(|i| 200.0 + f64::from(i / 10)));
        let colors = Colors::of_dates(days);
        let mut shares: Vec<f64> = (200..206).map(|day| colors.share(f64::from(day))).collect();
        shares.dedup();
        assert!(shares.len() >= 4, "{shares:?}");
        assert!(colors.share(100.0) < shares[0] && colors.share(f64::NAN).is_nan());
        assert_eq!(Colors::of_dates([5.0; 9].into_iter()).steps(), SMOOTH, "of one date there are no classes");
        assert!(Colors::of_dates(std::iter::empty()).share(3.0).is_finite());
    }
}
