//! What the next district to change hands will need is asked for early: see the foresight of [`crate::model::crisis`].

use prefetch_index::prefetch_index;

use super::{Event, Territory};
use crate::model::index::{District, Province};

/// On maps with fewer districts all is at home in the caches of a core, and asking early costs 5 % of the time.
pub(super) const LARGE: usize = 16_384;
/// Steps until what a fall touches has been asked for, four for the map and the others for guests: where things are is told by those
/// of the step before.
const STEPS: u32 = 12;

impl Territory {
    /// Whether memory is to be asked for early.
    #[must_use]
    #[inline]
    pub fn is_large(&self) -> bool {
        self.is_large
    }

    /// The district that will probably change hands next, and the next step of asking for what that will need; None when all is done.
    #[inline]
    pub fn foresee(&mut self) -> Option<(District, u32)> {
        let next = match self.next.target()? {
            Event::NextFall(district) | Event::NextRecapture(district) => district,
            Event::NextCapital(province) => self.layout.seat_of[province.at()]?,
            _ => return None,
        };
        if self.foreseen.0 != next {
            self.foreseen = (next, 0);
        }
        let step = self.foreseen.1;
        self.foreseen.1 = (step + 1).min(STEPS);
        (step < STEPS).then_some((next, step))
    }

    /// Asks for what the hazard of a province's capital depends on.
    fn ask_for_capital(&self, province: Province) {
        prefetch_index(&self.layout.seat_of, province.at());
        prefetch_index(&self.layout.siege, province.at());
        prefetch_index(&self.rural_held, province.at());
        self.capitals.ask_for(province);
    }

    /// Asks for what it depends on besides, once the capital's seat is known.
    fn ask_for_seat(&self, province: Province) {
        let held = self.rural_held[province.at()] as usize;
        prefetch_index(&self.layout.siege[province.at()], held);
        if let Some(seat) = self.layout.seat_of[province.at()] {
            prefetch_index(&self.places, seat.at());
        }
    }

    /// Asks for what the fall of a district will need.
    pub fn ask_early(&self, district: District, step: u32) {
        let neighbours = || self.layout.pressure.from(district).map(|(neighbour, _)| neighbour);
        match step {
            0 => {
                self.layout.pressure.ask_for_offsets(district);
                self.race.ask_for_runner(district);
                prefetch_index(&self.places, district.at());
                prefetch_index(&self.falls, district.at());
                prefetch_index(&self.first_recapture, district.at());
                self.recaptures.ask_for(district);
            }
            1 => {
                self.layout.pressure.ask_for_targets(district);
                self.race.ask_for_due(district);
                self.ask_for_capital(self.places[district.at()].province);
            }
            2 => {
                for neighbour in neighbours() {
                    prefetch_index(&self.places, neighbour.at());
                    prefetch_index(&self.hazards, neighbour.at());
                    self.race.ask_for_runner(neighbour);
                }
                self.ask_for_seat(self.places[district.at()].province);
            }
            3 => neighbours().for_each(|neighbour| self.race.ask_for_due(neighbour)),
            _ => {}
        }
    }
}
