//! What a business case says beside its main table: sums by area, committee and actor, payback, uncertainty, present
//! value, the hours that the contract itself costs, assumptions varied one at a time, and what cannot be computed.

use virkning_engine::plan::{
    Group, LackedFigure, Outcome, Payback, PaybackTime, RowKind, SensitivityResult, TransactionCosts,
};
use virkning_model::agreement::Agreement;
use virkning_model::business_case::{DoublePeriod, PaybackRule, TransactionPhase};
use virkning_model::{Decimal, Money};

use super::table::{Table, facts, heading};
use crate::app::plan::PlanWithReturns;
use crate::app::statement::holder_short_name;
use crate::text::Texts;
use crate::text::case::{group_in_words, way_key};
use crate::text::format;

/// Everything about the business case that its main table does not hold.
pub fn case(agreement: &Agreement, planned: &PlanWithReturns, texts: &Texts) -> String {
    let view = View { agreement, planned, texts };
    let table = &planned.plan.business_case;
    if table.rows.iter().all(|row| !row.stated) {
        return view.ends();
    }
    let mut out = view.groups();
    out.push_str(&view.ends());
    if let Some(payback) = planned.plan.payback.as_ref().filter(|_| table.complete || has_time(planned)) {
        out.push_str(&view.payback(payback));
    }
    if let Some(costs) = &planned.plan.transaction_costs {
        out.push_str(&view.transaction_costs(costs));
    }
    out.push_str(&view.sensitivities());
    out
}

fn has_time(planned: &PlanWithReturns) -> bool {
    planned.plan.payback.as_ref().is_some_and(|payback| payback.total.is_some() || payback.service.is_some())
}

/// What the plan cannot compute, and which terms it lacks for it.
pub fn lacks(agreement: &Agreement, planned: &PlanWithReturns, texts: &Texts) -> String {
    let lacks = &planned.plan.lacks;
    if lacks.is_empty() {
        return String::new();
    }
    let view = View { agreement, planned, texts };
    let mut table = Table::new().words(texts.get("plan-lacked-figure")).words(texts.get("plan-lacked-terms"));
    for lack in lacks {
        table.row(vec![view.lacked(&lack.figure), lack.terms.join(", ")]);
    }
    format!("{}  {}\n{}", heading(&texts.get("plan-lacks")), texts.get("plan-lacks-note"), table.render())
}

struct View<'a> {
    agreement: &'a Agreement,
    planned: &'a PlanWithReturns,
    texts: &'a Texts,
}

impl View<'_> {
    fn text(&self, key: &str) -> String {
        self.texts.get(key)
    }

    fn money(&self, amount: Money) -> String {
        format::money(self.texts.language(), amount)
    }

    fn thousand(&self, amount: Money) -> String {
        format::decimal(self.texts.language(), amount.to_decimal() / Decimal::ONE_THOUSAND, 0)
    }

    fn number(&self, number: Decimal, decimals: u32) -> String {
        format::decimal(self.texts.language(), number, decimals)
    }

    fn sum(&self, amounts: &[Money]) -> Money {
        amounts.iter().fold(Money::zero(self.agreement.currency), |all, amount| all + *amount)
    }

    /// The same rows summed in each way that the terms give.
    fn groups(&self) -> String {
        let case = &self.planned.plan.business_case;
        let mut out = String::new();
        let same_way =
            |one: &Group, next: &Group| std::mem::discriminant(&one.key) == std::mem::discriminant(&next.key);
        for groups in case.groups.chunk_by(same_way) {
            // One group alone is the case's own total again.
            let [first, _, ..] = groups else { continue };
            let title = way_key(&first.key);
            let mut table = Table::new().words(self.text(title));
            for column in &case.columns {
                table = table.numbers(column.clone());
            }
            table = table.numbers(self.text("plan-total"));
            for group in groups {
                let net = group.net();
                let mark = if group.complete {
                    String::new()
                } else {
                    format!(" ({})", self.text("plan-incomplete"))
                };
                let mut cells = vec![format!("{}{mark}", group_in_words(self.agreement, &group.key, self.texts))];
                cells.extend(net.iter().map(|amount| self.thousand(*amount)));
                cells.push(self.thousand(self.sum(&net)));
                table.row(cells);
            }
            out.push_str(&format!("\n{}", table.render()));
        }
        if out.is_empty() {
            out
        } else {
            format!("{}{out}", heading(&self.text("plan-groups")))
        }
    }

    /// Uncertainty, present value, tail, and the marks that a total needs.
    fn ends(&self) -> String {
        let case = &self.planned.plan.business_case;
        let mut pairs = Vec::new();
        if let Some(uncertainty) = &case.uncertainty {
            let words = self.texts.with(
                "plan-uncertainty-text",
                &[("low", &self.money(self.sum(&uncertainty.low))), ("high", &self.money(self.sum(&uncertainty.high)))],
            );
            pairs.push((self.text("plan-uncertainty"), words));
        }
        if let Some(value) = &case.present_value {
            let words = self.texts.with(
                "plan-present-value-text",
                &[
                    ("amount", &self.number(value.total, 2)),
                    ("rate", &format::percent(self.texts.language(), value.rate, 2)),
                ],
            );
            pairs.push((self.text("plan-present-value"), words));
        }
        if let Some(tail) = case.tail.as_ref().filter(|_| case.rows.iter().any(|row| row.stated)) {
            let words = self.texts.with(
                "plan-tail-text",
                &[
                    ("until", &tail.until.to_string()),
                    ("before", &self.money(tail.before)),
                    ("after", &self.money(tail.in_tail)),
                    ("because", &tail.because),
                ],
            );
            pairs.push((self.text("plan-tail"), words));
        }
        if let Some(terms) = &self.agreement.business_case {
            if let Some(basis) = &terms.basis {
                pairs.push((self.text("plan-basis"), basis.clone()));
            }
            if let Some(model) = &terms.model {
                let year = terms.price_year.map_or_else(|| self.text("plan-not-said"), |year| year.to_string());
                pairs.push((
                    self.text("plan-model"),
                    self.texts.with("plan-model-text", &[("model", model), ("year", &year)]),
                ));
            }
        }
        let transfers: Vec<String> = self
            .agreement
            .purchases
            .iter()
            .map(|purchase| {
                let sum =
                    purchase.by_year.values().fold(Money::zero(self.agreement.currency), |all, amount| all + *amount);
                let words = [
                    ("label", purchase.label.clone()),
                    ("from", holder_short_name(self.agreement, &purchase.from, self.texts)),
                    ("to", holder_short_name(self.agreement, &purchase.to, self.texts)),
                    ("amount", self.money(sum)),
                ];
                let words: Vec<(&str, &str)> = words.iter().map(|(name, value)| (*name, value.as_str())).collect();
                self.texts.with("plan-purchase-text", &words)
            })
            .collect();
        if !transfers.is_empty() {
            pairs.push((self.text("plan-purchases"), transfers.join("; ")));
        }
        if case.rows.iter().any(|row| row.kind == RowKind::Saving && !row.stated) {
            pairs.push((self.text("plan-unstated"), self.text("plan-unstated-text")));
        }
        if pairs.is_empty() { String::new() } else { format!("\n{}", facts(&pairs)) }
    }

    fn payback(&self, payback: &Payback) -> String {
        let rule = self.text(match payback.rule {
            PaybackRule::ElapsedPeriods => "plan-payback-elapsed",
            PaybackRule::FirstYearPositive => "plan-payback-first",
        });
        let double = self.text(match payback.double_period {
            DoublePeriod::OnePeriod => "plan-payback-one-period",
            DoublePeriod::TwoYears => "plan-payback-two-years",
        });
        let time = |time: Option<PaybackTime>| {
            time.map_or_else(
                || self.text("plan-payback-never"),
                |time| {
                    let words = [
                        ("rounded", self.number(time.rounded, 0)),
                        ("periods", self.number(time.periods, 2)),
                        ("years", self.number(time.years, 2)),
                    ];
                    let words: Vec<(&str, &str)> = words.iter().map(|(name, value)| (*name, value.as_str())).collect();
                    self.texts.with("plan-payback-text", &words)
                },
            )
        };
        let case = &self.planned.plan.business_case;
        let has_areas = case.rows.iter().any(|row| row.budget_area.is_some());
        let terms = self.agreement.business_case.as_ref();
        let has_double = terms.is_some_and(|terms| !terms.columns.is_empty());
        let mut pairs = Vec::new();
        if has_areas {
            pairs.push((self.text("plan-payback-service"), time(payback.service)));
        }
        pairs.push((self.text("plan-payback-total"), time(payback.total)));
        let rule = if has_double { format!("{rule} {double}") } else { rule };
        pairs.push((self.text("plan-payback-rule"), rule));
        format!("{}{}", heading(&self.text("plan-payback")), facts(&pairs))
    }

    fn transaction_costs(&self, costs: &TransactionCosts) -> String {
        let mut table = Table::new()
            .words(self.text("plan-transaction"))
            .words(self.text("plan-transaction-party"))
            .words(self.text("plan-transaction-phase"))
            .numbers(self.text("plan-transaction-hours"))
            .numbers(self.text("plan-kroner"));
        let unknown = || self.text("plan-not-stated");
        for row in &costs.rows {
            let party = self.agreement.party(&row.party);
            table.row(vec![
                row.label.clone(),
                party.map_or_else(|| row.party.to_string(), |party| party.short_name.clone()),
                self.text(match row.phase {
                    TransactionPhase::Development => "plan-phase-development",
                    TransactionPhase::Operation => "plan-phase-operation",
                    TransactionPhase::FollowUp => "plan-phase-follow-up",
                }),
                row.hours.map_or_else(unknown, |hours| self.number(hours, hours.scale())),
                row.amount.map_or_else(unknown, |amount| format::amount(self.texts.language(), amount)),
            ]);
        }
        let key = match (costs.complete, costs.exceeds_net) {
            (_, true) => "plan-transaction-exceeds",
            (true, false) => "plan-transaction-within",
            (false, false) => "plan-transaction-incomplete",
        };
        let words = [("known", self.money(costs.known)), ("net", self.money(costs.expected_net))];
        let words: Vec<(&str, &str)> = words.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let verdict = self.texts.with(key, &words);
        format!("{}{}  {verdict}\n", heading(&self.text("plan-transaction-costs")), table.render())
    }

    fn sensitivities(&self) -> String {
        let results = &self.planned.plan.sensitivities;
        if results.is_empty() {
            return String::new();
        }
        let mut table = Table::new()
            .words(self.text("plan-varied"))
            .numbers(self.text("plan-factor"))
            .numbers(self.text("plan-net"))
            .numbers(self.text("plan-difference"))
            .words(self.text("plan-break-even-year"));
        let row = |result: &SensitivityResult, outcome: &Outcome| {
            vec![
                result.label.clone(),
                self.number(outcome.factor, outcome.factor.normalize().scale()),
                self.money(outcome.net),
                self.money(outcome.net_difference),
                outcome.break_even_year.map_or_else(|| "–".to_owned(), |year| year.to_string()),
            ]
        };
        for result in results {
            table.row(row(result, &result.low));
            table.row(row(result, &result.high));
        }
        format!("{}{}", heading(&self.text("plan-sensitivities")), table.render())
    }

    fn lacked(&self, figure: &LackedFigure) -> String {
        let party = |id: &virkning_model::id::PartyId| {
            self.agreement.party(id).map_or_else(|| id.to_string(), |party| party.short_name.clone())
        };
        let payment = |id: &virkning_model::id::TermId| {
            self.agreement.payment(id).map_or_else(|| id.to_string(), |payment| payment.label.clone())
        };
        match figure {
            LackedFigure::Costs => self.text("plan-lacks-costs"),
            LackedFigure::Savings => self.text("plan-lacks-savings"),
            LackedFigure::Payment(id) => self.texts.with("plan-lacks-payment", &[("label", &payment(id))]),
            LackedFigure::Capital(id) => self.texts.with("plan-lacks-capital", &[("label", &party(id))]),
            LackedFigure::Guarantee(id) => {
                let known = self.agreement.guarantees.iter().find(|guarantee| guarantee.id == *id);
                let label = known.map_or_else(|| id.to_string(), |guarantee| guarantee.label.clone());
                self.texts.with("plan-lacks-guarantee", &[("label", &label)])
            }
            LackedFigure::Limit(id) => self.texts.with("plan-lacks-limit", &[("label", id.as_str())]),
            LackedFigure::NoEffect(id) => self.texts.with("plan-lacks-no-effect", &[("label", &payment(id))]),
            LackedFigure::TransactionCosts => self.text("plan-lacks-transaction-costs"),
        }
    }
}
