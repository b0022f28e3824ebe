//! The first figure of a run: when each answer came, against the advance.

use super::Chart;
use super::fans::milestones;
use super::race::Dated;
use super::read::Results;
use super::words::{capitalised, percent};
use crate::report::charts::date::place;
use crate::report::charts::{Ladder, Rung, Side};
use crate::scenario::{RecordedOutcome, Seen};
use crate::stats::proportion::wilson;
use crate::stats::quantile;

/// The quantiles of a rung.
const QUANTILES: [f64; 5] = [0.05, 0.25, 0.5, 0.75, 0.95];

/// The chart of [`Dated::of_main`]; None where nothing of the response has words for charts, or none of it ever comes.
pub(super) fn of(results: &Results, all: &[Dated]) -> Option<Chart> {
    let all: Vec<&Dated> = all.iter().filter(|one| !one.name.is_empty() && !one.days.is_empty()).collect();
    let (start, horizon) = (results.start()?, horizon(results)?);
    let comes = |one: &Dated| one.days.iter().any(|day| day.is_finite());
    if !all.iter().any(|one| one.side == Side::Response && comes(one)) {
        return None;
    }
    let record = results.kept.as_ref().map_or(&[][..], |kept| &kept.scenario.record.outcomes);
    let came = |one: &&RecordedOutcome| matches!(one.seen, Seen::Number(_));
    let recorded = |metric: &str| {
        record.iter().filter(came).find(|one| one.quantity == metric).map_or(f64::NAN, |one| place(one.date))
    };
    let rung = |one: &Dated| {
        // The day by which it has come in so many replications: never a mean of a day and of none.
        let days = quantile::reached(&mut one.days.clone(), QUANTILES).map(|day| start + day);
        let came = one.days.iter().filter(|day| day.is_finite()).count();
        Rung {
            name: capitalised(&one.name),
            side: one.side,
            days,
            share: came as f64 / one.days.len() as f64,
            recorded: recorded(&one.metric),
        }
    };
    let drawn = Ladder {
        title: title(&all),
        span: [start, start + horizon],
        rungs: all.iter().copied().map(rung).collect(),
        milestones: milestones(results),
        footer: results.footer_of_main(),
    };
    Some(Chart::new("ladder", &drawn))
}

/// Days of the scenario.
fn horizon(results: &Results) -> Option<f64> {
    Some(results.kept.as_ref()?.scenario.meta.horizon_days())
}

/// How often the last rung came before the first thing of the advance that ever comes; else that the answers have dates.
fn title(all: &[&Dated]) -> String {
    let comes = |one: &&&Dated| one.days.iter().any(|day| day.is_finite());
    let response = all.iter().rfind(|one| one.side == Side::Response);
    let advance = all.iter().find(|one| one.side == Side::Advance && comes(one));
    let (Some(response), Some(advance)) = (response, advance) else { return "When each answer came".to_owned() };
    let n = response.days.len() as u64;
    let first = response.days.iter().zip(&advance.days).filter(|(r, a)| r < a).count() as u64;
    let share = first as f64 / n.max(1) as f64;
    let interval = wilson(first, n, 0.95);
    capitalised(&format!(
        "{} comes before the {} in {} of replications",
        response.name,
        advance.name,
        percent(share, interval.low, interval.high)
    ))
}
