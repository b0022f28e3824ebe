//! The loop: events change a process, the process states facts, facts make it react.
//!
//! # Contract
//! 1. The next event is taken out in the order (time, phase, sequence); the clock moves to its time; [`Process::fire`] runs.
//! 2. The facts it stated are handled first in, first out: [`Process::react`], then [`Observer::see`]. Facts stated by
//!    a reaction join the end of the line. Time stands still meanwhile.
//! 3. When the line is empty, the next event follows. Events due before the horizon happen; those due at it or later stay in the
//!    calendar, so that a run can go on with a later horizon, with the same result as one long run.
//! 4. A process may keep [periods](Process::period_ends), days for example. A period ends after all that is due before its end
//!    has happened, and before anything that is due at that very instant, which belongs to the next period: what happens at
//!    midnight happens on the day that begins. A period that ends at the horizon ends within the run. Its end counts as an event;
//!    it does not stand in the calendar. A run of such a process needs a finite horizon, since a next period always comes.
//! 5. Facts stated before the run (when the process was set up) are handled first, at the time they were stated.
//! 6. After the run the clock stands at the horizon if that is finite, else at the last event.
//! 7. [`run_some`] stops after so many events, with the clock at the last of them; called again, the run goes on as if it had
//!    not stopped. That is how a caller looks at a limit or at Ctrl-C now and then.
//!
//! An observer sees a fact after the process has reacted to it, and cannot change anything.

use super::calendar::{Alarm, Calendar, Ticket};
use super::time::{Phase, Time};

/// What happens to whom: a model's state and its rules.
pub trait Process: Sized {
    /// What will happen: plain data, kept in the calendar.
    type Event: Copy;
    /// What has happened: plain data, seen by reactions and observers.
    type Fact: Copy;

    /// An event happens.
    fn fire(&mut self, event: Self::Event, context: &mut Context<Self::Event, Self::Fact>);

    /// A fact was stated.
    fn react(&mut self, fact: &Self::Fact, context: &mut Context<Self::Event, Self::Fact>);

    /// When the period under way ends; never, if the process keeps no periods.
    #[inline]
    fn period_ends(&self) -> Time {
        Time::NEVER
    }

    /// The period under way has ended, and another begins: [`Process::period_ends`] moves on.
    #[inline]
    fn end_period(&mut self, _context: &mut Context<Self::Event, Self::Fact>) {}
}

/// Who watches a process: sees every fact, in order, and changes nothing.
///
/// `()` watches nothing and costs nothing; a pair of observers is an observer.
pub trait Observer<P: Process> {
    /// The process stated `fact` at `now`, and has reacted to it.
    fn see(&mut self, now: Time, fact: &P::Fact, process: &P);
}

impl<P: Process> Observer<P> for () {
    #[inline(always)]
    fn see(&mut self, _: Time, _: &P::Fact, _: &P) {}
}

impl<P: Process, O: Observer<P>> Observer<P> for &mut O {
    #[inline]
    fn see(&mut self, now: Time, fact: &P::Fact, process: &P) {
        (**self).see(now, fact, process);
    }
}

impl<P: Process, A: Observer<P>, B: Observer<P>> Observer<P> for (A, B) {
    #[inline]
    fn see(&mut self, now: Time, fact: &P::Fact, process: &P) {
        self.0.see(now, fact, process);
        self.1.see(now, fact, process);
    }
}

/// What a process may touch beside its own state: the clock, the calendar, and the line of facts.
#[derive(Clone, Debug)]
pub struct Context<E, F> {
    now: Time,
    calendar: Calendar<E>,
    /// Facts stated and not yet taken up, in order.
    facts: Vec<F>,
    /// Memory of the facts that are being handled.
    line: Vec<F>,
}

impl<E: Copy, F: Copy> Default for Context<E, F> {
    fn default() -> Self {
        Context::new()
    }
}

impl<E: Copy, F: Copy> Context<E, F> {
    /// The clock at the origin, nothing pending.
    #[must_use]
    pub fn new() -> Self {
        // Room for more facts than follow from an event: the two lines change places, so either may be the one that grows.
        let line = || Vec::with_capacity(64);
        Context { now: Time::ZERO, calendar: Calendar::new(), facts: line(), line: line() }
    }

    /// As new, with the memory kept.
    pub fn clear(&mut self) {
        self.now = Time::ZERO;
        self.calendar.clear();
        self.facts.clear();
    }

    /// The time of the event that is happening.
    #[must_use]
    #[inline]
    pub fn now(&self) -> Time {
        self.now
    }

    /// Schedules an event `days` from now (not negative; `+inf`: pending, never due).
    #[inline]
    pub fn schedule_in(&mut self, days: f64, phase: Phase, event: E) -> Ticket {
        self.schedule_at(self.now + days, phase, event)
    }

    /// Schedules an event at an instant. An instant that has passed is a mistake (debug assertion) and counts as now.
    #[inline]
    pub fn schedule_at(&mut self, time: Time, phase: Phase, event: E) -> Ticket {
        self.calendar.schedule(self.not_past(time), phase, event)
    }

    /// Moves a pending event; see [`Calendar::reschedule`]. An instant that has passed counts as now.
    #[inline]
    pub fn reschedule(&mut self, ticket: Ticket, time: Time) -> bool {
        self.calendar.reschedule(ticket, self.not_past(time))
    }

    /// Removes a pending event; see [`Calendar::cancel`].
    #[inline]
    pub fn cancel(&mut self, ticket: Ticket) -> Option<E> {
        self.calendar.cancel(ticket)
    }

    /// A new alarm, silent; see [`Calendar::add_alarm`]. It lasts until the context is cleared.
    pub fn add_alarm(&mut self) -> Alarm {
        self.calendar.add_alarm()
    }

    /// Sets an alarm for an event at an instant; see [`Calendar::set_alarm`]. An instant that has passed counts as now.
    #[inline]
    pub fn set_alarm(&mut self, alarm: Alarm, time: Time, phase: Phase, event: E) {
        self.calendar.set_alarm(alarm, self.not_past(time), phase, event);
    }

    /// Makes an alarm silent; its event, if it was set.
    #[inline]
    pub fn silence(&mut self, alarm: Alarm) -> Option<E> {
        self.calendar.silence(alarm)
    }

    /// When a pending event is due; None if its ticket is spent.
    #[must_use]
    #[inline]
    pub fn time_of(&self, ticket: Ticket) -> Option<Time> {
        self.calendar.time_of(ticket)
    }

    /// How many events are pending.
    #[must_use]
    #[inline]
    pub fn pending(&self) -> usize {
        self.calendar.len()
    }

    /// States a fact: the process will react to it, and observers see it, in the order of statement.
    #[inline]
    pub fn state(&mut self, fact: F) {
        self.facts.push(fact);
    }

    #[inline]
    fn not_past(&self, time: Time) -> Time {
        debug_assert!(time >= self.now, "{time} has passed: it is {}", self.now);
        time.max(self.now)
    }
}

/// Why a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// What is next does not lie before the horizon.
    Horizon,
    /// Nothing more is due, ever.
    Empty,
    /// As many events have happened as were allowed; more may be due.
    Paused,
}

/// What a run did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Run {
    /// Events that happened, ends of periods among them.
    pub events: u64,
    /// Facts that were handled.
    pub facts: u64,
    /// Why it ended.
    pub end: Ended,
}

/// Runs a process up to the horizon. See the module's contract.
pub fn run<P: Process, O: Observer<P>>(
    process: &mut P,
    context: &mut Context<P::Event, P::Fact>,
    horizon: Time,
    observer: &mut O,
) -> Run {
    run_some(process, context, horizon, observer, u64::MAX)
}

/// The same, but stops after `most` events (at least 1). See the module's contract.
pub fn run_some<P: Process, O: Observer<P>>(
    process: &mut P,
    context: &mut Context<P::Event, P::Fact>,
    horizon: Time,
    observer: &mut O,
    most: u64,
) -> Run {
    let mut line = core::mem::take(&mut context.line);
    let mut period_ends = process.period_ends();
    // Counted down, so that the limit costs the loop nothing: the subtraction itself tells when none is left.
    let (mut left, mut facts) = (most, 0);
    let paused = 'run: loop {
        // Within a period nothing changes what is waited for: in a loop of its own that is not worked out anew for each event.
        let until = horizon.min(period_ends);
        loop {
            facts += handle_facts(process, context, &mut line, observer);
            let Some((time, event)) = context.calendar.pop_until(until) else { break };
            debug_assert!(time >= context.now);
            context.now = time;
            process.fire(event, context);
            left -= 1;
            if left == 0 {
                break 'run true;
            }
        }
        if period_ends > horizon || period_ends.is_never() {
            break false;
        }
        context.now = period_ends;
        process.end_period(context);
        period_ends = process.period_ends();
        debug_assert!(period_ends > context.now, "a period ends at {period_ends}, and it is {}", context.now);
        left -= 1;
        if left == 0 {
            break true;
        }
    };
    let events = most - left;
    if paused {
        facts += handle_facts(process, context, &mut line, observer);
        context.line = line;
        return Run { events, facts, end: Ended::Paused };
    }
    context.line = line;
    let is_empty = period_ends.is_never() && context.calendar.next_time().is_none();
    let end = if is_empty { Ended::Empty } else { Ended::Horizon };
    if !horizon.is_never() {
        context.now = context.now.max(horizon);
    }
    Run { events, facts, end }
}

/// Handles the facts that are there and those that follow from them; how many there were. Often an event states none.
///
/// Those that are there are handled as they lie, one after another, while facts that reactions state gather behind them:
/// first in, first out, and nothing is copied. (Taking each out of the line cost a stall of the processor for each.)
// In the loop over events, since nearly every event states facts (with `Territory::aim` in its callers 2 % of the reference
// model's instructions).
#[inline(always)]
fn handle_facts<P: Process, O: Observer<P>>(
    process: &mut P,
    context: &mut Context<P::Event, P::Fact>,
    line: &mut Vec<P::Fact>,
    observer: &mut O,
) -> u64 {
    let mut handled = 0;
    while !context.facts.is_empty() {
        core::mem::swap(line, &mut context.facts);
        for fact in &*line {
            process.react(fact, context);
            observer.see(context.now, fact, process);
        }
        handled += line.len() as u64;
        line.clear();
    }
    handled
}

#[cfg(test)]
mod tests;
