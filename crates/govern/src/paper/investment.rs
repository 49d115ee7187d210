//! Papers about one investment: fact sheet and status, recruitment, expected against achieved, the steering group's paper,
//! the public summary, and the business case in two templates.

use virkning_engine::Plan;
use virkning_engine::plan::RowKind;
use virkning_model::Agreement;
use virkning_model::portfolio::{Idea, NotePart};

use super::{PaperError, boards, money, parts, people, status};
use crate::dossier::Dossier;
use crate::economy;
use crate::record::{Cell, Figure, Line, Lineage, Part, Report, Row, Table, Value, Words};

/// Two pages: facts, then status.
pub fn fact_sheet(dossier: &Dossier, subject: &str) -> Result<Report, PaperError> {
    let (idea, agreement) = parts::investment(dossier, subject)?;
    let mut report = parts::report_of(dossier, "fact-sheet", idea, "paper-subtitle-fact-sheet");
    report.facts = parts::head_facts(dossier, idea, agreement);
    report.key_figures = key_figures(dossier, idea, agreement);
    report.section("paper-about", parts::about(idea, agreement));
    report.section("paper-measures-heading", people::measures(agreement));
    report.section("paper-phases", phases(dossier, idea));
    report.section("paper-status", status_parts(dossier, idea, agreement));
    report.section("paper-experiences", parts::text(dossier, Some(idea), NotePart::Experiences));
    report.section("paper-voices", parts::text(dossier, Some(idea), NotePart::Voices));
    report.section("paper-findings", parts::findings_about(dossier, idea, agreement));
    Ok(report)
}

fn key_figures(dossier: &Dossier, idea: &Idea, agreement: &Agreement) -> Vec<Line> {
    let recruitment = people::recruitment_of(dossier, agreement);
    let lines = people::recruitment_lines(idea, agreement, &recruitment);
    let wanted = ["recruitment.started", "recruitment.planned", "recruitment.forecast"];
    let mut chosen: Vec<Line> = Vec::new();
    if let Some(financing) = agreement.financing.as_ref().filter(|financing| financing.capital.is_some()) {
        let from =
            Lineage::term(agreement.id.as_str(), "financing.capital", &financing.clause, financing.origin.as_ref());
        chosen
            .push(Line::new("paper-capital", Figure::new(format!("{}.key.capital", idea.id), financing.capital, from)));
    }
    for suffix in wanted {
        let id = format!("{}.{suffix}", idea.id);
        if let Some(line) = lines.iter().find(|line| line.figure.id == id) {
            let mut line = line.clone();
            line.figure.id = format!("{}.key.{suffix}", idea.id);
            chosen.push(line);
        }
    }
    chosen
}

/// Where it stands among the stages.
fn phases(dossier: &Dossier, idea: &Idea) -> Vec<Part> {
    let (stage, moved) = dossier.stage_of(idea);
    let from = match moved {
        Some(decision) => {
            dossier.lineage(format!("decision.{}", decision.id), &decision.clause, decision.origin.as_ref())
        }
        None => dossier.lineage(format!("idea.{}.stage", idea.id), &idea.clause, idea.origin.as_ref()),
    };
    let value = match stage {
        virkning_model::portfolio::Stage::Unreadable => Value::Unreadable,
        stage => Value::Text(stage.word().to_owned()),
    };
    let line = Line::new("paper-stage", Figure::new(format!("{}.stage", idea.id), value, from));
    let line = if stage.is_on_the_way() {
        line.noted(boards::stage_label(dossier, stage))
    } else {
        line
    };
    vec![Part::Facts(vec![line])]
}

/// How it goes: the text, participants, results, reported facts, triggers.
pub fn status_parts(dossier: &Dossier, idea: &Idea, agreement: &Agreement) -> Vec<Part> {
    let recruitment = people::recruitment_of(dossier, agreement);
    let mut all = parts::text(dossier, Some(idea), NotePart::Status);
    all.push(Part::Heading("paper-participants-heading".into()));
    all.push(Part::Facts(people::recruitment_lines(idea, agreement, &recruitment)));
    all.extend(people::triggers(&recruitment));
    all.push(Part::Heading("paper-results-heading".into()));
    all.extend(people::achieved_parts(idea, agreement, &people::achieved_of(dossier, agreement)));
    all.extend(parts::facts(dossier, Some(idea)));
    all
}

/// Planned and actual, month by month, the forecast, and what fewer participants mean.
pub fn recruitment(dossier: &Dossier, subject: &str) -> Result<Report, PaperError> {
    let (idea, agreement) = parts::investment(dossier, subject)?;
    let terms = agreement.in_force(dossier.today);
    let recruitment = people::recruitment_of(dossier, agreement);
    let mut report = parts::report_of(dossier, "recruitment", idea, "paper-subtitle-recruitment");
    report.key_figures = key_figures(dossier, idea, agreement).into_iter().skip(1).collect();
    let mut lines = vec![Part::Facts(people::recruitment_lines(idea, agreement, &recruitment))];
    lines.extend(people::recruitment_chart(idea, &recruitment));
    report.section("paper-participants-heading", lines);
    report.section("paper-triggers", people::triggers(&recruitment));
    let plan = dossier.plan(terms);
    let forecast = recruitment.forecast.and_then(|forecast| u32::try_from(forecast.number).ok());
    report.section("paper-shortfall-heading", money::shortfall(terms, recruitment.planned, forecast, plan.as_ref()));
    let table = people::recruitment_table(idea, agreement, &recruitment);
    report.section("paper-by-month", vec![Part::Table(table)]);
    Ok(report)
}

/// Expected against achieved.
pub fn achieved(dossier: &Dossier, subject: &str) -> Result<Report, PaperError> {
    let (idea, agreement) = parts::investment(dossier, subject)?;
    let mut report = parts::report_of(dossier, "achieved", idea, "paper-subtitle-achieved");
    let achieved = people::achieved_of(dossier, agreement);
    report.section("paper-results-heading", people::achieved_parts(idea, agreement, &achieved));
    report.section("paper-measures-heading", people::measures(agreement));
    report.section("paper-findings", parts::findings_about(dossier, idea, agreement));
    Ok(report)
}

/// What a steering group looks at: progress, results, economy, deadlines, follow-up of decisions.
pub fn steering_group(dossier: &Dossier, subject: &str) -> Result<Report, PaperError> {
    let (idea, agreement) = parts::investment(dossier, subject)?;
    let mut report = parts::report_of(dossier, "steering-group", idea, "paper-subtitle-steering-group");
    for meeting in &agreement.meetings {
        let members = meeting.members.join(" · ");
        let from = Lineage::term(agreement.id.as_str(), "meeting", &meeting.clause, meeting.origin.as_ref());
        let id = format!("{}.meeting.{}", idea.id, meeting.id);
        report.facts.push(Line::new(Words::text(meeting.label.clone()), Figure::new(id, members.as_str(), from)));
    }
    report.section("paper-status", status_parts(dossier, idea, agreement));
    let recruitment = people::recruitment_of(dossier, agreement);
    let terms = agreement.in_force(dossier.today);
    let plan = dossier.plan(terms);
    let forecast = recruitment.forecast.and_then(|forecast| u32::try_from(forecast.number).ok());
    report.section("paper-shortfall-heading", money::shortfall(terms, recruitment.planned, forecast, plan.as_ref()));
    report.section("paper-risks", risk_points(dossier, agreement));
    report.section("paper-deadlines", parts::deadlines(dossier, agreement.id.as_str()));
    report.section("paper-decisions", parts::decisions(dossier, dossier.decisions_about(idea)));
    Ok(report)
}

fn risk_points(dossier: &Dossier, agreement: &Agreement) -> Vec<Part> {
    let points: Vec<Words> = status::risks(dossier, agreement).into_iter().map(|(words, _)| words).collect();
    if points.is_empty() { Vec::new() } else { vec![Part::List(points)] }
}

/// What the public reads: for whom, what, how many, what came of it. Nothing about single people and no small counts: a
/// number that is smaller than the least that may be shown is left out by whoever prints it for the public.
pub fn public_summary(dossier: &Dossier, subject: &str) -> Result<Report, PaperError> {
    let (idea, agreement) = parts::investment(dossier, subject)?;
    let mut report = parts::report_of(dossier, "public-summary", idea, "paper-subtitle-public");
    report.section("paper-purpose", vec![Part::Text(Words::text(agreement.purpose.clone()))]);
    report.section("paper-about", parts::about(idea, agreement));
    report.section("paper-measures-heading", people::measures(agreement));
    report.section("paper-status", parts::text(dossier, Some(idea), NotePart::Status));
    let recruitment = people::recruitment_of(dossier, agreement);
    let lines = people::recruitment_lines(idea, agreement, &recruitment);
    let lines = lines.into_iter().filter(|line| !is_of_few(&line.figure.id)).collect();
    report.section("paper-participants-heading", vec![Part::Facts(lines)]);
    report.section("paper-voices", parts::text(dossier, Some(idea), NotePart::Voices));
    Ok(report)
}

/// How many left, and the share of them: of few people by nature.
fn is_of_few(figure: &str) -> bool {
    figure.ends_with(".dropped-out") || figure.ends_with(".drop-out")
}

/// The business case: investment, savings and net by year; Copenhagen's template splits by budget area.
pub fn business_case(dossier: &Dossier, subject: &str, copenhagen: bool) -> Result<Report, PaperError> {
    let (idea, agreement) = parts::investment(dossier, subject)?;
    let none = || PaperError::NoBusinessCase(idea.name.clone());
    let plan = dossier.plan(agreement).ok_or_else(none)?;
    if plan.business_case.years.is_empty() {
        return Err(none());
    }
    let kind = if copenhagen { "business-case-copenhagen" } else { "business-case" };
    let mut report = parts::report_of(dossier, kind, idea, "paper-subtitle-business-case");
    report.facts = parts::head_facts(dossier, idea, agreement);
    report.section("paper-purpose", vec![Part::Text(Words::text(agreement.purpose.clone()))]);
    report.section("paper-about", parts::about(idea, agreement));
    let table = if copenhagen {
        permanent_changes(agreement, &plan)
    } else {
        by_year(agreement, &plan)
    };
    let mut economy = vec![Part::Table(table)];
    if let Some(payback) = &plan.payback {
        economy.extend(payback_lines(agreement, payback));
    }
    report.section("paper-economy-heading", economy);
    report.section("paper-effect", people::measures(agreement));
    report.section("paper-follow-up-heading", follow_up(agreement));
    report.section("paper-risks", risk_points(dossier, agreement));
    report.section("paper-findings", parts::findings(dossier, &[agreement.id.as_str()]));
    Ok(report)
}

fn payback_lines(agreement: &Agreement, payback: &virkning_engine::plan::Payback) -> Vec<Part> {
    let line = |name: &str, time: Option<virkning_engine::plan::PaybackTime>| {
        let value = time.map_or(Value::NotStated, |time| Value::Number(time.rounded, String::new()));
        let from = Lineage::computed(agreement.id.as_str(), "payback", ["business_case"]);
        Line::new(
            format!("paper-payback-{name}").as_str(),
            Figure::new(format!("{}.payback.{name}", agreement.id), value, from),
        )
    };
    vec![Part::Facts(vec![line("total", payback.total), line("service", payback.service)])]
}

fn case_columns(plan: &Plan) -> Vec<Words> {
    let case = &plan.business_case;
    let years = case.years.iter().map(|year| Words::text(year.to_string()));
    std::iter::once(Words::key("paper-row")).chain(years).chain([Words::key("paper-in-all")]).collect()
}

fn amounts_row(id: &str, label: Words, amounts: &[virkning_model::Money], years: &[i16], is_total: bool) -> Row {
    let mut cells: Vec<Cell> = vec![label.into()];
    let from = || Lineage::computed(id.split('.').next().unwrap_or_default(), "business-case", ["cost", "saving"]);
    for (year, amount) in years.iter().zip(amounts) {
        cells.push(Figure::new(format!("{id}.{year}"), *amount, from()).into());
    }
    let sum = amounts.iter().copied().reduce(|all, amount| all + amount);
    cells.push(sum.map_or(Cell::Empty, |sum| Figure::new(format!("{id}.total"), sum, from()).into()));
    Row { cells, is_total }
}

fn added(
    rows: &[&virkning_engine::plan::Row],
    length: usize,
    zero: virkning_model::Money,
) -> Vec<virkning_model::Money> {
    (0..length)
        .map(|place| rows.iter().fold(zero, |all, row| row.amounts.get(place).map_or(all, |amount| all + *amount)))
        .collect()
}

/// Investment, savings, net and cumulated net, as Aarhus prints them.
fn by_year(agreement: &Agreement, plan: &Plan) -> Table {
    let (case, id) = (&plan.business_case, agreement.id.as_str());
    let zero = virkning_model::Money::zero(agreement.currency);
    let of = |wanted: bool| -> Vec<&virkning_engine::plan::Row> {
        case.rows.iter().filter(|row| row.stated && (row.kind == RowKind::Cost) == wanted).collect()
    };
    let length = case.years.len();
    let (costs, savings) = (added(&of(true), length, zero), added(&of(false), length, zero));
    let net: Vec<_> = costs.iter().zip(&savings).map(|(cost, saving)| *cost + *saving).collect();
    let mut rows = Vec::new();
    for row in case.rows.iter().filter(|row| row.stated) {
        let label = match &row.area {
            Some(area) if *area != row.label => format!("{}: {area}", row.label),
            _ => row.label.clone(),
        };
        let name = format!("{id}.case.{}.{}", row.term, rows.len());
        rows.push(amounts_row(&name, Words::text(label), &row.amounts, &case.years, false));
    }
    rows.push(amounts_row(&format!("{id}.case.costs"), "paper-investment-row".into(), &costs, &case.years, true));
    rows.push(amounts_row(&format!("{id}.case.savings"), "paper-savings".into(), &savings, &case.years, true));
    rows.push(amounts_row(&format!("{id}.case.net"), "paper-net".into(), &net, &case.years, true));
    let mut sum = zero;
    let cumulated: Vec<_> = net
        .iter()
        .map(|amount| {
            sum += *amount;
            sum
        })
        .collect();
    let mut last =
        amounts_row(&format!("{id}.case.cumulative"), "paper-cumulative".into(), &cumulated, &case.years, true);
    if let Some(cell) = last.cells.last_mut() {
        *cell = Cell::Empty;
    }
    rows.push(last);
    Table { caption: "paper-case-table".into(), columns: case_columns(plan), rows, note: Some(level(agreement)) }
}

/// Permanent changes and implementation costs by budget area, as Copenhagen prints them: savings below zero.
fn permanent_changes(agreement: &Agreement, plan: &Plan) -> Table {
    let (case, id) = (&plan.business_case, agreement.id.as_str());
    let zero = virkning_model::Money::zero(agreement.currency);
    let mut rows = Vec::new();
    let is_implementation = |row: &virkning_engine::plan::Row| {
        row.cost_kind == Some(virkning_model::business_case::CostKind::Implementation)
    };
    let mut sums = Vec::new();
    for (key, wanted) in [("permanent", false), ("implementation", true)] {
        let of: Vec<_> = case.rows.iter().filter(|row| row.stated && is_implementation(row) == wanted).collect();
        for row in &of {
            let negative: Vec<_> = row.amounts.iter().map(|amount| -*amount).collect();
            let area = row.budget_area.map_or("none", area_word);
            let label = Words::key("paper-row-by-area")
                .with("label", row.label.as_str())
                .with("area", Value::Choice(area.to_owned()));
            let name = format!("{id}.case.{key}.{}.{}", row.term, rows.len());
            rows.push(amounts_row(&name, label, &negative, &case.years, false));
        }
        let sum: Vec<_> = added(&of, case.years.len(), zero).into_iter().map(|amount| -amount).collect();
        let label = format!("paper-sum-{key}");
        rows.push(amounts_row(&format!("{id}.case.{key}"), label.as_str().into(), &sum, &case.years, true));
        sums.push(sum);
    }
    let all: Vec<_> = sums[0].iter().zip(&sums[1]).map(|(one, other)| *one + *other).collect();
    rows.push(amounts_row(&format!("{id}.case.effect"), "paper-sum-effect".into(), &all, &case.years, true));
    Table { caption: "paper-case-table".into(), columns: case_columns(plan), rows, note: Some(level(agreement)) }
}

fn area_word(area: virkning_model::agreement::BudgetArea) -> &'static str {
    match area {
        virkning_model::agreement::BudgetArea::Service => "service",
        virkning_model::agreement::BudgetArea::Transfers => "transfers",
        virkning_model::agreement::BudgetArea::Ei => "ei",
        virkning_model::agreement::BudgetArea::Eo => "eo",
        virkning_model::agreement::BudgetArea::Construction => "construction",
    }
}

fn level(agreement: &Agreement) -> Words {
    Words::key("paper-price-level").with("level", Value::Choice(economy::level_word(&agreement.price_level)))
}

/// Success criterion, how it is measured, who answers, when: the follow-up table of both templates.
fn follow_up(agreement: &Agreement) -> Vec<Part> {
    let row = |measure: &virkning_model::agreement::Measure| {
        let goal = agreement.goals.iter().find(|goal| goal.measures.contains(&measure.id));
        let who = measure.verified_by.as_ref().and_then(|role| agreement.roles.iter().find(|known| known.id == *role));
        let authority =
            agreement.parties.iter().find(|party| party.is(virkning_model::agreement::PartyRole::Authority));
        let when = measure.window.years().map(|years| (years.from, years.to));
        let from = Lineage::term(
            agreement.id.as_str(),
            format!("measure.{}", measure.id),
            &measure.clause,
            measure.origin.as_ref(),
        );
        let years = when.map_or(Value::NotStated, |(from, to)| Value::Years(from, to));
        let answers = who.map(|role| role.label.clone()).or_else(|| authority.map(|party| party.short_name.clone()));
        Row::new(vec![
            Words::text(goal.map_or(measure.label.clone(), |goal| goal.label.clone())).into(),
            Words::text(measure.label.clone()).into(),
            Words::text(answers.unwrap_or_default()).into(),
            Figure::new(format!("{}.follow-up.{}", agreement.id, measure.id), years, from).into(),
        ])
    };
    if agreement.measures.is_empty() {
        return Vec::new();
    }
    let columns = ["paper-criterion", "paper-how-measured", "paper-who", "paper-when"].map(Words::key).to_vec();
    let rows = agreement.measures.iter().map(row).collect();
    vec![Part::Table(Table { caption: "paper-follow-up-heading".into(), columns, rows, note: None })]
}
