//! Borders of a file's areas: `cargo run --example borders -- FILE ID [TOLERANCE_KM]`.

use panj_import::{Columns, Options, Side, import};

fn main() {
    let typed: Vec<String> = std::env::args().collect();
    let columns = Columns { id: typed.get(2).cloned(), ..Columns::default() };
    let districts = Side { file: typed.get(1).cloned().unwrap_or_default().into(), columns, ..Side::default() };
    let tolerance = typed.get(3).and_then(|text| text.parse().ok()).unwrap_or(0.001);
    match import(&Options { districts, tolerance, ..Options::default() }) {
        Ok(imported) => println!("{:#?}\n{:#?}", imported.counts, imported.doubts),
        Err(problems) => problems.iter().for_each(|problem| println!("{problem}")),
    }
}
