//! The hold model on `std::collections::BinaryHeap`: events in order of time, those of equal time as they were scheduled.

use std::{cmp::Ordering, collections::BinaryHeap, hint::black_box};

use common::{Clock, Hold};

use crate::Measured;

#[derive(Clone, Copy)]
struct Event {
    time: f64,
    sequence: u64,
    what: u32,
}

impl Ord for Event {
    fn cmp(&self, other: &Event) -> Ordering {
        // Reversed: the heap gives its greatest first.
        other.time.total_cmp(&self.time).then_with(|| other.sequence.cmp(&self.sequence))
    }
}

impl PartialOrd for Event {
    fn partial_cmp(&self, other: &Event) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Event {
    fn eq(&self, other: &Event) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Event {}

/// Runs the hold model.
pub fn run(hold: &Hold) -> Measured {
    let mut sequence = 0;
    let mut heap = BinaryHeap::with_capacity(hold.first.len() + 1);
    for (what, &time) in hold.first.iter().enumerate() {
        heap.push(Event { time, sequence, what: what as u32 });
        sequence += 1;
    }
    let mut last = 0.0;
    let clock = Clock::start();
    for increment in &hold.increments {
        let Some(Event { time, what, .. }) = heap.pop() else { break };
        last = time;
        heap.push(Event { time: time + increment, sequence, what: black_box(what) });
        sequence += 1;
    }
    Measured { seconds: clock.seconds(), last }
}
