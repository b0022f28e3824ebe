//! Kinds of approval: through the model's alliance, or through the pieces that its stages are made of.

use super::estimate::{Estimate, Test, yes};
use super::plain::still;
use super::plan::{Plan, Plans};
use super::sample::{MakeWorker, workers};
use super::walk::{Checkpoint, Step, Walk};
use crate::model::alliance::Alliance;
use crate::model::alliance::stage;
use crate::model::border_view::BorderView;
use crate::model::env::Env;
use crate::model::kinds::CaseStage;
use crate::model::{Answer, Event, Fact};
use crate::scenario::Scenario;
use crate::sim::{Context, Distribution, Mechanism, Process, Time, World, run};
use crate::verify::error::VerifyError;
use crate::verify::object::{Object, Quantity};
use std::sync::Arc;

/// Most members of the model's alliance.
const MOST_MEMBERS: usize = 64;
/// Stages of a decision whose length is free: intake, consultations, adoption, secretariat.
const FREE_STAGES: usize = 4;
const MOST_STAGES: usize = 10_000;
const STAGES: Mechanism = Mechanism(60_004);
/// Work that goes back to the start more often is given up.
const MOST_STEPS: u64 = 300_000;

/// The alliance alone, with a case on its first day.
struct Council {
    scenario: Arc<Scenario>,
    world: World,
    alliance: Alliance,
    replied: f64,
    answered: f64,
}

impl Process for Council {
    type Event = Event;
    type Fact = Fact;

    fn fire(&mut self, event: Event, context: &mut Context<Event, Fact>) {
        if let Event::Alliance(event) = event {
            let env = &mut Env::new(context, &self.world, &self.scenario);
            self.alliance.fire(event, &BorderView::default(), 0.0, env);
        }
    }

    fn react(&mut self, fact: &Fact, context: &mut Context<Event, Fact>) {
        match fact {
            Fact::Alliance(_, Answer::StageEnded { stage: CaseStage::Consultations, .. }) => {
                self.replied = context.now().days();
            }
            Fact::Alliance(_, Answer::CaseDecided { .. }) => self.answered = context.now().days(),
            _ => {}
        }
    }
}

/// Columns: when enough members have replied, and when the alliance has decided.
const REPLIED: usize = 0;
const ANSWERED: usize = 1;

fn council(scenario: Scenario) -> MakeWorker {
    let scenario = Arc::new(scenario);
    let start = move || {
        let (scenario, alliance) = (Arc::clone(&scenario), Alliance::default());
        (Council { scenario, world: World::new(0, 0), alliance, replied: 0.0, answered: 0.0 }, Context::new())
    };
    workers(start, |(council, context), world, row| {
        context.clear();
        council.world = world;
        (council.replied, council.answered) = (f64::NAN, f64::NAN);
        council.alliance.begin(&mut Env::new(context, &council.world, &council.scenario));
        let events = run(council, context, Time::NEVER, &mut ()).events;
        row.copy_from_slice(&[council.replied, council.answered]);
        events
    })
}

/// A scenario with members who are for everything and reply after random times.
fn members(replies: &[Distribution]) -> Result<Scenario, VerifyError> {
    let tables: String =
        (0..replies.len()).map(|i| format!("[alliance.member.m{i:02}]\nattitude = 0.0\nattitude_sd = 0.0\n")).collect();
    let mut scenario = still(&tables)?;
    for (member, &reply) in scenario.sections.alliance.members.iter_mut().zip(replies) {
        member.reply = reply;
    }
    Ok(scenario)
}

fn exponential(rate: f64) -> Distribution {
    Distribution::Exponential { mean: 1.0 / rate }
}

/// Columns of a walk: days, whether approved, days if approved else 0.
const DAYS: usize = 0;
const APPROVED: usize = 1;
const DAYS_IF_APPROVED: usize = 2;

fn walk(lengths: Vec<Distribution>, check: Checkpoint) -> MakeWorker {
    workers(
        || (),
        move |(), world, row| {
            let (mut work, mut days, mut steps) = (Walk::new(lengths.len()), 0.0, 0);
            while let Step::In(at) = work.step() {
                let mut stream = world.occasion(STAGES, 0, work.occasion());
                days += stage::days(lengths[at], &mut stream);
                work.advance(check.verdict(&mut stream));
                steps += 1;
                if steps > MOST_STEPS {
                    days = f64::NAN;
                    break;
                }
            }
            let approved = if work.step() == Step::Approved { 1.0 } else { 0.0 };
            row.copy_from_slice(&[days, approved, approved * days]);
            steps
        },
    )
}

/// How the statistics of a length of time are estimated.
fn of_time(q: &Quantity<'_>, column: usize) -> Option<Estimate<usize>> {
    Some(match q.name.as_str() {
        "mean" => Estimate::Mean(column),
        "var" => Estimate::Variance(column),
        "skewness" => Estimate::Skewness(column),
        "cdf.p" | "p_by.p" => Estimate::Share(column, Test::AtMost(q.time()?)),
        "quantiles.t" => Estimate::Quantile(column, q.probability()?),
        _ => return None,
    })
}

/// Work through stages of given lengths: by an alliance, where it has so many.
fn staged(lengths: Vec<Distribution>, stats: &Object<'_>) -> Plans {
    if lengths.len() > FREE_STAGES {
        let worker = walk(lengths, Checkpoint::default());
        return Ok(vec![Plan::fixed(3, "stages of a case", stats, |q| of_time(q, DAYS), worker)]);
    }
    let length = |k: usize| lengths.get(k).copied().unwrap_or(Distribution::Constant { value: 0.0 });
    let mut scenario = members(&[length(1)])?;
    let rules = &mut scenario.sections.alliance;
    rules.intake = length(0);
    rules.adoption = length(2);
    if lengths.len() == FREE_STAGES {
        rules.secretariat.desks = 1;
        rules.secretariat.service = length(3);
    }
    let through = "alliance (request to decision)";
    Ok(vec![Plan::fixed(2, through, stats, |q| of_time(q, ANSWERED), council(scenario))])
}

/// Exponential stages one after another.
pub(super) fn hypoexponential(params: &Object<'_>, stats: &Object<'_>) -> Plans {
    staged(params.rates("rates", true)?.into_iter().map(exponential).collect(), stats)
}

/// Equal gamma stages one after another.
pub(super) fn gamma_pipeline(params: &Object<'_>, stats: &Object<'_>) -> Plans {
    let stages = params.count("stages", 1, MOST_STAGES)?;
    let (shape, scale) = (params.positive("shape")?, params.positive("scale")?);
    staged(vec![Distribution::Gamma { shape, scale }; stages], stats)
}

/// So many replies of members with equal rates.
pub(super) fn k_of_n(params: &Object<'_>, stats: &Object<'_>) -> Plans {
    let n = params.count("members", 1, MOST_MEMBERS)?;
    let replies = vec![exponential(params.positive("rate")?); n];
    let mut scenario = members(&replies)?;
    scenario.sections.alliance.replies_needed = params.count("needed", 1, n)?;
    let all = |q: &Quantity<'_>| (q.name == "unanimity_mean").then_some(Estimate::Mean(REPLIED));
    Ok(vec![
        Plan::fixed(2, "alliance (consultations)", stats, |q| of_time(q, REPLIED), council(scenario)),
        Plan::fixed(2, "alliance (consultations, all members)", stats, all, council(members(&replies)?)),
    ])
}

/// Replies of all members, each with a rate of its own.
pub(super) fn consensus(params: &Object<'_>, stats: &Object<'_>) -> Plans {
    let rates = params.rates("rates", true)?;
    if rates.len() > MOST_MEMBERS {
        return Err(params.wrong("rates", format!("expected at most {MOST_MEMBERS} members, found {}", rates.len())));
    }
    let replies: Vec<_> = rates.into_iter().map(exponential).collect();
    let worker = council(members(&replies)?);
    Ok(vec![Plan::fixed(2, "alliance (consultations)", stats, |q| of_time(q, REPLIED), worker)])
}

const CHECKED: &str = "stages of a case (check after each)";

/// Stages after each of which the work may be turned down.
pub(super) fn rejection(params: &Object<'_>, stats: &Object<'_>) -> Plans {
    let stages = params.count("stages", 1, MOST_STAGES)?;
    let length = exponential(params.positive("rate")?);
    let check = Checkpoint { rejection: params.share("reject_prob_after_each_stage")?, rework: 0.0 };
    let estimate = |name: &str| match name {
        "p_approved" => Some(yes(APPROVED)),
        "mean_time_to_outcome" => Some(Estimate::Mean(DAYS)),
        "var_time_to_outcome" => Some(Estimate::Variance(DAYS)),
        "mean_time_given_approved" => Some(Estimate::Ratio(DAYS_IF_APPROVED, APPROVED)),
        _ => None,
    };
    Ok(vec![Plan::fixed(3, CHECKED, stats, |q| estimate(&q.name), walk(vec![length; stages], check))])
}

/// Stages after each of which the work may go back to the start.
pub(super) fn rework(params: &Object<'_>, stats: &Object<'_>) -> Plans {
    let key = "return_to_first_prob_after_each_stage";
    let lengths: Vec<_> = params.rates("rates", true)?.into_iter().map(exponential).collect();
    let check = Checkpoint { rejection: 0.0, rework: params.share(key)? };
    if check.rework >= 1.0 {
        return Err(params.wrong(key, "expected a probability below 1: the work would never end"));
    }
    Ok(vec![Plan::fixed(3, CHECKED, stats, |q| of_time(q, DAYS), walk(lengths, check))])
}
