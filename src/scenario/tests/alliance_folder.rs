//! A scenario laid over the alliance that it names.

use super::*;

const PACT: &str = r#"
[names]
alliance = "the Pact"
lead = "Northland"

[alliance]
rule = "majority"
intake_days = { log_normal = { median = 1.0, sigma = 0.6 } }

[alliance.assessment]
bias = { normal = { mean = -0.3, sd = 0.1 } }
no_need_below = 0.2

[alliance.member.north]
lead = true
attitude = -0.2

[alliance.member.south]
attitude = 0.1

[status]
source = ["alliance.rule"]
assumed = ["alliance.assessment.no_need_below", "alliance.member.south.attitude"]

[uncertainty]
"alliance.assessment.bias.normal.mean" = { uniform = [-0.5, 0.0], source = "assumption" }
"alliance.assessment.no_need_below" = { uniform = [0.0, 0.4], source = "assumption" }
"alliance.member.south.attitude" = { normal = { mean = 0.1, sd = 0.2 }, source = "assumption" }
"#;

const OWN: &str = r#"
[files]
alliance = "pact"

[names]
host = "Southland"
lead = "the North"

[alliance]
active = true
intake_days = { uniform = [1.0, 2.0] }
assessment.bias = 0.0
assessment.no_need_below = 0.3

[alliance.member.south]
conflict = 0.5

[status]
fitted = ["alliance.member.south.attitude"]

[uncertainty]
"alliance.assessment.no_need_below" = { uniform = [0.2, 0.3], source = "a guess" }
"#;

fn told(scenario: &str, alliance: &str) -> String {
    let texts = [("scenario.toml", scenario), ("alliances/pact/alliance.toml", alliance)];
    ScenarioSource::from_texts(&texts).map_or_else(|problems| problems.to_string(), |_| "nothing".to_owned())
}

#[test]
fn a_scenario_lies_over_its_alliance_key_by_key() {
    let scenario = format!("{HEAD}{OWN}");
    let texts = [("scenario.toml", scenario.as_str()), ("alliances/pact/alliance.toml", PACT)];
    let source = ScenarioSource::from_texts(&texts).unwrap_or_else(|problems| panic!("{problems}"));
    let resolved = source.resolve(&Overlay::none()).unwrap();
    let names = &resolved.names;
    assert_eq!((&*names.alliance, &*names.lead, &*names.host), ("the Pact", "the North", "Southland"));
    let alliance = &resolved.sections.alliance;
    assert!(alliance.active);
    assert_eq!(alliance.rule, Rule::Majority);
    assert_eq!(
        alliance.intake,
        crate::sim::Distribution::Uniform { low: 1.0, high: 2.0 },
        "a random amount is one value"
    );
    assert_eq!(alliance.assessment.bias, crate::sim::Distribution::Constant { value: 0.0 });
    assert_eq!(alliance.assessment.no_need_below, 0.3);
    let members: Vec<_> = alliance.members.iter().map(|m| (&*m.name, m.lead, m.attitude, m.conflict)).collect();
    assert_eq!(members, [("north", true, -0.2, 0.0), ("south", false, 0.1, 0.5)]);
    // Priors: that of the bias fell with its family, that of the threshold gave way to the scenario's own.
    let priors: Vec<_> = source.uncertainty().iter().map(|prior| (&*prior.path, &*prior.source)).collect();
    assert_eq!(
        priors,
        [("alliance.member.south.attitude", "assumption"), ("alliance.assessment.no_need_below", "a guess")]
    );
    // Values say which file gave them, and what they rest on.
    let values = source.resolved_values(&Overlay::none()).unwrap();
    let said = |path: &str| {
        let value = values.iter().find(|value| value.path == path).unwrap();
        (value.given_by.clone(), value.status)
    };
    assert_eq!(said("alliance.rule"), ("alliances/pact/alliance.toml:7".to_owned(), Some(Status::Source)));
    assert_eq!(said("alliance.assessment.no_need_below"), ("scenario.toml:17".to_owned(), None));
    assert_eq!(said("alliance.member.south.attitude").1, Some(Status::Fitted));
    // An overlay changes what either file says.
    let changed = source.resolve(&Overlay::none().with_set("alliance.member.north.attitude", 0.7)).unwrap();
    assert_eq!(changed.sections.alliance.members[0].attitude, 0.7);
}

#[test]
fn an_alliance_alone_gives_what_a_silent_scenario_lacks() {
    let scenario = format!("{HEAD}[files]\nalliance = \"pact\"\n");
    let texts = [("scenario.toml", scenario.as_str()), ("alliances/pact/alliance.toml", PACT)];
    let named = ScenarioSource::from_texts(&texts).unwrap();
    let written = open(&format!("{HEAD}{PACT}")).unwrap();
    let sections = |source: &ScenarioSource| source.resolve(&Overlay::none()).unwrap().sections;
    assert_eq!(sections(&named), sections(&written));
    assert_eq!(named.uncertainty(), written.uncertainty());
    let inputs: Vec<_> = named.inputs().iter().map(|input| &*input.name).collect();
    assert_eq!(inputs, ["alliances/pact/alliance.toml", "scenario.toml"]);
}

const MEETINGS: &str = "date,organ,kind,items,border\n2021-05-19,ministers,regular,,0\n2021-09-16,heads,regular,18,1\n\
                        2021-08-23,heads,extraordinary,1,1\n2021-09-16,heads,regular,,0\n2020-12-02,heads,regular,,0\n\
                        2021-07-07,council,sample,3,1\n2021-07-01,other,regular,,1\n";

#[test]
fn regular_meetings_on_record_are_the_sessions_of_their_organ() {
    let open = |own: &str, meetings: &str| {
        let scenario = format!("{HEAD}[files]\nalliance = \"pact\"\n{own}");
        let files = ["scenario.toml", "alliances/pact/alliance.toml", "alliances/pact/organs.csv"];
        ScenarioSource::from_texts(&[(files[0], &scenario), (files[1], PACT), (files[2], meetings)])
    };
    let sessions = |source: &ScenarioSource, overlay: &Overlay| {
        let organs = source.resolve(overlay).unwrap().sections.alliance.organs;
        organs.map(|organ| organ.sessions.iter().map(ToString::to_string).collect::<Vec<_>>().join(" "))
    };
    let source = open("", MEETINGS).unwrap();
    assert_eq!(sessions(&source, &Overlay::none()), ["", "2021-05-19", "2020-12-02 2021-09-16"]);
    assert!(source.inputs().iter().any(|input| input.name == "alliances/pact/organs.csv"));
    let values = source.resolved_values(&Overlay::none()).unwrap();
    let heads = values.iter().find(|value| value.path == "alliance.organ.heads.sessions").unwrap();
    assert_eq!(heads.given_by, "alliances/pact/organs.csv:3");
    let early = Overlay::none().with_set("alliance.organ.heads.sessions", Value::parse("[2021-07-10]"));
    assert_eq!(sessions(&source, &early)[2], "2021-07-10");
    let own = open("[alliance.organ.heads]\nsessions = [2021-06-01]\n", MEETINGS).unwrap();
    assert_eq!(sessions(&own, &Overlay::none()), ["", "2021-05-19", "2021-06-01"]);
    let wrong = MEETINGS.replace("council,sample,3", "concil,often,-3").replace("2020-12-02", "2020-12-32");
    insta::assert_snapshot!(open("", &wrong).unwrap_err().to_string());
}

#[test]
fn mistakes_are_told_in_the_file_that_makes_them() {
    let scenario = format!("{HEAD}{OWN}");
    insta::assert_snapshot!(told(&scenario, &PACT.replace("attitude = -0.2", "attitude = \"cool\"\nattitud = 1")));
    let foreign = "[campaign]\ncontagion = 1\n[aliance]\n[names]\nhost = \"x\"\n[status]\nfitted = [\"campaign.contagion\"]\n\
                   [uncertainty]\n\"campaign.contagion\" = { uniform = [0, 1] }\n";
    insta::assert_snapshot!(told(&scenario, foreign));
    insta::assert_snapshot!(told(&format!("{scenario}[alliance.member.suoth]\nattitude = 1\n"), PACT));
    insta::assert_snapshot!(told(&scenario.replace("\"pact\"", "\"../pact\""), PACT));
    insta::assert_snapshot!(told(&scenario.replace("\"pact\"", "\"tcap\""), PACT));
    insta::assert_snapshot!(told(&scenario, "[alliance\n"));
}
