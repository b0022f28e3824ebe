//! Promise: no change of results goes unnoticed. The outcomes of every shipped scenario have the bytes they had.
//!
//! A change that is meant: `PANJ_UPDATE_GOLDEN=1 cargo test --test integration golden_results` writes `tests/golden/results.txt`
//! anew; the commit holds it together with a line under "Changes that alter results" in CHANGELOG.md.

#![allow(clippy::panic)]
#![allow(clippy::unwrap_used)]

use std::path::Path;
use std::sync::Arc;
use std::{env, fs};

use panj::experiment::{CrisisSimulator, Record, Simulator, hex};
use panj::scenario::{Overlay, load};
use sha2::{Digest, Sha256};

const REPLICATIONS: u64 = 20;
const SEED: u64 = 2021;

#[test]
fn outcomes_of_shipped_scenarios_have_the_bytes_they_had() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut folders: Vec<_> = fs::read_dir(root.join("scenarios"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|folder| folder.join("scenario.toml").exists())
        .collect();
    folders.sort();
    let lines = folders.iter().map(|folder| format!("{} {}\n", folder.file_name().unwrap().display(), hash_of(folder)));
    let now: String = lines.collect();
    let golden = root.join("tests/golden/results.txt");
    if env::var_os("PANJ_UPDATE_GOLDEN").is_some() {
        fs::write(&golden, &now).unwrap();
    }
    assert_eq!(now, fs::read_to_string(golden).unwrap(), "results differ from the record (left: now)");
}

/// Start of the hash of rows, series and numbers of events.
fn hash_of(folder: &Path) -> String {
    let scenario = load(folder, &Overlay::default()).unwrap_or_else(|problems| panic!("{problems}"));
    let simulator = CrisisSimulator::new(vec![Arc::new(scenario)]).unwrap();
    let (mut workspace, mut record) = (simulator.workspace(), Record::for_simulator(&simulator));
    let mut hasher = Sha256::new();
    for replication in 0..REPLICATIONS {
        record.clear();
        simulator.replicate(0, SEED, replication, &mut workspace, &mut record).unwrap();
        record.row.iter().for_each(|value| hasher.update(value.to_bits().to_le_bytes()));
        record.series.iter().for_each(|value| hasher.update(value.to_le_bytes()));
        hasher.update(record.events.to_le_bytes());
    }
    hex(&hasher.finalize())[..16].to_owned()
}
