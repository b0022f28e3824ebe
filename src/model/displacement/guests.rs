//! Who stays where, so that only the guests of a place are asked when it falls.
//!
//! Groups come and go often and places fall seldom. So a group that leaves is not taken off the list of its place: the lists
//! are cleaned when a place falls, and the latest stay of each group tells whether it is still there. Coming and going then
//! touch the memory of no other group; it costs eight bytes for each stay in a history. Nine in ten on the list of a place that
//! falls have left, so who stays where lies apart from the groups, in four bytes for each.

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
    /// The stay of each group, if it stays anywhere.
    of_group: Vec<Stay>,
}

#[derive(Debug, Clone, Copy)]
struct Entry {
    group: u32,
    /// The stay before it at the same place.
    before: Stay,
}

impl Guests {
    /// There are no groups.
    pub(super) fn begin(&mut self) {
        self.stays.clear();
        self.of_group.clear();
    }

    /// There is one more group, which stays nowhere.
    pub(super) fn join(&mut self) {
        self.of_group.push(Stay::NONE);
    }

    /// A group comes to stay at a place.
    #[inline]
    pub(super) fn come(&mut self, group: u32, latest: &mut Stay) {
        let stay = Stay(self.stays.len() as u32);
        let before = core::mem::replace(latest, stay);
        self.stays.push(Entry { group, before });
        self.of_group[group as usize] = stay;
    }

    /// A group stays nowhere.
    #[inline]
    pub(super) fn leave(&mut self, group: u32) {
        self.of_group[group as usize] = Stay::NONE;
    }

    /// Empties the list of a place: each group that stays there is told to `visit`.
    #[inline]
    pub(super) fn take(&mut self, latest: &mut Stay, mut visit: impl FnMut(u32)) {
        let mut stay = core::mem::replace(latest, Stay::NONE);
        while let Some(&Entry { group, before }) = self.stays.get(stay.0 as usize) {
            if self.is_there(group, stay) {
                visit(group);
            }
            stay = before;
        }
    }

    #[inline]
    fn is_there(&self, group: u32, stay: Stay) -> bool {
        self.of_group[group as usize] == stay
    }
}

#[cfg(test)]
mod tests;
