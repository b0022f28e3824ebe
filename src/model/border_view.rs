//! What the host state and the alliance see of the border.

use crate::scenario::Watcher;

/// The state of the host's border at an instant, as the wiring hands it to those who watch it.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct BorderView {
    /// Soldiers in the host state now.
    pub soldiers_held: u32,
    /// Soldiers registered so far.
    pub soldiers_registered: u64,
    /// Border line that the advancing force holds, km.
    pub facing_km: f64,
    /// Men whom the border requires.
    pub required_men: f64,
    /// Men ready there: guards, reservists by readiness, allied men.
    pub ready_men: f64,
    /// Allied men among them.
    pub allied_men: f64,
    /// Districts whose load is above 1.
    pub overloaded_districts: u32,
    /// Incidents so far.
    pub incidents: u32,
    /// Share of the border line that the advancing force holds.
    pub facing_share: f64,
    /// Civilians admitted so far.
    pub civilians_admitted: u64,
    /// Civilians in the host state now.
    pub civilians_in_host: u64,
    /// Civilians who wait at the border now.
    pub civilians_waiting: u64,
    /// Districts that the advancing force holds.
    pub districts_held: u32,
    /// By trigger, whether the advancing force holds one of its places.
    pub place_held: [bool; Watcher::COUNT],
}

impl BorderView {
    /// Load: men required for each man ready; infinite where nobody is ready.
    #[must_use]
    pub fn load(&self) -> f64 {
        if self.required_men <= 0.0 { 0.0 } else { self.required_men / self.ready_men.max(0.0) }
    }

    /// Need: the share of the required men that is missing, from 0 to 1.
    #[must_use]
    pub fn need(&self) -> f64 {
        self.need_without(0.0)
    }

    /// Need if `discounted` of the ready men did not count.
    #[must_use]
    pub fn need_without(&self, discounted: f64) -> f64 {
        if self.required_men <= 0.0 {
            return 0.0;
        }
        (1.0 - (self.ready_men - discounted).max(0.0) / self.required_men).clamp(0.0, 1.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn need_is_the_missing_share() {
        let view = BorderView { required_men: 8000.0, ready_men: 2000.0, ..BorderView::default() };
        assert_eq!((view.load(), view.need(), view.need_without(1000.0)), (4.0, 0.75, 0.875));
        assert_eq!(BorderView::default().need(), 0.0);
        assert_eq!(BorderView { ready_men: 9000.0, ..view }.need(), 0.0);
    }
}
