//! Progress on standard error: a bar with the time left on a terminal, a line now and then elsewhere.

use std::io::{self, IsTerminal};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::numbers::{duration, grouped};
use super::output::{LogFormat, Output, write_object};
use crate::experiment::Counter;
use crate::scenario::visible;

/// Time between looks at the counter.
const TICK: Duration = Duration::from_millis(100);
/// Time between the first lines where there is no terminal.
const LINE: Duration = Duration::from_secs(5);
/// Lines come further and further apart, by this share of the time that has passed, up to so much: a run of a night fills no log.
const BACK_OFF: (f64, Duration) = (0.1, Duration::from_secs(300));

/// Progress being shown; it ends when dropped.
pub(super) struct Progress {
    over: Arc<AtomicBool>,
    shower: Option<JoinHandle<()>>,
}

impl Progress {
    /// Begins to show the progress of an experiment.
    pub(super) fn show(counter: &Arc<Counter>, output: &Output) -> Progress {
        let over = Arc::new(AtomicBool::new(false));
        if output.quiet {
            return Progress { over, shower: None };
        }
        let (counter, ended) = (Arc::clone(counter), Arc::clone(&over));
        let (color, log) = (output.error_color, output.log);
        let shower = thread::spawn(move || {
            let is_bar = io::stderr().is_terminal() && log == LogFormat::Text;
            if is_bar { bar(&counter, &ended, color) } else { lines(&counter, &ended, log) }
        });
        Progress { over, shower: Some(shower) }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.over.store(true, Ordering::Relaxed);
        if let Some(shower) = self.shower.take() {
            shower.thread().unpark();
            _ = shower.join();
        }
    }
}

/// What the counter says now.
struct Now {
    done: u64,
    total: u64,
    failed: u64,
    per_second: f64,
    seconds_left: f64,
}

impl Now {
    fn read(counter: &Counter, began: Instant) -> Now {
        let done = counter.done.load(Ordering::Relaxed);
        let total = counter.total.load(Ordering::Relaxed);
        let new = done.saturating_sub(counter.resumed.load(Ordering::Relaxed));
        let per_second = new as f64 / began.elapsed().as_secs_f64().max(1e-3);
        let seconds_left = total.saturating_sub(done) as f64 / per_second;
        Now { done, total, failed: counter.failed.load(Ordering::Relaxed), per_second, seconds_left }
    }

    fn object(&self) -> serde_json::Value {
        let left = (self.seconds_left.is_finite()).then(|| self.seconds_left.round());
        serde_json::json!({
            "event": "progress",
            "done": self.done,
            "of": self.total,
            "failed": self.failed,
            "per_second": self.per_second.round(),
            "seconds_left": left,
        })
    }

    fn words(&self, stopping: bool) -> String {
        let failed = if self.failed > 0 { format!(", {} failed", grouped(self.failed)) } else { String::new() };
        let left = if stopping {
            ", stopping".to_owned()
        } else if self.per_second > 0.0 && self.done < self.total {
            format!(", {} left", duration(self.seconds_left))
        } else {
            String::new()
        };
        format!(
            "{} of {} replications, {} a second{failed}{left}",
            grouped(self.done),
            grouped(self.total),
            grouped(self.per_second.round() as u64)
        )
    }
}

/// The first result, once.
fn early(counter: &Counter) -> Option<String> {
    counter.early.lock().ok()?.take().map(|words| visible(&words).into_owned())
}

fn bar(counter: &Counter, over: &AtomicBool, color: bool) {
    let bar = ProgressBar::with_draw_target(Some(1), ProgressDrawTarget::stderr());
    let template = if color { "{bar:30.cyan/blue} {percent:>3} % {msg}" } else { "{bar:30} {percent:>3} % {msg}" };
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style.progress_chars("━╸─"));
    }
    let began = Instant::now();
    while !over.load(Ordering::Relaxed) {
        let now = Now::read(counter, began);
        if let Some(words) = early(counter) {
            bar.println(words);
        }
        bar.set_length(now.total.max(1));
        bar.set_position(now.done);
        bar.set_message(now.words(counter.stop.load(Ordering::Relaxed)));
        thread::park_timeout(TICK);
    }
    bar.finish_and_clear();
}

fn lines(counter: &Counter, over: &AtomicBool, log: LogFormat) {
    let began = Instant::now();
    let mut next = LINE;
    while !over.load(Ordering::Relaxed) {
        if let Some(words) = early(counter) {
            log.write("early", &words);
        }
        if began.elapsed() >= next {
            let now = Now::read(counter, began);
            match log {
                LogFormat::Text => log.write("progress", &now.words(counter.stop.load(Ordering::Relaxed))),
                LogFormat::Json => write_object(&now.object()),
            }
            next = began.elapsed() + wait(began.elapsed());
        }
        thread::park_timeout(TICK);
    }
}

/// Time to the next line when so much has passed.
fn wait(passed: Duration) -> Duration {
    let (share, most) = BACK_OFF;
    passed.mul_f64(share).clamp(LINE, most)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_run_writes_few_lines() {
        let lines_of = |hours: u64| {
            let (mut passed, mut lines) = (LINE, 0);
            while passed < Duration::from_secs(hours * 3_600) {
                lines += 1;
                passed += wait(passed);
            }
            lines
        };
        assert_eq!(wait(Duration::from_secs(20)), LINE);
        assert_eq!(wait(Duration::from_secs(36_000)), Duration::from_secs(300));
        assert!((50..70).contains(&lines_of(1)), "{}", lines_of(1));
        assert!((150..190).contains(&lines_of(10)), "{}", lines_of(10));
    }
}
