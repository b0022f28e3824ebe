//! How long a stage takes.

use crate::sim::{Distribution, Stream};

/// Days that a stage takes, not below zero. A constant takes no number from the stream.
#[must_use]
pub fn days(length: Distribution, stream: &mut Stream) -> f64 {
    match length {
        Distribution::Constant { value } => value.max(0.0),
        _ => length.sample(stream).max(0.0),
    }
}
