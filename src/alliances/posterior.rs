//! The ladder as parameters of the model: draws of the posterior for one group of alliances, a column for each parameter of `[alliance]`.
//!
//! Deeds of the lead or of single members alone are left out here: the model has them on its bilateral track. A case is one with a dated call, without a
//! member as the opponent, in circumstances that are not judged; what a member as the opponent, a standing force and the lead's interest change are parameters of
//! their own. The last two were judged knowing the outcome.

use std::collections::BTreeSet;
use std::fmt::Write;

use super::observation::Observation;
use super::pooling::{Chain, Rung, Sampling};
use super::record::{Case, Covariates, Level, observations};
use crate::stats::summary::mean;

/// Draws of parameters.
#[derive(Clone, Debug, PartialEq)]
pub struct Draws {
    /// Paths of the parameters.
    pub paths: Vec<String>,
    /// The draws.
    pub rows: Vec<Vec<f64>>,
}

/// A draw is written with so many decimals: far finer than it is known.
const DECIMALS: usize = 3;
/// Scored levels by the tables of the model's rungs.
const RUNGS: [(&str, Level); 4] =
    [("words", Level::Statement), ("meeting", Level::Consultation), ("aid", Level::Aid), ("force", Level::Force)];

/// No member is the opponent; standing force and interest of the lead are not judged.
const USUAL: [f64; 3] = [-0.5, 0.0, 0.0];

/// Draws for a group of alliances, from some cases. None where no case is of the group.
#[must_use]
pub fn draws(cases: &[&Case], group: &str, sampling: Sampling, chain: u64) -> Option<Draws> {
    let own: Vec<Case> = cases.iter().map(|case| case.by_organisation()).collect();
    let own: Vec<&Case> = own.iter().collect();
    let (shape, rows) = observations(&own, Covariates::WithHindsight);
    let group =
        own.iter().position(|case| case.group == group).and_then(|at| rows.iter().find(|row| row.case == at))?.group;
    let threats: BTreeSet<&str> = own.iter().map(|case| case.threat.as_str()).collect();
    let asked = |level: Level, threat: usize, circumstances: [f64; 3]| {
        let level = Level::SCORED.iter().position(|&scored| scored == level).unwrap_or_default();
        let covariates = [&[0.5][..], &circumstances].concat();
        Observation { level, threat, group, covariates, ..rows[0].clone() }
    };
    let mut paths = Vec::new();
    for threat in &threats {
        let name = format!("alliance.response.{}", key(threat));
        for (rung, _) in RUNGS {
            paths.extend([format!("{name}.{rung}.ever"), format!("{name}.{rung}.log_days")]);
        }
        paths.push(format!("{name}.arrives"));
    }
    paths.extend(RUNGS.map(|(rung, _)| format!("alliance.spread.{rung}")));
    paths.push("alliance.position.conflict_weight".to_owned());
    for of in ["standing_force", "lead_interest"] {
        paths.extend([format!("alliance.case.of_{of}.ever"), format!("alliance.case.of_{of}.log_days")]);
    }
    let read = |chain: &Chain<'_>| {
        let rung = |level, threat, circumstances| chain.rung(&asked(level, threat, circumstances));
        let mut row = Vec::with_capacity(paths.len());
        for threat in 0..threats.len() {
            for (_, level) in RUNGS {
                let Rung { ever, mean, .. } = rung(level, threat, USUAL);
                row.extend([ever, mean]);
            }
            row.push(rung(Level::ForceArrived, threat, USUAL).ever);
        }
        row.extend(RUNGS.map(|(_, level)| rung(level, 0, USUAL).spread));
        let force = |circumstances| rung(Level::Force, 0, circumstances);
        let usual = force(USUAL);
        row.push(usual.ever - force([0.5, 0.0, 0.0]).ever);
        for other in [[-0.5, 1.0, 0.0], [-0.5, 0.0, 1.0]] {
            let other = force(other);
            row.extend([other.ever - usual.ever, other.mean - usual.mean]);
        }
        row
    };
    let data: Vec<&Observation> = rows.iter().collect();
    let mut drawn = Vec::with_capacity(sampling.draws);
    Chain::new(shape, data, sampling.seed, chain).run(sampling, |chain| drawn.push(read(chain)));
    Some(Draws { paths, rows: drawn })
}

/// A kind of threat as a name in a path.
#[must_use]
pub fn key(threat: &str) -> String {
    threat.split_whitespace().collect::<Vec<_>>().join("-")
}

impl Draws {
    /// As a sample of parameters that `--posterior` reads.
    #[must_use]
    pub fn to_csv(&self) -> String {
        let mut text = self.paths.join(",") + "\n";
        for row in &self.rows {
            let cells: Vec<String> = row.iter().map(|x| format!("{x:.DECIMALS$}")).collect();
            text += &(cells.join(",") + "\n");
        }
        text
    }

    /// The means, as lines of `alliance.toml`.
    #[must_use]
    pub fn means_as_toml(&self) -> String {
        let mut text = String::new();
        let mut table = "";
        for (at, path) in self.paths.iter().enumerate() {
            let (of, name) = path.rsplit_once('.').unwrap_or(("", path));
            if of != table {
                let _ = writeln!(text, "{}[{of}]", if table.is_empty() { "" } else { "\n" });
                table = of;
            }
            let column: Vec<f64> = self.rows.iter().map(|row| row[at]).collect();
            let _ = writeln!(text, "{name} = {:.DECIMALS$}", mean(&column));
        }
        text
    }
}
