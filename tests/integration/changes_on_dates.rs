//! Promise: any parameter that may change on a date does: on the first day a change is the parameter itself, later it leaves what came
//! before as it was; the rest is refused with the reason; policies, priors and `--set` reach into a change.

#![allow(clippy::panic, clippy::unwrap_used)]

use std::path::Path;
use std::sync::Arc;

use panj::experiment::{CrisisSimulator, Record, Simulator};
use panj::model::{Crisis, Fact};
use panj::outcome::{Layout, Series};
use panj::scenario::{Kind, Overlay, Parameter, Resolved, ScenarioSource, Value};
use panj::sim::{Context, Observer, Time, World, run};

/// A scenario of the repository with a policy that has a change on the first day, which sets nothing yet.
fn open(name: &str) -> ScenarioSource {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios").join(name);
    let plain = ScenarioSource::open(&folder).unwrap_or_else(|problems| panic!("{problems}"));
    let start = plain.resolve(&Overlay::none()).unwrap().meta.start;
    let file = tempfile::NamedTempFile::with_suffix(".toml").unwrap();
    let policy = "[policy.change-at-once]\nsummary = \"x\"\nset = { \"change.first\" = { date = START, set = {} } }\n";
    std::fs::write(file.path(), policy.replace("START", &start.to_string())).unwrap();
    ScenarioSource::open_with(&folder, &[file.path().to_owned()]).unwrap_or_else(|problems| panic!("{problems}"))
}

/// Rows of outcomes and days of some worlds, as bits.
fn worlds(source: &ScenarioSource, overlay: &Overlay, many: u64) -> Option<Vec<(Vec<u64>, Vec<u32>)>> {
    let scenario = Arc::new(source.resolve(overlay).ok()?);
    let simulator = CrisisSimulator::new(vec![scenario]).unwrap();
    let places: usize = simulator.by_place().iter().map(|one| one.places.len()).sum();
    let width = Layout::of(simulator.metrics()).width();
    let days = Series::offsets(simulator.series()).1 + places;
    let mut workspace = simulator.workspace();
    let world = |replication| {
        let mut record = Record { row: vec![0.0; width], series: vec![0; days], events: 0 };
        simulator.replicate(0, 11, replication, &mut workspace, &mut record).unwrap();
        (record.row.iter().map(|x| x.to_bits()).collect(), record.series)
    };
    Some((0..many).map(world).collect())
}

/// What had happened when the first day began: what was drawn for it keeps its length.
const UNDER_WAY: [(&str, &str); 4] = [
    ("programme.push", "reminders of before"),
    ("programme.gate_mean_days", "work at the gate that is next"),
    ("programme.hold_up_days", "whether and how long the lead holds it up"),
    ("bilateral.pledges.delay_days", "pledges of before"),
];

/// Other values of a parameter. No threshold of 0: it is met before the first day begins.
fn other(parameter: &Parameter, resolved: &Resolved) -> Vec<Value> {
    let (low, high) = (parameter.range.low, parameter.range.high);
    match (parameter.kind, &resolved.value) {
        (Kind::Number, Some(value)) => {
            let x: f64 = value.to_string().parse().unwrap();
            let values = [0.5 * x + 0.25, 3.0 * x, 0.0].map(|x| x.clamp(low, high)).into_iter();
            let threshold = ["trigger.", "request.", "automatic."].iter().any(|word| parameter.path.contains(word));
            values.filter(|&x| x > 0.0 || !threshold).map(Value::from).collect()
        }
        (Kind::Integer, Some(Value::Integer(n))) => {
            [2 * n + 1, n / 2].map(|n| Value::Integer((n as f64).clamp(low, high) as i64)).to_vec()
        }
        (Kind::Flag, Some(value)) => vec![Value::from(value.to_string() == "false")],
        (Kind::Choice, _) => parameter.choices.iter().map(|&choice| Value::from(choice)).collect(),
        (Kind::Distribution, _) => {
            vec![Value::from((0.6_f64).clamp(low, high)), Value::from((7.0_f64).clamp(low, high))]
        }
        _ => Vec::new(),
    }
}

#[test]
fn a_change_on_the_first_day_is_the_parameter_itself() {
    let (mut moved, mut wrong, mut refused, mut still) = (0, Vec::new(), 0, 0);
    // Of the largest one value each, in one world: it has what the valley has not, and takes the longest.
    for (name, most, many) in
        [("tutorial", 3, 2), ("tajik-afghan-2021", 1, 1), ("gambia-2017", 1, 2), ("programme-2013", 1, 2)]
    {
        let source = open(name);
        let plain = worlds(&source, &Overlay::none(), many).unwrap();
        for resolved in source.resolved_values(&Overlay::none()).unwrap() {
            let parameter = source.registry().parameter(&resolved.path).unwrap();
            if UNDER_WAY.iter().any(|(path, _)| *path == resolved.path) {
                continue;
            }
            for value in other(parameter, &resolved).into_iter().take(most) {
                let direct = Overlay::none().with_set(&resolved.path, value.clone());
                let dated = Overlay::none().with_policy("change-at-once");
                let dated = dated.with_set(format!("change.first.set.{}", resolved.path), value.clone());
                let Some(dated) = worlds(&source, &dated, many) else {
                    refused += 1;
                    continue;
                };
                match worlds(&source, &direct, many) {
                    Some(direct) if dated != direct => wrong.push(format!("{name}: {} = {value}", resolved.path)),
                    Some(direct) if direct != plain => moved += 1,
                    _ => still += 1,
                }
            }
        }
    }
    assert!(moved > 250 && refused > 150, "{moved} values move something, {still} do not, {refused} are refused");
    assert!(wrong.is_empty(), "{} differ:\n{}", wrong.len(), wrong.join("\n"));
}

/// Facts of a history with their times.
#[derive(Default)]
struct Facts(Vec<(f64, Fact)>);

impl Observer<Crisis> for Facts {
    fn see(&mut self, now: Time, fact: &Fact, _: &Crisis) {
        self.0.push((now.days(), *fact));
    }
}

/// The valley with more text, and what it is under an overlay.
fn valley(more: &str) -> Result<ScenarioSource, String> {
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/tutorial");
    let folder = tempfile::tempdir().unwrap();
    for entry in std::fs::read_dir(from).unwrap().map(Result::unwrap).filter(|entry| entry.path().is_file()) {
        std::fs::copy(entry.path(), folder.path().join(entry.file_name())).unwrap();
    }
    let path = folder.path().join("scenario.toml");
    let text =
        std::fs::read_to_string(&path).unwrap().replace("\n[uncertainty]\n", &format!("\n{more}\n[uncertainty]\n"));
    std::fs::write(&path, text).unwrap();
    let prefix = format!("{}/", folder.path().display());
    ScenarioSource::open(folder.path()).map_err(|problems| problems.to_string().replace(&prefix, ""))
}

fn history(source: &ScenarioSource, overlay: &Overlay, replication: u64) -> Vec<(f64, Fact)> {
    let scenario = Arc::new(source.resolve(overlay).unwrap_or_else(|problems| panic!("{problems}")));
    let (mut crisis, mut context, mut facts) = (Crisis::new(Arc::clone(&scenario)), Context::new(), Facts::default());
    let horizon = Time::from_days(scenario.meta.horizon_days());
    // The first history must leave nothing of its changes to the second.
    for replication in [replication + 1, replication] {
        facts.0.clear();
        context.clear();
        crisis.begin(World::new(3, replication), &mut context);
        run(&mut crisis, &mut context, horizon, &mut facts);
    }
    facts.0
}

const CEASEFIRE: &str = "[change.ceasefire]\ndate = 2030-06-10\nname = \"Cease-fire\"\nsummary = \"The guns fall silent\"\n\
    [change.ceasefire.set]\ncampaign.base_hazard_per_day = 0.0\n\"capitals.hazard_per_day\" = 0.0\n";

#[test]
fn a_cease_fire_ends_the_war_and_leaves_what_came_before() {
    let (plain, ceasefire) = (valley("").unwrap(), valley(CEASEFIRE).unwrap());
    let day = 40.0;
    let (mut after, mut silent) = (0, 0);
    for replication in 0..20 {
        let [one, other] = [&plain, &ceasefire].map(|source| history(source, &Overlay::none(), replication));
        let of = |facts: &[(f64, Fact)], before: bool| -> Vec<(f64, Fact)> {
            let falls = facts.iter().filter(|(_, fact)| matches!(fact, Fact::DistrictFell { .. }));
            falls.filter(|(time, _)| (*time < day) == before).copied().collect()
        };
        assert_eq!(of(&one, true), of(&other, true), "what came before is as it was");
        assert!(of(&other, false).is_empty(), "nothing falls after the cease-fire");
        after += of(&one, false).len();
        silent += usize::from(
            other.iter().any(|(time, fact)| *time == day && matches!(fact, Fact::ParametersChanged { .. })),
        );
    }
    assert!(after > 20, "without it {after} districts fall after that day");
    assert_eq!(silent, 20);
}

#[test]
fn a_closed_post_serves_nobody_and_those_who_wait_may_give_up() {
    let closed = "[change.closed]\ndate = 2030-06-10\nset = { \"posts.status\" = \"closed\" }\n";
    let (plain, closed) = (valley("").unwrap(), valley(closed).unwrap());
    let slow = Overlay::none().with_set("posts.service_days", 0.5);
    let registered = |source: &ScenarioSource, replication: u64| {
        let facts = history(source, &slow, replication);
        let late =
            facts.iter().filter(|(time, fact)| *time > 41.0 && matches!(fact, Fact::PersonRegistered { .. })).count();
        let left =
            facts.iter().filter(|(time, fact)| *time > 40.0 && matches!(fact, Fact::PersonTurnedBack { .. })).count();
        [late, left]
    };
    let sum = |source: &ScenarioSource| {
        (0..10).map(|r| registered(source, r)).fold([0, 0], |a, b| [a[0] + b[0], a[1] + b[1]])
    };
    let ([open, none], [late, left]) = (sum(&plain), sum(&closed));
    assert!(open > 100, "{open} registered");
    assert!(late == 0 && left > none, "{late} registered, {left} gave up; {none} without the change");
}

#[test]
fn policies_priors_and_settings_reach_into_a_change() {
    let text = format!(
        "{CEASEFIRE}\n[policy.later]\nsummary = \"Later\"\nset = {{ \"change.ceasefire.date\" = 2030-07-01, \
         \"change.ceasefire.set.campaign.base_hazard_per_day\" = 0.005 }}\n[policy.half]\nsummary = \"Half\"\n\
         scale = {{ \"change.ceasefire.set.campaign.base_hazard_per_day\" = 0.5 }}\n"
    );
    let source = valley(&text).unwrap();
    let plain = source.resolve(&Overlay::none()).unwrap();
    assert_eq!((plain.sections.campaign.base_hazard, plain.changes[0].sections.campaign.base_hazard), (0.02, 0.0));
    let later = source.resolve(&Overlay::none().with_policy("later")).unwrap();
    assert_eq!(later.changes[0].head.date.to_string(), "2030-07-01");
    assert_eq!(later.changes[0].sections.campaign.base_hazard, 0.005);
    let set = Overlay::none().with_set("change.ceasefire.set.campaign.base_hazard_per_day", 0.01);
    let half = source.resolve(&Overlay { policy: Some("half".to_owned()), ..Overlay::none() }).unwrap();
    assert_eq!(half.changes[0].sections.campaign.base_hazard, 0.0);
    assert_eq!(source.resolve(&set).unwrap().changes[0].sections.campaign.base_hazard, 0.01);
    // What is set for the days before holds on where the change says nothing.
    let more = source.resolve(&Overlay::none().with_set("campaign.contagion", 9.0)).unwrap();
    assert_eq!(more.changes[0].sections.campaign.contagion, 9.0);
    // A prior of a value that a change sets is one like any other.
    let prior = "[uncertainty]\n\"change.ceasefire.set.campaign.base_hazard_per_day\" = { uniform = [0.0, 0.004] }\n";
    let source = valley(&format!("{CEASEFIRE}\n")).unwrap();
    assert!(source.registry().parameter("change.ceasefire.set.campaign.base_hazard_per_day").is_some(), "{prior}");
}

#[test]
fn what_cannot_change_is_told_with_the_reason() {
    let told = |set: &str| valley(&format!("[change.x]\ndate = 2030-06-10\nset = {{ {set} }}\n")).unwrap_err();
    let all = [
        "\"campaign.frailty_sd\" = 1.0",
        "\"files.districts\" = \"other.csv\"",
        "\"campaign.contagoin\" = 1.0",
        "\"campaign.contagion\" = -1.0",
        "\"alliance.member.stranger.attitude\" = 0.1",
        "\"mobilization.trigger.conditions\" = []",
    ];
    insta::assert_snapshot!(all.map(told).join("\n---\n"));
}
