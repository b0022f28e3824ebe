//! What one replication of the reference model yields, and the JSON line that sums many of them up.

/// One replication's results.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Outcome {
    /// Districts fallen at the horizon.
    pub fallen_end: u32,
    /// Number of falls after the start.
    pub falls: u32,
    /// Number of recaptures.
    pub recaptures: u32,
    /// Soldiers served by the horizon.
    pub crossed: u32,
    /// Soldiers whose service started by the horizon.
    pub started: u32,
    /// Days that those soldiers waited, in all.
    pub waited: f64,
    /// Day of the decision, where it came by the horizon.
    pub decision: Option<f64>,
}

/// Count, sum and sum of squares of one quantity.
#[derive(Clone, Copy, Debug, Default)]
struct Moments {
    n: f64,
    sum: f64,
    squares: f64,
}

impl Moments {
    fn add(&mut self, x: f64) {
        self.n += 1.0;
        self.sum += x;
        self.squares += x * x;
    }

    fn json(&self) -> String {
        let mean = self.sum / self.n;
        let variance = ((self.squares - self.n * mean * mean) / (self.n - 1.0)).max(0.0);
        if self.n < 2.0 {
            return format!(r#"{{"n": {}}}"#, self.n);
        }
        format!(r#"{{"n": {}, "mean": {mean}, "se": {}}}"#, self.n, (variance / self.n).sqrt())
    }
}

/// Results of many replications.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    columns: [Moments; 7],
    replications: u64,
}

impl Tally {
    const NAMES: [&str; 7] =
        ["fallen_end", "falls", "recaptures", "crossed", "mean_wait", "decision_time", "p_decision"];

    /// Adds one replication.
    pub fn add(&mut self, outcome: &Outcome) {
        let counts = [outcome.fallen_end, outcome.falls, outcome.recaptures, outcome.crossed];
        for (moments, count) in self.columns.iter_mut().zip(counts) {
            moments.add(f64::from(count));
        }
        if outcome.started > 0 {
            self.columns[4].add(outcome.waited / f64::from(outcome.started));
        }
        if let Some(day) = outcome.decision {
            self.columns[5].add(day);
        }
        self.columns[6].add(f64::from(u8::from(outcome.decision.is_some())));
        self.replications += 1;
    }

    /// Prints the one line of results that `compare.py` reads.
    pub fn print(&self, engine: &str, version: &str, seconds: f64) {
        let outcomes: Vec<String> =
            Self::NAMES.iter().zip(&self.columns).map(|(name, m)| format!(r#""{name}": {}"#, m.json())).collect();
        println!(
            r#"{{"engine": "{engine}", "version": "{version}", "replications": {}, "seconds": {seconds}, {}}}"#,
            self.replications,
            outcomes.join(", ")
        );
    }
}
