//! The value of a term by its path, as choices and claims write it: `intake.total`, `measure.november.expected.2025`,
//! `payment.bonus.amount`, `project.havnen.capital`.

use jiff::civil::Date;
use rust_decimal::Decimal;
use virkning_model::Money;
use virkning_model::agreement::{
    Agreement, Eligibility, IndexKind, LimitRule, Measure, Payment, PriceLevel, ReturnCapMethod, Tariff, Unit, Window,
};
use virkning_model::business_case::{BusinessCase, SavingSize, Yearly};
use virkning_model::claim::{Project, PublishedDocument};
use virkning_model::implementation::{Allocation, ImplementationRule};

/// What a term says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum TermValue {
    Number(Decimal),
    Text(String),
    Date(Date),
}

fn number(value: impl Into<Decimal>) -> Option<TermValue> {
    Some(TermValue::Number(value.into()))
}

fn money(value: Option<Money>) -> Option<TermValue> {
    number(value?.to_decimal())
}

fn text(value: impl Into<String>) -> Option<TermValue> {
    Some(TermValue::Text(value.into()))
}

/// A term of an agreement; nothing where no such term exists or it has no value.
pub(super) fn agreement_term(agreement: &Agreement, path: &str) -> Option<TermValue> {
    let parts: Vec<&str> = path.split('.').collect();
    match parts.as_slice() {
        ["agreement", key] => head(agreement, key),
        ["intake", rest @ ..] => intake(agreement, rest),
        ["business_case", rest @ ..] => business_case(agreement.business_case.as_ref()?, rest),
        ["measure", id, rest @ ..] => measure(find(&agreement.measures, |one| one.id.as_str() == *id)?, rest),
        ["payment", id, key] => payment(find(&agreement.payments, |one| one.id.as_str() == *id)?, key),
        ["limit", id, key] => limit(&find(&agreement.limits, |one| one.id.as_str() == *id)?.rule, key),
        ["funding", id, "amount"] => money(find(&agreement.funding, |one| one.id.as_str() == *id)?.amount),
        ["guarantee", id, "at_most"] => money(find(&agreement.guarantees, |one| one.id.as_str() == *id)?.at_most),
        ["guarantee", id, "on"] => find(&agreement.guarantees, |one| one.id.as_str() == *id)?.on.map(TermValue::Date),
        ["capital_return", id, "share"] => {
            number(find(&agreement.capital_returns, |one| one.id.as_str() == *id)?.share)
        }
        ["own_financing", id, "amount"] => {
            money(Some(find(&agreement.own_financing, |one| one.id.as_str() == *id)?.amount))
        }
        ["implementation", id, key] => {
            implementation(&find(&agreement.implementation, |one| one.id.as_str() == *id)?.rule, key)
        }
        ["trial", key] => trial(agreement, key),
        ["cost", id, "amount"] => match &find(&agreement.costs, |one| one.id.as_str() == *id)?.amounts {
            Yearly::Even { amount, .. } => money(Some(*amount)),
            _ => None,
        },
        ["saving", id, rest @ ..] => saving(&find(&agreement.savings, |one| one.id.as_str() == *id)?.size, rest),
        ["index", id, year] => {
            let year: i16 = year.parse().ok()?;
            number(*find(&agreement.indices, |one| one.id.as_str() == *id)?.by_year.get(&year)?)
        }
        ["actual", id, key] => {
            let actual = find(&agreement.actuals, |one| one.id.as_str() == *id)?;
            let value = match *key {
                "number" => actual.number,
                "of" => actual.of,
                "expected" => actual.expected,
                "mean" => actual.mean,
                _ => None,
            };
            number(value?)
        }
        ["transaction_cost", id, "hours"] => {
            number(find(&agreement.transaction_costs, |one| one.id.as_str() == *id)?.hours?)
        }
        ["transaction_cost", id, "hourly_cost"] => {
            money(find(&agreement.transaction_costs, |one| one.id.as_str() == *id)?.hourly_cost)
        }
        _ => None,
    }
}

fn find<T>(all: &[T], is: impl Fn(&T) -> bool) -> Option<&T> {
    all.iter().find(|one| is(one))
}

fn head(agreement: &Agreement, key: &str) -> Option<TermValue> {
    match key {
        "from" => Some(TermValue::Date(agreement.from)),
        "to" => Some(TermValue::Date(agreement.to)),
        "name" => text(&agreement.name),
        "version" => text(&agreement.version),
        "purpose" => text(&agreement.purpose),
        "currency" => text(agreement.currency.code()),
        "price_level" => match agreement.price_level {
            PriceLevel::Year(year) => number(year),
            PriceLevel::Current => text("current"),
            PriceLevel::NotStated => text("not-stated"),
        },
        _ => None,
    }
}

fn intake(agreement: &Agreement, rest: &[&str]) -> Option<TermValue> {
    let intake = &agreement.intake;
    let of_year =
        |by_year: &std::collections::BTreeMap<i16, u32>, year: &str| number(*by_year.get(&year.parse::<i16>().ok()?)?);
    match rest {
        ["total"] => match intake.total {
            Some(total) => number(total),
            None if intake.by_year.is_empty() => None,
            None => number(intake.by_year.values().sum::<u32>()),
        },
        ["by_year", year] => of_year(&intake.by_year, year),
        ["up_to", year] => of_year(&intake.up_to, year),
        ["up_to"] if !intake.up_to.is_empty() => number(intake.up_to.values().sum::<u32>()),
        ["completion"] => number(intake.completion?),
        ["drop_out"] => number(intake.drop_out?),
        ["unit"] => text(unit_word(intake.unit)),
        _ => None,
    }
}

/// The word of the language for what is counted as one.
pub(super) fn unit_word(unit: Unit) -> &'static str {
    match unit {
        Unit::Person => "person",
        Unit::Family => "family",
        Unit::Child => "child",
    }
}

fn business_case(case: &BusinessCase, rest: &[&str]) -> Option<TermValue> {
    match rest {
        ["years", "from"] => number(case.years.from),
        ["years", "to"] => number(case.years.to),
        ["phase_in", year] => number(*case.phase_in.as_ref()?.get(year.parse().ok()?)?),
        ["overlap", "participants"] => number(case.overlap.as_ref()?.share_of_participants),
        ["overlap", "credited_elsewhere"] => number(case.overlap.as_ref()?.share_credited_elsewhere),
        ["overlap", "factor"] => number(case.overlap.as_ref()?.factor()),
        ["overlap", "with"] => text(&case.overlap.as_ref()?.with),
        ["discount_rate"] => number(case.discount_rate),
        ["net_success_rate"] => number(case.net_success_rate?),
        ["price_year"] => number(case.price_year?),
        ["model"] => text(case.model.clone()?),
        ["basis"] => text(case.basis.clone()?),
        ["tail", "years"] => number(case.tail.as_ref()?.years),
        _ => None,
    }
}

fn measure(measure: &Measure, rest: &[&str]) -> Option<TermValue> {
    let by_year = |by_year: &Option<virkning_model::period::ByYear<Decimal>>, year: &str| {
        let by_year = by_year.as_ref()?;
        match year {
            "later" => number(by_year.later?),
            year => number(*by_year.get(year.parse().ok()?)?),
        }
    };
    match rest {
        ["label"] => text(&measure.label),
        ["source"] => text(&measure.source),
        ["unit"] => text(measure.unit.clone()?),
        ["expected", year] => by_year(&measure.expected, year),
        ["expected_value", year] => by_year(&measure.expected_value, year),
        ["expected_at", month] => number(*measure.expected_at.get(&month.parse().ok()?)?),
        ["baseline"] => number(measure.baseline?),
        ["baseline_value"] => number(measure.baseline_value?),
        ["target"] => number(measure.target?),
        ["target_value"] => number(measure.target_value?),
        ["years", "from"] => number(measure.window.years()?.from),
        ["years", "to"] => number(measure.window.years()?.to),
        ["window", "month"] => match measure.window {
            Window::CalendarMonth { month, .. } | Window::SinceStartToMonth { month, .. } => number(month),
            _ => None,
        },
        ["window", "months_since_start"] => match measure.window {
            Window::MonthsSinceStart { months } => number(months),
            _ => None,
        },
        ["window", "months"] => match measure.window {
            Window::AtMonths { months, .. } => number(months),
            _ => None,
        },
        ["settled", "month"] => number(measure.settled?.month),
        ["settled", "day"] => number(measure.settled?.day),
        ["eligible"] => text(match measure.eligible {
            Eligibility::EnrolledBeforeTheYear => "enrolled-before-the-year",
            Eligibility::EnrolledByYearEnd => "enrolled-by-year-end",
            Eligibility::WindowClosed => "window-closed",
            Eligibility::Completed => "completed",
        }),
        _ => None,
    }
}

fn payment(payment: &Payment, key: &str) -> Option<TermValue> {
    match key {
        "amount" | "price" => money(payment.price()),
        "share" => match payment.tariff {
            Tariff::Share(share) => number(share),
            _ => None,
        },
        "minimum_cohort" => number(payment.minimum_cohort?),
        "covered_by_saving_share" => number(payment.covered_by_saving_share?),
        "label" => text(&payment.label),
        _ => None,
    }
}

fn limit(rule: &LimitRule, key: &str) -> Option<TermValue> {
    match (rule, key) {
        (LimitRule::ReturnCap { annual_return, .. }, "annual_return") => number(*annual_return),
        (LimitRule::ReturnCap { method, .. }, "method") => text(method_word(*method)),
        (LimitRule::AtMost { amount, .. }, "at_most") => money(*amount),
        (LimitRule::AtLeast { share, .. }, "at_least") => number(*share),
        _ => None,
    }
}

/// The word of the language for a cap's method.
pub(super) fn method_word(method: ReturnCapMethod) -> &'static str {
    match method {
        ReturnCapMethod::Compound => "compound",
        ReturnCapMethod::Simple => "simple",
        ReturnCapMethod::PerYear => "per-year",
    }
}

/// The word of the language for an index.
pub(super) fn index_word(kind: IndexKind) -> &'static str {
    match kind {
        IndexKind::NetPriceIndex => "net-price-index",
        IndexKind::KlPriceAndWage => "kl-price-and-wage",
        IndexKind::ConsumerPriceIndex => "consumer-price-index",
    }
}

fn implementation(rule: &ImplementationRule, key: &str) -> Option<TermValue> {
    match (rule, key) {
        (ImplementationRule::Deadline { within_months, .. }, "within_months") => number(*within_months),
        (ImplementationRule::Caseload { at_most, .. }, "at_most") => number(*at_most),
        (ImplementationRule::Caseload { per, .. }, "per") => text(per),
        (ImplementationRule::Capacity { number: room }, "number") => number(*room),
        (ImplementationRule::Quota { share, .. }, "share") => number(*share),
        (ImplementationRule::Quota { group, .. }, "group") => text(group),
        (ImplementationRule::Milestone { number: goal, .. }, "number") => number(*goal),
        (ImplementationRule::Milestone { by, .. }, "by") => Some(TermValue::Date(*by)),
        (ImplementationRule::FollowUps { number: goal }, "number") => number(*goal),
        _ => None,
    }
}

fn trial(agreement: &Agreement, key: &str) -> Option<TermValue> {
    let trial = agreement.trial.as_ref()?;
    match key {
        "participants" => number(trial.participants?),
        "share_treated" => number(trial.share_treated?),
        "control" => text(&trial.control),
        "allocation" => text(match trial.allocation {
            Allocation::Random => "random",
            Allocation::Matched => "matched",
            Allocation::BeforeAfter => "before-after",
        }),
        _ => None,
    }
}

fn saving(size: &SavingSize, rest: &[&str]) -> Option<TermValue> {
    match (size, rest) {
        (SavingSize::Volume { price, .. } | SavingSize::PerSuccess { price, .. }, ["price"]) => money(Some(*price)),
        (SavingSize::Volume { by_year, .. }, ["volume", year]) => number(*by_year.get(&year.parse().ok()?)?),
        _ => None,
    }
}

/// What a paper says of an investment; nothing where it says nothing.
pub(super) fn document_term(document: &PublishedDocument, path: &str) -> Option<TermValue> {
    let parts: Vec<&str> = path.split('.').collect();
    match parts.as_slice() {
        ["document", "published"] => document.published.map(TermValue::Date),
        ["document", "name"] => text(&document.name),
        ["project", id, rest @ ..] => project(find(&document.projects, |one| one.id.as_str() == *id)?, rest),
        _ => None,
    }
}

fn project(project: &Project, rest: &[&str]) -> Option<TermValue> {
    match rest {
        ["name"] => text(&project.name),
        ["capital"] => money(project.capital),
        ["repayment"] => money(project.repayment),
        ["savings"] => money(project.savings),
        ["net"] => money(project.net),
        ["participants"] => number(project.participants?),
        ["period", "from"] => number(project.period?.from),
        ["period", "to"] => number(project.period?.to),
        ["follow_up_to"] => number(project.follow_up_to?),
        ["horizon"] => number(project.horizon?),
        ["unit"] => text(unit_word(project.unit?)),
        _ => None,
    }
}
