//! One screen: what results say in lines of 80 columns, and where the rest is.

use std::path::Path;

use super::experiment_options::scenario_name;
use super::numbers::{counted, fixed, grouped, percent_estimate, percent_range};
use super::output::BOLD;
use super::results_table::folder_of;
use super::typed::quoted;
use crate::analysis::audit::{AUDIT, AUDIT_FORMAT, Audit};
use crate::analysis::uncertainty::Uncertainty;
use crate::experiment::Plan;
use crate::report::folder::asked;
use crate::result::{CautionKind, Manifest, Results, Severity, read_json};

/// Columns of a line.
pub(super) const WIDTH: usize = 80;
/// Rows of what matters.
const ROWS: usize = 15;
/// What stands around a table besides: a blank line and its head, and where the results are.
pub(super) const HEAD_AND_FOLDER: &str = "\nhead\nResults";
/// Lines of a screen.
const LINES: usize = 40;
/// Rows that are there however much is said beside them.
const FEWEST_ROWS: usize = 6;

/// Writes a sentence in lines of the screen's width.
pub(super) fn wrapped(text: &mut String, sentence: &str) {
    let mut length = 0;
    for word in sentence.split(' ') {
        let own = word.chars().count();
        if length > 0 && length + 1 + own > WIDTH {
            text.push_str("\n  ");
            length = 2;
        } else if length > 0 {
            text.push(' ');
            length += 1;
        }
        text.push_str(word);
        length += own;
    }
    text.push('\n');
}

/// The title and the question of the scenario, as far as results know one.
pub(super) fn head(text: &mut String, manifest: &Manifest) {
    wrapped(text, &format!("{}{}{}", BOLD.0, manifest.title, BOLD.1));
    let question = manifest.parameters.iter().find(|parameter| parameter.path == "question");
    let question = question.map_or("", |parameter| parameter.value.trim_matches('"'));
    if !question.is_empty() {
        wrapped(text, asked(question));
    }
}

/// What is not known of the parameters beside chance, for the outcomes of these metrics: which the parameters surely move most.
pub(super) fn not_known(text: &mut String, found: Option<&Uncertainty>, variant: &str, metrics: &[&str]) {
    let Some(found) = found else {
        wrapped(text, "All parameters are as written: intervals are of chance alone (--uncertain, --posterior).");
        return;
    };
    let of = format!(
        "{}, {} in each",
        counted(found.draws, "draw of the parameters", "draws of the parameters"),
        found.in_each()
    );
    let own =
        found.outcomes.iter().filter(|one| one.variant == variant && metrics.contains(&one.about.metric.as_str()));
    let surest = own.filter(|one| one.share_low > 0.0).max_by(|a, b| a.share_low.total_cmp(&b.share_low));
    match surest {
        Some(one) => wrapped(
            text,
            &format!(
                "{of}: what is not known of them makes {} ({}) of the variance of {}, chance the rest.",
                percent_estimate(one.share, Some([one.share_low, one.share_high])),
                percent_range([one.share_low, one.share_high]),
                one.about.name()
            ),
        ),
        None => wrapped(text, &format!("{of}: what is not known of them is not told from chance in these outcomes.")),
    }
}

/// What the answer hangs on most, from an audit of the same scenario that lies beside; else how to get one.
pub(super) fn hangs_on(text: &mut String, results: &Results) {
    let plan = &results.manifest.plan;
    let Some(variant) = plan.variant.first() else { return };
    let policy = variant.policy.as_deref();
    let name = scenario_name(&plan.scenario.path);
    let folder = folder_of(results)
        .with_file_name(format!("{name}-audit{}", policy.map(|policy| format!("-{policy}")).unwrap_or_default()));
    if let Some(audit) = audit_of(&folder, plan) {
        let clear = audit.outcomes.iter().filter(|one| one.is_clear());
        let turned = clear.filter_map(|one| audit.flips.iter().find(|flip| flip.outcome == one.name));
        let strongest = turned.max_by(|a, b| a.swing.total_cmp(&b.swing));
        let said = match strongest {
            Some(flip) => format!(
                "It hangs most on {}: {} as written, and at {} {} is the other way round in most replications",
                flip.parameter, flip.written, flip.after, flip.outcome
            ),
            None => "No assumption turns an answer within its range".to_owned(),
        };
        wrapped(
            text,
            &format!("{said} (audit of {} replications in {}).", grouped(audit.replications), folder.display()),
        );
        return;
    }
    let policy = policy.map(|policy| format!(" --policy {policy}")).unwrap_or_default();
    let sets: String = variant.set.iter().map(|set| format!(" --set {set}")).collect();
    let scenario = quoted(&plan.scenario.path);
    wrapped(text, &format!("Which assumption it hangs on: panj audit {scenario}{policy}{sets}"));
}

/// The audit in a folder, if it is one of the first variant of this plan.
fn audit_of(folder: &Path, plan: &Plan) -> Option<Audit> {
    let audited = Manifest::read(folder).ok()??.plan;
    let same = audited.scenario.sha256 == plan.scenario.sha256 && audited.variant.first() == plan.variant.first();
    let audit: Option<Audit> = same.then(|| read_json(&folder.join(AUDIT), AUDIT_FORMAT).ok()).flatten();
    // A table of answers alone has not looked for what turns them.
    audit.filter(|audit| !audit.question.grid_only)
}

/// Cautions, a line for each kind with as many of its metrics as there is room for.
pub(super) fn cautions(text: &mut String, manifest: &Manifest) {
    for kind in CautionKind::all(manifest.cautions.iter().map(|entry| &entry.caution)) {
        let mark = if kind.severity == Severity::Serious { "caution!" } else { "caution:" };
        if kind.severity == Severity::Serious && kind.count == 1 {
            wrapped(text, &format!("{mark} {}", kind.text));
            continue;
        }
        let metrics: Vec<&str> = kind.metrics.iter().map(String::as_str).collect();
        let count = if metrics.is_empty() { String::new() } else { format!(" ({})", kind.count) };
        listed(text, &format!("{mark} {}{count}", kind.label), &metrics);
    }
}

/// One line that names as many as there is room for.
pub(super) fn listed(text: &mut String, head: &str, names: &[&str]) {
    let more = |left: usize| if left > 0 { format!(" and {left} more") } else { String::new() };
    let line = |named: usize| format!("{head}: {}{}", names[..named].join(", "), more(names.len() - named));
    let fits = (1..=names.len()).rev().map(line).find(|line| line.chars().count() <= WIDTH);
    wrapped(text, &fits.unwrap_or_else(|| head.to_owned()));
}

/// Whether texts and the last line are more than a screen.
pub(super) fn is_too_high(texts: &[&str]) -> bool {
    texts.iter().map(|text| text.lines().count()).sum::<usize>() + 1 > LINES
}

/// The rows that fit on a screen beside so many lines of text.
pub(super) fn rows_beside(texts: &[&str]) -> usize {
    let lines: usize = texts.iter().map(|text| text.lines().count()).sum();
    LINES.saturating_sub(lines).clamp(FEWEST_ROWS, ROWS)
}

/// A number beside others of a row, one unit for all of them: thousands or millions where the first is large.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scale(f64);

impl Scale {
    /// The scale that suits a value.
    pub(super) fn of(value: f64) -> Scale {
        let power = [1e6, 1e3].into_iter().zip([1e6, 1e5]).find(|(_, from)| value.abs() >= *from);
        Scale(power.map_or(1.0, |(power, _)| power))
    }

    /// A value on it.
    pub(super) fn on(self, value: f64) -> f64 {
        value / self.0
    }

    /// The unit on it.
    pub(super) fn unit(self, unit: &str) -> String {
        let power = match self.0 {
            1e6 => "10⁶ ",
            1e3 => "10³ ",
            _ => "",
        };
        format!("{power}{unit}").trim_end().to_owned()
    }
}

/// A name in lines of so many letters, broken before an underscore or at a blank, so that it can be read off.
pub(super) fn narrow(name: &str, letters: usize) -> String {
    let mut lines = vec![String::new()];
    let mut rest = name;
    while !rest.is_empty() {
        let end = rest.char_indices().skip(1).find(|(_, c)| "_ .".contains(*c)).map_or(rest.len(), |(at, _)| at);
        let (part, after) = rest.split_at(end);
        rest = after;
        match lines.last_mut() {
            Some(line) if line.chars().count() + part.chars().count() <= letters => line.push_str(part),
            _ => lines.push(part.trim_start().to_owned()),
        }
    }
    lines.retain(|line| !line.is_empty());
    lines.join("\n")
}

/// "0.12 to 0.98"; nothing where there is no interval.
pub(super) fn range(low: &str, high: &str) -> String {
    if low == fixed(f64::NAN, 0) { String::new() } else { format!("{low} to {high}") }
}
