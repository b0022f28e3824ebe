//! The heap of a calendar: entries in the order of what comes first; and the events themselves, each with where its entry stands.
//!
//! Four siblings lie in one line of the cache, so a step down the heap waits for memory once. Places where nothing stands
//! hold [`Entry::LAST`], which loses every comparison: a family is always compared as four.
//!
//! What happens as a rule makes something else happen later. So an entry that is taken out leaves a hole at the root, and the
//! next that comes goes into it: one way down the heap in place of one down and one up.

use super::entry::{Entry, NONE};

pub(super) const ARITY: usize = 4;

/// Four siblings.
#[derive(Clone, Copy, Debug)]
#[repr(align(64))]
pub(super) struct Family(pub [Entry; ARITY]);

impl Family {
    /// Nobody.
    pub(super) const EMPTY: Family = Family([Entry::LAST; ARITY]);

    /// The first of the four, and where it is: chosen without branching, since it cannot be guessed, and carried along in place of
    /// being read again, since the way down the heap waits for each of them.
    #[inline]
    pub(super) fn first(&self) -> (usize, Entry) {
        let &Family([a, b, c, d]) = self;
        let left = sooner((0, a), (1, b));
        let right = sooner((2, c), (3, d));
        sooner(left, right)
    }
}

/// That of two which comes first.
#[inline]
fn sooner(one: (usize, Entry), other: (usize, Entry)) -> (usize, Entry) {
    core::hint::select_unpredictable(other.1 < one.1, other, one)
}

/// The root is the last of its family, so that each other place has its family to itself: the children of place `p` are
/// family `p - 2`.
const ROOT: usize = ARITY - 1;

/// In place of a hole, where there is none: no entry stands before the root.
const NO_HOLE: usize = 0;

#[inline]
fn family_below(place: usize) -> usize {
    place + 1 - ROOT
}

#[inline]
fn parent(place: usize) -> usize {
    place / ARITY + ROOT - 1
}

/// An event that is kept, and where its entry stands. Together, so that an event comes and goes with one line of memory.
#[derive(Clone, Copy, Debug)]
pub(super) struct Slot<E> {
    pub event: E,
    pub generation: u32,
    /// Where its entry stands; for a free slot, the next free one.
    pub position: u32,
}

/// Entries by their order.
#[derive(Clone, Debug)]
pub(super) struct Heap<E> {
    families: Vec<Family>,
    /// Places in use from the root on, the hole included.
    places: usize,
    /// The place where an entry has been taken out and none has come in yet; [`NO_HOLE`] where there is none.
    hole: usize,
    pub(super) slots: Vec<Slot<E>>,
}

impl<E> Default for Heap<E> {
    fn default() -> Self {
        Self { families: Vec::new(), places: 0, hole: NO_HOLE, slots: Vec::new() }
    }
}

impl<E> Heap<E> {
    pub(super) fn clear(&mut self) {
        self.families.clear();
        self.places = 0;
        self.hole = NO_HOLE;
        for (slot, next) in self.slots.iter_mut().zip(1..) {
            slot.generation = slot.generation.wrapping_add(1);
            slot.position = next;
        }
        if let Some(last) = self.slots.last_mut() {
            last.position = NONE;
        }
    }

    #[inline]
    pub(super) fn len(&self) -> usize {
        self.places - usize::from(self.hole != NO_HOLE)
    }

    /// The entry that comes first; [`Entry::LAST`] if there is none.
    #[inline]
    pub(super) fn first(&self) -> Entry {
        if self.hole == ROOT {
            self.least_child(ROOT).map_or(Entry::LAST, |(_, entry)| entry)
        } else {
            self.families.first().map_or(Entry::LAST, |family| family.0[ROOT])
        }
    }

    /// The entry of a slot that is in use.
    #[inline]
    pub(super) fn entry_of(&self, slot: u32) -> Entry {
        self.at(self.slots[slot as usize].position as usize)
    }

    /// All entries, in no order. The heap must have no hole.
    pub(super) fn entries(&mut self) -> impl Iterator<Item = &mut Entry> {
        self.families.iter_mut().flat_map(|family| &mut family.0).filter(|entry| **entry != Entry::LAST)
    }

    /// Moves all entries to `entries`.
    pub(super) fn move_all(&mut self, entries: &mut Vec<Entry>) {
        self.fill_hole();
        entries.extend(self.entries().map(|entry| *entry));
        self.families.clear();
        self.places = 0;
    }

    /// A hole at the root sinks by a level, so that what comes first need not be looked for again.
    #[inline]
    pub(super) fn sink_hole(&mut self) {
        if self.hole == ROOT
            && let Some((child, first)) = self.least_child(ROOT)
            && first != Entry::LAST
        {
            self.place(ROOT, first);
            self.hole = child;
        }
    }

    /// Takes out the first entry: there must be one.
    #[inline]
    pub(super) fn take_first(&mut self) {
        self.fill_hole();
        self.hole = ROOT;
    }

    /// Takes an entry in.
    #[inline(always)]
    pub(super) fn enter(&mut self, entry: Entry) {
        let hole = core::mem::replace(&mut self.hole, NO_HOLE);
        if hole == ROOT {
            // From the top, since what follows an event is often due soon (4 % of a history's time).
            self.sift_down(ROOT, entry);
        } else if hole != NO_HOLE {
            self.settle(hole, entry);
        } else {
            let end = self.places + ROOT;
            if end / ARITY == self.families.len() {
                self.families.push(Family::EMPTY);
            }
            self.places += 1;
            self.sift_up(end, entry);
        }
    }

    /// Puts an entry in the place of the one that its slot had.
    #[inline]
    pub(super) fn replace(&mut self, entry: Entry) {
        self.fill_hole();
        self.settle(self.slots[entry.slot() as usize].position as usize, entry);
    }

    /// Takes out the entry of a slot.
    #[inline]
    pub(super) fn remove(&mut self, slot: u32) {
        self.fill_hole();
        let at = self.slots[slot as usize].position as usize;
        let last = self.take_last();
        if at < self.places + ROOT {
            self.settle(at, last);
        }
    }

    /// Closes the hole at the root, where nothing came into it.
    #[inline]
    pub(super) fn fill_hole(&mut self) {
        let hole = core::mem::replace(&mut self.hole, NO_HOLE);
        if hole != NO_HOLE {
            let last = self.take_last();
            if hole < self.places + ROOT {
                self.fill(hole, last);
            }
        }
    }

    #[inline]
    fn at(&self, place: usize) -> Entry {
        self.families[place / ARITY].0[place % ARITY]
    }

    #[inline]
    fn place(&mut self, at: usize, entry: Entry) {
        self.families[at / ARITY].0[at % ARITY] = entry;
        self.slots[entry.slot() as usize].position = at as u32;
    }

    #[inline]
    fn take_last(&mut self) -> Entry {
        self.places -= 1;
        let end = self.places + ROOT;
        core::mem::replace(&mut self.families[end / ARITY].0[end % ARITY], Entry::LAST)
    }

    /// Puts `entry` into the hole at `at`, moving it whichever way its key asks.
    #[inline]
    fn settle(&mut self, at: usize, entry: Entry) {
        if at > ROOT && entry < self.at(parent(at)) {
            self.sift_up(at, entry);
        } else {
            self.sift_down(at, entry);
        }
    }

    #[inline]
    fn sift_up(&mut self, mut hole: usize, entry: Entry) {
        while hole > ROOT {
            let above = self.at(parent(hole));
            if above < entry {
                break;
            }
            self.place(hole, above);
            hole = parent(hole);
        }
        self.place(hole, entry);
    }

    #[inline]
    fn sift_down(&mut self, mut hole: usize, entry: Entry) {
        while let Some((child, below)) = self.least_child(hole) {
            if entry < below {
                break;
            }
            self.place(hole, below);
            hole = child;
        }
        self.place(hole, entry);
    }

    /// Fills a hole with the last entry of the heap. It most likely belongs near the bottom, so the hole goes all the
    /// way down first and the entry climbs from there (bottom-up heapsort, Wegener 1993).
    #[inline]
    fn fill(&mut self, mut hole: usize, entry: Entry) {
        while let Some((child, below)) = self.least_child(hole)
            && below != Entry::LAST
        {
            self.place(hole, below);
            hole = child;
        }
        self.sift_up(hole, entry);
    }

    /// The first of the children of a place, and where it stands; [`Entry::LAST`] among them where there are fewer.
    #[inline]
    fn least_child(&self, place: usize) -> Option<(usize, Entry)> {
        let family = family_below(place);
        let four = self.families.get(family)?;
        let (first, entry) = four.first();
        Some((family * ARITY + first, entry))
    }
}
