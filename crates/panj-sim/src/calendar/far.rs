//! The far future of a calendar: entries whose order nobody needs to know yet.
//!
//! They lie in bins of equal width in time, in no order within a bin; what comes after the last of them lies in one more. The turn
//! of a bin comes when all before it has happened. A bin is a pile of chunks, which are handed from one bin to another, so that no
//! bin keeps memory for the most that it ever held.

use super::entry::Entry;
use crate::time::Time;

/// How many bins of equal width there are: as time goes on, those that had their turn become the farthest.
const BINS: usize = 1024;
/// The bin of what comes after all others, and of what never comes.
const LATER: usize = BINS;
/// So many bins at a time become the farthest.
const OPENED: f64 = 512.0;
/// Entries in a chunk: four lines of the cache.
const CHUNK: usize = 16;
/// In the place of a chunk's number: there is none.
const NO_CHUNK: u32 = u32::MAX / CHUNK as u32;

/// A pile of chunks, all full but the topmost, which is filled from its last place on. In eight bytes, so that those of many bins are
/// near the processor.
#[derive(Clone, Copy, Debug)]
struct Bin {
    /// Where the entry is that came last: all places of its chunk from there on are taken.
    latest: u32,
    len: u32,
}

impl Bin {
    const EMPTY: Bin = Bin { latest: NO_CHUNK * CHUNK as u32, len: 0 };

    /// The topmost chunk.
    #[inline]
    fn top(self) -> u32 {
        self.latest / CHUNK as u32
    }

    /// Whether its topmost chunk is full, or there is none.
    #[inline]
    fn is_full(self) -> bool {
        self.latest.is_multiple_of(CHUNK as u32)
    }
}

/// Entries in bins of time.
#[derive(Clone, Debug)]
pub(super) struct Far {
    /// Where the first bin begins, days.
    start: f64,
    /// Bins in a day.
    per_day: f64,
    /// The number, from the start, of the bin after that whose turn it is. What belongs before it is kept elsewhere.
    next: f64,
    /// The number of the bin that would follow the farthest: at most [`BINS`] after the next.
    end: f64,
    /// None before time is divided first.
    bins: Vec<Bin>,
    /// Chunks, one after another.
    entries: Vec<Entry>,
    /// For each chunk the one below it in its bin, or the next free one.
    below: Vec<u32>,
    /// A chunk that is in no bin.
    spare: u32,
    len: usize,
}

impl Default for Far {
    fn default() -> Self {
        let (bins, entries, below) = (Vec::new(), Vec::new(), Vec::new());
        Self { start: 0.0, per_day: 0.0, next: 1.0, end: BINS as f64, bins, entries, below, spare: NO_CHUNK, len: 0 }
    }
}

impl Far {
    /// Nothing is far away; keeps the memory.
    pub(super) fn clear(&mut self) {
        self.bins.fill(Bin::EMPTY);
        self.entries.clear();
        self.below.clear();
        (self.spare, self.len) = (NO_CHUNK, 0);
    }

    /// How many entries are here.
    #[inline]
    pub(super) fn len(&self) -> usize {
        self.len
    }

    /// Divides time anew: bins begin at `start`, there are `per_day` of them in a day, and none has had its turn. All must be
    /// empty.
    pub(super) fn divide(&mut self, start: f64, per_day: f64) {
        debug_assert!(self.len == 0);
        self.bins.resize(BINS + 1, Bin::EMPTY);
        (self.start, self.per_day, self.next, self.end) = (start, per_day, 1.0, BINS as f64);
    }

    /// How many bins end before a time. Never fewer before a later time, whatever is rounded: no step here changes an order.
    #[inline]
    fn bins_before(&self, time: Time) -> f64 {
        (time.days() - self.start) * self.per_day
    }

    #[inline]
    fn bin_of(&self, time: Time) -> usize {
        let before = self.bins_before(time);
        // Bins are numbered on and on: a narrower integer might not hold their number.
        if before < self.end { before as i64 as usize % BINS } else { LATER }
    }

    /// Whether the turn of a time's bin has not come.
    #[inline]
    pub(super) fn is_far(&self, time: Time) -> bool {
        self.bins_before(time) >= self.next
    }

    /// Takes an entry in: where it is.
    // Inlined whole: 1.5 % of the instructions on 40,000 districts.
    #[inline(always)]
    pub(super) fn put(&mut self, entry: Entry, time: Time) -> usize {
        let number = self.bin_of(time);
        if self.bins[number].is_full() {
            self.pile_up(number);
        }
        let bin = &mut self.bins[number];
        bin.latest -= 1;
        bin.len += 1;
        self.len += 1;
        let place = bin.latest as usize;
        self.entries[place] = entry;
        place
    }

    /// Puts an empty chunk on top of a bin.
    #[cold]
    fn pile_up(&mut self, number: usize) {
        if self.spare == NO_CHUNK {
            self.spare = self.below.len() as u32;
            self.below.push(NO_CHUNK);
            self.entries.resize(self.entries.len() + CHUNK, Entry::LAST);
        }
        let bin = &mut self.bins[number];
        let chunk = self.spare;
        self.spare = core::mem::replace(&mut self.below[chunk as usize], bin.top());
        bin.latest = (chunk + 1) * CHUNK as u32;
    }

    /// Takes the topmost chunk off a bin: what it held is gone.
    fn take_off(&mut self, number: usize) {
        let bin = &mut self.bins[number];
        let chunk = bin.top();
        bin.latest = core::mem::replace(&mut self.below[chunk as usize], self.spare) * CHUNK as u32;
        self.spare = chunk;
    }

    /// The entry at a place.
    #[inline]
    pub(super) fn at(&self, place: usize) -> Entry {
        self.entries[place]
    }

    /// Takes out the entry at a place. The latest of its bin takes that place: which.
    pub(super) fn remove(&mut self, place: usize) -> Entry {
        let number = self.bin_of(self.entries[place].time());
        let bin = &mut self.bins[number];
        let latest = self.entries[bin.latest as usize];
        self.entries[place] = latest;
        bin.len -= 1;
        self.len -= 1;
        if (bin.latest + 1).is_multiple_of(CHUNK as u32) {
            self.take_off(number);
        } else {
            bin.latest += 1;
        }
        latest
    }

    /// The number of the next bin that has something in it, the last apart, and how many entries.
    pub(super) fn next_bin(&self) -> Option<(usize, usize)> {
        if self.bins.get(LATER)?.len as usize == self.len {
            return None;
        }
        let mut ahead = self.next as usize..self.end as usize;
        let number = ahead.find(|number| self.bins[number % BINS].len > 0)?;
        Some((number, self.bins[number % BINS].len as usize))
    }

    /// It is a bin's turn: its entries are moved to `entries`.
    pub(super) fn turn_to(&mut self, number: usize, entries: &mut Vec<Entry>) {
        self.next = (number + 1) as f64;
        self.empty(number % BINS, entries);
    }

    /// Whether many bins had their turn since some became the farthest.
    pub(super) fn has_turned(&self) -> bool {
        self.end - self.next < BINS as f64 - OPENED
    }

    /// Bins that had their turn become the farthest. What came after all others is moved to `entries`, to be put anew.
    pub(super) fn open(&mut self, entries: &mut Vec<Entry>) {
        self.end += OPENED;
        self.empty(LATER, entries);
    }

    /// Moves all entries to `entries`.
    pub(super) fn empty_all(&mut self, entries: &mut Vec<Entry>) {
        (0..self.bins.len()).for_each(|number| self.empty(number, entries));
    }

    fn empty(&mut self, number: usize, entries: &mut Vec<Entry>) {
        while let bin @ Bin { len: 1.., .. } = self.bins[number] {
            let chunk = bin.top() as usize;
            let taken = &self.entries[bin.latest as usize..(chunk + 1) * CHUNK];
            entries.extend_from_slice(taken);
            self.bins[number].len -= taken.len() as u32;
            self.len -= taken.len();
            self.take_off(number);
        }
    }

    /// All entries, some that are here no longer among them.
    pub(super) fn entries(&mut self) -> impl Iterator<Item = &mut Entry> {
        self.entries.iter_mut().filter(|entry| **entry != Entry::LAST)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bins_keep_their_order_after_many_had_their_turn() {
        let mut far = Far::default();
        far.divide(0.0, 1.0);
        (far.next, far.end) = (5e9, 5e9 + BINS as f64);
        for (slot, day) in [(0, 5e9 + 7.5), (1, 5e9 + 2.5), (2, 5e9 + 900.0), (3, 5e9 + 2000.0)] {
            let time = Time::from_days(day);
            far.put(Entry::new(time, 0, 0, slot), time);
        }
        let mut turns = Vec::new();
        while let Some((number, 1)) = far.next_bin() {
            far.turn_to(number, &mut Vec::new());
            turns.push(number);
        }
        assert_eq!(turns, [5_000_000_002, 5_000_000_007, 5_000_000_900]);
        assert_eq!(far.len(), 1, "what comes after all bins waits");
    }
}
