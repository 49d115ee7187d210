//! An investor's yearly statement: what it has put into each investment and got back, as the ledger says where there is one
//! and else as the plan does, what the plan gives later, and how the investments go.

use jiff::civil::Date;
use virkning_model::agreement::PartyRole;
use virkning_model::{Agreement, Money};

use super::{PaperError, accounts, parts, people};
use crate::dossier::Dossier;
use crate::record::{Cell, Figure, Line, Lineage, Part, Report, Row, Table, Value, Words};

/// The statement of a party over all agreements in which it invests, for the year of the last of the days.
pub fn statement(dossier: &Dossier, subject: &str, days: Option<(Date, Date)>) -> Result<Report, PaperError> {
    let invests = |agreement: &&Agreement| agreement.investors().any(|party| party.id.as_str() == subject);
    let own: Vec<&Agreement> = dossier.agreements.iter().filter(invests).collect();
    let Some(first) = own.first() else {
        let mut known: Vec<String> = dossier
            .agreements
            .iter()
            .flat_map(|agreement| agreement.parties.iter().filter(|party| party.is(PartyRole::Investor)))
            .map(|party| party.id.to_string())
            .collect();
        known.sort();
        known.dedup();
        return Err(PaperError::UnknownInvestor(subject.to_owned(), known));
    };
    let year = days.map_or(dossier.today, |(_, to)| to).year();
    let name =
        first.parties.iter().find(|party| party.id.as_str() == subject).map_or(subject, |party| party.name.as_str());
    let title = Words::key("paper-title-investor").with("name", name).with("year", Value::Year(year));
    let mut report = Report::new("investor", subject, title, &dossier.portfolio.municipality, dossier.today);
    report.subtitle = Words::text(dossier.portfolio.name.clone());
    let rows: Vec<Row> = own.iter().map(|agreement| row(dossier, agreement, subject, year)).collect();
    let columns = [
        "paper-investment",
        "paper-figures-from",
        "paper-capital-given",
        "paper-in-year",
        "paper-paid-in-year",
        "paper-expected-later",
        "paper-plan-balance",
    ];
    report.section(
        "paper-investments",
        vec![Part::Table(Table {
            caption: "paper-investments".into(),
            columns: columns.map(Words::key).to_vec(),
            rows,
            note: Some(Words::key("paper-investor-note").with("year", Value::Year(year))),
        })],
    );
    for agreement in own {
        let Some(idea) = dossier.idea_of(agreement.id.as_str()) else { continue };
        let recruitment = people::recruitment_of(dossier, agreement);
        let ledger = dossier.ledger(agreement.id.as_str());
        let moved = ledger.map(|ledger| accounts::movements(agreement, ledger, subject, year)).unwrap_or_default();
        let mut all = moved;
        all.push(Part::Facts(people::recruitment_lines(idea, agreement, &recruitment)));
        all.extend(people::achieved_parts(idea, agreement, &people::achieved_of(dossier, agreement)));
        all.extend(parts::deadlines(dossier, agreement.id.as_str()));
        report.section(Words::text(agreement.name.clone()), all);
    }
    let from = || Lineage { document: dossier.portfolio.id.to_string(), ..Lineage::default() };
    report.facts.push(Line::new("paper-year", Figure::new("year", Value::Year(year), from())));
    Ok(report)
}

fn row(dossier: &Dossier, agreement: &Agreement, party: &str, year: i16) -> Row {
    let id = agreement.id.as_str();
    let plan = dossier.plan(agreement);
    let from = || Lineage::computed(id, "plan", ["funding", "payment"]);
    let known = plan.as_ref().filter(|plan| plan.accounts_are_complete());
    let zero = Money::zero(agreement.currency);
    let given = known.and_then(|plan| {
        let account =
            plan.accounts.iter().find(|account| account.party.as_str() == party && account.budget.is_none())?;
        let before = account.by_year.iter().filter(|(of, _)| *of <= year);
        Some(before.fold(zero, |all, (_, figures)| all + figures.contribution))
    });
    let paid = |wanted: &dyn Fn(i16) -> bool| {
        known.map(|plan| {
            let own = plan.payments.iter().filter(|payment| payment.to.as_str() == party);
            let days = own.flat_map(|payment| payment.by_day().collect::<Vec<_>>());
            days.filter(|(day, _)| wanted(day.year())).fold(zero, |all, (_, amount)| all + amount)
        })
    };
    let balance = known.and_then(|plan| {
        let account =
            plan.accounts.iter().find(|account| account.party.as_str() == party && account.budget.is_none())?;
        Some(account.total.balance)
    });
    let ledger = dossier.ledger(id).map(|ledger| accounts::of_party(agreement, ledger, party, year));
    let recorded = || Lineage::recorded("ledger", id);
    let cell = |what: &str, amount: Option<Money>, from: Lineage| -> Cell {
        Figure::new(format!("investor.{party}.{id}.{what}"), amount, from).into()
    };
    let (source, mut cells) = match ledger {
        Some(booked) => (
            "paper-from-ledger",
            vec![
                cell("given", Some(booked.given), recorded()),
                cell("in-year", Some(booked.booked), recorded()),
                cell("paid", Some(booked.paid), recorded()),
            ],
        ),
        None => (
            "paper-from-plan",
            vec![cell("given", given, from()), cell("in-year", paid(&|of| of == year), from()), Cell::Empty],
        ),
    };
    cells.splice(0..0, [Words::text(agreement.name.clone()).into(), Words::key(source).into()]);
    cells.push(cell("later", paid(&|of| of > year), from()));
    cells.push(cell("balance", balance, from()));
    Row::new(cells)
}
