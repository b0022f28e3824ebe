//! Kinds that need no more than named draws, or a count of falls.

use super::advance::Advance;
use super::estimate::{Estimate, Test, yes};
use super::history::{Reading, read};
use super::plan::{Plan, Plans};
use super::sample::workers;
use super::spread::counting;
use crate::sim::{Distribution, Mechanism};
use crate::verify::object::Object;

const DRAW: Mechanism = Mechanism(60_005);
const DRAWS: &str = "distributions of the engine";

/// Two random times: which is first?
pub(super) fn race(params: &Object<'_>, stats: &Object<'_>) -> Plans {
    let one =
        Distribution::Weibull { shape: params.positive("weibull_shape")?, scale: params.positive("weibull_scale")? };
    let two = Distribution::Gamma { shape: params.positive("gamma_shape")?, scale: params.positive("gamma_scale")? };
    let horizon = params.positive("horizon")?;
    let make = workers(
        || (),
        move |(), world, row| {
            let (a, b) = (one.sample(&mut world.stream(DRAW, 0)), two.sample(&mut world.stream(DRAW, 1)));
            let flag = |yes: bool| f64::from(u8::from(yes));
            row.copy_from_slice(&[flag(a < b), flag(a < b && a <= horizon), flag(a.min(b) > horizon), a.min(b)]);
            2
        },
    );
    let estimate = |name: &str| match name {
        "p_weibull_first" => Some(yes(0)),
        "p_weibull_first_and_by_horizon" => Some(yes(1)),
        "p_neither_by_horizon" => Some(yes(2)),
        "mean_min" => Some(Estimate::Mean(3)),
        _ => None,
    };
    Ok(vec![Plan::fixed(4, DRAWS, stats, |q| estimate(&q.name), make)])
}

/// Falls, each of which sends a Poisson number of soldiers.
pub(super) fn compound_poisson(params: &Object<'_>, stats: &Object<'_>) -> Plans {
    let rate = params.positive("fall_rate")?;
    let (mean, t) = (params.positive("mean")?, params.positive("t")?);
    let law = params.text("soldiers_per_fall");
    if !matches!(law, "" | "Poisson(mean)") {
        return Err(params.wrong("soldiers_per_fall", format!("expected \"Poisson(mean)\", found \"{law}\"")));
    }
    let (map, men) = (counting(rate)?, Distribution::Poisson { mean });
    let make = workers(
        move || Advance::new(map.clone()),
        move |advance, world, row| {
            advance.begin(world);
            let mut falls = [0.0];
            let events = read(advance, &[Reading::Falls(t)], &mut falls);
            row[0] = (0..falls[0] as u32).map(|k| men.sample(&mut world.occasion(DRAW, 0, k))).sum();
            events
        },
    );
    let estimate = |name: &str| match name {
        "mean" => Some(Estimate::Mean(0)),
        "var" => Some(Estimate::Variance(0)),
        "p_zero" => Some(Estimate::Share(0, Test::Equals(0.0))),
        _ => None,
    };
    let through = "territory (counted falls) and distributions of the engine";
    Ok(vec![Plan::fixed(1, through, stats, |q| estimate(&q.name), make)])
}

/// Renewals with gamma gaps of shape 2.
pub(super) fn renewal(params: &Object<'_>, stats: &Object<'_>) -> Plans {
    let gap = Distribution::Gamma { shape: 2.0, scale: params.positive("scale")? };
    let make = |times: Vec<f64>| {
        let last = times.iter().copied().fold(0.0, f64::max);
        workers(
            || (),
            move |(), world, row| {
                row.fill(0.0);
                let (mut now, mut renewals) = (0.0, 0);
                loop {
                    now += gap.sample(&mut world.occasion(DRAW, 0, renewals));
                    if now > last {
                        return u64::from(renewals) + 1;
                    }
                    renewals += 1;
                    row.iter_mut().zip(&times).filter(|(_, t)| now <= **t).for_each(|(count, _)| *count += 1.0);
                }
            },
        )
    };
    let plan = Plan::new(
        DRAWS,
        stats,
        |q| if q.name == "at.mean_renewals" { q.time().map(Estimate::Mean) } else { None },
        make,
    );
    Ok(vec![plan])
}

/// A front that goes a step up or down until it ends.
pub(super) fn ruin(params: &Object<'_>, stats: &Object<'_>) -> Plans {
    const MOST_STEPS: u64 = 300_000;
    let up = params.share("p_up")?;
    let ends = params.numbers("absorbing")?;
    let [low, high] = ends[..] else { return Err(params.wrong("absorbing", "expected two ends")) };
    let start = params.number("start")?;
    if !(low <= start && start <= high) || [low, high, start].iter().any(|x| *x != libm::floor(*x)) {
        return Err(params.wrong("start", format!("expected a whole number from {low} to {high}, found {start}")));
    }
    let make = workers(
        || (),
        move |(), world, row| {
            let (mut at, mut steps) = (start, 0);
            let mut stream = world.stream(DRAW, 0);
            while at > low && at < high && steps < MOST_STEPS {
                at += if stream.chance(up) { 1.0 } else { -1.0 };
                steps += 1;
            }
            row[0] = if at >= high { 1.0 } else { 0.0 };
            row[1] = if steps < MOST_STEPS { steps as f64 } else { f64::NAN };
            steps
        },
    );
    let estimate = |name: &str| match name {
        "p_hit_top" => Some(yes(0)),
        "mean_steps" => Some(Estimate::Mean(1)),
        _ => None,
    };
    Ok(vec![Plan::fixed(2, "named streams of the engine", stats, |q| estimate(&q.name), make)])
}
