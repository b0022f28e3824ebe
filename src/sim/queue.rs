//! A station with several servers, classes of priority, and lines of those who wait.
//!
//! # Contract
//! - The lowest class number is served first; within a class first come, first served; a service once begun is not broken
//!   off (non-preemptive). A free server never idles while someone waits.
//! - The free server with the lowest number takes the job.
//! - `set_servers` takes effect at once for new starts; where servers are withdrawn, those at work finish first, and
//!   until then they count: no more jobs than `servers` are begun beside them. A station of 0 servers keeps its lines.
//! - `arrive`, `finish` and `remove` cost O(classes) or O(servers) at worst, whatever the length of the lines, and
//!   allocate nothing once the station has held as many jobs as it will hold.
//!
//! # References
//! - Kleinrock, L. (1976). *Queueing Systems*, vol. 2, ch. 3 (priority queues).
//! - Cobham, A. (1954). Priority assignment in waiting line problems. *Oper. Res.* 2(1), 70-76.

use super::time::Time;

const NONE: u32 = u32::MAX;

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
    seat: u32,
    serial: u32,
}

#[derive(Clone, Copy, Debug)]
struct Seat<J> {
    job: J,
    arrived: Time,
    class: u32,
    /// Number of the one who sits there, from 1; 0 when they have left, so that their [`Place`] is spent.
    serial: u32,
    before: u32,
    after: u32,
}

#[derive(Clone, Copy, Debug)]
struct Line {
    head: u32,
    tail: u32,
    length: usize,
}

const EMPTY: Line = Line { head: NONE, tail: NONE, length: 0 };

/// Servers, and a line for each class.
///
/// ```
/// use panj::sim::{PriorityQueue, Time};
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
    /// Whether each server is at work; withdrawn servers that still work stay in the list.
    at_work: Vec<bool>,
    busy: usize,
    lines: Vec<Line>,
    seats: Vec<Seat<J>>,
    free_seat: u32,
    /// How many have ever waited.
    joined: u32,
}

impl<J: Copy> PriorityQueue<J> {
    /// A station with idle servers and empty lines. There is at least one class.
    #[must_use]
    pub fn new(servers: usize, classes: usize) -> Self {
        PriorityQueue {
            servers,
            at_work: vec![false; servers],
            busy: 0,
            lines: vec![EMPTY; classes.max(1)],
            seats: Vec::new(),
            free_seat: NONE,
            joined: 0,
        }
    }

    /// As new, with this number of servers and the same classes; keeps the memory. All places are spent.
    pub fn clear(&mut self, servers: usize) {
        self.lines.fill(EMPTY);
        // Seats are given out from the first again, side by side: a list of free ones in the order in which they were left
        // would send every arrival to another corner of memory (a twentieth of a history's time where thousands wait).
        self.seats.clear();
        self.free_seat = NONE;
        self.at_work.clear();
        self.at_work.resize(servers, false);
        self.servers = servers;
        self.busy = 0;
    }

    /// A job comes. The start of its service, or None if it has to wait (its place is then [`PriorityQueue::last_place`]).
    ///
    /// A class beyond the last counts as the last (debug assertion).
    pub fn arrive(&mut self, now: Time, class: usize, job: J) -> Option<Start<J>> {
        debug_assert!(class < self.lines.len());
        let class = class.min(self.lines.len() - 1);
        if self.total_waiting() == 0
            && let Some(server) = self.idle_server()
        {
            self.begin(server);
            return Some(Start { job, class, server, waited: 0.0 });
        }
        self.join(now, class, job);
        self.start_next(now)
    }

    /// A server has finished its service. The next service it begins, if someone waits and the server was not withdrawn.
    ///
    /// A server that was not at work is a mistake (debug assertion), and nothing happens.
    pub fn finish(&mut self, now: Time, server: usize) -> Option<Start<J>> {
        match self.at_work.get_mut(server) {
            Some(working) if *working => {
                *working = false;
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
        if self.at_work.len() < servers {
            self.at_work.resize(servers, false);
        }
        Starts { queue: self, now }
    }

    /// Takes a job out of its line (it gave up, was sent elsewhere...). None if it does not wait any more.
    pub fn remove(&mut self, place: Place) -> Option<J> {
        let seat = self.seats.get(place.seat as usize)?;
        if seat.serial != place.serial {
            return None;
        }
        Some(self.leave(place.seat).job)
    }

    /// The place of the last in a class's line: of the job that has just arrived and has to wait.
    #[must_use]
    pub fn last_place(&self, class: usize) -> Option<Place> {
        let seat = self.lines.get(class)?.tail;
        let serial = self.seats.get(seat as usize)?.serial;
        Some(Place { seat, serial })
    }

    /// How many wait in a class.
    #[must_use]
    #[inline]
    pub fn waiting(&self, class: usize) -> usize {
        self.lines.get(class).map_or(0, |line| line.length)
    }

    /// How many wait in all classes.
    #[must_use]
    #[inline]
    pub fn total_waiting(&self) -> usize {
        self.lines.iter().map(|line| line.length).sum()
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
        self.at_work.iter().take(self.servers).position(|working| !working)
    }

    #[inline]
    fn begin(&mut self, server: usize) {
        self.at_work[server] = true;
        self.busy += 1;
    }

    fn start_next(&mut self, now: Time) -> Option<Start<J>> {
        let server = self.idle_server()?;
        let start = self.next_in_line(now, server)?;
        self.begin(server);
        Some(start)
    }

    fn next_in_line(&mut self, now: Time, server: usize) -> Option<Start<J>> {
        let head = self.lines.iter().map(|line| line.head).find(|head| *head != NONE)?;
        let seat = self.leave(head);
        Some(Start { job: seat.job, class: seat.class as usize, server, waited: now - seat.arrived })
    }

    fn join(&mut self, now: Time, class: usize, job: J) {
        let before = self.lines[class].tail;
        self.joined = self.joined.wrapping_add(1).max(1);
        let seat = Seat { job, arrived: now, class: class as u32, serial: self.joined, before, after: NONE };
        let at = if self.free_seat == NONE {
            self.seats.push(seat);
            self.seats.len() as u32 - 1
        } else {
            let at = self.free_seat;
            let old = &mut self.seats[at as usize];
            self.free_seat = old.after;
            *old = seat;
            at
        };
        match self.seats.get_mut(before as usize) {
            Some(last) => last.after = at,
            None => self.lines[class].head = at,
        }
        self.lines[class].tail = at;
        self.lines[class].length += 1;
    }

    /// Takes a seat out of its line and frees it.
    fn leave(&mut self, at: u32) -> Seat<J> {
        let seat = self.seats[at as usize];
        let line = seat.class as usize;
        match self.seats.get_mut(seat.before as usize) {
            Some(before) => before.after = seat.after,
            None => self.lines[line].head = seat.after,
        }
        match self.seats.get_mut(seat.after as usize) {
            Some(after) => after.before = seat.before,
            None => self.lines[line].tail = seat.before,
        }
        self.lines[line].length -= 1;
        let freed = &mut self.seats[at as usize];
        freed.serial = 0;
        freed.after = self.free_seat;
        self.free_seat = at;
        seat
    }
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
