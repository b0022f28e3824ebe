//! `panj calibrate`: parameters of the war from the record of dated falls.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Instant;

use clap::Args;

use super::calibrate_simulated::SimulationOptions;
use super::error::CliError;
use super::numbers::{counted, duration, fixed, grouped, plain};
use super::output::{BOLD, Output};
use super::progress::Progress;
use super::results_table::{section, title, wide_section};
use super::screen::{HEAD_AND_FOLDER, is_too_high, listed, rows_beside, wrapped};
use super::typed::whole_number;
use crate::calibrate::check::{Ranks, invented, most_by_chance, ranks};
use crate::calibrate::findings::{Basis, Findings, last_day};
use crate::calibrate::fit::{Calibration, Found};
use crate::calibrate::predictive::Predicted;
use crate::calibrate::sampler::{Sampling, Target, draw};
use crate::experiment::{Counter, Variant};
use crate::report::charts::PosteriorPlot;
use crate::report::theme::Footer;
use crate::result::write_whole;
use crate::scenario::{Date, Overlay, ScenarioSource};
use crate::study::overlay;

/// Arguments of `panj calibrate`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  panj calibrate scenarios/tajik-afghan-2021 --as-of 2021-07-05 --dry-run    what it would use, and how long it would take
  panj calibrate scenarios/tajik-afghan-2021 --as-of 2021-07-05 -o july.csv
  panj calibrate scenarios/tajik-afghan-2021 --simulate --posterior july.csv -o all.csv    then the rest, by simulation
  panj run scenarios/tajik-afghan-2021 --posterior all.csv -n 2000")]
pub(super) struct Calibrate {
    /// Folder or TOML file of the scenario
    #[arg(value_name = "SCENARIO")]
    scenario: PathBuf,
    /// Last day of the record that is used; later rows are never looked at [default: the last day that has a row]
    #[arg(long, value_name = "DATE")]
    as_of: Option<Date>,
    #[command(flatten)]
    draws: DrawsOptions,
    /// Say what would be used and how long it would take, and stop
    #[arg(long)]
    dry_run: bool,
    /// Calibrate so many simulated records instead, and say whether the true values lie where they should
    #[arg(long, value_name = "RECORDS", conflicts_with = "dry_run", value_parser = whole_number::<u32>(10..=100_000))]
    check: Option<u32>,
    /// Invent a record with the values as written instead, to try a calibration on: a folder for district_falls.csv and control_counts.csv
    #[arg(long, value_name = "FOLDER", conflicts_with_all = ["dry_run", "check", "simulate", "chart"])]
    record: Option<PathBuf>,
    /// Draw where the chains went, and which parameters go together, to this SVG file
    #[arg(long, value_name = "FILE")]
    chart: Option<PathBuf>,
    #[command(flatten)]
    simulation: SimulationOptions,
    /// Where the posterior goes: a file that --posterior reads; what was found stands beside it, in a file of the same name that ends in .json
    #[arg(short, long, value_name = "FILE", default_value = "posterior.csv")]
    out: PathBuf,
}

/// How the posterior is drawn.
#[derive(Debug, Clone, Args)]
pub(super) struct DrawsOptions {
    /// Change a parameter (repeatable)
    #[arg(long = "set", value_name = "PATH=VALUE")]
    pub(super) sets: Vec<String>,
    /// Seed of the draws
    #[arg(long, value_name = "SEED", default_value_t = 1, value_parser = whole_number(0..=u64::MAX))]
    pub(super) seed: u64,
    /// Chains
    #[arg(long, value_name = "N", default_value_t = 4, value_parser = whole_number::<u32>(2..=64))]
    chains: u32,
    /// Steps of each chain; as many again go before them, in which it finds its way
    #[arg(long, value_name = "N", default_value_t = 40_000, value_parser = whole_number::<u32>(100..=10_000_000))]
    steps: u32,
    /// Moves of dates and of falls not on record for each step
    #[arg(long, value_name = "N", default_value_t = 10, value_parser = whole_number::<u32>(1..=10_000))]
    moves: u32,
    /// Draws that are kept
    #[arg(long, value_name = "N", default_value_t = 400, value_parser = whole_number::<u32>(10..=100_000))]
    pub(super) draws: u32,
}

impl DrawsOptions {
    pub(super) fn sampling(&self) -> Sampling {
        Sampling::of_steps(self.seed, self.chains, self.steps, self.moves)
    }

    pub(super) fn overlay(&self) -> Result<Overlay, CliError> {
        Ok(overlay(&Variant { name: String::new(), policy: None, set: self.sets.clone() })?)
    }

    /// Calibrates a scenario as it was known at the end of a day.
    pub(super) fn calibrate<'a>(
        &self,
        known: &'a ScenarioSource,
        day: Date,
        output: &Output,
    ) -> Result<Calibration<'a>, CliError> {
        let (target, silent) = Target::of(known, self.overlay()?, day).map_err(CliError::Input)?;
        let sampling = self.sampling();
        let counter = Arc::new(Counter::default());
        counter.total.store(u64::from(self.chains) * sampling.steps(), Ordering::Relaxed);
        let _shown = Progress::show(&counter, output);
        let step = || _ = counter.done.fetch_add(1, Ordering::Relaxed);
        Calibration::run(target, silent, sampling, step).map_err(CliError::Failed)
    }
}

impl Calibrate {
    /// Runs the command.
    ///
    /// # Errors
    /// [`CliError`].
    pub(super) fn execute(&self, output: &Output) -> Result<(), CliError> {
        let source = ScenarioSource::open(&self.scenario)?;
        let day = day_of(&source, self.as_of)?;
        let known = source.as_of(day);
        if let Some(folder) = &self.record {
            return self.invent(&known, day, folder, output);
        }
        if self.out.extension().is_some_and(|ending| ending == "json") {
            let what = "what was found goes there; the posterior is a CSV file: name one with -o";
            return Err(CliError::Input(format!("{}: {what}", self.out.display())));
        }
        if self.simulation.simulate {
            let (checked, dry) = (self.check, self.dry_run);
            return self.simulation.execute(&source, &known, (day, &self.draws, &self.out), (checked, dry), output);
        }
        if self.dry_run {
            return self.price(&known, day, output);
        }
        if let Some(records) = self.check {
            return self.check(&known, day, records, output);
        }
        let calibration = self.draws.calibrate(&known, day, output)?;
        let findings = Findings::of(&calibration, Basis::of(&source, day, self.draws.seed));
        let beside = self.out.with_extension("json");
        let json = serde_json::to_string_pretty(&findings).map_err(|error| CliError::Failed(error.to_string()))? + "\n";
        write(&self.out, calibration.csv(self.draws.draws as usize, self.draws.seed).as_bytes())?;
        write(&beside, json.as_bytes())?;
        if let Some(path) = &self.chart {
            write(path, chart(&calibration, &findings).as_bytes())?;
        }
        if output.json {
            return output.print_json(&findings);
        }
        output.print(&if output.all { in_words(&findings, &self.out) } else { one_screen(&findings, &self.out) })
    }

    /// Writes an invented record.
    fn invent(&self, known: &ScenarioSource, day: Date, folder: &Path, output: &Output) -> Result<(), CliError> {
        let files = invented(known, self.draws.overlay()?, day, self.draws.seed).map_err(CliError::Input)?;
        if let Some((name, _)) = files.iter().find(|(name, _)| folder.join(name).exists()) {
            let file = folder.join(name);
            return Err(CliError::Input(format!("{} is there: name a folder without a record", file.display())));
        }
        std::fs::create_dir_all(folder).map_err(|error| CliError::Input(format!("{}: {error}", folder.display())))?;
        for (name, text) in &files {
            write(&folder.join(name), text.as_bytes())?;
        }
        let rows = |text: &str| text.lines().count().saturating_sub(1) as u64;
        output.print(&format!(
            "{}: {} and {}, invented with the values as written to {day}\n",
            folder.display(),
            counted(rows(&files[0].1), "change of hands", "changes of hands"),
            counted(rows(&files[1].1), "count", "counts"),
        ))
    }

    /// Calibrates simulated records, and says where the true values lie.
    fn check(&self, known: &ScenarioSource, day: Date, records: u32, output: &Output) -> Result<(), CliError> {
        let (target, _) = Target::of(known, self.draws.overlay()?, day).map_err(CliError::Input)?;
        let counter = Arc::new(Counter::default());
        counter.total.store(u64::from(records), Ordering::Relaxed);
        let shown = Progress::show(&counter, output);
        let step = || _ = counter.done.fetch_add(1, Ordering::Relaxed);
        let found = ranks(&target, records, self.draws.sampling(), step).map_err(CliError::Failed)?;
        drop(shown);
        if output.json {
            return output.print_json(&found);
        }
        output.print(&ranks_in_words(&found, self.draws.seed))
    }

    /// Says what would be used, and measures how long a step takes.
    fn price(&self, known: &ScenarioSource, day: Date, output: &Output) -> Result<(), CliError> {
        let (target, silent) = Target::of(known, self.draws.overlay()?, day).map_err(CliError::Input)?;
        let sampling = self.draws.sampling();
        let trial = Sampling { warm_up: 100, draws: 0, ..sampling };
        let start = Instant::now();
        draw(&target, trial, || ())
            .ok_or_else(|| CliError::Failed("no draw of the priors can give the record".to_owned()))?;
        let seconds = start.elapsed().as_secs_f64() / 100.0 * sampling.steps() as f64;
        let of = |list: &[crate::scenario::Uncertain]| {
            list.iter().map(|one| one.path.as_str()).collect::<Vec<_>>().join(", ")
        };
        let text = format!(
            "As of {day}: {} and {} are used ({} left out); {} may have fallen without a date.\nDrawn: {}.\nThe record says nothing of: {}.\nAbout {} for {} chains.\n",
            counted(target.known.rows as u64, "dated change of hands", "dated changes of hands"),
            counted(target.known.counts as u64, "count", "counts"),
            target.known.left_out,
            counted(target.known.undated.len() as u64, "district", "districts"),
            of(&target.sampled),
            if silent.is_empty() { "none of those that have priors".to_owned() } else { of(&silent) },
            duration(seconds),
            self.draws.chains,
        );
        output.print(&text)
    }
}

/// Where the true values lie among the draws, parameter by parameter.
pub(super) fn ranks_in_words(found: &[Ranks], seed: u64) -> String {
    let inside = |one: &Ranks| {
        let (least, bound) = one.least_probability(seed);
        (least, bound, least >= bound)
    };
    let row = |one: &Ranks| {
        let (least, bound, inside) = inside(one);
        let mean = one.ranks.iter().sum::<usize>() as f64 / (one.ranks.len() * one.draws) as f64;
        let inside = if inside { "inside" } else { "OUTSIDE" };
        let effective = fixed(one.effective, 0);
        vec![
            one.path.clone(),
            fixed(mean, 2),
            format!("{least:.4}"),
            format!("{bound:.4}"),
            inside.to_owned(),
            effective,
        ]
    };
    let mut text = String::new();
    let heads = ["mean rank", "least probability", "95 % bound", "the band", "worth"];
    section(&mut text, "Parameter", &heads, &found.iter().map(row).collect::<Vec<_>>());
    let outside = found.iter().filter(|one| !inside(one).2).count();
    let (many, draws) = (found.len() as f64, found.first().map_or(0, |one| one.draws));
    text += &format!(
        "\n{outside} of {} outside the band; by chance {} would be, and more than {} in fewer than 5 of 100 checks.\n",
        counted(found.len() as u64, "parameter", "parameters"),
        fixed(0.05 * many, 1),
        most_by_chance(found.len()),
    );
    if found.iter().any(|one| one.effective < draws as f64) {
        text += &format!(
            "Some chains are worth fewer than the {draws} draws among which ranks are taken, which makes ranks look too extreme: give more --steps.\n"
        );
    }
    if let Some(left_out) = found.first().map(|one| one.left_out as u64).filter(|n| *n > 0) {
        let counted = counted(left_out, "record is left out", "records are left out");
        text += &format!("\n{counted}: capitals fell to districts whose fall is not on record and who were retaken.\n");
    }
    text
}

/// The day that was named, or the last that has a row of the record.
pub(super) fn day_of(source: &ScenarioSource, named: Option<Date>) -> Result<Date, CliError> {
    let Some(day) = named else { return Ok(last_day(source)?) };
    let scenario = source.resolve(&Overlay::none())?;
    let (start, end) = (scenario.meta.start, scenario.meta.end);
    if (start..=end).contains(&day) {
        Ok(day)
    } else {
        Err(CliError::Input(format!("--as-of {day}: a day from {start} to {end}")))
    }
}

/// Writes a file that was asked for.
pub(super) fn write(path: &Path, bytes: &[u8]) -> Result<(), CliError> {
    write_whole(path, bytes)
        .map_err(|error| CliError::Input(format!("{}: {error}; name another file with -o", path.display())))
}

/// The chart of a calibration, each parameter on the scale on which its prior is standard normal.
fn chart(calibration: &Calibration<'_>, findings: &Findings) -> String {
    let names: Vec<String> = findings.found.iter().map(|one| one.path.clone()).collect();
    let of = |k: usize| calibration.chains.iter().map(|chain| chain.iter().map(|draw| draw.z[k]).collect()).collect();
    let draws: Vec<Vec<Vec<f64>>> = (0..names.len()).map(of).collect();
    let footer = Footer {
        scenario: findings.basis.scenario.clone(),
        n: calibration.draws().count() as u64,
        seed: Some(findings.basis.seed),
        version: findings.basis.version.clone(),
        paper: None,
    };
    let title = format!("Posterior as of {}: where the chains went", findings.basis.as_of);
    let subtitle =
        "each parameter on the scale on which its prior is standard normal; below, the pairs most correlated"
            .to_owned();
    PosteriorPlot { title, subtitle, names, draws, pairs: calibration.correlations(), footer }.draw()
}

/// What was learned in sentences, and the parameters that the record tells most of.
fn one_screen(findings: &Findings, file: &Path) -> String {
    let mut text = title(&findings.basis.scenario);
    wrapped(&mut text, &format!("What does the record up to {} say of the war's parameters?", findings.basis.as_of));
    let used = format!(
        "{} and {} used; {} falls missing from the record (mean); {} chains of {} steps, seed {}",
        counted(findings.rows as u64, "dated change of hands", "dated changes of hands"),
        counted(findings.counts as u64, "count", "counts"),
        fixed(findings.missing, 1),
        findings.chains,
        grouped(u64::from(findings.steps)),
        findings.basis.seed
    );
    wrapped(&mut text, &used);
    text.push('\n');
    let of = |words: &str| findings.found.iter().filter(|one| one.in_words() == words).count();
    wrapped(
        &mut text,
        &format!(
            "Of {} it identifies {}, {} weakly and {} not: their priors decide.",
            counted(findings.found.len() as u64, "parameter", "parameters"),
            of("identified"),
            of("weakly identified"),
            of("not identified")
        ),
    );
    let like = |one: &&Predicted| (one.replicated[0]..=one.replicated[2]).contains(&one.observed);
    let held = findings.predictive.iter().filter(like).count();
    if !findings.predictive.is_empty() {
        let of = counted(findings.predictive.len() as u64, "feature", "features");
        wrapped(
            &mut text,
            &format!("Of {of} of the record {held} lie in the central 90 % of records from the posterior."),
        );
    }
    let mut below = String::from("\n");
    let unmet = findings.unmet();
    if !unmet.is_empty() {
        listed(
            &mut below,
            &format!("caution! chains have not met well enough ({}), more --steps", unmet.len()),
            &unmet,
        );
    }
    if !findings.silent.is_empty() {
        let silent: Vec<&str> = findings.silent.iter().map(String::as_str).collect();
        listed(&mut below, &format!("caution: the record is silent, priors stay ({})", silent.len()), &silent);
    }
    wrapped(
        &mut below,
        &format!(
            "All {} parameters, and what the posterior repeats: --all; in a file: {}",
            findings.found.len(),
            file.with_extension("json").display()
        ),
    );
    let mut found: Vec<&Found> = findings.found.iter().collect();
    found.sort_by(|a, b| b.learned.total_cmp(&a.learned));
    let row = |one: &&Found| {
        let [low, _, high] = one.posterior.map(|value| one.shown(value));
        vec![one.path.clone(), one.written.clone(), format!("{low} to {high}"), fixed(one.learned, 2)]
    };
    let heads = ["as written", "posterior, 90 %", "learned"];
    let mut rows: Vec<Vec<String>> =
        found.iter().take(rows_beside(&[&text, &below, HEAD_AND_FOLDER])).map(row).collect();
    // Cells that had to be broken take more lines than one.
    loop {
        let mut table = String::new();
        section(&mut table, "parameter", &heads, &rows);
        if rows.len() > 1 && is_too_high(&[&text, &table, &below]) {
            rows.pop();
            continue;
        }
        return text + &table + &below + &format!("Posterior: {}\n", file.display());
    }
}

/// All that was learned, as tables.
fn in_words(findings: &Findings, file: &Path) -> String {
    let mut text = format!(
        "{}{}, as of {}{}\n{} and {} used, {} left out as saying nothing new; {} falls missing from the record (mean)\n",
        BOLD.0,
        findings.basis.scenario,
        findings.basis.as_of,
        BOLD.1,
        counted(findings.rows as u64, "dated change of hands", "dated changes of hands"),
        counted(findings.counts as u64, "count", "counts"),
        findings.left_out,
        fixed(findings.missing, 1),
    );
    let range = |q: &[f64; 3]| format!("{} ({} to {})", plain(q[1]), plain(q[0]), plain(q[2]));
    let row = |one: &Found| {
        vec![
            one.path.clone(),
            one.written.clone(),
            one.range(&one.prior),
            one.range(&one.posterior),
            one.in_words().to_owned(),
            fixed(one.learned, 2),
            fixed(one.r_hat, 3),
            fixed(one.effective, 0),
        ]
    };
    let heads = ["as written", "prior (90 %)", "posterior (90 %)", "the record", "learned", "R-hat", "draws worth"];
    wide_section(&mut text, "Parameter", &heads, &findings.found.iter().map(row).collect::<Vec<_>>());
    let row =
        |one: &Predicted| vec![one.what.clone(), plain(one.observed), range(&one.replicated), fixed(one.below, 2)];
    let heads = ["on record", "from the posterior (90 %)", "share below"];
    text.push('\n');
    wide_section(
        &mut text,
        "Does it look like the record?",
        &heads,
        &findings.predictive.iter().map(row).collect::<Vec<_>>(),
    );
    let log = |x: Option<f64>| x.map_or_else(|| "impossible for some of it".to_owned(), |x| fixed(x, 1));
    text += &format!(
        "\nLog-likelihood of the record: {} (mean over the draws). Mean over what the record leaves open: {} as written, {} at the mean of the posterior.\n",
        fixed(findings.log_of_draws, 1),
        log(findings.log_as_written),
        log(findings.log_at_mean)
    );
    let unknown: Vec<&str> =
        findings.found.iter().filter(|one| one.in_words() == "not identified").map(|one| one.path.as_str()).collect();
    if !unknown.is_empty() {
        text += &format!("Not identified, so that their priors decide: {}.\n", unknown.join(", "));
    }
    if !findings.silent.is_empty() {
        text += &format!("The record says nothing of {}: they keep their priors.\n", findings.silent.join(", "));
    }
    let apart = findings.unmet();
    if !apart.is_empty() {
        text += &format!(
            "Chains have not met well enough (R-hat above 1.01, or worth fewer than 400 draws): {}; give more --steps.\n",
            apart.join(", ")
        );
    }
    text + &format!("Posterior: {}\n", file.display())
}
