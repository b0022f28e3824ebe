//! Cumulative incidence of competing outcomes (Aalen-Johansen): decision for, against, none yet.
//!
//! # References
//! - O. O. Aalen, S. Johansen (1978), Scandinavian J. Statistics 5: 141-150.
//! - E. Marubini, M. G. Valsecchi (1995), *Analysing Survival Data*, section 10.3 (the variance).

use super::super::Interval;
use super::clusters::{ClusterSums, Clusters, log_log_interval};
use super::in_order;

/// How things stand at one event time; it holds until the next.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct IncidenceStep {
    /// The time.
    pub time: f64,
    /// How many were under observation just before.
    pub at_risk: usize,
    /// Probability that nothing has happened up to and including this time.
    pub none: f64,
}

/// Aalen-Johansen curves of competing causes.
#[derive(Clone, Debug, PartialEq)]
pub struct CumulativeIncidence {
    /// Steps at the distinct event times, ascending.
    pub steps: Vec<IncidenceStep>,
    /// Number of causes.
    pub causes: usize,
    /// Number of clusters that standard errors count; `None` where observations are independent.
    pub clusters: Option<usize>,
    /// By step, then cause: the probability that it has happened by then, and its standard error.
    incidence: Vec<(f64, f64)>,
}

/// Sums from which the variance of one cause's incidence at any later time follows.
#[derive(Clone, Copy, Default)]
struct Terms {
    all: f64,
    all_f: f64,
    all_ff: f64,
    own: f64,
    cross: f64,
    cross_f: f64,
}

impl Terms {
    fn variance(&self, f: f64) -> f64 {
        (f * f * self.all - 2.0 * f * self.all_f + self.all_ff + self.own - 2.0 * f * self.cross + 2.0 * self.cross_f)
            .max(0.0)
    }
}

/// Influences of histories on one cause's incidence `F`, summed within clusters. That of history `i` is
/// `sum S(u-) (dN_ik - Y_i d_k/r) / r` less `sum S(u-) d_k/r M_i(u-)`, where `M_i(u-) = sum (dN_i - Y_i d/r) / (r - d)` over
/// the times before `u` is how far it lowers the probability that nothing has happened yet.
struct Influences {
    /// Terms with weights 1, `-F` and `shared - waiting`: of histories that left, and how many are still observed.
    sums: ClusterSums<3>,
    /// `sum d / (r (r - d))` so far.
    hazard: f64,
    /// `sum S(u-) d_k / r^2` so far: what each history under observation takes away by being at risk.
    waiting: f64,
    /// `sum S(u-) d_k/r` times `hazard` before `u`.
    shared: f64,
    /// `S(u-) / r` at the present time.
    own: f64,
    /// `1 / (r - d)` at the present time; 0 when nobody is left.
    ended: f64,
}

impl Influences {
    fn new(clusters: &Clusters) -> Influences {
        let sums = ClusterSums::of_observed(clusters);
        Influences { sums, hazard: 0.0, waiting: 0.0, shared: 0.0, own: 0.0, ended: 0.0 }
    }

    /// The next time, with `none` the probability that nothing happened before it, `r` at risk and `d` events, `dk` of them
    /// of this cause.
    fn step(&mut self, none: f64, [r, d, dk]: [f64; 3]) {
        self.shared += self.hazard * none * dk / r;
        self.waiting += none * dk / (r * r);
        self.own = none / r;
        self.ended = if d < r { 1.0 / (r - d) } else { 0.0 };
        self.hazard += d / r * self.ended;
    }

    /// A history leaves at the present time: it ended (`Some`: whether by this cause) or was censored; `f` is the incidence.
    fn leave(&mut self, cluster: usize, by_this: Option<bool>, f: f64) {
        let lowers = by_this.map_or(0.0, |_| self.ended) - self.hazard;
        let own = if by_this == Some(true) { self.own } else { 0.0 };
        self.sums.add(cluster, [own - self.waiting + self.shared + lowers * f, lowers, -1.0]);
    }

    fn standard_error(&self, f: f64) -> f64 {
        self.sums.standard_error([1.0, -f, self.shared - self.waiting])
    }
}

impl CumulativeIncidence {
    /// Curves of `times` with `cause[i]` the cause (from 0, below `causes`) that ended observation `i`, or `None` when it
    /// was censored.
    pub fn new(times: &[f64], cause: &[Option<usize>], causes: usize) -> CumulativeIncidence {
        CumulativeIncidence::in_clusters(times, cause, causes, &[])
    }

    /// The same curves with standard errors and intervals that count clusters; `numbers[i]` is that of observation `i`,
    /// equal ones standing together. They are the usual ones where each observation is its own cluster, and where
    /// `numbers` is empty.
    pub fn in_clusters(times: &[f64], cause: &[Option<usize>], causes: usize, numbers: &[u64]) -> CumulativeIncidence {
        let clusters = Clusters::new(numbers);
        let cluster = |i: usize| clusters.as_ref().map_or(0, |clusters| clusters.of[i]);
        let order = in_order(times, clusters.is_some());
        // Room for all at once: a vector that grows is there twice while it moves.
        let most = cause.iter().flatten().count();
        let (mut steps, mut curves) = (Vec::with_capacity(most), Vec::with_capacity(most * causes));
        let mut none = 1.0;
        let mut incidence = vec![0.0; causes];
        let mut terms = vec![Terms::default(); causes];
        let mut influences: Vec<Influences> =
            clusters.iter().flat_map(|c| (0..causes).map(|_| Influences::new(c))).collect();
        let mut seen = 0;
        for group in order.chunk_by(|a, b| a.0 == b.0) {
            let at_risk = order.len() - seen;
            seen += group.len();
            let r = at_risk as f64;
            let here = || group.iter().map(|(_, i)| *i as usize);
            let of = |k: usize| here().filter(|&i| cause[i] == Some(k)).count() as f64;
            let d = here().filter(|&i| cause[i].is_some()).count() as f64;
            for k in 0..causes {
                let dk = of(k);
                incidence[k] += none * dk / r;
                // when everybody at risk has an event nothing follows: the shared term is not needed
                let all = if d < r { d / (r * (r - d)) } else { 0.0 };
                let (f, t) = (incidence[k], &mut terms[k]);
                t.all += all;
                t.all_f += f * all;
                t.all_ff += f * f * all;
                t.own += none * none * (r - dk) * dk / (r * r * r);
                t.cross += none * dk / (r * r);
                t.cross_f += f * none * dk / (r * r);
            }
            for (k, one) in influences.iter_mut().enumerate() {
                one.step(none, [r, d, of(k)]);
                for i in here() {
                    one.leave(cluster(i), cause[i].map(|cause| cause == k), incidence[k]);
                }
            }
            if d == 0.0 {
                continue;
            }
            none *= 1.0 - d / r;
            for (k, (t, &f)) in terms.iter().zip(&incidence).enumerate() {
                let error = influences.get(k).map_or_else(|| t.variance(f).sqrt(), |one| one.standard_error(f));
                curves.push((f, error));
            }
            steps.push(IncidenceStep { time: group[0].0, at_risk, none });
        }
        CumulativeIncidence { steps, causes, clusters: clusters.map(|clusters| clusters.count), incidence: curves }
    }

    /// Probability that `cause` has happened by `time`.
    pub fn incidence(&self, cause: usize, time: f64) -> f64 {
        self.at(cause, time).map_or(0.0, |(incidence, _)| incidence)
    }

    /// Standard error of that probability; 0 before the first event.
    pub fn standard_error(&self, cause: usize, time: f64) -> f64 {
        self.at(cause, time).map_or(0.0, |(_, error)| error)
    }

    /// Both at the last step at or before `time`; `None` before the first event.
    fn at(&self, cause: usize, time: f64) -> Option<(f64, f64)> {
        let after = self.steps.partition_point(|step| step.time <= time);
        self.incidence[after.checked_sub(1)? * self.causes..].get(cause).copied()
    }

    /// Interval of an incidence on the log-log scale; `None` where it is 0 or 1.
    pub fn interval(&self, cause: usize, time: f64, level: f64) -> Option<Interval> {
        let (f, standard_error) = self.at(cause, time)?;
        log_log_interval(f, standard_error, self.clusters, level)
    }
}

#[cfg(test)]
mod tests {
    use super::super::KaplanMeier;
    use super::*;

    #[test]
    fn without_censoring_incidences_are_proportions() {
        let times = [1.0, 2.0, 2.0, 3.0, 4.0, 6.0, 6.0, 7.0];
        let cause = [0, 1, 0, 0, 1, 1, 0, 0].map(Some);
        let curve = CumulativeIncidence::new(&times, &cause, 2);
        assert!(
            (curve.incidence(0, 4.5) - 3.0 / 8.0).abs() < 1e-15 && (curve.incidence(1, 4.5) - 2.0 / 8.0).abs() < 1e-15
        );
        let (error, binomial) = (curve.standard_error(0, 4.5), (0.375_f64 * 0.625 / 8.0).sqrt());
        assert!((error - binomial).abs() < 1e-12, "{error} {binomial}");
    }

    #[test]
    fn one_cause_is_the_complement_of_kaplan_meier() {
        let times = [1.0, 2.5, 2.5, 3.0, 4.0, 6.0];
        let event = [true, false, true, true, false, true];
        let km = KaplanMeier::new(&times, &event);
        let cause: Vec<Option<usize>> = event.iter().map(|&e| e.then_some(0)).collect();
        let curve = CumulativeIncidence::new(&times, &cause, 1);
        for (a, b) in km.steps.iter().zip(&curve.steps) {
            assert!((a.survival + curve.incidence(0, b.time) - 1.0).abs() < 1e-14);
            if a.survival > 0.0 {
                assert!((a.standard_error - curve.standard_error(0, b.time)).abs() < 1e-12);
            }
        }
    }

    /// Influences of each history as they are defined, without the shortcuts.
    fn influences(times: &[f64], cause: &[Option<usize>], own: usize, by: f64) -> Vec<f64> {
        let mut out = vec![0.0; times.len()];
        let mut lowers = vec![0.0; times.len()];
        let mut none = 1.0;
        let mut distinct = times.to_vec();
        distinct.sort_by(f64::total_cmp);
        distinct.dedup();
        for time in distinct.into_iter().filter(|time| *time <= by) {
            let at_risk = |i: usize| f64::from(u8::from(times[i] >= time));
            let is = |i: usize, cause_is: bool| f64::from(u8::from(times[i] == time && cause_is));
            let all = 0..times.len();
            let r: f64 = all.clone().map(at_risk).sum();
            let d: f64 = all.clone().map(|i| is(i, cause[i].is_some())).sum();
            let dk: f64 = all.clone().map(|i| is(i, cause[i] == Some(own))).sum();
            for i in all {
                out[i] += none * ((is(i, cause[i] == Some(own)) - at_risk(i) * dk / r) / r - dk / r * lowers[i]);
                if d < r {
                    lowers[i] += (is(i, cause[i].is_some()) - at_risk(i) * d / r) / (r - d);
                }
            }
            none *= 1.0 - d / r;
        }
        out
    }

    #[test]
    fn errors_that_count_clusters_are_sums_of_influences() {
        let times = [1.0, 2.5, 2.5, 3.0, 4.0, 6.0, 2.5, 0.5, 6.0, 5.0, 6.0];
        let cause = [0, 9, 1, 0, 9, 1, 0, 1, 9, 0, 9].map(|k| (k < 9).then_some(k));
        let number = [4, 4, 4, 5, 5, 7, 7, 7, 7, 8, 8];
        let curve = CumulativeIncidence::in_clusters(&times, &cause, 2, &number);
        assert_eq!(curve.clusters, Some(4));
        for (k, by) in [(0, 0.7), (0, 1.0), (0, 2.5), (0, 3.5), (1, 2.5), (0, 5.5), (1, 6.0)] {
            let influence = influences(&times, &cause, k, by);
            assert!(influence.iter().sum::<f64>().abs() < 1e-14);
            let totals = [4, 5, 7, 8].map(|g| (0..11).filter(|i| number[*i] == g).map(|i| influence[i]).sum::<f64>());
            let expected = (4.0 / 3.0 * totals.iter().map(|total| total * total).sum::<f64>()).sqrt();
            let error = curve.standard_error(k, by);
            assert!((error - expected).abs() < 1e-13, "cause {k} by {by}: {error} {expected}");
        }
        let alone: Vec<u64> = (0..11).collect();
        let plain = CumulativeIncidence::new(&times, &cause, 2);
        assert_eq!(CumulativeIncidence::in_clusters(&times, &cause, 2, &alone), plain);
        // Of one cause the incidence is the complement of Kaplan and Meier's curve, and so is its error.
        let events: Vec<bool> = cause.iter().map(Option::is_some).collect();
        let one: Vec<Option<usize>> = events.iter().map(|ended| ended.then_some(0)).collect();
        let km = KaplanMeier::in_clusters(&times, &events, &number);
        let curve = CumulativeIncidence::in_clusters(&times, &one, 1, &number);
        for step in &km.steps {
            assert!((step.standard_error - curve.standard_error(0, step.time)).abs() < 1e-13);
        }
        let whole = KaplanMeier::in_clusters(&times, &events, &[3; 11]);
        assert_eq!(whole.interval(3.0, 0.95), None, "one cluster has no spread");
    }

    #[test]
    fn what_always_happened_has_no_interval() {
        // Sixty steps of a sixtieth add up to a little less than 1.
        let times: Vec<f64> = (1..=60).map(f64::from).collect();
        let curve = CumulativeIncidence::new(&times, &[Some(0); 60], 2);
        assert!((curve.incidence(0, 60.0) - 1.0).abs() < 1e-12);
        assert_eq!((curve.interval(0, 60.0, 0.95), curve.interval(1, 60.0, 0.95)), (None, None));
    }

    #[test]
    fn incidences_and_none_sum_to_one() {
        let times = [1.0, 2.0, 3.0, 3.0, 5.0, 5.0, 8.0];
        let cause = [Some(0), None, Some(1), Some(0), None, Some(1), None];
        let curve = CumulativeIncidence::new(&times, &cause, 2);
        for step in &curve.steps {
            let all = curve.incidence(0, step.time) + curve.incidence(1, step.time);
            assert!((all + step.none - 1.0).abs() < 1e-14);
        }
    }
}
