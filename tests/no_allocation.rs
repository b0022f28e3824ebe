//! Promise: a replication allocates nothing once the memory has grown to what a replication needs.
//!
//! The allocator of this test counts. All replications are simulated twice in one workspace; in the second pass, every
//! history has been seen before, so any allocation would be one per event or per replication, not growth.

#![allow(clippy::unwrap_used)]

use std::path::Path;
use std::sync::Arc;

use panj::experiment::{CrisisSimulator, Record, Simulator};
use panj::scenario::synthetic::write_scenario;
use panj::scenario::{Overlay, load};
use peers_common::CountingAllocator;

#[global_allocator]
static ALLOCATOR: CountingAllocator = CountingAllocator;

const REPLICATIONS: u64 = 3;

#[test]
fn replications_allocate_nothing_after_warm_up() {
    for name in ["reference-advance", "tajik-afghan-2021"] {
        count_allocations_of(&Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios").join(name));
    }
    // So large that thousands of events are pending, and the calendar divides time into bins.
    let generated = tempfile::tempdir().unwrap();
    let folder = generated.path().join("large");
    write_scenario(&folder, 4_000, 1).unwrap();
    count_allocations_of(&folder);
}

fn count_allocations_of(folder: &Path) {
    let scenario = load(folder, &Overlay::default()).unwrap();
    let simulator = CrisisSimulator::new(vec![Arc::new(scenario)]).unwrap();
    let (mut workspace, mut record) = (simulator.workspace(), Record::for_simulator(&simulator));
    let mut pass = || {
        let mut events = 0;
        for replication in 0..REPLICATIONS {
            record.clear();
            simulator.replicate(0, 1, replication, &mut workspace, &mut record).unwrap();
            events += record.events;
        }
        events
    };
    let warm_up = pass();
    let before = CountingAllocator::allocations();
    let events = pass();
    let allocations = CountingAllocator::allocations() - before;
    assert_eq!(events, warm_up);
    assert_eq!(allocations, 0, "{}: {allocations} allocations in {events} events", folder.display());
}
