//! The plan as text: business case, cash flows, investors, accounts, and what the case does not defend.

use virkning_engine::plan::{ExpectedPayment, Flow, FlowKind, InvestorPlan, PartyAccount, RowKind};
use virkning_model::agreement::{Agreement, AgreementKind, PriceLevel};
use virkning_model::{Decimal, Money};

use super::case;
use super::implementation::implementation;
use super::table::{Table, facts, heading};
use crate::app::plan::{PlanWithReturns, Returns};
use crate::app::statement::{holder_short_name, value_in_words};
use crate::text::Texts;
use crate::text::{format, rule};

/// The plan of an agreement.
pub fn plan(agreement: &Agreement, planned: &PlanWithReturns, texts: &Texts) -> String {
    let view = View { agreement, planned, texts };
    let mut out = view.head();
    out.push_str(&case::lacks(agreement, planned, texts));
    out.push_str(&view.target_group());
    out.push_str(&view.business_case());
    out.push_str(&case::case(agreement, planned, texts));
    out.push_str(&view.results());
    out.push_str(&view.flows());
    let with_flows =
        planned.plan.investors.iter().zip(&planned.returns).filter(|(investor, _)| !investor.flows.is_empty());
    for (investor, returns) in with_flows {
        out.push_str(&view.investor(investor, returns));
    }
    out.push_str(&view.accounts());
    out.push_str(&view.no_effect_and_price());
    out.push_str(&implementation(agreement, texts));
    out.push_str(&view.calendar());
    out.push_str(&view.duties());
    out.push_str(&view.choices());
    out.push_str(&view.examples());
    out
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

    fn amount(&self, amount: Money) -> String {
        format::amount(self.texts.language(), amount)
    }

    fn money(&self, amount: Money) -> String {
        format::money(self.texts.language(), amount)
    }

    fn thousand(&self, amount: Money) -> String {
        format::decimal(self.texts.language(), amount.to_decimal() / Decimal::ONE_THOUSAND, 0)
    }

    fn head(&self) -> String {
        let agreement = self.agreement;
        let level = match agreement.price_level {
            PriceLevel::Year(year) => self.texts.with("price-level-year", &[("year", &year.to_string())]),
            PriceLevel::Current => self.text("price-level-current"),
            PriceLevel::NotStated => self.text("price-level-not-stated"),
        };
        let financing = &self.planned.plan.financing;
        let stated = agreement.financing.as_ref();
        // Where the terms do not say how a sum is made up, the sum that the source states stands alone.
        let sum = |terms: Money, stated: Option<Money>| match stated {
            Some(stated) if terms.is_zero() => self.money(stated),
            None if terms.is_zero() => self.text("plan-not-stated"),
            _ => self.money(terms),
        };
        let guaranteed: Vec<Money> = agreement.guarantees.iter().filter_map(|guarantee| guarantee.at_most).collect();
        let mut pairs = vec![
            (
                self.text("plan-period"),
                format!("{} – {}", format::date(self.texts, agreement.from), format::date(self.texts, agreement.to)),
            ),
            (self.text("plan-price-level"), level),
            (self.text("plan-price-of-intervention"), sum(financing.price, stated.and_then(|sums| sums.price))),
        ];
        if agreement.kind == AgreementKind::OutcomesContract {
            pairs.push((self.text("plan-capital"), sum(financing.capital, stated.and_then(|sums| sums.capital))));
            let own = stated.and_then(|sums| sums.own_financing);
            pairs.push((self.text("plan-own-financing"), sum(financing.own_financing, own)));
        }
        let guarantee = guaranteed.into_iter().reduce(|all, amount| all + amount);
        if let Some(guarantee) = guarantee.or(stated.and_then(|sums| sums.guarantee)) {
            pairs.push((self.text("plan-guarantee-sum"), self.money(guarantee)));
        }
        let title = self.texts.with("plan-title", &[("agreement", &agreement.name), ("version", &agreement.version)]);
        format!("{title}\n\n{}", facts(&pairs))
    }

    fn target_group(&self) -> String {
        let agreement = self.agreement;
        let intake: Vec<String> = agreement
            .intake
            .by_year
            .iter()
            .map(|(year, count)| {
                self.texts.with("plan-intake-text", &[("count", &count.to_string()), ("year", &year.to_string())])
            })
            .collect();
        let steps: Vec<String> = agreement.intake.counts_from.iter().map(|step| self.text(step_key(*step))).collect();
        let pairs = vec![
            (self.text("plan-target"), agreement.target_group.description.clone()),
            (
                self.text("plan-intake"),
                if intake.is_empty() { self.text("plan-not-stated") } else { intake.join(", ") },
            ),
            (self.text("plan-counts-from"), steps.join(" + ")),
            (
                self.text("plan-intervention"),
                format!("{} ({})", agreement.intervention.label, agreement.intervention.provider),
            ),
        ];
        format!("{}{}", heading(&self.text("plan-target-group")), facts(&pairs))
    }

    fn results(&self) -> String {
        let language = self.texts.language();
        let mut table = Table::new()
            .words(self.text("plan-measured-year"))
            .words(self.text("plan-settled"))
            .numbers(self.text("plan-eligible"))
            .numbers(self.text("plan-rate"))
            .numbers(self.text("plan-successes"))
            .numbers(self.text("plan-price-column"))
            .numbers(self.text("plan-kroner"))
            .numbers(self.text("plan-over-cap"));
        // Several payers and receivers of one term and year are one row.
        let same = |one: &ExpectedPayment, next: &ExpectedPayment| {
            (&one.term, one.measured_year) == (&next.term, next.measured_year)
        };
        if self.planned.plan.payments.is_empty() {
            return String::new();
        }
        for payments in self.planned.plan.payments.chunk_by(same) {
            let payment = &payments[0];
            let sum = |of: fn(&ExpectedPayment) -> Money| {
                payments.iter().fold(Money::zero(self.planned.plan.currency), |all, payment| all + of(payment))
            };
            table.row(vec![
                payment.measured_year.to_string(),
                format::month(self.texts, virkning_model::period::Month::of(payment.due)),
                payment.eligible.to_string(),
                format::percent(language, payment.rate, 1),
                format::decimal(language, payment.successes, 1),
                self.amount(payment.price),
                self.amount(sum(|payment| payment.amount)),
                self.amount(sum(|payment| payment.over_cap)),
            ]);
        }
        format!("{}{}", heading(&self.text("plan-results")), table.render())
    }

    /// Everything that happens without money: activities, meetings, follow-ups and goals.
    fn calendar(&self) -> String {
        let agreement = self.agreement;
        let mut table =
            Table::new().words(self.text("plan-when")).words(self.text("plan-what")).words(self.text("plan-who"));
        for activity in &agreement.activities {
            table.row(vec![format!("{} – {}", activity.from, activity.to), activity.label.clone(), String::new()]);
        }
        for meeting in &agreement.meetings {
            let months: Vec<String> = meeting.months.iter().map(|month| self.text(&format!("month-{month}"))).collect();
            let when = self.texts.with("plan-every-year", &[("months", &months.join(", "))]);
            table.row(vec![when, meeting.label.clone(), meeting.members.join(", ")]);
        }
        for follow_up in &agreement.follow_ups {
            // After year n of the agreement means after that calendar year, counted from its first.
            let years: Vec<String> = follow_up
                .after_years
                .iter()
                .map(|years| (i32::from(agreement.from.year()) + i32::from(*years) - 1).to_string())
                .collect();
            table.row(vec![years.join(", "), follow_up.label.clone(), follow_up.items.join(", ")]);
        }
        let language = self.texts.language();
        for measure in agreement.measures.iter().filter(|measure| measure.target.is_some()) {
            let share = |share: Option<Decimal>| {
                share.map_or_else(|| "–".to_owned(), |share| format::percent(language, share, 0))
            };
            let goal = self
                .texts
                .with("plan-goal", &[("target", &share(measure.target)), ("baseline", &share(measure.baseline))]);
            table.row(vec![String::new(), measure.label.clone(), goal]);
        }
        format!("{}{}", heading(&self.text("plan-calendar")), table.render())
    }

    fn duties(&self) -> String {
        if self.agreement.duties.is_empty() {
            return String::new();
        }
        let names = |parties: &[virkning_model::id::PartyId]| {
            let names: Vec<&str> = parties
                .iter()
                .map(|id| self.agreement.party(id).map_or(id.as_str(), |party| &party.short_name))
                .collect();
            names.join(", ")
        };
        let mut table =
            Table::new().words(self.text("plan-by-to")).words(self.text("plan-duty")).words(self.text("plan-trigger"));
        for duty in &self.agreement.duties {
            let parties = format!("{} → {}", names(&duty.by), names(&duty.to));
            table.row(vec![parties, duty.label.clone(), duty.trigger.clone()]);
        }
        format!("{}{}", heading(&self.text("plan-duties")), table.render())
    }

    fn business_case(&self) -> String {
        let case = &self.planned.plan.business_case;
        if case.rows.iter().all(|row| !row.stated) {
            return String::new();
        }
        let mut table = Table::new().words(self.text("plan-thousand-kroner"));
        for column in &case.columns {
            table = table.numbers(column.clone());
        }
        table = table.numbers(self.text("plan-total"));
        let zero = Money::zero(self.agreement.currency);
        let line = |label: String, amounts: &[Money]| {
            let mut cells = vec![label];
            cells.extend(amounts.iter().map(|amount| self.thousand(*amount)));
            cells.push(self.thousand(amounts.iter().fold(zero, |all, amount| all + *amount)));
            cells
        };
        for row in &case.rows {
            // A saving that falls to several areas is told by them, one that falls to one by its own name.
            let is_divided = case.rows.iter().filter(|other| other.term == row.term).count() > 1;
            let name = row.area.clone().filter(|_| is_divided).unwrap_or_else(|| row.label.clone());
            let label = match row.kind {
                RowKind::Saving => {
                    format!("{name} → {}", holder_short_name(self.agreement, &row.falls_to, self.texts))
                }
                RowKind::Cost => name,
            };
            table.row(line(label, &row.amounts));
        }
        table.rule();
        table.row(line(self.text("plan-costs"), &case.costs));
        table.row(line(self.text("plan-savings"), &case.savings));
        table.row(line(self.text("plan-net"), &case.net));
        let mut cumulative = vec![self.text("plan-cumulative")];
        cumulative.extend(case.cumulative.iter().map(|amount| self.thousand(*amount)));
        cumulative.push(String::new());
        table.row(cumulative);
        let break_even = case.break_even_year.map_or_else(
            || {
                self.text(if case.can_break_even() {
                    "plan-never-break-even"
                } else {
                    "plan-break-even-unknown"
                })
            },
            |year| self.texts.with("plan-break-even", &[("year", &year.to_string())]),
        );
        let deepest = case.deepest.map_or_else(String::new, |(year, amount)| {
            self.texts.with("plan-deepest", &[("year", &year.to_string()), ("amount", &self.money(amount))])
        });
        format!("{}{}  {break_even} {deepest}\n", heading(&self.text("plan-business-case")), table.render())
    }

    fn flows(&self) -> String {
        let wanted: Vec<&Flow> = self
            .planned
            .plan
            .flows
            .iter()
            .filter(|flow| matches!(flow.kind, FlowKind::Funding | FlowKind::OutcomePayment))
            .collect();
        if wanted.is_empty() {
            return String::new();
        }
        let mut table = Table::new()
            .words(self.text("plan-date"))
            .words(self.text("plan-kind"))
            .words(self.text("plan-from"))
            .words(self.text("plan-to"))
            .words(self.text("plan-measured-year"))
            .numbers(self.text("plan-kroner"));
        for flow in wanted {
            let holder = |holder: &Option<virkning_model::agreement::AccountHolder>| {
                holder.as_ref().map_or_else(String::new, |holder| holder_short_name(self.agreement, holder, self.texts))
            };
            let kind = match flow.kind {
                FlowKind::Funding => "plan-funding",
                _ => "plan-outcome-payment",
            };
            table.row(vec![
                format::short_date(self.texts.language(), flow.date),
                self.text(kind),
                holder(&flow.from),
                holder(&flow.to),
                flow.measured_year.map_or_else(String::new, |year| year.to_string()),
                self.amount(flow.amount),
            ]);
        }
        format!("{}{}", heading(&self.text("plan-flows")), table.render())
    }

    fn investor(&self, investor: &InvestorPlan, returns: &Returns) -> String {
        let party = self.agreement.party(&investor.party);
        let name = party.map_or_else(|| investor.party.to_string(), |party| party.short_name.clone());
        let mut table = Table::new()
            .words(self.text("plan-year"))
            .numbers(self.text("plan-paid-in"))
            .numbers(self.text("plan-received"))
            .numbers(self.text("plan-balance"))
            .numbers(self.text("plan-cumulative"));
        for year in &investor.by_year {
            table.row(vec![
                year.year.to_string(),
                self.amount(year.paid_in),
                self.amount(year.received),
                self.amount(year.balance),
                self.amount(year.cumulative),
            ]);
        }
        table.rule();
        table.row(vec![
            self.text("plan-total"),
            self.amount(investor.paid_in),
            self.amount(investor.received),
            self.amount(investor.received - investor.paid_in),
            String::new(),
        ]);
        let language = self.texts.language();
        let rate = |rate: Option<f64>| {
            rate.map_or_else(|| self.text("plan-no-return"), |rate| format::percent_of_estimate(language, rate, 2))
        };
        let share =
            |share: Option<Decimal>| share.map_or_else(|| "–".to_owned(), |share| format::percent(language, share, 2));
        let mut pairs = vec![
            (self.text("plan-irr"), rate(returns.irr)),
            (self.text("plan-xirr"), rate(returns.xirr)),
            (
                self.text("plan-multiple"),
                investor.multiple.map_or_else(|| "–".to_owned(), |multiple| format::decimal(language, multiple, 3)),
            ),
            (self.text("plan-break-even-rate"), share(investor.break_even_rate)),
        ];
        if let Some((day, amount)) = investor.deepest {
            let words = self
                .texts
                .with("plan-exposure-on", &[("amount", &self.money(amount)), ("date", &format::date(self.texts, day))]);
            pairs.push((self.text("plan-exposure"), words));
        }
        if investor.cap_binds_from.is_some() {
            pairs.push((self.text("plan-cap-binds"), share(investor.cap_binds_from)));
        }
        pairs.push((self.text("plan-over-cap"), self.money(investor.over_cap)));
        let title = self.texts.with("plan-investor", &[("party", &name)]);
        format!("{}{}\n{}", heading(&title), table.render(), facts(&pairs))
    }

    fn accounts(&self) -> String {
        let mut table = Table::new()
            .words(self.text("plan-account"))
            .numbers(self.text("plan-savings-column"))
            .numbers(self.text("plan-payments-received"))
            .numbers(self.text("plan-payments-made"))
            .numbers(self.text("plan-contribution"))
            .numbers(self.text("plan-balance"))
            .words(self.text("plan-closes"));
        let is_complete = self.planned.plan.accounts_are_complete();
        let accounts = &self.planned.plan.accounts;
        let moves = |account: &PartyAccount| {
            let total = &account.total;
            [total.savings, total.received, total.paid, total.contribution].iter().any(|amount| !amount.is_zero())
        };
        if !is_complete && !accounts.iter().any(moves) {
            return String::new();
        }
        for account in accounts {
            let total = &account.total;
            let verdict = match (is_complete, account.closes) {
                (false, _) => "plan-closes-unknown",
                (true, true) => "word-yes",
                (true, false) => "word-no",
            };
            table.row(vec![
                self.account_name(account),
                self.amount(total.savings),
                self.amount(total.received),
                self.amount(total.paid),
                self.amount(total.contribution),
                self.amount(total.balance),
                self.text(verdict),
            ]);
        }
        format!("{}{}  {}\n", heading(&self.text("plan-accounts")), table.render(), self.text("plan-accounts-note"))
    }

    fn account_name(&self, account: &PartyAccount) -> String {
        let party = self.agreement.party(&account.party);
        let name = party.map_or_else(|| account.party.to_string(), |party| party.short_name.clone());
        match account.budget.as_ref().and_then(|budget| self.agreement.budget(budget)) {
            None => name,
            Some(budget) => format!("  · {}", budget.label),
        }
    }

    fn no_effect_and_price(&self) -> String {
        let language = self.texts.language();
        let plan = &self.planned.plan;
        let mut out = String::new();
        if let Some(none) = &plan.no_effect {
            let share = none.share_of_plan.map_or_else(|| "–".to_owned(), |share| format::percent(language, share, 1));
            let line =
                self.texts.with("plan-no-effect-text", &[("amount", &self.money(none.total)), ("share", &share)]);
            out.push_str(&format!("{}  {line}\n", heading(&self.text("plan-no-effect"))));
        }
        let told = plan.prices.iter().filter(|price| price.agreed.is_some() || !price.expected.is_zero());
        for price in told {
            let kroner = |price: Option<Decimal>| {
                price.map_or_else(|| "–".to_owned(), |price| format::decimal(language, price, 2))
            };
            let payer = holder_short_name(self.agreement, &price.payer, self.texts);
            let payment = self.agreement.payment(&price.term);
            let label = payment.map_or_else(|| price.term.to_string(), |payment| payment.label.clone());
            let (heads, agreed, by_share, by_payer) = match price.agreed {
                Some(agreed) => (
                    ["plan-price-agreed", "plan-price-by-share", "plan-price-by-payer"],
                    self.amount(agreed),
                    price.by_saving_share,
                    price.by_payer_savings,
                ),
                // Without a price of one, what is paid in all is held against what is saved in all.
                None => (
                    ["plan-total-expected", "plan-total-by-share", "plan-total-by-payer"],
                    self.amount(price.expected),
                    price.total_by_saving_share,
                    Some(price.total_by_payer_savings),
                ),
            };
            let pairs = vec![
                (self.text(heads[0]), agreed),
                (self.text(heads[1]), kroner(by_share)),
                (self.texts.with(heads[2], &[("payer", &payer)]), kroner(by_payer)),
            ];
            let verdict = match price.is_covered() {
                Some(false) => format!("  {}\n", self.text("plan-price-not-covered")),
                _ => String::new(),
            };
            let title = if price.agreed.is_some() { "plan-price" } else { "plan-price-in-all" };
            let title = if plan.prices.len() > 1 {
                format!("{}: {label}", self.text(title))
            } else {
                self.text(title)
            };
            out.push_str(&format!("{}{}{verdict}", heading(&title), facts(&pairs)));
        }
        out
    }

    fn choices(&self) -> String {
        let who_left: Vec<_> = self.agreement.measures.iter().filter(|one| one.left_population.is_some()).collect();
        if self.agreement.choices.is_empty() && who_left.is_empty() {
            return String::new();
        }
        let mut table = Table::new()
            .words(self.text("plan-choice"))
            .words(self.text("plan-chosen"))
            .words(self.text("plan-origin"));
        for choice in &self.agreement.choices {
            table.row(vec![
                choice.term.clone(),
                value_in_words(&choice.chosen, self.texts),
                self.text(origin_key(choice.origin.as_ref())),
            ]);
        }
        for measure in who_left {
            table.row(vec![
                format!("measure.{}.left_population", measure.id),
                measure.left_population.map(|rule| rule::left_in_words(rule, self.texts)).unwrap_or_default(),
                self.text(origin_key(measure.origin.as_ref())),
            ]);
        }
        format!("{}{}", heading(&self.text("plan-choices")), table.render())
    }

    fn examples(&self) -> String {
        let examples = &self.planned.plan.examples;
        if examples.is_empty() {
            return String::new();
        }
        let pairs: Vec<(String, String)> = examples
            .iter()
            .map(|example| {
                let key = if example.holds { "plan-example-holds" } else { "plan-example-fails" };
                (example.name.clone(), self.text(key))
            })
            .collect();
        format!("{}{}", heading(&self.text("plan-examples")), facts(&pairs))
    }
}

fn origin_key(origin: Option<&virkning_model::origin::Origin>) -> &'static str {
    use virkning_model::origin::Origin;
    match origin {
        Some(Origin::Source { .. }) => "origin-source",
        Some(Origin::Web { .. }) => "origin-web",
        Some(Origin::Derived { .. }) => "mark-derived",
        Some(Origin::Assumed { .. }) => "mark-assumed",
        None => "origin-none",
    }
}

pub(super) fn step_key(step: virkning_model::agreement::EnrolmentStep) -> &'static str {
    use virkning_model::agreement::EnrolmentStep;
    match step {
        EnrolmentStep::Contacted => "step-contacted",
        EnrolmentStep::Admitted => "step-admitted",
        EnrolmentStep::Offered => "step-offered",
        EnrolmentStep::Referred => "step-referred",
        EnrolmentStep::AdmissionTalk => "step-admission-talk",
        EnrolmentStep::Accepted => "step-accepted",
        EnrolmentStep::Started => "step-started",
    }
}
