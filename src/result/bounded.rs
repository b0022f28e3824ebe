//! An estimate with the ends of its interval.

use serde::{Deserialize, Serialize};

use crate::stats::Interval;

/// An estimate with the ends of its interval; NaN is not known.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Bounded {
    /// The estimate.
    pub value: f64,
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

impl Default for Bounded {
    fn default() -> Bounded {
        Bounded { value: f64::NAN, low: f64::NAN, high: f64::NAN }
    }
}

impl Bounded {
    /// An estimate with its interval.
    pub fn new(value: f64, interval: Interval) -> Bounded {
        Bounded { value, low: interval.low, high: interval.high }
    }
}

impl From<[f64; 3]> for Bounded {
    fn from([value, low, high]: [f64; 3]) -> Bounded {
        Bounded { value, low, high }
    }
}
