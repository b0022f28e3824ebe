//! Kinds of queue: at a border post, and at a plain station where the post cannot be had.

use super::columns::Columns;
use super::estimate::{Estimate, Test};
use super::gate::{Count, Gate, KINDS, Traffic};
use super::plain::still;
use super::plan::{Planned, defect};
use super::sample::{MakeWorker, Worker};
use super::wanted::Node;
use crate::math;
use crate::model::fact::Kind;
use crate::sim::{Context, Distribution};
use crate::verify::statistics::VerifyError;

const POST: &str = "border post";
const CYCLES: &str = "border post (cycles from empty to empty)";

/// One number of a history of a post.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Reading {
    Days,
    PeopleDays,
    LineDays,
    TeamDays,
    EmptyDays,
    Served,
    Waits,
    WaitsSquared,
    Waited,
    Beyond(usize),
    ServedOf(usize),
    WaitsOf(usize),
    MeanWait,
    /// When the k-th person is done (from 1); the last for 0.
    Done(usize),
    /// State at a time.
    Present(f64),
    Line(f64),
    ServedBy(f64),
    PeopleDaysBy(f64),
}

impl Reading {
    fn time(self) -> Option<f64> {
        match self {
            Reading::Present(t) | Reading::Line(t) | Reading::ServedBy(t) | Reading::PeopleDaysBy(t) => Some(t),
            _ => None,
        }
    }

    fn value(self, count: &Count) -> f64 {
        let waits = || count.by_kind.iter().map(|k| k.1).sum::<f64>();
        match self {
            Reading::Days => count.days,
            Reading::PeopleDays | Reading::PeopleDaysBy(_) => count.people_days,
            Reading::LineDays => count.line_days,
            Reading::TeamDays => count.team_days,
            Reading::EmptyDays => count.empty_days,
            Reading::Served | Reading::ServedBy(_) => count.served as f64,
            Reading::Waits => waits(),
            Reading::WaitsSquared => count.waits_squared,
            Reading::Waited => count.waited as f64,
            Reading::Beyond(k) => count.beyond[k] as f64,
            Reading::ServedOf(k) => count.by_kind[k].0,
            Reading::WaitsOf(k) => count.by_kind[k].1,
            Reading::MeanWait => waits() / count.served as f64,
            Reading::Done(0) => count.done.last().copied().unwrap_or(f64::NAN),
            Reading::Done(k) => count.done.get(k - 1).copied().unwrap_or(f64::NAN),
            Reading::Present(_) => count.present as f64,
            Reading::Line(_) => count.present as f64 - count.busy as f64,
        }
    }
}

/// Histories of a post: to the end of what happens, or past the times of the readings.
fn worker(traffic: &Traffic, columns: &Columns<Reading>) -> MakeWorker {
    let (traffic, readings) = (traffic.clone(), columns.0.clone());
    let mut times: Vec<f64> = readings.iter().filter_map(|r| r.time()).collect();
    times.sort_by(f64::total_cmp);
    times.dedup();
    Box::new(move || {
        let (mut gate, readings, times) = (Gate::new(traffic.clone()), readings.clone(), times.clone());
        let mut context = Context::new();
        let work: Worker = Box::new(move |world, row| {
            gate.begin(world, &mut context);
            let mut events = 0;
            for &t in &times {
                events += gate.run(t, &mut context);
                for (reading, out) in readings.iter().zip(&mut *row).filter(|(r, _)| r.time() == Some(t)) {
                    *out = reading.value(&gate.count);
                }
            }
            if times.is_empty() {
                events += gate.run(f64::INFINITY, &mut context);
            }
            for (reading, out) in readings.iter().zip(row).filter(|(r, _)| r.time().is_none()) {
                *out = reading.value(&gate.count);
            }
            events
        });
        work
    })
}

fn exponential(rate: f64) -> Distribution {
    Distribution::Exponential { mean: 1.0 / rate }
}

fn post(teams: usize, service: Distribution) -> Result<Traffic, VerifyError> {
    Ok(Traffic::new(still("").map_err(|problems| defect(&problems))?, teams, service))
}

fn steady(params: &Node<'_>, key: &str, load: f64) -> Result<(), VerifyError> {
    if load < 1.0 { Ok(()) } else { Err(params.wrong(key, format!("expected a load below 1, found {load}"))) }
}

const MOST_TEAMS: usize = 1_000;

/// Poisson arrivals at teams with exponential service, in the long run.
pub(super) fn mmc(params: &mut Node<'_>, stats: &mut Node<'_>) -> Result<Planned, VerifyError> {
    let (lambda, mu) = (params.positive("lambda")?, params.positive("mu")?);
    let c = params.count("c", 1, MOST_TEAMS)?;
    steady(params, "lambda", lambda / (c as f64 * mu))?;
    let service = exponential(mu);
    let mut planned = long_run(post(c, service)?.coming(Kind::Soldier, lambda, None), c, stats)?;
    if stats.has("erlang_b_loss") {
        super::station::loss((lambda, service), (c, c), true, stats, &mut planned)?;
    }
    Ok(planned)
}

/// Poisson arrivals at one team with gamma service, in the long run.
pub(super) fn mg1(params: &mut Node<'_>, stats: &mut Node<'_>) -> Result<Planned, VerifyError> {
    let lambda = params.positive("lambda")?;
    let (shape, scale) = (params.positive("service_gamma_shape")?, params.positive("service_gamma_scale")?);
    steady(params, "lambda", lambda * shape * scale)?;
    let service = Distribution::Gamma { shape, scale };
    long_run(post(1, service)?.coming(Kind::Soldier, lambda, None), 1, stats)
}

/// What holds of a post in the long run, from cycles.
fn long_run(mut traffic: Traffic, teams: usize, stats: &mut Node<'_>) -> Result<Planned, VerifyError> {
    traffic.one_cycle = true;
    let mut columns = Columns::new();
    let mut per = |above, below| Estimate::Ratio(columns.of(above), columns.of(below));
    use Reading as R;
    stats.want("erlang_c_wait_probability", per(R::Waited, R::Served))?;
    stats.want("Wq", per(R::Waits, R::Served))?;
    stats.want("W", per(R::PeopleDays, R::Served))?;
    stats.want("Lq", per(R::LineDays, R::Days))?;
    stats.want("L", per(R::PeopleDays, R::Days))?;
    stats.want("p_empty", per(R::EmptyDays, R::Days))?;
    stats.want("conditional_mean_wait_given_wait", per(R::Waits, R::Waited))?;
    if teams == 1 {
        stats.want("rho", per(R::TeamDays, R::Days))?;
    } else {
        stats.want("rho", Estimate::RatioOver(columns.of(R::TeamDays), columns.of(R::Days), teams as f64))?;
    }
    let [squares, sum, count] = [R::WaitsSquared, R::Waits, R::Served].map(|r| columns.of(r));
    stats.want("var_Wq", Estimate::RatioVariance { squares, sum, count })?;
    stats.each("p_Wq_gt", |_, at| {
        let t = at.not_negative("t")?;
        let beyond = columns.of(R::Beyond(traffic.beyond.len()));
        traffic.beyond.push(t);
        at.want("p", Estimate::Ratio(beyond, count))
    })?;
    Ok(Planned::one(CYCLES, columns.0.len(), worker(&traffic, &columns), stats))
}

/// The same from a given number of people on, at given times.
pub(super) fn mmc_transient(params: &mut Node<'_>, stats: &mut Node<'_>) -> Result<Planned, VerifyError> {
    let (lambda, mu) = (params.positive("lambda")?, params.positive("mu")?);
    let c = params.count("c", 1, MOST_TEAMS)?;
    let n0 = params.count("n0", 0, 100_000)?;
    let mut traffic = post(c, exponential(mu))?.coming(Kind::Soldier, lambda, None);
    traffic.at_once = n0 as u32;
    let mut columns = Columns::new();
    stats.each("at", |_, at| {
        let t = at.positive("t")?;
        let present = columns.of(Reading::Present(t));
        at.want("mean_in_system", Estimate::Mean(present))?;
        at.want("var_in_system", Estimate::Variance(present))?;
        at.want("p_empty", Estimate::Share(present, Test::Equals(0.0)))?;
        at.want("mean_in_queue", Estimate::Mean(columns.of(Reading::Line(t))))?;
        at.want("mean_departures", Estimate::Mean(columns.of(Reading::ServedBy(t))))?;
        at.want("mean_time_average_in_system", Estimate::MeanOver(columns.of(Reading::PeopleDaysBy(t)), t))
    })?;
    Ok(Planned::one(POST, columns.0.len(), worker(&traffic, &columns), stats))
}

/// A crowd that comes at once.
pub(super) fn burst(params: &mut Node<'_>, stats: &mut Node<'_>) -> Result<Planned, VerifyError> {
    let k = params.count("k_at_once", 1, 100_000)?;
    let c = params.count("servers", 1, MOST_TEAMS)?;
    let mut traffic = post(c, exponential(params.positive("mu")?))?;
    traffic.at_once = k as u32;
    let mut columns = Columns::new();
    stats.want("mean_wait", Estimate::Mean(columns.of(Reading::MeanWait)))?;
    let last = columns.of(Reading::Done(0));
    stats.want("clearing_mean", Estimate::Mean(last))?;
    stats.want("clearing_var", Estimate::Variance(last))?;
    if k >= 10 {
        stats.want("tenth_service_completion_mean", Estimate::Mean(columns.of(Reading::Done(10))))?;
    } else {
        stats.not_checked("tenth_service_completion_mean", "fewer than ten people come");
    }
    Ok(Planned::one(POST, columns.0.len(), worker(&traffic, &columns), stats))
}

/// Groups of random size at one team, and at two.
pub(super) fn batches(params: &mut Node<'_>, stats: &mut Node<'_>) -> Result<Planned, VerifyError> {
    let rate = params.positive("batch_rate")?;
    let mean = params.positive("mean_batch")?;
    let size = params.text("batch_size");
    if !size.is_empty() && !size.starts_with("Poisson") {
        return Err(params.wrong("batch_size", format!("expected \"Poisson(mean_batch)...\", found \"{size}\"")));
    }
    let mu = params.positive("mu_per_server")?;
    let mut planned = Planned { plans: Vec::new() };
    for (key, teams) in [("one_server", 1), ("two_servers", 2)] {
        if !stats.has(key) && (teams == 2 || !stats.has("p_empty_one_server")) {
            continue;
        }
        steady(params, "batch_rate", rate * mean / (mu * teams as f64))?;
        let mut traffic = post(teams, exponential(mu))?;
        traffic = traffic.coming(Kind::Soldier, rate, Some(Distribution::Poisson { mean }));
        traffic.one_cycle = true;
        let mut columns = Columns::new();
        use Reading as R;
        let mut per = |above, below| Estimate::Ratio(columns.of(above), columns.of(below));
        let (l, w, wq) = (per(R::PeopleDays, R::Days), per(R::PeopleDays, R::Served), per(R::Waits, R::Served));
        let (empty, busy) = (per(R::EmptyDays, R::Days), per(R::TeamDays, R::Days));
        stats.within(key, |s| {
            s.want("L", l)?;
            s.want("W", w)?;
            s.want("Wq", wq)?;
            if teams == 1 { s.want("rho", busy) } else { Ok(()) }
        })?;
        if teams == 1 {
            stats.want("p_empty_one_server", empty)?;
        }
        let through = format!("{CYCLES}, {teams} {}", if teams == 1 { "team" } else { "teams" });
        planned.add(through, columns.0.len(), worker(&traffic, &columns), stats);
    }
    Ok(planned)
}

/// Classes of priority at one post; beyond four classes, at a plain station.
pub(super) fn priorities(params: &mut Node<'_>, stats: &mut Node<'_>) -> Result<Planned, VerifyError> {
    let rates = params.rates("lambdas_high_to_low", true)?;
    let mu = params.positive("mu")?;
    let c = params.count("c", 1, MOST_TEAMS)?;
    let total: f64 = rates.iter().sum();
    steady(params, "lambdas_high_to_low", total / (c as f64 * mu))?;
    stats.not_checked("W_sojourn_preemptive_resume", "a service once begun is not broken off in panj");
    let service = exponential(mu);
    let mut planned = Planned { plans: Vec::new() };
    if rates.len() <= KINDS.len() {
        let mut traffic = post(c, service)?;
        for (&kind, &rate) in KINDS.iter().zip(&rates) {
            traffic = traffic.coming(kind, rate, None);
        }
        traffic.one_cycle = true;
        let mut columns = Columns::new();
        stats.want_list("Wq_nonpreemptive_class0_is_highest", rates.len(), |k| {
            let class = KINDS[k].class();
            Estimate::Ratio(columns.of(Reading::WaitsOf(class)), columns.of(Reading::ServedOf(class)))
        })?;
        let (busy, days) = (columns.of(Reading::TeamDays), columns.of(Reading::Days));
        stats.want("rho", Estimate::RatioOver(busy, days, c as f64))?;
        planned.add(CYCLES, columns.0.len(), worker(&traffic, &columns), stats);
    } else {
        super::station::classes(&rates, service, c, stats, &mut planned)?;
    }
    if stats.has("Wq_fifo") {
        let mut traffic = post(c, service)?.coming(Kind::Soldier, total, None);
        traffic.one_cycle = true;
        let mut columns = Columns::new();
        stats.want("Wq_fifo", Estimate::Ratio(columns.of(Reading::Waits), columns.of(Reading::Served)))?;
        planned.add(CYCLES, columns.0.len(), worker(&traffic, &columns), stats);
    }
    Ok(planned)
}

/// One team and room for so many, in the long run.
pub(super) fn mm1k(params: &mut Node<'_>, stats: &mut Node<'_>) -> Result<Planned, VerifyError> {
    let (lambda, mu) = (params.positive("lambda")?, params.positive("mu")?);
    let room = params.count("K_total", 1, 10_000)?;
    let mut planned = Planned { plans: Vec::new() };
    super::station::loss((lambda, exponential(mu)), (1, room), false, stats, &mut planned)?;
    Ok(planned)
}

/// As many teams as people come: nobody waits.
pub(super) fn mg_infinity(params: &mut Node<'_>, stats: &mut Node<'_>) -> Result<Planned, VerifyError> {
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
    let service = Distribution::Gamma { shape, scale };
    let traffic = post(teams, service)?.coming(Kind::Soldier, lambda, None);
    let mut columns = Columns::new();
    stats.each("at", |_, at| {
        let present = columns.of(Reading::Present(at.positive("t")?));
        at.want("mean_and_var", Estimate::Mean(present))?;
        at.want("mean_and_var", Estimate::Variance(present))?;
        at.want("p_zero", Estimate::Share(present, Test::Equals(0.0)))
    })?;
    // After so many mean services what began empty is as good as forgotten.
    let settled = 60.0 * shape.max(1.0) * scale;
    stats.want("stationary_mean", Estimate::Mean(columns.of(Reading::Present(settled))))?;
    let through = format!("{POST} ({teams} teams; that all are at work has probability below {BEYOND:e})");
    Ok(Planned::one(through, columns.0.len(), worker(&traffic, &columns), stats))
}
