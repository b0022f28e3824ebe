//! Areas as they are drawn. The scenario reads them (`scenario::Outline`), and tells what cannot be drawn.

pub use crate::scenario::Ring;

/// A named area: the outer rings of its pieces. Holes are left out: areas that fill them are drawn over.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Region {
    /// Whose area it is.
    pub id: String,
    /// Outer rings.
    pub rings: Vec<Ring>,
}
