//! Writes a report of invented data, to see what a report looks like:
//! `cargo run --example report_demo > demo.html`.

mod invented;

fn main() {
    print!("{}", panj::report::html::render(&invented::page()));
}
