//! From a chart's SVG to a PNG, with the embedded font and nothing of the machine's own.
//!
//! The PNG is rendered from the very SVG that the report shows, so the two cannot differ, and text is shaped: bold,
//! kerning, joined Persian and its right-to-left order are as in a browser.

use std::sync::{Arc, OnceLock};

use resvg::{tiny_skia, usvg};

pub use super::theme::{bold, sans};

/// Why a picture could not be rendered.
#[derive(Debug, thiserror::Error)]
pub enum PictureError {
    /// The text is not an SVG picture.
    #[error("not a readable SVG picture: {0}")]
    Svg(#[from] usvg::Error),
    /// The picture's size in pixels is zero or too large to hold.
    #[error("a picture of {width} x {height} pixels cannot be drawn")]
    Size {
        /// Pixels across.
        width: f32,
        /// Pixels down.
        height: f32,
    },
    /// The PNG could not be written.
    #[error("the PNG could not be encoded: {0}")]
    Encode(String),
}

/// The parsed picture, with text shaped by the embedded font.
pub(crate) fn tree(svg: &str) -> Result<usvg::Tree, PictureError> {
    static FONTS: OnceLock<Arc<usvg::fontdb::Database>> = OnceLock::new();
    let fonts = FONTS.get_or_init(|| {
        let mut fonts = usvg::fontdb::Database::new();
        fonts.load_font_data(sans().to_vec());
        fonts.load_font_data(bold().to_vec());
        fonts.set_sans_serif_family("DejaVu Sans");
        Arc::new(fonts)
    });
    let options =
        usvg::Options { fontdb: Arc::clone(fonts), font_family: "DejaVu Sans".to_owned(), ..usvg::Options::default() };
    Ok(usvg::Tree::from_str(svg, &options)?)
}

/// Renders `svg` to PNG bytes; `zoom` is image pixels per picture pixel (2 gives 1280 across, 380 dpi in a column).
///
/// # Errors
/// When `svg` is not an SVG picture, or the size is zero or beyond what fits in memory.
pub fn png(svg: &str, zoom: f32) -> Result<Vec<u8>, PictureError> {
    let tree = tree(svg)?;
    let (width, height) = (tree.size().width() * zoom, tree.size().height() * zoom);
    let too_large = || PictureError::Size { width, height };
    let mut pixels = tiny_skia::Pixmap::new(width.ceil() as u32, height.ceil() as u32).ok_or_else(too_large)?;
    pixels.fill(tiny_skia::Color::WHITE);
    resvg::render(&tree, tiny_skia::Transform::from_scale(zoom, zoom), &mut pixels.as_mut());
    encoded(&pixels).map_err(|e| PictureError::Encode(e.to_string()))
}

/// The PNG of an opaque picture. A drawing is flat areas and thin lines: without the filters that are for photographs, and without the
/// channel of what shines through, light compression gives files as small in less time.
fn encoded(pixels: &tiny_skia::Pixmap) -> Result<Vec<u8>, png::EncodingError> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, pixels.width(), pixels.height());
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_filter(png::Filter::NoFilter);
    encoder.set_deflate_compression(png::DeflateCompression::Level(4));
    let mut colours = vec![0; pixels.data().len() / 4 * 3];
    for (colour, pixel) in colours.chunks_exact_mut(3).zip(pixels.data().chunks_exact(4)) {
        colour.copy_from_slice(&pixel[..3]);
    }
    let mut writer = encoder.write_header()?;
    writer.write_image_data(&colours)?;
    writer.finish()?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_becomes_a_png_of_the_asked_size() {
        let svg =
            r##"<svg xmlns="http://www.w3.org/2000/svg" width="30" height="20"><rect width="30" height="20"/></svg>"##;
        let bytes = png(svg, 2.0).unwrap();
        assert_eq!(&bytes[1..4], b"PNG");
        let size = |at: usize| u32::from_be_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]]);
        assert_eq!((size(16), size(20)), (60, 40));
    }

    #[test]
    fn what_is_not_a_picture_is_an_error() {
        assert!(matches!(png("plain words", 1.0), Err(PictureError::Svg(_))));
        let svg = r#"<svg xmlns="http://www.w3.org/2000/svg" width="30" height="20"/>"#;
        assert!(matches!(png(svg, 0.0), Err(PictureError::Size { .. })));
    }

    #[test]
    fn the_embedded_font_has_tajik_and_persian_letters() {
        for word in ["Қочоқон ӯ ҳ ғ ӣ ҷ", "پنج ژ گ چ ک ی"] {
            for c in word.chars().filter(|c| !c.is_whitespace()) {
                assert!(crate::report::charts::text::has_glyph(c), "{c}");
            }
        }
    }
}
