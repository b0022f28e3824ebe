//! The sheet around every chart: title, subtitle, legend above; footer below; accessible title and description.

use plotters::style::RGBColor;

use super::canvas::{Area, At, Canvas, Dash, Type, picture};
use super::marks::{self, PlaceKind};
use super::text::{balanced, wrap};
use crate::report::theme::{self, Footer};

/// How a legend shows its series.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Mark {
    Line(RGBColor, Dash),
    /// A thin line: one of many.
    Thin(RGBColor),
    Block(RGBColor),
    /// Shape number, as [`Canvas::shape`] draws it.
    Point(usize, RGBColor),
    /// A line with a dot on it: an estimate with its interval.
    Interval(RGBColor),
    /// Hatched: uncertain.
    Hatch,
    /// A place on the map.
    Place(PlaceKind),
}

/// One entry of the legend.
#[derive(Clone, Debug)]
pub(crate) struct Key {
    pub(crate) mark: Mark,
    pub(crate) name: String,
}

impl Key {
    pub(crate) fn new(mark: Mark, name: impl Into<String>) -> Key {
        Key { mark, name: name.into() }
    }
}

/// What stands around a chart.
#[derive(Clone, Debug)]
pub(crate) struct Sheet<'a> {
    pub(crate) title: &'a str,
    pub(crate) subtitle: &'a str,
    pub(crate) keys: Vec<Key>,
    /// What the chart shows, in words with its numbers, for those who do not see it.
    pub(crate) description: String,
    pub(crate) footer: &'a Footer,
}

const HEADING: Type = Type::bold(theme::TITLE, theme::INK);
const SUBTITLE: Type = Type::new(theme::LABEL, theme::MUTED);
const KEY: Type = Type::new(theme::LABEL, theme::INK);
const FOOT: Type = Type::new(theme::SMALL, theme::MUTED);
/// Width of a legend's mark with the gap after it, and the gap after its name.
const MARK: f64 = 30.0;
const GAP: f64 = 18.0;
const KEY_ROW: f64 = 21.0;

impl Sheet<'_> {
    /// Draws the sheet around a plot `height` pixels high, of which `fixed` are taken by what cannot be less high; on a
    /// paper of a height the plot takes what is left, but never less than a third of what it is in a report.
    pub(crate) fn draw_plot(&self, height: f64, fixed: f64, body: impl FnOnce(&mut Canvas, Area)) -> String {
        let least = fixed + (height - fixed) / 3.0;
        self.draw(self.left().map_or(height, |left| left.max(least)), body)
    }

    /// Pixels that a paper of a height leaves for the body.
    pub(crate) fn left(&self) -> Option<f64> {
        let asked = self.footer.paper.and_then(|paper| paper.height);
        asked.map(|asked| asked - self.head() - self.foot())
    }

    /// Title and footer in lines; none of either on a paper without them.
    fn lines(&self) -> [Vec<String>; 3] {
        let room = self.footer.room();
        let with = self.footer.paper.is_none_or(|paper| paper.title);
        let subtitle = balanced(self.subtitle, SUBTITLE.size, false, room);
        if !with {
            return [Vec::new(), subtitle, Vec::new()];
        }
        let footer = wrap(&self.footer.to_string(), FOOT.size, false, room);
        [balanced(self.title, HEADING.size, true, room), subtitle, footer]
    }

    /// Pixels above the body.
    fn head(&self) -> f64 {
        let ([title, subtitle, _], rows) = (self.lines(), self.key_rows());
        theme::MARGIN
            + title.len() as f64 * HEADING.leading()
            + subtitle.len() as f64 * SUBTITLE.leading()
            + if rows.is_empty() { 0.0 } else { 6.0 + rows.len() as f64 * KEY_ROW }
            + 8.0
    }

    /// Pixels below the body.
    fn foot(&self) -> f64 {
        let [_, _, footer] = self.lines();
        let gap = if footer.is_empty() { 0.0 } else { 18.0 };
        gap + footer.len() as f64 * FOOT.leading() + theme::MARGIN * 0.6
    }

    /// Draws the sheet around a body `height` pixels high, which `body` fills.
    pub(crate) fn draw(&self, height: f64, body: impl FnOnce(&mut Canvas, Area)) -> String {
        let [title, subtitle, footer] = self.lines();
        let rows = self.key_rows();
        let (head, foot, width) = (self.head(), self.foot(), self.footer.width());
        let asked = self.footer.paper.and_then(|paper| paper.height).unwrap_or(0.0);
        picture((width, (head + height + foot).max(asked)), self.title, &self.description, |canvas| {
            let mut y = theme::MARGIN;
            for (lines, style) in [(&title, HEADING), (&subtitle, SUBTITLE)] {
                for line in lines {
                    canvas.text(theme::MARGIN, y + style.size * 0.85, line, style, At::Start);
                    y += style.leading();
                }
            }
            y += 6.0;
            for row in &rows {
                let mut x = theme::MARGIN;
                for (key, name) in row {
                    draw_mark(canvas, key.mark, x, y + KEY_ROW / 2.0);
                    canvas.text(x + MARK, KEY.centred(y + KEY_ROW / 2.0), name, KEY, At::Start);
                    x += MARK + KEY.width(name) + GAP;
                }
                y += KEY_ROW;
            }
            let mut y = head + height + 18.0;
            for line in &footer {
                canvas.text(theme::MARGIN, y + FOOT.size * 0.85, line, FOOT, At::Start);
                y += FOOT.leading();
            }
            body(canvas, Area::new(theme::MARGIN, head, width - theme::MARGIN, head + height));
        })
    }

    fn key_rows(&self) -> Vec<Vec<(&Key, String)>> {
        let room = self.footer.room();
        let mut rows: Vec<Vec<(&Key, String)>> = Vec::new();
        let mut used = f64::INFINITY;
        for key in &self.keys {
            let name = super::text::fit(&key.name, KEY.size, false, room - MARK);
            let width = MARK + KEY.width(&name);
            if used + GAP + width > room {
                rows.push(Vec::new());
                used = -GAP;
            }
            used += GAP + width;
            if let Some(row) = rows.last_mut() {
                row.push((key, name));
            }
        }
        rows
    }
}

fn draw_mark(canvas: &mut Canvas, mark: Mark, x: f64, y: f64) {
    let end = x + MARK - 7.0;
    match mark {
        Mark::Line(color, dash) => canvas.line(&[(x, y), (end, y)], color, 2.5, dash),
        Mark::Thin(color) => canvas.line(&[(x, y), (end, y)], color, 1.0, None),
        Mark::Block(color) => canvas.rect(Area::new(x, y - 6.5, end, y + 6.5), color, 1.0),
        Mark::Point(shape, color) => canvas.shape(shape, (f64::midpoint(x, end), y), 5.0, color),
        Mark::Hatch => {
            let area = Area::new(x, y - 6.5, end, y + 6.5);
            canvas.rect(area, theme::GRID, 1.0);
            for start in [area.left - 4.0, area.left + 4.0, area.left + 12.0] {
                let (from, to) = (start.max(area.left), (start + area.height()).min(area.right));
                let stretch = [(from, area.bottom - (from - start)), (to, area.bottom - (to - start))];
                canvas.line(&stretch, theme::INK, 0.7, None);
            }
        }
        Mark::Place(kind) => marks::place(canvas, kind, (f64::midpoint(x, end), y)),
        Mark::Interval(color) => {
            canvas.line(&[(x, y), (end, y)], color, 2.0, None);
            canvas.dot((f64::midpoint(x, end), y), 4.5, color);
        }
    }
}
