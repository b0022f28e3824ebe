//! What the file expects of a simulation.

use super::estimate::Estimate;
use crate::verify::fields::{Fields, number};
use crate::verify::statistics::VerifyError;

/// A value that a simulation must come to.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Wanted {
    /// The quantity, as the file names it.
    pub(super) quantity: String,
    /// What the file expects.
    pub(super) expected: f64,
    /// How it is estimated.
    pub(super) estimate: Estimate,
}

/// An object of a case.
pub(super) type Node<'a> = Fields<'a, Wanted>;

impl Fields<'_, Wanted> {
    /// A field that is to be compared with an estimate, where it is present.
    pub(super) fn want(&mut self, key: &str, estimate: Estimate) -> Result<(), VerifyError> {
        let Some(value) = self.take(key) else { return Ok(()) };
        match number(value) {
            Some(expected) if expected.is_nan() => self.leave_out(key, "the file gives no value"),
            Some(expected) => self.found.push(Wanted { quantity: self.quantity(key), expected, estimate }),
            None => return Err(self.wrong(key, format!("expected a number, found {value}"))),
        }
        Ok(())
    }

    /// A list that is to be compared element by element, where it is present; nulls are left out.
    pub(super) fn want_list(
        &mut self,
        key: &str,
        length: usize,
        mut estimate: impl FnMut(usize) -> Estimate,
    ) -> Result<(), VerifyError> {
        if !self.has(key) {
            return Ok(());
        }
        let list = self.list(key)?;
        self.same_length(key, list.len(), length)?;
        for (i, &expected) in list.iter().enumerate().filter(|(_, x)| !x.is_nan()) {
            let quantity = self.quantity(&format!("{key}[{i}]"));
            self.found.push(Wanted { quantity, expected, estimate: estimate(i) });
        }
        Ok(())
    }
}
