//! Drawing in pixels with plotters, remembering where every text stands so that no two collide.
//!
//! plotters counts in whole pixels; the picture is drawn [`FINE`] times larger and scaled back by its view box, so
//! positions are exact to a tenth of a pixel.

use std::fmt;

use plotters::backend::SVGBackend;
use plotters::coord::Shift;
use plotters::drawing::{DrawingArea, IntoDrawingArea};
use plotters::element::{Circle, Drawable, PathElement, PointCollection, Polygon, Rectangle};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, FontFamily, FontStyle, IntoTextStyle, RGBColor, ShapeStyle};

use super::text;
use crate::report::theme;

/// Units of the drawing in a pixel of the picture.
const FINE: f64 = 10.0;
/// plotters takes a font size 1.24 times the size in pixels that it writes.
const FONT_FACTOR: f64 = 1.24;
/// Distance from the top of the em to the baseline that plotters writes for a text set from its top, in em.
const TOP_TO_BASELINE: f64 = 0.76;
/// Height of letters above and below the baseline, in em: ascenders and accents, descenders.
const ASCENT: f64 = 0.78;
const DESCENT: f64 = 0.24;

/// A rectangle in pixels.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Area {
    pub(crate) left: f64,
    pub(crate) top: f64,
    pub(crate) right: f64,
    pub(crate) bottom: f64,
}

impl Area {
    pub(crate) fn new(left: f64, top: f64, right: f64, bottom: f64) -> Area {
        Area { left, top, right, bottom }
    }

    pub(crate) fn width(self) -> f64 {
        self.right - self.left
    }

    pub(crate) fn height(self) -> f64 {
        self.bottom - self.top
    }

    pub(crate) fn overlaps(self, other: Area) -> bool {
        self.left < other.right && other.left < self.right && self.top < other.bottom && other.top < self.bottom
    }

    pub(crate) fn contains(self, other: Area) -> bool {
        self.left <= other.left && other.right <= self.right && self.top <= other.top && other.bottom <= self.bottom
    }

    pub(crate) fn grown(self, by: f64) -> Area {
        Area::new(self.left - by, self.top - by, self.right + by, self.bottom + by)
    }
}

/// Which part of a text stands at its position.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum At {
    Start,
    Middle,
    End,
}

/// Where a label may stand: x, baseline, and which part of it is at x.
pub(crate) type Place = (f64, f64, At);

/// How a text looks.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Type {
    pub(crate) size: f64,
    pub(crate) bold: bool,
    pub(crate) color: RGBColor,
}

impl Type {
    pub(crate) const fn new(size: f64, color: RGBColor) -> Type {
        Type { size, bold: false, color }
    }

    pub(crate) const fn bold(size: f64, color: RGBColor) -> Type {
        Type { size, bold: true, color }
    }

    pub(crate) fn width(self, text: &str) -> f64 {
        text::width(text, self.size, self.bold)
    }

    /// Distance between baselines.
    pub(crate) fn leading(self) -> f64 {
        self.size * 1.25
    }

    /// The box of `text` at a baseline position.
    pub(crate) fn area(self, text: &str, x: f64, baseline: f64, at: At) -> Area {
        let width = self.width(text);
        let left = match at {
            At::Start => x,
            At::Middle => x - width / 2.0,
            At::End => x - width,
        };
        Area::new(left, baseline - ASCENT * self.size, left + width, baseline + DESCENT * self.size)
    }

    /// Baseline that centres capitals and digits at `y`.
    pub(crate) fn centred(self, y: f64) -> f64 {
        y + 0.36 * self.size
    }
}

/// Dashes in pixels: drawn, skipped.
pub(crate) type Dash = Option<(f64, f64)>;

/// Dashes of the `index`-th line, so that lines differ without colour.
pub(crate) fn dash(index: usize) -> Dash {
    [None, Some((9.0, 4.0)), Some((3.0, 3.0)), Some((14.0, 4.0)), Some((6.0, 6.0))][index % 5]
}

/// The sheet being drawn.
pub(crate) struct Canvas {
    /// Its size in units of the drawing.
    size: (u32, u32),
    /// What is drawn so far.
    body: String,
    /// The whole picture.
    pub(crate) whole: Area,
    /// Where texts and marks stand, which no label may cover.
    taken: Vec<Area>,
    /// Where lines run, which labels avoid while they can.
    lines: Vec<Area>,
}

/// Draws a picture `width` by `height` pixels; `title` and `description` are read out by screen readers.
pub(crate) fn picture(
    (width, height): (f64, f64),
    title: &str,
    description: &str,
    draw: impl FnOnce(&mut Canvas),
) -> String {
    let fine = |v: f64| (v.ceil().clamp(1.0, 20_000.0) * FINE) as u32;
    let size = (fine(width), fine(height));
    let whole = Area::new(0.0, 0.0, width.ceil(), height.ceil());
    let mut canvas = Canvas { size, body: String::new(), whole, taken: Vec::new(), lines: Vec::new() };
    canvas.rect(whole, theme::PAPER, 1.0);
    draw(&mut canvas);
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{}\" height=\"{}\" viewBox=\"0 0 {} {}\" role=\"img\" \
         stroke-linejoin=\"round\">\n<title>{}</title>\n<desc>{}</desc>\n{}</svg>\n",
        width.ceil(),
        height.ceil(),
        size.0,
        size.1,
        escaped(title),
        escaped(description),
        canvas.body
    )
}

/// `text` as XML character data.
pub(crate) fn escaped(text: &str) -> String {
    let clean = text.chars().filter(|c| !c.is_control());
    let mut safe = String::with_capacity(text.len());
    for c in clean {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            other => safe.push(other),
        }
    }
    safe
}

fn fine(v: f64) -> i32 {
    (v.clamp(-1e5, 1e5) * FINE).round() as i32
}

fn point((x, y): (f64, f64)) -> (i32, i32) {
    (fine(x), fine(y))
}

impl Canvas {
    fn put<E>(&mut self, element: &E)
    where
        for<'b> &'b E: PointCollection<'b, (i32, i32)>,
        E: for<'b> Drawable<SVGBackend<'b>>,
    {
        self.pen(|area| area.draw(element));
    }

    /// Adds what plotters writes, without the document that it writes around it.
    fn pen<R: fmt::Debug>(&mut self, draw: impl FnOnce(&DrawingArea<SVGBackend<'_>, Shift>) -> Result<(), R>) {
        let mut svg = String::new();
        let area = SVGBackend::with_string(&mut svg, self.size).into_drawing_area();
        let Ok(()) = draw(&area) else { unreachable!("a string can always be written") };
        drop(area);
        let inside = svg.split_once(">\n").and_then(|(_, rest)| rest.rsplit_once("</svg>"));
        self.body.push_str(inside.map_or("", |(inside, _)| inside));
    }

    /// Draws within an element of this class, by which a page's style and script find it.
    pub(crate) fn group(&mut self, class: &str, draw: impl FnOnce(&mut Canvas)) {
        self.body.push_str(&format!("<g class=\"{class}\">\n"));
        draw(self);
        self.body.push_str("</g>\n");
    }

    /// Puts data into the drawing, from which a page's script reads it out to who points at it.
    pub(crate) fn carry(&mut self, data: &serde_json::Value) {
        self.body.push_str(&format!("<metadata>{}</metadata>\n", escaped(&data.to_string())));
    }

    /// Writes `text` and remembers its place.
    pub(crate) fn text(&mut self, x: f64, baseline: f64, text: &str, style: Type, at: At) {
        if text.trim().is_empty() {
            return;
        }
        let h = match at {
            At::Start => HPos::Left,
            At::Middle => HPos::Center,
            At::End => HPos::Right,
        };
        let weight = if style.bold { FontStyle::Bold } else { FontStyle::Normal };
        let look = (FontFamily::Name("DejaVu Sans, sans-serif"), style.size * FONT_FACTOR * FINE, weight)
            .into_text_style(&self.size)
            .color(&style.color)
            .pos(Pos::new(h, VPos::Top));
        let clean: String = text.chars().filter(|c| !c.is_control()).collect();
        let place = point((x, baseline - TOP_TO_BASELINE * style.size));
        self.pen(|area| area.draw_text(&clean, &look, place));
        self.taken.push(style.area(text, x, baseline, at));
    }

    /// The first of `places` within `within` that collides with no text or mark, and with no line where `strict`.
    fn free_place(&self, places: &[Place], text: &str, style: Type, within: Area, strict: bool) -> Option<Place> {
        places.iter().copied().find(|&(x, y, at)| {
            let area = style.area(text, x, y, at);
            let clear = |taken: &[Area]| !taken.iter().any(|t| t.overlaps(area.grown(1.5)));
            within.contains(area) && clear(&self.taken) && (!strict || clear(&self.lines))
        })
    }

    /// Writes `text` at the first of `places` that lies in `within` and collides with no text, mark or line so far.
    pub(crate) fn text_if_free(&mut self, places: &[Place], text: &str, style: Type, within: Area) -> bool {
        let free = self.free_place(places, text, style, within, true);
        self.text_at(free, text, style, false)
    }

    /// As [`text_if_free`](Canvas::text_if_free), but rather over a line than not at all.
    pub(crate) fn text_rather(&mut self, places: &[Place], text: &str, style: Type, within: Area) -> bool {
        let free = self.place_over_lines(places, text, style, within);
        self.text_at(free, text, style, false)
    }

    /// As [`text_rather`](Canvas::text_rather), on a patch of paper.
    pub(crate) fn text_on_paper(&mut self, places: &[Place], text: &str, style: Type, within: Area) -> bool {
        let free = self.place_over_lines(places, text, style, within);
        self.text_at(free, text, style, true)
    }

    fn place_over_lines(&self, places: &[Place], text: &str, style: Type, within: Area) -> Option<Place> {
        let free = |strict| self.free_place(places, text, style, within, strict);
        free(true).or_else(|| free(false))
    }

    fn text_at(&mut self, place: Option<Place>, text: &str, style: Type, on_paper: bool) -> bool {
        if let Some((x, y, at)) = place {
            if on_paper {
                self.rect(style.area(text, x, y, at).grown(0.5), theme::PAPER, 0.75);
            }
            self.text(x, y, text, style, at);
        }
        place.is_some()
    }

    /// Keeps labels out of `area`, which holds a mark.
    pub(crate) fn reserve(&mut self, area: Area) {
        self.taken.push(area);
    }

    /// Keeps labels off a line, by a box for each stretch of at most 12 pixels.
    pub(crate) fn reserve_line(&mut self, points: &[(f64, f64)]) {
        for pair in points.windows(2).filter(|p| [p[0].0, p[0].1, p[1].0, p[1].1].iter().all(|v| v.is_finite())) {
            let ((x0, y0), (x1, y1)) = (pair[0], pair[1]);
            let parts = (libm::hypot(x1 - x0, y1 - y0) / 12.0).ceil().clamp(1.0, 200.0);
            for i in 0..parts as u32 {
                let at = |i: u32| f64::from(i) / parts;
                let (a, b) = (
                    (x0 + (x1 - x0) * at(i), y0 + (y1 - y0) * at(i)),
                    (x0 + (x1 - x0) * at(i + 1), y0 + (y1 - y0) * at(i + 1)),
                );
                self.lines.push(Area::new(a.0.min(b.0), a.1.min(b.1), a.0.max(b.0), a.1.max(b.1)).grown(1.0));
            }
        }
    }

    pub(crate) fn rect(&mut self, area: Area, color: RGBColor, opacity: f64) {
        self.put(&Rectangle::new(
            [point((area.left, area.top)), point((area.right, area.bottom))],
            color.mix(opacity).filled(),
        ));
    }

    /// A line through `points`; it breaks where a coordinate is not a number.
    pub(crate) fn line(&mut self, points: &[(f64, f64)], color: RGBColor, width: f64, dash: Dash) {
        for run in points.split(|(x, y)| !(x.is_finite() && y.is_finite())).filter(|run| run.len() > 1) {
            let look =
                ShapeStyle { color: color.to_rgba(), filled: false, stroke_width: (width * FINE).round() as u32 };
            match dash {
                None => self.put(&PathElement::new(run.iter().copied().map(point).collect::<Vec<_>>(), look)),
                Some(pattern) => {
                    for piece in dashes(run, pattern) {
                        self.put(&PathElement::new(piece.into_iter().map(point).collect::<Vec<_>>(), look));
                    }
                }
            }
        }
    }

    pub(crate) fn polygon(&mut self, points: &[(f64, f64)], color: RGBColor, opacity: f64) {
        if points.len() > 2 && points.iter().all(|(x, y)| x.is_finite() && y.is_finite()) {
            self.put(&Polygon::new(points.iter().copied().map(point).collect::<Vec<_>>(), color.mix(opacity).filled()));
        }
    }

    /// A dot of `radius` pixels with a thin white edge, so that dots on dots are told apart.
    pub(crate) fn dot(&mut self, (x, y): (f64, f64), radius: f64, color: RGBColor) {
        if x.is_finite() && y.is_finite() {
            self.put(&Circle::new(point((x, y)), ((radius + 1.0) * FINE) as u32, theme::PAPER.filled()));
            self.put(&Circle::new(point((x, y)), (radius * FINE) as u32, color.filled()));
        }
    }

    /// The `index`-th of five point shapes: disc, square, triangle, diamond, ring.
    pub(crate) fn shape(&mut self, index: usize, (x, y): (f64, f64), radius: f64, color: RGBColor) {
        if !(x.is_finite() && y.is_finite()) {
            return;
        }
        let r = radius;
        match index % 5 {
            1 => self.rect(Area::new(x - r * 0.9, y - r * 0.9, x + r * 0.9, y + r * 0.9), color, 1.0),
            2 => {
                self.polygon(
                    &[(x, y - r * 1.15), (x + r * 1.1, y + r * 0.85), (x - r * 1.1, y + r * 0.85)],
                    color,
                    1.0,
                );
            }
            3 => self.polygon(&[(x, y - r * 1.3), (x + r * 1.3, y), (x, y + r * 1.3), (x - r * 1.3, y)], color, 1.0),
            4 => {
                self.put(&Circle::new(point((x, y)), (r * FINE) as u32, theme::PAPER.filled()));
                let ring = ShapeStyle { color: color.to_rgba(), filled: false, stroke_width: (2.0 * FINE) as u32 };
                self.put(&Circle::new(point((x, y)), ((r - 0.5) * FINE) as u32, ring));
            }
            _ => self.dot((x, y), r, color),
        }
    }
}

/// Cuts a line into its dashes.
fn dashes(run: &[(f64, f64)], (drawn, skipped): (f64, f64)) -> Vec<Vec<(f64, f64)>> {
    let mut pieces = Vec::new();
    let (mut piece, mut left, mut on) = (vec![run[0]], drawn, true);
    for pair in run.windows(2) {
        let (mut from, to) = (pair[0], pair[1]);
        loop {
            let length = libm::hypot(to.0 - from.0, to.1 - from.1);
            if length <= left || pieces.len() > 4000 {
                left -= length;
                piece.push(to);
                break;
            }
            let t = left / length;
            from = (from.0 + (to.0 - from.0) * t, from.1 + (to.1 - from.1) * t);
            piece.push(from);
            if on {
                pieces.push(std::mem::take(&mut piece));
            }
            on = !on;
            piece = vec![from];
            left = if on { drawn } else { skipped };
        }
    }
    if on && piece.len() > 1 {
        pieces.push(piece);
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dashes_cover_the_share_they_should() {
        let length = |line: &[(f64, f64)]| line.windows(2).map(|p| (p[1].0 - p[0].0).abs()).sum::<f64>();
        let pieces = dashes(&[(0.0, 0.0), (33.0, 0.0), (100.0, 0.0)], (6.0, 4.0));
        assert!((pieces.iter().map(|p| length(p)).sum::<f64>() - 60.0).abs() < 1e-9);
    }

    #[test]
    fn a_label_is_skipped_where_it_would_collide() {
        picture((200.0, 100.0), "t", "d", |c| {
            let style = Type::new(15.0, theme::INK);
            c.text(100.0, 50.0, "first", style, At::Middle);
            assert!(!c.text_if_free(&[(100.0, 52.0, At::Middle)], "second", style, c.whole));
            assert!(c.text_if_free(&[(100.0, 52.0, At::Middle), (100.0, 90.0, At::Middle)], "second", style, c.whole));
            assert!(!c.text_if_free(&[(190.0, 20.0, At::Start)], "outside", style, c.whole));
        });
    }

    #[test]
    fn names_are_escaped() {
        let svg = picture((50.0, 50.0), "A & B", "1 < 2", |c| {
            c.text(5.0, 20.0, "<b> & \"c\"", Type::new(15.0, theme::INK), At::Start);
        });
        assert!(svg.contains("<title>A &amp; B</title>") && svg.contains("&lt;b&gt; &amp;"));
        #[cfg(feature = "png")]
        assert!(crate::report::picture::tree(&svg).is_ok());
    }
}
