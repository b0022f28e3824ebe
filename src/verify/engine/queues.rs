//! Kinds of queue: at a border post, and at a plain station where the post cannot be had.

use super::estimate::{Estimate, Test};
use super::gate::{Count, Gate, KINDS, Served, Traffic};
use super::plain::still;
use super::plan::{Plan, Plans};
use super::sample::{MakeWorker, workers};
use super::station;
use crate::math;
use crate::model::fact::Kind;
use crate::sim::{Context, Distribution};
use crate::verify::error::VerifyError;
use crate::verify::object::{Object, Quantity};
use Estimate::{Mean, Ratio, RatioVariance, Share, Variance};
use Reading as R;
use Test::Equals;

const POST: &str = "border post";
const CYCLES: &str = "border post (cycles from empty to empty)";

/// One number of a history of a post.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Reading {
    Days,
    PeopleDays,
    LineDays,
    /// Busy days of a team.
    TeamDays,
    EmptyDays,
    Served,
    Waits,
    WaitsSquared,
    /// People who waited longer than so many days.
    Beyond(f64),
    ServedOf(usize),
    WaitsOf(usize),
    MeanWait,
    /// When the k-th person is done (from 1); the last for 0.
    Done(usize),
    /// State at a time.
    Present(f64),
    Line(f64),
    ServedBy(f64),
    /// People at the post, on average until a time.
    MeanPresent(f64),
}

impl Reading {
    fn time(self) -> Option<f64> {
        match self {
            R::Present(t) | R::Line(t) | R::ServedBy(t) | R::MeanPresent(t) => Some(t),
            _ => None,
        }
    }

    fn value(self, gate: &Gate) -> f64 {
        let count: &Count = &gate.count;
        let (present, busy) = (count.present as f64, count.busy as f64);
        let sum = |of: &dyn Fn(&Served) -> f64| count.served.iter().map(of).sum::<f64>();
        let waited_beyond = |days: f64| count.served.iter().filter(|s| s.waited > days).count() as f64;
        let done = |served: Option<&Served>| served.map_or(f64::NAN, |served| served.done);
        match self {
            R::Days => count.days,
            R::PeopleDays => count.people_days,
            R::MeanPresent(t) => count.people_days / t,
            R::LineDays => count.people_days - count.team_days,
            R::TeamDays => count.team_days / gate.teams(),
            R::EmptyDays => count.empty_days,
            R::Served | R::ServedBy(_) => count.served.len() as f64,
            R::Waits => sum(&|s| s.waited),
            R::WaitsSquared => sum(&|s| s.waited * s.waited),
            R::Beyond(days) => waited_beyond(days),
            R::ServedOf(class) => count.served.iter().filter(|s| s.class == class).count() as f64,
            R::WaitsOf(class) => sum(&|s| if s.class == class { s.waited } else { 0.0 }),
            R::MeanWait => sum(&|s| s.waited) / count.served.len() as f64,
            R::Done(0) => done(count.served.last()),
            R::Done(k) => done(count.served.get(k - 1)),
            R::Present(_) => present,
            R::Line(_) => present - busy,
        }
    }
}

/// Histories of a post: to the end of what happens, or past the times of the readings.
fn worker(traffic: Traffic, readings: Vec<Reading>) -> MakeWorker {
    let mut times: Vec<f64> = readings.iter().filter_map(|r| r.time()).collect();
    times.sort_by(f64::total_cmp);
    times.dedup();
    workers(
        move || (Gate::new(traffic.clone()), Context::new()),
        move |(gate, context), world, row| {
            gate.begin(world, context);
            let mut events = 0;
            for &t in &times {
                events += gate.run(t, context);
                for (reading, out) in readings.iter().zip(&mut *row).filter(|(r, _)| r.time() == Some(t)) {
                    *out = reading.value(gate);
                }
            }
            if times.is_empty() {
                events += gate.run(f64::INFINITY, context);
            }
            for (reading, out) in readings.iter().zip(row).filter(|(r, _)| r.time().is_none()) {
                *out = reading.value(gate);
            }
            events
        },
    )
}

fn over<'a>(
    traffic: Traffic,
    through: impl Into<String>,
    stats: &'a Object<'a>,
    estimate: impl Fn(&Quantity<'a>) -> Option<Estimate<Reading>>,
) -> Plan {
    Plan::new(through, stats, estimate, |readings| worker(traffic, readings))
}

fn exponential(rate: f64) -> Distribution {
    Distribution::Exponential { mean: 1.0 / rate }
}

fn post(teams: usize, service: Distribution) -> Result<Traffic, VerifyError> {
    Ok(Traffic::new(still("")?, teams, service))
}

fn steady(params: &Object<'_>, key: &str, load: f64) -> Result<(), VerifyError> {
    if load < 1.0 { Ok(()) } else { Err(params.wrong(key, format!("expected a load below 1, found {load}"))) }
}

const MOST_TEAMS: usize = 1_000;

/// Poisson arrivals at teams with exponential service, in the long run.
pub(super) fn mmc(params: &Object<'_>, stats: &Object<'_>) -> Plans {
    let (lambda, mu) = (params.positive("lambda")?, params.positive("mu")?);
    let c = params.count("c", 1, MOST_TEAMS)?;
    steady(params, "lambda", lambda / (c as f64 * mu))?;
    let service = exponential(mu);
    let traffic = post(c, service)?.coming(Kind::Soldier, lambda, None);
    Ok(vec![long_run(traffic, CYCLES, stats, ""), station::loss(service, lambda, c, stats)])
}

/// Poisson arrivals at one team with gamma service, in the long run.
pub(super) fn mg1(params: &Object<'_>, stats: &Object<'_>) -> Plans {
    let lambda = params.positive("lambda")?;
    let (shape, scale) = (params.positive("service_gamma_shape")?, params.positive("service_gamma_scale")?);
    steady(params, "lambda", lambda * shape * scale)?;
    let service = Distribution::Gamma { shape, scale };
    Ok(vec![long_run(post(1, service)?.coming(Kind::Soldier, lambda, None), CYCLES, stats, "")])
}

/// What holds of a post in the long run, from cycles; `part` stands before the names of its quantities.
fn long_run<'a>(mut traffic: Traffic, through: impl Into<String>, stats: &'a Object<'a>, part: &str) -> Plan {
    traffic.one_cycle = true;
    over(traffic, through, stats, |q| {
        Some(match q.name.strip_prefix(part)? {
            "erlang_c_wait_probability" => Ratio(R::Beyond(0.0), R::Served),
            "Wq" => Ratio(R::Waits, R::Served),
            "W" => Ratio(R::PeopleDays, R::Served),
            "Lq" => Ratio(R::LineDays, R::Days),
            "L" => Ratio(R::PeopleDays, R::Days),
            "p_empty" => Ratio(R::EmptyDays, R::Days),
            "conditional_mean_wait_given_wait" => Ratio(R::Waits, R::Beyond(0.0)),
            "rho" => Ratio(R::TeamDays, R::Days),
            "var_Wq" => RatioVariance(R::WaitsSquared, R::Waits, R::Served),
            "p_Wq_gt.p" => Ratio(R::Beyond(q.time()?), R::Served),
            _ => return None,
        })
    })
}

/// The same from a given number of people on, at given times.
pub(super) fn mmc_transient(params: &Object<'_>, stats: &Object<'_>) -> Plans {
    let (lambda, mu) = (params.positive("lambda")?, params.positive("mu")?);
    let c = params.count("c", 1, MOST_TEAMS)?;
    let mut traffic = post(c, exponential(mu))?.coming(Kind::Soldier, lambda, None);
    traffic.at_once = params.count("n0", 0, 100_000)? as u32;
    Ok(vec![over(traffic, POST, stats, |q| {
        let t = q.time().filter(|t| *t > 0.0)?;
        Some(match q.name.as_str() {
            "at.mean_in_system" => Mean(R::Present(t)),
            "at.var_in_system" => Variance(R::Present(t)),
            "at.p_empty" => Share(R::Present(t), Equals(0.0)),
            "at.mean_in_queue" => Mean(R::Line(t)),
            "at.mean_departures" => Mean(R::ServedBy(t)),
            "at.mean_time_average_in_system" => Mean(R::MeanPresent(t)),
            _ => return None,
        })
    })])
}

/// A crowd that comes at once.
pub(super) fn burst(params: &Object<'_>, stats: &Object<'_>) -> Plans {
    let k = params.count("k_at_once", 1, 100_000)?;
    let c = params.count("servers", 1, MOST_TEAMS)?;
    let mut traffic = post(c, exponential(params.positive("mu")?))?;
    traffic.at_once = k as u32;
    Ok(vec![over(traffic, POST, stats, |q| {
        Some(match q.name.as_str() {
            "mean_wait" => Mean(R::MeanWait),
            "clearing_mean" => Mean(R::Done(0)),
            "clearing_var" => Variance(R::Done(0)),
            "tenth_service_completion_mean" if k >= 10 => Mean(R::Done(10)),
            _ => return None,
        })
    })])
}

/// Groups of random size at one team, and at two.
pub(super) fn batches(params: &Object<'_>, stats: &Object<'_>) -> Plans {
    let (rate, mean) = (params.positive("batch_rate")?, params.positive("mean_batch")?);
    let size = params.text("batch_size");
    if !size.is_empty() && !size.starts_with("Poisson") {
        return Err(params.wrong("batch_size", format!("expected \"Poisson(mean_batch)...\", found \"{size}\"")));
    }
    let mu = params.positive("mu_per_server")?;
    let mut plans = Vec::new();
    for (part, teams) in [("one_server", 1), ("two_servers", 2)] {
        if stats.has(part) {
            steady(params, "batch_rate", rate * mean / (mu * teams as f64))?;
            let traffic = post(teams, exponential(mu))?;
            let traffic = traffic.coming(Kind::Soldier, rate, Some(Distribution::Poisson { mean }));
            plans.push(long_run(traffic, format!("{CYCLES}, {part}"), stats, &format!("{part}.")));
        }
    }
    Ok(plans)
}

/// Classes of priority at one post; beyond four classes, at a plain station.
pub(super) fn priorities(params: &Object<'_>, stats: &Object<'_>) -> Plans {
    let rates = params.rates("lambdas_high_to_low", true)?;
    let mu = params.positive("mu")?;
    let c = params.count("c", 1, MOST_TEAMS)?;
    let total: f64 = rates.iter().sum();
    steady(params, "lambdas_high_to_low", total / (c as f64 * mu))?;
    let cycles = || post(c, exponential(mu)).map(|traffic| Traffic { one_cycle: true, ..traffic });
    let classes = if rates.len() <= KINDS.len() {
        let each = KINDS.iter().zip(&rates);
        let traffic = each.fold(cycles()?, |traffic, (&kind, &rate)| traffic.coming(kind, rate, None));
        over(traffic, CYCLES, stats, |q| match q.name.as_str() {
            "Wq_nonpreemptive_class0_is_highest" => {
                let class = KINDS[q.item(rates.len())?].class();
                Some(Ratio(R::WaitsOf(class), R::ServedOf(class)))
            }
            "rho" => Some(Ratio(R::TeamDays, R::Days)),
            _ => None,
        })
    } else {
        station::classes(&rates, exponential(mu), c, stats)
    };
    let in_order = cycles()?.coming(Kind::Soldier, total, None);
    let of_all = |q: &Quantity<'_>| (q.name == "Wq_fifo").then_some(Ratio(R::Waits, R::Served));
    Ok(vec![classes, over(in_order, CYCLES, stats, of_all)])
}

/// One team and room for so many, in the long run.
pub(super) fn mm1k(params: &Object<'_>, stats: &Object<'_>) -> Plans {
    let (lambda, mu) = (params.positive("lambda")?, params.positive("mu")?);
    Ok(vec![station::full(exponential(mu), lambda, params.count("K_total", 1, 10_000)?, stats)])
}

/// As many teams as people come: nobody waits.
pub(super) fn mg_infinity(params: &Object<'_>, stats: &Object<'_>) -> Plans {
    const BEYOND: f64 = 1e-12;
    let lambda = params.positive("lambda")?;
    let (shape, scale) = (params.positive("gamma_shape")?, params.positive("gamma_scale")?);
    if !matches!(params.text("start"), "" | "empty") {
        return Err(params.wrong("start", "expected \"empty\""));
    }
    let teams = math::poisson_quantile(lambda * shape * scale, 1.0 - BEYOND) as usize + 1;
    if teams > MOST_TEAMS {
        return Err(params.wrong("lambda", format!("expected a mean number in service well below {MOST_TEAMS}")));
    }
    let traffic = post(teams, Distribution::Gamma { shape, scale })?.coming(Kind::Soldier, lambda, None);
    // After so many mean services what began empty is as good as forgotten.
    let settled = 60.0 * shape.max(1.0) * scale;
    let through = format!("{POST} ({teams} teams; that all are at work has probability below {BEYOND:e})");
    Ok(vec![over(traffic, through, stats, |q| {
        Some(match q.name.as_str() {
            "at.mean" => Mean(R::Present(q.time()?)),
            "at.var" => Variance(R::Present(q.time()?)),
            "at.p_zero" => Share(R::Present(q.time()?), Equals(0.0)),
            "stationary_mean" => Mean(R::Present(settled)),
            _ => return None,
        })
    })])
}
