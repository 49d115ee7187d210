//! Papers about all investments: the portfolio page, the half-yearly status, the status for the council, and the table of
//! follow-up and risks.

use virkning_model::portfolio::NotePart;

use super::{accounts, boards, investment, money, parts, people};
use crate::achieved;
use crate::calendar;
use crate::dossier::Dossier;
use crate::economy;
use crate::record::{Cell, Figure, Line, Lineage, Part, Report, Row, Table, Value, Words};

/// The portfolio page: what papers print, what the plans give, and what does not fit together.
pub fn portfolio(dossier: &Dossier) -> Report {
    let mut report = parts::report_of_all(dossier, "portfolio", "paper-title-portfolio");
    fill_portfolio(dossier, &mut report);
    report
}

fn fill_portfolio(dossier: &Dossier, report: &mut Report) {
    for paper in &dossier.papers {
        let Some(economy) = economy::paper_economy(paper) else { continue };
        for (key, label, amount) in [
            ("capital", "paper-capital-raised", economy.all.capital),
            ("repayment", "paper-repayment", economy.all.repayment),
            ("savings", "paper-savings-to", economy.within.savings),
        ] {
            let from = Lineage::computed(paper.id.as_str(), "sum", [format!("{}.total.all.{key}", paper.id)]);
            let label = Words::key(label).with("year", Value::Year(economy.horizon));
            let figure = Figure::new(format!("{}.key.{key}", paper.id), amount, from);
            report.key_figures.push(Line::new(label, figure));
        }
        let heading = Words::key("paper-economy-by-paper").with("paper", paper.name.as_str());
        report.section(heading, money::paper_table(&economy));
    }
    let (planned, _) = money::planned(dossier);
    report.section("paper-capital-heading", money::capital(dossier));
    report.section("paper-exposure-heading", money::exposure(&planned));
    report.section("paper-savings-heading", money::savings(&planned));
    report.section("paper-cumulative-heading", money::curves(&planned));
    let papers: Vec<&str> = dossier.papers.iter().map(|paper| paper.id.as_str()).collect();
    report.section("paper-findings", parts::findings(dossier, &papers));
    report.section("paper-reported-facts", parts::facts(dossier, None));
}

/// The half-yearly status: summary, each investment, the portfolio page, decisions and what comes.
pub fn half_yearly(dossier: &Dossier) -> Report {
    let mut report = parts::report_of_all(dossier, "status", "paper-title-status");
    report.section("paper-summary", parts::text(dossier, None, NotePart::Summary));
    report.section("paper-why", parts::text(dossier, None, NotePart::Why));
    report.section("paper-overview", overview(dossier));
    for idea in &dossier.portfolio.ideas {
        if let Some(agreement) = dossier.agreement_of(idea) {
            report.section(Words::text(idea.name.clone()), investment::status_parts(dossier, idea, agreement));
        }
    }
    fill_portfolio(dossier, &mut report);
    report.section("paper-what-comes", coming(dossier));
    report
}

/// The status for the council with the accounts: the same in short, with exposure and what must be decided.
pub fn council(dossier: &Dossier) -> Report {
    let mut report = parts::report_of_all(dossier, "council", "paper-title-council");
    report.section("paper-summary", parts::text(dossier, None, NotePart::Summary));
    report.section("paper-overview", overview(dossier));
    report.section("paper-accounts", accounts::all(dossier));
    fill_portfolio(dossier, &mut report);
    report.section("paper-budget-round", boards::rounds(dossier));
    report.section("paper-decisions", parts::decisions(dossier, dossier.decisions().map(|(decision, _)| decision)));
    report
}

/// One line for each investment: participants, the latest result and its verdict.
fn overview(dossier: &Dossier) -> Vec<Part> {
    let mut rows = Vec::new();
    for idea in &dossier.portfolio.ideas {
        let Some(agreement) = dossier.agreement_of(idea) else { continue };
        let recruitment = people::recruitment_of(dossier, agreement);
        let results = people::achieved_of(dossier, agreement);
        let intake = || {
            Lineage::term(agreement.id.as_str(), "intake", &agreement.intake.clause, agreement.intake.origin.as_ref())
        };
        let (stage, _) = dossier.stage_of(idea);
        let started = recruitment.points.last().map_or(Value::NotStated, |(_, number)| (*number).into());
        let planned = recruitment.planned.map_or(Value::NotStated, Value::from);
        let forecast = recruitment.forecast.map_or(Cell::Empty, |forecast| {
            let value = Value::Span(forecast.low.into(), forecast.high.into());
            Figure::new(format!("overview.{}.forecast", idea.id), value, intake()).into()
        });
        let verdict: Cell = match verdict_of(&results) {
            Some(word) => Words::key("govern-verdict").with("verdict", Value::Choice(word.to_owned())).into(),
            None => Words::key("paper-nothing-yet").into(),
        };
        rows.push(Row::new(vec![
            Words::text(idea.name.clone()).into(),
            boards::stage_label(dossier, stage).into(),
            Figure::new(format!("overview.{}.started", idea.id), started, intake()).into(),
            Figure::new(format!("overview.{}.planned", idea.id), planned, intake()).into(),
            forecast,
            verdict,
        ]));
    }
    let columns =
        ["paper-investment", "paper-stage", "paper-started", "paper-planned", "paper-forecast-short", "paper-verdict"];
    vec![Part::Table(Table {
        caption: "paper-overview".into(),
        columns: columns.map(Words::key).to_vec(),
        rows,
        note: Some("paper-interval-note".into()),
    })]
}

/// The word for all results together: mixed where some speak for it and others against it.
fn verdict_of(results: &[achieved::Achieved]) -> Option<&'static str> {
    let of_measures: Vec<achieved::Achieved> = results
        .iter()
        .filter(|one| matches!(one.about, virkning_model::implementation::ActualAbout::Measure(_)))
        .cloned()
        .collect();
    if achieved::is_mixed(&of_measures) {
        return Some("mixed");
    }
    let latest = of_measures.iter().filter(|one| one.verdict.speaks_for().is_some()).max_by_key(|one| one.as_of);
    latest.map(|one| one.verdict.word())
}

fn coming(dossier: &Dossier) -> Vec<Part> {
    let mut events = calendar::events(dossier, dossier.today, parts::in_a_year(dossier.today));
    events.retain(|event| event.kind.is_deadline());
    if events.is_empty() {
        Vec::new()
    } else {
        vec![Part::Table(parts::events_table("paper-deadlines", &events, true))]
    }
}

/// Follow-up and risks, investment by investment.
pub fn follow_up_table(dossier: &Dossier) -> Report {
    let mut report = parts::report_of_all(dossier, "follow-up-table", "paper-title-follow-up-table");
    let mut rows = Vec::new();
    for idea in &dossier.portfolio.ideas {
        let Some(agreement) = dossier.agreement_of(idea) else { continue };
        for (risk, warns) in risks(dossier, agreement) {
            let word = if warns { "high" } else { "watch" };
            rows.push(Row::new(vec![
                Words::text(idea.name.clone()).into(),
                risk.into(),
                Words::key("paper-risk-level").with("level", Value::Choice(word.to_owned())).into(),
            ]));
        }
        for point in parts::points(dossier, Some(idea), NotePart::Risks) {
            let level = Words::key("paper-risk-level").with("level", Value::Choice("noted".to_owned()));
            rows.push(Row::new(vec![Words::text(idea.name.clone()).into(), point.into(), level.into()]));
        }
    }
    let columns = ["paper-investment", "paper-risk", "paper-level"].map(Words::key).to_vec();
    let table = Table { caption: "paper-risks".into(), columns, rows, note: None };
    report.section("paper-risks", vec![Part::Table(table)]);
    report.section("paper-what-comes", coming(dossier));
    report.section("paper-decisions", parts::decisions(dossier, dossier.decisions().map(|(decision, _)| decision)));
    report
}

/// What may go wrong, as far as the figures tell; the flag says that it has.
pub fn risks(dossier: &Dossier, agreement: &virkning_model::Agreement) -> Vec<(Words, bool)> {
    let mut risks = Vec::new();
    let recruitment = people::recruitment_of(dossier, agreement);
    if let (Some(forecast), Some(planned)) = (recruitment.forecast, recruitment.planned)
        && Into::<rust_decimal::Decimal>::into(planned) > forecast.number
    {
        let words = Words::key("paper-risk-recruitment")
            .with("number", Value::Count(forecast.number))
            .with("low", forecast.low)
            .with("high", forecast.high)
            .with("planned", planned);
        risks.push((words, forecast.high < planned));
    }
    if let Some((number, of)) = recruitment.dropped_out {
        let words = Words::key("paper-risk-drop-out").with("number", Value::Count(number)).with("of", Value::Count(of));
        risks.push((words, false));
    }
    for one in people::achieved_of(dossier, agreement) {
        if one.verdict.speaks_for() == Some(false) {
            let words = Words::key("paper-risk-result")
                .with("label", one.label.as_str())
                .with("verdict", Value::Choice(one.verdict.word().to_owned()));
            risks.push((words, one.verdict == achieved::Verdict::ClearlyBelow));
        }
    }
    for saving in agreement.savings.iter().filter(|saving| saving.cashable == Some(false)) {
        risks.push((Words::key("paper-risk-not-cashable").with("label", saving.label.as_str()), true));
    }
    if recruitment.planned.is_some_and(|planned| planned < 30) {
        risks.push((Words::key("paper-risk-small").with("planned", recruitment.planned.unwrap_or_default()), false));
    }
    risks
}
