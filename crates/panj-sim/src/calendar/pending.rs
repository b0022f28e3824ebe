//! The pending entries of a calendar: those that are near in a heap and, where thousands are pending, those of the far future apart.
//!
//! A heap of many entries is deep, and each step down it waits for memory. So with more than [`MANY`] entries time is divided into
//! bins ([`Far`]). A bin is sorted when its turn comes ([`Run`]); the heap keeps what comes into bins that have had their turn. This
//! is a calendar queue (Brown 1988) whose bins are sorted late, as those of a ladder queue are (Tang, Goh & Thng 2005). The first
//! of heap and run is the first of all, whatever the bins are: they decide about time spent, not about order.

use super::entry::{Entry, NONE};
use super::far::Far;
use super::heap::{Heap, Slot};
use super::run::Run;
use crate::time::Time;

/// With more entries in the heap, time is divided.
const MANY: usize = 2048;
/// Entries in a bin when time is divided.
const GOAL: f64 = 256.0;
/// With more entries in a bin, time is divided anew.
const CROWDED: usize = 1024;

/// In the place of a slot's entry: it is in the run.
const RUN: u32 = 1 << 30;
/// In the place of a slot's entry: it is far away.
const FAR: u32 = 1 << 31;

/// Entries by their order.
#[derive(Clone, Debug)]
pub(super) struct Pending<E> {
    pub(super) heap: Heap<E>,
    /// Whether time is divided into bins: else the heap has all.
    is_divided: bool,
    run: Run,
    far: Far,
    /// Empty, but for a moment: entries on their way from the last bin.
    later: Vec<Entry>,
    /// With so many entries in the heap, time is divided before the next comes in.
    limit: usize,
    /// Entries whose bin had its turn since time was divided last.
    turned: usize,
    /// The least limit.
    many: usize,
}

impl<E> Default for Pending<E> {
    fn default() -> Self {
        let (heap, run, far) = (Heap::default(), Run::default(), Far::default());
        Self { heap, is_divided: false, run, far, later: Vec::new(), limit: MANY, turned: 0, many: MANY }
    }
}

impl<E> Pending<E> {
    /// Where time is divided with more than `many` entries near.
    #[cfg(test)]
    pub(super) fn dividing(many: usize) -> Self {
        Self { many, limit: many, ..Self::default() }
    }

    /// Nothing is pending; keeps the memory.
    pub(super) fn clear(&mut self) {
        self.heap.clear();
        self.run.clear();
        self.far.clear();
        (self.is_divided, self.limit, self.turned) = (false, self.many, 0);
    }

    /// The entry that comes first; [`Entry::LAST`] if there is none.
    #[inline]
    pub(super) fn first(&self) -> Entry {
        if self.is_divided { self.heap.first().min(self.run.first()) } else { self.heap.first() }
    }

    /// How many entries are pending.
    #[inline]
    pub(super) fn len(&self) -> usize {
        self.heap.len() + self.run.len() + self.far.len()
    }

    /// Takes out the first entry, which must be this one.
    #[inline]
    pub(super) fn take_first(&mut self, first: Entry) {
        if self.is_divided {
            self.take_first_of_divided(first);
        } else {
            self.heap.take_first();
        }
    }

    // Out of line, so that the way of those that have a heap only is short.
    #[inline(never)]
    fn take_first_of_divided(&mut self, first: Entry) {
        if self.run.first() == first {
            self.run.pass();
            self.run.lose();
            self.pass_over_gone();
        } else {
            self.heap.take_first();
        }
        self.see_to_what_is_near();
    }

    /// Takes an entry in.
    // Inlined whole, and ending with a call on each way, so that it costs a small calendar nothing (1 % of 2021).
    #[inline(always)]
    pub(super) fn enter(&mut self, entry: Entry, time: Time) {
        if self.is_divided && self.far.is_far(time) {
            self.enter_far(entry, time);
        } else if self.heap.len() < self.limit {
            self.heap.enter(entry);
        } else {
            self.divide_and_enter(entry, time);
        }
    }

    #[cold]
    #[inline(never)]
    fn divide_and_enter(&mut self, entry: Entry, time: Time) {
        self.divide();
        if self.is_divided && self.far.is_far(time) {
            self.enter_far(entry, time);
        } else {
            self.heap.enter(entry);
        }
    }

    #[inline(never)]
    fn enter_far(&mut self, entry: Entry, time: Time) {
        self.heap.slots[entry.slot() as usize].position = FAR | self.far.put(entry, time) as u32;
        self.see_to_what_is_near();
    }

    /// The entry of a slot that is in use.
    #[inline]
    pub(super) fn entry_of(&self, slot: u32) -> Entry {
        match self.heap.slots[slot as usize].position {
            place if place & FAR != 0 => self.far.at((place & !FAR) as usize),
            place if place & RUN != 0 => self.run.at((place & !RUN) as usize),
            _ => self.heap.entry_of(slot),
        }
    }

    /// Takes out the entry of a slot.
    #[inline]
    pub(super) fn remove(&mut self, slot: u32) {
        if self.is_divided {
            self.remove_from_divided(slot);
        } else {
            self.heap.remove(slot);
        }
    }

    #[inline(never)]
    fn remove_from_divided(&mut self, slot: u32) {
        let place = self.heap.slots[slot as usize].position;
        if place & FAR != 0 {
            let moved = self.far.remove((place & !FAR) as usize);
            self.heap.slots[moved.slot() as usize].position = place;
        } else if place & RUN != 0 {
            self.heap.slots[slot as usize].position = NONE;
            self.run.lose();
            self.pass_over_gone();
        } else {
            self.heap.remove(slot);
        }
        self.see_to_what_is_near();
    }

    /// Puts an entry in the place of the one that its slot had.
    #[inline]
    pub(super) fn replace(&mut self, entry: Entry) {
        let is_in_heap = self.heap.slots[entry.slot() as usize].position < RUN;
        if is_in_heap && !(self.is_divided && self.far.is_far(entry.time())) {
            self.heap.replace(entry);
        } else {
            self.remove(entry.slot());
            self.enter(entry, entry.time());
        }
    }

    /// All entries, some that are no longer pending among them.
    pub(super) fn entries(&mut self) -> impl Iterator<Item = &mut Entry> {
        self.heap.fill_hole();
        self.heap.entries().chain(self.run.entries()).chain(self.far.entries())
    }

    /// Passes over entries of the run that were cancelled or rescheduled.
    #[inline]
    fn pass_over_gone(&mut self) {
        while let first = self.run.first()
            && first != Entry::LAST
            && !stands_in_run(&self.heap.slots, self.run.next(), first)
        {
            self.run.pass();
        }
    }

    /// Where no entry is left in the run, the next bin has its turn.
    #[inline]
    fn see_to_what_is_near(&mut self) {
        if self.run.len() == 0 && self.far.len() > 0 {
            self.turn();
        }
    }

    #[inline(never)]
    fn turn(&mut self) {
        while self.run.len() == 0
            && let Some((number, len)) = self.far.next_bin()
        {
            // Not divided anew before as many entries had their turn as will have to be moved.
            if len > CROWDED && self.turned >= self.len() {
                self.divide();
                return;
            }
            self.turn_to(number);
        }
        if self.run.len() == 0 && self.heap.len() == 0 {
            self.divide();
        }
    }

    /// It is a bin's turn: it joins the run.
    fn turn_to(&mut self, number: usize) {
        let slots = &self.heap.slots;
        let stands = |place, entry| stands_in_run(slots, place, entry);
        let entries = self.run.go_on(stands, |entries| self.far.turn_to(number, entries));
        for (place, entry) in entries.iter().enumerate() {
            self.heap.slots[entry.slot() as usize].position = RUN | place as u32;
        }
        self.turned += entries.len();
        if self.far.has_turned() {
            let mut later = core::mem::take(&mut self.later);
            self.far.open(&mut later);
            self.put_far(&later);
            later.clear();
            self.later = later;
        }
    }

    fn put_far(&mut self, entries: &[Entry]) {
        for &entry in entries {
            self.heap.slots[entry.slot() as usize].position = FAR | self.far.put(entry, entry.time()) as u32;
        }
    }

    /// Divides time anew, so that a bin holds a few hundred entries. Where there are not many, or bins would not tell them apart,
    /// all are near.
    #[cold]
    #[inline(never)]
    fn divide(&mut self) {
        let slots = &self.heap.slots;
        let mut all = self.run.end(|place, entry| stands_in_run(slots, place, entry));
        self.heap.move_all(&mut all);
        self.far.empty_all(&mut all);
        self.turned = 0;
        let bins = bins_for(&mut all, self.many);
        self.is_divided = bins.is_some();
        if let Some((start, per_day)) = bins {
            self.far.divide(start, per_day);
            self.put_far(&all);
            self.run.give_back(all);
            self.turn_to(0);
        } else {
            all.iter().for_each(|&entry| self.heap.enter(entry));
            self.run.give_back(all);
        }
        // Not divided anew before so many came near that moving all of them costs each no more than a few moves.
        self.limit = self.many.max(2 * self.heap.len()).max(self.len() / 2);
    }
}

/// Whether the entry at a place of the run still stands there, by the positions of all slots: one that was cancelled or rescheduled
/// does not.
#[inline]
fn stands_in_run<E>(slots: &[Slot<E>], place: usize, entry: Entry) -> bool {
    slots[entry.slot() as usize].position == RUN | place as u32
}

/// Where bins begin and how many there are in a day, that the first hold [`GOAL`] entries each if those up to the median lie evenly.
/// None where fewer than half as many entries as `many` ever come, or half of them at the same time.
fn bins_for(entries: &mut [Entry], many: usize) -> Option<(f64, f64)> {
    let coming = entries.iter().filter(|entry| entry.comes().is_some()).count();
    if coming < many / 2 {
        return None;
    }
    let (before, median, _) = entries.select_nth_unstable(coming / 2);
    let start = before.iter().min()?.time();
    let per_day = before.len() as f64 / (GOAL * (median.time() - start));
    per_day.is_finite().then_some((start.days(), per_day))
}
