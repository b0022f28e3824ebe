//! Kinds of approval: through the model's alliance, or through the pieces that its stages are made of.

use super::estimate::{Estimate, Test};
use super::plain::still;
use super::plan::{Planned, defect};
use super::sample::{MakeWorker, Worker};
use super::wanted::Node;
use crate::model::alliance::Alliance;
use crate::model::alliance::case::Stage;
use crate::model::alliance::stage::{self, Checkpoint, Step, Walk};
use crate::model::border_view::BorderView;
use crate::model::desk::Desk;
use crate::model::{Event, Fact};
use crate::scenario::Scenario;
use crate::sim::{Context, Distribution, Mechanism, Process, Time, World, run};
use crate::verify::statistics::VerifyError;
use std::sync::Arc;

/// Most members of the model's alliance.
const MOST_MEMBERS: usize = 64;
/// Stages of the alliance whose length is free: intake, consultations, departure, on site, report, adoption, secretariat.
const FREE_STAGES: usize = 7;
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
            let desk = &mut Desk::new(context, &self.world, &self.scenario);
            self.alliance.fire(event, BorderView::default(), 0.0, desk);
        }
    }

    fn react(&mut self, fact: &Fact, context: &mut Context<Event, Fact>) {
        match fact {
            Fact::StageEnded { stage: Stage::Consultations, .. } => self.replied = context.now().days(),
            Fact::CaseAnswered { .. } => self.answered = context.now().days(),
            _ => {}
        }
    }
}

/// Columns: when enough members have replied, and when the alliance has answered.
const REPLIED: usize = 0;
const ANSWERED: usize = 1;

fn council(scenario: Scenario) -> MakeWorker {
    let scenario = Arc::new(scenario);
    Box::new(move || {
        let (alliance, world) = (Alliance::default(), World::new(0, 0));
        let mut council = Council { scenario: Arc::clone(&scenario), world, alliance, replied: 0.0, answered: 0.0 };
        let mut context = Context::new();
        let work: Worker = Box::new(move |world, row| {
            context.clear();
            council.world = world;
            (council.replied, council.answered) = (f64::NAN, f64::NAN);
            council.alliance.begin(&mut Desk::new(&mut context, &council.world, &council.scenario));
            let events = run(&mut council, &mut context, Time::NEVER, &mut ()).events;
            row[REPLIED] = council.replied;
            row[ANSWERED] = council.answered;
            events
        });
        work
    })
}

/// A scenario with members who are for everything and reply after random times.
fn members(replies: &[Distribution]) -> Result<Scenario, VerifyError> {
    let tables: String = (0..replies.len()).map(|i| format!("[alliance.member.m{i:02}]\nattitude = 100.0\n")).collect();
    let mut scenario = still(&tables).map_err(|problems| defect(&problems))?;
    for (member, &reply) in scenario.sections.alliance.members.iter_mut().zip(replies) {
        member.reply = reply;
    }
    Ok(scenario)
}

fn exponential(rate: f64) -> Distribution {
    Distribution::Exponential { mean: 1.0 / rate }
}

/// Work through stages of given lengths.
fn pipeline(lengths: &[Distribution], column: &mut usize) -> Result<(String, usize, MakeWorker), VerifyError> {
    if lengths.len() > FREE_STAGES {
        *column = 0;
        return Ok(("stages of a case".to_owned(), 3, walk(lengths.to_vec(), Checkpoint::default())));
    }
    let length = |k: usize| lengths.get(k).copied().unwrap_or(Distribution::Constant { value: 0.0 });
    let mut scenario = members(&[length(1)])?;
    let rules = &mut scenario.sections.alliance;
    rules.intake = length(0);
    rules.departure = length(2);
    rules.on_site = length(3);
    rules.report = length(4);
    rules.adoption = length(5);
    if lengths.len() == FREE_STAGES {
        rules.secretariat.desks = 1;
        rules.secretariat.service = length(6);
    }
    *column = ANSWERED;
    Ok(("alliance (request to answer)".to_owned(), 2, council(scenario)))
}

/// Columns of a walk: days, whether approved, days if approved else 0.
const DAYS: usize = 0;
const APPROVED: usize = 1;
const DAYS_IF_APPROVED: usize = 2;

fn walk(lengths: Vec<Distribution>, check: Checkpoint) -> MakeWorker {
    Box::new(move || {
        let lengths = lengths.clone();
        let work: Worker = Box::new(move |world, row| {
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
            row[DAYS] = days;
            row[APPROVED] = approved;
            row[DAYS_IF_APPROVED] = approved * days;
            steps
        });
        work
    })
}

/// Statistics of a length of time.
fn of_time(stats: &mut Node<'_>, column: usize) -> Result<(), VerifyError> {
    stats.want("mean", Estimate::Mean(column))?;
    stats.want("var", Estimate::Variance(column))?;
    stats.want("skewness", Estimate::Skewness(column))?;
    for key in ["cdf", "p_by"] {
        stats.each(key, |_, at| {
            let t = at.not_negative("t")?;
            at.want("p", Estimate::Share(column, Test::AtMost(t)))
        })?;
    }
    stats.each("quantiles", |_, at| {
        let p = at.share("p")?;
        at.want("t", Estimate::Quantile(column, p))
    })
}

fn staged(lengths: &[Distribution], stats: &mut Node<'_>) -> Result<Planned, VerifyError> {
    let mut column = 0;
    let (through, width, make) = pipeline(lengths, &mut column)?;
    of_time(stats, column)?;
    Ok(Planned::one(through, width, make, stats))
}

/// Exponential stages one after another.
pub(super) fn hypoexponential(params: &mut Node<'_>, stats: &mut Node<'_>) -> Result<Planned, VerifyError> {
    let lengths: Vec<_> = params.rates("rates", true)?.into_iter().map(exponential).collect();
    staged(&lengths, stats)
}

/// Equal gamma stages one after another.
pub(super) fn gamma_pipeline(params: &mut Node<'_>, stats: &mut Node<'_>) -> Result<Planned, VerifyError> {
    let stages = params.count("stages", 1, MOST_STAGES)?;
    let (shape, scale) = (params.positive("shape")?, params.positive("scale")?);
    staged(&vec![Distribution::Gamma { shape, scale }; stages], stats)
}

/// So many replies of members with equal rates.
pub(super) fn k_of_n(params: &mut Node<'_>, stats: &mut Node<'_>) -> Result<Planned, VerifyError> {
    let n = params.count("members", 1, MOST_MEMBERS)?;
    let reply = exponential(params.positive("rate")?);
    let needed = params.count("needed", 1, n)?;
    let mut scenario = members(&vec![reply; n])?;
    scenario.sections.alliance.replies_needed = needed;
    of_time(stats, REPLIED)?;
    let mut planned = Planned::one("alliance (consultations)", 2, council(scenario), stats);
    if stats.has("unanimity_mean") {
        stats.want("unanimity_mean", Estimate::Mean(REPLIED))?;
        planned.add("alliance (consultations, all members)", 2, council(members(&vec![reply; n])?), stats);
    }
    Ok(planned)
}

/// Replies of all members, each with a rate of its own.
pub(super) fn consensus(params: &mut Node<'_>, stats: &mut Node<'_>) -> Result<Planned, VerifyError> {
    let rates = params.rates("rates", true)?;
    if rates.len() > MOST_MEMBERS {
        return Err(params.wrong("rates", format!("expected at most {MOST_MEMBERS} members, found {}", rates.len())));
    }
    let replies: Vec<_> = rates.into_iter().map(exponential).collect();
    of_time(stats, REPLIED)?;
    Ok(Planned::one("alliance (consultations)", 2, council(members(&replies)?), stats))
}

/// Stages after each of which the work may be turned down.
pub(super) fn rejection(params: &mut Node<'_>, stats: &mut Node<'_>) -> Result<Planned, VerifyError> {
    let stages = params.count("stages", 1, MOST_STAGES)?;
    let length = exponential(params.positive("rate")?);
    let check = Checkpoint { rejection: params.share("reject_prob_after_each_stage")?, rework: 0.0 };
    stats.want("p_approved", Estimate::Share(APPROVED, Test::Equals(1.0)))?;
    stats.want("mean_time_to_outcome", Estimate::Mean(DAYS))?;
    stats.want("var_time_to_outcome", Estimate::Variance(DAYS))?;
    stats.want("mean_time_given_approved", Estimate::Ratio(DAYS_IF_APPROVED, APPROVED))?;
    Ok(Planned::one("stages of a case (check after each)", 3, walk(vec![length; stages], check), stats))
}

/// Stages after each of which the work may go back to the start.
pub(super) fn rework(params: &mut Node<'_>, stats: &mut Node<'_>) -> Result<Planned, VerifyError> {
    let key = "return_to_first_prob_after_each_stage";
    let lengths: Vec<_> = params.rates("rates", true)?.into_iter().map(exponential).collect();
    let back = params.share(key)?;
    if back >= 1.0 {
        return Err(params.wrong(key, "expected a probability below 1: the work would never end"));
    }
    of_time(stats, DAYS)?;
    let check = Checkpoint { rejection: 0.0, rework: back };
    Ok(Planned::one("stages of a case (check after each)", 3, walk(lengths, check), stats))
}
