//! Versioner: every sealed version of an agreement, and what changed from one to another in words and money; for authors
//! also what the text that is being written changes.

use maud::{Markup, html};
use virkning_engine::plan::AccountFigures;
use virkning_model::Money;
use virkning_model::id::{AgreementId, ContentHash};
use virkning_report::{Cell, Column, Row, Table};
use virkning_store::Sealed;

use super::draft::{lines, name_of};
use crate::app::diff::{AccountMoved, Difference, InvestorFigures, InvestorMoved, MoneyComparison};
use crate::app::draft::TextOf;
use crate::app::failure::{Failure, Refusal};
use crate::text::difference::{COLUMNS, InWords, columns};
use crate::text::format;
use crate::web::answer::Answer;
use crate::web::document;
use crate::web::layout::{Head, asked_page};
use crate::web::parts::{choice, empty, warning};
use crate::web::request::Asked;
use crate::web::view;

/// Every sealed version, and the difference between two of them.
pub fn show(asked: &Asked<'_>) -> Result<Answer, Failure> {
    let id = asked.agreement()?;
    let versions = asked.session.store.agreement_versions(id)?;
    let chosen = |field: &str, usual: Option<&Sealed>| {
        let wanted = asked.arrived.field(field);
        let found = versions.iter().find(|sealed| sealed.hash.as_str() == wanted).or(usual);
        found.map(|sealed| sealed.hash.clone())
    };
    let before = versions.len().checked_sub(2).and_then(|place| versions.get(place));
    let (old, new) = (chosen("fra", before), chosen("til", versions.last()));
    let body = html! {
        (table(asked, &versions)?)
        @match (old, new) {
            (Some(old), Some(new)) => {
                (choose(asked, &versions, &old, &new))
                (difference(asked, id, &TextOf::Sealed(old), &TextOf::Sealed(new))?)
            },
            _ => { (empty(&asked.text("draft-one-version"), &asked.text("draft-one-version-what"))) },
        }
    };
    let agreement = asked.session.sealed_now(id)?;
    let head = Head::of_investment(asked, id, &agreement.name, "web-agreement", asked.text("draft-versions"));
    Ok(asked_page(asked, head, body))
}

/// What the text that is being written changes in the version sealed last.
pub fn of_draft(asked: &Asked<'_>) -> Result<Answer, Failure> {
    let id = asked.agreement()?;
    let desk = asked.session.desk(id)?;
    let checked = asked.session.checked(desk.text())?;
    let base = format!("/investeringer/{id}/kladde");
    let body = match (&desk.sealed, &desk.draft) {
        (None, _) => empty(&asked.text("draft-nothing-sealed"), &asked.text("draft-nothing-sealed-what")),
        (_, None) => empty(&asked.text("draft-of-sealed"), &asked.text("draft-one-version-what")),
        (Some(_), Some(_)) if checked.agreement.is_none() => html! {
            (warning("", &asked.text("draft-plan-errors")))
            (document::remarks(asked, &checked.diagnostics, true, &base))
        },
        (Some(sealed), Some(draft)) => html! {
            (difference(asked, id, &TextOf::Sealed(sealed.hash.clone()), &TextOf::Draft)?)
            details class="do" { summary { (asked.text("draft-line-by-line")) } (lines(asked, &sealed.text, &draft.text)) }
        },
    };
    Ok(asked_page(asked, Head::of_draft(asked, id, &name_of(asked, id, &checked), "draft-differences"), body))
}

fn table(asked: &Asked<'_>, versions: &[Sealed]) -> Result<Markup, Failure> {
    let keys = ["web-version", "draft-sealed-on", "draft-sealed-by", "draft-seal-hash", "signing-title"];
    let mut table = Table::new(asked.text("draft-versions"), keys.map(|key| Column::short(asked.text(key))).to_vec());
    for sealed in versions.iter().rev() {
        let agreement = asked.session.sealed_agreement(&sealed.agreement, sealed)?;
        let signed = asked.session.store.signings(&sealed.hash)?.len();
        let of = [("signed", signed.to_string()), ("offices", agreement.signatures.len().to_string())];
        let of: Vec<(&str, &str)> = of.iter().map(|(name, value)| (*name, value.as_str())).collect();
        table.rows.push(Row::from(vec![
            Cell::text(sealed.version.clone()),
            Cell::text(format::moment(asked.texts.language(), sealed.at)),
            Cell::text(sealed.by.to_string()),
            Cell::text(sealed.hash.short()),
            Cell::text(asked.texts.with("signing-of", &of)),
        ]));
    }
    Ok(view::table(&table))
}

fn choose(asked: &Asked<'_>, versions: &[Sealed], old: &ContentHash, new: &ContentHash) -> Markup {
    let options: Vec<(String, String)> = versions
        .iter()
        .map(|sealed| {
            let words = [("version", sealed.version.as_str()), ("seal", sealed.hash.short())];
            (sealed.hash.to_string(), asked.texts.with("draft-version-option", &words))
        })
        .collect();
    html! {
        form method="get" class="inline-form" {
            (choice("fra", "fra", &asked.text("draft-from"), &options, old.as_str()))
            (choice("til", "til", &asked.text("draft-to"), &options, new.as_str()))
            button class="button button-secondary" type="submit" { (asked.text("draft-compare")) }
        }
    }
}

/// What changed, in words and in money.
fn difference(asked: &Asked<'_>, id: &AgreementId, old: &TextOf, new: &TextOf) -> Result<Markup, Failure> {
    let found = match asked.session.diff_of(id, old, new) {
        // An old text may no longer be read as it once was; its lines can still be compared.
        Err(Failure::Document(_)) => return Err(Refusal::new("draft-unreadable").with("agreement", id).into()),
        other => other?,
    };
    let words = InWords { difference: &found, texts: asked.texts };
    let prose = words.prose();
    Ok(html! {
        dl class="facts" { @for (label, text) in words.versions() { div { dt { (label) } dd { (text) } } } }
        section {
            h2 { (asked.text("diff-terms")) }
            @if found.terms.is_empty() { p { (asked.text("diff-no-terms")) } }
            @for change in &found.terms {
                @let (title, pairs) = words.term_in_words(change);
                h3 class="change" { (title) }
                dl class="facts" { @for (label, text) in pairs { div { dt { (label) } dd { (text) } } } }
            }
        }
        @if !prose.is_empty() {
            section { h2 { (asked.text("diff-prose")) } ul { @for sentence in prose { li { (sentence) } } } }
        }
        section { h2 { (asked.text("diff-money")) } (money(asked, &found, &words)) }
    })
}

fn money(asked: &Asked<'_>, found: &Difference, words: &InWords<'_>) -> Markup {
    let moved = match &found.money {
        MoneyComparison::OtherCurrency => return html! { p { (asked.text("diff-other-currency")) } },
        MoneyComparison::OtherPriceLevel => return html! { p { (asked.text("diff-other-price-level")) } },
        MoneyComparison::Compared(moved) => moved,
    };
    html! {
        @if moved.accounts.is_empty() && moved.investors.is_empty() { p { (asked.text("diff-no-money")) } }
        @for account in &moved.accounts {
            @let name = words.account_name(&account.party, account.budget.as_ref());
            p { (words.account(account)) }
            (view::table_named(&account_table(asked, words, account), &name))
        }
        @for investor in &moved.investors { (view::table(&investor_table(asked, words, investor))) }
    }
}

/// The years that move, and the totals of both.
fn account_table(asked: &Asked<'_>, words: &InWords<'_>, account: &AccountMoved) -> Table {
    let mut all = vec![Column::short(asked.text("diff-payment-year"))];
    all.extend(COLUMNS.map(|key| Column::figure(asked.text(key))));
    let mut table = Table::new("", all);
    let differences = |head: Cell, old: &AccountFigures, new: &AccountFigures| {
        let amounts = columns(old).into_iter().zip(columns(new)).map(|(old, new)| new - old);
        let amounts = amounts.map(|amount| Cell::money(amount.minor(), words.signed(amount)));
        std::iter::once(head).chain(amounts).collect::<Vec<_>>()
    };
    let amounts = |key: &str, figures: &AccountFigures| {
        let amounts = columns(figures).map(|amount| Cell::money(amount.minor(), words.amount(amount)));
        std::iter::once(Cell::text(asked.text(key))).chain(amounts).collect::<Vec<_>>()
    };
    for (year, pair) in &account.by_year {
        table.rows.push(Row::from(differences(Cell::year(*year), &pair.old, &pair.new)));
    }
    let total = &account.total;
    table.rows.push(Row::subtotal(amounts("diff-total-before", &total.old)));
    table.rows.push(Row::subtotal(amounts("diff-total-now", &total.new)));
    table.total = Some(differences(Cell::text(asked.text("diff-difference")), &total.old, &total.new));
    table
}

fn investor_table(asked: &Asked<'_>, words: &InWords<'_>, investor: &InvestorMoved) -> Table {
    let name = asked.texts.with("diff-investor", &[("party", &words.account_name(&investor.party, None))]);
    let mut columns = vec![Column::short(name.clone())];
    let keys = ["plan-paid-in", "plan-received", "plan-over-cap", "diff-irr", "diff-xirr"];
    columns.extend(keys.map(|key| Column::figure(asked.text(key))));
    let mut table = Table::new(name, columns);
    let rate = |rate: Option<f64>| {
        let percent = |rate| format::percent_of_estimate(asked.texts.language(), rate, 2);
        Cell::text(rate.map_or_else(|| asked.text("plan-no-return"), percent))
    };
    let cell = |amount: Money| Cell::money(amount.minor(), words.amount(amount));
    let row = |key: &str, side: &Option<InvestorFigures>| {
        let mut cells = vec![Cell::text(asked.text(key))];
        match side {
            None => cells.resize(6, Cell::text("–")),
            Some(side) => {
                cells.extend([side.paid_in, side.received, side.over_cap].map(cell));
                cells.extend([side.returns.irr, side.returns.xirr].map(rate));
            }
        }
        Row::from(cells)
    };
    table.rows = vec![row("diff-before", &investor.figures.old), row("diff-now", &investor.figures.new)];
    table
}
