//! What comes next in a calendar with a far future: the entries of the bin whose turn it is, sorted.

use super::entry::Entry;
use super::sort::Sorter;

/// Sorted entries. One that is no longer pending stays where it is, until it is passed over: which those are, others know.
#[derive(Clone, Debug)]
pub(super) struct Run {
    entries: Vec<Entry>,
    /// The entry whose turn it is; [`Entry::LAST`] if there is none.
    first: Entry,
    /// Where it stands: those before it have had their turn.
    next: usize,
    /// How many are still pending.
    pending: usize,
    sorter: Sorter,
}

impl Default for Run {
    fn default() -> Self {
        Self { entries: Vec::new(), first: Entry::LAST, next: 0, pending: 0, sorter: Sorter::default() }
    }
}

impl Run {
    pub(super) fn clear(&mut self) {
        self.entries.clear();
        (self.first, self.next, self.pending) = (Entry::LAST, 0, 0);
    }

    #[inline]
    pub(super) fn len(&self) -> usize {
        self.pending
    }

    /// The entry that comes first; [`Entry::LAST`] if there is none.
    #[inline]
    pub(super) fn first(&self) -> Entry {
        self.first
    }

    /// Where the first stands.
    #[inline]
    pub(super) fn next(&self) -> usize {
        self.next
    }

    /// The first has been handled, or is passed over.
    #[inline]
    pub(super) fn pass(&mut self) {
        self.turn_to(self.next + 1);
    }

    /// It is the turn of the entry at a place.
    #[inline]
    fn turn_to(&mut self, place: usize) {
        self.next = place;
        self.first = self.entries.get(place).copied().unwrap_or(Entry::LAST);
    }

    /// One of the entries is no longer pending.
    #[inline]
    pub(super) fn lose(&mut self) {
        self.pending -= 1;
    }

    /// The entry at a place.
    #[inline]
    pub(super) fn at(&self, place: usize) -> Entry {
        self.entries[place]
    }

    /// What `fill` adds comes after those that are left, of which `is_pending` knows which are pending. All entries now.
    pub(super) fn go_on(
        &mut self,
        is_pending: impl Fn(usize, Entry) -> bool,
        fill: impl FnOnce(&mut Vec<Entry>),
    ) -> &[Entry] {
        self.keep(is_pending);
        let left = self.entries.len();
        fill(&mut self.entries);
        self.sorter.sort(&mut self.entries[left..]);
        self.pending = self.entries.len();
        self.turn_to(0);
        &self.entries
    }

    /// Ends it: those that are left, of which `is_pending` knows which are pending.
    pub(super) fn end(&mut self, is_pending: impl Fn(usize, Entry) -> bool) -> Vec<Entry> {
        self.keep(is_pending);
        let left = core::mem::take(&mut self.entries);
        self.clear();
        left
    }

    /// Only those stay that are left and pending.
    fn keep(&mut self, is_pending: impl Fn(usize, Entry) -> bool) {
        self.entries.drain(..self.next);
        let mut places = self.next..;
        self.entries.retain(|entry| places.next().is_some_and(|place| is_pending(place, *entry)));
    }

    /// Memory for the entries to come.
    pub(super) fn give_back(&mut self, mut memory: Vec<Entry>) {
        memory.clear();
        self.entries = memory;
    }

    /// All entries, some that are no longer pending among them. The first is told apart.
    pub(super) fn entries(&mut self) -> impl Iterator<Item = &mut Entry> {
        self.entries.iter_mut().chain((self.first != Entry::LAST).then_some(&mut self.first))
    }
}
