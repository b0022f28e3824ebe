//! What a sensitivity analysis says, in plain words.

use super::{Design, FEWEST, OutcomeSensitivity, ParameterSensitivity};
use crate::experiment::Method;
use crate::number::short;

/// Parameters that are named at most.
const NAMED: usize = 3;
/// Share of the variance below which a parameter is not worth naming.
const SMALL: f64 = 0.05;
/// Width of a total index's interval beyond which the interval is told.
const WIDE: f64 = 0.1;
/// Share of noise beyond which nothing else should be said.
const MOSTLY_NOISE: f64 = 0.5;

/// A sentence or two about one outcome.
pub(super) fn words(one: &OutcomeSensitivity, design: &Design<'_>) -> String {
    let name = one.about.name();
    let all = design.rows.len() / design.each();
    let what = if design.method == Method::Morris { "trajectories" } else { "base points" };
    let missing = one.undefined_points;
    if all < FEWEST {
        return format!("{name}: {all} {what} are too few to say anything; give --points {FEWEST} or more.");
    }
    if one.used < FEWEST {
        let few = format!("only {} of {all} {what} are without such points", one.used);
        return format!("{name}: has no value at {missing} points of the design, and {few}: nothing is said.");
    }
    let mut said = drivers(one, design.method, &name);
    if one.never > 0.0 && !one.mean.is_nan() {
        let (percent, most) = (share_of_worlds(one.never), one.about.horizon);
        said += &format!(
            " In {percent} of replications it did not come; these count what is known of them, at most {most:.1} days."
        );
    }
    if missing == 0 {
        return said;
    }
    format!(
        "{said} It has no value at {missing} points of the design: said of the {} of {all} {what} without such points.",
        one.used
    )
}

/// "12 %", and no "0 %" of what there is nor "100 %" of what is not all.
fn share_of_worlds(share: f64) -> String {
    match 100.0 * share {
        percent if percent < 1.0 => "less than 1 %".to_owned(),
        percent if percent > 99.0 => format!("{percent:.1} %"),
        percent => format!("{percent:.0} %"),
    }
}

fn drivers(one: &OutcomeSensitivity, method: Method, name: &str) -> String {
    if one.mean.is_nan() {
        return format!("{name}: comes in no replication at any point.");
    }
    if one.noise.of_means <= 0.0 {
        return format!("{name}: does not change; none of the parameters changes it.");
    }
    let noise = one.noise.share;
    if noise > MOSTLY_NOISE {
        let percent = 100.0 * noise;
        return format!(
            "{name}: {percent:.0} % of the differences between points is chance; more replications (-n) first."
        );
    }
    let mut ranked: Vec<&ParameterSensitivity> = one.parameters.iter().collect();
    ranked.sort_by(|a, b| strength(b, method).total_cmp(&strength(a, method)));
    let top = ranked.first().map_or(0.0, |first| strength(first, method));
    let worth = |p: &&ParameterSensitivity| match method {
        Method::Sobol => strength(p, method) >= SMALL && p.total.low > 0.0,
        Method::Morris => strength(p, method) >= SMALL * top && p.mu_star.value > 2.0 * noise_of_an_effect(one),
    };
    let named: Vec<String> = ranked.into_iter().filter(worth).take(NAMED).map(|p| driver(p, one, method)).collect();
    let said = match named.len() {
        0 => format!("{name}: no parameter stands out"),
        _ => format!("{name}: driven by {}", named.join(", then ")),
    };
    if noise.is_nan() {
        return format!("{said}. One replication at each point: chance is not told apart.");
    }
    format!("{said}. Chance is {:.0} % of the differences between points.", 100.0 * noise)
}

fn strength(p: &ParameterSensitivity, method: Method) -> f64 {
    let value = p.strength(method).value;
    if value.is_nan() { 0.0 } else { value }
}

/// Standard deviation that chance gives an elementary effect's mean size; 0 when not known.
fn noise_of_an_effect(one: &OutcomeSensitivity) -> f64 {
    let variance = if one.noise.of_a_mean.is_nan() { 0.0 } else { one.noise.of_a_mean };
    (2.0 * variance).sqrt() / super::parameters::step()
}

fn driver(p: &ParameterSensitivity, one: &OutcomeSensitivity, method: Method) -> String {
    let direction = match p.rank_correlation {
        r if r > 0.1 => "; rises with it",
        r if r < -0.1 => "; falls as it rises",
        _ => "; not in one direction",
    };
    match method {
        Method::Sobol => format!("{} ({}{direction})", p.parameter, shares(p)),
        Method::Morris => {
            let unit = if one.about.unit.is_empty() { String::new() } else { format!(" {}", one.about.unit) };
            let depends = if p.sigma.value > p.mu_star.value { ", depending on the others" } else { "" };
            format!("{} ({}{unit} over its range{depends}{direction})", p.parameter, short(p.mu_star.value))
        }
    }
}

/// The total share, with its interval where that is wide, and what of it the parameter has by itself: never more than all of
/// it, as which of two estimates is larger is then chance.
fn shares(p: &ParameterSensitivity) -> String {
    let percent = |x: f64| format!("{:.0}", 100.0 * x.clamp(0.0, 1.0));
    let interval = if p.total.high - p.total.low > WIDE {
        format!(", 95 % interval {} to {}", percent(p.total.low), percent(p.total.high))
    } else {
        String::new()
    };
    let (total, alone) = (percent(p.total.value), percent(p.first.value));
    let alone =
        if p.first.value >= p.total.value || alone == total { "all of it".to_owned() } else { format!("{alone} %") };
    format!("{total} % of the variance{interval}; {alone} by itself")
}
