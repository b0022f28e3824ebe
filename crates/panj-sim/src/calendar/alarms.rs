//! Alarms: the few events of a model that are always ahead and often moved.

use core::hint::select_unpredictable;

use super::entry::{Alarm, Entry};
use super::heap::{ARITY, Family};

/// The alarms of a calendar. They are few, so the one that rings first is found by looking at all of them.
#[derive(Clone, Debug)]
pub(super) struct Alarms<E> {
    /// An entry for each alarm, [`Entry::LAST`] where it is silent; four at a time, as the heap's are.
    entries: Vec<Family>,
    events: Vec<Option<E>>,
    /// The entry that comes first, unless one has rung since; [`Entry::LAST`] where none rings.
    first: Entry,
    /// Whether the first has rung. What rings is as a rule set again at once, so the next is looked for only then.
    rang: bool,
}

impl<E: Copy> Alarms<E> {
    pub(super) const NONE: Self = Alarms { entries: Vec::new(), events: Vec::new(), first: Entry::LAST, rang: false };

    pub(super) fn clear(&mut self) {
        self.entries.clear();
        self.events.clear();
        (self.first, self.rang) = (Entry::LAST, false);
    }

    /// A new alarm, silent.
    pub(super) fn add(&mut self) -> Alarm {
        let number = self.events.len();
        if number.is_multiple_of(ARITY) {
            self.entries.push(Family::EMPTY);
        }
        self.events.push(None);
        Alarm { number: number as u32 }
    }

    /// Sets an alarm for an event; one that was never added is a mistake (debug assertion) and nothing happens.
    #[inline]
    pub(super) fn set(&mut self, alarm: Alarm, entry: Entry, event: E) {
        debug_assert!(self.events.len() > alarm.number as usize, "an alarm that was not added");
        if let Some(kept) = self.events.get_mut(alarm.number as usize) {
            *kept = Some(event);
            let before = core::mem::replace(self.entry(alarm), entry);
            if self.rang || (before == self.first && entry > before) {
                self.find_first();
            } else {
                // Whether it rings first cannot be guessed.
                self.first = select_unpredictable(entry < self.first, entry, self.first);
            }
        }
    }

    /// Makes an alarm silent, and gives back its event if it was set.
    #[inline]
    pub(super) fn silence(&mut self, alarm: Alarm) -> Option<E> {
        let event = *self.events.get(alarm.number as usize)?;
        let before = core::mem::replace(self.entry(alarm), Entry::LAST);
        self.rang |= before == self.first;
        if before == Entry::LAST { None } else { event }
    }

    /// The first alarm rings: it is silent from now on. Its event.
    #[inline]
    pub(super) fn ring(&mut self) -> Option<E> {
        let alarm = self.first().alarm()?;
        self.rang = true;
        *self.entry(alarm) = Entry::LAST;
        *self.events.get(alarm.number as usize)?
    }

    /// The entry that comes first; [`Entry::LAST`] where none rings.
    #[inline]
    pub(super) fn first(&mut self) -> Entry {
        if self.rang {
            self.find_first();
        }
        self.first
    }

    /// The same, found by looking at all of them.
    pub(super) fn look_for_first(&self) -> Entry {
        self.entries.iter().map(|four| four.first().1).min().unwrap_or(Entry::LAST)
    }

    /// The event of an entry.
    #[inline]
    pub(super) fn event(&self, entry: Entry) -> Option<E> {
        *self.events.get(entry.alarm()?.number as usize)?
    }

    /// The entries of all alarms that are set.
    pub(super) fn entries(&mut self) -> impl Iterator<Item = &mut Entry> {
        self.entries.iter_mut().flat_map(|four| &mut four.0).filter(|entry| entry.alarm().is_some())
    }

    /// Finds the alarm that rings first, after a change of the entries.
    #[inline]
    pub(super) fn find_first(&mut self) {
        (self.first, self.rang) = (self.look_for_first(), false);
    }

    /// The entry of an alarm, which must have been added.
    #[inline]
    fn entry(&mut self, alarm: Alarm) -> &mut Entry {
        &mut self.entries[alarm.number as usize / ARITY].0[alarm.number as usize % ARITY]
    }
}
