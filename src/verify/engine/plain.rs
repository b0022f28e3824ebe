//! Scenarios without anything that a case does not ask for, made from text as any scenario is.

use crate::scenario::{Overlay, Problems, Scenario, ScenarioSource};
use crate::verify::error::VerifyError;

/// Nothing moves: a campaign without hazards, no capitals, no recapture, no border, no alliance.
const STILL: &str = r#"
schema = 1
title = "Case with a known answer"
start = 2021-05-01
end = 2021-05-02
[campaign]
base_hazard_per_day = 0.0
frailty_sd = 0.0
contagion = 0.0
capital_coupling = 1.0
nation_coupling = 0.0
[campaign.national_momentum]
jump = 0.0
[campaign.provincial_momentum]
jump = 0.0
[capitals]
on = false
switch = "never"
[recapture]
probability = 0.0
delay_fixed_days = 0.0
delay_mean_days = 0.0
[posts]
wounded_share = 0.0
[displacement]
on = false
[mobilization]
battalion_men = 1
order_days = 0.0
call_up_days = 0.0
assembly_days = 0.0
transport_days = 0.0
preparation_days = 0.0
[mobilization.trigger]
conditions = []
[alliance]
active = true
asked = "aid"
request_delay_days = 0.0
intake_days = 0.0
fact_finding = false
adoption_days = 0.0
rule = "majority"
[alliance.request]
conditions = ["date"]
date = 2021-05-01
[alliance.usual_response]
meeting = { ever = 20.0, log_days = 12.0 }
aid = { ever = 20.0, log_days = -1.0 }
force = { ever = 20.0, log_days = -1.0 }
[alliance.spread]
meeting = 0.0
aid = 0.0
force = 0.0
[alliance.reputation]
reluctance_days = 0.0
[alliance.level.force]
session_is_called = false
[alliance.secretariat]
desks = 0
[alliance.organ.council]
every_days = 0.0
[alliance.organ.ministers]
every_days = 0.0
[alliance.organ.heads]
every_days = 0.0
[alliance.salience]
reminders_per_day = 0.0
[alliance.delivery]
aid_days = 0.0
aid_tranches = 1
force_men = 0
exercise_days = 0.0
"#;

/// A scenario in which nothing moves by itself, with more text (tables such as `[alliance.member.a]`).
///
/// # Errors
/// When the scenario does not read: a defect of the program.
pub(super) fn still(more: &str) -> Result<Scenario, VerifyError> {
    let text = format!("{STILL}{more}");
    let read = || ScenarioSource::from_texts(&[("scenario.toml", &text)])?.resolve(&Overlay::none());
    read().map_err(|problems| defect(&problems))
}

/// A defect of the program: a scenario of its own did not read.
pub(super) fn defect(problems: &Problems) -> VerifyError {
    let (file, place) = ("the program's own scenario".to_owned(), String::new());
    VerifyError::Form { file, place, message: problems.to_string() }
}
