//! From a chart's SVG to a page of PDF of the same size, all vectors. Letters are outlines: they look alike everywhere, and
//! cannot be marked as text.

use std::collections::BTreeMap;

use pdf_writer::types::{LineCapStyle, LineJoinStyle};
use pdf_writer::{Content, Filter, Finish, Name, Pdf, Rect, Ref, TextStr};
use resvg::tiny_skia::{Path, PathSegment, Transform};
use resvg::usvg::{FillRule, Group, LineCap, LineJoin, Node, Opacity, Paint, Stroke};

use super::picture::{PictureError, tree};

/// Points of PDF in a millimetre.
const POINTS: f64 = 72.0 / 25.4;

/// A page of PDF with the picture, so many millimetres wide.
///
/// # Errors
/// When `svg` is not an SVG picture.
pub fn pdf(svg: &str, title: &str, width: f64) -> Result<Vec<u8>, PictureError> {
    let tree = tree(svg)?;
    let [wide, high] = [tree.size().width(), tree.size().height()].map(f64::from);
    let [across, down] = [width * POINTS, width * POINTS * high / wide].map(|points| points as f32);
    let scale = across / tree.size().width();
    let mut page = Page { content: Content::new(), opacities: BTreeMap::new() };
    page.content.transform([scale, 0.0, 0.0, -scale, 0.0, down]);
    page.group(tree.root(), 1.0);
    let Page { content, opacities } = page;

    let [catalog, pages, own, drawn, info] = [1, 2, 3, 4, 5].map(Ref::new);
    let mut pdf = Pdf::new();
    pdf.catalog(catalog).pages(pages);
    pdf.pages(pages).kids([own]).count(1);
    let mut of_page = pdf.page(own);
    of_page.media_box(Rect::new(0.0, 0.0, across, down)).parent(pages).contents(drawn);
    let mut resources = of_page.resources();
    let mut states = resources.ext_g_states();
    for (name, [fill, stroke]) in opacities.values() {
        let mut state = states.insert(Name(name.as_bytes())).start::<pdf_writer::writers::ExtGraphicsState<'_>>();
        state.non_stroking_alpha(*fill).stroking_alpha(*stroke);
    }
    states.finish();
    resources.finish();
    of_page.finish();
    let packed = miniz_oxide::deflate::compress_to_vec_zlib(content.finish().as_slice(), 6);
    pdf.stream(drawn, &packed).filter(Filter::FlateDecode);
    pdf.document_info(info).title(TextStr(title)).producer(TextStr(concat!("panj ", env!("CARGO_PKG_VERSION"))));
    Ok(pdf.finish())
}

/// The page being drawn.
struct Page {
    content: Content,
    /// Pairs of opacities of fill and stroke, with the names of the states that set them.
    opacities: BTreeMap<[u8; 2], (String, [f32; 2])>,
}

impl Page {
    /// Draws a group, of which so much is seen; what lies over each other within a group of charts is one colour.
    fn group(&mut self, group: &Group, seen: f32) {
        let seen = seen * group.opacity().get();
        for node in group.children() {
            match node {
                Node::Group(group) => self.group(group, seen),
                Node::Text(text) => self.group(text.flattened(), seen),
                Node::Path(path) if path.is_visible() => {
                    let (fill, stroke) = (path.fill(), path.stroke());
                    self.content.save_state();
                    let Transform { sx, ky, kx, sy, tx, ty } = path.abs_transform();
                    self.content.transform([sx, ky, kx, sy, tx, ty]);
                    self.opacity(seen, [fill.map(|fill| fill.opacity()), stroke.map(Stroke::opacity)]);
                    if let Some([r, g, b]) = fill.and_then(|fill| color(fill.paint())) {
                        self.content.set_fill_rgb(r, g, b);
                    }
                    if let Some(stroke) = stroke {
                        self.pen(stroke);
                    }
                    self.outline(path.data());
                    match (fill.map(|fill| fill.rule()), stroke) {
                        (Some(FillRule::NonZero), None) => self.content.fill_nonzero(),
                        (Some(FillRule::EvenOdd), None) => self.content.fill_even_odd(),
                        (Some(FillRule::NonZero), Some(_)) => self.content.fill_nonzero_and_stroke(),
                        (Some(FillRule::EvenOdd), Some(_)) => self.content.fill_even_odd_and_stroke(),
                        (None, Some(_)) => self.content.stroke(),
                        (None, None) => self.content.end_path(),
                    };
                    self.content.restore_state();
                }
                // No chart has pictures of pixels.
                Node::Path(_) | Node::Image(_) => {}
            }
        }
    }

    fn opacity(&mut self, seen: f32, opacities: [Option<Opacity>; 2]) {
        let of = opacities.map(|opacity| seen * opacity.map_or(1.0, |opacity| opacity.get()));
        let key = of.map(|opacity| (opacity * 255.0).round() as u8);
        if key == [255, 255] {
            return;
        }
        let name = format!("o{}", self.opacities.len());
        let (name, _) = self.opacities.entry(key).or_insert((name, of));
        self.content.set_parameters(Name(name.as_bytes()));
    }

    fn pen(&mut self, stroke: &Stroke) {
        if let Some([r, g, b]) = color(stroke.paint()) {
            self.content.set_stroke_rgb(r, g, b);
        }
        self.content.set_line_width(stroke.width().get());
        self.content.set_miter_limit(stroke.miterlimit().get());
        self.content.set_line_cap(match stroke.linecap() {
            LineCap::Butt => LineCapStyle::ButtCap,
            LineCap::Round => LineCapStyle::RoundCap,
            LineCap::Square => LineCapStyle::ProjectingSquareCap,
        });
        self.content.set_line_join(match stroke.linejoin() {
            LineJoin::Round => LineJoinStyle::RoundJoin,
            LineJoin::Bevel => LineJoinStyle::BevelJoin,
            LineJoin::Miter | LineJoin::MiterClip => LineJoinStyle::MiterJoin,
        });
        if let Some(dashes) = stroke.dasharray() {
            self.content.set_dash_pattern(dashes.iter().copied(), stroke.dashoffset());
        }
    }

    fn outline(&mut self, path: &Path) {
        let mut last = (0.0, 0.0);
        for segment in path.segments() {
            match segment {
                PathSegment::MoveTo(p) => {
                    self.content.move_to(p.x, p.y);
                    last = (p.x, p.y);
                }
                PathSegment::LineTo(p) => {
                    self.content.line_to(p.x, p.y);
                    last = (p.x, p.y);
                }
                // A parabola is a cubic whose inner points lie two thirds of the way to its own.
                PathSegment::QuadTo(c, p) => {
                    let toward = |from: f32, to: f32| from + (to - from) * 2.0 / 3.0;
                    let (a, b) = ((toward(last.0, c.x), toward(last.1, c.y)), (toward(p.x, c.x), toward(p.y, c.y)));
                    self.content.cubic_to(a.0, a.1, b.0, b.1, p.x, p.y);
                    last = (p.x, p.y);
                }
                PathSegment::CubicTo(a, b, p) => {
                    self.content.cubic_to(a.x, a.y, b.x, b.y, p.x, p.y);
                    last = (p.x, p.y);
                }
                PathSegment::Close => _ = self.content.close_path(),
            }
        }
    }
}

/// A plain colour, red, green, blue from 0 to 1; charts have no other paint.
fn color(paint: &Paint) -> Option<[f32; 3]> {
    match paint {
        Paint::Color(color) => Some([color.red, color.green, color.blue].map(|part| f32::from(part) / 255.0)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_becomes_a_page_of_its_size() {
        let svg = concat!(
            r##"<svg xmlns="http://www.w3.org/2000/svg" width="300" height="200"><title>t</title>"##,
            r##"<rect width="300" height="200" fill="#ff0000" opacity="0.5"/><text x="10" y="50">held</text></svg>"##
        );
        let bytes = pdf(svg, "A fan", 254.0).unwrap();
        let text = String::from_utf8_lossy(&bytes);
        assert!(text.starts_with("%PDF-") && text.contains("/MediaBox [0 0 720 480]"), "{text}");
        assert!(text.contains("(A fan)") && text.contains("/ca 0.5"), "{text}");
        assert_eq!(bytes, pdf(svg, "A fan", 254.0).unwrap(), "the same bytes again");
        assert!(pdf("plain words", "", 10.0).is_err());
    }
}
