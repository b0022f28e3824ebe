//! The contract of order, and runs that stop and go on.

use super::*;

/// Writes down everything that happens to it.
#[derive(Clone, Debug, Default, PartialEq)]
struct Recorder {
    log: Vec<(f64, String)>,
}

#[derive(Clone, Copy, Debug)]
enum Happens {
    Tick,
    Pair,
    #[allow(dead_code, reason = "printed into the log")]
    Once(&'static str),
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Told {
    First,
    Second,
    Echo,
}

impl Process for Recorder {
    type Event = Happens;
    type Fact = Told;

    fn fire(&mut self, event: Happens, context: &mut Context<Happens, Told>) {
        self.log.push((context.now().days(), format!("{event:?}")));
        match event {
            Happens::Tick => {
                context.schedule_in(1.0, Phase(0), Happens::Tick);
            }
            Happens::Pair => {
                context.state(Told::First);
                context.state(Told::Second);
            }
            Happens::Once(_) => {}
        }
    }

    fn react(&mut self, fact: &Told, context: &mut Context<Happens, Told>) {
        self.log.push((context.now().days(), format!("{fact:?}")));
        if *fact == Told::First {
            context.state(Told::Echo);
            context.schedule_in(0.0, Phase(0), Happens::Once("soon"));
        }
    }
}

#[derive(Default)]
struct Seen(Vec<(f64, Told, usize)>);

impl Observer<Recorder> for Seen {
    fn see(&mut self, now: Time, fact: &Told, process: &Recorder) {
        self.0.push((now.days(), *fact, process.log.len()));
    }
}

fn ticking() -> (Recorder, Context<Happens, Told>) {
    let mut context = Context::new();
    context.schedule_in(0.5, Phase(0), Happens::Tick);
    context.schedule_at(Time::from_days(2.5), Phase(1), Happens::Pair);
    (Recorder::default(), context)
}

#[test]
fn facts_are_handled_in_order_before_the_next_event() {
    let mut context = Context::new();
    context.schedule_in(1.0, Phase(0), Happens::Pair);
    context.schedule_in(1.0, Phase(0), Happens::Once("late"));
    let (mut process, mut seen) = (Recorder::default(), Seen::default());
    let run = run(&mut process, &mut context, Time::NEVER, &mut (&mut seen, ()));
    let order: Vec<_> = process.log.iter().map(|(_, what)| what.as_str()).collect();
    assert_eq!(order, ["Pair", "First", "Second", "Echo", "Once(\"late\")", "Once(\"soon\")"]);
    // Each fact was seen when its own reaction, and no later one, had run.
    assert_eq!(seen.0, [(1.0, Told::First, 2), (1.0, Told::Second, 3), (1.0, Told::Echo, 4)]);
    assert_eq!(run, Run { events: 3, facts: 3, end: Ended::Empty });
    assert_eq!(context.now(), Time::from_days(1.0));
}

#[test]
fn an_event_at_the_horizon_does_not_happen_and_the_clock_stops_there() {
    let (mut process, mut context) = ticking();
    let result = run(&mut process, &mut context, Time::from_days(1.5), &mut ());
    assert_eq!((result.events, result.end), (1, Ended::Horizon));
    assert_eq!(context.now(), Time::from_days(1.5));
    assert_eq!(context.pending(), 2);
}

#[test]
fn a_run_in_pieces_is_one_long_run() {
    let (mut whole, mut context) = ticking();
    let once = run(&mut whole, &mut context, Time::from_days(20.0), &mut ());
    let (mut pieces, mut context) = ticking();
    let mut events = 0;
    for end in [0.1, 2.5, 2.6, 7.5, 20.0] {
        events += run(&mut pieces, &mut context, Time::from_days(end), &mut ()).events;
    }
    assert_eq!((pieces, events), (whole, once.events));
}

#[test]
fn a_run_that_pauses_goes_on_as_if_it_had_not() {
    let (mut whole, mut context) = ticking();
    let (mut seen_at_once, mut seen) = (Seen::default(), Seen::default());
    let once = run(&mut whole, &mut context, Time::from_days(9.0), &mut seen_at_once);
    let (mut pieces, mut context) = ticking();
    let (mut events, mut facts, mut pauses) = (0, 0, 0);
    loop {
        let part = run_some(&mut pieces, &mut context, Time::from_days(9.0), &mut seen, 2);
        (events, facts) = (events + part.events, facts + part.facts);
        if part.end != Ended::Paused {
            break;
        }
        assert_eq!(part.events, 2);
        pauses += 1;
    }
    assert!(pauses > 3);
    assert_eq!((pieces, events, facts, seen.0), (whole, once.events, once.facts, seen_at_once.0));
}

/// Ends a period each day, and states so.
#[derive(Clone, Debug, Default, PartialEq)]
struct Daily {
    days: u32,
    log: Vec<String>,
}

impl Process for Daily {
    type Event = &'static str;
    type Fact = u32;

    fn fire(&mut self, event: &'static str, _: &mut Context<&'static str, u32>) {
        self.log.push(event.to_owned());
    }

    fn react(&mut self, day: &u32, context: &mut Context<&'static str, u32>) {
        self.log.push(format!("day {day} ended at {}", context.now().days()));
    }

    fn period_ends(&self) -> Time {
        Time::from_days(f64::from(self.days) + 1.0)
    }

    fn end_period(&mut self, context: &mut Context<&'static str, u32>) {
        context.state(self.days);
        self.days += 1;
    }
}

#[test]
fn a_period_ends_before_what_is_due_at_its_very_end() {
    let begin = || {
        let mut context = Context::new();
        context.schedule_at(Time::from_days(1.0), Phase(0), "midnight");
        context.schedule_at(Time::from_days(1.5), Phase(0), "noon");
        let alarm = context.add_alarm();
        context.set_alarm(alarm, Time::from_days(2.0), Phase(0), "second midnight");
        (Daily::default(), context)
    };
    let (mut whole, mut context) = begin();
    let result = run(&mut whole, &mut context, Time::from_days(2.5), &mut ());
    assert_eq!(whole.log, ["day 0 ended at 1", "midnight", "noon", "day 1 ended at 2", "second midnight"]);
    assert_eq!(result, Run { events: 5, facts: 2, end: Ended::Horizon });
    assert_eq!(context.now(), Time::from_days(2.5));
    // A run that ends with the day sees the day end, and nothing of the next (beside two events there is an alarm).
    let (mut one_day, mut context) = begin();
    run(&mut one_day, &mut context, Time::from_days(1.0), &mut ());
    assert_eq!((one_day.log, context.pending()), (vec!["day 0 ended at 1".to_owned()], 2));
    // Also where a piece ends with the day, or within it.
    let (mut pieces, mut context) = begin();
    for end in [0.5, 1.0, 1.0, 1.7, 2.5] {
        run(&mut pieces, &mut context, Time::from_days(end), &mut ());
    }
    assert_eq!(pieces, whole);
}

#[test]
fn facts_of_the_setup_are_handled_first() {
    let mut context = Context::new();
    context.state(Told::First);
    let mut process = Recorder::default();
    let result = run(&mut process, &mut context, Time::from_days(1.0), &mut ());
    let order: Vec<_> = process.log.iter().map(|(_, what)| what.as_str()).collect();
    assert_eq!(order, ["First", "Echo", "Once(\"soon\")"]);
    assert_eq!(result, Run { events: 1, facts: 2, end: Ended::Empty });
}

#[test]
fn a_cleared_context_gives_the_same_run_again() {
    let (mut first, mut context) = ticking();
    run(&mut first, &mut context, Time::from_days(9.0), &mut ());
    context.clear();
    assert_eq!((context.now(), context.pending()), (Time::ZERO, 0));
    context.schedule_in(0.5, Phase(0), Happens::Tick);
    context.schedule_at(Time::from_days(2.5), Phase(1), Happens::Pair);
    let mut second = Recorder::default();
    run(&mut second, &mut context, Time::from_days(9.0), &mut ());
    assert_eq!(first, second);
}

#[test]
fn tickets_move_and_cancel_what_will_happen() {
    let mut context: Context<Happens, Told> = Context::new();
    let moved = context.schedule_in(1.0, Phase(0), Happens::Once("moved"));
    let gone = context.schedule_in(2.0, Phase(0), Happens::Once("gone"));
    assert!(context.reschedule(moved, Time::from_days(5.0)));
    assert!(context.cancel(gone).is_some() && context.time_of(gone).is_none());
    assert_eq!(context.time_of(moved), Some(Time::from_days(5.0)));
    let mut process = Recorder::default();
    run(&mut process, &mut context, Time::NEVER, &mut ());
    assert_eq!(process.log, [(5.0, "Once(\"moved\")".to_owned())]);
}
