//! The chart of `benches/scaling.py`: what an event costs on ever larger maps.
//!
//! ```text
//! echo "400 1 1 1
//! 4000 1.2 1.3 1.4" | cargo run --example scaling_chart -- scaling.svg
//! ```
//!
//! A line for each map: its districts; instructions, processor time (the least of all rounds) and the logarithm of the number of districts, as
//! multiples of the smallest map's.

use std::error::Error;
use std::{env, fs, io};

use panj::report::charts::{SweepCurve, SweepLine};
use panj::report::theme::Footer;

const CURVES: [&str; 3] =
    ["instructions an event", "processor time an event, least of all rounds", "logarithm of districts"];

fn main() -> Result<(), Box<dyn Error>> {
    let picture = env::args().nth(1).ok_or("the name of the picture is missing")?;
    let mut columns = vec![Vec::new(); 1 + CURVES.len()];
    for line in io::stdin().lines() {
        for (column, number) in columns.iter_mut().zip(line?.split_whitespace()) {
            column.push(number.parse::<f64>()?);
        }
    }
    let (districts, values) = columns.split_first().ok_or("no columns")?;
    let curve = |(name, y): (&&str, &Vec<f64>)| SweepCurve {
        name: (*name).to_owned(),
        x: districts.clone(),
        y: y.clone(),
        ..SweepCurve::default()
    };
    let chart = SweepLine {
        title: "What an event costs on larger maps".to_owned(),
        interval: "As multiples of the smallest map; benches/scaling.py measures it".to_owned(),
        x_label: "districts".to_owned(),
        y_label: "multiple of the smallest map".to_owned(),
        log_x: true,
        curves: CURVES.iter().zip(values).map(curve).collect(),
        footer: Footer {
            scenario: "panj generate, a point for each map".to_owned(),
            n: districts.len() as u64,
            seed: None,
            version: env!("CARGO_PKG_VERSION").to_owned(),
            paper: None,
        },
        ..SweepLine::default()
    };
    fs::write(picture, chart.draw())?;
    Ok(())
}
