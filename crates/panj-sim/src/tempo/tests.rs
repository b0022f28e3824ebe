//! Tempo against fine-step integration, and its inverse against its integral.

use proptest::prelude::*;

use super::*;

fn day(days: f64) -> Time {
    Time::from_days(days)
}

/// A tempo of two terms after a random history; the last change is at the returned day.
fn history() -> impl Strategy<Value = (Tempo<2>, f64)> {
    let jumps = prop::collection::vec((0..2_usize, 0.0..2.0_f64, -0.2..3.0_f64), 0..8);
    (prop_oneof![Just(0.0), 0.0..2.0_f64], 0.02..2.0_f64, 0.02..20.0_f64, jumps).prop_map(|(constant, k, l, jumps)| {
        let mut tempo = Tempo::new(constant, [k, l]);
        let mut now = 0.0;
        for (term, wait, by) in jumps {
            now += wait;
            tempo.jump(term, day(now), by);
        }
        (tempo, now)
    })
}

proptest! {
    #![proptest_config(crate::math::property::cases(400))]

    #[test]
    fn the_integral_is_that_of_fine_steps((tempo, now) in history(), from in 0.0..5.0_f64, span in 0.0..20.0_f64) {
        let steps = 20_000;
        let width = span / f64::from(steps);
        let at = |n: i32| tempo.at(day(now + from + f64::from(n) * width));
        // Simpson's rule.
        let mut sum = at(0) + at(steps);
        for n in 1..steps {
            sum += at(n) * if n % 2 == 1 { 4.0 } else { 2.0 };
        }
        let slow = sum * width / 3.0;
        let fast = tempo.integral(day(now + from), day(now + from + span));
        prop_assert!((fast - slow).abs() <= 1e-9 * (1.0 + slow), "{} against {}", fast, slow);
    }

    #[test]
    fn inversion_undoes_the_integral((tempo, now) in history(), from in 0.0..5.0_f64, span in 1e-9..200.0_f64) {
        let (from, to) = (day(now + from), day(now + from + span));
        let area = tempo.integral(from, to);
        prop_assume!(area > 0.0);
        let found = tempo.invert(from, area) - from;
        let exact = to - from;
        // The area itself is known to a few roundings only: what they are worth in days is no error of the inversion.
        // Where a finite mass is all but used up, they are worth more than any answer.
        let blur = 8.0 * f64::EPSILON * (area / tempo.at(to) + to.days());
        prop_assume!(blur < 1e-4);
        prop_assert!((found - exact).abs() <= 1e-12 * exact + blur, "{} for {}", found, exact);
    }

    #[test]
    fn operational_time_grows_without_a_break_through_every_change(
        changes in prop::collection::vec((0..4_u8, 0.0..3.0_f64, 0.0..2.0_f64), 1..12),
    ) {
        let mut tempo = Tempo::new(1.0, [0.3, 2.0]);
        let (mut now, mut axis, mut slow) = (0.0, 0.0, 0.0);
        for (kind, wait, value) in changes {
            let then = now + wait;
            slow += tempo.integral(day(now), day(then));
            let reached = tempo.operational(day(then));
            prop_assert!(reached >= axis);
            match kind {
                0 => tempo.set_constant(day(then), value),
                1 => tempo.set_scale(day(then), value),
                2 => tempo.jump(0, day(then), value),
                _ => tempo.jump(1, day(then), value),
            }
            let after = tempo.operational(day(then));
            prop_assert!((after - reached).abs() <= 1e-12 * (1.0 + reached));
            prop_assert!((after - slow).abs() <= 1e-11 * (1.0 + slow));
            (now, axis) = (then, after);
        }
    }

    #[test]
    fn never_loops_for_ever_nor_answers_nan(
        constant in prop_oneof![Just(0.0), 1e-300..1e300_f64],
        amplitude in prop::array::uniform2(prop_oneof![Just(0.0), 1e-300..1e300_f64, 0.0..1.0_f64]),
        decay in prop::array::uniform2(prop_oneof![1e-12..1e12_f64, Just(1.0)]),
        area in prop_oneof![1e-300..1e300_f64, 0.0..10.0_f64, Just(f64::INFINITY)],
    ) {
        let mut tempo = Tempo::new(constant, decay);
        tempo.jump(0, Time::ZERO, amplitude[0]);
        tempo.jump(1, Time::ZERO, amplitude[1]);
        let found = tempo.wall(area).days();
        prop_assert!(found >= 0.0);
        if area.is_infinite() {
            prop_assert_eq!(found, f64::INFINITY);
        }
    }
}

#[test]
fn a_tempo_that_dies_out_has_a_finite_mass() {
    let mut tempo = Tempo::new(0.0, [0.5, 0.25]);
    tempo.jump(0, Time::ZERO, 1.0);
    // One term: mass 2. Half of it is used up when half of the amplitude is left.
    assert!((tempo.wall(1.0).days() - std::f64::consts::LN_2 / 0.5).abs() < 1e-15);
    assert_eq!(tempo.wall(2.0), Time::NEVER);
    assert_eq!(tempo.operational(Time::NEVER), 2.0);
    tempo.jump(1, Time::ZERO, 1.0);
    assert!(tempo.wall(5.999).days() < 100.0);
    assert_eq!(tempo.wall(6.0), Time::NEVER);
}

#[test]
fn a_scale_of_zero_stops_operational_time() {
    let mut tempo = Tempo::new(2.0, [1.0]);
    tempo.set_scale(day(1.0), 0.0);
    assert_eq!(tempo.operational(day(9.0)), 2.0);
    assert_eq!(tempo.wall(2.5), Time::NEVER);
    assert_eq!(tempo.at(day(5.0)), 0.0);
    tempo.set_scale(day(9.0), 1.0);
    assert_eq!(tempo.wall(3.0), day(9.5));
}

#[test]
fn what_has_passed_is_due_at_the_reference() {
    let mut tempo = Tempo::new(1.0, [1.0]);
    tempo.set_constant(day(3.0), 2.0);
    assert_eq!(tempo.wall(1.0), day(3.0));
    assert_eq!(tempo.term(0, day(4.0)), 0.0);
}
