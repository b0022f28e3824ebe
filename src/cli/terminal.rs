//! A study on the terminal: progress, notes, and Ctrl-C.

use std::io;
use std::path::Path;
use std::sync::Arc;

use super::interrupt::{Gently, heed};
use super::numbers::{counted, grouped};
use super::output::Output;
use super::progress::Progress;
use crate::experiment::Counter;
use crate::study::{Monitor, Note};

impl Monitor for Output {
    fn note(&self, note: &Note<'_>) {
        let text = match note {
            Note::Odd(odd) => format!("odd: {}: {}", odd.key, odd.found),
            Note::LostState(folder, lost) => {
                let (lost, folder) = (grouped(*lost), folder.display());
                format!("{folder} has lost its state/: its {lost} replications run again with the new ones.")
            }
            Note::NothingToDo(worlds) => {
                format!("note: this shard has none of {} replications; fewer shards would do", grouped(*worlds))
            }
            Note::Mended(folder) => {
                format!("{} was damaged; its tables, charts and report are made again.", folder.display())
            }
            Note::AlreadyThere(folder) => format!("{} already holds all of this; here it is.", folder.display()),
            Note::LooksWhereWorldsDiverge(worlds) => {
                format!("Looking where the first {} diverge ...", counted(*worlds, "world", "worlds"))
            }
            Note::Stage(text) => (*text).to_owned(),
            Note::Sets(sets, size, worlds) => {
                let (of, sets, worlds) = (*size as u64, *sets as u64, *worlds as u64);
                let sets = counted(sets, "set", "sets");
                format!("{sets} of {} in {} replications", counted(of, "change", "changes"), grouped(worlds))
            }
            Note::Drawn(made) => format!(
                "Report: {}; {} beside it",
                made.report.display(),
                counted(made.charts.len() as u64, "chart", "charts")
            ),
            Note::Scenario(name, summary) => format!("{name}: {summary}"),
        };
        self.write_note(&text);
    }

    fn begins(&self, folder: &Path) -> io::Result<()> {
        heed(folder, self.log)
    }

    fn watch(&self, counter: &Arc<Counter>, run: &mut dyn FnMut()) {
        let gently = Gently::stop(counter);
        let progress = Progress::show(counter, self);
        run();
        drop(progress);
        drop(gently);
    }
}
