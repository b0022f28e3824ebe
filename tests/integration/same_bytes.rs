//! Promise: the files of an experiment have the same bytes for any number of threads, any sharding, after any kill,
//! and when the number of replications is raised later.

#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;

use panj::experiment::stub::StubSimulator;
use panj::experiment::{
    Checkpoint, Counter, Design, Ended, Executor, ExecutorError, Part, Plan, Rows, ScenarioInput, Settings, Shard,
    Simulator, Variant, checkpoint_path, look_through, rows_path,
};
use panj::outcome::Layout;

const REPLICATIONS: u64 = 700;

fn settings(folder: &Path, threads: usize) -> Settings {
    Settings {
        folder: Some(folder.to_owned()),
        identity: [1; 32],
        seed: 5,
        part: Part::whole(3),
        threads,
        series: true,
        share_a_draw: 1,
        durable: false,
    }
}

fn simulator() -> StubSimulator {
    StubSimulator::example(3, 20).failing(|replication| matches!(replication, 33 | 100 | 699))
}

/// Runs replications up to `last` and returns the bytes of both files.
fn run(folder: &Path, threads: usize, last: u64) -> (Vec<u8>, Vec<u8>) {
    let simulator = simulator();
    let mut executor = Executor::open(&simulator, settings(folder, threads)).unwrap();
    assert_eq!(executor.run_to(last, &Counter::default()).unwrap(), Ended::Complete);
    bytes(folder)
}

fn bytes(folder: &Path) -> (Vec<u8>, Vec<u8>) {
    (fs::read(rows_path(folder)).unwrap(), fs::read(checkpoint_path(folder)).unwrap())
}

#[test]
fn the_first_replications_are_kept_whole() {
    let folder = tempfile::tempdir().unwrap();
    let kept = |folder: &Path| {
        let simulator = StubSimulator::example(3, 20).failing(|replication| replication == 5);
        let mut executor = Executor::open(&simulator, settings(folder, 2)).unwrap();
        executor.run_to(40, &Counter::default()).unwrap();
        Checkpoint::read(&checkpoint_path(folder)).unwrap().unwrap().paths
    };
    let paths = kept(folder.path());
    let pairs: Vec<u64> = paths.iter().map(|(pair, _)| *pair).collect();
    assert_eq!(pairs, (0..24).filter(|pair| pair / 3 != 5).collect::<Vec<u64>>(), "one that failed has no path");
    for (pair, record) in paths {
        let value = |day: u32| (pair / 3) as u32 * day + (pair % 3) as u32;
        assert_eq!(record, (0..40).map(value).collect::<Vec<u32>>(), "two series of 20 days, one after the other");
    }
}

#[test]
fn threads_do_not_matter() {
    let folders: Vec<_> = (0..3).map(|_| tempfile::tempdir().unwrap()).collect();
    let one = run(folders[0].path(), 1, REPLICATIONS);
    assert!(one == run(folders[1].path(), 2, REPLICATIONS));
    assert!(one == run(folders[2].path(), 5, REPLICATIONS));
}

#[test]
fn raising_the_number_runs_only_what_is_new_and_gives_the_same() {
    let (whole, raised) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let expected = run(whole.path(), 2, REPLICATIONS);
    run(raised.path(), 2, 123);
    let simulator = simulator();
    let mut executor = Executor::open(&simulator, settings(raised.path(), 2)).unwrap();
    let counter = Counter::default();
    executor.run_to(REPLICATIONS, &counter).unwrap();
    assert_eq!(counter.resumed.load(Ordering::Relaxed), 123 * 3);
    assert!(expected == bytes(raised.path()));
}

#[test]
fn parts_in_any_order_are_the_whole() {
    let whole = tempfile::tempdir().unwrap();
    let expected = run(whole.path(), 2, REPLICATIONS);
    let settings = settings(whole.path(), 2);
    let simulator = simulator();
    let width = Layout::of(simulator.metrics()).width();
    let each = |rows: &Rows, from: u64, to: u64| {
        let mut all = Vec::new();
        rows.for_each(from, to, |pair, row, status| {
            all.push((pair, row.iter().map(|value| value.to_bits()).collect::<Vec<_>>(), status));
        })
        .unwrap();
        all
    };
    let rows = Rows::in_file(rows_path(whole.path()), width, Part::whole(3), &settings.identity);
    let parts = tempfile::tempdir().unwrap();
    let mut folders = Vec::new();
    for k in [3, 1, 4, 2] {
        let part = format!("{k}/4").parse::<Shard>().unwrap().part(&three_policies());
        let folder = parts.path().join(k.to_string());
        // Raised later: only what is new runs.
        for (last, before) in [(203, 0), (REPLICATIONS, part.pairs(203).unwrap())] {
            let own = Settings { part, folder: Some(folder.clone()), ..settings.clone() };
            let mut executor = Executor::open(&simulator, own).unwrap();
            assert_eq!(executor.done(), before);
            executor.run_to(last, &Counter::default()).unwrap();
            assert_eq!(executor.done(), part.pairs(last).unwrap());
        }
        folders.push((folder, part));
    }
    let look = |folders: &[(PathBuf, Part)], n| look_through(folders, n, width, &settings.identity);
    let (joined, checkpoint) = look(&folders, REPLICATIONS).unwrap();
    for (from, to) in [(0, REPLICATIONS * 3), (1_000, 1_700), (3, 4)] {
        assert!(each(&rows, from, to) == each(&joined, from, to), "{from} to {to}");
    }
    checkpoint.write(&parts.path().join("checkpoint.bin"), false).unwrap();
    assert!(expected.1 == fs::read(parts.path().join("checkpoint.bin")).unwrap());
    let error = look(&folders, REPLICATIONS + 1).unwrap_err().to_string();
    assert!(error.contains("is not finished"), "{error}");
    folders.swap(0, 1);
    let [(first, _), (_, other)] = &folders[..2] else { unreachable!() };
    let error = look(&[(first.clone(), *other)], REPLICATIONS).unwrap_err().to_string();
    assert!(error.contains("holds no replications of its shard"), "{error}");
}

/// A plan of three policies; of what decides shards, nothing else matters.
fn three_policies() -> Plan {
    let input = ScenarioInput { path: "s".into(), policy_files: Vec::new(), sha256: Default::default() };
    Plan::new(input, Design::Compare { analysis: Default::default() }, vec![Variant::default(); 3])
}

#[test]
fn a_kill_at_any_byte_of_any_file_is_survived() {
    let whole = tempfile::tempdir().unwrap();
    let expected = run(whole.path(), 2, REPLICATIONS);
    let killed = tempfile::tempdir().unwrap();
    let early = run(killed.path(), 2, 321);
    // Rows cut anywhere, with the checkpoint of before, of after, torn, or none at all.
    for cut in (0..expected.0.len()).step_by(4_999).chain([expected.0.len() - 1, expected.0.len()]) {
        let torn = &expected.1[..expected.1.len() / 2];
        for checkpoint in [Some(&early.1[..]), Some(&expected.1[..]), Some(torn), None] {
            fs::write(rows_path(killed.path()), &expected.0[..cut]).unwrap();
            let path = checkpoint_path(killed.path());
            match checkpoint {
                Some(bytes) => fs::write(&path, bytes).unwrap(),
                None => fs::remove_file(&path).unwrap(),
            }
            assert!(expected == run(killed.path(), 2, REPLICATIONS), "cut at {cut}");
        }
    }
}

#[test]
fn a_stop_keeps_what_is_done_and_the_rest_follows() {
    let (whole, stopped) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let expected = run(whole.path(), 2, REPLICATIONS);
    run(stopped.path(), 2, 200);
    let simulator = simulator();
    {
        let counter = Counter::default();
        counter.stop.store(true, Ordering::Relaxed);
        let mut executor = Executor::open(&simulator, settings(stopped.path(), 2)).unwrap();
        assert_eq!(executor.run_to(REPLICATIONS, &counter).unwrap(), Ended::Stopped);
        assert_eq!(executor.done(), 200 * 3);
    }
    assert!(expected == run(stopped.path(), 2, REPLICATIONS));
}

#[test]
fn failed_replications_are_counted_and_listed_with_their_reason() {
    let folder = tempfile::tempdir().unwrap();
    run(folder.path(), 2, REPLICATIONS);
    let simulator = simulator();
    let executor = Executor::open(&simulator, settings(folder.path(), 2)).unwrap();
    let checkpoint = executor.checkpoint();
    assert_eq!((checkpoint.failed, checkpoint.failures.len()), (9, 9));
    assert_eq!(checkpoint.failures[0].pair, 99);
    assert!(checkpoint.failures[0].reason.contains("replication 33 with seed 5 is planned to panic"));
    assert_eq!(checkpoint.failures[3].reason, "planned to refuse");
    assert_eq!(checkpoint.days[0].count(), REPLICATIONS - 3);
    let amounts = executor.rows().columns(&[0], 1, REPLICATIONS).unwrap();
    assert_eq!(amounts[0].len() as u64, REPLICATIONS - 3);
    assert!(amounts[0].iter().all(|a| (1.0..=10.0).contains(a)));
}

#[test]
fn a_folder_of_other_inputs_or_in_use_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let simulator = simulator();
    let mut first = Executor::open(&simulator, settings(folder.path(), 1)).unwrap();
    first.run_to(10, &Counter::default()).unwrap();
    let again = Executor::open(&simulator, settings(folder.path(), 1));
    assert!(matches!(again, Err(ExecutorError::InUse { .. })));
    drop(first);
    let other = Settings { identity: [2; 32], ..settings(folder.path(), 1) };
    assert!(matches!(Executor::open(&simulator, other), Err(ExecutorError::OtherInputs { .. })));
}
