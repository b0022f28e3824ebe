//! A stand-in for the model with fixed outcomes: closed-form functions of variant, replication and parameters, so that
//! designs, statistics and reports can be tested without simulation noise (the idea is hyperfine's mock executor).

use super::simulator::{Failure, Record, Simulator};
use crate::outcome::{Better, Clock, Metric, Series};

/// A function of (variant's parameters, replication) that fills the row.
pub type Outcome = dyn Fn(&[f64], u64, &mut [f64]) + Sync;

/// A simulator whose outcomes are given functions.
pub struct StubSimulator {
    metrics: Vec<Metric>,
    series: Vec<Series>,
    parameters: Vec<Vec<f64>>,
    outcome: Box<Outcome>,
    fails: fn(u64) -> bool,
}

impl StubSimulator {
    /// Outcomes of `metrics` by `outcome`, for variants with these parameters (one list for each variant).
    pub fn new(
        metrics: Vec<Metric>,
        parameters: Vec<Vec<f64>>,
        outcome: impl Fn(&[f64], u64, &mut [f64]) + Sync + 'static,
    ) -> StubSimulator {
        StubSimulator { metrics, series: Vec::new(), parameters, outcome: Box::new(outcome), fails: |_| false }
    }

    /// A standard example: an amount `a + replication mod 10`, an event in 3 of 10 replications, a time that is cut
    /// off at 30 days in every fourth replication, a level, and two series of `days` days.
    pub fn example(variants: usize, days: usize) -> StubSimulator {
        let levels = ["none", "statement", "force"];
        let metrics = vec![
            Metric::amount("amount", "people", "a plus the replication's last digit").better(Better::Lower),
            Metric::event("happened", "whether the last digit is below 3").better(Better::Higher),
            Metric::time("decided_days", Clock::from_start("it is decided, followed for 30 days"))
                .ending("level", &[("for", &["statement", "force"]), ("against", &["none"])]),
            Metric::level("level", "level decided", levels),
        ];
        let parameters = (0..variants).map(|variant| vec![variant as f64]).collect();
        let mut example = StubSimulator::new(metrics, parameters, |parameters, replication, row| {
            let digit = replication % 10;
            row[0] = parameters[0] + digit as f64;
            row[1] = f64::from(u8::from(digit < 3));
            let decided = replication % 4 != 3;
            row[2] = if decided { (replication % 30) as f64 + 0.5 } else { f64::NAN };
            row[3] = if decided { row[2] } else { 30.0 };
            row[4] = (replication % 3) as f64;
        });
        for id in ["held", "crossed"] {
            example.series.push(Series {
                id: id.into(),
                unit: "people".into(),
                meaning: "day times a growing number".into(),
                start_day: 18_748,
                days,
            });
        }
        example
    }

    /// The same, with replications that fail where `fails` says so: odd ones by a panic, even ones by refusing.
    #[must_use]
    pub fn failing(mut self, fails: fn(u64) -> bool) -> StubSimulator {
        self.fails = fails;
        self
    }
}

impl Simulator for StubSimulator {
    type Workspace = ();

    fn metrics(&self) -> &[Metric] {
        &self.metrics
    }

    fn series(&self) -> &[Series] {
        &self.series
    }

    fn variants(&self) -> usize {
        self.parameters.len()
    }

    fn workspace(&self) {}

    fn replicate(
        &self,
        variant: usize,
        seed: u64,
        replication: u64,
        (): &mut (),
        record: &mut Record,
    ) -> Result<(), Failure> {
        if (self.fails)(replication) {
            #[expect(clippy::panic, reason = "stands in for a defect of a model")]
            if replication % 2 == 1 {
                panic!("replication {replication} with seed {seed} is planned to panic");
            }
            return Err(Failure::Refused { reason: "planned to refuse".to_owned() });
        }
        (self.outcome)(&self.parameters[variant], replication, &mut record.row);
        for (day, value) in record.series.iter_mut().enumerate() {
            *value = (replication as u32 % 101) * day as u32 + variant as u32;
        }
        record.events = replication + 1;
        Ok(())
    }
}
