//! `panj plot`: one chart of a result folder for a paper, with its numbers beside it.

use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::json;

use super::error::CliError;
use super::experiment_options::WaitOption;
use super::output::Output;
use super::screen::wrapped;
use super::typed::whole_number;
use crate::report::folder::{Drawn, ReportError, View, drawn, named};
use crate::report::theme::{Paper, PaperError};
use crate::result::{Hold, write_whole};

/// Arguments of `panj plot`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  panj plot output/tajik-afghan-2021-run
  panj plot output/tajik-afghan-2021-run fan --metric districts_held --out held.pdf --width 85
  panj plot output/tajik-afghan-2021-compare ecdf --metric call_days --policy baseline,early-mobilization --out call.svg

Without CHART it lists what can be drawn; CHART is a name of that list, its end, or a kind such as fan with --metric. Beside
FILE stands its table of numbers, FILE with the ending csv. A file that is there and differs is not overwritten without --force.")]
pub(super) struct Plot {
    /// Result folder
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// The chart: a name that the list has, its end, or a kind (fan, histogram, ecdf, paired, ...)
    #[arg(value_name = "CHART")]
    chart: Option<String>,
    /// Metric or daily series that it is of
    #[arg(long, value_name = "METRIC")]
    metric: Option<String>,
    /// Policies of the folder that it shows (repeatable, or with commas) [default: as in the report]
    #[arg(long = "policy", value_name = "NAME", value_delimiter = ',')]
    policies: Vec<String>,
    /// File to write, .svg, .pdf or .png [default: CHART.svg]
    #[arg(short, long, value_name = "FILE", requires = "chart")]
    out: Option<PathBuf>,
    /// Width, in mm
    #[arg(long, value_name = "MM", default_value_t = 120.0)]
    width: f64,
    /// Height, in mm [default: what it needs]
    #[arg(long, value_name = "MM")]
    height: Option<f64>,
    /// Size of the names of axes, in points; other letters go with it
    #[arg(long, value_name = "PT", default_value_t = 8.0)]
    font_size: f64,
    /// With the title above and the origin of the numbers below, as reports have them
    #[arg(long)]
    title: bool,
    /// Dots in an inch of a PNG
    #[arg(long, value_name = "N", default_value_t = 300, value_parser = whole_number::<u32>(50..=2400))]
    dpi: u32,
    /// Overwrite files that are there
    #[arg(long)]
    force: bool,
    #[command(flatten)]
    wait: WaitOption,
}

/// What a file of a chart can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Svg,
    #[cfg(feature = "png")]
    Png,
    #[cfg(feature = "pdf")]
    Pdf,
}

impl Plot {
    /// Runs the command.
    ///
    /// # Errors
    /// [`CliError`].
    pub(super) fn execute(&self, output: &Output) -> Result<(), CliError> {
        let view = self.view()?;
        let out = self.out.as_ref().map(|out| kind(out).map(|kind| (out, kind))).transpose()?;
        let _held = Hold::share(&self.folder, self.wait.duration())?;
        let all = drawn(&self.folder, &view)?;
        let Some(chart) = &self.chart else { return list(&all, &self.folder, output) };
        let one = named(all, chart, &view)?;
        let own = PathBuf::from(format!("{}.svg", one.name));
        let (out, kind) = out.unwrap_or((&own, Kind::Svg));
        let table = out.with_extension("csv");
        let (picture, [width, height]) = self.picture(&one, kind)?;
        let numbers = one.numbers.csv().map_err(|error| CliError::Failed(error.to_string()))?;
        let files = [(out, picture), (&table, numbers)];
        for (path, bytes) in &files {
            self.may_write(path, bytes)?;
        }
        for (path, bytes) in &files {
            write_whole(path, bytes).map_err(|error| CliError::Input(format!("{}: {error}", path.display())))?;
        }
        if output.json {
            return output.print_json(&json!({
                "chart": one.name, "title": one.title, "picture": out, "numbers": table, "width_mm": width, "height_mm": height,
            }));
        }
        output.print(&format!("{} ({width:.0} x {height:.0} mm), {}\n", out.display(), table.display()))
    }

    /// What is asked for.
    fn view(&self) -> Result<View, CliError> {
        let paper = Paper::new(self.width, self.height, self.font_size, self.title);
        let paper = paper.map_err(|error| match error {
            PaperError::Size { .. } => CliError::Input(format!("--{error}")),
            PaperError::NoRoom { .. } => CliError::Input(error.to_string()),
        })?;
        Ok(View { policies: self.policies.clone(), metric: self.metric.clone(), paper: Some(paper) })
    }

    /// The bytes of the picture, and its width and height in mm.
    fn picture(&self, one: &Drawn, kind: Kind) -> Result<(Vec<u8>, [f64; 2]), CliError> {
        let [across, down] = one.size();
        let height = self.width * down / across;
        if let Some(asked) = self.height.filter(|asked| height > asked * 1.01) {
            let least = height.ceil();
            return Err(CliError::Input(format!(
                "{} is {least} mm high at this width and font size, not {asked}: --height {least} or more, or leave it out",
                one.name
            )));
        }
        let bytes = match kind {
            Kind::Svg => one.svg_in_mm(self.width).into_bytes(),
            #[cfg(feature = "png")]
            Kind::Png => {
                // A little less, since a part of a pixel is a pixel.
                let zoom = (self.width / 25.4 * f64::from(self.dpi)).round() / across * (1.0 - 1e-6);
                crate::report::picture::png(&one.svg, zoom as f32).map_err(ReportError::from)?
            }
            #[cfg(feature = "pdf")]
            Kind::Pdf => crate::report::pdf::pdf(&one.svg, &one.title, self.width).map_err(ReportError::from)?,
        };
        Ok((bytes, [self.width, height]))
    }

    /// A file that is there is overwritten where that is asked for, or changes nothing.
    fn may_write(&self, path: &Path, bytes: &[u8]) -> Result<(), CliError> {
        let differs = || std::fs::read(path).map_or(true, |there| there != bytes);
        if !self.force && path.exists() && differs() {
            let path = path.display();
            return Err(CliError::Input(format!(
                "{path} is there, and is another file: name another with --out, or give --force"
            )));
        }
        Ok(())
    }
}

/// What a file is by its ending.
fn kind(out: &Path) -> Result<Kind, CliError> {
    let ending = out.extension().unwrap_or_default().to_string_lossy().to_lowercase();
    match ending.as_str() {
        "svg" => Ok(Kind::Svg),
        #[cfg(feature = "png")]
        "png" => Ok(Kind::Png),
        #[cfg(feature = "pdf")]
        "pdf" => Ok(Kind::Pdf),
        _ => {
            let kinds: Vec<&str> = ["svg"]
                .into_iter()
                .chain(cfg!(feature = "pdf").then_some("pdf"))
                .chain(cfg!(feature = "png").then_some("png"))
                .collect();
            Err(CliError::Input(format!("--out {}: a file that ends in .{}", out.display(), kinds.join(", ."))))
        }
    }
}

/// Prints what can be drawn.
fn list(all: &[Drawn], folder: &Path, output: &Output) -> Result<(), CliError> {
    if output.json {
        let charts: Vec<_> = all.iter().map(|one| json!({ "name": one.name, "title": one.title })).collect();
        return output.print_json(&json!({ "charts": charts }));
    }
    let mut text = String::new();
    for one in all {
        wrapped(&mut text, &format!("{}: {}", one.name, one.title));
    }
    text.push('\n');
    wrapped(&mut text, &format!("panj plot {} NAME --out FILE.pdf draws one of them.", folder.display()));
    wrapped(
        &mut text,
        "With --metric METRIC there are more: a fan of any daily series, histogram, ecdf, paired and others of any metric.",
    );
    output.print(&text)
}
