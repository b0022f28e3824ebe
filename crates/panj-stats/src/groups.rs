//! Outcomes that come in groups, such as worlds that share one draw of parameters: the mean with an interval that counts
//! groups, and the variance taken apart into that between groups and that within them (law of total variance).
//!
//! Model: value = mean + effect of its group + rest; effects and rests are independent, with variances `between` and
//! `within`. Groups are independent of each other; values of one group are alike as far as they share its effect.
//!
//! # References
//! - S. R. Searle, G. Casella, C. E. McCulloch (1992), *Variance Components*, sections 3.5-3.6 (analysis of variance of
//!   groups of unequal sizes; interval of the share).
//! - W. G. Cochran (1977), *Sampling Techniques*, 3rd ed., section 9A.5 (mean of groups of unequal sizes, as a ratio).
//! - E. L. Korn, B. I. Graubard (1998), Survey Methodology 24: 193-201 (a proportion by its effective number of values).

use super::Interval;
use super::precision::PRECISION;
use super::proportion::wilson_of_share;
use panj_sim::math::{f_quantile, student_t_quantile};

/// A spread this small against the mean is made by rounding.
const ROUNDING: f64 = 1e-12;

/// One group: how many values, their mean, and their squared distances from it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Group {
    /// Number of values.
    pub n: usize,
    /// Mean of the values.
    pub mean: f64,
    /// Sum of squared distances from the mean.
    pub squares: f64,
}

/// Values in groups.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Groups {
    /// The groups that have values, in their order.
    pub groups: Vec<Group>,
}

/// Variance taken apart.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Components {
    /// Variance between groups: of their effects. Never negative: an estimate below 0 is given as 0.
    pub between: f64,
    /// Variance within groups.
    pub within: f64,
    /// `between / (between + within)`; NaN when both are 0.
    pub share: f64,
    /// Interval of the share, exact for normal effects and rests and equal sizes; `None` where it is not defined.
    pub share_interval: Option<Interval>,
}

impl Groups {
    /// Groups of values by number of their group, equal numbers standing together; NaN values are left out.
    pub fn new(values: &[f64], group: &[u64]) -> Groups {
        let mut groups: Vec<Group> = Vec::new();
        let mut last = None;
        for (value, number) in values.iter().zip(group).filter(|(value, _)| !value.is_nan()) {
            if last != Some(*number) {
                groups.push(Group::default());
                last = Some(*number);
            }
            if let Some(own) = groups.last_mut() {
                own.n += 1;
                let step = value - own.mean;
                own.mean += step / own.n as f64;
                own.squares += step * (value - own.mean);
            }
        }
        Groups { groups }
    }

    /// Number of values.
    pub fn n(&self) -> usize {
        self.groups.iter().map(|group| group.n).sum()
    }

    /// Mean of all values.
    pub fn mean(&self) -> f64 {
        self.groups.iter().map(|group| group.n as f64 * group.mean).sum::<f64>() / self.n() as f64
    }

    /// Standard error of the mean, from the spread of groups; NaN for fewer than two.
    pub fn standard_error(&self) -> f64 {
        let (groups, n, mean) = (self.groups.len() as f64, self.n() as f64, self.mean());
        let totals = self.groups.iter().map(|g| g.n as f64 * (g.mean - mean));
        if self.groups.len() < 2 {
            return f64::NAN;
        }
        (groups / (groups - 1.0) * totals.map(|total| total * total).sum::<f64>()).sqrt() / n
    }

    /// Student's t interval of the mean with one degree of freedom less than there are groups; `None` for fewer than two
    /// groups, and where their means do not vary.
    pub fn t_interval(&self, level: f64) -> Option<Interval> {
        let error = self.standard_error();
        let df = self.groups.len() as f64 - 1.0;
        (error > PRECISION * self.mean().abs())
            .then(|| Interval::around(self.mean(), student_t_quantile(0.5 + 0.5 * level, df) * error))
    }

    /// Interval of a share (values are 0 or 1): Wilson's, with as many values as independent ones would need for the same
    /// standard error, fewer for few groups. Where all values are alike, that is one for each group.
    pub fn share_interval(&self, level: f64) -> Option<Interval> {
        let (share, error, groups, n) = (self.mean(), self.standard_error(), self.groups.len() as f64, self.n() as f64);
        if error.is_nan() {
            return None;
        }
        let alone = share * (1.0 - share) / (error * error);
        let few = student_t_quantile(0.5 + 0.5 * level, n - 1.0) / student_t_quantile(0.5 + 0.5 * level, groups - 1.0);
        let effective = if error > 0.0 { (alone * few * few).min(n) } else { groups };
        Some(wilson_of_share(share, effective, level))
    }

    /// The variance taken apart; `None` for fewer than two groups, when no group has two values, or where all values are
    /// alike but for rounding.
    pub fn components(&self, level: f64) -> Option<Components> {
        let (groups, n, mean) = (self.groups.len() as f64, self.n() as f64, self.mean());
        let (df, rest) = (groups - 1.0, n - groups);
        if df < 1.0 || rest < 1.0 {
            return None;
        }
        let between = self.groups.iter().map(|g| g.n as f64 * (g.mean - mean) * (g.mean - mean)).sum::<f64>() / df;
        let within = self.groups.iter().map(|g| g.squares).sum::<f64>() / rest;
        if between.max(within).sqrt() <= ROUNDING * mean.abs() {
            return None;
        }
        let size = (n - self.groups.iter().map(|g| (g.n * g.n) as f64).sum::<f64>() / n) / df;
        let effects = ((between - within) / size).max(0.0);
        let ratio = between / within;
        let share_of = |ratio: f64| ((ratio - 1.0) / (ratio + size - 1.0)).clamp(0.0, 1.0);
        let tail = 0.5 + 0.5 * level;
        let share_interval = (within > 0.0).then(|| Interval {
            low: share_of(ratio / f_quantile(tail, df, rest)),
            high: share_of(ratio * f_quantile(tail, rest, df)),
        });
        Some(Components { between: effects, within, share: effects / (effects + within), share_interval })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use panj_sim::math::normal_quantile;

    #[test]
    fn two_groups_by_hand() {
        let groups = Groups::new(&[1.0, f64::NAN, 3.0, 5.0, 7.0], &[0, 0, 0, 4, 4]);
        assert_eq!((groups.n(), groups.mean(), groups.standard_error()), (4, 4.0, 2.0));
        let found = groups.components(0.95).unwrap();
        // Mean squares: between 2 (4 + 4) / 1 = 16, within 4 / 2 = 2.
        assert_eq!((found.between, found.within, found.share), (7.0, 2.0, 7.0 / 9.0));
        assert!(
            Groups::new(&[1.0, 2.0], &[0, 1]).components(0.95).is_none(),
            "one value each says nothing of the rest"
        );
        assert!(Groups::new(&[1.0, 2.0], &[0, 0]).t_interval(0.95).is_none());
    }

    #[test]
    fn single_values_are_plain_statistics() {
        let values = [2.0, 4.0, 9.0, 1.0, 7.5];
        let groups = Groups::new(&values, &[0, 1, 2, 3, 4]);
        let plain = crate::summary::Summary::of(&values);
        assert!((groups.standard_error() - plain.standard_error()).abs() < 1e-12);
        let events = Groups::new(&[1.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0], &[0, 1, 2, 3, 4, 5, 6, 7]);
        let (found, wilson) = (events.share_interval(0.95).unwrap(), crate::proportion::wilson(2, 8, 0.95));
        // The variance has divisor n - 1, so one value less counts.
        assert!(found.low < wilson.low && found.high > wilson.high && found.high - wilson.high < 0.03);
        let never = Groups::new(&[0.0; 40], &(0..40).map(|at| at / 4).collect::<Vec<_>>());
        assert_eq!(never.share_interval(0.95), Some(crate::proportion::wilson(0, 10, 0.95)));
    }

    /// Intervals of the mean and of the share cover as often as they say: 2,000 samples, false-alarm rate 1e-6.
    #[test]
    fn intervals_keep_their_coverage() {
        let mut uniform = crate::uniforms::uniforms(20_260_705);
        let mut normal = || normal_quantile(uniform());
        let (samples, draws, worlds) = (2_000, 25, 4);
        let number: Vec<u64> = (0..draws * worlds).map(|at| at / worlds).collect();
        let (mut means, mut shares) = (0, 0);
        for _ in 0..samples {
            let mut values = Vec::new();
            for _ in 0..draws {
                let effect = normal();
                values.extend((0..worlds).map(|_| 5.0 + effect + 3.0_f64.sqrt() * normal()));
            }
            let groups = Groups::new(&values, &number);
            means += u32::from(groups.t_interval(0.95).unwrap().contains(5.0));
            shares += u32::from(groups.components(0.95).unwrap().share_interval.unwrap().contains(0.25));
        }
        let tolerance = 4.9 * (0.95 * 0.05 / f64::from(samples)).sqrt();
        for covered in [means, shares] {
            let rate = f64::from(covered) / f64::from(samples);
            assert!((rate - 0.95).abs() < tolerance, "{rate}");
        }
    }
}
