//! Timeline of one history: what happened when, on a lane for each actor or place.

use super::axes::Axes;
use super::canvas::{Area, At, Canvas, Type};
use super::date;
use super::milestone::{Milestone, Strip};
use super::rows::Rows;
use super::scale::{Scale, extent};
use super::sheet::Sheet;
use crate::report::theme::{self, Footer, ROOM};

/// Something that lasted.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Span {
    /// Days since 1970-01-01.
    pub start: f64,
    /// Days since 1970-01-01; not before the start.
    pub end: f64,
    /// A word or two; shown where it fits inside.
    pub label: String,
}

/// Something that happened at a moment.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Moment {
    /// Days since 1970-01-01.
    pub date: f64,
    /// A few words; shown where there is room.
    pub label: String,
}

/// One actor's or place's lane.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Lane {
    /// Its name.
    pub name: String,
    /// What lasted.
    pub spans: Vec<Span>,
    /// What happened at a moment.
    pub moments: Vec<Moment>,
}

/// One history.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Timeline {
    /// The finding's subject.
    pub title: String,
    /// Lanes from top to bottom.
    pub lanes: Vec<Lane>,
    /// Vertical lines over all lanes.
    pub milestones: Vec<Milestone>,
    /// Where the numbers come from.
    pub footer: Footer,
}

const NOTE: Type = Type::new(theme::SMALL, theme::INK);
const LANE: f64 = 84.0;
/// Middle of the dots and of the bars, from the middle of the lane.
const DOTS: f64 = 3.0;
const BARS: f64 = 22.0;

impl Timeline {
    /// The chart as SVG.
    pub fn draw(&self) -> String {
        let lanes = self.lanes.iter();
        let dates =
            lanes.flat_map(|l| l.spans.iter().flat_map(|s| [s.start, s.end]).chain(l.moments.iter().map(|m| m.date)));
        let (low, high) = extent(dates.chain(self.milestones.iter().map(|m| m.date))).unwrap_or((0.0, 1.0));
        let margin = (high - low) * 0.02;
        let x = Scale::dates(low - margin, high + margin);
        let rows = Rows::new(self.lanes.iter().map(|l| l.name.as_str()), ROOM * 0.24, LANE);
        let strip = Strip::new(&self.milestones, &x, theme::MARGIN + rows.width, theme::MARGIN + ROOM);
        let body = rows.body(&x, "", strip.height());
        let events: usize = self.lanes.iter().map(|l| l.moments.len() + l.spans.len()).sum();
        let sheet = Sheet {
            title: &self.title,
            subtitle: "",
            keys: vec![],
            description: format!(
                "Timeline of {events} events in {} lanes, {} to {}.",
                self.lanes.len(),
                date::written(low, true),
                date::written(high, true)
            ),
            footer: &self.footer,
        };
        sheet.draw(body, |canvas, area| {
            let (axes, middles) = rows.draw(canvas, area, x, "", strip.height());
            for (i, y) in middles.iter().enumerate() {
                canvas.line(
                    &[(axes.plot.left, y + LANE / 2.0), (axes.plot.right, y + LANE / 2.0)],
                    theme::GRID,
                    1.0,
                    None,
                );
                draw_spans(canvas, &axes, &self.lanes[i], *y, i);
            }
            strip.draw_behind(canvas, &axes);
            for (i, y) in middles.iter().enumerate() {
                draw_moments(canvas, &axes, &self.lanes[i], *y, i);
            }
        })
    }
}

fn draw_spans(canvas: &mut Canvas, axes: &Axes, lane: &Lane, y: f64, index: usize) {
    let fill = theme::tint(theme::category(index), 0.35);
    for span in &lane.spans {
        let inside = |day: f64| axes.px(day).clamp(axes.plot.left, axes.plot.right);
        let (left, right) = (inside(span.start), inside(span.end));
        if !(left.is_finite() && right.is_finite()) {
            continue;
        }
        let y = y + BARS;
        let bar = Area::new(left, y - 8.5, right.max(left + 1.5), y + 8.5);
        canvas.rect(bar, fill, 1.0);
        let within = Area::new(left + 3.0, y - 12.0, right - 3.0, y + 12.0);
        let middle = f64::midpoint(left, right);
        if !canvas.text_if_free(&[(middle, NOTE.centred(y), At::Middle)], &span.label, NOTE, within) {
            let places = [(right + 6.0, NOTE.centred(y), At::Start), (left - 6.0, NOTE.centred(y), At::End)];
            canvas.text_if_free(&places, &span.label, NOTE, axes.plot);
        }
    }
}

fn draw_moments(canvas: &mut Canvas, axes: &Axes, lane: &Lane, y: f64, index: usize) {
    let color = theme::category(index);
    let row = Area::new(axes.plot.left + 1.0, y - LANE / 2.0, axes.plot.right + 8.0, y + LANE / 2.0);
    for moment in lane.moments.iter().filter(|m| axes.x.holds(m.date)) {
        canvas.dot((axes.px(moment.date), y + DOTS), 4.5, color);
    }
    for moment in lane.moments.iter().filter(|m| axes.x.holds(m.date)) {
        let x = axes.px(moment.date);
        let heights = [y - 11.0, y - 26.0];
        let sides = [(x, At::Middle), (x - 4.0, At::Start), (x + 4.0, At::End)];
        let places: Vec<_> = heights.iter().flat_map(|h| sides.iter().map(|&(x, at)| (x, *h, at))).collect();
        canvas.text_on_paper(&places, &moment.label, NOTE, row);
    }
}
