//! Provenance: what made these results, and how to get the same bytes again.

use serde::{Deserialize, Serialize};

use super::escape;
use super::table::{Cell, Column, Table};

/// The section.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Provenance {
    /// The command that makes the same results again.
    pub command: Option<String>,
    /// The manifest's entries, in order ("version", "seed", "scenario sha256").
    pub entries: Vec<Entry>,
    /// The files of the result folder.
    pub files: Vec<ResultFile>,
}

/// An entry of the manifest.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Entry {
    /// Its name.
    pub key: String,
    /// Its value.
    pub value: String,
}

/// A file of the result folder.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
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
pub(super) fn render(provenance: &Provenance) -> String {
    let command = provenance.command.as_ref().map_or_else(String::new, |c| {
        format!(
            "<p>The same results, bit for bit:</p><pre class=\"command\" tabindex=\"0\"><code>{}</code></pre>",
            escape::text(c)
        )
    });
    let entries: String = provenance
        .entries
        .iter()
        .map(|e| format!("<div><dt>{}</dt><dd>{}</dd></div>", escape::text(&e.key), escape::text(&e.value)))
        .collect();
    let list = if entries.is_empty() { String::new() } else { format!("<dl class=\"entries\">{entries}</dl>") };
    let files = Table {
        id: "files-table".to_owned(),
        caption: "Files of the result folder.".to_owned(),
        columns: vec![Column::text("File"), Column::text("Holds"), Column::number("Bytes"), Column::text("SHA-256")],
        rows: provenance
            .files
            .iter()
            .map(|f| {
                vec![
                    Cell::html(format!("<code>{}</code>", escape::text(&f.path))),
                    Cell::text(&f.holds),
                    Cell::maybe(f.bytes.map(|b| b as f64), 0),
                    f.sha256.as_ref().map_or_else(Cell::none, |s| {
                        Cell::html(format!("<code class=\"hash\">{}</code>", escape::text(s)))
                    }),
                ]
            })
            .collect(),
        sortable: true,
        filterable: false,
    };
    format!("{command}{list}{}", files.render())
}
