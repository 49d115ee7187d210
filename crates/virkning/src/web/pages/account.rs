//! Konto: who has paid what, account by account, with every movement and its voucher.

use maud::html;
use virkning_engine::{AccountStatement, AskedAccount};
use virkning_model::{Agreement, Money};
use virkning_report::{Cell, Column, Row, Table};

use crate::app::accounts::term_label;
use crate::app::failure::Failure;
use crate::app::statement::{holder_short_name, purpose_key};
use crate::text::format;
use crate::web::answer::Answer;
use crate::web::layout::{Head, asked_page};
use crate::web::parts::empty;
use crate::web::request::Asked;
use crate::web::view;

/// Every account of an agreement.
pub fn show(asked: &Asked<'_>) -> Result<Answer, Failure> {
    let id = asked.agreement()?;
    let (agreement, statements) = asked.session.account(id, &AskedAccount { party: None, from: None, to: None })?;
    let body = html! {
        @if statements.is_empty() { (empty(&asked.text("ledger-empty"), &asked.text("web-account-empty-what"))) }
        @for statement in &statements {
            @let name = title(asked, &agreement, statement);
            section { h2 { (name) } (view::table_named(&movements(asked, statement), &name)) }
        }
    };
    let head = Head::of_investment(asked, id, &agreement.name, "web-account", asked.text("web-account"));
    Ok(asked_page(asked, head, body))
}

fn title(asked: &Asked<'_>, agreement: &Agreement, statement: &AccountStatement) -> String {
    let account = &statement.account;
    let term = account.tranche.as_ref().map(|term| format!(" · {}", term_label(agreement, term)));
    format!(
        "{}: {}{}",
        holder_short_name(agreement, &account.holder, asked.texts),
        asked.text(purpose_key(account.purpose)),
        term.unwrap_or_default()
    )
}

fn movements(asked: &Asked<'_>, statement: &AccountStatement) -> Table {
    let money = |amount: Money| Cell::money(amount.minor(), format::amount(asked.texts.language(), amount));
    let side = |amount: Option<Money>| amount.map_or_else(Cell::empty, money);
    let words = ["ledger-date", "ledger-voucher", "ledger-kind", "ledger-measured-year"];
    let figures = ["statement-debit", "statement-credit", "ledger-balance"];
    let mut columns = words.map(|key| Column::short(asked.text(key))).to_vec();
    columns.extend(figures.map(|key| Column::figure(asked.text(key))));
    let mut table = Table::new("", columns);
    for movement in &statement.movements {
        let kind = match movement.is_difference {
            true => "posting-restatement".to_owned(),
            false => format!("posting-{}", movement.kind.word()),
        };
        table.rows.push(Row::from(vec![
            Cell::date(movement.date, format::date(asked.texts, movement.date)),
            Cell::text(movement.voucher_number.clone()),
            Cell::text(asked.text(&kind)),
            movement.measured_year.map_or_else(Cell::empty, Cell::year),
            side(movement.debit),
            side(movement.credit),
            money(movement.balance),
        ]));
    }
    let mut total = vec![Cell::text(asked.text("account-closing"))];
    total.extend([Cell::empty(), Cell::empty(), Cell::empty()]);
    total.extend([money(statement.debit), money(statement.credit), money(statement.closing)]);
    table.total = Some(total);
    table
}
