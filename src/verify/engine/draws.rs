//! Kinds that need no more than named draws, or a count of falls.

use super::advance::Advance;
use super::estimate::{Estimate, Test};
use super::history::{Reading, read};
use super::plan::Planned;
use super::sample::{MakeWorker, Worker};
use super::spread::counting;
use super::wanted::Node;
use crate::sim::{Distribution, Mechanism};
use crate::verify::statistics::VerifyError;

const DRAW: Mechanism = Mechanism(60_005);
const DRAWS: &str = "distributions of the engine";

/// Two random times: which is first?
pub(super) fn race(params: &mut Node<'_>, stats: &mut Node<'_>) -> Result<Planned, VerifyError> {
    let one =
        Distribution::Weibull { shape: params.positive("weibull_shape")?, scale: params.positive("weibull_scale")? };
    let two = Distribution::Gamma { shape: params.positive("gamma_shape")?, scale: params.positive("gamma_scale")? };
    let horizon = params.positive("horizon")?;
    let make: MakeWorker = Box::new(move || {
        let work: Worker = Box::new(move |world, row| {
            let (a, b) = (one.sample(&mut world.stream(DRAW, 0)), two.sample(&mut world.stream(DRAW, 1)));
            let flag = |yes: bool| f64::from(u8::from(yes));
            row.copy_from_slice(&[flag(a < b), flag(a < b && a <= horizon), flag(a.min(b) > horizon), a.min(b)]);
            2
        });
        work
    });
    let yes = |column| Estimate::Share(column, Test::Equals(1.0));
    stats.want("p_weibull_first", yes(0))?;
    stats.want("p_weibull_first_and_by_horizon", yes(1))?;
    stats.want("p_neither_by_horizon", yes(2))?;
    stats.want("mean_min", Estimate::Mean(3))?;
    Ok(Planned::one(DRAWS, 4, make, stats))
}

/// Falls, each of which sends a Poisson number of soldiers.
pub(super) fn compound_poisson(params: &mut Node<'_>, stats: &mut Node<'_>) -> Result<Planned, VerifyError> {
    let rate = params.positive("fall_rate")?;
    let mean = params.positive("mean")?;
    let t = params.positive("t")?;
    let law = params.text("soldiers_per_fall");
    if !matches!(law, "" | "Poisson(mean)") {
        return Err(params.wrong("soldiers_per_fall", format!("expected \"Poisson(mean)\", found \"{law}\"")));
    }
    let (map, men) = (counting(rate)?, Distribution::Poisson { mean });
    let make: MakeWorker = Box::new(move || {
        let mut advance = Advance::new(map.clone());
        let work: Worker = Box::new(move |world, row| {
            advance.begin(world);
            let mut falls = [0.0];
            let events = read(&mut advance, &[Reading::Falls(t)], &mut falls);
            row[0] = (0..falls[0] as u32).map(|k| men.sample(&mut world.occasion(DRAW, 0, k))).sum();
            events
        });
        work
    });
    stats.want("mean", Estimate::Mean(0))?;
    stats.want("var", Estimate::Variance(0))?;
    stats.want("p_zero", Estimate::Share(0, Test::Equals(0.0)))?;
    Ok(Planned::one("territory (counted falls) and distributions of the engine", 1, make, stats))
}

/// Renewals with gamma gaps of shape 2.
pub(super) fn renewal(params: &mut Node<'_>, stats: &mut Node<'_>) -> Result<Planned, VerifyError> {
    let gap = Distribution::Gamma { shape: 2.0, scale: params.positive("scale")? };
    let mut times = Vec::new();
    stats.each("at", |_, at| {
        times.push(at.positive("t")?);
        at.want("mean_renewals", Estimate::Mean(times.len() - 1))
    })?;
    let width = times.len();
    let last = times.iter().copied().fold(0.0, f64::max);
    let make: MakeWorker = Box::new(move || {
        let times = times.clone();
        let work: Worker = Box::new(move |world, row| {
            row.fill(0.0);
            let (mut now, mut renewals) = (0.0, 0);
            loop {
                now += gap.sample(&mut world.occasion(DRAW, 0, renewals));
                if now > last {
                    return u64::from(renewals) + 1;
                }
                renewals += 1;
                for (count, _) in row.iter_mut().zip(&times).filter(|(_, t)| now <= **t) {
                    *count += 1.0;
                }
            }
        });
        work
    });
    Ok(Planned::one(DRAWS, width, make, stats))
}

/// A front that goes a step up or down until it ends.
pub(super) fn ruin(params: &mut Node<'_>, stats: &mut Node<'_>) -> Result<Planned, VerifyError> {
    const MOST_STEPS: u64 = 300_000;
    let up = params.share("p_up")?;
    let ends = params.numbers("absorbing")?;
    let [low, high] = ends[..] else { return Err(params.wrong("absorbing", "expected two ends")) };
    let start = params.finite("start")?;
    if !(low <= start && start <= high) || [low, high, start].iter().any(|x| *x != libm::floor(*x)) {
        return Err(params.wrong("start", format!("expected a whole number from {low} to {high}, found {start}")));
    }
    let make: MakeWorker = Box::new(move || {
        let work: Worker = Box::new(move |world, row| {
            let (mut at, mut steps) = (start, 0);
            let mut stream = world.stream(DRAW, 0);
            while at > low && at < high && steps < MOST_STEPS {
                at += if stream.chance(up) { 1.0 } else { -1.0 };
                steps += 1;
            }
            row[0] = if at >= high { 1.0 } else { 0.0 };
            row[1] = if steps < MOST_STEPS { steps as f64 } else { f64::NAN };
            steps
        });
        work
    });
    stats.want("p_hit_top", Estimate::Share(0, Test::Equals(1.0)))?;
    stats.want("mean_steps", Estimate::Mean(1))?;
    Ok(Planned::one("named streams of the engine", 2, make, stats))
}
