//! `panj calibrate --simulate`: parameters from outcomes on record that only simulation can tell.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Instant;

use clap::Args;

use super::calibrate::{DrawsOptions, ranks_in_words, write};
use super::error::CliError;
use super::experiment_options::shard;
use super::numbers::duration;
use super::output::Output;
use super::progress::Progress;
use super::results_table::section;
use super::typed::whole_number;
use crate::calibrate::findings::{Basis, FindingsBySimulation};
use crate::calibrate::fit::Found;
use crate::calibrate::simulated::{Met, Progressed, Schedule, Simulated};
use crate::experiment::{Counter, Shard, Variant};
use crate::number::{fixed, plain};
use crate::result::{from_json, write_whole};
use crate::scenario::{Date, InputFile, ScenarioSource};
use crate::study::overlay;

/// How outcomes on record are gone by.
#[derive(Debug, Clone, Args)]
pub(super) struct SimulationOptions {
    /// Go by the outcomes on record (observed/outcomes.csv) and simulate them, in place of dated falls
    #[arg(long)]
    pub(super) simulate: bool,
    /// With --simulate: a sample whose rows are kept together, such as the posterior of the war; what it has is not drawn from priors
    #[arg(long, value_name = "FILE", requires = "simulate")]
    posterior: Option<PathBuf>,
    /// With --simulate: how the campaign is produced, as in `run`: model, or replay (falls on their recorded dates)
    #[arg(long, value_name = "MODE", requires = "simulate", value_parser = ["model", "replay"])]
    campaign: Option<String>,
    /// With --simulate: particles
    #[arg(long, value_name = "N", default_value_t = 1_000, requires = "simulate", value_parser = whole_number::<u32>(20..=1_000_000))]
    particles: u32,
    /// With --simulate: generations at most; fewer where less than 1 in 100 moves pass
    #[arg(long, value_name = "N", default_value_t = 10, requires = "simulate", value_parser = whole_number::<u32>(1..=100))]
    generations: u32,
    /// With --simulate: only the particles of one of N islands, which know nothing of each other: their state is kept beside the posterior (K counts from 1; auto: from Slurm, PBS, MPI, Kubernetes)
    #[arg(long, value_name = "K/N", requires = "simulate", value_parser = shard, conflicts_with = "join")]
    shard: Option<Shard>,
    /// With --simulate: the posterior from N islands, when all have ended
    #[arg(long, value_name = "N", requires = "simulate", value_parser = whole_number::<u64>(2..=10_000))]
    join: Option<u64>,
}

impl SimulationOptions {
    /// Runs the command.
    ///
    /// # Errors
    /// [`CliError`].
    pub(super) fn execute(
        &self,
        source: &ScenarioSource,
        known: &ScenarioSource,
        (day, draws, out): (Date, &DrawsOptions, &Path),
        (check, dry_run): (Option<u32>, bool),
        output: &Output,
    ) -> Result<(), CliError> {
        let (particles, generations) = (self.particles as usize, self.generations);
        let schedule = Schedule { seed: draws.seed, particles, generations };
        let file = self.posterior.as_ref().map(|path| InputFile::posterior(path)).transpose()?;
        let joint = file.as_ref().map(|file| known.posterior_in(file)).transpose()?;
        let mode = self.campaign.as_ref().map(|mode| format!("campaign.mode={mode}"));
        let asked = draws.overlay()?;
        let sets = draws.sets.iter().cloned().chain(mode.clone()).collect();
        let simulated = overlay(&Variant { name: String::new(), policy: None, set: sets })?;
        let target = Simulated::of(known, simulated, joint).map_err(CliError::Input)?;
        if dry_run {
            return price(&target, schedule, day, output);
        }
        if let Some(records) = check {
            return Self::ranks(&target, records, schedule, output);
        }
        let basis = Basis::of(source, day, draws.seed);
        let sample = file.as_ref().map(|file| file.sha256.clone());
        let identity = serde_json::json!([
            basis.version,
            basis.sha256,
            day.to_string(),
            draws.sets,
            mode,
            sample,
            draws.seed,
            particles
        ]);
        let identity = identity.to_string();
        let of_island = |number: u64, of: u64| out.with_extension(format!("{number}-of-{of}.part.json"));
        let (now, states) = match (self.shard, self.join) {
            (Some(shard), _) => {
                let (schedule, kept) =
                    (schedule.island(shard.number(), shard.of()), of_island(shard.number(), shard.of()));
                let now = go_on(&target, schedule, &kept, identity, output)?;
                return output.print(&format!(
                    "{}: {} particles, {} generations; when all {of} have ended, the same command with --join {of} in place of --shard makes the posterior\n",
                    kept.display(),
                    schedule.particles,
                    now.generation,
                    of = shard.of(),
                ));
            }
            (None, Some(of)) => {
                let islands: Vec<_> = (1..=of).map(|number| of_island(number, of)).collect();
                (join(&islands, &identity, schedule)?, islands)
            }
            (None, None) => {
                let kept = out.with_extension("part.json");
                (go_on(&target, schedule, &kept, identity, output)?, vec![kept])
            }
        };
        let told = (self.campaign.clone(), sample);
        let findings = FindingsBySimulation::of(&target, (schedule, &now), told, basis);
        let json = serde_json::to_string_pretty(&findings).map_err(|error| CliError::Failed(error.to_string()))? + "\n";
        write(out, target.csv(&now, draws.draws as usize, &asked.sets).as_bytes())?;
        write(&out.with_extension("json"), json.as_bytes())?;
        // what it could go on from is of no use any more; that it is gone already is no harm
        states.iter().for_each(|state| _ = std::fs::remove_file(state));
        if output.json { output.print_json(&findings) } else { output.print(&in_words(&findings, out)) }
    }

    /// Checks the method by simulated records.
    fn ranks(target: &Simulated<'_>, records: u32, schedule: Schedule, output: &Output) -> Result<(), CliError> {
        let counter = Arc::new(Counter::default());
        counter.total.store(u64::from(records), Ordering::Relaxed);
        let shown = Progress::show(&counter, output);
        let step = || _ = counter.done.fetch_add(1, Ordering::Relaxed);
        let found = target.ranks(records, schedule, step).map_err(CliError::Failed)?;
        drop(shown);
        if output.json { output.print_json(&found) } else { output.print(&ranks_in_words(&found, schedule.seed)) }
    }
}

/// Runs the generations, from where a stopped calibration was, keeping the state after each.
fn go_on(
    target: &Simulated<'_>,
    schedule: Schedule,
    kept: &Path,
    identity: String,
    output: &Output,
) -> Result<Progressed, CliError> {
    if schedule.particles < Schedule::FEWEST {
        return Err(CliError::Input(format!(
            "--shard: {} particles are left for an island, and {} are the fewest: give more --particles, or fewer islands",
            schedule.particles,
            Schedule::FEWEST
        )));
    }
    let from = read_kept(kept, &identity);
    let counter = Arc::new(Counter::default());
    counter.total.store(schedule.expected(), Ordering::Relaxed);
    counter.done.store(from.as_ref().map_or(0, |from| from.simulations), Ordering::Relaxed);
    let shown = Progress::show(&counter, output);
    let step = || _ = counter.done.fetch_add(1, Ordering::Relaxed);
    let keep = |now: &Progressed| {
        let text = serde_json::to_string(now).map_err(|error| error.to_string())?;
        write_whole(kept, text.as_bytes()).map_err(|error| format!("{}: {error}", kept.display()))
    };
    let now = target.run(schedule, (identity, from), step, keep).map_err(CliError::Failed)?;
    drop(shown);
    Ok(now)
}

/// The state that a stopped calibration left, if it is one of this.
fn read_kept(path: &Path, identity: &str) -> Option<Progressed> {
    let kept: Progressed = from_json(&std::fs::read(path).ok()?).ok()?;
    (kept.identity == identity).then_some(kept)
}

/// Islands that have all ended, as one.
fn join(files: &[PathBuf], identity: &str, schedule: Schedule) -> Result<Progressed, CliError> {
    let one = |(number, file): (u64, &PathBuf)| {
        let wrong =
            |what: &str| CliError::Input(format!("{}: {what}; run --shard {number}/{}", file.display(), files.len()));
        if !file.exists() {
            return Err(wrong("there is no such island"));
        }
        let island =
            read_kept(file, identity).ok_or_else(|| wrong("this island is of another calibration, or damaged"))?;
        let schedule = schedule.island(number, files.len() as u64);
        if island.has_ended(schedule) { Ok(island) } else { Err(wrong("this island has not ended")) }
    };
    let islands = (1..).zip(files).map(one).collect::<Result<Vec<_>, _>>()?;
    Progressed::joined(islands).ok_or_else(|| CliError::Input("--join: there is no island".to_owned()))
}

fn price(target: &Simulated<'_>, schedule: Schedule, day: Date, output: &Output) -> Result<(), CliError> {
    let trial = Schedule { particles: 64, ..schedule };
    let start = Instant::now();
    target.begin(trial, String::new(), || ()).map_err(CliError::Failed)?;
    let seconds = start.elapsed().as_secs_f64() / 64.0 * schedule.expected() as f64;
    let of = |list: Vec<&str>| list.join(", ");
    output.print(&format!(
        "As of {day}: {} outcomes are gone by, {} are held out or only informed: {}.\nDrawn: {}.\nAt most about {} for {} particles and {} generations.\n",
        target.statistics.len(),
        target.held_out,
        of(target.statistics.iter().map(|statistic| statistic.quantity.as_str()).collect()),
        of(target.sampled.iter().map(|one| one.path.as_str()).collect()),
        duration(seconds),
        schedule.particles,
        schedule.generations,
    ))
}

fn in_words(findings: &FindingsBySimulation, file: &Path) -> String {
    let mut text = format!(
        "{}, as of {}, by simulation\n{} outcomes on record gone by, {} held out or only informed; {} generations, {} simulations; {} particles, {} of them distinct; at the end {} % of the moves passed\n",
        findings.basis.scenario,
        findings.basis.as_of,
        findings.met.len(),
        findings.held_out,
        findings.generations,
        findings.simulations,
        findings.particles,
        findings.distinct,
        fixed(100.0 * findings.accepted, 1),
    );
    let range = |q: &[f64; 3]| format!("{} ({} to {})", plain(q[1]), plain(q[0]), plain(q[2]));
    let row = |one: &Found| {
        let learned = fixed(one.learned, 2);
        vec![
            one.path.clone(),
            one.written.clone(),
            one.range(&one.prior),
            one.range(&one.posterior),
            one.in_words().to_owned(),
            learned,
        ]
    };
    let heads = ["as written", "prior (90 %)", "posterior (90 %)", "the record", "learned"];
    section(&mut text, "Parameter", &heads, &findings.found.iter().map(row).collect::<Vec<_>>());
    text.push('\n');
    let row = |one: &Met| {
        let inside = one.observed + one.off >= one.after[0] && one.observed - one.off <= one.after[2];
        let off = if one.off > 0.0 { format!(" ± {}", plain(one.off)) } else { String::new() };
        let inside = if inside { "inside" } else { "OUTSIDE" }.to_owned();
        vec![
            one.quantity.clone(),
            format!("{}{off}", plain(one.observed)),
            range(&one.before),
            range(&one.after),
            inside,
        ]
    };
    let heads = ["on record", "by the priors", "by the posterior", "the 90 %"];
    section(&mut text, "Outcome", &heads, &findings.met.iter().map(row).collect::<Vec<_>>());
    text += "\nThe posterior was chosen by these outcomes: that they lie inside is no test.\n";
    let unknown: Vec<&str> =
        findings.found.iter().filter(|one| one.in_words() == "not identified").map(|one| one.path.as_str()).collect();
    if !unknown.is_empty() {
        text += &format!("Not identified, so that their priors decide: {}.\n", unknown.join(", "));
    }
    text + &format!("Posterior: {}\n", file.display())
}
