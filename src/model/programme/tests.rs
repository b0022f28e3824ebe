//! The programme against closed forms.

use std::sync::Arc;

use crate::model::trial::{assert_mean, scenario};
use crate::model::{Answer, Crisis, Fact};
use crate::sim::{Context, Observer, Time, World, run};

/// A programme that is resolved when the scenario begins, ten days at a gate, with nothing else.
const PLAIN: &str = "
[programme]
resolution = 2021-05-01
gate_mean_days = 10
hold_up_probability = 0
[programme.rearmament]
packages = 0
";

#[derive(Default)]
struct Facts(Vec<(f64, Fact)>);

impl Observer<Crisis> for Facts {
    fn see(&mut self, now: Time, fact: &Fact, _: &Crisis) {
        if !matches!(fact, Fact::DayEnded { .. } | Fact::MilestoneReached { .. }) {
            self.0.push((now.days(), *fact));
        }
    }
}

fn histories(text: &str, count: u64, days: f64) -> Vec<Vec<(f64, Fact)>> {
    let mut crisis = Crisis::new(Arc::new(scenario(text)));
    (0..count)
        .map(|replication| {
            let mut context = Context::new();
            let mut facts = Facts::default();
            crisis.begin(World::new(5, replication), &mut context);
            run(&mut crisis, &mut context, Time::from_days(days), &mut facts);
            facts.0
        })
        .collect()
}

fn passed(history: &[(f64, Fact)], wanted: u32) -> f64 {
    let at = history.iter().find(|(_, fact)| *fact == Fact::GatePassed { gate: wanted });
    at.unwrap_or_else(|| panic!("gate {wanted} was not passed")).0
}

#[test]
fn gates_without_push_are_a_sum_of_exponentials() {
    let n = 2000;
    let adopted: Vec<f64> = histories(PLAIN, n, 400.0).iter().map(|history| passed(history, 4)).collect();
    assert_mean(&adopted, 50.0, 500.0);
    // Erlang: 1 - sum over k < 5 of e^-5 5^k / k!
    let p: f64 = 0.559_506_7;
    let share = adopted.iter().filter(|&&days| days <= 50.0).count() as f64 / n as f64;
    assert!((share - p).abs() < 5.0 * libm::sqrt(p * (1.0 - p) / n as f64), "{share}");
}

#[test]
fn a_hold_up_makes_a_gate_a_mixture() {
    let text = PLAIN.replace(
        "hold_up_probability = 0",
        "hold_up_probability = 0.5\nhold_up_days = { exponential = { mean = 20 } }",
    );
    let drafts: Vec<f64> = histories(&text, 2000, 400.0).iter().map(|history| passed(history, 0)).collect();
    // 10 + 0.5 · 20; 10² + 0.5 · 2 · 20² - (0.5 · 20)²
    assert_mean(&drafts, 20.0, 400.0);
}

#[test]
fn a_push_speeds_work_up_and_halves() {
    let half_life = 7.0;
    let pushed = format!("{PLAIN}[milestone.reminder]\ndate = 2021-05-01\nreminder = 1\n")
        .replace("[programme]", "[programme]\npush_half_life_days = 7");
    let plain = histories(PLAIN, 50, 400.0);
    for (plain, pushed) in plain.iter().zip(histories(&pushed, 50, 400.0)) {
        let (work, days) = (passed(plain, 4), passed(&pushed, 4));
        let done = days + 2.0 * half_life / core::f64::consts::LN_2 * (1.0 - libm::exp2(-days / half_life));
        assert!((done - work).abs() < 1e-6, "the same work is done: {done} against {work}");
    }
}

#[test]
fn reminders_of_the_past_leave_their_push() {
    let old = PLAIN.replace("2021-05-01", "2013-09-23\ngates_passed = 1");
    // Half a year before the start, one of the resolution's day and one before it, which counts for nothing.
    let pushed = format!(
        "{old}[milestone.a]\ndate = 2021-01-31\nreminder = 1\n[milestone.b]\ndate = 2013-01-01\nreminder = 50\n"
    );
    for (plain, pushed) in histories(&old, 50, 400.0).iter().zip(histories(&pushed, 50, 400.0)) {
        let (work, days) = (passed(plain, 1), passed(&pushed, 1));
        let done = days + 90.0 / core::f64::consts::LN_2 * (1.0 - libm::exp2(-days / 90.0));
        assert!((done - work).abs() < 1e-6, "90 days ago a push of 2 was given, 1 is left: {done} against {work}");
    }
}

#[test]
fn packages_follow_the_plan() {
    let text = PLAIN.replace(
        "[programme.rearmament]\npackages = 0",
        "
[programme.infrastructure]
packages = 4
contracts_days = 10
delivery_days = 20
full_line_days = 30
[programme.rearmament]
packages = 2
after_gates = 0
survey_days = 1
list_days = 2
cost_shares_days = 3
delivery_days = 4
",
    );
    let history = &histories(&text, 1, 600.0)[0];
    let last_gate = passed(history, 6);
    let packages: Vec<f64> = history
        .iter()
        .filter(|(_, fact)| {
            matches!(fact, Fact::PackageDelivered { part: crate::model::kinds::Part::Infrastructure, .. })
        })
        .map(|(time, _)| (time - last_gate).round())
        .collect();
    assert_eq!(packages, [15.0, 20.0, 25.0, 30.0]);
    let arms: Vec<f64> = history
        .iter()
        .filter(|(_, fact)| matches!(fact, Fact::PackageDelivered { part: crate::model::kinds::Part::Rearmament, .. }))
        .map(|(time, _)| *time)
        .collect();
    assert_eq!(arms, [10.0, 20.0]);
    let complete = history.iter().find(|(_, fact)| *fact == Fact::ProgrammeComplete).map(|(time, _)| *time);
    assert!(complete.is_some_and(|time| (time - last_gate - 60.0).abs() < 1e-9));
}

#[test]
fn no_resolution_means_no_programme() {
    assert!(histories("", 1, 200.0)[0].is_empty());
}

#[test]
fn a_session_of_the_organ_whose_gate_is_next_may_decide() {
    let text = "
[programme]
resolution = 2021-05-01
gates_passed = 3
gate_mean_days = 1000000
push = 0
hold_up_probability = 0
decided_at_session = 1
[alliance]
active = true
fact_finding = false
usual_response = { meeting = { ever = 20.0, log_days = -1.0 }, aid = { ever = -20.0 }, force = { ever = -20.0 } }
spread = { meeting = 0.0 }
[alliance.request]
conditions = [\"date\"]
date = 2021-05-11
[alliance.organ.council]
called_weight = 0
[alliance.organ.ministers]
called_weight = 1
[alliance.member.only]
";
    let history = &histories(text, 1, 100.0)[0];
    let heard = history.iter().find(|(_, fact)| matches!(fact, Fact::Alliance(_, Answer::CaseHeard { .. }))).unwrap().0;
    assert_eq!((heard, passed(history, 3)), (10.0, 10.0), "the ministers hear the case and decide on the programme");
    let off = &histories(&text.replace("decided_at_session = 1", ""), 1, 100.0)[0];
    assert!(off.iter().all(|(_, fact)| !matches!(fact, Fact::GatePassed { .. })));
}
