//! The alliance's fast track, on borders that stand still.

use super::case::Status;
use super::position::{Hearing, support};
use crate::model::border_view::BorderView;
use crate::model::fact::Fact;
use crate::model::kinds::{Answer, CaseStage};
use crate::model::trial::{MEMBERS, Trial, assert_mean, scenario};
use crate::scenario::{Level, Levels, Scenario};

/// A border at which nine men in ten are missing.
const WORN: BorderView = BorderView {
    soldiers_held: 0,
    soldiers_registered: 0,
    facing_km: 900.0,
    required_men: 10_000.0,
    ready_men: 1_000.0,
    allied_men: 0.0,
    overloaded_districts: 5,
    incidents: 0,
};

/// An alliance in which everything takes a day and everybody agrees with what is seen.
fn plain(more: &str) -> Scenario {
    scenario(&format!(
        "[alliance]
active = true
request_delay_days = 2.0
intake_days = 1.0
departure_days = 1.0
on_site_days = 3.0
report_days = 1.0
adoption_days = 1.0
{more}
[alliance.secretariat]
desks = 0
[alliance.assessment]
bias = 0.0
noise = 0.0
early_stop = 0.35
[alliance.organ.council]
every_days = 0.0
[alliance.organ.heads]
every_days = 0.0
[alliance.position]
noise_scale = 0.0
[alliance.salience]
reminders_per_day = 0.0
[alliance.member.lead]
lead = true
attitude = 1.0
reply_days = 2.0
[alliance.member.other]
attitude = 1.0
reply_days = 3.0
"
    ))
}

fn when(facts: &[(f64, Fact)], wanted: impl Fn(&Fact) -> bool) -> Vec<f64> {
    facts.iter().filter(|(_, fact)| wanted(fact)).map(|&(time, _)| time).collect()
}

fn answers(facts: &[(f64, Fact)]) -> Vec<(f64, Answer)> {
    let answer = |&(time, fact): &(f64, Fact)| match fact {
        Fact::CaseAnswered { answer, .. } => Some((time, answer)),
        _ => None,
    };
    facts.iter().filter_map(answer).collect()
}

#[test]
fn a_case_passes_through_all_stages_and_each_says_its_days() {
    let mut trial = Trial::new(plain(""), WORN);
    let facts = trial.history(0, 60.0);
    assert_eq!(
        when(&facts, |fact| matches!(fact, Fact::HelpRequested { round: 0 })),
        [3.0],
        "seen on day 1, two days later"
    );
    let stages: Vec<(CaseStage, f64)> = facts
        .iter()
        .filter_map(|&(_, fact)| match fact {
            Fact::StageEnded { stage, days, .. } => Some((stage, days)),
            _ => None,
        })
        .collect();
    let expected = [
        (CaseStage::Intake, 1.0),
        (CaseStage::Secretariat, 0.0),
        (CaseStage::Consultations, 3.0),
        (CaseStage::Departure, 1.0),
        (CaseStage::OnSite, 3.0),
        (CaseStage::Report, 1.0),
        (CaseStage::Agenda, 0.0),
        (CaseStage::Adoption, 1.0),
    ];
    assert_eq!(stages, expected);
    assert_eq!(answers(&facts), [(13.0, Answer::Help(Level::Force))]);
    let assessed = facts.iter().find_map(|&(_, fact)| match fact {
        Fact::NeedAssessed { need, assessed, .. } => Some((need, assessed)),
        _ => None,
    });
    let (need, read) = assessed.unwrap();
    assert!((need - 0.9).abs() < 1e-12 && need == read, "{need}, {read}");
}

#[test]
fn a_mission_that_goes_first_looks_before_members_are_asked() {
    let mut trial = Trial::new(plain("mission_first = true"), WORN);
    let facts = trial.history(0, 60.0);
    let assessed = when(&facts, |fact| matches!(fact, Fact::NeedAssessed { .. }));
    assert_eq!(assessed, [8.0], "a day to leave, three on site, one to write");
    assert_eq!(answers(&facts), [(13.0, Answer::Help(Level::Force))]);
    let mut calm = Trial::new(plain("mission_first = true"), BorderView { ready_men: 8_000.0, ..WORN });
    assert_eq!(answers(&calm.history(0, 60.0)), [(8.0, Answer::NoInvolvementNeeded)]);
}

#[test]
fn a_force_builds_up_by_the_day() {
    let mut trial = Trial::new(plain(""), WORN);
    let facts = trial.history(0, 60.0);
    let arrivals = when(&facts, |fact| matches!(fact, Fact::AlliedMenArrived { men: 500 }));
    assert_eq!(arrivals, [16.0, 17.0, 18.0, 19.0, 20.0], "two days of preparation, then 500 a day");
    assert_eq!(when(&facts, |fact| matches!(fact, Fact::HelpInPlace { level: Level::Force })), [20.0]);
    assert_eq!(trial.alliance.deliveries().men(), 2_500);
}

#[test]
fn what_was_asked_is_the_most_that_is_given_and_aid_comes_in_part() {
    let more = "asked = \"aid\"\n[alliance.delivery]\naid_days = 10.0\naid_fulfilment = 0.25\naid_tranches = 2\n";
    let mut trial = Trial::new(plain(more), WORN);
    let facts = trial.history(0, 60.0);
    assert_eq!(answers(&facts), [(13.0, Answer::Help(Level::Aid))]);
    let shares: Vec<f64> = facts
        .iter()
        .filter_map(|&(_, fact)| match fact {
            Fact::AidDelivered { share, .. } => Some(share),
            _ => None,
        })
        .collect();
    assert_eq!(shares, [0.125, 0.25]);
}

#[test]
fn a_low_reading_stops_the_case_with_a_statement() {
    let mut trial = Trial::new(plain(""), BorderView { ready_men: 8_000.0, ..WORN });
    let facts = trial.history(0, 60.0);
    assert_eq!(answers(&facts), [(12.0, Answer::NoInvolvementNeeded)], "no agenda, no adoption");
    assert!(when(&facts, |fact| matches!(fact, Fact::LevelVoted { .. })).is_empty());
    assert_eq!(when(&facts, |fact| matches!(fact, Fact::HelpInPlace { level: Level::Statement })), [12.0]);
}

#[test]
fn a_level_that_is_refused_falls_to_the_next_lower() {
    let text = "[alliance.level.force]\ncost = 50.0\n[alliance.level.aid]\ncost = 50.0\n";
    let mut trial = Trial::new(plain(text), WORN);
    let facts = trial.history(0, 60.0);
    let votes: Vec<(Level, u32, bool)> = facts
        .iter()
        .filter_map(|&(_, fact)| match fact {
            Fact::LevelVoted { level, supporters, carried } => Some((level, supporters, carried)),
            _ => None,
        })
        .collect();
    assert_eq!(votes, [(Level::Force, 0, false), (Level::Aid, 0, false), (Level::Exercise, 2, true)]);
    assert_eq!(answers(&facts), [(13.0, Answer::Help(Level::Exercise))]);
}

#[test]
fn a_refused_case_is_taken_up_again_when_the_load_has_grown() {
    let mut trial = Trial::new(plain(""), BorderView { ready_men: 8_000.0, ..WORN });
    trial.change = |day, border| border.ready_men = if day < 20 { 8_000.0 } else { 1_000.0 };
    let facts = trial.history(0, 80.0);
    let requests = when(&facts, |fact| matches!(fact, Fact::HelpRequested { .. }));
    assert_eq!(requests, [3.0, 26.0], "14 days after the answer of day 12");
    assert_eq!(answers(&facts), [(12.0, Answer::NoInvolvementNeeded), (36.0, Answer::Help(Level::Force))]);
}

#[test]
fn the_automatic_rule_asks_nobody() {
    let more = "rule = \"automatic\"\n[alliance.automatic]\nconditions = [\"facing-km\"]\nfacing_km = 400.0\npackage = [\"aid\", \"exercise\"]\n";
    let mut trial = Trial::new(plain(more), BorderView { facing_km: 0.0, ..WORN });
    trial.change = |day, border| border.facing_km = 100.0 * f64::from(day);
    let facts = trial.history(0, 200.0);
    assert_eq!(answers(&facts), [(6.0, Answer::Help(Level::Aid))], "400 km at day 5, a day to sign");
    assert_eq!(when(&facts, |fact| matches!(fact, Fact::HelpInPlace { level: Level::Exercise })).len(), 1);
    assert!(when(&facts, |fact| matches!(fact, Fact::LevelVoted { .. })).is_empty());
    assert_eq!(trial.alliance.case().status, Status::Answered(Answer::Help(Level::Aid)));
}

#[test]
fn a_standing_force_comes_without_a_vote() {
    let more = "[alliance.delivery]\nstanding_force_men = 1500\nstanding_force_days = 4.0\n";
    let mut trial = Trial::new(plain(more), BorderView { ready_men: 8_000.0, ..WORN });
    let facts = trial.history(0, 30.0);
    assert_eq!(when(&facts, |fact| matches!(fact, Fact::AlliedMenArrived { men: 1_500 })), [7.0]);
}

#[test]
fn six_gamma_stages_give_the_sum_of_their_lengths() {
    let gamma = "{ gamma = { shape = 2.0, scale = 1.5 } }";
    let text = format!(
        "[alliance]
active = true
request_delay_days = 0.0
intake_days = {gamma}
departure_days = {gamma}
on_site_days = {gamma}
report_days = {gamma}
adoption_days = {gamma}
[alliance.request]
conditions = [\"date\"]
date = 2021-05-01
[alliance.secretariat]
desks = 0
[alliance.assessment]
bias = 1.0
noise = 0.0
[alliance.organ.heads]
every_days = 0.0
[alliance.salience]
reminders_per_day = 0.0
[alliance.member.only]
attitude = 100.0
reply_days = {gamma}
"
    );
    let mut trial = Trial::new(scenario(&text), WORN);
    let mut lengths = Vec::new();
    for replication in 0..3_000 {
        lengths.push(answers(&trial.history(replication, 200.0))[0].0);
    }
    assert_mean(&lengths, 18.0, 27.0);
}

/// The paradox: with everything else equal, a host that mobilizes faster has less need when the mission looks, so the
/// alliance reads less need. Nothing but the border ties the two.
#[test]
fn faster_mobilization_lowers_the_need_that_the_alliance_reads() {
    let read = |stages: f64| -> Vec<f64> {
        let stage = |median: f64| format!("{{ log_normal = {{ median = {}, sigma = 0.5 }} }}", median * stages);
        let text = format!(
            "[mobilization]
reservists = 8000
call_up_days = {}
assembly_days = {}
transport_days = {}
preparation_days = {}
[mobilization.service]
fatigue_per_day = 0.0
[mobilization.trigger]
conditions = [\"date\"]
date = 2021-07-05
[alliance]
active = true
[alliance.request]
conditions = [\"date\"]
date = 2021-07-06
{MEMBERS}",
            stage(2.0),
            stage(3.0),
            stage(2.0),
            stage(6.0)
        );
        let mut trial = Trial::new(scenario(&text), WORN);
        (0..200)
            .map(|replication| {
                let facts = trial.history(replication, 200.0);
                let assessed = facts.iter().find_map(|&(_, fact)| match fact {
                    Fact::NeedAssessed { assessed, .. } => Some(assessed),
                    _ => None,
                });
                assessed.unwrap()
            })
            .collect()
    };
    let (slow, fast) = (read(1.0), read(0.25));
    let lower = slow.iter().zip(&fast).filter(|(slow, fast)| fast < slow).count();
    assert!(slow.iter().zip(&fast).all(|(slow, fast)| fast <= slow), "the same world, never more need");
    assert!(lower > 150, "{lower} of 200 worlds");
    let mean = |list: &[f64]| list.iter().sum::<f64>() / list.len() as f64;
    assert!(mean(&fast) < mean(&slow) - 0.1, "{} is not clearly below {}", mean(&fast), mean(&slow));
}

/// The shares that the design gives for 2021, computed from its formula: need U(0.3, 0.8), no noise in positions, consensus.
#[test]
fn positions_give_the_shares_of_the_design() {
    let rules = scenario(&format!("[alliance]\nactive = true\n[alliance.position]\nnoise_scale = 0.0\n{MEMBERS}"));
    let rules = &rules.sections.alliance;
    let agreed = |assessed: f64| {
        let hearing = Hearing { assessed, deal_open: false };
        let all = |level: Level| rules.members.iter().all(|member| support(rules, member, level, hearing, 0.5) >= 0.0);
        [Level::Force, Level::Aid, Level::Exercise, Level::Statement].into_iter().find(|&level| all(level))
    };
    assert_eq!(agreed(-0.03), None);
    assert_eq!(agreed(0.0), Some(Level::Statement));
    assert_eq!(agreed(0.30), Some(Level::Exercise));
    assert_eq!(agreed(0.45), Some(Level::Aid));
    assert_eq!(agreed(0.84), Some(Level::Aid));
    assert_eq!(agreed(0.86), Some(Level::Force));
    assert_eq!(Levels::one(Level::Aid).highest(), Level::Aid);
}
