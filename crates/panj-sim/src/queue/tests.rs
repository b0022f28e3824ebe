//! The station against a list that is searched from end to end.

use proptest::prelude::*;

use super::*;

#[derive(Clone, Debug)]
enum Step {
    Arrive(usize),
    Finish(usize),
    Remove(usize),
    SetServers(usize),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        6 => (0..3_usize).prop_map(Step::Arrive),
        4 => any::<usize>().prop_map(Step::Finish),
        1 => any::<usize>().prop_map(Step::Remove),
        1 => (0..5_usize).prop_map(Step::SetServers),
    ]
}

#[derive(Clone, Copy)]
struct Waiting {
    class: usize,
    job: usize,
    since: f64,
}

/// The rule, written as one would say it.
struct Naive {
    servers: usize,
    at_work: Vec<usize>,
    line: Vec<Waiting>,
}

impl Naive {
    fn start(&mut self, now: f64) -> Option<Start<usize>> {
        if self.at_work.len() >= self.servers {
            return None;
        }
        let server = (0..self.servers).find(|server| !self.at_work.contains(server))?;
        // Jobs are numbered in order of arrival.
        let next = (0..self.line.len()).min_by_key(|i| (self.line[*i].class, self.line[*i].job))?;
        let Waiting { class, job, since } = self.line.remove(next);
        self.at_work.push(server);
        Some(Start { job, class, server, waited: now - since })
    }
}

fn follow(servers: usize, steps: Vec<Step>) -> Result<(), TestCaseError> {
    let mut queue = PriorityQueue::new(servers, 3);
    let mut naive = Naive { servers, at_work: Vec::new(), line: Vec::new() };
    let mut places: Vec<Option<Place>> = Vec::new();
    for (now, step) in (0..).map(f64::from).zip(steps) {
        let time = Time::from_days(now);
        match step {
            Step::Arrive(class) => {
                let job = places.len();
                naive.line.push(Waiting { class, job, since: now });
                let start = queue.arrive(time, class, job);
                places.push(if start.is_none() { queue.last_place(class) } else { None });
                prop_assert_eq!(start, naive.start(now));
            }
            Step::Finish(which) if !naive.at_work.is_empty() => {
                let server = naive.at_work.swap_remove(which % naive.at_work.len());
                prop_assert_eq!(queue.finish(time, server), naive.start(now));
            }
            Step::Remove(which) if !places.is_empty() => {
                let job = which % places.len();
                let at = naive.line.iter().position(|waiting| waiting.job == job);
                let gone = at.map(|at| naive.line.remove(at).job);
                prop_assert_eq!(places[job].and_then(|place| queue.remove(place)), gone);
            }
            Step::SetServers(servers) => {
                naive.servers = servers;
                let starts: Vec<_> = queue.set_servers(time, servers).collect();
                let expected: Vec<_> = std::iter::from_fn(|| naive.start(now)).collect();
                prop_assert_eq!(starts, expected);
            }
            Step::Finish(_) | Step::Remove(_) => {}
        }
        prop_assert_eq!(queue.busy(), naive.at_work.len());
        prop_assert_eq!(queue.total_waiting(), naive.line.len());
        for class in 0..3 {
            prop_assert_eq!(queue.waiting(class), naive.line.iter().filter(|w| w.class == class).count());
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(crate::math::property::cases(500))]
    #[test]
    fn serves_as_the_rule_says(servers in 0..4_usize, steps in prop::collection::vec(step(), 0..200)) {
        follow(servers, steps)?;
    }
}

#[test]
fn a_cleared_station_is_as_new_and_old_places_are_spent() {
    let mut queue = PriorityQueue::new(1, 2);
    queue.arrive(Time::ZERO, 0, 'a');
    queue.arrive(Time::ZERO, 1, 'b');
    let old = queue.last_place(1).unwrap();
    queue.clear(2);
    assert_eq!((queue.busy(), queue.total_waiting(), queue.servers()), (0, 0, 2));
    assert!(queue.arrive(Time::ZERO, 0, 'c').is_some());
    assert!(queue.arrive(Time::ZERO, 0, 'd').is_some());
    assert!(queue.arrive(Time::ZERO, 0, 'e').is_none());
    assert_eq!(queue.remove(old), None);
}
