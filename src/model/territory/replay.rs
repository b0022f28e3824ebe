//! Replay: districts fall and are retaken on the dates of the record.
//!
//! A recorded change happens within the precision of its date, uniformly drawn, at some time of that day. What is on record
//! does not fall by hazard, nor does a capital: its fall would be on record. Other districts fall by the model, their hazards
//! thinned by the share of falls that the record dates (`campaign.region.NAME.reported`): what fell without a date is what the
//! record misses, and a census misses none. The record may end before the scenario does; from then on all is the model's.
//!
//! Up to the last count of districts on record the counts say *how many* fall without a date and by when, the model's race only
//! which: between two counts as many fall as the later one holds more than the dated changes explain, each at the time of a dated
//! fall of these days (of any time between the counts where none is dated), in the order in which the race has them fall. Counters
//! contradict each other, so the numbers gone by are the non-decreasing ones nearest to all counts (least squares by pooling
//! adjacent violators: Ayer et al. 1955, Ann. Math. Statist. 26). What fell without a date is not retaken in that time.

use super::{Event, Territory};
use crate::model::env::Env;
use crate::model::fact::FallCause;
use crate::model::index::{District, Province};
use crate::model::mechanism;
use crate::model::territory::layout::Layout;
use crate::scenario::{CampaignMode, Scenario};
use crate::sim::Time;

/// Dimensionless: while a fall is owed the intensity of the campaign is multiplied by this, so that the first of the race falls within seconds
/// wherever the sum of hazards is more than a millionth a day; else it is zero.
const AT_ONCE: f64 = 1e10;

/// Falls without a date that counts on record ask for.
#[derive(Debug, Default)]
pub(super) struct Undated {
    /// Between one count and the next.
    spans: Vec<Span>,
    /// The day at whose beginning nothing is counted any more; none where nothing is counted.
    pub(super) until: Option<f64>,
}

#[derive(Debug)]
struct Span {
    /// From the day after the count before to the end of the day of this one, days from the start.
    from: f64,
    to: f64,
    falls: u32,
    /// Days of the dated falls in it.
    dated: Vec<f64>,
}

impl Undated {
    pub(super) fn of(layout: &Layout, scenario: &Scenario) -> Self {
        let (meta, record) = (&scenario.meta, &scenario.record);
        let known = |date| scenario.sections.campaign.replay_until.is_none_or(|last| date <= last);
        let counts = record.counts.iter().filter(|count| known(count.date) && count.date > meta.start);
        let mut counts: Vec<(f64, f64)> =
            counts.map(|count| (meta.day_of(count.date) + 1.0, count.districts)).collect();
        counts.sort_by(|a, b| a.0.total_cmp(&b.0));
        let changes = record.changes.iter().filter(|change| known(change.date));
        let mut changes: Vec<(f64, usize, bool)> =
            changes.map(|change| (meta.day_of(change.date).max(0.0), change.district as usize, change.fell)).collect();
        changes.sort_by(|a, b| a.0.total_cmp(&b.0));
        // A capital's seat may stand in the record twice, so who holds what is followed.
        let (mut held, mut rest) = (layout.held_at_start.clone(), &changes[..]);
        let mut many = held.iter().filter(|held| **held).count() as f64;
        let (mut spans, mut missing): (Vec<Span>, Vec<f64>) = Default::default();
        for of_day in counts.chunk_by(|a, b| a.0 == b.0) {
            let to = of_day[0].0;
            let (here, later) = rest.split_at(rest.partition_point(|(on, ..)| *on < to));
            for &(_, district, fell) in here {
                many += f64::from(i8::from(fell) - i8::from(held[district]));
                held[district] = fell;
            }
            let dated = here.iter().filter(|(.., fell)| *fell).map(|&(on, ..)| on).collect();
            spans.push(Span { from: spans.last().map_or(0.0, |span| span.to), to, falls: 0, dated });
            missing.push(of_day.iter().map(|(_, districts)| districts).sum::<f64>() / of_day.len() as f64 - many);
            rest = later;
        }
        let mut before = 0;
        for (span, missing) in spans.iter_mut().zip(non_decreasing(missing.into_iter())) {
            let total = missing.clamp(0.0, held.len() as f64).round() as u32;
            span.falls = total - core::mem::replace(&mut before, total);
        }
        Self { until: spans.last().map(|span| span.to), spans }
    }

    /// The day on which a change happens that is dated and drawn so: counts take it as done by the end of its date's day, or not done, so it
    /// does not pass one. Where it would, it is drawn anew in what is left.
    fn on_its_side(&self, dated: f64, precision: f64, drawn: f64, uniform: impl FnOnce() -> f64) -> f64 {
        let after_all = (self.until.unwrap_or(f64::NEG_INFINITY), f64::INFINITY);
        let span = self.spans.get(self.spans.partition_point(|span| span.to <= dated));
        let (low, high) = span.map_or(after_all, |span| (span.from, span.to));
        if (low..high).contains(&drawn) {
            return drawn;
        }
        let (from, to) = ((dated - precision).max(low), (dated + precision + 1.0).min(high));
        from + uniform() * (to - from)
    }
}

/// The non-decreasing sequence nearest to the numbers.
fn non_decreasing(numbers: impl Iterator<Item = f64>) -> Vec<f64> {
    let mut blocks: Vec<(f64, usize)> = Vec::new();
    for number in numbers {
        let mut block = (number, 1);
        while let Some(&(mean, many)) = blocks.last().filter(|last| last.0 > block.0) {
            let all = many + block.1;
            block = ((mean * many as f64 + block.0 * block.1 as f64) / all as f64, all);
            blocks.pop();
        }
        blocks.push(block);
    }
    blocks.into_iter().flat_map(|(mean, many)| std::iter::repeat_n(mean, many)).collect()
}

impl Territory {
    /// Puts the recorded changes into the calendar.
    pub(super) fn schedule_record(&mut self, env: &mut Env<'_>) {
        if env.scenario.sections.campaign.mode != CampaignMode::Replay {
            return;
        }
        let until = env.scenario.sections.campaign.replay_until;
        if let Some(last) = until {
            let end = env.scenario.meta.day_of(last) + 1.0;
            env.schedule_at(Time::from_days(end.max(0.0)), Event::RecordEnds);
        }
        for row in 0..env.scenario.record.changes.len() {
            let change = &env.scenario.record.changes[row];
            if until.is_some_and(|last| change.date > last) {
                continue;
            }
            let (district, fell) = (District(change.district), change.fell);
            let mut stream = env.stream(mechanism::REPLAY, row as u32);
            let off = change.precision_days * (2.0 * stream.uniform() - 1.0);
            let day = env.scenario.meta.day_of(change.date) + off + stream.uniform();
            let day = until.map_or(day, |last| day.min(env.scenario.meta.day_of(last) + 1.0));
            let day = self.start.undated.on_its_side(
                env.scenario.meta.day_of(change.date),
                change.precision_days,
                day,
                || stream.uniform(),
            );
            // What is dated before the start, or drawn to lie before it, happens at the start.
            env.schedule_at(Time::from_days(day.max(0.0)), Event::Record(district, fell));
        }
        let mut entity = env.scenario.record.changes.len() as u32;
        for span in &self.start.undated.spans {
            for _ in 0..span.falls {
                let mut stream = env.stream(mechanism::REPLAY, entity);
                entity += 1;
                let like = (stream.uniform() * span.dated.len() as f64) as usize;
                let within = stream.uniform();
                let day = span.dated.get(like).map_or(span.from + within * (span.to - span.from), |day| day + within);
                env.schedule_at(Time::from_days(day), Event::Undated);
            }
        }
        if let Some(until) = self.start.undated.until {
            env.schedule_at(Time::from_days(until), Event::CountsEnd);
        }
    }

    /// What the intensity of the campaign is multiplied by, since counts say how many fall.
    pub(super) fn counted(&self) -> f64 {
        match (self.counting, self.owed) {
            (false, _) => 1.0,
            (true, 0) => 0.0,
            (true, _) => AT_ONCE,
        }
    }

    /// A fall without a date is due.
    pub(super) fn owe(&mut self, env: &Env<'_>) {
        self.owed += u32::from(self.counting);
        self.set_intensity(env);
    }

    /// The first of the race has fallen.
    pub(super) fn is_paid(&mut self, env: &Env<'_>) {
        if self.counting {
            self.owed = self.owed.saturating_sub(1);
            self.set_intensity(env);
        }
    }

    /// From the last count on the model says how many fall.
    pub(super) fn end_counts(&mut self, env: &mut Env<'_>) {
        if !core::mem::take(&mut self.counting) {
            return;
        }
        self.set_intensity(env);
        for p in (0..self.capital_fell.len() as u32).map(Province) {
            if self.capital_fell[p.at()] {
                self.loosen_province(p, env);
            }
        }
    }

    /// From now on all districts and capitals fall by the model. What the record left in the advancing force's hands is not
    /// retaken.
    pub(super) fn end_record(&mut self, env: &mut Env<'_>) {
        self.end_counts(env);
        self.replaying = false;
        for district in (0..self.places.len() as u32).map(District) {
            self.places[district.at()].take_off_record();
            self.hazards[district.at()].coupling = 1.0;
            self.weigh(district, env.now());
        }
        self.set_capital_factor(env);
        for p in (0..self.capital_fell.len() as u32).map(Province) {
            if self.capital_fell[p.at()] {
                self.loosen_province(p, env);
            } else {
                self.weigh_capital(p, env);
            }
        }
        let capitals = &env.scenario.sections.capitals;
        if let Some(collapse) = capitals.collapse_count {
            let fallen = self.capitals_fallen;
            self.collapse(fallen >= collapse, fallen >= collapse + capitals.national_capital_margin, env);
        }
    }

    /// A district falls on the date of the record; a capital's seat takes the capital with it.
    pub(super) fn fall_on_record(&mut self, district: District, env: &mut Env<'_>) {
        let province = self.layout.province_of[district.at()];
        if self.layout.seat_of[province.at()] == Some(district) {
            self.capital_falls(province, env);
        } else {
            self.fall(district, FallCause::Record, env);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::non_decreasing;

    #[test]
    fn contradicting_counts_are_pooled_and_others_stay() {
        let of = |numbers: &[f64]| non_decreasing(numbers.iter().copied());
        assert_eq!(of(&[1.0, 2.0, 2.0, 5.0]), [1.0, 2.0, 2.0, 5.0]);
        // A mean of three: the two before are both above it.
        assert_eq!(of(&[4.0, 5.0, 0.0, 7.0]), [3.0, 3.0, 3.0, 7.0]);
        assert_eq!(of(&[3.0, 1.0]), [2.0, 2.0]);
        assert!(of(&[]).is_empty());
    }
}
