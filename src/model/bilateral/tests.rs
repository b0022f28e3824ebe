//! The bilateral track against closed forms.

use std::sync::Arc;

use crate::model::trial::{assert_mean, scenario};
use crate::model::{Crisis, Fact};
use crate::sim::{Context, Observer, Time, World, run};

#[derive(Default)]
struct Facts(Vec<(f64, Fact)>);

impl Observer<Crisis> for Facts {
    fn see(&mut self, now: Time, fact: &Fact, _: &Crisis) {
        if !matches!(fact, Fact::DayEnded { .. } | Fact::MilestoneReached { .. }) {
            self.0.push((now.days(), *fact));
        }
    }
}

/// One history to an instant; its facts, and what `read` finds at the end.
fn histories<T>(text: &str, count: u64, days: f64, read: fn(&Crisis) -> T) -> Vec<(Vec<(f64, Fact)>, T)> {
    let mut crisis = Crisis::new(Arc::new(scenario(text)));
    (0..count)
        .map(|replication| {
            let mut context = Context::new();
            let mut facts = Facts::default();
            crisis.begin(World::new(5, replication), &mut context);
            run(&mut crisis, &mut context, Time::from_days(days), &mut facts);
            (facts.0, read(&crisis))
        })
        .collect()
}

#[test]
fn an_assurance_halves_and_can_be_broken() {
    let text = "
[bilateral]
partner = \"Partner\"
[bilateral.pledges]
per_year = 0
[bilateral.talks]
half_life_days = 30
break_per_day = 0.01
[milestone.assured]
date = 2021-05-11
assurance = 0.8
";
    let read = |crisis: &Crisis| crisis.bilateral().assurance(Time::from_days(40.0), crisis.scenario());
    let strengths: Vec<f64> = histories(text, 2000, 40.0, read).into_iter().map(|(_, strength)| strength).collect();
    let kept = libm::exp(-0.3);
    assert_mean(&strengths, 0.4 * kept, 0.16 * kept * (1.0 - kept));
    assert!(strengths.iter().all(|&strength| strength == 0.0 || (strength - 0.4).abs() < 1e-12));
}

#[test]
fn a_deal_is_open_from_the_call_until_all_has_come() {
    let text = "
[bilateral]
partner = \"Partner\"
reinforcement_days = 14
exercise_days = 20
exercise_men = 50
[bilateral.trigger]
conditions = [\"date\"]
date = 2021-05-06
[bilateral.talks]
days = 4
break_per_day = 0
[bilateral.talks.trigger]
conditions = [\"date\"]
date = 2021-05-06
[bilateral.neighbour.near]
probability = 1
days = 3
men = 7
[bilateral.pledges]
per_year = 0
";
    let (history, men) = histories(text, 1, 100.0, |crisis| crisis.bilateral().men()).remove(0);
    let expected = [
        (5.0, Fact::PartnerCalled),
        (8.0, Fact::NeighbourHelped { neighbour: 0 }),
        (9.0, Fact::AssuranceGiven { strength: 0.5 }),
        (19.0, Fact::BaseReinforced { men: 100 }),
        (25.0, Fact::BilateralExercise { begins: true }),
        (31.0, Fact::BilateralExercise { begins: false }),
        (31.0, Fact::DealClosed),
    ];
    assert_eq!(history, expected);
    assert_eq!(men, 107, "the exercise has gone home");
}

#[test]
fn pledges_come_at_their_rate_and_a_share_is_delivered() {
    let text = "
[bilateral]
partner = \"Partner\"
[bilateral.pledges]
per_year = 36.525
value_musd = 10
delay_days = 0
";
    let read = |crisis: &Crisis| *crisis.bilateral().pledges();
    let pledges: Vec<super::Pledges> = histories(text, 1000, 100.0, read).into_iter().map(|(_, p)| p).collect();
    let made: Vec<f64> = pledges.iter().map(|p| f64::from(p.made)).collect();
    assert_mean(&made, 10.0, 10.0);
    assert!(pledges.iter().all(|p| (p.promised - 10.0 * f64::from(p.made)).abs() < 1e-9 && p.delivered <= p.promised));
    // A compound Poisson sum: 10 pledges of 10 x Beta(1, 4), whose second moment is 2 / 30.
    let delivered: Vec<f64> = pledges.iter().map(|p| p.delivered).collect();
    assert_mean(&delivered, 20.0, 10.0 * 100.0 / 15.0);
}

#[test]
fn without_a_partner_there_is_no_such_track() {
    let text = "[milestone.assured]\ndate = 2021-05-11\nassurance = 0.8\n";
    let (history, strength) =
        histories(text, 1, 100.0, |crisis| crisis.bilateral().assurance(Time::from_days(100.0), crisis.scenario()))
            .remove(0);
    assert!(history.is_empty() && strength == 0.0);
}
