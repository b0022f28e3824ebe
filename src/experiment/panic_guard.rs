//! Turns a panic inside one replication into a [`Failure`] of that replication, so that others go on.

use std::cell::RefCell;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Once;

use super::simulator::Failure;

thread_local! {
    /// What the panic hook saw on this thread while a replication was running; None when none is running.
    static SEEN: RefCell<Option<(String, String)>> = const { RefCell::new(None) };
}

static HOOK: Once = Once::new();

/// Runs one replication; a panic in it is caught, kept off the terminal and returned as a failure.
/// The state that `run` touches must be thrown away after [`Failure::Panicked`].
pub(super) fn guarded(run: impl FnOnce() -> Result<(), Failure>) -> Result<(), Failure> {
    HOOK.call_once(install);
    SEEN.set(Some((String::new(), String::new())));
    let result = panic::catch_unwind(AssertUnwindSafe(run));
    let seen = SEEN.take();
    result.unwrap_or_else(|_| {
        let (message, place) = seen.unwrap_or_default();
        Err(Failure::Panicked { message, place })
    })
}

/// Adds to the panic hook in place: inside a replication it notes message and place, elsewhere it leaves the panic to
/// the hook that was there.
fn install() {
    let before = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        let noted = SEEN.with_borrow_mut(|seen| {
            let Some(seen) = seen.as_mut() else { return false };
            let payload = info.payload();
            let message = payload
                .downcast_ref::<&str>()
                .map(|text| (*text).to_owned())
                .or_else(|| payload.downcast_ref::<String>().cloned())
                .unwrap_or_default();
            *seen = (message, info.location().map(ToString::to_string).unwrap_or_default());
            true
        });
        if !noted {
            before(info);
        }
    }));
}
