//! The hold model on panj's calendar, for `benches/peers/compare.py`: the earliest event is taken and scheduled again.
//!
//! ```text
//! cargo run --release --example hold_speed -- --pending 10000 --events 1000000 --seed 1
//! ```

use std::hint::black_box;

use panj::sim::{Calendar, Phase, Time};
use peers_common::{Arguments, Clock, Hold};

fn main() {
    let hold = Hold::of(&Arguments::of_process());
    let mut calendar = Calendar::new();
    for (what, &time) in (0_u32..).zip(&hold.first) {
        calendar.schedule(Time::from_days(time), Phase(0), what);
    }
    let mut last = Time::ZERO;
    let clock = Clock::start();
    for &increment in &hold.increments {
        let Some((time, what)) = calendar.pop() else { break };
        last = time;
        black_box(calendar.schedule(time + increment, Phase(0), black_box(what)));
    }
    hold.print("panj", env!("CARGO_PKG_VERSION"), clock.seconds(), last.days());
}
