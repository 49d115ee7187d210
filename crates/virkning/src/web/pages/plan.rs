//! Business case and plan: what is expected, by year, with the cumulative curve and its table.

use maud::{Markup, html};
use virkning_engine::plan::{ExpectedPayment, Row as CaseRow, RowKind};
use virkning_model::period::Month;
use virkning_model::{Agreement, Decimal, Money};
use virkning_report::{Cell, Chart, Column, Fact, Kind, Point, Row, Series, Table, Tick, Tone, tick_values};

use crate::app::failure::Failure;
use crate::app::plan::PlanWithReturns;
use crate::app::statement::holder_short_name;
use crate::text::format;
use crate::web::answer::Answer;
use crate::web::layout::{Head, asked_page};
use crate::web::parts::empty;
use crate::web::request::Asked;
use crate::web::view;

/// The plan of the agreement sealed last.
pub fn show(asked: &Asked<'_>) -> Result<Answer, Failure> {
    let id = asked.agreement()?;
    let agreement = asked.session.sealed_now(id)?;
    let planned = crate::app::plan::plan(&agreement)?;
    let view = View { asked, agreement: &agreement, planned: &planned };
    let body = html! { (view.business_case()) (view.results()) (view.investors()) };
    let head = Head::of_investment(asked, id, &agreement.name, "web-plan", asked.text("web-plan"));
    Ok(asked_page(asked, head, body))
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
                (view::chart(&self.curve(), self.asked.texts))
                (view::table(&self.case_table()))
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

    /// The cumulative curve. A picture's heights are the one place where money becomes a float.
    fn curve(&self) -> Chart {
        let case = &self.planned.plan.business_case;
        let height = |amount: Money| amount.minor() as f64 / 100.0;
        let points: Vec<Option<Point>> = case
            .cumulative
            .iter()
            .map(|amount| {
                let cell = self.thousand(*amount);
                Some(Point::new(height(*amount), cell.clone()).short(cell.text))
            })
            .collect();
        let values = points.iter().flatten().map(|point| point.value);
        let (low, high) = values.fold((0.0, 0.0), |(low, high): (f64, f64), value| (low.min(value), high.max(value)));
        let ticks = tick_values(low, high).into_iter().map(|value| {
            let thousand = Decimal::try_from(value / 1000.0).unwrap_or_default();
            Tick { value, text: format::decimal(self.asked.texts.language(), thousand, 0) }
        });
        let words = case
            .columns
            .iter()
            .zip(&case.cumulative)
            .map(|(year, amount)| format!("{year}: {}", format::money(self.asked.texts.language(), *amount)));
        Chart {
            id: "cumulative".to_owned(),
            title: self.text("web-curve"),
            description: words.collect::<Vec<_>>().join(". "),
            x_title: self.text("web-year"),
            x_labels: case.columns.clone(),
            unit: self.text("plan-thousand-kroner"),
            ticks: ticks.collect(),
            series: vec![Series { label: self.text("plan-cumulative"), kind: Kind::Line, tone: Tone::Plan, points }],
            empty: "–".to_owned(),
            with_table: false,
            table_note: None,
        }
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
