//! Who is told how a study goes.

use std::io;
use std::path::Path;
use std::sync::Arc;

use crate::experiment::Counter;
#[cfg(feature = "report")]
use crate::report::folder::Made;
use crate::scenario::Problem;

/// Who is told how a study goes. Every method may be left as it is.
pub trait Monitor {
    /// Is told something on the way.
    fn note(&self, _note: &Note<'_>) {}

    /// Is told of a folder before anything is written into it.
    ///
    /// # Errors
    /// When the work should not begin.
    fn begins(&self, _folder: &Path) -> io::Result<()> {
        Ok(())
    }

    /// Has replications run, which `counter` counts and can stop.
    fn watch(&self, _counter: &Arc<Counter>, run: &mut dyn FnMut()) {
        run();
    }
}

/// Nobody is told.
#[derive(Debug, Clone, Copy, Default)]
pub struct Silent;

impl Monitor for Silent {}

/// Something on the way.
#[derive(Debug)]
pub enum Note<'a> {
    /// A date does not do what it seems to.
    Odd(&'a Problem),
    /// A finished folder has lost its rows: so many replications run again with the new ones.
    LostState(&'a Path, u64),
    /// A finished folder was damaged and is mended.
    Mended(&'a Path),
    /// A folder already holds all of this.
    AlreadyThere(&'a Path),
    /// A shard has no world of the so many that are asked for.
    NothingToDo(u64),
    /// It is looked where the first so many worlds part.
    LooksWhereWorldsDiverge(u64),
    /// A stage of an audit begins.
    Stage(&'a str),
    /// So many sets of so many changes are tried in so many worlds.
    Sets(usize, usize, usize),
    /// Charts and report are drawn.
    #[cfg(feature = "report")]
    Drawn(&'a Made),
    /// A scenario of a suite begins: its name, and what it is about.
    Scenario(&'a str, &'a str),
}
