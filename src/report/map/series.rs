//! The same territory on several dates, side by side: small maps of one share by district.

use super::super::charts::canvas::{Area, At, Canvas, Type};
use super::super::charts::colorbar::{self, Colors};
use super::super::charts::date;
use super::super::charts::scale::Scale;
use super::super::charts::sheet::{Key, Mark, Sheet};
use super::polygon::Point;
use super::{LAND, RIVER, Territory, View};
use crate::number::percent;
use crate::report::theme::{self, Footer};

/// The territory on a date.
#[derive(Clone, Debug, PartialEq)]
pub struct MapPanel {
    /// Days since 1970-01-01.
    pub date: f64,
    /// One share for each cell, 0 to 1; not-a-number for none.
    pub shares: Vec<f64>,
}

/// Small maps by date, in rows.
#[derive(Clone, Debug)]
pub struct MapSeries<'a> {
    /// The finding's subject.
    pub title: String,
    /// Name of the share.
    pub value_label: String,
    /// The cells.
    pub territory: &'a Territory,
    /// In their order.
    pub panels: Vec<MapPanel>,
    /// Where the numbers come from.
    pub footer: Footer,
}

const DATE: Type = Type::bold(theme::TICK, theme::INK);
/// Room above a map for its date.
const HEAD: f64 = 24.0;
const GAP: f64 = 12.0;
/// The least width of a map.
const NARROWEST: f64 = 150.0;
/// Corners that lie nearer than this to the last one are left out, pixels.
const CORNER: f64 = 0.6;

impl MapSeries<'_> {
    /// The maps as SVG.
    pub fn draw(&self) -> String {
        let [west, south, east, north] = self.territory.bounds();
        let room = self.footer.room();
        // Three in a row, where there is room.
        let columns = ((room + GAP) / (NARROWEST + GAP)).clamp(1.0, 3.0) as usize;
        let width = (room + GAP) / columns as f64 - GAP;
        let scale = (width / (east - west)).min(1.3 * width / (north - south));
        let height = (north - south) * scale;
        let rows = self.panels.len().div_ceil(columns);
        let bar = colorbar::HEIGHT + 6.0;
        let colors = Colors::along(Scale::percent());
        let mut keys = Vec::new();
        if !self.territory.border.is_empty() {
            keys.push(Key::new(Mark::Line(RIVER, None), "border"));
        }
        let sheet = Sheet { title: &self.title, subtitle: "", keys, description: self.told(), footer: &self.footer };
        sheet.draw(bar + rows as f64 * (HEAD + height + GAP), |canvas, area| {
            let legend = Area { right: area.right.min(area.left + 400.0), ..area };
            colorbar::draw(canvas, legend, &colors, &self.value_label);
            for (at, panel) in self.panels.iter().enumerate() {
                let left = area.left + (at % columns) as f64 * (width + GAP);
                let top = area.top + bar + (at / columns) as f64 * (HEAD + height + GAP) + HEAD;
                canvas.text(left, top - 7.0, &date::written(panel.date, true), DATE, At::Start);
                let map = Area::new(left, top, left + (east - west) * scale, top + height);
                self.draw_panel(canvas, &View::new(self.territory.bounds(), map, scale), &panel.shares);
            }
        })
    }

    fn draw_panel(&self, canvas: &mut Canvas, view: &View, shares: &[f64]) {
        canvas.rect(view.area, theme::tint(theme::SKY, 0.12), 1.0);
        let fill = |canvas: &mut Canvas, rings: &[Vec<Point>], color| {
            for piece in view.pieces(rings) {
                canvas.polygon(&coarse(&piece), color, 1.0);
            }
        };
        for country in &self.territory.countries {
            fill(canvas, &country.rings, LAND);
        }
        for (cell, share) in self.territory.cells.iter().zip(shares) {
            fill(canvas, &cell.rings, theme::sequential(*share));
        }
        for line in &self.territory.border {
            view.line(canvas, line, RIVER, 2.0);
        }
    }

    fn told(&self) -> String {
        let panel = |panel: &MapPanel| {
            let known: Vec<f64> = panel.shares.iter().copied().filter(|share| share.is_finite()).collect();
            let mean = known.iter().sum::<f64>() / known.len().max(1) as f64;
            format!("{}: {} on average", date::written(panel.date, true), percent(mean))
        };
        let panels: Vec<String> = self.panels.iter().map(panel).collect();
        format!("Maps of the {}. {}.", self.value_label, panels.join("; "))
    }
}

/// A ring without corners that a small map cannot show.
fn coarse(ring: &[Point]) -> Vec<Point> {
    let mut kept: Vec<Point> = Vec::new();
    for p in ring {
        if kept.last().is_none_or(|q| libm::hypot(p.0 - q.0, p.1 - q.1) >= CORNER) {
            kept.push(*p);
        }
    }
    // What is smaller than a pixel stays as it is.
    if kept.len() > 2 { kept } else { ring.to_vec() }
}
