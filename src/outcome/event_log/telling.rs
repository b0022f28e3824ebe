//! A fact in plain words.

use crate::model::alliance::case::Answer;
use crate::model::fact::{FallCause, Kind};
use crate::model::index::{District, HostDistrict, Sector};
use crate::model::{Fact, mobilization, programme};
use crate::scenario::{Organ, Scenario};

/// How much a fact matters to the story.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weight {
    /// Part of the story.
    Story,
    /// One of many alike: single persons, battalions, changes of a number.
    Detail,
}

/// A fact as told.
#[derive(Debug, Clone, PartialEq)]
pub struct Told {
    /// How much it matters.
    pub weight: Weight,
    /// What it belongs to: campaign, garrisons, civilians, border, host, alliance, calendar.
    pub topic: &'static str,
    /// What happened, in a sentence without a full stop.
    pub words: String,
    /// Why, where the model knows; empty otherwise.
    pub cause: String,
    /// The number in it, where there is one: people, km, share, days.
    pub amount: Option<f64>,
}

fn story(topic: &'static str, words: String) -> Told {
    Told { weight: Weight::Story, topic, words, cause: String::new(), amount: None }
}

fn detail(topic: &'static str, words: String) -> Told {
    Told { weight: Weight::Detail, ..story(topic, words) }
}

impl Told {
    fn because(mut self, cause: impl Into<String>) -> Self {
        self.cause = cause.into();
        self
    }

    fn amount(mut self, amount: impl Into<f64>) -> Self {
        self.amount = Some(amount.into());
        self
    }
}

/// Tells a fact.
#[must_use]
pub fn tell(fact: &Fact, scenario: &Scenario) -> Told {
    let names = &scenario.names;
    match *fact {
        Fact::DayEnded { day } => detail("calendar", format!("day {day} ended")).amount(day),
        Fact::MilestoneReached { milestone } => {
            let milestone = &scenario.milestones[milestone.at()];
            let words = match (milestone.name.as_str(), milestone.summary.as_str()) {
                (name, summary) if summary.is_empty() || summary == name => name.to_owned(),
                (name, summary) => format!("{name}: {summary}"),
            };
            story("calendar", words).because("a date of the scenario")
        }
        Fact::DistrictFell { district, cause, .. } => {
            let why = match cause {
                FallCause::Advance => "pressure of the advance",
                FallCause::CapitalFell => "its capital fell",
                FallCause::HandedOver => "handed over after the fall of its provincial capital",
                FallCause::Record => "the date of the record",
            };
            story("campaign", format!("{} takes {}", names.advancing_force, place(district, scenario))).because(why)
        }
        Fact::DistrictRecaptured { district } => {
            story("campaign", format!("{} retakes {}", names.government, place(district, scenario)))
        }
        Fact::CapitalFell { province } => {
            let province = &scenario.geography.provinces[province.at()];
            story("campaign", format!("{}, capital of {}, falls", province.capital_name, province.name))
        }
        Fact::GarrisonBroke { district, killed, surrendered, withdrew, fled } => {
            let fates = [
                (killed, "killed"),
                (surrendered, "surrender"),
                (withdrew, "withdraw to the provincial capital"),
                (fled, "flee over the border"),
            ];
            let told: Vec<String> =
                fates.iter().filter(|(men, _)| *men > 0).map(|(men, fate)| format!("{men} {fate}")).collect();
            let words = if told.is_empty() { "nobody was there".to_owned() } else { told.join(", ") };
            detail("garrisons", format!("garrison of {}: {words}", place(district, scenario)))
                .because("the district fell")
                .amount(killed + surrendered + withdrew + fled)
        }
        Fact::SoldiersFled { district, towards, men, .. } => {
            let words = format!(
                "{men} soldiers flee from {} towards {}",
                place(district, scenario),
                host_place(towards, scenario)
            );
            story("garrisons", words).because("their district fell").amount(men)
        }
        Fact::GroupArrived { from, at, kind, people } => {
            let words = format!(
                "{people} {} from {} reach the border at {}",
                whom(kind),
                place(from, scenario),
                host_place(at, scenario)
            );
            story("border", words).amount(people)
        }
        Fact::CiviliansDisplaced { district, people } => {
            detail("civilians", format!("{people} people flee from {}", place(district, scenario)))
                .because("the district fell")
                .amount(people)
        }
        Fact::CiviliansAtBorder { from, at, people } => {
            let words = format!(
                "{people} civilians come from {} to the border at {}",
                place(from, scenario),
                host_place(at, scenario)
            );
            detail("civilians", words).amount(people)
        }
        Fact::CiviliansWentHome { people } => detail("civilians", format!("{people} civilians go home")).amount(people),
        Fact::PersonRegistered { at, kind, people, waited, .. } => detail(
            "border",
            format!(
                "{people} of the {} registered in {} after {waited:.2} days in the queue",
                whom(kind),
                host_place(at, scenario)
            ),
        )
        .amount(people),
        Fact::PersonTurnedBack { at, kind, people, .. } => detail(
            "border",
            format!("{people} of the {} give up waiting in {} and turn back", whom(kind), host_place(at, scenario)),
        )
        .amount(people),
        Fact::TeamsAtWork { at, change } => {
            detail("border", format!("registration teams at work in {}: {change:+}", host_place(at, scenario)))
                .amount(change)
        }
        Fact::SoldiersFlownHome { men } => story("host", format!("{men} soldiers are taken home")).amount(men),
        Fact::LoadChanged { sector, facing_km, required, ready } => {
            let words = format!(
                "sector {}: {facing_km:.0} km faced, {required:.0} men needed, {ready:.0} ready",
                sector_name(sector, scenario)
            );
            detail("border", words).amount(required - ready)
        }
        Fact::Incident { sector, infiltration, size } => {
            let what = if infiltration { "an infiltration" } else { "an incident" };
            story("border", format!("{what} with {size} people in sector {}", sector_name(sector, scenario)))
                .amount(size)
        }
        _ => tell_of_response(fact, scenario),
    }
}

/// Facts of the host's and the alliance's response.
fn tell_of_response(fact: &Fact, scenario: &Scenario) -> Told {
    let names = &scenario.names;
    match *fact {
        Fact::MobilizationDecreed { reservists } => {
            story("host", format!("{} decrees the mobilization of {reservists} reservists", names.host))
                .amount(reservists)
        }
        Fact::BattalionReached { battalion, men, stage } => {
            detail("host", format!("battalion {} ({men} men) {}", battalion + 1, reached(stage))).amount(men)
        }
        Fact::ReservistsReady { sector, men_equivalent } => {
            let words =
                format!("reservists in sector {}, by readiness: {men_equivalent:.0}", sector_name(sector, scenario));
            detail("host", words).amount(men_equivalent)
        }
        Fact::HelpRequested { round } => {
            let words = if round == 0 {
                format!("{} asks {} for help", names.host, names.alliance)
            } else {
                format!("{} takes the case up again", names.alliance)
            };
            story("alliance", words)
        }
        Fact::AllianceReminded => story("alliance", format!("{} reminds {} of its case", names.host, names.alliance)),
        Fact::StageEnded { stage, days, .. } => {
            let words = format!(
                "{}: stage \u{201c}{}\u{201d} ends after {days:.1} days",
                names.alliance,
                stage.name().replace('_', " ")
            );
            story("alliance", words).amount(days)
        }
        Fact::NeedAssessed { need, assessed, .. } => {
            let words = format!("the joint staff reads a need of {assessed:.2}; the border's was {need:.2}");
            story("alliance", words)
                .because("the border as it stood during the visit, with the staff's bias and noise")
                .amount(assessed)
        }
        Fact::CaseHeard { organ, extraordinary } => {
            let organ = match organ {
                Organ::Council => "the permanent council",
                Organ::Ministers => "the ministers",
                Organ::Heads => "the heads of state",
            };
            let kind = if extraordinary { "an extraordinary session of " } else { "" };
            story("alliance", format!("{kind}{organ} hears the case"))
        }
        Fact::LevelVoted { level, supporters, carried } => {
            let outcome = if carried { "carried" } else { "not carried" };
            story("alliance", format!("vote on {}: {supporters} in favour, {outcome}", level.name())).amount(supporters)
        }
        Fact::CaseAnswered { answer, .. } => {
            let words = match answer {
                Answer::NoInvolvementNeeded => "no involvement is needed".to_owned(),
                Answer::ConsultationsOnly => "consultations only".to_owned(),
                Answer::Help(level) => level.name().to_owned(),
            };
            story("alliance", format!("{} answers: {words}", names.alliance))
        }
        Fact::HelpInPlace { level } => story("alliance", format!("the help decided ({}) is in place", level.name())),
        Fact::StandingForceInPlace => story("alliance", "the standing force is in place".to_owned()),
        Fact::AlliedMenArrived { men } => story("alliance", format!("{men} allied men arrive")).amount(men),
        Fact::AlliedMenLeft { men } => story("alliance", format!("{men} allied men leave")).amount(men),
        Fact::AidDelivered { share, .. } => {
            story("alliance", format!("a tranche of aid comes: {:.0} % of what was promised", 100.0 * share))
                .amount(share)
        }
        _ => tell_of_long_tracks(fact, scenario),
    }
}

/// Facts of the programme and of the bilateral track.
fn tell_of_long_tracks(fact: &Fact, scenario: &Scenario) -> Told {
    let names = &scenario.names;
    let gate_name = |gate: u32| programme::GATES.get(gate as usize).map_or("", |(_, name)| *name).replace('_', " ");
    match *fact {
        Fact::ProgrammeHeldUp { gate, held: true } => story(
            "programme",
            format!("{} holds the programme up at the gate \u{201c}{}\u{201d}", names.lead, gate_name(gate)),
        ),
        Fact::ProgrammeHeldUp { gate, held: false } => story(
            "programme",
            format!("{} lets the programme go on at the gate \u{201c}{}\u{201d}", names.lead, gate_name(gate)),
        ),
        Fact::GatePassed { gate } => {
            story("programme", format!("the programme passes the gate \u{201c}{}\u{201d}", gate_name(gate)))
        }
        Fact::PackageDelivered { number, gain, .. } => {
            story("programme", format!("package {} of the programme is delivered", number + 1)).amount(gain)
        }
        Fact::ProgrammeComplete => story("programme", "the whole line of the programme stands".to_owned()),
        Fact::PartnerCalled => story("bilateral", format!("{} calls its partner and its neighbours", names.host)),
        Fact::DealClosed => story("bilateral", "all that the deal held has come".to_owned()),
        Fact::BaseReinforced { men } => {
            story("bilateral", format!("the partner reinforces its base by {men} men")).amount(men)
        }
        Fact::BilateralExercise { begins: true } => story("bilateral", "a bilateral exercise begins".to_owned()),
        Fact::BilateralExercise { begins: false } => story("bilateral", "the bilateral exercise ends".to_owned()),
        Fact::NeighbourHelped { neighbour } => story("bilateral", format!("help of neighbour {} comes", neighbour + 1)),
        Fact::AssuranceGiven { strength } => {
            let words = format!(
                "{} gives an assurance that holds back {:.0} % of incidents",
                names.advancing_force,
                100.0 * strength
            );
            story("bilateral", words).amount(strength)
        }
        Fact::AssuranceBroken => story("bilateral", format!("{} breaks its assurance", names.advancing_force)),
        Fact::PledgeMade { worth } => story("bilateral", format!("the partner pledges {worth:.0}")).amount(worth),
        Fact::PledgeDelivered { worth, .. } => {
            story("bilateral", format!("of a pledge, {worth:.0} is delivered")).amount(worth)
        }
        // All other facts are told above.
        _ => detail("calendar", format!("{fact:?}")),
    }
}

fn place(district: District, scenario: &Scenario) -> String {
    let row = &scenario.geography.districts[district.at()];
    format!("{} ({})", row.name, scenario.geography.provinces[row.province as usize].name)
}

fn host_place(district: HostDistrict, scenario: &Scenario) -> &str {
    &scenario.geography.host_districts[district.at()].name
}

fn sector_name(sector: Sector, scenario: &Scenario) -> &str {
    &scenario.geography.sectors[sector.at()].id
}

fn whom(kind: Kind) -> &'static str {
    match kind {
        Kind::Wounded => "wounded",
        Kind::Soldier => "soldiers",
        Kind::Family => "civilians",
        Kind::Other => "others",
    }
}

fn reached(stage: mobilization::Stage) -> &'static str {
    match stage {
        mobilization::Stage::Ordered => "is ordered up",
        mobilization::Stage::Called => "is called up",
        mobilization::Stage::Assembled => "is assembled",
        mobilization::Stage::Arrived => "arrives at the border",
        mobilization::Stage::Ready => "is ready",
        mobilization::Stage::Resting => "rests",
        mobilization::Stage::Home => "goes home",
    }
}
