//! Ctrl-C (and the signal to terminate), heeded all the time that a command works in a result folder.
//!
//! While replications run, the first ends worlds in flight where they are and keeps those that are done, the second ends at once. While
//! tables, charts and report are made, and between the scenarios of a suite, the first ends at once: the rows are kept, and
//! the same command makes the rest again. A command that is to end with the process that started it does so in the same way.

use std::io;
use std::path::{Path, PathBuf};
use std::process::exit;
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock};

use super::error::CliError;
use super::output::LogFormat;
use crate::experiment::Counter;
use crate::result::folder;

/// Exit code of a command that was stopped.
pub(super) const STOPPED: u8 = 130;
/// Time between looks at the process that started this one.
#[cfg(unix)]
const LOOK: std::time::Duration = std::time::Duration::from_millis(200);

/// What the process is at.
#[derive(Default)]
struct Now {
    /// Whose replications run.
    running: Option<Arc<Counter>>,
    /// Folders in which files are being written.
    folders: Vec<PathBuf>,
    /// How it is told.
    log: Option<LogFormat>,
}

static NOW: OnceLock<Mutex<Now>> = OnceLock::new();

fn now() -> Option<MutexGuard<'static, Now>> {
    NOW.get()?.lock().ok()
}

/// Heeds the signals from now on, in work on a folder.
///
/// # Errors
/// When the system does not let them be handled.
pub(super) fn heed(folder: &Path, log: LogFormat) -> io::Result<()> {
    let first = NOW.get().is_none();
    NOW.get_or_init(Mutex::default);
    if let Some(mut now) = now() {
        now.folders.push(folder.to_owned());
        now.log = Some(log);
    }
    if !first {
        return Ok(());
    }
    ctrlc::set_handler(stop).map_err(|error| io::Error::other(format!("Ctrl-C cannot be handled: {error}")))
}

/// Stops what the process is at.
fn stop() {
    let Some(mut now) = now() else { exit(i32::from(STOPPED)) };
    match &now.running {
        Some(counter) if !counter.stop.swap(true, Ordering::Relaxed) => {}
        Some(_) => exit(i32::from(STOPPED)),
        None => {
            let folders = std::mem::take(&mut now.folders);
            folders.iter().for_each(|folder| folder::sweep(folder));
            let said = "Stopped. What is done is kept; the same command goes on from there.";
            now.log.unwrap_or(LogFormat::Text).write("stopped", said);
            exit(i32::from(STOPPED))
        }
    }
}

/// Stops when the process that started this one is gone, however it ended: whoever started it will start another.
///
/// # Errors
/// Where the system does not tell.
#[cfg(unix)]
pub(super) fn end_with_parent() -> Result<(), CliError> {
    use std::os::unix::process::parent_id;
    let parent = parent_id();
    std::thread::spawn(move || {
        while parent_id() == parent {
            std::thread::sleep(LOOK);
        }
        stop();
    });
    Ok(())
}

/// The same.
///
/// # Errors
/// Always: this system does not tell.
#[cfg(not(unix))]
pub(super) fn end_with_parent() -> Result<(), CliError> {
    Err(CliError::Input("--end-with-parent works on Unix only".to_owned()))
}

/// Lets the signals stop an experiment between two chunks until this is dropped.
pub(super) struct Gently;

impl Gently {
    /// From now on.
    pub(super) fn stop(counter: &Arc<Counter>) -> Gently {
        if let Some(mut now) = now() {
            now.running = Some(Arc::clone(counter));
        }
        Gently
    }
}

impl Drop for Gently {
    fn drop(&mut self) {
        if let Some(mut now) = now() {
            now.running = None;
        }
    }
}
