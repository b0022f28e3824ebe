//! On large maps most of the time goes by waiting for memory. So what coming events will need is asked for early, while
//! something else happens.
//!
//! What an event needs is found from one thing to the next: a district's roads, the places where they lead, the roads out of those.
//! Each is asked for in a step of its own, one at each event, since a step that looked at what has not arrived would wait.

use super::{Crisis, Event};
use crate::model::displacement::Displacement;
use crate::model::garrison::Garrisons;
use crate::model::territory::Territory;

impl Crisis {
    /// Asks for the memory of coming moves of civilians and of the next fall.
    #[inline]
    pub(super) fn ask_early(&mut self, coming: Option<[&Event; 3]>) {
        if let Some(coming) = coming {
            self.displacement.prepare(coming.map(|event| match event {
                Event::Displacement(event) => event.group(),
                _ => None,
            }));
        }
        ask_for_next_fall(&mut self.territory, &mut self.displacement, &self.garrisons);
    }
}

/// Asks for what the next fall will need, one step further; nothing where the map is small.
#[inline]
pub(super) fn ask_for_next_fall(territory: &mut Territory, displacement: &mut Displacement, garrisons: &Garrisons) {
    if territory.is_large() {
        ask_for_a_step(territory, displacement, garrisons);
    }
}

#[inline(never)]
fn ask_for_a_step(territory: &mut Territory, displacement: &mut Displacement, garrisons: &Garrisons) {
    if let Some((district, step)) = territory.foresee() {
        territory.ask_early(district, step);
        displacement.ask_early(district, step);
        if step == 0 {
            garrisons.ask_early(district);
        }
    }
}
