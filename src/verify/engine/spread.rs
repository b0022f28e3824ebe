//! Kinds of spread over a map: deaths, births, contagion, recapture, competing hazards.

use super::advance::Map;
use super::estimate::{Estimate, Test, yes};
use super::history::{Reading, worker};
use super::plain::still;
use super::plan::{Plan, Plans};
use crate::math;
use crate::scenario::Momentum;
use crate::verify::error::VerifyError;
use crate::verify::object::{Object, Quantity};
use Estimate::{Covariance, Mean, Quantile, Ratio, Share, Variance};
use Reading as R;
use Test::{Above, AtMost, Equals};

const TERRITORY: &str = "territory";
/// Most districts of a complete graph.
const MOST_COMPLETE: usize = 2_000;
/// Most districts of other maps.
const MOST: usize = 20_000;
/// After so many mean times of relaxation the start is as good as forgotten.
const RELAXATIONS: f64 = 40.0;

/// The case of a map, whose quantities are estimated from readings of its histories.
fn over<'a>(
    map: &Map,
    through: impl Into<String>,
    stats: &'a Object<'a>,
    estimate: impl Fn(&Quantity<'a>) -> Option<Estimate<Reading>>,
) -> Plan {
    Plan::new(through, stats, estimate, |readings| worker(map, readings))
}

fn map(base: Vec<f64>, slope: Vec<f64>, pairs: &[(usize, usize, f64)]) -> Result<Map, VerifyError> {
    Ok(Map::new(still("")?, base, slope, pairs))
}

/// Districts that fall by themselves: those left are a pure death process.
pub(super) fn pure_death(params: &Object<'_>, stats: &Object<'_>) -> Plans {
    let (n, mu) = (params.count("n", 1, MOST)?, params.positive("mu")?);
    let map = map(vec![mu; n], vec![0.0; n], &[])?;
    Ok(vec![over(&map, TERRITORY, stats, |q| {
        Some(match q.name.as_str() {
            "at.mean" => Mean(R::Left(q.time()?)),
            "at.var" => Variance(R::Left(q.time()?)),
            "at.p_extinct" => Share(R::Left(q.time()?), Equals(0.0)),
            "extinction_mean" => Mean(R::AllHeld),
            "extinction_var" => Variance(R::AllHeld),
            "extinction_median" => Quantile(R::AllHeld, 0.5),
            _ => return None,
        })
    })])
}

/// Births as falls along a path: the k-th district presses on the next with the rate of k births more.
pub(super) fn yule(params: &Object<'_>, stats: &Object<'_>) -> Plans {
    const BEYOND: f64 = 1e-12;
    let (n0, lambda) = (params.count("n0", 1, MOST)?, params.positive("lambda")?);
    let mut latest = 0.0_f64;
    stats.quantities(&mut |q| {
        latest = latest.max(q.time().unwrap_or(0.0));
        false
    });
    let births = math::negative_binomial_quantile(1.0 - BEYOND, n0 as f64, libm::exp(-lambda * latest)) as usize + 1;
    if births > MOST {
        return Err(params.wrong("lambda", format!("expected a population that stays below {MOST}")));
    }
    let slope = (0..=births).map(|k| lambda * (n0 + k.saturating_sub(1)) as f64).collect();
    let pairs: Vec<_> = (0..births).map(|k| (k, k + 1, 1.0)).collect();
    let map = map(vec![0.0; births + 1], slope, &pairs)?.held([0]);
    let through = format!("{TERRITORY} (a path of {births} districts; more births have probability {BEYOND:e})");
    Ok(vec![over(&map, through, stats, |q| {
        let size = R::Grown(n0, q.time()?);
        Some(match q.name.as_str() {
            "at.mean" => Mean(size),
            "at.var" => Variance(size),
            "at.p_no_birth" => Share(size, Equals(n0 as f64)),
            "at.p_le_2n0" => Share(size, AtMost(2.0 * n0 as f64)),
            _ => return None,
        })
    })])
}

/// A complete graph of `n` districts, `i0` of them held at the start.
fn complete(params: &Object<'_>, contagion: &str) -> Result<(Map, usize, usize), VerifyError> {
    let n = params.count("n", 1, MOST_COMPLETE)?;
    let i0 = params.count("i0", 0, n)?;
    let beta = params.not_negative(contagion)?;
    let base = if params.has("base") { params.not_negative("base")? } else { 0.0 };
    let pairs: Vec<_> = (0..n).flat_map(|a| (0..n).filter(move |&b| b != a).map(move |b| (a, b, 1.0))).collect();
    Ok((map(vec![base; n], vec![beta; n], &pairs)?.held(0..i0), n, i0))
}

/// Contagion on a complete graph, without recapture.
pub(super) fn si_complete(params: &Object<'_>, stats: &Object<'_>) -> Plans {
    let (map, n, i0) = complete(params, "beta_per_infected_susceptible_pair")?;
    Ok(vec![over(&map, TERRITORY, stats, |q| {
        Some(match q.name.as_str() {
            "mean_time_to_all" => Mean(R::AllHeld),
            "var_time_to_all" => Variance(R::AllHeld),
            "at.mean" => Mean(R::Held(q.time()?)),
            "at.var" => Variance(R::Held(q.time()?)),
            "at.p_all_fallen" => Share(R::Held(q.time()?), Equals(n as f64)),
            "at.pmf_from_i0" => Share(R::Held(q.time()?), Equals((i0 + q.item(n + 1 - i0)?) as f64)),
            _ => return None,
        })
    })])
}

/// Contagion and recapture on a complete graph.
pub(super) fn sis_complete(params: &Object<'_>, stats: &Object<'_>) -> Plans {
    let (map, n, _) = complete(params, "beta")?;
    let map = map.recapture(vec![params.not_negative("rho_recapture")?; n]);
    let cycles = format!("{TERRITORY} (cycles between the times when all have fallen)");
    Ok(vec![
        over(&map, TERRITORY, stats, |q| {
            Some(match q.name.as_str() {
                "mean_first_time_all_fallen" => Mean(R::AllHeld),
                "var_first_time_all_fallen" => Variance(R::AllHeld),
                "at.mean" => Mean(R::Held(q.time()?)),
                "at.var" => Variance(R::Held(q.time()?)),
                "at.p_0" => Share(R::Held(q.time()?), Equals(0.0)),
                "at.p_n" => Share(R::Held(q.time()?), Equals(n as f64)),
                _ => return None,
            })
        }),
        over(&map, cycles, stats, |q| (q.name == "stationary_mean").then_some(Ratio(R::CycleArea, R::CycleLength))),
    ])
}

/// A small weighted graph with hazards of its own for each node.
pub(super) fn small_graph(params: &Object<'_>, stats: &Object<'_>) -> Plans {
    let n = params.count("n", 1, MOST)?;
    let map = weighted_map(n, params)?;
    let times = if stats.has("times") { stats.numbers("times")? } else { Vec::new() };
    Ok(vec![over(&map, TERRITORY, stats, |q| {
        Some(match q.name.as_str() {
            "at.mean_fallen" => Mean(R::Held(q.time()?)),
            "at.var_fallen" => Variance(R::Held(q.time()?)),
            "at.pmf_count" => Share(R::Held(q.time()?), Equals(q.item(n + 1)? as f64)),
            "at.p_fallen_node" => yes(R::HeldDistrict(q.item(n)?, q.time()?)),
            "at.p_0_and_last_both_fallen" => yes(R::HeldBoth(0, n - 1, q.time()?)),
            "first_fall_time.mean" if q.row < n => Mean(R::FirstFall(q.row)),
            "first_fall_time.var" if q.row < n => Variance(R::FirstFall(q.row)),
            "first_fall_time.cdf" if q.row < n => Share(R::FirstFall(q.row), AtMost(times[q.item(times.len())?])),
            "order.p_a_first_falls_before_b" => yes(R::Before(q.index("a", n)?, q.index("b", n)?)),
            _ => return None,
        })
    })])
}

fn weighted_map(n: usize, params: &Object<'_>) -> Result<Map, VerifyError> {
    let beta = params.not_negative("beta")?;
    params.ignore(&["hazard"]);
    let node = |x: f64| (x >= 0.0 && x < n as f64 && x == libm::floor(x)).then_some(x as usize);
    let mut pairs = Vec::new();
    for (k, edge) in params.table("edges_i_j_weight")?.into_iter().enumerate() {
        params.same_length("edges_i_j_weight[0]", edge.len(), 3)?;
        match (node(edge[0]), node(edge[1])) {
            (Some(i), Some(j)) if i != j && edge[2] >= 0.0 => pairs.extend([(i, j, edge[2]), (j, i, edge[2])]),
            _ => {
                let rule = format!("expected two different nodes below {n} and a weight of at least 0");
                return Err(params.wrong(&format!("edges_i_j_weight[{k}]"), rule));
            }
        }
    }
    let hazards = |key: &str| {
        let list = params.rates(key, false)?;
        params.same_length(key, list.len(), n).map(|()| list)
    };
    let held: Option<Vec<usize>> = params.numbers("initially_fallen")?.into_iter().map(node).collect();
    let held = held.ok_or_else(|| params.wrong("initially_fallen", format!("expected nodes below {n}")))?;
    Ok(map(hazards("base")?, vec![beta; n], &pairs)?.held(held).recapture(hazards("rho_recapture")?))
}

/// A front that moves along a path, with a rate for each step.
pub(super) fn path_front(params: &Object<'_>, stats: &Object<'_>) -> Plans {
    let (rates, horizon) = (params.rates("edge_rates", true)?, params.not_negative("horizon")?);
    let n = rates.len();
    let pairs: Vec<_> = (0..n).map(|k| (k, k + 1, 1.0)).collect();
    let map = map(vec![0.0; n + 1], std::iter::once(0.0).chain(rates).collect(), &pairs)?.held([0]);
    Ok(vec![over(&map, TERRITORY, stats, |q| {
        Some(match q.name.as_str() {
            "p_node_fallen" => yes(R::HeldDistrict(q.item(n)? + 1, horizon)),
            "mean_fallen_beyond_source" => Mean(R::Falls(horizon)),
            "mean_last" => Mean(R::FirstFall(n)),
            _ => return None,
        })
    })])
}

/// One district that falls and is taken back.
pub(super) fn two_state(params: &Object<'_>, stats: &Object<'_>) -> Plans {
    let (fall, back) = (params.positive("fall")?, params.positive("recapture")?);
    let held = match params.text("start") {
        "government" | "" => None,
        "fallen" => Some(0),
        other => return Err(params.wrong("start", format!("expected \"government\" or \"fallen\", found \"{other}\""))),
    };
    let settled = RELAXATIONS / (fall + back);
    let map = map(vec![fall], vec![0.0], &[])?.held(held).recapture(vec![back]);
    Ok(vec![over(&map, TERRITORY, stats, |q| {
        let late = R::HeldDistrict(0, settled);
        Some(match q.name.as_str() {
            "stationary_p_fallen" => yes(late),
            "at.p_fallen" => yes(R::HeldDistrict(0, q.time()?)),
            "at.mean_fraction_of_time_fallen" => Mean(R::ShareOfTime(0, q.time().filter(|t| *t > 0.0)?)),
            "at.cov_with_state_at_t_stationary" => Covariance(late, R::HeldDistrict(0, settled + q.time()?)),
            _ => return None,
        })
    })])
}

/// One district whose hazard a milestone changes.
pub(super) fn piecewise(params: &Object<'_>, stats: &Object<'_>) -> Plans {
    let (before, after) = (params.positive("h1")?, params.positive("h2")?);
    let mut map = map(vec![before], vec![0.0], &[])?;
    map.tempo = Some((params.not_negative("t_change")?, after / before));
    Ok(vec![over(&map, "territory (tempo changed by a milestone)", stats, |q| {
        let time = R::FirstFall(0);
        Some(match q.name.as_str() {
            "mean" => Mean(time),
            "survival.p" => Share(time, Above(q.time()?)),
            "quantiles.t" => Quantile(time, q.probability()?),
            _ => return None,
        })
    })])
}

/// Several districts that fall by themselves: which is first?
pub(super) fn competing(params: &Object<'_>, stats: &Object<'_>) -> Plans {
    let rates = params.rates("rates", true)?;
    let n = rates.len();
    let map = map(rates, vec![0.0; n], &[])?;
    Ok(vec![over(&map, TERRITORY, stats, |q| {
        Some(match q.name.as_str() {
            "min_mean" => Mean(R::Earliest),
            "min_var" => Variance(R::Earliest),
            "winner" => yes(R::Won(q.item(n)?, f64::INFINITY)),
            "cif.cumulative_incidence" => yes(R::Won(q.item(n)?, q.time()?)),
            _ => return None,
        })
    })])
}

/// A district that falls again and again: each fall is undone at once, so that falls count events.
pub(super) fn counting(rate: f64) -> Result<Map, VerifyError> {
    counting_with(rate, Momentum { jump: 0.0, half_life: 1.0 }, false)
}

/// The same where falls bring falls, by the momentum of the nation or of the province.
fn counting_with(rate: f64, momentum: Momentum, of_province: bool) -> Result<Map, VerifyError> {
    let mut scenario = still("")?;
    scenario.sections.recapture.probability = 1.0;
    let campaign = &mut scenario.sections.campaign;
    match of_province {
        true => campaign.provincial_momentum = momentum,
        false => campaign.national_momentum = momentum,
    }
    Ok(Map::new(scenario, vec![rate], vec![0.0], &[]))
}

/// Events that bring events: the momentum of the campaign, once the nation's, once the province's.
pub(super) fn hawkes(params: &Object<'_>, stats: &Object<'_>) -> Plans {
    let (mu, jump) = (params.positive("mu")?, params.not_negative("alpha_jump")?);
    let decay = params.positive("beta_decay")?;
    if jump >= decay {
        return Err(params.wrong("alpha_jump", format!("expected less than beta_decay = {decay}, found {jump}")));
    }
    let settled = RELAXATIONS / (decay - jump);
    let momentum = Momentum { jump: jump / mu, half_life: core::f64::consts::LN_2 / decay };
    let intensity = |t: f64| R::Intensity { t, base: mu, jump, decay };
    let at = |q: &Quantity<'_>| {
        Some(match q.name.as_str() {
            "at.mean_intensity" => Mean(intensity(q.time()?)),
            "at.var_intensity" => Variance(intensity(q.time()?)),
            "at.mean_count" => Mean(R::Falls(q.time()?)),
            "at.var_count" => Variance(R::Falls(q.time()?)),
            "at.p_no_event" => Share(R::Falls(q.time()?), Equals(0.0)),
            _ => return None,
        })
    };
    let nation = counting_with(mu, momentum, false)?;
    let province = counting_with(mu, momentum, true)?;
    Ok(vec![
        over(&nation, "territory (national momentum)", stats, |q| match q.name.as_str() {
            "stationary_mean_intensity" => Some(Mean(intensity(settled))),
            "branching_ratio" => Some(Ratio(R::Excited { t: settled, jump, decay }, intensity(settled))),
            _ => at(q),
        }),
        over(&province, "territory (provincial momentum)", stats, at),
    ])
}
