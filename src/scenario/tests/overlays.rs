//! Policies, assignments and draws laid over a scenario.

use super::*;

pub(super) const POLICIES: &str = r#"
[campaign]
contagion = 6.0

[policy.base]
summary = "Baseline"

[policy.calm]
summary = "Less contagion, half the hazard"
source = "assumption"
set = { "campaign.contagion" = 1.0 }
scale = { "campaign.base_hazard_per_day" = 0.5 }

[policy.calm-late]
summary = "Calm and a later surge"
extends = ["calm"]
set = { "campaign.surge.start" = 2021-07-01, "campaign.contagion" = 2.0 }

[policy.both]
summary = "Extends twice what halves once"
extends = ["calm", "calm-late"]

[uncertainty]
"campaign.base_hazard_per_day" = { log_uniform = [0.0001, 0.01], source = "prior" }
"campaign.surge.start" = { normal = { mean = 2021-06-22, sd = 3 } }
"campaign.contagion_measure" = { choice = ["border-share", "neighbour-count"] }
"#;

fn source() -> ScenarioSource {
    open(&format!("{HEAD}{POLICIES}")).unwrap()
}

#[test]
fn policies_build_on_each_other_each_once() {
    let source = source();
    assert_eq!(source.policies().len(), 4);
    let campaign = |policy: &str| source.resolve(&Overlay::none().with_policy(policy)).unwrap().sections.campaign;
    assert_eq!(campaign("base"), source.resolve(&Overlay::none()).unwrap().sections.campaign);
    assert_eq!(campaign("calm").contagion, 1.0);
    assert_eq!(campaign("calm").base_hazard, 0.001 * 0.5);
    assert_eq!(campaign("calm-late").contagion, 2.0);
    assert_eq!(campaign("both").base_hazard, 0.001 * 0.5);
    assert_eq!(campaign("both").surge.start, Date::new(2021, 7, 1));
}

#[test]
fn assignments_have_the_last_word_and_draws_the_first() {
    let source = source();
    let mut overlay = Overlay::none().with_policy("calm").with_set("campaign.contagion", 9.0);
    let hazard = &source.uncertainty()[0];
    assert_eq!(hazard.source, "prior");
    overlay.draws = source.uncertainty().iter().map(|u| u.draw(0.5)).collect();
    let campaign = source.resolve(&overlay).unwrap().sections.campaign;
    assert_eq!(campaign.contagion, 9.0);
    assert!((campaign.base_hazard - 0.001 * 0.5).abs() < 1e-15, "the policy scales what was drawn");
    assert_eq!(campaign.surge.start, Date::new(2021, 6, 22));
    assert_eq!(campaign.contagion_measure, ContagionMeasure::NeighbourCount);
}

#[test]
fn an_unknown_policy_is_told() {
    let problems = source().resolve(&Overlay::none().with_policy("clam")).unwrap_err();
    insta::assert_snapshot!(problems.to_string());
}

#[test]
fn a_file_of_policies_joins_and_is_checked() {
    let folder = tempfile::tempdir().unwrap();
    write(&folder, "scenario.toml", format!("{HEAD}{POLICIES}"));
    write(
        &folder,
        "mine.toml",
        "[policy.mine]\nsummary = \"Mine\"\nextends = [\"calm\"]\nset = { \"recapture.probability\" = 0.2 }\n",
    );
    let mine = [folder.path().join("mine.toml")];
    let source = ScenarioSource::open_with(folder.path(), &mine).unwrap();
    let scenario = source.resolve(&Overlay::none().with_policy("mine")).unwrap();
    assert_eq!((scenario.sections.campaign.contagion, scenario.sections.recapture.probability), (1.0, 0.2));
    write(
        &folder,
        "mine.toml",
        "[policy.calm]\nsummary = \"Again\"\n[policy.odd]\nsumary = \"?\"\nset = { \"recapture.probability\" = 2, \"recapture.chance\" = 1 }\n[campaign]\ncontagion = 1\n",
    );
    let problems = ScenarioSource::open_with(folder.path(), &mine).unwrap_err().to_string();
    insta::assert_snapshot!(problems.replace(&format!("{}/", folder.path().display()), ""));
}

#[test]
fn priors_are_checked() {
    let text = format!(
        "{HEAD}[uncertainty]
\"campaign.mode\" = {{ uniform = [0, 1] }}
\"campaign.contagion\" = 3
\"campaign.frailty_sd\" = {{ log_unifrom = [0.1, 1] }}
\"campaign.terrain.gorge\" = {{ log_uniform = [0, 1] }}
\"capitals.collapse_count\" = {{ choice = [8, 2.5] }}
\"recapture.probability\" = {{ beta = {{ alpha = -2, beta = 3 }} }}
\"recapture.delay_mean_days\" = {{ normal = {{ mean = -4, sd = 3 }} }}
"
    );
    insta::assert_snapshot!(open(&text).unwrap_err());
}

#[test]
fn every_default_can_be_set_and_changes_nothing() {
    let folder = tutorial();
    // A programme that is written at all needs its date.
    write(&folder, "scenario.toml", format!("{HEAD}{FILES}[programme]\nresolution = 2013-09-23\n"));
    let source = ScenarioSource::open(folder.path()).map_err(|p| p.to_string()).unwrap();
    let plain = source.resolve(&Overlay::none()).unwrap();
    // Tables that may be left out, and are, have no say here.
    let read = source.resolved_values(&Overlay::none()).unwrap();
    // Words of the scenario's own, which are no parameters of the model.
    let is_parameter = |path: &str| !["schema", "title", "question"].contains(&path) && !path.starts_with("files.");
    let known = source.registry().parameters().iter().filter(|p| is_parameter(&p.path));
    for parameter in known.filter(|p| read.iter().any(|r| r.path == p.path)) {
        let Some(default) = &parameter.default else { continue };
        let overlay = Overlay::none().with_set(parameter.path.clone(), default.clone());
        let set = source.resolve(&overlay).map_err(|p| p.to_string()).unwrap();
        assert_eq!(format!("{:?}", set.sections), format!("{:?}", plain.sections), "{}", parameter.path);
    }
}

#[test]
fn regions_of_the_map_can_be_set_without_being_written() {
    let folder = tutorial();
    let source = ScenarioSource::open(folder.path()).unwrap();
    let regions = |path: &str| {
        let scenario = source.resolve(&Overlay::none().with_set(path, 0.5));
        scenario.map(|s| s.sections.campaign.region("south").multiplier).map_err(|p| p.to_string())
    };
    assert_eq!(regions("campaign.region.south.multiplier"), Ok(0.5));
    assert!(regions("campaign.region.suoth.multiplier").unwrap_err().contains("did you mean \"south\"?"));
}

#[test]
fn a_resolution_takes_well_under_five_milliseconds() {
    let mut text = format!("{HEAD}{POLICIES}");
    for n in 0..600 {
        text.push_str(&format!(
            "[milestone.m{n}]\ndate = 2021-07-02\nsummary = \"Something of the record happened\"\n"
        ));
    }
    assert!(text.len() > 45_000);
    let source = open(&text).unwrap();
    let overlay = Overlay::none().with_policy("both").with_set("campaign.contagion", 2.0);
    let start = std::time::Instant::now();
    for _ in 0..20 {
        source.resolve(&overlay).unwrap();
    }
    let each = start.elapsed().as_secs_f64() / 20.0;
    eprintln!("{:.3} ms", each * 1e3);
    // Ten times the promise, since tests share the machine and are not built for speed.
    assert!(each < 0.05, "{each} s");
}
