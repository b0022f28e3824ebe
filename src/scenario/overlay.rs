//! What is laid over a scenario for one run: drawn parameters, a policy, changes of the command line.

/// Changes laid over a scenario, applied in this order: draws of uncertain parameters, the policy, the assignments.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Overlay {
    /// Values drawn for parameters that are not known; a policy that sets the same parameter has the last word, and one
    /// that scales it scales the drawn value.
    pub draws: Vec<Assignment>,
    /// Name of the policy; `None` for the scenario as written.
    pub policy: Option<String>,
    /// Assignments of the command line, a sweep or a plan.
    pub sets: Vec<Assignment>,
}

/// `PATH=VALUE`.
#[derive(Clone, Debug, PartialEq)]
pub struct Assignment {
    /// The path.
    pub path: String,
    /// The value as TOML; words need no quotes.
    pub value: String,
}

impl Overlay {
    /// Nothing: the scenario as written.
    #[must_use]
    pub fn none() -> Overlay {
        Overlay::default()
    }

    /// The same with a policy.
    #[must_use]
    pub fn with_policy(mut self, name: impl Into<String>) -> Overlay {
        self.policy = Some(name.into());
        self
    }

    /// The same with one more assignment.
    #[must_use]
    pub fn with_set(mut self, path: impl Into<String>, value: impl Into<String>) -> Overlay {
        self.sets.push(Assignment { path: path.into(), value: value.into() });
        self
    }

    /// The same with one more number assigned.
    #[must_use]
    pub fn with_number(mut self, path: impl Into<String>, value: f64) -> Overlay {
        self.sets.push(Assignment::number(path, value));
        self
    }
}

impl Assignment {
    /// Assigns a number; one without a fraction also fits a parameter of whole numbers.
    #[must_use]
    pub fn number(path: impl Into<String>, value: f64) -> Assignment {
        Assignment { path: path.into(), value: format!("{value}") }
    }

    /// Reads `PATH=VALUE`; `None` without an equals sign or a path.
    #[must_use]
    pub fn parse(text: &str) -> Option<Assignment> {
        let (path, value) = text.split_once('=')?;
        let path = path.trim();
        (!path.is_empty()).then(|| Assignment { path: path.to_owned(), value: value.trim().to_owned() })
    }
}
