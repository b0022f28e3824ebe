//! Entries of the heap and of alarms: the order of events in one number.

use crate::time::Time;

/// No slot.
pub(super) const NONE: u32 = u32::MAX;

const PHASE_SHIFT: u32 = 56;
const SLOT_BITS: u32 = 28;
/// Slots from here on are alarms.
pub(super) const FIRST_ALARM: u32 = 1 << (SLOT_BITS - 1);
/// The rank of [`Time::NEVER`]; every other is lower.
const NEVER: u128 = (f64::INFINITY.to_bits() | 1 << 63) as u128;
/// Sequence numbers below this fit between the phase and the slot; see `renumber`.
pub(super) const SEQUENCES: u64 = 1 << (PHASE_SHIFT - SLOT_BITS);

/// The name of one alarm of a [`Calendar`](super::Calendar), see [`Calendar::add_alarm`](super::Calendar::add_alarm). The default is no alarm of any calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Alarm {
    pub(super) number: u32,
}

impl Default for Alarm {
    fn default() -> Self {
        Alarm { number: u32::MAX }
    }
}

/// An entry of the heap: from the top, 64 bits of [`Time::rank`], 8 of phase, 28 of sequence number, 28 of slot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Entry(u128);

impl Entry {
    /// After every other.
    pub(super) const LAST: Entry = Entry(u128::MAX);

    #[inline]
    pub(super) fn new(time: Time, phase: u64, sequence: u64, slot: u32) -> Entry {
        let tie = phase << PHASE_SHIFT | sequence << SLOT_BITS | u64::from(slot);
        Entry(u128::from(time.rank()) << 64 | u128::from(tie))
    }

    #[inline]
    pub(super) fn time(self) -> Time {
        Time::from_rank(self.rank())
    }

    /// The rank of its time.
    #[inline]
    pub(super) fn rank(self) -> u64 {
        (self.0 >> 64) as u64
    }

    /// Whether it comes before a time.
    #[inline]
    pub(super) fn comes_before(self, time: Time) -> bool {
        // What never comes ranks no lower than any time.
        self.0 >> 64 < u128::from(time.rank())
    }

    /// Its time, if it comes at all.
    #[inline]
    pub(super) fn comes(self) -> Option<Time> {
        if self.0 >> 64 < NEVER { Some(self.time()) } else { None }
    }

    /// The alarm that it belongs to.
    #[inline]
    pub(super) fn alarm(self) -> Option<Alarm> {
        if self == Entry::LAST { None } else { self.slot().checked_sub(FIRST_ALARM).map(|number| Alarm { number }) }
    }

    #[inline]
    pub(super) fn phase(self) -> u64 {
        self.0 as u64 >> PHASE_SHIFT
    }

    #[inline]
    pub(super) fn slot(self) -> u32 {
        self.0 as u32 & ((1 << SLOT_BITS) - 1)
    }
}
