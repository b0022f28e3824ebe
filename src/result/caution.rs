//! Cautions as data: what a reader of results should know before trusting them, with the numbers it comes from; shown
//! alike in the terminal, in JSON and in the report.
//!
//! # References
//! - W. G. Cochran (1977), *Sampling Techniques*, 3rd ed., p. 42: a normal interval of a mean needs n > 25 G1².

use serde::{Deserialize, Serialize};

use super::estimate::Estimate;
use crate::number::{fixed, grouped, short};
use crate::outcome::KindName;

/// Half-width of a mean's interval beyond which replications are called few, as a share of the mean.
const WIDE: f64 = 0.10;
/// Share of times cut off by the horizon that is worth a word.
const CUT_OFF: f64 = 0.10;
/// An event seen (or missed) fewer times than this has an interval that says little.
const FEW: u64 = 5;

/// A condition with how near it came.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Seen {
    /// The condition in words: "incidents >= 20".
    pub condition: String,
    /// The largest value in any replication; None for a date, or where nothing was seen.
    pub largest: Option<f64>,
}

/// Something to know before trusting a result.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "caution", rename_all = "snake_case")]
pub enum Caution {
    /// Conditions for something were met in no replication.
    NotMet {
        /// What did not happen: "The host asked".
        event: String,
        /// Metric that tells when it happens.
        metric: String,
        /// Which variant.
        variant: String,
        /// Replications that waited for it.
        n: u64,
        /// Whether all conditions are needed (else one is enough).
        all: bool,
        /// The conditions.
        conditions: Vec<Seen>,
    },
    /// Times and events that came in no replication, and outcomes without a value.
    Never {
        /// Which variant.
        variant: String,
        /// Replications.
        n: u64,
        /// Which metrics.
        metrics: Vec<String>,
        /// Metrics that have no value in any: what they follow never happened.
        without_value: Vec<String>,
    },
    /// The interval of a mean is wide.
    FewReplications {
        /// Which metric.
        metric: String,
        /// Which variant.
        variant: String,
        /// Replications it rests on.
        n: u64,
        /// Half-width of the interval, as a share of the mean.
        half_width_share: f64,
        /// How many more replications would halve it.
        more_to_halve: u64,
    },
    /// The horizon cut off many times.
    CutOff {
        /// Which metric.
        metric: String,
        /// Which variant.
        variant: String,
        /// Share cut off.
        share: f64,
    },
    /// An event that happened, or failed to happen, only a few times.
    FewEvents {
        /// Which metric, with its level.
        metric: String,
        /// Which variant.
        variant: String,
        /// How often it happened.
        happened: u64,
        /// Of how many replications.
        n: u64,
    },
    /// A mean so skewed that its interval is not to be trusted yet.
    Skewed {
        /// Which metric.
        metric: String,
        /// Which variant.
        variant: String,
        /// Skewness of the sample.
        skewness: f64,
        /// Replications it rests on.
        n: u64,
        /// Replications that Cochran's rule asks for.
        wanted: u64,
    },
    /// Sharing worlds made the difference of two policies less certain instead of more.
    PairingHurts {
        /// Which metric.
        metric: String,
        /// Which variant, against the baseline.
        variant: String,
        /// Variance of the difference with independent worlds over that in the same worlds.
        variance_reduction: f64,
        /// Correlation between the two over worlds.
        correlation: f64,
    },
    /// Worlds share draws of the parameters.
    SharedDraws {
        /// Worlds that share one.
        worlds_per_draw: u64,
        /// Draws.
        draws: u64,
    },
    /// Some replications failed.
    Failed {
        /// How many.
        failed: u64,
        /// Of how many.
        of: u64,
        /// Seed of the first that failed.
        seed: u64,
        /// Its replication number.
        replication: u64,
        /// Its variant.
        variant: String,
        /// Why.
        reason: String,
    },
}

/// How much a caution matters.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Good to know.
    #[default]
    Note,
    /// Limits what may be concluded.
    Caution,
    /// Without heeding it, a conclusion is wrong.
    Serious,
}

impl Caution {
    /// How much it matters.
    pub fn severity(&self) -> Severity {
        match self {
            Caution::Failed { .. } | Caution::NotMet { .. } => Severity::Serious,
            Caution::FewReplications { .. } | Caution::Skewed { .. } | Caution::FewEvents { .. } => Severity::Caution,
            Caution::Never { .. }
            | Caution::SharedDraws { .. }
            | Caution::CutOff { .. }
            | Caution::PairingHurts { .. } => Severity::Note,
        }
    }

    /// What all cautions of its kind say, whatever the metric, and what would mend it ("" where nothing would); None for
    /// one that is about the whole.
    pub fn in_general(&self) -> Option<[&'static str; 2]> {
        Some(match self {
            Caution::FewReplications { .. } => [
                "The mean's interval is wider than a tenth of the mean",
                "Run more replications: four times as many halve it.",
            ],
            Caution::Skewed { .. } => [
                "The values are so skewed that the mean's interval is not yet to be trusted",
                "Read the quantiles, or run more replications.",
            ],
            Caution::CutOff { .. } => [
                "The horizon cuts off many replications, so means count time up to the horizon only",
                "Read the quantiles and curves, which account for it.",
            ],
            Caution::FewEvents { .. } => [
                "It happened, or failed to happen, in a handful of replications only",
                "Run more replications before saying how rare it is.",
            ],
            Caution::PairingHurts { .. } => {
                ["Sharing worlds makes this difference less certain than independent worlds would", ""]
            }
            Caution::NotMet { .. } | Caution::Never { .. } | Caution::SharedDraws { .. } | Caution::Failed { .. } => {
                return None;
            }
        })
    }

    /// Cautions that an estimate gives rise to.
    pub fn of(estimate: &Estimate) -> Vec<Caution> {
        let (metric, variant) = (estimate.metric.clone(), estimate.variant.clone());
        let mut out = Vec::new();
        match estimate.kind {
            KindName::Amount => {
                let n = estimate.n;
                let wanted = 25.0 * estimate.skewness * estimate.skewness;
                let half_width_share = 0.5 * (estimate.ci_high - estimate.ci_low) / estimate.mean.abs();
                if wanted > n as f64 {
                    out.push(Caution::Skewed {
                        metric,
                        variant,
                        skewness: estimate.skewness,
                        n,
                        wanted: wanted.ceil() as u64,
                    });
                } else if half_width_share.is_finite() && half_width_share > WIDE {
                    out.push(Caution::FewReplications { metric, variant, n, half_width_share, more_to_halve: 3 * n });
                }
            }
            KindName::Time if estimate.censored_share > CUT_OFF && !estimate.mean.is_nan() => {
                out.push(Caution::CutOff { metric, variant, share: estimate.censored_share });
            }
            KindName::Event => {
                let happened = estimate.count();
                let rarer = happened.min(estimate.n - happened);
                if (1..FEW).contains(&rarer) {
                    out.push(Caution::FewEvents { metric, variant, happened, n: estimate.n });
                }
            }
            _ => {}
        }
        out
    }

    /// The metric that it is about (of a level: with its level); None where it is about the whole.
    pub fn metric(&self) -> Option<&str> {
        match self {
            Caution::FewReplications { metric, .. }
            | Caution::CutOff { metric, .. }
            | Caution::FewEvents { metric, .. }
            | Caution::Skewed { metric, .. }
            | Caution::PairingHurts { metric, .. } => Some(metric),
            Caution::NotMet { .. } | Caution::Never { .. } | Caution::SharedDraws { .. } | Caution::Failed { .. } => {
                None
            }
        }
    }

    /// What shared draws give rise to.
    pub fn of_draws(worlds_per_draw: u64, replications: u64) -> Option<Caution> {
        let draws = replications.div_ceil(worlds_per_draw.max(1));
        (worlds_per_draw > 1).then_some(Caution::SharedDraws { worlds_per_draw, draws })
    }

    /// The caution in words.
    pub fn text(&self) -> String {
        match self {
            Caution::NotMet { event, variant, n, all, conditions, .. } => {
                format!("{event} in 0 of {} replications ({variant}): {}", grouped(*n), in_words(*all, conditions))
            }
            Caution::Never { variant, n, metrics, without_value } => {
                let mut parts = Vec::new();
                if !metrics.is_empty() {
                    parts.push(format!("never came: {}", metrics.join(", ")));
                }
                if !without_value.is_empty() {
                    parts.push(format!("without a value in any: {}", without_value.join(", ")));
                }
                let replications = if *n == 1 { "replication" } else { "replications" };
                format!("{} {replications} ({variant}): {}", grouped(*n), parts.join("; "))
            }
            Caution::FewReplications { metric, variant, n, half_width_share, more_to_halve } => format!(
                "{metric} ({variant}), n = {n}: the 95 % half-width is {:.0} % of the mean; {more_to_halve} more \
                 replications would halve it",
                100.0 * half_width_share
            ),
            Caution::CutOff { metric, variant, share } => format!(
                "{metric} ({variant}): {:.0} % of replications reach the horizon before it happens; its mean counts time up \
                 to the horizon only, its quantiles are Kaplan-Meier's",
                100.0 * share
            ),
            Caution::FewEvents { metric, variant, happened, n } => format!(
                "{metric} ({variant}): happened in {happened} of {n} replications; the interval says little about so rare a \
                 case"
            ),
            Caution::Skewed { metric, variant, skewness, n, wanted } => format!(
                "{metric} ({variant}), n = {n}: skewness {skewness:.1}; the mean's interval is not to be trusted \
                 below about {wanted} replications (read the quantiles)"
            ),
            Caution::PairingHurts { metric, variant, variance_reduction, correlation } => format!(
                "{metric} ({variant}): the same worlds do not help here (correlation {correlation:.2}); independent \
                 seeds would have had {variance_reduction:.2} times the variance"
            ),
            Caution::SharedDraws { worlds_per_draw, draws } => format!(
                "{draws} draws of the parameters, {worlds_per_draw} replications in each: those of one draw are alike, so \
                 intervals count draws"
            ),
            Caution::Failed { failed, of, seed, replication, variant, reason } => format!(
                "{failed} of {of} replications failed and are left out; the first: replication {replication} of \
                 {variant}, seed {seed}: {reason}"
            ),
        }
    }
}

/// Conditions with what was seen: "condition incidents >= 20, largest seen 3".
fn in_words(all: bool, conditions: &[Seen]) -> String {
    let one = |seen: &Seen| match seen.largest {
        Some(largest) => format!("{}, largest seen {}", seen.condition, grouped_amount(largest)),
        None => seen.condition.clone(),
    };
    let list = conditions.iter().map(one).collect::<Vec<_>>().join("; ");
    match conditions.len() {
        0 => "no condition is set".to_owned(),
        1 => format!("condition {list}"),
        _ if all => format!("all conditions of {list}"),
        _ => format!("any condition of {list}"),
    }
}

/// An amount with at most one decimal.
fn grouped_amount(value: f64) -> String {
    let tenths = (10.0 * value).round() / 10.0;
    if tenths.abs() < 1e9 { fixed(tenths, usize::from(tenths != tenths.trunc())) } else { short(tenths) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_never_met_is_told_with_the_largest_value() {
        let seen = |condition: &str, largest| Seen { condition: condition.to_owned(), largest };
        let caution = |all, conditions| Caution::NotMet {
            event: "The host asked".to_owned(),
            metric: "request_days".to_owned(),
            variant: "baseline".to_owned(),
            n: 2_000,
            all,
            conditions,
        };
        assert_eq!(
            caution(false, vec![seen("incidents >= 20", Some(3.0))]).text(),
            "The host asked in 0 of 2,000 replications (baseline): condition incidents >= 20, largest seen 3"
        );
        assert_eq!(
            caution(true, vec![seen("facing-km >= 600", Some(1_612.34)), seen("date 2022-01-01", None)]).text(),
            "The host asked in 0 of 2,000 replications (baseline): all conditions of facing-km >= 600, largest seen \
             1,612.3; date 2022-01-01"
        );
        assert!(caution(false, Vec::new()).text().ends_with("no condition is set"));
    }
}
