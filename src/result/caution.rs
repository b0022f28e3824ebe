//! Cautions as data: what a reader of results should know before trusting them, with the numbers it comes from; shown
//! alike in the terminal, in JSON and in the report.
//!
//! # References
//! - W. G. Cochran (1977), *Sampling Techniques*, 3rd ed., p. 42: a normal interval of a mean needs n > 25 G1².

use std::cmp::Reverse;
use std::mem::discriminant;

use serde::{Deserialize, Serialize};

use super::estimate::Estimate;
use crate::number::{counted, fixed, grouped, percent, short};
use crate::outcome::KindName;

/// Half-width of a mean's interval beyond which replications are called few, as a share of the mean.
const WIDE: f64 = 0.10;
/// Share of times cut off by the horizon that is worth a word.
const CUT_OFF: f64 = 0.10;
/// An event seen (or missed) fewer times than this has an interval that says little.
const FEW: u64 = 5;

/// What a single replication is, in a sentence.
const ONE_REPLICATION: &str =
    "One replication is one draw: amounts have no interval, and others may be quite different";

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
    /// There is one replication, which says nothing of others.
    OneReplication,
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
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Good to know.
    #[default]
    Note,
    /// Limits what may be concluded.
    Caution,
    /// Without heeding it, a conclusion is wrong.
    Serious,
}

/// All cautions of one kind: a line in the terminal, an object in JSON, an item of the report.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CautionKind {
    /// How much they matter.
    pub severity: Severity,
    /// How many metrics they concern; of those about the whole, how many there are.
    pub count: usize,
    /// What is the case, in a few words.
    pub label: String,
    /// The same in a sentence.
    pub text: String,
    /// What would mend it, "" where nothing would.
    pub remedy: &'static str,
    /// The metrics, each once; empty for what is about the whole.
    pub metrics: Vec<String>,
}

impl CautionKind {
    /// Cautions by kind, the most serious kind first.
    pub fn all<'a>(cautions: impl IntoIterator<Item = &'a Caution>) -> Vec<CautionKind> {
        let mut kinds: Vec<Vec<&Caution>> = Vec::new();
        for caution in cautions {
            match kinds.iter_mut().find(|kind| discriminant(kind[0]) == discriminant(caution)) {
                Some(kind) => kind.push(caution),
                None => kinds.push(vec![caution]),
            }
        }
        let mut all: Vec<CautionKind> = kinds.iter().map(|kind| CautionKind::of(kind)).collect();
        all.sort_by_key(|kind| Reverse(kind.severity));
        all
    }

    fn of(kind: &[&Caution]) -> CautionKind {
        let mut metrics: Vec<String> = Vec::new();
        for metric in kind.iter().flat_map(|caution| caution.metrics()) {
            if !metrics.iter().any(|there| there == metric) {
                metrics.push(metric.to_owned());
            }
        }
        let (text, remedy) = match (kind[0].in_general(), kind) {
            (Some([text, remedy]), _) => (text.to_owned(), remedy),
            (None, [only]) => (only.text(), ""),
            (None, [first, ..]) => (format!("{}; the first: {}", first.of_several(), first.text()), ""),
            (None, []) => (String::new(), ""),
        };
        let count = if metrics.is_empty() { kind.len() } else { metrics.len() };
        CautionKind { severity: kind[0].severity(), count, label: kind[0].label(), text, remedy, metrics }
    }

    /// What is the case, for how many metrics, and the first `named` of them.
    pub fn line(&self, named: usize) -> String {
        if self.metrics.is_empty() {
            return format!("{}.", self.text);
        }
        let first = self.metrics.iter().take(named).cloned().collect::<Vec<_>>().join(", ");
        let others = self.count.saturating_sub(named);
        let others = if others > 0 { format!(" and {others} more") } else { String::new() };
        format!("{} ({}): {first}{others}.", self.text, counted(self.count as u64, "metric", "metrics"))
    }
}

impl Caution {
    /// How much it matters.
    pub fn severity(&self) -> Severity {
        match self {
            Caution::Failed { .. } | Caution::NotMet { .. } => Severity::Serious,
            Caution::FewReplications { .. }
            | Caution::OneReplication
            | Caution::Skewed { .. }
            | Caution::FewEvents { .. } => Severity::Caution,
            Caution::Never { .. }
            | Caution::SharedDraws { .. }
            | Caution::CutOff { .. }
            | Caution::PairingHurts { .. } => Severity::Note,
        }
    }

    /// What all cautions of its kind say, whatever the metric, and what would mend it ("" where nothing would); None for
    /// one that has words of its own.
    fn in_general(&self) -> Option<[&'static str; 2]> {
        Some(match self {
            Caution::FewReplications { .. } => [
                "The mean's interval is wider than a tenth of the mean",
                "Run more replications: four times as many halve it.",
            ],
            Caution::OneReplication => [ONE_REPLICATION, "Run more replications."],
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
            Caution::Never { .. } => ["Never came, or had no value, in any replication of a variant", ""],
            Caution::NotMet { .. } | Caution::SharedDraws { .. } | Caution::Failed { .. } => return None,
        })
    }

    /// What is the case, in a few words.
    fn label(&self) -> String {
        let label = match self {
            Caution::FewReplications { .. } => "mean not known to a tenth",
            Caution::OneReplication => "one replication: what others would give is not known",
            Caution::Skewed { .. } => "skewed: no interval of the mean to trust yet",
            Caution::CutOff { .. } => "often not reached by the end",
            Caution::FewEvents { .. } => "came, or failed to come, a few times only",
            Caution::PairingHurts { .. } => "the same worlds do not help",
            Caution::Never { .. } => "never came, or had no value",
            Caution::NotMet { .. } => "conditions never met",
            Caution::SharedDraws { draws, .. } => {
                return format!(
                    "intervals count {}",
                    counted(*draws, "draw of the parameters", "draws of the parameters")
                );
            }
            Caution::Failed { failed, of, .. } => {
                return format!("{} of {} replications failed", grouped(*failed), grouped(*of));
            }
        };
        label.to_owned()
    }

    /// What several of its kind say, where each has words of its own.
    fn of_several(&self) -> &'static str {
        match self {
            Caution::NotMet { .. } => "Conditions were met in no replication of a variant",
            _ => "Several are alike",
        }
    }

    /// The metrics that it concerns (of a level: with its level).
    fn metrics(&self) -> impl Iterator<Item = &str> {
        let listed: [&[String]; 2] = match self {
            Caution::Never { metrics, without_value, .. } => [metrics, without_value],
            Caution::NotMet { metric, .. } => [std::slice::from_ref(metric), &[]],
            _ => [&[], &[]],
        };
        listed.into_iter().flatten().map(String::as_str).chain(self.metric())
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
            Caution::NotMet { .. }
            | Caution::Never { .. }
            | Caution::OneReplication
            | Caution::SharedDraws { .. }
            | Caution::Failed { .. } => None,
        }
    }

    /// What shared draws give rise to.
    pub fn of_draws(worlds_per_draw: u64, replications: u64) -> Option<Caution> {
        let draws = replications.div_ceil(worlds_per_draw.max(1));
        // Of few replications one draw has all.
        let worlds_per_draw = if draws == 1 { replications.min(worlds_per_draw) } else { worlds_per_draw };
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
            Caution::OneReplication => ONE_REPLICATION.to_owned(),
            Caution::CutOff { metric, variant, share } => format!(
                "{metric} ({variant}): {} of replications reach the horizon before it happens; its mean counts time up \
                 to the horizon only, its quantiles are Kaplan-Meier's",
                percent(*share).replace('\u{a0}', " ")
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
                "{}, up to {worlds_per_draw} replications in each: those of one draw are alike, so intervals count draws",
                counted(*draws, "draw of the parameters", "draws of the parameters")
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
    fn cautions_of_a_kind_are_one_line() {
        let skewed = |metric: &str, variant: &str| Caution::Skewed {
            metric: metric.to_owned(),
            variant: variant.to_owned(),
            skewness: 3.0,
            n: 100,
            wanted: 225,
        };
        let never = |variant: &str, metrics: &[&str]| Caution::Never {
            variant: variant.to_owned(),
            n: 100,
            metrics: metrics.iter().map(|&metric| metric.to_owned()).collect(),
            without_value: Vec::new(),
        };
        let failed = Caution::Failed {
            failed: 1,
            of: 100,
            seed: 1,
            replication: 7,
            variant: "a".to_owned(),
            reason: "no".to_owned(),
        };
        let all = [never("a", &["x", "y"]), skewed("m", "a"), skewed("m", "b"), never("b", &["y", "z"]), failed];
        let kinds = CautionKind::all(&all);
        let lines: Vec<String> = kinds.iter().map(|kind| kind.line(2)).collect();
        assert_eq!(kinds.iter().map(|kind| kind.count).collect::<Vec<_>>(), [1, 1, 3]);
        assert!(lines[0].starts_with("1 of 100 replications failed"), "{lines:#?}");
        assert!(lines[1].ends_with("not yet to be trusted (1 metric): m."), "{lines:#?}");
        assert!(lines[2].ends_with("(3 metrics): x, y and 1 more."), "{lines:#?}");
    }

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
