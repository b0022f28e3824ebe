//! The reference model written by hand, without a framework: what the model itself costs.
//!
//! `--variant direct` is Gillespie's direct method with districts grouped by hazard, the fewest steps we know of.
//! `--variant sequential` and `--variant named` are the next-reaction method on an indexed heap, one event at a time as a
//! simulator would do it; they differ only in where random numbers come from (see [`draws`]).

mod direct;
mod draws;
mod heap;
mod next_reaction;

use std::{error::Error, hint::black_box};

use common::{Arguments, Clock, Map, Outcome, Tally};
use draws::{Named, Sequential};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments = Arguments::of_process();
    let map = Map::read(&arguments.scenario())?;
    let seed = arguments.seed();
    match arguments.value("--variant", String::from("named")).as_str() {
        "direct" => {
            let mut model = direct::Model::new(&map);
            let mut draws = Sequential::new(seed);
            measure(&arguments, "baseline, direct method", |r| model.replicate(&mut draws, r));
        }
        "sequential" => {
            let mut model = next_reaction::Model::new(&map);
            let mut draws = Sequential::new(seed);
            measure(&arguments, "baseline, sequential draws", |r| model.replicate(&mut draws, r));
        }
        "named" => {
            let mut model = next_reaction::Model::new(&map);
            let mut draws = Named::new(seed, map.len());
            measure(&arguments, "baseline, named draws", |r| model.replicate(&mut draws, r));
        }
        other => return Err(format!("no variant {other:?}: direct, sequential or named").into()),
    }
    Ok(())
}

fn measure(arguments: &Arguments, engine: &str, mut replicate: impl FnMut(u64) -> Outcome) {
    let mut tally = Tally::default();
    let start = Clock::start();
    for replication in 0..arguments.replications() {
        tally.add(&black_box(replicate(replication)));
    }
    tally.print(engine, env!("CARGO_PKG_VERSION"), start.seconds());
}

#[cfg(test)]
mod tests {
    use super::*;

    fn map() -> Map {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../scenarios/tajik-afghan-2021");
        Map::read(&folder).expect("the scenario's map")
    }

    /// Mean number of falls; its standard deviation is 27.7, from long runs of two other programs.
    const FALLS: f64 = 265.78;
    const DEVIATION: f64 = 27.7;

    fn mean_falls(mut replicate: impl FnMut(u64) -> Outcome) -> f64 {
        let n = 2000;
        (0..n).map(|r| f64::from(replicate(r).falls)).sum::<f64>() / n as f64
    }

    #[test]
    fn every_variant_has_the_reference_number_of_falls() {
        let map = map();
        let mut heap = next_reaction::Model::new(&map);
        let mut direct = direct::Model::new(&map);
        let mut named = Named::new(1, map.len());
        let mut sequential = Sequential::new(1);
        let means = [
            mean_falls(|r| heap.replicate(&mut named, r)),
            mean_falls(|r| heap.replicate(&mut sequential, r)),
            mean_falls(|r| direct.replicate(&mut sequential, r)),
        ];
        // 5 standard errors: a false alarm once in half a million tests.
        let allowed = 5.0 * DEVIATION / 2000_f64.sqrt();
        assert!(means.iter().all(|m| (m - FALLS).abs() < allowed), "{means:?}");
    }

    #[test]
    fn named_draws_do_not_depend_on_what_ran_before() {
        let map = map();
        let mut model = next_reaction::Model::new(&map);
        let mut draws = Named::new(7, map.len());
        let first = model.replicate(&mut draws, 3);
        model.replicate(&mut draws, 4);
        assert_eq!(first, model.replicate(&mut draws, 3));
    }
}
