//! Where a value was written: in which text, from which byte to which.
//!
//! A text is a file of the scenario, a file of policies, or one `--set` of the command line; all three are pointed at
//! in the same way.

/// The texts that values come from, in the order in which they were read.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sources {
    texts: Vec<SourceText>,
}

/// One text: a file or an argument.
#[derive(Clone, Debug)]
pub(crate) struct SourceText {
    /// Name to show: the path as the user would type it, or `--set`.
    pub(crate) name: String,
    /// Whole text.
    pub(crate) text: std::sync::Arc<str>,
    /// Whether it is a file, so that a line number means something.
    pub(crate) is_file: bool,
    /// Where its lines begin, found when first asked for.
    lines: std::sync::OnceLock<std::sync::Arc<[u32]>>,
}

impl SourceText {
    /// Line, from 0, that a byte stands on, and where that line begins and ends.
    fn line_of(&self, at: usize) -> (usize, usize, usize) {
        let starts = self.lines.get_or_init(|| {
            let breaks = self.text.bytes().zip(1_u32..).filter(|(byte, _)| *byte == b'\n').map(|(_, next)| next);
            std::iter::once(0).chain(breaks).collect()
        });
        let line = starts.partition_point(|&start| start as usize <= at).saturating_sub(1);
        let begin = starts.get(line).map_or(0, |&start| start as usize);
        let end = starts.get(line + 1).map_or(self.text.len(), |&next| next as usize - 1);
        (line, begin, end)
    }
}

/// A stretch of bytes of one text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Origin {
    source: u32,
    start: u32,
    end: u32,
}

/// An origin as people read it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    /// Name of the text.
    pub(crate) name: String,
    /// Line, from 1; 0 when the text is an argument.
    pub(crate) line: usize,
    /// Column in characters, from 1; 0 when the text is an argument.
    pub(crate) column: usize,
    /// The line's text.
    pub(crate) excerpt: String,
    /// Characters before the stretch, on its line.
    pub(crate) indent: usize,
    /// Length of the stretch in characters, at least 1, cut at the line's end.
    pub(crate) width: usize,
}

impl Origin {
    /// No place at all: a value that the program made.
    pub(crate) const NOWHERE: Origin = Origin { source: u32::MAX, start: 0, end: 0 };

    /// The bytes `span` of a text.
    pub(crate) fn new(source: usize, span: std::ops::Range<usize>) -> Origin {
        let cut = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        Origin { source: cut(source), start: cut(span.start), end: cut(span.end) }
    }
}

impl Sources {
    /// Adds a file's text; the number returned names it in origins.
    pub(crate) fn add_file(&mut self, name: impl Into<String>, text: impl Into<std::sync::Arc<str>>) -> usize {
        self.texts.push(SourceText { name: name.into(), text: text.into(), is_file: true, lines: Default::default() });
        self.texts.len() - 1
    }

    /// Adds the argument of a command-line option.
    pub(crate) fn add_argument(&mut self, option: &str, text: impl Into<std::sync::Arc<str>>) -> usize {
        self.texts.push(SourceText {
            name: option.to_owned(),
            text: text.into(),
            is_file: false,
            lines: Default::default(),
        });
        self.texts.len() - 1
    }

    /// Name of a source.
    pub(crate) fn name(&self, source: usize) -> &str {
        self.texts.get(source).map_or("", |s| &s.name)
    }

    /// Text of a source.
    pub(crate) fn text(&self, source: usize) -> &str {
        self.texts.get(source).map_or("", |s| &s.text)
    }

    /// The origin in lines and columns; `None` for a value that the program made.
    pub(crate) fn place(&self, origin: Origin) -> Option<Place> {
        let source = self.texts.get(origin.source as usize)?;
        let text: &str = &source.text;
        let mut start = (origin.start as usize).min(text.len());
        while !text.is_char_boundary(start) {
            start -= 1;
        }
        let (line, line_start, line_end) = source.line_of(start);
        let start = start.min(line_end);
        let indent = text[line_start..start].chars().count();
        let (excerpt, hidden) = window(text[line_start..line_end].trim_end_matches('\r'), start - line_start);
        let end = (origin.end as usize).clamp(start, line_end);
        let width = text.get(start..end).map_or(1, |s| s.chars().count()).max(1);
        let (line, column) = if source.is_file { (line + 1, indent + 1) } else { (0, 0) };
        let indent = indent - hidden;
        Some(Place { name: source.name.clone(), line, column, excerpt: excerpt.to_owned(), indent, width })
    }
}

/// What is kept of a line to be shown, around byte `at` of it, and how many characters were left out before.
fn window(line: &str, at: usize) -> (&str, usize) {
    const KEPT: usize = 2_000;
    if line.len() <= 2 * KEPT {
        return (line, 0);
    }
    let boundary = |mut at: usize| {
        while !line.is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    let at = boundary(at.min(line.len()));
    let from = boundary(at.saturating_sub(KEPT));
    let to = boundary((at + KEPT).min(line.len()));
    (&line[from..to], line[..from].chars().count())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_count_lines_and_characters_from_one() {
        let mut sources = Sources::default();
        let file = sources.add_file("a.toml", "x = 1\r\nномер = 2\n");
        let place = sources.place(Origin::new(file, 20..21)).unwrap();
        assert_eq!((place.line, place.column, place.excerpt.as_str()), (2, 9, "номер = 2"));
        assert_eq!(sources.place(Origin::new(file, 900..901)).unwrap().line, 3);
        assert_eq!(sources.place(Origin::NOWHERE), None);
    }
}
