//! Mutated input of every kind: scenarios, tables, assignments, policies, plans, suites, posteriors, cases of `verify`.
//!
//! Each mutant is either refused with at least one problem, or runs: without a panic, within seconds, with outcomes that are
//! finite or missing. The mutants follow from a seed, so a failure can be had again. A few hundred run with the other tests;
//! `PANJ_FUZZ_MUTANTS=10000 cargo test --test integration fuzz -- --nocapture` runs so many, `PANJ_FUZZ_SEED` others.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
#![allow(clippy::panic, reason = "a test fails by panicking")]

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use panj::analysis::benchmark::Suite;
use panj::experiment::{CrisisSimulator, Draws, Failure, Plan, Record, Simulator};
use panj::scenario::{Overlay, ScenarioSource, Value, registry};
use panj::verify::check_path;
use panj::verify::engine::Effort;

/// Mutants that run with the other tests.
const USUAL: u64 = 400;
/// A mutant that takes longer has no end. (A debug build on a busy machine.)
const PATIENCE: Duration = Duration::from_secs(60);
/// Events of a mutant's world: enough for any that is as it was, few enough for thousands of mutants.
const MOST_EVENTS: u64 = 300_000;

/// The splitmix64 generator.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, n: usize) -> usize {
        (self.next() % n.max(1) as u64) as usize
    }

    fn of<'a, T: ?Sized>(&mut self, list: &[&'a T]) -> &'a T {
        list[self.below(list.len())]
    }
}

const NUMBERS: &[&str] = &[
    "0",
    "-0.0",
    "1",
    "2",
    "-1",
    "0.5",
    "0.1",
    "0.999999999999",
    "1e-308",
    "5e-324",
    "1e-9",
    "1e-6",
    "1e5",
    "1e9",
    "1e15",
    "1e18",
    "1e308",
    "-1e308",
    "65536",
    "1000000",
    "4294967296",
    "9223372036854775807",
    "-9223372036854775808",
    "99999999999999999999",
    "nan",
    "inf",
    "-inf",
    "180",
    "91",
];
const TEXTS: &[&str] = &[
    "\"\"",
    "\" \"",
    "\"\\u0000\"",
    "\"\\u001b[31mred\"",
    "\"<b>\"",
    "\"مرز\"",
    "\"=cmd|calc\"",
    "\"a\\nb\"",
    "\"../../etc\"",
    "\"nan\"",
    "\"never\"",
    "\"always\"",
    "\"date\"",
    "\"majority\"",
    "\"replay\"",
    "\"conditioned\"",
    "\"plain\"",
    "\"\\u202e\"",
];
const DATES: &[&str] = &[
    "0001-01-01",
    "9999-12-31",
    "2021-02-29",
    "2030-05-01",
    "2030-05-02",
    "2030-08-01",
    "1900-01-01",
    "2129-01-01",
    "0000-00-00",
    "2022-01-01T00:00:00Z",
];
const STRUCTURES: &[&str] = &[
    "{}",
    "[]",
    "[[]]",
    "true",
    "false",
    "[1, 2]",
    "[\"a\"]",
    "{ gamma = { mean = 1e-9, sd = 1e9 } }",
    "{ gamma = { mean = 10, sd = 90 } }",
    "{ log_normal = { median = 1e9, sigma = 10 } }",
    "{ log_normal = { median = 3, sigma = 9 } }",
    "{ normal = { mean = 0, sd = 1e9 } }",
    "{ normal = { mean = 1, sd = 5 } }",
    "{ uniform = [0, 1e308] }",
    "{ uniform = [1, 1] }",
    "{ weibull = { shape = 0.01, scale = 1 } }",
    "{ poisson = { mean = 1e7 } }",
    "{ geometric = { mean = 1e5 } }",
    "{ exponential = { mean = 1e5 } }",
    "{ beta = { alpha = 0.01, beta = 0.01 } }",
    "{ triangular = [0, 0, 0] }",
    "{ gamma = { shape = 0.01, scale = 1 } }",
    "{ normal = { mean = 2030-06-01, sd = 900 } }",
    "{ choice = [1, 2] }",
];
const CELLS: &[&str] = &[
    "",
    " ",
    "0",
    "-1",
    "1",
    "1e-308",
    "1e308",
    "1e18",
    "999999999",
    "nan",
    "inf",
    "0.5",
    "180",
    "-180",
    "90",
    "x",
    "مرز",
    "a\x1b[31m",
    "=1+1",
    "a\"b",
    "plain",
    "gorge",
    "true",
    "2030-05-09",
];

/// A text with a few random changes; `comma` for tables.
fn mutated(text: &str, comma: bool, dice: &mut Dice) -> Vec<u8> {
    let mut text = text.to_owned();
    for _ in 0..[1, 1, 2, 4][dice.below(4)] {
        text = match dice.below(20) {
            0..=12 if comma => other_cell(&text, dice),
            0..=12 => other_value(&text, dice),
            13..=16 => other_lines(&text, dice),
            17 if comma => without_column(&text, dice),
            _ => {
                let mut bytes = text.into_bytes();
                for _ in 0..=dice.below(4) {
                    let at = dice.below(bytes.len());
                    if let Some(byte) = bytes.get_mut(at) {
                        *byte = dice.next() as u8;
                    }
                }
                if dice.below(4) == 0 {
                    bytes.truncate(dice.below(bytes.len()));
                }
                match String::from_utf8(bytes) {
                    Ok(text) => text,
                    Err(error) => return error.into_bytes(),
                }
            }
        };
    }
    text.into_bytes()
}

/// One number, word or text between quotes on the right of an equals sign or colon becomes another.
fn other_value(text: &str, dice: &mut Dice) -> String {
    let is_part = |c: char| c.is_alphanumeric() || "_.+-\"".contains(c);
    let mut places: Vec<(usize, usize)> = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices().chain([(text.len(), '\n')]) {
        match (is_part(c), start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                let line = text[..from].rfind('\n').map_or(0, |at| at + 1);
                if text[line..from].contains(['=', ':']) && !text[line..].starts_with('#') {
                    places.push((from, at));
                }
                start = None;
            }
            _ => {}
        }
    }
    if places.is_empty() {
        return text.to_owned();
    }
    let (from, to) = places[dice.below(places.len())];
    let old = &text[from..to];
    let pool = match dice.below(8) {
        0 => STRUCTURES,
        1 => NUMBERS,
        2 => TEXTS,
        _ if old.starts_with('"') => TEXTS,
        _ if old.matches('-').count() == 2 && old.len() == 10 => DATES,
        _ if dice.below(3) == 0 => STRUCTURES,
        _ => NUMBERS,
    };
    format!("{}{}{}", &text[..from], dice.of(pool), &text[to..])
}

/// A line goes, comes twice, or changes places; or a whole table goes.
fn other_lines(text: &str, dice: &mut Dice) -> String {
    let mut lines: Vec<&str> = text.lines().collect();
    let at = dice.below(lines.len());
    match dice.below(4) {
        0 if !lines.is_empty() => _ = lines.remove(at),
        1 if !lines.is_empty() => lines.insert(at, lines[at]),
        2 if !lines.is_empty() => lines.swap(0, at),
        _ => {
            let heads: Vec<usize> = (0..lines.len()).filter(|&at| lines[at].starts_with('[')).collect();
            if !heads.is_empty() {
                let which = dice.below(heads.len());
                lines.drain(heads[which]..heads.get(which + 1).copied().unwrap_or(lines.len()));
            }
        }
    }
    lines.join("\n") + "\n"
}

fn other_cell(text: &str, dice: &mut Dice) -> String {
    let mut lines: Vec<Vec<&str>> = text.lines().map(|line| line.split(',').collect()).collect();
    if lines.len() > 1 {
        let row = if dice.below(12) == 0 { 0 } else { 1 + dice.below(lines.len() - 1) };
        let column = dice.below(lines[row].len());
        let cell = if dice.below(4) == 0 { dice.of(NUMBERS) } else { dice.of(CELLS) };
        if dice.below(8) == 0 {
            lines.iter_mut().skip(1).filter_map(|line| line.get_mut(column)).for_each(|other| *other = cell);
        }
        lines[row][column] = cell;
    }
    lines.iter().map(|cells| cells.join(",") + "\n").collect()
}

fn without_column(text: &str, dice: &mut Dice) -> String {
    let column = dice.below(text.lines().next().unwrap_or("").split(',').count());
    let kept = |line: &str| -> String {
        let cells = line.split(',').enumerate().filter(|(at, _)| *at != column).map(|(_, cell)| cell);
        cells.collect::<Vec<_>>().join(",") + "\n"
    };
    text.lines().map(kept).collect()
}

/// A scenario's own copy, of which files are changed and put back.
struct Home {
    folder: tempfile::TempDir,
    files: Vec<(PathBuf, String)>,
}

impl Home {
    fn of(name: &str) -> Home {
        let folder = tempfile::tempdir().unwrap();
        let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios").join(name);
        let mut files = Vec::new();
        for entry in fs::read_dir(from).unwrap().map(|entry| entry.unwrap().path()) {
            let text = fs::read_to_string(&entry).unwrap();
            let path = folder.path().join(entry.file_name().unwrap());
            fs::write(&path, &text).unwrap();
            if path.extension().is_some_and(|kind| kind != "md") {
                files.push((path, text));
            }
        }
        files.sort();
        Home { folder, files }
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }
}

/// What became of a mutant.
#[derive(Clone, Copy, PartialEq)]
enum Fate {
    Refused,
    Ran,
}

/// Runs two worlds of a scenario; every outcome is finite or missing.
fn run(simulator: &CrisisSimulator) {
    let mut workspace = simulator.workspace();
    let mut record = Record::for_simulator(simulator);
    for variant in 0..simulator.variants().min(3) {
        for replication in 0..2 {
            record.clear();
            match simulator.replicate(variant, 1, replication, &mut workspace, &mut record) {
                Ok(()) => assert!(record.row.iter().all(|value| !value.is_infinite()), "an infinite outcome"),
                Err(Failure::Refused { reason }) => assert!(!reason.is_empty()),
                Err(other) => panic!("{other}"),
            }
        }
    }
}

fn run_under(source: &ScenarioSource, overlays: &[Overlay]) -> Fate {
    let scenarios = overlays.iter().map(|overlay| source.resolve(overlay));
    let Ok(scenarios) = scenarios.collect::<Result<Vec<_>, _>>().inspect_err(|problems| assert!(problems.len() > 0))
    else {
        return Fate::Refused;
    };
    if let Some(simulator) = CrisisSimulator::new(scenarios.into_iter().map(Arc::new).collect()) {
        run(&simulator.with_most_events(MOST_EVENTS));
    }
    Fate::Ran
}

fn try_scenario(path: &Path, policy_files: &[PathBuf]) -> Fate {
    match ScenarioSource::open_with(path, policy_files) {
        Ok(source) => {
            let policies = source.policies().iter().map(|policy| Overlay::none().with_policy(&policy.name));
            run_under(&source, &[Overlay::none()]);
            policies.take(2).for_each(|overlay| _ = run_under(&source, &[overlay]));
            Fate::Ran
        }
        Err(problems) => {
            assert!(problems.iter().all(|problem| !problem.file.is_empty()), "a problem without a file:\n{problems}");
            Fate::Refused
        }
    }
}

const POLICIES: &str = "\
[policy.quick]\nsummary = \"decide at once\"\nset = { \"alliance.rule\" = \"majority\", \"alliance.on_site_days\" = 1 }\n
[policy.large]\nsummary = \"more men\"\nextends = [\"quick\"]\nscale = { \"alliance.delivery.force_men\" = 2.0 }\n";
const POSTERIOR: &str = "campaign.contagion,mobilization.turnout,alliance.assessment.bias,weight\n\
2.5,0.8,-0.2,1\n0.5,0.9,0.1,2\n3.25,0.7,-0.4,0\n";
const PLAN: &str = "panj = \"0.1.0\"\ncommand = \"compare\"\nseed = 1\nreplications = 3\nformat = \"csv\"\n\n[scenario]\n\
path = \"tutorial\"\n\n[scenario.sha256]\n\"scenario.toml\" = \"00\"\n\n[design]\nworlds_per_draw = 2\n\n[[variant]]\n\
name = \"baseline\"\n\n[[variant]]\nname = \"other\"\nset = [\"campaign.contagion=2\", \"alliance.rule=majority\"]\n";

/// One mutant of the kind that its number says.
fn try_mutant(number: u64, homes: &[Home], dice: &mut Dice) -> (String, Fate) {
    let home = &homes[dice.below(homes.len())];
    let aside = |name: &str, bytes: &[u8]| {
        let path = home.path().join(name);
        fs::write(&path, bytes).unwrap();
        path
    };
    match number % 8 {
        0..=2 => {
            let (path, text) =
                &home.files[if dice.below(2) == 0 { home.files.len() - 1 } else { dice.below(home.files.len()) }];
            let changed = mutated(text, path.extension().is_some_and(|kind| kind == "csv"), dice);
            fs::write(path, &changed).unwrap();
            let tried = catch_unwind(AssertUnwindSafe(|| try_scenario(home.path(), &[])));
            fs::write(path, text).unwrap();
            let name = format!("{}:\n{}", path.display(), String::from_utf8_lossy(&changed));
            (name.clone(), tried.unwrap_or_else(|_| panic!("{name}")))
        }
        3 => {
            let registry = registry();
            let paths: Vec<&str> = registry.parameters().iter().map(|one| one.path.as_str()).collect();
            let mut overlay = Overlay::none();
            for _ in 0..=dice.below(3) {
                let pool = [NUMBERS, NUMBERS, STRUCTURES, TEXTS, DATES][dice.below(5)];
                let path = dice.of(&paths).replace("NAME", dice.of(&["heads", "willing", "east", "a"]));
                overlay = overlay.with_set(path, Value::parse(dice.of(pool)));
            }
            let source = ScenarioSource::open(home.path()).unwrap();
            let tried = catch_unwind(AssertUnwindSafe(|| run_under(&source, std::slice::from_ref(&overlay))));
            let name = format!("{} {:?}", home.path().display(), overlay.sets);
            (name.clone(), tried.unwrap_or_else(|_| panic!("{name}")))
        }
        4 => {
            let file = aside("policies-mutated.txt", &mutated(POLICIES, false, dice));
            ("a policy file".to_owned(), try_scenario(home.path(), &[file]))
        }
        5 => {
            let file = aside("posterior.txt", &mutated(POSTERIOR, true, dice));
            let source = ScenarioSource::open(home.path()).unwrap();
            let fate = source.read_posterior(&file).map_or(Fate::Refused, |posterior| {
                let draws = Draws::new(&source, [posterior], false);
                let simulator = CrisisSimulator::drawn(source.clone(), vec![Overlay::none()], draws, 1);
                simulator.map_or(Fate::Refused, |simulator| {
                    run(&simulator.with_most_events(MOST_EVENTS));
                    Fate::Ran
                })
            });
            ("a posterior".to_owned(), fate)
        }
        6 => {
            let plan = Plan::read(&aside("plan-mutated.txt", &mutated(PLAN, false, dice)));
            let fate = plan.map_or(Fate::Refused, |plan| {
                let (sized, _) = (plan.check_size(), plan.identity());
                if sized.is_ok() { Fate::Ran } else { Fate::Refused }
            });
            let suite =
                fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("benchmarks/suite.toml")).unwrap();
            if let Ok(suite) = Suite::read(&aside("suite-mutated.txt", &mutated(&suite, false, dice))) {
                suite.scenario.values().for_each(|scenario| _ = scenario.assignments());
            }
            ("a plan and a suite".to_owned(), fate)
        }
        _ => {
            let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/verify/cases");
            let name = dice.of(&["decision.json", "quantile.json", "survival.json", "sobol_design.csv"]);
            let text = fs::read_to_string(cases.join(name)).unwrap();
            let file = aside(&format!("mutated-{name}"), &mutated(&text, name.ends_with("csv"), dice));
            let tried = catch_unwind(|| check_path(&file, Effort::FULL).is_ok());
            let kept = || format!("{name}:\n{}", String::from_utf8_lossy(&fs::read(&file).unwrap()));
            let fate = if tried.unwrap_or_else(|_| panic!("{}", kept())) { Fate::Ran } else { Fate::Refused };
            (name.to_owned(), fate)
        }
    }
}

#[test]
fn mutated_input_is_refused_or_runs() {
    let number = |name: &str, usual: u64| std::env::var(name).map_or(usual, |text| text.parse().unwrap());
    let (mutants, seed) = (number("PANJ_FUZZ_MUTANTS", USUAL), number("PANJ_FUZZ_SEED", 1));
    let homes = ["tutorial", "starter"].map(Home::of);
    let (began, mut ran) = (Instant::now(), 0);
    for mutant in 0..mutants {
        let mut dice = Dice(seed.wrapping_mul(0x1_0000_0001) ^ mutant.wrapping_mul(0xd134_2543_de82_ef95));
        let (one, what) = (Instant::now(), format!("mutant {mutant} of seed {seed}"));
        let tried = catch_unwind(AssertUnwindSafe(|| try_mutant(mutant, &homes, &mut dice)));
        let (name, fate) = tried.unwrap_or_else(|_| panic!("{what} panicked; its input stands above"));
        ran += u64::from(fate == Fate::Ran);
        assert!(one.elapsed() < PATIENCE, "{what} took {:?}: {name}", one.elapsed());
        if mutants > USUAL && (mutant + 1) % (mutants / 20).max(1) == 0 {
            eprintln!("{} of {mutants} mutants, {ran} accepted, {:.0} s", mutant + 1, began.elapsed().as_secs_f64());
        }
    }
    // Neither all refused nor all accepted: the mutations reach both sides.
    assert!(ran > mutants / 10 && ran < mutants * 9 / 10, "{ran} of {mutants} were accepted");
}
