//! From what is asked to a plan: the variants of each kind of experiment.

use std::collections::BTreeMap;

use super::error::StudyError;
use super::experiment::{Experiment, Study};
use super::prepared::Prepared;
use crate::analysis::sensitivity::design_rows;
use crate::experiment::{
    AskError, AuditQuestion, Criterion, Design, DesignLayout, DiscoverQuestion, Factor, FactorFault, Goal, Look,
    Method, POLICY, Plan, Question, Values, Variant, design, point_variant, values_at,
};
use crate::scenario::ScenarioSource;
use crate::scenario::limits::{MOST_FACTORS, MOST_VARIANTS};

/// Name of the scenario as written, without a policy.
pub const AS_WRITTEN: &str = "baseline";

/// What is asked.
#[derive(Debug, Clone)]
pub(super) enum Asked {
    Run,
    Compare {
        policies: Vec<String>,
    },
    Sweep {
        layout: DesignLayout,
        factors: Vec<Factor>,
        points: usize,
    },
    Sensitivity {
        method: Method,
        factors: Vec<Factor>,
        points: usize,
    },
    /// Points that somebody else chose: paths, and a value of each at every point.
    Sample {
        paths: Vec<String>,
        points: Vec<Vec<String>>,
    },
    Audit(AuditQuestion),
    Discover(DiscoverQuestion),
}

impl Study {
    /// Factors as written.
    pub(super) fn factors<F: AsRef<str>>(&self, texts: impl IntoIterator<Item = F>) -> Result<Vec<Factor>, StudyError> {
        let mut factors: Vec<Factor> = Vec::new();
        for text in texts {
            let factor = Factor::parse(text.as_ref(), self.source.registry())?;
            if factors.iter().any(|there| there.path == factor.path) {
                return Err(AskError::Factor { text: factor.path, why: FactorFault::Twice }.into());
            }
            let again = |values: &[String]| (1..values.len()).any(|at| values[..at].contains(&values[at]));
            if matches!(&factor.values, Values::List(values) if again(values)) {
                return Err(AskError::Factor { text: factor.path, why: FactorFault::ValueTwice }.into());
            }
            factors.push(factor);
        }
        if factors.len() > MOST_FACTORS {
            return Err(StudyError::Factors(factors.len()));
        }
        Ok(factors)
    }
}

impl Experiment {
    /// Makes sure that no parameter is given two values, of which the last would win without a word.
    fn set_once(&self) -> Result<(), AskError> {
        let path = |text: &String| text.split('=').next().unwrap_or_default().trim().to_owned();
        let set: Vec<String> = self.sets.iter().map(path).collect();
        if let Some(at) = (1..set.len()).find(|at| set[..*at].contains(&set[*at])) {
            return Err(AskError::SetTwice(set[at].clone()));
        }
        let paths = match &self.asked {
            Asked::Sweep { factors, .. } | Asked::Sensitivity { factors, .. } => paths(factors),
            Asked::Sample { paths, .. } => paths.clone(),
            Asked::Run | Asked::Compare { .. } | Asked::Audit(_) | Asked::Discover(_) => Vec::new(),
        };
        match paths.into_iter().find(|path| set.contains(path)) {
            Some(text) => Err(AskError::Factor { text, why: FactorFault::AlsoSet }),
            None => Ok(()),
        }
    }

    /// The plan, resolved and checked.
    pub(super) fn prepared(&self) -> Result<Prepared, StudyError> {
        let look = || Look { metrics: self.question.metrics.clone() };
        self.set_once()?;
        match &self.asked {
            Asked::Run => self.one_variant(Design::Run {}, 1_000),
            Asked::Audit(question) => {
                let metrics = self.question.metrics.clone();
                self.one_variant(Design::Audit { analysis: AuditQuestion { metrics, ..question.clone() } }, 100)
            }
            Asked::Discover(question) => self.one_variant(Design::Discover { analysis: question.clone() }, 1_000),
            Asked::Compare { policies } => {
                let question = Question { indifference: self.indifferences()?, ..self.question.clone() };
                let variants = policy_variants(&self.study.source, policies, &question.baseline, &self.sets);
                let alone = variants.len() < 2;
                let prepared = self.checked(self.plan(Design::Compare { analysis: question }, variants, 1_000))?;
                // After the check, which tells a name that is wrong.
                if alone {
                    return Err(StudyError::OnePolicy);
                }
                let named = self.question.indifference.keys().chain(self.question.satisfice.keys());
                prepared.check_metrics(named)?;
                Ok(prepared)
            }
            Asked::Sweep { layout, factors, points } => {
                if factors.is_empty() {
                    return Err(StudyError::NoFactor);
                }
                check_points(*points, 1)?;
                let points = design(*layout, factors, *points, self.seed)?;
                let planned = Design::Sweep { layout: *layout, factors: paths(factors), analysis: look() };
                self.of_points(planned, factors, &points, 100)
            }
            Asked::Sample { paths, points } => {
                let twice = paths.iter().enumerate().find(|(at, path)| paths[..*at].contains(path));
                if let Some((_, path)) = twice {
                    return Err(AskError::Factor { text: path.clone(), why: FactorFault::Twice }.into());
                }
                if let Some(point) = points.iter().find(|point| point.len() != paths.len()) {
                    return Err(StudyError::Values { values: point.len(), paths: paths.len() });
                }
                if paths.is_empty() || points.is_empty() {
                    return Err(StudyError::NoFactor);
                }
                check_points(points.len().max(2), 1)?;
                let factors: Vec<Factor> = paths.iter().map(|path| Factor::listed(path, Vec::new())).collect();
                let planned = Design::Sweep { layout: DesignLayout::Given, factors: paths.clone(), analysis: look() };
                self.of_points(planned, &factors, points, 100)
            }
            Asked::Sensitivity { method, factors, points } => {
                if factors.is_empty() {
                    return Err(StudyError::NothingUncertain);
                }
                if let Some(one) = factors.iter().find(|f| matches!(&f.values, Values::List(list) if list.len() < 2)) {
                    return Err(AskError::Factor { text: one.path.clone(), why: FactorFault::OneValue }.into());
                }
                check_points(*points, factors.len() + 2)?;
                let rows = design_rows(*method, factors.len(), *points, self.seed);
                let rows = rows.ok_or(StudyError::Dimensions)?;
                let values: Vec<Vec<String>> = rows.iter().map(|row| values_at(factors, row)).collect();
                let (method, points, paths) = (*method, *points, paths(factors));
                let planned = Design::Sensitivity { method, points, factors: paths, analysis: look() };
                self.of_points(planned, factors, &values, 20)
            }
        }
    }

    /// The experiment of one policy.
    fn one_variant(&self, design: Design, replications: u64) -> Result<Prepared, StudyError> {
        let name = self.policy.clone().unwrap_or_else(|| AS_WRITTEN.to_owned());
        let variant = Variant { name, policy: self.policy.clone(), set: self.sets.clone() };
        self.checked(self.plan(design, vec![variant], replications))
    }

    fn plan(&self, design: Design, variants: Vec<Variant>, replications: u64) -> Plan {
        Plan {
            seed: self.seed,
            replications: self.replications.unwrap_or(replications),
            until: self.until.clone(),
            format: self.format,
            draws: self.draws.clone(),
            ..Plan::new(self.study.input.clone(), design, variants)
        }
    }

    fn checked(&self, plan: Plan) -> Result<Prepared, StudyError> {
        let prepared = Prepared::new(&self.study.source, plan)?;
        prepared.check_metrics(&self.question.metrics)?;
        Ok(prepared)
    }

    /// The experiment of a design.
    fn of_points(
        &self,
        design: Design,
        factors: &[Factor],
        points: &[Vec<String>],
        replications: u64,
    ) -> Result<Prepared, StudyError> {
        let is_factor = |path: &str| factors.iter().any(|factor| factor.path == path);
        let policy = self.policy.clone().filter(|_| !is_factor(POLICY));
        let base = Variant { name: String::new(), policy, set: self.sets.clone() };
        let digits = points.len().to_string().len();
        let point = |(at, values): (usize, &Vec<String>)| {
            point_variant(format!("p{:0digits$}", at + 1), factors, values, &base)
        };
        let variants = points.iter().enumerate().map(point).collect();
        self.checked(self.plan(design, variants, replications))
    }

    /// Differences that do not matter, by metric: those given, and those up to which sampling goes on.
    fn indifferences(&self) -> Result<BTreeMap<String, f64>, StudyError> {
        let mut zones = self.question.indifference.clone();
        for text in &self.until {
            let goal: Goal = text.parse()?;
            if let Criterion::Best { indifference } = goal.criterion
                && *zones.entry(goal.metric.clone()).or_insert(indifference) != indifference
            {
                let given = zones[&goal.metric];
                return Err(StudyError::Indifference { goal: text.clone(), metric: goal.metric, given });
            }
        }
        Ok(zones)
    }
}

fn paths(factors: &[Factor]) -> Vec<String> {
    factors.iter().map(|factor| factor.path.clone()).collect()
}

/// Makes sure that a design of so many points, each run so often with other values, is not too large.
fn check_points(points: usize, each: usize) -> Result<(), StudyError> {
    if (2..=MOST_VARIANTS).contains(&points.saturating_mul(each)) {
        return Ok(());
    }
    Err(StudyError::Points { points, each })
}

/// Variants for policies by name (all of the scenario when none are named); the baseline is always among them.
pub(super) fn policy_variants(
    source: &ScenarioSource,
    wanted: &[String],
    baseline: &str,
    sets: &[String],
) -> Vec<Variant> {
    let known: Vec<&str> = source.policies().iter().map(|policy| policy.name.as_str()).collect();
    let mut names = vec![baseline];
    if wanted.is_empty() {
        names.push(AS_WRITTEN);
        names.extend(&known);
    }
    names.extend(wanted.iter().map(String::as_str));
    let mut variants: Vec<Variant> = Vec::new();
    for name in names {
        if variants.iter().all(|variant| variant.name != name) {
            let written = name == AS_WRITTEN && !known.contains(&AS_WRITTEN);
            let policy = (!written).then(|| name.to_owned());
            variants.push(Variant { name: name.to_owned(), policy, set: sets.to_vec() });
        }
    }
    variants
}
