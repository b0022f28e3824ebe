//! The model's alliance as a forecaster: each case is simulated, with parameters drawn from the other cases, and its answers are counted.
//!
//! Most cases of the record have no border and no course of need, so the alliance is simulated alone: a host that calls at the start and asks at once, a need that
//! is the usual one, the institutions that the program assumes where an alliance says nothing else. What the mechanism adds to the ladder is waiting (for a session, a
//! signature, an arrival); what it takes away is that each rung has a time of its own.

use std::sync::Arc;

use super::forecast::{LEAST, Reached, Score, YEAR, log_year};
use super::observation::Observation;
use super::pooling::{Chain, Rung};
use super::record::Level;
use crate::model::alliance::Alliance;
use crate::model::border_view::BorderView;
use crate::model::env::Env;
use crate::model::kinds::Verdict;
use crate::model::{Answer, Event, Fact};
use crate::scenario::{self, Overlay, Problems, Rung as Table, Scenario, ScenarioSource};
use crate::sim::{Context, Process, Time, World, run};

/// An alliance without a border.
const ALONE: &str = r#"
schema = 1
title = "A call for help"
start = 2001-01-01
end = 2002-01-01
[alliance]
active = true
request_delay_days = 0.0
fact_finding = false
[alliance.request]
conditions = ["date"]
date = 2001-01-01
[alliance.assessment]
noise_from_afar = 0.0
[alliance.salience]
reminders_per_day = 0.0
[alliance.reputation]
reluctance_days = 0.0
[alliance.member.lead]
lead = true
[alliance.member.b]
[alliance.member.c]
[alliance.member.d]
[alliance.member.e]
[alliance.member.requester]
"#;

/// Half the width, in `ln(1 + days)`, of the window in which simulated days count as one that happened: a kernel estimate of their density.
const WINDOW: f64 = 0.25;
/// One call for help.
struct Call {
    scenario: Arc<Scenario>,
    world: World,
    alliance: Alliance,
    /// Days until each scored level, infinite where it does not come.
    days: [f64; Level::SCORED.len()],
}

impl Call {
    fn reach(&mut self, level: Level, now: Time) {
        for (day, scored) in self.days.iter_mut().zip(Level::SCORED) {
            let deed = level >= Level::Aid && scored >= Level::Aid && scored <= level;
            if scored == level || deed {
                *day = day.min(now.days());
            }
        }
    }
}

impl Process for Call {
    type Event = Event;
    type Fact = Fact;

    fn fire(&mut self, event: Event, context: &mut Context<Event, Fact>) {
        if let Event::Alliance(event) = event {
            let env = &mut Env::new(context, &self.world, &self.scenario);
            self.alliance.fire(event, &BorderView::default(), 0.0, env);
        }
    }

    fn react(&mut self, fact: &Fact, context: &mut Context<Event, Fact>) {
        let now = context.now();
        match *fact {
            Fact::Alliance(_, Answer::WordsSpoken { .. }) => self.reach(Level::Statement, now),
            Fact::Alliance(_, Answer::CaseHeard { .. }) => self.reach(Level::Consultation, now),
            Fact::Alliance(_, Answer::CaseDecided { level: scenario::Level::Aid, verdict: Verdict::For, .. }) => {
                self.reach(Level::Aid, now);
            }
            Fact::Alliance(_, Answer::CaseDecided { level: scenario::Level::Force, verdict: Verdict::For, .. }) => {
                self.reach(Level::Force, now);
            }
            Fact::Alliance(_, Answer::AlliedMenArrived { .. }) => self.reach(Level::ForceArrived, now),
            _ => {}
        }
    }
}

/// Simulated answers to a case: `ln(1 + days)` of each world, in order; worlds in which a level does not come within a year are counted apart.
#[derive(Clone, Debug, PartialEq)]
pub struct Simulated {
    days: Vec<f64>,
    worlds: usize,
}

impl Simulated {
    fn of(mut days: Vec<f64>) -> Simulated {
        let worlds = days.len();
        days.retain(|day| *day <= YEAR);
        days.iter_mut().for_each(|day| *day = day.ln_1p());
        days.sort_by(f64::total_cmp);
        Simulated { days, worlds }
    }

    /// Share of worlds in which the level comes by `ln(1 + days)`.
    fn by_log(&self, log_days: f64) -> f64 {
        self.days.partition_point(|day| *day <= log_days) as f64 / self.worlds as f64
    }

    /// Scores it as [`super::forecast::Forecast::score`] does; the probability of a day is that of a window around it, in proportion.
    #[must_use]
    pub fn score(&self, happened: Reached) -> Score {
        let end = log_year();
        let (log, at, pit) = match happened.log_days() {
            Some((from, until)) => {
                let (at, half) = (0.5 * (from + until), 0.5 * (until - from));
                let wide = half.max(WINDOW);
                // What lies before the clock has no day: the window ends there.
                let seen = (at + wide).min(end) - (at - wide).max(-0.7);
                let share = self.by_log((at + wide).min(end)) - self.by_log(at - wide);
                (share * (2.0 * half / seen).min(1.0), at, 0.5 * (self.by_log(from) + self.by_log(until)))
            }
            None => (1.0 - self.by_log(end), end, 0.5 * (1.0 + self.by_log(end))),
        };
        const CELLS: usize = 256;
        let start = (-0.999_f64).ln_1p().max(-3.0);
        let width = (end - start) / CELLS as f64;
        let crps = (0..CELLS).map(|cell| start + (cell as f64 + 0.5) * width).map(|y| {
            let step = f64::from(u8::from(y >= at));
            (self.by_log(y) - step).powi(2) * width
        });
        // One world more, in which anything may happen, so that what no world did is not impossible.
        let floor = 1.0 / (self.worlds as f64 + 1.0) * 0.01;
        Score { log: log.max(floor).max(LEAST).ln(), crps: crps.sum(), pit }
    }
}

/// Parameters of all scored levels, for one draw.
pub type Rungs = [Rung; Level::SCORED.len()];

/// The parameters that the present draw of a chain has for a case.
#[must_use]
pub fn rungs(chain: &Chain<'_>, of_case: &Observation) -> Rungs {
    core::array::from_fn(|level| chain.rung(&Observation { level, ..of_case.clone() }))
}

/// Simulates the observed levels of a case, a world for each draw of its parameters.
///
/// # Errors
/// None but for a program whose own scenario does not read.
pub fn forecasts(own: &[Observation], drawn: &[Rungs], seed: u64) -> Result<Vec<Simulated>, Problems> {
    let mut scenario = ScenarioSource::from_texts(&[("scenario.toml", ALONE)])?.resolve(&Overlay::none())?;
    let horizon = Time::from_days(YEAR + 1.0);
    let mut days = vec![Vec::new(); Level::SCORED.len()];
    let mut context = Context::new();
    for (draw, rungs) in (0..).zip(drawn) {
        let rules = &mut scenario.sections.alliance;
        let [words, meeting, aid, force, arrived] = rungs;
        for (table, rung) in
            [(Table::Words, words), (Table::Meeting, meeting), (Table::Aid, aid), (Table::Force, force)]
        {
            let response = &mut rules.usual_response.rungs[table as usize];
            (response.ever, response.log_days) = (rung.ever, rung.mean);
            rules.spread.of[table as usize] = rung.spread;
        }
        rules.usual_response.arrives = arrived.ever;
        let shared = Arc::new(scenario.clone());
        let none = [f64::INFINITY; Level::SCORED.len()];
        let (world, alliance) = (World::new(seed, draw), Alliance::default());
        let mut call = Call { scenario: Arc::clone(&shared), world, alliance, days: none };
        context.clear();
        call.alliance.begin(&mut Env::new(&mut context, &call.world, &shared));
        run(&mut call, &mut context, horizon, &mut ());
        days.iter_mut().zip(call.days).for_each(|(all, day)| all.push(day));
    }
    Ok(own.iter().map(|row| Simulated::of(days[row.level].clone())).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_simulated_is_scored_as_it_is_distributed() {
        // days e^x - 1 with x uniform in (1, 3): the density of ln(1 + days) is one half
        let days: Vec<f64> = (0..4_000).map(|i| (1.0 + 2.0 * (f64::from(i) + 0.5) / 4_000.0).exp_m1()).collect();
        let simulated = Simulated::of(days.iter().copied().chain(vec![f64::INFINITY; 4_000]).collect());
        let score = simulated.score(Reached::On { day: 6.0, precision: 0.0 });
        let exact = 0.25 * (7.5_f64 / 6.5).ln();
        assert!((score.log - exact.ln()).abs() < 0.02, "{} {}", score.log, exact.ln());
        assert!((simulated.score(Reached::NotWithinAYear).log - 0.5_f64.ln()).abs() < 1e-9);
        assert!(simulated.score(Reached::On { day: 300.0, precision: 0.0 }).log < -8.0);
    }
}
