//! The hold model on std's heap, ixa and NeXosim: `--engine std|ixa|nexosim --pending N --events M --seed S`.
//!
//! Filling the calendar is not measured, only taking and scheduling again.

mod ixa_plans;
mod nexosim_events;
mod std_heap;

use std::error::Error;

use common::{Arguments, Hold};

/// Processor seconds of the holds, and the time of the last event taken.
struct Measured {
    seconds: f64,
    last: f64,
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments = Arguments::of_process();
    let hold = Hold::of(&arguments);
    let (engine, version, measured) = match arguments.value("--engine", String::from("std")).as_str() {
        "std" => ("std BinaryHeap", "Rust", std_heap::run(&hold)),
        "ixa" => ("ixa", "4.0.0", ixa_plans::run(&hold)),
        "nexosim" => ("NeXosim", "1.0.0", nexosim_events::run(&hold)?),
        other => return Err(format!("no engine {other:?}: std, ixa or nexosim").into()),
    };
    hold.print(engine, version, measured.seconds, measured.last);
    Ok(())
}
