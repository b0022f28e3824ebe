//! The alliance's fast track, on borders that stand still.

use super::case::Filing;
use crate::math::normal_sf;
use crate::model::answer::Answer;
use crate::model::border_view::BorderView;
use crate::model::fact::Fact;
use crate::model::index::AllianceId;
use crate::model::kinds::{CaseStage, Verdict, Voice};
use crate::model::trial::{MEMBERS, Trial, assert_mean, scenario};
use crate::scenario::{Level, Organ, Rung, RungResponse, Scenario, Watcher};
use crate::sim::Distribution;

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
    facing_share: 1.0,
    civilians_admitted: 0,
    civilians_in_host: 0,
    civilians_waiting: 0,
    districts_held: 0,
    place_held: [false; Watcher::COUNT],
};

/// An alliance in which everything takes days that are given, everybody is for everything, and nothing is left to chance.
fn plain(more: &str) -> Scenario {
    let mut plain = scenario(&format!(
        "[alliance]
active = true
request_delay_days = 2.0
intake_days = 1.0
departure_days = 1.0
on_site_days = 3.0
report_days = 1.0
adoption_days = 1.0
usual_response = {{ words = {{ ever = 20.0, log_days = {LOG_3} }}, meeting = {{ ever = -20.0 }}, aid = {{ ever = 20.0, log_days = -1.0 }}, force = {{ ever = 20.0, log_days = -1.0 }}, arrives = 20.0 }}
spread = {{ words = 0.0, meeting = 0.0, aid = 0.0, force = 0.0 }}
reputation = {{ reluctance_days = 0.0 }}
{more}
[alliance.secretariat]
desks = 0
[alliance.assessment]
bias = 0.0
noise = 0.0
noise_from_afar = 0.0
[alliance.organ.council]
every_days = 0.0
other_items_per_week = 0.0
[alliance.organ.ministers]
every_days = 0.0
other_items_per_week = 0.0
[alliance.organ.heads]
every_days = 0.0
other_items_per_week = 0.0
[alliance.salience]
reminders_per_day = 0.0
[alliance.member.lead]
lead = true
attitude_sd = 0.0
reply_days = 2.0
[alliance.member.other]
attitude_sd = 0.0
reply_days = 3.0
"
    ));
    plain.sections.alliance.delivery.force.preparation = Distribution::Constant { value: 2.0 };
    plain
}

/// ln(1 + 2): two days.
const LOG_3: f64 = 1.098_612_288_668_109_8;

fn when(facts: &[(f64, Fact)], wanted: impl Fn(&Fact) -> bool) -> Vec<f64> {
    facts.iter().filter(|(_, fact)| wanted(fact)).map(|&(time, _)| time).collect()
}

fn decisions(facts: &[(f64, Fact)]) -> Vec<(f64, Level, Verdict)> {
    let decision = |&(time, fact): &(f64, Fact)| match fact {
        Fact::Alliance(_, Answer::CaseDecided { level, verdict, .. }) => Some((time, level, verdict)),
        _ => None,
    };
    facts.iter().filter_map(decision).collect()
}

#[test]
fn voice_staff_and_organs_work_at_the_same_time() {
    let mut trial = Trial::new(plain("level.force.session_is_called = false"), WORN);
    let facts = trial.history(0, 60.0);
    assert_eq!(
        when(&facts, |fact| matches!(fact, Fact::Alliance(_, Answer::CaseOpened))),
        [1.0],
        "seen when day 1 begins"
    );
    assert_eq!(when(&facts, |fact| matches!(fact, Fact::Alliance(_, Answer::HelpRequested))), [3.0], "two days later");
    let words = when(&facts, |fact| matches!(fact, Fact::Alliance(_, Answer::WordsSpoken { .. })));
    assert_eq!(words, [3.0, 3.0], "the secretariat two days after the call; the mission on its second day");
    assert_eq!(when(&facts, |fact| matches!(fact, Fact::Alliance(_, Answer::MissionArrived { number: 0 }))), [2.0]);
    let stages: Vec<(CaseStage, f64)> = facts
        .iter()
        .filter_map(|&(_, fact)| match fact {
            Fact::Alliance(_, Answer::StageEnded { stage, days }) => Some((stage, days)),
            _ => None,
        })
        .collect();
    let expected = [
        (CaseStage::Departure, 1.0),
        (CaseStage::Intake, 1.0),
        (CaseStage::Secretariat, 0.0),
        (CaseStage::OnSite, 3.0),
        (CaseStage::Report, 1.0),
        (CaseStage::Consultations, 3.0),
        (CaseStage::Adoption, 1.0),
    ];
    assert_eq!(stages, expected);
    let assessed = facts.iter().find_map(|&(_, fact)| match fact {
        Fact::Alliance(_, Answer::NeedAssessed { need, assessed }) => Some((need, assessed)),
        _ => None,
    });
    let (need, read) = assessed.unwrap();
    assert!((need - 0.9).abs() < 1e-12 && need == read, "{need}, {read}");
    // The council is the first to hear the case when it is filed, and may decide on aid; the heads of state are next.
    assert_eq!(decisions(&facts)[0], (8.0, Level::Aid, Verdict::For));
}

#[test]
fn a_session_is_called_for_what_would_be_carried() {
    let mut rules = plain("");
    rules.sections.alliance.salience.convening = Distribution::Constant { value: 2.0 };
    let mut trial = Trial::new(rules, WORN);
    let facts = trial.history(0, 60.0);
    let heard = facts.iter().find_map(|&(time, fact)| match fact {
        Fact::Alliance(_, Answer::CaseHeard { organ, extraordinary: true }) => Some((time, organ)),
        _ => None,
    });
    assert_eq!(heard, Some((3.0, Organ::Heads)), "force is ready at the call, the session two days later");
    assert_eq!(decisions(&facts), [(4.0, Level::Force, Verdict::For)], "a day to sign");
    assert_eq!(when(&facts, |fact| matches!(fact, Fact::Alliance(_, Answer::CaseClosed { met: true }))), [4.0]);
    let arrivals = when(&facts, |fact| matches!(fact, Fact::Alliance(_, Answer::AlliedMenArrived { men: 500 })));
    assert_eq!(arrivals, [6.0, 7.0, 8.0, 9.0, 10.0], "the first two days after the decision, 500 a day");
    assert_eq!(
        when(&facts, |fact| matches!(fact, Fact::Alliance(_, Answer::HelpInPlace { level: Level::Force }))),
        [10.0]
    );
    assert_eq!(trial.alliance.deliveries().men(), 2_500);
}

#[test]
fn what_was_asked_is_the_most_that_is_given_and_aid_comes_in_part() {
    let more = "asked = \"aid\"\ndelivery = { aid_days = 10.0, aid_fulfilment = 0.25, aid_tranches = 2 }";
    let mut trial = Trial::new(plain(more), WORN);
    let facts = trial.history(0, 60.0);
    assert_eq!(decisions(&facts), [(8.0, Level::Aid, Verdict::For)], "3 + 1 + 3 days, and one to sign");
    let shares: Vec<f64> = facts
        .iter()
        .filter_map(|&(_, fact)| match fact {
            Fact::Alliance(_, Answer::AidDelivered { share, .. }) => Some(share),
            _ => None,
        })
        .collect();
    assert_eq!(shares, [0.125, 0.25]);
}

#[test]
fn no_need_is_said_and_closes_nothing() {
    let mut trial = Trial::new(plain("asked = \"aid\""), BorderView { ready_men: 9_000.0, ..WORN });
    let facts = trial.history(0, 60.0);
    let against =
        |fact: &Fact| matches!(fact, Fact::Alliance(_, Answer::WordsSpoken { verdict: Verdict::Against, .. }));
    assert_eq!(when(&facts, against), [3.0, 3.0]);
    assert_eq!(decisions(&facts), [(8.0, Level::Aid, Verdict::For)], "members go above the staff");
}

#[test]
fn a_refusal_closes_nothing_and_is_not_repeated_without_news() {
    let more = "asked = \"aid\"\nposition = { need_weight = 100.0 }\n[alliance.assessment.again]\nafter_days = 14.0";
    let mut rules = plain(more);
    // A session is called two days after the call.
    rules.sections.alliance.usual_response.rungs[Rung::Meeting as usize] = RungResponse { ever: 20.0, log_days: LOG_3 };
    let mut trial = Trial::new(rules, BorderView { ready_men: 9_000.0, ..WORN });
    trial.change = |day, border| border.ready_men = if day < 20 { 9_000.0 } else { 1_000.0 };
    let facts = trial.history(0, 80.0);
    let missions = when(&facts, |fact| matches!(fact, Fact::Alliance(_, Answer::MissionArrived { .. })));
    assert_eq!(missions, [2.0, 22.0], "the border got worse on day 20, 14 days or more after the report");
    let decided = decisions(&facts);
    let refusals: Vec<f64> = decided.iter().filter(|one| one.2 == Verdict::Against).map(|one| one.0).collect();
    assert_eq!(refusals, [3.0, 7.0], "in the called session, and once more with the staff's report");
    assert_eq!(decided.last(), Some(&(27.0, Level::Aid, Verdict::For)), "with the second report");
}

#[test]
fn the_automatic_rule_asks_nobody() {
    let more = "rule = \"automatic\"\nautomatic = { conditions = [\"facing-km\"], facing_km = 400.0, package = [\"aid\", \"exercise\"] }";
    let mut trial = Trial::new(plain(more), BorderView { facing_km: 0.0, ..WORN });
    trial.change = |day, border| border.facing_km = 100.0 * f64::from(day);
    let facts = trial.history(0, 200.0);
    assert_eq!(decisions(&facts), [(6.0, Level::Aid, Verdict::For)], "400 km at day 5, a day to sign");
    assert_eq!(
        when(&facts, |fact| matches!(fact, Fact::Alliance(_, Answer::HelpInPlace { level: Level::Exercise }))).len(),
        1
    );
    assert!(when(&facts, |fact| matches!(fact, Fact::Alliance(_, Answer::LevelVoted { .. }))).is_empty());
    assert!(trial.alliance.case().closed && trial.alliance.case().filing == Filing::Waiting);
}

#[test]
fn a_standing_force_comes_without_a_vote() {
    let more = "delivery = { standing_force_men = 1500, standing_force_days = 4.0 }";
    let mut trial = Trial::new(plain(more), WORN);
    let facts = trial.history(0, 30.0);
    assert_eq!(when(&facts, |fact| matches!(fact, Fact::Alliance(_, Answer::AlliedMenArrived { men: 1_500 }))), [5.0]);
}

/// At the usual need a level is ever carried as often as the record says, whatever the members' differences, under the usual rule; a laxer rule carries more.
#[test]
fn levels_are_carried_as_often_as_the_record_has_it() {
    let share = |rule: &str| {
        let text = format!(
            "[alliance]
active = true
asked = \"aid\"
rule = \"{rule}\"
adoption_days = 0.0
usual_response = {{ aid = {{ ever = -0.5, log_days = -1.0 }} }}
spread = {{ aid = 0.0 }}
[alliance.request]
conditions = [\"date\"]
date = 2021-05-01
[alliance.position]
usual_need = 0.9
[alliance.assessment]
noise = 0.0
noise_from_afar = 0.0
[alliance.salience]
reminders_per_day = 0.0
{MEMBERS}"
        );
        let mut trial = Trial::new(scenario(&text), WORN);
        let carried = |replication: u64| {
            let facts = trial.history(replication, 90.0);
            f64::from(u8::from(decisions(&facts).iter().any(|decision| decision.2 == Verdict::For)))
        };
        (0..4_000).map(carried).collect::<Vec<f64>>()
    };
    let (consensus, majority) = (share("consensus"), share("majority"));
    // The pivot's own variance adds to that of the will to help: the share lies a little nearer to one half than Phi(-0.5).
    let (exact, found) = (normal_sf(0.5), consensus.iter().sum::<f64>() / 4_000.0);
    let error = (exact * (1.0 - exact) / 4_000.0).sqrt();
    assert!((found - exact).abs() < 5.0 * error + 0.012, "{found}, the record's {exact}");
    let more = majority.iter().zip(&consensus).all(|(majority, consensus)| majority >= consensus);
    assert!(more && majority.iter().sum::<f64>() > consensus.iter().sum::<f64>() + 200.0);
}

/// Days to the first words are those of the record: reached with probability Phi(ever), then log-normal.
#[test]
fn first_words_come_as_the_record_has_it() {
    let text = format!(
        "[alliance]
active = true
fact_finding = false
usual_response = {{ words = {{ ever = 0.5, log_days = 1.2 }}, meeting = {{ ever = -20.0 }} }}
spread = {{ words = 0.8 }}
[alliance.request]
conditions = [\"date\"]
date = 2021-05-01
[alliance.organ.council]
every_days = 1000.0
[alliance.salience]
reminders_per_day = 0.0
{MEMBERS}"
    );
    let mut trial = Trial::new(scenario(&text), WORN);
    let spoken: Vec<Option<f64>> = (0..3_000)
        .map(|replication| {
            let facts = trial.history(replication, 360.0);
            let office = |fact: &Fact| {
                matches!(fact, Fact::Alliance(_, Answer::WordsSpoken { voice: Voice::Secretariat | Voice::Lead, .. }))
            };
            when(&facts, office).first().copied()
        })
        .collect();
    let logs: Vec<f64> = spoken.iter().flatten().map(|days| days.ln_1p()).collect();
    let reached: Vec<f64> = spoken.iter().map(|day| f64::from(u8::from(day.is_some()))).collect();
    let probability = normal_sf(-0.5);
    assert_mean(&reached, probability, probability * (1.0 - probability));
    // days below zero count as none: the mean of max(0, N(1.2, 0.8)) by its closed form
    let (mean, sd) = (1.2_f64, 0.8_f64);
    let density = (-0.5 * (mean / sd).powi(2)).exp() / (2.0 * std::f64::consts::PI).sqrt();
    let censored = mean * normal_sf(-mean / sd) + sd * density;
    assert_mean(&logs, censored, sd * sd);
}

/// Waiting for a quorum: the k-th of n exponential replies comes after the sum of 1 / ((n - i) r) on average.
#[test]
fn consultations_last_until_enough_have_replied() {
    let text = format!(
        "[alliance]
active = true
replies_needed = 4
request_delay_days = 0.0
intake_days = 0.0
fact_finding = false
usual_response = {{ meeting = {{ ever = -20.0 }} }}
reputation = {{ reluctance_days = 0.0 }}
[alliance.request]
conditions = [\"date\"]
date = 2021-05-01
[alliance.secretariat]
desks = 0
[alliance.salience]
reminders_per_day = 0.0
{}",
        MEMBERS.replace("attitude =", "reply_days = { exponential = { mean = 3.0 } }\nattitude =")
    );
    let mut trial = Trial::new(scenario(&text), WORN);
    let lengths: Vec<f64> = (0..3_000)
        .map(|replication| {
            let facts = trial.history(replication, 120.0);
            let consultations = facts.iter().find_map(|&(_, fact)| match fact {
                Fact::Alliance(_, Answer::StageEnded { stage: CaseStage::Consultations, days }) => Some(days),
                _ => None,
            });
            consultations.unwrap()
        })
        .collect();
    let terms = || (3..=6).map(|left| 3.0 / f64::from(left));
    assert_mean(&lengths, terms().sum(), terms().map(|x| x * x).sum());
}

/// Twice the attention halves what is left.
#[test]
fn attention_quickens_what_ripens() {
    let with = |milestone: &str| {
        let text = format!(
            "[alliance]
active = true
fact_finding = false
usual_response = {{ words = {{ ever = 20.0, log_days = {} }}, meeting = {{ ever = -20.0 }}, aid = {{ ever = -20.0 }}, force = {{ ever = -20.0 }} }}
spread = {{ words = 0.0 }}
[alliance.request]
conditions = [\"date\"]
date = 2021-05-01
[alliance.voice]
again_at = 1000.0
[alliance.organ.council]
every_days = 1000.0
[alliance.salience]
reminders_per_day = 0.0
half_life_days = 100000.0
{MEMBERS}
{milestone}",
            41.0_f64.ln()
        );
        let mut trial = Trial::new(scenario(&text), WORN);
        let facts = trial.history(0, 120.0);
        when(&facts, |fact| matches!(fact, Fact::Alliance(_, Answer::WordsSpoken { .. })))[0]
    };
    assert!((with("") - 40.0).abs() < 1e-9);
    let doubled = with("[milestone.alarm]\ndate = 2021-05-21\nsalience = 1.0\n");
    assert!((doubled - 30.0).abs() < 0.01, "{doubled}: twenty days at once the speed, ten at twice");
}

/// The paradox: with everything else equal, a host that mobilizes faster has less need when the mission looks, so the
/// alliance reads less need. Nothing but the border ties the two, and it holds only where reservists are in place before the mission has left: a mission that
/// comes a day after the call sees the same border under both.
#[test]
fn faster_mobilization_lowers_the_need_that_the_alliance_reads() {
    let read = |stages: f64, departure: f64| -> Vec<f64> {
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
departure_days = {departure}
on_site_days = 1.0
[alliance.request]
conditions = [\"date\"]
date = 2021-07-05
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
                    Fact::Alliance(_, Answer::NeedAssessed { assessed, .. }) => Some(assessed),
                    _ => None,
                });
                assessed.unwrap()
            })
            .collect()
    };
    let (slow, fast) = (read(1.0, 10.0), read(0.25, 10.0));
    let lower = slow.iter().zip(&fast).filter(|(slow, fast)| fast < slow).count();
    assert!(slow.iter().zip(&fast).all(|(slow, fast)| fast <= slow), "the same world, never more need");
    assert!(lower > 150, "{lower} of 200 worlds");
    let (slow, fast) = (read(1.0, 0.1), read(0.5, 0.1));
    let same = slow.iter().zip(&fast).filter(|(slow, fast)| fast == slow).count();
    assert!(same > 150, "an early mission reads the same need in {same} of 200 worlds");
}

#[test]
fn sessions_that_are_called_again_at_once_end_all_the_same() {
    let mut rules = plain("asked = \"aid\"\nlevel = { aid = { organ = \"heads\" } }");
    let alliance = &mut rules.sections.alliance;
    alliance.usual_response.rungs[Rung::Meeting as usize] = RungResponse { ever: 20.0, log_days: -1.0 };
    alliance.usual_response.rungs[Rung::Aid as usize] = RungResponse { ever: -20.0, log_days: -1.0 };
    alliance.salience.session_again = Distribution::Constant { value: 0.0 };
    let facts = Trial::new(rules, WORN).history(0, 30.0);
    let sessions =
        when(&facts, |fact| matches!(fact, Fact::Alliance(_, Answer::CaseHeard { extraordinary: true, .. })));
    assert_eq!(sessions.len(), 29, "one a day from the call on");
}

/// What the mission found: need as it was.
fn need_found(more: &str, border: BorderView) -> f64 {
    let rules = plain(&format!("level.force.session_is_called = false\n{more}"));
    let facts = Trial::new(rules, border).history(0, 7.5);
    let found = facts.iter().find_map(|&(_, fact)| match fact {
        Fact::Alliance(_, Answer::NeedAssessed { need, .. }) => Some(need),
        _ => None,
    });
    found.unwrap()
}

#[test]
fn need_is_the_greatest_missing_share_of_what_is_asked_for() {
    let relief = |ready: f64, asked: bool| {
        format!("[need.relief]\nunit = \"kits\"\nof = \"civilians-in-host\"\nready = {ready}\nasked = {asked}\n")
    };
    let border = BorderView { civilians_in_host: 800, ..WORN };
    let calm = BorderView { ready_men: 10_000.0, ..border };
    let close = |need: f64, expected: f64| (need - expected).abs() < 1e-12;
    assert!(close(need_found(&relief(200.0, true), border), 0.9), "men are scarcer");
    assert!(close(need_found(&relief(0.0, true), border), 1.0), "kits are scarcer");
    assert!(close(need_found(&relief(200.0, true), calm), 0.75), "men suffice, kits do not");
    assert!(close(need_found(&relief(200.0, false), calm), 0.0), "nobody asks for kits");
    let nowhere = BorderView { facing_km: 900.0, ..BorderView::default() };
    let missing = "[need.air_defence]\nunit = \"batteries\"\nof = \"constant\"\nper = 4.0\nready = 1.0\n";
    assert!(
        close(need_found(missing, nowhere), 0.75),
        "a kind takes the place of the need that is assumed without a border"
    );
    assert!(close(need_found("", nowhere), 0.5));
}

#[test]
fn help_of_a_kind_comes_and_leaves_in_parts() {
    let more = "[need.relief]\nunit = \"kits\"\nof = \"constant\"\nper = 10.0\n\
                force = { amount = 8.0, parts = 2, days = 4.0, stay_days = 3.0 }\n";
    let mut trial = Trial::new(plain(more), WORN);
    let facts = trial.history(0, 60.0);
    let of_kind: Vec<(f64, Fact)> = facts
        .into_iter()
        .filter(|(_, fact)| {
            matches!(
                fact,
                Fact::Alliance(_, Answer::HelpOfKindArrived { .. }) | Fact::Alliance(_, Answer::HelpOfKindLeft { .. })
            )
        })
        .collect();
    let arrived = |to_come| {
        let arrived = Answer::HelpOfKindArrived { kind: 0, level: Level::Force, amount: 4.0, to_come };
        Fact::Alliance(AllianceId::FIRST, arrived)
    };
    let left = Fact::Alliance(AllianceId::FIRST, Answer::HelpOfKindLeft { kind: 0, amount: 4.0 });
    assert_eq!(of_kind.iter().map(|(_, fact)| *fact).collect::<Vec<_>>(), [arrived(1), arrived(0), left, left]);
    let decided = 2.0;
    assert_eq!(
        of_kind.iter().map(|&(time, _)| time).collect::<Vec<_>>(),
        [4.0, 4.0, 7.0, 7.0].map(|day| decided + day)
    );
    let mut promised = plain(more);
    promised.sections.alliance.usual_response.arrives = -20.0;
    let facts = Trial::new(promised, WORN).history(0, 60.0);
    assert!(
        when(&facts, |fact| matches!(fact, Fact::Alliance(_, Answer::HelpOfKindArrived { .. }))).is_empty(),
        "a force that never comes brings nothing"
    );
}
