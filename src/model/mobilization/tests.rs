//! The host's reservists, on borders that stand still.

use super::BattalionStage;
use crate::model::border_view::BorderView;
use crate::model::fact::Fact;
use crate::model::trial::{Trial, assert_mean, scenario};

/// All stages of one day, all men come, the order at once, on a date.
const PLAIN: &str = "
[mobilization]
reservists = 20000
order_days = 0.0
call_up_days = 1.0
assembly_days = 1.0
transport_days = 1.0
preparation_days = 1.0
turnout = 1.0
[mobilization.trigger]
conditions = [\"date\"]
date = 2021-05-11
";

fn reached(facts: &[(f64, Fact)], wanted: BattalionStage) -> Vec<f64> {
    let at = |fact: &Fact| matches!(fact, Fact::BattalionReached { stage, .. } if *stage == wanted);
    facts.iter().filter(|(_, fact)| at(fact)).map(|&(time, _)| time).collect()
}

#[test]
fn battalions_pass_through_their_stages() {
    let mut trial = Trial::new(scenario(PLAIN), BorderView::default());
    let facts = trial.history(0, 15.0);
    assert_eq!(facts[0], (10.0, Fact::MobilizationDecreed { reservists: 20_000 }));
    for (stage, day) in [
        (BattalionStage::Called, 11.0),
        (BattalionStage::Assembled, 12.0),
        (BattalionStage::Arrived, 13.0),
        (BattalionStage::Ready, 14.0),
    ] {
        assert_eq!(reached(&facts, stage), [day; 40]);
    }
    assert_eq!((trial.mobilization.in_place(), trial.mobilization.readiness()), (20_000, 1.0));
    assert_eq!(trial.mobilization.ready_at_border(), 20_000.0);
}

#[test]
fn nothing_sets_off_a_mobilization_without_conditions() {
    let text = PLAIN.replace("[\"date\"]", "[]");
    let mut trial = Trial::new(scenario(&text), BorderView { facing_km: 1e5, ..BorderView::default() });
    assert_eq!(trial.history(0, 100.0), []);
}

#[test]
fn what_is_seen_at_the_border_sets_it_off_once() {
    let text = PLAIN.replace("[\"date\"]", "[\"facing-km\", \"incidents\"]");
    let mut trial = Trial::new(scenario(&text), BorderView::default());
    trial.change = |day, border| border.facing_km = 100.0 * f64::from(day);
    let facts = trial.history(0, 60.0);
    let decreed = |fact: &Fact| matches!(fact, Fact::MobilizationDecreed { .. });
    let when: Vec<f64> = facts.iter().filter(|(_, fact)| decreed(fact)).map(|&(time, _)| time).collect();
    assert_eq!(when, [7.0], "600 km at the end of day 6");
}

#[test]
fn equipment_that_runs_short_leaves_men_less_ready() {
    let text = PLAIN.replace("turnout = 1.0", "turnout = 1.0\nequipment_sets = 5000\nunequipped_readiness = 0.5");
    let mut trial = Trial::new(scenario(&text), BorderView::default());
    trial.history(0, 15.0);
    assert_eq!(trial.mobilization.ready_at_border(), 5_000.0 + 0.5 * 15_000.0);
}

#[test]
fn service_tires_and_is_relieved_and_ends() {
    let service = "[mobilization.service]\nfatigue_per_day = 0.01\nfatigue_floor = 0.5\ntour_days = 30.0\nrest_days = 7.0\nends_after_days = 90.0\n";
    let mut trial = Trial::new(scenario(&format!("{PLAIN}{service}")), BorderView::default());
    let facts = trial.history(0, 110.0);
    let ready: Vec<(f64, f64)> = facts
        .iter()
        .filter_map(|&(time, fact)| match fact {
            Fact::ReservistsReady { men_equivalent, .. } => Some((time, men_equivalent)),
            _ => None,
        })
        .collect();
    let at = |day: f64| ready.iter().take_while(|(time, _)| *time <= day).last().unwrap().1;
    assert!((at(21.0) - 0.93 * 20_000.0).abs() < 1e-6, "a week of service, and nobody gone to rest: {}", at(21.0));
    // The k-th of 40 that are ready on day 14 is relieved at the first review, every 7 days, after 30 (1/2 + k / 40) days.
    let relieved: Vec<f64> = (1..=40).map(|k| 14.0 + 7.0 * libm::ceil((15.0 + 0.75 * f64::from(k)) / 7.0)).collect();
    let resting = reached(&facts, BattalionStage::Resting);
    assert_eq!(resting[..40], relieved);
    let back: Vec<f64> = relieved.iter().map(|day| day + 7.0).collect();
    assert_eq!(reached(&facts, BattalionStage::Ready)[40..80], back);
    // After that a tour is 30 days, at the review after 35.
    assert!(resting[40..48].iter().all(|&day| day == 77.0), "{resting:?}");
    let at_once = |day: f64| resting.iter().filter(|relief| (**relief..**relief + 7.0).contains(&day)).count();
    let most = (0..110).map(|day| at_once(f64::from(day))).max();
    assert_eq!(most, Some(10), "a rest of 7 days in tours of 30: 9 1/3 of 40, whole battalions");
    assert_eq!(reached(&facts, BattalionStage::Home), [100.0; 40]);
    assert_eq!((at(109.0), trial.mobilization.in_place()), (0.0, 0));
}

#[test]
fn single_reservists_are_present_as_the_binomial_says() {
    let text = "
[mobilization]
reservists = 2000
battalion_men = 1
order_days = 0.0
call_up_days = 0.0
assembly_days = 0.0
transport_days = { gamma = { shape = 3.0, scale = 1.2 } }
preparation_days = 0.0
turnout = 0.85
[mobilization.trigger]
conditions = [\"date\"]
date = 2021-05-01
";
    let mut trial = Trial::new(scenario(text), BorderView::default());
    let mut present = [Vec::new(), Vec::new()];
    for replication in 0..50 {
        trial.history(replication, 2.0);
        present[0].push(f64::from(trial.mobilization.in_place()));
        trial.history(replication, 5.0);
        present[1].push(f64::from(trial.mobilization.in_place()));
    }
    assert_mean(&present[0], 397.807_649_325_476_4, 318.682_186_394_545_8);
    assert_mean(&present[1], 1_335.034_979_653_321, 443.875_781_204_349_44);
}

#[test]
fn a_mobilization_of_twenty_thousand_takes_about_seventeen_days() {
    let text =
        "[mobilization]\nreservists = 20_000\n[mobilization.trigger]\nconditions = [\"date\"]\ndate = 2021-05-01\n";
    let mut trial = Trial::new(scenario(text), BorderView::default());
    let mut days = Vec::new();
    for replication in 0..50 {
        let facts = trial.history(replication, 60.0);
        let mut ready = reached(&facts, BattalionStage::Ready);
        ready.truncate(40);
        days.push(ready[35]);
    }
    let mean = days.iter().sum::<f64>() / 50.0;
    assert!((13.0..24.0).contains(&mean), "36 of 40 battalions after {mean} days");
}
