//! Promise: a scenario can ask alliances besides the first, at the same time or after it has refused, kept silent or decided nothing;
//! times are exact where nothing is left to chance, help of all adds up at the border, one that is never asked changes no number of
//! the first one's, and what is wrong with one is told with its place and a remedy.

#![allow(clippy::panic, clippy::unwrap_used)]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use panj::experiment::{CrisisSimulator, Record, Simulator};
use panj::outcome::{Kind, Layout, Metric, Series};
use panj::scenario::{Assignment, Overlay, ScenarioSource};

/// Outcomes of worlds, by name, and their daily series one after another.
fn worlds(source: &ScenarioSource, replications: impl Iterator<Item = u64>) -> Vec<(BTreeMap<String, f64>, Vec<u32>)> {
    let scenario = Arc::new(source.resolve(&Overlay::none()).unwrap_or_else(|problems| panic!("{problems}")));
    let simulator = CrisisSimulator::new(vec![scenario]).unwrap();
    let (metrics, layout) = (simulator.metrics(), Layout::of(simulator.metrics()));
    let days = Series::offsets(simulator.series()).1;
    let places: usize = simulator.by_place().iter().map(|one| one.places.len()).sum();
    let mut workspace = simulator.workspace();
    let world = |replication| {
        let mut record = Record { row: vec![0.0; layout.width()], series: vec![0; days + places], events: 0 };
        simulator.replicate(0, 11, replication, &mut workspace, &mut record).unwrap();
        let outcome = |(at, metric): (usize, &Metric)| (metric.id.to_string(), record.row[layout.column(at)]);
        (metrics.iter().enumerate().map(outcome).collect(), record.series)
    };
    replications.map(world).collect()
}

fn open(text: &str) -> ScenarioSource {
    ScenarioSource::from_texts(&[("scenario.toml", text)]).unwrap_or_else(|problems| panic!("{problems}"))
}

fn one(text: &str) -> BTreeMap<String, f64> {
    worlds(&open(text), 0..1).remove(0).0
}

/// ln(1 + days)
fn log_days(days: f64) -> f64 {
    (1.0 + days).ln()
}

/// An alliance at a path that leaves nothing to chance: words and a session after so many days, and everybody for help, or against it.
fn alliance(at: &str, helps: bool, more: &str) -> String {
    let ever = if helps { 20.0 } else { -20.0 };
    let (words, meeting) = (log_days(2.0), log_days(4.0));
    format!(
        "[{at}]
active = true
fact_finding = false
{more}
[{at}.usual_response]
words = {{ ever = 20.0, log_days = {words} }}
meeting = {{ ever = 20.0, log_days = {meeting} }}
aid = {{ ever = {ever:.1}, log_days = -1.0 }}
force = {{ ever = {ever:.1}, log_days = -1.0 }}
arrives = 20.0
[{at}.spread]
words = 0.0
meeting = 0.0
aid = 0.0
force = 0.0
[{at}.salience]
reminders_per_day = 0.0
[{at}.member.one]
lead = true
attitude_sd = 0.0
[{at}.delivery]
force_men = 100
force_preparation_days = 3.0
"
    )
}

const HEAD: &str = "schema = 1\ntitle = \"Two\"\nstart = 2021-05-01\nend = 2021-08-08\n";
/// The host calls the first alliance on day 10.
const ON_DAY_10: &str = "request = { conditions = [\"date\"], date = 2021-05-11 }";

/// Two alliances: the first refuses on day 14, the second would help at once.
fn asked_after(after: &str, need: f64) -> String {
    let assessment =
        format!("assessment = {{ noise = 0.0, noise_from_afar = 0.0, need_without_border = {need:.1} }}\n");
    let first = alliance("alliance", false, &format!("{ON_DAY_10}\nasked = \"aid\"\n{assessment}"));
    let second = alliance("also_asked.second", true, &format!("name = \"the Union\"\n{after}\n"));
    format!("{HEAD}{first}{second}")
}

#[test]
fn another_is_called_after_what_the_first_one_says_or_leaves_undone() {
    for (answers, days, need, called) in [
        ("\"refused\"", 30.0, 1.0, 14.0),
        ("\"no-need\"", 30.0, 1.0, f64::NAN),
        ("\"no-need\"", 30.0, 0.0, 12.0),
        ("\"silence\"", 1.0, 1.0, 11.0),
        ("\"silence\"", 3.0, 1.0, f64::NAN),
        ("\"no-help\"", 30.0, 1.0, 40.0),
        ("\"no-help\", \"refused\"", 1.0, 1.0, 11.0),
        ("", 1.0, 0.0, f64::NAN),
    ] {
        let outcomes = one(&asked_after(&format!("after = {{ answers = [{answers}], days = {days} }}"), need));
        let of = |id: &str| outcomes[id];
        assert_eq!(of("call_days"), 10.0);
        assert_eq!(of("decision_days"), 4.0, "the first one is as it would be alone");
        assert_eq!(of("any_call_days"), 10.0);
        if called.is_nan() {
            assert!(of("also_second_call_days").is_nan() && of("any_help_days").is_nan(), "{answers} {days}");
            assert_eq!(of("help_first_from"), 0.0);
            continue;
        }
        assert_eq!(of("also_second_call_days"), called, "{answers} {days}");
        assert_eq!([of("also_second_force_decided_days"), of("also_second_material_help_days")], [0.0, 3.0]);
        assert_eq!(of("any_help_days"), called + 3.0 - 10.0);
        assert_eq!(of("help_first_from"), 2.0, "of the second");
        assert!(of("material_help_days").is_nan());
    }
}

#[test]
fn a_call_that_is_taken_back_sets_nothing_off() {
    let after = "after = { answers = [\"no-help\", \"refused\"], days = 30.0 }";
    let back = |day| format!("[milestone.back]\ndate = 2021-05-{day}\nwithdrawal = 1\n");
    let days = |more: &str| one(&format!("{}{more}", asked_after(after, 1.0)))["also_second_call_days"];
    assert!(days(&back(13)).is_nan());
    assert_eq!(days(&back(16)), 14.0, "it was called before");
    // What a milestone does to an alliance it does to the one that it names.
    assert_eq!(days("[milestone.ask]\ndate = 2021-05-05\nrequest = 1\nalso_asked = \"second\"\n"), 4.0);
    let first = "[milestone.ask]\ndate = 2021-05-05\nrequest = 1\n";
    let outcomes = one(&format!("{}{first}", asked_after(after, 1.0)));
    assert_eq!([outcomes["call_days"], outcomes["also_second_call_days"]], [4.0, 8.0]);
}

#[test]
fn a_third_can_wait_for_the_second() {
    let second = alliance(
        "also_asked.second",
        false,
        "request = { conditions = [\"date\"], date = 2021-05-21 }\nasked = \"aid\"",
    );
    let third = alliance("also_asked.third", true, "after = { of = \"second\", answers = [\"refused\"] }");
    let first = alliance("alliance", false, "request = { conditions = [] }");
    let outcomes = one(&format!("{HEAD}{first}{second}{third}"));
    assert_eq!([outcomes["also_second_call_days"], outcomes["also_third_call_days"]], [20.0, 24.0]);
    assert_eq!([outcomes["any_call_days"], outcomes["any_help_days"], outcomes["help_first_from"]], [20.0, 7.0, 3.0]);
}

/// Six batteries are required, the host has one; the first alliance brings four on day 30, the second, called that day, three on day 35.
#[test]
fn help_of_both_fills_the_need_and_each_sees_what_the_other_brought() {
    let mission = "fact_finding = true\ndeparture_days = 1.0\non_site_days = 2.0\nreport_days = 1.0\n";
    let first = alliance("alliance", true, &format!("{ON_DAY_10}\n")).replace("fact_finding = false\n", mission);
    let second = "request = { conditions = [\"date\"], date = 2021-05-31 }\n";
    let second = alliance("also_asked.second", true, second).replace("fact_finding = false\n", mission);
    let need = "[need.air_defence]
unit = \"batteries\"
of = \"constant\"
per = 6.0
ready = 1.0
force = { amount = 4.0, days = 20.0 }
[also_asked.second.brings.air_defence]
force = { amount = 3.0, days = 5.0 }
";
    let outcomes = one(&format!("{HEAD}{first}{second}{need}").replace("force_men = 100", "force_men = 0"));
    let of = |id: &str| outcomes[id];
    assert_eq!([of("call_days"), of("also_second_call_days")], [10.0, 30.0]);
    // 5 missing for 30 days, 1 for 5; relieved are 4 for 5 days and 5 for 65.
    assert_eq!([of("need_air_defence_short"), of("need_air_defence_relief")], [155.0, 345.0]);
    assert_eq!(of("need_air_defence_covered_days"), 35.0);
    assert!((of("need") - 5.0 / 6.0).abs() < 1e-6);
    assert!((of("also_second_need") - 1.0 / 6.0).abs() < 1e-6, "{}", of("also_second_need"));
    assert_eq!([of("material_help_days"), of("also_second_material_help_days")], [20.0, 5.0]);
    assert_eq!([of("help_first_from"), of("any_help_days")], [1.0, 20.0]);
}

/// A copy of the tutorial with more lines in its scenario.
fn tutorial(more: &str) -> ScenarioSource {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/tutorial");
    let copy = tempfile::tempdir().unwrap();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        fs::copy(&path, copy.path().join(path.file_name().unwrap())).unwrap();
    }
    let document = copy.path().join("scenario.toml");
    fs::write(&document, format!("{}\n{more}", fs::read_to_string(&document).unwrap())).unwrap();
    ScenarioSource::open(copy.path()).unwrap_or_else(|problems| panic!("{problems}"))
}

#[test]
fn one_that_is_not_asked_or_brings_nothing_leaves_the_first_as_it_is() {
    let plain = worlds(&tutorial(""), 0..30);
    let silent = "[also_asked.union]\n[also_asked.union.member.one]\n";
    let nothing = format!(
        "{silent}[also_asked.union.request]\nconditions = [\"incidents\"]\n\
         [also_asked.union.delivery]\nforce_men = 0\naid_infrastructure = 0.0\n"
    );
    for (more, asked) in [(silent, false), (nothing.as_str(), true)] {
        let with = worlds(&tutorial(more), 0..30);
        let mut calls = 0;
        for ((outcomes, series), (plain, plain_series)) in with.iter().zip(&plain) {
            for (id, value) in plain {
                assert_eq!(value.to_bits(), outcomes[id].to_bits(), "{id}");
            }
            assert_eq!(series, plain_series);
            calls += usize::from(outcomes["also_union_call_days"].is_finite());
        }
        assert_eq!(calls > 0, asked);
    }
}

#[test]
fn an_alliance_has_random_numbers_of_its_own_that_hang_on_the_world_alone() {
    // Two alliances that are described alike and called at the same time.
    let like = |at: &str| format!("[{at}]\nactive = true\n{ON_DAY_10}\n[{at}.member.one]\n[{at}.member.two]\n");
    let source = open(&format!("{HEAD}{}{}", like("alliance"), like("also_asked.twin")));
    let bits = |(outcomes, _): &(BTreeMap<String, f64>, Vec<u32>)| -> Vec<u64> {
        outcomes.values().map(|value| value.to_bits()).collect()
    };
    let there: Vec<_> = worlds(&source, 0..40).iter().map(bits).collect();
    let mut back: Vec<_> = worlds(&source, (0..40).rev()).iter().map(bits).collect();
    back.reverse();
    assert!(there == back, "whatever was simulated before");
    let alike = |(outcomes, _): &(BTreeMap<String, f64>, Vec<u32>)| {
        outcomes["words_days"].to_bits() == outcomes["also_twin_words_days"].to_bits()
    };
    assert!(worlds(&source, 0..40).iter().filter(|world| alike(world)).count() < 40, "it draws its own");
}

const UNION: &str = r#"
[names]
alliance = "the Union"
lead = "the East"
[alliance]
rule = "majority"
[alliance.member.east]
lead = true
attitude = 0.5
[alliance.member.west]
[uncertainty]
"alliance.member.west.attitude" = { uniform = [0.0, 1.0], source = "assumption" }
"alliance.intake_days" = { uniform = [1.0, 2.0], source = "assumption" }
[status]
source = ["alliance.rule"]
"#;

/// A home with two alliances, and a scenario that names both.
fn home() -> tempfile::TempDir {
    let home = tempfile::tempdir().unwrap();
    let put = |file: &str, text: &str| {
        let path = home.path().join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    put(
        "alliances/pact/alliance.toml",
        "[names]\nalliance = \"the Pact\"\n[alliance]\nrule = \"consensus\"\n[alliance.member.north]\n",
    );
    put("alliances/union/alliance.toml", UNION);
    put("alliances/union/posterior.csv", "alliance.member.east.attitude,weight\n0.25,1\n0.75,1\n");
    put("alliances/union/organs.csv", "date,organ,kind\n2021-06-02,heads,regular\n2021-12-01,heads,regular\n");
    let scenario = format!(
        "{HEAD}[files]\nalliance = \"pact\"\n[alliance]\nactive = true\n{ON_DAY_10}\n\
         [also_asked.east]\nfolder = \"union\"\nintake_days = 3.0\n[also_asked.east.after]\nanswers = [\"no-help\"]\n\
         [change.later]\ndate = 2021-06-01\nset = {{ \"also_asked.east.position.need_weight\" = 3.0 }}\n\
         [policy.baseline]\nsummary = \"as it is\"\n[policy.all]\nsummary = \"all\"\nset = {{ \"also_asked.east.rule\" = \"consensus\" }}\n"
    );
    put("scenarios/two/scenario.toml", &scenario);
    home
}

#[test]
fn its_folder_says_what_the_scenario_does_not() {
    let home = home();
    let source =
        ScenarioSource::open(&home.path().join("scenarios/two")).unwrap_or_else(|problems| panic!("{problems}"));
    let scenario = source.resolve(&Overlay::none()).unwrap();
    let east = &scenario.sections.also_asked[0];
    assert_eq!((&*east.name, &*east.lead, &*scenario.names.alliance), ("the Union", "the East", "the Pact"));
    assert_eq!(east.rules.members.len(), 2);
    assert!(east.rules.active && east.rules.request.conditions.is_empty());
    assert_eq!(east.rules.organs[2].sessions.len(), 2, "its calendar is that of its meetings");
    // Priors and statuses come with it, but for what the scenario gives.
    let priors: Vec<&str> = source.uncertainty().iter().map(|prior| prior.path.as_str()).collect();
    assert_eq!(priors, ["also_asked.east.member.west.attitude"]);
    let values = source.resolved_values(&Overlay::none()).unwrap();
    let value = values.iter().find(|value| value.path == "also_asked.east.rule").unwrap();
    assert!(value.given_by.ends_with("alliances/union/alliance.toml:6"), "{}", value.given_by);
    // So does its sample.
    let samples = source.shipped_posteriors().unwrap();
    assert_eq!(samples[0].paths, ["also_asked.east.member.east.attitude"]);
    source.check_posteriors().unwrap();
    // Policies, assignments and changes reach it.
    let with = |overlay: Overlay| source.resolve(&overlay).unwrap().sections.also_asked[0].rules.clone();
    let set = Assignment::new("also_asked.east.member.east.attitude", 0.75);
    let attitude = with(Overlay { sets: vec![set], ..Overlay::none() }).members[0].attitude;
    assert_eq!((attitude, east.rules.members[0].attitude), (0.75, 0.5));
    let policy = with(Overlay { policy: Some("all".to_owned()), ..Overlay::none() });
    assert!(policy.rule != east.rules.rule);
    assert_eq!(scenario.changes[0].sections.also_asked[0].rules.position.need, 3.0);
    assert_eq!(scenario.changes[0].sections.also_asked[0].rules.members, east.rules.members);
    // Its files are the scenario's.
    let files: Vec<&str> = source.inputs().iter().map(|file| file.name.as_str()).collect();
    for file in ["alliance.toml", "posterior.csv", "organs.csv"] {
        assert!(files.contains(&format!("alliances/union/{file}").as_str()), "{files:?}");
    }
}

fn panj(home: &Path, arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_panj")).current_dir(home).args(arguments).output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{arguments:?}: {text}");
    text
}

#[test]
fn commands_name_the_right_one() {
    let home = home();
    let at = home.path();
    let screen = panj(at, &["run", "scenarios/two", "-n", "200", "--threads", "2", "--out", "two"]);
    assert!(screen.contains("How far the Union came"), "{screen}");
    panj(at, &["run", "scenarios/two", "-n", "200", "--threads", "1", "--out", "again"]);
    let table = |folder: &str| fs::read(at.join(folder).join("outcomes.parquet")).unwrap();
    assert!(table("two") == table("again"), "any number of threads gives the same bytes");
    assert!(at.join("two/scenario/alliances/union/alliance.toml").exists(), "the copy of the scenario has it");
    panj(at, &["rerun", "two", "--out", "rerun"]);
    assert!(table("two") == table("rerun"));
    let trace = panj(at, &["trace", "scenarios/two", "--replication", "3"]);
    for words in ["calls the Pact: the case is open", "calls the Union: the case is open"] {
        assert!(trace.contains(words), "{trace}");
    }
    assert!(panj(at, &["check", "scenarios/two"]).contains("also_asked.east.intake_days"));
    assert!(panj(at, &["explain", "also_asked.east.after.answers"]).contains("no-help"));
    panj(at, &["new", "copy", "--from", "scenarios/two"]);
    assert!(at.join("copy/alliances/union/alliance.toml").exists());
    panj(at, &["check", "copy"]);
}

#[test]
fn metrics_carry_its_name_and_names_of_metrics_that_there_are() {
    let scenario = open(&asked_after("after = { answers = [\"refused\"] }", 1.0)).resolve(&Overlay::none()).unwrap();
    let simulator = CrisisSimulator::new(vec![Arc::new(scenario)]).unwrap();
    let find =
        |id: &str| simulator.metrics().iter().find(|metric| metric.id == id).unwrap_or_else(|| panic!("no {id}"));
    let decision = find("also_second_decision_days");
    assert_eq!(decision.label, "first decision (the Union)");
    assert_eq!(decision.ending.as_ref().unwrap().metric, "also_second_verdict");
    assert_eq!(decision.meaning, "the Union: days from the call until the first decision on help");
    let Kind::Level(levels) = &find("help_first_from").kind else { panic!("no levels") };
    assert_eq!(levels, &["nobody", "alliance", "the Union"]);
    let own = simulator.metrics().iter().filter(|metric| metric.id.starts_with("also_second_")).count();
    assert!(own > 30 && simulator.metrics().iter().all(|metric| !metric.meaning.contains('{')));
}

#[test]
fn what_is_wrong_with_one_is_told() {
    let five: String = (0..5).map(|k| format!("[also_asked.a{k}]\n")).collect();
    for (more, parts) in [
        ("[also_asked.Union]\n", &["also_asked.Union", "small letters", "another name"][..]),
        ("[also_asked.alliance]\n", &["also_asked.alliance", "not `alliance`"]),
        ("[also_asked.u]\nfolder = \"nowhere\"\n", &["also_asked.u.folder", "nowhere"]),
        (
            "[also_asked.u]\nafter = { of = \"v\" }\n",
            &["also_asked.u.after.of", "another alliance that is asked: alliance"],
        ),
        ("[also_asked.u]\nafter = { of = \"u\" }\n", &["also_asked.u.after.of", "another alliance"]),
        (
            "[also_asked.u]\nafter = { answers = [\"never\"] }\n",
            &["also_asked.u.after.answers", "refused, no-need, silence, no-help"],
        ),
        ("[also_asked.u]\nafter = { days = -1.0 }\n", &["also_asked.u.after.days"]),
        (
            "[also_asked.u.brings.relief]\n",
            &["also_asked.u.brings.relief", "the name of a kind of need", "[need.NAME]"],
        ),
        ("[also_asked.u]\nrulle = \"majority\"\n", &["also_asked.u.rulle", "did you mean rule?"]),
        ("[also_asked.u]\nrule = \"lead-decides\"\n", &["also_asked.u.member", "one member that leads"]),
        (
            "[milestone.m]\ndate = 2021-06-01\nrequest = 1\nalso_asked = \"u\"\n",
            &["milestone.m.also_asked", "there is none"],
        ),
        (five.as_str(), &["also_asked.a4", "at most 4 alliances"]),
        (
            "[also_asked.u]\n[change.x]\ndate = 2021-06-01\nset = { \"also_asked.u.rule\" = \"majority\" }\n",
            &["change.x.set.also_asked.u.rule", "what it is at the start"],
        ),
        (
            "[also_asked.u]\n[change.x]\ndate = 2021-06-01\nset = { \"also_asked.u.after.days\" = 3.0 }\n",
            &["change.x.set.also_asked.u.after.days", "settled at the start"],
        ),
    ] {
        let text = format!("{HEAD}{more}");
        let told = ScenarioSource::from_texts(&[("scenario.toml", &text)]).unwrap_err().to_string();
        let missing: Vec<&&str> = parts.iter().filter(|part| !told.contains(**part)).collect();
        assert!(missing.is_empty() && told.contains("scenario.toml:"), "{missing:?} is not in {told}");
    }
}
