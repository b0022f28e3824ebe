//! The reference model in ixa: districts are entities, who holds a district is a property, and whoever listens to a change
//! of that property plans what follows from it.

mod alliance;
mod district;
mod post;

use std::{error::Error, hint::black_box, rc::Rc};

use common::{Arguments, Clock, Map, Outcome, Tally, reference::HORIZON};
use ixa::prelude::*;

define_rng!(ReferenceRng);

// What the replication has yielded so far.
define_data_plugin!(OutcomePlugin, Outcome, Outcome::default());

/// Plans an action so many days from now.
fn plan_in(context: &mut Context, days: f64, action: impl FnOnce(&mut Context) + 'static) -> PlanId {
    context.add_plan(context.get_current_time() + days, action)
}

fn replicate(map: &Map, neighbours: &Rc<[Vec<usize>]>, seed: u64) -> Outcome {
    let mut context = Context::new();
    context.init_random(seed);
    district::init(&mut context, map, neighbours);
    alliance::init(&mut context);
    context.schedule_shutdown(HORIZON);
    context.execute();
    Outcome { fallen_end: district::fallen(&context), ..*context.get_data(OutcomePlugin) }
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments = Arguments::of_process();
    let map = Map::read(&arguments.scenario())?;
    let neighbours: Rc<[Vec<usize>]> = map.neighbours.clone().into();
    let mut tally = Tally::default();
    let start = Clock::start();
    for replication in 0..arguments.replications() {
        tally.add(&black_box(replicate(&map, &neighbours, arguments.seed() << 32 | replication)));
    }
    tally.print("ixa", "4.0.0", start.seconds());
    Ok(())
}
