//! The race against the same race solved the slow way.

use proptest::prelude::*;

use super::*;

/// The same race the slow way: every clock is brought forward at every change, every district is solved exactly.
struct Slow {
    left: Vec<f64>,
    weight: Vec<f64>,
    province_of: Vec<usize>,
    nation: f64,
    heat: Vec<f64>,
    focus: Vec<f64>,
    intensity: f64,
    now: f64,
}

const NATION: Momentum = Momentum { jump: 0.4, decay: 0.3 };
const PROVINCE: Momentum = Momentum { jump: 1.1, decay: 0.7 };

impl Slow {
    fn tempo(&self, province: usize) -> Tempo<2> {
        let mut tempo = Tempo::new(1.0, [NATION.decay, PROVINCE.decay]);
        tempo.jump(0, Time::ZERO, self.nation);
        tempo.jump(1, Time::ZERO, self.heat[province]);
        tempo.set_scale(Time::ZERO, self.focus[province] * self.intensity);
        tempo
    }

    fn next(&self) -> Option<(f64, usize)> {
        (0..self.left.len())
            .filter(|&i| self.weight[i] > 0.0)
            .map(|i| (self.tempo(self.province_of[i]).invert(Time::ZERO, self.left[i] / self.weight[i]), i))
            .filter(|(wait, _)| *wait < Time::NEVER)
            .min_by_key(|&(wait, _)| wait)
            .map(|(wait, i)| (self.now + wait.days(), i))
    }

    fn advance(&mut self, to: f64) {
        let days = to - self.now;
        for i in 0..self.left.len() {
            let passed = self.tempo(self.province_of[i]).integral(Time::ZERO, Time::from_days(days));
            self.left[i] -= self.weight[i] * passed;
        }
        self.nation *= (-NATION.decay * days).exp();
        for heat in &mut self.heat {
            *heat *= (-PROVINCE.decay * days).exp();
        }
        self.now = to;
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    /// Bounds and leaders pick the same district at the same time as solving all of them, whatever changes between.
    #[test]
    fn the_fast_race_is_the_slow_race(
        thresholds in prop::collection::vec(0.05_f64..4.0, 14),
        weights in prop::collection::vec(0.0_f64..0.5, 14),
        changes in prop::collection::vec((0_usize..4, 0.0_f64..3.0, 0_usize..14), 12),
    ) {
        let province_of: Vec<Province> = (0..14).map(|i| Province(i % 4)).collect();
        let mut fast = ProvincialRace::new(&province_of, 4);
        fast.begin(thresholds.iter().copied(), NATION, PROVINCE);
        let mut slow = Slow {
            left: thresholds,
            weight: weights.clone(),
            province_of: province_of.iter().map(|province| province.at()).collect(),
            nation: 0.0,
            heat: vec![0.0; 4],
            focus: vec![1.0; 4],
            intensity: 1.0,
            now: 0.0,
        };
        for (i, &weight) in (0..).zip(&weights) {
            fast.set_weight(District(i), weight, Time::ZERO);
        }
        let mut now = Time::ZERO;
        for (kind, amount, which) in changes {
            let (expected, found) = (slow.next(), fast.next(now));
            prop_assert_eq!(expected.is_some(), found.is_some());
            let (Some((at, district)), Some(fall)) = (expected, found) else { break };
            prop_assert_eq!(fall.district.at(), district);
            prop_assert!((fall.time.days() - at).abs() < 1e-9 * (1.0 + at), "{} against {at}", fall.time.days());
            slow.advance(at);
            now = fall.time;
            slow.weight[district] = 0.0;
            fast.set_weight(District(district as u32), 0.0, now);
            let province = slow.province_of[district];
            slow.nation += NATION.jump;
            slow.heat[province] += PROVINCE.jump;
            fast.remember_fall(Province(province as u32), now);
            match kind {
                0 => {
                    slow.intensity = amount;
                    fast.set_intensity(amount, now);
                }
                1 => {
                    slow.focus[which % 4] = amount;
                    fast.set_focus(Province((which % 4) as u32), amount, now);
                }
                2 if slow.weight[which] > 0.0 => {
                    slow.weight[which] = amount;
                    fast.set_weight(District(which as u32), amount, now);
                }
                _ => {}
            }
        }
    }
}
