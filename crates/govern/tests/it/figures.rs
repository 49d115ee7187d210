//! Every number of the published figures stands in a report made from the documents that carry it, and every finding is
//! pointed out. The test walks through both files: a number without a place here fails.

use std::collections::BTreeMap;

use jiff::civil::{Date, date};
use rust_decimal::Decimal;
use toml::Value as Published;
use virkning_govern::record::{Cell, Part};
use virkning_govern::{Dossier, PaperKind, Report, Value, Words};

use crate::support::{aarhus, root, written};

/// A report, and the figure in it.
type Place = (PaperKind, Option<&'static str>, &'static str);

const PORTFOLIO: (PaperKind, Option<&str>) = (PaperKind::Portfolio, None);

const fn sheet(idea: &'static str, figure: &'static str) -> Place {
    (PaperKind::FactSheet, Some(idea), figure)
}

const fn portfolio(figure: &'static str) -> Place {
    (PORTFOLIO.0, PORTFOLIO.1, figure)
}

const fn note(idea: &'static str, figure: &'static str) -> Place {
    (PaperKind::Continuation, Some(idea), figure)
}

/// Where each number of 2022 stands. Projects are named by their place in the file.
const STATUS_2022: &[(&str, Place)] = &[
    ("project.0.capital", portfolio("status-2022.havnen.capital")),
    ("project.0.capital_fact_sheet_kr", sheet("havnen", "havnen.capital")),
    ("project.0.repayment_decentral", portfolio("status-2022.havnen.repayment")),
    ("project.0.savings_decentral", portfolio("status-2022.havnen.savings")),
    ("project.0.net", portfolio("status-2022.havnen.net")),
    ("project.0.period", sheet("havnen", "status-2022.havnen.period")),
    ("project.0.target.per_year", sheet("havnen", "havnen.intake.per-year")),
    ("project.0.target.total", sheet("havnen", "havnen.intake.total")),
    ("project.1.capital", portfolio("status-2022.hjem-job-og-helhed.capital")),
    ("project.1.capital_fact_sheet_kr", sheet("hjem-job-og-helhed", "hjem-job-og-helhed.capital")),
    ("project.1.repayment_decentral", portfolio("status-2022.hjem-job-og-helhed.repayment")),
    ("project.1.savings_decentral", portfolio("status-2022.hjem-job-og-helhed.savings")),
    ("project.1.net", portfolio("status-2022.hjem-job-og-helhed.net")),
    ("project.1.period", sheet("hjem-job-og-helhed", "status-2022.hjem-job-og-helhed.period")),
    ("project.1.target.per_year", sheet("hjem-job-og-helhed", "hjem-job-og-helhed.intake.per-year")),
    ("project.1.target.total", sheet("hjem-job-og-helhed", "hjem-job-og-helhed.intake.total")),
    ("project.2.capital", portfolio("status-2022.dialog-mod-vold.capital")),
    ("project.2.capital_fact_sheet_kr", sheet("dialog-mod-vold", "dialog-mod-vold.capital")),
    ("project.2.repayment_decentral", portfolio("status-2022.dialog-mod-vold.repayment")),
    ("project.2.savings_decentral", portfolio("status-2022.dialog-mod-vold.savings")),
    ("project.2.net", portfolio("status-2022.dialog-mod-vold.net")),
    ("project.2.period", sheet("dialog-mod-vold", "status-2022.dialog-mod-vold.period")),
    ("project.2.target.families", sheet("dialog-mod-vold", "fact.dialog-mod-vold-participants")),
    ("project.3.capital", portfolio("status-2022.laer-for-livet.capital")),
    ("project.3.capital_fact_sheet_kr", sheet("laer-for-livet", "laer-for-livet.capital")),
    ("project.3.repayment_decentral", portfolio("status-2022.laer-for-livet.repayment")),
    ("project.3.savings_decentral", portfolio("status-2022.laer-for-livet.savings")),
    ("project.3.net", portfolio("status-2022.laer-for-livet.net")),
    ("project.3.repayment_period", sheet("laer-for-livet", "fact.laer-for-livet-repayment-period")),
    ("project.3.horizon", portfolio("status-2022.laer-for-livet.horizon")),
    ("project.3.target.per_year", sheet("laer-for-livet", "laer-for-livet.intake.per-year")),
    ("project.3.target.years", sheet("laer-for-livet", "fact.laer-for-livet-cohorts")),
    ("project.3.target.total", sheet("laer-for-livet", "laer-for-livet.intake.total")),
    ("project.4.capital", portfolio("status-2022.ungifokus.capital")),
    ("project.4.capital_fact_sheet_kr", sheet("ungifokus", "ungifokus.capital")),
    ("project.4.repayment_decentral", portfolio("status-2022.ungifokus.repayment")),
    ("project.4.savings_decentral", portfolio("status-2022.ungifokus.savings")),
    ("project.4.net", portfolio("status-2022.ungifokus.net")),
    ("project.4.period", sheet("ungifokus", "status-2022.ungifokus.period")),
    ("project.4.target.per_year", sheet("ungifokus", "ungifokus.intake.per-year")),
    ("project.4.target.total", sheet("ungifokus", "ungifokus.intake.total")),
    ("project.4.target.caseload", sheet("ungifokus", "fact.ungifokus-caseload")),
    ("totals.capital_printed", portfolio("status-2022.total.printed.capital")),
    ("totals.repayment_printed", portfolio("status-2022.total.printed.repayment")),
    ("totals.savings_printed", portfolio("status-2022.total.printed.savings")),
    ("totals.savings_rows_add_to", portfolio("status-2022.total.all.savings")),
    ("totals.net_rows_add_to", portfolio("status-2022.total.all.net")),
    ("status_2022.hjem_job_og_helhed.attached", sheet("hjem-job-og-helhed", "hjem-job-og-helhed.recruitment.started")),
    ("status_2022.ungifokus.attached", sheet("ungifokus", "ungifokus.recruitment.started")),
    ("status_2022.ungifokus.finished", sheet("ungifokus", "ungifokus.actual.finished-2022.counts")),
    (
        "status_2022.dialog_mod_vold.accepted_to_programme",
        sheet("dialog-mod-vold", "dialog-mod-vold.actual.accepted-2022.counts"),
    ),
    ("status_2022.dialog_mod_vold.one_about_to_finish", sheet("dialog-mod-vold", "fact.dialog-mod-vold-finishing")),
    (
        "status_2022.dialog_mod_vold.further_cases_never_active",
        sheet("dialog-mod-vold", "fact.dialog-mod-vold-never-active"),
    ),
    (
        "status_2022.dialog_mod_vold.due_by_year_end",
        sheet("dialog-mod-vold", "dialog-mod-vold.actual.accepted-2022.expected"),
    ),
    ("status_2022.laer_for_livet.accepted_to_programme", sheet("laer-for-livet", "laer-for-livet.recruitment.started")),
    ("status_2022.laer_for_livet.placed", sheet("laer-for-livet", "laer-for-livet.actual.placed-2022.counts")),
    ("status_2022.laer_for_livet.at_home", sheet("laer-for-livet", "fact.laer-for-livet-at-home")),
    ("status_2022.laer_for_livet.camp", sheet("laer-for-livet", "laer-for-livet.actual.first-camp-2022.counts")),
    (
        "status_2022.laer_for_livet.mentors_started",
        sheet("laer-for-livet", "laer-for-livet.actual.mentors-started-2022.counts"),
    ),
    (
        "status_2022.laer_for_livet.mentors_matched",
        sheet("laer-for-livet", "laer-for-livet.actual.mentors-matched-2022.counts"),
    ),
    ("status_2022.laer_for_livet.mentors_missing", sheet("laer-for-livet", "fact.laer-for-livet-mentors-missing")),
    ("status_2022.laer_for_livet.aspirants", sheet("laer-for-livet", "fact.laer-for-livet-aspirants")),
    ("new_2022.udvidet_ips.citizens", portfolio("status-2022.udvidet-ips.participants")),
    ("new_2022.udvidet_ips.period", portfolio("status-2022.udvidet-ips.period")),
    ("new_2022.udvidet_ips.follow_up_to", portfolio("status-2022.udvidet-ips.horizon")),
    ("new_2022.udvidet_ips.capital_kr", portfolio("status-2022.udvidet-ips.capital")),
    ("new_2022.udvidet_ips.net_over_7_years", portfolio("status-2022.udvidet-ips.net")),
    ("new_2022.ips_plus.citizens", portfolio("status-2022.ips-plus.participants")),
    ("new_2022.ips_plus.period", portfolio("status-2022.ips-plus.period")),
    ("new_2022.ips_plus.follow_up_to", portfolio("status-2022.ips-plus.horizon")),
    ("new_2022.ips_plus.price", sheet("ips-plus", "ips-plus.price")),
    ("new_2022.ips_plus.capital_from_rsi", portfolio("status-2022.ips-plus.capital")),
    ("new_2022.ips_plus.own_financing", sheet("ips-plus", "ips-plus.own-financing")),
    ("new_2022.ips_plus.net_over_8_years", portfolio("status-2022.ips-plus.net")),
];

/// Where each number of 2024 stands.
const CONTINUATION_2024: &[(&str, Place)] = &[
    ("din_vej_i_job.capital_kr", note("udvidet-ips", "udvidet-ips.costs.capital")),
    ("din_vej_i_job.citizens_planned", note("udvidet-ips", "udvidet-ips.recruitment.planned")),
    ("din_vej_i_job.measured.in_cohort", note("udvidet-ips", "udvidet-ips.recruitment.started")),
    ("din_vej_i_job.measured.in_work_or_education", note("udvidet-ips", "udvidet-ips.actual.first-follow-up.counts")),
    // The share that 19 of 42 make; the count stands in the sentence below the table.
    ("din_vej_i_job.measured.expected", note("udvidet-ips", "udvidet-ips.actual.first-follow-up.expected")),
    ("din_vej_i_job.repayment_share_from_outcome_fund", note("udvidet-ips", "fact.udvidet-ips-outcome-fund")),
    ("sammen_om_diabetes.citizens.agreed_2021", note("sammen-om-diabetes", "fact.sammen-om-diabetes-agreed-2021")),
    ("sammen_om_diabetes.citizens.amended_2023", note("sammen-om-diabetes", "sammen-om-diabetes.recruitment.planned")),
    (
        "sammen_om_diabetes.citizens.started_by_june_2024",
        note("sammen-om-diabetes", "sammen-om-diabetes.recruitment.started"),
    ),
    ("sammen_om_diabetes.citizens.contacted", note("sammen-om-diabetes", "fact.sammen-om-diabetes-contacted")),
    ("sammen_om_diabetes.citizens.forecast", note("sammen-om-diabetes", "fact.sammen-om-diabetes-forecast")),
    ("sammen_om_diabetes.drop_out", note("sammen-om-diabetes", "fact.sammen-om-diabetes-drop-out")),
    (
        "sammen_om_diabetes.completion_criterion",
        (PaperKind::Achieved, Some("sammen-om-diabetes"), "sammen-om-diabetes.measure.completion.target"),
    ),
    (
        "sammen_om_diabetes.completed_first_year",
        note("sammen-om-diabetes", "sammen-om-diabetes.actual.completed-2024.counts"),
    ),
    (
        "sammen_om_diabetes.hba1c_reduced_8_5_percent.achieved",
        note("sammen-om-diabetes", "fact.sammen-om-diabetes-reduced"),
    ),
    (
        "sammen_om_diabetes.hba1c_reduced_8_5_percent.criterion",
        note("sammen-om-diabetes", "sammen-om-diabetes.actual.hba1c-reduced-2024.expected"),
    ),
    (
        "sammen_om_diabetes.hba1c_mean_reduction_mmol_mol.achieved",
        note("sammen-om-diabetes", "sammen-om-diabetes.actual.hba1c-mean-2024.mean"),
    ),
    (
        "sammen_om_diabetes.hba1c_mean_reduction_mmol_mol.criterion",
        note("sammen-om-diabetes", "sammen-om-diabetes.actual.hba1c-mean-2024.expected"),
    ),
    ("sammen_om_diabetes.feels_equipped.after", note("sammen-om-diabetes", "fact.sammen-om-diabetes-equipped-after")),
    ("sammen_om_diabetes.feels_equipped.before", note("sammen-om-diabetes", "fact.sammen-om-diabetes-equipped-before")),
    ("dialog_mod_vold.families.agreed", note("dialog-mod-vold", "fact.dialog-mod-vold-participants")),
    ("dialog_mod_vold.families.amended", note("dialog-mod-vold", "dialog-mod-vold.recruitment.planned")),
];

/// Numbers that say how long something lasts: the reports print both ends, not the length.
const LENGTHS: &[(&str, &str, &str)] = &[("din_vej_i_job.follow_up_years", "udvidet-ips", "udvidet-ips.still.")];

fn published(name: &str) -> Published {
    let text = std::fs::read_to_string(root().join("figures").join(name)).expect("published figures");
    Published::Table(text.parse().expect("TOML"))
}

/// Every number by its path; a list of two numbers is a span and one leaf. Findings and names are no numbers.
fn leaves(value: &Published, path: &str, found: &mut Vec<(String, Vec<Decimal>)>) {
    let number = |value: &Published| value.to_string().replace('_', "").parse::<Decimal>().ok();
    match value {
        Published::Integer(_) | Published::Float(_) => {
            found.push((path.to_owned(), number(value).into_iter().collect()))
        }
        Published::Array(list) if !list.is_empty() && list.iter().all(|one| one.is_integer() || one.is_float()) => {
            found.push((path.to_owned(), list.iter().filter_map(number).collect()));
        }
        Published::Array(list) => {
            for (place, one) in list.iter().enumerate() {
                leaves(one, &format!("{path}.{place}"), found);
            }
        }
        Published::Table(table) => {
            for (key, one) in table.iter().filter(|(key, _)| *key != "finding") {
                leaves(one, &if path.is_empty() { key.clone() } else { format!("{path}.{key}") }, found);
            }
        }
        _ => {}
    }
}

/// The numbers of a figure, in the unit of the published file.
fn numbers(value: &Value, unit: Decimal) -> Vec<Decimal> {
    let year = |year: &i16| Decimal::from(*year);
    match value {
        Value::Money(money) => vec![money.to_decimal() / unit],
        Value::Count(number) | Value::Share(number) | Value::Number(number, _) => vec![*number],
        Value::Of(number, _) => vec![*number],
        Value::Span(low, high) => vec![*low, *high],
        Value::Year(one) => vec![year(one)],
        Value::Years(from, to) => vec![year(from), year(to)],
        other => panic!("{other:?} is no number"),
    }
}

struct Reports {
    dossier: Dossier,
    written: BTreeMap<(PaperKind, Option<&'static str>), Report>,
}

impl Reports {
    fn on(day: Date) -> Self {
        Self { dossier: aarhus(day), written: BTreeMap::new() }
    }

    fn report(&mut self, kind: PaperKind, subject: Option<&'static str>) -> &Report {
        let dossier = &self.dossier;
        self.written.entry((kind, subject)).or_insert_with(|| written(dossier, kind, subject))
    }
}

fn check(name: &str, places: &[(&str, Place)], reports: &mut Reports) -> usize {
    let mut found = Vec::new();
    leaves(&published(name), "", &mut found);
    let mut wrong = Vec::new();
    for (path, expected) in &found {
        if let Some((_, subject, prefix)) = LENGTHS.iter().find(|(known, _, _)| known == path) {
            // Six measurements, of which the first lies before the note.
            let report = reports.report(PaperKind::Continuation, Some(subject));
            let settled = report.figures().iter().filter(|figure| figure.id.starts_with(prefix)).count() + 1;
            assert_eq!(Decimal::from(settled), expected[0], "{path}");
            continue;
        }
        let Some((_, (kind, subject, figure))) = places.iter().find(|(known, _)| known == path) else {
            wrong.push(format!("{path} = {expected:?} has no place"));
            continue;
        };
        let Some(figure) = reports.report(*kind, *subject).figure(figure).cloned() else {
            wrong.push(format!("{path}: no {figure} in {kind:?} {subject:?}"));
            continue;
        };
        let unit = if path.ends_with("_kr") { Decimal::ONE } else { Decimal::from(1_000_000) };
        let mut shown = numbers(&figure.value, unit);
        if path == "din_vej_i_job.measured.expected" {
            shown = vec![(shown[0] * Decimal::from(42)).round()];
        }
        // A fall is published as its size.
        if path.contains("mean_reduction") {
            shown.iter_mut().for_each(|number| *number = number.abs());
        }
        if shown.iter().map(Decimal::normalize).ne(expected.iter().map(Decimal::normalize)) {
            wrong.push(format!("{path}: published {expected:?}, {} shows {shown:?}", figure.id));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    found.len()
}

#[test]
fn every_number_of_2022_stands_in_a_report() {
    let mut reports = Reports::on(date(2022, 9, 30));
    assert_eq!(check("aarhus-portfolio-2022.toml", STATUS_2022, &mut reports), STATUS_2022.len());
}

#[test]
fn every_number_of_2024_stands_in_a_report() {
    let mut reports = Reports::on(date(2024, 6, 30));
    assert_eq!(
        check("aarhus-continuation-2024.toml", CONTINUATION_2024, &mut reports),
        CONTINUATION_2024.len() + LENGTHS.len()
    );
}

/// The seven stages and the fifteen ideas, by name and in the order of the source.
#[test]
fn the_stages_and_candidates_are_those_of_the_source() {
    let stages = &published("aarhus-portfolio-2022.toml")["stages"];
    let texts = |key: &str| -> Vec<String> {
        stages[key].as_array().expect("a list").iter().map(|one| one.as_str().expect("a text").to_owned()).collect()
    };
    let portfolio = aarhus(date(2022, 9, 30)).portfolio;
    let order: Vec<String> =
        portfolio.stages.iter().map(|label| format!("{} {}", label.stage.word(), label.label)).collect();
    assert_eq!(order, texts("order"));
    let unreadable = portfolio.ideas.iter().filter(|idea| idea.stage == virkning_model::portfolio::Stage::Unreadable);
    let names: Vec<String> = unreadable.map(|idea| idea.name.clone()).collect();
    assert_eq!(names, texts("candidates"));
    // What nobody can read is said to be so.
    let sheet = written(&aarhus(date(2022, 9, 30)), PaperKind::FactSheet, Some("laer-for-livet"));
    assert_eq!(crate::support::value(&sheet, "fact.laer-for-livet-expected-repayment"), Value::Unreadable);
}

/// Everything that a report says by key: code and values, of sections, remarks and lists.
fn said(report: &Report) -> Vec<(String, Vec<String>)> {
    let mut all = Vec::new();
    let mut add = |words: &Words| {
        if let Words::Key(key, values) = words {
            all.push((key.clone(), values.iter().map(|(_, value)| format!("{value:?}")).collect()));
        }
    };
    for part in report.sections.iter().flat_map(|section| &section.parts) {
        match part {
            Part::Text(words) => add(words),
            Part::List(points) => points.iter().for_each(&mut add),
            Part::Remark { title, text, .. } => {
                add(title);
                add(text);
            }
            Part::Table(table) => {
                for cell in table.rows.iter().flat_map(|row| &row.cells) {
                    if let Cell::Words(words) = cell {
                        add(words);
                    }
                }
            }
            _ => {}
        }
    }
    all
}

/// Each finding by the words of its file, the paper that points it out, the code, and what the remark must name.
/// A finding: its name, the paper that points it out, of which investment, on which day, by which code, in which words.
type Finding = (&'static str, PaperKind, Option<&'static str>, Date, &'static str, &'static [&'static str]);

const FINDINGS: &[Finding] = &[
    (
        "section 6 against the slide",
        PaperKind::Portfolio,
        None,
        date(2022, 9, 30),
        "paper-horizon-differs",
        &["Lær for Livet", "22900000", "18200000"],
    ),
    ("section 6 against the slide", PaperKind::Portfolio, None, date(2022, 9, 30), "finding:F001", &["410000"]),
    ("table against fact sheets", PaperKind::Portfolio, None, date(2022, 9, 30), "finding:F005", &["4800000"]),
    ("Lær for Livet", PaperKind::Portfolio, None, date(2022, 9, 30), "finding:F004", &["Bikubenfonden"]),
    (
        "Udvidet IPS against source 004 (Din Vej i Job)",
        PaperKind::Continuation,
        Some("udvidet-ips"),
        date(2024, 5, 28),
        "finding:F004",
        &["2025", "2024"],
    ),
    (
        "Dialog mod Vold against source 004",
        PaperKind::Continuation,
        Some("dialog-mod-vold"),
        date(2024, 6, 18),
        "finding:F004",
        &["2023", "2024"],
    ),
    (
        "Sammen om Diabetes",
        PaperKind::Continuation,
        Some("sammen-om-diabetes"),
        date(2024, 6, 27),
        "finding:F004",
        &["point", "mmol/mol"],
    ),
    (
        "the three notes",
        PaperKind::Continuation,
        Some("udvidet-ips"),
        date(2024, 5, 28),
        "finding:F004",
        &["byrådets beslutning"],
    ),
];

#[test]
fn every_finding_is_pointed_out() {
    let mut named: Vec<String> = Vec::new();
    for name in ["aarhus-portfolio-2022.toml", "aarhus-continuation-2024.toml"] {
        for finding in published(name)["finding"].as_array().expect("findings") {
            named.push(finding["where"].as_str().expect("where").to_owned());
        }
    }
    let covered: Vec<String> = FINDINGS.iter().map(|(name, ..)| (*name).to_owned()).collect();
    assert_eq!(named, covered, "each finding of the files has its row, in their order");
    for (name, kind, subject, day, key, words) in FINDINGS {
        let report = written(&aarhus(*day), *kind, *subject);
        let all = said(&report);
        let is_said = all.iter().any(|(said, values)| {
            said == key && words.iter().all(|word| values.iter().any(|value| value.replace(".00", "").contains(word)))
        });
        let near: Vec<_> = all.iter().filter(|(said, _)| said == key).collect();
        assert!(is_said, "{name}: no {key} with {words:?} in {near:#?}");
    }
}
