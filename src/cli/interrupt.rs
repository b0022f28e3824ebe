//! Ctrl-C: the first ends worlds in flight where they are and keeps those that are done, the second ends at once.

use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex, OnceLock};

use super::error::CliError;
use crate::experiment::Counter;

/// The experiment that runs now: a suite has several, one after another.
static RUNNING: OnceLock<Mutex<Arc<Counter>>> = OnceLock::new();

/// Lets Ctrl-C (and the signal to terminate) stop an experiment.
///
/// # Errors
/// When the system does not let the signal be handled.
pub(super) fn stop_on_signal(counter: &Arc<Counter>) -> Result<(), CliError> {
    if let Some(running) = RUNNING.get() {
        // The handler holds the lock for an instant only and does not panic.
        if let Ok(mut running) = running.lock() {
            *running = Arc::clone(counter);
        }
        return Ok(());
    }
    let running = RUNNING.get_or_init(|| Mutex::new(Arc::clone(counter)));
    ctrlc::set_handler(move || {
        let Ok(counter) = running.lock() else { std::process::exit(130) };
        if counter.stop.swap(true, Ordering::Relaxed) {
            std::process::exit(130);
        }
    })
    .map_err(|error| CliError::Failed(format!("Ctrl-C cannot be handled: {error}")))
}
