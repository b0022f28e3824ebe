//! Alarms: the few events of a model that are always ahead and often moved.

use super::{Alarm, Entry};

/// The alarms of a calendar. They are few, so the one that rings first is found by looking at all of them.
#[derive(Clone, Debug)]
pub(super) struct Alarms<E> {
    entries: Vec<Entry>,
    events: Vec<Option<E>>,
    /// The entry that comes first; [`Entry::LAST`] where none rings.
    first: Entry,
}

impl<E: Copy> Alarms<E> {
    pub(super) const NONE: Self = Alarms { entries: Vec::new(), events: Vec::new(), first: Entry::LAST };

    pub(super) fn clear(&mut self) {
        self.entries.clear();
        self.events.clear();
        self.first = Entry::LAST;
    }

    /// A new alarm, silent.
    pub(super) fn add(&mut self) -> Alarm {
        self.entries.push(Entry::LAST);
        self.events.push(None);
        Alarm { number: self.entries.len() as u32 - 1 }
    }

    /// Sets an alarm for an event; one that was never added is a mistake (debug assertion) and nothing happens.
    #[inline]
    pub(super) fn set(&mut self, alarm: Alarm, entry: Entry, event: E) {
        debug_assert!(self.entries.len() > alarm.number as usize, "an alarm that was not added");
        if let (Some(own), Some(kept)) =
            (self.entries.get_mut(alarm.number as usize), self.events.get_mut(alarm.number as usize))
        {
            let was_first = *own == self.first;
            (*own, *kept) = (entry, Some(event));
            if entry < self.first {
                self.first = entry;
            } else if was_first {
                self.find_first();
            }
        }
    }

    /// Makes an alarm silent, and gives back its event if it was set.
    #[inline]
    pub(super) fn silence(&mut self, alarm: Alarm) -> Option<E> {
        let entry = self.entries.get_mut(alarm.number as usize).filter(|entry| **entry != Entry::LAST)?;
        let was_first = core::mem::replace(entry, Entry::LAST) == self.first;
        if was_first {
            self.find_first();
        }
        self.events.get_mut(alarm.number as usize)?.take()
    }

    /// The entry that comes first; [`Entry::LAST`] where none rings.
    #[inline]
    pub(super) fn first(&self) -> Entry {
        self.first
    }

    /// The event of an entry.
    #[inline]
    pub(super) fn event(&self, entry: Entry) -> Option<E> {
        *self.events.get(entry.alarm()?.number as usize)?
    }

    /// The entries of all alarms that are set.
    pub(super) fn entries(&mut self) -> impl Iterator<Item = &mut Entry> {
        self.entries.iter_mut().filter(|entry| entry.alarm().is_some())
    }

    /// Finds the alarm that rings first, after a change of the entries.
    pub(super) fn find_first(&mut self) {
        self.first =
            self.entries.iter().copied().fold(Entry::LAST, |first, entry| if entry < first { entry } else { first });
    }
}
