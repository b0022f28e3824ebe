//! Provenance: what made these results, and how to get the same bytes again.

use maud::{Markup, html};

use super::table::{Cell, Column, Table};

/// The section.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Provenance {
    /// The command that makes the same results again.
    pub command: Option<String>,
    /// The manifest's entries, in order ("version", "seed", "scenario sha256").
    pub entries: Vec<Entry>,
    /// The files of the result folder.
    pub files: Vec<ResultFile>,
}

/// An entry of the manifest.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    /// Its name.
    pub key: String,
    /// Its value.
    pub value: String,
}

/// A file of the result folder.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ResultFile {
    /// Path within the folder.
    pub path: String,
    /// What it holds.
    pub holds: String,
    /// Its size.
    pub bytes: Option<u64>,
    /// Its SHA-256.
    pub sha256: Option<String>,
}

/// The section's body.
pub(super) fn render(provenance: &Provenance) -> Markup {
    let hash = |hash: &String| Cell::markup(html! { code.hash { (hash) } });
    let files = Table::of(
        "files-table",
        "Files of the result folder.",
        &provenance.files,
        &[
            (Column::text("File"), &|file| Cell::code(&file.path)),
            (Column::text("Holds"), &|file| Cell::text(&file.holds)),
            (Column::number("Bytes"), &|file| Cell::maybe(file.bytes.map(|b| b as f64), 0)),
            (Column::text("SHA-256"), &|file| file.sha256.as_ref().map_or_else(Cell::none, hash)),
        ],
    );
    html! {
        @if let Some(command) = &provenance.command {
            p { "The same results, bit for bit:" }
            pre.command tabindex="0" { code { (command) } }
        }
        @if !provenance.entries.is_empty() {
            dl.entries {
                @for entry in &provenance.entries { div { dt { (entry.key) } dd { (entry.value) } } }
            }
        }
        (files)
    }
}
