//! Who stays where, so that only the guests of a place are asked when it falls.
//!
//! Groups come and go often and places fall seldom. So a group that leaves is not taken off the list of its place: the lists
//! are cleaned when a place falls, and a group tells by its latest stay whether it is still there. Coming and going then
//! touch the memory of no other group; it costs eight bytes for each stay in a history.

use prefetch_index::prefetch_index;

/// A stay of a group at a place: the number of its entry in the lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stay(u32);

impl Default for Stay {
    fn default() -> Self {
        Self::NONE
    }
}

impl Stay {
    /// Of those who stay nowhere.
    pub(super) const NONE: Stay = Stay(u32::MAX);
}

/// Lists of guests, each from the latest stay to the first. Which is a place's latest stay is kept with the place.
#[derive(Debug, Default)]
pub(super) struct Guests {
    stays: Vec<Entry>,
}

#[derive(Debug, Clone, Copy)]
struct Entry {
    group: u32,
    /// The stay before it at the same place.
    before: Stay,
}

impl Guests {
    /// Nobody stays anywhere.
    pub(super) fn begin(&mut self) {
        self.stays.clear();
    }

    /// A group comes to stay at a place.
    #[inline]
    pub(super) fn come(&mut self, group: u32, latest: &mut Stay) -> Stay {
        let stay = Stay(self.stays.len() as u32);
        let before = core::mem::replace(latest, stay);
        self.stays.push(Entry { group, before });
        stay
    }

    /// Asks early for a stay; the group that stays, and the stay before it, once that is in reach.
    #[inline]
    pub(super) fn look_up(&self, stay: Stay) -> Option<(u32, Stay)> {
        let &Entry { group, before } = self.stays.get(stay.0 as usize)?;
        prefetch_index(&self.stays, before.0 as usize);
        Some((group, before))
    }

    /// Asks early for a stay.
    #[inline]
    pub(super) fn ask_for(&self, stay: Stay) {
        prefetch_index(&self.stays, stay.0 as usize);
    }

    /// Empties the list of a place: each group that came there since it was last emptied, with its stay, is told to `visit`.
    #[inline]
    pub(super) fn take(&mut self, latest: &mut Stay, mut visit: impl FnMut(u32, Stay)) {
        let mut stay = core::mem::replace(latest, Stay::NONE);
        while let Some(&Entry { group, before }) = self.stays.get(stay.0 as usize) {
            visit(group, stay);
            stay = before;
        }
    }
}

#[cfg(test)]
mod tests;
