//! The secretariat: a few desks that prepare items, the lead member's global ones first.

use crate::scenario::Organ;
use crate::sim::{PriorityQueue, Start, Time};

/// An item that is prepared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Item {
    /// The host's case.
    Case,
    /// Another item for an organ.
    Other {
        /// The organ that it is for.
        organ: Organ,
        /// Whether it belongs to the lead member's global agenda.
        of_lead: bool,
    },
}

/// An item that waits for a desk.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Work {
    /// Which.
    pub item: Item,
    /// Days that its preparation takes; `None` where they are drawn when it begins.
    pub days: Option<f64>,
}

/// Classes of the queue: the lead's items, then the others with the case.
const CLASSES: usize = 2;

/// The queue; without desks everything passes at once.
#[derive(Debug)]
pub struct Secretariat {
    queue: PriorityQueue<Work>,
    desks: usize,
}

impl Default for Secretariat {
    fn default() -> Self {
        Self { queue: PriorityQueue::new(0, CLASSES), desks: 0 }
    }
}

impl Secretariat {
    /// Starts a history with so many desks, all free.
    pub fn begin(&mut self, desks: usize) {
        self.queue.clear(desks);
        self.desks = desks;
    }

    /// Whether items pass without being prepared.
    #[must_use]
    pub fn passes_on(&self) -> bool {
        self.desks == 0
    }

    /// An item comes; the work that begins, if a desk is free.
    pub fn arrive(&mut self, work: Work, now: Time) -> Option<Start<Work>> {
        let of_lead = matches!(work.item, Item::Other { of_lead: true, .. });
        self.queue.arrive(now, usize::from(!of_lead), work)
    }

    /// A desk has finished; the work that it begins.
    pub fn finish(&mut self, env: usize, now: Time) -> Option<Start<Work>> {
        self.queue.finish(now, env)
    }
}
