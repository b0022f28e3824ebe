//! Tables: a caption, header cells with scopes, right-aligned numbers, and the hooks by which the page's script adds
//! sorting and filtering. Without scripts the table is complete. Columns in which every cell is empty are left out.

use super::escape;
use super::number;
use super::page::Estimate;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    Number,
    /// A drawing in each row; its header may show a scale.
    Graphic,
}

/// A column's header.
#[derive(Clone, Debug)]
pub(super) struct Column {
    label: String,
    note: Option<String>,
    kind: Kind,
    facet: bool,
}

impl Column {
    pub(super) fn text(label: &str) -> Column {
        Column { label: label.to_owned(), note: None, kind: Kind::Text, facet: false }
    }

    /// A text column whose values the reader can choose from a list.
    pub(super) fn facet(label: &str) -> Column {
        Column { facet: true, ..Column::text(label) }
    }

    pub(super) fn number(label: &str) -> Column {
        Column { kind: Kind::Number, ..Column::text(label) }
    }

    pub(super) fn graphic(label: &str, scale: Option<String>) -> Column {
        Column { kind: Kind::Graphic, note: scale, ..Column::text(label) }
    }
}

/// A cell: ready HTML, and the value it is sorted by.
#[derive(Clone, Debug, Default)]
pub(super) struct Cell {
    html: String,
    value: Option<f64>,
    empty: bool,
}

impl Cell {
    pub(super) fn text(raw: &str) -> Cell {
        Cell { html: escape::text(raw), value: None, empty: raw.is_empty() }
    }

    pub(super) fn html(html: String) -> Cell {
        Cell { empty: html.is_empty(), html, value: None }
    }

    pub(super) fn none() -> Cell {
        Cell { html: "–".to_owned(), value: None, empty: true }
    }

    pub(super) fn number(value: f64, decimals: usize) -> Cell {
        if value.is_finite() {
            Cell { html: number::fixed(value, decimals), value: Some(value), empty: false }
        } else {
            Cell::none()
        }
    }

    /// A number of replications; empty when none were counted.
    pub(super) fn count(n: u64) -> Cell {
        if n == 0 { Cell::none() } else { Cell::number(n as f64, 0) }
    }

    /// Ready text sorted by a value.
    pub(super) fn valued(shown: &str, value: f64) -> Cell {
        Cell { html: escape::text(shown), value: Some(value), empty: false }
    }

    /// A cell that is empty when there is no value.
    pub(super) fn maybe(value: Option<f64>, decimals: usize) -> Cell {
        value.map_or_else(Cell::none, |v| Cell::number(v, decimals))
    }

    /// "64.1 % [63.2, 65.0]", sorted by the probability.
    pub(super) fn probability(estimate: Option<Estimate>) -> Cell {
        let Some(Estimate { value, interval }) = estimate else {
            return Cell::none();
        };
        let mut html = escape::text(&number::percent(value, interval));
        if let Some([low, high]) = interval {
            let decimals = number::percent_decimals(interval);
            html.push_str(&bracket(100.0 * low, 100.0 * high, decimals));
        }
        Cell { html, value: Some(value), empty: false }
    }

    /// An interval, sorted by its lower end.
    pub(super) fn interval(interval: Option<[f64; 2]>, decimals: usize) -> Cell {
        interval.map_or_else(Cell::none, |[low, high]| Cell {
            html: if low == high {
                "the same in all".to_owned()
            } else {
                bracket(low, high, decimals).trim_start().to_owned()
            },
            value: Some(low),
            empty: false,
        })
    }
}

fn bracket(low: f64, high: f64, decimals: usize) -> String {
    format!(" <span class=\"ci\">[{} to {}]</span>", number::fixed(low, decimals), number::fixed(high, decimals))
}

/// Tables of more rows scroll within the page.
const TALL: usize = 25;

/// A table of the page.
#[derive(Clone, Debug)]
pub(super) struct Table {
    pub(super) id: String,
    pub(super) caption: String,
    pub(super) columns: Vec<Column>,
    pub(super) rows: Vec<Vec<Cell>>,
    /// Readers may sort by any column but drawings.
    pub(super) sortable: bool,
    /// Readers may filter rows by a word.
    pub(super) filterable: bool,
}

impl Table {
    /// The table as HTML; empty when it has no rows.
    pub(super) fn render(&self) -> String {
        if self.rows.is_empty() {
            return String::new();
        }
        let kept: Vec<usize> = (0..self.columns.len())
            .filter(|&c| c == 0 || self.rows.iter().any(|row| row.get(c).is_some_and(|cell| !cell.empty)))
            .collect();
        let head: String = kept.iter().filter_map(|&c| self.columns.get(c)).map(|column| self.header(column)).collect();
        let body: String = self.rows.iter().map(|row| self.row(row, &kept)).collect();
        let tall = if self.rows.len() > TALL { " tall" } else { "" };
        let tools = if self.filterable { " data-filter" } else { "" };
        format!(
            "<div class=\"scroll{tall}\" role=\"region\" tabindex=\"0\" aria-labelledby=\"{id}-caption\"><table id=\"{id}\"{tools}>\
             <caption id=\"{id}-caption\"><span>{caption}</span></caption><thead><tr>{head}</tr></thead>\n<tbody>{body}</tbody></table></div>\n",
            id = self.id,
            caption = escape::text(&self.caption),
        )
    }

    fn header(&self, column: &Column) -> String {
        let sort = if self.sortable && column.kind != Kind::Graphic { " data-sort" } else { "" };
        let facet = if column.facet { " data-facet" } else { "" };
        let note = column.note.as_ref().map_or_else(String::new, |n| format!("<span class=\"scale\">{n}</span>"));
        format!(
            "<th scope=\"col\" class=\"{}\"{sort}{facet}><span>{}</span>{note}</th>",
            class(column.kind),
            escape::text(&column.label)
        )
    }

    fn row(&self, row: &[Cell], kept: &[usize]) -> String {
        let cells: String = kept
            .iter()
            .filter_map(|&c| Some((c, row.get(c)?, self.columns.get(c)?)))
            .map(|(c, cell, column)| {
                let value = cell.value.map_or_else(String::new, |v| format!(" data-v=\"{v}\""));
                let html = if cell.html.is_empty() { "–" } else { &cell.html };
                if c == 0 {
                    format!("<th scope=\"row\"{value}>{html}</th>")
                } else {
                    let none = if cell.empty { " none" } else { "" };
                    format!("<td class=\"{}{none}\"{value}>{html}</td>", class(column.kind))
                }
            })
            .collect();
        format!("<tr>{cells}</tr>\n")
    }
}

fn class(kind: Kind) -> &'static str {
    match kind {
        Kind::Text => "txt",
        Kind::Number => "num",
        Kind::Graphic => "gfx",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(rows: Vec<Vec<Cell>>) -> Table {
        Table {
            id: "t".to_owned(),
            caption: "Fish & chips".to_owned(),
            columns: vec![Column::text("Name"), Column::number("Mean"), Column::number("Never filled")],
            rows,
            sortable: true,
            filterable: true,
        }
    }

    #[test]
    fn a_column_without_values_is_left_out() {
        let html = table(vec![vec![Cell::text("a"), Cell::number(1.5, 1), Cell::none()]]).render();
        assert!(!html.contains("Never filled"));
        assert!(html.contains("data-v=\"1.5\"") && html.contains("Fish &amp; chips"));
    }

    #[test]
    fn a_table_without_rows_leaves_no_trace() {
        assert_eq!(table(Vec::new()).render(), "");
    }
}
