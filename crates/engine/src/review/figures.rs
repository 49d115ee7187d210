//! Figures by path: what the plan, the business case, printed tables and the terms themselves give. Claims and printed
//! rows are computed from them. A figure that a source gives no number for is not computable, which is told apart from
//! one that does not exist.

use std::collections::BTreeSet;

use rust_decimal::{Decimal, RoundingStrategy};
use virkning_model::Money;
use virkning_model::agreement::{Agreement, BudgetArea, Window};
use virkning_model::business_case::{CostKind, Yearly};
use virkning_model::claim::{Printed, PublishedDocument};

use super::nearest::nearest;
use super::terms::{TermValue, agreement_term, document_term};
use crate::plan::{BusinessCaseTable, Plan, Row, RowKind, business_case_table, plan};

/// Why a figure has no value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum FigureError {
    /// Nothing of that path exists.
    Unknown {
        /// The path as it is written.
        path: String,
        /// The nearest that exists.
        suggestion: Option<String>,
    },
    /// It exists, but a source gives no number that it needs.
    NotComputable {
        /// The path as it is written.
        path: String,
    },
    /// A divisor is zero.
    DividesByZero,
    /// Beyond what decimals hold.
    OutOfRange,
}

/// What figures are looked up in.
pub(super) struct Figures<'a> {
    pub(super) agreement: Option<&'a Agreement>,
    document: Option<&'a PublishedDocument>,
    /// Nothing where the agreement cannot be planned.
    pub(super) plan: Option<Plan>,
    /// The business case alone, also where payments cannot be planned.
    pub(super) case: Option<BusinessCaseTable>,
    printed: &'a [Printed],
}

/// A path that exists and may have no value.
type Found = Option<Option<Decimal>>;

/// As it is shown in a message: at most four decimals, half up.
pub(super) fn shown(value: Decimal) -> String {
    value.round_dp_with_strategy(4, RoundingStrategy::MidpointAwayFromZero).normalize().to_string()
}

impl<'a> Figures<'a> {
    pub(super) fn of_agreement(agreement: &'a Agreement) -> Self {
        let plan = plan(agreement).ok();
        let case = plan.as_ref().map(|plan| plan.business_case.clone()).or_else(|| business_case_table(agreement).ok());
        Self { agreement: Some(agreement), document: None, plan, case, printed: &agreement.printed }
    }

    pub(super) fn of_document(document: &'a PublishedDocument) -> Self {
        Self { agreement: None, document: Some(document), plan: None, case: None, printed: &document.printed }
    }

    /// The value of a path.
    pub(super) fn value(&self, path: &str) -> Result<Decimal, FigureError> {
        match self.find(path) {
            Some(Some(value)) => Ok(value),
            Some(None) => Err(FigureError::NotComputable { path: path.to_owned() }),
            None if self.is_not_stated(path) => Err(FigureError::NotComputable { path: path.to_owned() }),
            None => {
                let known = self.known();
                let suggestion = nearest(path, known.iter()).cloned();
                Err(FigureError::Unknown { path: path.to_owned(), suggestion })
            }
        }
    }

    /// What a path says, where it is a term or a figure: a number, words or a day.
    pub(super) fn term(&self, path: &str) -> Option<TermValue> {
        let term = match (self.agreement, self.document) {
            (Some(agreement), _) => agreement_term(agreement, path),
            (_, Some(document)) => document_term(document, path),
            _ => None,
        };
        term.or_else(|| self.find(path).flatten().map(TermValue::Number))
    }

    fn is_not_stated(&self, path: &str) -> bool {
        if let (Some(document), ["project", id, rest @ ..]) =
            (self.document, path.split('.').collect::<Vec<_>>().as_slice())
        {
            let known = ["capital", "participants", "repayment", "savings", "net", "horizon", "follow_up_to", "period"];
            let exists = document.projects.iter().any(|project| project.id.as_str() == *id);
            return exists && rest.first().is_some_and(|key| known.contains(key));
        }
        let terms = self.agreement.map_or(&[][..], |agreement| &agreement.not_stated);
        terms.iter().any(|term| term.term == path || path.starts_with(&format!("{}.", term.term)))
    }

    fn find(&self, path: &str) -> Found {
        let parts: Vec<&str> = path.split('.').collect();
        let found = match parts.as_slice() {
            ["business_case", rest @ ..] => self.of_case(rest),
            ["payments", rest @ ..] => self.of_payments(rest),
            ["investor", id, rest @ ..] => self.of_investor(id, rest),
            ["account", party, rest @ ..] => self.of_account(party, rest),
            ["price", id, which] => self.of_price(id, which),
            ["payback", which, rest @ ..] => self.of_payback(which, rest),
            [kind @ ("cost" | "saving"), id, rest @ ..] => self.of_rows_of_term(kind, id, rest),
            ["area", area, which, rest @ ..] => self.of_area(area, which, rest),
            ["printed", id, row, rest @ ..] => self.of_printed(id, row, &rest.join(".")),
            ["period", end] => self.of_period(end),
            ["follow_up_to"] => Some(last_measured_year(self.agreement?).map(Decimal::from)),
            ["financing", which] => self.of_financing(which),
            _ => None,
        };
        found.or_else(|| match self.term_only(path)? {
            TermValue::Number(number) => Some(Some(number)),
            TermValue::Date(day) => Some(Some(Decimal::from(day.year()))),
            TermValue::Text(_) => None,
        })
    }

    fn term_only(&self, path: &str) -> Option<TermValue> {
        match (self.agreement, self.document) {
            (Some(agreement), _) => agreement_term(agreement, path),
            (_, Some(document)) => document_term(document, path),
            _ => None,
        }
    }

    /// The place of a year, or of the column that is labelled so.
    fn year_place(&self, case: &BusinessCaseTable, year: &str) -> Option<usize> {
        case.columns.iter().position(|label| label == year).or_else(|| {
            let year: i16 = year.parse().ok()?;
            case.years.iter().position(|known| *known == year)
        })
    }

    /// The amounts of some years or one; nothing where a year is named that the case does not have.
    fn over(&self, case: &BusinessCaseTable, amounts: &[Money], rest: &[&str]) -> Found {
        match rest {
            [] => Some(Some(amounts.iter().map(|amount| amount.to_decimal()).sum())),
            [year] => Some(Some(amounts.get(self.year_place(case, year)?)?.to_decimal())),
            _ => None,
        }
    }

    fn of_case(&self, rest: &[&str]) -> Found {
        let case = self.case.as_ref()?;
        let unless = |known: bool, found: Found| found.map(|value| value.filter(|_| known));
        let (costs_known, savings_known) = (case.knows_costs(), case.knows_savings());
        let known = costs_known && savings_known;
        match rest {
            ["savings", rest @ ..] => unless(savings_known, self.over(case, &case.savings, rest)),
            ["costs", rest @ ..] => {
                let costs: Vec<Money> = case.costs.iter().map(|cost| -*cost).collect();
                unless(costs_known, self.over(case, &costs, rest))
            }
            ["net", rest @ ..] => unless(known, self.over(case, &case.net, rest)),
            ["cumulative", year] => {
                let amount = case.cumulative.get(self.year_place(case, year)?)?;
                unless(known, Some(Some(amount.to_decimal())))
            }
            ["break_even_year"] => unless(known, Some(case.break_even_year.map(Decimal::from))),
            ["deepest"] => unless(known, Some(case.deepest.map(|(_, amount)| amount.to_decimal()))),
            ["present_value"] => Some(case.present_value.as_ref().map(|value| value.total)),
            _ => None,
        }
    }

    fn of_payments(&self, rest: &[&str]) -> Found {
        let agreement = self.agreement?;
        match rest {
            ["measurements"] => Some(measurements(agreement).map(Decimal::from)),
            ["total"] => Some(self.payments_due(|_| true)),
            [year] => {
                let year: i16 = year.parse().ok()?;
                Some(self.payments_due(|due| due == year))
            }
            _ => None,
        }
    }

    fn payments_due(&self, in_year: impl Fn(i16) -> bool) -> Option<Decimal> {
        let plan = self.plan.as_ref()?;
        if plan.lacks.iter().any(|lack| matches!(lack.figure, crate::plan::LackedFigure::Payment(_))) {
            return None;
        }
        let due = plan.flows.iter().filter(|flow| flow.kind == crate::plan::FlowKind::OutcomePayment);
        Some(due.filter(|flow| in_year(flow.year)).map(|flow| flow.amount.to_decimal()).sum())
    }

    fn of_investor(&self, id: &str, rest: &[&str]) -> Found {
        let party = self.agreement?.parties.iter().find(|party| party.id.as_str() == id)?;
        let Some(plan) = &self.plan else { return Some(None) };
        let investor = plan.investors.iter().find(|investor| investor.party == party.id)?;
        let (which, year) = match rest {
            [which] => (*which, None),
            [which, year] => (*which, Some(year.parse::<i16>().ok()?)),
            _ => return None,
        };
        let years = investor.by_year.iter().filter(|entry| year.is_none_or(|year| entry.year == year));
        let sum = |amount: fn(&crate::plan::InvestorYear) -> Money| years.map(|entry| amount(entry).to_decimal()).sum();
        match which {
            "received" => Some(Some(sum(|entry| entry.received))),
            "paid_in" => Some(Some(sum(|entry| entry.paid_in))),
            "balance" => Some(Some(sum(|entry| entry.balance))),
            _ => None,
        }
    }

    fn of_account(&self, party: &str, rest: &[&str]) -> Found {
        let (budget, which) = match rest {
            [which] => (None, *which),
            [budget, which] => (Some(*budget), *which),
            _ => return None,
        };
        let agreement = self.agreement?;
        agreement.parties.iter().find(|known| known.id.as_str() == party)?;
        if let Some(budget) = budget {
            agreement.budgets.iter().find(|known| known.id.as_str() == budget && known.party.as_str() == party)?;
        }
        let Some(plan) = &self.plan else { return Some(None) };
        let account = plan.accounts.iter().find(|account| {
            account.party.as_str() == party && account.budget.as_ref().map(|budget| budget.as_str()) == budget
        });
        let Some(total) = account.map(|account| account.total) else { return Some(None) };
        let amount = match which {
            "balance" => total.balance,
            "savings" => total.savings,
            "received" => total.received,
            "paid" => total.paid,
            "contribution" => total.contribution,
            _ => return None,
        };
        Some(Some(amount.to_decimal()))
    }

    fn of_price(&self, id: &str, which: &str) -> Found {
        self.agreement?.payments.iter().find(|payment| payment.id.as_str() == id)?;
        let Some(plan) = &self.plan else { return Some(None) };
        let price = plan.prices.iter().find(|price| price.term.as_str() == id);
        match which {
            "agreed" => Some(price.and_then(|price| price.agreed).map(Money::to_decimal)),
            "defensible" => Some(price.and_then(|price| price.by_saving_share.or(price.by_payer_savings))),
            _ => None,
        }
    }

    fn of_payback(&self, which: &str, rest: &[&str]) -> Found {
        self.agreement?.business_case.as_ref()?;
        let payback = self.plan.as_ref().and_then(|plan| plan.payback.as_ref());
        let time = match which {
            "total" => payback.and_then(|payback| payback.total),
            "service" => payback.and_then(|payback| payback.service),
            _ => return None,
        };
        match rest {
            ["periods"] => Some(time.map(|time| time.periods)),
            ["years"] => Some(time.map(|time| time.years)),
            ["rounded"] => Some(time.map(|time| time.rounded)),
            _ => None,
        }
    }

    fn of_rows_of_term(&self, kind: &str, id: &str, rest: &[&str]) -> Found {
        let agreement = self.agreement?;
        let is_cost = kind == "cost";
        let unknown = if is_cost {
            agreement.costs.iter().find(|cost| cost.id.as_str() == id)?.amounts == Yearly::NotStated
        } else {
            agreement.savings.iter().find(|saving| saving.id.as_str() == id)?;
            false
        };
        if let ["years", end] = rest {
            return is_cost.then(|| cost_years(agreement, id, end)).flatten();
        }
        let rest = if *rest == ["total"] { &[][..] } else { rest };
        if rest == ["amount"] || rest.len() > 1 {
            return None;
        }
        let Some(case) = &self.case else { return Some(None) };
        let kind = if is_cost { RowKind::Cost } else { RowKind::Saving };
        let own = |row: &&Row| row.kind == kind && row.term.as_str() == id;
        if unknown || case.rows.iter().filter(own).any(|row| !row.stated) {
            return Some(None);
        }
        let sums = self.sum_rows(case, own, is_cost);
        self.over(case, &sums, rest)
    }

    fn sum_rows(&self, case: &BusinessCaseTable, own: impl Fn(&&Row) -> bool, is_cost: bool) -> Vec<Money> {
        let zero = |net: &Money| Money::zero(net.currency());
        let mut sums: Vec<Money> = case.net.iter().map(zero).collect();
        for row in case.rows.iter().filter(own) {
            for (sum, amount) in sums.iter_mut().zip(&row.amounts) {
                *sum += if is_cost { -*amount } else { *amount };
            }
        }
        sums
    }

    fn of_area(&self, area: &str, which: &str, rest: &[&str]) -> Found {
        let area = area_of(area)?;
        let Some(case) = &self.case else { return Some(None) };
        let kind = match which {
            "savings" => RowKind::Saving,
            "costs" | "implementation" => RowKind::Cost,
            _ => return None,
        };
        let implementation = which == "implementation";
        let own = |row: &&Row| {
            row.kind == kind
                && row.budget_area == Some(area)
                && (!implementation || row.cost_kind == Some(CostKind::Implementation))
        };
        let mut stated = case.rows.iter().filter(own).map(|row| row.stated);
        let known = match kind {
            RowKind::Cost => stated.all(|stated| stated),
            RowKind::Saving => case.rows.iter().filter(own).count() == 0 || stated.any(|stated| stated),
        };
        let sums = self.sum_rows(case, own, kind == RowKind::Cost);
        self.over(case, &sums, rest).map(|value| value.filter(|_| known))
    }

    /// Rows count from 1; the column is its label. The value is in kroner.
    fn of_printed(&self, id: &str, row: &str, column: &str) -> Found {
        let table = self.printed.iter().find(|table| table.id.as_str() == id)?;
        let place: usize = row.parse().ok()?;
        let row = table.rows.get(place.checked_sub(1)?)?;
        let value = if column == "sum" {
            row.sum?
        } else {
            (*row.values.get(table.columns.iter().position(|label| label == column)?)?)?
        };
        Some(value.checked_mul(table.unit))
    }

    fn of_period(&self, end: &str) -> Found {
        let years = period(self.agreement?);
        match end {
            "from" => Some(years.map(|(from, _)| Decimal::from(from))),
            "to" => Some(years.map(|(_, to)| Decimal::from(to))),
            _ => None,
        }
    }

    /// What the source states of the four totals; where it states none, what its parts add up to.
    fn of_financing(&self, which: &str) -> Found {
        let agreement = self.agreement?;
        let stated = agreement.financing.clone().unwrap_or_default();
        let complete = |figure: fn(&crate::plan::Financing) -> Money| {
            self.plan.as_ref().map(|plan| figure(&plan.financing).to_decimal())
        };
        let costs_stated = agreement.costs.iter().all(|cost| cost.amounts != Yearly::NotStated);
        let capital_stated = agreement.funding.iter().all(|funding| funding.amount.is_some());
        let (stated, computed) = match which {
            "price" => (stated.price, complete(|financing| financing.price).filter(|_| costs_stated)),
            "capital" => (stated.capital, complete(|financing| financing.capital).filter(|_| capital_stated)),
            "own_financing" => (stated.own_financing, complete(|financing| financing.own_financing)),
            "guarantee" => (stated.guarantee, guarantees(agreement)),
            _ => return None,
        };
        Some(stated.map(Money::to_decimal).or(computed))
    }

    /// Every path without its year, for hints.
    fn known(&self) -> Vec<String> {
        let mut known: Vec<String> = Vec::new();
        for word in ["savings", "costs", "net", "cumulative", "break_even_year"] {
            known.push(format!("business_case.{word}"));
            let years = self.case.as_ref().map_or(&[][..], |case| &case.years);
            known.extend(years.iter().map(|year| format!("business_case.{word}.{year}")));
        }
        known.extend(["payments.total", "payments.measurements", "period.from", "period.to"].map(str::to_owned));
        for which in ["total", "service"] {
            known.extend(["periods", "years", "rounded"].map(|word| format!("payback.{which}.{word}")));
        }
        if let Some(agreement) = self.agreement {
            known.extend(agreement.costs.iter().map(|cost| format!("cost.{}", cost.id)));
            known.extend(agreement.savings.iter().map(|saving| format!("saving.{}", saving.id)));
            for party in &agreement.parties {
                known.push(format!("account.{}.balance", party.id));
                known.extend(["received", "paid_in", "balance"].map(|word| format!("investor.{}.{word}", party.id)));
            }
            for payment in &agreement.payments {
                known.extend(["agreed", "defensible"].map(|word| format!("price.{}.{word}", payment.id)));
                known.push(format!("payment.{}.amount", payment.id));
            }
            known.extend(agreement.implementation.iter().map(|term| format!("implementation.{}.number", term.id)));
            for measure in &agreement.measures {
                let words = ["expected", "baseline", "target", "target_value"];
                known.extend(words.map(|word| format!("measure.{}.{word}", measure.id)));
            }
            known.push("intake.total".to_owned());
            known.extend(agreement.intake.by_year.keys().map(|year| format!("intake.by_year.{year}")));
            let financing = ["price", "capital", "own_financing", "guarantee"];
            known.extend(financing.map(|word| format!("financing.{word}")));
        }
        for project in self.document.map_or(&[][..], |document| &document.projects) {
            let words = ["capital", "participants", "repayment", "savings", "net", "horizon", "follow_up_to"];
            known.extend(words.map(|word| format!("project.{}.{word}", project.id)));
        }
        known.extend(self.printed.iter().flat_map(|table| {
            (1..=table.rows.len()).flat_map(move |row| {
                table.columns.iter().map(move |column| format!("printed.{}.{row}.{column}", table.id))
            })
        }));
        known
    }
}

/// The first or the last year of a cost.
fn cost_years(agreement: &Agreement, id: &str, end: &str) -> Found {
    let years = agreement.costs.iter().find(|cost| cost.id.as_str() == id)?.amounts.iter();
    match end {
        "from" => Some(years.first().map(|(year, _)| Decimal::from(*year))),
        "to" => Some(years.last().map(|(year, _)| Decimal::from(*year))),
        _ => None,
    }
}

fn guarantees(agreement: &Agreement) -> Option<Decimal> {
    agreement
        .guarantees
        .iter()
        .try_fold(Decimal::ZERO, |all, guarantee| all.checked_add(guarantee.at_most?.to_decimal()))
}

/// A budget area by its word in documents or by its Danish name.
pub(super) fn area_of(text: &str) -> Option<BudgetArea> {
    let text = text.trim().to_lowercase();
    match text.as_str() {
        "service" | "serviceudgifter" => Some(BudgetArea::Service),
        "transfers" | "overførsler" => Some(BudgetArea::Transfers),
        "ei" | "efterspørgselsstyret indsats" | "efterspørgselsstyret indsats (ei)" => Some(BudgetArea::Ei),
        "eo" | "efterspørgselsstyrede overførsler" | "efterspørgselsstyrede overførsler (eo)" => {
            Some(BudgetArea::Eo)
        }
        "construction" | "anlæg" => Some(BudgetArea::Construction),
        _ => None,
    }
}

/// The years in which the intervention is paid for. Years of intake are no period: somebody may start late in it.
pub(super) fn period(agreement: &Agreement) -> Option<(i16, i16)> {
    let of_costs = agreement.costs.iter().flat_map(|cost| cost.amounts.iter()).filter(|(_, amount)| !amount.is_zero());
    let years: BTreeSet<i16> = of_costs.map(|(year, _)| year).collect();
    Some((*years.first()?, *years.last()?))
}

/// The measured years of all measures that are paid for.
pub(super) fn measured_years(agreement: &Agreement) -> BTreeSet<i16> {
    let mut years = BTreeSet::new();
    for payment in &agreement.payments {
        let Some(measure) = agreement.measure(&payment.measure) else { continue };
        let Some(of_measure) = measure.window.years() else { continue };
        years.extend(of_measure.iter().filter(|year| payment.years.is_none_or(|only| only.contains(*year))));
    }
    years
}

pub(super) fn last_measured_year(agreement: &Agreement) -> Option<i16> {
    measured_years(agreement).last().copied()
}

/// How many measurements there are: measured years, or for windows since the start the months at which a unit is measured.
fn measurements(agreement: &Agreement) -> Option<u64> {
    let years = measured_years(agreement).len();
    let since_start = agreement.payments.iter().filter_map(|payment| agreement.measure(&payment.measure));
    let at_months = since_start.map(|measure| match &measure.window {
        Window::AtMonths { at, .. } => at.len(),
        Window::MonthsSinceStart { .. } => 1,
        _ => 0,
    });
    let most = years.max(at_months.max().unwrap_or(0));
    u64::try_from(most).ok().filter(|count| *count > 0)
}
