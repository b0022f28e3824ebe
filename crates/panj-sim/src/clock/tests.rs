//! Hazard clocks against fine-step integration, alone and driven by a tempo.

use proptest::prelude::*;

use super::*;
use crate::{Tempo, Time};

/// The first grid point where the integral of `hazard` reaches the threshold.
fn fine_steps(threshold: f64, step: f64, end: f64, hazard: impl Fn(f64) -> f64) -> f64 {
    let (mut sum, mut n) = (0.0, 0.0);
    while n * step < end {
        sum += step * hazard((n + 0.5) * step);
        n += 1.0;
        if sum >= threshold {
            return n * step;
        }
    }
    f64::INFINITY
}

proptest! {
    #![proptest_config(crate::math::property::cases(200))]
    #[test]
    fn fires_where_the_integrated_hazard_reaches_the_threshold(
        threshold in 0.05..6.0_f64,
        rates in prop::collection::vec(prop_oneof![4 => 0.0..3.0_f64, 1 => Just(0.0)], 1..12),
    ) {
        // The rate changes at 0, 1, 2...
        let mut clock = HazardClock::new(threshold);
        let mut due = f64::INFINITY;
        for (at, rate) in (0..).zip(&rates) {
            clock.set_rate(f64::from(at), *rate);
            due = clock.due();
            if due <= f64::from(at) + 1.0 {
                break;
            }
        }
        let rate_at = |t: f64| rates[(t as usize).min(rates.len() - 1)];
        let slow = fine_steps(threshold, 1e-3, 2000.0, rate_at);
        // The grid answers late by up to a step; where it stopped looking, the clock must be late too.
        if slow.is_finite() {
            prop_assert!((due - slow).abs() < 2.1e-3, "{} against {}", due, slow);
        } else {
            prop_assert!(due > 1999.0);
        }
    }

    #[test]
    fn runs_on_operational_time_as_on_the_product_of_both_hazards(
        threshold in 0.1..4.0_f64,
        jumps in prop::collection::vec(0.0..2.0_f64, 6),
        rates in prop::collection::vec(0.05..1.5_f64, 6),
    ) {
        // At day j the tempo jumps, half a day later the clock's own rate changes.
        let decay = 0.4;
        let mut tempo = Tempo::new(0.3, [decay]);
        let mut clock = HazardClock::new(threshold);
        clock.set_rate(0.0, rates[0]);
        for (day, (jump, rate)) in (0..).map(f64::from).zip(jumps.iter().zip(&rates)) {
            tempo.jump(0, Time::from_days(day), *jump);
            if tempo.wall(clock.due()).days() < day + 0.5 {
                break;
            }
            clock.set_rate(tempo.operational(Time::from_days(day + 0.5)), *rate);
            if tempo.wall(clock.due()).days() < day + 1.0 {
                break;
            }
        }
        let due = tempo.wall(clock.due()).days();
        let hazard = |t: f64| {
            let jumped = (0..).map(f64::from).zip(&jumps).take_while(|(day, _)| *day <= t);
            let x: f64 = jumped.map(|(day, jump)| jump * (-decay * (t - day)).exp()).sum();
            let changes = ((t + 0.5) as usize).min(rates.len());
            (0.3 + x) * rates[changes.max(1) - 1]
        };
        let slow = fine_steps(threshold, 1e-3, 500.0, hazard);
        prop_assert!((due - slow).abs() < 3e-3 || slow.is_infinite(), "{} against {}", due, slow);
    }

    #[test]
    fn keeps_its_progress_when_the_rate_changes(threshold in 1.0..9.0_f64, a in 0.0..5.0_f64, b in 0.0..5.0_f64) {
        let mut clock = HazardClock::new(threshold);
        clock.set_rate(0.0, a);
        let before = clock.left(0.2);
        clock.set_rate(0.2, b);
        prop_assert_eq!(clock.left(0.2), before);
    }
}

#[test]
fn setting_the_same_rate_again_changes_no_bit() {
    let mut once = HazardClock::new(1.234_567);
    once.set_rate(0.1, 0.3);
    let mut often = once;
    for at in 1..30 {
        often.set_rate(f64::from(at) * 0.1, 0.3);
    }
    assert_eq!(once, often);
}

#[test]
fn a_clock_without_rate_never_fires_unless_nothing_is_left() {
    let mut clock = HazardClock::new(1.0);
    assert_eq!(clock.due(), f64::INFINITY);
    clock.set_rate(0.0, 1.0);
    clock.set_rate(1.0, 0.0);
    assert_eq!(clock.due(), 1.0);
    clock.restart(1.0, 0.5);
    assert_eq!(clock.due(), f64::INFINITY);
    clock.set_rate(3.0, 0.5);
    assert_eq!(clock.due(), 4.0);
    assert_eq!(HazardClock::new(f64::INFINITY).due(), f64::INFINITY);
}
