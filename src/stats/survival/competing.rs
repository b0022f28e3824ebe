//! Cumulative incidence of competing outcomes (Aalen-Johansen): decision for, against, none yet.
//!
//! # References
//! - O. O. Aalen, S. Johansen (1978), Scandinavian J. Statistics 5: 141-150.
//! - E. Marubini, M. G. Valsecchi (1995), *Analysing Survival Data*, section 10.3 (the variance).

use super::super::Interval;
use super::super::special::normal_quantile;

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

impl CumulativeIncidence {
    /// Curves of `times` with `cause[i]` the cause (from 0, below `causes`) that ended observation `i`, or `None` when it
    /// was censored.
    pub fn new(times: &[f64], cause: &[Option<usize>], causes: usize) -> CumulativeIncidence {
        let mut order: Vec<(f64, Option<usize>)> = times.iter().copied().zip(cause.iter().copied()).collect();
        order.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
        let (mut steps, mut curves) = (Vec::new(), Vec::new());
        let mut none = 1.0;
        let mut incidence = vec![0.0; causes];
        let mut terms = vec![Terms::default(); causes];
        let mut seen = 0;
        for group in order.chunk_by(|a, b| a.0 == b.0) {
            let at_risk = order.len() - seen;
            seen += group.len();
            let r = at_risk as f64;
            let of = |k: usize| group.iter().filter(|g| g.1 == Some(k)).count() as f64;
            let d = group.iter().filter(|g| g.1.is_some()).count() as f64;
            if d == 0.0 {
                continue;
            }
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
            none *= 1.0 - d / r;
            curves.extend(terms.iter().zip(&incidence).map(|(t, &f)| (f, t.variance(f).sqrt())));
            steps.push(IncidenceStep { time: group[0].0, at_risk, none });
        }
        CumulativeIncidence { steps, causes, incidence: curves }
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
        let (f, se) = self.at(cause, time)?;
        if f <= 0.0 || f >= 1.0 {
            return None;
        }
        let spread = normal_quantile(0.5 + 0.5 * level) * se / (f * libm::log(f).abs());
        Some(Interval { low: libm::pow(f, libm::exp(spread)), high: libm::pow(f, libm::exp(-spread)) })
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
