//! Promises of an audit: the value at which an answer turns is found where it is known, what does nothing is named, and the
//! command does it in a folder and from memory alike.

#![allow(clippy::unwrap_used)]

use std::convert::Infallible;
use std::path::Path;

use panj::analysis::audit::{Assumption, Audited, RangeFrom, Seen, assumptions, bisect, look};
use panj::experiment::{AuditQuestion, DiscoverQuestion};
use panj::scenario::{Overlay, ScenarioSource, Status};
use panj::sim::{Mechanism, World};
use panj::study::{Analysis, Study};

const WORLDS: u64 = 400;

fn tutorial() -> ScenarioSource {
    ScenarioSource::open(&Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/tutorial")).unwrap()
}

/// The tutorial's contagion, from 1 to 5 and set to 4.5, and another assumption.
fn two() -> Vec<Assumption> {
    let written = Overlay::none().with_set("campaign.contagion", 4.5);
    let (all, _) = assumptions(&tutorial(), &written).unwrap();
    let wanted = ["campaign.contagion", "incidents.rate_per_day_per_1000_km"];
    let two: Vec<Assumption> = all.into_iter().filter(|one| wanted.contains(&one.parameter.as_str())).collect();
    assert_eq!(two.len(), 2, "{two:?}");
    two
}

fn outcome(name: &str, is_share: bool, written: &Seen, at: usize) -> Audited {
    let (none, text) = (f64::NAN, String::new);
    let blank = Audited {
        name: name.to_owned(),
        metric: name.to_owned(),
        level: text(),
        is_share,
        unit: text(),
        meaning: text(),
        written: panj::result::Bounded::default(),
        chance: none,
    };
    blank.seen(written.sums[at].0, written.sums[at].1)
}

/// A number of each world from 0 to 1.
fn numbers() -> Vec<f64> {
    (0..WORLDS).map(|world| World::new(9, world).stream(Mechanism(7), 0).uniform()).collect()
}

/// What is seen where the parameters are as given: yes in a world whose number lies below (contagion - 1) / 4, and the contagion.
fn see(sets: &[String]) -> Seen {
    let contagion = sets.iter().find_map(|set| set.strip_prefix("campaign.contagion="));
    let contagion: f64 = contagion.map_or(4.5, |value| value.parse().unwrap());
    let yes = numbers().iter().filter(|number| **number < (contagion - 1.0) / 4.0).count();
    Seen { sums: vec![(yes as f64, WORLDS), (contagion * WORLDS as f64, WORLDS)], moved: contagion != 4.5 }
}

#[test]
fn the_flip_value_is_that_of_the_worlds_and_its_interval_holds_the_true_one() {
    let written = see(&[]);
    let outcomes = [outcome("late=yes", true, &written, 0), outcome("gap", false, &written, 1)];
    let mut simulate =
        |points: &[Vec<String>]| Ok::<_, Infallible>(points.iter().map(|sets| Some(see(sets))).collect());
    let mut two = two();
    let (looked, not_varied) = look(&mut two, &outcomes, &written, &mut simulate).unwrap();
    assert_eq!(not_varied, Vec::<String>::new());
    assert_eq!(two.iter().map(|one| one.moves).collect::<Vec<_>>(), [Some(true), Some(false)]);
    let (flips, left) = bisect(&two, &outcomes, &looked, (10, 5), &mut simulate).unwrap();
    assert_eq!((flips.len(), left), (1, 0), "{flips:?}");
    let number = |text: &String| text.parse::<f64>().unwrap();
    // In these worlds: at the median of their numbers.
    let mut sorted = numbers();
    sorted.sort_by(f64::total_cmp);
    let median = 1.0 + 4.0 * sorted[(WORLDS / 2) as usize];
    let (before, after) = (number(&flips[0].before), number(&flips[0].after));
    assert!(
        after <= median + 1e-9 && median <= before + 1e-9 && before - after < 4.0 / 500.0,
        "{flips:?}, median {median}"
    );
    // In all worlds: at 3, which lies between the values at which these worlds are clear.
    let (clear_before, clear_after) = (number(&flips[0].clear_before), number(&flips[0].clear_after));
    assert!(clear_after < 3.0 && 3.0 < clear_before, "{flips:?}");
    assert!(flips[0].share_before > 0.5 && flips[0].share_after <= 0.5);
    let effect = |at: usize| &looked.effects[at];
    assert_eq!((effect(1).outcome.as_str(), effect(1).swing), ("gap", 4.0), "from 1 to 5");
    assert_eq!((effect(2).swing, effect(3).swing), (0.0, 0.0), "the other does nothing");
    let (none, left) = bisect(&two, &outcomes, &looked, (10, 0), &mut simulate).unwrap();
    assert_eq!((none.len(), left), (0, 1), "what was not looked for is counted");
}

#[test]
fn what_cannot_be_simulated_is_named_and_left_out() {
    let written = see(&[]);
    let outcomes = [outcome("late=yes", true, &written, 0)];
    let refuses = |sets: &Vec<String>| (!sets[0].starts_with("incidents")).then(|| see(sets));
    let mut simulate = |points: &[Vec<String>]| Ok::<_, Infallible>(points.iter().map(refuses).collect());
    let mut two = two();
    let (looked, not_varied) = look(&mut two, &outcomes, &written, &mut simulate).unwrap();
    assert_eq!((two.len(), looked.effects.len()), (1, 1));
    assert_eq!(not_varied, ["incidents.rate_per_day_per_1000_km"]);
}

#[test]
fn ranges_are_those_of_priors_or_half_and_twice() {
    let (all, off) = assumptions(&tutorial(), &Overlay::none()).unwrap();
    assert!(off.contains(&"campaign.contagion_per_day".to_owned()));
    let of = |path: &str| all.iter().find(|one| one.parameter == path).unwrap();
    let contagion = of("campaign.contagion");
    assert_eq!((contagion.range, contagion.low.as_str(), contagion.high.as_str()), (RangeFrom::Prior, "1", "5"));
    assert!((contagion.place() - 0.5).abs() < 1e-9);
    assert!(all.iter().all(|one| one.status != Some(Status::Source) || one.range != RangeFrom::Rule));
    for one in all.iter().filter(|one| one.range == RangeFrom::Rule) {
        let [low, written, high] = [&one.low, &one.written, &one.high].map(|text| text.parse::<f64>().unwrap());
        assert!(low < high && low <= written && written <= high, "{one:?}");
        if low > 0.0 && high < 1.0 && one.low.contains('.') {
            assert!((low * 2.0 - written).abs() < 1e-9 * written || low == 0.0, "{one:?}");
        }
    }
    // Two numbers of one random amount are not both taken.
    let delays = all.iter().filter(|one| one.parameter.starts_with("alliance.intake_days")).count();
    assert!(delays <= 1);
}

/// A small audit of the tutorial.
fn small() -> AuditQuestion {
    AuditQuestion { steps: 2, most_flips: 3, trajectories: 0, points: 0, cells: 2, ..AuditQuestion::default() }
}

#[test]
fn a_folder_says_what_memory_says_and_threads_change_nothing() {
    let study = Study::open("scenarios/tutorial").unwrap();
    let asked = || study.audit(small()).metrics(["too_late", "response_gap"]).worlds(6);
    let in_memory = asked().threads(1).run().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("audit");
    let kept = asked().threads(3).to(&out).run().unwrap();
    let audit = |analysis: &Analysis| match analysis {
        Analysis::Audit(audit) => format!("{audit:?}"),
        other => unreachable!("{other:?}"),
    };
    assert_eq!(audit(&in_memory.analysis), audit(&kept.analysis));
    for file in ["audit.csv", "effects.csv", "flips.csv", "shares.csv", "answers.csv", "audit.json"] {
        assert!(out.join(file).exists(), "{file}");
    }
    let Analysis::Audit(found) = &kept.analysis else { unreachable!("an audit was asked for") };
    assert!(found.assumptions.len() > 20 && found.assumptions.iter().all(|one| one.moves.is_some()));
    let cost = asked().prepare().unwrap().0.audit_cost().unwrap().unwrap();
    assert_eq!(
        (cost.assumptions, cost.looks),
        (found.assumptions.len() + found.not_varied.len(), 4 * 6 * cost.assumptions as u64)
    );
}

#[test]
fn a_grid_alone_is_the_sweep_of_its_factors() {
    let study = Study::open("scenarios/tutorial").unwrap();
    let grid = vec!["campaign.contagion=1,5".to_owned(), "policy=baseline,no-mobilization".to_owned()];
    let asked = AuditQuestion { grid_only: true, grid: grid.clone(), ..AuditQuestion::default() };
    let found = study.audit(asked).metrics(["response_gap"]).worlds(5).run().unwrap();
    let Analysis::Audit(found) = &found.analysis else { unreachable!("an audit was asked for") };
    let swept = study.sweep(panj::experiment::DesignLayout::Grid, grid, 2).unwrap().worlds(5).run().unwrap();
    let Analysis::Sweep(swept) = &swept.analysis else { unreachable!("a sweep was asked for") };
    let gap = swept.outcomes.iter().find(|one| one.about.metric == "response_gap").unwrap();
    let means: Vec<f64> = gap.at.iter().map(|at| at.mean).collect();
    let points = &found.grid.as_ref().unwrap().points;
    assert_eq!(points.len(), 4);
    for (point, mean) in points.iter().zip(&means) {
        assert!((point.at[0] - mean).abs() <= 1e-9 * mean.abs(), "{points:?} {means:?}");
    }
}

#[test]
fn sets_of_a_scenario_are_searched_in_worlds_of_its_own() {
    let study = Study::open("scenarios/tutorial").unwrap();
    let question = DiscoverQuestion {
        goal: "response_gap<=0".to_owned(),
        changes: vec!["load.guards_factor=50".to_owned()],
        most: 1,
        ..DiscoverQuestion::default()
    };
    let found = study.discover(question).worlds(40).run().unwrap();
    let Analysis::Discovery(found) = &found.analysis else { unreachable!("a search was asked for") };
    // So many guards that nobody is missed, in any world.
    let guards = found.changes.iter().find(|one| one.change.name == "load.guards_factor=50").unwrap();
    assert_eq!((guards.alone, found.lost), (1.0, 40));
    assert_eq!(found.confirmed().map(|set| set.changes.join("+")).collect::<Vec<_>>(), ["load.guards_factor=50"]);
    let wrong = DiscoverQuestion { goal: "too_lat".to_owned(), ..DiscoverQuestion::default() };
    let error = study.discover(wrong).worlds(4).run().unwrap_err().to_string();
    assert_eq!(error, "--goal too_lat: no metric too_lat; did you mean too_late?");
}
