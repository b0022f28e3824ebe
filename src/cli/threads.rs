//! How many worker threads may be asked for: a few for each processor, since more only cost memory and patience.

use super::error::CliError;

/// Worker threads for each processor.
const FOR_EACH: usize = 4;
/// Where rayon looks for a number when none is given.
const VARIABLE: &str = "RAYON_NUM_THREADS";

/// The most worker threads on this machine.
fn most() -> usize {
    FOR_EACH * std::thread::available_parallelism().map_or(1, usize::from)
}

/// Reads a number of worker threads; 0 is one for each processor.
///
/// # Errors
/// What is wrong with it, in words.
pub(super) fn parse(text: &str) -> Result<usize, String> {
    let most = most();
    let rule = || format!("a whole number from 0 (one for each processor) to {most}, {FOR_EACH} for each processor");
    text.trim().parse().ok().filter(|threads| *threads <= most).ok_or_else(rule)
}

/// Makes sure that the environment does not ask for more threads than an option may.
///
/// # Errors
/// When it does.
pub(super) fn check_environment() -> Result<(), CliError> {
    let Some(text) = std::env::var_os(VARIABLE) else { return Ok(()) };
    let text = text.to_string_lossy();
    parse(&text).map(|_| ()).map_err(|rule| CliError::Input(format!("{VARIABLE}={text}: {rule}")))
}
