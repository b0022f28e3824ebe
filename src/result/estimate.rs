//! What replications say about one metric of one variant, with its uncertainty.
//!
//! - An amount: mean with Student's t interval, standard deviation, quantiles (type 7).
//! - An event: its probability with Wilson's interval.
//! - A time: the horizon cuts it off, so Kaplan-Meier quantiles (missing where the curve does not get there), the mean
//!   restricted to the longest time that anybody was followed, the share that happened and the share cut off. What never
//!   happened has no mean (its restricted mean would be the horizon), and below two events there is no interval.
//! - A level: each level as an event.
//!
//! Where replications share draws of parameters, intervals of means and probabilities count draws
//! ([`crate::stats::groups`]).

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::series::{QUANTILES, quantile_at};
use crate::outcome::{Kind, KindName, Metric};
use crate::stats::groups::Groups;
use crate::stats::proportion::wilson;
use crate::stats::quantile;
use crate::stats::summary::Summary;
use crate::stats::survival::{KaplanMeier, restricted_values};

/// Confidence of all intervals.
pub const LEVEL: f64 = 0.95;

/// An estimate; members that do not apply are NaN (null in JSON, empty in CSV).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Estimate {
    /// Metric.
    pub metric: String,
    /// Variant.
    pub variant: String,
    /// Which level, for a metric of levels, else "".
    pub level: String,
    /// Unit of the metric.
    pub unit: String,
    /// Kind of the metric.
    pub kind: KindName,
    /// Replications that have a value (for a time: that were at risk).
    pub n: u64,
    /// Replications that have none.
    pub missing: u64,
    /// Mean; for a time restricted to `horizon`.
    pub mean: f64,
    /// Lower end of the mean's interval.
    pub ci_low: f64,
    /// Upper end.
    pub ci_high: f64,
    /// Standard deviation between replications; NaN for a time that is cut off.
    pub sd: f64,
    /// Quantiles at the probabilities of [`QUANTILES`].
    pub quantiles: [f64; QUANTILES.len()],
    /// Probability of the event, of the level, or that a time came before the horizon.
    pub p: f64,
    /// Lower end of its Wilson interval.
    pub p_low: f64,
    /// Upper end.
    pub p_high: f64,
    /// Share of times that the horizon cut off.
    pub censored_share: f64,
    /// Where the mean of a time is cut, days.
    pub horizon: f64,
    /// Skewness of an amount.
    pub skewness: f64,
}

impl Estimate {
    fn blank(metric: &Metric, variant: &str, n: u64, missing: u64) -> Estimate {
        Estimate {
            metric: metric.id.to_string(),
            variant: variant.to_owned(),
            level: String::new(),
            unit: metric.unit.to_string(),
            kind: metric.kind.name(),
            n,
            missing,
            mean: f64::NAN,
            ci_low: f64::NAN,
            ci_high: f64::NAN,
            sd: f64::NAN,
            quantiles: [f64::NAN; QUANTILES.len()],
            p: f64::NAN,
            p_low: f64::NAN,
            p_high: f64::NAN,
            censored_share: f64::NAN,
            horizon: f64::NAN,
            skewness: f64::NAN,
        }
    }

    /// Estimates of one metric of one variant from its columns (one, or two for a time). One estimate, or one for each
    /// level. The columns are working memory, whose values are lost. `draws` numbers the draw of parameters of each replication; it
    /// is empty where replications are independent. Intervals then count draws.
    pub fn of(metric: &Metric, variant: &str, columns: &mut [Vec<f64>], draws: &[u64]) -> Vec<Estimate> {
        if draws.is_empty() {
            return Estimate::of_independent(metric, variant, columns);
        }
        let before = columns.to_vec();
        let mut all = Estimate::of_independent(metric, variant, columns);
        for (number, one) in all.iter_mut().enumerate() {
            one.count_draws(&before, number as f64, draws);
        }
        all
    }

    /// Gives intervals that count draws; `label` is the number of the level that a level's estimate is about.
    fn count_draws(&mut self, columns: &[Vec<f64>], label: f64, draws: &[u64]) {
        let flag = |value: f64, holds: bool| if value.is_nan() { f64::NAN } else { f64::from(u8::from(holds)) };
        let (values, happened) = match (self.kind, columns) {
            (KindName::Time, [days, followed]) => (
                times_by_world(days, followed, self.horizon),
                followed.iter().zip(days).map(|(at_risk, day)| flag(*at_risk, !day.is_nan())).collect(),
            ),
            (KindName::Event, [values]) => (Vec::new(), values.clone()),
            (KindName::Level, [values]) => {
                (Vec::new(), values.iter().map(|value| flag(*value, *value == label)).collect())
            }
            (_, [values]) => (values.clone(), Vec::new()),
            _ => return,
        };
        // A single draw tells nothing of others: a mean then has no interval, and a probability may be anything.
        let few = self.kind == KindName::Time && self.count() < 2;
        let interval = Groups::new(&values, draws).t_interval(LEVEL).filter(|_| !few);
        (self.ci_low, self.ci_high) = interval.map_or([f64::NAN; 2], |i| [i.low, i.high]).into();
        if !self.p.is_nan() {
            let interval = Groups::new(&happened, draws).share_interval(LEVEL);
            (self.p_low, self.p_high) = interval.map_or((0.0, 1.0), |i| (i.low, i.high));
        }
    }

    fn of_independent(metric: &Metric, variant: &str, columns: &mut [Vec<f64>]) -> Vec<Estimate> {
        if let [happened, followed] = columns {
            return vec![time(metric, variant, happened, followed)];
        }
        let [values] = columns else { return Vec::new() };
        let all = values.len() as u64;
        values.retain(|value| !value.is_nan());
        let missing = all - values.len() as u64;
        match &metric.kind {
            Kind::Level(labels) => {
                let mut counts = vec![0; labels.len()];
                for value in &*values {
                    if let Some(count) = counts.get_mut(*value as usize) {
                        *count += 1;
                    }
                }
                let of_level = |(label, count): (&Cow<'_, str>, u64)| {
                    let mut one = Estimate::blank(metric, variant, values.len() as u64, missing);
                    one.level = label.to_string();
                    one.probability(count);
                    one
                };
                labels.iter().zip(counts).map(of_level).collect()
            }
            Kind::Event => {
                let mut one = Estimate::blank(metric, variant, values.len() as u64, missing);
                one.probability(values.iter().filter(|&&value| value > 0.5).count() as u64);
                vec![one]
            }
            _ => vec![amount(metric, variant, values, missing)],
        }
    }

    fn probability(&mut self, count: u64) {
        if self.n == 0 {
            return;
        }
        let interval = wilson(count, self.n, LEVEL);
        self.p = count as f64 / self.n as f64;
        (self.p_low, self.p_high) = (interval.low, interval.high);
    }

    /// The quantile at a probability of [`QUANTILES`]; NaN at another.
    pub fn quantile(&self, p: f64) -> f64 {
        quantile_at(&self.quantiles, p)
    }

    /// What stands for it where kinds are mixed, and the ends of its interval: the probability of an event or a level, else
    /// the mean.
    pub fn shown(&self) -> [f64; 3] {
        if self.kind.is_share() { [self.p, self.p_low, self.p_high] } else { [self.mean, self.ci_low, self.ci_high] }
    }

    /// Whether it is a time or an event that came in no replication although it could.
    pub fn never_came(&self) -> bool {
        matches!(self.kind, KindName::Time | KindName::Event) && self.n > 0 && self.count() == 0
    }

    /// Whether it has no value in any replication: nobody was at risk, or there was nothing to measure.
    pub fn has_no_value(&self) -> bool {
        self.n == 0 && self.missing > 0
    }

    /// Number of times the event happened.
    pub fn count(&self) -> u64 {
        if self.p.is_nan() { 0 } else { (self.p * self.n as f64).round() as u64 }
    }
}

/// One value for each world, whose mean is the restricted mean; NaN where nobody was at risk.
fn times_by_world(days: &[f64], followed: &[f64], horizon: f64) -> Vec<f64> {
    let at_risk: Vec<usize> = (0..followed.len()).filter(|&world| !followed[world].is_nan()).collect();
    let times: Vec<f64> = at_risk.iter().map(|&world| followed[world]).collect();
    let events: Vec<bool> = at_risk.iter().map(|&world| !days[world].is_nan()).collect();
    let mut out = vec![f64::NAN; followed.len()];
    for (&world, value) in at_risk.iter().zip(restricted_values(&times, &events, horizon)) {
        out[world] = value;
    }
    out
}

fn amount(metric: &Metric, variant: &str, values: &mut Vec<f64>, missing: u64) -> Estimate {
    let mut one = Estimate::blank(metric, variant, values.len() as u64, missing);
    let summary = Summary::of(values);
    one.mean = summary.mean;
    one.sd = summary.sd;
    if let Some(interval) = summary.estimated(LEVEL) {
        (one.ci_low, one.ci_high) = (interval.low, interval.high);
    }
    one.skewness = summary.shape(values).skewness_adjusted;
    one.quantiles = quantile::of_moved(values, QUANTILES.map(|(p, _)| p));
    one
}

fn time(metric: &Metric, variant: &str, happened: &mut Vec<f64>, followed: &mut Vec<f64>) -> Estimate {
    let all = followed.len() as u64;
    // Whoever was never at risk says nothing about the time.
    let mut at_risk = followed.iter().map(|days| !days.is_nan());
    happened.retain(|_| at_risk.next().unwrap_or(false));
    followed.retain(|days| !days.is_nan());
    let n = followed.len() as u64;
    let mut one = Estimate::blank(metric, variant, n, all - n);
    let events: Vec<bool> = happened.iter().map(|days| !days.is_nan()).collect();
    one.probability(events.iter().filter(|&&event| event).count() as u64);
    one.censored_share = 1.0 - one.p;
    if n == 0 {
        return one;
    }
    one.horizon = followed.iter().copied().fold(0.0, f64::max);
    if events.iter().all(|&event| event) {
        one.sd = Summary::of(happened).sd;
    }
    let curve = KaplanMeier::new(followed, &events);
    one.quantiles = QUANTILES.map(|(p, _)| curve.quantile(p).unwrap_or(f64::NAN));
    let restricted = curve.restricted_mean(one.horizon);
    if curve.events > 0 {
        one.mean = restricted.mean;
    }
    if let Some(interval) = curve.restricted_interval(restricted, LEVEL) {
        (one.ci_low, one.ci_high) = (interval.low, interval.high);
    }
    one
}
