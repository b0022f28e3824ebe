//! A policy against the baseline, world by world.

use serde::{Deserialize, Serialize};

use crate::analysis::OutcomeValues;
use crate::result::{Caution, LEVEL};
use crate::stats::mcnemar::BinaryPairs;
use crate::stats::multiplicity::holm;
use crate::stats::paired::{compare, effect_size, hodges_lehmann, sign_test, wilcoxon_exact_up_to};

/// Wilcoxon's exact p-value is computed for at most so many worlds.
const EXACT_UP_TO: usize = 100;
/// Worlds below which a measured gain or loss of pairing is not worth a word.
const ENOUGH: usize = 30;

/// Paired difference of a policy to the baseline. Worlds in which one of them has no value are left out.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Difference {
    /// The policy.
    pub policy: String,
    /// Worlds in which both have a value.
    pub n: usize,
    /// Worlds in which one has none.
    pub missing: usize,
    /// Mean of `policy - baseline`; NaN for a time that came in no world under one of them.
    pub difference: f64,
    /// Lower end of its interval (for this difference alone): Student's t, of a probability Newcombe's. NaN, as all that is
    /// about the spread and t tests, where the difference is the same in all worlds.
    pub ci_low: f64,
    /// Upper end.
    pub ci_high: f64,
    /// Lower end of the interval that holds together with those of all other policies (Bonferroni).
    pub simultaneous_low: f64,
    /// Upper end.
    pub simultaneous_high: f64,
    /// Standard deviation of the difference between worlds.
    pub sd: f64,
    /// P-value of the t test that the mean difference is zero.
    pub p: f64,
    /// The same after Holm's adjustment over all policies: a decision rule of its own, which has no interval.
    pub p_holm: f64,
    /// Mean difference over its standard deviation (Cohen's d_z, with Hedges' factor).
    pub effect_size: f64,
    /// Median of all means of two differences.
    pub hodges_lehmann: f64,
    /// Worlds in which the policy has the larger value.
    pub larger: u64,
    /// Worlds in which it has the smaller one.
    pub smaller: u64,
    /// P-value of the sign test.
    pub p_sign: f64,
    /// P-value of Wilcoxon's signed-rank test.
    pub p_wilcoxon: f64,
    /// Correlation of the two policies over worlds.
    pub correlation: f64,
    /// Variance of the difference in independent worlds over that in the same worlds, as measured.
    pub variance_reduction: f64,
}

impl Difference {
    /// Gives a difference of probabilities intervals that stay within -1 and 1.
    fn bound(&mut self, [policy, baseline]: [&[f64]; 2], family: usize, worlds_per_draw: u64) {
        if self.same_in_all_worlds() {
            return;
        }
        if worlds_per_draw > 1 {
            for end in [&mut self.ci_low, &mut self.ci_high, &mut self.simultaneous_low, &mut self.simultaneous_high] {
                *end = end.clamp(-1.0, 1.0);
            }
            return;
        }
        let both = || policy.iter().zip(baseline).filter(|(p, b)| !p.is_nan() && !b.is_nan());
        let happened = |pick: fn((&f64, &f64)) -> f64| both().map(|pair| pick(pair) > 0.5).collect::<Vec<bool>>();
        let pairs = BinaryPairs::count(&happened(|(policy, _)| *policy), &happened(|(_, baseline)| *baseline));
        let ends = |family: usize| {
            let interval = pairs.difference_interval(1.0 - (1.0 - LEVEL) / family.max(1) as f64);
            interval.map_or((f64::NAN, f64::NAN), |i| (i.low, i.high))
        };
        (self.ci_low, self.ci_high) = ends(1);
        (self.simultaneous_low, self.simultaneous_high) = ends(family);
    }

    /// Takes away what is said of the spread of values that have none.
    fn forget_spread(&mut self) {
        for value in [
            &mut self.ci_low,
            &mut self.ci_high,
            &mut self.simultaneous_low,
            &mut self.simultaneous_high,
            &mut self.sd,
            &mut self.p,
            &mut self.p_holm,
            &mut self.effect_size,
            &mut self.p_wilcoxon,
            &mut self.correlation,
            &mut self.variance_reduction,
        ] {
            *value = f64::NAN;
        }
    }

    /// Takes away what is made of means that there are none of; which of two came sooner in a world is known still.
    fn forget_means(&mut self) {
        self.forget_spread();
        (self.difference, self.hodges_lehmann) = (f64::NAN, f64::NAN);
    }

    /// Whether there are worlds, and the two have the same value in each.
    pub fn same_in_all_worlds(&self) -> bool {
        self.n > 0 && self.larger + self.smaller == 0
    }

    /// Whether the two differ, and by one amount in all worlds; then there is no interval.
    pub fn by_one_amount(&self) -> bool {
        self.difference != 0.0 && self.sd == 0.0 && self.ci_low.is_nan()
    }

    /// Ends of its own interval; both are the difference where that is one amount in all worlds.
    pub fn interval(&self) -> Option<[f64; 2]> {
        self.ends(self.ci_low, self.ci_high)
    }

    /// Ends of the interval that holds together with those of all other policies; as [`Difference::interval`].
    pub fn simultaneous(&self) -> Option<[f64; 2]> {
        self.ends(self.simultaneous_low, self.simultaneous_high)
    }

    fn ends(&self, low: f64, high: f64) -> Option<[f64; 2]> {
        let one_amount = self.n > 1 && self.by_one_amount();
        if one_amount {
            Some([self.difference; 2])
        } else {
            (low.is_finite() && high.is_finite()).then_some([low, high])
        }
    }

    /// A caution where sharing worlds widened the interval.
    pub fn caution(&self, metric: &str) -> Option<Caution> {
        (self.n >= ENOUGH && self.variance_reduction < 0.9).then(|| Caution::PairingHurts {
            metric: metric.to_owned(),
            variant: self.policy.clone(),
            variance_reduction: self.variance_reduction,
            correlation: self.correlation,
        })
    }
}

/// Differences of all other policies to the baseline, in their order; statistics are of means over the worlds of a draw
/// where so many worlds share one, as those are what is independent.
pub fn differences(
    outcome: &OutcomeValues,
    policies: &[String],
    baseline: usize,
    worlds_per_draw: u64,
) -> Vec<Difference> {
    let family = policies.len().saturating_sub(1);
    let others = (0..policies.len()).filter(|&policy| policy != baseline);
    let values = &outcome.values;
    let one = |policy: usize| {
        let pair: [&[f64]; 2] = [&values[policy], &values[baseline]];
        let mut one = difference(&policies[policy], pair, family, worlds_per_draw);
        if outcome.about().is_share() {
            one.bound(pair, family, worlds_per_draw);
        }
        if [policy, baseline].iter().any(|at| !outcome.came_in(1, *at)) {
            one.forget_means();
        } else if [policy, baseline].iter().any(|at| !outcome.came_in(2, *at)) {
            one.forget_spread();
        }
        one
    };
    let mut out: Vec<Difference> = others.map(one).collect();
    let adjusted = holm(&out.iter().map(|one| one.p).collect::<Vec<_>>());
    for (one, p) in out.iter_mut().zip(adjusted) {
        one.p_holm = p;
    }
    out
}

/// Difference of one policy to the baseline, whose interval holds together with `family - 1` others; `p_holm` is `p`
/// still.
pub fn difference(name: &str, [policy, baseline]: [&[f64]; 2], family: usize, worlds_per_draw: u64) -> Difference {
    let both: Vec<usize> = (0..policy.len()).filter(|&w| !policy[w].is_nan() && !baseline[w].is_nan()).collect();
    let [own, other] = [policy, baseline].map(|values| means_of_draws(values, &both, worlds_per_draw));
    let pair = compare(&own, &other);
    let signs = sign_test(&pair.differences);
    // What is the same in all worlds has no interval of no width, and no test: nothing varies that could be estimated.
    let p = if pair.summary.is_constant() { f64::NAN } else { pair.test.p_two_sided };
    let ends = |family| pair.interval(LEVEL, family).map_or([f64::NAN; 2], |i| [i.low, i.high]);
    let ([ci_low, ci_high], [simultaneous_low, simultaneous_high]) = (ends(1), ends(family.max(1)));
    Difference {
        policy: name.to_owned(),
        n: both.len(),
        missing: policy.len() - both.len(),
        difference: pair.summary.mean,
        ci_low,
        ci_high,
        simultaneous_low,
        simultaneous_high,
        sd: pair.summary.sd,
        p,
        p_holm: p,
        effect_size: effect_size(&pair.differences).hedges_g,
        hodges_lehmann: hodges_lehmann(&pair.differences),
        larger: signs.positive,
        smaller: signs.nonzero - signs.positive,
        p_sign: signs.p_two_sided,
        p_wilcoxon: wilcoxon_exact_up_to(&pair.differences, EXACT_UP_TO).p(),
        correlation: pair.correlation,
        variance_reduction: pair.variance_reduction,
    }
}

/// Values of some worlds, in their order; where several worlds share a draw, their mean for each draw.
pub(super) fn means_of_draws(values: &[f64], worlds: &[usize], worlds_per_draw: u64) -> Vec<f64> {
    let draw = |world: usize| world as u64 / worlds_per_draw.max(1);
    let of_draw = |own: &[usize]| own.iter().map(|&world| values[world]).sum::<f64>() / own.len() as f64;
    worlds.chunk_by(|a, b| draw(*a) == draw(*b)).map(of_draw).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn worlds_of_one_draw_count_once() {
        let baseline = [1.0, 3.0, f64::NAN, 4.0, 2.0, 2.0];
        let policy = [2.0, 4.0, 5.0, 1.0, 6.0, 4.0];
        let one = difference("p", [&policy, &baseline], 1, 2);
        // Draws: (1, 1), (-3 alone), (4, 2).
        assert_eq!((one.n, one.missing, one.difference, one.larger, one.smaller), (5, 1, 1.0 / 3.0, 2, 1));
    }

    #[test]
    fn a_known_difference_in_noisy_worlds() {
        let noise: Vec<f64> = (0..60).map(|w| f64::from(w * w % 23)).collect();
        // The policy takes 2 off in even worlds and 3 in odd ones.
        let policy: Vec<f64> = noise.iter().enumerate().map(|(w, v)| v - 2.0 - (w % 2) as f64).collect();
        let one = difference("p", [&policy, &noise], 1, 1);
        assert!((one.difference + 2.5).abs() < 1e-12);
        assert_eq!((one.larger, one.smaller), (0, 60));
        assert!(one.ci_low < -2.5 && one.ci_high > -2.5 && one.ci_high < -2.3);
        assert!(one.variance_reduction > 100.0 && one.caution("m").is_none());
        assert!(one.p < 1e-6 && one.p_sign < 1e-6 && one.p_wilcoxon < 1e-6);
    }

    #[test]
    fn pairing_that_hurts_is_told() {
        let up: Vec<f64> = (0..40).map(f64::from).collect();
        let down: Vec<f64> = up.iter().rev().copied().collect();
        let one = difference("p", [&up, &down], 1, 1);
        assert!((one.variance_reduction - 0.5).abs() < 1e-9 && (one.correlation + 1.0).abs() < 1e-9);
        assert!(one.caution("m").is_some());
    }

    #[test]
    fn what_does_not_differ_has_no_test() {
        let values = [0.3, 0.6, 0.9];
        let one = difference("p", [&values.map(|v| (v + 5.0) - 5.0), &values], 2, 1);
        assert_eq!((one.n, one.difference, one.larger, one.smaller, one.sd), (3, 0.0, 0, 0, 0.0));
        let undefined = [one.ci_low, one.simultaneous_high, one.p, one.p_sign, one.p_wilcoxon, one.effect_size];
        assert!(undefined.iter().all(|value| value.is_nan()) && one.variance_reduction.is_nan(), "{one:?}");
        assert!(one.same_in_all_worlds());
    }

    #[test]
    fn one_difference_in_all_worlds_has_no_interval_and_no_t_test() {
        let values = [0.3, 0.6, 0.9, 1.7];
        let one = difference("p", [&values.map(|v| v + 0.1), &values], 2, 1);
        assert_eq!((one.larger, one.smaller, one.sd), (4, 0, 0.0));
        assert!((one.difference - 0.1).abs() < 1e-12 && one.by_one_amount());
        let undefined = [one.ci_low, one.ci_high, one.simultaneous_low, one.simultaneous_high, one.p, one.effect_size];
        assert!(undefined.iter().all(|value| value.is_nan()), "{one:?}");
        // Signs and ranks are counted, and say what so few worlds can.
        assert!((one.p_sign - 0.125).abs() < 1e-12 && one.p_wilcoxon > 0.04);
    }

    #[test]
    fn worlds_without_a_value_are_counted_not_used() {
        let one = difference("p", [&[1.0, f64::NAN, 3.0], &[0.0, 1.0, f64::NAN]], 1, 1);
        assert_eq!((one.n, one.missing, one.difference), (1, 2, 1.0));
        assert!(one.ci_low.is_nan());
    }
}
