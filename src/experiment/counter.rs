//! Progress of an experiment, to be read by another thread while it runs.

use std::sync::atomic::{AtomicBool, AtomicU64};
use std::sync::{Arc, Mutex};

/// How far an experiment is. All numbers are pairs (replications of variants).
#[derive(Debug, Default)]
pub struct Counter {
    /// Pairs simulated so far, those of an earlier run included.
    pub done: AtomicU64,
    /// Pairs taken over from an earlier run.
    pub resumed: AtomicU64,
    /// Pairs that are wanted.
    pub total: AtomicU64,
    /// Pairs of this run that failed.
    pub failed: AtomicU64,
    /// A first result in words, as soon as there is one.
    pub early: Mutex<Option<String>>,
    /// Set from outside: stop; worlds in flight end where they are and do not count.
    pub stop: Arc<AtomicBool>,
}
