//! Draws every chart with invented data: `cargo run --example gallery -- [FOLDER] [NAME...]`.
//!
//! It shows what each chart looks like and how its data are given; the tests draw the same pictures and check that
//! their labels neither overlap nor leave the sheet.

mod analysis;
mod maps;
mod pictures;
mod sample;

use std::path::PathBuf;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let folder = PathBuf::from(arguments.next().unwrap_or_else(|| "output/gallery".to_owned()));
    let wanted: Vec<String> = arguments.collect();
    std::fs::create_dir_all(&folder)?;
    for (name, svg) in pictures::all() {
        if !wanted.is_empty() && !wanted.iter().any(|w| w == name) {
            continue;
        }
        std::fs::write(folder.join(format!("{name}.svg")), &svg)?;
        std::fs::write(folder.join(format!("{name}.png")), panj::report::picture::png(&svg, 1.5)?)?;
        println!("{name}");
    }
    Ok(())
}
