//! Kinds of spread over a map: deaths, births, contagion, recapture, competing hazards.

use super::advance::Map;
use super::columns::Columns;
use super::estimate::{Estimate, Test};
use super::history::{Reading, worker};
use super::plain::still;
use super::plan::{Planned, defect};
use super::wanted::Node;
use crate::math;
use crate::scenario::{Momentum, Scenario};
use crate::verify::statistics::VerifyError;

const TERRITORY: &str = "territory";
/// Most districts of a complete graph.
const MOST_COMPLETE: usize = 2_000;
/// Most districts of other maps.
const MOST: usize = 20_000;

fn scenario() -> Result<Scenario, VerifyError> {
    still("").map_err(|problems| defect(&problems))
}

fn all_pairs(n: usize, weight: f64) -> Vec<(usize, usize, f64)> {
    (0..n).flat_map(|a| (0..n).filter(move |&b| b != a).map(move |b| (a, b, weight))).collect()
}

/// Districts that fall by themselves: those left are a pure death process.
pub(super) fn pure_death(params: &mut Node<'_>, stats: &mut Node<'_>) -> Result<Planned, VerifyError> {
    let n = params.count("n", 1, MOST)?;
    let mu = params.positive("mu")?;
    let mut columns = Columns::new();
    stats.each("at", |_, at| {
        let left = columns.of(Reading::Left(at.not_negative("t")?));
        at.want("mean", Estimate::Mean(left))?;
        at.want("var", Estimate::Variance(left))?;
        at.want("p_extinct", Estimate::Share(left, Test::Equals(0.0)))
    })?;
    for (key, estimate) in [
        ("extinction_mean", Estimate::Mean as fn(usize) -> Estimate),
        ("extinction_var", Estimate::Variance),
        ("extinction_median", |column| Estimate::Quantile(column, 0.5)),
    ] {
        if stats.has(key) {
            stats.want(key, estimate(columns.of(Reading::AllHeld)))?;
        }
    }
    let map = Map::new(scenario()?, vec![mu; n], vec![0.0; n], &[]);
    Ok(Planned::one(TERRITORY, columns.0.len(), worker(&map, &columns), stats))
}

/// Births as falls along a path: the k-th district presses on the next with the rate of k births more.
pub(super) fn yule(params: &mut Node<'_>, stats: &mut Node<'_>) -> Result<Planned, VerifyError> {
    const BEYOND: f64 = 1e-12;
    let n0 = params.count("n0", 1, MOST)?;
    let lambda = params.positive("lambda")?;
    let (mut columns, mut latest) = (Columns::new(), 0.0_f64);
    stats.each("at", |_, at| {
        let t = at.not_negative("t")?;
        latest = latest.max(t);
        let size = columns.of(Reading::Grown(n0, t));
        at.want("mean", Estimate::Mean(size))?;
        at.want("var", Estimate::Variance(size))?;
        at.want("p_no_birth", Estimate::Share(size, Test::Equals(n0 as f64)))?;
        at.want("p_le_2n0", Estimate::Share(size, Test::AtMost(2.0 * n0 as f64)))
    })?;
    let births = math::negative_binomial_quantile(1.0 - BEYOND, n0 as f64, libm::exp(-lambda * latest)) as usize + 1;
    if births > MOST {
        return Err(params.wrong("lambda", format!("expected a population that stays below {MOST}")));
    }
    let slope = (0..=births).map(|k| lambda * (n0 + k.saturating_sub(1)) as f64).collect();
    let pairs: Vec<_> = (0..births).map(|k| (k, k + 1, 1.0)).collect();
    let map = Map::new(scenario()?, vec![0.0; births + 1], slope, &pairs).held([0]);
    let through = format!("{TERRITORY} (a path of {births} districts; more births have probability {BEYOND:e})");
    Ok(Planned::one(through, columns.0.len(), worker(&map, &columns), stats))
}

/// Contagion on a complete graph, without recapture.
pub(super) fn si_complete(params: &mut Node<'_>, stats: &mut Node<'_>) -> Result<Planned, VerifyError> {
    let n = params.count("n", 1, MOST_COMPLETE)?;
    let i0 = params.count("i0", 0, n)?;
    let beta = params.not_negative("beta_per_infected_susceptible_pair")?;
    let base = if params.has("base") { params.not_negative("base")? } else { 0.0 };
    let mut columns = Columns::new();
    for (key, estimate) in
        [("mean_time_to_all", Estimate::Mean as fn(usize) -> Estimate), ("var_time_to_all", Estimate::Variance)]
    {
        if stats.has(key) {
            stats.want(key, estimate(columns.of(Reading::AllHeld)))?;
        }
    }
    stats.each("at", |_, at| {
        let held = columns.of(Reading::Held(at.not_negative("t")?));
        at.want("mean", Estimate::Mean(held))?;
        at.want("var", Estimate::Variance(held))?;
        at.want("p_all_fallen", Estimate::Share(held, Test::Equals(n as f64)))?;
        at.want_list("pmf_from_i0", n + 1 - i0, |k| Estimate::Share(held, Test::Equals((i0 + k) as f64)))
    })?;
    let map = Map::new(scenario()?, vec![base; n], vec![beta; n], &all_pairs(n, 1.0)).held(0..i0);
    Ok(Planned::one(TERRITORY, columns.0.len(), worker(&map, &columns), stats))
}

/// Contagion and recapture on a complete graph.
pub(super) fn sis_complete(params: &mut Node<'_>, stats: &mut Node<'_>) -> Result<Planned, VerifyError> {
    let n = params.count("n", 1, MOST_COMPLETE)?;
    let i0 = params.count("i0", 0, n)?;
    let beta = params.not_negative("beta")?;
    let rho = params.not_negative("rho_recapture")?;
    let base = if params.has("base") { params.not_negative("base")? } else { 0.0 };
    let map = Map::new(scenario()?, vec![base; n], vec![beta; n], &all_pairs(n, 1.0)).held(0..i0);
    let map = map.recapture(vec![rho; n]);
    let mut columns = Columns::new();
    for (key, estimate) in [
        ("mean_first_time_all_fallen", Estimate::Mean as fn(usize) -> Estimate),
        ("var_first_time_all_fallen", Estimate::Variance),
    ] {
        if stats.has(key) {
            stats.want(key, estimate(columns.of(Reading::AllHeld)))?;
        }
    }
    stats.each("at", |_, at| {
        let held = columns.of(Reading::Held(at.not_negative("t")?));
        at.want("mean", Estimate::Mean(held))?;
        at.want("var", Estimate::Variance(held))?;
        at.want("p_0", Estimate::Share(held, Test::Equals(0.0)))?;
        at.want("p_n", Estimate::Share(held, Test::Equals(n as f64)))
    })?;
    let mut planned = Planned::one(TERRITORY, columns.0.len(), worker(&map, &columns), stats);
    if stats.has("stationary_mean") {
        let mut columns = Columns::new();
        let (area, length) = (columns.of(Reading::CycleArea), columns.of(Reading::CycleLength));
        stats.want("stationary_mean", Estimate::Ratio(area, length))?;
        let through = format!("{TERRITORY} (cycles between the times when all have fallen)");
        planned.add(through, columns.0.len(), worker(&map, &columns), stats);
    }
    Ok(planned)
}

/// A small weighted graph with hazards of its own for each node.
pub(super) fn small_graph(params: &mut Node<'_>, stats: &mut Node<'_>) -> Result<Planned, VerifyError> {
    let n = params.count("n", 1, MOST)?;
    let map = weighted_map(n, params)?;
    let mut columns = Columns::new();
    let times = if stats.has("times") { stats.numbers("times")? } else { Vec::new() };
    stats.each("at", |_, at| {
        let t = at.not_negative("t")?;
        let held = columns.of(Reading::Held(t));
        at.want("mean_fallen", Estimate::Mean(held))?;
        at.want("var_fallen", Estimate::Variance(held))?;
        at.want_list("pmf_count", n + 1, |k| Estimate::Share(held, Test::Equals(k as f64)))?;
        at.want_list("p_fallen_node", n, |i| {
            Estimate::Share(columns.of(Reading::HeldDistrict(i, t)), Test::Equals(1.0))
        })?;
        let both = Estimate::Share(columns.of(Reading::HeldBoth(0, n - 1, t)), Test::Equals(1.0));
        at.want("p_0_and_last_both_fallen", both)
    })?;
    stats.each_that_is("first_fall_time", |i, fall| {
        let first = columns.of(Reading::FirstFall(i));
        fall.want("mean", Estimate::Mean(first))?;
        fall.want("var", Estimate::Variance(first))?;
        fall.want_list("cdf", times.len(), |k| Estimate::Share(first, Test::AtMost(times[k])))
    })?;
    stats.within("order", |order| {
        let (a, b) = (order.count("a", 0, n - 1)?, order.count("b", 0, n - 1)?);
        let before = Estimate::Share(columns.of(Reading::Before(a, b)), Test::Equals(1.0));
        order.want("p_a_first_falls_before_b", before)
    })?;
    Ok(Planned::one(TERRITORY, columns.0.len(), worker(&map, &columns), stats))
}

fn weighted_map(n: usize, params: &mut Node<'_>) -> Result<Map, VerifyError> {
    let beta = params.not_negative("beta")?;
    params.ignore("hazard");
    let mut pairs = Vec::new();
    for (k, edge) in params.table("edges_i_j_weight")?.into_iter().enumerate() {
        params.same_length("edges_i_j_weight[0]", edge.len(), 3)?;
        let node = |x: f64| (x >= 0.0 && x < n as f64 && x == libm::floor(x)).then_some(x as usize);
        match (node(edge[0]), node(edge[1])) {
            (Some(i), Some(j)) if i != j && edge[2] >= 0.0 => pairs.extend([(i, j, edge[2]), (j, i, edge[2])]),
            _ => {
                let rule = format!("expected two different nodes below {n} and a weight of at least 0");
                return Err(params.wrong(&format!("edges_i_j_weight[{k}]"), rule));
            }
        }
    }
    let mut hazards = |key: &str| {
        let list = params.rates(key, false)?;
        match list.len() == n {
            true => Ok(list),
            false => Err(params.wrong(key, format!("expected {n} numbers, found {}", list.len()))),
        }
    };
    let (base, recapture) = (hazards("base")?, hazards("rho_recapture")?);
    let mut held = Vec::new();
    for (k, x) in params.numbers("initially_fallen")?.into_iter().enumerate() {
        if !(x >= 0.0 && x < n as f64 && x == libm::floor(x)) {
            let rule = format!("expected a node below {n}, found {x}");
            return Err(params.wrong(&format!("initially_fallen[{k}]"), rule));
        }
        held.push(x as usize);
    }
    Ok(Map::new(scenario()?, base, vec![beta; n], &pairs).held(held).recapture(recapture))
}

/// A front that moves along a path, with a rate for each step.
pub(super) fn path_front(params: &mut Node<'_>, stats: &mut Node<'_>) -> Result<Planned, VerifyError> {
    let rates = params.rates("edge_rates", true)?;
    let horizon = params.not_negative("horizon")?;
    let n = rates.len();
    let pairs: Vec<_> = (0..n).map(|k| (k, k + 1, 1.0)).collect();
    let slope = std::iter::once(0.0).chain(rates).collect();
    let map = Map::new(scenario()?, vec![0.0; n + 1], slope, &pairs).held([0]);
    let mut columns = Columns::new();
    stats.want_list("p_node_fallen", n, |k| {
        Estimate::Share(columns.of(Reading::HeldDistrict(k + 1, horizon)), Test::Equals(1.0))
    })?;
    stats.want("mean_fallen_beyond_source", Estimate::Mean(columns.of(Reading::Falls(horizon))))?;
    stats.want("mean_last", Estimate::Mean(columns.of(Reading::FirstFall(n))))?;
    Ok(Planned::one(TERRITORY, columns.0.len(), worker(&map, &columns), stats))
}

/// One district that falls and is taken back.
pub(super) fn two_state(params: &mut Node<'_>, stats: &mut Node<'_>) -> Result<Planned, VerifyError> {
    const RELAXATIONS: f64 = 40.0;
    let (fall, back) = (params.positive("fall")?, params.positive("recapture")?);
    let held = match params.text("start") {
        "government" | "" => None,
        "fallen" => Some(0),
        other => return Err(params.wrong("start", format!("expected \"government\" or \"fallen\", found \"{other}\""))),
    };
    let settled = RELAXATIONS / (fall + back);
    let mut columns = Columns::new();
    let late = columns.of(Reading::HeldDistrict(0, settled));
    stats.want("stationary_p_fallen", Estimate::Share(late, Test::Equals(1.0)))?;
    stats.each("at", |_, at| {
        let t = at.positive("t")?;
        let now = columns.of(Reading::HeldDistrict(0, t));
        at.want("p_fallen", Estimate::Share(now, Test::Equals(1.0)))?;
        at.want("mean_fraction_of_time_fallen", Estimate::Mean(columns.of(Reading::ShareOfTime(0, t))))?;
        let later = columns.of(Reading::HeldDistrict(0, settled + t));
        at.want("cov_with_state_at_t_stationary", Estimate::Covariance(late, later))
    })?;
    let map = Map::new(scenario()?, vec![fall], vec![0.0], &[]).held(held).recapture(vec![back]);
    Ok(Planned::one(TERRITORY, columns.0.len(), worker(&map, &columns), stats))
}

/// One district whose hazard a milestone changes.
pub(super) fn piecewise(params: &mut Node<'_>, stats: &mut Node<'_>) -> Result<Planned, VerifyError> {
    let (before, after) = (params.positive("h1")?, params.positive("h2")?);
    let at = params.not_negative("t_change")?;
    let mut map = Map::new(scenario()?, vec![before], vec![0.0], &[]);
    map.tempo = Some((at, after / before));
    let mut columns = Columns::new();
    let time = columns.of(Reading::FirstFall(0));
    stats.want("mean", Estimate::Mean(time))?;
    stats.each("survival", |_, at| {
        let t = at.not_negative("t")?;
        at.want("p", Estimate::Share(time, Test::Above(t)))
    })?;
    stats.each("quantiles", |_, at| {
        let p = at.share("p")?;
        at.want("t", Estimate::Quantile(time, p))
    })?;
    let through = "territory (tempo changed by a milestone)";
    Ok(Planned::one(through, columns.0.len(), worker(&map, &columns), stats))
}

/// Several districts that fall by themselves: which is first?
pub(super) fn competing(params: &mut Node<'_>, stats: &mut Node<'_>) -> Result<Planned, VerifyError> {
    let rates = params.rates("rates", true)?;
    let n = rates.len();
    let map = Map::new(scenario()?, rates, vec![0.0; n], &[]);
    let mut columns = Columns::new();
    let first = columns.of(Reading::Earliest);
    stats.want("min_mean", Estimate::Mean(first))?;
    stats.want("min_var", Estimate::Variance(first))?;
    stats.want_list("winner", n, |i| Estimate::Share(columns.of(Reading::Won(i, f64::INFINITY)), Test::Equals(1.0)))?;
    stats.each("cif", |_, at| {
        let t = at.not_negative("t")?;
        at.want_list("cumulative_incidence", n, |i| Estimate::Share(columns.of(Reading::Won(i, t)), Test::Equals(1.0)))
    })?;
    Ok(Planned::one(TERRITORY, columns.0.len(), worker(&map, &columns), stats))
}

/// A district that falls again and again: each fall is undone at once, so that falls count events.
pub(super) fn counting(rate: f64) -> Result<Map, VerifyError> {
    let mut scenario = scenario()?;
    scenario.sections.recapture.probability = 1.0;
    Ok(Map::new(scenario, vec![rate], vec![0.0], &[]))
}

/// Events that bring events: the momentum of the campaign, once the nation's, once the province's.
pub(super) fn hawkes(params: &mut Node<'_>, stats: &mut Node<'_>) -> Result<Planned, VerifyError> {
    const RELAXATIONS: f64 = 40.0;
    let (mu, jump) = (params.positive("mu")?, params.not_negative("alpha_jump")?);
    let decay = params.positive("beta_decay")?;
    if jump >= decay {
        return Err(params.wrong("alpha_jump", format!("expected less than beta_decay = {decay}, found {jump}")));
    }
    let settled = RELAXATIONS / (decay - jump);
    let momentum = Momentum { jump: jump / mu, half_life: core::f64::consts::LN_2 / decay };
    let mut planned = Planned { plans: Vec::new() };
    for of_nation in [true, false] {
        let mut columns = Columns::new();
        stats.each("at", |_, at| {
            let t = at.not_negative("t")?;
            let intensity = columns.of(Reading::Intensity { t, base: mu, jump, decay });
            let count = columns.of(Reading::Falls(t));
            at.want("mean_intensity", Estimate::Mean(intensity))?;
            at.want("var_intensity", Estimate::Variance(intensity))?;
            at.want("mean_count", Estimate::Mean(count))?;
            at.want("var_count", Estimate::Variance(count))?;
            at.want("p_no_event", Estimate::Share(count, Test::Equals(0.0)))
        })?;
        if of_nation {
            let late = columns.of(Reading::Intensity { t: settled, base: mu, jump, decay });
            let excited = columns.of(Reading::Excited { t: settled, jump, decay });
            stats.want("stationary_mean_intensity", Estimate::Mean(late))?;
            stats.want("branching_ratio", Estimate::Ratio(excited, late))?;
        }
        let mut map = counting(mu)?;
        let Some(scenario) = std::sync::Arc::get_mut(&mut map.scenario) else { continue };
        let campaign = &mut scenario.sections.campaign;
        let (slot, through) = match of_nation {
            true => (&mut campaign.national_momentum, "territory (national momentum)"),
            false => (&mut campaign.provincial_momentum, "territory (provincial momentum)"),
        };
        *slot = momentum;
        planned.add(through, columns.0.len(), worker(&map, &columns), stats);
    }
    Ok(planned)
}
