//! A case made ready to be simulated: which code runs, how, and what it must come to.

use super::estimate::Estimate;
use super::sample::MakeWorker;
use crate::verify::error::VerifyError;
use crate::verify::object::{Object, Quantity, number};

/// A value that a simulation must come to.
pub(super) struct Wanted {
    /// The quantity, as the file names it.
    pub(super) quantity: String,
    /// What the file expects.
    pub(super) expected: f64,
    /// How it is estimated from the columns of a sample.
    pub(super) estimate: Estimate<usize>,
}

/// What is simulated for one part of a case.
pub(super) struct Plan {
    /// The code of the model or the engine that runs, in words.
    pub(super) through: String,
    /// Columns of the sample.
    pub(super) width: usize,
    /// Makes workers.
    pub(super) make: MakeWorker,
    /// What it must come to.
    pub(super) wanted: Vec<Wanted>,
}

/// The parts of a case; a quantity that several know is wanted of each.
pub(super) type Plans = Result<Vec<Plan>, VerifyError>;

/// Reads the parameters of a kind of case, and what is expected.
pub(super) type Kind = fn(&Object<'_>, &Object<'_>) -> Plans;

impl Plan {
    /// Simulates what the file asks for: `estimate` knows how a quantity is estimated from readings of a history, and each
    /// reading becomes a column of what `make` makes.
    pub(super) fn new<'a, R: PartialEq>(
        through: impl Into<String>,
        stats: &'a Object<'a>,
        estimate: impl Fn(&Quantity<'a>) -> Option<Estimate<R>>,
        make: impl FnOnce(Vec<R>) -> MakeWorker,
    ) -> Plan {
        Plan::with(Vec::new(), through.into(), stats, estimate, make)
    }

    /// The same where a history always gives the same numbers, `width` of them.
    pub(super) fn fixed<'a>(
        width: usize,
        through: impl Into<String>,
        stats: &'a Object<'a>,
        estimate: impl Fn(&Quantity<'a>) -> Option<Estimate<usize>>,
        make: MakeWorker,
    ) -> Plan {
        Plan::with((0..width).collect(), through.into(), stats, estimate, |_| make)
    }

    fn with<'a, R: PartialEq>(
        mut readings: Vec<R>,
        through: String,
        stats: &'a Object<'a>,
        estimate: impl Fn(&Quantity<'a>) -> Option<Estimate<R>>,
        make: impl FnOnce(Vec<R>) -> MakeWorker,
    ) -> Plan {
        let mut wanted = Vec::new();
        stats.quantities(&mut |quantity| {
            let Some(expected) = number(quantity.value).filter(|x| !x.is_nan()) else { return false };
            let Some(estimate) = estimate(quantity) else { return false };
            let estimate = estimate.over(&mut |reading| {
                readings.iter().position(|known| *known == reading).unwrap_or_else(|| {
                    readings.push(reading);
                    readings.len() - 1
                })
            });
            wanted.push(Wanted { quantity: quantity.place.clone(), expected, estimate });
            true
        });
        Plan { through, width: readings.len().max(1), make: make(readings), wanted }
    }
}
