//! Invariants of the crisis over random small scenarios: nobody is lost, nothing is negative, time goes on.

#![allow(clippy::unwrap_used)] // a test fails by panicking
#![allow(clippy::panic)]

use panj::model::invariants::Invariants;
use panj::model::{Crisis, Fact};
use panj::scenario::{Overlay, ScenarioSource};
use panj::sim::{Context, Observer, Time, World, run};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngSeed};
use std::fmt::Write as _;
use std::sync::Arc;

/// Asks at every fact, and keeps what is broken first.
struct Ask {
    invariants: Invariants,
    facts: usize,
    broken: Option<String>,
}

impl Observer<Crisis> for Ask {
    fn see(&mut self, now: Time, fact: &Fact, crisis: &Crisis) {
        self.facts += 1;
        if self.broken.is_none() {
            self.broken = self.invariants.broken(now, fact, crisis).map(|what| format!("{now}: {fact:?}: {what}"));
        }
    }
}

#[derive(Debug, Clone)]
struct Small {
    districts: usize,
    extra_edges: Vec<(usize, usize)>,
    garrison: u32,
    hazard: f64,
    recapture: f64,
    constant_recapture: f64,
    status: &'static str,
    teams: u32,
    flights: f64,
    on: bool,
    crossing_men: bool,
    mobilization_km: f64,
    rule: &'static str,
    seed: u64,
}

fn small() -> impl Strategy<Value = Small> {
    let map = (3..9_usize, prop::collection::vec((0..9_usize, 0..9_usize), 0..6), 0..400_u32);
    let campaign = (0.001..0.3_f64, 0.0..1.0_f64, prop_oneof![Just(0.0), 0.001..0.2_f64], any::<bool>());
    let border = (prop_oneof![Just("open"), Just("quota"), Just("closed")], 0..4_u32, 0.0..4.0_f64, any::<bool>());
    let answer =
        (0.0..60.0_f64, prop_oneof![Just("consensus"), Just("majority"), Just("lead-decides"), Just("automatic")]);
    (map, campaign, border, answer, any::<u64>()).prop_map(|(map, campaign, border, answer, seed)| Small {
        districts: map.0,
        extra_edges: map.1,
        garrison: map.2,
        hazard: campaign.0,
        recapture: campaign.1,
        constant_recapture: campaign.2,
        crossing_men: campaign.3,
        status: border.0,
        teams: border.1,
        flights: border.2,
        on: border.3,
        mobilization_km: answer.0,
        rule: answer.1,
        seed,
    })
}

fn toml(small: &Small) -> String {
    let crossing = if small.crossing_men { "crossing_men = { poisson = { mean = 4.0 } }" } else { "" };
    format!(
        r#"
schema = 1
title = "Small"
start = 2021-05-01
end = 2021-08-01
[files]
districts = "districts.csv"
edges = "edges.csv"
provinces = "provinces.csv"
host_districts = "host_districts.csv"
border_edges = "border_edges.csv"
posts = "posts.csv"
[campaign]
base_hazard_per_day = {hazard}
[capitals]
on = {on}
[recapture]
probability = {recapture}
hazard_per_day = {constant}
[garrison]
{crossing}
[posts]
quota_per_day = 3
balking_per_day = 0.5
[shelter]
agreement_after_soldiers = 3
flights_per_day = {flights}
[displacement]
on = {on}
[mobilization]
reservists = 900
battalion_men = 100
[mobilization.trigger]
conditions = ["facing-km"]
facing_km = {km}
[mobilization.service]
fatigue_per_day = 0.01
tour_days = 20.0
rest_days = 5.0
[alliance]
active = true
rule = "{rule}"
[alliance.request]
conditions = ["facing-km"]
facing_km = {km}
[alliance.member.a]
lead = true
attitude = 0.3
[alliance.member.b]
attitude = 0.0
"#,
        hazard = small.hazard,
        recapture = small.recapture,
        constant = small.constant_recapture,
        flights = small.flights,
        on = small.on,
        km = small.mobilization_km,
        rule = small.rule,
    )
}

/// What is broken in one history, and how many facts it had.
fn history(small: &Small) -> (Option<String>, usize) {
    let n = small.districts;
    let mut districts =
        "id,name,province,terrain,capital,held_at_start,garrison_people,population,lon,lat\n".to_owned();
    let mut edges = "a,b,shared_km,seat_distance_km\n".to_owned();
    for i in 0..n {
        let (capital, held) = (u8::from(i == n - 1), u8::from(i == 0));
        let _ = writeln!(districts, "d{i},D{i},p,plain,{capital},{held},{},{},69.{i},37.{i}", small.garrison, 900 * i);
    }
    let mut pairs: Vec<(usize, usize)> = (1..n).map(|i| (i - 1, i)).collect();
    for &(a, b) in &small.extra_edges {
        let (a, b) = (a.min(b), a.max(b));
        if b < n && a != b && !pairs.contains(&(a, b)) {
            pairs.push((a, b));
        }
    }
    pairs.iter().for_each(|(a, b)| _ = writeln!(edges, "d{a},d{b},10.0,25.0"));
    let provinces = format!("id,name,capital_name,capital_district,national_capital\np,P,C,d{},1\n", n - 1);
    let hosts =
        "id,name,host,sector,population,guards,terrain\nh1,H1,h,east,1000,40,plain\nh2,H2,h,west,1000,20,gorge\n";
    let border = "district,host_district,shared_km\nd1,h1,30.0\nd2,h1,12.0\nd2,h2,20.0\n";
    let posts = format!(
        "id,name,district,host_district,kind,servers,status\npost,Post,d1,h1,bridge,{},{}\n",
        small.teams, small.status
    );
    let texts = [
        ("scenario.toml", toml(small)),
        ("districts.csv", districts),
        ("edges.csv", edges),
        ("provinces.csv", provinces),
        ("host_districts.csv", hosts.to_owned()),
        ("border_edges.csv", border.to_owned()),
        ("posts.csv", posts),
    ];
    let texts: Vec<(&str, &str)> = texts.iter().map(|(name, text)| (*name, text.as_str())).collect();
    let source = ScenarioSource::from_texts(&texts).unwrap_or_else(|problems| panic!("{problems}"));
    let scenario = Arc::new(source.resolve(&Overlay::none()).unwrap_or_else(|problems| panic!("{problems}")));
    let mut crisis = Crisis::new(Arc::clone(&scenario));
    let mut context = Context::new();
    crisis.begin(World::new(small.seed, 0), &mut context);
    let mut ask = Ask { invariants: Invariants::thorough(), facts: 0, broken: None };
    run(&mut crisis, &mut context, Time::from_days(scenario.meta.horizon_days()), &mut ask);
    (ask.broken, ask.facts)
}

#[test]
fn invariants_hold_at_every_fact_of_random_small_scenarios() {
    let config = Config { cases: 150, rng_seed: RngSeed::Fixed(2021), failure_persistence: None, ..Config::default() };
    proptest!(config, |(small in small())| {
        let (broken, facts) = history(&small);
        prop_assert_eq!(broken, None);
        prop_assert!(facts >= 93, "only {} facts", facts);
    });
}
