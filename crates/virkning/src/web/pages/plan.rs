//! Business case and plan: what is expected, by year, payer, budget and committee, with the cumulative curve and its
//! table; what would be if some values were others, computed at once by the same engine; and what has happened so far.

use std::collections::BTreeMap;

use maud::{Markup, html};
use virkning_agreement::{Form, FormValue, NewValue, form_values, with_varied_values};
use virkning_engine::plan::{ExpectedPayment, Group, PartyAccount, RealisedRow, Row as CaseRow, RowKind, follow_up};
use virkning_model::id::AgreementId;
use virkning_model::period::Month;
use virkning_model::{Agreement, Decimal, Money};
use virkning_report::{Cell, Chart, Column, Fact, Kind, Point, Row, Series, Table, Tick, Tone, tick_values};

use super::comments;
use super::draft::name_of;
use crate::app::failure::{Failure, Refusal};
use crate::app::plan::PlanWithReturns;
use crate::app::statement::{chart_of_years, holder_short_name};
use crate::text::case::{group_in_words, way_key};
use crate::text::difference::COLUMNS;
use crate::text::field::table_in_words;
use crate::text::format;
use crate::web::answer::Answer;
use crate::web::document;
use crate::web::fields;
use crate::web::layout::{Head, asked_page};
use crate::web::parts::{empty, warning};
use crate::web::request::Asked;
use crate::web::view;

/// Tables whose values may be varied, the ones that people ask for first.
const VARIED: [&str; 8] = ["payment", "measure", "intake", "limit", "saving", "cost", "funding", "business_case"];

/// The plan of the agreement sealed last, with what has happened.
pub fn show(asked: &Asked<'_>) -> Result<Answer, Failure> {
    let id = asked.agreement()?;
    let sealed = asked.session.store.agreement_sealed(id)?;
    let sealed = sealed.ok_or_else(|| Refusal::new("agreement-unknown").with("agreement", id))?;
    let agreement = asked.session.sealed_agreement(id, &sealed)?;
    let planned = crate::app::plan::plan(&agreement)?;
    let view = View { asked, agreement: &agreement, planned: &planned };
    let to = format!("/investeringer/{id}/plan");
    let body = html! {
        (what_if(&view, &sealed.text, &to)?)
        (view.business_case())
        (view.results())
        (realised(&view, id)?)
        (view.accounts())
        (view.investors())
        (comments::of(asked, &figures(asked))?)
    };
    let head = Head::of_investment(asked, id, &agreement.name, "web-plan", asked.text("web-plan"));
    Ok(asked_page(asked, head, body))
}

/// The figures of the page that can be written about, by their stable names.
fn figures(asked: &Asked<'_>) -> Vec<comments::Figure> {
    let names = [
        ("business-case/net", "case-net"),
        ("business-case/costs", "plan-costs"),
        ("business-case/savings", "plan-savings"),
        ("business-case/outcome-payments", "web-expected-all"),
        ("business-case/accounts", "case-accounts"),
        ("business-case/realised", "case-realised"),
    ];
    names.map(|(name, key)| (name.to_owned(), asked.text(key))).to_vec()
}

/// The plan of the text that is being written, as soon as it is without errors.
pub fn of_draft(asked: &Asked<'_>) -> Result<Answer, Failure> {
    let id = asked.agreement()?;
    let desk = asked.session.desk(id)?;
    let checked = asked.session.checked(desk.text())?;
    let base = format!("/investeringer/{id}/kladde");
    let body = match &checked.agreement {
        None => html! {
            (warning("", &asked.text("draft-plan-errors")))
            (document::remarks(asked, &checked.diagnostics, true, &base))
        },
        Some(agreement) => {
            let planned = crate::app::plan::plan(agreement)?;
            let view = View { asked, agreement, planned: &planned };
            html! {
                (what_if(&view, desk.text(), &format!("{base}/plan"))?)
                (view.business_case())
                (view.results())
                (view.accounts())
                (view.investors())
            }
        }
    };
    Ok(asked_page(asked, Head::of_draft(asked, id, &name_of(asked, id, &checked), "web-plan"), body))
}

/// Fields for what may be varied, and beside the plan what the typed values would make of it. Nothing is kept.
fn what_if(view: &View<'_>, text: &str, to: &str) -> Result<Markup, Failure> {
    let asked = view.asked;
    let typed = fields::typed(asked);
    let values: Vec<FormValue> = form_values(text).into_iter().filter(is_varied).collect();
    let (mut changes, mut wrong) = (Vec::new(), BTreeMap::new());
    for value in &values {
        let Some(words) = typed.get(&value.path) else { continue };
        match fields::read(asked.texts.language(), value, words).filter(|new| value.takes(new)) {
            Some(new) if value.says(&new) => {}
            Some(new) => changes.push((value.path.clone(), new)),
            None => drop(wrong.insert(value.path.clone(), vec![asked.text("draft-value-unreadable")])),
        }
    }
    let answer = match changes.is_empty() {
        true => html! {},
        false => answered(view, text, &values, &changes)?,
    };
    Ok(html! {
        div id="hvad-hvis-svar" aria-live="polite" { (answer) }
        details class="do" open[!typed.is_empty()] {
            summary { (asked.text("case-what-if")) }
            p { (asked.text("case-what-if-what")) }
            form method="get" action=(to) data-what-if="hvad-hvis-svar" {
                @for table in VARIED {
                    @let own: Vec<&FormValue> = values.iter().filter(|value| value.table == table).collect();
                    @if !own.is_empty() {
                        details class="varied" open[own.iter().any(|value| wrong.contains_key(&value.path) || changes.iter().any(|(path, _)| *path == value.path)) || table == "payment"] {
                            summary { (table_in_words(asked.texts, table)) }
                            @for of_term in own.chunk_by(|one, next| one.term == next.term) {
                                fieldset class="term-values" {
                                    legend class=(if of_term[0].label.is_empty() { "sr-only" } else { "form-label" }) {
                                        @if of_term[0].label.is_empty() { (of_term[0].term) } @else { (of_term[0].label) }
                                    }
                                    div class="term-fields" {
                                        @for value in of_term {
                                            (fields::field(asked, value, typed.get(&value.path).map(String::as_str), wrong.get(&value.path).map_or(&[], Vec::as_slice)))
                                        }
                                    }
                                }
                            }
                        }
                    }
                }
                div class="actions" {
                    button class="button button-primary" type="submit" { (asked.text("case-compute")) }
                    @if !typed.is_empty() { a class="button button-secondary" href=(to) { (asked.text("case-reset")) } }
                }
            }
        }
    })
}

/// Numbers of the plan.
fn is_varied(value: &FormValue) -> bool {
    let is_number = matches!(value.form, Form::Money | Form::Share | Form::Number | Form::Whole(..));
    // A total that the document repeats would only contradict what it is the total of.
    let is_told = value.key == "total" || value.key.starts_with("settled") || value.key.starts_with("window");
    VARIED.contains(&value.table.as_str()) && is_number && !is_told
}

/// The plan as it would be, beside the plan as it is.
fn answered(
    view: &View<'_>,
    text: &str,
    values: &[FormValue],
    changes: &[(String, NewValue)],
) -> Result<Markup, Failure> {
    let asked = view.asked;
    let varied =
        with_varied_values(text, changes).map_err(|error| Refusal::new("draft-value-unfit").with("path", error))?;
    let agreement = match read_varied(&varied) {
        Ok(agreement) => agreement,
        Err(messages) => {
            return Ok(html! {
                (warning(&asked.text("case-cannot"), &asked.text("case-cannot-what")))
                ul { @for message in messages { li { (asked.texts.diagnostic(&message).0) } } }
            });
        }
    };
    let planned = match crate::app::plan::plan(&agreement) {
        Ok(planned) => planned,
        Err(Failure::Refused(refusal)) => {
            let (message, hint) = crate::text::refusal::in_words(&refusal, asked.texts);
            return Ok(warning(&message, &hint.unwrap_or_default()));
        }
        Err(failure) => return Err(failure),
    };
    let other = View { asked, agreement: &agreement, planned: &planned };
    let changed = changes.iter().filter_map(|(path, _)| values.iter().find(|value| value.path == *path));
    let now = form_values(&varied);
    Ok(html! {
        section class="answer" {
            h2 { (asked.text("case-answer")) }
            ul {
                @for value in changed {
                    @let after = now.iter().find(|other| other.path == value.path);
                    li {
                        @if !value.label.is_empty() { (value.label) ": " }
                        (fields::label(asked.texts, value)) ": "
                        (fields::shown(asked.texts.language(), value)) " → "
                        strong { (after.map(|after| fields::shown(asked.texts.language(), after)).unwrap_or_default()) }
                    }
                }
            }
            (view::table(&compared(view, &other)))
            @if view.planned.plan.business_case.cumulative != other.planned.plan.business_case.cumulative {
                (view::chart(&View::curves(&[(view, Tone::Plan, asked.text("case-as-is")), (&other, Tone::Actual, asked.text("case-as-would-be"))]), asked.texts))
            }
        }
    })
}

/// The agreement of a varied text. Worked examples, printed totals and the like speak of the agreement as it is, and do not
/// stand in the way.
fn read_varied(text: &str) -> Result<Agreement, Vec<virkning_model::Diagnostic>> {
    let reading = virkning_agreement::read(text);
    match reading.agreement {
        Some(agreement) => Ok(agreement),
        None => Err(reading.diagnostics),
    }
}

/// The figures that people decide by, as it is and as it would be.
fn compared(view: &View<'_>, other: &View<'_>) -> Table {
    let asked = view.asked;
    let mut columns = vec![Column::text(asked.text("case-figure"))];
    columns.extend(["case-as-is", "case-as-would-be", "diff-difference"].map(|key| Column::figure(asked.text(key))));
    let mut table = Table::new("", columns);
    let mut row = |name: String, one: Money, two: Money| {
        let signed = if two > one {
            format!("+{}", format::amount(asked.texts.language(), two - one))
        } else {
            format::amount(asked.texts.language(), two - one)
        };
        table.rows.push(Row::from(vec![
            Cell::text(name),
            view.money(one),
            view.money(two),
            Cell::money((two - one).minor(), signed),
        ]));
    };
    let zero = Money::zero(view.agreement.currency);
    let net = |view: &View<'_>| view.planned.plan.business_case.net.iter().fold(zero, |sum, amount| sum + *amount);
    let paid = |view: &View<'_>| view.planned.plan.payments.iter().fold(zero, |sum, payment| sum + payment.amount);
    let over = |view: &View<'_>| view.planned.plan.payments.iter().fold(zero, |sum, payment| sum + payment.over_cap);
    row(asked.text("case-net"), net(view), net(other));
    row(asked.text("web-expected-all"), paid(view), paid(other));
    row(asked.text("plan-over-cap"), over(view), over(other));
    for (one, two) in view.planned.plan.accounts.iter().zip(&other.planned.plan.accounts) {
        if one.budget.is_none() && (&one.party, &one.budget) == (&two.party, &two.budget) {
            let name = asked.texts.with("case-balance-of", &[("party", &view.party(one))]);
            row(name, one.total.balance, two.total.balance);
        }
    }
    table
}

/// Outcome payments and other amounts, planned beside what happened.
fn realised(view: &View<'_>, id: &AgreementId) -> Result<Markup, Failure> {
    let asked = view.asked;
    let years = &asked.session.overview(id)?.years;
    let followed = follow_up(view.agreement);
    if years.iter().all(|year| year.actual.is_none()) && followed.amounts.is_empty() {
        return Ok(html! {
            section { h2 { (asked.text("case-realised")) } p { (asked.text("case-realised-none")) } }
        });
    }
    let dash = || Cell::text("–");
    let mut columns = vec![Column::short(asked.text("web-measured-year"))];
    columns.extend(
        ["follow-up-planned", "follow-up-realised", "plan-difference"].map(|key| Column::figure(asked.text(key))),
    );
    let mut table = Table::new(asked.text("case-outcome-payments"), columns.clone());
    for year in years.iter().filter(|year| year.actual.is_some()) {
        let (expected, actual) =
            (year.expected.as_ref().map(|expected| expected.amount), year.actual.map(|actual| actual.amount));
        let difference = expected.zip(actual).map(|(expected, actual)| actual - expected);
        let cell = |amount: Option<Money>| amount.map_or_else(dash, |amount| view.money(amount));
        table.rows.push(Row::from(vec![
            Cell::year(year.measured_year),
            cell(expected),
            cell(actual),
            cell(difference),
        ]));
    }
    Ok(html! {
        section {
            h2 { (asked.text("case-realised")) }
            @if !table.rows.is_empty() {
                (view::chart(&chart_of_years(years, asked.texts), asked.texts))
                (view::table(&table))
            }
            @for row in &followed.amounts { (view::table(&realised_table(view, row))) }
        }
    })
}

/// A cost or saving that has been reported, beside its plan.
fn realised_table(view: &View<'_>, row: &RealisedRow) -> Table {
    let asked = view.asked;
    let mut columns = vec![Column::short(asked.text("plan-year"))];
    columns.extend(
        ["follow-up-planned", "follow-up-realised", "plan-difference"].map(|key| Column::figure(asked.text(key))),
    );
    let title = if row.is_saving { "follow-up-saving" } else { "follow-up-cost" };
    let mut table = Table::new(asked.texts.with(title, &[("label", &row.label)]), columns);
    let cells = |head: String, planned: Option<Money>, actual: Money| {
        let unstated = || Cell::text(asked.text("plan-not-stated"));
        let difference = planned.map_or_else(unstated, |planned| view.money(actual - planned));
        vec![
            Cell::text(head),
            planned.map_or_else(unstated, |planned| view.money(planned)),
            view.money(actual),
            difference,
        ]
    };
    for (year, planned, actual) in &row.by_year {
        table.rows.push(Row::from(cells(year.to_string(), *planned, *actual)));
    }
    table.total = Some(cells(asked.text("plan-total"), row.total.0, row.total.1));
    table
}

struct View<'a> {
    asked: &'a Asked<'a>,
    agreement: &'a Agreement,
    planned: &'a PlanWithReturns,
}

impl View<'_> {
    fn text(&self, key: &str) -> String {
        self.asked.text(key)
    }

    fn money(&self, amount: Money) -> Cell {
        Cell::money(amount.minor(), format::amount(self.asked.texts.language(), amount))
    }

    fn thousand(&self, amount: Money) -> Cell {
        let thousand = amount.to_decimal() / Decimal::ONE_THOUSAND;
        Cell::money(amount.minor(), format::decimal(self.asked.texts.language(), thousand, 0))
    }

    fn business_case(&self) -> Markup {
        let case = &self.planned.plan.business_case;
        if case.rows.iter().all(|row| !row.stated) {
            return empty(&self.text("web-no-case"), &self.text("web-no-case-what"));
        }
        let broken_even =
            case.break_even_year.map(|year| self.asked.texts.with("plan-break-even", &[("year", &year.to_string())]));
        html! {
            section {
                h2 { (self.text("plan-business-case")) }
                @if let Some(words) = broken_even { p { (words) } }
                (view::chart(&Self::curves(&[(self, Tone::Plan, self.text("plan-cumulative"))]), self.asked.texts))
                (view::table(&self.case_table()))
                (self.groups())
            }
        }
    }

    fn case_table(&self) -> Table {
        let case = &self.planned.plan.business_case;
        let mut columns = vec![Column::text(self.text("plan-thousand-kroner"))];
        columns.extend(case.columns.iter().map(Column::figure));
        columns.push(Column::figure(self.text("plan-total")));
        let line = |label: String, amounts: &[Money]| {
            let total = amounts.iter().fold(Money::zero(self.agreement.currency), |all, amount| all + *amount);
            let mut cells = vec![Cell::text(label)];
            cells.extend(amounts.iter().map(|amount| self.thousand(*amount)));
            cells.push(self.thousand(total));
            cells
        };
        let mut table = Table::new(self.text("plan-business-case"), columns);
        table.rows.extend(case.rows.iter().map(|row| Row::from(line(self.label(row), &row.amounts))));
        table.rows.push(Row::subtotal(line(self.text("plan-costs"), &case.costs)));
        table.rows.push(Row::subtotal(line(self.text("plan-savings"), &case.savings)));
        table.rows.push(Row::subtotal(line(self.text("plan-net"), &case.net)));
        let mut cumulative = vec![Cell::text(self.text("plan-cumulative"))];
        cumulative.extend(case.cumulative.iter().map(|amount| self.thousand(*amount)));
        cumulative.push(Cell::empty());
        table.total = Some(cumulative);
        table
    }

    fn label(&self, row: &CaseRow) -> String {
        let rows = &self.planned.plan.business_case.rows;
        let is_divided = rows.iter().filter(|other| other.term == row.term).count() > 1;
        let name = row.area.clone().filter(|_| is_divided).unwrap_or_else(|| row.label.clone());
        match row.kind {
            RowKind::Cost => name,
            RowKind::Saving => {
                format!("{name} → {}", holder_short_name(self.agreement, &row.falls_to, self.asked.texts))
            }
        }
    }

    /// The same rows summed by payer, budget, committee and every other way that the terms give.
    fn groups(&self) -> Markup {
        let case = &self.planned.plan.business_case;
        let same_way =
            |one: &Group, next: &Group| std::mem::discriminant(&one.key) == std::mem::discriminant(&next.key);
        // One group alone is the case's own total again.
        let ways: Vec<&[Group]> = case.groups.chunk_by(same_way).filter(|groups| groups.len() > 1).collect();
        html! {
            @if !ways.is_empty() {
                h3 { (self.text("plan-groups")) }
                @for groups in ways { (view::table(&self.group_table(groups))) }
            }
        }
    }

    fn group_table(&self, groups: &[Group]) -> Table {
        let zero = Money::zero(self.agreement.currency);
        let title = self.text(way_key(&groups[0].key));
        let mut columns = vec![Column::text(title.clone())];
        columns.extend(self.planned.plan.business_case.columns.iter().map(Column::figure));
        columns.push(Column::figure(self.text("plan-total")));
        let mut table = Table::new(title, columns);
        for group in groups {
            let net = group.net();
            let name = group_in_words(self.agreement, &group.key, self.asked.texts);
            let mut cells = vec![match group.complete {
                true => Cell::text(name),
                false => Cell::text(format!("{name} ({})", self.text("plan-incomplete"))),
            }];
            cells.extend(net.iter().map(|amount| self.thousand(*amount)));
            cells.push(self.thousand(net.iter().fold(zero, |all, amount| all + *amount)));
            table.rows.push(Row::from(cells));
        }
        table
    }

    /// The cumulative curves of one or two plans. A picture's heights are the one place where money becomes a float.
    fn curves(plans: &[(&Self, Tone, String)]) -> Chart {
        let (view, ..) = &plans[0];
        let language = view.asked.texts.language();
        let mut labels: Vec<(i16, String)> = Vec::new();
        for (plan, ..) in plans {
            let case = &plan.planned.plan.business_case;
            for (year, column) in case.years.iter().zip(&case.columns) {
                if labels.iter().all(|(known, _)| known != year) {
                    labels.push((*year, column.clone()));
                }
            }
        }
        labels.sort_by_key(|(year, _)| *year);
        let point = |plan: &Self, year: i16| {
            let case = &plan.planned.plan.business_case;
            let place = case.years.iter().position(|known| *known == year)?;
            let amount = *case.cumulative.get(place)?;
            let cell = plan.thousand(amount);
            Some(Point::new(amount.minor() as f64 / 100.0, cell.clone()).short(cell.text))
        };
        let series: Vec<Series> = plans
            .iter()
            .map(|(plan, tone, label)| Series {
                label: label.clone(),
                kind: Kind::Line,
                tone: *tone,
                points: labels.iter().map(|(year, _)| point(plan, *year)).collect(),
            })
            .collect();
        let values = series.iter().flat_map(|series| &series.points).flatten().map(|point| point.value);
        let (low, high) = values.fold((0.0, 0.0), |(low, high): (f64, f64), value| (low.min(value), high.max(value)));
        let ticks = tick_values(low, high).into_iter().map(|value| {
            let thousand = Decimal::try_from(value / 1000.0).unwrap_or_default();
            Tick { value, text: format::decimal(language, thousand, 0) }
        });
        let words = plans.iter().map(|(plan, _, label)| {
            let case = &plan.planned.plan.business_case;
            let years = case.columns.iter().zip(&case.cumulative);
            let years = years.map(|(year, amount)| format!("{year}: {}", format::money(language, *amount)));
            format!("{label}: {}", years.collect::<Vec<_>>().join(". "))
        });
        Chart {
            id: if plans.len() > 1 { "cumulative-compared" } else { "cumulative" }.to_owned(),
            title: view.text(if plans.len() > 1 { "case-curves" } else { "web-curve" }),
            description: words.collect::<Vec<_>>().join(". "),
            x_title: view.text("web-year"),
            x_labels: labels.into_iter().map(|(_, label)| label).collect(),
            unit: view.text("plan-thousand-kroner"),
            ticks: ticks.collect(),
            series,
            empty: "–".to_owned(),
            with_table: false,
            table_note: None,
        }
    }

    fn party(&self, account: &PartyAccount) -> String {
        let party = self.agreement.party(&account.party);
        party.map_or_else(|| account.party.to_string(), |party| party.short_name.clone())
    }

    /// Each party's account by year, and below it those of its budgets: who pays and who gains.
    fn accounts(&self) -> Markup {
        let accounts = &self.planned.plan.accounts;
        html! {
            @if !accounts.is_empty() {
                section {
                    h2 { (self.text("case-accounts")) }
                    p { (self.text("case-accounts-what")) }
                    @for account in accounts {
                        @let name = self.account_name(account);
                        details class="do" {
                            summary {
                                (name) ": " (self.text("plan-balance")) " "
                                (format::money(self.asked.texts.language(), account.total.balance))
                            }
                            (view::table_named(&self.account_table(account), &name))
                        }
                    }
                }
            }
        }
    }

    fn account_name(&self, account: &PartyAccount) -> String {
        match account.budget.as_ref().and_then(|id| self.agreement.budget(id)) {
            Some(budget) => format!("{} · {}", self.party(account), budget.label),
            None => self.party(account),
        }
    }

    fn account_table(&self, account: &PartyAccount) -> Table {
        let mut columns = vec![Column::short(self.text("plan-year"))];
        columns.extend(COLUMNS.map(|key| Column::figure(self.text(key))));
        let mut table = Table::new("", columns);
        let cells = |head: Cell, figures: &virkning_engine::plan::AccountFigures| {
            let amounts = crate::text::difference::columns(figures).map(|amount| self.money(amount));
            [vec![head], amounts.to_vec()].concat()
        };
        table.rows =
            account.by_year.iter().map(|(year, figures)| Row::from(cells(Cell::year(*year), figures))).collect();
        table.total = Some(cells(Cell::text(self.text("plan-total")), &account.total));
        table
    }

    fn results(&self) -> Markup {
        let payments = &self.planned.plan.payments;
        if payments.is_empty() {
            return html! {};
        }
        let keys = ["plan-measured-year", "plan-settled"].map(|key| Column::short(self.text(key)));
        let figures =
            ["plan-eligible", "plan-rate", "plan-successes", "plan-price-column", "plan-kroner", "plan-over-cap"];
        let mut columns = keys.to_vec();
        columns.extend(figures.map(|key| Column::figure(self.text(key))));
        let mut table = Table::new(self.text("plan-results"), columns);
        let same = |one: &ExpectedPayment, next: &ExpectedPayment| {
            (&one.term, one.measured_year) == (&next.term, next.measured_year)
        };
        table.rows = payments.chunk_by(same).map(|payments| Row::from(self.payment(payments))).collect();
        html! { section { h2 { (self.text("plan-results")) } (view::table(&Table { caption: String::new(), ..table })) } }
    }

    /// Several payers and receivers of one term and year are one row.
    fn payment(&self, payments: &[ExpectedPayment]) -> Vec<Cell> {
        let (first, language) = (&payments[0], self.asked.texts.language());
        let zero = Money::zero(self.agreement.currency);
        let sum = |of: fn(&ExpectedPayment) -> Money| payments.iter().fold(zero, |all, payment| all + of(payment));
        vec![
            Cell::year(first.measured_year),
            Cell::text(format::month(self.asked.texts, Month::of(first.due))),
            Cell::text(format::count(language, first.eligible.into())),
            Cell::text(format::percent(language, first.rate, 1)),
            Cell::text(format::decimal(language, first.successes, 1)),
            self.money(first.price),
            self.money(sum(|payment| payment.amount)),
            self.money(sum(|payment| payment.over_cap)),
        ]
    }

    fn investors(&self) -> Markup {
        let language = self.asked.texts.language();
        let share = |share: Option<f64>| {
            share.map_or_else(|| "–".to_owned(), |share| format::percent_of_estimate(language, share, 2))
        };
        html! {
            @for (investor, returns) in self.planned.plan.investors.iter().zip(&self.planned.returns) {
                @let name = self.agreement.party(&investor.party).map_or(investor.party.as_str(), |party| &party.name);
                section {
                    h2 { (name) }
                    (view::facts(&[
                        Fact::new(self.text("web-paid-in"), format::money(language, investor.paid_in)),
                        Fact::new(self.text("web-received"), format::money(language, investor.received)),
                        Fact::new(self.text("web-irr"), share(returns.irr)),
                        Fact::new(self.text("web-xirr"), share(returns.xirr)),
                    ]))
                }
            }
        }
    }
}
