//! Questions that a world answers by yes or no: whether something happened, whether a time came, how far a level went.
//!
//! As text: `EVENT` (that it turns out well, for an event of which it is known which way is better), `EVENT=yes`, `EVENT=no`,
//! `LEVEL=WORD`, `LEVEL>=WORD` (this word or a later one), `TIME` (it comes by the horizon), `TIME<=DAYS`, `AMOUNT<=X`, `AMOUNT>=X`.

use crate::outcome::{Better, Kind, Layout, Metric};
use crate::scenario::nearest;

/// A question to a world.
#[derive(Debug, Clone, PartialEq)]
pub struct YesOrNo {
    /// The question as text, with all that it leaves to be understood.
    pub text: String,
    /// The metric that answers it.
    pub metric: Metric,
    /// Which level, where one alone is asked for.
    pub level: String,
    column: usize,
    test: Test,
}

#[derive(Debug, Clone, PartialEq)]
enum Test {
    Happened(bool),
    Levels { least: usize, most: usize },
    Came { within: f64 },
    AtMost(f64),
    AtLeast(f64),
}

/// Why a text is no question that a world can answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("--goal {text}: {why}")]
pub struct NotAQuestion {
    /// As it was written.
    pub text: String,
    /// What is wrong with it, and how to mend it.
    pub why: String,
}

impl YesOrNo {
    /// Reads a question to worlds that report these metrics.
    ///
    /// # Errors
    /// What is wrong with the text.
    pub fn parse(text: &str, metrics: &[Metric]) -> Result<YesOrNo, NotAQuestion> {
        let wrong = |why: String| NotAQuestion { text: text.to_owned(), why };
        let (id, sign, value) = match ["<=", ">=", "="].iter().find_map(|sign| Some((*sign, text.split_once(sign)?))) {
            Some((sign, (id, value))) => (id.trim(), sign, value.trim()),
            None => (text.trim(), "", ""),
        };
        let Some(at) = metrics.iter().position(|metric| metric.id == id) else {
            let near = nearest(id, metrics.iter().map(|metric| metric.id.as_ref()));
            let near = near.map(|near| format!("; did you mean {near}?")).unwrap_or_default();
            return Err(wrong(format!("no metric {id}{near}")));
        };
        let metric = &metrics[at];
        let number = || value.parse().ok().filter(|x: &f64| x.is_finite());
        let number = || number().ok_or_else(|| wrong(format!("{value} is no number")));
        let test = match (&metric.kind, sign, value) {
            (Kind::Event, "=", "yes") => Test::Happened(true),
            (Kind::Event, "=", "no") => Test::Happened(false),
            (Kind::Event, "", _) if metric.better != Better::Neither => Test::Happened(metric.better == Better::Higher),
            (Kind::Event, ..) => return Err(wrong(format!("write {id}=yes or {id}=no"))),
            (Kind::Level(levels), "=" | ">=", word) => match levels.iter().position(|level| level == word) {
                Some(least) if sign == "=" => Test::Levels { least, most: least },
                Some(least) => Test::Levels { least, most: levels.len() },
                None => return Err(wrong(format!("the levels of {id} are {}", levels.join(", ")))),
            },
            (Kind::Level(levels), ..) => {
                return Err(wrong(format!("write {id}=WORD or {id}>=WORD, with one of {}", levels.join(", "))));
            }
            (Kind::Time(_), "", _) => Test::Came { within: f64::INFINITY },
            (Kind::Time(_), "<=", _) => Test::Came { within: number()? },
            (Kind::Time(_), ..) => return Err(wrong(format!("write {id}, or {id}<=DAYS"))),
            (Kind::Amount, "<=", _) => Test::AtMost(number()?),
            (Kind::Amount, ">=", _) => Test::AtLeast(number()?),
            (Kind::Amount, ..) => return Err(wrong(format!("write {id}<=X or {id}>=X"))),
        };
        let level = if sign == "=" && matches!(test, Test::Levels { .. }) { value } else { "" };
        let column = Layout::of(metrics).column(at);
        let text = match test {
            Test::Happened(wanted) => format!("{id}={}", if wanted { "yes" } else { "no" }),
            _ => text.trim().to_owned(),
        };
        Ok(YesOrNo { text, metric: metric.clone(), level: level.to_owned(), column, test })
    }

    /// What can be asked of one of some metrics: whether an event happened or a time came, whether each level is the
    /// one; of an amount nothing.
    pub fn all_of(metric: &Metric, metrics: &[Metric]) -> Vec<YesOrNo> {
        let texts: Vec<String> = match &metric.kind {
            Kind::Event => vec![format!("{}=yes", metric.id)],
            Kind::Time(_) => vec![metric.id.to_string()],
            Kind::Level(levels) => levels.iter().map(|level| format!("{}={level}", metric.id)).collect(),
            Kind::Amount => Vec::new(),
        };
        texts.iter().filter_map(|text| YesOrNo::parse(text, metrics).ok()).collect()
    }

    /// The answer of a world's row; None where the metric has no value. A time that nobody waited for did not come.
    pub fn of(&self, row: &[f64]) -> Option<bool> {
        let value = row[self.column];
        match self.test {
            Test::Came { within } => Some(value <= within),
            _ if value.is_nan() => None,
            Test::Happened(wanted) => Some((value > 0.5) == wanted),
            Test::Levels { least, most } => Some((least..=most).contains(&(value as usize))),
            Test::AtMost(most) => Some(value <= most),
            Test::AtLeast(least) => Some(value >= least),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::outcome::Clock;

    #[test]
    fn worlds_answer() {
        let metrics = [
            Metric::event("late", "").better(Better::Lower),
            Metric::time("aid_days", Clock::from_start("aid")),
            Metric::level("answer", "", ["none", "words", "force"]),
            Metric::amount("gap", "", ""),
            Metric::event("seen", ""),
        ];
        let rows = [[1.0, 3.0, 9.0, 2.0, 5.0, 1.0], [0.0, f64::NAN, 30.0, f64::NAN, 7.0, 0.0]];
        let answers = |text: &str| {
            let question = YesOrNo::parse(text, &metrics).unwrap();
            rows.map(|row| question.of(&row))
        };
        let (yes, no) = (Some(true), Some(false));
        assert_eq!(answers("late"), [no, yes]);
        assert_eq!(answers("late=yes"), [yes, no]);
        assert_eq!(answers("aid_days"), [yes, no]);
        assert_eq!(answers("aid_days<=2"), [no, no]);
        assert_eq!(answers("answer=words"), [no, None]);
        assert_eq!(answers("answer>=words"), [yes, None]);
        assert_eq!(answers("gap<=5"), [yes, no]);
        assert_eq!(answers("gap>=6"), [no, yes]);
        for wrong in ["seen", "lat", "late=2", "answer", "answer=aid", "gap", "gap<=x", "aid_days>=3"] {
            assert!(YesOrNo::parse(wrong, &metrics).is_err(), "{wrong}");
        }
        assert_eq!(YesOrNo::all_of(&metrics[2], &metrics).len(), 3);
        assert!(YesOrNo::all_of(&metrics[3], &metrics).is_empty());
    }
}
