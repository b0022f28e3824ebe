//! The hold model: so many events are pending; the earliest is taken and scheduled again after an exponential time, over
//! and over. It is the calendar's work and nothing else.
//!
//! # References
//! - Vaucher, J. G. & Duval, P. (1975). A comparison of simulation event list algorithms. *Commun. ACM* 18(4), 223-230.
//! - Steele, G. L., Lea, D. & Flood, C. H. (2014). Fast splittable pseudorandom number generators. *OOPSLA '14*.

use crate::Arguments;

/// What one run of the hold model is to do.
#[derive(Clone, Debug)]
pub struct Hold {
    /// First times of the pending events.
    pub first: Vec<f64>,
    /// What is added to an event's time when it is taken, in the order of taking. Exponential, mean 1.
    pub increments: Vec<f64>,
}

impl Hold {
    /// What `--pending N --events M --seed S` ask for.
    #[must_use]
    pub fn of(arguments: &Arguments) -> Hold {
        Hold::new(arguments.value("--pending", 1000), arguments.value("--events", 1_000_000), arguments.seed())
    }

    /// The same arguments give every engine the same numbers, drawn before the clock starts. Never inlined, so that a count
    /// of instructions can leave it out.
    #[inline(never)]
    #[must_use]
    pub fn new(pending: u64, events: u64, seed: u64) -> Hold {
        let mut state = seed.wrapping_mul(0xd134_2543_de82_ef95);
        let mut draw = move |_| -uniform(&mut state).ln();
        let first = (0..pending).map(&mut draw).collect();
        Hold { first, increments: (0..events).map(&mut draw).collect() }
    }

    /// Prints the one line of results that `compare.py` reads. `last` is the time of the last event taken.
    pub fn print(&self, engine: &str, version: &str, seconds: f64, last: f64) {
        println!(
            r#"{{"engine": "{engine}", "version": "{version}", "pending": {}, "events": {}, "seconds": {seconds}, "last": {last:?}}}"#,
            self.first.len(),
            self.increments.len()
        );
    }
}

/// Uniform in (0, 1), by splitmix64.
fn uniform(state: &mut u64) -> f64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut z = *state;
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    (((z ^ (z >> 31)) >> 12) as f64 + 0.5) / (1_u64 << 52) as f64
}
