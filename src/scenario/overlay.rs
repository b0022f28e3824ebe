//! What is laid over a scenario for one run: drawn parameters, a policy, changes of the command line.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::value::Value;

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

/// A parameter and the value that it is given. As text, in plans and on the command line: `PATH=VALUE`.
///
/// ```
/// use panj::scenario::Assignment;
///
/// let typed = Assignment::new("alliance.rule", "majority");
/// assert_eq!(typed, "alliance.rule=majority".parse()?);
/// assert_eq!(Assignment::new("campaign.contagion", 2.5).to_string(), "campaign.contagion=2.5");
/// # Ok::<(), panj::scenario::NotAnAssignment>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Assignment {
    /// The path.
    pub path: String,
    /// The value.
    pub value: Value,
}

/// Why a text is no assignment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("write PATH=VALUE, such as campaign.contagion=2")]
pub struct NotAnAssignment;

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
    pub fn with_set(mut self, path: impl Into<String>, value: impl Into<Value>) -> Overlay {
        self.sets.push(Assignment::new(path, value));
        self
    }
}

impl Assignment {
    /// Assigns a value; a number without a fraction also fits a parameter of whole numbers.
    #[must_use]
    pub fn new(path: impl Into<String>, value: impl Into<Value>) -> Assignment {
        Assignment { path: path.into(), value: value.into() }
    }
}

impl FromStr for Assignment {
    type Err = NotAnAssignment;

    /// Reads `PATH=VALUE`, the value as [`Value::parse`] does.
    fn from_str(text: &str) -> Result<Assignment, NotAnAssignment> {
        let (path, value) = text.split_once('=').ok_or(NotAnAssignment)?;
        let path = path.trim();
        if path.is_empty() { Err(NotAnAssignment) } else { Ok(Assignment::new(path, Value::parse(value))) }
    }
}

impl fmt::Display for Assignment {
    /// Writes `PATH=VALUE` so that it is read back as the same.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}={}", self.path, self.value.plain())
    }
}

impl TryFrom<String> for Assignment {
    type Error = NotAnAssignment;

    fn try_from(text: String) -> Result<Assignment, NotAnAssignment> {
        text.parse()
    }
}

impl From<Assignment> for String {
    fn from(assignment: Assignment) -> String {
        assignment.to_string()
    }
}
