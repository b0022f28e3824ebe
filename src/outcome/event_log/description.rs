//! A fact in plain words.

use crate::model::fact::{FallCause, Kind};
use crate::model::index::{District, HostDistrict, Sector};
use crate::model::kinds::{BattalionStage, Verdict, Voice};
use crate::model::programme;
use crate::model::{Answer, Fact};
use crate::scenario::{Organ, Scenario};

/// How much a fact matters to the story.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weight {
    /// Part of the story.
    Story,
    /// One of many alike: single persons, battalions, changes of a number.
    Detail,
}

/// A fact in words.
#[derive(Debug, Clone, PartialEq)]
pub struct Description {
    /// How much it matters.
    pub weight: Weight,
    /// What it belongs to: campaign, garrisons, civilians, border, host, alliance, programme, bilateral, calendar.
    pub topic: &'static str,
    /// What happened, in a sentence without a full stop.
    pub words: String,
    /// Why, where the model knows; empty otherwise.
    pub cause: String,
    /// The number in it, where there is one: people, km, share, days.
    pub amount: Option<f64>,
}

fn story(topic: &'static str, words: impl Into<String>) -> Description {
    Description { weight: Weight::Story, topic, words: words.into(), cause: String::new(), amount: None }
}

fn detail(topic: &'static str, words: impl Into<String>) -> Description {
    Description { weight: Weight::Detail, ..story(topic, words) }
}

impl Description {
    fn because(mut self, cause: impl Into<String>) -> Self {
        self.cause = cause.into();
        self
    }

    fn amount(mut self, amount: impl Into<f64>) -> Self {
        self.amount = Some(amount.into());
        self
    }
}

/// Describes a fact, with the names of the scenario's roles.
#[must_use]
pub fn describe(fact: &Fact, scenario: &Scenario) -> Description {
    let mut described = in_generic_words(fact, scenario);
    match fact {
        // Where more than one is asked, each sentence says of which it is.
        Fact::Alliance(which, _) if !scenario.sections.also_asked.is_empty() => {
            if !described.words.contains("{alliance}") {
                described.words.insert_str(0, "{alliance}: ");
            }
            described.words = scenario.names_of(which.at()).fill(&described.words);
        }
        _ => described.words = scenario.names.fill(&described.words),
    }
    described
}

/// What comes on a date: its name, and what happens.
fn in_words(name: &str, summary: &str) -> String {
    if summary.is_empty() || summary == name { name.to_owned() } else { format!("{name}: {summary}") }
}

/// Every fact has its words here; roles are placeholders.
fn in_generic_words(fact: &Fact, scenario: &Scenario) -> Description {
    let geography = &scenario.geography;
    let place = |district: District| {
        let row = &geography.districts[district.at()];
        format!("{} ({})", row.name, geography.provinces[row.province as usize].name)
    };
    let host = |district: HostDistrict| geography.host_districts[district.at()].name.as_str();
    let sector_id = |sector: Sector| geography.sectors[sector.at()].id.as_str();
    match *fact {
        Fact::DayEnded { day } => detail("calendar", format!("day {day} ended")).amount(day),
        Fact::MilestoneReached { milestone } => {
            let milestone = &scenario.milestones[milestone.at()];
            story("calendar", in_words(&milestone.name, &milestone.summary)).because("a date of the scenario")
        }
        Fact::ParametersChanged { change } => {
            let head = &scenario.changes[change.at()].head;
            story("calendar", in_words(&head.name, &head.summary)).because("a change on a date of the scenario")
        }
        Fact::DistrictFell { district, cause, .. } => {
            story("campaign", format!("{{advancing_force}} takes {}", place(district))).because(match cause {
                FallCause::Advance => "pressure of the advance",
                FallCause::CapitalFell => "its capital fell",
                FallCause::HandedOver => "handed over after the fall of its provincial capital",
                FallCause::Record => "the date of the record",
            })
        }
        Fact::DistrictRecaptured { district } => {
            story("campaign", format!("{{government}} retakes {}", place(district)))
        }
        Fact::CapitalFell { province } => {
            let province = &geography.provinces[province.at()];
            story("campaign", format!("{}, capital of {}, falls", province.capital_name, province.name))
        }
        Fact::GarrisonBroke { district, killed, surrendered, withdrew, fled } => {
            let fates = [
                (killed, "killed"),
                (surrendered, "surrender"),
                (withdrew, "withdraw to the provincial capital"),
                (fled, "flee over the border"),
            ];
            let some = fates.iter().filter(|(men, _)| *men > 0).map(|(men, fate)| format!("{men} {fate}"));
            let some: Vec<String> = some.collect();
            let words = if some.is_empty() { "nobody was there".to_owned() } else { some.join(", ") };
            detail("garrisons", format!("garrison of {}: {words}", place(district)))
                .because("the district fell")
                .amount(killed + surrendered + withdrew + fled)
        }
        Fact::SoldiersFled { district, towards, men, .. } => {
            let words = format!("{men} soldiers flee from {} towards {}", place(district), host(towards));
            story("garrisons", words).because("their district fell").amount(men)
        }
        Fact::GroupArrived { from, at, kind, people } => {
            let words = format!("{people} {} from {} reach the border at {}", whom(kind), place(from), host(at));
            story("border", words).amount(people)
        }
        Fact::CiviliansDisplaced { district, people } => {
            detail("civilians", format!("{people} people flee from {}", place(district)))
                .because("the district fell")
                .amount(people)
        }
        Fact::CiviliansAtBorder { from, at, people } => {
            let words = format!("{people} civilians come from {} to the border at {}", place(from), host(at));
            detail("civilians", words).amount(people)
        }
        Fact::CiviliansMovedOn { from, to, people } => {
            let to = geography.host_districts.get(to.at()).map_or("elsewhere in {host}", |place| place.name.as_str());
            detail("civilians", format!("{people} civilians move on from {} to {to}", host(from))).amount(people)
        }
        Fact::CiviliansWentHome { people } => detail("civilians", format!("{people} civilians go home")).amount(people),
        Fact::PersonRegistered { at, kind, people, waited, .. } => {
            let (whom, at) = (whom(kind), host(at));
            detail("border", format!("{people} of the {whom} registered in {at} after {waited:.2} days in the queue"))
                .amount(people)
        }
        Fact::PersonTurnedBack { at, kind, people, .. } => {
            let words = format!("{people} of the {} give up waiting in {} and turn back", whom(kind), host(at));
            detail("border", words).amount(people)
        }
        Fact::TeamsAtWork { at, change } => {
            detail("border", format!("registration teams at work in {}: {change:+}", host(at))).amount(change)
        }
        Fact::SoldiersFlownHome { men } => story("host", format!("{men} soldiers are taken home")).amount(men),
        Fact::LoadChanged { sector, facing_km, required, ready } => {
            let sector = sector_id(sector);
            let words = format!("sector {sector}: {facing_km:.0} km faced, {required:.0} men needed, {ready:.0} ready");
            detail("border", words).amount(required - ready)
        }
        Fact::Incident { sector, infiltration, size } => {
            let what = if infiltration { "an infiltration" } else { "an incident" };
            story("border", format!("{what} with {size} people in sector {}", sector_id(sector))).amount(size)
        }
        Fact::MobilizationDecreed { reservists } => {
            story("host", format!("{{host}} decrees the mobilization of {reservists} {{reservists}}"))
                .amount(reservists)
        }
        Fact::BattalionReached { battalion, men, stage } => {
            let what = match stage {
                BattalionStage::Ordered => "is ordered up",
                BattalionStage::Called => "is called up",
                BattalionStage::Assembled => "is assembled",
                BattalionStage::Arrived => "arrives at the border",
                BattalionStage::Ready => "is ready",
                BattalionStage::Resting => "rests",
                BattalionStage::Home => "goes home",
            };
            detail("host", format!("battalion {} ({men} men) {what}", battalion + 1)).amount(men)
        }
        Fact::ReservistsReady { sector, men_equivalent } => {
            let words = format!("{{reservists}} in sector {}, by readiness: {men_equivalent:.0}", sector_id(sector));
            detail("host", words).amount(men_equivalent)
        }
        Fact::Alliance(_, answer) => of_an_answer(answer, scenario),
        Fact::ProgrammeHeldUp { gate, held } => {
            let what = if held { "holds the programme up" } else { "lets the programme go on" };
            story("programme", format!("{{lead}} {what} at the gate {}", gate_name(gate)))
        }
        Fact::GatePassed { gate } => story("programme", format!("the programme passes the gate {}", gate_name(gate))),
        Fact::PackageDelivered { number, gain, .. } => {
            story("programme", format!("package {} of the programme is delivered", number + 1)).amount(gain)
        }
        Fact::ProgrammeComplete => story("programme", "the whole line of the programme stands"),
        Fact::PartnerCalled => story("bilateral", "{host} calls its partner and its neighbours"),
        Fact::DealClosed => story("bilateral", "all that the deal held has come"),
        Fact::BaseReinforced { men } => {
            story("bilateral", format!("the partner reinforces its base by {men} men")).amount(men)
        }
        Fact::BilateralExercise { begins: true } => story("bilateral", "a bilateral exercise begins"),
        Fact::BilateralExercise { begins: false } => story("bilateral", "the bilateral exercise ends"),
        Fact::NeighbourHelped { neighbour } => story("bilateral", format!("help of neighbour {} comes", neighbour + 1)),
        Fact::AssuranceGiven { strength } => {
            let share = 100.0 * strength;
            let words = format!("{{advancing_force}} gives an assurance that holds back {share:.0} % of incidents");
            story("bilateral", words).amount(strength)
        }
        Fact::AssuranceBroken => story("bilateral", "{advancing_force} breaks its assurance"),
        Fact::PledgeMade { worth } => story("bilateral", format!("the partner pledges {worth:.0}")).amount(worth),
        Fact::PledgeDelivered { worth, .. } => {
            story("bilateral", format!("of a pledge, {worth:.0} is delivered")).amount(worth)
        }
    }
}

/// The words of what happens to a case before an alliance.
fn of_an_answer(answer: Answer, scenario: &Scenario) -> Description {
    match answer {
        Answer::CaseOpened => story("alliance", "{host} calls {alliance}: the case is open"),
        Answer::CaseClosed { met: true } => story("alliance", "all that was asked is decided: the case is closed"),
        Answer::CaseClosed { met: false } => story("alliance", "{host} takes its call back: the case is closed"),
        Answer::HelpRequested => story("alliance", "{host} asks {alliance} for help"),
        Answer::AllianceReminded => story("alliance", "{host} reminds {alliance} of its case"),
        Answer::StageEnded { stage, days } => {
            let stage = stage.name().replace('_', " ");
            detail("alliance", format!("{{alliance}}: stage \u{201c}{stage}\u{201d} ends after {days:.1} days"))
                .amount(days)
        }
        Answer::WordsSpoken { voice, verdict } => {
            let who = match voice {
                Voice::Secretariat => "the secretariat of {alliance}",
                Voice::Staff => "the mission at the border",
                Voice::Lead => "{lead}",
                Voice::Organ(organ) => organ_in_words(organ),
            };
            let what = match verdict {
                Verdict::For => "help should be given",
                Verdict::Against => "no help from outside is needed",
                Verdict::Words => "concern and support, no more",
            };
            story("alliance", format!("{who} speaks: {what}"))
        }
        Answer::MissionArrived { .. } => story("alliance", "a mission of {alliance} arrives at the border"),
        Answer::NeedAssessed { need, assessed } => {
            let words = format!("the joint staff reads a need of {assessed:.2}; the border's was {need:.2}");
            story("alliance", words)
                .because("the border as it stood during the visit, with the staff's bias and noise")
                .amount(assessed)
        }
        Answer::LevelReady { level } => {
            detail("alliance", format!("help of the level {} is ready to be decided", level.name()))
        }
        Answer::CaseHeard { organ, extraordinary } => {
            let kind = if extraordinary { "an extraordinary session of " } else { "" };
            story("alliance", format!("{kind}{} hears the case", organ_in_words(organ)))
        }
        Answer::LevelVoted { level, supporters, carried } => {
            let outcome = if carried { "carried" } else { "not carried" };
            story("alliance", format!("vote on {}: {supporters} in favour, {outcome}", level.name())).amount(supporters)
        }
        Answer::CaseDecided { level, verdict, organ } => {
            let who = organ.map_or("the rule of {alliance}", organ_in_words);
            let what = if verdict == Verdict::For { "decides on" } else { "refuses" };
            story("alliance", format!("{who} {what} {}", level.name()))
        }
        Answer::HelpInPlace { level } => story("alliance", format!("the help decided ({}) is in place", level.name())),
        Answer::StandingForceInPlace => story("alliance", "the standing force is in place"),
        Answer::AlliedMenArrived { men } => story("alliance", format!("{men} allied men arrive")).amount(men),
        Answer::AlliedMenLeft { men } => story("alliance", format!("{men} allied men leave")).amount(men),
        Answer::AidDelivered { share, .. } => {
            let words = format!("a tranche of aid comes: {:.0} % of what was promised", 100.0 * share);
            story("alliance", words).amount(share)
        }
        Answer::HelpOfKindArrived { kind, level, amount, .. } => {
            let need = &scenario.sections.needs[usize::from(kind)];
            let (many, unit, name) = (size(amount), &need.unit, need.name());
            story("alliance", format!("help for {name} comes ({}), {unit}: {many}", level.name())).amount(amount)
        }
        Answer::HelpOfKindLeft { kind, amount } => {
            let need = &scenario.sections.needs[usize::from(kind)];
            let (many, unit, name) = (size(amount), &need.unit, need.name());
            story("alliance", format!("help for {name} leaves, {unit}: {many}")).amount(amount)
        }
    }
}

/// An amount to a tenth, a whole one without it.
fn size(amount: f64) -> f64 {
    (10.0 * amount).round() / 10.0
}

fn organ_in_words(organ: Organ) -> &'static str {
    match organ {
        Organ::Council => "the permanent council",
        Organ::Ministers => "the council of ministers",
        Organ::Heads => "the council of heads of state",
    }
}

fn gate_name(gate: u32) -> String {
    let name = programme::GATES.get(gate as usize).map_or("", |(_, name)| *name);
    format!("\u{201c}{}\u{201d}", name.replace('_', " "))
}

fn whom(kind: Kind) -> &'static str {
    match kind {
        Kind::Wounded => "wounded",
        Kind::Soldier => "soldiers",
        Kind::Family => "civilians",
        Kind::Other => "others",
    }
}
