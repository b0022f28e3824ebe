//! Tables: a caption, header cells with scopes, right-aligned numbers, and the hooks by which the page's script adds
//! sorting and filtering. Without scripts the table is complete. Columns in which every cell is empty are left out.

use maud::{Markup, Render, html};

use super::number;
use crate::result::Bounded;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Text,
    Number,
    /// A drawing in each row.
    Graphic,
}

impl Kind {
    fn class(self) -> &'static str {
        match self {
            Kind::Text => "txt",
            Kind::Number => "num",
            Kind::Graphic => "gfx",
        }
    }
}

/// A column's header.
#[derive(Clone, Debug)]
pub struct Column {
    label: String,
    /// What the label stands for, shown where it is pointed at.
    title: Option<String>,
    /// The ends of a drawing's scale.
    ends: Option<[String; 2]>,
    kind: Kind,
    facet: bool,
}

impl Column {
    /// A column of words.
    pub fn text(label: &str) -> Column {
        Column { label: label.to_owned(), title: None, ends: None, kind: Kind::Text, facet: false }
    }

    /// A text column whose values the reader can choose from a list.
    pub fn facet(label: &str) -> Column {
        Column { facet: true, ..Column::text(label) }
    }

    /// A column of numbers.
    pub fn number(label: &str) -> Column {
        Column { kind: Kind::Number, ..Column::text(label) }
    }

    /// The same, with what its label stands for.
    pub(in crate::report) fn titled(self, title: String) -> Column {
        Column { title: Some(title), ..self }
    }

    /// A drawing in each row, on a scale with these ends.
    pub(in crate::report) fn graphic(label: &str, ends: [impl Into<String>; 2]) -> Column {
        Column { kind: Kind::Graphic, ends: Some(ends.map(Into::into)), ..Column::text(label) }
    }
}

/// A cell: what is shown, and the value it is sorted by. What is not known is not-a-number, and shown as a dash.
#[derive(Clone, Debug, Default)]
pub struct Cell {
    shown: Markup,
    value: Option<f64>,
}

impl Cell {
    pub(in crate::report) fn markup(shown: Markup) -> Cell {
        Cell { shown, value: None }
    }

    /// Words.
    pub fn text(raw: &str) -> Cell {
        Cell::markup(raw.render())
    }

    pub(in crate::report) fn code(raw: &str) -> Cell {
        Cell::markup(html! { code { (raw) } })
    }

    /// What something means, with its id.
    pub fn named(meaning: &str, id: &str) -> Cell {
        Cell::markup(super::text::named(meaning, id))
    }

    /// A number.
    pub fn number(value: f64, decimals: usize) -> Cell {
        if value.is_finite() { Cell::valued(&number::fixed(value, decimals), value) } else { Cell::default() }
    }

    /// A number of replications; empty when none were counted.
    pub fn count(n: u64) -> Cell {
        if n == 0 { Cell::default() } else { Cell::number(n as f64, 0) }
    }

    /// Markup sorted by a value, unless that is not-a-number.
    pub(in crate::report) fn shown(shown: Markup, value: f64) -> Cell {
        Cell { shown, value: (!value.is_nan()).then_some(value) }
    }

    /// Ready text sorted by a value.
    pub(in crate::report) fn valued(shown: &str, value: f64) -> Cell {
        Cell { shown: shown.render(), value: Some(value) }
    }

    /// Text that may be a number, by which it is sorted then.
    pub(in crate::report) fn as_written(text: &str) -> Cell {
        match text.replace('\u{2212}', "-").parse::<f64>() {
            Ok(number) if number.is_finite() => Cell::valued(text, number),
            _ => Cell::text(text),
        }
    }

    /// A share as a percentage.
    pub(in crate::report) fn share(share: f64, decimals: usize) -> Cell {
        if share.is_nan() {
            return Cell::default();
        }
        Cell::valued(&format!("{}\u{a0}%", number::fixed(100.0 * share, decimals)), share)
    }

    /// "64.1 % [63.2, 65.0]", sorted by the probability.
    pub fn probability(value: f64, [low, high]: [f64; 2]) -> Cell {
        if value.is_nan() {
            return Cell::default();
        }
        let interval = known([low, high]);
        let ends = interval.map(|ends| ends.map(|end| 100.0 * end));
        let shown =
            html! { (number::percent_estimate(value, interval)) (bracket(ends, number::percent_decimals(interval))) };
        Cell { shown, value: Some(value) }
    }

    /// An estimate with its interval, sorted by the estimate.
    pub(in crate::report) fn estimate(Bounded { value, low, high }: Bounded, decimals: usize) -> Cell {
        if !value.is_finite() {
            return Cell::default();
        }
        let shown = html! { (number::fixed(value, decimals)) (bracket(known([low, high]), decimals)) };
        Cell { shown, value: Some(value) }
    }

    /// An interval, sorted by its lower end; an upper end beyond what was followed is infinite.
    pub fn interval([low, high]: [f64; 2], decimals: usize) -> Cell {
        if !low.is_finite() || high.is_nan() {
            return Cell::default();
        }
        if low == high {
            return Cell::valued("the same in all", low);
        }
        let open = || html! { span.ci { "[from " (number::fixed(low, decimals)) ", no end]" } };
        let shown = if high.is_finite() { bracket(Some([low, high]), decimals) } else { open() };
        Cell { shown, value: Some(low) }
    }

    fn is_empty(&self) -> bool {
        self.shown.0.is_empty()
    }
}

/// An interval of which both ends are known.
fn known(ends: [f64; 2]) -> Option<[f64; 2]> {
    ends.iter().all(|end| end.is_finite()).then_some(ends)
}

fn bracket(interval: Option<[f64; 2]>, decimals: usize) -> Markup {
    html! {
        @if let Some([low, high]) = interval {
            " " span.ci { "[" (number::fixed(low, decimals)) " to " (number::fixed(high, decimals)) "]" }
        }
    }
}

/// A rectangle of a drawing in a row, centred on the row's line; the row is 1000 wide and 20 high.
#[derive(Clone, Copy, Debug)]
pub(in crate::report) struct Mark {
    pub(in crate::report) class: &'static str,
    pub(in crate::report) start: f64,
    pub(in crate::report) length: f64,
    pub(in crate::report) thickness: f64,
}

/// A drawing in a row, stretched to its column. Its numbers stand in the cells beside it.
pub(in crate::report) fn strip(marks: impl IntoIterator<Item = Mark>) -> Markup {
    html! {
        svg.bar viewBox="0 0 1000 20" preserveAspectRatio="none" aria-hidden="true" {
            @for Mark { class, start, length, thickness } in marks {
                rect class=(class) x=(format!("{start:.0}")) y=(10.0 - thickness / 2.0) width=(format!("{length:.0}")) height=(thickness) {}
            }
        }
    }
}

/// A bar of a row; start and length as shares of the width.
pub(in crate::report) fn bar(start: f64, length: f64, class: &'static str) -> Markup {
    let (start, length) = (1000.0 * start.clamp(0.0, 1.0), (1000.0 * length.clamp(0.0, 1.0)).max(3.0));
    strip([Mark { class, start, length, thickness: 16.0 }])
}

/// Tables of more rows scroll within the page.
const TALL: usize = 25;
/// Tables of more rows can be filtered by a word.
const FILTERED: usize = 8;

/// A column, and what it shows of an item.
type Shown<'a, T> = (Column, &'a dyn Fn(&T) -> Cell);

/// A table of the page.
#[derive(Clone, Debug)]
pub struct Table {
    id: String,
    caption: String,
    columns: Vec<Column>,
    rows: Vec<Vec<Cell>>,
    sortable: bool,
}

impl Table {
    /// A table whose rows readers may sort by any column but drawings.
    pub fn new(id: &str, caption: &str, columns: Vec<Column>, rows: Vec<Vec<Cell>>) -> Table {
        Table { id: id.to_owned(), caption: caption.to_owned(), columns, rows, sortable: true }
    }

    /// A table with a row for each item: every column stands beside what it shows of one.
    pub(in crate::report) fn of<T>(id: &str, caption: &str, items: &[T], columns: &[Shown<'_, T>]) -> Table {
        let rows = items.iter().map(|item| columns.iter().map(|(_, cell)| cell(item)).collect()).collect();
        Table::new(id, caption, columns.iter().map(|(column, _)| column.clone()).collect(), rows)
    }

    /// The same, but its order is part of what it says.
    pub(in crate::report) fn in_order(self) -> Table {
        Table { sortable: false, ..self }
    }

    fn header(&self, column: &Column) -> Markup {
        let sorted = self.sortable && column.kind != Kind::Graphic;
        html! {
            th scope="col" class=(column.kind.class()) title=[&column.title] data-sort[sorted] data-facet[column.facet] {
                span { (column.label) }
                @if let Some([low, high]) = &column.ends { span.scale { span { (low) } span { (high) } } }
            }
        }
    }
}

/// The table as HTML; empty when it has no rows.
impl Render for Table {
    fn render(&self) -> Markup {
        if self.rows.is_empty() {
            return Markup::default();
        }
        let filled = |c: usize| self.rows.iter().any(|row| row.get(c).is_some_and(|cell| !cell.is_empty()));
        let kept: Vec<(usize, &Column)> =
            self.columns.iter().enumerate().filter(|&(c, _)| c == 0 || filled(c)).collect();
        let caption = format!("{}-caption", self.id);
        html! {
            div.scroll.tall[self.rows.len() > TALL] role="region" tabindex="0" aria-labelledby=(caption) {
                table id=(self.id) data-filter[self.rows.len() > FILTERED] {
                    caption id=(caption) { span { (self.caption) } }
                    thead { tr { @for (_, column) in &kept { (self.header(column)) } } }
                    tbody {
                        @for row in &self.rows {
                            tr {
                                @for (c, column) in &kept {
                                    @if let Some(cell) = row.get(*c) { (data_cell(cell, *c == 0, column.kind)) }
                                }
                            }
                            "\n"
                        }
                    }
                }
            }
        }
    }
}

fn data_cell(cell: &Cell, first: bool, kind: Kind) -> Markup {
    let shown = html! { @if cell.is_empty() { "–" } @else { (cell.shown) } };
    html! {
        @if first {
            th scope="row" data-v=[cell.value] { (shown) }
        } @else {
            td.(kind.class()).none[cell.is_empty()] data-v=[cell.value] { (shown) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(rows: Vec<Vec<Cell>>) -> String {
        let columns = vec![Column::text("Name"), Column::number("Mean"), Column::number("Never filled")];
        Table::new("t", "Fish & chips", columns, rows).render().0
    }

    #[test]
    fn a_column_without_values_is_left_out() {
        let html = table(vec![vec![Cell::text("a"), Cell::number(1.5, 1), Cell::default()]]);
        assert!(!html.contains("Never filled"));
        assert!(html.contains("data-v=\"1.5\"") && html.contains("Fish &amp; chips"));
    }

    #[test]
    fn a_table_without_rows_leaves_no_trace() {
        assert_eq!(table(Vec::new()), "");
    }
}
