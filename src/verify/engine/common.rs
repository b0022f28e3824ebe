//! Two policies in the same world: a common reaction path.

use super::advance::Advance;
use super::estimate::{Estimate, yes};
use super::history::{Reading, read};
use super::plan::{Plan, Plans};
use super::sample::workers;
use super::spread::counting;
use crate::sim::World;
use crate::verify::object::Object;

/// Events counted under two rates in one world, and once in another world.
pub(super) fn two_policies(params: &Object<'_>, stats: &Object<'_>) -> Plans {
    let (a, b) = (params.positive("rate_policy_A")?, params.positive("rate_policy_B")?);
    let t = params.positive("t")?;
    let (map_a, map_b) = (counting(a)?, counting(b)?);
    let make = workers(
        move || (Advance::new(map_a.clone()), Advance::new(map_b.clone())),
        move |(one, two), world, row| {
            let mut events = 0;
            let mut count = |policy: &mut Advance, world: World| {
                let mut found = [0.0; 2];
                policy.begin(world);
                events += read(policy, &[Reading::Falls(t), Reading::Earliest], &mut found);
                found
            };
            let ([n_a, t_a], [n_b, t_b]) = (count(one, world), count(two, world));
            let [n_c, _] = count(two, elsewhere(&world));
            row.copy_from_slice(&[n_a, n_b, n_c, t_a, t_b, n_a - n_b, n_a - n_c, t_a - t_b, 0.0, 0.0, 0.0, 0.0, 0.0]);
            let (slow, fast) = if a < b { (n_a, n_b) } else { (n_b, n_a) };
            let happened = |some: f64, none: f64| f64::from(u8::from(some > 0.0 && none == 0.0));
            let flags =
                [happened(n_a, n_b), happened(n_b, n_a), happened(fast, slow), happened(fast, 0.0), happened(n_a, n_c)];
            row[8..].copy_from_slice(&flags);
            events
        },
    );
    use Estimate as E;
    let estimate = |name: &str| match name {
        "mean_diff" => Some(E::Mean(5)),
        "var_diff_common_paths" => Some(E::Variance(5)),
        "var_diff_independent" => Some(E::Variance(6)),
        "corr_counts" => Some(E::Correlation(0, 1)),
        "first_time_corr" => Some(E::Correlation(3, 4)),
        "first_time_mean_diff" => Some(E::Mean(7)),
        "first_time_sd_diff" => Some(E::Deviation(7)),
        "p_event_A_not_B_by_t" => Some(yes(8)),
        "p_event_B_not_A_by_t" => Some(yes(9)),
        "probability_of_necessity_of_higher_rate" => Some(E::Ratio(10, 11)),
        "independent_worlds_p_A_not_B" => Some(yes(12)),
        _ => None,
    };
    Ok(vec![Plan::fixed(13, "territory, twice in the same world", stats, |q| estimate(&q.name), make)])
}

/// A world of its own for each world.
fn elsewhere(world: &World) -> World {
    World::new(2, world.stream(crate::sim::Mechanism(u16::MAX), 0).uniform().to_bits())
}
