//! Promises of the library's own way in: results in memory are those of a folder, bit for bit; whoever mistypes a name is
//! told the nearest; columns are typed; a flag stops.

#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use panj::experiment::stub::StubSimulator;
use panj::experiment::{Counter, DesignLayout, Method, Replicated};
use panj::result::{Caution, CellType, ColumnValues, collect, read_columns};
use panj::scenario::{Reach, Value};
use panj::study::{Analysis, Ended, Experiment, Setup, Silent, Study, StudyError, Task};
use parquet::basic::Type;
use parquet::file::reader::{FileReader, SerializedFileReader};

fn tutorial() -> Study {
    Study::open(Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/tutorial")).unwrap()
}

fn two_policies() -> Experiment {
    tutorial().compare(["baseline", "majority-rule"]).seed(3).worlds(40)
}

#[test]
fn one_replication_is_said_to_tell_nothing_of_others() {
    for (worlds, said) in [(1, true), (2, false)] {
        let manifest = tutorial().run().worlds(worlds).run().unwrap().results.manifest;
        let found = manifest.cautions.iter().any(|entry| entry.caution == Caution::OneReplication);
        assert_eq!(found, said, "{worlds}: {:?}", manifest.cautions);
    }
    let sweep = tutorial().sweep(DesignLayout::Grid, ["campaign.contagion=1,2"], 2).unwrap().worlds(1).run().unwrap();
    assert!(sweep.results.manifest.cautions.iter().all(|entry| entry.caution != Caution::OneReplication));
}

#[test]
fn results_in_memory_are_those_of_a_folder() {
    let folder = tempfile::tempdir().unwrap();
    let (direct, saved) = (folder.path().join("direct"), folder.path().join("saved"));
    let in_memory = two_policies().threads(2).run().unwrap();
    assert!(in_memory.results.kept().is_none() && folder.path().read_dir().unwrap().next().is_none());
    let in_folder = two_policies().threads(1).to(&direct).run().unwrap();
    let bits = |values: Vec<f64>| values.into_iter().map(f64::to_bits).collect::<Vec<_>>();
    for metric in in_memory.metrics() {
        for policy in in_memory.variants() {
            let of = |results: &panj::study::StudyResults| bits(results.values(&metric.id, &policy).unwrap());
            assert_eq!(of(&in_memory), of(&in_folder), "{} under {policy}", metric.id);
        }
    }
    let shown =
        |results: &panj::study::StudyResults| format!("{:?} {:?}", results.results.estimates, results.comparison());
    assert_eq!(shown(&in_memory), shown(&in_folder));
    let kept = in_memory.save(&saved).unwrap();
    let mut files = vec!["state/rows.bin".to_owned(), "state/checkpoint.bin".to_owned(), "report.html".to_owned()];
    files.extend(in_folder.results.manifest.files.iter().map(|file| file.name.clone()));
    assert!(files.len() > 8, "{files:?}");
    for file in files.iter().filter(|file| *file != "report.html") {
        assert!(fs::read(direct.join(file)).unwrap() == fs::read(saved.join(file)).unwrap(), "{file}");
    }
    // The page is the same but for the files that are not there.
    let [memory, of_folder] = ["memory.html", "folder.html"].map(|name| folder.path().join(name));
    in_memory.report(&memory).unwrap();
    kept.report(&of_folder).unwrap();
    let page = |file| fs::read_to_string(file).unwrap().split_once("<section id=\"provenance\"").unwrap().0.to_owned();
    let pages = [page(memory), page(of_folder)];
    assert!(pages[0] == pages[1] && pages[0].contains("majority-rule"));
}

#[test]
fn a_mistyped_name_is_told_with_the_nearest() {
    let found = two_policies().worlds(4).run().unwrap();
    let told = |error: StudyError| error.to_string();
    assert_eq!(
        told(found.median("decison_days", "baseline").unwrap_err()),
        "no metric `decison_days`; did you mean `decision_days`?"
    );
    assert_eq!(
        told(found.values("falls", "base-line").unwrap_err()),
        "no `base-line` among the results; did you mean `baseline`?"
    );
    assert_eq!(told(found.difference("fals", "majority-rule").unwrap_err()), "no metric `fals`; did you mean `falls`?");
    assert_eq!(told(found.difference("falls", "baseline").unwrap_err()), "`baseline` is the baseline itself");
    let asked = tutorial().run().metrics(["fals"]).prepare().unwrap_err();
    assert_eq!(told(asked), "no metric `fals`; did you mean `falls`?");
    let path = tutorial().run().set("campaign.contagoin", 2.0).prepare().unwrap_err().to_string();
    assert!(path.contains("did you mean campaign.contagion?"), "{path}");
}

#[test]
fn differences_have_their_interval() {
    let found = tutorial().compare(["baseline", "standing-force"]).worlds(40).run().unwrap();
    let difference = found.difference("material_help_days", "standing-force").unwrap();
    let one = difference.found;
    assert!(one.ci_low <= one.difference && one.difference <= one.ci_high, "{one:?}");
    assert!(difference.to_string().starts_with("material_help_days under standing-force less that under baseline: "));
    assert!(one.ci_high < -20.0, "help is ready in place of a call: {one:?}");
    assert!(found.median("falls", "baseline").unwrap().is_some());
}

#[test]
fn designs_are_answered_in_memory() {
    let sweep = tutorial().sweep(DesignLayout::Grid, ["campaign.contagion=1,2"], 2).unwrap().worlds(6).run().unwrap();
    let Analysis::Sweep(points) = &sweep.analysis else { unreachable!("a sweep was asked for") };
    assert_eq!((points.points.len(), sweep.variants()), (2, vec!["p1".to_owned(), "p2".to_owned()]));
    let factors = ["campaign.contagion=1..4", "campaign.base_hazard_per_day=0.001..0.01"];
    let asked = tutorial().sensitivity(Method::Morris, factors, 3).unwrap().worlds(4).metrics(["falls"]);
    let found = asked.run().unwrap();
    let Analysis::Sensitivity(one) = &found.analysis else { unreachable!("a sensitivity analysis was asked for") };
    assert_eq!((one.parameters.len(), one.outcomes.len()), (2, 1));
}

#[test]
fn a_design_of_ones_own_has_its_values_at_its_points() {
    let paths = vec!["campaign.contagion".to_owned(), "policy".to_owned()];
    let points = vec![vec![0.5.into(), "baseline".into()], vec![4.0.into(), "standing-force".into()]];
    let found = tutorial().sample(paths.clone(), &points).worlds(20).run().unwrap();
    let own =
        tutorial().run().fixed().policy("standing-force").set("campaign.contagion", 4.0).worlds(20).run().unwrap();
    let bits = |values: Vec<f64>| values.into_iter().map(f64::to_bits).collect::<Vec<_>>();
    let (second, alone) = (found.variants()[1].clone(), own.variants()[0].clone());
    assert_eq!(bits(found.values("held_at_end", &second).unwrap()), bits(own.values("held_at_end", &alone).unwrap()));
    let short = tutorial().sample(paths.clone(), &[vec![1.0.into()]]).run();
    assert!(matches!(short, Err(StudyError::Values { values: 1, paths: 2 })));
    let twice = tutorial().sample(vec![paths[0].clone(); 2], &[vec![1.0.into(), 2.0.into()]]).run();
    assert!(matches!(twice, Err(StudyError::Ask(_))));
    let wrong = tutorial().sample(paths, &[vec![(-1.0).into(), "baseline".into()]]).run();
    assert!(matches!(wrong, Err(StudyError::Problems(_))));
}

#[test]
fn tasks_in_any_order_join_to_the_bytes_of_one_run() {
    let contagion: Vec<Vec<Value>> = (0..20).map(|at| vec![(0.4 * f64::from(at)).into()]).collect();
    let design = tutorial().sample(vec!["campaign.contagion".to_owned()], &contagion).worlds(40);
    let drawn = tutorial().run().uncertain(10).worlds(700);
    for (experiment, count) in [(two_policies().worlds(600), 3), (design, 4), (drawn, 2)] {
        let (prepared, _) = experiment.prepare().unwrap();
        let whole = prepared.replicated(true, 2, &Counter::default()).unwrap();
        let worlds = prepared.plan.replications;
        let tasks = prepared.tasks(true, 0..worlds).unwrap();
        assert_eq!(tasks.len(), count);
        let mut joined = prepared.joined();
        for task in tasks.iter().rev() {
            // As another process would have it.
            let there: Task = serde_json::from_str(&serde_json::to_string(task).unwrap()).unwrap();
            let source = there.open(Reach::Inside).unwrap();
            let sent = there.work(&source, 1, &Arc::default()).unwrap().to_bytes();
            assert!(Replicated::from_bytes(&sent[..sent.len() / 2]).is_none_or(|half| joined.put(&half).is_err()));
            joined.put(&Replicated::from_bytes(&sent).unwrap()).unwrap();
        }
        let joined = joined.whole(worlds).unwrap();
        assert!(joined.to_bytes() == whole.to_bytes());
        // A run takes it up and simulates nothing.
        let setup = Setup { before: Some(Arc::new(joined)), ..Setup::default() };
        let Ended::Whole(found) = prepared.run(&setup, &Silent).unwrap() else { panic!("no shard") };
        assert_eq!(found.results.manifest.this_run.resumed, whole.checkpoint.next);
    }
    let mut until = two_policies();
    until.until = vec!["held_at_end:halfwidth=1".to_owned()];
    let (until, _) = until.prepare().unwrap();
    assert!(
        !until.looks().is_empty() && until.ends_by(&until.joined(), until.looks()[0]).is_err(),
        "nothing is there yet"
    );
    let (prepared, _) = two_policies().prepare().unwrap();
    assert!(prepared.joined().whole(prepared.plan.replications).is_none(), "nothing is there yet");
}

#[test]
fn columns_are_typed() {
    let found = two_policies().run().unwrap();
    let table = found.table().unwrap();
    assert_eq!(table.len(), 80);
    let level =
        table.columns.iter().find(|column| column.about.cells == CellType::Category && column.about.name != "variant");
    let level = level.unwrap();
    let ColumnValues::Categories(codes) = &level.values else { unreachable!("{level:?}") };
    assert!(codes.iter().flatten().all(|code| (*code as usize) < level.about.levels.len()));
    assert_eq!(table.column("variant").unwrap().about.levels, ["baseline", "majority-rule"]);
    let ColumnValues::Numbers(days) = &table.column("decision_days").unwrap().values else { unreachable!() };
    assert_eq!(days.len(), 80);
    assert!(table.columns.iter().any(|column| matches!(column.values, ColumnValues::Booleans(_))));
    assert!(table.columns.iter().all(|column| !column.about.meaning.is_empty()));
}

#[test]
fn rows_are_collected_with_failures_until_a_flag_stops() {
    let simulator = StubSimulator::example(2, 5).failing(|replication| replication == 12);
    let stop = Arc::new(AtomicBool::new(false));
    let table = collect(&simulator, 1, 10..20, 2, &stop).unwrap();
    assert_eq!((table.len(), table.failures.len(), table.stopped), (18, 2, false));
    assert_eq!((table.failures[0].replication, table.failures[0].reason.as_str()), (12, "planned to refuse"));
    let ColumnValues::Integers(numbers) = &table.column("replication").unwrap().values else { unreachable!() };
    assert_eq!((numbers[0], numbers[17]), (10, 19));
    let ColumnValues::Booleans(happened) = &table.column("happened").unwrap().values else { unreachable!() };
    // Worlds 10, 11 and 13 of both: the last digits 0, 1 and 3.
    assert_eq!(happened[..6], [true, true, true, true, false, false].map(Some));
    stop.store(true, Ordering::Relaxed);
    let none = collect(&simulator, 1, 10..20, 2, &stop).unwrap();
    assert!(none.stopped && none.is_empty());
}

#[test]
fn parquet_holds_events_as_booleans_and_answers_through_a_dictionary() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let found = two_policies().to(&out).run().unwrap();
    let path = out.join("outcomes.parquet");
    let reader = SerializedFileReader::new(fs::File::open(&path).unwrap()).unwrap();
    let chunks = reader.metadata().row_group(0).columns();
    let table = found.table().unwrap();
    for (column, chunk) in table.columns.iter().zip(chunks) {
        let name = &column.about.name;
        let read = read_columns(&path, &[name]).unwrap().remove(0);
        match &column.values {
            ColumnValues::Booleans(values) => {
                assert_eq!(chunk.column_type(), Type::BOOLEAN, "{name}");
                let as_number = |value: &Option<bool>| value.map_or(f64::NAN, |holds| f64::from(u8::from(holds)));
                let expected: Vec<f64> = values.iter().map(as_number).collect();
                assert!(read.numbers().iter().zip(&expected).all(|(a, b)| a.to_bits() == b.to_bits()), "{name}");
                assert_eq!(read.numbers().len(), 80, "{name}");
            }
            ColumnValues::Categories(codes) => {
                assert!(chunk.dictionary_page_offset().is_some(), "{name}");
                let word = |code: &Option<u32>| code.map_or("", |code| &*column.about.levels[code as usize]);
                assert_eq!(read.words(), codes.iter().map(word).collect::<Vec<_>>(), "{name}");
            }
            ColumnValues::Numbers(values) => {
                assert!(read.numbers().iter().zip(values).all(|(a, b)| a.to_bits() == b.to_bits()), "{name}");
            }
            ColumnValues::Integers(values) => assert_eq!(read.numbers().len(), values.len(), "{name}"),
        }
    }
}
