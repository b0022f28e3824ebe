//! Invented results, cautions and files.

use panj::report::html::*;

const UNKNOWN: [f64; 3] = [f64::NAN; 3];

/// The table of outcomes: theme, id, meaning, unit; mean and probability with their intervals; quantiles.
pub(crate) fn outcomes() -> Table {
    let row = |[theme, id, meaning, unit]: [&str; 4], mean: [f64; 3], quantiles: [f64; 3], p: [f64; 3]| {
        let decimals = if mean[0].abs() < 100.0 { 2 } else { 0 };
        let whole = quantiles.iter().filter(|q| q.is_finite()).all(|q| q.fract() == 0.0);
        let estimates =
            [Cell::count(10_000), Cell::number(mean[0], decimals), Cell::interval([mean[1], mean[2]], decimals)];
        let words = [Cell::named(meaning, id), Cell::text(theme), Cell::text(unit)];
        let quantiles = quantiles.map(|q| Cell::number(q, usize::from(!whole)));
        let p = [Cell::probability(p[0], [p[1], p[2]])];
        words.into_iter().chain(estimates).chain(quantiles).chain(p).collect::<Vec<Cell>>()
    };
    let amount = |words, mean, quantiles| row(words, mean, quantiles, UNKNOWN);
    let event = |words, p| row(words, UNKNOWN, UNKNOWN, p);
    let rows = vec![
        amount(
            ["Advance", "held_day_100", "Districts held on day 100", "districts"],
            [232.6, 232.2, 233.0],
            [197.0, 233.0, 268.0],
        ),
        amount(
            ["Advance", "half_held_days", "Day on which half of the districts are held", "days"],
            [67.31, 67.22, 67.40],
            [59.2, 66.0, f64::NAN],
        ),
        amount(
            ["People", "soldiers_crossed", "Soldiers who crossed into the host state", "people"],
            [1571.4, 1557.1, 1585.7],
            [620.0, 1480.0, 2950.0],
        ),
        amount(
            ["People", "turned_back", "Civilians turned back at <closed> posts & fords", "people"],
            [41.2, 40.6, 41.8],
            [0.0, 32.0, 118.0],
        ),
        amount(
            ["Alliance", "request_to_decision_days", "Request to decision", "days"],
            [16.42, 16.34, 16.50],
            [11.1, 15.9, 24.3],
        ),
        event(
            ["Alliance", "in_time", "Help in place before the last border district falls", ""],
            [0.0412, 0.0375, 0.0453],
        ),
        event(["Alliance", "level_force", "The council decides to send a force", ""], [0.0098, 0.0081, 0.0119]),
        event(["Alliance", "level_none", "The case ends without a decision", ""], [0.2207, 0.2127, 0.2289]),
        amount(
            ["Border", "gap_man_days", "Response gap: men needed and not there, over time", "man-days"],
            [88_412.0, 87_950.0, 88_874.0],
            [41_000.0, 86_300.0, 141_500.0],
        ),
        amount(["Border", "incidents", "Incidents at the border", "incidents"], [2.913, 2.879, 2.947], [0.0, 3.0, 6.0]),
    ];
    let words = [Column::text("Outcome"), Column::facet("Theme"), Column::text("Unit")];
    let numbers = ["n", "Mean", "95 % interval", "q 5 %", "Median", "q 95 %", "Probability"].map(Column::number);
    Table::new("outcomes-table", "Outcomes.", words.into_iter().chain(numbers).collect(), rows)
}

pub(crate) fn files() -> Table {
    let file = |path: &str, holds: &str| vec![Cell::text(path), Cell::text(holds)];
    let rows =
        vec![file("outcomes.parquet", "a row for each replication"), file("summary.csv", "estimates of each metric")];
    Table::new("files-table", "Files of the result folder.", vec![Column::text("File"), Column::text("Holds")], rows)
}

pub(crate) fn cautions() -> Vec<Remark> {
    vec![
        Remark { severity: Severity::Note, text: "All data in this report are invented.".into(), remedy: None },
        Remark {
            severity: Severity::Caution,
            text: "3.1 % of replications reached the horizon before half of the districts were held.".into(),
            remedy: Some("A later end would decide them.".into()),
        },
        Remark {
            severity: Severity::Serious,
            text: "The assessment’s bias is an assumption, and the result depends on it more than on any policy."
                .into(),
            remedy: Some("See what drives it; vary alliance.assessment.bias.".into()),
        },
    ]
}
