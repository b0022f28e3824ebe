//! Invented cautions, scenario and provenance.

use panj::report::html::*;

pub(crate) fn cautions() -> Vec<Remark> {
    vec![
        Remark { severity: Severity::Note, text: "All data in this report are invented.".into(), remedy: None },
        Remark {
            severity: Severity::Caution,
            text: "3.1 % of worlds reached the horizon before half of the districts were held.".into(),
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

pub(crate) fn scenario() -> ScenarioTable {
    let row = |path: &str, value: &str, unit: &str, meaning: &str, source: &str, line: Option<u32>| ScenarioRow {
        path: path.into(),
        value: value.into(),
        unit: unit.into(),
        default: line.is_none(),
        status: None,
        meaning: Some(meaning.into()),
        source: Some(source.into()),
        origin: line.map(|l| format!("scenario.toml:{l}")),
    };
    ScenarioTable {
        text: Vec::new(),
        rows: vec![
            row(
                "campaign.base_hazard_per_day",
                "0.00105",
                "per day",
                "hazard of a district with nothing around it held",
                "fitted",
                Some(14),
            ),
            row("campaign.contagion", "3.6", "", "multiplier when every neighbour is held", "fitted", Some(15)),
            row(
                "campaign.momentum_half_life_days",
                "8.7",
                "days",
                "half-life of the campaign’s momentum",
                "fitted",
                None,
            ),
            row("alliance.rule", "consensus", "", "how the council decides", "charter, article 12", None),
            row("alliance.assessment.bias", "-0.35", "", "bias of the joint assessment", "assumption", Some(41)),
            row(
                "mobilization.call_up_days",
                "log_normal(median 2, sigma 0.5)",
                "days",
                "order to call-up",
                "assumption",
                None,
            ),
        ],
    }
}

pub(crate) fn provenance() -> Provenance {
    let entry = |key: &str, value: &str| Entry { key: key.into(), value: value.into() };
    let file = |path: &str, holds: &str, bytes: u64| ResultFile {
        path: path.into(),
        holds: holds.into(),
        bytes: Some(bytes),
        sha256: Some("9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08".into()),
    };
    Provenance {
        command: Some("panj run scenarios/invented -n 10000 --seed 1 --policy baseline --set \"alliance.rule='consensus'\" --out output/invented".into()),
        entries: vec![
            entry("panj", "0.1.0 (0123abc)"),
            entry("Seed", "1"),
            entry("Replications", "10 000 done, 0 failed"),
            entry("Scenario SHA-256", "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae"),
            entry("Machine", "2 cores, Linux"),
            entry("Wall time", "41 s"),
        ],
        files: vec![file("outcomes.parquet", "a row for each replication", 912_334), file("summary.csv", "estimates of each metric", 8_120)],
    }
}
