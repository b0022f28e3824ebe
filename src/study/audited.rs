//! The audit of a run's answers: what is simulated for it, and how often.

use std::collections::BTreeSet;

use super::beside::Beside;
use super::error::StudyError;
use super::monitor::{Monitor, Note};
use super::prepared::{Prepared, overlay};
use crate::analysis::audit::{
    AUDIT_FORMAT, AnswerGrid, Assumption, Audit, Audited, GridPoint, LOOKS, Seen, VarianceShare, assumptions, bisect,
    look, strongest,
};
use crate::analysis::sensitivity::{FEWEST, OutcomeSensitivity, analyse_points, design_rows};
use crate::analysis::{OutcomeValues, YesOrNo, for_each_outcome};
use crate::experiment::{
    AuditQuestion, Design, DesignLayout, Factor, Method, Plan, Variant, design, hex, point_variant,
};
use crate::outcome::{Kind, Layout, Metric};
use crate::result::{Bounded, LEVEL};
use crate::scenario::Overlay;

/// Trajectories that are drawn for each that is wanted.
const SPARE: usize = 4;
/// Values that differ by less than this, relatively, differ by rounding.
const ROUNDING: f64 = 1e-9;

/// What an audit costs, in replications.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AuditCost {
    /// Assumptions that are varied.
    pub assumptions: usize,
    /// Of the looks over their ranges.
    pub looks: u64,
    /// Of the flip values, at most.
    pub flips: u64,
    /// Of the screening.
    pub screening: u64,
    /// Of the total indices.
    pub indices: u64,
    /// Of the table of answers.
    pub grid: u64,
}

impl AuditCost {
    /// All of it, with the run itself.
    pub fn total(&self, replications: u64) -> u64 {
        replications + self.looks + self.flips + self.screening + self.indices + self.grid
    }
}

impl Prepared {
    /// What the audit of this plan would cost; None where the plan is none.
    ///
    /// # Errors
    /// A sample that cannot be read, factors that cannot be.
    pub fn audit_cost(&self) -> Result<Option<AuditCost>, StudyError> {
        let (Design::Audit { analysis: asked }, Some(variant)) = (&self.plan.design, self.plan.variant.first()) else {
            return Ok(None);
        };
        let n = self.plan.replications;
        if asked.grid_only {
            let grid = grid_variants(self, asked, variant)?.1.len() as u64 * n;
            return Ok(Some(AuditCost { assumptions: 0, looks: 0, flips: 0, screening: 0, indices: 0, grid }));
        }
        let all = assumptions(&self.source, &overlay(variant)?)?.0.len();
        let factors = all.min(asked.most_factors) as u64;
        Ok(Some(AuditCost {
            assumptions: all,
            looks: (all * LOOKS.len()) as u64 * n,
            flips: (asked.steps * asked.most_flips) as u64 * n,
            screening: (asked.trajectories * (all + 1)) as u64 * asked.worlds,
            indices: if asked.points == 0 { 0 } else { asked.points as u64 * (factors + 2) * asked.worlds },
            grid: match grid_variants(self, asked, variant)?.1.len() as u64 {
                0 => (asked.cells * asked.cells) as u64 * n,
                points => points * n,
            },
        }))
    }
}

/// Audits the answers of a plan's one variant.
pub(super) fn audit(
    plan: &Plan,
    asked: &AuditQuestion,
    prepared: &Prepared,
    monitor: &dyn Monitor,
) -> Result<Audit, StudyError> {
    let beside = Beside::new(prepared, monitor)?;
    let base = plan.variant.first().cloned().unwrap_or_default();
    let audited = questions(beside.metrics, &asked.metrics);
    let mut study = Auditing::new(&beside, &audited, prepared, &base, plan.replications)?;
    let written = study.written.clone();
    let mut outcomes: Vec<Audited> = audited.iter().map(|(one, _)| one.clone()).collect();
    for (one, (sum, n)) in outcomes.iter_mut().zip(&written.sums) {
        *one = one.clone().seen(*sum, *n);
    }
    let mut found = Audit {
        format: AUDIT_FORMAT,
        identity: hex(&plan.identity()),
        question: asked.clone(),
        replications: plan.replications,
        seed: plan.seed,
        confidence: LEVEL,
        outcomes,
        assumptions: Vec::new(),
        not_varied: Vec::new(),
        off: Vec::new(),
        effects: Vec::new(),
        flips: Vec::new(),
        flips_left: 0,
        shares: Vec::new(),
        grid: None,
    };
    if !asked.grid_only {
        monitor.note(&Note::Stage("Looking over the range of each assumption ..."));
        let (mut all, off) = assumptions(&prepared.source, &overlay(&base)?)?;
        found.off = off;
        let simulate = &mut |points: &[Vec<String>]| study.sets(points);
        let (looked, not_varied) = look(&mut all, &found.outcomes, &written, simulate)?;
        monitor.note(&Note::Stage("Looking for the values at which answers turn ..."));
        let how = (asked.steps, asked.most_flips);
        (found.flips, found.flips_left) = bisect(&all, &found.outcomes, &looked, how, simulate)?;
        (found.effects, found.not_varied) = (looked.effects, not_varied);
        monitor.note(&Note::Stage("Screening, and total indices of the strongest ..."));
        variance_shares(&beside, &base, &mut all, asked, &mut found)?;
        found.assumptions = all;
    }
    let (factors, variants) = grid_variants(prepared, asked, &base)?;
    let (factors, variants) =
        if factors.is_empty() { strongest_grid(&found, asked, &base) } else { (factors, variants) };
    if !factors.is_empty() {
        monitor.note(&Note::Stage("Table of answers ..."));
        let overlays = variants.iter().map(|(_, variant)| overlay(variant)).collect::<Result<Vec<_>, _>>()?;
        let seen = study.overlays(&overlays)?;
        let names = found.outcomes.iter().map(|one| one.name.clone()).collect();
        let means = |seen: Option<Seen>| match seen {
            Some(seen) => (0..audited.len()).map(|at| seen.mean(at)).collect(),
            None => vec![f64::NAN; audited.len()],
        };
        let point = |((values, _), seen): ((Vec<String>, Variant), _)| GridPoint { values, at: means(seen) };
        let points = variants.into_iter().zip(seen).map(point).collect();
        found.grid = Some(AnswerGrid { factors, outcomes: names, points });
    }
    Ok(found)
}

/// What an outcome is, and how it is read from a row.
type Asked = (Audited, Read);

enum Read {
    Answer(Box<YesOrNo>),
    Amount(usize),
}

/// The outcomes of the metrics that are asked for, or of a first page; the first of a first page first.
fn questions(metrics: &[Metric], wanted: &[String]) -> Vec<Asked> {
    let layout = Layout::of(metrics);
    let mut chosen: Vec<(usize, &Metric)> =
        metrics
            .iter()
            .enumerate()
            .filter(|(_, metric)| {
                if wanted.is_empty() { metric.headline.is_some() } else { wanted.iter().any(|id| metric.id == *id) }
            })
            .collect();
    chosen.sort_by_key(|(_, metric)| metric.headline.unwrap_or(u8::MAX));
    let outcome = |metric: &Metric, name: String, level: String, is_share: bool| Audited {
        name,
        metric: metric.id.to_string(),
        level,
        is_share,
        unit: if is_share { String::new() } else { metric.unit.to_string() },
        meaning: metric.meaning.to_string(),
        written: Bounded::default(),
        chance: f64::NAN,
    };
    let mut all = Vec::new();
    for (at, metric) in chosen {
        if metric.kind == Kind::Amount {
            all.push((outcome(metric, metric.id.to_string(), String::new(), false), Read::Amount(layout.column(at))));
        }
        for question in YesOrNo::all_of(metric, metrics) {
            all.push((
                outcome(metric, question.text.clone(), question.level.clone(), true),
                Read::Answer(Box::new(question)),
            ));
        }
    }
    all
}

impl Read {
    fn of(&self, row: &[f64]) -> Option<f64> {
        match self {
            Read::Answer(question) => question.of(row).map(|yes| f64::from(u8::from(yes))),
            Read::Amount(column) => Some(row[*column]).filter(|value| !value.is_nan()),
        }
    }
}

/// Points seen in the worlds of the plan.
struct Auditing<'a> {
    beside: &'a Beside<'a>,
    audited: &'a [Asked],
    prepared: &'a Prepared,
    base: &'a Variant,
    worlds: Vec<u64>,
    /// Rows as the scenario is written, one after the other; NaN where a world failed.
    rows: Vec<Vec<f64>>,
    written: Seen,
}

impl<'a> Auditing<'a> {
    fn new(
        beside: &'a Beside<'a>,
        audited: &'a [Asked],
        prepared: &'a Prepared,
        base: &'a Variant,
        worlds: u64,
    ) -> Result<Auditing<'a>, StudyError> {
        let mut study = Auditing {
            beside,
            audited,
            prepared,
            base,
            worlds: (0..worlds).collect(),
            rows: Vec::new(),
            written: Seen::default(),
        };
        let mut rows = Vec::new();
        beside.simulate(&prepared.source, &[overlay(base)?], &study.worlds, &mut |_, _, row| {
            rows.push(row.map(<[f64]>::to_vec).unwrap_or_default());
        })?;
        study.rows = rows;
        study.written = study.overlays(&[overlay(base)?])?.pop().flatten().unwrap_or_default();
        Ok(study)
    }

    /// Points that lay assignments over the scenario as written.
    fn sets(&mut self, points: &[Vec<String>]) -> Result<Vec<Option<Seen>>, StudyError> {
        let variant = |sets: &Vec<String>| Variant { set: [&self.base.set[..], sets].concat(), ..self.base.clone() };
        let overlays = points.iter().map(|sets| overlay(&variant(sets))).collect::<Result<Vec<_>, _>>()?;
        self.overlays(&overlays)
    }

    fn overlays(&mut self, overlays: &[Overlay]) -> Result<Vec<Option<Seen>>, StudyError> {
        let none = Seen { sums: vec![(0.0, 0); self.audited.len()], moved: false };
        let mut seen = vec![none; overlays.len()];
        let (rows, audited) = (&self.rows, self.audited);
        let could = self.beside.simulate(&self.prepared.source, overlays, &self.worlds, &mut |at, world, row| {
            let Some(row) = row else { return };
            let seen = &mut seen[at];
            for ((sum, n), (_, read)) in seen.sums.iter_mut().zip(audited) {
                if let Some(value) = read.of(row) {
                    *sum += value;
                    *n += 1;
                }
            }
            seen.moved |= differs(&rows[world], row);
        })?;
        Ok(seen.into_iter().zip(could).map(|(seen, could)| could.then_some(seen)).collect())
    }
}

/// Whether two rows of a world differ by more than rounding; not if one failed.
fn differs(first: &[f64], second: &[f64]) -> bool {
    first.iter().zip(second).any(|(a, b)| {
        let same = a == b || (a.is_nan() && b.is_nan()) || (a - b).abs() <= ROUNDING * a.abs().max(b.abs());
        !same
    })
}

/// The grid that is asked for: its factors, and the values and the variant of each point.
type Grid = (Vec<String>, Vec<(Vec<String>, Variant)>);

fn grid_variants(prepared: &Prepared, asked: &AuditQuestion, base: &Variant) -> Result<Grid, StudyError> {
    if asked.grid.is_empty() {
        return Ok((Vec::new(), Vec::new()));
    }
    let registry = prepared.source.registry();
    let factors = asked.grid.iter().map(|text| Factor::parse(text, registry)).collect::<Result<Vec<_>, _>>()?;
    let points = design(DesignLayout::Grid, &factors, 0, prepared.plan.seed)?;
    let of_point = |values: Vec<String>| {
        let variant = point_variant(String::new(), &factors, &values, base);
        (values, variant)
    };
    let variants = points.into_iter().map(of_point).collect();
    Ok((factors.into_iter().map(|factor| factor.path).collect(), variants))
}

/// The grid of the two strongest assumptions.
fn strongest_grid(found: &Audit, asked: &AuditQuestion, base: &Variant) -> Grid {
    let turned = found.flips.first().map(|flip| flip.outcome.as_str());
    let paths = strongest(&found.outcomes, &found.effects, turned);
    let own: Vec<&Assumption> =
        paths.iter().filter_map(|path| found.assumptions.iter().find(|one| one.parameter == *path)).collect();
    let ([first, second], 2..) = (own.as_slice(), asked.cells) else { return (Vec::new(), Vec::new()) };
    let places: Vec<f64> = (0..asked.cells).map(|at| at as f64 / (asked.cells - 1) as f64).collect();
    let point = |u: f64, v: f64| {
        let set = [&base.set[..], &[first.set(u), second.set(v)]].concat();
        (vec![first.at(u), second.at(v)], Variant { set, ..base.clone() })
    };
    let points = places.iter().flat_map(|u| places.iter().map(move |v| point(*u, *v)));
    (paths.clone(), points.collect())
}

/// Screens the assumptions, computes total indices of the strongest, and notes what moved nothing.
fn variance_shares(
    beside: &Beside<'_>,
    base: &Variant,
    all: &mut [Assumption],
    asked: &AuditQuestion,
    found: &mut Audit,
) -> Result<(), StudyError> {
    if all.is_empty() || asked.trajectories < FEWEST {
        return Ok(());
    }
    let everything: Vec<usize> = (0..all.len()).collect();
    let (screened, moved) = measured(beside, base, all, &everything, Method::Morris, asked, found)?;
    for at in moved {
        all[at].moves = Some(true);
    }
    let mut strength = vec![0.0_f64; all.len()];
    for outcome in &screened {
        let largest = outcome.parameters.iter().map(|p| p.mu_star.value).filter(|x| !x.is_nan()).fold(0.0, f64::max);
        for (own, parameter) in strength.iter_mut().zip(&outcome.parameters) {
            if largest > 0.0 {
                *own = own.max(parameter.mu_star.value / largest);
            }
        }
    }
    let mut chosen: Vec<usize> = everything.into_iter().filter(|&at| strength[at] > 0.0).collect();
    chosen.sort_by(|&a, &b| strength[b].total_cmp(&strength[a]).then(a.cmp(&b)));
    chosen.truncate(asked.most_factors);
    if chosen.is_empty() || asked.points < FEWEST {
        return Ok(());
    }
    for outcome in measured(beside, base, all, &chosen, Method::Sobol, asked, found)?.0 {
        let (metric, level) = (&outcome.about.metric, &outcome.about.level);
        for one in found.outcomes.iter_mut().filter(|one| one.metric == *metric && one.level == *level) {
            one.chance = outcome.noise.share;
        }
        found.shares.extend(outcome.parameters.iter().zip(&chosen).filter(|(p, _)| !p.total.value.is_nan()).map(
            |(p, &at)| VarianceShare {
                metric: metric.clone(),
                level: level.clone(),
                parameter: p.parameter.clone(),
                status: all[at].status,
                range: all[at].range,
                total: p.total,
            },
        ));
    }
    Ok(())
}

/// Runs a design over some assumptions, the others as written, and measures the audited metrics; says of a screening also which
/// of the assumptions moved any metric in any world. Base points and trajectories with a point that cannot be simulated are left out.
fn measured(
    beside: &Beside<'_>,
    base: &Variant,
    all: &[Assumption],
    chosen: &[usize],
    method: Method,
    asked: &AuditQuestion,
    found: &Audit,
) -> Result<(Vec<OutcomeSensitivity>, BTreeSet<usize>), StudyError> {
    // Where all assumptions move together some trajectories break a rule of the scenario: others take their place.
    let (points, drawn) = match method {
        Method::Morris => (asked.trajectories, SPARE * asked.trajectories),
        Method::Sobol => (asked.points, asked.points),
    };
    let rows = design_rows(method, chosen.len(), drawn, found.seed).ok_or(StudyError::Dimensions)?;
    let each = chosen.len() + if method == Method::Morris { 1 } else { 2 };
    let (mut kept, mut scenarios) = (Vec::new(), Vec::new());
    for group in rows.chunks(each) {
        if kept.len() == points * each {
            break;
        }
        let variant = |row: &Vec<f64>| {
            let sets = row.iter().zip(chosen).map(|(u, &at)| all[at].set(*u));
            Variant { set: base.set.iter().cloned().chain(sets).collect(), ..base.clone() }
        };
        let own = group.iter().map(|row| overlay(&variant(row))).collect::<Result<Vec<_>, _>>()?;
        let own: Option<Vec<_>> = own.iter().map(|overlay| beside.scenario_as_planned(overlay)).collect();
        if let Some(own) = own {
            kept.extend(group.iter().cloned());
            scenarios.extend(own);
        }
    }
    if scenarios.is_empty() {
        return Ok((Vec::new(), BTreeSet::new()));
    }
    let variants = scenarios.len();
    let simulated = beside.rows_as_written(scenarios, asked.worlds)?;
    let paths: Vec<String> = chosen.iter().map(|&at| all[at].parameter.clone()).collect();
    let wanted: Vec<String> = found.outcomes.iter().map(|one| one.metric.clone()).collect();
    let mut outcomes = Vec::new();
    let visit = |values: OutcomeValues| outcomes.push(analyse_points(method, &paths, &kept, found.seed, &values));
    for_each_outcome(beside.metrics, &wanted, variants, &simulated, asked.worlds, visit)?;
    let mut moved = BTreeSet::new();
    if method == Method::Morris {
        // Within a world points follow one another; of two neighbours in a trajectory one coordinate differs.
        let mut before: Vec<f64> = Vec::new();
        simulated.for_each(0, asked.worlds * variants as u64, |pair, row, _| {
            let point = (pair % variants as u64) as usize;
            if !point.is_multiple_of(each) && differs(&before, row) {
                moved.extend(
                    (0..chosen.len()).filter(|&at| kept[point][at] != kept[point - 1][at]).map(|at| chosen[at]),
                );
            }
            before = row.to_vec();
        })?;
    }
    Ok((outcomes, moved))
}
