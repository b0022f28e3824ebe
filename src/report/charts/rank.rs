//! Ranks of policies over the scenarios of a benchmark, with intervals.

use super::canvas::{At, Type};
use super::number::{short, with_step};
use super::rows::{Rows, interval};
use super::scale::{Scale, extent};
use super::sheet::{Key, Mark, Sheet};
use crate::report::theme::{self, Footer, ROOM};

/// One policy.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RankRow {
    /// The policy.
    pub name: String,
    /// Mean rank; 1 is best.
    pub rank: f64,
    /// Lower end of its interval.
    pub low: f64,
    /// Upper end of its interval.
    pub high: f64,
}

/// A leaderboard; drawn with the best at the top.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RankPlot {
    /// The finding's subject.
    pub title: String,
    /// What the intervals are.
    pub interval: String,
    /// What is ranked, such as `mean rank over 12 scenarios (1 is best)`.
    pub x_label: String,
    /// The policies.
    pub rows: Vec<RankRow>,
    /// Where the numbers come from.
    pub footer: Footer,
}

const VALUE: Type = Type::new(theme::TICK, theme::MUTED);

impl RankPlot {
    /// The chart as SVG.
    pub fn draw(&self) -> String {
        let mut policies: Vec<&RankRow> = self.rows.iter().collect();
        policies.sort_by(|a, b| a.rank.total_cmp(&b.rank));
        let (low, high) =
            extent(policies.iter().flat_map(|r| [r.low, r.rank, r.high]).chain([1.0])).unwrap_or((1.0, 2.0));
        let x = Scale::within(low - 0.4, high + 0.4, 6);
        let rows = Rows::new(policies.iter().map(|r| r.name.as_str()), ROOM * 0.4, 30.0);
        let told: Vec<String> = policies
            .iter()
            .map(|r| format!("{}: {} ({} to {})", r.name, short(r.rank), short(r.low), short(r.high)))
            .collect();
        let sheet = Sheet {
            title: &self.title,
            subtitle: "",
            keys: vec![Key::new(Mark::Interval(theme::BLUE), &self.interval)],
            description: format!("{}: {}.", self.x_label, told.join("; ")),
            footer: &self.footer,
        };
        let body = rows.body(&x, &self.x_label, 0.0);
        sheet.draw(body, |canvas, area| {
            let inner = super::canvas::Area { right: area.right - 50.0, ..area };
            let (axes, middles) = rows.draw(canvas, inner, x, &self.x_label, 0.0);
            for (row, y) in policies.iter().zip(middles) {
                interval(canvas, &axes, (row.low, row.rank, row.high), y, theme::BLUE);
                canvas.text(area.right, VALUE.centred(y), &with_step(row.rank, 0.1), VALUE, At::End);
            }
        })
    }
}
