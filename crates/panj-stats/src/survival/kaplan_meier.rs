//! The Kaplan-Meier curve, Greenwood's standard error, the Nelson-Aalen hazard and restricted means.
//!
//! # References
//! - E. L. Kaplan, P. Meier (1958), JASA 53: 457-481.
//! - M. Greenwood (1926), Reports on Public Health and Medical Subjects 33.
//! - O. Aalen (1978), Annals of Statistics 6: 701-726.
//! - J. P. Klein, M. L. Moeschberger (2003), *Survival Analysis*, 2nd ed., sections 4.2-4.5.

use super::super::Interval;
use super::super::precision::PRECISION;
use super::super::quantile;
use super::clusters::{ClusterSums, Clusters, log_log_interval};
use super::in_order;
use panj_sim::math::student_t_quantile;

/// The curve at one distinct event time; it holds from this time until the next.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Step {
    /// The time.
    pub time: f64,
    /// How many were under observation just before.
    pub at_risk: u32,
    /// How many events happened at this time.
    pub events: u32,
    /// Kaplan-Meier probability of no event up to and including this time.
    pub survival: f64,
    /// Standard error of `survival` (0 when the curve has reached 0): Greenwood's, or from clusters.
    pub standard_error: f64,
}

/// Mean time to the event, both cut at a horizon.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RestrictedMean {
    /// Area under the curve up to the horizon.
    pub mean: f64,
    /// Its standard error (Greenwood type: observations count as independent).
    pub standard_error: f64,
}

/// A Kaplan-Meier curve.
#[derive(Clone, Debug, PartialEq)]
pub struct KaplanMeier {
    /// Steps at the distinct event times, ascending.
    pub steps: Vec<Step>,
    /// Number of observations.
    pub n: usize,
    /// Number of events.
    pub events: usize,
    /// Number of clusters that standard errors of steps count; `None` where observations are independent.
    pub clusters: Option<usize>,
    /// Times of events, ascending.
    happened: Vec<f64>,
    /// Times at which observation ended without one, ascending.
    cut_off: Vec<f64>,
}

impl KaplanMeier {
    /// The curve of `times` with `event[i]` true where the event happened. At equal times events come before censoring.
    pub fn new(times: &[f64], event: &[bool]) -> KaplanMeier {
        KaplanMeier::in_clusters(times, event, &[])
    }

    /// The same curve with standard errors and intervals that count clusters; `numbers[i]` is that of observation `i`,
    /// equal ones standing together. They are Greenwood's where each observation is its own cluster, and where `numbers`
    /// is empty.
    pub fn in_clusters(times: &[f64], event: &[bool], numbers: &[u64]) -> KaplanMeier {
        let clusters = Clusters::new(numbers);
        // Terms: what is left of histories that were seen to end or were cut off, and how many are still observed.
        let mut sums = clusters.as_ref().map(ClusterSums::<2>::of_observed);
        let cluster = |i: usize| clusters.as_ref().map_or(0, |clusters| clusters.of[i]);
        // Who it was is asked where sums over clusters need it; else bare times are sorted, in half the memory.
        let order = clusters.as_ref().map_or(Vec::new(), |_| in_order(times, true));
        let n = times.len().min(event.len());
        let happens = event[..n].iter().filter(|event| **event).count();
        let sorted = |wanted: bool| {
            // Room for all at once: a vector that grows is there twice while it moves.
            let mut own = Vec::with_capacity(if wanted { happens } else { n - happens });
            own.extend(times.iter().zip(event).filter(|(_, event)| **event == wanted).map(|(time, _)| *time));
            quantile::ascending(own)
        };
        let (happened, cut_off) = (sorted(true), sorted(false));
        let (mut survival, mut greenwood) = (1.0, 0.0);
        let mut steps = Vec::with_capacity(happens);
        let (mut done, mut gone) = (0, 0);
        while done + gone < n {
            let [next, other] = [happened.get(done), cut_off.get(gone)].map(|time| time.copied().unwrap_or(f64::NAN));
            // The one that is there, or the lower.
            let time = next.min(other);
            let at_it = |from: &[f64]| from.iter().take_while(|other| **other == time || time.is_nan()).count();
            let (events, at_risk) = (at_it(&happened[done..]), n - done - gone);
            let before = done + gone;
            done += events;
            gone += at_it(&cut_off[gone..]);
            let (d, r) = (events as f64, at_risk as f64);
            if events > 0 {
                survival *= 1.0 - d / r;
                greenwood += d / (r * (r - d));
            }
            if let Some(sums) = sums.as_mut().filter(|_| events < at_risk) {
                for i in order[before..done + gone].iter().map(|(_, i)| *i as usize) {
                    sums.add(cluster(i), [if event[i] { 1.0 / (r - d) } else { 0.0 } - greenwood, -1.0]);
                }
            }
            if events == 0 {
                continue;
            }
            let standard_error = match &sums {
                _ if at_risk == events => 0.0,
                None => survival * greenwood.sqrt(),
                // The influence of history i is -S sum (dN_i - Y_i d/r) / (r - d).
                Some(sums) => survival * sums.standard_error([1.0, -greenwood]),
            };
            steps.push(Step { time, at_risk: at_risk as u32, events: events as u32, survival, standard_error });
        }
        let clusters = clusters.map(|clusters| clusters.count);
        KaplanMeier { steps, n, events: happens, clusters, happened, cut_off }
    }

    /// The last step at or before `time`; `None` before the first event.
    pub fn step_at(&self, time: f64) -> Option<&Step> {
        let after = self.steps.partition_point(|s| s.time <= time);
        after.checked_sub(1).map(|i| &self.steps[i])
    }

    /// The steps before `time`.
    pub(super) fn steps_before(&self, time: f64) -> &[Step] {
        &self.steps[..self.steps.partition_point(|step| step.time < time)]
    }

    /// How many were under observation just before `time`.
    pub fn at_risk(&self, time: f64) -> usize {
        let before = |times: &[f64]| times.partition_point(|&t| t < time);
        self.n - before(&self.happened) - before(&self.cut_off)
    }

    /// Cumulative hazard up to `time` by Nelson and Aalen.
    pub fn hazard(&self, time: f64) -> f64 {
        let steps = self.steps.iter().take_while(|step| step.time <= time);
        steps.fold(0.0, |hazard, step| hazard + f64::from(step.events) / f64::from(step.at_risk))
    }

    /// Probability of no event up to `time`.
    pub fn survival(&self, time: f64) -> f64 {
        self.step_at(time).map_or(1.0, |s| s.survival)
    }

    /// The smallest time at which at least a fraction `p` has had the event; `None` when the curve does not get there.
    pub fn quantile(&self, p: f64) -> Option<f64> {
        // a product of factors may miss its target by a rounding error
        self.steps.iter().find(|s| s.survival <= 1.0 - p + 1e-12).map(|s| s.time)
    }

    /// The smallest time by which at least a fraction `p` of observations would have been cut off if no event had ended them (reverse
    /// Kaplan-Meier: M. Schemper, T. L. Smith (1996), Controlled Clinical Trials 17: 343-346); `None` when fewer are.
    pub fn followed(&self, p: f64) -> Option<f64> {
        let (mut left, mut gone) = (1.0, 0);
        let mut groups = self.cut_off.chunk_by(|a, b| a == b);
        groups.find_map(|group| {
            let ended = self.happened.partition_point(|&t| t < group[0]);
            left *= 1.0 - group.len() as f64 / (self.n - gone - ended) as f64;
            gone += group.len();
            (left <= 1.0 - p + 1e-12).then_some(group[0])
        })
    }

    /// The median time; `None` when fewer than half have had the event.
    pub fn median(&self) -> Option<f64> {
        self.quantile(0.5)
    }

    /// Interval of the survival probability at `time` on the log-log scale; `None` where the curve is 0 or 1.
    pub fn interval(&self, time: f64, level: f64) -> Option<Interval> {
        let step = self.step_at(time)?;
        log_log_interval(step.survival, step.standard_error, self.clusters, level)
    }

    /// Mean of `min(time, horizon)`. Past the last observation, where the curve is not known, it is held constant;
    /// choose a horizon at which somebody is still observed.
    pub fn restricted_mean(&self, horizon: f64) -> RestrictedMean {
        let (mut from, mut level, mut area) = (0.0, 1.0, 0.0);
        let inside = self.steps_before(horizon);
        for step in inside {
            area += level * (step.time - from);
            (from, level) = (step.time, step.survival);
        }
        area += level * (horizon - from);
        // variance: sum over events of (area after the event)^2 d / (r (r - d)), going back from the horizon
        let (mut rest, mut until, mut variance) = (0.0, horizon, 0.0);
        for step in inside.iter().rev() {
            rest += step.survival * (until - step.time);
            until = step.time;
            if step.at_risk > step.events {
                let (d, r) = (f64::from(step.events), f64::from(step.at_risk));
                variance += rest * rest * d / (r * (r - d));
            }
        }
        RestrictedMean { mean: area, standard_error: variance.sqrt() }
    }

    /// Interval of a restricted mean of this curve of independent observations: Greenwood's variance times `n / (n - 1)`, Student's
    /// quantile with `n - 1` degrees of freedom. Where nothing is cut off it is the t interval of the plain mean. `None`
    /// below two events, which have no spread, and where all times are one.
    pub fn restricted_interval(&self, restricted: RestrictedMean, level: f64) -> Option<Interval> {
        let varies = restricted.standard_error > PRECISION * restricted.mean.abs();
        (self.events >= 2 && varies).then(|| {
            let (n, t) = (self.n as f64, student_t_quantile(0.5 + 0.5 * level, self.n as f64 - 1.0));
            Interval::around(restricted.mean, t * restricted.standard_error * (n / (n - 1.0)).sqrt())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_censoring_the_curve_is_the_empirical_one() {
        let times = [3.0, 1.0, 2.0, 2.0, 5.0];
        let km = KaplanMeier::new(&times, &[true; 5]);
        assert_eq!(km.steps.len(), 4);
        assert!((km.survival(2.0) - 0.4).abs() < 1e-15);
        assert_eq!(km.survival(0.5), 1.0);
        assert!(km.survival(5.0).abs() < 1e-15);
        // binomial standard error
        let se = km.step_at(2.0).unwrap().standard_error;
        assert!((se - (0.4_f64 * 0.6 / 5.0).sqrt()).abs() < 1e-15);
        let mean = km.restricted_mean(5.0);
        assert!((mean.mean - 2.6).abs() < 1e-12);
        // standard error of the plain mean with divisor n
        let v: f64 = times.iter().map(|t| (t - 2.6) * (t - 2.6)).sum::<f64>() / 25.0;
        assert!((mean.standard_error - v.sqrt()).abs() < 1e-12);
        assert_eq!(km.median(), Some(2.0));
    }

    #[test]
    fn the_interval_of_times_that_all_came_is_that_of_their_mean() {
        use super::super::super::summary::Summary;
        for times in [&[8.5, 10.7][..], &[3.0, 1.0, 2.0, 2.0, 5.0], &[8.0, 34.0, 21.0, 25.0, 17.0, 21.0]] {
            let curve = KaplanMeier::new(times, &vec![true; times.len()]);
            let (found, plain) = (
                curve.restricted_interval(curve.restricted_mean(40.0), 0.95).unwrap(),
                Summary::of(times).t_interval(0.95),
            );
            let plain = plain.unwrap();
            assert!((found.low - plain.low).abs() < 1e-9 && (found.high - plain.high).abs() < 1e-9, "{found:?}");
        }
        // By hand: t(0.975, 1) = 12.7062, sd / sqrt 2 = 1.1.
        let interval = |times: &[f64], events: &[bool]| {
            let curve = KaplanMeier::new(times, events);
            curve.restricted_interval(curve.restricted_mean(40.0), 0.95)
        };
        let two = interval(&[8.5, 10.7], &[true; 2]).unwrap();
        assert!((two.half_width() - 12.706_204_736_432_095 * 1.1).abs() < 1e-9);
        assert_eq!(interval(&[10.4], &[true]), None);
        assert_eq!(interval(&[10.4, 40.0], &[true, false]), None);
    }

    #[test]
    fn the_horizon_is_not_an_event() {
        let km = KaplanMeier::new(&[10.0, 10.0, 4.0], &[false, false, true]);
        assert_eq!(km.median(), None);
        assert_eq!(km.events, 1);
        assert_eq!(km.at_risk(10.0), 2);
        assert!((km.restricted_mean(10.0).mean - 8.0).abs() < 1e-12);
    }

    #[test]
    fn at_equal_times_events_come_before_cuts() {
        let km = KaplanMeier::new(&[2.0, 1.0, 2.0, 3.0, 1.0], &[true, false, false, true, true]);
        let seen: Vec<_> = km.steps.iter().map(|step| (step.time, step.at_risk, step.events)).collect();
        assert_eq!(seen, [(1.0, 5, 1), (2.0, 3, 1), (3.0, 1, 1)]);
        assert_eq!([0.5, 1.5, 2.0, 2.5, 9.0].map(|day| km.at_risk(day)), [5, 3, 3, 1, 0]);
        assert!((km.hazard(2.5) - (0.2 + 1.0 / 3.0)).abs() < 1e-15);
    }

    #[test]
    fn how_long_they_were_followed_is_the_curve_of_cuts() {
        let times = [1.0, 2.0, 2.0, 3.0, 4.0, 4.0, 5.0, 7.0];
        let events = [true, false, true, false, true, false, false, false];
        let cuts = events.map(|event| !event);
        let (curve, reverse) = (KaplanMeier::new(&times, &events), KaplanMeier::new(&times, &cuts));
        for p in [0.0, 0.1, 0.3, 0.5, 0.9, 1.0] {
            assert_eq!(curve.followed(p), reverse.quantile(p), "{p}");
        }
        assert_eq!(reverse.followed(0.9), None);
    }

    #[test]
    fn times_that_are_no_numbers_come_last() {
        let km = KaplanMeier::new(&[f64::NAN, 1.0, f64::NAN], &[true, true, false]);
        assert_eq!((km.n, km.steps[0].time, km.steps[0].at_risk), (3, 1.0, 3));
    }

    #[test]
    fn nobody_observed_is_not_an_error() {
        let km = KaplanMeier::new(&[], &[]);
        assert_eq!((km.survival(1.0), km.median()), (1.0, None));
    }
}
