//! The ladder of answers: when each came, in the median world and its bands, and how often; against the advance.

use plotters::style::RGBColor;

use super::canvas::{Area, At, Canvas, Type};
use super::milestone::{Milestone, Strip};
use super::number::percent;
use super::race::Side;
use super::rows::{Rows, whisker};
use super::scale::Scale;
use super::sheet::{Key, Mark, Sheet};
use super::{axes::Axes, date};
use crate::report::theme::{self, Footer};

/// Something that comes in some replications, on a day of each.
#[derive(Clone, Debug, PartialEq)]
pub struct Rung {
    /// What comes.
    pub name: String,
    /// Whose doing it is.
    pub side: Side,
    /// Days since 1970-01-01 by which it has come in 5, 25, 50, 75 and 95 % of replications; infinite where it has not by the horizon.
    pub days: [f64; 5],
    /// Share of replications in which it came, 0..1.
    pub share: f64,
    /// When it came by the record; not-a-number where that is silent.
    pub recorded: f64,
}

/// The ladder.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ladder {
    /// The finding's subject.
    pub title: String,
    /// First and last day.
    pub span: [f64; 2],
    /// Rows, from above.
    pub rungs: Vec<Rung>,
    /// Dates that the scenario sets.
    pub milestones: Vec<Milestone>,
    /// Where the numbers come from.
    pub footer: Footer,
}

const SHARE: Type = Type::bold(theme::TICK, theme::INK);
/// Width of the column of shares.
const SHARES: f64 = 62.0;
/// Shape of what is on record.
const RECORDED: usize = 3;
/// Height of the band that holds half of the replications.
const BAND: f64 = 12.0;

fn color(side: Side) -> RGBColor {
    if side == Side::Advance { theme::VERMILLION } else { theme::BLUE }
}

impl Ladder {
    /// The chart as SVG.
    pub fn draw(&self) -> String {
        let rows = Rows::new(self.rungs.iter().map(|rung| rung.name.as_str()), self.footer.room() * 0.34, 30.0);
        let x = Scale::dates(self.span[0], self.span[1]);
        let left = theme::MARGIN + rows.width;
        let strip = Strip::new(&self.milestones, &x, left, self.footer.width() - theme::MARGIN - SHARES);
        self.sheet().draw(rows.body(&self.footer, &x, "", strip.height()), |canvas, area| {
            let inner = Area { right: area.right - SHARES, ..area };
            let (axes, middles) = rows.draw(canvas, inner, x, "", strip.height());
            strip.draw(canvas, &axes);
            for (rung, y) in self.rungs.iter().zip(middles) {
                draw_rung(canvas, &axes, rung, y);
                canvas.text(area.right, SHARE.centred(y), &rung.came(), SHARE, At::End);
            }
        })
    }

    fn sheet(&self) -> Sheet<'_> {
        let told: Vec<String> = self.rungs.iter().map(Rung::told).collect();
        let mut keys = vec![
            Key::new(Mark::Interval(theme::BLUE), "response: median, 90 % of replications"),
            Key::new(Mark::Interval(theme::VERMILLION), "advance"),
            Key::new(Mark::Block(theme::tint(theme::BLUE, 0.45)), "half of the replications"),
        ];
        if self.rungs.iter().any(|rung| rung.recorded.is_finite()) {
            keys.push(Key::new(Mark::Point(RECORDED, theme::INK), "on record"));
        }
        let description = format!("When each came, and in which share of replications. {}.", told.join("; "));
        let subtitle = "at the right the share of replications in which it has come by the end; a line to the edge goes on beyond it";
        Sheet { title: &self.title, subtitle, keys, description, footer: &self.footer }
    }
}

impl Rung {
    fn came(&self) -> String {
        if self.share > 0.0 { percent(self.share) } else { "never".to_owned() }
    }

    fn told(&self) -> String {
        let median = self.days[2];
        let when = if median.is_finite() { format!(", median {}", date::written(median, true)) } else { String::new() };
        let recorded = if self.recorded.is_finite() {
            format!(", on record {}", date::written(self.recorded, true))
        } else {
            String::new()
        };
        format!("{}: {}{when}{recorded}", self.name, self.came())
    }
}

fn draw_rung(canvas: &mut Canvas, axes: &Axes, rung: &Rung, y: f64) {
    let [first, early, median, late, last] = rung.days;
    let color = color(rung.side);
    let px = |day: f64| axes.px(day).clamp(axes.plot.left, axes.plot.right);
    if first.is_infinite() {
        // Fewer than one replication in twenty: the share says it.
    } else if last.is_finite() {
        whisker(canvas, axes, (first, last), y, color);
    } else {
        // It goes on beyond the end.
        canvas.line(&[(px(first), y), (axes.plot.right, y)], color, 2.0, None);
        canvas.line(&[(px(first), y - 4.0), (px(first), y + 4.0)], color, 2.0, None);
    }
    if early.is_finite() {
        let right = if late.is_finite() { px(late) } else { axes.plot.right };
        canvas.rect(Area::new(px(early), y - BAND / 2.0, right, y + BAND / 2.0), theme::tint(color, 0.45), 1.0);
    }
    if median.is_finite() {
        canvas.dot((px(median), y), 5.5, color);
    }
    if rung.recorded.is_finite() && axes.x.holds(rung.recorded) {
        canvas.shape(RECORDED, (px(rung.recorded), y), 6.0, theme::INK);
    }
}
