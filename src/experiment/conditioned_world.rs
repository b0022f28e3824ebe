//! Worlds that are like the record.
//!
//! Where the campaign is conditioned, a replication is the first of its worlds in which the districts held are near every
//! count of a series on record (rejection sampling: the worlds kept have the model's law given the record). Attempt `a` of
//! replication `r` is the world numbered `r + a·2^40`, so a replication is still a pure function of its number, and the
//! same world is kept under every policy that does not act on the war.

use super::limit::Limit;
use super::simulator::Failure;
use crate::model::{Crisis, Event, Fact};
use crate::outcome::Collector;
use crate::scenario::{CampaignMode, Scenario};
use crate::sim::{Context, Observer, Time, World};

/// Distance between the numbers of a replication's worlds.
const NEXT_WORLD: u64 = 1 << 40;

/// Begins a replication: in conditioned mode, in the first of its worlds that is like the record, up to the last count.
/// Returns the world.
///
/// # Errors
/// When none of the worlds tried is like the record, or at the limit.
pub(super) fn begin(
    crisis: &mut Crisis,
    context: &mut Context<Event, Fact>,
    collector: &mut Collector,
    (seed, replication): (u64, u64),
    limit: &mut Limit<'_>,
) -> Result<World, Failure> {
    let Some(mut likeness) = Likeness::to_record(crisis.scenario()) else {
        let world = World::new(seed, replication);
        begin_world(crisis, context, collector, world);
        return Ok(world);
    };
    let attempts = crisis.scenario().sections.campaign.conditioning.attempts;
    for attempt in 0..attempts {
        let world = World::new(seed, replication.wrapping_add(attempt.wrapping_mul(NEXT_WORLD)));
        begin_world(crisis, context, collector, world);
        likeness.furthest = 0.0;
        limit.run(crisis, context, likeness.last, &mut (&mut *collector, &mut likeness))?;
        if likeness.furthest <= likeness.within {
            return Ok(world);
        }
    }
    Err(Failure::Refused {
        reason: format!("none of {attempts} worlds is within the distance that campaign.conditioning allows"),
    })
}

fn begin_world(crisis: &mut Crisis, context: &mut Context<Event, Fact>, collector: &mut Collector, world: World) {
    context.clear();
    crisis.begin(world, context);
    collector.begin(crisis);
}

/// How far a history is from the counts of a series.
#[derive(Debug)]
struct Likeness {
    /// Day and districts of each count.
    counts: Vec<(u32, f64)>,
    last: Time,
    within: f64,
    furthest: f64,
}

impl Likeness {
    /// The counts to be near to; `None` where the campaign is not conditioned or nothing is on record.
    fn to_record(scenario: &Scenario) -> Option<Self> {
        let campaign = &scenario.sections.campaign;
        if campaign.mode != CampaignMode::Conditioned {
            return None;
        }
        let counts = scenario.record.counts.iter().filter(|count| count.series == campaign.conditioning.series);
        let counts: Vec<(u32, f64)> = counts
            .map(|count| (scenario.meta.day_of(count.date), count.districts))
            .filter(|&(day, _)| day >= 0.0 && day < scenario.meta.horizon_days())
            .map(|(day, districts)| (day as u32, districts))
            .collect();
        let last = counts.iter().map(|&(day, _)| day).max()?;
        let last = Time::from_days(f64::from(last) + 1.0);
        Some(Self { counts, last, within: campaign.conditioning.within_districts, furthest: 0.0 })
    }
}

impl Observer<Crisis> for Likeness {
    fn see(&mut self, _now: Time, fact: &Fact, crisis: &Crisis) {
        if let Fact::DayEnded { day } = *fact {
            for &(_, districts) in self.counts.iter().filter(|(counted, _)| *counted == day) {
                self.furthest = self.furthest.max((f64::from(crisis.territory().held_total()) - districts).abs());
            }
        }
    }
}
