//! A domain-free discrete-event engine: time, a calendar of future events, named random streams, hazard clocks, tempo,
//! queues, and the loop that ties events to facts.
//!
//! # The contract of order
//! Events leave the [`Calendar`] in the order **(time, phase, sequence)**: earlier time first; at equal time the lower
//! [`Phase`] first; at equal phase the one that was scheduled (or last rescheduled) first. Nothing else decides: not
//! addresses, not hashing, not the thread. After each event the facts it stated are handled first in, first out, before
//! the next event, at the same time (see [`run`]).
//!
//! # The contract of randomness
//! A random number is named, never merely "next": [`World::stream`] gives the numbers of (seed, replication, mechanism,
//! entity), the same in every policy, thread and platform, however many other numbers were drawn before.
//!
//! # The contract of bits
//! Elementary functions (`exp`, `ln`, the gamma function...) come from the crate `libm`, which is plain Rust with one
//! algorithm for every target, and the order of floating-point operations is fixed. Rust promises IEEE 754 results for
//! `+ - * /` and square root. So an equal run gives equal bits on every platform whose `f64` is IEEE 754 (32-bit x86 without SSE2
//! is not).
//!
//! # References
//! - Law, A. M. (2015). *Simulation Modeling and Analysis*, 5th ed. McGraw-Hill. (First published with W. D. Kelton.)
//! - Fishman, G. S. (2001). *Discrete-Event Simulation: Modeling, Programming, and Analysis*. Springer.

mod calendar;
mod clock;
mod distribution;
mod engine;
pub mod math;
mod philox;
mod queue;
mod race;
mod stream;
mod tempo;
mod time;
mod tournament;
mod world;

pub use calendar::{Alarm, Calendar, Ticket};
pub use clock::HazardClock;
pub use distribution::Distribution;
pub use engine::{Context, Ended, Observer, Process, Run, run, run_some};
pub use queue::{Place, PriorityQueue, Start, Starts};
pub use race::HazardRace;
pub use stream::Stream;
pub use tempo::Tempo;
pub use time::{Phase, Time};
pub use tournament::Tournament;
pub use world::{Mechanism, World};

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
