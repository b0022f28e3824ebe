//! Marks that a map and its legend share.

use super::canvas::Canvas;
use crate::report::theme;

/// What a place is marked as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlaceKind {
    /// A capital of a state.
    NationalCapital,
    /// A capital of a province.
    Capital,
    /// A border post.
    Post,
}

/// Draws the mark of a place.
pub(crate) fn place(canvas: &mut Canvas, kind: PlaceKind, at: (f64, f64)) {
    match kind {
        PlaceKind::NationalCapital => {
            canvas.shape(1, at, 6.0, theme::PAPER);
            canvas.shape(1, at, 4.6, theme::INK);
        }
        PlaceKind::Capital => canvas.dot(at, 2.6, theme::INK),
        PlaceKind::Post => {
            canvas.shape(2, at, 6.6, theme::PAPER);
            canvas.shape(2, at, 5.0, theme::VERMILLION);
        }
    }
}
