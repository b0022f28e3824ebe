//! Ctrl-C: the first lets the chunk in flight end and keeps what is done, the second ends at once.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use super::error::CliError;
use crate::experiment::Counter;

/// Lets Ctrl-C (and the signal to terminate) stop an experiment.
///
/// # Errors
/// When the system does not let the signal be handled.
pub(super) fn stop_on_signal(counter: &Arc<Counter>) -> Result<(), CliError> {
    let counter = Arc::clone(counter);
    ctrlc::set_handler(move || {
        if counter.stop.swap(true, Ordering::Relaxed) {
            std::process::exit(130);
        }
    })
    .map_err(|error| CliError::Failed(format!("Ctrl-C cannot be handled: {error}")))
}
