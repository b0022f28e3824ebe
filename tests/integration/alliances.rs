//! What alliances did when they were called: the record that ships, its figures, and a ladder that is scored beside the simplest forecasts.

#![allow(clippy::unwrap_used)]

use std::fs;
use std::process::Command;

use panj::alliances::curves::Course;
use panj::alliances::null::null_forecast;
use panj::alliances::overview::{Calls, NoSuchCalls, Overview, Question};
use panj::alliances::pooling::Sampling;
use panj::alliances::record::{Case, Covariates, Level, Record, observations};
use panj::alliances::scoring::{Forecaster, Scores, mean_over_cases, score_record};
use panj::scenario::Problems;

fn record() -> Record {
    Record::shipped().unwrap()
}

#[test]
fn the_record_gives_the_figures_that_its_makers_counted() {
    let record = record();
    assert_eq!((record.cases.len(), record.without_answers), (72, 12));
    let course = |group: Option<&str>, level| {
        let of: Vec<&Case> = record.cases.iter().filter(|case| group.is_none_or(|group| case.group == group)).collect();
        Course::of(&of, level)
    };
    let reached = |group, level| {
        let course = course(group, level);
        (course.reached, course.cases)
    };
    assert_eq!(reached(None, Level::Statement), (71, 72));
    assert_eq!(reached(None, Level::Force), (43, 71));
    assert_eq!(reached(Some("CSTO and CIS"), Level::Force), (2, 17));
    assert_eq!(reached(Some("NATO"), Level::ForceArrived), (8, 14));
    assert_eq!(course(None, Level::Mission).quartiles()[1], Some(24.0));
    assert_eq!(course(None, Level::Force).quartiles()[1], Some(71.0));
}

#[test]
fn a_program_asks_the_record_as_the_command_does() {
    let record = record();
    let all = Question { level: Level::Force, alliance: None, threat: None, asked: None };
    let overview = Calls::of(&record, &all).unwrap().overview();
    let force = overview.levels.iter().find(|one| one.name == overview.level).unwrap();
    assert_eq!((overview.cases, force.reached, force.cases, force.median_days), (72, 43, 71, Some(71.0)));
    assert_eq!(overview.alliances.iter().map(|one| one.cases).sum::<u64>(), 71);
    assert_eq!(serde_json::from_str::<Overview>(&serde_json::to_string(&overview).unwrap()).unwrap(), overview);

    let one = Question { alliance: Some("NATO".to_owned()), ..all.clone() };
    let names: Vec<String> = Calls::of(&record, &one).unwrap().courses().into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["NATO", "all other alliances"]);
    let unknown = Question { alliance: Some("Pact".to_owned()), ..all };
    let error = Calls::of(&record, &unknown).unwrap_err();
    assert!(error.to_string().starts_with("alliance Pact: the record has ") && error.to_string().contains("; NATO"));
    let none = Question { threat: Some("no such kind".to_owned()), alliance: None, ..unknown };
    assert!(matches!(Calls::of(&record, &none), Err(NoSuchCalls::Unknown { what: "threat", .. })));
}

/// Mean log scores, leave-one-case-out, of 305 levels of 72 cases; computed once by another program from the same files.
#[test]
fn the_simplest_forecasts_score_as_another_program_has_them() {
    let record = record();
    let cases: Vec<&Case> = record.cases.iter().collect();
    let (_, rows) = observations(&cases, Covariates::None);
    assert_eq!(rows.len(), 305);
    let mean = |pooled: bool| {
        let of = rows.iter().map(|row| {
            let others = rows.iter().filter(|other| other.case != row.case);
            null_forecast(others, row.level, (!pooled).then_some(row.pool)).score(row.reached).log
        });
        of.sum::<f64>() / rows.len() as f64
    };
    assert!((mean(true) + 3.1777).abs() < 5e-5, "{}", mean(true));
    assert!((mean(false) + 3.0627).abs() < 5e-5, "{}", mean(false));
}

/// With short chains, so that it takes seconds; `panj alliances score` takes longer ones.
#[test]
fn the_learned_ladder_and_the_models_alliance_beat_the_pooled_one_on_cases_they_have_not_seen() {
    let sampling = Sampling { seed: 1, warm_up: 100, draws: 200, thin: 1 };
    let scored = score_record(&record(), Covariates::None, sampling).unwrap();
    let scores = Scores::of(&scored);
    assert!(scores.answer.starts_with("The learned ladder beats the pooled ladder: +"), "{}", scores.answer);
    assert_eq!(serde_json::from_str::<Scores>(&serde_json::to_string(&scores).unwrap()).unwrap(), scores);
    let scored: Vec<_> = scored.iter().collect();
    let gain = |who: Forecaster| mean_over_cases(&scored, |one| one.scores[who as usize].log - one.scores[0].log);
    let (ladder, mechanism) = (gain(Forecaster::Model), gain(Forecaster::Mechanism));
    assert!(ladder.mean > 2.0 * ladder.standard_error, "{ladder:?}");
    // The mechanism, simulated with the same parameters, is not to lose what the ladder knows.
    assert!(mechanism.mean > 0.0 && mechanism.mean > ladder.mean - 2.0 * mechanism.standard_error, "{mechanism:?}");
}

#[test]
fn cases_of_ones_own_are_scored_and_mistakes_in_them_are_all_told() {
    let folder = tempfile::tempdir().unwrap();
    let (cases, answers) = (folder.path().join("cases.csv"), folder.path().join("answers.csv"));
    let head = "id,case,alliance,threat_kind,attack_or_onset_date,request_date,conflict_between_members,lead_interest,standing_force_before";
    fs::write(&cases, format!("{head}\nford,Fire at the ford,Pact,a flood,2030-06-01,2030-06-03,0,high: near,1\n"))
        .unwrap();
    fs::write(&answers, "case,level,date\nford,statement,2030-06-04\nford,none_by,2031-06-04\n").unwrap();
    let paths = [cases.to_str().unwrap(), answers.to_str().unwrap()];
    let output = Command::new(env!("CARGO_BIN_EXE_panj"))
        .args(["alliances", "score", paths[0], paths[1], "--draws", "200", "--json"])
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let scored: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(scored["cases"], 1);
    assert!(scored["answer"].as_str().unwrap().starts_with("One case tells of no difference"), "{}", scored["answer"]);
    // an alliance and a threat that nobody has seen: the pool speaks, and no forecast is impossible
    assert!(scored["rows"].as_array().unwrap().iter().all(|row| row["log"]["ladder"].as_f64().unwrap() > -9.0));

    fs::write(&cases, format!("{head}\nford,Fire,Pact,a flood,2030-06-31,,2,great,1\n")).unwrap();
    fs::write(&answers, "case,level,date\nford,statment,2030-06-04\n").unwrap();
    let problems: Problems = Record::read(&cases, &answers).unwrap_err();
    let text = problems.render(false);
    for said in [
        "2030-06-31",
        "great",
        "high, medium or low",
        "did you mean statement?",
        "0 or 1",
        "cases.csv:2",
        "answers.csv:2",
    ] {
        assert!(text.contains(said), "{said} is not in\n{text}");
    }
}
