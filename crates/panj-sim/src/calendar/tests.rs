//! The calendar against an ordered map.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;

#[derive(Clone, Debug)]
enum Step {
    Schedule(Time, u8),
    Reschedule(usize, Time),
    Cancel(usize),
    SetAlarm(usize, Time, u8),
    Silence(usize),
    Pop,
    PopUntil(Time),
    Clear,
}

/// Few times and phases, so that ties are common; sometimes never.
fn time() -> impl Strategy<Value = Time> {
    prop_oneof![
        8 => (-3..12_i32).prop_map(|t| Time::from_days(f64::from(t))),
        4 => (-1e3..1e3_f64).prop_map(Time::from_days),
        1 => Just(Time::NEVER),
    ]
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        100 => (time(), 0..3_u8).prop_map(|(t, phase)| Step::Schedule(t, phase)),
        50 => (any::<usize>(), time()).prop_map(|(which, t)| Step::Reschedule(which, t)),
        30 => any::<usize>().prop_map(Step::Cancel),
        30 => (0..ALARMS, time(), 0..3_u8).prop_map(|(which, t, phase)| Step::SetAlarm(which, t, phase)),
        10 => (0..ALARMS).prop_map(Step::Silence),
        60 => Just(Step::Pop),
        10 => time().prop_map(Step::PopUntil),
        1 => Just(Step::Clear),
    ]
}

const ALARMS: usize = 3;

/// The event of an alarm, apart from those that are scheduled.
fn rung(which: usize) -> usize {
    1_000_000 + which
}

/// The same promises, kept by an ordered map with a key (time, phase, sequence).
#[derive(Default)]
struct Shadow {
    events: BTreeMap<(Time, u8, u64), usize>,
    /// For each event ever scheduled: its key while it is pending.
    keys: Vec<Option<(Time, u8, u64)>>,
    alarms: [Option<(Time, u8, u64)>; ALARMS],
    sequence: u64,
}

impl Shadow {
    fn insert(&mut self, event: usize, time: Time, phase: u8) {
        let key = (time, phase, self.sequence);
        self.sequence += 1;
        self.events.insert(key, event);
        *self.key(event) = Some(key);
    }

    fn key(&mut self, event: usize) -> &mut Option<(Time, u8, u64)> {
        match event.checked_sub(rung(0)) {
            Some(which) => &mut self.alarms[which],
            None => &mut self.keys[event],
        }
    }

    fn pop(&mut self, until: Time) -> Option<(Time, usize)> {
        let time = self.next_time().filter(|time| *time < until)?;
        let event = *self.events.first_key_value()?.1;
        self.remove(event);
        Some((time, event))
    }

    fn scheduled(&self) -> usize {
        self.keys.iter().flatten().count()
    }

    fn remove(&mut self, event: usize) -> Option<(Time, u8, u64)> {
        let key = self.key(event).take()?;
        self.events.remove(&key);
        Some(key)
    }

    fn next_time(&self) -> Option<Time> {
        self.events.first_key_value().map(|(key, _)| key.0).filter(|time| !time.is_never())
    }
}

/// A calendar that divides time with more than `many` entries near.
fn dividing<E: Copy>(many: usize, sequence: u64) -> Calendar<E> {
    Calendar { pending: Pending::dividing(many), sequence, ..Calendar::new() }
}

fn follow(steps: Vec<Step>, mut calendar: Calendar<usize>) -> Result<(), TestCaseError> {
    let mut shadow = Shadow::default();
    let mut alarms = [(); ALARMS].map(|()| calendar.add_alarm());
    let mut tickets: Vec<Ticket> = Vec::new();
    for step in steps {
        match step {
            Step::Schedule(time, phase) => {
                let event = tickets.len();
                tickets.push(calendar.schedule(time, Phase(phase), event));
                shadow.keys.push(None);
                shadow.insert(event, time, phase);
            }
            Step::Reschedule(which, time) if !tickets.is_empty() => {
                let event = which % tickets.len();
                let was = shadow.remove(event);
                if let Some((_, phase, _)) = was {
                    shadow.insert(event, time, phase);
                }
                prop_assert_eq!(calendar.reschedule(tickets[event], time), was.is_some());
            }
            Step::Cancel(which) if !tickets.is_empty() => {
                let event = which % tickets.len();
                let was = shadow.remove(event);
                prop_assert_eq!(calendar.cancel(tickets[event]), was.map(|_| event));
            }
            Step::SetAlarm(which, time, phase) => {
                shadow.remove(rung(which));
                shadow.insert(rung(which), time, phase);
                calendar.set_alarm(alarms[which], time, Phase(phase), rung(which));
            }
            Step::Silence(which) => {
                let was = shadow.remove(rung(which));
                prop_assert_eq!(calendar.silence(alarms[which]), was.map(|_| rung(which)));
            }
            Step::Pop => prop_assert_eq!(calendar.pop(), shadow.pop(Time::NEVER)),
            Step::PopUntil(time) => prop_assert_eq!(calendar.pop_until(time), shadow.pop(time)),
            Step::Clear => {
                calendar.clear();
                shadow.events.clear();
                shadow.keys.iter_mut().chain(&mut shadow.alarms).for_each(|key| *key = None);
                alarms = [(); ALARMS].map(|()| calendar.add_alarm());
            }
            Step::Reschedule(..) | Step::Cancel(_) => {}
        }
        prop_assert_eq!(calendar.len(), shadow.scheduled());
        prop_assert_eq!(calendar.is_empty(), shadow.scheduled() == 0);
        prop_assert_eq!(calendar.peek().map(|(time, _)| time), shadow.next_time());
        prop_assert_eq!(calendar.next_time(), shadow.next_time());
        for (ticket, key) in tickets.iter().zip(&shadow.keys) {
            prop_assert_eq!(calendar.time_of(*ticket), key.map(|key| key.0));
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(crate::math::property::cases(300))]
    #[test]
    fn behaves_as_an_ordered_map(steps in prop::collection::vec(step(), 0..400)) {
        follow(steps.clone(), Calendar::new())?;
        // The same with sequence numbers that soon run out, so that the pending events are renumbered on the way; and with time
        // divided as soon as there is anything to divide.
        follow(steps.clone(), dividing(usize::MAX, SEQUENCES - 20))?;
        follow(steps.clone(), dividing(2, 0))?;
        follow(steps.clone(), dividing(9, 0))?;
        follow(steps, dividing(5, SEQUENCES - 20))?;
    }
}

#[test]
fn equal_times_leave_by_phase_then_by_order_of_scheduling() {
    let mut calendar = Calendar::new();
    let noon = Time::from_days(1.0);
    for (phase, event) in [(1, "c"), (0, "a"), (1, "d"), (0, "b")] {
        calendar.schedule(noon, Phase(phase), event);
    }
    let order: Vec<_> = std::iter::from_fn(|| calendar.pop()).map(|(_, event)| event).collect();
    assert_eq!(order, ["a", "b", "c", "d"]);
}

#[test]
fn a_rescheduled_event_goes_behind_those_already_there() {
    let mut calendar = Calendar::new();
    let noon = Time::from_days(1.0);
    let first = calendar.schedule(noon, Phase(0), 1);
    calendar.schedule(noon, Phase(0), 2);
    calendar.reschedule(first, noon);
    assert_eq!(calendar.pop(), Some((noon, 2)));
}

#[test]
fn a_spent_ticket_never_reaches_the_event_that_took_its_slot() {
    let mut calendar = Calendar::new();
    let old = calendar.schedule(Time::ZERO, Phase(0), 'a');
    calendar.pop();
    calendar.schedule(Time::ZERO, Phase(0), 'b');
    assert!(!calendar.reschedule(old, Time::from_days(1.0)));
    assert_eq!(calendar.cancel(old), None);
    assert_eq!(calendar.pop(), Some((Time::ZERO, 'b')));
}

#[test]
fn what_is_never_due_never_comes_out_but_can_be_called_back() {
    let mut calendar = Calendar::new();
    let dormant = calendar.schedule(Time::NEVER, Phase(0), ());
    assert_eq!((calendar.len(), calendar.next_time(), calendar.pop()), (1, None, None));
    calendar.reschedule(dormant, Time::ZERO);
    assert_eq!(calendar.pop(), Some((Time::ZERO, ())));
}

#[test]
fn dividing_time_and_looking_ahead_change_nothing() {
    let mut random = crate::World::new(1, 1).stream(crate::Mechanism(0), 0);
    let (mut plain, mut divided) = (dividing(usize::MAX, 0), Calendar::new());
    let mut tickets = [None; 256];
    let (mut now, mut most) = (Time::ZERO, 0);
    for event in 0..160_000 {
        // Grows to many thousands, stays there, and runs empty.
        let arrivals = match event {
            0..40_000 => 2,
            40_000..100_000 => 1,
            _ => 0,
        };
        for _ in 0..arrivals {
            // Due soon or late, some at the same time, some so late that they come after all bins, some never.
            let days = match random.below(10) {
                0 => 0.1 * random.uniform(),
                1 => random.below(20) as f64,
                2 => 0.5 / random.uniform(),
                3 if random.chance(0.02) => f64::INFINITY,
                _ => 10.0 * random.uniform(),
            };
            let time = now + days;
            let place = random.below(256);
            match (tickets[place], random.below(4)) {
                (Some(ticket), 0) => assert_eq!(divided.cancel(ticket), plain.cancel(ticket)),
                (Some(ticket), 1) => assert_eq!(divided.reschedule(ticket, time), plain.reschedule(ticket, time)),
                _ => {}
            }
            let ticket = plain.schedule(time, Phase(0), event);
            assert_eq!(divided.schedule(time, Phase(0), event), ticket);
            assert_eq!(divided.time_of(ticket), Some(time));
            tickets[place] = Some(ticket);
        }
        let next = plain.pop();
        assert_eq!(divided.pop(), next);
        now = next.map_or(now, |(time, _)| time);
        most = most.max(plain.len());
        assert_eq!((divided.next_time(), divided.len()), (plain.next_time(), plain.len()));
    }
    assert!(most > 4 * 2048 && plain.next_time().is_none(), "{most} at most, {} at the end", plain.len());
}
