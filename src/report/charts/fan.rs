//! Fan chart: how a quantity runs over the calendar, with its uncertainty and what was observed.

use plotters::style::RGBColor;
use serde_json::{Value, json};

use super::axes::{Axes, Names, label_width};
use super::canvas::{Area, At, Canvas, Type, dash};
use super::milestone::{Milestone, Strip};
use super::scale::{Scale, extent};
use super::sheet::{Key, Mark, Sheet};
use super::{date, number};
use crate::report::theme::{self, Footer};

/// A band that holds a share of the histories at each date.
#[derive(Clone, Debug, PartialEq)]
pub struct Band {
    /// Share of histories inside, 0..1, such as 0.95.
    pub level: f64,
    /// Lower edge at each date.
    pub low: Vec<f64>,
    /// Upper edge at each date.
    pub high: Vec<f64>,
}

/// A quantity under one policy.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FanLine {
    /// The policy; not shown where it is alone.
    pub label: String,
    /// Median at each date; a missing value (not a number) breaks the line.
    pub median: Vec<f64>,
    /// Bands, in any order.
    pub bands: Vec<Band>,
    /// A few histories, a value at each date: drawn where the line is alone.
    pub paths: Vec<Vec<f64>>,
}

/// A value that was observed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Observed {
    /// Days since 1970-01-01.
    pub date: f64,
    /// In the unit of the chart.
    pub value: f64,
    /// Who counted or what it is; shown where there is room, may be empty.
    pub label: String,
    /// Where it is from; told to who points at it, may be empty.
    pub source: String,
}

/// A fan chart over calendar dates.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FanChart {
    /// The finding's subject.
    pub title: String,
    /// Name and unit of the vertical axis.
    pub y_label: String,
    /// Days since 1970-01-01, growing.
    pub dates: Vec<f64>,
    /// One line for each policy.
    pub lines: Vec<FanLine>,
    /// What was observed.
    pub observed: Vec<Observed>,
    /// Name of the observed series in the legend.
    pub observed_name: String,
    /// Vertical lines.
    pub milestones: Vec<Milestone>,
    /// Where the numbers come from.
    pub footer: Footer,
}

const PLOT: f64 = 290.0;
/// Opacity of bands that may lie over each other.
const GLASS: f64 = 0.16;
/// Width of the line of a sample path.
const PATH: f64 = 0.9;

impl FanChart {
    /// The chart as SVG. It carries its data, so that a page can read it out.
    pub fn draw(&self) -> String {
        let (low, high) =
            extent(self.dates.iter().copied().chain(self.observed.iter().map(|o| o.date))).unwrap_or((0.0, 1.0));
        let x = Scale::dates(low, high);
        let y = self.vertical();
        let left = theme::MARGIN + label_width(&y);
        let strip = Strip::new(&self.milestones, &x, left, theme::MARGIN + self.footer.room());
        let fixed = strip.height() + 90.0;
        self.sheet().draw_plot(PLOT + fixed, fixed, |canvas, area| {
            let names = Names { y: &self.y_label, strip: strip.height(), ..Names::default() };
            let axes = Axes::draw(canvas, area, x, y, names);
            for (k, line) in self.lines.iter().enumerate() {
                let bands = sorted(&line.bands);
                for (i, band) in bands.iter().enumerate() {
                    let (color, opacity) = self.fill(k, i, bands.len());
                    for outline in axes.band(&self.dates, &band.low, &band.high) {
                        canvas.polygon(&outline, color, opacity);
                    }
                }
            }
            for path in self.paths() {
                let points = axes.line(&self.dates, path);
                // Where it stays level the ends are enough.
                let level =
                    |i: usize| i > 0 && i + 1 < points.len() && (i - 1..=i + 1).all(|k| points[k].1 == points[i].1);
                let bends: Vec<(f64, f64)> = (0..points.len()).filter(|i| !level(*i)).map(|i| points[i]).collect();
                canvas.line(&bends, theme::MUTED, PATH, None);
            }
            strip.draw(canvas, &axes);
            for (k, line) in self.lines.iter().enumerate() {
                let median = axes.line(&self.dates, &line.median);
                canvas.line(&median, theme::category(k), 2.6, dash(k));
                canvas.reserve_line(&median);
            }
            self.draw_observed(canvas, &axes);
            canvas.carry(&self.data(&axes));
        })
    }

    fn alone(&self) -> bool {
        self.lines.len() < 2
    }

    /// Colour and opacity of a band: of one line, opaque tints, palest for the widest; of several, glass.
    fn fill(&self, line: usize, band: usize, bands: usize) -> (RGBColor, f64) {
        let color = theme::category(line);
        if self.alone() {
            let share = 0.16 + 0.34 * band as f64 / bands.saturating_sub(1).max(1) as f64;
            (theme::tint(color, share), 1.0)
        } else {
            (color, GLASS)
        }
    }

    /// The histories that are drawn: of several policies they would cover each other.
    fn paths(&self) -> &[Vec<f64>] {
        self.lines.first().filter(|_| self.alone()).map_or(&[], |line| &line.paths)
    }

    fn observed_color(&self) -> RGBColor {
        if self.alone() { theme::VERMILLION } else { theme::INK }
    }

    fn draw_observed(&self, canvas: &mut Canvas, axes: &Axes) {
        let color = self.observed_color();
        let note = Type::new(theme::TICK, color);
        let points: Vec<(f64, f64)> = self.observed.iter().map(|o| axes.point(o.date, o.value)).collect();
        for &(x, y) in points.iter().filter(|p| p.0.is_finite()) {
            canvas.shape(3, (x, y), 4.6, color);
            canvas.reserve(Area::new(x - 5.0, y - 5.0, x + 5.0, y + 5.0));
        }
        for (o, &(x, y)) in self.observed.iter().zip(&points).filter(|(o, p)| p.0.is_finite() && !o.label.is_empty()) {
            let places = [
                (x + 9.0, note.centred(y), At::Start),
                (x + 8.0, y - 8.0, At::Start),
                (x - 9.0, note.centred(y), At::End),
                (x - 8.0, y + 18.0, At::End),
                (x + 8.0, y + 18.0, At::Start),
                (x, y - 11.0, At::Middle),
            ];
            canvas.text_on_paper(&places, &o.label, note, axes.plot);
        }
    }

    fn vertical(&self) -> Scale {
        let bands = self.lines.iter().flat_map(|l| &l.bands).flat_map(|b| b.low.iter().chain(&b.high));
        let medians = self.lines.iter().flat_map(|l| &l.median);
        let observed = self.observed.iter().map(|o| o.value);
        let values = bands.chain(medians).chain(self.paths().iter().flatten()).copied().chain(observed);
        let (low, high) = extent(values).unwrap_or((0.0, 1.0));
        let from_zero = if low >= 0.0 && low < 0.6 * high { Some(0.0) } else { None };
        Scale::linear([low, high].into_iter().chain(from_zero), 5)
    }

    fn sheet(&self) -> Sheet<'_> {
        let label = |line: &FanLine| if self.alone() { "median".to_owned() } else { line.label.clone() };
        let mut keys: Vec<Key> = (self.lines.iter().enumerate())
            .map(|(k, line)| Key::new(Mark::Line(theme::category(k), dash(k)), label(line)))
            .collect();
        let bands = self.lines.first().map_or_else(Vec::new, |line| sorted(&line.bands));
        for (i, band) in bands.iter().enumerate().rev() {
            let level = number::level(band.level);
            let name = if i == 0 { format!("{level} of replications") } else { level };
            let (color, opacity) = self.fill(0, i, bands.len());
            keys.push(Key::new(Mark::Block(theme::tint(color, opacity)), name));
        }
        match self.paths().len() {
            0 => {}
            1 => keys.push(Key::new(Mark::Thin(theme::MUTED), "one replication")),
            n => keys.push(Key::new(Mark::Thin(theme::MUTED), format!("{n} replications"))),
        }
        if !self.observed.is_empty() {
            let name = if self.observed_name.is_empty() { "observed" } else { &self.observed_name };
            keys.push(Key::new(Mark::Point(3, self.observed_color()), name));
        }
        Sheet { title: &self.title, subtitle: "", keys, description: self.description(), footer: &self.footer }
    }

    /// The data in words: where each line starts and ends, and how wide its widest band is there.
    fn description(&self) -> String {
        let told: Vec<String> = self.lines.iter().filter_map(|line| self.told(line)).collect();
        if told.is_empty() {
            return format!("Fan chart of {}: no data.", self.y_label);
        }
        let mut said = format!("Fan chart of {}. {}.", self.y_label, told.join("; "));
        for (count, what) in [(self.observed.len(), "observed values"), (self.milestones.len(), "dated events")] {
            if count > 0 {
                said.push_str(&format!(" {count} {what} are marked."));
            }
        }
        said
    }

    fn told(&self, line: &FanLine) -> Option<String> {
        let last = self.dates.len().min(line.median.len()).checked_sub(1)?;
        let at = |i: usize| format!("{} on {}", number::plain(line.median[i]), date::written(self.dates[i], true));
        let name = if self.alone() { "Median".to_owned() } else { format!("{}: median", line.label) };
        let widest = sorted(&line.bands).first().and_then(|band| {
            let (low, high) = (number::plain(*band.low.get(last)?), number::plain(*band.high.get(last)?));
            Some(format!(" ({} of replications from {low} to {high})", number::level(band.level)))
        });
        Some(format!("{name} {}, {}{}", at(0), at(last), widest.unwrap_or_default()))
    }

    /// What a page's script reads out, with where it stands.
    fn data(&self, axes: &Axes) -> Value {
        let round = |values: &[f64]| values.iter().map(|v| number::compact(*v)).collect::<Vec<f64>>();
        let bands = |line: &FanLine| -> Vec<Value> {
            let one = |b: &&Band| json!({ "share": b.level, "low": round(&b.low), "high": round(&b.high) });
            sorted(&line.bands).iter().map(one).collect()
        };
        let line = |line: &FanLine| json!({ "label": line.label, "median": round(&line.median), "bands": bands(line) });
        let mut data = axes.frame();
        data["dates"] = json!(self.dates);
        data["lines"] = self.lines.iter().map(line).collect();
        data["observed"] = self.observed.iter().map(|o| json!([o.date, number::compact(o.value), o.source])).collect();
        data["milestones"] = self.milestones.iter().map(|m| json!([m.date, m.name])).collect();
        data
    }
}

/// Widest first, so that narrower ones are drawn over them.
fn sorted(bands: &[Band]) -> Vec<&Band> {
    let mut bands: Vec<&Band> = bands.iter().collect();
    bands.sort_by(|a, b| b.level.total_cmp(&a.level));
    bands
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_drawing_tells_its_data() {
        let band = Band { level: 0.9, low: vec![73.0, 310.0], high: vec![73.0, 395.0] };
        let line = FanLine {
            label: "baseline".to_owned(),
            median: vec![73.0, 391.0],
            bands: vec![band],
            ..FanLine::default()
        };
        let mut fan = FanChart {
            y_label: "districts held".to_owned(),
            dates: vec![18_748.0, 18_854.0],
            lines: vec![line],
            ..FanChart::default()
        };
        assert_eq!(
            fan.description(),
            "Fan chart of districts held. Median 73 on 1 May 2021, 391 on 15 Aug 2021 (90\u{a0}% of replications from 310 to 395)."
        );
        fan.lines.push(FanLine { label: "a <b> & c".to_owned(), ..fan.lines[0].clone() });
        let svg = fan.draw();
        let (_, data) = svg.split_once("<metadata>").unwrap();
        let (data, _) = data.split_once("</metadata>").unwrap();
        let data = data.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
        let data: Value = serde_json::from_str(&data).unwrap();
        assert_eq!(data["lines"][1]["label"], "a <b> & c");
        assert_eq!(data["x"], json!([18_748.0, 18_854.0]));
    }
}
