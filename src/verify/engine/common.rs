//! Two policies in the same world: a common reaction path.

use super::advance::Advance;
use super::estimate::{Estimate, Test};
use super::history::{Reading, read};
use super::plan::Planned;
use super::sample::{MakeWorker, Worker};
use super::spread::counting;
use super::wanted::Node;
use crate::sim::World;
use crate::verify::statistics::VerifyError;

/// Events counted under two rates in one world, and once in another world.
pub(super) fn two_policies(params: &mut Node<'_>, stats: &mut Node<'_>) -> Result<Planned, VerifyError> {
    let (a, b) = (params.positive("rate_policy_A")?, params.positive("rate_policy_B")?);
    let t = params.positive("t")?;
    let (map_a, map_b) = (counting(a)?, counting(b)?);
    let [
        count_a,
        count_b,
        difference,
        apart,
        first_a,
        first_b,
        between,
        only_a,
        only_b,
        only_faster,
        faster,
        only_a_apart,
    ] = std::array::from_fn(|i| i);
    let yes = |column| Estimate::Share(column, Test::Equals(1.0));
    stats.want("mean_diff", Estimate::Mean(difference))?;
    stats.want("var_diff_common_paths", Estimate::Variance(difference))?;
    stats.want("var_diff_independent", Estimate::Variance(apart))?;
    stats.want("corr_counts", Estimate::Correlation(count_a, count_b))?;
    stats.want("first_time_corr", Estimate::Correlation(first_a, first_b))?;
    stats.want("first_time_mean_diff", Estimate::Mean(between))?;
    stats.want("first_time_sd_diff", Estimate::Deviation(between))?;
    stats.want("p_event_A_not_B_by_t", yes(only_a))?;
    stats.want("p_event_B_not_A_by_t", yes(only_b))?;
    stats.want("probability_of_necessity_of_higher_rate", Estimate::Ratio(only_faster, faster))?;
    stats.want("independent_worlds_p_A_not_B", yes(only_a_apart))?;
    let make: MakeWorker = Box::new(move || {
        let (mut one, mut two) = (Advance::new(map_a.clone()), Advance::new(map_b.clone()));
        let work: Worker = Box::new(move |world, row| {
            let readings = [Reading::Falls(t), Reading::Earliest];
            let mut events = 0;
            let mut count = |policy: &mut Advance, world: World| {
                let mut found = [0.0; 2];
                policy.begin(world);
                events += read(policy, &readings, &mut found);
                found
            };
            let ([n_a, t_a], [n_b, t_b]) = (count(&mut one, world), count(&mut two, world));
            let [n_c, _] = count(&mut two, elsewhere(&world));
            let flag = |yes: bool| f64::from(u8::from(yes));
            let (slow, fast) = if a < b { (n_a, n_b) } else { (n_b, n_a) };
            row.copy_from_slice(&[
                n_a,
                n_b,
                n_a - n_b,
                n_a - n_c,
                t_a,
                t_b,
                t_a - t_b,
                flag(n_a > 0.0 && n_b == 0.0),
                flag(n_b > 0.0 && n_a == 0.0),
                flag(fast > 0.0 && slow == 0.0),
                flag(fast > 0.0),
                flag(n_a > 0.0 && n_c == 0.0),
            ]);
            events
        });
        work
    });
    Ok(Planned::one("territory, twice in the same world", 12, make, stats))
}

/// A world of its own for each world.
fn elsewhere(world: &World) -> World {
    World::new(2, world.stream(crate::sim::Mechanism(u16::MAX), 0).uniform().to_bits())
}
