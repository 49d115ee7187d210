//! Sections that papers share: facts of an investment, texts, findings, decisions, deadlines.

use jiff::ToSpan;
use jiff::civil::Date;
use rust_decimal::Decimal;
use virkning_model::Agreement;
use virkning_model::agreement::{Clause, PartyRole};
use virkning_model::portfolio::{Decision, Fact, FactUnit, Idea, NotePart};

use super::PaperError;
use crate::calendar::{self, Event};
use crate::dossier::Dossier;
use crate::record::{Cell, Figure, Line, Lineage, Part, Report, Row, Table, Value, Words};

/// An idea and its agreement, by the identifier of either.
pub fn investment<'a>(dossier: &'a Dossier, subject: &str) -> Result<(&'a Idea, &'a Agreement), PaperError> {
    let idea = idea(dossier, subject)?;
    let agreement = dossier.agreement_of(idea).ok_or_else(|| PaperError::NoAgreement(idea.name.clone()))?;
    Ok((idea, agreement))
}

/// An idea by its own identifier or its agreement's.
pub fn idea<'a>(dossier: &'a Dossier, subject: &str) -> Result<&'a Idea, PaperError> {
    let ideas = &dossier.portfolio.ideas;
    let own = ideas.iter().find(|idea| idea.id.as_str() == subject);
    own.or_else(|| dossier.idea_of(subject)).ok_or_else(|| {
        PaperError::UnknownSubject(subject.to_owned(), ideas.iter().map(|idea| idea.id.to_string()).collect())
    })
}

/// A report about one investment, with its name as the title.
pub fn report_of(dossier: &Dossier, kind: &str, idea: &Idea, subtitle: &str) -> Report {
    let title = Words::text(idea.name.clone());
    let mut report = Report::new(kind, idea.id.as_str(), title, &dossier.portfolio.municipality, dossier.today);
    report.subtitle = Words::key(subtitle).with("day", dossier.today);
    report
}

/// A report about the portfolio.
pub fn report_of_all(dossier: &Dossier, kind: &str, title: &str) -> Report {
    let portfolio = &dossier.portfolio;
    let mut report =
        Report::new(kind, portfolio.id.as_str(), Words::key(title), &portfolio.municipality, dossier.today);
    report.subtitle = Words::text(portfolio.name.clone());
    report
}

/// The paragraphs of a free text.
pub fn text(dossier: &Dossier, about: Option<&Idea>, part: NotePart) -> Vec<Part> {
    let Some(note) = dossier.note(about, part) else { return Vec::new() };
    let paragraphs = note.text.split("\n\n").map(str::trim).filter(|text| !text.is_empty());
    paragraphs.map(|text| Part::Text(Words::text(text.replace('\n', " ")))).collect()
}

/// The lines of a free text, each a point of its own.
pub fn points(dossier: &Dossier, about: Option<&Idea>, part: NotePart) -> Vec<Words> {
    let Some(note) = dossier.note(about, part) else { return Vec::new() };
    note.text.lines().map(str::trim).filter(|line| !line.is_empty()).map(Words::text).collect()
}

/// The facts at the head of a sheet: period, capital, organisation.
pub fn head_facts(dossier: &Dossier, idea: &Idea, agreement: &Agreement) -> Vec<Line> {
    let mut lines = Vec::new();
    let id = idea.id.as_str();
    for (paper, project) in dossier.projects(agreement.id.as_str()).collect::<Vec<_>>() {
        let from = |key: &str| {
            let term = format!("project.{}.{key}", project.id);
            Lineage::term(paper.id.as_str(), term, &project.clause, project.origin.as_ref())
        };
        let paper_name = || Words::key("paper-by-paper").with("paper", paper.name.as_str());
        if let Some(period) = project.period {
            let figure =
                Figure::new(format!("{}.{id}.period", paper.id), Value::Years(period.from, period.to), from("period"));
            lines.push(Line::new("paper-period", figure).noted(paper_name()));
        }
        if let Some(year) = project.follow_up_to {
            let figure =
                Figure::new(format!("{}.{id}.follow-up-to", paper.id), Value::Year(year), from("follow_up_to"));
            lines.push(Line::new("paper-follow-up-to", figure).noted(paper_name()));
        }
    }
    let term = |key: &str, clause: &Clause, origin| Lineage::term(agreement.id.as_str(), key, clause, origin);
    if let Some(financing) = &agreement.financing {
        let from = |key: &str| term(&format!("financing.{key}"), &financing.clause, financing.origin.as_ref());
        let named = [
            ("price", financing.price),
            ("capital", financing.capital),
            ("own-financing", financing.own_financing),
            ("guarantee", financing.guarantee),
        ];
        for (key, amount) in named {
            if amount.is_some() || key == "capital" {
                let figure = Figure::new(format!("{id}.{key}"), amount, from(key));
                lines.push(Line::new(format!("paper-{key}").as_str(), figure));
            }
        }
    }
    // Where no totals are stated they follow from the terms.
    if agreement.financing.is_none()
        && let Some(plan) = dossier.plan(agreement)
    {
        let named = [
            ("price", plan.financing.price),
            ("capital", plan.financing.capital),
            ("own-financing", plan.financing.own_financing),
        ];
        for (key, amount) in named.into_iter().filter(|(_, amount)| !amount.is_zero()) {
            let from = Lineage::computed(agreement.id.as_str(), "plan", ["cost", "funding", "own_financing"]);
            lines.push(Line::new(format!("paper-{key}").as_str(), Figure::new(format!("{id}.{key}"), amount, from)));
        }
    }
    for role in [PartyRole::Authority, PartyRole::Investor, PartyRole::Provider, PartyRole::Guarantor, PartyRole::Payer]
    {
        let parties: Vec<_> = agreement.parties.iter().filter(|party| party.is(role)).collect();
        if let Some(first) = parties.first() {
            let names: Vec<&str> = parties.iter().map(|party| party.name.as_str()).collect();
            let figure = Figure::new(
                format!("{id}.{}", role_word(role)),
                Value::Text(names.join(" · ")),
                term(&format!("party.{}", first.id), &first.clause, first.origin.as_ref()),
            );
            lines.push(Line::new(format!("paper-role-{}", role_word(role)).as_str(), figure));
        }
    }
    lines
}

fn role_word(role: PartyRole) -> &'static str {
    match role {
        PartyRole::Authority => "authority",
        PartyRole::Investor => "investor",
        PartyRole::Provider => "provider",
        PartyRole::Guarantor => "guarantor",
        PartyRole::Payer => "payer",
    }
}

/// Target group, intervention, and how many are planned.
pub fn about(idea: &Idea, agreement: &Agreement) -> Vec<Part> {
    let group = &agreement.target_group;
    let mut parts =
        vec![Part::Heading("paper-target-group".into()), Part::Text(Words::text(group.description.clone()))];
    if !group.profile.is_empty() {
        parts.push(Part::List(group.profile.iter().map(Words::text).collect()));
    }
    parts.push(Part::Facts(planned(idea, agreement)));
    parts.push(Part::Heading("paper-intervention".into()));
    parts.push(Part::Text(Words::text(agreement.intervention.label.clone())));
    if !agreement.intervention.steps.is_empty() {
        parts.push(Part::List(agreement.intervention.steps.iter().map(Words::text).collect()));
    }
    parts
}

/// How many are planned in a year and in all, with the upper end where the source gives a span.
fn planned(idea: &Idea, agreement: &Agreement) -> Vec<Line> {
    let (id, intake) = (idea.id.as_str(), &agreement.intake);
    let from = |key: &str| {
        Lineage::term(agreement.id.as_str(), format!("intake.{key}"), &intake.clause, intake.origin.as_ref())
    };
    let mut lines = Vec::new();
    let (low, high) = (intake.by_year.values().min(), intake.by_year.values().max());
    if let (Some(low), Some(high)) = (low, high) {
        let high = intake.up_to.values().max().unwrap_or(high);
        let figure = Figure::new(format!("{id}.intake.per-year"), span(*low, *high), from("by_year"));
        lines.push(Line::new("paper-per-year", figure));
    }
    let total = crate::recruitment::total(agreement);
    let most: u32 = intake.by_year.iter().map(|(year, number)| intake.up_to.get(year).unwrap_or(number)).sum();
    let value = total.map_or(Value::NotStated, |total| span(total, most.max(total)));
    lines.push(Line::new("paper-participants", Figure::new(format!("{id}.intake.total"), value, from("total"))));
    for earlier in &agreement.earlier {
        if let Some(before) = crate::recruitment::total(&earlier.terms).filter(|before| Some(*before) != total) {
            let figure = Figure::new(format!("{id}.intake.total.until-{}", earlier.until), before, from("total"));
            lines.push(Line::new(Words::key("paper-participants-until").with("day", earlier.until), figure));
        }
    }
    lines
}

fn span(low: u32, high: u32) -> Value {
    if low == high { low.into() } else { Value::Span(low.into(), high.into()) }
}

/// Reported facts that no agreement has a term for.
pub fn facts(dossier: &Dossier, about: Option<&Idea>) -> Vec<Part> {
    let known: Vec<&Fact> =
        dossier.facts(about).filter(|fact| fact.as_of.is_none_or(|day| day <= dossier.today)).collect();
    if known.is_empty() {
        return Vec::new();
    }
    let line = |fact: &&Fact| {
        let from = dossier.lineage(format!("fact.{}", fact.id), &fact.clause, fact.origin.as_ref());
        let figure = Figure::new(format!("fact.{}", fact.id), fact_value(fact, dossier), from);
        let line = Line::new(Words::text(fact.label.clone()), figure);
        match fact.as_of {
            Some(day) => line.noted(Words::key("paper-as-of").with("day", day)),
            None => line,
        }
    };
    vec![Part::Facts(known.iter().map(line).collect())]
}

fn fact_value(fact: &Fact, dossier: &Dossier) -> Value {
    let Some(number) = fact.number else { return Value::Unreadable };
    let year = |number: Decimal| i16::try_from(number).unwrap_or_default();
    match (fact.unit, fact.up_to, fact.of) {
        (FactUnit::Year, Some(up_to), _) => Value::Years(year(number), year(up_to)),
        (FactUnit::Year, None, _) => Value::Year(year(number)),
        (FactUnit::Share, _, _) => Value::Share(number),
        (FactUnit::Kroner, _, _) => {
            virkning_model::Money::exact(dossier.portfolio.currency, number).map_or(Value::Count(number), Value::Money)
        }
        (FactUnit::Count, Some(up_to), _) => Value::Span(number, up_to),
        (FactUnit::Count, None, Some(of)) => Value::Of(number, of),
        (FactUnit::Count, None, None) => Value::Count(number),
    }
}

/// What the checks found in these documents, one remark each. Nothing where there is none.
pub fn findings(dossier: &Dossier, documents: &[&str]) -> Vec<Part> {
    let mut lines: Vec<Words> = Vec::new();
    for document in documents {
        // How a measure sees people is for whoever writes the agreement (`check`); papers show what does not agree.
        for finding in dossier.findings_in(document).filter(|finding| finding.code.starts_with('F')) {
            let mut words = Words::key(&format!("finding:{}", finding.code))
                .with("document", finding.document.as_str())
                .with("line", Value::Number(finding.line.into(), String::new()));
            for (name, value) in &finding.arguments {
                words = words.with(name, Value::Choice(value.clone()));
            }
            if !lines.contains(&words) {
                lines.push(words);
            }
        }
    }
    if lines.is_empty() {
        Vec::new()
    } else {
        vec![Part::Text("paper-findings-text".into()), Part::List(lines)]
    }
}

/// What the checks found about one investment: everything in its agreement, and of the papers what names it.
pub fn findings_about(dossier: &Dossier, idea: &Idea, agreement: &Agreement) -> Vec<Part> {
    let mut names: Vec<&str> = vec![idea.name.as_str(), agreement.name.as_str(), agreement.id.as_str()];
    names.extend(idea.aliases.iter().chain(&agreement.aliases).map(String::as_str));
    let mut own = dossier.clone();
    own.findings.retain(|finding| {
        finding.document == agreement.id.as_str()
            || finding.arguments.iter().any(|(_, value)| names.iter().any(|name| value.contains(name)))
    });
    let papers = dossier.papers.iter().map(|paper| paper.id.as_str());
    let documents: Vec<&str> = std::iter::once(agreement.id.as_str()).chain(papers).collect();
    findings(&own, &documents)
}

/// A table of decisions with conditions, dissent and follow-up.
pub fn decisions<'a>(dossier: &Dossier, decisions: impl Iterator<Item = &'a Decision>) -> Vec<Part> {
    let mut rows = Vec::new();
    let mut tasks = Vec::new();
    for decision in decisions {
        let id = format!("decision.{}", decision.id);
        let from = dossier.lineage(id.clone(), &decision.clause, decision.origin.as_ref());
        let day = decision.on.map_or(Value::Unreadable, Value::Day);
        let mut text = vec![decision.text.clone()];
        text.extend(decision.conditions.iter().cloned());
        text.extend(decision.dissent.iter().cloned());
        rows.push(Row::new(vec![
            Figure::new(format!("{id}.on"), day, from.clone()).into(),
            dossier.forum_name(&decision.forum).into(),
            Words::key("govern-decision").with("kind", Value::Choice(decision.kind.word().to_owned())).into(),
            Words::text(text.join(" ")).into(),
        ]));
        for (number, task) in (1..).zip(&decision.follow_up) {
            let by = task.by.map_or(Value::NotStated, Value::Day);
            tasks.push(Row::new(vec![
                Words::text(task.what.clone()).into(),
                Words::text(task.who.clone()).into(),
                Figure::new(format!("{id}.follow-up.{number}"), by, from.clone()).into(),
            ]));
        }
    }
    let mut parts = Vec::new();
    if !rows.is_empty() {
        let columns = ["paper-day", "paper-forum", "paper-kind", "paper-decision"].map(Words::key).to_vec();
        parts.push(Part::Table(Table { caption: "paper-decisions".into(), columns, rows, note: None }));
    }
    if !tasks.is_empty() {
        let columns = ["paper-task", "paper-who", "paper-by-when"].map(Words::key).to_vec();
        parts.push(Part::Table(Table { caption: "paper-tasks".into(), columns, rows: tasks, note: None }));
    }
    parts
}

/// A table of events.
pub fn events_table(caption: &str, events: &[Event], with_name: bool) -> Table {
    let row = |event: &Event| {
        let figure = Figure::new(format!("event.{}", event.key), event.on, event.from.clone());
        let mut cells: Vec<Cell> = vec![figure.into()];
        if with_name {
            cells.push(Words::text(event.name.clone()).into());
        }
        cells.push(calendar::kind_words(event.kind).into());
        let label = match &event.reading {
            Some(_) if event.is_other_reading => Words::key("paper-other-reading").with("text", event.label.as_str()),
            _ => Words::text(event.label.clone()),
        };
        cells.push(label.into());
        Row::new(cells)
    };
    let name = with_name.then_some("paper-investment");
    let columns = std::iter::once("paper-day").chain(name).chain(["paper-kind", "paper-what"]).map(Words::key);
    let rows = events.iter().map(row).collect();
    Table { caption: caption.into(), columns: columns.collect(), rows, note: None }
}

/// The deadlines of one investment in the year to come.
pub fn deadlines(dossier: &Dossier, about: &str) -> Vec<Part> {
    let until = in_a_year(dossier.today);
    let mut events = calendar::events(dossier, dossier.today, until);
    events.retain(|event| {
        event.about == about && (event.kind.is_deadline() || event.kind == calendar::EventKind::Meeting)
    });
    if events.is_empty() {
        return vec![Part::Text(Words::key("paper-no-deadlines").with("day", until))];
    }
    vec![Part::Table(events_table("paper-deadlines", &events, false))]
}

/// The same day of the next year.
pub fn in_a_year(day: Date) -> Date {
    day.checked_add(1.year()).unwrap_or(Date::MAX)
}
