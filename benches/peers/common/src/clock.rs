//! The processor time of this process.

use rustix::time::{ClockId, clock_gettime};

/// Counts the processor time that this process uses: unlike the wall clock, it does not count other programs' turns.
#[derive(Clone, Copy, Debug)]
pub struct Clock {
    start: f64,
}

impl Clock {
    /// Starts to count.
    #[must_use]
    pub fn start() -> Clock {
        Clock { start: used() }
    }

    /// Seconds used since.
    #[must_use]
    pub fn seconds(&self) -> f64 {
        used() - self.start
    }
}

fn used() -> f64 {
    let now = clock_gettime(ClockId::ProcessCPUTime);
    now.tv_sec as f64 + now.tv_nsec as f64 * 1e-9
}
