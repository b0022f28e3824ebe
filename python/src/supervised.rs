//! Long work beside the interpreter: it goes on in a thread of its own, while Python's looks for signals and tells of progress.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, mpsc};
use std::time::Duration;

use panj::experiment::Counter;
use panj::study::Monitor;
use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;

/// How often signals are looked for.
const TICK: Duration = Duration::from_millis(50);

/// Whose replications run: told by a study, read by [`supervised`].
#[derive(Default)]
pub(crate) struct Watch {
    counter: Mutex<Option<Arc<Counter>>>,
    /// Stops the work when it is set.
    pub(crate) stop: Arc<AtomicBool>,
}

impl Watch {
    /// Watches a counter, whose `stop` is this watch's.
    pub(crate) fn counter(&self) -> Arc<Counter> {
        let counter = Arc::new(Counter { stop: Arc::clone(&self.stop), ..Counter::default() });
        self.see(&counter);
        counter
    }

    /// Replications are counted there from now on, and stop with this watch.
    fn see(&self, counter: &Arc<Counter>) {
        if self.stop.load(Ordering::Relaxed) {
            counter.stop.store(true, Ordering::Relaxed);
        }
        if let Ok(mut seen) = self.counter.lock() {
            *seen = Some(Arc::clone(counter));
        }
    }

    /// Stops the work. What runs beside it, such as the points of an audit, has a counter with a stop of its own.
    fn end(&self) {
        self.stop.store(true, Ordering::Relaxed);
        if let Some(counter) = self.counter.lock().ok().and_then(|seen| seen.clone()) {
            counter.stop.store(true, Ordering::Relaxed);
        }
    }

    /// Pairs that are done, and wanted.
    fn progress(&self) -> Option<(u64, u64)> {
        let seen = self.counter.lock().ok()?;
        let counter = seen.as_ref()?;
        let of = counter.total.load(Ordering::Relaxed);
        (of > 0).then(|| (counter.done.load(Ordering::Relaxed), of))
    }
}

impl Monitor for &Watch {
    fn watch(&self, counter: &Arc<Counter>, run: &mut dyn FnMut()) {
        self.see(counter);
        run();
    }
}

/// Does work without the interpreter's lock. A signal stops it (its error is raised when the work has ended); `progress` is
/// called with pairs done and wanted.
///
/// # Errors
/// Of a signal's handler, or of `progress`.
pub(crate) fn supervised<T: Send>(
    py: Python<'_>,
    watch: &Watch,
    progress: Option<&Bound<'_, PyAny>>,
    work: impl FnOnce() -> T + Send,
) -> PyResult<T> {
    std::thread::scope(|scope| {
        let (sender, mut receiver) = mpsc::sync_channel(1);
        let worker = scope.spawn(move || _ = sender.send(work()));
        let mut raised = None;
        let done = loop {
            let got;
            (receiver, got) = py.detach(move || {
                let got = receiver.recv_timeout(TICK);
                (receiver, got)
            });
            match got {
                Ok(done) => break Some(done),
                Err(mpsc::RecvTimeoutError::Disconnected) => break None,
                Err(mpsc::RecvTimeoutError::Timeout) => {}
            }
            if raised.is_none() {
                raised = tell(py, watch, progress).err();
                if raised.is_some() {
                    watch.end();
                }
            }
        };
        let ended = py.detach(|| worker.join());
        match (raised, done, ended) {
            (Some(error), _, _) => Err(error),
            (None, Some(done), Ok(())) => {
                tell(py, watch, progress)?;
                Ok(done)
            }
            _ => Err(PyRuntimeError::new_err("panj failed; the message above says where: please report it")),
        }
    })
}

fn tell(py: Python<'_>, watch: &Watch, progress: Option<&Bound<'_, PyAny>>) -> PyResult<()> {
    py.check_signals()?;
    if let (Some(progress), Some(now)) = (progress, watch.progress()) {
        progress.call1(now)?;
    }
    Ok(())
}
