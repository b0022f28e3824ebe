//! From values to positions, and the ticks that a reader expects: round numbers, months, powers of ten.

use super::{date, number};
use crate::scenario::Date;

/// A mark on an axis.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Tick {
    /// Where, in the axis' values.
    pub(crate) at: f64,
    /// What is written there.
    pub(crate) text: String,
    /// A second line: the year of a month.
    pub(crate) below: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Linear,
    Log,
}

/// An axis: its range and ticks.
#[derive(Clone, Debug)]
pub(crate) struct Scale {
    kind: Kind,
    pub(crate) low: f64,
    pub(crate) high: f64,
    pub(crate) ticks: Vec<Tick>,
}

/// Levels that each have a tick, at most.
const MOST_LEVELS: usize = 8;
/// The share of an axis between two of them, at least, so that their numbers do not touch.
const APART: f64 = 0.07;

/// Beyond this, sums of two values could overflow.
const LARGEST: f64 = 1e300;

/// Least and greatest of the finite values; `None` when there is none.
pub(crate) fn extent(values: impl IntoIterator<Item = f64>) -> Option<(f64, f64)> {
    values
        .into_iter()
        .filter(|v| v.is_finite())
        .map(|v| v.clamp(-LARGEST, LARGEST))
        .fold(None, |e, v| Some(e.map_or((v, v), |(l, h): (f64, f64)| (l.min(v), h.max(v)))))
}

impl Scale {
    /// Round numbers around the finite `values`, widened to whole steps; about `count` ticks.
    pub(crate) fn linear(values: impl IntoIterator<Item = f64>, count: usize) -> Scale {
        let (low, high) = extent(values).unwrap_or((0.0, 1.0));
        let spread = if high - low > 1e-9 * high.abs().max(low.abs()) { high - low } else { 0.0 };
        let (low, high) = match (spread > 0.0, low.abs() < 1e-290) {
            (true, _) => (low, high),
            (false, true) => (0.0, 1.0),
            (false, false) => (low - 0.1 * low.abs(), high + 0.1 * high.abs()),
        };
        let step = round_step((high - low) / count.max(1) as f64);
        let (first, last) = (libm::floor(low / step + 1e-9), libm::ceil(high / step - 1e-9));
        let steps = (last - first).clamp(1.0, 100.0) as i32;
        Scale::with_ticks(Kind::Linear, first * step, last * step, step, first, steps)
    }

    fn with_ticks(kind: Kind, low: f64, high: f64, step: f64, first: f64, steps: i32) -> Scale {
        let tick = |i| {
            let at = (first + f64::from(i)) * step;
            Tick { at, text: number::with_step(at, step), below: None }
        };
        Scale { kind, low, high, ticks: (0..=steps).map(tick).collect() }
    }

    /// From `low` to `high` exactly, with round ticks inside.
    pub(crate) fn within(low: f64, high: f64, count: usize) -> Scale {
        if !(low.is_finite() && high.is_finite() && high > low) {
            return Scale::linear([low, high], count);
        }
        let step = round_step((high - low) / count.max(1) as f64);
        let (first, last) = (libm::ceil(low / step - 1e-9), libm::floor(high / step + 1e-9));
        Scale::with_ticks(Kind::Linear, low, high, step, first, (last - first).clamp(0.0, 100.0) as i32)
    }

    /// Shares from 0 to 1 written as percent.
    pub(crate) fn percent() -> Scale {
        let mut scale = Scale::within(0.0, 1.0, 5);
        for tick in &mut scale.ticks {
            tick.text = number::percent(tick.at);
        }
        scale
    }

    /// An axis without ticks, for rows of names.
    pub(crate) fn blank() -> Scale {
        Scale { kind: Kind::Linear, low: 0.0, high: 1.0, ticks: Vec::new() }
    }

    /// Powers of ten around the positive finite `values`; linear when there is none.
    pub(crate) fn log(values: impl IntoIterator<Item = f64>) -> Scale {
        let Some((low, high)) = extent(values.into_iter().filter(|v| *v > 0.0)) else {
            return Scale::linear([0.0, 1.0], 4);
        };
        let (mut low, mut high) = (low.max(1e-300), high.max(1e-300));
        if high / low < 1.5 {
            (low, high) = (low / 2.0, high * 2.0);
        }
        let (first, last) = (libm::floor(libm::log10(low)) as i32, libm::ceil(libm::log10(high)) as i32);
        let every = ((last - first) / 6 + 1) as usize;
        let within_decade: &[f64] = if high / low <= 2000.0 { &[1.0, 2.0, 5.0] } else { &[1.0] };
        let mut ticks = Vec::new();
        for power in (first..=last).step_by(every) {
            for factor in within_decade {
                let at = factor * libm::pow(10.0, f64::from(power));
                if at >= low / 1.001 && at <= high * 1.001 {
                    ticks.push(Tick {
                        at,
                        text: number::with_step(at, libm::pow(10.0, f64::from(power))),
                        below: None,
                    });
                }
            }
        }
        let pad = libm::pow(high / low, 0.03);
        Scale { kind: Kind::Log, low: low / pad, high: high * pad, ticks }
    }

    /// The same axis with a tick at each of a few values, such as the levels of a factor, where they stand apart.
    pub(crate) fn with_levels(self, values: impl IntoIterator<Item = f64>) -> Scale {
        let mut levels: Vec<f64> = values.into_iter().filter(|value| self.holds(*value)).collect();
        levels.sort_by(f64::total_cmp);
        levels.dedup();
        let places: Vec<f64> = levels.iter().map(|level| self.at(*level, 0.0, 1.0)).collect();
        if !(2..=MOST_LEVELS).contains(&levels.len()) || places.windows(2).any(|pair| pair[1] - pair[0] < APART) {
            return self;
        }
        let tick = |at| Tick { at, text: number::plain(at), below: None };
        Scale { ticks: levels.into_iter().map(tick).collect(), ..self }
    }

    /// Dates from `low` to `high` (days since 1970-01-01): days, months or years, whichever gives about six ticks.
    pub(crate) fn dates(low: f64, high: f64) -> Scale {
        let (low, high) = match extent([low, high]) {
            Some((l, h)) if h.abs().max(l.abs()) < 3e6 => (l, if h - l < 1.0 { l + 1.0 } else { h }),
            _ => return Scale::linear([0.0, 1.0], 4),
        };
        Scale { kind: Kind::Linear, low, high, ticks: date_ticks(low, high) }
    }

    /// Position of `value` between pixels `from` and `to`; values outside the range land at most one range away.
    pub(crate) fn at(&self, value: f64, from: f64, to: f64) -> f64 {
        let share = match self.kind {
            Kind::Linear => (value / 2.0 - self.low / 2.0) / (self.high / 2.0 - self.low / 2.0),
            Kind::Log if value > 0.0 => libm::log(value / self.low) / libm::log(self.high / self.low),
            Kind::Log => -1.0,
        };
        from + (to - from) * if share.is_nan() { f64::NAN } else { share.clamp(-1.0, 2.0) }
    }

    /// Whether `value` is on the axis.
    pub(crate) fn holds(&self, value: f64) -> bool {
        let slack = (self.high / 2.0 - self.low / 2.0) * 1e-9;
        value >= self.low - slack && value <= self.high + slack
    }
}

/// The round number (1, 2, 2.5 or 5 times a power of ten) at or above `raw`.
fn round_step(raw: f64) -> f64 {
    if !(raw > 0.0 && raw.is_finite()) {
        return 1.0;
    }
    let power = libm::pow(10.0, libm::floor(libm::log10(raw)));
    let factor = [1.0, 2.0, 2.5, 5.0].into_iter().find(|f| f * power >= raw * (1.0 - 1e-9)).unwrap_or(10.0);
    factor * power
}

fn date_ticks(low: f64, high: f64) -> Vec<Tick> {
    let span = high - low;
    let mut ticks: Vec<Tick> = if span <= 100.0 {
        let step = [1, 2, 7, 14].into_iter().find(|s| span / f64::from(*s) <= 8.0).unwrap_or(14);
        let first = libm::ceil(low) as i64;
        let last = libm::floor(high) as i64;
        (first..=last).step_by(step as usize).filter_map(|d| date::on(d as f64)).map(|d| tick_on(d, true)).collect()
    } else {
        months(low, high)
    };
    let mut year = None;
    for tick in &mut ticks {
        let own = date::on(tick.at).map(year_of);
        if own != year {
            tick.below = own.map(|y| y.to_string()).filter(|text| *text != tick.text);
            year = own;
        }
    }
    ticks
}

fn year_of(date: Date) -> i32 {
    date.parts().0
}

fn tick_on(day: Date, with_day: bool) -> Tick {
    let at = date::place(day);
    let text = if with_day { date::written(at, false) } else { day.month_name().to_owned() };
    Tick { at, text, below: None }
}

fn months(low: f64, high: f64) -> Vec<Tick> {
    let count = (high - low) / 30.44;
    let step = [1_u32, 2, 3, 6].into_iter().find(|s| count / f64::from(*s) <= 9.0);
    let (year, month, _) = Date::EPOCH.at(low).parts();
    let last_year = year_of(Date::EPOCH.at(high));
    let inside = |d: &Date| (low..=high).contains(&date::place(*d));
    if let Some(step) = step {
        let first = (month - 1) / step * step;
        return (0..=count as u32 / step + 2)
            .map(|i| first + i * step)
            .filter_map(|m| Date::new(year + (m / 12) as i32, m % 12 + 1, 1))
            .filter(inside)
            .map(|d| tick_on(d, false))
            .collect();
    }
    let every = round_step((f64::from(last_year - year) / 7.0).max(1.0)).max(1.0) as i32;
    (year / every * every..=last_year)
        .step_by(every as usize)
        .filter_map(|y| Date::new(y, 1, 1))
        .filter(inside)
        .map(|d| Tick { at: date::place(d), text: year_of(d).to_string(), below: None })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(scale: &Scale) -> Vec<&str> {
        scale.ticks.iter().map(|t| t.text.as_str()).collect()
    }

    #[test]
    fn a_few_levels_have_a_tick_each() {
        let axis = |levels: &[f64]| Scale::log(levels.iter().copied()).with_levels(levels.iter().copied());
        assert_eq!(texts(&axis(&[9.0, 1.0, 3.0, 9.0])), ["1", "3", "9"]);
        assert_eq!(texts(&axis(&[1.0, 1.1, 600.0])), texts(&Scale::log([1.0, 600.0])), "two are too near");
        let many: Vec<f64> = (1..=9).map(f64::from).collect();
        assert_eq!(texts(&axis(&many)), texts(&Scale::log([1.0, 9.0])));
    }

    #[test]
    fn ticks_are_round() {
        assert_eq!(texts(&Scale::linear([3.0, 97.0], 5)), ["0", "20", "40", "60", "80", "100"]);
        assert_eq!(texts(&Scale::linear([-0.12, 0.21], 4)), ["−0.2", "−0.1", "0.0", "0.1", "0.2", "0.3"]);
        assert_eq!(texts(&Scale::within(0.5, 3.2, 3)), ["1", "2", "3"]);
        assert_eq!(texts(&Scale::log([1.0, 9000.0])), ["1", "10", "100", "1,000"]);
        assert_eq!(texts(&Scale::log([20.0, 600.0])), ["20", "50", "100", "200", "500"]);
        assert_eq!(
            texts(&Scale::percent()),
            ["0\u{a0}%", "20\u{a0}%", "40\u{a0}%", "60\u{a0}%", "80\u{a0}%", "100\u{a0}%"]
        );
    }

    #[test]
    fn dates_have_months_and_their_year_once() {
        let on = |y, m, d| date::place(Date::new(y, m, d).unwrap());
        let day = |m, d| on(2021, m, d);
        let scale = Scale::dates(day(5, 1), day(12, 31));
        assert_eq!(texts(&scale), ["May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]);
        assert_eq!(scale.ticks.iter().filter(|t| t.below.is_some()).count(), 1);
        assert_eq!(texts(&Scale::dates(day(7, 1), day(8, 15)))[0], "1 Jul");
        assert!(Scale::dates(day(1, 1), on(2090, 1, 1)).ticks.len() < 12);
    }

    #[test]
    fn odd_data_gives_an_axis_all_the_same() {
        for values in
            [vec![], vec![f64::NAN], vec![7.0], vec![0.0], vec![1e308, -1e308], vec![1e-320, 2e-320], vec![5.0; 9]]
        {
            for scale in [
                Scale::linear(values.clone(), 5),
                Scale::log(values.clone()),
                Scale::dates(values.first().copied().unwrap_or(f64::NAN), f64::INFINITY),
            ] {
                assert!(scale.high > scale.low, "{values:?} {scale:?}");
                assert!(scale.ticks.len() < 120 && scale.at(scale.low, 0.0, 10.0).abs() < 1e-6);
                for v in &values {
                    assert!(v.is_nan() || scale.at(*v, 0.0, 10.0).is_finite(), "{v}");
                }
            }
        }
    }
}
