//! A station with several servers, classes of priority, and lines of those who wait.
//!
//! # Contract
//! - The lowest class number is served first; within a class first come, first served; a service once begun is not broken
//!   off (non-preemptive). A free server never idles while someone waits.
//! - The free server with the lowest number takes the job.
//! - `set_servers` takes effect at once for new starts; where servers are withdrawn, those at work finish first, and
//!   until then they count: no more jobs than `servers` are begun beside them. A station of 0 servers keeps its lines.
//! - `arrive`, `finish` and `remove` cost O(classes) or O(servers) on average, whatever the length of the lines, and
//!   allocate nothing once each line has held as many jobs as it will hold.
//!
//! # References
//! - Kleinrock, L. (1976). *Queueing Systems*, vol. 2, ch. 3 (priority queues).
//! - Cobham, A. (1954). Priority assignment in waiting line problems. *Oper. Res.* 2(1), 70-76.

use std::collections::VecDeque;

use super::time::Time;

/// A service that begins.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Start<J> {
    /// Who is served.
    pub job: J,
    /// The class it waited in.
    pub class: usize,
    /// The server, to be named at [`PriorityQueue::finish`].
    pub server: usize,
    /// Days it waited, 0 if it was served at once.
    pub waited: f64,
}

/// The place of one who waits; spent, and harmless, as soon as the wait ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    class: u32,
    number: u32,
}

#[derive(Clone, Copy, Debug)]
struct Seat<J> {
    arrived: Time,
    /// None where the one who sat there has left the line before it came to them.
    job: Option<J>,
}

/// Those who wait in a class, in order of arrival, side by side in memory: thousands may wait at once, and a linked list would send
/// every arrival and every start to another corner of it.
#[derive(Clone, Debug)]
struct Line<J> {
    /// From the first who waits to the last who came; the first one's seat is never empty.
    seats: VecDeque<Seat<J>>,
    /// Number of the first seat; they are numbered in order, across histories.
    first: u32,
    waiting: usize,
}

impl<J: Copy> Line<J> {
    const EMPTY: Line<J> = Line { seats: VecDeque::new(), first: 0, waiting: 0 };

    fn clear(&mut self) {
        self.first = self.first.wrapping_add(self.seats.len() as u32);
        self.seats.clear();
        self.waiting = 0;
    }

    /// The first in line goes.
    #[inline]
    fn pop(&mut self) -> Option<(J, Time)> {
        let Seat { job, arrived } = self.seats.pop_front()?;
        self.first = self.first.wrapping_add(1);
        self.waiting -= 1;
        self.close_up();
        Some((job?, arrived))
    }

    /// Takes empty seats away from the head of the line.
    #[inline]
    fn close_up(&mut self) {
        while self.seats.front().is_some_and(|seat| seat.job.is_none()) {
            self.seats.pop_front();
            self.first = self.first.wrapping_add(1);
        }
    }

    fn remove(&mut self, number: u32) -> Option<J> {
        let job = self.seats.get_mut(number.wrapping_sub(self.first) as usize)?.job.take()?;
        self.waiting -= 1;
        self.close_up();
        Some(job)
    }

    fn last(&self) -> Option<u32> {
        let last = self.seats.iter().rposition(|seat| seat.job.is_some())?;
        Some(self.first.wrapping_add(last as u32))
    }
}

/// Servers, and a line for each class.
///
/// ```
/// use panj_sim::{PriorityQueue, Time};
/// let mut post = PriorityQueue::new(1, 2);
/// let start = post.arrive(Time::ZERO, 1, "family").unwrap();
/// assert!(post.arrive(Time::from_days(0.1), 1, "trader").is_none());
/// assert!(post.arrive(Time::from_days(0.2), 0, "wounded").is_none());
/// let next = post.finish(Time::from_days(0.5), start.server).unwrap();
/// assert_eq!((next.job, next.waited), ("wounded", 0.3));
/// ```
#[derive(Clone, Debug)]
pub struct PriorityQueue<J> {
    servers: usize,
    /// One bit for each server: whether it is at work; withdrawn servers that still work stay.
    at_work: Vec<u64>,
    busy: usize,
    lines: Vec<Line<J>>,
    /// One bit for each class: whether someone waits in it.
    occupied: u64,
}

impl<J: Copy> PriorityQueue<J> {
    /// A station with idle servers and empty lines. Classes are from 1 to 64; other numbers count as the nearest of these.
    #[must_use]
    pub fn new(servers: usize, classes: usize) -> Self {
        PriorityQueue {
            servers,
            at_work: vec![0; words(servers)],
            busy: 0,
            lines: vec![Line::EMPTY; classes.clamp(1, 64)],
            occupied: 0,
        }
    }

    /// As new, with this number of servers and the same classes; keeps the memory. All places are spent.
    pub fn clear(&mut self, servers: usize) {
        self.lines.iter_mut().for_each(Line::clear);
        self.at_work.clear();
        self.at_work.resize(words(servers), 0);
        self.servers = servers;
        self.busy = 0;
        self.occupied = 0;
    }

    /// A job comes. The start of its service, or None if it has to wait (its place is then [`PriorityQueue::last_place`]).
    ///
    /// A class beyond the last counts as the last (debug assertion).
    #[inline]
    pub fn arrive(&mut self, now: Time, class: usize, job: J) -> Option<Start<J>> {
        debug_assert!(class < self.lines.len());
        let class = class.min(self.lines.len() - 1);
        if self.occupied == 0
            && let Some(server) = self.idle_server()
        {
            self.begin(server);
            return Some(Start { job, class, server, waited: 0.0 });
        }
        self.join(now, class, job);
        // Someone can wait beside an idle server only after more servers were set and their starts not taken.
        self.start_next(now)
    }

    /// A server has finished its service. The next service it begins, if someone waits and the server was not withdrawn.
    ///
    /// A server that was not at work is a mistake (debug assertion), and nothing happens.
    #[inline]
    pub fn finish(&mut self, now: Time, server: usize) -> Option<Start<J>> {
        let bit = 1 << (server % 64);
        match self.at_work.get_mut(server / 64) {
            Some(word) if *word & bit != 0 => {
                *word &= !bit;
                self.busy -= 1;
                self.start_next(now)
            }
            _ => {
                debug_assert!(false, "server {server} was not at work");
                None
            }
        }
    }

    /// Changes the number of servers. Iterate over the result: each step begins one service of those who can now be served.
    pub fn set_servers(&mut self, now: Time, servers: usize) -> Starts<'_, J> {
        self.servers = servers;
        if self.at_work.len() < words(servers) {
            self.at_work.resize(words(servers), 0);
        }
        Starts { queue: self, now }
    }

    /// Takes a job out of its line (it gave up, was sent elsewhere...). None if it does not wait any more.
    pub fn remove(&mut self, place: Place) -> Option<J> {
        let line = self.lines.get_mut(place.class as usize)?;
        let job = line.remove(place.number)?;
        if line.waiting == 0 {
            self.occupied &= !(1 << place.class);
        }
        Some(job)
    }

    /// The place of the last in a class's line: of the job that has just arrived and has to wait.
    #[must_use]
    pub fn last_place(&self, class: usize) -> Option<Place> {
        let number = self.lines.get(class)?.last()?;
        Some(Place { class: class as u32, number })
    }

    /// The places of all who wait, class by class, in order of arrival.
    pub fn places(&self) -> impl Iterator<Item = Place> {
        (0..).zip(&self.lines).flat_map(|(class, line)| {
            let seats = (0..).zip(&line.seats).filter(|(_, seat)| seat.job.is_some());
            seats.map(move |(at, _)| Place { class, number: line.first.wrapping_add(at) })
        })
    }

    /// How many wait in a class.
    #[must_use]
    #[inline]
    pub fn waiting(&self, class: usize) -> usize {
        self.lines.get(class).map_or(0, |line| line.waiting)
    }

    /// How many wait in all classes.
    #[must_use]
    #[inline]
    pub fn total_waiting(&self) -> usize {
        self.lines.iter().map(|line| line.waiting).sum()
    }

    /// How many servers are at work, those already withdrawn included.
    #[must_use]
    #[inline]
    pub fn busy(&self) -> usize {
        self.busy
    }

    /// How many servers there are, without those withdrawn.
    #[must_use]
    #[inline]
    pub fn servers(&self) -> usize {
        self.servers
    }

    #[inline]
    fn idle_server(&self) -> Option<usize> {
        // Withdrawn servers that still work count: with them at work, no more than `servers` may be.
        if self.busy >= self.servers {
            return None;
        }
        let (k, word) = self.at_work.iter().enumerate().find(|(_, word)| **word != u64::MAX)?;
        Some(64 * k + word.trailing_ones() as usize).filter(|&server| server < self.servers)
    }

    #[inline]
    fn begin(&mut self, server: usize) {
        self.at_work[server / 64] |= 1 << (server % 64);
        self.busy += 1;
    }

    // Always inlined: who is served would else go through memory in pieces that the processor cannot forward.
    #[inline(always)]
    fn start_next(&mut self, now: Time) -> Option<Start<J>> {
        if self.occupied == 0 {
            return None;
        }
        let server = self.idle_server()?;
        let class = self.occupied.trailing_zeros() as usize;
        let line = &mut self.lines[class];
        let (job, arrived) = line.pop()?;
        if line.waiting == 0 {
            self.occupied &= !(1 << class);
        }
        self.begin(server);
        Some(Start { job, class, server, waited: now - arrived })
    }

    #[inline]
    fn join(&mut self, now: Time, class: usize, job: J) {
        let line = &mut self.lines[class];
        line.seats.push_back(Seat { arrived: now, job: Some(job) });
        line.waiting += 1;
        self.occupied |= 1 << class;
    }
}

/// Words of one bit for each server.
fn words(servers: usize) -> usize {
    servers.div_ceil(64)
}

/// The services that begin when servers are added; see [`PriorityQueue::set_servers`].
///
/// Nothing begins until it is iterated; those left over begin at the next arrival or finish.
#[derive(Debug)]
#[must_use = "each step begins a service"]
pub struct Starts<'a, J> {
    queue: &'a mut PriorityQueue<J>,
    now: Time,
}

impl<J: Copy> Iterator for Starts<'_, J> {
    type Item = Start<J>;

    fn next(&mut self) -> Option<Start<J>> {
        self.queue.start_next(self.now)
    }
}

#[cfg(test)]
mod tests;
