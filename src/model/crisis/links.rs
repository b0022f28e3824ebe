//! What one component hears of others: put together here, since none of them knows another.

use super::Crisis;
use crate::model::alliance::Alliance;
use crate::model::answer::Answer;
use crate::model::border::incidents::Incidents;
use crate::model::border::load::Load;
use crate::model::border_view::BorderView;
use crate::model::env::Env;
use crate::model::garrison::Plight;
use crate::model::index::{AllianceId, District, MilestoneId, Sector};
use crate::model::territory::Territory;
use crate::scenario::{Condition, Effect, Scenario, Watcher};

/// A district that the border faces has come under the advancing force (`held`) or was retaken: the line moves.
// Out of line, and asked for only where the border faces the district: few do.
#[inline(never)]
pub(super) fn front_moves(
    load: &mut Load,
    incidents: &mut Incidents,
    district: District,
    held: bool,
    env: &mut Env<'_>,
) {
    load.face(district, held, env);
    incidents.fighting_near(load.sectors_near(district), env);
}

/// What triggers of a scenario look at besides soldiers, incidents and kilometres.
#[derive(Debug, Clone, Default)]
pub(super) struct Watched {
    /// Whether there is such a trigger.
    pub(super) more: bool,
    /// The whole border line, km.
    border_km: f64,
    /// Districts whose loss a trigger waits for, with the trigger.
    places: Vec<(District, Watcher)>,
}

impl Watched {
    pub(super) fn of(scenario: &Scenario) -> Watched {
        let triggers: Vec<_> = scenario.sections.triggers().collect();
        let conditions = || triggers.iter().flat_map(|trigger| &trigger.conditions);
        let places = triggers.iter().filter(|trigger| trigger.counts(Condition::Place)).flat_map(|trigger| {
            let districts = trigger.places.iter().filter_map(|id| scenario.geography.district(id));
            districts.map(|district| (District(district), trigger.watcher))
        });
        Watched {
            more: conditions().any(|condition| condition.is_of_people_or_places()),
            border_km: scenario.geography.border_km(),
            places: places.collect(),
        }
    }
}

impl Crisis {
    /// The border as the host and the alliances see it.
    pub(super) fn view(&self) -> BorderView {
        let (totals, watched) = (self.load.totals(), &self.watched);
        let mut view = BorderView {
            facing_share: if watched.border_km > 0.0 { totals.facing_km / watched.border_km } else { 0.0 },
            civilians_admitted: self.displacement.admitted(),
            civilians_in_host: self.displacement.in_host(),
            civilians_waiting: self.displacement.at_border(),
            districts_held: self.territory.held_total(),
            place_held: [false; Watcher::COUNT],
            soldiers_held: self.shelter.held(),
            soldiers_registered: self.shelter.registered(),
            facing_km: totals.facing_km,
            required_men: totals.required,
            ready_men: totals.ready,
            allied_men: totals.allied,
            overloaded_districts: totals.overloaded_districts,
            incidents: self.incidents.total(),
        };
        for &(district, watcher) in &watched.places {
            view.place_held[watcher.at()] |= self.territory.holds(district);
        }
        view
    }
}

/// Help of a kind of need that alliances brought and that is there now: of all, or of all but one.
pub(super) fn help_of_kind(
    alliances: &[Alliance],
    kind: usize,
    without: Option<AllianceId>,
    scenario: &Scenario,
) -> f64 {
    let others = alliances.iter().enumerate().filter(|(at, _)| without.is_none_or(|without| without.at() != *at));
    others.map(|(at, one)| one.deliveries().of_kind(kind, scenario.sections.help_of(at, kind))).sum()
}

/// The other alliances hear of what one did; of help of a kind that it brought or took away, they see what is there now.
pub(super) fn tell_others(alliances: &mut [Alliance], which: AllianceId, answer: &Answer, env: &mut Env<'_>) {
    for at in (0..alliances.len()).filter(|&at| at != which.at()) {
        if let Answer::HelpOfKindArrived { kind, .. } | Answer::HelpOfKindLeft { kind, .. } = *answer {
            let kind = usize::from(kind);
            let amount = help_of_kind(alliances, kind, Some(AllianceId(at as u8)), env.scenario);
            alliances[at].set_help_of_others(kind, amount);
        }
        alliances[at].hear_of(which, answer, env);
    }
}

/// What a garrison knows when its district falls.
pub(super) fn plight(territory: &Territory, district: District) -> Plight {
    let province = territory.province_of(district);
    let refuge = territory.layout().seat_of[province.at()].filter(|&seat| seat != district && !territory.holds(seat));
    Plight { encircled: territory.pressure(district).min(1.0), refuge }
}

/// What a milestone does to the tempo of the campaign, in the country and against the capitals.
pub(super) fn tempos(milestone: MilestoneId, scenario: &Scenario) -> (f64, f64) {
    let milestone = &scenario.milestones[milestone.at()];
    let factor = |effect| milestone.effect(effect).unwrap_or(1.0);
    (factor(Effect::CampaignTempo), factor(Effect::CapitalTempo))
}

/// A package of the programme goes to the sectors in turn; a scenario without a border has nowhere to build.
pub(super) fn build_in_turn(load: &mut Load, number: u32, gain: f64, env: &mut Env<'_>) {
    let sectors = env.scenario.geography.sectors.len() as u32;
    if sectors > 0 {
        load.build(Sector(number % sectors), gain, env);
    }
}

/// New equipment that adds to the infrastructure of every sector.
pub(super) fn build_everywhere(load: &mut Load, gain: f64, env: &mut Env<'_>) {
    for sector in 0..env.scenario.geography.sectors.len() as u32 {
        load.build(Sector(sector), gain, env);
    }
}
