//! Konto: who has paid what, what is outstanding and how much room the cap leaves; expected against approved, posted and
//! paid; and account by account every movement with its voucher.

use maud::{Markup, html};
use virkning_engine::{AccountStatement, AskedAccount, ComparedRow, DifferenceReason};
use virkning_model::settlement::Proposal;
use virkning_model::{Agreement, Money};
use virkning_report::{Cell, Column, Fact, Row, Table};

use crate::app::accounts::term_label;
use crate::app::failure::Failure;
use crate::app::payments::Due;
use crate::app::settle::proposal_of;
use crate::app::statement::{holder_short_name, purpose_key};
use crate::cli::print::reason_key;
use crate::text::format;
use crate::text::line::limit_in_words;
use crate::web::answer::Answer;
use crate::web::csv;
use crate::web::layout::{Head, asked_page};
use crate::web::pages::comments;
use crate::web::parts::empty;
use crate::web::request::Asked;
use crate::web::view;

/// Every account of an agreement.
pub fn show(asked: &Asked<'_>) -> Result<Answer, Failure> {
    let id = asked.agreement()?;
    let (agreement, statements) = asked.session.account(id, &AskedAccount { party: None, from: None, to: None })?;
    let (_, rows) = asked.session.compare_money(id)?;
    let dues: Vec<Due> = asked.session.dues(Some(id))?.into_iter().flat_map(|(_, dues)| dues).collect();
    let compared = compared(asked, &agreement, &rows);
    if asked.arrived.field("csv") == "sammenligning" {
        return csv::answer(&format!("{id}-beloeb"), &compared);
    }
    let body = html! {
        (investors(asked, &agreement)?)
        section {
            h2 { (asked.text("account-money")) }
            (csv::with_link(asked, "sammenligning", view::table_named(&compared, &asked.text("account-money"))))
        }
        (outstanding(asked, &agreement, &dues))
        @if statements.is_empty() { (empty(&asked.text("ledger-empty"), &asked.text("web-account-empty-what"))) }
        @else { h2 { (asked.text("account-movements")) } }
        @for statement in &statements {
            @let name = title(asked, &agreement, statement);
            section { h3 { (name) } (view::table_named(&movements(asked, statement), &name)) }
        }
        (comments::of(asked, &commented(asked))?)
    };
    let head = Head::of_investment(asked, id, &agreement.name, "web-account", asked.text("web-account"));
    Ok(asked_page(asked, head, body))
}

/// The figures of the page that can be written about, by their stable names.
fn commented(asked: &Asked<'_>) -> Vec<comments::Figure> {
    let names = [
        ("account/investors", "account-who"),
        ("account/expected-and-paid", "account-money"),
        ("account/outstanding", "account-outstanding"),
        ("account/movements", "account-movements"),
    ];
    names.map(|(name, key)| (name.to_owned(), asked.text(key))).to_vec()
}

/// Each investor after the last posted settlement, and the limits of the agreement in words.
fn investors(asked: &Asked<'_>, agreement: &Agreement) -> Result<Markup, Failure> {
    let mut last: Option<Proposal> = None;
    for record in asked.session.store.proposals(&agreement.id)? {
        if record.state.is_posted() && record.part.is_settlement() {
            let proposal = proposal_of(&record)?;
            if last.as_ref().is_none_or(|known| known.measured_year < proposal.measured_year) {
                last = Some(proposal);
            }
        }
    }
    let language = asked.texts.language();
    let money = |key: &str, amount: Money| Fact::new(asked.text(key), format::money(language, amount));
    Ok(html! {
        section {
            h2 { (asked.text("account-who")) }
            @match &last {
                None => { p { (asked.text("account-none-settled")) } }
                Some(proposal) => {
                    p class="note" { (asked.texts.with("account-as-of", &[("year", &proposal.measured_year.to_string())])) }
                    @for account in &proposal.accounts {
                        @let name = agreement.party(&account.party).map_or(account.party.as_str(), |party| &party.name);
                        h3 { (name) }
                        (view::facts(&[
                            Some(money("account-paid-in", account.paid_in)),
                            Some(money("account-received", account.received)),
                            Some(money("account-balance", account.balance)),
                            account.capital_outstanding.map(|amount| money("account-capital-left", amount)),
                            account.return_outstanding.map(|amount| money("account-return-left", amount)),
                            account.cap_room.map(|amount| money("account-cap-room", amount)),
                        ].into_iter().flatten().collect::<Vec<_>>()))
                    }
                }
            }
            @if !agreement.limits.is_empty() {
                ul {
                    @for limit in &agreement.limits {
                        li {
                            (limit_in_words(limit, asked.texts)) " "
                            a href=(format!("/investeringer/{}/aftale#L{}", agreement.id, limit.clause.line)) {
                                (asked.text("web-line")) " " (limit.clause.line)
                            }
                        }
                    }
                }
            }
        }
    })
}

/// Expected, approved, posted, paid; each difference on a row of its own.
fn compared(asked: &Asked<'_>, agreement: &Agreement, rows: &[ComparedRow]) -> Table {
    let language = asked.texts.language();
    let money = |amount: Money| Cell::money(amount.minor(), format::amount(language, amount));
    let words = ["ledger-measured-year", "settle-from", "settle-to"];
    let figures = ["compare-expected", "compare-approved", "compare-posted", "compare-paid"];
    let mut columns = words.map(|key| Column::short(asked.text(key))).to_vec();
    columns.extend(figures.map(|key| Column::figure(asked.text(key))));
    let mut table = Table::new("", columns);
    for row in rows {
        let to = agreement.party(&row.to).map_or(row.to.as_str(), |party| &party.short_name);
        table.rows.push(Row::from(vec![
            Cell::year(row.measured_year),
            Cell::text(holder_short_name(agreement, &row.from, asked.texts)),
            Cell::text(to),
            money(row.expected),
            money(row.approved),
            money(row.posted),
            money(row.paid),
        ]));
        for difference in &row.differences {
            let mut words = asked.text(reason_key(difference.reason));
            if let DifferenceReason::KeptBack { until } = difference.reason {
                words = format!("{words} {}", format::date(asked.texts, until));
            }
            let sign = if difference.amount.is_negative() { "" } else { "+" };
            let text = format!("{sign}{}", format::amount(language, difference.amount));
            let mut cells = vec![Cell::empty(); 7];
            cells[2] = Cell::text(words);
            cells[3] = Cell::money(difference.amount.minor(), text);
            table.rows.push(Row { kind: virkning_report::RowKind::Muted, ..Row::from(cells) });
        }
    }
    let sum = |of: fn(&ComparedRow) -> Money| {
        money(rows.iter().fold(Money::zero(agreement.currency), |all, row| all + of(row)))
    };
    let mut total = vec![Cell::text(asked.text("statement-total")), Cell::empty(), Cell::empty()];
    total.extend([sum(|row| row.expected), sum(|row| row.approved), sum(|row| row.posted), sum(|row| row.paid)]);
    table.total = Some(total);
    table.note = Some(asked.text("account-money-note"));
    table
}

/// What is owed and not settled yet.
fn outstanding(asked: &Asked<'_>, agreement: &Agreement, dues: &[Due]) -> Markup {
    let open: Vec<&Due> = dues.iter().filter(|due| !due.open.is_zero()).collect();
    let language = asked.texts.language();
    let keys = ["payments-reference", "ledger-date", "ledger-kind", "settle-from", "settle-to"];
    let mut columns = keys.map(|key| Column::short(asked.text(key))).to_vec();
    columns.extend(["payments-owed", "payments-open"].map(|key| Column::figure(asked.text(key))));
    let mut table = Table::new("", columns);
    let money = |amount: Money| Cell::money(amount.minor(), format::amount(language, amount));
    table.rows = open
        .iter()
        .map(|due| {
            Row::from(vec![
                Cell::text(due.reference.clone()),
                Cell::date(due.day, format::short_date(language, due.day)),
                Cell::text(asked.text(&format!("posting-{}", due.kind.word()))),
                Cell::text(holder_short_name(agreement, &due.from, asked.texts)),
                Cell::text(holder_short_name(agreement, &due.to, asked.texts)),
                money(due.owed),
                money(due.open),
            ])
        })
        .collect();
    let left = open.iter().fold(Money::zero(agreement.currency), |all, due| all + due.open);
    let mut total = vec![Cell::text(asked.text("statement-total"))];
    total.extend(vec![Cell::empty(); 5]);
    total.push(money(left));
    table.total = Some(total);
    html! {
        @if !open.is_empty() {
            section { h2 { (asked.text("account-outstanding")) } (view::table_named(&table, &asked.text("account-outstanding"))) }
        }
    }
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
