//! The two forms of the race against one another.

use proptest::prelude::*;

use super::*;

const NATION: Momentum = Momentum { jump: 0.4, decay: 0.3 };
const NO_MOMENTUM: Momentum = Momentum { jump: 0.0, decay: 0.7 };

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, ..ProptestConfig::default() })]

    /// Where provinces have no tempo of their own both forms give the same falls at the same times.
    #[test]
    fn together_is_apart_where_provinces_do_not_differ(
        thresholds in prop::collection::vec(0.05_f64..4.0, 20),
        weights in prop::collection::vec(0.0_f64..0.5, 20),
        changes in prop::collection::vec((0_usize..3, 0.0_f64..3.0, 0_usize..20), 15),
        nation in prop::sample::select(vec![NATION, NO_MOMENTUM]),
    ) {
        let province_of: Vec<Province> = (0..20).map(|i| Province(i % 4)).collect();
        let mut races = [false, true].map(|apart| Race::new(&province_of, 4, apart));
        for race in &mut races {
            race.begin(thresholds.iter().copied(), nation, NO_MOMENTUM);
            race.set_first_weights(weights.iter().copied());
        }
        let mut now = Time::ZERO;
        for (kind, amount, which) in changes {
            let [together, apart] = races.each_mut().map(|race| race.next(now));
            prop_assert_eq!(together.map(|fall| fall.district), apart.map(|fall| fall.district));
            let (Some(fall), Some(same)) = (together, apart) else { break };
            prop_assert!((fall.time - same.time).abs() < 1e-9 * (1.0 + fall.time.days()), "{fall:?} {same:?}");
            now = fall.time.max(same.time);
            for race in &mut races {
                race.set_weight(fall.district, 0.0, now);
                race.remember_fall(province_of[fall.district.at()], now);
                match kind {
                    0 => race.set_intensity(amount, now),
                    1 => race.set_weight(District(which as u32), amount, now),
                    _ => {
                        race.rearm(fall.district, amount, now);
                        race.set_weight(fall.district, 0.2, now);
                    }
                }
            }
        }
    }
}
