//! The columns of a sample: what is read off each history.

/// Readings, each once; the place of a reading is its column.
#[derive(Clone, Debug)]
pub(super) struct Columns<R>(pub(super) Vec<R>);

impl<R: PartialEq> Columns<R> {
    /// No readings yet.
    pub(super) fn new() -> Self {
        Columns(Vec::new())
    }

    /// The column of a reading.
    pub(super) fn of(&mut self, reading: R) -> usize {
        if let Some(at) = self.0.iter().position(|known| *known == reading) {
            return at;
        }
        self.0.push(reading);
        self.0.len() - 1
    }
}
