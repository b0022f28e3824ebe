//! The arguments that every peer program takes.

use std::{path::PathBuf, str::FromStr};

/// `--scenario FOLDER --replications N --seed S`, and whatever else a program asks for by name.
#[derive(Clone, Debug)]
pub struct Arguments {
    given: Vec<String>,
}

impl Arguments {
    /// The arguments of this process.
    #[must_use]
    pub fn of_process() -> Arguments {
        Arguments { given: std::env::args().skip(1).collect() }
    }

    /// The folder of the scenario whose map is used.
    #[must_use]
    pub fn scenario(&self) -> PathBuf {
        self.value("--scenario", PathBuf::from("scenarios/tajik-afghan-2021"))
    }

    /// Number of replications.
    #[must_use]
    pub fn replications(&self) -> u64 {
        self.value("--replications", 100)
    }

    /// Seed; replications of different seeds are independent.
    #[must_use]
    pub fn seed(&self) -> u64 {
        self.value("--seed", 1)
    }

    /// The value that follows `name`, or `default` where it is absent or cannot be read.
    #[must_use]
    pub fn value<T: FromStr>(&self, name: &str, default: T) -> T {
        let at = self.given.iter().position(|a| a == name);
        at.and_then(|i| self.given.get(i + 1)).and_then(|v| v.parse().ok()).unwrap_or(default)
    }
}
