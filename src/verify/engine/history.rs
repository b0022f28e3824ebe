//! What is read off a history of the advance.

use super::advance::{Advance, Map};
use super::sample::{MakeWorker, workers};

/// One number of a history.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Reading {
    /// Districts held at a time.
    Held(f64),
    /// Districts not held at a time.
    Left(f64),
    /// So many, and falls by a time.
    Grown(usize, f64),
    /// Falls by a time.
    Falls(f64),
    /// Whether a district is held at a time.
    HeldDistrict(usize, f64),
    /// Whether two districts are held at a time.
    HeldBoth(usize, usize, f64),
    /// Share of the time until then that a district was held.
    ShareOfTime(usize, f64),
    /// When a district falls first (0 if held at the start).
    FirstFall(usize),
    /// When all districts are held first.
    AllHeld,
    /// When the first fall comes.
    Earliest,
    /// Whether a district is the first to fall, by a time.
    Won(usize, f64),
    /// Whether a district falls before another.
    Before(usize, usize),
    /// Intensity `base + Σ jump e^{-decay (t - t_i)}` at a time, from the times of falls.
    Intensity { t: f64, base: f64, jump: f64, decay: f64 },
    /// The same less its base.
    Excited { t: f64, jump: f64, decay: f64 },
    /// From the first to the second time that all districts are held: its length.
    CycleLength,
    /// The same: districts held, summed over its days.
    CycleArea,
}

/// A history that is not over by then is given up.
const MOST_EVENTS: u64 = 300_000;

impl Reading {
    /// The time up to which the history must be known, where that is fixed.
    fn fixed(self) -> f64 {
        use Reading as R;
        match self {
            R::Held(t) | R::Left(t) | R::Grown(_, t) | R::Falls(t) | R::HeldDistrict(_, t) | R::HeldBoth(_, _, t) => t,
            R::ShareOfTime(_, t) | R::Intensity { t, .. } | R::Excited { t, .. } => t,
            _ => 0.0,
        }
    }

    /// Whether the history so far tells it, where that depends on what happens.
    fn known(self, history: &Advance) -> bool {
        use Reading as R;
        match self {
            R::FirstFall(i) => first_fall(history, i).is_finite(),
            R::AllHeld => all_held(history, 1).is_finite(),
            R::Earliest | R::Won(..) => !history.changes.is_empty(),
            R::Before(a, b) => first_fall(history, a).min(first_fall(history, b)).is_finite(),
            R::CycleLength | R::CycleArea => all_held(history, 2).is_finite(),
            _ => true,
        }
    }

    fn value(self, history: &Advance) -> f64 {
        use Reading as R;
        let falls = |t: f64| history.changes.iter().take_while(move |c| c.0 <= t).filter(|c| c.2);
        let excited =
            |t: f64, jump: f64, decay: f64| falls(t).map(|c| jump * libm::exp(-decay * (t - c.0))).sum::<f64>();
        let flag = |yes: bool| f64::from(u8::from(yes));
        match self {
            R::Held(t) => held_at(history, t),
            R::Left(t) => history.districts() as f64 - held_at(history, t),
            R::Grown(start, t) => start as f64 + falls(t).count() as f64,
            R::Falls(t) => falls(t).count() as f64,
            R::HeldDistrict(i, t) => flag(holds(history, i, t)),
            R::HeldBoth(a, b, t) => flag(holds(history, a, t) && holds(history, b, t)),
            R::ShareOfTime(i, t) => time_held(history, i, t) / t,
            R::FirstFall(i) => first_fall(history, i),
            R::AllHeld => all_held(history, 1),
            R::Earliest => history.changes.first().map_or(f64::INFINITY, |c| c.0),
            R::Won(i, t) => flag(history.changes.first().is_some_and(|c| c.1 == i && c.0 <= t)),
            R::Before(a, b) => flag(first_fall(history, a) < first_fall(history, b)),
            R::Intensity { t, base, jump, decay } => base + excited(t, jump, decay),
            R::Excited { t, jump, decay } => excited(t, jump, decay),
            R::CycleLength => all_held(history, 2) - all_held(history, 1),
            R::CycleArea => area(history, all_held(history, 1), all_held(history, 2)),
        }
    }
}

fn at_start(history: &Advance) -> usize {
    (0..history.districts()).filter(|&i| history.held_at_start(i)).count()
}

fn held_at(history: &Advance, t: f64) -> f64 {
    let steps = history.changes.iter().take_while(|c| c.0 <= t).map(|c| if c.2 { 1.0 } else { -1.0 });
    at_start(history) as f64 + steps.sum::<f64>()
}

fn holds(history: &Advance, district: usize, t: f64) -> bool {
    let last = history.changes.iter().take_while(|c| c.0 <= t).filter(|c| c.1 == district).last();
    last.map_or(history.held_at_start(district), |c| c.2)
}

fn first_fall(history: &Advance, district: usize) -> f64 {
    if history.held_at_start(district) {
        return 0.0;
    }
    history.changes.iter().find(|c| c.1 == district && c.2).map_or(f64::INFINITY, |c| c.0)
}

/// When all districts are held for the k-th time.
fn all_held(history: &Advance, k: usize) -> f64 {
    let (mut held, all) = (at_start(history), history.districts());
    let mut times = usize::from(held == all);
    if times == k {
        return 0.0;
    }
    for &(t, _, fell) in &history.changes {
        held = if fell { held + 1 } else { held - 1 };
        times += usize::from(held == all);
        if held == all && times == k {
            return t;
        }
    }
    f64::INFINITY
}

fn time_held(history: &Advance, district: usize, until: f64) -> f64 {
    let (mut held, mut since, mut total) = (history.held_at_start(district), 0.0, 0.0);
    for &(t, _, fell) in history.changes.iter().take_while(|c| c.0 <= until).filter(|c| c.1 == district) {
        total += if held { t - since } else { 0.0 };
        (held, since) = (fell, t);
    }
    total + if held { until - since } else { 0.0 }
}

/// Districts held, summed over the days from one time to another.
fn area(history: &Advance, from: f64, to: f64) -> f64 {
    let (mut held, mut since, mut total) = (at_start(history) as f64, 0.0, 0.0);
    for &(t, _, fell) in history.changes.iter().take_while(|c| c.0 <= to) {
        total += held * (t - f64::max(since, from)).max(0.0);
        (held, since) = (if fell { held + 1.0 } else { held - 1.0 }, t);
    }
    total
}

/// Runs a history as far as its readings need; how many events that took. Readings that stay unknown are NaN.
pub(super) fn read(history: &mut Advance, readings: &[Reading], row: &mut [f64]) -> u64 {
    let mut horizon = readings.iter().map(|r| r.fixed()).fold(0.0, f64::max);
    let (mut events, mut more) = history.run(horizon);
    while more && events < MOST_EVENTS && !readings.iter().all(|r| r.known(history)) {
        horizon = if horizon > 0.0 { 2.0 * horizon } else { 1.0 };
        let (further, goes_on) = history.run(horizon);
        (events, more) = (events + further, goes_on);
    }
    for (reading, out) in readings.iter().zip(row) {
        *out = if more && !reading.known(history) { f64::NAN } else { reading.value(history) };
    }
    events
}

/// Histories over a map.
pub(super) fn worker(map: &Map, readings: Vec<Reading>) -> MakeWorker {
    let map = map.clone();
    workers(
        move || Advance::new(map.clone()),
        move |history, world, row| {
            history.begin(world);
            read(history, &readings, row)
        },
    )
}
