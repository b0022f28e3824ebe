//! The map: districts as cells, coloured by one value each, with the border, posts and capitals.

pub(crate) mod polygon;
mod projection;
mod region;
mod series;
mod territory;

pub use super::charts::marks::PlaceKind;
pub use region::{Region, Ring};
pub use series::{MapPanel, MapSeries};
pub use territory::{Cell, Seat, Territory};

use plotters::style::RGBColor;

use super::charts::canvas::{Area, At, Canvas, Type};
use super::charts::colorbar::{self, Colors};
use super::charts::scale::{Scale, extent};
use super::charts::sheet::{Key, Mark, Sheet};
use super::charts::{Values, date, marks};
use super::theme::{self, Footer};
use crate::number::{percent, plain};
use polygon::{HalfPlane, Point, cut, hatch};

/// A cell's value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CellValue {
    /// In the unit of the map; not-a-number for none.
    pub value: f64,
    /// Whether the value is too uncertain to be read from its colour: the cell is hatched.
    pub uncertain: bool,
    /// Whether what the map is of was so from the start: a class of its own, without a value.
    pub from_start: bool,
}

impl CellValue {
    /// A value that can be read from its colour.
    pub fn of(value: f64) -> CellValue {
        CellValue { value, uncertain: false, from_start: false }
    }
}

/// A marked place.
#[derive(Clone, Debug, PartialEq)]
pub struct MapPlace {
    /// Its name, shown where there is room.
    pub name: String,
    /// Longitude and latitude, degrees.
    pub at: (f64, f64),
    /// What it is.
    pub kind: PlaceKind,
}

/// A number at a place, drawn as a disc whose area is in proportion to it.
#[derive(Clone, Debug, PartialEq)]
pub struct MapDisc {
    /// The place's name, shown at the largest.
    pub name: String,
    /// Longitude and latitude, degrees.
    pub at: (f64, f64),
    /// The number.
    pub value: f64,
}

/// What the values are, for the colour bar.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum MapValues {
    /// Dates, in classes with about as many districts in each; or numbers, from the least to the greatest.
    Measure(Values),
    /// Shares from 0 to 1.
    Shares,
}

/// A map of one value by district.
///
/// In the drawing, a page finds the map itself by the class `land`, each cell by `cell`, in order, and what is drawn over
/// uncertain ones by `hatch`.
#[derive(Clone, Debug)]
pub struct MapChart<'a> {
    /// The finding's subject.
    pub title: String,
    /// Name and unit of the value.
    pub value_label: String,
    /// What the values are.
    pub kind: MapValues,
    /// The cells.
    pub territory: &'a Territory,
    /// One value for each cell, in their order.
    pub values: Vec<CellValue>,
    /// What grey means, such as `holds in most replications`.
    pub absent_label: String,
    /// What the class from the start is, such as `held at the start`.
    pub from_start_label: String,
    /// What hatching means, such as `80 % interval wider than 30 days`.
    pub uncertain_label: String,
    /// Posts and capitals.
    pub places: Vec<MapPlace>,
    /// Numbers at places, above all of the host's.
    pub discs: Vec<MapDisc>,
    /// What the discs' numbers are.
    pub disc_label: String,
    /// Where the numbers come from.
    pub footer: Footer,
}

const NAME: Type = Type::new(theme::SMALL, theme::INK);
const RIVER: RGBColor = RGBColor(0x00, 0x5a, 0xb5);
/// What was so from the start: pale vermillion, which the scale from dark blue to yellow has nowhere.
const FROM_START: RGBColor = RGBColor(0xee, 0xbf, 0x99);
const LAND: RGBColor = RGBColor(0xf3, 0xf1, 0xec);
const DISC: RGBColor = theme::VERMILLION;
/// Radius of the largest disc, pixels, and how many of them are told in numbers.
const LARGEST_DISC: f64 = 22.0;
const TOLD_DISCS: usize = 4;
const TALLEST: f64 = 600.0;
/// Pixels in a kilometre from which provincial capitals are named.
const CLOSE: f64 = 0.6;

/// From kilometres to pixels.
struct View {
    area: Area,
    left: f64,
    top: f64,
    scale: f64,
    frame: [HalfPlane; 4],
}

impl MapChart<'_> {
    /// The map as SVG.
    pub fn draw(&self) -> String {
        let bounds = self.bounds();
        let [west, south, east, north] = bounds;
        let room = self.footer.room();
        let (sheet, bar) = (self.sheet(), colorbar::HEIGHT + 14.0);
        let tallest = sheet.left().map_or(TALLEST, |left| (left - bar).max(TALLEST / 6.0));
        let scale = (room / (east - west)).min(tallest / (north - south));
        let height = (north - south) * scale;
        let color = self.color_scale();
        sheet.draw(height + bar, |canvas, area| {
            let long = if color.is_classed() { area.width() } else { 400.0 };
            let bar = Area { right: area.right.min(area.left + long), ..area };
            colorbar::draw(canvas, bar, &color, &self.value_label);
            let width = (east - west) * scale;
            let left = area.left + (room - width) / 2.0;
            let map = Area::new(left, area.bottom - height, left + width, area.bottom);
            let view = View::new(bounds, map, scale);
            self.draw_land(canvas, &view, &color);
            let discs = self.draw_discs(canvas, &view);
            let places = self.draw_places(canvas, &view);
            Self::tell_discs(canvas, &view, &discs);
            Self::name_places(canvas, &view, places);
        })
    }

    /// Those of the districts and of the discs, which may lie in the host state.
    fn bounds(&self) -> [f64; 4] {
        let [west, south, east, north] = self.territory.bounds();
        let margin = 0.05 * (east - west).max(north - south);
        let discs = self.shown_discs().map(|disc| self.territory.projection.km(disc.at));
        discs.fold([west, south, east, north], |[west, south, east, north], (x, y)| {
            [west.min(x - margin), south.min(y - margin), east.max(x + margin), north.max(y + margin)]
        })
    }

    /// Discs of some size at a place that is known.
    fn shown_discs(&self) -> impl Iterator<Item = &MapDisc> {
        let known = |disc: &&MapDisc| disc.at.0.is_finite() && disc.at.1.is_finite() && disc.value.is_finite();
        self.discs.iter().filter(known).filter(|disc| disc.value > 0.0)
    }

    /// The largest first, so that none hides a smaller one; each with its place and radius in pixels.
    fn draw_discs(&self, canvas: &mut Canvas, view: &View) -> Vec<(&MapDisc, Point, f64)> {
        let mut discs: Vec<&MapDisc> = self.shown_discs().collect();
        discs.sort_by(|a, b| b.value.total_cmp(&a.value));
        let Some(most) = discs.first().map(|disc| disc.value) else { return Vec::new() };
        let drawn: Vec<(&MapDisc, Point, f64)> = discs
            .into_iter()
            .map(|disc| {
                (disc, view.pixel(self.territory.projection.km(disc.at)), LARGEST_DISC * (disc.value / most).sqrt())
            })
            .collect();
        for &(_, at, radius) in &drawn {
            canvas.dot(at, radius.max(1.5), DISC);
        }
        drawn
    }

    /// Names and numbers of the largest.
    fn tell_discs(canvas: &mut Canvas, view: &View, drawn: &[(&MapDisc, Point, f64)]) {
        for &(_, (x, y), radius) in drawn {
            canvas.reserve(Area::new(x - radius, y - radius, x + radius, y + radius));
        }
        for &(disc, at, radius) in drawn.iter().take(TOLD_DISCS) {
            canvas.text_on_paper(
                &beside(at, radius),
                &format!("{}: {}", disc.name, plain(disc.value)),
                NAME,
                view.area,
            );
        }
    }

    fn color_scale(&self) -> Colors {
        if self.kind == MapValues::Measure(Values::Dates) {
            return Colors::of_dates(self.values.iter().map(|v| v.value));
        }
        let (low, high) = extent(self.values.iter().map(|v| v.value)).unwrap_or((0.0, 1.0));
        Colors::along(match self.kind {
            MapValues::Shares => Scale::percent(),
            MapValues::Measure(_) if high > low => Scale::within(low, high, 5),
            MapValues::Measure(_) => Scale::linear([low], 3),
        })
    }

    fn draw_land(&self, canvas: &mut Canvas, view: &View, color: &Colors) {
        canvas.group("land", |canvas| canvas.rect(view.area, theme::tint(theme::SKY, 0.12), 1.0));
        for country in &self.territory.countries {
            view.fill(canvas, &country.rings, LAND);
        }
        let shade = |v: &CellValue| {
            if v.from_start { FROM_START } else { theme::sequential(color.share(v.value)) }
        };
        let colored = || self.territory.cells.iter().zip(&self.values).map(|(c, v)| (c, v, shade(v)));
        for (cell, _, color) in colored() {
            canvas.group("cell", |canvas| view.fill(canvas, &cell.rings, color));
        }
        canvas.group("hatch", |canvas| {
            for (cell, _, color) in colored().filter(|(_, v, _)| v.uncertain) {
                view.hatch(canvas, &cell.rings, if theme::is_dark(color) { theme::PAPER } else { theme::INK });
            }
        });
        for cell in &self.territory.cells {
            view.stroke(canvas, &cell.rings, theme::PAPER, 0.7);
        }
        for country in &self.territory.countries {
            view.stroke(canvas, &country.rings, theme::MUTED, 0.9);
        }
        for line in &self.territory.border {
            view.line(canvas, line, theme::PAPER, 4.6);
            view.line(canvas, line, RIVER, 2.8);
            canvas.reserve_line(&line.iter().map(|p| view.pixel(*p)).collect::<Vec<_>>());
        }
        view.scale_bar(canvas);
    }

    /// Marks of the places within the frame; each with where it stands.
    fn draw_places(&self, canvas: &mut Canvas, view: &View) -> Vec<(&MapPlace, Point)> {
        let seen: Vec<(&MapPlace, Point)> = self
            .places
            .iter()
            .map(|p| (p, view.pixel(self.territory.projection.km(p.at))))
            .filter(|(_, p)| view.area.grown(-4.0).contains(Area::new(p.0, p.1, p.0, p.1)))
            .collect();
        for &(place, at) in &seen {
            marks::place(canvas, place.kind, at);
            canvas.reserve(Area::new(at.0 - 4.0, at.1 - 4.0, at.0 + 4.0, at.1 + 4.0));
        }
        seen
    }

    fn name_places(canvas: &mut Canvas, view: &View, mut order: Vec<(&MapPlace, Point)>) {
        let rank = |kind| match kind {
            PlaceKind::NationalCapital => 0,
            PlaceKind::Post => 1,
            PlaceKind::Capital => 2,
        };
        let close = view.scale >= CLOSE;
        order.retain(|(p, _)| close || p.kind != PlaceKind::Capital);
        order.sort_by_key(|(p, _)| rank(p.kind));
        for (place, at) in order {
            canvas.text_on_paper(&beside(at, 4.0), &place.name, NAME, view.area);
        }
    }

    fn sheet(&self) -> Sheet<'_> {
        let mut keys = Vec::new();
        if self.values.iter().any(|v| v.from_start) {
            keys.push(Key::new(Mark::Block(FROM_START), &self.from_start_label));
        }
        if self.values.iter().any(|v| v.value.is_nan() && !v.from_start) {
            keys.push(Key::new(Mark::Block(theme::ABSENT), &self.absent_label));
        }
        if self.values.iter().any(|v| v.uncertain) {
            keys.push(Key::new(Mark::Hatch, &self.uncertain_label));
        }
        if self.shown_discs().next().is_some() {
            keys.push(Key::new(Mark::Point(0, DISC), &self.disc_label));
        }
        if !self.territory.border.is_empty() {
            keys.push(Key::new(Mark::Line(RIVER, None), "border"));
        }
        for (kind, name) in [
            (PlaceKind::NationalCapital, "capital"),
            (PlaceKind::Capital, "provincial capital"),
            (PlaceKind::Post, "border post"),
        ] {
            if self.places.iter().any(|p| p.kind == kind) {
                keys.push(Key::new(Mark::Place(kind), name));
            }
        }
        Sheet { title: &self.title, subtitle: "", keys, description: self.description(), footer: &self.footer }
    }

    fn told_from_start(&self) -> String {
        match self.values.iter().filter(|v| v.from_start).count() {
            0 => String::new(),
            n => format!("; {n} {}", self.from_start_label),
        }
    }

    fn description(&self) -> String {
        let written = |v: f64| match self.kind {
            MapValues::Shares => percent(v),
            MapValues::Measure(Values::Dates) => date::written(v, true),
            MapValues::Measure(Values::Numbers) => plain(v),
        };
        let missing = self.values.iter().filter(|v| v.value.is_nan() && !v.from_start).count();
        let discs = match self.shown_discs().max_by(|a, b| a.value.total_cmp(&b.value)) {
            Some(most) => format!(
                " Discs at {} places, {}: most at {}, {}.",
                self.shown_discs().count(),
                self.disc_label,
                most.name,
                plain(most.value)
            ),
            None => String::new(),
        };
        let cells = match extent(self.values.iter().map(|v| v.value)) {
            Some((low, high)) => format!(
                "Map of {} in {} districts, from {} to {}; {missing} without a value ({}){}.",
                self.value_label,
                self.territory.cells.len(),
                written(low),
                written(high),
                self.absent_label,
                self.told_from_start()
            ),
            None => format!("Map of {}: no values.", self.value_label),
        };
        cells + &discs
    }
}

/// Where the name of a mark of some radius may stand, the best first.
fn beside((x, y): Point, radius: f64) -> [(f64, f64, At); 8] {
    let (level, above, below) = (y + 4.5, y - radius - 3.0, y + radius + 12.0);
    [
        (x + radius + 4.0, level, At::Start),
        (x - radius - 4.0, level, At::End),
        (x, above - 1.0, At::Middle),
        (x, below + 1.0, At::Middle),
        (x + radius + 2.0, above, At::Start),
        (x - radius - 2.0, above, At::End),
        (x + radius + 2.0, below, At::Start),
        (x - radius - 2.0, below, At::End),
    ]
}

impl View {
    /// What lies between west, south, east and north, in an area, at so many pixels for a kilometre.
    fn new([west, south, east, north]: [f64; 4], area: Area, scale: f64) -> View {
        let side = |origin, normal| HalfPlane { origin, normal };
        let frame = [
            side((west, south), (-1.0, 0.0)),
            side((west, south), (0.0, -1.0)),
            side((east, north), (1.0, 0.0)),
            side((east, north), (0.0, 1.0)),
        ];
        View { area, left: west, top: north, scale, frame }
    }

    fn pixel(&self, (x, y): Point) -> Point {
        (self.area.left + (x - self.left) * self.scale, self.area.top + (self.top - y) * self.scale)
    }

    /// Pieces within the frame, in pixels.
    fn pieces(&self, rings: &[Vec<Point>]) -> Vec<Vec<Point>> {
        let mut pieces = rings.to_vec();
        for side in &self.frame {
            pieces = pieces.iter().flat_map(|p| cut(p, side)).collect();
        }
        for p in pieces.iter_mut().flatten() {
            *p = self.pixel(*p);
        }
        pieces
    }

    fn fill(&self, canvas: &mut Canvas, rings: &[Vec<Point>], color: RGBColor) {
        for piece in self.pieces(rings) {
            canvas.polygon(&piece, color, 1.0);
        }
    }

    fn hatch(&self, canvas: &mut Canvas, rings: &[Vec<Point>], color: RGBColor) {
        for stretch in self.pieces(rings).iter().flat_map(|piece| hatch(piece, 7.0)) {
            canvas.line(&stretch, color, 0.6, None);
        }
    }

    fn stroke(&self, canvas: &mut Canvas, rings: &[Vec<Point>], color: RGBColor, width: f64) {
        for mut piece in self.pieces(rings) {
            piece.push(piece[0]);
            canvas.line(&piece, color, width, None);
        }
    }

    fn line(&self, canvas: &mut Canvas, line: &[Point], color: RGBColor, width: f64) {
        let inside = |p: &Point| {
            let p = self.pixel(*p);
            if self.area.contains(Area::new(p.0, p.1, p.0, p.1)) { p } else { (f64::NAN, f64::NAN) }
        };
        canvas.line(&line.iter().map(inside).collect::<Vec<_>>(), color, width, None);
    }

    /// A bar of a round length, about a fifth of the map.
    fn scale_bar(&self, canvas: &mut Canvas) {
        let room = self.area.width() / self.scale / 5.0;
        let power = libm::pow(10.0, libm::floor(libm::log10(room.max(1e-6))));
        let length = [5.0, 2.0, 1.0].into_iter().map(|f| f * power).find(|l| *l <= room).unwrap_or(power);
        let text = format!("{} km", plain(length));
        let (x, y) = (self.area.left + 10.0, self.area.bottom - 12.0);
        let patch = Area::new(x - 5.0, y - 22.0, x + (length * self.scale).max(NAME.width(&text)) + 5.0, y + 6.0);
        canvas.rect(patch, theme::PAPER, 0.85);
        canvas.reserve(Area { bottom: y + 6.0, top: y - 4.0, ..patch });
        let end = x + length * self.scale;
        canvas.line(&[(x, y - 4.0), (x, y), (end, y), (end, y - 4.0)], theme::INK, 1.4, None);
        canvas.text(x, y - 7.0, &text, NAME, At::Start);
    }
}
