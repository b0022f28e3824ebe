//! The simplest forecasts, which a model has to beat: made from the same record up to the same day.

use super::forecast::open_districts;
use crate::scenario::{Date, Scenario, Terrain};
use crate::stats::linear::inverse;

/// A simple forecast.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Null {
    /// Nobody else falls.
    Nobody,
    /// Each falls with the mean hazard of all days so far.
    ConstantAll,
    /// Each falls with the mean hazard of the last fortnight.
    ConstantFortnight,
    /// Each falls with its province's hazard of the last fortnight, shrunk to that of all as if by two more falls.
    Province,
    /// A logistic regression of daily falls on seven covariates, which stay as they are.
    Logistic,
    /// The same on the distance to the nearest district that is held.
    Distance,
}

/// Days of which the constant and provincial hazards are means, and of which the regressions learn.
const FORTNIGHT: usize = 14;
const LEARNED: usize = 28;
/// Falls that shrink a province's hazard.
const SHRINKING: f64 = 2.0;

impl Null {
    /// All of them.
    pub const ALL: [Null; 6] =
        [Null::Nobody, Null::ConstantAll, Null::ConstantFortnight, Null::Province, Null::Logistic, Null::Distance];

    /// Its name.
    #[must_use]
    pub fn in_words(self) -> &'static str {
        match self {
            Null::Nobody => "nobody else falls",
            Null::ConstantAll => "constant hazard, all days",
            Null::ConstantFortnight => "constant hazard, last 14 days",
            Null::Province => "province's hazard, shrunk",
            Null::Logistic => "logistic regression",
            Null::Distance => "distance to what is held",
        }
    }
}

/// The record day by day: who is held at the start of each day, who falls in it.
struct Days {
    held: Vec<Vec<bool>>,
    falls: Vec<Vec<usize>>,
    /// Districts of the forecast's kind, whether or not they have fallen.
    kind: Vec<usize>,
}

impl Days {
    fn of(scenario: &Scenario, day: Date) -> Days {
        let days = (scenario.meta.day_of(day) + 1.0).max(1.0) as usize;
        let mut changes: Vec<_> = scenario.record.changes.iter().filter(|change| change.date <= day).collect();
        changes.sort_by_key(|change| change.date);
        let mut now: Vec<bool> = scenario.geography.districts.iter().map(|one| one.held_at_start).collect();
        let (mut held, mut falls, mut at) = (Vec::with_capacity(days + 1), Vec::with_capacity(days), 0);
        for d in 0..days {
            held.push(now.clone());
            let mut fell = Vec::new();
            while at < changes.len() && scenario.meta.day_of(changes[at].date) < d as f64 + 1.0 {
                let (district, falls) = (changes[at].district as usize, changes[at].fell);
                if falls && !now[district] {
                    fell.push(district);
                }
                now[district] = falls;
                at += 1;
            }
            falls.push(fell);
        }
        held.push(now);
        Days { held, falls, kind: open_districts(scenario, scenario.meta.start.plus_days(-1)) }
    }

    /// Falls and district-days at risk from a day on, of those districts that are wanted.
    fn rate(&self, first: usize, wanted: impl Fn(usize) -> bool) -> (f64, f64) {
        let kind: Vec<usize> = self.kind.iter().copied().filter(|&i| wanted(i)).collect();
        let last = self.falls.len();
        let count = |of: &dyn Fn(usize, usize) -> bool| {
            (first..last).map(|d| kind.iter().filter(|&&i| of(d, i)).count()).sum::<usize>() as f64
        };
        (count(&|d, i| self.falls[d].contains(&i)), count(&|d, i| !self.held[d][i]))
    }
}

/// The probabilities of a simple forecast as of a day: by open district, by horizon in days.
#[must_use]
pub fn null_forecast(null: Null, scenario: &Scenario, day: Date, horizons: &[u32]) -> Vec<Vec<f64>> {
    let open = open_districts(scenario, day);
    let days = Days::of(scenario, day);
    let last = days.falls.len();
    let fortnight = last.saturating_sub(FORTNIGHT);
    let constant = |first: usize| {
        let (falls, at_risk) = days.rate(first, |_| true);
        (falls + 0.5) / (at_risk + 1.0)
    };
    let within = |hazard: f64| horizons.iter().map(|&h| -libm::expm1(-hazard * f64::from(h))).collect::<Vec<f64>>();
    match null {
        Null::Nobody => vec![vec![0.5 / open.len().max(1) as f64; horizons.len()]; open.len()],
        Null::ConstantAll => vec![within(constant(0)); open.len()],
        Null::ConstantFortnight => vec![within(constant(fortnight)); open.len()],
        Null::Province => {
            let all = constant(fortnight);
            let province = |i: usize| scenario.geography.districts[i].province;
            let of = |&i: &usize| {
                let (falls, at_risk) = days.rate(fortnight, |other| province(other) == province(i));
                within((falls + SHRINKING) / (at_risk + SHRINKING / all))
            };
            open.iter().map(of).collect()
        }
        Null::Logistic | Null::Distance => {
            let columns: &[usize] = if null == Null::Logistic { &[0, 1, 2, 3, 4, 5, 6] } else { &[0, 2] };
            let row = |d: usize, i: usize| {
                let all = covariates(scenario, &days, d, i);
                columns.iter().map(|&c| all[c]).collect::<Vec<f64>>()
            };
            let mut rows = Vec::new();
            let mut fell = Vec::new();
            for d in last.saturating_sub(LEARNED)..last {
                for &i in days.kind.iter().filter(|&&i| !days.held[d][i]) {
                    rows.push(row(d, i));
                    fell.push(days.falls[d].contains(&i));
                }
            }
            let model = Logistic::fit(&rows, &fell);
            let of = |&i: &usize| {
                let daily = model.probability(&row(last, i));
                horizons.iter().map(|&h| 1.0 - libm::pow(1.0 - daily, f64::from(h))).collect()
            };
            open.iter().map(of).collect()
        }
    }
}

/// Covariates of a district at the start of a day: 1, share of its border that is held, distance to what is held, people, falls of a week in the province, gorge, falls of a week.
fn covariates(scenario: &Scenario, days: &Days, day: usize, i: usize) -> [f64; 7] {
    let map = &scenario.geography;
    let (here, held) = (&map.districts[i], &days.held[day]);
    let shared = map
        .neighbours
        .of(i as u32)
        .iter()
        .filter(|one| held[one.district as usize])
        .map(|one| one.shared_km)
        .sum::<f64>();
    let share = shared / map.neighbours.border_km(i as u32).max(f64::MIN_POSITIVE);
    // plane distances are good enough between neighbours: 111 km to a degree
    let east = 111.2 * libm::cos(here.lat.to_radians());
    let km =
        |other: &crate::scenario::District| libm::hypot((other.lon - here.lon) * east, (other.lat - here.lat) * 111.2);
    let nearest =
        map.districts.iter().zip(held).filter(|(_, held)| **held).map(|(other, _)| km(other)).fold(1e3, f64::min);
    let week = || (day.saturating_sub(7)..day).flat_map(|d| &days.falls[d]);
    let near = week().filter(|&&other| map.districts[other].province == here.province).count() as f64;
    let gorge = f64::from(u8::from(here.terrain == Terrain::Gorge));
    let people = libm::log(here.population.max(1.0) / 5e4);
    [1.0, share, libm::log(nearest + 5.0), people, libm::log1p(near), gorge, libm::log1p(week().count() as f64)]
}

/// A logistic regression with covariates on one scale and a standard normal prior on each slope, so that it has a best fit whatever the data (Le Cessie & van Houwelingen 1992).
struct Logistic {
    mean: Vec<f64>,
    spread: Vec<f64>,
    slopes: Vec<f64>,
}

impl Logistic {
    fn fit(rows: &[Vec<f64>], happened: &[bool]) -> Logistic {
        let columns = rows.first().map_or(0, Vec::len);
        let n = rows.len().max(1) as f64;
        let mut model = Logistic { mean: vec![0.0; columns], spread: vec![1.0; columns], slopes: vec![0.0; columns] };
        for c in 1..columns {
            let mean = rows.iter().map(|row| row[c]).sum::<f64>() / n;
            let spread = (rows.iter().map(|row| (row[c] - mean).powi(2)).sum::<f64>() / n).sqrt();
            (model.mean[c], model.spread[c]) = (mean, if spread < 1e-9 { 1.0 } else { spread });
        }
        // Newton's steps from rate zero; the penalty keeps them finite
        for _ in 0..50 {
            let mut slope: Vec<f64> = model.slopes.iter().enumerate().map(|(c, b)| -penalty(c) * b).collect();
            let mut bend: Vec<Vec<f64>> =
                (0..columns).map(|i| (0..columns).map(|j| if i == j { penalty(i) } else { 0.0 }).collect()).collect();
            for (row, happened) in rows.iter().zip(happened) {
                let (x, p) = (model.scaled(row), model.probability(row));
                for i in 0..columns {
                    slope[i] += x[i] * (f64::from(u8::from(*happened)) - p);
                    (0..columns).for_each(|j| bend[i][j] += p * (1.0 - p) * x[i] * x[j]);
                }
            }
            let Some(inverse) = inverse(&bend) else { break };
            let step: Vec<f64> = inverse.iter().map(|row| row.iter().zip(&slope).map(|(a, b)| a * b).sum()).collect();
            let longest = step.iter().fold(0.0_f64, |most, x| most.max(x.abs()));
            let damped = if longest > 2.0 { 2.0 / longest } else { 1.0 };
            model.slopes.iter_mut().zip(&step).for_each(|(b, by)| *b += damped * by);
            if longest < 1e-10 {
                break;
            }
        }
        model
    }

    fn scaled(&self, row: &[f64]) -> Vec<f64> {
        (0..row.len()).map(|c| (row[c] - self.mean[c]) / self.spread[c]).collect()
    }

    fn probability(&self, row: &[f64]) -> f64 {
        let eta: f64 = self.scaled(row).iter().zip(&self.slopes).map(|(x, b)| x * b).sum();
        1.0 / (1.0 + libm::exp(-eta))
    }
}

/// Precision of the prior of a coefficient: the first is the level, which is left free.
fn penalty(column: usize) -> f64 {
    if column == 0 { 1e-3 } else { 1.0 }
}
